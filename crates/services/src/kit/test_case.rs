//! `tests/*.toml`: a filing, the steps that follow, and what should come out. Running them is the business of the cases.
//!
//! The one rule: a test says everything it needs; two runs of it differ in nothing.

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

use super::finding::{Finding, Rule};
use super::manifest::{Channel, DeliveryWay, Speed};
use super::reader::{Document, Lines, Table};

/// One test of a kit.
#[derive(Debug, Clone, PartialEq)]
pub struct TestCase {
    /// File inside the kit, such as `tests/happy.toml`.
    pub file: String,
    /// What the test shows, one Bulgarian sentence.
    pub title: String,
    /// The application.
    pub filing: TestFiling,
    /// What happens afterwards, in order.
    pub steps: Vec<TestStep>,
    /// What should be true in the end.
    pub expect: Expectation,
    pub(super) lines: Lines,
}

impl TestCase {
    /// The line of a key of the file, such as `expect.deadline` or `step[2].task`.
    pub fn line(&self, path: &str) -> u32 {
        self.lines.at(path)
    }
}

/// The application a test begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct TestFiling {
    /// Civil time in Europe/Sofia.
    pub at: DateTime,
    /// How it comes in.
    pub channel: Channel,
    /// How quickly it is wanted.
    pub speed: Speed,
    /// How the result is handed over.
    pub delivery: DeliveryWay,
    /// The answers, in the shape of submission data.
    pub answers: Value,
}

/// One step of a test.
#[derive(Debug, Clone, PartialEq)]
pub struct TestStep {
    /// Line of the step in its file.
    pub line: u32,
    /// Civil time in Europe/Sofia; absent when the step follows at once.
    pub at: Option<DateTime>,
    /// What happens.
    pub action: TestAction,
}

/// What happens in a step.
#[derive(Debug, Clone, PartialEq)]
pub enum TestAction {
    /// The open task of the node `task` is finished with these variables.
    Finish {
        /// Node id.
        task: String,
        /// Outcome variables.
        outcome: Map<String, Value>,
        /// Fields of the draft.
        fields: Map<String, Value>,
        /// Codes of grounds for a refusal, whole or in part.
        grounds: Vec<String>,
    },
    /// The open regularity check ends with a notice that names these irregularities.
    Notice {
        /// Codes of the catalogue.
        irregularities: Vec<String>,
    },
    /// The applicant corrects the application; these answers replace those of the same path.
    Correct {
        /// Changed answers.
        answers: Value,
    },
    /// The applicant withdraws.
    Withdraw {
        /// Why, in the applicant's words.
        reason: String,
    },
    /// The term is extended.
    Extend {
        /// By how much, in the unit of the term.
        days: u16,
        /// Why.
        reason: String,
    },
    /// The proceeding is suspended.
    Suspend {
        /// Why.
        reason: String,
    },
    /// The proceeding is resumed.
    Resume,
    /// Time passes until `at`; what falls due by then happens.
    WaitUntil,
}

/// What a test compares. Absent members are not compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expectation {
    /// Ids of the tasks (user and receive) opened and of the end events reached, in order.
    pub path: Vec<String>,
    /// Status of the service in the end.
    pub status: Option<String>,
    /// Fee, cents.
    pub fee_cents: Option<i64>,
    /// Last day of the term.
    pub deadline: Option<Date>,
    /// Types of the documents issued, in order.
    pub documents: Vec<String>,
    /// Status codes for the event journal that must occur, in this order, others may lie between.
    pub journal: Vec<String>,
}

/// Answers after a correction: objects are merged member by member, everything else is replaced.
pub fn answers_merge(answers: &mut Value, change: &Value) {
    match (answers, change) {
        (Value::Object(answers), Value::Object(change)) => {
            for (key, value) in change {
                answers_merge(answers.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (answers, change) => *answers = change.clone(),
    }
}

/// Reads one file of tests.
pub(super) fn test_case_read(file: &str, text: &str) -> (TestCase, Vec<Finding>) {
    let document = Document::parse(file, text);
    let lines = document.lines();
    let root = document.root();
    let case = TestCase {
        file: file.to_owned(),
        title: root.text("title"),
        filing: filing(&root),
        steps: root.tables("step").into_iter().map(step).collect(),
        expect: expectation(&root),
        lines,
    };
    root.finish();
    let broken = document.is_broken();
    let mut findings = document.into_findings();
    if broken {
        findings.retain(|finding| finding.code == Rule::TomlSyntax.code());
    }
    (case, findings)
}

fn filing(root: &Table<'_>) -> TestFiling {
    let answers = match root.json("answers") {
        Value::Null => Value::Object(Map::new()),
        answers => answers,
    };
    let nothing = TestFiling { at: DateTime::ZERO, channel: Channel::Web, speed: Speed::Ordinary, delivery: DeliveryWay::Online, answers };
    let Some(table) = root.table("filing") else { return nothing };
    let filing = TestFiling {
        at: table.moment("at").unwrap_or(DateTime::ZERO),
        channel: table.word_or("channel", Channel::WORDS, Channel::Web),
        speed: table.word_or("speed", Speed::WORDS, Speed::Ordinary),
        delivery: table.word_or("delivery", DeliveryWay::WORDS, DeliveryWay::Online),
        ..nothing
    };
    table.finish();
    filing
}

#[derive(Clone, Copy)]
enum Verb {
    Finish,
    Notice,
    Correct,
    Withdraw,
    Extend,
    Suspend,
    Resume,
    WaitUntil,
}

const VERBS: &[(&str, Verb)] = &[
    ("finish", Verb::Finish),
    ("notice", Verb::Notice),
    ("correct", Verb::Correct),
    ("withdraw", Verb::Withdraw),
    ("extend", Verb::Extend),
    ("suspend", Verb::Suspend),
    ("resume", Verb::Resume),
    ("wait_until", Verb::WaitUntil),
];

fn step(table: Table<'_>) -> TestStep {
    let verb = table.word("do", VERBS);
    let at = if matches!(verb, Verb::WaitUntil) { table.moment("at") } else { table.moment_optional("at") };
    let action = match verb {
        Verb::Finish => TestAction::Finish {
            task: table.text("task"),
            outcome: object(table.json("outcome")),
            fields: object(table.json("fields")),
            grounds: table.texts_optional("grounds"),
        },
        Verb::Notice => TestAction::Notice { irregularities: table.texts("irregularities") },
        Verb::Correct => TestAction::Correct { answers: Value::Object(object(table.json("answers"))) },
        Verb::Withdraw => TestAction::Withdraw { reason: table.text_optional("reason").unwrap_or_default() },
        Verb::Extend => TestAction::Extend {
            days: u16::try_from(table.number("days", 1..=365)).expect("the limits given to the reader lie within u16"),
            reason: table.text_optional("reason").unwrap_or_default(),
        },
        Verb::Suspend => TestAction::Suspend { reason: table.text_optional("reason").unwrap_or_default() },
        Verb::Resume => TestAction::Resume,
        Verb::WaitUntil => TestAction::WaitUntil,
    };
    let step = TestStep { line: table.line(), at, action };
    table.finish();
    step
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn expectation(root: &Table<'_>) -> Expectation {
    let Some(table) = root.table("expect") else { return Expectation::default() };
    let expect = Expectation {
        path: table.texts_optional("path"),
        status: table.text_optional("status"),
        fee_cents: table.number_optional("fee_cents", 0..=i64::MAX),
        deadline: table.date_optional("deadline"),
        documents: table.texts_optional("documents"),
        journal: table.texts_optional("journal"),
    };
    table.finish();
    expect
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_correction_merges_objects_and_replaces_lists() {
        let mut answers = json!({ "place": { "zone": "first", "area": 4 }, "heirs": [1, 2] });
        answers_merge(&mut answers, &json!({ "place": { "zone": "second" }, "heirs": [3], "new": { "a": true } }));
        assert_eq!(answers, json!({ "place": { "zone": "second", "area": 4 }, "heirs": [3], "new": { "a": true } }));
    }

    #[test]
    fn moments_are_read_as_text_and_as_toml() {
        for written in ["\"2026-04-20T10:00\"", "2026-04-20T10:00:00", "\"2026-04-20T10:00:00\""] {
            let (case, _) = test_case_read("tests/a.toml", &format!("title = \"x\"\n[filing]\nat = {written}\n"));
            assert_eq!(case.filing.at.to_string(), "2026-04-20T10:00:00", "{written}");
        }
        let (_, findings) = test_case_read("tests/a.toml", "title = \"x\"\n[filing]\nat = \"20.04.2026\"\n");
        assert!(findings.iter().any(|finding| finding.code == "KIT-0006" && finding.line == 3));
    }
}

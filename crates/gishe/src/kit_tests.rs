//! Running the tests of a kit: its own filings and steps through the real commands, in an administration made for the purpose.
//!
//! The one rule: a test passes only by what the product really did: rows, documents and dates are read back, not assumed.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use cases::document::Document;
use cases::{CaseFile, decision, document, filing, lifecycle, notice, task};
use kernel::actor::Actor;
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::random::SeededRandom;
use serde_json::{Map, Value as Json};
use services::kit::{Expectation, Kit, KitFiles, TestAction, TestCase, TestStep};
use store::{Options, history};

use crate::acts;
use crate::runtime::Installation;
use crate::sample::{self, Sample};
use crate::worker;

const BASE_URL: &str = "https://primer.example";

/// A difference between a test and what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// File of the test.
    pub file: String,
    /// Line of the step or expectation.
    pub line: u32,
    /// Stable code.
    pub code: &'static str,
    /// What was expected and what happened.
    pub text: String,
}

/// Runs every test of a kit; answers how many there were and every difference.
pub fn run(files: &KitFiles) -> Result<(usize, Vec<Difference>)> {
    let kit = Kit::parse(files).map_err(|findings| anyhow::anyhow!("the kit has {} finding(s); see kit check", findings.len()))?;
    let mut differences = Vec::new();
    for test in &kit.tests {
        differences.extend(run_one(&kit, files, test).with_context(|| format!("{}: the test could not be run", test.file))?);
    }
    Ok((kit.tests.len(), differences))
}

/// One test in a fresh administration under a virtual clock.
struct Run<'t> {
    test: &'t TestCase,
    kit: &'t Kit,
    installation: Installation,
    clock: Arc<VirtualClock>,
    sample: Sample,
    case: CaseId,
}

fn run_one(kit: &Kit, files: &KitFiles, test: &TestCase) -> Result<Vec<Difference>> {
    let folder = tempfile::tempdir()?;
    let clock = Arc::new(VirtualClock::new(sofia_instant(test.filing.at)));
    let installation = Installation::open_with(&Options::new(folder.path()), clock.clone(), Arc::new(SeededRandom::new(7)))?;
    let password = sample::password_cheap(&installation)?;
    let ctx = sample::system(&installation, BASE_URL);
    let kits = BTreeMap::from([(kit.code().to_owned(), files.clone())]);
    let sample = installation.store.write_blocking(move |tx| sample::create(tx, &ctx, &password, &kits))?;
    let submit = filing::Submit {
        service_code: kit.code().to_owned(),
        kit_hash: String::new(),
        answers: test.filing.answers.clone(),
        speed: test.filing.speed,
        delivery: test.filing.delivery,
        delivery_address: "1000 Примерна, ул. „Първа“ № 1".to_owned(),
        channel: test.filing.channel,
        received_number: None,
        draft: None,
        scans: Vec::new(),
        intake_note: String::new(),
        doubtful_identifiers: false,
    };
    let by_staff = test.filing.channel != services::kit::Channel::Web;
    let ctx = sample::system(&installation, BASE_URL);
    let ctx = if by_staff { sample.acting(&ctx, "delovoditel")? } else { Ctx { actor: Actor::Anonymous, ..ctx } };
    let receipt = match installation.store.write_blocking(move |tx| filing::application_submit(tx, &ctx, submit)) {
        Ok(receipt) => receipt,
        Err(error) => {
            let text = match &error {
                cases::Error::Invalid { errors } => {
                    let list: Vec<String> = errors.iter().map(|error| format!("{} ({})", error.path, error.rule)).collect();
                    format!("the filing is refused: {}", list.join(", "))
                }
                other => format!("the filing is refused: {other}"),
            };
            return Ok(vec![Difference { file: test.file.clone(), line: test.line("filing"), code: "KIT-TEST-FILING", text }]);
        }
    };
    let mut run = Run { test, kit, installation, clock, sample, case: receipt.case_id };
    let mut differences = Vec::new();
    for step in &test.steps {
        if let Err(error) = run.step(step) {
            differences.push(run.difference(step.line, "KIT-TEST-STEP", format!("the step cannot be done: {error:#}")));
            break;
        }
    }
    differences.extend(run.compare(&test.expect)?);
    run.installation.store.close();
    Ok(differences)
}

impl Run<'_> {
    fn difference(&self, line: u32, code: &'static str, text: String) -> Difference {
        Difference { file: self.test.file.clone(), line, code, text }
    }

    fn system(&self) -> Ctx {
        sample::system(&self.installation, BASE_URL)
    }

    fn applicant(&self) -> Ctx {
        Ctx { actor: Actor::Applicant(self.case), ..self.system() }
    }

    fn wait_until(&self, at: jiff::Timestamp) -> Result<()> {
        acts::wait_until(&self.installation, &self.clock, at, BASE_URL)
    }

    fn step(&mut self, step: &TestStep) -> Result<()> {
        worker::drain(&self.installation, BASE_URL)?;
        if let Some(at) = step.at {
            self.wait_until(sofia_instant(at))?;
        }
        match &step.action {
            TestAction::Finish { task, outcome, fields, grounds } => self.finish(task, outcome, fields, grounds),
            TestAction::Notice { irregularities } => {
                let row = self.open_task_of_kind("regularity")?;
                let ctx = self.performer(&row)?;
                let send = notice::SendNotice { codes: irregularities.clone(), ..notice::SendNotice::default() };
                Ok(self.installation.store.write_blocking(move |tx| notice::notice_send(tx, &ctx, row.id, send))?)
            }
            TestAction::Correct { answers } => {
                let (ctx, id) = (self.applicant(), self.case);
                let mut all = self.case()?.answers;
                services::kit::answers_merge(&mut all, answers);
                Ok(self.installation.store.write_blocking(move |tx| notice::correction_submit(tx, &ctx, id, all))?)
            }
            TestAction::Withdraw { reason } => {
                let (ctx, id, reason) = (self.applicant(), self.case, reason.clone());
                Ok(self.installation.store.write_blocking(move |tx| lifecycle::case_withdraw(tx, &ctx, id, &reason))?)
            }
            TestAction::Extend { days, reason } => {
                let (ctx, id, days, reason) = (self.head()?, self.case, *days, given(reason, "фактическа сложност"));
                Ok(self.installation.store.write_blocking(move |tx| lifecycle::term_extend(tx, &ctx, id, days, &reason))?)
            }
            TestAction::Suspend { reason } => {
                let (ctx, id, reason) = (self.head()?, self.case, given(reason, "преюдициален въпрос"));
                Ok(self.installation.store.write_blocking(move |tx| lifecycle::case_suspend(tx, &ctx, id, &reason, &reason))?)
            }
            TestAction::Resume => {
                let (ctx, id) = (self.head()?, self.case);
                Ok(self.installation.store.write_blocking(move |tx| lifecycle::case_resume(tx, &ctx, id, ""))?)
            }
            TestAction::WaitUntil => Ok(()),
        }
    }

    fn case(&self) -> Result<CaseFile> {
        let ctx = self.system();
        Ok(self.installation.store.read_blocking(|tx| cases::case_get(tx, &ctx, self.case))?)
    }

    fn open_tasks(&self) -> Result<Vec<task::Task>> {
        let ctx = self.system();
        let tasks = self.installation.store.read_blocking(|tx| task::task_list_of_case(tx, &ctx, self.case))?;
        Ok(tasks.into_iter().filter(task::Task::is_open).collect())
    }

    fn open_task_of_kind(&self, kind: &str) -> Result<task::Task> {
        self.open_tasks()?.into_iter().find(|task| task.kind == kind).with_context(|| format!("no task of kind {kind} is open"))
    }

    fn performer(&self, row: &task::Task) -> Result<Ctx> {
        acts::performer(&self.installation, &self.sample, &self.system(), row)
    }

    /// The head of the accountable unit, or else the mayor.
    fn head(&self) -> Result<Ctx> {
        let unit = self.case()?.unit_id;
        let ctx = self.system();
        let of_unit = sample::PEOPLE.iter().filter(|person| person.roles.contains(&kernel::actor::Role::UnitHead));
        let mut heads = of_unit.filter(|person| self.sample.units.get(person.unit) == Some(&unit));
        self.sample.acting(&ctx, heads.next().map_or("kmet", |person| person.login))
    }

    fn finish(&mut self, node: &str, outcome: &Map<String, Json>, fields: &Map<String, Json>, grounds: &[String]) -> Result<()> {
        let open = self.open_tasks()?;
        let names: Vec<&str> = open.iter().map(|task| task.node.as_str()).collect();
        let task =
            open.iter().find(|task| task.node == node).with_context(|| format!("task {node} is not open; open are {names:?}"))?.clone();
        let ctx = self.performer(&task)?;
        let draft = if task.kind == "draft" { Some(self.draft(outcome, fields, grounds)?) } else { None };
        acts::task_finish(&self.installation, &ctx, &self.case()?, &task, outcome.clone(), draft)
    }

    /// The draft of a test: prefilled as for a clerk, completed by the fields of the step.
    fn draft(&self, outcome: &Map<String, Json>, fields: &Map<String, Json>, grounds: &[String]) -> Result<decision::DecisionDraft> {
        let word = outcome.get("decision").and_then(Json::as_str).unwrap_or_default();
        let kind = services::kit::DecisionKind::from_word(word).with_context(|| format!("no decision {word:?}"))?;
        let mut draft = decision::DecisionDraft::prefilled(self.kit, &self.case()?, kind);
        draft.fields.extend(fields.clone());
        draft.grounds = grounds.to_vec();
        let missing = draft.missing(self.kit);
        if !missing.is_empty() {
            bail!("the draft lacks {}", missing.join(", "));
        }
        Ok(draft)
    }

    fn compare(&self, expect: &Expectation) -> Result<Vec<Difference>> {
        worker::drain(&self.installation, BASE_URL)?;
        let case = self.case()?;
        let ctx = self.system();
        let entries = self.installation.store.read_blocking(|tx| history::of_case(tx, ctx.administration_id, case.id))?;
        let documents = self.installation.store.read_blocking(|tx| document::document_list(tx, &ctx, case.id))?;
        let mut differences = Vec::new();
        let mut differ = |key: &str, expected: String, got: String| {
            if expected != got {
                let line = self.test.line(&format!("expect.{key}"));
                differences.push(self.difference(line, "KIT-TEST-EXPECT", format!("{key}: expected {expected}, got {got}")));
            }
        };
        if !expect.path.is_empty() {
            differ("path", expect.path.join(" → "), self.path(&entries).join(" → "));
        }
        if let Some(status) = &expect.status {
            differ("status", status.clone(), case.status.identifier().to_owned());
        }
        if let Some(fee) = expect.fee_cents {
            differ("fee_cents", fee.to_string(), case.fee_cents.to_string());
        }
        if let Some(deadline) = expect.deadline {
            differ("deadline", deadline.to_string(), case.deadline_on.map(|day| day.to_string()).unwrap_or_default());
        }
        if !expect.documents.is_empty() {
            let kinds: Vec<&str> = documents.iter().filter(|document| is_issued(document)).map(|document| document.kind.as_str()).collect();
            differ("documents", expect.documents.join(", "), kinds.join(", "));
        }
        if !expect.journal.is_empty() {
            let sent = self.journal()?;
            let mut rest = sent.iter();
            if !expect.journal.iter().all(|code| rest.any(|got| got == code)) {
                differ("journal", expect.journal.join(", "), sent.join(", "));
            }
        }
        Ok(differences)
    }

    /// Tasks and receive tasks opened and end events reached, in order.
    fn path(&self, entries: &[history::Entry]) -> Vec<String> {
        let events = entries.iter().filter(|entry| entry.kind == "ProcessAdvanced").filter_map(|entry| entry.data["events"].as_array());
        let entered = events.flatten().filter(|event| event["event"] == "entered").filter_map(|event| event["node"].as_str());
        entered.filter(|node| self.kit.process.node(node).is_some_and(|node| shows_in_path(&node.kind))).map(str::to_owned).collect()
    }

    fn journal(&self) -> Result<Vec<String>> {
        let ctx = self.system();
        Ok(self.installation.store.read_blocking(|tx| cases::journal::statuses_of(tx, ctx.administration_id, self.case))?)
    }
}

fn shows_in_path(kind: &process::NodeKind) -> bool {
    use process::NodeKind as Kind;
    matches!(kind, Kind::UserTask | Kind::Receive { .. } | Kind::End(_))
}

/// Outcomes the administration issued and whose file exists; notices and letters on the way are not among them.
fn is_issued(document: &Document) -> bool {
    document.direction == "out" && document.data["layout"] == "outcome" && document.has_content()
}

fn given(reason: &str, usual: &str) -> String {
    if reason.is_empty() { usual.to_owned() } else { reason.to_owned() }
}

//! Conditions without expressions: the two simple forms of the definition.
//!
//! The one rule: a condition names a component by the path found at import, and inside a repeating group means its own row.

use crate::number;
use crate::path::{self, Seg};
use crate::script::Script;
use serde_json::Value;

/// When a component is shown.
#[derive(Debug, Default)]
pub(crate) enum Condition {
    /// Always.
    #[default]
    Always,
    /// By comparing answers.
    Simple { show: bool, all: bool, tests: Vec<Test> },
    /// By an expression.
    Script(Box<Script>),
}

/// One comparison.
#[derive(Debug)]
pub(crate) struct Test {
    /// Member names from the root, without numbers of rows.
    pub target: Vec<String>,
    pub operator: Operator,
    pub wanted: Value,
}

/// How an answer is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    IsEqual,
    IsNotEqual,
    IsEmpty,
    IsNotEmpty,
    Includes,
    NotIncludes,
    StartsWith,
    EndsWith,
    LessThan,
    GreaterThan,
    LessThanOrEqual,
    GreaterThanOrEqual,
    IsDateEqual,
    IsNotDateEqual,
    DateLessThan,
    DateGreaterThan,
    DateLessThanOrEqual,
    DateGreaterThanOrEqual,
}

impl Operator {
    /// By its name in the definition.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "isEqual" => Self::IsEqual,
            "isNotEqual" => Self::IsNotEqual,
            "isEmpty" => Self::IsEmpty,
            "isNotEmpty" => Self::IsNotEmpty,
            "includes" => Self::Includes,
            "notIncludes" => Self::NotIncludes,
            "startsWith" => Self::StartsWith,
            "endsWith" => Self::EndsWith,
            "lessThan" => Self::LessThan,
            "greaterThan" => Self::GreaterThan,
            "lessThanOrEqual" => Self::LessThanOrEqual,
            "greaterThanOrEqual" => Self::GreaterThanOrEqual,
            "isDateEqual" => Self::IsDateEqual,
            "isNotDateEqual" => Self::IsNotDateEqual,
            "dateLessThan" => Self::DateLessThan,
            "dateGreaterThan" => Self::DateGreaterThan,
            "dateLessThanOrEqual" => Self::DateLessThanOrEqual,
            "dateGreaterThanOrEqual" => Self::DateGreaterThanOrEqual,
            _ => return None,
        })
    }
}

/// Whether a value counts as not answered.
pub(crate) fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(members)) => members.is_empty(),
        Some(_) => false,
    }
}

/// The answer as text, the way a comparison reads it. A select may hold the whole option.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(object) => object.get("value").map(text_of).unwrap_or_default(),
        other => other.to_string(),
    }
}

impl Test {
    /// The place this test reads, seen from a component at `here`: while both lie in the same group, in the same row.
    pub fn place<'a>(&'a self, here: &[Seg<'_>], out: &mut Vec<Seg<'a>>) {
        out.clear();
        let mut at = 0;
        let mut together = true;
        for name in &self.target {
            out.push(Seg::Key(name));
            together = together && here.get(at) == Some(&Seg::Key(name));
            at += 1;
            if together && let Some(Seg::Index(index)) = here.get(at) {
                out.push(Seg::Index(*index));
                at += 1;
            }
        }
    }

    /// Whether it holds for an answer.
    pub fn holds(&self, found: Option<&Value>) -> bool {
        match self.operator {
            Operator::IsEqual => equals(found, &self.wanted),
            Operator::IsNotEqual => !equals(found, &self.wanted),
            Operator::IsEmpty => is_empty(found) || nothing_chosen(found),
            Operator::IsNotEmpty => !is_empty(found) && !nothing_chosen(found),
            Operator::Includes => includes(found, &self.wanted),
            Operator::NotIncludes => !includes(found, &self.wanted),
            Operator::StartsWith => found.is_some_and(|found| text_of(found).starts_with(&text_of(&self.wanted))),
            Operator::EndsWith => found.is_some_and(|found| text_of(found).ends_with(&text_of(&self.wanted))),
            Operator::LessThan => self.numbers(found, |a, b| a < b),
            Operator::GreaterThan => self.numbers(found, |a, b| a > b),
            Operator::LessThanOrEqual => self.numbers(found, |a, b| a <= b),
            Operator::GreaterThanOrEqual => self.numbers(found, |a, b| a >= b),
            Operator::IsDateEqual => self.dates(found, std::cmp::Ordering::is_eq),
            Operator::IsNotDateEqual => !self.dates(found, std::cmp::Ordering::is_eq),
            Operator::DateLessThan => self.dates(found, std::cmp::Ordering::is_lt),
            Operator::DateGreaterThan => self.dates(found, std::cmp::Ordering::is_gt),
            Operator::DateLessThanOrEqual => self.dates(found, std::cmp::Ordering::is_le),
            Operator::DateGreaterThanOrEqual => self.dates(found, std::cmp::Ordering::is_ge),
        }
    }

    fn numbers(&self, found: Option<&Value>, wanted: fn(f64, f64) -> bool) -> bool {
        let number = |value: &Value| value.as_f64().or_else(|| number::parse(&text_of(value)));
        match (found.and_then(number), number(&self.wanted)) {
            (Some(found), Some(bound)) => wanted(found, bound),
            _ => false,
        }
    }

    fn dates(&self, found: Option<&Value>, wanted: fn(std::cmp::Ordering) -> bool) -> bool {
        let date = |value: &Value| value.as_str().and_then(crate::dates::civil);
        match (found.and_then(date), date(&self.wanted)) {
            (Some(found), Some(bound)) => wanted(found.cmp(&bound)),
            _ => false,
        }
    }
}

fn nothing_chosen(found: Option<&Value>) -> bool {
    found.and_then(Value::as_object).is_some_and(|object| object.values().all(|value| value == &Value::Bool(false)))
}

fn equals(found: Option<&Value>, wanted: &Value) -> bool {
    let wanted = text_of(wanted);
    match found {
        None | Some(Value::Null) => wanted.is_empty(),
        // In a group of boxes the wanted value names a box.
        Some(Value::Object(object)) => match object.get(&wanted) {
            Some(Value::Bool(chosen)) => *chosen,
            _ => object.get("value").is_some_and(|value| text_of(value) == wanted),
        },
        Some(Value::Array(items)) => items.iter().any(|item| text_of(item) == wanted),
        Some(Value::Number(number)) => number.as_f64().is_some_and(|number| wanted.parse() == Ok(number)),
        Some(value) => text_of(value) == wanted,
    }
}

fn includes(found: Option<&Value>, wanted: &Value) -> bool {
    match found {
        Some(Value::String(text)) => text.contains(&text_of(wanted)),
        other => !is_empty(other) && equals(other, wanted),
    }
}

impl Condition {
    /// The component and value this condition waits for, when it is the plain kind „shown when X is Y“.
    pub fn plain(&self) -> Option<(&[String], String)> {
        let Self::Simple { show, tests, .. } = self else { return None };
        let [test] = tests.as_slice() else { return None };
        let fits = matches!((show, test.operator), (true, Operator::IsEqual | Operator::Includes) | (false, Operator::IsNotEqual));
        fits.then(|| (test.target.as_slice(), text_of(&test.wanted)))
    }

    /// Whether the simple kind holds for a component at `here`.
    pub fn simple_holds(show: bool, all: bool, tests: &[Test], data: &Value, here: &[Seg<'_>]) -> bool {
        let check = |test: &Test| {
            let mut at = Vec::with_capacity(4);
            test.place(here, &mut at);
            test.holds(path::get(data, &at))
        };
        let met = if all { tests.iter().all(check) } else { tests.iter().any(check) };
        met == show
    }
}

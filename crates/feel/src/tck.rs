//! Test cases in the format of the DMN Technology Compatibility Kit, read and run over given texts.
//!
//! The one rule: a case passes only when every part of the expected value is there and nothing else.

use jiff::Timestamp;
use roxmltree::{Document, Node};
use serde::Serialize;

use crate::decision::Model;
use crate::number::Number;
use crate::temporal::{Date, DateTime, DayTimeDuration, Time, YearMonthDuration};
use crate::value::{Context, Value};

/// A file of a test folder.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// Its name without folder.
    pub name: &'f str,
    /// Its text.
    pub text: &'f str,
}

/// One expected result and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseResult {
    /// `test file/case/result`.
    pub id: String,
    /// Whether the value is as expected.
    pub passed: bool,
    /// The value found, in plain JSON.
    pub got: serde_json::Value,
    /// The value expected, in plain JSON.
    pub expected: serde_json::Value,
    /// Problems of the model or notes of the evaluation.
    pub notes: Vec<String>,
}

/// A folder that cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A test file is not in the format of the kit.
    #[error("{file}: {message}")]
    Format {
        /// The file.
        file: String,
        /// What is wrong with it.
        message: String,
    },
    /// The model a test file names is not among the files.
    #[error("{file}: the model `{model}` is missing")]
    Model {
        /// The test file.
        file: String,
        /// The model it names.
        model: String,
    },
}

/// Runs every test file of a folder: `*.dmn` are models, `*.xml` are tests. The clock stands at `now`.
pub fn run(files: &[File<'_>], now: Timestamp) -> Result<Vec<CaseResult>, Error> {
    let mut results = Vec::new();
    for test in files.iter().filter(|file| file.name.ends_with(".xml")) {
        run_file(test, files, now, &mut results)?;
    }
    Ok(results)
}

fn run_file(test: &File<'_>, files: &[File<'_>], now: Timestamp, results: &mut Vec<CaseResult>) -> Result<(), Error> {
    let format = |message: String| Error::Format { file: test.name.to_owned(), message };
    let document = Document::parse(test.text).map_err(|error| format(error.to_string()))?;
    let root = document.root_element();
    if root.tag_name().name() != "testCases" {
        return Err(format("the root is not `testCases`".into()));
    }
    let wanted = child(root, "modelName").map(text).unwrap_or_default();
    let main =
        files.iter().find(|file| file.name == wanted).ok_or_else(|| Error::Model { file: test.name.to_owned(), model: wanted.clone() })?;
    let others = files.iter().filter(|file| file.name.ends_with(".dmn") && file.name != wanted).map(|file| file.text).collect::<Vec<_>>();
    let model = Model::parse_with(main.text, &others);
    for case in children(root, "testCase") {
        let inputs = children(case, "inputNode").map(|input| (input.attribute("name").unwrap_or_default(), value(input)));
        let inputs = Value::from(inputs.collect::<Context>());
        for result in children(case, "resultNode") {
            let name = result.attribute("name").unwrap_or_default();
            let id = format!("{}/{}/{name}", test.name.trim_end_matches(".xml"), case.attribute("id").unwrap_or_default());
            let expected = child(result, "expected").map_or(Value::Null, value);
            let (got, notes) = match &model {
                Ok(model) => evaluate(model, case, name, &inputs, now),
                Err(problems) => {
                    (Value::text("the model cannot be read"), problems.iter().map(|p| format!("{}: {}", p.line, p.message)).collect())
                }
            };
            results.push(CaseResult { id, passed: agrees(&got, &expected), got: got.to_json(), expected: expected.to_json(), notes });
        }
    }
    Ok(())
}

fn evaluate(model: &Model, case: Node<'_, '_>, name: &str, inputs: &Value, now: Timestamp) -> (Value, Vec<String>) {
    let outcome = match case.attribute("invocableName") {
        Some(service) if case.attribute("type") == Some("decisionService") => {
            let several = model.evaluate_service(service, inputs, now);
            // A service with several outputs gives a context; the result names one of them.
            several.map(|mut outcome| {
                if let Some(part) = outcome.value.as_context().and_then(|context| context.get(name)).cloned() {
                    outcome.value = part;
                }
                outcome
            })
        }
        _ => model.evaluate(name, inputs, now),
    };
    match outcome {
        Ok(outcome) => (outcome.value, outcome.notes),
        Err(error) => (Value::Null, vec![error.to_string()]),
    }
}

/// Whether a value is the expected one. Numbers that have no end are cut, or even came from binary floats, when the kit writes eight
/// digits or more after the point: then eight digits must agree.
fn agrees(got: &Value, expected: &Value) -> bool {
    match (got, expected) {
        (Value::Number(got), Value::Number(expected)) => numbers_agree(*got, *expected),
        (Value::List(got), Value::List(expected)) => {
            got.len() == expected.len() && got.iter().zip(expected.iter()).all(|(got, expected)| agrees(got, expected))
        }
        (Value::Context(got), Value::Context(expected)) => {
            got.len() == expected.len() && expected.iter().all(|(key, value)| got.get(key).is_some_and(|got| agrees(got, value)))
        }
        _ => got == expected,
    }
}

fn numbers_agree(got: Number, expected: Number) -> bool {
    const DIGITS: u32 = 8;
    let distance = got.checked_sub(expected).map(Number::abs);
    got == expected || (expected.scale() >= DIGITS && distance.is_some_and(|distance| distance < Number::scaled(1, DIGITS)))
}

fn children<'a, 'i>(node: Node<'a, 'i>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == tag)
}

fn child<'a, 'i>(node: Node<'a, 'i>, tag: &'static str) -> Option<Node<'a, 'i>> {
    children(node, tag).next()
}

fn text(node: Node<'_, '_>) -> String {
    node.text().unwrap_or_default().to_owned()
}

/// The value inside a node: components, a list, or a single value.
fn value(node: Node<'_, '_>) -> Value {
    if let Some(list) = child(node, "list") {
        return Value::list(children(list, "item").map(value).collect());
    }
    if let Some(single) = child(node, "value") {
        return simple(single);
    }
    let components = children(node, "component").map(|component| (component.attribute("name").unwrap_or_default(), value(component)));
    let context = components.collect::<Context>();
    if context.is_empty() { Value::Null } else { context.into() }
}

fn simple(node: Node<'_, '_>) -> Value {
    const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
    if node.attribute((INSTANCE, "nil")) == Some("true") {
        return Value::Null;
    }
    let text = text(node);
    let kind = node.attribute((INSTANCE, "type")).unwrap_or_default();
    let trimmed = text.trim();
    match kind.rsplit(':').next().unwrap_or_default() {
        "boolean" => Value::Bool(trimmed == "true" || trimmed == "1"),
        "decimal" | "double" | "float" | "integer" | "int" | "long" => trimmed.parse::<Number>().map_or(Value::Null, Value::Number),
        "date" => trimmed.parse::<Date>().map_or(Value::Null, Value::Date),
        "time" => trimmed.parse::<Time>().map_or(Value::Null, Value::Time),
        "dateTime" => trimmed.parse::<DateTime>().map_or(Value::Null, Value::DateTime),
        "duration" => {
            let days = trimmed.parse::<DayTimeDuration>().map(Value::DayTime);
            days.or_else(|_| trimmed.parse::<YearMonthDuration>().map(Value::YearMonth)).unwrap_or_default()
        }
        _ => Value::text(text),
    }
}

//! Values to and from JSON, in two dialects.
//!
//! The one rule: the plain dialect is what people and programs outside expect, and forgets that a text was a date; the stored
//! dialect (serde) forgets nothing but functions.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number as JsonNumber, Value as Json};

use crate::limits::NESTING_MAX;
use crate::number::Number;
use crate::value::{Context, Form, Value};

impl Value {
    /// Reads plain JSON: objects become contexts, texts stay texts. Values nested deeper than the limit become null.
    pub fn from_json(json: &Json) -> Self {
        read(json, false, NESTING_MAX)
    }

    /// Writes plain JSON: dates and durations as ISO texts, ranges and functions as FEEL text.
    pub fn to_json(&self) -> Json {
        write(self, false)
    }
}

fn read(json: &Json, stored: bool, depth: u32) -> Value {
    if depth == 0 {
        return Value::Null;
    }
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => number.to_string().parse::<Number>().map_or(Value::Null, Value::Number),
        Json::String(text) if stored => read_stored_text(text),
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(|item| read(item, stored, depth - 1)).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.as_str(), read(value, stored, depth - 1)));
            Value::Context(Arc::new(entries.collect::<Context>()))
        }
    }
}

/// In the stored dialect `@` marks what is not a text, and a text that begins with `@` doubles it.
fn read_stored_text(text: &str) -> Value {
    let Some(marked) = text.strip_prefix('@') else { return Value::text(text) };
    if marked.starts_with('@') {
        return Value::text(marked);
    }
    if let Ok(number) = marked.parse::<Number>() {
        return Value::Number(number);
    }
    if let Some(value) = crate::builtins::at_literal(marked) {
        return value;
    }
    match crate::Expression::parse(marked).map(|expression| expression.constant()) {
        Ok(Some(range @ Value::Range(_))) => range,
        _ => Value::Null,
    }
}

fn write(value: &Value, stored: bool) -> Json {
    let marked = |text: String| if stored { Json::String(format!("@{text}")) } else { Json::String(text) };
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => write_number(*number).unwrap_or_else(|| {
            if stored { marked(number.to_string()) } else { JsonNumber::from_f64(number.to_f64()).map_or(Json::Null, Json::Number) }
        }),
        Value::Text(text) if stored && text.starts_with('@') => Json::String(format!("@{text}")),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) | Value::DayTime(_) | Value::YearMonth(_) => marked(value.to_string()),
        Value::Range(_) if stored => marked(stored_range(value)),
        Value::Range(_) => Json::String(value.to_string()),
        Value::Function(_) if stored => Json::Null,
        Value::Function(_) => Json::String(value.to_string()),
        Value::List(items) => Json::Array(items.iter().map(|item| write(item, stored)).collect()),
        Value::Context(context) => {
            Json::Object(context.iter().map(|(key, value)| (key.to_owned(), write(value, stored))).collect::<Map<_, _>>())
        }
    }
}

/// A JSON number that reads back as the same decimal, when there is one.
fn write_number(number: Number) -> Option<Json> {
    if let Some(whole) = number.to_i64() {
        return Some(Json::Number(whole.into()));
    }
    let json = JsonNumber::from_f64(number.to_f64())?;
    (json.to_string().parse::<Number>() == Ok(number)).then_some(Json::Number(json))
}

/// A range whose ends read back: `[@"2026-01-01"..@"2026-02-01"]`.
fn stored_range(value: &Value) -> String {
    let Value::Range(range) = value else { return String::new() };
    let end = |value: &Value| match value {
        Value::Null | Value::Number(_) => value.to_string(),
        Value::Text(_) => Json::String(value.to_string()).to_string(),
        _ => format!("@\"{value}\""),
    };
    if range.form != Form::Interval {
        return format!("({} {})", range.sign(), end(range.only_end()));
    }
    let (open, close) = (if range.start_included { '[' } else { '(' }, if range.end_included { ']' } else { ')' });
    format!("{open}{}..{}{close}", end(&range.start), end(&range.end))
}

/// The stored dialect.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self, true).serialize(serializer)
    }
}

/// The stored dialect.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(read(&Json::deserialize(deserializer)?, true, NESTING_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eval(text: &str) -> Value {
        crate::Expression::parse(text).unwrap().constant().unwrap()
    }

    #[test]
    fn plain_json_is_what_people_expect() {
        let value = eval(r#"{on: @"2026-04-20", fee: 12.50, n: 3, tags: ["a", null]}"#);
        assert_eq!(value.to_json().to_string(), r#"{"on":"2026-04-20","fee":12.5,"n":3,"tags":["a",null]}"#);
    }

    #[test]
    fn stored_json_forgets_nothing() {
        for text in [
            r#"@"2026-04-20""#,
            r#"@"2026-04-20T10:00:00@Europe/Sofia""#,
            r#"@"P1D""#,
            r#"@"P1Y""#,
            r#""@me""#,
            r#""@@""#,
            "0.1234567890123456789012345",
            "[1..5)",
            "(>= 10)",
            "(!= 10)",
            r#"(@"2026-01-01"..@"2026-02-01"]"#,
            r#"{a: [1, {b: @"10:00:00"}]}"#,
        ] {
            let value = eval(text);
            let stored = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&stored).unwrap(), value, "{stored}");
        }
    }
}

//! Reading members of a definition whatever way its author wrote them.
//!
//! The one rule: an empty text is the same as no member, and a number or truth value may stand in quotes.

use serde_json::Value;

/// A text that is not empty.
pub(super) fn text<'j>(json: &'j Value, name: &str) -> Option<&'j str> {
    json.get(name)?.as_str().filter(|text| !text.trim().is_empty())
}

/// A truth value.
pub(super) fn flag(json: &Value, name: &str) -> Option<bool> {
    match json.get(name)? {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        _ => None,
    }
}

/// A number.
pub(super) fn number(json: &Value, name: &str) -> Option<f64> {
    match json.get(name)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// A count.
pub(super) fn count(json: &Value, name: &str) -> Option<usize> {
    number(json, name).filter(|number| *number >= 0.0 && *number < 1e9).map(|number| number as usize)
}

/// A list.
pub(super) fn list<'j>(json: &'j Value, name: &str) -> Option<&'j [Value]> {
    json.get(name)?.as_array().map(Vec::as_slice)
}

/// A text, number or truth value as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// A size such as `5MB`.
pub(super) fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let at = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let amount: f64 = text[..at].parse().ok()?;
    let unit = match text[at..].trim().to_ascii_uppercase().as_str() {
        "" | "B" => 1.0,
        "K" | "KB" => 1024.0,
        "M" | "MB" => 1024.0 * 1024.0,
        "G" | "GB" => 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    Some((amount * unit) as u64)
}

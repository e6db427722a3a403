//! Values while an expression runs, and the conversions of the language between them.
//!
//! The one rule: what comes from the submission is borrowed, never copied, until a result leaves.

use super::moment::Instant;
use super::number_json;
use super::tree::Function;
use crate::pattern::Pattern;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::rc::Rc;

/// A value.
#[derive(Debug, Clone)]
pub(super) enum V<'a> {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    /// A list or an object of the submission.
    Json(&'a Value),
    List(Rc<Vec<V<'a>>>),
    Object(Rc<Vec<(Cow<'a, str>, V<'a>)>>),
    Instant(Instant),
    Function(&'a Function),
    Regex(&'a Pattern),
}

impl<'a> V<'a> {
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(_) | Value::Object(_) => Self::Json(value),
        }
    }

    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub fn list(items: Vec<V<'a>>) -> Self {
        Self::List(Rc::new(items))
    }

    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    pub fn truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(value) => *value,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            _ => true,
        }
    }

    /// Number of elements when this is a list.
    pub fn list_len(&self) -> Option<usize> {
        match self {
            Self::Json(Value::Array(items)) => Some(items.len()),
            Self::List(items) => Some(items.len()),
            _ => None,
        }
    }

    /// An element of a list.
    pub fn item(&self, index: usize) -> V<'a> {
        match self {
            Self::Json(Value::Array(items)) => items.get(index).map_or(Self::Undefined, V::of),
            Self::List(items) => items.get(index).cloned().unwrap_or(Self::Undefined),
            _ => Self::Undefined,
        }
    }

    /// Elements of a list; nothing for everything else.
    pub fn items(&self) -> Vec<V<'a>> {
        (0..self.list_len().unwrap_or(0)).map(|index| self.item(index)).collect()
    }

    /// Names and values of an object.
    pub fn members(&self) -> Vec<(Cow<'a, str>, V<'a>)> {
        match self {
            Self::Json(Value::Object(object)) => object.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), V::of(value))).collect(),
            Self::Object(members) => members.as_ref().clone(),
            _ => Vec::new(),
        }
    }

    /// A member by its name. Reading from nothing gives nothing: a half-filled form is the normal case.
    pub fn member(&self, name: &str) -> V<'a> {
        match self {
            Self::Json(Value::Object(object)) => object.get(name).map_or(Self::Undefined, V::of),
            Self::Object(members) => members.iter().find(|(known, _)| known == name).map_or(Self::Undefined, |(_, value)| value.clone()),
            Self::Text(text) if name == "length" => Self::Number(text.encode_utf16().count() as f64),
            _ if name == "length" => self.list_len().map_or(Self::Undefined, |length| Self::Number(length as f64)),
            Self::Text(text) => match name.parse::<usize>() {
                Ok(index) => text.chars().nth(index).map_or(Self::Undefined, |c| V::text(c.to_string())),
                Err(_) => Self::Undefined,
            },
            _ => name.parse::<usize>().map_or(Self::Undefined, |index| self.item(index)),
        }
    }

    pub fn number(&self) -> f64 {
        match self {
            Self::Undefined | Self::Function(_) | Self::Regex(_) | Self::Object(_) => f64::NAN,
            Self::Null => 0.0,
            Self::Bool(value) => f64::from(u8::from(*value)),
            Self::Number(number) => *number,
            Self::Text(text) => number_of(text),
            Self::Instant(instant) => instant.ms(),
            Self::Json(_) | Self::List(_) => match self.list_len() {
                Some(0) => 0.0,
                Some(1) => self.item(0).number(),
                _ => f64::NAN,
            },
        }
    }

    pub fn string(&self) -> Cow<'a, str> {
        match self {
            Self::Undefined => Cow::Borrowed("undefined"),
            Self::Null => Cow::Borrowed("null"),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Number(number) => Cow::Owned(number_text(*number)),
            Self::Text(text) => text.clone(),
            Self::Instant(instant) => Cow::Owned(instant.iso()),
            Self::Json(_) | Self::List(_) if self.list_len().is_some() => {
                let items: Vec<_> = self.items().iter().map(|item| if item.is_nil() { Cow::Borrowed("") } else { item.string() }).collect();
                Cow::Owned(items.join(","))
            }
            Self::Regex(pattern) => Cow::Owned(format!("/{}/", pattern.source)),
            _ => Cow::Borrowed("[object Object]"),
        }
    }

    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::Function(_) => "function",
            _ => "object",
        }
    }

    /// `===`
    pub fn same(&self, other: &V<'a>) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Json(a), Self::Json(b)) => std::ptr::eq(*a, *b),
            (Self::List(a), Self::List(b)) => Rc::ptr_eq(a, b),
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// `==`
    pub fn equal(&self, other: &V<'a>) -> bool {
        match (self, other) {
            (a, b) if a.is_nil() || b.is_nil() => a.is_nil() && b.is_nil(),
            (Self::Text(_), Self::Text(_)) | (Self::Bool(_), Self::Bool(_)) | (Self::Number(_), Self::Number(_)) => self.same(other),
            (Self::Json(_) | Self::List(_) | Self::Object(_), Self::Json(_) | Self::List(_) | Self::Object(_)) => self.same(other),
            (Self::Json(_) | Self::List(_) | Self::Object(_), Self::Text(text))
            | (Self::Text(text), Self::Json(_) | Self::List(_) | Self::Object(_)) => {
                let list = if matches!(self, Self::Text(_)) { other } else { self };
                list.string() == *text
            }
            _ => self.number() == other.number(),
        }
    }

    /// Equal in content, as the library's `isEqual`.
    pub fn deep_equal(&self, other: &V<'a>) -> bool {
        match (self.json(), other.json()) {
            (Some(a), Some(b)) => a == b,
            (a, b) => a.is_none() && b.is_none(),
        }
    }

    /// The value as JSON; `None` for `undefined`, functions and numbers that are none.
    pub fn json(&self) -> Option<Value> {
        Some(match self {
            Self::Undefined | Self::Function(_) | Self::Regex(_) => return None,
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) if number.is_finite() => number_json(*number),
            Self::Number(_) => return None,
            Self::Text(text) => Value::String(text.clone().into_owned()),
            Self::Json(value) => (*value).clone(),
            Self::List(items) => Value::Array(items.iter().map(|item| item.json().unwrap_or(Value::Null)).collect()),
            Self::Object(members) => {
                Value::Object(members.iter().filter_map(|(name, value)| Some((name.to_string(), value.json()?))).collect::<Map<_, _>>())
            }
            Self::Instant(instant) => Value::String(instant.iso()),
        })
    }

    /// Rough size, for the limit of created values.
    pub fn size(&self) -> usize {
        match self {
            Self::Text(Cow::Owned(text)) => text.len() + 16,
            Self::List(items) => items.len() * 32 + 16,
            Self::Object(members) => members.len() * 64 + 16,
            _ => 0,
        }
    }
}

/// `Number("…")`
fn number_of(text: &str) -> f64 {
    let text = text.trim();
    if text.is_empty() {
        return 0.0;
    }
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16).map_or(f64::NAN, |number| number as f64);
    }
    if text.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'-' | b'+' | b'e' | b'E')) {
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

/// A number as text, as the language writes it for ordinary sizes.
pub(super) fn number_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

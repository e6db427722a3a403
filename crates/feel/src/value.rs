//! The values FEEL computes with.
//!
//! The one rule: a value never changes once made; copies share their contents, so passing values around is cheap.

use std::fmt;
use std::sync::Arc;

use crate::function::Function;
use crate::number::Number;
use crate::temporal::{Date, DateTime, DayTimeDuration, Time, YearMonthDuration};

/// Any value.
///
/// `==` in Rust compares structure: a context equals another with the same entries in any order. FEEL's own `=`, which knows
/// three answers, is [`Value::equals`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// No value; also the outcome of everything that cannot be computed.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A decimal number.
    Number(Number),
    /// A text.
    Text(Arc<str>),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day with a time.
    DateTime(DateTime),
    /// Days and time.
    DayTime(DayTimeDuration),
    /// Years and months.
    YearMonth(YearMonthDuration),
    /// A list.
    List(Arc<Vec<Value>>),
    /// Named entries in the order they were added.
    Context(Arc<Context>),
    /// Everything between two ends.
    Range(Arc<Range>),
    /// A function.
    Function(Function),
}

/// Named entries in the order they were added.
#[derive(Clone, Debug, Default)]
pub struct Context {
    entries: Vec<(Arc<str>, Value)>,
}

/// Everything between two ends, each included or not; a missing end is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The lower end; `Null` when unbounded.
    pub start: Value,
    /// Whether the lower end belongs to the range.
    pub start_included: bool,
    /// The upper end; `Null` when unbounded.
    pub end: Value,
    /// Whether the upper end belongs to the range.
    pub end_included: bool,
    pub(crate) form: Form,
}

/// How a range was written. DMN 1.5: `(< 10)` and `(null..10)` hold the same values, and are not equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    #[default]
    Interval,
    Comparison,
    /// `(!= 10)`: everything but one value.
    NotEqual,
}

impl Range {
    /// Everything between two ends.
    pub fn new(start: Value, start_included: bool, end: Value, end_included: bool) -> Self {
        Self { start, start_included, end, end_included, form: Form::Interval }
    }

    /// The sign of a range written as a comparison.
    pub(crate) fn sign(&self) -> &'static str {
        match (self.form, self.start.is_null(), self.end.is_null()) {
            (Form::NotEqual, ..) => "!=",
            (_, true, _) if self.end_included => "<=",
            (_, true, _) => "<",
            (_, _, true) if self.start_included => ">=",
            (_, _, true) => ">",
            _ => "=",
        }
    }

    /// The one value a comparison is with.
    pub(crate) fn only_end(&self) -> &Value {
        if self.start.is_null() { &self.end } else { &self.start }
    }
}

impl Context {
    /// An empty context.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }

    /// Sets the value under a name; a name already there keeps its place.
    pub fn set(&mut self, name: impl Into<Arc<str>>, value: Value) {
        let name = name.into();
        match self.entries.iter_mut().find(|(key, _)| *key == name) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((name, value)),
        }
    }

    /// Removes the value under a name.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.entries.iter().position(|(key, _)| &**key == name)?;
        Some(self.entries.remove(place).1)
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// The entries with their shared names.
    pub(crate) fn entries(&self) -> &[(Arc<str>, Value)] {
        &self.entries
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<K: Into<Arc<str>>, V: Into<Value>> FromIterator<(K, V)> for Context {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut context = Self::new();
        for (key, value) in entries {
            context.set(key, value.into());
        }
        context
    }
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Self {
        Self::List(Arc::new(items))
    }

    /// A context with these entries.
    pub fn context<K: Into<Arc<str>>, V: Into<Value>>(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        Self::Context(Arc::new(entries.into_iter().collect()))
    }

    /// Whether this is exactly `true`. A condition that is null, or not a truth value at all, is not true.
    pub fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The truth value, when this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, when this is one.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// The whole number, when this is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number().and_then(Number::to_i64)
    }

    /// The text, when this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(value) => Some(value),
            _ => None,
        }
    }

    /// The items, when this is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, when this is a context.
    pub fn as_context(&self) -> Option<&Context> {
        match self {
            Self::Context(context) => Some(context),
            _ => None,
        }
    }

    /// The day, of a date or of a date with a time.
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            Self::DateTime(at) => Some(at.date()),
            _ => None,
        }
    }

    /// The value at the end of a path of names such as `application.address.city`; `None` when a step is missing.
    pub fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(self, |value, name| value.as_context()?.get(name))
    }

    /// The FEEL name of this value's type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::DateTime(_) => "date and time",
            Self::DayTime(_) => "days and time duration",
            Self::YearMonth(_) => "years and months duration",
            Self::List(_) => "list",
            Self::Context(_) => "context",
            Self::Range(_) => "range",
            Self::Function(_) => "function",
        }
    }
}

/// The text `string(value)` gives; texts inside lists and contexts are quoted.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            _ => self.literal(f),
        }
    }
}

impl Value {
    fn literal(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(text) => quoted(f, text),
            Self::Date(value) => write!(f, "{value}"),
            Self::Time(value) => write!(f, "{value}"),
            Self::DateTime(value) => write!(f, "{value}"),
            Self::DayTime(value) => write!(f, "{value}"),
            Self::YearMonth(value) => write!(f, "{value}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (place, item) in items.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { ", " })?;
                    item.literal(f)?;
                }
                f.write_str("]")
            }
            Self::Context(context) => {
                f.write_str("{")?;
                for (place, (key, value)) in context.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { ", " })?;
                    if key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ' ') {
                        f.write_str(key)?;
                    } else {
                        quoted(f, key)?;
                    }
                    f.write_str(": ")?;
                    value.literal(f)?;
                }
                f.write_str("}")
            }
            Self::Range(range) if range.form != Form::Interval => {
                write!(f, "({} ", range.sign())?;
                range.only_end().literal(f)?;
                f.write_str(")")
            }
            Self::Range(range) => {
                f.write_str(if range.start_included { "[" } else { "(" })?;
                range.start.literal(f)?;
                f.write_str("..")?;
                range.end.literal(f)?;
                f.write_str(if range.end_included { "]" } else { ")" })
            }
            Self::Function(function) => write!(f, "function {}", function.name()),
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

macro_rules! value_from {
    ($($from:ty => |$value:ident| $into:expr),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $into
            }
        })*
    };
}

value_from! {
    bool => |value| Self::Bool(value),
    Number => |value| Self::Number(value),
    i64 => |value| Self::Number(value.into()),
    i32 => |value| Self::Number(value.into()),
    u32 => |value| Self::Number(value.into()),
    usize => |value| Self::Number(value.into()),
    &str => |value| Self::Text(value.into()),
    String => |value| Self::Text(value.into()),
    Arc<str> => |value| Self::Text(value),
    Date => |value| Self::Date(value),
    jiff::civil::Date => |value| Self::Date(value.into()),
    Time => |value| Self::Time(value),
    DateTime => |value| Self::DateTime(value),
    DayTimeDuration => |value| Self::DayTime(value),
    YearMonthDuration => |value| Self::YearMonth(value),
    Vec<Value> => |value| Self::list(value),
    Context => |value| Self::Context(Arc::new(value)),
    Range => |value| Self::Range(Arc::new(value)),
    Function => |value| Self::Function(value),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_feel() {
        let value = Value::context([("name", Value::text("Ан\"на")), ("ages", Value::list(vec![1.into(), Value::Null]))]);
        assert_eq!(value.to_string(), r#"{name: "Ан\"на", ages: [1, null]}"#);
    }

    #[test]
    fn finds_by_path() {
        let value = Value::context([("a", Value::context([("b", 1)]))]);
        assert_eq!(value.at("a.b"), Some(&Value::from(1)));
        assert_eq!(value.at("a.c"), None);
    }

    #[test]
    fn order_does_not_matter_for_equality() {
        assert_eq!(Value::context([("a", 1), ("b", 2)]), Value::context([("b", 2), ("a", 1)]));
    }
}

//! Types of FEEL and of a model's item definitions, and how a value is made to fit one.
//!
//! The one rule: a value that does not fit becomes null with a note, it is never bent into shape beyond what DMN 1.5 §10.3.2.9.4 allows.

use std::sync::Arc;

use crate::value::Value;

/// What a value may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Type {
    #[default]
    Any,
    Null,
    Bool,
    Number,
    Text,
    Date,
    Time,
    DateTime,
    DayTime,
    YearMonth,
    List(Box<Type>),
    Context(Arc<[(Arc<str>, Type)]>),
    Range(Box<Type>),
    Function(Arc<[Type]>, Box<Type>),
    /// A type of the model that the expression names; resolved when the model is compiled.
    Named(Arc<str>),
    /// A type whose values must also pass unary tests.
    Allowed(Box<Type>, Arc<crate::UnaryTests>),
}

impl Type {
    /// The built-in type with this name, in the spellings of DMN 1.1 to 1.5.
    pub(crate) fn builtin(name: &str) -> Option<Self> {
        Some(match name {
            "Any" | "any" => Self::Any,
            "Null" | "null" => Self::Null,
            "boolean" => Self::Bool,
            "number" => Self::Number,
            "string" => Self::Text,
            "date" => Self::Date,
            "time" => Self::Time,
            "date and time" | "dateTime" => Self::DateTime,
            "days and time duration" | "dayTimeDuration" => Self::DayTime,
            "years and months duration" | "yearMonthDuration" => Self::YearMonth,
            "list" => Self::List(Box::new(Self::Any)),
            "context" => Self::Context(Arc::new([])),
            "range" => Self::Range(Box::new(Self::Any)),
            "function" => Self::Function(Arc::new([]), Box::new(Self::Any)),
            _ => return None,
        })
    }

    /// Whether the value belongs to the type, ignoring allowed values (which need a run to test).
    pub(crate) fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Any | Self::Named(_), _) => true,
            (Self::Allowed(inner, _), _) => inner.holds(value),
            (_, Value::Null) => true,
            (Self::List(item), Value::List(items)) => items.iter().all(|value| item.holds(value)),
            (Self::Context(entries), Value::Context(context)) => {
                entries.iter().all(|(name, kind)| context.get(name).is_some_and(|value| kind.holds(value)))
            }
            (Self::Range(end), Value::Range(range)) => end.holds(&range.start) && end.holds(&range.end),
            (Self::Function(parameters, _), Value::Function(function)) => function.accepts(parameters.len()),
            _ => self.is_basic_type_of(value),
        }
    }

    /// `value instance of type`: null belongs only to `Null`, nothing is converted.
    pub(crate) fn has_instance(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (_, Value::Null) => false,
            _ => self.holds(value),
        }
    }

    fn is_basic_type_of(&self, value: &Value) -> bool {
        matches!(
            (self, value),
            (Self::Bool, Value::Bool(_))
                | (Self::Number, Value::Number(_))
                | (Self::Text, Value::Text(_))
                | (Self::Date, Value::Date(_))
                | (Self::Time, Value::Time(_))
                | (Self::DateTime, Value::DateTime(_))
                | (Self::DayTime, Value::DayTime(_))
                | (Self::YearMonth, Value::YearMonth(_))
        )
    }

    /// The value made to fit: as it is, a list of one as its item, a date as the midnight it begins with. `None` when nothing fits.
    pub(crate) fn coerce(&self, value: Value) -> Option<Value> {
        if self.holds(&value) {
            return Some(value);
        }
        match (self.plain(), &value) {
            (Self::List(_), _) => None,
            (_, Value::List(items)) if items.len() == 1 && self.holds(&items[0]) => Some(items[0].clone()),
            (Self::DateTime, Value::Date(date)) => {
                let midnight = crate::Time::midnight(crate::Zone::UTC);
                Some(Value::DateTime(crate::DateTime::new(*date, midnight)))
            }
            _ => None,
        }
    }

    /// The type below allowed values.
    pub(crate) fn plain(&self) -> &Self {
        match self {
            Self::Allowed(inner, _) => inner.plain(),
            _ => self,
        }
    }
}

//! The subset of JavaScript expressions a form may use: parsed at import into a tree of our own, run with limits.
//!
//! The one rule: an expression reads the submission and the instant it is given, and can neither change them, reach anything
//! else, nor run without end.

mod builtins;
mod eval;
mod lexer;
mod methods;
mod moment;
mod parser;
mod tree;
mod value;

pub(crate) use eval::{Budget, Fault, Scope};
use serde_json::Value;

/// What an expression is for: it decides the name of its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// `customConditional`: sets `show`.
    Show,
    /// `validate.custom`: sets `valid`.
    Valid,
    /// `calculateValue` and `customDefaultValue`: sets `value`.
    Value,
    /// A bound such as `datePicker.minDate`: an expression.
    Bound,
}

impl Role {
    /// The variable that carries the result.
    pub fn result(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Valid => "valid",
            Self::Value => "value",
            Self::Bound => "result",
        }
    }
}

/// Why an expression could not be converted: shown to the administrator with source and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotConvertible {
    /// Line within the expression, from 1.
    pub line: u32,
    /// What is in the way: a word, a sign, a name.
    pub what: String,
    /// Key of the reason.
    pub reason: &'static str,
}

/// A converted expression.
#[derive(Debug)]
pub(crate) struct Script {
    role: Role,
    body: Vec<tree::Stmt>,
}

impl Script {
    /// Converts the source.
    pub fn parse(source: &str, role: Role) -> Result<Self, NotConvertible> {
        let tokens = lexer::tokens(source)?;
        let body = parser::program(tokens, role.result())?;
        Ok(Self { role, body })
    }

    /// Runs it. `None` stands for `undefined`.
    pub fn run(&self, scope: &Scope<'_>, budget: &mut Budget) -> Result<Option<Value>, Fault> {
        eval::run(&self.body, self.role, scope, budget)
    }
}

/// Truth of a JSON value by the rules of the language.
pub(crate) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0 && !number.is_nan()),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// A number as JSON: whole numbers without a fraction, as a browser would write them.
pub(crate) fn number_json(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9.0e15 {
        Value::from(number as i64)
    } else {
        serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}

#[cfg(test)]
mod tests;

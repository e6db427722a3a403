//! The one place where FEEL is called.
//!
//! The rule kept here: an expression is parsed once, at compilation; at run time it sees the variables and the clock of the
//! command, nothing else.

use jiff::Timestamp;

use crate::limits;

/// A parsed FEEL expression together with its text.
pub struct Expression {
    text: String,
    parsed: feel::Expression,
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expression({})", self.text)
    }
}

/// What a condition came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Truth {
    /// The flow may be taken.
    Yes,
    /// It may not.
    No,
    /// The condition came to null, which counts as no and is recorded.
    Null,
    /// The condition came to something that is not a truth value.
    Failed(String),
}

impl Expression {
    /// Parses an expression; a leading `=` is dropped. The error is a sentence of the parser.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let text = text.strip_prefix('=').filter(|rest| !rest.starts_with('=')).unwrap_or(text).trim();
        if text.chars().count() > limits::EXPRESSION_CHARS_MAX {
            return Err(format!("longer than {} characters", limits::EXPRESSION_CHARS_MAX));
        }
        let parsed = feel::Expression::parse(text).map_err(|e| e.to_string())?;
        Ok(Self { text: text.to_owned(), parsed })
    }

    /// The text as written, without the leading `=`.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn evaluate(&self, variables: &feel::Value, now: Timestamp) -> feel::Value {
        self.parsed.evaluate(&feel::Scope::new(variables, now))
    }

    pub(crate) fn holds(&self, variables: &feel::Value, now: Timestamp) -> Truth {
        match self.evaluate(variables, now) {
            feel::Value::Bool(true) => Truth::Yes,
            feel::Value::Bool(false) => Truth::No,
            feel::Value::Null => Truth::Null,
            other => Truth::Failed(format!("{} = {}", self.text, other.to_json())),
        }
    }
}

/// Whether an expression parses.
pub(crate) fn check(text: &str) -> Result<(), String> {
    Expression::parse(text).map(|_| ())
}

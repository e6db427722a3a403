//! Why an expression could not be read or finished.
//!
//! The one rule: reading can fail and running out of a limit can fail; everything else an expression does wrong is null with a note.

/// The text is not an expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct ParseError {
    /// What is wrong, in English, for the author of the expression.
    pub message: String,
    /// Line in the expression, from 1.
    pub line: u32,
    /// Column in the line in characters, from 1.
    pub column: u32,
}

impl ParseError {
    pub(crate) fn at(source: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = &source[..offset.min(source.len())];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            message: message.into(),
            line: before.matches('\n').count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
        }
    }
}

/// An evaluation was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// Too many operations.
    #[error("the evaluation needs more than {0} operations")]
    Operations(u32),
    /// Functions call each other too deep.
    #[error("the evaluation nests deeper than the limit")]
    Nesting,
    /// A list or text grew too large.
    #[error("a list or text grows beyond the limit")]
    Size,
}

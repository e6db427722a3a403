//! One of the things that can be chosen in a list, among radio buttons or boxes.

use crate::html::Html;

/// One choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A line under the label.
    pub hint: String,
    /// Fields that belong to this choice only; shown always without scripts, and with scripts while it is chosen.
    pub reveal: Html,
}

impl Choice {
    /// A choice with a value and a label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into(), ..Choice::default() }
    }

    /// The same choice with a line under the label.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }

    /// The same choice with fields of its own.
    pub fn with_reveal(mut self, reveal: Html) -> Choice {
        self.reveal = reveal;
        self
    }

    /// Whether this is the chosen value.
    pub fn is(&self, value: impl AsRef<str>) -> bool {
        self.value == value.as_ref()
    }

    /// Whether this is among the chosen values.
    pub fn is_among<S: AsRef<str>>(&self, values: &[S]) -> bool {
        values.iter().any(|value| self.value == value.as_ref())
    }
}

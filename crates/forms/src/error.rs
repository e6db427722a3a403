//! Errors of answers.
//!
//! The one rule: an error carries rule and parameters, not a sentence; the sentence is made in the reader's language.

use crate::texts::{self, Arg};
use serde::Serialize;
use std::collections::BTreeMap;

/// Rules of the original engine.
pub const RULES: [&str; 23] = [
    "required",
    "array_nonempty",
    "pattern",
    "minLength",
    "maxLength",
    "minWords",
    "maxWords",
    "min",
    "max",
    "step",
    "integer",
    "email",
    "url",
    "date",
    "day",
    "time",
    "number",
    "custom",
    "onlyAvailableItems",
    "minSelectedCount",
    "maxSelectedCount",
    "minDate",
    "maxDate",
];

/// Rules of ours, under names of their own: stricter ones and the check rules of numbers.
pub const EXTENSION_RULES: [&str; 14] = [
    "type",
    "expression",
    "rows.min",
    "rows.max",
    "file.type",
    "file.size",
    "egn",
    "lnch",
    "egn-or-lnch",
    "eik",
    "iban",
    "rnu",
    "cadastral-id",
    "postcode",
];

/// A parameter of an error.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Param {
    /// A number: a bound, a count.
    Number(f64),
    /// A text: a reason, a list of types.
    Text(String),
}

impl From<f64> for Param {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Param {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// An answer that breaks a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldError {
    /// Path of the answer: `children[1].childNames`.
    pub path: String,
    /// The rule: one of [`RULES`] or [`EXTENSION_RULES`].
    pub rule: &'static str,
    /// What the sentence names besides the label; always `kind`.
    pub params: BTreeMap<&'static str, Param>,
    /// Key of the component.
    pub component: String,
    /// Label in the language of the evaluation.
    pub label: String,
    /// The author's own message, in the language of the evaluation. It wins.
    pub message: Option<String>,
}

impl FieldError {
    /// Key of the sentence in `forms.ftl`.
    pub fn message_key(&self) -> String {
        format!("forms-error-{}", self.rule.replace('.', "-"))
    }

    /// The error as a sentence: imperative, naming field and remedy.
    pub fn sentence(&self, language: &str) -> String {
        if let Some(message) = &self.message {
            return message.clone();
        }
        let mut args: Vec<(&str, Arg<'_>)> = vec![("label", Arg::Text(&self.label))];
        for (name, value) in &self.params {
            args.push((
                name,
                match value {
                    Param::Number(number) => Arg::Number(*number),
                    Param::Text(text) => Arg::Text(text),
                },
            ));
        }
        texts::sentence(language, &self.message_key(), &args)
    }

    /// Whether the rule is one of the original engine (not ours).
    pub fn is_original(&self) -> bool {
        RULES.contains(&self.rule)
    }
}

/// One error per answer, the first: nobody wants to read twice that a field is empty.
pub fn errors_shown(errors: &[FieldError]) -> Vec<&FieldError> {
    let mut seen = std::collections::BTreeSet::new();
    errors.iter().filter(|error| seen.insert(error.path.as_str())).collect()
}

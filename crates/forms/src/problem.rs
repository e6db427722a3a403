//! What the import found: problems with their place, and a report per component.
//!
//! The one rule: nothing that was not understood is silent; what stops publishing is marked as such.

use serde::Serialize;
use std::collections::BTreeMap;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably a mistake; the form works.
    Warning,
    /// The form cannot be published before it is solved.
    Error,
}

/// Something wrong in a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Path of keys of the component, empty for the form itself.
    pub path: String,
    /// Line in the source, when known.
    pub line: Option<u32>,
    /// Code with a page in `docs/errors`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What the text names.
    pub params: BTreeMap<&'static str, String>,
}

impl Problem {
    /// The problem as a sentence for administrators.
    pub fn text(&self, language: &str) -> String {
        let args: Vec<_> = self.params.iter().map(|(name, value)| (*name, crate::texts::Arg::Text(value))).collect();
        crate::texts::sentence(language, self.code, &args)
    }
}

/// How well a component was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// Works as in the original.
    Supported,
    /// Works by a component of ours.
    Mapped,
    /// Somebody has to choose a replacement.
    NeedsDecision,
    /// Never allowed.
    Refused,
}

/// A line of the report: one component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportEntry {
    /// Path of keys.
    pub path: String,
    /// Type as written in the definition.
    pub component_type: String,
    /// How well it was understood.
    pub support: Support,
    /// What it was mapped to, or why not.
    pub note: Option<&'static str>,
}

/// A line of the report: one expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportExpression {
    /// Path of keys of its component.
    pub path: String,
    /// Member of the definition it stands in.
    pub member: &'static str,
    /// The source.
    pub source: String,
    /// Whether it was converted.
    pub converted: bool,
}

/// What the import found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Per component.
    pub components: Vec<ReportEntry>,
    /// Every expression.
    pub expressions: Vec<ReportExpression>,
    /// Problems, in order of the definition.
    pub problems: Vec<Problem>,
    /// Texts without a translation, per language.
    pub translations_missing: BTreeMap<String, Vec<String>>,
    /// Fields with data of a person that have no class of personal data.
    pub personal_unclassified: Vec<String>,
}

impl Report {
    /// Whether the form may be published.
    pub fn publishable(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity < Severity::Error)
    }
}

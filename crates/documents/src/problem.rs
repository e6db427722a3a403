//! What is wrong in a template, and in which of its lines.
//!
//! The one rule: a problem always names a line of the template itself, even when it shows inside the library the template calls.

use std::fmt;

use serde::Serialize;
use typst::diag::{Severity as DiagnosticSeverity, SourceDiagnostic};
use typst::syntax::{DiagSpan, FileId};
use typst::{World, WorldExt};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document cannot be made.
    Error,
    /// The document can be made, but it may not look as meant.
    Warning,
}

/// A problem in a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateProblem {
    /// Line of the template, from 1; 0 when the whole template is meant.
    pub line: u32,
    /// What is wrong, in a sentence or two.
    pub text: String,
    /// Whether the document can be made all the same.
    pub severity: Severity,
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.text)
    }
}

/// Translates what the engine reports about the file `template`.
pub(crate) fn problems(world: &dyn World, template: FileId, diagnostics: &[SourceDiagnostic]) -> Vec<TemplateProblem> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let line = std::iter::once(diagnostic.span)
                .chain(diagnostic.trace.iter().map(|point| DiagSpan::from(point.span)))
                .find_map(|span| line_in(world, template, span));
            let mut text = sentence(&diagnostic.message);
            for hint in &diagnostic.hints {
                text.push(' ');
                text.push_str(&sentence(&hint.v));
            }
            let severity = match diagnostic.severity {
                DiagnosticSeverity::Error => Severity::Error,
                DiagnosticSeverity::Warning => Severity::Warning,
            };
            TemplateProblem { line: line.unwrap_or(0), text, severity }
        })
        .collect()
}

fn line_in(world: &dyn World, template: FileId, span: DiagSpan) -> Option<u32> {
    if span.id()? != template {
        return None;
    }
    let range = world.range(span)?;
    let line = world.source(template).ok()?.lines().byte_to_line(range.start)?;
    u32::try_from(line + 1).ok()
}

/// „unknown variable: x“ becomes „Unknown variable: x.“
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let mut text: String = chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

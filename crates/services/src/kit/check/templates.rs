//! Templates: that they exist, that something uses them, and that they compile.
//!
//! The one rule: a template is tried with the answers of the kit's own first test, never with invented data.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{MANIFEST, Parts};
use crate::kit::finding::{Finding, Rule, Severity};
use crate::kit::manifest::{DecisionKind, FieldKind, Manifest, Outcome};
use crate::kit::test_case::{TestAction, TestCase};

/// Compiles a template of a kit. Implemented by the binary with the document engine.
pub trait TemplateCheck {
    /// What is wrong with `source`, the file `name`, when it is filled with `sample`.
    fn template_check(&self, name: &str, source: &str, sample: &TemplateSample) -> Vec<TemplateProblem>;
}

/// What a template is tried with.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateSample {
    /// For which decision the template is.
    pub decision: DecisionKind,
    /// Title of the document, Bulgarian.
    pub title: String,
    /// Name of the service, Bulgarian.
    pub service: String,
    /// Answers of the form: `data.application`.
    pub application: Value,
    /// What the officer filled: `data.decision`.
    pub fields: Value,
    /// Grounds of a refusal: sentence and provision.
    pub grounds: Vec<(String, Option<String>)>,
}

/// One complaint of the document engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// Line in the template, 0 when unknown.
    pub line: u32,
    /// The complaint.
    pub text: String,
    /// Whether the document can be made all the same.
    pub severity: Severity,
}

pub(super) fn check(parts: &Parts<'_>, compiler: Option<&dyn TemplateCheck>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    if let Some((manifest, lines)) = &parts.manifest {
        for (index, outcome) in manifest.outcomes.iter().enumerate() {
            let name = outcome.template.as_str();
            if name.is_empty() {
                continue;
            }
            used.insert(name);
            let Some(source) = parts.texts_of.get(name) else {
                let line = lines.at(&format!("outcome[{index}].template"));
                findings.push(Finding::new(Rule::TemplateUnknown, MANIFEST, line, &[("template", name)]));
                continue;
            };
            if let Some(compiler) = compiler {
                for problem in compiler.template_check(name, source, &sample(manifest, outcome, &parts.tests)) {
                    let rule = if problem.severity == Severity::Error { Rule::Template } else { Rule::TemplateRemark };
                    findings.push(Finding::new(rule, name, problem.line, &[("message", &problem.text)]));
                }
            }
        }
    }
    let documents = parts.process.iter().flat_map(|process| process.nodes()).flat_map(|node| &node.extensions.documents);
    used.extend(documents.map(|document| document.template.as_str()));
    for path in parts.texts_of.keys().filter(|path| path.ends_with(".typ")) {
        if !used.contains(*path) {
            findings.push(Finding::new(Rule::FileUnused, path, 0, &[("name", path)]));
        }
    }
    findings
}

/// Answers and fields of the first test that takes the decision, completed with what the kit says about itself.
fn sample(manifest: &Manifest, outcome: &Outcome, tests: &[TestCase]) -> TemplateSample {
    let decided = tests.iter().find_map(|test| Some((test, drafted(test, outcome.decision)?)));
    let application = decided.map(|(test, _)| test).or(tests.first()).map_or_else(|| json!({}), |test| test.filing.answers.clone());
    let mut fields = Map::new();
    for field in manifest.fields.iter().filter(|field| field.decisions.contains(&outcome.decision) && field.required) {
        let value = match field.kind {
            FieldKind::Number => json!(1),
            FieldKind::Date => json!("2026-04-20"),
            FieldKind::Text | FieldKind::Textarea => json!(field.label.bg),
        };
        fields.insert(field.key.clone(), value);
    }
    if let Some((_, written)) = decided {
        fields.extend(written.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    let grounds = match outcome.decision {
        DecisionKind::Grant => Vec::new(),
        DecisionKind::Partial | DecisionKind::Refuse => {
            manifest.refusal_grounds.iter().take(2).map(|ground| (ground.text.bg.clone(), ground.legal.clone())).collect()
        }
    };
    TemplateSample {
        decision: outcome.decision,
        title: outcome.title.bg.clone(),
        service: manifest.name.bg.clone(),
        application,
        fields: Value::Object(fields),
        grounds,
    }
}

/// The fields with which a test drafts `decision`.
fn drafted(test: &TestCase, decision: DecisionKind) -> Option<&Map<String, Value>> {
    test.steps.iter().find_map(|step| match &step.action {
        TestAction::Finish { outcome, fields, .. } if outcome.get("decision").and_then(Value::as_str) == Some(decision.word()) => {
            Some(fields)
        }
        _ => None,
    })
}

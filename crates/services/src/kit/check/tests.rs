//! Tests of the kit: that they speak only of what the kit has.
//!
//! The one rule: a test that cannot run is found here, not when it runs.

use ::process::Definition;
use kernel::clock::sofia_instant;
use serde_json::{Map, Value};

use super::process::outcome_variable;
use super::{FORM, MANIFEST, Parts};
use crate::kit::finding::{Finding, Rule};
use crate::kit::journal_status::journal_status_known;
use crate::kit::manifest::{DecisionKind, Manifest};
use crate::kit::manifest_read::STATUSES;
use crate::kit::nearest::nearest;
use crate::kit::test_case::{TestAction, TestCase};

pub(super) fn check(parts: &Parts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if parts.tests.is_empty() {
        findings.push(Finding::new(Rule::TestsMissing, MANIFEST, 0, &[]));
    }
    for case in &parts.tests {
        let mut unknown = Codes { case, findings: &mut findings };
        if let Some((manifest, _)) = &parts.manifest {
            unknown.filing(manifest);
            unknown.steps(manifest);
        }
        unknown.expected();
        if let Some(definition) = &parts.process {
            nodes(case, definition, &mut findings);
        }
        if let Some(form) = parts.forms.get(FORM).and_then(|form| form.definition.as_ref()) {
            answers(case, form, &mut findings);
        }
        order(case, &mut findings);
    }
    findings
}

/// Codes of a test that `kit.toml` must know.
struct Codes<'a> {
    case: &'a TestCase,
    findings: &'a mut Vec<Finding>,
}

impl Codes<'_> {
    fn unknown(&mut self, path: &str, kind: &'static str, code: &str) {
        let args = [("kind", kind), ("code", code)];
        self.findings.push(Finding::new(Rule::TestCode, &self.case.file, self.case.line(path), &args));
    }

    fn filing(&mut self, manifest: &Manifest) {
        let filing = &self.case.filing;
        if manifest.speeds.iter().all(|speed| speed.code != filing.speed) {
            self.unknown("filing.speed", "speed", filing.speed.word());
        }
        if manifest.delivery.iter().all(|option| option.way != filing.delivery) {
            self.unknown("filing.delivery", "delivery", filing.delivery.word());
        }
        if !manifest.channels.contains(&filing.channel) {
            self.unknown("filing.channel", "channel", filing.channel.word());
        }
        for document in &self.case.expect.documents {
            if manifest.outcomes.iter().all(|outcome| outcome.document != *document) {
                self.unknown("expect.documents", "document", document);
            }
        }
    }

    fn steps(&mut self, manifest: &Manifest) {
        let case = self.case;
        for (index, step) in case.steps.iter().enumerate() {
            match &step.action {
                TestAction::Notice { irregularities } => {
                    for code in irregularities {
                        if manifest.irregularities.iter().all(|known| known.code != *code) {
                            self.unknown(&format!("step[{index}].irregularities"), "irregularity", code);
                        }
                    }
                }
                TestAction::Extend { days, .. } if manifest.extension.as_ref().is_none_or(|extension| *days > extension.days_max) => {
                    self.unknown(&format!("step[{index}].days"), "extension", &days.to_string());
                }
                TestAction::Finish { outcome, fields, grounds, .. } => {
                    for code in grounds {
                        if manifest.refusal_grounds.iter().all(|ground| ground.code != *code) {
                            self.unknown(&format!("step[{index}].grounds"), "ground", code);
                        }
                    }
                    let decision = outcome.get("decision").and_then(Value::as_str).and_then(DecisionKind::from_word);
                    if let Some(decision) = decision {
                        self.draft(index, manifest, decision, fields);
                    }
                }
                _ => {}
            }
        }
    }

    /// The fields of a draft: known ones only, and every required one that has no default.
    fn draft(&mut self, index: usize, manifest: &Manifest, decision: DecisionKind, written: &Map<String, Value>) {
        let asked = || manifest.fields.iter().filter(|field| field.decisions.contains(&decision));
        for key in written.keys() {
            if asked().all(|field| field.key != *key) {
                self.unknown(&format!("step[{index}].fields.{key}"), "field", key);
            }
        }
        for field in asked().filter(|field| field.required && field.defaults.is_empty()) {
            if !written.contains_key(&field.key) {
                let args = [("field", field.key.as_str()), ("decision", decision.word())];
                let line = self.case.line(&format!("step[{index}]"));
                self.findings.push(Finding::new(Rule::TestFieldMissing, &self.case.file, line, &args));
            }
        }
    }

    fn expected(&mut self) {
        let case = self.case;
        if let Some(status) = case.expect.status.as_deref().filter(|status| !STATUSES.contains(status)) {
            self.unknown("expect.status", "status", status);
        }
        for code in case.expect.journal.iter().filter(|code| !journal_status_known(code)) {
            self.unknown("expect.journal", "journal", code);
        }
    }
}

/// Nodes of the process a test names, and outcomes its tasks can have.
fn nodes(case: &TestCase, definition: &Definition, findings: &mut Vec<Finding>) {
    let ids = || definition.nodes().iter().map(|node| node.id.as_str());
    let unknown = |path: &str, id: &str, findings: &mut Vec<Finding>| {
        let args = [("node", id), ("nearest", nearest(id, ids()).unwrap_or_default())];
        findings.push(Finding::new(Rule::TestNode, &case.file, case.line(path), &args));
    };
    for (index, step) in case.steps.iter().enumerate() {
        let TestAction::Finish { task, outcome, .. } = &step.action else { continue };
        match definition.node(task) {
            None => unknown(&format!("step[{index}].task"), task, findings),
            Some(node) => {
                if let Some(kind) = node.extensions.task {
                    variables(case, index, task, outcome, outcome_variable(kind), findings);
                }
            }
        }
    }
    for id in &case.expect.path {
        if definition.node(id).is_none() {
            unknown("expect.path", id, findings);
        }
    }
}

fn variables(
    case: &TestCase,
    index: usize,
    task: &str,
    outcome: &Map<String, Value>,
    (variable, allowed): (&str, &[&str]),
    findings: &mut Vec<Finding>,
) {
    let word = outcome.get(variable).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    if word.as_deref().is_some_and(|word| allowed.contains(&word)) {
        return;
    }
    let allowed = allowed.iter().map(|value| format!("{variable} = {value}")).collect::<Vec<_>>().join(", ");
    let args = [("task", task), ("variable", variable), ("value", word.as_deref().unwrap_or("…")), ("allowed", &allowed)];
    let line = case.line(&format!("step[{index}].outcome"));
    findings.push(Finding::new(Rule::TestOutcome, &case.file, line, &args));
}

/// The form accepts the answers of the filing.
fn answers(case: &TestCase, form: &forms::Definition, findings: &mut Vec<Finding>) {
    let evaluation = form.evaluate(&case.filing.answers, &forms::Env::new(sofia_instant(case.filing.at), "bg"));
    for error in &evaluation.errors {
        let args = [("path", error.path.as_str()), ("bg", &error.sentence("bg")), ("en", &error.sentence("en"))];
        let line = case.line(&format!("answers.{}", error.path));
        findings.push(Finding::new(Rule::TestAnswers, &case.file, line, &args));
    }
    for path in &evaluation.dropped {
        let args = [("path", path.as_str()), ("key", "answers"), ("nearest", "")];
        findings.push(Finding::new(Rule::AnswerUnknown, &case.file, case.line(&format!("answers.{path}")), &args));
    }
}

/// The moments of a test run forward.
fn order(case: &TestCase, findings: &mut Vec<Finding>) {
    let mut now = case.filing.at;
    for (index, step) in case.steps.iter().enumerate() {
        let Some(at) = step.at else { continue };
        if at < now {
            let path = format!("step[{index}].at");
            let args = [("at", at.to_string()), ("before", now.to_string())];
            let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
            findings.push(Finding::new(Rule::TestOrder, &case.file, case.line(&path), &args));
        }
        now = now.max(at);
    }
}

//! The process against the rest of the kit: roles, units, forms, templates, conditions, statuses.
//!
//! The one rule: a process names nothing that the kit, the product or the law does not know.

use std::collections::BTreeSet;

use kernel::actor::Role;
use process::{Node, NodeKind, TaskKind, TimerRule, TimerValue};

use super::{MANIFEST, PROCESS, Parts};
use crate::kit::finding::{Finding, Rule};
use crate::kit::journal_status::{journal_status_known, journal_status_lacks, journal_statuses};
use crate::kit::manifest::{DecisionKind, FeeRule, Manifest};
use crate::kit::manifest_read::STATUSES;
use crate::kit::nearest::nearest;
use crate::kit::reader::Lines;

/// The message by which the applicant answers a notice of irregularities.
pub(super) const CORRECTION: &str = "correction";

/// Variables every process starts with.
const START_VARIABLES: &[&str] = &["application", "speed", "fee", "delivery", "channel"];

const TASK_KINDS: &str = "regularity, payment, work, opinion, draft, review, sign, deliver";

/// Reads the process, reporting what the process crate finds.
pub(super) fn process_read(text: &str, findings: &mut Vec<Finding>) -> Option<process::Definition> {
    let (definition, found) = match process::Definition::compile(text) {
        Ok(definition) => {
            let warnings = definition.warnings().to_vec();
            (Some(definition), warnings)
        }
        Err(found) => (None, found),
    };
    for finding in found {
        let rule = if finding.is_error() { Rule::Process } else { Rule::ProcessRemark };
        let args = [
            ("bg", finding.text(process::Language::Bg)),
            ("en", finding.text(process::Language::En)),
            ("element", finding.element.clone()),
            ("inner", finding.code.to_owned()),
        ];
        findings.push(Finding::new(rule, PROCESS, finding.line, &args.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    definition
}

pub(super) fn check(parts: &Parts<'_>) -> Vec<Finding> {
    let Some(definition) = &parts.process else { return Vec::new() };
    let mut findings = Vec::new();
    for node in definition.nodes() {
        performers(node, parts, &mut findings);
        references(node, parts, &mut findings);
        statuses(node, &mut findings);
        if matches!(node.kind, NodeKind::UserTask) && node.extensions.task.is_none() {
            findings.push(at(Rule::TaskKind, node, &[("allowed", TASK_KINDS)]));
        }
    }
    completeness(definition, &mut findings);
    conditions(definition, parts, &mut findings);
    if let Some((manifest, lines)) = &parts.manifest {
        correction(definition, manifest, &mut findings);
        outcomes(definition, manifest, lines, &mut findings);
        let payable = manifest.speeds.iter().any(|speed| speed.fee != FeeRule::Fixed(0));
        if payable && !has_task(definition, TaskKind::Payment) {
            findings.push(Finding::new(Rule::PaymentMissing, PROCESS, 1, &[]));
        }
    }
    findings
}

fn at(rule: Rule, node: &Node, args: &[(&'static str, &str)]) -> Finding {
    let mut all = vec![("element", node.id.as_str())];
    all.extend_from_slice(args);
    Finding::new(rule, PROCESS, node.line, &all)
}

fn has_task(definition: &process::Definition, kind: TaskKind) -> bool {
    definition.nodes().iter().any(|node| node.extensions.task == Some(kind))
}

fn performers(node: &Node, parts: &Parts<'_>, findings: &mut Vec<Finding>) {
    let escalation = node.extensions.deadline.as_ref().and_then(|deadline| deadline.escalate_to.as_ref());
    for role in node.extensions.role.iter().map(|rule| &rule.role).chain(escalation) {
        if Role::from_identifier(role).is_none() {
            let near = nearest(role, Role::ALL.iter().map(|role| role.identifier())).unwrap_or_default();
            findings.push(at(Rule::RoleUnknown, node, &[("role", role), ("nearest", near)]));
        }
    }
    let unit = node.extensions.role.as_ref().and_then(|rule| rule.unit_code.as_deref());
    if let (Some(unit), Some((manifest, _))) = (unit, &parts.manifest)
        && manifest.unit.named.iter().all(|named| named.code != unit)
    {
        findings.push(Finding::new(Rule::UnitUnknown, PROCESS, node.line, &[("unit", unit), ("place", &node.id)]));
    }
}

fn references(node: &Node, parts: &Parts<'_>, findings: &mut Vec<Finding>) {
    if let Some(form) = &node.extensions.form
        && !parts.texts_of.contains_key(form.reference.as_str())
    {
        findings.push(at(Rule::FormFileUnknown, node, &[("form", &form.reference)]));
    }
    for document in &node.extensions.documents {
        if !parts.texts_of.contains_key(document.template.as_str()) {
            findings.push(Finding::new(Rule::TemplateUnknown, PROCESS, node.line, &[("template", &document.template)]));
            continue;
        }
        let outcome =
            parts.manifest.iter().flat_map(|(manifest, _)| &manifest.outcomes).find(|outcome| outcome.template == document.template);
        if let (Some(outcome), Some(kind)) = (outcome, &document.kind)
            && outcome.document != *kind
        {
            let args = [("template", document.template.as_str()), ("got", kind.as_str()), ("expected", outcome.document.as_str())];
            findings.push(at(Rule::DocumentType, node, &args));
        }
    }
    for notify in &node.extensions.notify {
        for part in ["subject", "body"] {
            let key = format!("{}-{part}", notify.template);
            for (file, texts) in &parts.texts {
                if !texts.contains_key(&key) {
                    findings.push(Finding::new(
                        Rule::TextNeeded,
                        PROCESS,
                        node.line,
                        &[("place", &node.id), ("key", &key), ("file", file)],
                    ));
                }
            }
        }
    }
}

fn statuses(node: &Node, findings: &mut Vec<Finding>) {
    for rule in &node.extensions.journal {
        if !journal_status_known(&rule.code) {
            let near = nearest(&rule.code, journal_statuses()).unwrap_or_default();
            findings.push(at(Rule::JournalStatusUnknown, node, &[("status", &rule.code), ("nearest", near)]));
        }
        for need in journal_status_lacks(&rule.code, rule.fields.iter().map(|(name, _)| name.as_str())) {
            findings.push(at(Rule::JournalFieldMissing, node, &[("status", &rule.code), ("field", &need.to_string())]));
        }
    }
    let status = node.extensions.stage.as_ref().and_then(|stage| stage.status.as_deref());
    if let Some(status) = status
        && !STATUSES.contains(&status)
    {
        let near = nearest(status, STATUSES.iter().copied()).unwrap_or_default();
        findings.push(at(Rule::StageStatusUnknown, node, &[("status", status), ("nearest", near)]));
    }
}

/// What every service has: `ejournal.md` §4.1 „obligatory minimum“ and the steps no case can do without.
fn completeness(definition: &process::Definition, findings: &mut Vec<Finding>) {
    let mut missing = |what: &str, name: &str| {
        findings.push(Finding::new(Rule::ProcessIncomplete, PROCESS, 1, &[("what", what), ("name", name)]));
    };
    for (kind, name) in
        [(TaskKind::Regularity, "regularity"), (TaskKind::Draft, "draft"), (TaskKind::Sign, "sign"), (TaskKind::Deliver, "deliver")]
    {
        if !has_task(definition, kind) {
            missing("task", name);
        }
    }
    for status in ["intake.registered", "term.set", "case.closed"] {
        if !definition.nodes().iter().flat_map(|node| &node.extensions.journal).any(|rule| rule.code == status) {
            missing("status", status);
        }
    }
    if !definition.nodes().iter().any(|node| node.message().is_some_and(|message| message == CORRECTION)) {
        missing("correction", CORRECTION);
    }
}

/// Variables the process can know: those of the start, of its tasks, of its decisions and of its registry calls.
fn variables(definition: &process::Definition, parts: &Parts<'_>) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = START_VARIABLES.iter().map(|name| (*name).to_owned()).collect();
    for node in definition.nodes() {
        let extensions = &node.extensions;
        match extensions.task {
            Some(TaskKind::Opinion) => known.extend(["opinion".to_owned(), format!("opinion_{}", node.id)]),
            Some(kind) => known.extend([outcome_variable(kind).0.to_owned()]),
            None => {}
        }
        if let Some(decision) = &extensions.decision {
            known.insert(decision.result.clone());
        }
        if let Some(registry) = &extensions.registry {
            known.extend(registry.response.iter().map(|(name, _)| name.clone()));
        }
        let own_form = extensions.form.as_ref().filter(|form| form.mode == process::FormMode::Edit);
        if let Some(form) = own_form.and_then(|form| parts.forms.get(form.reference.as_str())) {
            known.extend(form.index.roots().map(str::to_owned));
        }
    }
    known
}

/// The variable a task of a kind sets, and the values it may take; booleans are written as words.
pub(super) fn outcome_variable(kind: TaskKind) -> (&'static str, &'static [&'static str]) {
    match kind {
        TaskKind::Regularity => ("regularity", &["regular", "irregular", "inadmissible"]),
        TaskKind::Payment => ("paid", &["true"]),
        TaskKind::Work => ("workOutcome", &["done"]),
        TaskKind::Opinion => ("opinion", &["agreed", "notAgreed", "terminate", "rework"]),
        TaskKind::Draft => ("decision", &["grant", "partial", "refuse"]),
        TaskKind::Review => ("review", &["approved", "rework"]),
        TaskKind::Sign => ("signature", &["signed", "returned"]),
        TaskKind::Deliver => ("delivered", &["true"]),
    }
}

fn conditions(definition: &process::Definition, parts: &Parts<'_>, findings: &mut Vec<Finding>) {
    let known = variables(definition, parts);
    let mut expression = |element: &str, line: u32, text: &str| {
        let Ok(parsed) = feel::Expression::parse(text) else { return };
        for name in parsed.free_names() {
            if !known.contains(&name) {
                let near = nearest(&name, known.iter().map(String::as_str)).unwrap_or_default();
                let args = [("element", element), ("variable", name.as_str()), ("nearest", near)];
                findings.push(Finding::new(Rule::VariableUnknown, PROCESS, line, &args));
            }
        }
        let Some(form) = parts.forms.get(super::FORM).filter(|form| form.definition.is_some()) else { return };
        for path in answer_paths(text) {
            if !form.index.knows(&path) {
                let args = [("element", element), ("variable", &format!("application.{path}")), ("nearest", form.index.nearest(&path))];
                findings.push(Finding::new(Rule::VariableUnknown, PROCESS, line, &args));
            }
        }
    };
    for flow in definition.flows() {
        if let Some(condition) = &flow.condition {
            expression(&flow.id, flow.line, condition.text());
        }
    }
    for node in definition.nodes() {
        if let Some(TimerRule::Computed { expression: timer, .. }) = node.timer() {
            expression(&node.id, node.line, timer.text());
        }
        if let Some(amount) = node.extensions.payment.as_ref().and_then(|payment| payment.amount.as_deref()) {
            expression(&node.id, node.line, amount);
        }
        for (_, value) in node.extensions.journal.iter().flat_map(|rule| &rule.fields) {
            expression(&node.id, node.line, value);
        }
    }
}

/// Paths of answers an expression reads: what follows `application.`.
pub(super) fn answer_paths(expression: &str) -> Vec<String> {
    const ROOT: &str = "application.";
    let starts = expression.match_indices(ROOT).filter(|(at, _)| {
        let before = expression[..*at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '"'))
    });
    starts
        .map(|(at, _)| {
            let rest = &expression[at + ROOT.len()..];
            let end = rest.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '.')).unwrap_or(rest.len());
            rest[..end].trim_end_matches('.').to_owned()
        })
        .collect()
}

/// The wait for a correction lasts at least the term given to the applicant and its margin.
fn correction(definition: &process::Definition, manifest: &Manifest, findings: &mut Vec<Finding>) {
    let needed = i64::from(manifest.correction.days) + i64::from(manifest.correction.margin_days);
    for node in definition.nodes() {
        let waits = matches!(&node.kind, NodeKind::Receive { message } if message == CORRECTION);
        if !waits {
            continue;
        }
        for boundary in &node.boundary {
            let boundary = &definition.nodes()[*boundary as usize];
            if let Some(TimerRule::Fixed { value: TimerValue::After(span), .. }) = boundary.timer() {
                let days = i64::from(span.get_days())
                    + 7 * i64::from(span.get_weeks())
                    + 30 * i64::from(span.get_months())
                    + i64::from(span.get_hours()) / 24;
                if days < needed {
                    findings.push(at(Rule::CorrectionTimer, boundary, &[("got", &days.to_string()), ("needed", &needed.to_string())]));
                }
            }
        }
    }
}

/// Decisions of the process and outcomes of the kit cover each other.
fn outcomes(definition: &process::Definition, manifest: &Manifest, lines: &Lines, findings: &mut Vec<Finding>) {
    let mut taken = BTreeSet::new();
    for flow in definition.flows() {
        let Some(condition) = &flow.condition else { continue };
        let reads = feel::Expression::parse(condition.text()).is_ok_and(|parsed| parsed.free_names().iter().any(|name| name == "decision"));
        if !reads {
            continue;
        }
        for (word, decision) in DecisionKind::WORDS {
            if condition.text().contains(&format!("\"{word}\"")) && taken.insert(*decision) && !has_outcome(manifest, *decision) {
                let args = [("side", "process"), ("decision", *word)];
                findings.push(Finding::new(Rule::OutcomeMissing, PROCESS, flow.line, &args));
            }
        }
    }
    for (index, outcome) in manifest.outcomes.iter().enumerate() {
        let reached = outcome.decision == DecisionKind::Grant || taken.contains(&outcome.decision);
        if !reached {
            let line = lines.at(&format!("outcome[{index}].decision"));
            findings.push(Finding::new(Rule::OutcomeMissing, MANIFEST, line, &[("side", "kit"), ("decision", outcome.decision.word())]));
        }
    }
    let refuses = has_outcome(manifest, DecisionKind::Refuse) || has_outcome(manifest, DecisionKind::Partial);
    if refuses && manifest.refusal_grounds.is_empty() {
        findings.push(Finding::new(Rule::OutcomeMissing, MANIFEST, lines.at("outcome"), &[("side", "grounds"), ("decision", "refuse")]));
    }
}

fn has_outcome(manifest: &Manifest, decision: DecisionKind) -> bool {
    manifest.outcomes.iter().any(|outcome| outcome.decision == decision)
}

#[cfg(test)]
mod tests {
    use super::answer_paths;

    #[test]
    fn paths_of_answers_are_read_out_of_expressions() {
        let text = r#"application.place.area > 10 and count(application.heirs) > 1 or "application.x" = speed"#;
        assert_eq!(answer_paths(text), ["place.area", "heirs"]);
    }
}

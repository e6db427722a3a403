//! Fees by decision: that the model reads, holds the decision, and asks only for answers the form has.
//!
//! The one rule: a fee nobody can compute is found before anybody applies.

use feel::decision::{Model, Severity};

use super::process::answer_paths;
use super::{FEES, FORM, MANIFEST, Parts};
use crate::kit::finding::{Finding, Rule};
use crate::kit::manifest::FeeRule;
use crate::kit::nearest::nearest;
use crate::kit::reader::Source;

/// Reads `fees.dmn`, reporting what the decision engine finds.
pub(super) fn fees_read(text: &str, findings: &mut Vec<Finding>) -> Option<Model> {
    let (model, problems) = match Model::parse(text) {
        Ok(model) => {
            let problems = model.check();
            (Some(model), problems)
        }
        Err(problems) => (None, problems),
    };
    for problem in problems {
        let rule = if problem.severity == Severity::Error { Rule::Decision } else { Rule::DecisionRemark };
        let args = [("message", problem.message.as_str()), ("element", problem.element.as_str()), ("inner", problem.code)];
        findings.push(Finding::new(rule, FEES, problem.line, &args));
    }
    model
}

pub(super) fn check(parts: &Parts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some((manifest, lines)) = &parts.manifest else { return findings };
    let mut used = false;
    for (index, speed) in manifest.speeds.iter().enumerate() {
        let FeeRule::Decision(decision) = &speed.fee else { continue };
        used = true;
        let line = lines.at(&format!("speed[{index}].fee_decision"));
        if !parts.texts_of.contains_key(FEES) {
            findings.push(Finding::new(Rule::FeeFileMissing, MANIFEST, line, &[("decision", decision)]));
            continue;
        }
        let Some(model) = &parts.fees else { continue };
        let decisions = model.decisions();
        if decisions.iter().all(|known| known.name != *decision && known.id != *decision) {
            let near = nearest(decision, decisions.iter().map(|known| known.name.as_str())).unwrap_or_default();
            findings.push(Finding::new(Rule::FeeDecisionUnknown, MANIFEST, line, &[("decision", decision), ("nearest", near)]));
        }
    }
    let Some(text) = parts.texts_of.get(FEES) else { return findings };
    if !used {
        findings.push(Finding::new(Rule::FileUnused, FEES, 0, &[("name", FEES)]));
    }
    if let Some(form) = parts.forms.get(FORM).filter(|form| form.definition.is_some()) {
        let source = Source::new(FEES, text);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            for path in answer_paths(line).into_iter().filter(|path| !form.index.knows(path)) {
                let args = [("path", path.as_str()), ("nearest", form.index.nearest(&path))];
                findings.push(Finding::new(Rule::DecisionAnswer, FEES, source.line(start), &args));
            }
            start += line.len();
        }
    }
    findings
}

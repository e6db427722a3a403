//! Forms: what the form crate finds, translations, and paths other files name.
//!
//! The one rule: a form without every English text is not published.

use serde_json::Value;

use super::{FORM, MANIFEST, Parts};
use crate::kit::finding::{Finding, Rule};
use crate::kit::form_index::{FormIndex, FormPlaces};
use crate::kit::manifest::DraftDefault;

/// A form file as the other checks see it.
pub(in crate::kit) struct FormPart {
    pub(in crate::kit) definition: Option<forms::Definition>,
    pub(in crate::kit) index: FormIndex,
}

/// Reads one form of the kit.
pub(super) fn form_read(file: &str, text: &str, findings: &mut Vec<Finding>) -> FormPart {
    let places = FormPlaces::new(file, text);
    let index = FormIndex::read(text).unwrap_or_default();
    let definition = match forms::Definition::parse(text) {
        Ok(definition) => {
            let report = definition.report();
            findings.extend(report.problems.iter().map(|problem| problem_finding(file, problem, &places)));
            for text in report.translations_missing.get("en").into_iter().flatten() {
                findings.push(Finding::new(Rule::FormTranslation, file, places.line_of_text(text), &[("text", &short(text))]));
            }
            Some(definition)
        }
        Err(problems) => {
            findings.extend(problems.iter().map(|problem| problem_finding(file, problem, &places)));
            None
        }
    };
    unused_translations(file, text, &places, findings);
    FormPart { definition, index }
}

fn problem_finding(file: &str, problem: &forms::Problem, places: &FormPlaces<'_>) -> Finding {
    let rule = if problem.severity == forms::Severity::Error { Rule::Form } else { Rule::FormRemark };
    let line = problem.line.unwrap_or_else(|| if problem.path.is_empty() { 1 } else { places.line_of_key(&problem.path) });
    let args = [("bg", problem.text("bg")), ("en", problem.text("en")), ("path", problem.path.clone()), ("inner", problem.code.to_owned())];
    Finding::new(rule, file, line, &args.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// Translations whose source stands nowhere in the form.
fn unused_translations(file: &str, text: &str, places: &FormPlaces<'_>, findings: &mut Vec<Finding>) {
    let Ok(form) = serde_json::from_str::<Value>(text) else { return };
    let Some(translations) = form.pointer("/settings/i18n/en").and_then(Value::as_object) else { return };
    let mut said = Vec::new();
    strings(form.get("components"), &mut said);
    strings(form.get("title"), &mut said);
    for source in translations.keys() {
        if !said.iter().any(|text| text.contains(source.as_str())) {
            findings.push(Finding::new(Rule::FormTranslationUnused, file, places.line_of_text(source), &[("text", &short(source))]));
        }
    }
}

fn strings<'a>(value: Option<&'a Value>, found: &mut Vec<&'a str>) {
    match value {
        Some(Value::String(text)) => found.push(text),
        Some(Value::Array(items)) => items.iter().for_each(|item| strings(Some(item), found)),
        Some(Value::Object(map)) => map.values().for_each(|item| strings(Some(item), found)),
        _ => {}
    }
}

/// The beginning of a text, enough to recognise it.
fn short(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Paths into the answers that `kit.toml` names.
pub(super) fn check_paths(parts: &Parts<'_>) -> Vec<Finding> {
    let (Some((manifest, lines)), Some(form)) = (&parts.manifest, parts.forms.get(FORM)) else { return Vec::new() };
    if form.definition.is_none() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut named = |key: String, path: &str| {
        if !path.is_empty() && !form.index.knows(path) {
            let args = [("path", path), ("key", key.as_str()), ("nearest", form.index.nearest(path))];
            findings.push(Finding::new(Rule::AnswerUnknown, MANIFEST, lines.at(&key), &args));
        }
    };
    for (key, path) in manifest.applicant.all() {
        named(format!("applicant.{key}"), path);
    }
    for (index, irregularity) in manifest.irregularities.iter().enumerate() {
        if let Some(path) = &irregularity.path {
            named(format!("irregularity[{index}].path"), path);
        }
    }
    for (index, field) in manifest.fields.iter().enumerate() {
        for default in &field.defaults {
            if let DraftDefault::Answer(path) = default {
                named(format!("field[{index}].default"), path);
            }
        }
    }
    findings
}

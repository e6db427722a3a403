//! `kit check`: every mistake of a kit, with file, line and a sentence.
//!
//! The one rule: a mistake in one file never hides the mistakes of the others.

mod cross;
mod fees;
mod form;
mod process;
mod templates;
mod tests;
mod texts;

use std::collections::BTreeMap;

use self::form::{FormPart, form_read};
use super::finding::{Finding, Rule};
use super::manifest::Manifest;
use super::manifest_read::manifest_read;
use super::reader::Lines;
use super::test_case::{TestCase, test_case_read};
use super::texts::{TextEntry, Texts, texts_read};
use super::{Kit, KitFiles, files_hash};

pub use templates::{TemplateCheck, TemplateProblem, TemplateSample};

pub(super) const MANIFEST: &str = "kit.toml";
pub(super) const FORM: &str = "form.json";
pub(super) const PROCESS: &str = "process.bpmn";
pub(super) const FEES: &str = "fees.dmn";

/// Everything wrong with a kit, without compiling its templates.
pub fn check(files: &KitFiles) -> Vec<Finding> {
    check_with(files, None)
}

/// Everything wrong with a kit. `templates` compiles a template; the binary knows how, this crate does not.
pub fn check_with(files: &KitFiles, templates: Option<&dyn TemplateCheck>) -> Vec<Finding> {
    read(files, templates).findings
}

/// A kit as far as it could be read, and what was wrong.
pub(super) struct Reading {
    kit: Option<Kit>,
    findings: Vec<Finding>,
}

impl Reading {
    /// The kit, or everything that is wrong with it.
    pub(super) fn into_kit(self) -> Result<Kit, Vec<Finding>> {
        match self.kit {
            Some(kit) if !self.findings.iter().any(Finding::is_error) => Ok(kit),
            _ => Err(self.findings),
        }
    }
}

/// What the single checks see: the parts that could be read.
pub(super) struct Parts<'a> {
    pub(super) texts_of: BTreeMap<&'a str, &'a str>,
    pub(super) manifest: Option<(Manifest, Lines)>,
    pub(super) forms: BTreeMap<&'a str, FormPart>,
    pub(super) process: Option<::process::Definition>,
    pub(super) fees: Option<feel::decision::Model>,
    pub(super) texts: BTreeMap<&'a str, BTreeMap<String, TextEntry>>,
    pub(super) tests: Vec<TestCase>,
}

pub(super) fn read(files: &KitFiles, compiler: Option<&dyn TemplateCheck>) -> Reading {
    let mut findings = Vec::new();
    let texts_of = text_files(files, &mut findings);
    for needed in [MANIFEST, FORM, PROCESS, "texts/bg.ftl", "texts/en.ftl"] {
        if !files.contains_key(needed) {
            findings.push(Finding::new(Rule::FileMissing, needed, 0, &[("name", needed)]));
        }
    }
    let manifest = texts_of.get(MANIFEST).map(|text| {
        let (manifest, lines, mut wrong) = manifest_read(MANIFEST, text);
        findings.append(&mut wrong);
        (manifest, lines)
    });
    let forms = texts_of.iter().filter(|(path, _)| path.ends_with(".json") && !path.contains('/'));
    let forms = forms.map(|(path, text)| (*path, form_read(path, text, &mut findings))).collect();
    let process = texts_of.get(PROCESS).and_then(|text| process::process_read(text, &mut findings));
    let fees = texts_of.get(FEES).and_then(|text| fees::fees_read(text, &mut findings));
    let mut texts = BTreeMap::new();
    for file in texts::FILES {
        if let Some(text) = texts_of.get(file) {
            let (entries, mut wrong) = texts_read(file, text);
            findings.append(&mut wrong);
            texts.insert(file, entries);
        }
    }
    let tests = test_files(&texts_of, &mut findings);
    let parts = Parts { texts_of, manifest, forms, process, fees, texts, tests };
    findings.extend(cross::check(&parts));
    findings.extend(form::check_paths(&parts));
    findings.extend(process::check(&parts));
    findings.extend(fees::check(&parts));
    findings.extend(texts::check(&parts));
    findings.extend(tests::check(&parts));
    findings.extend(templates::check(&parts, compiler));
    findings.sort();
    findings.dedup();
    let kit = assemble(files, parts);
    Reading { kit, findings }
}

fn assemble(files: &KitFiles, parts: Parts<'_>) -> Option<Kit> {
    let (manifest, _) = parts.manifest?;
    let mut texts = Texts::default();
    let mut templates = BTreeMap::new();
    for (path, text) in &parts.texts_of {
        if let Some(language) = path.strip_prefix("texts/").and_then(|name| name.strip_suffix(".ftl")) {
            texts.insert(language, text);
        } else if path.ends_with(".typ") {
            templates.insert((*path).to_owned(), (*text).to_owned());
        }
    }
    let index = parts.forms.get(FORM)?.index.clone();
    let forms: BTreeMap<String, forms::Definition> =
        parts.forms.into_iter().filter_map(|(file, part)| Some((file.to_owned(), part.definition?))).collect();
    let form = forms.get(FORM)?.clone();
    let process = parts.process?;
    let fees = parts.fees;
    Some(Kit { manifest, form, forms, process, fees, templates, texts, tests: parts.tests, index, hash: files_hash(files) })
}

/// The files that are text, by path. A kit has no others.
fn text_files<'a>(files: &'a KitFiles, findings: &mut Vec<Finding>) -> BTreeMap<&'a str, &'a str> {
    let mut texts = BTreeMap::new();
    for (path, content) in files {
        if !path_allowed(path) {
            findings.push(Finding::new(Rule::FileRefused, path, 0, &[("name", path)]));
            continue;
        }
        match std::str::from_utf8(content) {
            Ok(text) => {
                texts.insert(path.as_str(), text);
            }
            Err(error) => {
                let line = content[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
                findings.push(Finding::new(Rule::FileNotText, path, u32::try_from(line).unwrap_or(0), &[]));
            }
        }
    }
    texts
}

/// A relative path of plain names, so that unpacking a kit can never leave its folder.
fn path_allowed(path: &str) -> bool {
    path.split('/').count() <= 3
        && path.split('/').all(|name| {
            !name.is_empty()
                && !name.starts_with('.')
                && name.len() <= 100
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        })
}

fn test_files(texts_of: &BTreeMap<&str, &str>, findings: &mut Vec<Finding>) -> Vec<TestCase> {
    let mut tests = Vec::new();
    for (path, text) in texts_of.iter().filter(|(path, _)| path.starts_with("tests/") && path.ends_with(".toml")) {
        let (case, mut wrong) = test_case_read(path, text);
        findings.append(&mut wrong);
        tests.push(case);
    }
    tests
}

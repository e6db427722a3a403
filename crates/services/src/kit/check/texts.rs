//! Texts: that both languages parse, hold the same keys and use the same arguments.
//!
//! The one rule: Bulgarian is the source; English is complete.

use std::collections::BTreeSet;

use super::Parts;
use crate::kit::finding::{Finding, Rule};

const BG: &str = "texts/bg.ftl";
const EN: &str = "texts/en.ftl";

/// The files of texts every kit has.
pub(super) const FILES: [&str; 2] = [BG, EN];

pub(super) fn check(parts: &Parts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (Some(bg), Some(en)) = (parts.texts.get(BG), parts.texts.get(EN)) else { return findings };
    for (key, source) in bg {
        match en.get(key) {
            None => findings.push(Finding::new(Rule::TextMissing, BG, source.line, &[("key", key), ("file", EN)])),
            Some(translated) if translated.arguments != source.arguments => {
                let args = [("key", key.as_str()), ("bg", &names(&source.arguments)), ("en", &names(&translated.arguments))];
                findings.push(Finding::new(Rule::TextArguments, EN, translated.line, &args));
            }
            Some(_) => {}
        }
    }
    for (key, translated) in en {
        if !bg.contains_key(key) {
            findings.push(Finding::new(Rule::TextMissing, EN, translated.line, &[("key", key), ("file", BG)]));
        }
    }
    findings
}

fn names(arguments: &BTreeSet<String>) -> String {
    arguments.iter().cloned().collect::<Vec<_>>().join(", ")
}

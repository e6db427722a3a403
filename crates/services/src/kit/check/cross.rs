//! What spans several files of a kit and belongs to none of them.
//!
//! The one rule: a file nobody refers to is named, so that a misspelt name cannot hide.

use super::{FEES, FORM, MANIFEST, PROCESS, Parts};
use crate::kit::finding::{Finding, Rule};

pub(super) fn check(parts: &Parts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for path in parts.texts_of.keys() {
        let known = matches!(*path, MANIFEST | FORM | PROCESS | FEES | "README.md" | "texts/bg.ftl" | "texts/en.ftl")
            || path.ends_with(".typ") && !path.contains('/')
            || path.ends_with(".json") && !path.contains('/')
            || path.starts_with("tests/") && path.ends_with(".toml");
        if !known {
            findings.push(Finding::new(Rule::FileUnused, path, 0, &[("name", path)]));
        }
    }
    findings
}

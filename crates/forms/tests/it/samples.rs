//! The samples of the specification: our answers agree with the original engine.

use forms::{Definition, EXTENSION_RULES};
use serde_json::{Value, json};
use std::path::PathBuf;

fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("GISHE_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("spec/samples/eforms");
    if !folder.is_dir() {
        println!("skipped: no corpus at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn read(path: PathBuf) -> String {
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Definitions of the samples with their names.
pub fn definitions() -> Vec<(String, Definition)> {
    let Some(folder) = folder() else { return Vec::new() };
    ["address-certificate", "local-tax-certificate", "building-permit-copy"]
        .into_iter()
        .map(|name| (name.to_owned(), Definition::parse(&read(folder.join(name).join("form.json"))).unwrap()))
        .collect()
}

/// The data of a submission of a sample.
pub fn data(form: &str, submission: &str) -> Value {
    let folder = folder().expect("asked only when the samples are there");
    let submission: Value = serde_json::from_str(&read(folder.join(form).join(format!("{submission}.json")))).unwrap();
    submission["data"].clone()
}

#[test]
fn all_samples_agree() {
    let Some(folder) = folder() else { return };
    for (name, definition) in definitions() {
        assert!(definition.report().publishable(), "{name}: {:?}", definition.report().problems);
        let expected: Value = serde_json::from_str(&read(folder.join(&name).join("expected.json"))).unwrap();
        for (submission, wanted) in expected.as_object().unwrap() {
            let found = definition.evaluate(&data(&name, submission), &crate::env());
            let list = |extension: bool| -> Value {
                found
                    .errors
                    .iter()
                    .filter(|error| EXTENSION_RULES.contains(&error.rule) == extension)
                    .map(|error| json!({"path": error.path, "rule": error.rule}))
                    .collect()
            };
            let at = format!("{name}/{submission}");
            assert_eq!(list(false), wanted["errors"], "{at}: errors");
            assert_eq!(list(true), wanted.get("extension_errors").cloned().unwrap_or(json!([])), "{at}: extension errors");
            assert_eq!(found.is_valid(), wanted["valid"].as_bool().unwrap(), "{at}");
            assert_eq!(json!(found.recalculated), wanted.get("recalculated").cloned().unwrap_or(json!({})), "{at}: recalculated");
            assert!(found.dropped.is_empty(), "{at}: {:?}", found.dropped);
        }
    }
}

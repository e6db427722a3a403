//! The published compatibility kit of DMN, run as it is, with a list of known failures that may only shrink.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use feel::tck::{self, CaseResult, File};

/// Results that differ, each with its reason.
const EXCEPTIONS: &str = include_str!("exceptions.txt");

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("GISHE_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("corpus/dmn");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no corpus at {}", folder.display());
    None
}

fn run_folder(folder: &Path) -> Vec<CaseResult> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "dmn" || extension == "xml") {
            texts.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    texts.sort();
    let files = texts.iter().map(|(name, text)| File { name, text }).collect::<Vec<_>>();
    tck::run(&files, "2026-04-20T10:00:00Z".parse().unwrap()).unwrap()
}

/// Runs the folders of the index of one level.
fn run_level(level: u64) -> Option<Vec<CaseResult>> {
    let corpus = corpus()?;
    let index = std::fs::read_to_string(corpus.join("index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_str(&index).unwrap();
    let mut results = Vec::new();
    for entry in index["entries"].as_array().unwrap() {
        if entry["level"].as_u64() == Some(level) && entry["needs_java"] != true {
            let found = run_folder(&corpus.join(entry["dir"].as_str().unwrap()));
            assert_eq!(found.len() as u64, entry["results"].as_u64().unwrap(), "results of {}", entry["dir"]);
            results.extend(found);
        }
    }
    Some(results)
}

/// Compares with the exceptions: a new failure and an exception that passes by now are both mistakes.
fn expect(results: Vec<CaseResult>, level: &str) {
    let excepted = EXCEPTIONS
        .lines()
        .filter(|line| line.starts_with(level))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect::<BTreeSet<_>>();
    let failed =
        results.iter().filter(|result| !result.passed).map(|result| (result.id.replace(' ', "_"), result)).collect::<BTreeMap<_, _>>();
    println!("{level}: {} results, {} passed, {} excepted", results.len(), results.len() - failed.len(), excepted.len());
    let mut mistakes = Vec::new();
    for (id, result) in &failed {
        if !excepted.contains(id.as_str()) {
            mistakes.push(format!(
                "{id}\n    got      {}\n    expected {}\n    {}",
                result.got,
                result.expected,
                result.notes.join("\n    ")
            ));
        }
    }
    for id in excepted {
        if !failed.contains_key(id) {
            mistakes.push(format!("{id} passes: take it from the list of exceptions"));
        }
    }
    assert!(mistakes.is_empty(), "{} differences:\n{}", mistakes.len(), mistakes.join("\n"));
}

#[test]
fn level_2_passes() {
    if let Some(results) = run_level(2) {
        expect(results, "level-2");
    }
}

#[test]
fn level_3_passes() {
    if let Some(results) = run_level(3) {
        expect(results, "level-3");
    }
}

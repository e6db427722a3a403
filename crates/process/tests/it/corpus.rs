//! Runs the models of other engines that use only supported constructs. Everything that does not pass is listed with a reason
//! in `corpus-exceptions.txt`; the list may only shrink.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use process::scenario;
use serde_json::Value as Json;

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var("GISHE_SHARED")
        .map_or_else(|_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("corpus/bpmn");
    folder.join("index.json").exists().then_some(folder)
}

/// Whether a model uses only constructs the engine claims.
fn claimed(entry: &Json) -> bool {
    const CLAIMED: &[&str] = &[
        "startEvent",
        "endEvent",
        "userTask",
        "task",
        "manualTask",
        "serviceTask",
        "businessRuleTask",
        "receiveTask",
        "sendTask",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "exclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "boundaryEvent:interrupting",
        "boundaryEvent:nonInterrupting",
        "subProcess",
        "timerEventDefinition",
        "messageEventDefinition",
        "message",
        "error",
        "errorEventDefinition",
        "terminateEventDefinition",
        "conditionalFlow",
        "defaultFlow",
        "collaboration",
        "participant",
        "lane",
        "association",
        "dataObject",
        "formalExpression",
        "potentialOwner",
        "resourceAssignmentExpression",
        "dataObjectReference",
        "textAnnotation",
        "timeCycle",
        "dataStore",
        "dataStoreReference",
        "messageFlow",
        "humanPerformer",
        "group",
    ];
    let constructs = entry["constructs"].as_object();
    constructs.is_some_and(|all| all.keys().all(|name| CLAIMED.contains(&name.as_str())))
}

#[test]
fn models_of_other_engines_run_as_described() {
    let Some(folder) = corpus() else {
        eprintln!("skipped: no corpus");
        return;
    };
    let index: Json = serde_json::from_slice(&std::fs::read(folder.join("index.json")).expect("the index")).expect("JSON");
    let listed: BTreeMap<String, String> = include_str!("corpus-exceptions.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" | ").unwrap_or_else(|| panic!("{line}: file#test | reason")))
        .map(|(key, reason)| (key.trim().to_owned(), reason.trim().to_owned()))
        .collect();
    let (mut passed, mut refused, mut failed) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    for entry in index["entries"].as_array().expect("entries") {
        if entry["kind"] != "execution" {
            continue;
        }
        let file = entry["file"].as_str().expect("a file");
        let xml = std::fs::read_to_string(folder.join(file)).expect("a model");
        for one in entry["scenarios"].as_array().into_iter().flatten() {
            let key = format!("{file}#{}", one["test"].as_str().unwrap_or(""));
            match scenario::run_steps(&xml, one) {
                Ok(report) if report.passed => {
                    passed.insert(key);
                }
                Ok(report) if !claimed(entry) => {
                    // A file with several processes is compiled only as far as the scenario gets.
                    let step = report.steps.last().expect("a step failed");
                    assert!(!step.passed, "{key}");
                    refused.insert(key);
                }
                Ok(report) => {
                    let step = report.steps.last().expect("a step failed");
                    failed.insert(key, format!("step {} {}: {}", step.step, step.op, step.detail.clone().unwrap_or_default()));
                }
                Err(scenario::Error::Findings(findings)) if findings.iter().any(|f| f.code == "PROC-0012") => {
                    refused.insert(key);
                }
                Err(scenario::Error::Findings(findings)) => {
                    let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
                    failed.insert(key, all.join("; "));
                }
                Err(error) => {
                    failed.insert(key, error.to_string());
                }
            }
        }
    }
    eprintln!("passed {} · refused as not supported {} · excepted {} · failed {}", passed.len(), refused.len(), listed.len(), failed.len());
    let unlisted: Vec<String> =
        failed.iter().filter(|(key, _)| !listed.contains_key(*key)).map(|(key, why)| format!("{key} | {why}")).collect();
    assert!(unlisted.is_empty(), "not listed:\n{}", unlisted.join("\n"));
    let stale: Vec<&String> = listed.keys().filter(|key| passed.contains(*key)).collect();
    assert!(stale.is_empty(), "these pass and must leave the list: {stale:#?}");
}

#[test]
fn every_model_is_checked_without_a_panic() {
    let Some(folder) = corpus() else {
        eprintln!("skipped: no corpus");
        return;
    };
    let mut folders = vec![folder];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "bpmn") {
                let xml = std::fs::read_to_string(&path).expect("UTF-8");
                let findings = process::Definition::check(&xml);
                assert!(findings.iter().all(|f| f.line > 0), "{}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 100);
}

//! Runs a scenario — a list of neutral steps — against the processes of one file, under a virtual clock.
//!
//! The rule kept here: a step either does exactly what it says or the scenario fails at it; only steps marked
//! `engine_specific` are skipped, and the report says so.
//!
//! ```json
//! { "steps": [
//!   { "op": "start", "as": "p1", "vars": { "n": 1 } },
//!   { "op": "select", "as": "t", "kind": "user_task", "expect": 1 },
//!   { "op": "complete", "task": "$t", "vars": { "ok": true } },
//!   { "op": "assert_ended", "instance": "$p1" }
//! ] }
//! ```
//!
//! `task`, `job` and `execution` may also name a node directly; the only open item there is meant.

mod items;
mod world;

use serde::Serialize;
use serde_json::Value as Json;

use crate::finding::Finding;
use world::World;

/// What one step came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepReport {
    /// Place in the scenario, from 1.
    pub step: usize,
    /// What was asked.
    pub op: String,
    /// Whether it did what it says.
    pub passed: bool,
    /// Whether it was left out because it talks about another engine.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What a scenario came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Whether every step passed.
    pub passed: bool,
    /// The steps up to the first that failed.
    pub steps: Vec<StepReport>,
    /// What happened, in order: the name of the instance with each engine event.
    pub trace: Vec<Json>,
}

/// Why a scenario could not be run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The scenario is not JSON.
    #[error("the scenario is not valid JSON")]
    Json(#[source] serde_json::Error),
    /// The scenario has no list of steps.
    #[error("the scenario has no list of steps")]
    NoSteps,
    /// The file has findings.
    #[error("the process cannot be used: {} finding(s)", .0.len())]
    Findings(Vec<Finding>),
}

impl Error {
    /// The codes of all refusals.
    pub const CODES: &'static [&'static str] = &["PROC-0201", "PROC-0202", "PROC-0203"];
}

impl kernel::error::Coded for Error {
    fn code(&self) -> kernel::error::Code {
        let place = match self {
            Self::Json(_) => 0,
            Self::NoSteps => 1,
            Self::Findings(_) => 2,
        };
        kernel::error::Code(Self::CODES[place])
    }
}

/// When the virtual clock of every scenario begins.
pub const BEGINNING: &str = "2026-04-20T07:00:00Z";

/// Runs one scenario. The file is read as a model of any engine: `${…}` is converted, service tasks without a connector
/// complete at once, the rules for administrative services are not applied.
pub fn run(xml: &str, scenario: &str) -> Result<Report, Error> {
    let scenario: Json = serde_json::from_str(scenario).map_err(Error::Json)?;
    run_steps(xml, &scenario)
}

/// Runs one scenario already read; it is a list of steps or an object with `steps`.
pub fn run_steps(xml: &str, scenario: &Json) -> Result<Report, Error> {
    let steps = scenario.get("steps").unwrap_or(scenario).as_array().ok_or(Error::NoSteps)?;
    let mut world = World::new(xml).map_err(Error::Findings)?;
    let mut report = Report { passed: true, steps: Vec::with_capacity(steps.len()), trace: Vec::new() };
    for (place, step) in steps.iter().enumerate() {
        let op = step.get("op").and_then(Json::as_str).unwrap_or("").to_owned();
        let skipped = step.get("engine_specific").and_then(Json::as_bool) == Some(true);
        let outcome = if skipped { Ok(()) } else { expected(&mut world, &op, step) };
        let passed = outcome.is_ok();
        report.steps.push(StepReport { step: place + 1, op, passed, skipped, detail: outcome.err() });
        if !passed {
            report.passed = false;
            break;
        }
    }
    report.trace = world.trace;
    Ok(report)
}

/// A step marked `expect_error` must be refused.
fn expected(world: &mut World<'_>, op: &str, step: &Json) -> Result<(), String> {
    let outcome = world.step(op, step);
    if step.get("expect_error").and_then(Json::as_bool) != Some(true) {
        return outcome;
    }
    match outcome {
        Err(_) => Ok(()),
        Ok(()) => Err("the step was to be refused".to_owned()),
    }
}

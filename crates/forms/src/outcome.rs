//! The answer of a check, as other programs and the command line read it.
//!
//! The one rule: the keys are stable; new ones may be added, none is renamed.

use crate::definition::{Definition, Env};
use crate::problem::Problem;
use serde_json::{Value, json};

/// Checks a definition and, when given, a submission (the whole object or its member `data` alone):
/// `{"valid", "errors": [{path, rule, message, component}], "recalculated", "problems": [{path, line, code, severity, text}],
/// "publishable"}`. Without a submission `valid` tells whether the form may be published.
pub fn form_check(source: &str, submission: Option<&Value>, env: &Env) -> Value {
    let definition = match Definition::parse(source) {
        Ok(definition) => definition,
        Err(problems) => {
            return json!({
                "valid": false, "errors": [], "recalculated": {}, "publishable": false,
                "problems": listed(&problems, &env.language),
            });
        }
    };
    let report = definition.report();
    let mut answer = match submission {
        Some(submission) => definition.evaluate(definition.submission_data(submission), env).to_json(&env.language),
        None => json!({"valid": report.publishable(), "errors": [], "recalculated": {}}),
    };
    answer["publishable"] = Value::Bool(report.publishable());
    answer["problems"] = listed(&report.problems, &env.language);
    answer
}

impl Definition {
    /// The data of a submission: its member `data`, or the object itself when it is no envelope.
    pub fn submission_data<'s>(&self, submission: &'s Value) -> &'s Value {
        match submission.get("data") {
            Some(data) if data.is_object() && !self.tree.shape.contains_key("data") => data,
            _ => submission,
        }
    }
}

fn listed(problems: &[Problem], language: &str) -> Value {
    problems
        .iter()
        .map(|problem| {
            json!({
                "path": problem.path, "line": problem.line, "code": problem.code,
                "severity": problem.severity, "text": problem.text(language),
            })
        })
        .collect()
}

//! Commands that check and evaluate files without an installation: forms, processes, decisions, expressions, numbers.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use kernel::clock::{Clock, SystemClock};
use kernel::entity_number::EntityNumber;
use kernel::reference_number::{self, Node, ReferenceNumber};
use serde_json::{Value as Json, json};

use super::{Outcome, print_json, read_json, read_text};
use crate::words::{self, line, text};

/// Commands on forms.
#[derive(Subcommand)]
pub enum FormCommand {
    /// Checks a form definition and, if given, a submission.
    ///
    /// Example: gishe form check form.json submission.json --json
    Check {
        /// Form.io definition.
        form: PathBuf,
        /// Submission.
        submission: Option<PathBuf>,
        /// {"valid", "errors", "recalculated", "problems", "publishable"}.
        #[arg(long)]
        json: bool,
    },
}

/// Commands on processes.
#[derive(Subcommand)]
pub enum ProcessCommand {
    /// Checks a BPMN file.
    ///
    /// Example: gishe process check process.bpmn
    Check {
        /// BPMN file.
        file: PathBuf,
        /// {"ok", "findings": […]}.
        #[arg(long)]
        json: bool,
    },
    /// Executes a process headless by a scenario.
    ///
    /// Example: gishe process run process.bpmn --scenario scenario.json
    Run {
        /// BPMN file.
        file: PathBuf,
        /// Steps as in the corpus.
        #[arg(long)]
        scenario: PathBuf,
        /// {"passed", "steps", "trace"}.
        #[arg(long)]
        json: bool,
    },
}

/// Commands on decisions.
#[derive(Subcommand)]
pub enum DecisionCommand {
    /// Evaluates a decision.
    ///
    /// Example: gishe decision eval fees.dmn --decision fee --input input.json
    Eval {
        /// DMN file.
        file: PathBuf,
        /// Name or id of the decision.
        #[arg(long)]
        decision: String,
        /// Input data.
        #[arg(long)]
        input: PathBuf,
    },
    /// Runs the TCK cases of a folder.
    ///
    /// Example: gishe decision tck compliance-level-2 --json
    Tck {
        /// Folder with models and test files, searched through.
        folder: PathBuf,
        /// [{"id", "passed", "got", "expected"}].
        #[arg(long)]
        json: bool,
    },
}

/// An expression with its context.
#[derive(Args)]
pub struct Feel {
    /// The expression.
    expression: String,
    /// JSON object with the variables.
    #[arg(long)]
    context: Option<PathBuf>,
}

/// Commands on service reference numbers.
#[derive(Subcommand)]
pub enum RnuCommand {
    /// Makes a test number; numbers of cases are issued by the installation.
    ///
    /// Example: gishe rnu new --eik 999999995
    New {
        /// ЕИК of the issuer.
        #[arg(long)]
        eik: String,
        /// Counter of the day.
        #[arg(long, default_value_t = 0)]
        counter: u32,
    },
    /// Checks a number.
    ///
    /// Example: gishe rnu check BG25073-XSNJFV-01-0007-CZ --json
    Check {
        /// The number as typed.
        number: String,
        /// {"valid", "error", "canonical", "class"}.
        #[arg(long)]
        json: bool,
        /// Refuse test numbers, as a production system does.
        #[arg(long)]
        production: bool,
    },
}

/// `gishe form …`.
pub(super) fn form(command: FormCommand) -> Result<Outcome> {
    let FormCommand::Check { form, submission, json: as_json } = command;
    let submission = submission.as_deref().map(read_json).transpose()?;
    let env = forms::Env::new(SystemClock.now(), words::language().code());
    let report = forms::form_check(&read_text(&form)?, submission.as_ref(), &env);
    if as_json {
        print_json(&report);
    } else {
        for problem in report["problems"].as_array().into_iter().flatten() {
            line(&format!("{}: {}", problem["path"].as_str().unwrap_or_default(), problem["text"].as_str().unwrap_or_default()));
        }
        for error in report["errors"].as_array().into_iter().flatten() {
            line(&format!("{}: {}", error["path"].as_str().unwrap_or_default(), error["message"].as_str().unwrap_or_default()));
        }
        line(&if report["valid"] == true { text!("cli-form-valid") } else { text!("cli-form-invalid") });
    }
    Ok(Outcome::of(report["valid"] == true))
}

/// `gishe process …`.
pub(super) fn process(command: ProcessCommand) -> Result<Outcome> {
    match command {
        ProcessCommand::Check { file, json: as_json } => {
            let spoken = if words::language() == web::Language::English { process::Language::En } else { process::Language::Bg };
            let findings = process::Definition::check(&read_text(&file)?);
            let ok = !findings.iter().any(|finding| finding.severity == process::Severity::Error);
            if as_json {
                let list: Vec<Json> = findings
                    .iter()
                    .map(|f| json!({ "file": file, "line": f.line, "element": f.element, "code": f.code, "text": f.text(spoken) }))
                    .collect();
                print_json(&json!({ "ok": ok, "findings": list }));
            } else {
                for finding in &findings {
                    line(&format!("{}:{}: {} {}", file.display(), finding.line, finding.code, finding.text(spoken)));
                }
                line(&if ok { text!("cli-process-valid") } else { text!("cli-process-invalid") });
            }
            Ok(Outcome::of(ok))
        }
        ProcessCommand::Run { file, scenario, json: as_json } => {
            let report = process::scenario::run(&read_text(&file)?, &read_text(&scenario)?).map_err(|error| anyhow::anyhow!("{error}"))?;
            let passed = report.passed;
            if as_json {
                print_json(&serde_json::to_value(&report)?);
            } else {
                line(&if passed { text!("cli-scenario-passed") } else { text!("cli-scenario-failed") });
            }
            Ok(Outcome::of(passed))
        }
    }
}

/// `gishe decision …`.
pub(super) fn decision(command: DecisionCommand) -> Result<Outcome> {
    match command {
        DecisionCommand::Eval { file, decision, input } => {
            let model = feel::decision::Model::parse(&read_text(&file)?).map_err(|problems| {
                let list: Vec<String> =
                    problems.iter().map(|p| format!("{}:{}: {} {}", file.display(), p.line, p.code, p.message)).collect();
                anyhow::anyhow!("{}", list.join("\n"))
            })?;
            let outcome = model.evaluate(&decision, &feel::Value::from_json(&read_json(&input)?), SystemClock.now())?;
            print_json(&json!({ "value": outcome.value.to_json(), "matched_rules": outcome.matched_rules }));
            Ok(Outcome::Done)
        }
        DecisionCommand::Tck { folder, json: as_json } => tck(&folder, as_json),
    }
}

/// Every folder below `folder` that holds files is one group of models and cases.
fn tck(folder: &Path, as_json: bool) -> Result<Outcome> {
    let mut folders = vec![folder.to_owned()];
    let mut results = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&folder).with_context(|| text!("cli-unreadable", path = folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "dmn" || ending == "xml") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((name, read_text(&path)?));
            }
        }
        if !files.is_empty() {
            files.sort();
            let files: Vec<_> = files.iter().map(|(name, text)| feel::tck::File { name, text }).collect();
            results.extend(feel::tck::run(&files, SystemClock.now()).map_err(|error| anyhow::anyhow!("{}: {error}", folder.display()))?);
        }
    }
    let passed = results.iter().filter(|case| case.passed).count();
    if as_json {
        print_json(&serde_json::to_value(&results)?);
    } else {
        line(&text!("cli-tck", passed = passed, count = results.len()));
    }
    Ok(Outcome::of(passed == results.len()))
}

/// `gishe feel …`.
pub(super) fn feel(arguments: &Feel) -> Result<Outcome> {
    let variables = arguments.context.as_deref().map(read_json).transpose()?.unwrap_or_else(|| json!({}));
    let expression = feel::Expression::parse(&arguments.expression).map_err(|error| anyhow::anyhow!("{error}"))?;
    let variables = feel::Value::from_json(&variables);
    let value = expression.evaluate(&feel::Scope::new(&variables, SystemClock.now()));
    print_json(&value.to_json());
    Ok(Outcome::Done)
}

/// `gishe rnu …`.
pub(super) fn rnu(command: RnuCommand) -> Result<Outcome> {
    match command {
        RnuCommand::New { eik, counter } => {
            let Ok(issuer) = EntityNumber::parse(&eik) else { bail!(text!("cli-eik-wrong", eik = eik)) };
            let today = kernel::clock::sofia_date(SystemClock.now());
            line(&ReferenceNumber::new(&issuer, today, Node::TEST, counter)?.canonical());
            Ok(Outcome::Done)
        }
        RnuCommand::Check { number, json: as_json, production } => {
            let check = reference_number::check(&number, production);
            let valid = check.valid();
            let class = match check.class {
                reference_number::Class::Own => "own",
                reference_number::Class::External => "external",
            };
            let error = check.error.map(|error| error.name());
            if as_json {
                print_json(&json!({ "valid": valid, "error": error, "canonical": check.canonical, "class": class }));
            } else {
                line(&check.canonical.clone().unwrap_or_else(|| error.unwrap_or("external").to_owned()));
            }
            Ok(Outcome::of(valid))
        }
    }
}

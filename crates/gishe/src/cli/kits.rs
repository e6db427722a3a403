//! `gishe kit check|test|install|diff`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use documents::outcome::{Facts, Ground};
use kernel::actor::Actor;
use kernel::ctx::Ctx;
use serde_json::json;
use services::kit::{self, Finding, TemplateCheck, TemplateProblem, TemplateSample};
use services::organisation;

use super::{Outcome, print_json};
use crate::config::{Config, Overrides, data_folder};
use crate::kit_tests;
use crate::runtime::Installation;
use crate::words::{self, line, text};

/// Commands on kits.
#[derive(Subcommand)]
pub enum KitCommand {
    /// Finds every mistake of a kit, with file, line and a sentence.
    ///
    /// Example: gishe kit check kits/address-certificate
    Check {
        /// Folder of the kit.
        folder: PathBuf,
        /// {"ok", "findings": [{"file", "line", "code", "text"}]}.
        #[arg(long)]
        json: bool,
    },
    /// Runs the kit's own tests: filings and steps through the real commands.
    ///
    /// Example: gishe kit test kits/pavement-permit
    Test {
        /// Folder of the kit.
        folder: PathBuf,
        /// {"ok", "findings": [{"file", "line", "code", "text"}]}.
        #[arg(long)]
        json: bool,
    },
    /// Installs a kit into an installation; its running cases keep their version.
    ///
    /// Example: gishe kit install kits/tax-valuation --data data
    Install {
        /// Folder of the kit.
        folder: PathBuf,
        /// Folder of the installation; default GISHE_DATA or ./data.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Number of the administration in this installation.
        #[arg(long, default_value_t = 1)]
        administration: i64,
    },
    /// Tells in words what differs between two kits.
    ///
    /// Example: gishe kit diff kits/tax-valuation /tmp/tax-valuation
    Diff {
        /// The older kit.
        old: PathBuf,
        /// The newer kit.
        new: PathBuf,
        /// {"changes": […]}.
        #[arg(long)]
        json: bool,
    },
}

/// Templates are checked by drawing them with sample data.
struct Drawn(documents::Engine);

impl TemplateCheck for Drawn {
    fn template_check(&self, _name: &str, source: &str, sample: &TemplateSample) -> Vec<TemplateProblem> {
        let mut facts = Facts::sample(sample.application.clone(), sample.fields.clone());
        facts.grounds = sample.grounds.iter().map(|(text, legal)| Ground { text: text.clone(), legal: legal.clone() }).collect();
        let problems = self.0.check(source, &facts.data());
        let severity = |problem: &documents::TemplateProblem| match problem.severity {
            documents::Severity::Error => kit::Severity::Error,
            documents::Severity::Warning => kit::Severity::Warning,
        };
        problems
            .into_iter()
            .map(|problem| TemplateProblem { line: problem.line, severity: severity(&problem), text: problem.text })
            .collect()
    }
}

fn findings_of(folder: &Path) -> Result<Vec<Finding>> {
    kit::check_dir(folder, Some(&Drawn(documents::Engine::new()))).with_context(|| text!("cli-kit-unreadable", path = folder.display()))
}

/// Runs a command on kits.
pub(super) fn run(command: KitCommand) -> Result<Outcome> {
    match command {
        KitCommand::Check { folder, json } => check(&folder, json),
        KitCommand::Test { folder, json } => test(&folder, json),
        KitCommand::Install { folder, data, administration } => install(&folder, data, administration),
        KitCommand::Diff { old, new, json } => diff(&old, &new, json),
    }
}

fn check(folder: &Path, as_json: bool) -> Result<Outcome> {
    let findings = findings_of(folder)?;
    let ok = !findings.iter().any(Finding::is_error);
    if as_json {
        print_json(
            &json!({ "ok": ok, "findings": findings.iter().map(|finding| finding.json(words::language().code())).collect::<Vec<_>>() }),
        );
    } else {
        for finding in &findings {
            line(&format!("{}:{}: {} {}", finding.file, finding.line, finding.code, finding.text(words::language().code())));
        }
        line(&if ok { text!("cli-kit-valid") } else { text!("cli-kit-invalid") });
    }
    Ok(Outcome::of(ok))
}

fn test(folder: &Path, as_json: bool) -> Result<Outcome> {
    let findings: Vec<Finding> = findings_of(folder)?.into_iter().filter(Finding::is_error).collect();
    if !findings.is_empty() {
        return check(folder, as_json);
    }
    let files = kit::load_dir(folder)?;
    let (count, differences) = kit_tests::run(&files)?;
    let ok = differences.is_empty();
    if as_json {
        let list: Vec<_> = differences.iter().map(|d| json!({ "file": d.file, "line": d.line, "code": d.code, "text": d.text })).collect();
        print_json(&json!({ "ok": ok, "tests": count, "findings": list }));
    } else {
        for difference in &differences {
            line(&format!("{}:{}: {} {}", difference.file, difference.line, difference.code, difference.text));
        }
        line(&text!("cli-kit-tests", count = count, differences = differences.len()));
    }
    Ok(Outcome::of(ok))
}

fn install(folder: &Path, data: Option<PathBuf>, administration: i64) -> Result<Outcome> {
    if !matches!(check(folder, false)?, Outcome::Done) {
        return Ok(Outcome::Refused);
    }
    let files = kit::load_dir(folder)?;
    let data = data_folder(data);
    if !data.is_dir() {
        bail!(text!("cli-no-installation", path = data.display()));
    }
    let installation = Installation::configured(&data, &Config::load(&data, &Overrides::default())?)?;
    let id = kernel::ids::AdministrationId(administration);
    let ctx = Ctx {
        administration_id: id,
        actor: Actor::System,
        now: installation.clock.now(),
        command_id: None,
        request_id: "kit-install".to_owned(),
        random: installation.random.clone(),
        key: installation.key.clone(),
        base_url: "".into(),
    };
    installation
        .store
        .read_blocking(|tx| organisation::administration_get(tx, id))
        .with_context(|| text!("cli-no-administration", number = administration))?;
    let version = installation.store.write_blocking(move |tx| services::catalogue::kit_install(tx, &ctx, &files))?;
    installation.store.close();
    line(&text!("cli-kit-installed", code = version.code, version = version.version, hash = version.hash));
    Ok(Outcome::Done)
}

fn diff(old: &Path, new: &Path, as_json: bool) -> Result<Outcome> {
    let changes = kit::diff(&kit::load_dir(old)?, &kit::load_dir(new)?);
    if as_json {
        print_json(&json!({ "changes": changes }));
    } else if changes.is_empty() {
        line(&text!("cli-kit-same"));
    } else {
        for change in &changes {
            let side = |sign: &str, value: &Option<String>| value.as_ref().map(|value| format!(" {sign} {value}")).unwrap_or_default();
            line(&format!("{} {}{}{}", change.file, change.key, side("−", &change.old), side("+", &change.new)));
        }
    }
    Ok(Outcome::Done)
}

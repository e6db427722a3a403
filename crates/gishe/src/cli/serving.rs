//! Commands that make and run installations: `demo`, `serve`, `init`, `config`.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use identity::{NewStaff, PasswordParams, Passwords};
use kernel::actor::{Actor, Role};
use kernel::ctx::Ctx;
use kernel::ids::AdministrationId;
use services::organisation::{self, AdministrationData, UnitData};
use web::{Language, Texts};

use super::{Outcome, print_json};
use crate::config::{Config, Overrides, data_folder};
use crate::rebuild::Rebuilt;
use crate::runtime::Installation;
use crate::words::{self, line, text};
use crate::{demo as living, sample, server};

/// Marks a folder that `gishe demo` may empty: a real installation never has it.
const DEMO_MARKER: &str = "demo.marker";

/// A new installation.
#[derive(Args)]
pub struct Init {
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Name of the administration.
    #[arg(long)]
    name: String,
    /// Its name in English.
    #[arg(long, default_value = "")]
    name_en: String,
    /// Its ЕИК.
    #[arg(long)]
    eik: String,
    /// Number of its official document register in the register of registers.
    #[arg(long, default_value_t = 1)]
    register_index: i64,
    /// Sign-in name of the first administrator.
    #[arg(long, default_value = "admin")]
    admin: String,
}

/// What follows the history, made anew.
#[derive(Args)]
pub struct Rebuild {
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// {"cases", "corrected", "facts", "seconds"}.
    #[arg(long)]
    json: bool,
}

/// A look at an installation.
#[derive(Args)]
pub struct Doctor {
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// [{"check", "ok", "text", "advice"}].
    #[arg(long)]
    json: bool,
}

/// Commands on the configuration.
/// The schema of this program.
#[derive(Args)]
pub struct Upgrade {
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Only rehearse: the changes are tried, timed and taken back.
    #[arg(long)]
    dry_run: bool,
    /// {"dry_run", "steps": [{"migration", "about", "took_ms"}]}.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Reads the configuration and says what is wrong with it.
    ///
    /// Example: gishe config check --data data
    Check {
        /// Folder of the installation.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Shows the effective configuration: file, environment and defaults together.
    ///
    /// Example: gishe config show
    Show {
        /// Folder of the installation.
        #[arg(long)]
        data: Option<PathBuf>,
    },
}

fn log_to_stderr(filter: &str) {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let ansi = std::io::stderr().is_terminal();
    // A second start within one process keeps the first subscriber.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(ansi).try_init();
}

pub(super) async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(_) => {
                let _ = interrupt.await;
                return;
            }
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}

/// `gishe serve`.
pub(super) fn serve(data: Option<PathBuf>, listen: Option<SocketAddr>, base_url: Option<String>) -> Result<Outcome> {
    let folder = data_folder(data);
    let config = Config::load(&folder, &Overrides { listen, base_url })?;
    log_to_stderr(&config.log);
    let installation = Installation::configured(&folder, &config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = server::bind(&config).await?;
        line(&format!("listening on {}", config.public_url(listener.local_addr()?)));
        server::serve(installation, &config, listener, async {}, asked_to_stop()).await
    })?;
    Ok(Outcome::Done)
}

/// `gishe demo`: serves at once; the ninety days are lived while the first page is already there.
pub(super) fn demo(folder: &Path, listen: Option<SocketAddr>, cases: usize, keep: bool) -> Result<Outcome> {
    if !keep && folder.exists() {
        let is_demo = folder.join(DEMO_MARKER).exists() || std::fs::read_dir(folder)?.next().is_none();
        if !is_demo {
            bail!(text!("cli-demo-foreign", path = folder.display()));
        }
        std::fs::remove_dir_all(folder).with_context(|| text!("cli-demo-not-emptied", path = folder.display()))?;
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(DEMO_MARKER), "")?;
    let config = Config::load(folder, &Overrides { listen, base_url: None })?;
    // Ninety days are lived at once, so the clock seems to go back all the time.
    log_to_stderr("warn,store::log=error");
    let installation = Installation::configured(folder, &config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(server::bind(&config))?;
    let url = config.public_url(listener.local_addr()?);
    let fresh = installation.store.read_blocking(organisation::administration_list)?.is_empty();
    if !keep && !fresh {
        bail!(text!("cli-demo-database-full"));
    }
    let people = if fresh { Some(living::prepare(&installation, &url)?) } else { None };
    runtime.block_on(async {
        line(&format!("listening on {url}"));
        introduce(&url);
        let living_installation = installation.clone();
        let lived = async move {
            let Some(people) = people else { return };
            let outcome = tokio::task::spawn_blocking(move || {
                let shown = std::io::stdout().is_terminal();
                living::live(&living_installation, &people, &url, cases, |done| {
                    if shown {
                        print!("\r{}", text!("cli-demo-progress", done = done, cases = cases));
                        let _ = std::io::stdout().flush();
                    }
                })
            });
            match outcome.await {
                Ok(Ok(())) => {
                    line(&format!("\nready: {cases}"));
                    line(&text!("cli-demo-ready", cases = cases));
                }
                Ok(Err(error)) => eprintln!("gishe: {}: {error:#}", text!("cli-demo-stopped")),
                Err(error) => eprintln!("gishe: {}: {error}", text!("cli-demo-stopped")),
            }
        };
        server::serve(installation, &config, listener, lived, asked_to_stop()).await
    })?;
    Ok(Outcome::Done)
}

fn introduce(url: &str) {
    line("");
    let addresses =
        [("portal", "/"), ("office", "/office"), ("admin", "/admin"), ("mail", "/office/mail"), ("api", "/api/v1/openapi.json")];
    for (what, path) in addresses {
        line(&format!("  {:<26}{url}{path}", words::texts().get(&format!("cli-demo-{what}"))));
    }
    line("");
    line(&format!("  {}", text!("cli-demo-password", password = sample::PASSWORD)));
    for person in sample::PEOPLE {
        line(&format!("    {:<18} {}, {}", person.login, person.name, person.position));
    }
    line("");
}

/// `gishe init`.
pub(super) fn init(init: Init) -> Result<Outcome> {
    let folder = data_folder(init.data);
    let installation = Installation::configured(&folder, &Config::load(&folder, &Overrides::default())?)?;
    if !installation.store.read_blocking(organisation::administration_list)?.is_empty() {
        bail!(text!("cli-init-full", path = folder.display()));
    }
    let password = identity::password_generate(installation.random.as_ref());
    let hash = Passwords::new(PasswordParams::OWASP)?.hash(&password, installation.random.as_ref())?;
    let ctx = Ctx {
        administration_id: AdministrationId(1),
        actor: Actor::System,
        now: installation.clock.now(),
        command_id: None,
        request_id: "init".to_owned(),
        random: installation.random.clone(),
        key: installation.key.clone(),
        base_url: "".into(),
    };
    let data = AdministrationData {
        eik: init.eik,
        name_bg: init.name.clone(),
        name_en: if init.name_en.is_empty() { init.name.clone() } else { init.name_en },
        register_number: String::new(),
        oid: String::new(),
        register_index: init.register_index,
        host: String::new(),
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        website: String::new(),
        node: "01".to_owned(),
        settings: serde_json::json!({}),
    };
    let login = init.admin.clone();
    installation.store.write_blocking(move |tx| -> Result<(), sample::Error> {
        organisation::administration_create(tx, &ctx, &data)?;
        let unit = UnitData {
            parent_id: None,
            name_bg: Texts::new(Language::Bulgarian).get("cli-init-unit").into_owned(),
            name_en: Texts::new(Language::English).get("cli-init-unit").into_owned(),
            address: String::new(),
            hours: String::new(),
            is_counter: true,
        };
        let unit = organisation::unit_create(tx, &ctx, "cao", &unit)?;
        let new = NewStaff {
            login: init.admin,
            name: Texts::new(Language::Bulgarian).get("cli-init-admin").into_owned(),
            email: String::new(),
            password_hash: hash,
            unit_id: Some(unit),
            position_id: None,
            roles: vec![Role::Admin, Role::ServiceAdmin],
        };
        identity::staff_create(tx, &ctx, new)?;
        Ok(())
    })?;
    installation.store.close();
    line(&text!("cli-init-done", path = folder.display()));
    line(&text!("cli-init-login", login = login, password = password));
    line(&text!("cli-init-next"));
    Ok(Outcome::Done)
}

/// `gishe config …`.
pub(super) fn config(command: ConfigCommand) -> Result<Outcome> {
    let (ConfigCommand::Check { data } | ConfigCommand::Show { data }) = &command;
    let config = Config::load(&data_folder(data.clone()), &Overrides::default())?;
    match command {
        ConfigCommand::Check { .. } => line(&text!("cli-config-valid")),
        ConfigCommand::Show { .. } => line(toml::to_string_pretty(&config.shown())?.trim_end()),
    }
    Ok(Outcome::Done)
}

/// `gishe upgrade`.
pub(super) fn upgrade(upgrade: Upgrade) -> Result<Outcome> {
    let folder = data_folder(upgrade.data);
    if !folder.is_dir() {
        bail!(text!("cli-no-installation", path = folder.display()));
    }
    let config = Config::load(&folder, &Overrides::default())?;
    let steps = store::Store::upgrade(&config.options(&folder)?, upgrade.dry_run)?;
    if upgrade.json {
        let steps = steps.iter().map(|step| {
            serde_json::json!({ "migration": step.migration.name, "about": step.migration.about(), "took_ms": step.took.as_secs_f64() * 1_000.0 })
        });
        print_json(&serde_json::json!({ "dry_run": upgrade.dry_run, "steps": steps.collect::<Vec<_>>() }));
        return Ok(Outcome::Done);
    }
    for step in &steps {
        line(&format!("{}  {:.1} s", step.migration.name, step.took.as_secs_f64()));
        line(&format!("  {}", step.migration.about()));
    }
    let sentence = if upgrade.dry_run { "cli-upgrade-rehearsed" } else { "cli-upgrade-done" };
    line(&crate::words::texts().with1(sentence, "count", steps.len()));
    Ok(Outcome::Done)
}

/// `gishe rebuild`.
pub(super) fn rebuild(rebuild: Rebuild) -> Result<Outcome> {
    let folder = data_folder(rebuild.data);
    if !folder.is_dir() {
        bail!(text!("cli-no-installation", path = folder.display()));
    }
    let config = Config::load(&folder, &Overrides::default())?;
    let installation = Installation::configured(&folder, &config)?;
    let begun = std::time::Instant::now();
    let shows = std::io::stderr().is_terminal();
    let rebuilt = crate::rebuild::rebuild(&installation, |progress| {
        if shows {
            eprint!("\r{}", text!("cli-rebuild-progress", cases = progress.cases, facts = progress.facts));
        }
    });
    if shows {
        eprintln!();
    }
    installation.store.close();
    let (rebuilt, seconds) = (rebuilt?, begun.elapsed().as_secs_f64());
    if rebuild.json {
        let Rebuilt { cases, corrected, facts } = rebuilt;
        print_json(&serde_json::json!({ "cases": cases, "corrected": corrected, "facts": facts, "seconds": seconds }));
    } else {
        let seconds = format!("{seconds:.1}");
        line(&text!("cli-rebuild-done", cases = rebuilt.cases, facts = rebuilt.facts, corrected = rebuilt.corrected, seconds = seconds));
    }
    Ok(Outcome::Done)
}

/// The part of the doctor that asks witnesses, which needs a runtime.
fn doctor_logs(installation: &Installation, config: &Config) -> Result<Vec<crate::doctor::Finding>> {
    let (installation, config) = (installation.clone(), config.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async move {
        let look = move || {
            let witnesses = crate::witnesses::Witnesses::configured(&config)?;
            crate::doctor::look_at_logs(&installation.store, &witnesses, &config, installation.clock.now())
        };
        tokio::task::spawn_blocking(look).await?
    })
}

/// `gishe doctor`.
pub(super) fn doctor(doctor: Doctor) -> Result<Outcome> {
    let folder = data_folder(doctor.data);
    if !folder.is_dir() {
        bail!(text!("cli-no-installation", path = folder.display()));
    }
    let config = Config::load(&folder, &Overrides::default())?;
    let installation = Installation::configured(&folder, &config)?;
    let now_ms = installation.clock.now().as_millisecond();
    let findings = crate::doctor::look(&installation.store, &config.database(), &folder, now_ms);
    let of_logs = doctor_logs(&installation, &config);
    installation.store.close();
    let findings: Vec<_> = findings?.into_iter().chain(of_logs?).collect();
    if doctor.json {
        print_json(&serde_json::to_value(&findings)?);
    } else {
        for finding in &findings {
            line(&format!("{} {}", if finding.ok { "✓" } else { "✗" }, finding.text));
            if !finding.advice.is_empty() {
                line(&format!("  → {}", finding.advice));
            }
        }
    }
    Ok(Outcome::of(findings.iter().all(|finding| finding.ok)))
}

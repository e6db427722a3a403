//! `gishe backup`, `gishe backup verify`, `gishe restore`.

use std::path::PathBuf;

use age::secrecy::SecretString;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use kernel::clock::{Clock, SystemClock};
use serde_json::json;
use store::Store;

use super::{Outcome, print_json};
use crate::backup::{self, Report, Source};
use crate::config::{Config, Overrides, data_folder};
use crate::runtime::Installation;
use crate::words::{line, text};

/// Environment variable with the passphrase of archives.
const PASSPHRASE: &str = "GISHE_BACKUP_PASSPHRASE";

/// How an archive is locked.
#[derive(Args)]
pub struct Lock {
    /// File whose first line is the passphrase; otherwise GISHE_BACKUP_PASSPHRASE.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

/// An archive of everything an installation is.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Backup {
    #[command(subcommand)]
    act: Option<BackupAct>,
    /// The archive to write.
    #[arg(long, required = true)]
    to: Option<PathBuf>,
    /// An earlier archive; files it holds are left out.
    #[arg(long)]
    base: Option<PathBuf>,
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    #[command(flatten)]
    lock: Lock,
    /// {"rows", "blobs", "in_base"}.
    #[arg(long)]
    json: bool,
}

/// Commands on archives.
#[derive(Subcommand)]
pub enum BackupAct {
    /// Reads a whole archive and compares every part with its checksum.
    ///
    /// Example: gishe backup verify gishe-2026-11-25.backup --passphrase-file passphrase
    Verify {
        /// The archive.
        archive: PathBuf,
        #[command(flatten)]
        lock: Lock,
        /// {"rows", "blobs", "in_base"}.
        #[arg(long)]
        json: bool,
    },
}

/// An installation out of archives.
#[derive(Args)]
pub struct Restore {
    /// The archive; earlier ones it builds on stand before it.
    #[arg(required = true)]
    archives: Vec<PathBuf>,
    /// Empty folder for the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Numbers each register passes over, when people went on working after the archive was taken: more than were given out since.
    #[arg(long, default_value_t = 0)]
    skip_numbers: u32,
    #[command(flatten)]
    lock: Lock,
    /// {"rows", "blobs", "in_base"}.
    #[arg(long)]
    json: bool,
}

/// One administration as an archive.
#[derive(Args)]
pub struct Export {
    /// Its number, ЕИК or host name.
    #[arg(long)]
    administration: String,
    /// The archive to write.
    #[arg(long)]
    to: PathBuf,
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    #[command(flatten)]
    lock: Lock,
    /// {"rows", "blobs", "in_base"}.
    #[arg(long)]
    json: bool,
}

impl Lock {
    fn passphrase(&self) -> Result<SecretString> {
        let text = match &self.passphrase_file {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| text!("cli-unreadable", path = path.display()))?;
                text.lines().next().unwrap_or_default().to_owned()
            }
            None => std::env::var(PASSPHRASE).unwrap_or_default(),
        };
        if text.trim().is_empty() {
            bail!(text!("cli-backup-no-passphrase"));
        }
        Ok(SecretString::from(text))
    }
}

fn tell(report: &Report, sentence: &str, as_json: bool) -> Result<Outcome> {
    if as_json {
        print_json(&json!(report));
    } else {
        line(sentence);
        line(&text!("cli-backup-report", rows = report.rows_total(), blobs = report.blobs, base = report.in_base));
    }
    Ok(Outcome::Done)
}

/// `gishe backup …`.
pub(super) fn backup(command: Backup) -> Result<Outcome> {
    let Backup { act, to, base, data, lock, json } = command;
    if let Some(BackupAct::Verify { archive, lock, json }) = act {
        let report = backup::verify(&archive, &lock.passphrase()?)?;
        return tell(&report, &text!("cli-backup-whole", path = archive.display()), json);
    }
    let to = to.context("clap asks for it")?;
    let (folder, store) = opened(data)?;
    let now_ms = SystemClock.now().as_millisecond();
    let source = Source { store: &store, folder: &folder, of: None };
    let report = lock.passphrase().and_then(|passphrase| backup::backup(&source, &to, base.as_deref(), &passphrase, now_ms));
    store.close();
    tell(&report?, &text!("cli-backup-done", path = to.display()), json)
}

/// The folder and the store of an installation that must be there.
fn opened(data: Option<PathBuf>) -> Result<(PathBuf, Store)> {
    let folder = data_folder(data);
    let config = Config::load(&folder, &Overrides::default())?;
    if !folder.is_dir() {
        bail!(text!("cli-no-installation", path = folder.display()));
    }
    let store = Store::open(&config.options(&folder)?)?;
    Ok((folder, store))
}

/// `gishe export …`.
pub(super) fn export(command: Export) -> Result<Outcome> {
    let (folder, store) = opened(command.data)?;
    let exported = (|| {
        let wanted = command.administration.as_str();
        let all = store.read_blocking(services::organisation::administration_list)?;
        let named = all.iter().find(|one| one.id.0.to_string() == wanted || one.eik == wanted || one.host == wanted);
        let named = named.with_context(|| text!("cli-export-unknown", name = wanted))?;
        let source = Source { store: &store, folder: &folder, of: Some(named.id) };
        backup::backup(&source, &command.to, None, &command.lock.passphrase()?, SystemClock.now().as_millisecond())
    })();
    store.close();
    tell(&exported?, &text!("cli-backup-done", path = command.to.display()), command.json)
}

/// `gishe import …`.
pub(super) fn import(command: Restore) -> Result<Outcome> {
    let passphrase = command.lock.passphrase()?;
    if let Some(whole) = command.archives.last()
        && backup::manifest_of(whole, &passphrase)?.administration.is_none()
    {
        bail!(text!("cli-import-whole", path = whole.display()));
    }
    restore(command)
}

/// `gishe restore …`.
pub(super) fn restore(command: Restore) -> Result<Outcome> {
    let folder = data_folder(command.data);
    let passphrase = command.lock.passphrase()?;
    let config = Config::load(&folder, &Overrides::default())?;
    let store = Store::open(&config.options(&folder)?)?;
    let report = backup::restore(&command.archives, &store, &folder, &passphrase);
    store.close();
    let report = report?;
    if let Some(newest) = command.archives.last() {
        let installation = Installation::configured(&folder, &config)?;
        let settled = backup::settle(&installation, &backup::manifest_of(newest, &passphrase)?, command.skip_numbers);
        installation.store.close();
        settled?;
    }
    tell(&report, &text!("cli-restore-done", path = folder.display()), command.json)
}

//! Commands on the logs of an installation: `gishe journal resume`, `gishe journal prove`, and `gishe journal fsck` without a folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value as Json, json};
use services::organisation::{Administration, administration_list};
use store::Store;
use store::log::{self, LogId, Proofs, TilePlace, scrub};
use tlog::SignedCheckpoint;

use super::journal::{findings_tell, trusted};
use super::stamps;
use super::{Outcome, print_json};
use crate::config::{Config, Overrides, data_folder};
use crate::runtime::Installation;
use crate::witnesses::Witnesses;
use crate::words::{line, text};

/// A log that was restored or stopped, compared and set going again.
#[derive(Args)]
pub struct Resume {
    /// Its administration: number, ЕИК or host name, or `journal` for that of the journal; all of them unless given.
    #[arg(long)]
    administration: Option<String>,
    /// Folder with a copy of the published log – `checkpoint` and `tile` – from which missing entries are taken.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// [{"origin", "size", "imported", "repaired"}].
    #[arg(long)]
    json: bool,
}

/// The receipt of an entry.
#[derive(Args)]
#[group(required = true, multiple = false, id = "which")]
pub struct Which {
    /// Identifier of the event: of a reported status, or of an issued document.
    #[arg(long)]
    id: Option<uuid::Uuid>,
    /// Index of the entry.
    #[arg(long)]
    index: Option<u64>,
}

/// A receipt to take away.
#[derive(Args)]
pub struct Prove {
    #[command(flatten)]
    which: Which,
    /// Its administration: number, ЕИК or host name, or `journal` for that of the journal; the first administration unless given.
    #[arg(long)]
    administration: Option<String>,
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// An installation that must be there, and its configuration.
pub(super) fn opened(data: Option<PathBuf>) -> Result<(Installation, Config)> {
    let folder = data_folder(data);
    if !folder.is_dir() {
        bail!(text!("cli-no-installation", path = folder.display()));
    }
    let config = Config::load(&folder, &Overrides::default())?;
    Ok((Installation::configured(&folder, &config)?, config))
}

/// The word for the log of the journal.
const JOURNAL: &str = "journal";

/// The logs asked for: that of the named administration or of the journal, or all.
pub(super) fn asked(store: &Store, wanted: Option<&str>) -> Result<Vec<LogId>> {
    let Some(wanted) = wanted else { return Ok(store.read_blocking(log::logs)?) };
    if wanted == JOURNAL {
        return Ok(vec![LogId::JOURNAL]);
    }
    let all = store.read_blocking(administration_list)?;
    let is_wanted =
        |one: &&Administration| one.id.0.to_string() == wanted || one.eik == wanted || (!one.host.is_empty() && one.host == wanted);
    match all.iter().find(is_wanted) {
        Some(found) => Ok(vec![LogId::of(found.id)]),
        None => bail!(text!("cli-export-unknown", name = wanted)),
    }
}

/// `gishe journal resume`.
pub(super) fn resume(command: Resume) -> Result<Outcome> {
    let (installation, config) = opened(command.data)?;
    let resumed = (|| {
        let witnesses = Witnesses::configured(&config)?;
        let mut all = Vec::new();
        for log in asked(&installation.store, command.administration.as_deref())? {
            all.extend(resume_one(&installation, &witnesses, log, command.from.as_deref())?);
        }
        Ok::<_, anyhow::Error>(all)
    })();
    installation.store.close();
    let resumed = resumed?;
    if command.json {
        print_json(&Json::Array(resumed));
    } else {
        for one in &resumed {
            let word = |name: &str| one[name].as_str().map_or_else(|| one[name].to_string(), str::to_owned);
            let [origin, size, imported, repaired] = ["origin", "size", "imported", "repaired"].map(word);
            line(&text!("cli-journal-resumed", origin = origin, size = size, imported = imported, repaired = repaired));
        }
    }
    Ok(Outcome::Done)
}

/// Compares one log with its tiles, a copy of what was published, and its witnesses; nothing when there is no such log.
fn resume_one(installation: &Installation, witnesses: &Witnesses, log: LogId, from: Option<&Path>) -> Result<Option<Json>> {
    let store = &installation.store;
    let Some(state) = found(store, log)? else { return Ok(None) };
    let (keys, last) = store.read_blocking(|tx| -> store::Result<_> { Ok((log::keys(tx, log)?, log::checkpoint_last(tx, log)?)) })?;
    let place = store.shelf().place(log)?;
    let opened = store.write_blocking(move |tx| log::open(tx, log))?;
    let mut imported = 0;
    let elsewhere = from.map(TilePlace::folder).transpose()?;
    for copy in elsewhere.iter().chain([&place]) {
        if let Some(bytes) = copy.checkpoint()? {
            let signed = SignedCheckpoint::open(&bytes, &keys).with_context(|| text!("cli-journal-copy", origin = state.origin))?;
            imported += log::import(store, opened, copy, signed)?;
        }
    }
    let repaired = scrub(&place, &keys, Some((store, log)), true)?.findings.iter().filter(|one| one.is_repaired).count();
    let sizes = match last.and_then(|last| last.note) {
        Some(note) => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
            let witnesses = witnesses.clone();
            let keys = keys.clone();
            runtime.block_on(async move { tokio::task::spawn_blocking(move || witnesses.sizes(&note, &keys)).await })?
        }
        None => Vec::new(),
    };
    let (writer, head) = log::check(store, opened, &place, &keys, &sizes)?;
    store.write_blocking(move |tx| log::resume(tx, writer, head.size))?;
    Ok(Some(json!({ "origin": state.origin, "size": head.size, "imported": imported, "repaired": repaired })))
}

fn found(store: &Store, log: LogId) -> Result<Option<log::State>> {
    store.read_blocking(|tx| match log::state(tx, log) {
        Ok(state) => Ok(Some(state)),
        Err(store::Error::NotInLog { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    })
}

/// `gishe journal prove`.
pub(super) fn prove(command: Prove) -> Result<Outcome> {
    let (installation, _) = opened(command.data)?;
    let store = &installation.store;
    let receipt = (|| {
        let logs = asked(store, command.administration.as_deref())?;
        // Of all logs the journal stands first; whoever means it says so.
        let log = logs.into_iter().find(|log| command.administration.is_some() || *log != LogId::JOURNAL);
        let log = log.context(text!("cli-journal-no-entry"))?;
        let place = store.shelf().place(log)?;
        let bytes = place.checkpoint()?.context(text!("cli-journal-unpublished"))?;
        let keys = store.read_blocking(|tx| log::keys(tx, log))?;
        let proofs = Proofs::open(place, SignedCheckpoint::open(&bytes, &keys)?)?;
        store.read_blocking(|tx| -> Result<_> {
            let index = match (command.which.index, command.which.id) {
                (Some(index), _) => Some(index),
                (None, Some(id)) => {
                    let event = tlog::EventId(id.into_bytes());
                    log::index_of(tx, log, ejournal::client::PARTICIPANT, event)?
                        .map_or_else(|| log::index_of(tx, log, 0, event), |at| Ok(Some(at)))?
                }
                (None, None) => None,
            };
            let index = index.context(text!("cli-journal-no-entry"))?;
            log::receipt(tx, log, &proofs, index)?.context(text!("cli-journal-unpublished"))
        })
    })();
    store.close();
    // A receipt ends with its own newline.
    print!("{}", receipt?);
    Ok(Outcome::Done)
}

/// `gishe journal fsck` of an installation: every log against its rows.
pub(super) fn fsck(data: Option<PathBuf>, tsa: Option<&Path>, json: bool) -> Result<Outcome> {
    let trust = trusted(tsa)?;
    let (installation, _) = opened(data)?;
    let store = &installation.store;
    let scrubbed = (|| {
        let (mut size, mut findings, mut stamped) = (0, Vec::new(), Vec::new());
        for log in asked(store, None)? {
            let Some(state) = found(store, log)? else { continue };
            let keys = store.read_blocking(|tx| log::keys(tx, log))?;
            let place = store.shelf().place(log)?;
            let scrubbed = scrub(&place, &keys, Some((store, log)), false)?;
            size += scrubbed.size;
            if let Some(trust) = &trust {
                let sizes: Vec<u64> = store.read_blocking(|tx| log::stamps(tx, log))?.iter().map(|stamp| stamp.size).collect();
                stamped.extend(stamps::check(&place, &keys, &sizes, trust));
            }
            findings.extend(scrubbed.findings.into_iter().map(|one| (format!("{}/{}", state.origin, one.path), one.fault.word())));
        }
        Ok::<_, anyhow::Error>((size, findings, stamped))
    })();
    store.close();
    let (size, findings, stamped) = scrubbed?;
    Ok(findings_tell(size, &findings, trust.map(|_| stamped.as_slice()), json))
}

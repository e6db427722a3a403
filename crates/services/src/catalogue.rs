//! Installed kits: which services the administration offers, in which version.
//!
//! The one rule: a version is named by the hash of its files and never changes. A case keeps the version it was filed under,
//! so a superseded one stays readable for ever.

mod cache;
mod search;

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::ctx::Ctx;
use kernel::ids::AdministrationId;
use kernel::permission::Permission;
use kernel::search_text;
use serde_json::json;
use store::command::command_outcome;
use store::history::{self, Event};
use store::{Row, Tx, params};

use crate::Error;
use crate::kit::{Kit, KitFiles, NamedUnit};

pub use search::{ServiceHit, ServiceSearch, service_search};

const INSERT: &str = "INSERT INTO kit
    (administration_id, hash, code, version, number, name_bg, name_en, state, installed_at, installed_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9)";
const FILE_INSERT: &str = "INSERT INTO kit_file (administration_id, kit_hash, path, content)
    VALUES ($1, $2, $3, $4)";
const STATE_SET: &str = "UPDATE kit SET state = $3
    WHERE administration_id = $1 AND hash = $2";
const SUPERSEDE: &str = "UPDATE kit SET state = $4
    WHERE administration_id = $1 AND code = $2 AND hash <> $3 AND state = 'active'";
const GET: &str = "SELECT hash, code, version, number, name_bg, name_en, state, installed_at, installed_by FROM kit
    WHERE administration_id = $1 AND hash = $2";
const LIST: &str = "SELECT hash, code, version, number, name_bg, name_en, state, installed_at, installed_by FROM kit
    WHERE administration_id = $1
    ORDER BY code, installed_at DESC, hash";
const CURRENT: &str = "SELECT hash FROM kit
    WHERE administration_id = $1 AND code = $2 AND state = 'active'";
const ACTIVE: &str = "SELECT hash FROM kit
    WHERE administration_id = $1 AND state = 'active'";
const FILES: &str = "SELECT path, content FROM kit_file
    WHERE administration_id = $1 AND kit_hash = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, FILE_INSERT, STATE_SET, SUPERSEDE, GET, LIST, CURRENT, ACTIVE, FILES];

/// What an installed version is to new applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KitState {
    /// Offered: new applications are filed under it.
    Active,
    /// A newer version took its place; its cases go on under it.
    Superseded,
    /// The service is no longer offered.
    Retired,
}

impl KitState {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            KitState::Active => "active",
            KitState::Superseded => "superseded",
            KitState::Retired => "retired",
        }
    }

    fn of_word(word: &str) -> KitState {
        match word {
            "active" => KitState::Active,
            "superseded" => KitState::Superseded,
            _ => KitState::Retired,
        }
    }
}

/// An installed version of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitVersion {
    /// SHA-256 over its files: its name.
    pub hash: String,
    /// Code of the service.
    pub code: String,
    /// Version, as its author numbered it.
    pub version: String,
    /// Number in the register of services.
    pub number: String,
    /// Name in Bulgarian.
    pub name_bg: String,
    /// Name in English.
    pub name_en: String,
    /// What it is to new applications.
    pub state: KitState,
    /// When it was installed, ms.
    pub installed_at: i64,
    /// By whom; empty when by the system.
    pub installed_by: String,
}

impl KitVersion {
    /// The name in `language` („en“ is English when there is one, anything else Bulgarian).
    pub fn name(&self, language: &str) -> &str {
        if language == "en" && !self.name_en.is_empty() { &self.name_en } else { &self.name_bg }
    }
}

/// Installs a kit and makes it the version under which new applications are filed. The same files again change nothing; the
/// files of an earlier version make that one current again.
///
/// Fails with [`Error::KitRefused`] when the kit has mistakes; nothing is stored then.
pub fn kit_install(tx: &mut Tx<'_>, ctx: &Ctx, files: &KitFiles) -> Result<KitVersion, Error> {
    ctx.require(Permission::KitManage)?;
    let kit = Kit::parse(files).map_err(|findings| Error::KitRefused { findings })?;
    let administration = ctx.administration_id;
    tx.lock(administration, "kits")?;
    let known = tx.query_row(GET, &params![administration, kit.hash()], version)?;
    if let Some(known) = &known {
        if known.state == KitState::Active {
            return Ok(known.clone());
        }
        tx.execute(STATE_SET, &params![administration, kit.hash(), KitState::Active.word()])?;
    } else {
        let manifest = &kit.manifest;
        let by = ctx.actor.staff().map(|staff| staff.name.clone()).unwrap_or_default();
        tx.execute(
            INSERT,
            &params![
                administration,
                kit.hash(),
                &manifest.code,
                &manifest.version,
                &manifest.number,
                &manifest.name.bg,
                &manifest.name.en,
                ctx.now_ms(),
                by
            ],
        )?;
        for (path, content) in files {
            tx.execute(FILE_INSERT, &params![administration, kit.hash(), path, content.as_slice()])?;
        }
    }
    tx.execute(SUPERSEDE, &params![administration, kit.code(), kit.hash(), KitState::Superseded.word()])?;
    let facts = json!({ "code": kit.code(), "version": kit.manifest.version, "hash": kit.hash(), "again": known.is_some() });
    history::append(tx, ctx, Event::of_administration("KitInstalled", facts))?;
    let installed = tx.query_row(GET, &params![administration, kit.hash()], version)?.ok_or(Error::KitUnknown)?;
    cache::keep(Arc::new(kit));
    Ok(installed)
}

/// Stops offering a service; its open cases go on.
pub fn kit_retire(tx: &mut Tx<'_>, ctx: &Ctx, code: &str, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::KitManage)?;
    if command_outcome::<()>(tx, ctx)?.is_some() {
        return Ok(());
    }
    let hash = tx.query_row(CURRENT, &params![ctx.administration_id, code], |row| row.get::<String>(0))?.ok_or(Error::KitUnknown)?;
    tx.execute(STATE_SET, &params![ctx.administration_id, &hash, KitState::Retired.word()])?;
    let facts = json!({ "code": code, "hash": hash });
    history::append(tx, ctx, Event::of_administration("KitRetired", facts).because(reason.trim()))?;
    store::command::command_record(tx, ctx, &())?;
    Ok(())
}

/// The kit of a version this administration has installed, current or not.
pub fn kit_by_hash(tx: &Tx<'_>, administration: AdministrationId, hash: &str) -> Result<Arc<Kit>, Error> {
    tx.query_row(GET, &params![administration, hash], |_| Ok(()))?.ok_or(Error::KitUnknown)?;
    if let Some(kit) = cache::get(hash) {
        return Ok(kit);
    }
    let damaged = || Error::KitDamaged { hash: hash.to_owned() };
    let kit = Kit::parse(&kit_files(tx, administration, hash)?).map_err(|_| damaged())?;
    if kit.hash() != hash {
        return Err(damaged());
    }
    let kit = Arc::new(kit);
    cache::keep(kit.clone());
    Ok(kit)
}

/// The kit under which new applications for a service are filed.
pub fn kit_current(tx: &Tx<'_>, administration: AdministrationId, code: &str) -> Result<Option<Arc<Kit>>, Error> {
    match tx.query_row(CURRENT, &params![administration, code], |row| row.get::<String>(0))? {
        Some(hash) => kit_by_hash(tx, administration, &hash).map(Some),
        None => Ok(None),
    }
}

/// The files of an installed version.
pub fn kit_files(tx: &Tx<'_>, administration: AdministrationId, hash: &str) -> Result<KitFiles, Error> {
    let files: BTreeMap<String, Vec<u8>> =
        tx.query(FILES, &params![administration, hash], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    if files.is_empty() { Err(Error::KitUnknown) } else { Ok(files) }
}

/// An installed version.
pub fn kit_version_get(tx: &Tx<'_>, administration: AdministrationId, hash: &str) -> Result<KitVersion, Error> {
    tx.query_row(GET, &params![administration, hash], version)?.ok_or(Error::KitUnknown)
}

/// Every installed version, by service, the latest first.
pub fn kit_version_list(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Vec<KitVersion>> {
    tx.query(LIST, &params![administration], version)
}

/// Every service on offer, by its Bulgarian name.
pub fn service_list(tx: &Tx<'_>, administration: AdministrationId) -> Result<Vec<Arc<Kit>>, Error> {
    let hashes = tx.query(ACTIVE, &params![administration], |row| row.get::<String>(0))?;
    let mut kits = hashes.iter().map(|hash| kit_by_hash(tx, administration, hash)).collect::<Result<Vec<_>, _>>()?;
    kits.sort_by_cached_key(|kit| (search_text::fold(&kit.manifest.name.bg), kit.code().to_owned()));
    Ok(kits)
}

/// Units a kit names and the administration does not have: their tasks would go to the responsible unit.
pub fn kit_units_missing(tx: &Tx<'_>, administration: AdministrationId, kit: &Kit) -> store::Result<Vec<NamedUnit>> {
    let mut missing = Vec::new();
    for unit in &kit.manifest.unit.named {
        if crate::organisation::unit_by_code(tx, administration, &unit.code)?.is_none() {
            missing.push(unit.clone());
        }
    }
    Ok(missing)
}

fn version(row: &Row<'_>) -> store::Result<KitVersion> {
    Ok(KitVersion {
        hash: row.get(0)?,
        code: row.get(1)?,
        version: row.get(2)?,
        number: row.get(3)?,
        name_bg: row.get(4)?,
        name_en: row.get(5)?,
        state: KitState::of_word(&row.get::<String>(6)?),
        installed_at: row.get(7)?,
        installed_by: row.get(8)?,
    })
}

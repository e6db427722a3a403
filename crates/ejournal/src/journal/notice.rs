//! What the journal itself says in its log: entries of kind 2, each with a JSON payload that names the change (`journal-log.md` §1).
//!
//! The one rule: a notice is written in the transaction of the change it tells.

use std::sync::Arc;

use kernel::entity_number::EntityNumber;
use kernel::ids::uuid_v7;
use serde_json::{Value as Json, json};
use store::log::{self, Leaf, Sealed};
use store::{Tx, params};
use tlog::{CaseTag, EventId, Extension, Kind, Opening, Salt};

use super::access::require_operator;
use super::{Ctx, Error, LOG, Result, eik_number};
use crate::event::ServiceNumber;
use crate::nomenclature::Nomenclature;

const EPOCH: &str = "INSERT INTO journal_epoch (epoch, begun_at)
    VALUES ($1, $2)
    ON CONFLICT (epoch) DO NOTHING";
const OID: &str = "INSERT INTO journal_oid (oid, administration, service)
    VALUES ($1, $2, $3)
    ON CONFLICT (oid) DO UPDATE SET administration = excluded.administration, service = excluded.service";
const PUBLISH: &str = "INSERT INTO journal_nomenclature (version, content, published_at)
    VALUES ($1, $2, $3)
    ON CONFLICT (version) DO NOTHING";
const IN_FORCE: &str = "SELECT content FROM journal_nomenclature
    ORDER BY published_at DESC, version DESC LIMIT 1";

const VERSIONS: &str = "SELECT version, content, published_at FROM journal_nomenclature
    ORDER BY published_at DESC, version DESC";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[EPOCH, OID, PUBLISH, IN_FORCE, VERSIONS];

/// LIMIT: characters of an object identifier.
const OID_CHARS_MAX: usize = 200;

/// A leaf that the log itself writes, numbered by it.
pub(super) fn own_leaf(ctx: &Ctx, kind: Kind, payload: Vec<u8>, extension: Extension) -> Sealed {
    let mut salt = [0; 32];
    ctx.random.fill(&mut salt);
    let leaf = Leaf {
        kind,
        occurred_ms: u64::try_from(ctx.now_ms()).unwrap_or(0),
        participant: 0,
        sequence: None,
        service: 0,
        status: 0,
        tag_epoch: 0,
        case_tag: CaseTag::NONE,
        event_id: EventId(*uuid_v7(ctx.now, ctx.random.as_ref()).as_bytes()),
        opening: Opening { salt: Salt(salt), payload },
        signature: None,
        extension,
    };
    leaf.seal()
}

/// A notice as a leaf.
pub(super) fn notice(ctx: &Ctx, text: &Json) -> Sealed {
    own_leaf(ctx, Kind::Notice, text.to_string().into_bytes(), Extension::new())
}

/// Has a notice logged; it waits while the log checks itself.
pub(super) fn pend(tx: &mut Tx<'_>, ctx: &Ctx, text: &Json) -> Result<()> {
    Ok(log::pend(tx, LOG, ctx.now_ms(), &notice(ctx, text))?)
}

/// Writes down that the key of case tags in `ctx` is in use from now on; a second time changes nothing.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn epoch_begin(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<()> {
    require_operator(tx, ctx)?;
    let epoch = ctx.keys.tag.epoch();
    if tx.execute(EPOCH, &params![i64::from(epoch), ctx.now_ms()])? == 1 {
        pend(tx, ctx, &json!({"notice": "tag-key", "epoch": epoch}))?;
    }
    Ok(())
}

/// Says what an object identifier of the older register means: an administration, a service, or both.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::Field`] for an empty or too long identifier.
pub fn oid_set(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    oid: &str,
    administration: Option<&EntityNumber>,
    service: Option<&ServiceNumber>,
) -> Result<()> {
    require_operator(tx, ctx)?;
    if oid.is_empty() || oid.chars().count() > OID_CHARS_MAX {
        return Err(Error::Field { field: "oid" });
    }
    tx.execute(OID, &params![oid, administration.map(eik_number), service.map(ServiceNumber::as_str)])?;
    Ok(())
}

/// Puts a version of the nomenclature into force, given as its file.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::Nomenclature`] when it cannot be read or changes what the one in
/// force means.
pub fn nomenclature_publish(tx: &mut Tx<'_>, ctx: &Ctx, content: &str) -> Result<Arc<Nomenclature>> {
    require_operator(tx, ctx)?;
    let new = Nomenclature::load(content).map_err(Error::Nomenclature)?;
    let now = nomenclature_in_force(tx)?;
    new.succeeds(&now).map_err(Error::Nomenclature)?;
    let version = new.version().to_string();
    if tx.execute(PUBLISH, &params![&version, content, ctx.now_ms()])? == 1 {
        pend(tx, ctx, &json!({"notice": "nomenclature", "version": version}))?;
    }
    Ok(Arc::new(new))
}

/// The nomenclature in force: the last one published, else the one that comes with the program.
pub fn nomenclature_in_force(tx: &Tx<'_>) -> Result<Arc<Nomenclature>> {
    let content = tx.query_row(IN_FORCE, &[], |row| row.get::<String>(0))?;
    Ok(match content {
        Some(content) => Arc::new(Nomenclature::load(&content).map_err(Error::Nomenclature)?),
        None => Arc::new(Nomenclature::shipped().clone()),
    })
}

/// A version of the nomenclature that was published beside the one that comes with the program.
#[derive(Debug, Clone)]
pub struct Published {
    /// The version.
    pub nomenclature: Arc<Nomenclature>,
    /// When it was published, ms since 1970; nothing for the one that comes with the program.
    pub published_at: Option<i64>,
}

/// Every version of the nomenclature, the one in force first, the one that comes with the program last.
pub fn nomenclature_versions(tx: &Tx<'_>) -> Result<Vec<Published>> {
    let rows = tx.query(VERSIONS, &[], |row| Ok((row.get::<String>(1)?, row.get::<i64>(2)?)))?;
    let mut all = Vec::with_capacity(rows.len() + 1);
    for (content, at) in rows {
        let nomenclature = Arc::new(Nomenclature::load(&content).map_err(Error::Nomenclature)?);
        all.push(Published { nomenclature, published_at: Some(at) });
    }
    all.push(Published { nomenclature: Arc::new(Nomenclature::shipped().clone()), published_at: None });
    Ok(all)
}

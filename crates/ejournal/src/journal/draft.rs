//! The next version of the nomenclature while it is being written.
//!
//! The one rule: a draft always reads as a nomenclature and always continues the one in force; what would break either is refused with
//! its reasons, and the draft stays as it was.

use jiff::civil::Date;
use store::{Tx, params};

use super::access::require_operator;
use super::notice::{nomenclature_in_force, nomenclature_publish};
use super::{Ctx, Error, Result};
use crate::event::Status;
use crate::nomenclature::{Nomenclature, NomenclatureError, Problem, StatusEntry};

const READ: &str = "SELECT content, changed_at, changed_by FROM journal_draft
    WHERE id = 1";
const WRITE: &str = "INSERT INTO journal_draft (id, content, changed_at, changed_by)
    VALUES (1, $1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at, changed_by = excluded.changed_by";
const DROP: &str = "DELETE FROM journal_draft
    WHERE id = 1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[READ, WRITE, DROP];

/// A draft.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its entries; the version it gets is worked out when it is published.
    pub nomenclature: Nomenclature,
    /// When it was changed, ms since 1970.
    pub changed_at: i64,
    /// By whom.
    pub changed_by: String,
}

/// The draft, if one is being written.
pub fn draft(tx: &Tx<'_>) -> Result<Option<Draft>> {
    let row = tx.query_row(READ, &[], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?)))?;
    row.map(|(content, changed_at, changed_by)| {
        let nomenclature = Nomenclature::load(&content).map_err(Error::Nomenclature)?;
        Ok(Draft { nomenclature, changed_at, changed_by })
    })
    .transpose()
}

fn write(tx: &mut Tx<'_>, ctx: &Ctx, nomenclature: &Nomenclature, who: &str) -> Result<()> {
    tx.execute(WRITE, &params![nomenclature.to_toml(), ctx.now_ms(), who])?;
    Ok(())
}

/// Begins a draft with the entries in force; one that is there stays.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn draft_begin(tx: &mut Tx<'_>, ctx: &Ctx, who: &str) -> Result<()> {
    require_operator(tx, ctx)?;
    if draft(tx)?.is_none() {
        let now = nomenclature_in_force(tx)?;
        write(tx, ctx, &now, who)?;
    }
    Ok(())
}

fn required(tx: &Tx<'_>) -> Result<Nomenclature> {
    draft(tx)?.map(|draft| draft.nomenclature).ok_or(Error::Unknown)
}

/// Puts a status into the draft: a new one, or another form of one that is there.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::Unknown`] when there is no draft, with [`Error::Nomenclature`].
pub fn draft_status_set(tx: &mut Tx<'_>, ctx: &Ctx, status: &StatusEntry, who: &str) -> Result<()> {
    require_operator(tx, ctx)?;
    let before = required(tx)?;
    let mut statuses = before.statuses().to_vec();
    match statuses.iter_mut().find(|entry| entry.code == status.code) {
        Some(entry) => *entry = status.clone(),
        None => statuses.push(status.clone()),
    }
    changed(tx, ctx, &before, statuses, who)
}

/// Takes a status out of the draft that is not in force yet.
///
/// Fails as [`draft_status_set`]; [`Error::Nomenclature`] for one that is in force.
pub fn draft_status_drop(tx: &mut Tx<'_>, ctx: &Ctx, code: &Status, who: &str) -> Result<()> {
    require_operator(tx, ctx)?;
    let before = required(tx)?;
    let statuses = before.statuses().iter().filter(|entry| entry.code != *code).cloned().collect();
    changed(tx, ctx, &before, statuses, who)
}

fn changed(tx: &mut Tx<'_>, ctx: &Ctx, before: &Nomenclature, statuses: Vec<StatusEntry>, who: &str) -> Result<()> {
    let after = before.with_statuses(statuses).map_err(Error::Nomenclature)?;
    // Which version it becomes is settled when it is published; here only what may not change at all.
    if let Err(NomenclatureError::Content(problems)) = after.succeeds(&*nomenclature_in_force(tx)?) {
        let problems: Vec<Problem> = problems.into_iter().filter(|problem| !matches!(problem, Problem::Version { .. })).collect();
        if !problems.is_empty() {
            return Err(Error::Nomenclature(NomenclatureError::Content(problems)));
        }
    }
    write(tx, ctx, &after, who)
}

/// Throws the draft away.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn draft_discard(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<()> {
    require_operator(tx, ctx)?;
    tx.execute(DROP, &[])?;
    Ok(())
}

/// Puts the draft into force from a day, under the least version that says what changed; answers which.
///
/// Fails as [`draft_status_set`], with [`Error::Field`] when nothing changed or the day lies before the one in force.
pub fn draft_publish(tx: &mut Tx<'_>, ctx: &Ctx, from: Date) -> Result<String> {
    require_operator(tx, ctx)?;
    let (draft, now) = (required(tx)?, nomenclature_in_force(tx)?);
    let version = draft.least_version(&now);
    if version == now.version() {
        return Err(Error::Field { field: "draft" });
    }
    if from < now.from() {
        return Err(Error::Field { field: "from" });
    }
    nomenclature_publish(tx, ctx, &draft.as_version(version, from).to_toml())?;
    tx.execute(DROP, &[])?;
    Ok(version.to_string())
}

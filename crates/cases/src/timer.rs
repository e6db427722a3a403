//! What falls due: timers of the process and warnings of the term, as rows that a worker takes when their time comes.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::term::{Warning, WarningKind};
use store::lease::{Hold, LEASE, Node};
use store::{Tx, params};

use crate::error::Error;

const SET: &str = "INSERT INTO timer (administration_id, case_id, kind, number, due_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (administration_id, case_id, kind, number) DO UPDATE SET
        due_at = excluded.due_at, lease_until = 0, fence = timer.fence + 1";
const CLEAR: &str = "DELETE FROM timer
    WHERE administration_id = $1 AND case_id = $2 AND kind = $3 AND number = $4";
const CLEAR_KIND: &str = "DELETE FROM timer
    WHERE administration_id = $1 AND case_id = $2 AND kind = $3";
const CLEAR_CASE: &str = "DELETE FROM timer
    WHERE administration_id = $1 AND case_id = $2";
const CLAIM: &str = "WITH due AS MATERIALIZED (
        SELECT case_id, kind, number FROM timer
        WHERE administration_id = $1 AND due_at <= $2 AND (lease_until <= {clock_ms} OR lease_until > {clock_ms} + $5)
        ORDER BY due_at LIMIT $3 {skip_locked})
    UPDATE timer SET owner = $4, lease_until = {clock_ms} + $5, fence = fence + 1
    WHERE administration_id = $1 AND (case_id, kind, number) IN (SELECT case_id, kind, number FROM due)
    RETURNING case_id, kind, number, due_at, fence";
const TAKE: &str = "DELETE FROM timer
    WHERE administration_id = $1 AND case_id = $2 AND kind = $3 AND number = $4 AND fence = $5";
const NEXT: &str = "SELECT MIN(due_at) FROM timer
    WHERE administration_id = $1";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[SET, CLEAR, CLEAR_KIND, CLEAR_CASE, CLAIM, TAKE, NEXT];

/// A timer of the process; its number is the engine's.
pub(crate) const PROCESS: &str = "process";
/// A warning of the term; its number is the per cent, [`DAY_BEFORE`] or [`BREACH`].
pub(crate) const WARNING: &str = "warning";
/// One working day is left.
pub const DAY_BEFORE: i64 = 200;
/// The term has passed.
pub const BREACH: i64 = 201;

/// A timer whose time has come.
#[derive(Debug, Clone)]
pub struct DueTimer {
    /// Whose.
    pub administration_id: AdministrationId,
    /// Of which case.
    pub case_id: CaseId,
    /// [`PROCESS`] or [`WARNING`].
    pub(crate) kind: String,
    /// Its number.
    pub(crate) number: i64,
    /// When it was due, ms since 1970 UTC.
    pub due_at: i64,
    /// The fence of the claim.
    fence: i64,
    /// How long it is ours.
    pub hold: Hold,
}

pub(crate) fn set(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, kind: &str, number: i64, due_at: i64) -> Result<(), Error> {
    tx.execute(SET, &params![ctx.administration_id, case, kind, number, due_at])?;
    Ok(())
}

pub(crate) fn clear(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, kind: &str, number: i64) -> Result<bool, Error> {
    Ok(tx.execute(CLEAR, &params![ctx.administration_id, case, kind, number])? == 1)
}

pub(crate) fn clear_case(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<(), Error> {
    tx.execute(CLEAR_CASE, &params![ctx.administration_id, case])?;
    Ok(())
}

/// Replaces the warnings of a case by those still ahead.
pub(crate) fn warnings_set(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, warnings: &[Warning]) -> Result<(), Error> {
    tx.execute(CLEAR_KIND, &params![ctx.administration_id, case, WARNING])?;
    for warning in warnings.iter().filter(|warning| warning.at > ctx.now) {
        let number = match warning.kind {
            WarningKind::Percent(percent) => i64::from(percent),
            WarningKind::DayBefore => DAY_BEFORE,
            WarningKind::Breach => BREACH,
        };
        set(tx, ctx, case, WARNING, number, warning.at.as_millisecond())?;
    }
    Ok(())
}

/// Claims up to `limit` timers of an administration that are due at `now_ms`, the oldest first.
pub fn timers_claim(
    tx: &mut Tx<'_>,
    administration: AdministrationId,
    node: &Node,
    now_ms: i64,
    limit: i64,
) -> Result<Vec<DueTimer>, Error> {
    let hold = Hold::begins();
    let lease_ms = i64::try_from(LEASE.as_millis()).expect("a lease lasts seconds");
    let mut due = tx.change(CLAIM, &params![administration, now_ms, limit, &node.0, lease_ms], |row| {
        Ok(DueTimer {
            administration_id: administration,
            case_id: row.get(0)?,
            kind: row.get(1)?,
            number: row.get(2)?,
            due_at: row.get(3)?,
            fence: row.get(4)?,
            hold,
        })
    })?;
    due.sort_by_key(|timer| timer.due_at);
    Ok(due)
}

/// Takes a claimed timer for good; false when it fired elsewhere or was set anew meanwhile.
pub(crate) fn take(tx: &mut Tx<'_>, due: &DueTimer) -> Result<bool, Error> {
    Ok(tx.execute(TAKE, &params![due.administration_id, due.case_id, &due.kind, due.number, due.fence])? == 1)
}

/// When the next timer of an administration is due, ms since 1970 UTC.
pub fn timer_next(tx: &Tx<'_>, administration: AdministrationId) -> Result<Option<i64>, Error> {
    Ok(tx.query_row(NEXT, &params![administration], |row| row.get::<Option<i64>>(0))?.flatten())
}

//! What falls due: timers of the process and warnings of the term, as rows that a worker takes when their time comes.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::term::{Warning, WarningKind};
use store::{Tx, params};

use crate::error::Error;

const SET: &str = "INSERT INTO timer (administration_id, case_id, kind, number, due_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (administration_id, case_id, kind, number) DO UPDATE SET due_at = excluded.due_at";
const CLEAR: &str = "DELETE FROM timer
    WHERE administration_id = $1 AND case_id = $2 AND kind = $3 AND number = $4";
const CLEAR_KIND: &str = "DELETE FROM timer
    WHERE administration_id = $1 AND case_id = $2 AND kind = $3";
const CLEAR_CASE: &str = "DELETE FROM timer
    WHERE administration_id = $1 AND case_id = $2";
const DUE: &str = "SELECT administration_id, case_id, kind, number, due_at FROM timer
    WHERE due_at <= $1
    ORDER BY due_at LIMIT $2";
const NEXT: &str = "SELECT MIN(due_at) FROM timer";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[SET, CLEAR, CLEAR_KIND, CLEAR_CASE, DUE, NEXT];

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

/// Up to `limit` timers that are due at `now_ms`, the oldest first.
pub fn timers_due(tx: &Tx<'_>, now_ms: i64, limit: i64) -> Result<Vec<DueTimer>, Error> {
    Ok(tx.query(DUE, &params![now_ms, limit], |row| {
        Ok(DueTimer { administration_id: row.get(0)?, case_id: row.get(1)?, kind: row.get(2)?, number: row.get(3)?, due_at: row.get(4)? })
    })?)
}

/// When the next timer is due, ms since 1970 UTC.
pub fn timer_next(tx: &Tx<'_>) -> Result<Option<i64>, Error> {
    Ok(tx.query_row(NEXT, &[], |row| row.get::<Option<i64>>(0))?.flatten())
}

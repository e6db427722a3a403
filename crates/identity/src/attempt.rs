//! Wrong codes and wrong passwords, counted per subject (a number, a name, an address) within a window.
//!
//! The one rule: what is unknown is counted like what exists, so that a refusal tells nothing.

use kernel::ids::AdministrationId;
use kernel::limits::ATTEMPT_WINDOW_MS;
use store::{Result, Tx, params};

const FIND: &str = "SELECT window_start, count FROM attempt
    WHERE administration_id = $1 AND scope = $2 AND subject = $3";
const RECORD: &str = "INSERT INTO attempt (administration_id, scope, subject, window_start, count)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (administration_id, scope, subject) DO UPDATE SET window_start = excluded.window_start, count = excluded.count";
const CLEAR: &str = "DELETE FROM attempt
    WHERE administration_id = $1 AND scope = $2 AND subject = $3";
const SWEEP: &str = "DELETE FROM attempt
    WHERE window_start <= $1";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[FIND, RECORD, CLEAR, SWEEP];

/// The running window of a subject: when it began and how many attempts it holds.
fn running(tx: &Tx<'_>, administration: AdministrationId, scope: &str, subject: &str, now_ms: i64) -> Result<Option<(i64, i64)>> {
    let found = tx.query_row(FIND, &params![administration, scope, subject], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?;
    Ok(found.filter(|(start, _)| now_ms - start < ATTEMPT_WINDOW_MS))
}

/// Whether the subject has fewer than `max` attempts in the running window.
pub fn attempt_allowed(tx: &Tx<'_>, administration: AdministrationId, scope: &str, subject: &str, now_ms: i64, max: i64) -> Result<bool> {
    Ok(running(tx, administration, scope, subject, now_ms)?.is_none_or(|(_, count)| count < max))
}

/// Counts one failed attempt; answers how many the running window now holds.
pub fn attempt_record(tx: &mut Tx<'_>, administration: AdministrationId, scope: &str, subject: &str, now_ms: i64) -> Result<i64> {
    let (start, count) = running(tx, administration, scope, subject, now_ms)?.unwrap_or((now_ms, 0));
    tx.execute(RECORD, &params![administration, scope, subject, start, count + 1])?;
    Ok(count + 1)
}

/// Begins the window of a subject anew with `count` attempts in it: a lock then lasts a full window.
pub(crate) fn attempt_hold(
    tx: &mut Tx<'_>,
    administration: AdministrationId,
    scope: &str,
    subject: &str,
    now_ms: i64,
    count: i64,
) -> Result<()> {
    tx.execute(RECORD, &params![administration, scope, subject, now_ms, count])?;
    Ok(())
}

/// Forgets the attempts of a subject, after it succeeded.
pub fn attempt_clear(tx: &mut Tx<'_>, administration: AdministrationId, scope: &str, subject: &str) -> Result<()> {
    tx.execute(CLEAR, &params![administration, scope, subject])?;
    Ok(())
}

/// Removes windows that are over; answers how many.
pub fn attempt_sweep(tx: &mut Tx<'_>, now_ms: i64) -> Result<u64> {
    tx.execute(SWEEP, &params![now_ms - ATTEMPT_WINDOW_MS])
}

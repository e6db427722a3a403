//! What is done as time passes: gaps that became too old are no longer waited for, payloads that may not be kept any longer are erased.
//!
//! The one rule: each round is a command of bounded size that a worker repeats until it answers that nothing is left.

use kernel::reference_number::Reference;
use store::{Tx, params};

use super::access::require_operator;
use super::erasure::{Erase, Target, erase, payload_erase};
use super::figures::Moves;
use super::notice::nomenclature_in_force;
use super::rows::{at, key_of, reference};
use super::subject::Subject;
use super::{Ctx, Error, Result, lock};
use crate::event::Reason;
use crate::limits::GAP_RELEASED_HOURS;

const GAPS: &str = "SELECT subject FROM journal_subject
    WHERE gap_at IS NOT NULL AND gap_at < $1
    ORDER BY gap_at LIMIT $2";
const ENDED: &str = "SELECT subject FROM journal_subject
    WHERE ended_at IS NOT NULL AND ended_at < $1 AND erased_at IS NULL
    ORDER BY ended_at LIMIT $2";
const EARLY: &str = "SELECT idx, status, received FROM journal_event
    WHERE idx > $1
    ORDER BY idx LIMIT $2";
const CURSOR: &str = "SELECT idx FROM journal_cursor
    WHERE name = $1";
const CURSOR_SET: &str = "INSERT INTO journal_cursor (name, idx)
    VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET idx = excluded.idx";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[GAPS, ENDED, EARLY, CURSOR, CURSOR_SET];

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// How long payloads are kept after the end of a service, ms: five years (`ejournal.md` §7, a proposal for the operator's rules).
const AFTER_END_MS: i64 = (5 * 365 + 1) * DAY_MS;
/// How long payloads of what happens before an application are kept, ms (§7: 90 days).
const EARLY_MS: i64 = 90 * DAY_MS;
/// LIMIT: services, and entries looked at, in one round: a round stays below the time that others may wait for the writer.
const ROUND: i64 = 256;

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retained {
    /// Payloads erased.
    pub erased: usize,
    /// Whether another round would find more.
    pub has_more: bool,
}

/// Works out anew the state of services whose gap became older than a day (§5.2); answers how many.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn gaps_release(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<usize> {
    require_operator(tx, ctx)?;
    lock(tx)?;
    let nomenclature = nomenclature_in_force(tx)?;
    let before = ctx.now_ms() - GAP_RELEASED_HOURS * 60 * 60 * 1_000;
    let waiting: Vec<String> = tx.query(GAPS, &params![before, ROUND], |row| row.get(0))?;
    let mut moves = Moves::default();
    for subject in &waiting {
        Subject::load(tx, &reference(subject)?, &nomenclature, ctx.now)?.save(tx, &nomenclature, ctx.now, &mut moves)?;
    }
    moves.write(tx)?;
    Ok(waiting.len())
}

/// Erases what may not be kept any longer: everything of a service five years after its end, and of `portal.*`, `auth.*`, `authz.*` and
/// `form.saved` after 90 days.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn retention_run(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Retained> {
    require_operator(tx, ctx)?;
    lock(tx)?;
    let ground: Reason = "retention.ended".parse().map_err(|_| Error::Field { field: "ground" })?;
    let ended: Vec<String> = tx.query(ENDED, &params![ctx.now_ms() - AFTER_END_MS, ROUND], |row| row.get(0))?;
    let mut done = Retained { erased: 0, has_more: ended.len() as i64 == ROUND };
    for subject in ended {
        let number: Reference = reference(&subject)?;
        done.erased += erase(tx, ctx, &Erase { target: Target::Service(number), ground: ground.clone(), authority: None })?.len();
    }
    let early = early(tx, ctx, &ground)?;
    Ok(Retained { erased: done.erased + early.erased, has_more: done.has_more || early.has_more })
}

/// Walks on along the log as far as entries are old enough.
fn early(tx: &mut Tx<'_>, ctx: &Ctx, ground: &Reason) -> Result<Retained> {
    const NAME: &str = "early";
    let nomenclature = nomenclature_in_force(tx)?;
    let from = tx.query_row(CURSOR, &params![NAME], |row| row.get::<i64>(0))?.unwrap_or(-1);
    let rows: Vec<(i64, i64, i64)> = tx.query(EARLY, &params![from, ROUND], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let old: Vec<&(i64, i64, i64)> = rows.iter().take_while(|(_, _, received)| ctx.now_ms() - received > EARLY_MS).collect();
    let is_early = |id: i64| {
        let code = nomenclature.statuses().iter().find(|entry| i64::from(entry.id) == id).map(|entry| entry.code.as_str());
        code.is_some_and(|code| code == "form.saved" || ["portal.", "auth.", "authz."].iter().any(|area| code.starts_with(area)))
    };
    let mut erased = 0;
    for (index, ..) in old.iter().filter(|(_, status, _)| is_early(*status)) {
        let index = u64::try_from(*index).unwrap_or(0);
        let Some((row, _)) = at(tx, index)? else { continue };
        let target = Target::Event(key_of(tx, &row)?);
        erased += usize::from(payload_erase(tx, ctx, index, &Erase { target, ground: ground.clone(), authority: None })?);
    }
    if let Some((last, ..)) = old.last() {
        tx.execute(CURSOR_SET, &params![NAME, *last])?;
    }
    Ok(Retained { erased, has_more: old.len() as i64 == ROUND })
}

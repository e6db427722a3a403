//! What commands want logged, from the command to its index. A command never waits for the log.
//!
//! The one rule: a pending leaf is a row of its command's own transaction; it becomes an entry and goes away in one transaction.

use std::sync::atomic::{AtomicI64, Ordering};

use tlog::{Entry, Opening, Salt};

use super::append::{Outcome, Timed, append_to, known};
use super::leaf::Sealed;
use super::packed::Packed;
use super::state::{Writer, held};
use super::{GROUP_MAX, LogId, uint};
use crate::tx::Tx;
use crate::{Error, Result, params};

const PEND: &str = "INSERT INTO log_pending (log, pended_at, place, event_id, at, sequence, entry, salt, payload, signature)
    VALUES ($1, {clock_ms}, $2, $3, $4, $5, $6, $7, $8, $9)";
/// By key, so that nothing goes away that was written since.
const TAKE: &str = "DELETE FROM log_pending
    WHERE (log, pended_at, place, event_id) IN (
        SELECT log, pended_at, place, event_id FROM log_pending
        WHERE log = $1
        ORDER BY log, pended_at, place, event_id LIMIT $2)
    RETURNING pended_at, place, event_id, at, sequence, entry, salt, payload, signature";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM log_pending
    WHERE log = $1";

pub(super) const STATEMENTS: &[&str] = &[PEND, TAKE, COUNT];

/// How far a command may have begun before its neighbours without anybody's clock having gone back, ms.
const CLOCK_TOLERANCE_MS: u64 = 30_000;

/// Order among leaves of one ms.
static PLACE: AtomicI64 = AtomicI64::new(0);

/// What a round of sequencing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sequenced {
    /// Leaves that got their index, or had it already.
    pub leaves: usize,
    /// How far the clock of a command was behind the last entry, ms.
    pub clock_behind_ms: u64,
}

/// Writes down in a command's own transaction what it wants logged; `now_ms` becomes the time of receipt. The index comes at the end of
/// the same group on SQLite and from [`crate::Store::log_sequence`] on PostgreSQL; while the log checks itself or refuses, the leaf waits.
///
/// The same event again changes nothing. Fails with [`Error::LogConflict`] when another one has its identifier.
pub fn pend(tx: &mut Tx<'_>, log: LogId, now_ms: i64, leaf: &Sealed) -> Result<()> {
    match known(tx, log, leaf)? {
        None => {}
        Some(Outcome::Conflict { index }) => return Err(Error::LogConflict { log, index }),
        Some(_) => return Ok(()),
    }
    let place = PLACE.fetch_add(1, Ordering::Relaxed);
    let entry = &leaf.entry;
    let sequence = leaf.is_counted_by_sender.then(|| super::int(entry.sequence));
    let (salt, payload) = (&leaf.opening.salt.0[..], leaf.opening.payload.as_slice());
    let signature = leaf.signature.as_deref();
    let row = params![log, place, &entry.event_id.0[..], now_ms, sequence, entry.encode(), salt, payload, signature];
    tx.execute(PEND, &row)?;
    if !tx.pended.contains(&log) {
        tx.pended.push(log);
    }
    Ok(())
}

/// Leaves that wait for their index.
pub fn pending_count(tx: &Tx<'_>, log: LogId) -> Result<i64> {
    Ok(tx.query_row(COUNT, &params![log], |row| row.get(0))?.unwrap_or(0))
}

/// Gives the oldest pending leaves, at most [`GROUP_MAX`], their index.
///
/// Fails with [`Error::LostFence`] and [`Error::LogRefuses`]; the leaves wait on then.
pub(crate) fn sequence(tx: &mut Tx<'_>, writer: Writer) -> Result<Sequenced> {
    let state = held(tx, writer)?;
    let mut taken = tx.change(TAKE, &params![writer.log, GROUP_MAX as i64], |row| {
        let order: (i64, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let opening = (row.get::<Vec<u8>>(6)?, row.get::<Vec<u8>>(7)?);
        let (at, sequence, entry) = (row.get::<i64>(3)?, row.get::<Option<i64>>(4)?, row.get::<Vec<u8>>(5)?);
        Ok((order, at, sequence.is_some(), entry, opening, row.get::<Option<Vec<u8>>>(8)?))
    })?;
    if taken.is_empty() {
        return Ok(Sequenced::default());
    }
    taken.sort_by(|one, other| one.0.cmp(&other.0));
    let mut leaves = Vec::with_capacity(taken.len());
    for (_, at, is_counted_by_sender, entry, (salt, payload), signature) in taken {
        let entry = Entry::parse(&entry).map_err(|source| Error::damaged("a pending leaf", source))?;
        let salt = salt.try_into().map_err(|_| Error::LogDamaged { what: "a pending leaf".to_owned(), source: None })?;
        let packed = Packed::of(&payload, signature.as_deref());
        let opening = Opening { salt: Salt(salt), payload };
        leaves.push((at, Sealed { entry, is_counted_by_sender, opening, signature, packed }));
    }
    let events: Vec<Timed<'_>> = leaves.iter().map(|(at, sealed)| Timed { sealed, at_ms: uint(*at) }).collect();
    let appended = append_to(tx, writer, state, &events)?;
    for (outcome, (_, sealed)) in appended.outcomes.iter().zip(&leaves) {
        if let Outcome::Conflict { index } = outcome {
            // Two commands at once gave one identifier to two contents; the log has the first.
            tracing::error!(log = %writer.log, event = %sealed.entry.event_id, index, "a pending leaf has the identifier of another entry");
        }
    }
    if appended.clock_behind_ms > CLOCK_TOLERANCE_MS {
        tracing::warn!(log = %writer.log, behind_ms = appended.clock_behind_ms, "the clock is behind the last entry of the log");
    }
    Ok(Sequenced { leaves: leaves.len(), clock_behind_ms: appended.clock_behind_ms })
}

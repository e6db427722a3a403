//! The head of a log, who may write it, and why nobody may.
//!
//! The one rule: a [`Writer`] exists only after the start-up check, and loses its right the moment somebody else opens the log.

use std::fmt;

use serde::{Deserialize, Serialize};
use tlog::{Frontier, Hash, Refusal, TreeHead};

use super::{LogId, int, uint};
use crate::tx::Tx;
use crate::{Error, Result, params};

const CREATE: &str = "INSERT INTO log_state (log, origin, size, frontier, root, received, fence)
    VALUES ($1, $2, 0, $3, $4, 0, 0)
    ON CONFLICT DO NOTHING";
const STATE: &str = "SELECT origin, size, frontier, root, received, fence, refusal FROM log_state
    WHERE log = $1";
const OPEN: &str = "UPDATE log_state SET fence = fence + 1
    WHERE log = $1
    RETURNING fence";
const ADVANCE: &str = "UPDATE log_state SET size = $4, frontier = $5, root = $6, received = $7
    WHERE log = $1 AND fence = $2 AND size = $3 AND refusal IS NULL";
const ADVANCE_REFUSED: &str = "UPDATE log_state SET size = $4, frontier = $5, root = $6, received = $7
    WHERE log = $1 AND fence = $2 AND size = $3 AND refusal IS NOT NULL";
const REFUSE: &str = "UPDATE log_state SET refusal = $2
    WHERE log = $1";
const RESUME: &str = "UPDATE log_state SET refusal = NULL
    WHERE log = $1 AND fence = $2 AND size = $3";
const LOGS: &str = "SELECT log FROM log_state
    ORDER BY log";
const SENDER: &str = "SELECT sequence FROM log_sender
    WHERE log = $1 AND participant = $2";
const SENDER_SET: &str = "INSERT INTO log_sender (log, participant, sequence)
    VALUES ($1, $2, $3)
    ON CONFLICT (log, participant) DO UPDATE SET sequence = excluded.sequence";

pub(super) const STATEMENTS: &[&str] = &[CREATE, STATE, LOGS, OPEN, ADVANCE, ADVANCE_REFUSED, REFUSE, RESUME, SENDER, SENDER_SET];

/// Why a log neither sequences nor signs; kept with the log until [`resume`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refused {
    /// Restored from a backup and not compared yet with what is known outside (`journal-log.md` §8.5).
    Restored,
    /// Somebody knows a larger log: the store is older than what was published.
    RolledBack {
        /// Who.
        evidence: String,
        /// The size known.
        known: u64,
        /// The size stored.
        stored: u64,
    },
    /// Somebody knows another root at this size.
    Forked {
        /// Who.
        evidence: String,
        /// The size.
        size: u64,
    },
    /// Tiles and entries give another root than the store.
    TilesDiffer {
        /// The size stored.
        size: u64,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Restored => f.write_str("it was restored from a backup and not compared yet"),
            Refused::RolledBack { evidence, known, stored } => write!(f, "{evidence} has size {known}, the store only {stored}"),
            Refused::Forked { evidence, size } => write!(f, "{evidence} has another root at size {size}"),
            Refused::TilesDiffer { size } => write!(f, "its tiles give another root at size {size}"),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::RolledBack { evidence, known, stored } => Refused::RolledBack { evidence: evidence.to_string(), known, stored },
            Refusal::Forked { evidence, size } => Refused::Forked { evidence: evidence.to_string(), size },
            Refusal::TilesDiffer { size } => Refused::TilesDiffer { size },
        }
    }
}

/// The head of a log as it is stored.
#[derive(Debug, Clone)]
pub struct State {
    /// Name of the log, which is the name of its key.
    pub origin: String,
    /// Size and root.
    pub head: TreeHead,
    /// Roots of the complete subtrees.
    pub frontier: Frontier,
    /// Time of receipt of the last entry, ms since 1970.
    pub received_ms: u64,
    /// Why it neither sequences nor signs.
    pub refused: Option<Refused>,
    pub(super) fence: i64,
}

/// A log opened for writing and not checked yet: it can only be given to [`super::check`].
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    pub(super) log: LogId,
    pub(super) fence: i64,
}

/// The right to write a log that passed its start-up check; lost when the log is opened again, by whatever process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writer {
    pub(super) log: LogId,
    pub(super) fence: i64,
}

impl Opened {
    /// Which log.
    pub fn log(&self) -> LogId {
        self.log
    }
}

impl Writer {
    /// Which log.
    pub fn log(&self) -> LogId {
        self.log
    }

    pub(super) fn lost(&self) -> Error {
        Error::LostFence { log: self.log }
    }
}

/// Makes an empty log; doing it again changes nothing. The origin never changes (`journal-log.md` §4).
///
/// Fails with [`Error::NotInLog`] when the log or the origin is there with another one.
pub fn create(tx: &mut Tx<'_>, log: LogId, origin: &str) -> Result<()> {
    let empty = Frontier::new();
    tx.execute(CREATE, &params![log, origin, empty.to_bytes(), &empty.root().0[..]])?;
    match find(tx, log)? {
        Some(found) if found.origin == origin => Ok(()),
        _ => Err(Error::NotInLog { log, what: format!("origin {origin}") }),
    }
}

/// Takes the log for writing: whoever wrote it before is refused from now on.
///
/// Fails with [`Error::NotInLog`] when there is none.
pub fn open(tx: &mut Tx<'_>, log: LogId) -> Result<Opened> {
    let fence = tx.change(OPEN, &params![log], |row| row.get::<i64>(0))?;
    let fence = fence.first().copied().ok_or_else(|| Error::NotInLog { log, what: "head".to_owned() })?;
    Ok(Opened { log, fence })
}

/// Every log of the installation.
pub fn logs(tx: &Tx<'_>) -> Result<Vec<LogId>> {
    tx.query(LOGS, &[], |row| Ok(LogId(row.get(0)?)))
}

/// The head of a log.
///
/// Fails with [`Error::NotInLog`] when there is none, with [`Error::LogDamaged`] when its row is not one.
pub fn state(tx: &Tx<'_>, log: LogId) -> Result<State> {
    find(tx, log)?.ok_or_else(|| Error::NotInLog { log, what: "head".to_owned() })
}

fn find(tx: &Tx<'_>, log: LogId) -> Result<Option<State>> {
    let row = tx.query_row(STATE, &params![log], |row| {
        let head: (i64, Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((row.get::<String>(0)?, head, row.get::<i64>(4)?, row.get::<i64>(5)?, row.get::<Option<String>>(6)?))
    })?;
    let Some((origin, (size, frontier, root), received, fence, refusal)) = row else { return Ok(None) };
    let damaged = || Error::LogDamaged { what: format!("the head of log {log}"), source: None };
    let frontier = Frontier::parse(&frontier).map_err(|source| Error::damaged(format!("the head of log {log}"), source))?;
    let head = TreeHead { size: uint(size), root: Hash::from_slice(&root).ok_or_else(damaged)? };
    if frontier.head() != head {
        return Err(damaged());
    }
    let refused = refusal.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(Some(State { origin, head, frontier, received_ms: uint(received), refused, fence }))
}

/// Whether a log neither grows nor signs; one that is not made yet does not refuse.
pub fn is_refused(tx: &Tx<'_>, log: LogId) -> Result<bool> {
    Ok(find(tx, log)?.is_some_and(|state| state.refused.is_some()))
}

/// The head for its writer, held until the end of the transaction.
///
/// Fails with [`Error::LostFence`] and [`Error::LogRefuses`].
pub(super) fn held(tx: &Tx<'_>, writer: Writer) -> Result<State> {
    // A log is of the whole installation; the lock lies where no administration is.
    tx.lock(kernel::ids::AdministrationId(0), &format!("log {}", writer.log))?;
    allowed(tx, writer)
}

/// The head for whoever still has the right to write it; it may grow at any moment.
///
/// Fails with [`Error::LostFence`] and [`Error::LogRefuses`].
pub(super) fn allowed(tx: &Tx<'_>, writer: Writer) -> Result<State> {
    let state = state(tx, writer.log)?;
    if state.fence != writer.fence {
        return Err(writer.lost());
    }
    match state.refused {
        Some(why) => Err(Error::LogRefuses { log: writer.log, why }),
        None => Ok(state),
    }
}

/// Writes the new head, as the last statement of a transaction that wrote entries.
///
/// Fails with [`Error::LostFence`], and nothing of the transaction can be kept.
pub(super) fn advance(tx: &mut Tx<'_>, writer: Writer, from: u64, frontier: &Frontier, received_ms: u64) -> Result<()> {
    advance_by(tx, ADVANCE, writer, from, frontier, received_ms)
}

/// [`advance`] for a log that refuses, by entries it had before.
pub(super) fn advance_refused(tx: &mut Tx<'_>, opened: Opened, from: u64, frontier: &Frontier, received_ms: u64) -> Result<()> {
    let Opened { log, fence } = opened;
    advance_by(tx, ADVANCE_REFUSED, Writer { log, fence }, from, frontier, received_ms)
}

fn advance_by(tx: &mut Tx<'_>, sql: &str, writer: Writer, from: u64, frontier: &Frontier, received_ms: u64) -> Result<()> {
    let (root, received) = (frontier.root(), int(received_ms));
    let params = params![writer.log, writer.fence, int(from), int(frontier.size()), frontier.to_bytes(), &root.0[..], received];
    if tx.execute(sql, &params)? != 1 {
        tx.poison();
        return Err(writer.lost());
    }
    Ok(())
}

/// Stores why the log neither sequences nor signs from now on; also for an alarm that is found elsewhere, such as the answer of a witness
/// that knows another root (`journal-log.md` §6).
pub fn refuse(tx: &mut Tx<'_>, log: LogId, why: &Refused) -> Result<()> {
    tx.execute(REFUSE, &params![log, serde_json::to_string(why)?])?;
    Ok(())
}

/// Marks a log as restored from a backup: it neither sequences nor signs until [`resume`] (`journal-log.md` §8.5).
pub fn restored(tx: &mut Tx<'_>, log: LogId) -> Result<()> {
    refuse(tx, log, &Refused::Restored)
}

/// Lets a log go on that was compared with tiles, published checkpoint and witnesses: `writer` comes from a [`super::check`] that
/// passed, and `size` is what it found.
///
/// Fails with [`Error::LostFence`] when the log was opened again since.
pub fn resume(tx: &mut Tx<'_>, writer: Writer, size: u64) -> Result<()> {
    if tx.execute(RESUME, &params![writer.log, writer.fence, int(size)])? == 1 { Ok(()) } else { Err(writer.lost()) }
}

/// Last number the log gave to the entries of a participant; 0 before the first.
pub fn sequence_last(tx: &Tx<'_>, log: LogId, participant: u32) -> Result<u64> {
    Ok(tx.query_row(SENDER, &params![log, participant], |row| row.get(0))?.map_or(0, uint))
}

pub(super) fn sequence_set(tx: &mut Tx<'_>, log: LogId, participant: u32, sequence: u64) -> Result<()> {
    tx.execute(SENDER_SET, &params![log, participant, int(sequence)]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_reads_back_as_it_was_stored() {
        let evidence = || "the published checkpoint".to_owned();
        for (why, stored) in [
            (Refused::Restored, r#"{"reason":"restored"}"#),
            (
                Refused::RolledBack { evidence: evidence(), known: 7, stored: 5 },
                r#"{"reason":"rolled_back","evidence":"the published checkpoint","known":7,"stored":5}"#,
            ),
            (Refused::Forked { evidence: evidence(), size: 5 }, r#"{"reason":"forked","evidence":"the published checkpoint","size":5}"#),
            (Refused::TilesDiffer { size: 5 }, r#"{"reason":"tiles_differ","size":5}"#),
        ] {
            assert_eq!(serde_json::to_string(&why).unwrap(), stored);
            assert_eq!(serde_json::from_str::<Refused>(stored).unwrap(), why);
        }
    }
}

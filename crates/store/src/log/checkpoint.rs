//! Checkpoints in the store: the intent before the signature, the note after it, cosignatures as they come.
//!
//! The one rule: a size has one root for ever; whoever intends another one is a fork and stops.

use tlog::{Hash, Note, Signature, TreeHead};

use super::state::{Refused, State, Writer, held, refuse};
use super::{LogId, int, rows, uint};
use crate::tx::Tx;
use crate::value::Row;
use crate::{Error, Result, params};

const INTEND: &str = "INSERT INTO log_checkpoint (log, size, root, intended_at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (log, size) DO NOTHING";
const AT: &str = "SELECT size, root, note, published_at FROM log_checkpoint
    WHERE log = $1 AND size = $2";
const LAST_INTENDED: &str = "SELECT size, root, note, published_at FROM log_checkpoint
    WHERE log = $1
    ORDER BY size DESC LIMIT 1";
const LAST_SIGNED: &str = "SELECT size, root, note, published_at FROM log_checkpoint
    WHERE log = $1 AND note IS NOT NULL
    ORDER BY size DESC LIMIT 1";
const LAST_PUBLISHED: &str = "SELECT size, root, note, published_at FROM log_checkpoint
    WHERE log = $1 AND published_at IS NOT NULL
    ORDER BY size DESC LIMIT 1";
const BEFORE: &str = "SELECT size, root, note, published_at, intended_at, signed_at FROM log_checkpoint
    WHERE log = $1 AND size < $2 AND note IS NOT NULL
    ORDER BY size DESC LIMIT $3";
const SIGNED: &str = "UPDATE log_checkpoint SET note = $4, signed_at = $5
    WHERE log = $1 AND size = $2 AND root = $3 AND note IS NULL";
const NOTE: &str = "UPDATE log_checkpoint SET note = $3
    WHERE log = $1 AND size = $2";
const PUBLISHED: &str = "UPDATE log_checkpoint SET published_at = COALESCE(published_at, $3)
    WHERE log = $1 AND size = $2";

pub(super) const STATEMENTS: &[&str] = &[INTEND, AT, LAST_INTENDED, LAST_SIGNED, LAST_PUBLISHED, BEFORE, SIGNED, NOTE, PUBLISHED];

/// A checkpoint as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Size and root.
    pub head: TreeHead,
    /// The note with all its signatures; nothing while it is only intended.
    pub note: Option<Note>,
    /// Whether it stood in the place of the published one.
    pub is_published: bool,
}

/// A signed checkpoint with its times, ms since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The checkpoint.
    pub stored: Stored,
    /// When it was signed.
    pub signed_at: i64,
    /// When it first stood in the place of the published one.
    pub published_at: Option<i64>,
}

pub(super) fn stored(row: &Row<'_>) -> Result<(i64, Vec<u8>, Option<String>, bool)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<Option<i64>>(3)?.is_some()))
}

pub(super) fn parsed(log: LogId, (size, root, note, is_published): (i64, Vec<u8>, Option<String>, bool)) -> Result<Stored> {
    let what = || format!("checkpoint {size} of log {log}");
    let root = Hash::from_slice(&root).ok_or_else(|| Error::LogDamaged { what: what(), source: None })?;
    let note = note.map(|text| Note::parse(text.as_bytes())).transpose().map_err(|source| Error::damaged(what(), source))?;
    Ok(Stored { head: TreeHead { size: uint(size), root }, note, is_published })
}

/// The checkpoint of a size, if it was ever intended.
pub fn checkpoint_at(tx: &Tx<'_>, log: LogId, size: u64) -> Result<Option<Stored>> {
    tx.query_row(AT, &params![log, int(size)], stored)?.map(|row| parsed(log, row)).transpose()
}

/// The last checkpoint that was signed.
pub fn checkpoint_last(tx: &Tx<'_>, log: LogId) -> Result<Option<Stored>> {
    tx.query_row(LAST_SIGNED, &params![log], stored)?.map(|row| parsed(log, row)).transpose()
}

/// The signed checkpoints of smaller sizes than `size`, the largest first.
pub fn checkpoints_before(tx: &Tx<'_>, log: LogId, size: Option<u64>, limit: i64) -> Result<Vec<Kept>> {
    let before = size.map_or(i64::MAX, int);
    let rows = tx.query(BEFORE, &params![log, before, limit], |row| {
        let intended: i64 = row.get(4)?;
        Ok((stored(row)?, row.get::<Option<i64>>(5)?.unwrap_or(intended), row.get::<Option<i64>>(3)?))
    })?;
    rows.into_iter().map(|(row, signed_at, published_at)| Ok(Kept { stored: parsed(log, row)?, signed_at, published_at })).collect()
}

/// The last one that was signed or may have been.
pub(super) fn last_intended(tx: &Tx<'_>, log: LogId) -> Result<Option<Stored>> {
    tx.query_row(LAST_INTENDED, &params![log], stored)?.map(|row| parsed(log, row)).transpose()
}

/// The last one that stood in its place.
pub(super) fn last_published(tx: &Tx<'_>, log: LogId) -> Result<Option<Stored>> {
    tx.query_row(LAST_PUBLISHED, &params![log], stored)?.map(|row| parsed(log, row)).transpose()
}

/// Writes down that the present head is going to be signed.
///
/// Fails as [`held`] does; the log refuses from then on when its size was intended with another root.
pub(super) fn intend(tx: &mut Tx<'_>, writer: Writer, now_ms: i64) -> Result<std::result::Result<State, Refused>> {
    let state = held(tx, writer)?;
    let TreeHead { size, root } = state.head;
    let previous = last_intended(tx, writer.log)?;
    let refusal = tlog::may_sign(state.head, None, previous.map(|stored| stored.head), &[]);
    if let Err(refusal) = refusal {
        let why = Refused::from(refusal);
        refuse(tx, writer.log, &why)?;
        return Ok(Err(why));
    }
    tx.execute(INTEND, &params![writer.log, int(size), &root.0[..], now_ms])?;
    Ok(Ok(state))
}

/// Stores the note of an intended checkpoint; one that is there already stays.
pub(super) fn signed(tx: &mut Tx<'_>, writer: Writer, head: TreeHead, note: &Note, now_ms: i64) -> Result<Stored> {
    held(tx, writer)?;
    tx.execute(SIGNED, &params![writer.log, int(head.size), &head.root.0[..], note.to_string(), now_ms])?;
    let stored = checkpoint_at(tx, writer.log, head.size)?;
    stored.filter(|stored| stored.head == head && stored.note.is_some()).ok_or_else(|| writer.lost())
}

/// Writes down that a checkpoint is in its place, and lets the hashes go that stand in its full tiles.
pub(super) fn published(tx: &mut Tx<'_>, writer: Writer, size: u64, now_ms: i64) -> Result<()> {
    held(tx, writer)?;
    tx.execute(PUBLISHED, &params![writer.log, int(size), now_ms])?;
    rows::hashes_drop(tx, writer.log, size)
}

/// Adds cosignatures of witnesses, which the caller has verified, to a stored checkpoint; the next publication shows them.
///
/// Fails with [`Error::NotInLog`] when the log has no signed checkpoint of this size.
pub fn cosigned(tx: &mut Tx<'_>, log: LogId, size: u64, cosignatures: Vec<Signature>) -> Result<Note> {
    tx.lock(kernel::ids::AdministrationId(0), &format!("log {log}"))?;
    let note = checkpoint_at(tx, log, size)?.and_then(|stored| stored.note);
    let mut note = note.ok_or_else(|| Error::NotInLog { log, what: format!("checkpoint of size {size}") })?;
    cosignatures.into_iter().for_each(|cosignature| note.add(cosignature));
    tx.execute(NOTE, &params![log, int(size), note.to_string()])?;
    Ok(note)
}

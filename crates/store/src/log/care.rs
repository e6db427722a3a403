//! What is done for a log from time to time: signs of life, time stamps of its checkpoints.
//!
//! The one rule: nothing here changes the log; a stamp lies in the place of the log before its row says that it is there.

use tlog::Note;

use super::checkpoint::{Stored, parsed, stored};
use super::place::TilePlace;
use super::{LogId, int, uint};
use crate::tx::Tx;
use crate::{Error, Result, Store, params};

const HEARTBEAT_LAST: &str = "SELECT heartbeat_at FROM log_heartbeat
    WHERE log = $1";
const HEARTBEAT: &str = "INSERT INTO log_heartbeat (log, heartbeat_at)
    VALUES ($1, $2)
    ON CONFLICT (log) DO UPDATE SET heartbeat_at = excluded.heartbeat_at";
const STAMP_ADD: &str = "INSERT INTO log_stamp (log, size, stamped_at, token)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (log, size) DO NOTHING";
const STAMPS: &str = "SELECT size, stamped_at, token FROM log_stamp
    WHERE log = $1
    ORDER BY size";
const STAMP_LAST: &str = "SELECT size, stamped_at, token FROM log_stamp
    WHERE log = $1
    ORDER BY size DESC LIMIT 1";
const PUBLISHED_BEFORE: &str = "SELECT size, root, note, published_at FROM log_checkpoint
    WHERE log = $1 AND published_at < $2
    ORDER BY size DESC LIMIT 1";
const PUBLISHED_LAST: &str = "SELECT published_at FROM log_checkpoint
    WHERE log = $1 AND published_at IS NOT NULL
    ORDER BY size DESC LIMIT 1";
const NEWEST: &str = "SELECT size, root, note, published_at FROM log_checkpoint
    WHERE log = $1 AND published_at IS NOT NULL
    ORDER BY size DESC LIMIT $2";
const PENDING_SINCE: &str = "SELECT pended_at FROM log_pending
    WHERE log = $1
    ORDER BY log, pended_at, place, event_id LIMIT 1";

pub(super) const STATEMENTS: &[&str] =
    &[HEARTBEAT_LAST, HEARTBEAT, STAMP_ADD, STAMPS, STAMP_LAST, PUBLISHED_BEFORE, PUBLISHED_LAST, NEWEST, PENDING_SINCE];

/// A time stamp of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Size of the checkpoint.
    pub size: u64,
    /// When the authority says that it saw it, ms since 1970.
    pub at_ms: i64,
    /// The token, in DER.
    pub token: Vec<u8>,
}

/// When a log had its last sign of life, ms since 1970.
pub fn heartbeat_last(tx: &Tx<'_>, log: LogId) -> Result<Option<i64>> {
    tx.query_row(HEARTBEAT_LAST, &params![log], |row| row.get(0))
}

/// Writes down that a log has a sign of life.
pub fn heartbeat_set(tx: &mut Tx<'_>, log: LogId, at_ms: i64) -> Result<()> {
    tx.execute(HEARTBEAT, &params![log, at_ms]).map(drop)
}

/// The time stamps of a log, by size.
pub fn stamps(tx: &Tx<'_>, log: LogId) -> Result<Vec<Stamp>> {
    tx.query(STAMPS, &params![log], stamp)
}

/// The time stamp of the largest size.
pub fn stamp_last(tx: &Tx<'_>, log: LogId) -> Result<Option<Stamp>> {
    tx.query_row(STAMP_LAST, &params![log], stamp)
}

fn stamp(row: &crate::Row<'_>) -> Result<Stamp> {
    Ok(Stamp { size: uint(row.get(0)?), at_ms: row.get(1)?, token: row.get(2)? })
}

/// Path of the checkpoint of a stamp, below the place of the log; the token lies beside it with the ending `.tst`.
pub fn stamp_path(size: u64) -> String {
    format!("stamp/{size}")
}

/// Keeps a time stamp that was verified: beside the log, then as a row. For threads that may block.
pub fn stamp_keep(store: &Store, place: &TilePlace, log: LogId, note: &Note, stamp: Stamp) -> Result<()> {
    let path = stamp_path(stamp.size);
    place.replace(&path, note.to_string().into_bytes())?;
    place.replace(&format!("{path}.tst"), stamp.token.clone())?;
    store.write_blocking(move |tx| {
        tx.execute(STAMP_ADD, &params![log, int(stamp.size), stamp.at_ms, stamp.token.as_slice()])?;
        Ok::<_, Error>(())
    })
}

/// The last checkpoint that was published before an instant, ms since 1970.
pub fn published_before(tx: &Tx<'_>, log: LogId, before_ms: i64) -> Result<Option<Stored>> {
    tx.query_row(PUBLISHED_BEFORE, &params![log, before_ms], stored)?.map(|row| parsed(log, row)).transpose()
}

/// When the last published checkpoint was published, ms since 1970.
pub fn published_last(tx: &Tx<'_>, log: LogId) -> Result<Option<i64>> {
    tx.query_row(PUBLISHED_LAST, &params![log], |row| row.get(0))
}

/// The last published checkpoints, the newest first.
pub fn published_newest(tx: &Tx<'_>, log: LogId, count: i64) -> Result<Vec<Stored>> {
    tx.query(NEWEST, &params![log, count], stored)?.into_iter().map(|row| parsed(log, row)).collect()
}

/// Since when the oldest pending leaf waits, by the clock of the database, ms since 1970.
pub fn pending_since(tx: &Tx<'_>, log: LogId) -> Result<Option<i64>> {
    tx.query_row(PENDING_SINCE, &params![log], |row| row.get(0))
}

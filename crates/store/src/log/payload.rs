//! What entries commit to, and its lawful erasure.
//!
//! The one rule: salt, payload and signatures go together, in the transaction that logs the erasure; entries and proofs stay as they are.

use tlog::{Kind, Opening, Salt};

use super::leaf::Sealed;
use super::{LogId, int, packed, pending, rows};
use crate::tx::Tx;
use crate::{Error, Result, params};

/// State of a payload that a rolled back store has lost.
pub(super) const LOST: i64 = 2;
/// State of a payload that is there, packed with its signatures. State 0 is one that is there as it is, 1 one that was erased.
pub(super) const PACKED: i64 = 3;

const OPENING: &str = "SELECT salt, bytes, signature, state FROM log_payload
    WHERE log = $1 AND idx = $2";
const SALT: &str = "SELECT salt FROM log_payload
    WHERE log = $1 AND idx = $2";
const ERASE: &str = "UPDATE log_payload SET state = 1, salt = NULL, bytes = NULL, signature = NULL
    WHERE log = $1 AND idx = $2 AND state IN (0, 3)";

pub(super) const STATEMENTS: &[&str] = &[OPENING, SALT, ERASE];

/// What an entry commits to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// As it was received.
    Present {
        /// Salt and payload.
        opening: Opening,
        /// The sender's block of signatures.
        signature: Option<Vec<u8>>,
    },
    /// Erased; that the entry is in the log stays provable.
    Erased,
    /// The store was rolled back and has the entry from the published files, which hold no payloads; its sender has it.
    Lost,
}

/// What the entry at an index commits to.
///
/// Fails with [`Error::NotInLog`] when there is none, with [`Error::LogDamaged`] when it does not open the commitment.
pub fn payload(tx: &Tx<'_>, log: LogId, index: u64) -> Result<Payload> {
    let columns = tx.query_row(OPENING, &params![log, int(index)], |row| {
        let bytes = |column| row.get::<Option<Vec<u8>>>(column);
        Ok((bytes(0)?, bytes(1)?, bytes(2)?, row.get::<i64>(3)?))
    })?;
    let Some((salt, bytes, signature, state)) = columns else { return Err(Error::NotInLog { log, what: format!("entry {index}") }) };
    let Some((salt, bytes)) = salt.zip(bytes) else {
        return Ok(if state == LOST { Payload::Lost } else { Payload::Erased });
    };
    let (payload, signature) = if state == PACKED { packed::unpack(&bytes)? } else { (bytes, signature) };
    let damaged = || Error::LogDamaged { what: format!("payload {index} of log {log}"), source: None };
    let opening = Opening { salt: Salt(salt.try_into().map_err(|_| damaged())?), payload };
    if !rows::entry_parsed(tx, log, index)?.is_opened_by(&opening) {
        return Err(damaged());
    }
    Ok(Payload::Present { opening, signature })
}

/// The salt of an entry, unless it is erased.
pub(super) fn salt(tx: &Tx<'_>, log: LogId, index: i64) -> Result<Option<Salt>> {
    let salt = tx.query_row(SALT, &params![log, index], |row| row.get::<Option<Vec<u8>>>(0))?.flatten();
    let damaged = |_| Error::LogDamaged { what: format!("payload {index} of log {log}"), source: None };
    salt.map(|salt| salt.try_into().map(Salt).map_err(damaged)).transpose()
}

/// Erases salt, payload and signatures of an entry, and has that logged in the same transaction: `notice` is a leaf of kind 3 that names
/// the entry, with ground and authority in its extension (`journal-log.md` §1). False when it was erased before; nothing is logged then.
///
/// Fails with [`Error::NotInLog`] when there is no such entry or the notice is none.
pub fn erase(tx: &mut Tx<'_>, log: LogId, now_ms: i64, notice: &Sealed) -> Result<bool> {
    let Kind::Erasure { of } = notice.entry.kind else {
        return Err(Error::NotInLog { log, what: "entry that this notice speaks of".to_owned() });
    };
    if tx.execute(ERASE, &params![log, int(of)])? == 0 {
        rows::entry_parsed(tx, log, of)?;
        return Ok(false);
    }
    pending::pend(tx, log, now_ms, notice)?;
    Ok(true)
}

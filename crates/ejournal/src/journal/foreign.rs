//! Checkpoints of the participants' own logs: each becomes an entry of kind 2, so that the journal cannot lose an event unnoticed
//! (`journal-log.md` §6).
//!
//! The one rule: a log has one root at one size, and grows; whoever says otherwise is refused and must explain it to people.

use store::log::{self, Writer};
use store::{Tx, params};
use tlog::{Extension, Hash, Kind, SignedCheckpoint, VerifierKey};

use super::access::{participant, require_operator, sources_of};
use super::notice::{own_leaf, pend};
use super::source::require;
use super::{Caller, Ctx, Error, Result, lock};
use crate::event::Source;

const KEY: &str = "INSERT INTO journal_log_key (source, origin, vkey)
    VALUES ($1, $2, $3)
    ON CONFLICT (source, origin) DO UPDATE SET vkey = excluded.vkey";
const KEYS: &str = "SELECT source, origin, vkey FROM journal_log_key
    WHERE source = $1";
const LAST: &str = "SELECT size, root, idx FROM journal_checkpoint
    WHERE origin = $1
    ORDER BY size DESC LIMIT 1";
const AT: &str = "SELECT root, idx FROM journal_checkpoint
    WHERE origin = $1 AND size = $2";
const ADD: &str = "INSERT INTO journal_checkpoint (origin, size, root, source, idx)
    VALUES ($1, $2, $3, $4, $5)";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[KEY, KEYS, LAST, AT, ADD];

/// Makes the key of a participant's own log known; the name of the key is the origin of the log.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::SourceUnknown`].
pub fn log_key_add(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, key: &VerifierKey) -> Result<()> {
    require_operator(tx, ctx)?;
    let number = require(tx, source)?;
    tx.execute(KEY, &params![number, key.name().as_str(), key.to_string()])?;
    let text = serde_json::json!({"notice": "participant", "change": "log-key", "number": number, "vkey": key.to_string()});
    pend(tx, ctx, &text)
}

/// Takes a checkpoint of the caller's own log; answers the index of the entry of kind 2, the same one when it came before.
///
/// Fails with [`Error::Denied`] for a caller without a source, with [`Error::Checkpoint`] when the note is none, is not signed by a
/// log of the caller, or contradicts an earlier one.
pub fn checkpoint_take(tx: &mut Tx<'_>, ctx: &Ctx, writer: Writer, note: &[u8]) -> Result<u64> {
    let Caller::Certificate(fingerprint) = ctx.caller else { return Err(Error::Denied) };
    let mut keys = Vec::new();
    for number in sources_of(tx, fingerprint)?.into_values() {
        let rows = tx.query(KEYS, &params![number], |row| Ok((row.get::<i64>(0)?, row.get::<String>(2)?)))?;
        for (source, vkey) in rows {
            keys.push((participant(source)?, VerifierKey::parse(&vkey).map_err(|_| Error::Damaged { what: "the key of a log" })?));
        }
    }
    if keys.is_empty() {
        return Err(Error::Denied);
    }
    lock(tx)?;
    let verifiers: Vec<VerifierKey> = keys.iter().map(|(_, key)| key.clone()).collect();
    let wrong = |why| Error::Checkpoint { why };
    let signed = SignedCheckpoint::open(note, &verifiers).map_err(|_| wrong("it is no checkpoint signed by a known log"))?;
    let (origin, head) = (signed.checkpoint().origin().to_owned(), signed.head());
    let source = keys.iter().find(|(_, key)| key.name().as_str() == origin).map(|(source, _)| *source).ok_or(wrong("unknown origin"))?;
    let size = i64::try_from(head.size).map_err(|_| wrong("its size is out of range"))?;
    let known = tx.query_row(AT, &params![&origin, size], |row| Ok((row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?)))?;
    if let Some((root, index)) = known {
        let is_same = Hash::from_slice(&root) == Some(head.root);
        return if is_same { Ok(u64::try_from(index).unwrap_or(0)) } else { Err(wrong("another root came at the same size")) };
    }
    if tx.query_row(LAST, &params![&origin], |row| row.get::<i64>(0))?.is_some_and(|last| last > size) {
        return Err(wrong("a larger one came before"));
    }
    let leaf = own_leaf(ctx, Kind::Notice, note.to_vec(), Extension::new());
    let outcome = log::append(tx, writer, ctx.now_ms(), &[leaf])?.outcomes;
    let index = outcome.first().map(|outcome| outcome.index()).ok_or(Error::Damaged { what: "the log" })?;
    tx.execute(ADD, &params![&origin, size, &head.root.0[..], source, index])?;
    Ok(u64::try_from(index).unwrap_or(0))
}

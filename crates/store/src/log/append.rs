//! Entries get their index: deduplicated, numbered, hashed into the tree and written, all in the transaction of whoever asks.
//!
//! The one rule: the last statement moves the head only where fence and size are still those that were read; otherwise nothing stays.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tlog::{EventId, Hash, Node, Received, Tile, leaf_hash, received_at};

use super::leaf::Sealed;
use super::state::{State, Writer, advance, held, sequence_last, sequence_set};
use super::{LogId, int, payload, rows, uint};
use crate::table::Insert;
use crate::tx::Tx;
use crate::{Result, Value, params};

const KNOWN: &str = "SELECT idx FROM log_dedupe
    WHERE log = $1 AND participant = $2 AND event_id = $3";
const TAKE_BACK: &str = "DELETE FROM log_dedupe
    WHERE log = $1 AND participant = $2 AND event_id = $3 AND idx >= $4";

pub(super) const STATEMENTS: &[&str] = &[KNOWN, TAKE_BACK];

pub(super) static ENTRY: LazyLock<Insert> = LazyLock::new(|| Insert::into_columns("log_entry", &["log", "idx", "bytes"]));
pub(super) static PAYLOAD: LazyLock<Insert> =
    LazyLock::new(|| Insert::into_columns("log_payload", &["log", "idx", "state", "salt", "bytes", "signature"]));
pub(super) static HASH: LazyLock<Insert> = LazyLock::new(|| Insert::into_columns("log_hash", &["log", "level", "n", "bytes"]));
pub(super) static DEDUPE: LazyLock<Insert> =
    LazyLock::new(|| Insert::into_columns("log_dedupe", &["log", "participant", "event_id", "idx"]).passing_over_known());

/// What became of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is a new entry.
    New {
        /// Index of the entry.
        index: i64,
    },
    /// The same event of the same sender is in the log already.
    Known {
        /// Index of the entry.
        index: i64,
    },
    /// Another event has its identifier; it is not logged.
    Conflict {
        /// Index of the other entry.
        index: i64,
    },
}

impl Outcome {
    /// Index of the entry that has the identifier of the event.
    pub fn index(self) -> i64 {
        match self {
            Outcome::New { index } | Outcome::Known { index } | Outcome::Conflict { index } => index,
        }
    }
}

/// What became of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Of each event, in their order.
    pub outcomes: Vec<Outcome>,
    /// How far the clock was behind the last entry, ms: above zero, operators are to be warned (`journal-log.md` §8.7).
    pub clock_behind_ms: u64,
}

/// An event with the time at which the log took it, ms since 1970.
pub(super) struct Timed<'s> {
    pub(super) sealed: &'s Sealed,
    pub(super) at_ms: u64,
}

/// Appends admitted events, at most [`super::GROUP_MAX`], in the caller's own transaction.
///
/// An event that is in the log already is answered with its index; a conflict concerns its event only, the others are taken. Whether
/// two contents are the same is told by the commitment; after an erasure the identifier alone decides.
///
/// Fails with [`crate::Error::LostFence`] when another writer took over and with [`crate::Error::LogRefuses`]; nothing is kept then.
pub fn append(tx: &mut Tx<'_>, writer: Writer, now_ms: i64, events: &[Sealed]) -> Result<Appended> {
    let state = held(tx, writer)?;
    let events: Vec<Timed<'_>> = events.iter().map(|sealed| Timed { sealed, at_ms: uint(now_ms) }).collect();
    append_to(tx, writer, state, &events)
}

/// [`append`] for a head that is held already.
pub(super) fn append_to(tx: &mut Tx<'_>, writer: Writer, state: State, events: &[Timed<'_>]) -> Result<Appended> {
    let log = writer.log;
    let outcomes = deduplicated(tx, log, int(state.head.size), events)?;
    let (mut frontier, mut received_ms, mut clock_behind_ms) = (state.frontier, state.received_ms, 0);
    let mut senders = BTreeMap::new();
    let (mut entries, mut payloads, mut hashes) = (Vec::with_capacity(events.len()), Vec::with_capacity(events.len()), Vec::new());
    for (Timed { sealed, at_ms }, outcome) in events.iter().zip(&outcomes) {
        let Outcome::New { index } = *outcome else { continue };
        let received = received_at(received_ms, *at_ms);
        Received { ms: received_ms, .. } = received;
        clock_behind_ms = clock_behind_ms.max(received.clock_behind_ms);
        let mut entry = sealed.entry.clone();
        entry.received_ms = received_ms;
        if !sealed.is_counted_by_sender {
            let last = match senders.get(&entry.participant) {
                Some(last) => *last,
                None => sequence_last(tx, log, entry.participant)?,
            };
            entry.sequence = last + 1;
            senders.insert(entry.participant, entry.sequence);
        }
        let bytes = entry.encode();
        frontier.append_visiting(leaf_hash(&bytes), |node, hash| hashes.extend(above_leaves(log, node, hash)));
        entries.push(params![log, index, bytes]);
        payloads.push(params![log, index, payload::PACKED, &sealed.opening.salt.0[..], sealed.packed.0.as_slice(), Value::Null]);
    }
    if entries.is_empty() {
        return Ok(Appended { outcomes, clock_behind_ms });
    }
    tx.insert_many(&ENTRY, &entries)?;
    tx.insert_many(&PAYLOAD, &payloads)?;
    tx.insert_many(&HASH, &hashes)?;
    for (participant, sequence) in senders {
        sequence_set(tx, log, participant, sequence)?;
    }
    advance(tx, writer, state.head.size, &frontier, received_ms)?;
    Ok(Appended { outcomes, clock_behind_ms })
}

/// The row of a hash of a tile above the lowest level.
pub(super) fn above_leaves(log: LogId, node: Node, hash: Hash) -> Option<[Value; 4]> {
    let level = node.height / Tile::HEIGHT;
    let is_in_tile = level > 0 && node.height.is_multiple_of(Tile::HEIGHT);
    is_in_tile.then(|| params![log, i64::from(level), int(node.index), &hash.0[..]])
}

fn key(log: LogId, event: &Timed<'_>) -> [Value; 3] {
    let entry = &event.sealed.entry;
    params![log, entry.participant, &entry.event_id.0[..]]
}

/// Gives indexes from `size` on to the events that are new, and writes down their identifiers.
fn deduplicated(tx: &mut Tx<'_>, log: LogId, size: i64, events: &[Timed<'_>]) -> Result<Vec<Outcome>> {
    let numbered = |(index, event): (i64, &Timed<'_>)| {
        let [log, participant, event_id] = key(log, event);
        [log, participant, event_id, Value::Int(index)]
    };
    let rows: Vec<[Value; 4]> = (size..).zip(events).map(numbered).collect();
    if tx.insert_many(&DEDUPE, &rows)? == rows.len() as u64 {
        return Ok((size..).take(events.len()).map(|index| Outcome::New { index }).collect());
    }
    // Some were there: those that were not are taken back, and each is looked up.
    for event in events {
        let [log, participant, event_id] = key(log, event);
        tx.execute(TAKE_BACK, &[log, participant, event_id, Value::Int(size)])?;
    }
    let (mut outcomes, mut rows) = (Vec::with_capacity(events.len()), Vec::new());
    let mut of_group = BTreeMap::<(u32, EventId), (i64, &Sealed)>::new();
    for event in events {
        let entry = &event.sealed.entry;
        let same = of_group.get(&(entry.participant, entry.event_id));
        outcomes.push(if let Some((index, first)) = same {
            outcome_of(*index, first.opening.payload == event.sealed.opening.payload)
        } else if let Some(outcome) = known(tx, log, event.sealed)? {
            outcome
        } else {
            let index = size + rows.len() as i64;
            of_group.insert((entry.participant, entry.event_id), (index, event.sealed));
            rows.push(numbered((index, event)));
            Outcome::New { index }
        });
    }
    tx.insert_many(&DEDUPE, &rows)?;
    Ok(outcomes)
}

fn outcome_of(index: i64, is_same: bool) -> Outcome {
    if is_same { Outcome::Known { index } } else { Outcome::Conflict { index } }
}

/// Index of the entry of a participant's event; nothing when the log does not have it.
pub fn index_of(tx: &Tx<'_>, log: LogId, participant: u32, event: EventId) -> Result<Option<u64>> {
    Ok(tx.query_row(KNOWN, &params![log, participant, &event.0[..]], |row| row.get(0))?.map(uint))
}

/// What the log has under the identifier of an event; nothing when it is new.
///
/// No digest of a payload is kept for this: it would outlive an erasure. The commitment is made anew with the stored salt.
pub(super) fn known(tx: &Tx<'_>, log: LogId, sealed: &Sealed) -> Result<Option<Outcome>> {
    let participant = sealed.entry.participant;
    let Some(index) = index_of(tx, log, participant, sealed.entry.event_id)?.map(int) else { return Ok(None) };
    let is_same = match payload::salt(tx, log, index)? {
        Some(salt) => salt.commit(&sealed.opening.payload) == rows::entry_parsed(tx, log, uint(index))?.commitment,
        None => true,
    };
    Ok(Some(outcome_of(index, is_same)))
}

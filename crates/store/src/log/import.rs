//! The way back of a store that was rolled back: the entries it lacks, from the published files (`journal-log.md` §8.4).
//!
//! The one rule: an entry is taken as it was signed or not at all; nothing is written that the published root does not cover.

use tlog::{Bundle, Entry, HashReader, Node, SignedCheckpoint, Tile, bundle_decode, leaf_hash};

use super::append::{DEDUPE, ENTRY, HASH, PAYLOAD, above_leaves};
use super::place::TilePlace;
use super::proof::Proofs;
use super::state::{Opened, Refused, State, advance_refused, refuse, sequence_last, sequence_set, state};
use super::{LogId, int, payload};
use crate::tx::Tx;
use crate::{Error, Result, Store, Value, params};

/// Takes over the entries of a published checkpoint that a refusing log lacks; answers how many. Their payloads are lost to it. Afterwards the
/// log is checked again and resumed. `checkpoint` was verified with the keys of the log. For threads that may block.
///
/// Fails with [`Error::LogRefuses`] when what the store has is no beginning of what is published, with [`Error::LogDamaged`] when tiles or
/// bundles are missing or damaged; what was taken before stays and is a beginning.
pub fn import(store: &Store, opened: Opened, place: &TilePlace, checkpoint: SignedCheckpoint) -> Result<u64> {
    let log = opened.log;
    let head = store.read_blocking(|tx| state(tx, log))?.head;
    let size = checkpoint.head().size;
    let proofs = Proofs::open(place.clone(), checkpoint)?;
    if head.size >= size {
        return Ok(0);
    }
    if proofs.root_at(head.size)? != head.root {
        let why = Refused::Forked { evidence: tlog::Evidence::Published.to_string(), size: head.size };
        let stored = why.clone();
        store.write_blocking(move |tx| refuse(tx, log, &stored))?;
        return Err(Error::LogRefuses { log, why });
    }
    for index in head.size / u64::from(Tile::WIDTH)..size.div_ceil(u64::from(Tile::WIDTH)) {
        let bundle = Bundle::from(Tile::of_size(0, index, size).expect("a bundle of the tree"));
        let entries = verified(place, &proofs, bundle)?;
        store.write_blocking(move |tx| taken(tx, opened, bundle, &entries))?;
    }
    Ok(size - head.size)
}

/// The entries of a bundle, each compared with the tree.
fn verified(place: &TilePlace, proofs: &Proofs, bundle: Bundle) -> Result<Vec<Vec<u8>>> {
    let damaged = || Error::LogDamaged { what: bundle.to_string(), source: None };
    let bytes = place.read(&bundle.to_string())?.ok_or_else(damaged)?;
    let entries = bundle_decode(bundle, &bytes).map_err(|source| Error::damaged(bundle.to_string(), source))?;
    for (index, entry) in (bundle.index() * u64::from(Tile::WIDTH)..).zip(&entries) {
        if proofs.tree().hash(Node::leaf(index)).map_err(super::check::unread)? != leaf_hash(entry) {
            return Err(damaged());
        }
    }
    Ok(entries.into_iter().map(<[u8]>::to_vec).collect())
}

/// Writes the entries of a bundle that the store lacks.
fn taken(tx: &mut Tx<'_>, opened: Opened, bundle: Bundle, bundled: &[Vec<u8>]) -> Result<()> {
    let log = opened.log;
    tx.lock(kernel::ids::AdministrationId(0), &format!("log {log}"))?;
    let State { head, mut frontier, mut received_ms, .. } = state(tx, log)?;
    let first = bundle.index() * u64::from(Tile::WIDTH);
    let (mut entries, mut payloads, mut known, mut hashes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (index, bytes) in (first..).zip(bundled).filter(|(index, _)| *index >= head.size) {
        let entry = Entry::parse(bytes).map_err(|source| Error::damaged(bundle.to_string(), source))?;
        received_ms = entry.received_ms;
        frontier.append_visiting(leaf_hash(bytes), |node, hash| hashes.extend(above_leaves(log, node, hash)));
        entries.push(params![log, int(index), bytes.as_slice()]);
        payloads.push(params![log, int(index), payload::LOST, Value::Null, Value::Null, Value::Null]);
        known.push(params![log, entry.participant, &entry.event_id.0[..], int(index)]);
        counted(tx, log, &entry)?;
    }
    tx.insert_many(&ENTRY, &entries)?;
    tx.insert_many(&PAYLOAD, &payloads)?;
    tx.insert_many(&DEDUPE, &known)?;
    tx.insert_many(&HASH, &hashes)?;
    advance_refused(tx, opened, head.size, &frontier, received_ms)
}

/// The log goes on counting after what it had given out.
fn counted(tx: &mut Tx<'_>, log: LogId, entry: &Entry) -> Result<()> {
    if sequence_last(tx, log, entry.participant)? < entry.sequence {
        sequence_set(tx, log, entry.participant, entry.sequence)?;
    }
    Ok(())
}

//! Proofs against a signed checkpoint, and receipts that carry them.
//!
//! The one rule: proofs are made of published tiles that were compared with the root; what is torn or changed gives an error, never a proof.

use tlog::{Entry, Hash, ProveError, ReadError, Receipt, SignedCheckpoint, TiledTree, leaf_hash, verify_inclusion};

use super::check::unread;
use super::payload::{Payload, payload};
use super::place::TilePlace;
use super::{LogId, rows};
use crate::tx::Tx;
use crate::{Error, Result};

/// The tree of one signed checkpoint, over its published tiles. Those that were asked for stay warm.
pub struct Proofs {
    tree: TiledTree<TilePlace>,
    checkpoint: SignedCheckpoint,
}

impl std::fmt::Debug for Proofs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proofs of {} at {}", self.checkpoint.checkpoint().origin(), self.checkpoint.head().size)
    }
}

impl Proofs {
    /// Opens the tree of a checkpoint that was published. For threads that may block, as all of this.
    ///
    /// Fails with [`Error::LogDamaged`] when its tiles are missing or give another root.
    pub fn open(place: TilePlace, checkpoint: SignedCheckpoint) -> Result<Proofs> {
        let tree = TiledTree::open(place, checkpoint.head()).map_err(unread)?;
        Ok(Proofs { tree, checkpoint })
    }

    /// The tree of a later checkpoint, or of the same one with more cosignatures; warm tiles stay warm.
    ///
    /// Fails with [`Error::LogDamaged`] also when it does not begin with this tree.
    pub fn grown(self, checkpoint: SignedCheckpoint) -> Result<Proofs> {
        let tree = self.tree.grown(checkpoint.head()).map_err(|error| match error {
            tlog::GrowError::Read(error) => unread(error),
            tlog::GrowError::Inconsistent { .. } => Error::damaged("checkpoint", error),
        })?;
        Ok(Proofs { tree, checkpoint })
    }

    /// The checkpoint that proofs lead to.
    pub fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }

    pub(super) fn tree(&self) -> &TiledTree<TilePlace> {
        &self.tree
    }

    /// The root of the first `size` entries.
    pub(super) fn root_at(&self, size: u64) -> Result<Hash> {
        tlog::root_at(&self.tree, size).map_err(unproven)
    }

    /// The proof that the entry at an index is in the tree.
    pub fn inclusion(&self, index: u64) -> Result<Vec<Hash>> {
        tlog::prove_inclusion(&self.tree, index, self.checkpoint.head().size).map_err(unproven)
    }

    /// The proof that the tree of `old` entries is the beginning of the tree of `size` entries, which is not larger than this one.
    pub fn consistency(&self, old: u64, size: u64) -> Result<Vec<Hash>> {
        tlog::prove_consistency(&self.tree, old, size).map_err(unproven)
    }
}

fn unproven(error: ProveError<ReadError<Error>>) -> Error {
    match error {
        ProveError::Read(error) => unread(error),
        other => Error::damaged("the sizes of a proof", other),
    }
}

/// The first index whose entry the log received at `received_ms` or later; the size of the log when there is none. Times of receipt never go
/// back, so it is found by halving.
pub fn index_since(tx: &Tx<'_>, log: LogId, received_ms: u64) -> Result<u64> {
    let (mut low, mut high) = (0, super::state(tx, log)?.head.size);
    while low < high {
        let middle = low + (high - low) / 2;
        if rows::entry_parsed(tx, log, middle)?.received_ms < received_ms {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The receipt of an entry: the entry itself, salt and payload unless erased, and the proof. Nothing while the entry is in the log but
/// not under this checkpoint yet.
///
/// Fails with [`Error::NotInLog`] when the log has no such entry, with [`Error::LogDamaged`] when rows or tiles are not what was signed.
pub fn receipt(tx: &Tx<'_>, log: LogId, proofs: &Proofs, index: u64) -> Result<Option<Receipt>> {
    let bytes = rows::entry(tx, log, index)?;
    let what = || format!("entry {index} of log {log}");
    if index >= proofs.checkpoint.head().size {
        return Ok(None);
    }
    let hashes = proofs.inclusion(index)?;
    let proven = verify_inclusion(leaf_hash(&bytes), index, proofs.checkpoint.head(), &hashes);
    proven.map_err(|source| Error::damaged(what(), source))?;
    let entry = Entry::parse(&bytes).map_err(|source| Error::damaged(what(), source))?;
    let opening = match payload(tx, log, index)? {
        Payload::Present { opening, .. } => Some(opening),
        Payload::Erased | Payload::Lost => None,
    };
    Ok(Some(Receipt { entry, opening, index, hashes, checkpoint: proofs.checkpoint.note().clone() }))
}

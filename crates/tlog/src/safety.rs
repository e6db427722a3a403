//! Crash safety and fork safety as pure decisions (`journal-log.md` §8).
//!
//! The one rule: never sign two checkpoints that are not consistent. In doubt the log does not sign; people decide.

use std::fmt;

use crate::hash::{Hash, TreeHead};
use crate::key::KeyName;
use crate::prove::{ProveError, root_at};
use crate::reader::HashReader;

/// Where a head or a size is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The checkpoint file that everybody reads.
    Published,
    /// The last checkpoint signed, by the store.
    Signed,
    /// A witness.
    Witness(KeyName),
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Published => f.write_str("the published checkpoint"),
            Self::Signed => f.write_str("the last signed checkpoint"),
            Self::Witness(name) => write!(f, "the witness {name}"),
        }
    }
}

/// Why the log must not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody knows a larger log: the store was rolled back to an old backup or lost entries.
    #[error("{evidence} has size {known}, the store only {stored}: the store was rolled back")]
    RolledBack {
        /// Who knows it.
        evidence: Evidence,
        /// The size known.
        known: u64,
        /// The size stored.
        stored: u64,
    },
    /// Somebody knows another log: at this size the store has another root.
    #[error("{evidence} has another root at size {size} than the store")]
    Forked {
        /// Who knows it.
        evidence: Evidence,
        /// The size.
        size: u64,
    },
    /// The tiles do not give the stored root.
    #[error("the tiles give another root at size {size} than the store")]
    TilesDiffer {
        /// The size stored.
        size: u64,
    },
}

/// Whether the log may sign the head `stored`, which is committed durably: nothing known outside may be larger, and what has the
/// same size must have the same root. `published` and `signed` are `None` only for a log that never had a checkpoint; `witnesses`
/// are the sizes of those that could be asked.
///
/// # Errors
/// [`Refusal`]: the log neither sequences nor signs, and raises the alarm.
pub fn may_sign(
    stored: TreeHead,
    published: Option<TreeHead>,
    signed: Option<TreeHead>,
    witnesses: &[(KeyName, u64)],
) -> Result<(), Refusal> {
    let rolled_back = |evidence, known| Err(Refusal::RolledBack { evidence, known, stored: stored.size });
    for (evidence, head) in heads(published, signed) {
        if head.size > stored.size {
            return rolled_back(evidence, head.size);
        }
        if head.size == stored.size && head.root != stored.root {
            return Err(Refusal::Forked { evidence, size: head.size });
        }
    }
    match witnesses.iter().find(|(_, size)| *size > stored.size) {
        Some((name, size)) => rolled_back(Evidence::Witness(name.clone()), *size),
        None => Ok(()),
    }
}

/// Why the check before the first signature after a start did not pass.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartUpError<E: std::error::Error + 'static> {
    /// The log must not sign.
    #[error("the log must not sign")]
    Refused(#[from] Refusal),
    /// The tiles cannot be read.
    #[error("cannot read the tiles")]
    Read(#[source] ProveError<E>),
}

/// The check before anything is signed after a start: [`may_sign`], the stored root recomputed from `tiles`, and the published and
/// the last signed checkpoint as beginnings of the stored tree. A [`crate::TiledTree`] has compared the root when it was opened
/// with the stored head; any other reader is compared here.
///
/// # Errors
/// [`StartUpError::Refused`] when it does not pass, [`StartUpError::Read`] when it cannot be carried out; the log signs in neither
/// case.
pub fn start_up_check<R: HashReader>(
    tiles: &R,
    stored: TreeHead,
    published: Option<TreeHead>,
    signed: Option<TreeHead>,
    witnesses: &[(KeyName, u64)],
) -> Result<(), StartUpError<R::Error>> {
    may_sign(stored, published, signed, witnesses)?;
    let root_of = |size| root_at(tiles, size).map_err(StartUpError::Read);
    if root_of(stored.size)? != stored.root {
        return Err(Refusal::TilesDiffer { size: stored.size }.into());
    }
    for (evidence, head) in heads(published, signed) {
        if root_of(head.size)? != head.root {
            return Err(Refusal::Forked { evidence, size: head.size }.into());
        }
    }
    Ok(())
}

fn heads(published: Option<TreeHead>, signed: Option<TreeHead>) -> impl Iterator<Item = (Evidence, TreeHead)> {
    [(Evidence::Published, published), (Evidence::Signed, signed)].into_iter().filter_map(|(evidence, head)| Some((evidence, head?)))
}

/// What to do with a tile or bundle that is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileWrite {
    /// Write it: temporary name, fsync, rename, fsync of the directory.
    Write,
    /// It is there already with the same content.
    Present,
}

/// A tile or bundle exists with another content. Fatal: the writer stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file exists with SHA-256 {existing}, to be written is {new}")]
pub struct TileDiffers {
    /// SHA-256 of the file.
    pub existing: Hash,
    /// SHA-256 of what was to be written.
    pub new: Hash,
}

/// Decides on writing a tile or bundle: what exists is never overwritten. `existing` is the content of the file of the same path.
///
/// # Errors
/// [`TileDiffers`].
pub fn tile_write(existing: Option<&[u8]>, new: &[u8]) -> Result<TileWrite, TileDiffers> {
    match existing {
        None => Ok(TileWrite::Write),
        Some(existing) if existing == new => Ok(TileWrite::Present),
        Some(existing) => Err(TileDiffers { existing: Hash::of(existing), new: Hash::of(new) }),
    }
}

/// The time of receipt of the next entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// To be written into the entry, ms since 1970.
    pub ms: u64,
    /// How far the system clock is behind the previous entry, ms: above zero, operators are warned.
    pub clock_behind_ms: u64,
}

/// The time of receipt never goes backwards: when the clock does, the time of the previous entry is repeated.
pub fn received_at(previous_ms: u64, now_ms: u64) -> Received {
    Received { ms: now_ms.max(previous_ms), clock_behind_ms: previous_ms.saturating_sub(now_ms) }
}

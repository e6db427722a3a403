//! The check before a log grows or signs again after a start, a restore or a change of its writer (`journal-log.md` §8.4).
//!
//! The one rule: in doubt the log refuses, and says so to every later start until people have compared and [`super::resume`] is called.

use tlog::{HashReader, KeyName, Node, ReadError, SignedCheckpoint, StartUpError, Tile, TileTree, TiledTree, TreeHead, VerifierKey};

use super::checkpoint::{last_intended, last_published};
use super::place::TilePlace;
use super::rows::StoredTiles;
use super::state::{Opened, Refused, State, Writer, refuse, state};
use crate::tx::Tx;
use crate::{Error, Result, Store};

/// Full tiles of each level whose file is compared (`journal-log.md` §8.6).
const TAIL: u64 = 2;

/// Compares what the store has of a log with its tiles, its published checkpoint, the last one signed and the sizes witnesses know, and
/// gives the right to write. `keys` are those of the log. For threads that may block.
///
/// A log that refused before is checked all the same, so that it can be resumed; until then its writer is refused everywhere else.
///
/// Fails with [`Error::LogRefuses`], stored with the log, when somebody knows a larger log or another one; with [`Error::LogDamaged`] when
/// files near the end are missing or damaged and must be repaired first; with [`Error::LostFence`] when it was opened again meanwhile.
pub fn check(
    store: &Store,
    opened: Opened,
    place: &TilePlace,
    keys: &[VerifierKey],
    witnesses: &[(KeyName, u64)],
) -> Result<(Writer, TreeHead)> {
    let Opened { log, fence } = opened;
    let writer = Writer { log, fence };
    let published = place.checkpoint()?;
    let found = store.read_blocking(|tx| -> Result<_> {
        let state = state(tx, log)?;
        if state.fence != fence {
            return Err(writer.lost());
        }
        let published = published.as_deref().map(|bytes| SignedCheckpoint::open(bytes, keys)).transpose();
        let published = published.map_err(|source| Error::damaged("checkpoint", source))?;
        if let Some(other) = published.as_ref().map(|signed| signed.checkpoint().origin()).filter(|origin| *origin != state.origin) {
            return Err(Error::NotInLog { log, what: format!("origin {other}") });
        }
        compared(tx, opened, &state, place, published.map(|signed| signed.head()), witnesses).map(|refused| (state.head, refused))
    })?;
    match found {
        (head, None) => Ok((writer, head)),
        (_, Some(why)) => {
            let stored = why.clone();
            store.write_blocking(move |tx| refuse(tx, log, &stored))?;
            Err(Error::LogRefuses { log, why })
        }
    }
}

/// Why the log must refuse, if it must.
fn compared(
    tx: &Tx<'_>,
    opened: Opened,
    state: &State,
    place: &TilePlace,
    published: Option<TreeHead>,
    witnesses: &[(KeyName, u64)],
) -> Result<Option<Refused>> {
    let log = opened.log;
    // What was intended may have been signed, and the signature may have left.
    let signed = last_intended(tx, log)?.map(|stored| stored.head);
    if let Err(refusal) = tlog::may_sign(state.head, published, signed, witnesses) {
        return Ok(Some(refusal.into()));
    }
    let tree = match TiledTree::open(StoredTiles { tx, log, place }, state.head) {
        Ok(tree) => tree,
        Err(ReadError::Root { size }) => return Ok(Some(Refused::TilesDiffer { size })),
        Err(error) => return Err(unread(error)),
    };
    match tlog::start_up_check(&tree, state.head, published, signed, witnesses) {
        Ok(()) => {}
        Err(StartUpError::Refused(refusal)) => return Ok(Some(refusal.into())),
        Err(StartUpError::Read(tlog::ProveError::Read(error))) => return Err(unread(error)),
        Err(StartUpError::Read(_)) => return Ok(Some(Refused::TilesDiffer { size: state.head.size })),
    }
    tail(&tree, place, last_published(tx, log)?.map_or(0, |stored| stored.head.size))?;
    Ok(None)
}

/// The last full files of each level, and the partial ones of the published size, are what the tree says.
fn tail<R: HashReader<Error = ReadError<Error>>>(tree: &R, place: &TilePlace, published: u64) -> Result<()> {
    for level in 0..Tile::LEVELS {
        let hashes = published >> (u32::from(level) * u32::from(Tile::HEIGHT));
        let full = hashes / u64::from(Tile::WIDTH);
        for index in full.saturating_sub(TAIL)..full {
            let tile = Tile::of_size(level, index, published).expect("a full tile of the tree");
            let expected = tree.hash(Node { height: (level + 1) * Tile::HEIGHT, index }).map_err(unread)?;
            let root = place.read(&tile.to_string())?.and_then(|bytes| TileTree::new(&bytes)).and_then(|found| found.root());
            if root != Some(expected) {
                return Err(Error::LogDamaged { what: tile.to_string(), source: None });
            }
        }
        if let Some(tile) = Tile::partial_of_size(level, published) {
            let first = tile.index() * u64::from(Tile::WIDTH);
            let nodes = (first..).take(tile.width().into()).map(|index| Node { height: level * Tile::HEIGHT, index });
            let hashes = nodes.map(|node| tree.hash(node).map(|hash| hash.0)).collect::<std::result::Result<Vec<_>, _>>();
            if place.read(&tile.to_string())? != Some(hashes.map_err(unread)?.concat()) {
                return Err(Error::LogDamaged { what: tile.to_string(), source: None });
            }
        }
        if hashes == 0 {
            break;
        }
    }
    Ok(())
}

/// What it means that a tree cannot be read from its tiles.
pub(super) fn unread(error: ReadError<Error>) -> Error {
    match error {
        ReadError::Read { source, .. } => source,
        ReadError::Missing(tile) | ReadError::Foreign(tile) | ReadError::Length { tile, .. } => Error::damaged(tile.to_string(), error),
        ReadError::Root { .. } | ReadError::Beyond { .. } => Error::damaged("tile", error),
    }
}

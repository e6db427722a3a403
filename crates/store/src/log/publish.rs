//! Publication: the tiles and bundles of what was added, then the signature, then the checkpoint (`journal-log.md` §7.8, §8).
//!
//! The one rule: each step is on disk before the next begins. A kill between any two leaves nothing that the next publication does not
//! finish, and nothing that was signed without its intent.

use tlog::{
    Bundle, Checkpoint, GrowError, Hash, ProveError, SignedCheckpoint, SignerKey, Tile, TileTree, TiledTree, TreeHead, bundle_encode,
    bundles_for_growth, leaf_hash, tiles_for_growth,
};

use super::check::unread;
use super::checkpoint::{Stored, intend, last_published, published, signed};
use super::place::{Named, TilePlace, head_of};
use super::state::{Refused, Writer, allowed, refuse};
use super::{LogId, rows};
use crate::tx::Tx;
use crate::{Error, Result, Store};

/// Bundles made at a time: bounds the memory of a first publication.
const BUNDLES: usize = 64;
/// Full tiles kept warm to compare the old root with the new one.
const WARM: usize = 16;

/// What stands in the place now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The checkpoint, with the cosignatures known so far.
    pub checkpoint: SignedCheckpoint,
    /// Whether the log had grown; otherwise it stood there before, perhaps with fewer cosignatures.
    pub is_new: bool,
}

/// Publishes one log in one place.
pub struct Publisher {
    store: Store,
    writer: Writer,
    place: TilePlace,
    keys: Vec<SignerKey>,
    /// The tree that was published last, to be compared with the next.
    tree: Option<TiledTree<TilePlace>>,
    /// The note that was put into the place last.
    noted: Option<String>,
}

impl Publisher {
    /// A publisher for a log that passed its check, signing with the keys of the log: two during a change of keys.
    pub fn new(store: &Store, writer: Writer, place: TilePlace, keys: Vec<SignerKey>) -> Publisher {
        Publisher { store: store.clone(), writer, place, keys, tree: None, noted: None }
    }

    /// Publishes what was added since the last time, or the cosignatures that came since; nothing for an empty log. For threads that may
    /// block.
    ///
    /// Fails with [`Error::LostFence`], [`Error::LogRefuses`] (stored, when it is found here), [`Error::TileDiffers`] and
    /// [`Error::LogDamaged`]; what failed otherwise may be tried again.
    pub fn publish(&mut self, now_ms: i64) -> Result<Option<Published>> {
        let writer = self.writer;
        let found = self.store.read_blocking(|tx| -> Result<_> { Ok((allowed(tx, writer)?.head, last_published(tx, writer.log)?)) });
        let (head, last) = found?;
        match last {
            _ if head.size == 0 => Ok(None),
            Some(last) if last.head == head => self.show(last, false).map(Some),
            last => self.publish_growth(last.map(|last| last.head), now_ms).map(Some),
        }
    }

    fn publish_growth(&mut self, last: Option<TreeHead>, now_ms: i64) -> Result<Published> {
        let writer = self.writer;
        let intended = self.store.write_blocking(move |tx| intend(tx, writer, now_ms))?;
        let state = intended.map_err(|why| Error::LogRefuses { log: writer.log, why })?;
        let (head, from) = (state.head, last.map_or(0, |last| last.size));
        self.tiles_write(from, head.size)?;
        self.grow(last, head)?;
        self.continues_published(head)?;
        let checkpoint = Checkpoint::new(&state.origin, head).map_err(|source| Error::damaged("the head", source))?;
        let keys: Vec<&SignerKey> = self.keys.iter().collect();
        let of_other = |_| Error::NotInLog { log: writer.log, what: "key".to_owned() };
        let note = SignedCheckpoint::sign(checkpoint, &keys).map_err(of_other)?.note().clone();
        let stored = self.store.write_blocking(move |tx| signed(tx, writer, head, &note, now_ms))?;
        let shown = self.show(stored, true)?;
        self.store.write_blocking(move |tx| published(tx, writer, head.size, now_ms))?;
        for tile in tiles_for_growth(from, head.size).filter(|tile| !tile.is_partial()) {
            self.place.partials_remove(&tile.to_string())?;
            if tile.level() == 0 {
                self.place.partials_remove(&Bundle::from(tile).to_string())?;
            }
        }
        Ok(shown)
    }

    /// Puts a stored checkpoint into its place.
    fn show(&mut self, stored: Stored, is_new: bool) -> Result<Published> {
        let log = self.writer.log;
        let note = stored.note.ok_or_else(|| self.writer.lost())?;
        if self.noted.as_deref() != Some(&note.to_string())
            && let Err(published) = self.place.checkpoint_replace(stored.head, &note)?
        {
            return Err(self.refuse(overtaken(published, stored.head))?);
        }
        self.noted = Some(note.to_string());
        let keys: Vec<_> = self.keys.iter().map(|key| key.verifier().clone()).collect();
        let checkpoint = SignedCheckpoint::verify(note, &keys);
        let checkpoint = checkpoint.map_err(|source| Error::damaged(format!("checkpoint {} of log {log}", stored.head.size), source))?;
        Ok(Published { checkpoint, is_new })
    }

    /// Stores why the log refuses from now on.
    fn refuse(&self, why: Refused) -> Result<Error> {
        let (log, stored) = (self.writer.log, why.clone());
        self.store.write_blocking(move |tx| refuse(tx, log, &stored))?;
        Ok(Error::LogRefuses { log, why })
    }

    /// Reads the tree back from its place: it has the root that will be signed, and begins with the tree that was published last.
    fn grow(&mut self, last: Option<TreeHead>, head: TreeHead) -> Result<()> {
        let old = match (self.tree.take(), last) {
            (None, Some(last)) => Some(TiledTree::open_with(self.place.clone(), last, WARM).map_err(unread)?),
            (tree, _) => tree,
        };
        let grown = match old {
            Some(old) => old.grown(head),
            None => TiledTree::open_with(self.place.clone(), head, WARM).map_err(GrowError::Read),
        };
        match grown {
            Ok(tree) => self.tree = Some(tree),
            Err(GrowError::Inconsistent { size, .. }) => return Err(self.refuse(Refused::TilesDiffer { size })?),
            Err(GrowError::Read(error)) => return Err(unread(error)),
        }
        Ok(())
    }

    /// Whatever stands in the place now is a beginning of what will be signed, also when the store has forgotten it.
    fn continues_published(&self, head: TreeHead) -> Result<()> {
        let (Some(bytes), Some(tree)) = (self.place.checkpoint()?, &self.tree) else { return Ok(()) };
        let published = head_of(&bytes)?;
        if published.size > head.size {
            return Err(self.refuse(overtaken(published, head))?);
        }
        match tlog::root_at(tree, published.size) {
            Ok(root) if root == published.root => Ok(()),
            Ok(_) => Err(self.refuse(overtaken(published, head))?),
            Err(ProveError::Read(error)) => Err(unread(error)),
            Err(error) => Err(Error::damaged("checkpoint", error)),
        }
    }

    fn tiles_write(&self, from: u64, to: u64) -> Result<()> {
        let log = self.writer.log;
        let bundles: Vec<Bundle> = bundles_for_growth(from, to).collect();
        for bundles in bundles.chunks(BUNDLES) {
            let files = self.store.read_blocking(|tx| -> Result<Vec<Named>> {
                let mut files = Vec::with_capacity(2 * bundles.len());
                for bundle in bundles {
                    files.extend(lowest(tx, log, *bundle)?);
                }
                Ok(files)
            })?;
            self.place.write(files)?;
        }
        let upper: Vec<Tile> = tiles_for_growth(from, to).filter(|tile| tile.level() > 0).collect();
        for tiles in upper.chunks(BUNDLES) {
            let files =
                self.store.read_blocking(|tx| tiles.iter().map(|tile| upper_tile(tx, log, *tile)).collect::<Result<Vec<Named>>>())?;
            self.place.write(files)?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Publisher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Publisher of log {}", self.writer.log)
    }
}

/// Why a head cannot follow what is published.
fn overtaken(published: TreeHead, head: TreeHead) -> Refused {
    let evidence = tlog::Evidence::Published.to_string();
    if published.size > head.size {
        Refused::RolledBack { evidence, known: published.size, stored: head.size }
    } else {
        Refused::Forked { evidence, size: published.size }
    }
}

/// A bundle and the tile of its leaf hashes.
fn lowest(tx: &Tx<'_>, log: LogId, bundle: Bundle) -> Result<[Named; 2]> {
    let damaged = || Error::LogDamaged { what: format!("the entries of {bundle} of log {log}"), source: None };
    let entries = rows::entries(tx, log, bundle.index(), bundle.width())?;
    if entries.len() != usize::from(bundle.width()) {
        return Err(damaged());
    }
    let tile: Vec<u8> = entries.iter().flat_map(|entry| leaf_hash(entry).0).collect();
    whole(tx, log, bundle.leaf_tile(), &tile)?;
    let entries = bundle_encode(entries.iter().map(Vec::as_slice)).map_err(|_| damaged())?;
    Ok([(bundle.leaf_tile().to_string(), tile), (bundle.to_string(), entries)])
}

fn upper_tile(tx: &Tx<'_>, log: LogId, tile: Tile) -> Result<Named> {
    let bytes = rows::tile(tx, log, tile)?;
    let bytes = bytes.ok_or_else(|| Error::LogDamaged { what: format!("the hashes of {tile} of log {log}"), source: None })?;
    whole(tx, log, tile, &bytes)?;
    Ok((tile.to_string(), bytes))
}

/// A full tile has the root that was worked out when its last entry was written.
fn whole(tx: &Tx<'_>, log: LogId, tile: Tile, bytes: &[u8]) -> Result<()> {
    let root: Option<Hash> = TileTree::new(bytes).and_then(|tree| tree.root());
    if !tile.is_partial() && rows::hash(tx, log, tile.level() + 1, tile.index())? != root {
        return Err(Error::LogDamaged { what: format!("the hashes of {tile} of log {log}"), source: None });
    }
    Ok(())
}

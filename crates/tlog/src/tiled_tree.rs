//! A tree read from tiles that nobody has to trust: whatever it gives was recomputed up to the root.
//!
//! The one rule: the right edge is checked when the tree is opened; every other tile is checked against the tile above it before
//! a hash of it is used.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::hash::{Hash, TreeHead};
use crate::limits::{SIZE_MAX, WARM_TILES};
use crate::prove::{ProveError, root_at};
use crate::reader::{HashReader, Node, TileReader};
use crate::tile::Tile;
use crate::tile_tree::TileTree;

/// Why a tree cannot be read from its tiles.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError<E: std::error::Error + 'static> {
    /// Neither the tile nor, for a partial one, the full tile is there.
    #[error("the tile {0} is missing")]
    Missing(Tile),
    /// The file is shorter or longer than its path says.
    #[error("the tile {tile} has {got} bytes instead of {}", tile.byte_length())]
    Length {
        /// The tile asked for.
        tile: Tile,
        /// Bytes found.
        got: usize,
    },
    /// The content is not what the tile above commits to.
    #[error("the tile {0} does not belong to this tree")]
    Foreign(Tile),
    /// The tiles along the right edge give another root than the head says.
    #[error("the tiles of size {size} give another root")]
    Root {
        /// Size of the tree.
        size: u64,
    },
    /// The subtree asked for is not complete at this size.
    #[error("the subtree {node} is not complete in a tree of size {size}")]
    Beyond {
        /// The subtree.
        node: Node,
        /// Size of the tree.
        size: u64,
    },
    /// Reading failed.
    #[error("cannot read the tile {tile}")]
    Read {
        /// The tile asked for.
        tile: Tile,
        /// The failure.
        #[source]
        source: E,
    },
}

/// Why a tree cannot be taken as the continuation of another.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrowError<E: std::error::Error + 'static> {
    /// The larger tree cannot be read.
    #[error("cannot read the tree of the new size")]
    Read(#[source] ReadError<E>),
    /// The tree that was open is not the beginning of the new one.
    #[error("the tree of size {size} does not begin with the tree of size {old}")]
    Inconsistent {
        /// Size that was open.
        old: u64,
        /// New size.
        size: u64,
    },
}

/// A tree of known size and root over tiles. Full tiles that were checked stay warm, up to a number.
#[derive(Debug)]
pub struct TiledTree<R> {
    reader: R,
    head: TreeHead,
    /// The partial tile of each level.
    edge: [Option<Arc<TileTree>>; Tile::LEVELS as usize],
    warm: Mutex<Warm>,
}

impl<R: TileReader> TiledTree<R> {
    /// Opens the tree `head`: reads the partial tile of each level and compares the root. Keeps [`WARM_TILES`] full tiles warm.
    ///
    /// # Errors
    /// [`ReadError`] when a tile is missing or the root is another one.
    pub fn open(reader: R, head: TreeHead) -> Result<Self, ReadError<R::Error>> {
        Self::open_with(reader, head, WARM_TILES)
    }

    /// [`TiledTree::open`] with the number of full tiles to keep warm, 16 KiB each.
    ///
    /// # Errors
    /// As [`TiledTree::open`].
    pub fn open_with(reader: R, head: TreeHead, warm_tiles: usize) -> Result<Self, ReadError<R::Error>> {
        if head.size > SIZE_MAX {
            return Err(ReadError::Root { size: head.size });
        }
        let mut tree = Self { reader, head, edge: Default::default(), warm: Mutex::new(Warm::new(warm_tiles)) };
        for level in 0..Tile::LEVELS {
            if let Some(tile) = Tile::partial_of_size(level, head.size) {
                tree.edge[usize::from(level)] = Some(Arc::new(tree.fetch(tile)?));
            }
        }
        // Every complete subtree along the right edge lies in a partial tile, so this reads nothing else.
        if tree.root_at(head.size)? != head.root {
            return Err(ReadError::Root { size: head.size });
        }
        Ok(tree)
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// Opens a later head of the same log; full tiles stay warm.
    ///
    /// # Errors
    /// [`GrowError::Inconsistent`] when the new tree does not begin with this one, [`GrowError::Read`] when it cannot be read.
    pub fn grown(self, head: TreeHead) -> Result<Self, GrowError<R::Error>> {
        let old = self.head;
        if head.size < old.size {
            return Err(GrowError::Inconsistent { old: old.size, size: head.size });
        }
        let mut tree = Self::open(self.reader, head).map_err(GrowError::Read)?;
        if tree.root_at(old.size).map_err(GrowError::Read)? != old.root {
            return Err(GrowError::Inconsistent { old: old.size, size: head.size });
        }
        tree.warm = self.warm;
        Ok(tree)
    }

    /// The root of the first `size` leaves, recomputed from tiles.
    fn root_at(&self, size: u64) -> Result<Hash, ReadError<R::Error>> {
        root_at(self, size).map_err(|error| match error {
            ProveError::Read(error) => error,
            _ => ReadError::Root { size },
        })
    }

    /// A tile of this tree, checked.
    fn tile(&self, tile: Tile) -> Result<Arc<TileTree>, ReadError<R::Error>> {
        if tile.is_partial() {
            return self.edge[usize::from(tile.level())].clone().ok_or(ReadError::Missing(tile));
        }
        if let Some(tree) = lock(&self.warm).get(tile) {
            return Ok(tree);
        }
        let tree = self.fetch(tile)?;
        let above = self.hash(Node { height: (tile.level() + 1) * Tile::HEIGHT, index: tile.index() })?;
        if tree.root() != Some(above) {
            return Err(ReadError::Foreign(tile));
        }
        let tree = Arc::new(tree);
        lock(&self.warm).put(tile, Arc::clone(&tree));
        Ok(tree)
    }

    /// A tile as the reader has it; the content is not checked here.
    fn fetch(&self, tile: Tile) -> Result<TileTree, ReadError<R::Error>> {
        let read = |tile| self.reader.read(tile).map_err(|source| ReadError::Read { tile, source });
        let bytes = match read(tile)? {
            Some(bytes) => bytes,
            // Partial tiles may be deleted once the full tile exists (§3).
            None => {
                let full = tile.full().filter(|full| *full != tile).ok_or(ReadError::Missing(tile))?;
                let mut bytes = read(full)?.ok_or(ReadError::Missing(tile))?;
                if bytes.len() != full.byte_length() {
                    return Err(ReadError::Length { tile: full, got: bytes.len() });
                }
                bytes.truncate(tile.byte_length());
                bytes
            }
        };
        let tree = TileTree::new(&bytes).filter(|_| bytes.len() == tile.byte_length());
        tree.ok_or(ReadError::Length { tile, got: bytes.len() })
    }
}

impl<R: TileReader> HashReader for TiledTree<R> {
    type Error = ReadError<R::Error>;

    fn hash(&self, node: Node) -> Result<Hash, Self::Error> {
        let beyond = ReadError::Beyond { node, size: self.head.size };
        if !node.is_within(self.head.size) {
            return Err(beyond);
        }
        let (level, up) = (node.height / Tile::HEIGHT, node.height % Tile::HEIGHT);
        // A tile spans 2^8 of its hashes, so 2^(8 - up) nodes that are `up` levels above them.
        let index = node.index >> (Tile::HEIGHT - up);
        let Some(tile) = Tile::of_size(level, index, self.head.size) else { return Err(beyond) };
        let within = node.index - (index << (Tile::HEIGHT - up));
        self.tile(tile)?.hash(up, within).ok_or(beyond)
    }
}

/// Checked full tiles; when there are too many, the half that was not asked for longest is dropped.
#[derive(Debug)]
struct Warm {
    capacity: usize,
    asked: u64,
    tiles: HashMap<Tile, (u64, Arc<TileTree>)>,
}

impl Warm {
    fn new(capacity: usize) -> Self {
        Self { capacity, asked: 0, tiles: HashMap::new() }
    }

    fn get(&mut self, tile: Tile) -> Option<Arc<TileTree>> {
        self.asked += 1;
        let (last, tree) = self.tiles.get_mut(&tile)?;
        *last = self.asked;
        Some(Arc::clone(tree))
    }

    fn put(&mut self, tile: Tile, tree: Arc<TileTree>) {
        if self.capacity == 0 {
            return;
        }
        if self.tiles.len() >= self.capacity {
            let mut times = self.tiles.values().map(|(last, _)| *last).collect::<Vec<_>>();
            let middle = times.len() / 2;
            let (_, middle, _) = times.select_nth_unstable(middle);
            let middle = *middle;
            self.tiles.retain(|_, (last, _)| *last > middle);
        }
        self.tiles.insert(tile, (self.asked, tree));
    }
}

/// A panic while the lock was held leaves at worst a tile less in the map.
fn lock(warm: &Mutex<Warm>) -> MutexGuard<'_, Warm> {
    warm.lock().unwrap_or_else(PoisonError::into_inner)
}

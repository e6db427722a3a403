//! The writing side of tiles: the stack and the partial tile of every level while leaves are appended.

use crate::frontier::Frontier;
use crate::hash::{Hash, TreeHead};
use crate::prove::ProveError;
use crate::reader::{HashReader, Node};
use crate::tile::Tile;

/// A growing tree that hands out each tile when it is full. A tile's root comes from the stack, so nothing is hashed twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenTiles {
    frontier: Frontier,
    /// Bytes of the partial tile of each level.
    levels: [Vec<u8>; Tile::LEVELS as usize],
}

impl OpenTiles {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Continues a tree of `size` leaves that can be read.
    ///
    /// # Errors
    /// [`ProveError::Size`] when `size` is larger than a log can be, [`ProveError::Read`] when a subtree cannot be read.
    pub fn read<R: HashReader>(reader: &R, size: u64) -> Result<Self, ProveError<R::Error>> {
        let mut open = Self { frontier: Frontier::read(reader, size)?, levels: Default::default() };
        for level in 0..Tile::LEVELS {
            let Some(tile) = Tile::partial_of_size(level, size) else { continue };
            let first = tile.index() * u64::from(Tile::WIDTH);
            for index in first..first + u64::from(tile.width()) {
                let hash = reader.hash(Node { height: level * Tile::HEIGHT, index }).map_err(ProveError::Read)?;
                open.levels[usize::from(level)].extend(hash.0);
            }
        }
        Ok(open)
    }

    /// The stack of the tree.
    pub fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        self.frontier.head()
    }

    /// Adds the hash of the next leaf; `full` gets each tile that became full, the lowest level first.
    pub fn append(&mut self, leaf: Hash, mut full: impl FnMut(Tile, &[u8])) {
        let levels = &mut self.levels;
        self.frontier.append_visiting(leaf, |node, hash| {
            if !node.height.is_multiple_of(Tile::HEIGHT) {
                return;
            }
            let level = node.height / Tile::HEIGHT;
            let bytes = &mut levels[usize::from(level)];
            bytes.extend(hash.0);
            if bytes.len() == usize::from(Tile::WIDTH) * Hash::LENGTH {
                let index = node.index / u64::from(Tile::WIDTH);
                let tile = Tile::new(level, index, Tile::WIDTH).expect("a tree that is allowed has only tiles that are");
                full(tile, bytes);
                bytes.clear();
            }
        });
    }

    /// The partial tiles of the present size, the lowest level first: to be written for every size that gets a checkpoint (§3).
    pub fn partials(&self) -> impl Iterator<Item = (Tile, &[u8])> {
        (0..Tile::LEVELS).filter_map(|level| {
            let tile = Tile::partial_of_size(level, self.frontier.size())?;
            Some((tile, self.levels[usize::from(level)].as_slice()))
        })
    }
}

//! Where hashes come from: a complete subtree by its place, or the bytes of a tile by its coordinates.

use std::fmt;

use crate::hash::Hash;
use crate::tile::Tile;

/// A complete subtree: the leaves `index · 2^height` up to `(index + 1) · 2^height`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node {
    /// Height above the leaves; a leaf has 0.
    pub height: u8,
    /// Number within the height, from the left.
    pub index: u64,
}

impl Node {
    /// The node of a leaf.
    pub fn leaf(index: u64) -> Self {
        Self { height: 0, index }
    }

    /// Whether all leaves of this node lie in a tree of `size` leaves.
    pub fn is_within(self, size: u64) -> bool {
        size.checked_shr(self.height.into()).is_some_and(|nodes| self.index < nodes)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.height, self.index)
    }
}

/// Gives the hashes of complete subtrees; proofs are made from it.
pub trait HashReader {
    /// Why a hash cannot be had.
    type Error: std::error::Error + 'static;

    /// The hash of a complete subtree.
    ///
    /// # Errors
    /// When the subtree is not complete in this tree or cannot be read.
    fn hash(&self, node: Node) -> Result<Hash, Self::Error>;
}

impl<T: HashReader + ?Sized> HashReader for &T {
    type Error = T::Error;
    fn hash(&self, node: Node) -> Result<Hash, Self::Error> {
        (**self).hash(node)
    }
}

/// Gives the stored bytes of tiles; nothing it says is believed before [`crate::TiledTree`] has checked it.
pub trait TileReader {
    /// Why a tile cannot be read.
    type Error: std::error::Error + 'static;

    /// The bytes of a tile, or `None` when there is no such file. Whoever asks falls back from a partial tile to the full one.
    ///
    /// # Errors
    /// When reading fails; a tile that does not exist is not an error.
    fn read(&self, tile: Tile) -> Result<Option<Vec<u8>>, Self::Error>;
}

impl<T: TileReader + ?Sized> TileReader for &T {
    type Error = T::Error;
    fn read(&self, tile: Tile) -> Result<Option<Vec<u8>>, Self::Error> {
        (**self).read(tile)
    }
}

//! A tile with the nodes between its hashes worked out, so that a proof only looks them up.

use crate::hash::{Hash, node_hash};
use crate::tile::Tile;

/// All complete subtrees inside one tile, by height above the hashes of the tile and number from the left.
#[derive(Debug, Clone)]
pub struct TileTree {
    width: u16,
    /// The hashes of the tile, then the nodes above them height by height.
    nodes: Vec<Hash>,
}

impl TileTree {
    /// Works the nodes out; at most 255 node hashes. `None` when `bytes` is not 1 to 256 whole hashes.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<{ Hash::LENGTH }>();
        let width = u16::try_from(hashes.len()).ok().filter(|width| (1..=Tile::WIDTH).contains(width))?;
        if !rest.is_empty() {
            return None;
        }
        let mut nodes = Vec::with_capacity(2 * hashes.len());
        nodes.extend(hashes.iter().copied().map(Hash));
        let (mut from, mut count) = (0, hashes.len());
        while count > 1 {
            for pair in 0..count / 2 {
                nodes.push(node_hash(nodes[from + 2 * pair], nodes[from + 2 * pair + 1]));
            }
            (from, count) = (from + count, count / 2);
        }
        Some(Self { width, nodes })
    }

    /// Hashes of the tile.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The subtree number `index` at `height` above the hashes of the tile; `None` when it is not complete.
    pub fn hash(&self, height: u8, index: u64) -> Option<Hash> {
        let count = |height: u8| usize::from(self.width).checked_shr(height.into()).unwrap_or(0);
        let index = usize::try_from(index).ok().filter(|index| *index < count(height))?;
        let below = (0..height).map(count).sum::<usize>();
        self.nodes.get(below + index).copied()
    }

    /// The node over all 256 hashes of a full tile: what the tile above holds at this place. `None` for a partial tile.
    pub fn root(&self) -> Option<Hash> {
        self.hash(Tile::HEIGHT, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use crate::memory::MemoryTree;
    use crate::reader::{HashReader, Node};

    #[test]
    fn holds_every_complete_subtree_and_no_other() {
        for width in 1..=256u64 {
            let mut tree = MemoryTree::new();
            let mut bytes = Vec::new();
            for leaf in 0..width {
                let hash = leaf_hash(&leaf.to_be_bytes());
                tree.append(hash);
                bytes.extend(hash.0);
            }
            let tile = TileTree::new(&bytes).unwrap();
            assert_eq!(u64::from(tile.width()), width);
            assert_eq!(tile.root().is_some(), width == 256);
            for height in 0..=9 {
                for index in 0..=width {
                    assert_eq!(tile.hash(height, index), tree.hash(Node { height, index }).ok(), "{width} {height} {index}");
                }
            }
        }
    }

    #[test]
    fn refuses_what_is_not_a_tile() {
        for length in [0, 1, 31, 33, 8_191, 8_193, 257 * 32] {
            assert!(TileTree::new(&vec![0; length]).is_none(), "{length}");
        }
    }
}

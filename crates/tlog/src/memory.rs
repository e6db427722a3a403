//! A tree kept whole in memory: for small logs, for checks and for tests.

use crate::hash::{Hash, TreeHead, node_hash};
use crate::prove::root_at;
use crate::reader::{HashReader, Node};

/// Every complete subtree of a growing tree; about two hashes per leaf.
#[derive(Debug, Clone, Default)]
pub struct MemoryTree {
    heights: Vec<Vec<Hash>>,
}

/// A subtree is not complete in this tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tree has no complete subtree {0}")]
pub struct NodeMissing(pub Node);

impl MemoryTree {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the hash of the next leaf.
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for height in 0.. {
            if self.heights.len() == height {
                self.heights.push(Vec::new());
            }
            let row = &mut self.heights[height];
            row.push(hash);
            if row.len() % 2 == 1 {
                return;
            }
            hash = node_hash(row[row.len() - 2], hash);
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.heights.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        let size = self.size();
        TreeHead { size, root: root_at(self, size).expect("a tree holds its own complete subtrees") }
    }
}

impl HashReader for MemoryTree {
    type Error = NodeMissing;
    fn hash(&self, node: Node) -> Result<Hash, Self::Error> {
        let row = self.heights.get(usize::from(node.height));
        let place = usize::try_from(node.index).ok();
        row.zip(place).and_then(|(row, place)| row.get(place)).copied().ok_or(NodeMissing(node))
    }
}

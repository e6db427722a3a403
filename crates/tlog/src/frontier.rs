//! The right edge of a growing tree: the roots of its complete subtrees, one per binary digit of the size (`journal-log.md` §2).
//!
//! The one rule: appending needs nothing but this stack; on average one node hash per leaf.

use crate::hash::{Hash, TreeHead, node_hash};
use crate::limits::SIZE_MAX;
use crate::prove::ProveError;
use crate::reader::{HashReader, Node};

/// Size and stack of a growing tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// From the largest complete subtree to the smallest.
    stack: Vec<Hash>,
}

/// Why bytes are not a stored frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// Not the size and one hash per binary digit of it.
    #[error("a frontier of this size has {expected} bytes, not {got}")]
    Length {
        /// Bytes needed.
        expected: usize,
        /// Bytes there are.
        got: usize,
    },
    /// The size is larger than a log can be.
    #[error("no log has the size {0}")]
    Size(u64),
}

impl Frontier {
    const SIZE_LENGTH: usize = 8;

    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// The frontier of the first `size` leaves of a tree that can be read.
    ///
    /// # Errors
    /// [`ProveError::Size`] when `size` is larger than a log can be, [`ProveError::Read`] when a subtree cannot be read.
    pub fn read<R: HashReader>(reader: &R, size: u64) -> Result<Self, ProveError<R::Error>> {
        if size > SIZE_MAX {
            return Err(ProveError::Size { size });
        }
        let mut stack = Vec::with_capacity(size.count_ones() as usize);
        for height in (0..u64::BITS as u8).rev() {
            let nodes = size >> height;
            if nodes & 1 == 1 {
                stack.push(reader.hash(Node { height, index: nodes - 1 }).map_err(ProveError::Read)?);
            }
        }
        Ok(Self { size, stack })
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the complete subtrees, from the largest to the smallest.
    pub fn stack(&self) -> &[Hash] {
        &self.stack
    }

    /// Root over all leaves: the stack folded from right to left.
    pub fn root(&self) -> Hash {
        self.stack.iter().rev().copied().reduce(|right, left| node_hash(left, right)).unwrap_or(Hash::EMPTY)
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }

    /// Adds the hash of the next leaf.
    pub fn append(&mut self, leaf: Hash) {
        self.append_visiting(leaf, |_, _| ());
    }

    /// Adds the hash of the next leaf and shows every subtree that became complete by it: the leaf, then upwards.
    pub fn append_visiting(&mut self, leaf: Hash, mut completed: impl FnMut(Node, Hash)) {
        assert!(self.size < SIZE_MAX, "a log cannot hold more than 2^63 - 1 entries");
        let mut node = Node::leaf(self.size);
        let mut hash = leaf;
        completed(node, hash);
        // Each trailing one of the old size is a complete subtree of the height reached, waiting for its right sibling.
        for _ in 0..self.size.trailing_ones() {
            let left = self.stack.pop().expect("the stack has one root per binary digit of the size");
            hash = node_hash(left, hash);
            node = Node { height: node.height + 1, index: node.index / 2 };
            completed(node, hash);
        }
        self.stack.push(hash);
        self.size += 1;
    }

    /// Stored form: the size as eight bytes, big-endian, then the stack from the largest subtree to the smallest.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::SIZE_LENGTH + self.stack.len() * Hash::LENGTH);
        bytes.extend(self.size.to_be_bytes());
        bytes.extend(self.stack.iter().flat_map(|hash| hash.0));
        bytes
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`FrontierError`] when the length does not fit the size or the size is out of bounds.
    pub fn parse(bytes: &[u8]) -> Result<Self, FrontierError> {
        let wrong = |expected| FrontierError::Length { expected, got: bytes.len() };
        let (size, hashes) = bytes.split_first_chunk::<{ Self::SIZE_LENGTH }>().ok_or(wrong(Self::SIZE_LENGTH))?;
        let size = u64::from_be_bytes(*size);
        if size > SIZE_MAX {
            return Err(FrontierError::Size(size));
        }
        let expected = size.count_ones() as usize * Hash::LENGTH;
        if hashes.len() != expected {
            return Err(wrong(Self::SIZE_LENGTH + expected));
        }
        let (stack, _) = hashes.as_chunks::<{ Hash::LENGTH }>();
        Ok(Self { size, stack: stack.iter().copied().map(Hash).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use crate::memory::MemoryTree;

    #[test]
    fn appending_equals_reading_and_survives_storing() {
        let (mut frontier, mut tree) = (Frontier::new(), MemoryTree::new());
        assert_eq!(frontier.head(), TreeHead::EMPTY);
        for leaf in 0..1_100u64 {
            assert_eq!(Frontier::parse(&frontier.to_bytes()), Ok(frontier.clone()));
            assert_eq!(Frontier::read(&tree, leaf).unwrap(), frontier);
            assert_eq!(frontier.head(), tree.head());
            frontier.append(leaf_hash(&leaf.to_be_bytes()));
            tree.append(leaf_hash(&leaf.to_be_bytes()));
        }
    }

    #[test]
    fn shows_each_completed_subtree_once() {
        let (mut frontier, mut tree) = (Frontier::new(), MemoryTree::new());
        let mut seen = Vec::new();
        for leaf in 0..64u64 {
            let hash = leaf_hash(&leaf.to_be_bytes());
            tree.append(hash);
            frontier.append_visiting(hash, |node, hash| {
                assert_eq!(tree.hash(node), Ok(hash), "{node}");
                seen.push(node);
            });
        }
        assert_eq!(seen.len(), 127);
        assert_eq!(seen.last(), Some(&Node { height: 6, index: 0 }));
    }

    #[test]
    fn refuses_bytes_of_another_length() {
        assert_eq!(Frontier::parse(&[]), Err(FrontierError::Length { expected: 8, got: 0 }));
        assert_eq!(Frontier::parse(&[0, 0, 0, 0, 0, 0, 0, 3]), Err(FrontierError::Length { expected: 72, got: 8 }));
        assert_eq!(Frontier::parse(&[0; 9]), Err(FrontierError::Length { expected: 8, got: 9 }));
        assert_eq!(Frontier::parse(&[0xff; 8 + 64 * 32]), Err(FrontierError::Size(u64::MAX)));
    }
}

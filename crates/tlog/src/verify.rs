//! Verifying inclusion and consistency proofs, step by step as `journal-log.md` §5 writes them (RFC 9162 §2.1.3.2 and §2.1.4.2).
//!
//! The one rule: accept only when the proof was used up exactly and every root was recomputed.

use crate::hash::{Hash, TreeHead, node_hash};

/// Why a proof is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The tree has no leaf with this index.
    #[error("the tree of size {size} has no leaf {index}")]
    IndexBeyondSize {
        /// Index of the leaf.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// Nothing can be shown to begin with the tree without leaves.
    #[error("there is no consistency proof from an empty tree")]
    OldSizeZero,
    /// The old tree is larger than the new one.
    #[error("the old size {old} is larger than the new size {size}")]
    SizesReversed {
        /// Old size.
        old: u64,
        /// New size.
        size: u64,
    },
    /// Trees of equal size need no hashes.
    #[error("a proof between equal sizes has no hashes")]
    NotEmpty,
    /// Hashes are missing.
    #[error("the proof has too few hashes")]
    TooShort,
    /// There are more hashes than the sizes need.
    #[error("the proof has too many hashes")]
    TooLong,
    /// The proof does not lead to the old root.
    #[error("the proof leads to another root of the old tree")]
    OldRootMismatch,
    /// The proof does not lead to the root.
    #[error("the proof leads to another root")]
    RootMismatch,
}

/// Verifies that a leaf with hash `leaf` stands at `index` in the tree `head`.
///
/// # Errors
/// [`ProofError`] with the first thing that does not fit.
pub fn verify_inclusion(leaf: Hash, index: u64, head: TreeHead, proof: &[Hash]) -> Result<(), ProofError> {
    if index >= head.size {
        return Err(ProofError::IndexBeyondSize { index, size: head.size });
    }
    let mut way = Way { node: index, last: head.size - 1 };
    let mut root = leaf;
    for sibling in proof {
        root = match way.step()? {
            Side::Left => node_hash(*sibling, root),
            Side::Right => node_hash(root, *sibling),
        };
    }
    way.end()?;
    if root == head.root { Ok(()) } else { Err(ProofError::RootMismatch) }
}

/// Verifies that the tree `old` is the beginning of the tree `head`.
///
/// # Errors
/// [`ProofError`] with the first thing that does not fit; [`ProofError::OldSizeZero`] for an empty old tree, which only a witness
/// treats specially.
pub fn verify_consistency(old: TreeHead, head: TreeHead, proof: &[Hash]) -> Result<(), ProofError> {
    if old.size == 0 {
        return Err(ProofError::OldSizeZero);
    }
    if old.size > head.size {
        return Err(ProofError::SizesReversed { old: old.size, size: head.size });
    }
    if old.size == head.size {
        return match (proof.is_empty(), old.root == head.root) {
            (false, _) => Err(ProofError::NotEmpty),
            (true, false) => Err(ProofError::RootMismatch),
            (true, true) => Ok(()),
        };
    }
    if proof.is_empty() {
        return Err(ProofError::TooShort);
    }
    // A power of two is one complete subtree: its root is known, so the proof does not repeat it.
    let (first, rest) = if old.size.is_power_of_two() { (old.root, proof) } else { (proof[0], &proof[1..]) };
    let shared = (old.size - 1).trailing_ones();
    let mut way = Way { node: (old.size - 1) >> shared, last: (head.size - 1) >> shared };
    let (mut old_root, mut root) = (first, first);
    for sibling in rest {
        match way.step()? {
            Side::Left => {
                old_root = node_hash(*sibling, old_root);
                root = node_hash(*sibling, root);
            }
            Side::Right => root = node_hash(root, *sibling),
        }
    }
    way.end()?;
    if old_root != old.root {
        return Err(ProofError::OldRootMismatch);
    }
    if root == head.root { Ok(()) } else { Err(ProofError::RootMismatch) }
}

/// On which side the next hash of the proof stands.
enum Side {
    Left,
    Right,
}

/// The way from a node to the root; `fn` and `sn` of the specification.
struct Way {
    node: u64,
    last: u64,
}

impl Way {
    fn step(&mut self) -> Result<Side, ProofError> {
        if self.last == 0 {
            return Err(ProofError::TooLong);
        }
        let side = if self.node & 1 == 1 || self.node == self.last {
            while self.node & 1 == 0 && self.node != 0 {
                self.up();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.up();
        Ok(side)
    }

    fn up(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }

    fn end(&self) -> Result<(), ProofError> {
        if self.last == 0 { Ok(()) } else { Err(ProofError::TooShort) }
    }
}

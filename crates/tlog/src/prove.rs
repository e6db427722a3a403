//! Making inclusion and consistency proofs (RFC 6962 §2.1.1 and §2.1.2) from the hashes of complete subtrees.
//!
//! The one rule: a proof reads only the nodes it consists of and, where the tree is not a power of two, those along its right
//! edge; the only allocation is the proof itself.

use crate::hash::{Hash, node_hash};
use crate::limits::SIZE_MAX;
use crate::reader::{HashReader, Node};

/// Why a proof cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProveError<E: std::error::Error + 'static> {
    /// The leaf is not in the tree.
    #[error("the tree of size {size} has no leaf {index}")]
    Index {
        /// Index of the leaf.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// There is no consistency proof from zero or to a smaller size.
    #[error("there is no consistency proof from size {old} to size {size}")]
    Sizes {
        /// The smaller size.
        old: u64,
        /// The larger size.
        size: u64,
    },
    /// The size is larger than a log can be.
    #[error("no log has the size {size}")]
    Size {
        /// The size.
        size: u64,
    },
    /// A node could not be read.
    #[error("cannot read the tree")]
    Read(#[source] E),
}

/// The root of the first `size` leaves.
///
/// # Errors
/// [`ProveError::Size`] when `size` is larger than a log can be, [`ProveError::Read`] when a subtree cannot be read.
pub fn root_at<R: HashReader>(reader: &R, size: u64) -> Result<Hash, ProveError<R::Error>> {
    match size {
        0 => Ok(Hash::EMPTY),
        1..=SIZE_MAX => range_root(reader, 0, size).map_err(ProveError::Read),
        _ => Err(ProveError::Size { size }),
    }
}

/// The proof that leaf `index` is in the tree of the first `size` leaves: from the sibling of the leaf up to the child of the root.
///
/// # Errors
/// [`ProveError::Index`] when the tree has no such leaf, [`ProveError::Read`] when a subtree cannot be read.
pub fn prove_inclusion<R: HashReader>(reader: &R, index: u64, size: u64) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if size > SIZE_MAX {
        return Err(ProveError::Size { size });
    }
    if index >= size {
        return Err(ProveError::Index { index, size });
    }
    let mut proof = Vec::with_capacity(length_max(size));
    path(reader, Node::leaf(index), size, &mut proof).map_err(ProveError::Read)?;
    Ok(proof)
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `size` leaves; empty when the sizes are equal.
///
/// # Errors
/// [`ProveError::Sizes`] when `old` is zero or larger than `size`, [`ProveError::Read`] when a subtree cannot be read.
pub fn prove_consistency<R: HashReader>(reader: &R, old: u64, size: u64) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if size > SIZE_MAX {
        return Err(ProveError::Size { size });
    }
    if old == 0 || old > size {
        return Err(ProveError::Sizes { old, size });
    }
    if old == size {
        return Ok(Vec::new());
    }
    // The last complete subtree of the old tree; its path to the new root passes everything both trees share.
    let height = old.trailing_zeros() as u8;
    let start = Node { height, index: (old >> height) - 1 };
    let mut proof = Vec::with_capacity(1 + length_max(size));
    let read = |proof: &mut Vec<Hash>| {
        if !old.is_power_of_two() {
            proof.push(reader.hash(start)?);
        }
        path(reader, start, size, proof)
    };
    read(&mut proof).map_err(ProveError::Read)?;
    Ok(proof)
}

fn length_max(size: u64) -> usize {
    (u64::BITS - (size - 1).leading_zeros()) as usize
}

/// Siblings on the way from a complete subtree to the root of the tree of `size` leaves.
fn path<R: HashReader>(reader: &R, start: Node, size: u64, proof: &mut Vec<Hash>) -> Result<(), R::Error> {
    let last = (size - 1) >> start.height;
    // Below the height where the ways to `start` and to the last leaf meet, all siblings are complete; at that height the
    // sibling holds the right edge; above it only siblings on the left remain.
    let meet = (u64::BITS - (start.index ^ last).leading_zeros()) as u8;
    for up in 0..meet.saturating_sub(1) {
        proof.push(reader.hash(Node { height: start.height + up, index: (start.index >> up) ^ 1 })?);
    }
    if meet > 0 {
        let begin = last >> (meet - 1) << (meet - 1) << start.height;
        proof.push(range_root(reader, begin, size)?);
    }
    for up in meet..u64::BITS as u8 {
        let index = start.index >> up;
        if index & 1 == 1 {
            proof.push(reader.hash(Node { height: start.height + up, index: index - 1 })?);
        }
    }
    Ok(())
}

/// The root over the leaves `begin..end`, where `begin` is a multiple of a power of two that is at least as large as the range.
fn range_root<R: HashReader>(reader: &R, begin: u64, end: u64) -> Result<Hash, R::Error> {
    let length = end - begin;
    let mut root = None;
    for height in 0..u64::BITS as u8 {
        if (length >> height) & 1 == 1 {
            let index = (end >> height) - 1;
            let left = reader.hash(Node { height, index })?;
            root = Some(root.map_or(left, |right| node_hash(left, right)));
        }
    }
    Ok(root.unwrap_or(Hash::EMPTY))
}

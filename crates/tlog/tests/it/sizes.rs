//! Every size up to 600 with all its proofs, against a tree that follows the recursive definitions of RFC 6962.

use std::collections::HashMap;

use tlog::{
    Frontier, Hash, MemoryTree, OpenTiles, ProofError, ProveError, TiledTree, TreeHead, node_hash, prove_consistency, prove_inclusion,
    root_at, verify_consistency, verify_inclusion,
};

use crate::support::{MemoryTiles, entry_leaf};

const SIZES: u64 = 600;

/// MTH, PATH and SUBPROOF of RFC 6962 §2.1, word for word; roots are remembered.
#[derive(Default)]
struct Naive {
    leaves: Vec<Hash>,
    roots: HashMap<(u64, u64), Hash>,
}

impl Naive {
    fn root(&mut self, from: u64, to: u64) -> Hash {
        match to - from {
            0 => return Hash::EMPTY,
            1 => return self.leaves[from as usize],
            _ => (),
        }
        if let Some(root) = self.roots.get(&(from, to)) {
            return *root;
        }
        let split = from + split(to - from);
        let root = node_hash(self.root(from, split), self.root(split, to));
        self.roots.insert((from, to), root);
        root
    }

    fn path(&mut self, index: u64, from: u64, to: u64, proof: &mut Vec<Hash>) {
        if to - from == 1 {
            return;
        }
        let split = from + split(to - from);
        if index < split {
            self.path(index, from, split, proof);
            proof.push(self.root(split, to));
        } else {
            self.path(index, split, to, proof);
            proof.push(self.root(from, split));
        }
    }

    fn subproof(&mut self, old: u64, from: u64, to: u64, known: bool, proof: &mut Vec<Hash>) {
        if old == to {
            if !known {
                proof.push(self.root(from, to));
            }
            return;
        }
        let split = from + split(to - from);
        if old <= split {
            self.subproof(old, from, split, known, proof);
            proof.push(self.root(split, to));
        } else {
            self.subproof(old, split, to, false, proof);
            proof.push(self.root(from, split));
        }
    }
}

/// The largest power of two below `n`.
fn split(n: u64) -> u64 {
    n.next_power_of_two() / 2
}

/// A proof with one thing changed; which one depends on `choice`.
fn tampered(proof: &[Hash], choice: u64) -> Vec<Hash> {
    let mut changed = proof.to_vec();
    match choice % 4 {
        0 if !proof.is_empty() => drop(changed.pop()),
        1 if !proof.is_empty() => drop(changed.remove(0)),
        2 if !proof.is_empty() => {
            let place = (choice / 4 % proof.len() as u64) as usize;
            changed[place].0[(choice % 32) as usize] ^= 1 << (choice % 8);
        }
        _ => changed.push(entry_leaf(choice)),
    }
    changed
}

struct Trees {
    naive: Naive,
    tree: MemoryTree,
    heads: Vec<TreeHead>,
}

fn trees() -> Trees {
    let (mut naive, mut tree, mut frontier) = (Naive::default(), MemoryTree::new(), Frontier::new());
    let mut heads = vec![TreeHead::EMPTY];
    for index in 0..SIZES {
        naive.leaves.push(entry_leaf(index));
        tree.append(entry_leaf(index));
        frontier.append(entry_leaf(index));
        let head = TreeHead { size: index + 1, root: naive.root(0, index + 1) };
        assert_eq!(frontier.head(), head);
        assert_eq!(tree.head(), head);
        heads.push(head);
    }
    Trees { naive, tree, heads }
}

#[test]
fn all_inclusion_proofs_hold_and_no_other() {
    let Trees { mut naive, tree, heads } = trees();
    for head in &heads {
        for index in 0..head.size {
            let proof = prove_inclusion(&tree, index, head.size).unwrap();
            let mut expected = Vec::new();
            naive.path(index, 0, head.size, &mut expected);
            assert_eq!(proof, expected, "{index} in {}", head.size);
            let leaf = naive.leaves[index as usize];
            assert_eq!(verify_inclusion(leaf, index, *head, &proof), Ok(()));
            let changed = tampered(&proof, index + head.size);
            assert!(verify_inclusion(leaf, index, *head, &changed).is_err(), "{index} in {}", head.size);
            if index % 7 == 0 {
                let other = (index + 1 + head.size / 2) % head.size;
                assert!(other == index || verify_inclusion(leaf, other, *head, &proof).is_err(), "{index} as {other} in {}", head.size);
                assert_eq!(verify_inclusion(entry_leaf(SIZES), index, *head, &proof), Err(ProofError::RootMismatch));
                let wrong = TreeHead { root: entry_leaf(SIZES), ..*head };
                assert_eq!(verify_inclusion(leaf, index, wrong, &proof), Err(ProofError::RootMismatch));
            }
        }
        let beyond = ProofError::IndexBeyondSize { index: head.size, size: head.size };
        assert_eq!(verify_inclusion(Hash::EMPTY, head.size, *head, &[]), Err(beyond));
        assert_eq!(prove_inclusion(&tree, head.size, head.size), Err(ProveError::Index { index: head.size, size: head.size }));
    }
}

#[test]
fn all_consistency_proofs_hold_and_no_other() {
    let Trees { mut naive, tree, heads } = trees();
    for head in &heads[1..] {
        for old in &heads[1..=head.size as usize] {
            let proof = prove_consistency(&tree, old.size, head.size).unwrap();
            let mut expected = Vec::new();
            naive.subproof(old.size, 0, head.size, true, &mut expected);
            assert_eq!(proof, expected, "{} to {}", old.size, head.size);
            assert_eq!(verify_consistency(*old, *head, &proof), Ok(()));
            let changed = tampered(&proof, old.size + head.size);
            assert!(verify_consistency(*old, *head, &changed).is_err(), "{} to {}", old.size, head.size);
            if old.size % 7 == 0 {
                let wrong = TreeHead { root: entry_leaf(SIZES), ..*old };
                assert!(verify_consistency(wrong, *head, &proof).is_err());
                let wrong = TreeHead { root: entry_leaf(SIZES), ..*head };
                assert!(verify_consistency(*old, wrong, &proof).is_err());
                let other = heads[old.size as usize - 1];
                assert!(verify_consistency(other, *head, &proof).is_err(), "{} as {} to {}", old.size, other.size, head.size);
            }
        }
        assert_eq!(verify_consistency(TreeHead::EMPTY, *head, &[]), Err(ProofError::OldSizeZero));
        assert_eq!(prove_consistency(&tree, 0, head.size), Err(ProveError::Sizes { old: 0, size: head.size }));
        let reversed = ProofError::SizesReversed { old: head.size, size: head.size - 1 };
        assert_eq!(verify_consistency(*head, heads[head.size as usize - 1], &[]), Err(reversed));
    }
}

#[test]
fn every_bit_of_a_proof_counts() {
    let Trees { naive, tree, heads } = trees();
    for (index, size) in [(0, 2), (4, 5), (6, 13), (255, 257), (300, 599)] {
        let proof = prove_inclusion(&tree, index, size).unwrap();
        for bit in 0..proof.len() * 256 {
            let mut changed = proof.clone();
            changed[bit / 256].0[bit % 256 / 8] ^= 1 << (bit % 8);
            let refused = verify_inclusion(naive.leaves[index as usize], index, heads[size as usize], &changed);
            assert_eq!(refused, Err(ProofError::RootMismatch), "{index} in {size}, bit {bit}");
        }
    }
    for (old, size) in [(1, 2), (3, 5), (6, 13), (255, 257), (256, 599), (300, 599)] {
        let proof = prove_consistency(&tree, old, size).unwrap();
        for bit in 0..proof.len() * 256 {
            let mut changed = proof.clone();
            changed[bit / 256].0[bit % 256 / 8] ^= 1 << (bit % 8);
            assert!(verify_consistency(heads[old as usize], heads[size as usize], &changed).is_err(), "{old} to {size}, bit {bit}");
        }
    }
}

#[test]
fn tiles_give_the_same_at_every_size() {
    let Trees { tree, heads, .. } = trees();
    let (mut tiles, mut open) = (MemoryTiles::default(), OpenTiles::new());
    for head in &heads {
        let tiled = TiledTree::open(&tiles, *head).unwrap();
        assert_eq!(OpenTiles::read(&tiled, head.size).unwrap(), open);
        assert_eq!(open.head(), *head);
        for index in (0..head.size).step_by(7) {
            assert_eq!(prove_inclusion(&tiled, index, head.size).unwrap(), prove_inclusion(&tree, index, head.size).unwrap());
            assert_eq!(root_at(&tiled, index).unwrap(), heads[index as usize].root);
        }
        for old in (1..=head.size).step_by(11) {
            assert_eq!(prove_consistency(&tiled, old, head.size).unwrap(), prove_consistency(&tree, old, head.size).unwrap());
        }
        if head.size < SIZES {
            tiles.append(&mut open, entry_leaf(head.size));
            tiles.publish(&open);
        }
    }
}

//! Second opinions: two other implementations of the same formats must agree with ours.

use signed_note::{Note as OtherNote, Signer as _, StandardSigner, StandardVerifier, VerifierList};
use tlog::{
    Checkpoint, Hash, MemoryTree, Note, NoteError, Signature, SignedCheckpoint, SignerKey, Tile, TreeHead, VerifierKey, prove_consistency,
    prove_inclusion, tiles_for_growth, verify_consistency, verify_inclusion,
};
use tlog_tiles::{HashReader as _, Tile as OtherTile, TileHashReader, TileReader as _};

use crate::support::{MemoryTiles, Numbers, entry_leaf, log_key};

/// The hashes of the other implementation in its storage order.
struct Stored(Vec<tlog_tiles::Hash>);

impl tlog_tiles::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|index| self.0[*index as usize]).collect())
    }
}

fn stored(size: u64) -> Stored {
    let mut stored = Stored(Vec::new());
    for index in 0..size {
        let hashes = tlog_tiles::stored_hashes(index, format!("entry-{index}").as_bytes(), &stored).unwrap();
        stored.0.extend(hashes);
    }
    stored
}

fn ours(hashes: Vec<tlog_tiles::Hash>) -> Vec<Hash> {
    hashes.into_iter().map(|hash| Hash(hash.0)).collect()
}

fn theirs(hashes: &[Hash]) -> Vec<tlog_tiles::Hash> {
    hashes.iter().map(|hash| tlog_tiles::Hash(hash.0)).collect()
}

#[test]
fn proofs_agree() {
    let (stored, mut tree, mut roots) = (stored(700), MemoryTree::new(), vec![Hash::EMPTY]);
    for index in 0..700 {
        tree.append(entry_leaf(index));
        roots.push(tree.head().root);
    }
    let mut numbers = Numbers::new(11);
    for _ in 0..3_000 {
        let size = 1 + numbers.below(700);
        let (index, old) = (numbers.below(size), 1 + numbers.below(size));
        let head = TreeHead { size, root: roots[size as usize] };
        let root = tlog_tiles::tree_hash(size, &stored).unwrap();
        assert_eq!(Hash(root.0), head.root);

        let proof = prove_inclusion(&tree, index, size).unwrap();
        assert_eq!(proof, ours(tlog_tiles::prove_record(size, index, &stored).unwrap()), "{index} in {size}");
        assert_eq!(verify_inclusion(entry_leaf(index), index, head, &proof), Ok(()));
        let leaf = tlog_tiles::Hash(entry_leaf(index).0);
        assert!(tlog_tiles::check_record(&theirs(&proof), size, root, index, leaf).is_ok());

        let old = TreeHead { size: old, root: roots[old as usize] };
        let proof = prove_consistency(&tree, old.size, size).unwrap();
        assert_eq!(proof, ours(tlog_tiles::prove_tree(size, old.size, &stored).unwrap()), "{} to {size}", old.size);
        assert_eq!(verify_consistency(old, head, &proof), Ok(()));
        assert!(tlog_tiles::check_tree(&theirs(&proof), size, root, old.size, tlog_tiles::Hash(old.root.0)).is_ok());
    }
}

/// Our path of a tile of the other implementation, which writes the height of tiles as a part of the path.
fn path(tile: &OtherTile) -> String {
    assert_eq!(tile.height(), 8);
    tile.path().replacen("tile/8/", "tile/", 1)
}

#[test]
fn tiles_and_their_paths_agree() {
    let mut numbers = Numbers::new(12);
    for _ in 0..2_000 {
        let to = numbers.below_any_power(22);
        let from = numbers.below(to + 1);
        let expected = OtherTile::new_tiles(8, from, to).iter().map(path).collect::<Vec<_>>();
        assert_eq!(tiles_for_growth(from, to).map(|tile| tile.to_string()).collect::<Vec<_>>(), expected, "{from} to {to}");
    }
    for _ in 0..2_000 {
        let (level, index, width) = (numbers.below(4) as u8, numbers.below_any_power(30), 1 + numbers.below(256) as u16);
        let tile = Tile::new(level, index, width).unwrap();
        let other = OtherTile::new(8, level, index, width.into(), false);
        assert_eq!(tile.to_string(), path(&other));
        assert_eq!(OtherTile::from_path(&tile.to_string().replacen("tile/", "tile/8/", 1)).unwrap(), other);
    }
}

/// Our tiles as the other implementation asks for them.
struct OurTiles(MemoryTiles);

impl tlog_tiles::TileReader for OurTiles {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[OtherTile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        Ok(tiles.iter().map(|tile| self.0.files[&Tile::parse(&path(tile)).unwrap()].clone()).collect())
    }

    fn save_tiles(&self, _: &[OtherTile], _: &[Vec<u8>]) {}
}

#[test]
fn the_other_reader_accepts_our_tiles() {
    let (tiles, open) = MemoryTiles::of(70_000, entry_leaf);
    let tiles = OurTiles(tiles);
    let head = open.head();
    assert_eq!(tiles.height(), 8);
    let reader = TileHashReader::new(head.size, tlog_tiles::Hash(head.root.0), &tiles);
    let mut numbers = Numbers::new(13);
    for _ in 0..20 {
        let index = numbers.below(head.size);
        let leaf = reader.read_hashes(&[tlog_tiles::stored_hash_index(0, index)]).unwrap();
        assert_eq!(ours(leaf), [entry_leaf(index)]);
        let proof = ours(tlog_tiles::prove_record(head.size, index, &reader).unwrap());
        assert_eq!(verify_inclusion(entry_leaf(index), index, head, &proof), Ok(()));
    }
}

#[test]
fn checkpoints_agree() {
    let head = TreeHead { size: 70_000, root: entry_leaf(1) };
    let ours = Checkpoint::new("office.example/log", head).unwrap();
    let other = tlog_tiles::Checkpoint::new(ours.origin(), head.size, tlog_tiles::Hash(head.root.0), "").unwrap();
    assert_eq!(ours.to_string().as_bytes(), other.to_bytes());
    assert_eq!(tlog_tiles::Checkpoint::from_bytes(ours.to_string().as_bytes()).unwrap(), other);
    let extended = tlog_tiles::Checkpoint::new("a b", 7, tlog_tiles::Hash(head.root.0), "one\ntwo\n").unwrap().to_bytes();
    let read = Checkpoint::parse(std::str::from_utf8(&extended).unwrap()).unwrap();
    assert_eq!((read.to_string().as_bytes(), read.extensions().len()), (extended.as_slice(), 2));
}

#[test]
fn notes_open_both_ways() {
    let key = log_key("office.example/log");
    let signer = StandardSigner::new(&key.to_secret_text()).unwrap();
    let known = || VerifierList::new(vec![Box::new(StandardVerifier::new(&key.verifier().to_string()).unwrap())]);
    assert_eq!(signer.key_id().to_be_bytes(), key.verifier().id().0);
    assert_eq!(SignerKey::parse(&key.to_secret_text()).unwrap().verifier(), key.verifier());

    for text in ["one\n", "едно\n\nдве\n", "office.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"] {
        let note = Note::new(text, key.sign(text).unwrap()).unwrap();
        let mut other = OtherNote::new(text.as_bytes(), &[]).unwrap();
        other.add_sigs(&[&signer]).unwrap();
        assert_eq!(note.to_string().as_bytes(), other.to_bytes());
        let opened = OtherNote::from_bytes(note.to_string().as_bytes()).unwrap();
        assert_eq!(opened.verify(&known()).unwrap().0.len(), 1);
        let back = Note::parse(&other.to_bytes()).unwrap();
        assert_eq!(back.verify(&[key.verifier().clone()]).unwrap()[0].key, key.verifier());
    }
    let checkpoint = Checkpoint::new("office.example/log", TreeHead::EMPTY).unwrap();
    let signed = SignedCheckpoint::sign(checkpoint, &[&key]).unwrap().note().to_string();
    assert!(OtherNote::from_bytes(signed.as_bytes()).unwrap().verify(&known()).is_ok());
}

#[test]
fn both_refuse_the_same_notes() {
    let key = log_key("office.example/log");
    let verifier = [key.verifier().clone()];
    let good = Note::new("one\n\ntwo\n", key.sign("one\n\ntwo\n").unwrap()).unwrap().to_string();
    let mut numbers = Numbers::new(14);
    let mut refused = 0;
    for _ in 0..4_000 {
        let mut bytes = good.clone().into_bytes();
        for _ in 0..=numbers.below(2) {
            let at = numbers.below(bytes.len() as u64) as usize;
            match numbers.below(3) {
                0 => bytes[at] ^= 1 << numbers.below(8),
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"\n +\xe2a="[numbers.below(6) as usize]),
            }
        }
        let known = VerifierList::new(vec![Box::new(StandardVerifier::new(&verifier[0].to_string()).unwrap())]);
        let other = OtherNote::from_bytes(&bytes).and_then(|note| note.verify(&known).map(|_| ()));
        let ours = Note::parse(&bytes).and_then(|note| note.verify(&verifier).map(|_| ()));
        assert_eq!(ours.is_ok(), other.is_ok(), "{:?}: {ours:?}, {other:?}", String::from_utf8_lossy(&bytes));
        refused += usize::from(ours.is_err());
    }
    assert!(refused > 3_900, "{refused}");
    let foreign = VerifierKey::parse(&log_key("other.example/log").verifier().to_string()).unwrap();
    let line = Signature::parse_lines(good.lines().last().map(|line| format!("{line}\n")).unwrap().as_str()).unwrap();
    assert_eq!(line[0].name().as_str(), "office.example/log");
    assert_eq!(Note::parse(good.as_bytes()).unwrap().verify(&[foreign]), Err(NoteError::NoTrustedSignature));
}

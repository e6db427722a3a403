//! A log of a million entries, growing in random steps; tiles that are damaged, missing or from another log.

use tlog::{
    Frontier, GrowError, Hash, Node, OpenTiles, ReadError, Tile, TiledTree, TreeHead, leaf_hash, node_hash, prove_consistency,
    prove_inclusion, tiles_for_growth, verify_consistency, verify_inclusion,
};

use crate::support::{MemoryTiles, Numbers, entry_leaf};

const LEAVES: u64 = 1_000_000;

/// The root by pairing neighbours row by row; a last one without neighbour moves up.
fn root_by_rows(leaves: &[Hash]) -> Hash {
    let mut row = leaves.to_vec();
    while row.len() > 1 {
        row = row.chunks(2).map(|pair| if let [left, right] = pair { node_hash(*left, *right) } else { pair[0] }).collect();
    }
    row.first().copied().unwrap_or(Hash::EMPTY)
}

#[test]
fn a_million_appends_in_random_steps() {
    let mut numbers = Numbers::new(0x6a6f_7572_6e61_6c01);
    let mut leaves = Vec::with_capacity(LEAVES as usize);
    let (mut tiles, mut open) = (MemoryTiles::default(), OpenTiles::new());
    let mut heads = vec![TreeHead::EMPTY];
    while open.head().size < LEAVES {
        let from = open.head().size;
        let step = (1 + numbers.below_any_power(19)).min(LEAVES - from);
        for _ in 0..step {
            let leaf = leaf_hash(&numbers.next().to_be_bytes());
            leaves.push(leaf);
            tiles.append(&mut open, leaf);
        }
        tiles.publish(&open);
        for tile in tiles_for_growth(from, from + step) {
            assert_eq!(tiles.files[&tile].len(), tile.byte_length(), "{tile}");
        }
        heads.push(open.head());
    }
    assert_eq!(Frontier::parse(&open.frontier().to_bytes()).unwrap().root(), open.head().root);
    for head in heads.iter().rev().step_by(heads.len() / 4) {
        assert_eq!(head.root, root_by_rows(&leaves[..head.size as usize]), "{}", head.size);
    }

    let head = open.head();
    let tree = TiledTree::open(&tiles, head).unwrap();
    let edge = tiles.reads();
    assert!(edge <= 3, "one partial tile per level");
    for _ in 0..2_000 {
        let index = numbers.below(LEAVES);
        let before = tiles.reads();
        let proof = prove_inclusion(&tree, index, head.size).unwrap();
        assert!(tiles.reads() - before <= 3, "at most one tile per level: ceil(log256 n) = 3");
        assert_eq!(verify_inclusion(leaves[index as usize], index, head, &proof), Ok(()));
    }
    for old in &heads[1..] {
        let proof = prove_consistency(&tree, old.size, head.size).unwrap();
        assert_eq!(verify_consistency(*old, head, &proof), Ok(()), "{}", old.size);
    }
    assert_eq!(OpenTiles::read(&tree, head.size).unwrap(), open);
}

#[test]
fn warm_tiles_are_not_read_again_and_stay_bounded() {
    let (tiles, open) = MemoryTiles::of(256 * 12 + 9, entry_leaf);
    let tree = TiledTree::open_with(&tiles, open.head(), 4).unwrap();
    let leaf = |index| prove_inclusion(&tree, index, open.head().size).unwrap();
    leaf(0);
    let warm = tiles.reads();
    for index in 0..256 {
        leaf(index);
    }
    assert_eq!(tiles.reads(), warm);
    for index in (0..256 * 12).step_by(256) {
        leaf(index);
    }
    let all = tiles.reads();
    assert_eq!(all - warm, 11);
    leaf(256 * 11);
    assert_eq!(tiles.reads(), all, "the tile asked for last is warm");
    leaf(0);
    assert_eq!(tiles.reads(), all + 1, "the tile asked for first was dropped");
    let cold = TiledTree::open_with(&tiles, open.head(), 0).unwrap();
    assert!(prove_inclusion(&cold, 300, open.head().size).is_ok());
}

#[test]
fn a_growing_log_keeps_its_tiles_warm() {
    let (mut tiles, mut open) = MemoryTiles::of(1_000, entry_leaf);
    let older = open.head();
    for index in 1_000..1_300 {
        tiles.append(&mut open, entry_leaf(index));
    }
    tiles.publish(&open);
    let tree = TiledTree::open(&tiles, older).unwrap();
    prove_inclusion(&tree, 5, older.size).unwrap();
    let tree = tree.grown(open.head()).unwrap();
    let warm = tiles.reads();
    let proof = prove_inclusion(&tree, 6, 1_300).unwrap();
    assert_eq!(tiles.reads(), warm);
    assert_eq!(verify_inclusion(entry_leaf(6), 6, open.head(), &proof), Ok(()));
    assert_eq!(tree.grown(older).unwrap_err(), GrowError::Inconsistent { old: 1_300, size: 1_000 });

    let (forked, other) = MemoryTiles::of(1_300, |index| entry_leaf(index + index / 999));
    let mut both = forked;
    for tile in (0..2).filter_map(|level| Tile::partial_of_size(level, 1_000)) {
        both.files.insert(tile, tiles.files[&tile].clone());
    }
    let tree = TiledTree::open(&both, older).unwrap();
    assert_eq!(tree.grown(other.head()).unwrap_err(), GrowError::Inconsistent { old: 1_000, size: 1_300 });
}

#[test]
fn damaged_tiles_are_found() {
    let (tiles, open) = MemoryTiles::of(70_000, entry_leaf);
    let head = open.head();
    let prove = |tiles: &MemoryTiles, index| {
        TiledTree::open(tiles, head).and_then(|tree| {
            prove_inclusion(&tree, index, head.size).map_err(|error| match error {
                tlog::ProveError::Read(error) => error,
                other => panic!("{other}"),
            })
        })
    };
    assert!(prove(&tiles, 300).is_ok());
    let mut numbers = Numbers::new(7);
    // Level by level the tiles on the way of leaf 300, and those along the right edge.
    for path in ["tile/0/001", "tile/1/000", "tile/2/000.p/1", "tile/1/001.p/17", "tile/0/273.p/112"] {
        let tile = Tile::parse(path).unwrap();
        let wrong = |change: &mut dyn FnMut(&mut Vec<u8>)| {
            let mut damaged = MemoryTiles { files: tiles.files.clone(), ..MemoryTiles::default() };
            change(damaged.files.get_mut(&tile).unwrap());
            prove(&damaged, 300).unwrap_err()
        };
        let expected = if tile.is_partial() { ReadError::Root { size: 70_000 } } else { ReadError::Foreign(tile) };
        for _ in 0..8 {
            assert_eq!(wrong(&mut |bytes| bytes[numbers.below(tile.byte_length() as u64) as usize] ^= 0x20), expected, "{path}");
        }
        assert_eq!(wrong(&mut |bytes| bytes.truncate(bytes.len() - 1)), ReadError::Length { tile, got: tile.byte_length() - 1 });
        assert_eq!(wrong(&mut |bytes| bytes.extend([0; 32])), ReadError::Length { tile, got: tile.byte_length() + 32 });
        assert_eq!(wrong(&mut |bytes| bytes.truncate(0)), ReadError::Length { tile, got: 0 });
        let mut missing = MemoryTiles { files: tiles.files.clone(), ..MemoryTiles::default() };
        missing.files.remove(&tile);
        assert_eq!(prove(&missing, 300).unwrap_err(), ReadError::Missing(tile));
    }
    let other = TreeHead { root: entry_leaf(0), ..head };
    assert_eq!(TiledTree::open(&tiles, other).unwrap_err(), ReadError::Root { size: 70_000 });
    let tree = TiledTree::open(&tiles, head).unwrap();
    for node in [Node::leaf(70_000), Node { height: 17, index: 0 }, Node { height: 64, index: 0 }, Node { height: 255, index: u64::MAX }] {
        assert_eq!(tlog::HashReader::hash(&tree, node), Err(ReadError::Beyond { node, size: 70_000 }));
    }
}

#[test]
fn a_deleted_partial_tile_is_read_from_the_full_one() {
    let (mut tiles, open) = MemoryTiles::of(600, entry_leaf);
    let mut older = Frontier::new();
    (0..300).for_each(|index| older.append(entry_leaf(index)));
    assert!(!tiles.files.contains_key(&Tile::parse("tile/0/001.p/44").unwrap()));
    let level_1 = Tile::parse("tile/1/000.p/1").unwrap();
    let first = tiles.files[&Tile::parse("tile/1/000.p/2").unwrap()][..32].to_vec();
    tiles.files.insert(level_1, first);
    let tree = TiledTree::open(&tiles, older.head()).unwrap();
    let proof = prove_consistency(&tree, 7, 300).unwrap();
    assert_eq!(verify_consistency(TreeHead { size: 7, root: tlog::root_at(&tree, 7).unwrap() }, older.head(), &proof), Ok(()));
    assert!(TiledTree::open(&tiles, open.head()).is_ok());
    tiles.files.get_mut(&Tile::parse("tile/0/001").unwrap()).unwrap().pop();
    let full = Tile::parse("tile/0/001").unwrap();
    assert_eq!(TiledTree::open(&tiles, older.head()).unwrap_err(), ReadError::Length { tile: full, got: 8_191 });
}

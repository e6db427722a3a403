//! What the log must refuse to sign.

use tlog::{
    Evidence, Hash, KeyName, MemoryTree, Received, Refusal, StartUpError, TileDiffers, TileWrite, TreeHead, may_sign, received_at,
    start_up_check, tile_write,
};

use crate::support::entry_leaf;

fn heads() -> (MemoryTree, Vec<TreeHead>) {
    let (mut tree, mut heads) = (MemoryTree::new(), vec![TreeHead::EMPTY]);
    for index in 0..20 {
        tree.append(entry_leaf(index));
        heads.push(tree.head());
    }
    (tree, heads)
}

fn witness() -> KeyName {
    KeyName::parse("witness.example").unwrap()
}

#[test]
fn a_log_that_is_ahead_of_all_it_told_may_sign() {
    let (tree, heads) = heads();
    for published in 0..=20 {
        for signed in published..=20 {
            let (published, signed) = (Some(heads[published]), Some(heads[signed]));
            assert_eq!(start_up_check(&tree, heads[20], published, signed, &[(witness(), 20), (witness(), 0)]), Ok(()));
        }
    }
    assert_eq!(start_up_check(&tree, heads[20], None, None, &[]), Ok(()));
    assert_eq!(may_sign(TreeHead::EMPTY, None, None, &[]), Ok(()));
}

#[test]
fn yesterdays_backup_must_not_sign() {
    let (_, heads) = heads();
    let rolled_back = |evidence| Err(Refusal::RolledBack { evidence, known: 20, stored: 15 });
    assert_eq!(may_sign(heads[15], Some(heads[20]), None, &[]), rolled_back(Evidence::Published));
    assert_eq!(may_sign(heads[15], Some(heads[15]), Some(heads[20]), &[]), rolled_back(Evidence::Signed));
    let witnesses = [(witness(), 15), (witness(), 20)];
    assert_eq!(may_sign(heads[15], Some(heads[15]), Some(heads[15]), &witnesses), rolled_back(Evidence::Witness(witness())));
    let text = may_sign(heads[15], None, None, &witnesses).unwrap_err().to_string();
    assert_eq!(text, "the witness witness.example has size 20, the store only 15: the store was rolled back");
}

#[test]
fn a_fork_must_not_sign() {
    let (tree, heads) = heads();
    let other = |size| TreeHead { size, root: entry_leaf(99) };
    let forked = |evidence, size| Refusal::Forked { evidence, size };
    assert_eq!(may_sign(heads[20], Some(other(20)), None, &[]), Err(forked(Evidence::Published, 20)));
    assert_eq!(may_sign(heads[20], None, Some(other(20)), &[]), Err(forked(Evidence::Signed, 20)));
    // An older head shows only when it is compared with the tiles.
    assert_eq!(may_sign(heads[20], None, Some(other(11)), &[]), Ok(()));
    let check = |published, signed| start_up_check(&tree, heads[20], published, signed, &[]);
    assert_eq!(check(None, Some(other(11))), Err(StartUpError::Refused(forked(Evidence::Signed, 11))));
    assert_eq!(check(Some(other(11)), Some(heads[11])), Err(StartUpError::Refused(forked(Evidence::Published, 11))));
    let differs = start_up_check(&tree, other(19), None, None, &[]);
    assert_eq!(differs, Err(StartUpError::Refused(Refusal::TilesDiffer { size: 19 })));
    let (short, _) = (MemoryTree::new(), ());
    assert!(matches!(start_up_check(&short, heads[20], None, None, &[]), Err(StartUpError::Read(_))));
}

#[test]
fn what_exists_is_never_overwritten() {
    assert_eq!(tile_write(None, b"new"), Ok(TileWrite::Write));
    assert_eq!(tile_write(Some(b"new"), b"new"), Ok(TileWrite::Present));
    let differs = TileDiffers { existing: Hash::of(b"old"), new: Hash::of(b"new") };
    assert_eq!(tile_write(Some(b"old"), b"new"), Err(differs));
}

#[test]
fn the_time_of_receipt_never_goes_backwards() {
    assert_eq!(received_at(1_000, 1_001), Received { ms: 1_001, clock_behind_ms: 0 });
    assert_eq!(received_at(1_000, 1_000), Received { ms: 1_000, clock_behind_ms: 0 });
    assert_eq!(received_at(1_000, 400), Received { ms: 1_000, clock_behind_ms: 600 });
}

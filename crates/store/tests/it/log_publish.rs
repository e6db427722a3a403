//! What is published: tiles and checkpoints that other implementations verify, proofs of every entry, nothing that was damaged.

use std::path::Path;

use signed_note::{Note as OtherNote, StandardVerifier, VerifierList};
use store::log::{self, Proofs, Publisher, TilePlace};
use store::{Error, Store};
use tlog::{Algorithm, Extension, KeyName, Kind, Payload, Policy, SignerKey, Tile, verify_consistency, verify_inclusion, verify_receipt};
use tlog_tiles::{HashReader as _, Tile as OtherTile, TileHashReader};

use crate::log::{LOG, NOW_MS, ORIGIN, World, event, key, places, sealed, worlds};

/// A folder as another program reads it.
struct Folder<'f>(&'f Path);

impl tlog_tiles::TileReader for Folder<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[OtherTile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        Ok(tiles.iter().map(|tile| std::fs::read(self.0.join(tile.path().replacen("tile/8/", "tile/", 1))).unwrap()).collect())
    }

    fn save_tiles(&self, _: &[OtherTile], _: &[Vec<u8>]) {}
}

/// Verifies the checkpoint and some entries of a published folder with code that is not ours; answers the size.
fn verified_by_others(folder: &Path, step: usize) -> u64 {
    let note = OtherNote::from_bytes(&std::fs::read(folder.join("checkpoint")).unwrap()).unwrap();
    let known = VerifierList::new(vec![Box::new(StandardVerifier::new(&key().verifier().to_string()).unwrap())]);
    assert_eq!(note.verify(&known).unwrap().0.len(), 1);
    let checkpoint = tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap();
    assert_eq!(checkpoint.origin(), ORIGIN);
    let (tiles, size) = (Folder(folder), checkpoint.size());
    let reader = TileHashReader::new(size, *checkpoint.hash(), &tiles);
    for index in (0..size).step_by(step).chain([size - 1]) {
        let leaf = reader.read_hashes(&[tlog_tiles::stored_hash_index(0, index)]).unwrap();
        let width = Tile::of_size(0, index / 256, size).unwrap().width();
        let bundle = tlog::Bundle::new(index / 256, width).unwrap();
        let bytes = std::fs::read(folder.join(bundle.to_string())).unwrap();
        let entry = tlog::bundle_decode(bundle, &bytes).unwrap()[(index % 256) as usize];
        assert_eq!(tlog_tiles::record_hash(entry), leaf[0], "{index} of {size}");
    }
    size
}

fn publish(world: &World, publisher: &mut Publisher) -> tlog::SignedCheckpoint {
    let published = publisher.publish(NOW_MS).unwrap().unwrap();
    assert_eq!(published.checkpoint.head(), world.state().head);
    published.checkpoint
}

#[test]
fn everybody_can_verify_what_is_published() {
    let (_server, worlds) = worlds();
    for world in worlds {
        let writer = world.writer();
        let mut publisher = world.publisher(writer);
        assert_eq!(publisher.publish(NOW_MS).unwrap(), None, "there is nothing yet");
        let (mut size, mut heads) = (0, Vec::new());
        let mut proofs: Option<Proofs> = None;
        for grown in [1, 2, 250, 1, 2, 1, 255, 88] {
            world.append(writer, NOW_MS, sealed(size..size + grown)).unwrap();
            size += grown;
            let checkpoint = publish(&world, &mut publisher);
            assert!(!publisher.publish(NOW_MS).unwrap().unwrap().is_new);
            heads.push(checkpoint.head());
            proofs = Some(match proofs.take() {
                None => Proofs::open(world.place.clone(), checkpoint).unwrap(),
                Some(old) => old.grown(checkpoint).unwrap(),
            });
        }
        let (proofs, head) = (proofs.unwrap(), *heads.last().unwrap());
        if world.s3.is_none() {
            assert_eq!(verified_by_others(&world.folder.path().join("log"), 7), 600);
        }
        for old in heads {
            let proof = proofs.consistency(old.size, head.size).unwrap();
            assert_eq!(verify_consistency(old, head, &proof), Ok(()));
        }
        for index in 0..size {
            let hashes = proofs.inclusion(index).unwrap();
            assert_eq!(verify_inclusion(world.entry(index).leaf_hash(), index, head, &hashes), Ok(()));
        }
        // Partial files are gone where full ones took their place; a new process goes on.
        assert!(!world.file_of("tile/0/000.p/1").exists() && !world.file_of("tile/entries/001.p/1").exists());
        assert!(world.file_of("tile/0/000").exists() && world.file_of("tile/entries/002.p/88").exists());
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(size..size + 5)).unwrap();
        publish(&world, &mut world.publisher(writer));
        let found = log::scrub(&world.place, &[key().verifier().clone()], Some((&world.store, LOG)), false).unwrap();
        assert_eq!((found.size, found.findings), (605, Vec::new()));
    }
}

#[test]
fn a_log_of_three_levels_is_published_in_one_go_and_then_on() {
    let world = World::simple();
    let writer = world.writer();
    for first in (0..66_000).step_by(log::GROUP_MAX) {
        world.append(writer, NOW_MS, sealed(first..(first + log::GROUP_MAX as u64).min(66_000))).unwrap();
    }
    let mut publisher = world.publisher(writer);
    publish(&world, &mut publisher);
    assert_eq!(verified_by_others(&world.folder.path().join("log"), 1_001), 66_000);
    let rows = "SELECT level, n FROM log_hash ORDER BY level, n";
    let left = world.store.read_blocking(|tx| tx.query(rows, &[], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))).unwrap();
    assert_eq!(left, [(1, 256), (2, 0)], "only open tiles are kept in rows");
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(66_000..66_100)).unwrap();
    let checkpoint = publish(&world, &mut world.publisher(writer));
    let proofs = Proofs::open(world.place.clone(), checkpoint).unwrap();
    let proof = proofs.consistency(66_000, 66_100).unwrap();
    assert!(!proof.is_empty());
    // A damaged tile of the middle, and one that stands above it, come back from what lies below them and from the rows.
    let keys = [key().verifier().clone()];
    for path in ["tile/1/000", "tile/0/100", "tile/2/000.p/1"] {
        std::fs::write(world.file_of(path), "torn").unwrap();
        let found = log::scrub(&world.place, &keys, Some((&world.store, LOG)), true).unwrap();
        assert_eq!(found.findings.iter().map(|one| (one.path.as_str(), one.is_repaired)).collect::<Vec<_>>(), [(path, true)]);
    }
    assert_eq!(log::scrub(&world.place, &keys, None, false).unwrap().findings, []);
}

fn receipt(store: &Store, proofs: &Proofs, index: u64) -> store::Result<Option<tlog::Receipt>> {
    store.read_blocking(|tx| log::receipt(tx, LOG, proofs, index))
}

#[test]
fn a_receipt_verifies_before_and_after_the_payload_is_erased() {
    for world in places() {
        let (writer, keys) = (world.writer(), [key().verifier().clone()]);
        world.append(writer, NOW_MS, sealed(0..300)).unwrap();
        let mut publisher = world.publisher(writer);
        let proofs = Proofs::open(world.place.clone(), publish(&world, &mut publisher)).unwrap();
        world.append(writer, NOW_MS, sealed([300])).unwrap();
        assert_eq!(receipt(&world.store, &proofs, 300).unwrap(), None, "it awaits its publication");
        assert!(matches!(receipt(&world.store, &proofs, 301), Err(Error::NotInLog { .. })));
        let before = receipt(&world.store, &proofs, 5).unwrap().unwrap().to_string();
        let verified = verify_receipt(before.as_bytes(), &keys, &Policy::NONE).unwrap();
        assert_eq!((verified.index, verified.payload), (5, Payload::Present(event(5).opening.payload)));
        let extension = Extension::new().with(Extension::GROUND, *b"retention").unwrap();
        let notice = log::Leaf { kind: Kind::Erasure { of: 5 }, participant: 0, extension, ..event(999) }.seal();
        world.store.write_blocking(move |tx| log::erase(tx, LOG, NOW_MS, &notice)).unwrap();
        world.store.log_sequence(writer).unwrap();
        let proofs = proofs.grown(publish(&world, &mut publisher)).unwrap();
        for index in [5, 6, 301] {
            let receipt = receipt(&world.store, &proofs, index).unwrap().unwrap().to_string();
            let verified = verify_receipt(receipt.as_bytes(), &keys, &Policy::NONE).unwrap();
            assert_eq!(verified.payload == Payload::Erased, index == 5);
        }
        // The receipt handed out before stays good.
        assert!(verify_receipt(before.as_bytes(), &keys, &Policy::NONE).is_ok());
    }
}

#[test]
fn cosignatures_are_added_and_published_again() {
    let witness = SignerKey::new(KeyName::parse("witness.example").unwrap(), Algorithm::CosignatureV1, [9; 32]);
    for world in places() {
        let writer = world.writer();
        let mut publisher = world.publisher(writer);
        world.append(writer, NOW_MS, sealed(0..3)).unwrap();
        let checkpoint = publish(&world, &mut publisher);
        let cosignature = witness.cosign(checkpoint.note().text(), 1_770_000_000).unwrap();
        let twice = vec![cosignature.clone(), cosignature];
        world.store.write_blocking(move |tx| log::cosigned(tx, LOG, 3, twice)).unwrap();
        assert!(world.store.write_blocking(|tx| log::cosigned(tx, LOG, 2, Vec::new())).is_err());
        let again = publisher.publish(NOW_MS).unwrap().unwrap();
        assert!(!again.is_new);
        let shown = tlog::SignedCheckpoint::open(&world.place.checkpoint().unwrap().unwrap(), &[key().verifier().clone()]).unwrap();
        assert_eq!(shown, again.checkpoint);
        let policy = Policy::new(vec![witness.verifier().clone()], 1).unwrap();
        assert_eq!(policy.cosigners(shown.note()).unwrap().len(), 1);
        // Another publisher, of a new process, finds the cosigned note in the store.
        assert_eq!(world.publisher(world.writer()).publish(NOW_MS).unwrap().unwrap().checkpoint, shown);
    }
}

#[test]
fn a_file_with_another_content_stops_the_writer() {
    for world in places() {
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(0..256)).unwrap();
        let path = world.file_of("tile/0/000");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "of somebody else").unwrap();
        let refused = world.publisher(writer).publish(NOW_MS);
        assert!(matches!(&refused, Err(Error::TileDiffers { path, .. }) if path == "tile/0/000"), "{refused:?}");
        assert_eq!(std::fs::read(&path).unwrap(), b"of somebody else");
        assert_eq!(world.place.checkpoint().unwrap(), None);
        std::fs::remove_file(&path).unwrap();
        assert!(world.publisher(writer).publish(NOW_MS).unwrap().unwrap().is_new);
    }
}

#[test]
fn the_key_of_another_log_signs_nothing() {
    let world = World::simple();
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(0..2)).unwrap();
    let other = SignerKey::new(KeyName::parse("other.log").unwrap(), Algorithm::Ed25519, [7; 32]);
    let mut publisher = Publisher::new(&world.store, writer, world.place.clone(), vec![other]);
    assert!(matches!(publisher.publish(NOW_MS), Err(Error::NotInLog { .. })));
    assert_eq!(world.place.checkpoint().unwrap(), None);
}

#[test]
fn torn_and_changed_files_are_found_repaired_and_never_proof() {
    let keys = [key().verifier().clone()];
    for world in places() {
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(0..520)).unwrap();
        let checkpoint = publish(&world, &mut world.publisher(writer));
        let files = ["tile/0/000", "tile/0/002.p/8", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/8", "checkpoint"];
        for path in files {
            let good = std::fs::read(world.file_of(path)).unwrap();
            let mut flipped = good.clone();
            flipped[good.len() / 2] ^= 1;
            for harmed in [Some(flipped), Some(good[..good.len() - 1].to_vec()), Some(Vec::new()), None] {
                match &harmed {
                    Some(bytes) => std::fs::write(world.file_of(path), bytes).unwrap(),
                    None => std::fs::remove_file(world.file_of(path)).unwrap(),
                }
                if path.starts_with("tile/0") || path.starts_with("tile/1") {
                    let proofs = Proofs::open(world.place.clone(), checkpoint.clone());
                    let served = proofs.and_then(|proofs| proofs.inclusion(1).and(proofs.inclusion(519)).and(proofs.inclusion(300)));
                    assert!(matches!(served, Err(Error::LogDamaged { .. })), "{path}: {served:?}");
                    assert!(world.checked().is_err(), "{path}: found at the start");
                }
                // Alone the place knows what its tiles must be, but not the entries.
                let alone = log::scrub(&world.place, &keys, None, false);
                match alone {
                    Ok(alone) if path != "checkpoint" => {
                        let found: Vec<_> = alone.findings.iter().map(|one| (one.path.as_str(), one.is_repairable)).collect();
                        assert_eq!(found, [(path, !path.starts_with("tile/entries"))], "{harmed:?}");
                    }
                    Ok(alone) => assert!(harmed.is_none() && alone.size == 0, "{path}"),
                    Err(error) => assert!(path == "checkpoint" && matches!(error, Error::LogDamaged { .. }), "{path}: {error}"),
                }
                let found = log::scrub(&world.place, &keys, Some((&world.store, LOG)), true).unwrap();
                let found: Vec<_> = found.findings.iter().map(|one| (one.path.as_str(), one.is_repaired)).collect();
                assert_eq!(found, [(path, true)]);
                assert_eq!(std::fs::read(world.file_of(path)).unwrap(), good, "{path}");
                assert!(world.checked().is_ok(), "{path}");
            }
        }
    }
}

#[test]
fn files_of_earlier_sizes_are_looked_at_too() {
    let keys = [key().verifier().clone()];
    for world in places() {
        let writer = world.writer();
        let mut publisher = world.publisher(writer);
        for grown in [0..3, 3..9] {
            world.append(writer, NOW_MS, sealed(grown)).unwrap();
            publish(&world, &mut publisher);
        }
        for path in ["tile/0/000.p/3", "tile/entries/000.p/3"] {
            let good = std::fs::read(world.file_of(path)).unwrap();
            std::fs::write(world.file_of(path), "torn").unwrap();
            let found = log::scrub(&world.place, &keys, None, true).unwrap();
            assert_eq!(found.findings.iter().map(|one| (one.path.as_str(), one.is_repaired)).collect::<Vec<_>>(), [(path, true)]);
            assert_eq!(std::fs::read(world.file_of(path)).unwrap(), good);
        }
        // A program that was killed before it could clear away leaves them beside the full one.
        let left = std::fs::read(world.file_of("tile/entries/000.p/9")).unwrap();
        world.append(writer, NOW_MS, sealed(9..260)).unwrap();
        publish(&world, &mut publisher);
        std::fs::create_dir_all(world.file_of("tile/entries/000.p")).unwrap();
        std::fs::write(world.file_of("tile/entries/000.p/9"), left).unwrap();
        assert_eq!(log::scrub(&world.place, &keys, None, true).unwrap().findings, []);
        assert!(!world.file_of("tile/entries/000.p/9").exists());
    }
}

#[test]
fn rows_that_are_not_those_of_the_tree_repair_nothing() {
    let world = World::simple();
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(0..300)).unwrap();
    publish(&world, &mut world.publisher(writer));
    let change = "UPDATE log_entry SET bytes = (SELECT bytes FROM log_entry WHERE log = 7 AND idx = 1) WHERE log = 7 AND idx = 0";
    world.store.write_blocking(|tx| tx.execute(change, &[])).unwrap();
    std::fs::write(world.file_of("tile/entries/000"), "torn").unwrap();
    std::fs::write(world.file_of("tile/0/000"), "torn").unwrap();
    let found = log::scrub(&world.place, &[key().verifier().clone()], Some((&world.store, LOG)), true).unwrap();
    assert_eq!(found.findings.iter().map(|one| one.is_repaired).collect::<Vec<_>>(), [false]);
    assert_eq!(std::fs::read(world.file_of("tile/0/000")).unwrap(), b"torn");
    // An entry whose row was changed has no receipt.
    let world = World::simple();
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(0..3)).unwrap();
    let proofs = Proofs::open(world.place.clone(), publish(&world, &mut world.publisher(writer))).unwrap();
    world.store.write_blocking(|tx| tx.execute(change, &[])).unwrap();
    assert!(matches!(receipt(&world.store, &proofs, 0), Err(Error::LogDamaged { .. })));
    // And a log whose rows were changed under the part that is not published yet signs nothing.
    world.append(writer, NOW_MS, sealed(3..5)).unwrap();
    let change = "UPDATE log_entry SET bytes = (SELECT bytes FROM log_entry WHERE log = 7 AND idx = 1) WHERE log = 7 AND idx = 4";
    world.store.write_blocking(|tx| tx.execute(change, &[])).unwrap();
    assert!(world.publisher(writer).publish(NOW_MS).is_err());
    let place = TilePlace::folder(&world.folder.path().join("log")).unwrap();
    assert_eq!(Proofs::open(place, proofs.checkpoint().clone()).unwrap().inclusion(2).unwrap().len(), 1);
}

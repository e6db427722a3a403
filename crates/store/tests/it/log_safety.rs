//! Forks that must not happen: two writers, a store from yesterday, a place of somebody else, a witness who knows more.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use pgserver::Server;
use store::log::{self, Publisher, Refused, Writer};
use store::{Database, Error, Options, Pace, Step, Store, params};
use tlog::{KeyName, SignedCheckpoint};

use crate::log::{LOG, NOW_MS, ORIGIN, World, copy, event, key, new, places, sealed, worlds};

#[test]
fn of_two_writers_only_the_newer_commits() {
    let (_server, worlds) = worlds();
    for world in worlds {
        let old = world.writer();
        world.append(old, NOW_MS, sealed(0..2)).unwrap();
        let mut publisher = world.publisher(old);
        let new_one = world.writer();
        for refused in [
            world.append(old, NOW_MS, sealed([2])).map(drop),
            world.store.log_sequence(old).map(drop),
            publisher.publish(NOW_MS).map(drop),
            world.store.write_blocking(move |tx| log::resume(tx, old, 2)),
        ] {
            assert!(matches!(refused, Err(Error::LostFence { log: LOG })), "{refused:?}");
        }
        // A command that hides it is not kept either.
        let hidden = world.store.write_blocking(move |tx| -> store::Result<()> {
            log::pend(tx, LOG, NOW_MS, &event(3).seal())?;
            tx.execute("UPDATE log_state SET fence = fence + 1 WHERE log = $1", &params![LOG])?;
            let _ = log::append(tx, new_one, NOW_MS, &sealed([4]));
            Ok(())
        });
        assert!(hidden.is_ok(), "it wrote nothing of the log");
        assert_eq!(world.state().head.size, 2);
        let newest = world.writer();
        assert_eq!(world.append(newest, NOW_MS, sealed([5])).unwrap().outcomes, new([2]));
    }
}

#[test]
fn a_writer_that_loses_the_log_in_the_middle_keeps_nothing() {
    let Some(server) = Server::for_test() else { return };
    let database = || Database::Postgres(server.address(server.port()));
    let world = World::new(database(), None);
    // Another node opens the log right before a given statement of the one that appends.
    let (before, reached) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (other, when, at) = (world.store.clone(), before.clone(), reached.clone());
    let pace = Pace::new(move |step| match step {
        Step::Lock("log 7") => at.store(1, Ordering::SeqCst),
        Step::End => at.store(0, Ordering::SeqCst),
        Step::Statement => {
            let is_due = at.load(Ordering::SeqCst) == when.load(Ordering::SeqCst);
            at.fetch_add(usize::from(at.load(Ordering::SeqCst) > 0), Ordering::SeqCst);
            if is_due {
                other.write_blocking(|tx| log::open(tx, LOG)).unwrap();
            }
        }
        Step::Lock(_) => {}
    });
    let options = Options { database: database(), pace: Some(pace), ..Options::new(world.folder.path()) };
    let store = Store::open(&options).unwrap();
    let rows = || {
        let counts = ["log_entry", "log_payload", "log_dedupe", "log_sender"].map(|table| {
            let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
            world.store.read_blocking(|tx| tx.query_row(&sql, &[], |row| row.get::<i64>(0))).unwrap().unwrap()
        });
        (counts, world.state().head.size)
    };
    for statement in 1.. {
        before.store(statement, Ordering::SeqCst);
        let writer = world.writer();
        let appended = store.write_blocking(move |tx| {
            // Whoever hides that it lost keeps nothing either.
            log::append(tx, writer, NOW_MS, &sealed([1])).or_else(|error| if statement % 2 == 0 { Ok(hidden()) } else { Err(error) })
        });
        match appended {
            Ok(appended) => {
                assert_eq!((appended.outcomes, rows()), (new([0]), ([1; 4], 1)));
                assert!(statement > 5, "it was interrupted before {statement} statements");
                break;
            }
            Err(error) => assert!(matches!(error, Error::LostFence { .. } | Error::Poisoned), "{error:?}"),
        }
        assert_eq!(rows(), ([0; 4], 0), "before statement {statement}");
    }
}

/// What a command answers that hides its failure.
fn hidden() -> log::Appended {
    log::Appended { outcomes: Vec::new(), clock_behind_ms: 0 }
}

#[test]
fn two_nodes_that_take_turns_write_one_log() {
    let Some(server) = Server::for_test() else { return };
    let database = || Database::Postgres(server.address(server.port()));
    let world = World::new(database(), None);
    let other = Store::open(&Options { database: database(), ..Options::new(world.folder.path()) }).unwrap();
    let start = Arc::new(Barrier::new(2));
    // Both believe that they lead the log; the one that opened it last is right.
    let (writers, keys) = ([world.writer(), world.writer()], key());
    let threads: Vec<_> = [world.store.clone(), other]
        .into_iter()
        .zip(writers)
        .enumerate()
        .map(|(node, (store, writer))| {
            let start = start.clone();
            std::thread::spawn(move || {
                start.wait();
                let append = |number: u64| {
                    let events = sealed([number]);
                    store.write_blocking(move |tx| log::append(tx, writer, NOW_MS, &events)).is_ok()
                };
                (0..40).filter(|number| append(node as u64 * 1_000 + number)).count()
            })
        })
        .collect();
    let written: Vec<usize> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(written, [0, 40]);
    assert_eq!(world.state().head.size, 40);
    let mut publisher = Publisher::new(&world.store, writers[1], world.place.clone(), vec![keys]);
    assert!(publisher.publish(NOW_MS).unwrap().unwrap().is_new);
}

#[test]
fn a_crash_of_the_server_loses_no_entry_that_was_answered() {
    let Some(mut server) = Server::for_test() else { return };
    let world = World::new(Database::Postgres(server.address(server.port())), None);
    let writer = world.writer();
    for number in 0..20 {
        world.append(writer, NOW_MS, sealed([number])).unwrap();
        world.pend(sealed([100 + number])).unwrap();
    }
    server.crash().unwrap();
    server.resume().unwrap();
    let writer = world.writer();
    assert_eq!(world.store.log_sequence(writer).unwrap().leaves, 20);
    let outcomes = world.append(writer, NOW_MS, sealed((0..20).chain(100..120))).unwrap().outcomes;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, log::Outcome::Known { .. })), "{outcomes:?}");
    assert!(world.publisher(writer).publish(NOW_MS).unwrap().unwrap().is_new);
    assert_eq!(world.state().head.size, 40);
}

fn refusal(outcome: store::Result<Writer>) -> Refused {
    match outcome {
        Err(Error::LogRefuses { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

/// The log refuses everything, for whatever process opens it, until it is resumed.
fn refuses_everything(world: &World, writer: Writer) {
    for refused in [
        world.append(writer, NOW_MS, sealed([900])).map(drop),
        world.store.log_sequence(writer).map(drop),
        world.store.write_blocking(move |tx| log::append(tx, writer, NOW_MS, &sealed([900]))).map(drop),
    ] {
        assert!(matches!(refused, Err(Error::LogRefuses { .. })), "{refused:?}");
    }
    // Commands of cases go on, and their leaves wait.
    let size = world.state().head.size;
    world.pend(sealed([901])).unwrap();
    assert_eq!((world.waiting(), world.state().head.size), (1, size));
}

#[test]
fn the_backup_of_yesterday_refuses_to_sign() {
    let world = World::simple();
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(0..300)).unwrap();
    world.publisher(writer).publish(NOW_MS).unwrap();
    let (folder, place) = (world.folder.path().to_owned(), world.place.clone());
    let yesterday = tempfile::tempdir().unwrap();
    world.store.close();
    std::fs::copy(folder.join("gishe.db"), yesterday.path().join("gishe.db")).unwrap();
    let today = Store::open(&Options::new(&folder)).unwrap();
    let World { folder, .. } = world;
    let world = World { folder, s3: None, store: today, place: place.clone() };
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(300..310)).unwrap();
    world.publisher(writer).publish(NOW_MS).unwrap();
    let published = place.checkpoint().unwrap();
    world.store.close();

    std::fs::copy(yesterday.path().join("gishe.db"), world.folder.path().join("gishe.db")).unwrap();
    let World { folder, .. } = world;
    let store = Store::open(&Options::new(folder.path())).unwrap();
    let world = World { folder, s3: None, store, place };
    let opened = world.open();
    let why = refusal(log::check(&world.store, opened, &world.place, &[key().verifier().clone()], &[]).map(|(writer, _)| writer));
    assert_eq!(why, Refused::RolledBack { evidence: "the published checkpoint".to_owned(), known: 310, stored: 300 });
    assert_eq!(world.state().refused, Some(why));
    refusal(world.checked());
    assert_eq!(world.place.checkpoint().unwrap(), published);
    world.pend(sealed([900])).unwrap();
    assert_eq!(world.state().head.size, 300);

    // The way back: the missing entries come from the published files, then the log is compared and goes on.
    let keys = [key().verifier().clone()];
    let signed = SignedCheckpoint::open(&published.unwrap(), &keys).unwrap();
    let import = || log::import(&world.store, world.open(), &world.place, signed.clone());
    let bundle = world.file_of("tile/entries/001.p/54");
    let good = std::fs::read(&bundle).unwrap();
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    std::fs::write(&bundle, flipped).unwrap();
    assert!(matches!(import(), Err(Error::LogDamaged { .. })));
    std::fs::write(&bundle, good).unwrap();
    assert_eq!((import().unwrap(), world.state().head), (10, signed.head()));
    assert_eq!(world.store.read_blocking(|tx| log::payload(tx, LOG, 305)).unwrap(), log::Payload::Lost);
    let (writer, head) = log::check(&world.store, world.open(), &world.place, &keys, &[]).unwrap();
    world.store.write_blocking(move |tx| log::resume(tx, writer, head.size)).unwrap();
    assert_eq!(world.store.log_sequence(writer).unwrap().leaves, 1);
    assert_eq!((world.entry(310).case_tag.0[0], world.entry(310).sequence), (900_u64 as u8, 311));
    // What senders send again is recognised.
    assert_eq!(world.append(writer, NOW_MS, sealed([305])).unwrap().outcomes, [log::Outcome::Known { index: 305 }]);
    let checkpoint = world.publisher(writer).publish(NOW_MS).unwrap().unwrap().checkpoint;
    let proofs = log::Proofs::open(world.place.clone(), checkpoint).unwrap();
    assert!(proofs.consistency(310, 311).is_ok());
    assert!(world.store.read_blocking(|tx| log::receipt(tx, LOG, &proofs, 305)).unwrap().unwrap().opening.is_none());
    assert_eq!(log::scrub(&world.place, &keys, Some((&world.store, LOG)), false).unwrap().findings, []);
}

#[test]
fn a_store_that_was_rolled_back_while_it_ran_is_found_by_its_publisher() {
    // The check has passed, and only then the larger checkpoint appears: of a second installation from the same backup.
    for world in places() {
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(0..5)).unwrap();
        let mut publisher = world.publisher(writer);
        publisher.publish(NOW_MS).unwrap();
        let twin = World::simple();
        let of_twin = twin.writer();
        twin.append(of_twin, NOW_MS, sealed(0..9)).unwrap();
        twin.publisher(of_twin).publish(NOW_MS).unwrap();
        std::fs::write(world.file_of("checkpoint"), twin.place.checkpoint().unwrap().unwrap()).unwrap();
        world.append(writer, NOW_MS, sealed(5..7)).unwrap();
        let why = refusal(publisher.publish(NOW_MS).map(|_| writer));
        assert!(matches!(why, Refused::RolledBack { known: 9, stored: 7, .. }), "{why:?}");
        refuses_everything(&world, writer);
        assert_eq!(world.place.checkpoint().unwrap(), twin.place.checkpoint().unwrap());
    }
}

#[test]
fn another_log_in_the_place_is_a_fork() {
    for world in places() {
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(0..5)).unwrap();
        world.publisher(writer).publish(NOW_MS).unwrap();
        let twin = World::simple();
        let of_twin = twin.writer();
        twin.append(of_twin, NOW_MS, sealed(10..14)).unwrap();
        twin.publisher(of_twin).publish(NOW_MS).unwrap();
        std::fs::write(world.file_of("checkpoint"), twin.place.checkpoint().unwrap().unwrap()).unwrap();
        let why = refusal(world.checked());
        assert_eq!(why, Refused::Forked { evidence: "the published checkpoint".to_owned(), size: 4 });
        refuses_everything(&world, writer_of(&world));
    }
}

/// A writer of a log that refuses, as a process has it that passed its check before.
fn writer_of(world: &World) -> Writer {
    let refusal = world.store.read_blocking(|tx| tx.query_row("SELECT refusal FROM log_state WHERE log = 7", &[], |row| row.get(0)));
    let refusal: Option<String> = refusal.unwrap().unwrap();
    let checkpoint = world.place.checkpoint().unwrap().unwrap();
    std::fs::remove_file(world.file_of("checkpoint")).unwrap();
    let writer = world.writer();
    std::fs::write(world.file_of("checkpoint"), checkpoint).unwrap();
    let set = "UPDATE log_state SET refusal = $1 WHERE log = 7";
    world.store.write_blocking(move |tx| tx.execute(set, &params![refusal])).unwrap();
    writer
}

#[test]
fn a_witness_that_knows_more_is_believed() {
    let witness = |size| (KeyName::parse("witness.example").unwrap(), size);
    for world in places() {
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(0..5)).unwrap();
        world.publisher(writer).publish(NOW_MS).unwrap();
        let keys = [key().verifier().clone()];
        let check = |sizes: &[u64]| {
            let witnesses: Vec<_> = sizes.iter().map(|size| witness(*size)).collect();
            log::check(&world.store, world.open(), &world.place, &keys, &witnesses)
        };
        assert!(check(&[5, 3, 0]).is_ok());
        let why = refusal(check(&[5, 6]).map(|(writer, _)| writer));
        assert_eq!(why, Refused::RolledBack { evidence: "the witness witness.example".to_owned(), known: 6, stored: 5 });
        // It stays refused when the witness cannot be asked the next time: only people let it go on.
        let (writer, head) = check(&[]).unwrap();
        refuses_everything(&world, writer);
        assert_eq!(head.size, 5);
        world.store.write_blocking(move |tx| log::resume(tx, writer, head.size)).unwrap();
        assert_eq!(world.store.log_sequence(writer).unwrap().leaves, 1);
        assert!(world.publisher(writer).publish(NOW_MS).unwrap().unwrap().is_new);
    }
}

#[test]
fn a_restored_log_waits_until_it_is_resumed() {
    for world in places() {
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(0..5)).unwrap();
        world.publisher(writer).publish(NOW_MS).unwrap();
        world.store.write_blocking(|tx| log::restored(tx, LOG)).unwrap();
        let opened = world.open();
        let (writer, head) = log::check(&world.store, opened, &world.place, &[key().verifier().clone()], &[]).unwrap();
        assert_eq!(world.state().refused, Some(Refused::Restored));
        refuses_everything(&world, writer);
        assert!(world.store.write_blocking(move |tx| log::resume(tx, writer, head.size + 1)).is_err());
        world.store.write_blocking(move |tx| log::resume(tx, writer, head.size)).unwrap();
        assert_eq!(world.store.log_sequence(writer).unwrap().leaves, 1);
        assert!(world.publisher(writer).publish(NOW_MS).unwrap().unwrap().is_new);
    }
}

#[test]
fn rows_that_were_changed_are_found_before_anything_is_signed() {
    let world = World::simple();
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(0..300)).unwrap();
    world.publisher(writer).publish(NOW_MS).unwrap();
    let change = "UPDATE log_entry SET bytes = (SELECT bytes FROM log_entry WHERE log = 7 AND idx = 1) WHERE log = 7 AND idx = 299";
    world.store.write_blocking(|tx| tx.execute(change, &[])).unwrap();
    assert_eq!(refusal(world.checked()), Refused::TilesDiffer { size: 300 });
    // A head that is not that of its stack is not even read.
    world.store.write_blocking(|tx| tx.execute("UPDATE log_state SET size = 299", &[])).unwrap();
    assert!(matches!(world.store.read_blocking(|tx| log::state(tx, LOG)), Err(Error::LogDamaged { .. })));
}

#[test]
fn a_checkpoint_that_may_have_been_signed_binds() {
    let world = World::simple();
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(0..5)).unwrap();
    // A process was killed between its intent and its note; and then the store lost an entry, as no store should.
    let root = vec![9_u8; 32];
    let intend = "INSERT INTO log_checkpoint (log, size, root, intended_at) VALUES (7, 5, $1, 0)";
    world.store.write_blocking(move |tx| tx.execute(intend, &params![root])).unwrap();
    assert!(matches!(refusal(world.publisher(writer).publish(NOW_MS).map(|_| writer)), Refused::Forked { size: 5, .. }));
    assert!(matches!(refusal(world.checked()), Refused::Forked { size: 5, .. }));
    assert_eq!(world.place.checkpoint().unwrap(), None);
}

#[test]
fn the_place_of_a_log_can_be_moved_as_it_lies() {
    let world = World::simple();
    let writer = world.writer();
    world.append(writer, NOW_MS, sealed(0..600)).unwrap();
    let checkpoint = world.publisher(writer).publish(NOW_MS).unwrap().unwrap().checkpoint;
    let elsewhere = tempfile::tempdir().unwrap();
    copy(&world.folder.path().join("log"), elsewhere.path());
    let place = log::TilePlace::folder(elsewhere.path()).unwrap();
    assert_eq!(log::Proofs::open(place.clone(), checkpoint).unwrap().inclusion(3).unwrap().len(), 10);
    let keys = [key().verifier().clone()];
    assert_eq!(log::scrub(&place, &keys, None, false).unwrap().findings, []);
    // A place that was lost is laid anew from the rows; the log does not sign before.
    let empty = tempfile::tempdir().unwrap();
    let place = log::TilePlace::folder(empty.path()).unwrap();
    assert!(matches!(log::check(&world.store, world.open(), &place, &keys, &[]), Err(Error::LogDamaged { .. })));
    let found = log::scrub(&place, &keys, Some((&world.store, LOG)), true).unwrap();
    assert!(found.size == 600 && found.findings.iter().all(|one| one.is_repaired), "{found:?}");
    assert!(log::check(&world.store, world.open(), &place, &keys, &[]).is_ok());
    assert_eq!(log::scrub(&place, &keys, Some((&world.store, LOG)), false).unwrap().findings, []);
    assert_eq!(world.state().origin, ORIGIN);
}

#[test]
fn what_the_store_has_forgotten_but_the_place_shows_is_not_contradicted() {
    // A standby took over that lacked the last commits, and the log grew past them again before anybody looked.
    for world in places() {
        let writer = world.writer();
        world.append(writer, NOW_MS, sealed(0..5)).unwrap();
        world.publisher(writer).publish(NOW_MS).unwrap();
        let twin = World::simple();
        let of_twin = twin.writer();
        twin.append(of_twin, NOW_MS, sealed((0..5).chain([90, 91]))).unwrap();
        twin.publisher(of_twin).publish(NOW_MS).unwrap();
        world.append(writer, NOW_MS, sealed(5..9)).unwrap();
        std::fs::write(world.file_of("checkpoint"), twin.place.checkpoint().unwrap().unwrap()).unwrap();
        let why = refusal(world.publisher(writer).publish(NOW_MS).map(|_| writer));
        assert_eq!(why, Refused::Forked { evidence: "the published checkpoint".to_owned(), size: 7 });
        let signed = world.store.read_blocking(|tx| log::checkpoint_last(tx, LOG)).unwrap().unwrap();
        assert_eq!(signed.head.size, 5, "nothing was signed");
    }
}

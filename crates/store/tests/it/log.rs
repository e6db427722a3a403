//! Entries of the log: once each, in order, numbered, kept with what they commit to; the same on both databases.

use std::path::{Path, PathBuf};

use pgserver::Server;
use store::log::{self, Appended, LogId, Opened, Outcome, Payload, Publisher, Sealed, State, TilePlace, Writer};
use store::{Database, Error, Options, Store};
use tlog::{Algorithm, CaseTag, Entry, EventId, Extension, Hash, KeyName, Kind, Opening, Salt, SignerKey};

pub const LOG: LogId = LogId(7);
pub const ORIGIN: &str = "000695089.log";
pub const NOW_MS: i64 = 1_770_000_000_000;

pub fn key() -> SignerKey {
    SignerKey::new(KeyName::parse(ORIGIN).unwrap(), Algorithm::Ed25519, [7; 32])
}

/// The event of a number, always the same.
pub fn event(number: u64) -> log::Leaf {
    let mut event_id = [0; 16];
    event_id[..8].copy_from_slice(&(NOW_MS as u64).to_be_bytes());
    event_id[8..].copy_from_slice(&number.to_be_bytes());
    log::Leaf {
        kind: Kind::History,
        occurred_ms: NOW_MS as u64 - 5,
        participant: 3,
        sequence: None,
        service: 2_059,
        status: 120,
        tag_epoch: 1,
        case_tag: CaseTag([number as u8; 32]),
        event_id: EventId(event_id),
        opening: Opening { salt: Salt([number as u8; 32]), payload: format!("{{\"number\":{number}}}").into_bytes() },
        signature: None,
        extension: Extension::new(),
    }
}

pub fn sealed(numbers: impl IntoIterator<Item = u64>) -> Vec<Sealed> {
    numbers.into_iter().map(|number| event(number).seal()).collect()
}

/// A store with one log, and the place of its files.
pub struct World {
    pub folder: tempfile::TempDir,
    pub s3: Option<s3server::Server>,
    pub store: Store,
    pub place: TilePlace,
}

impl World {
    pub fn new(database: Database, s3: Option<s3server::Server>) -> World {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options { database, ..Options::new(folder.path()) }).unwrap();
        let place = match &s3 {
            Some(server) => TilePlace::s3(&crate::blob::bucket(server, "logs/seven")).unwrap(),
            None => TilePlace::folder(&folder.path().join("log")).unwrap(),
        };
        store.write_blocking(|tx| log::create(tx, LOG, ORIGIN)).unwrap();
        World { folder, s3, store, place }
    }

    /// On SQLite with a folder.
    pub fn simple() -> World {
        World::new(Database::Sqlite, None)
    }

    pub fn open(&self) -> Opened {
        self.store.write_blocking(|tx| log::open(tx, LOG)).unwrap()
    }

    pub fn checked(&self) -> store::Result<Writer> {
        Ok(log::check(&self.store, self.open(), &self.place, &[key().verifier().clone()], &[])?.0)
    }

    pub fn writer(&self) -> Writer {
        self.checked().unwrap()
    }

    pub fn publisher(&self, writer: Writer) -> Publisher {
        Publisher::new(&self.store, writer, self.place.clone(), vec![key()])
    }

    pub fn append(&self, writer: Writer, now_ms: i64, events: Vec<Sealed>) -> store::Result<Appended> {
        self.store.write_blocking(move |tx| log::append(tx, writer, now_ms, &events))
    }

    pub fn pend(&self, events: Vec<Sealed>) -> store::Result<()> {
        self.store.write_blocking(move |tx| events.iter().try_for_each(|event| log::pend(tx, LOG, NOW_MS, event)))
    }

    pub fn state(&self) -> State {
        self.store.read_blocking(|tx| log::state(tx, LOG)).unwrap()
    }

    pub fn entry(&self, index: u64) -> Entry {
        Entry::parse(&self.store.read_blocking(|tx| log::entry(tx, LOG, index)).unwrap()).unwrap()
    }

    pub fn waiting(&self) -> i64 {
        self.store.read_blocking(|tx| log::pending_count(tx, LOG)).unwrap()
    }

    /// Where a file of the log lies.
    pub fn file_of(&self, path: &str) -> PathBuf {
        match &self.s3 {
            Some(server) => server.file_of(&format!("logs/seven/{path}")),
            None => self.folder.path().join("log").join(path),
        }
    }
}

/// Both kinds of place.
pub fn places() -> [World; 2] {
    [World::simple(), World::new(Database::Sqlite, Some(s3server::Server::start().unwrap()))]
}

/// Both kinds of place, and both databases; PostgreSQL where the machine has it.
pub fn worlds() -> (Option<Server>, Vec<World>) {
    let server = Server::for_test();
    let mut worlds = Vec::from(places());
    worlds.extend(server.as_ref().map(|server| World::new(Database::Postgres(server.address(server.port())), None)));
    (server, worlds)
}

pub fn new(indexes: impl IntoIterator<Item = i64>) -> Vec<Outcome> {
    indexes.into_iter().map(|index| Outcome::New { index }).collect()
}

#[test]
fn an_event_is_logged_once() {
    let (_server, worlds) = worlds();
    for world in worlds {
        let writer = world.writer();
        assert_eq!(world.append(writer, NOW_MS, sealed(0..3)).unwrap().outcomes, new(0..3));
        let changed = log::Leaf { opening: Opening { salt: Salt([9; 32]), payload: b"changed".to_vec() }, ..event(1) }.seal();
        let again = log::Leaf { opening: Opening { salt: Salt([9; 32]), ..event(2).opening }, ..event(2) }.seal();
        let other = log::Leaf { participant: 4, ..event(1) }.seal();
        let group = [sealed([4]), vec![changed, again, other], sealed([4, 0, 5])].concat();
        let outcomes = world.append(writer, NOW_MS, group).unwrap().outcomes;
        let expected = [
            Outcome::New { index: 3 },
            Outcome::Conflict { index: 1 },
            Outcome::Known { index: 2 },
            Outcome::New { index: 4 },
            Outcome::Known { index: 3 },
            Outcome::Known { index: 0 },
            Outcome::New { index: 5 },
        ];
        assert_eq!(outcomes, expected);
        assert_eq!(world.state().head.size, 6);
        let numbers: Vec<(u32, u64)> = (0..6).map(|index| world.entry(index)).map(|entry| (entry.participant, entry.sequence)).collect();
        assert_eq!(numbers, [(3, 1), (3, 2), (3, 3), (3, 4), (4, 1), (3, 5)]);
        let known = world.store.read_blocking(|tx| log::payload(tx, LOG, 2)).unwrap();
        assert_eq!(known, Payload::Present { opening: event(2).opening, signature: None });
        assert!(matches!(world.store.read_blocking(|tx| log::entry(tx, LOG, 6)), Err(Error::NotInLog { .. })));
        assert!(matches!(world.store.read_blocking(|tx| log::payload(tx, LOG, 6)), Err(Error::NotInLog { .. })));
        // A group that brings nothing new changes nothing.
        let head = world.state().head;
        assert_eq!(world.append(writer, NOW_MS, sealed([5])).unwrap().outcomes, [Outcome::Known { index: 5 }]);
        assert_eq!(world.state().head, head);
        assert!(world.store.write_blocking(|tx| log::create(tx, LOG, ORIGIN)).is_ok());
        for (log, origin) in [(LOG, "other.log"), (LogId(8), ORIGIN)] {
            let refused = world.store.write_blocking(move |tx| log::create(tx, log, origin));
            assert!(matches!(refused, Err(Error::NotInLog { .. })));
        }
    }
}

#[test]
fn an_entry_says_what_its_event_said_and_when_the_log_took_it() {
    let world = World::simple();
    let writer = world.writer();
    let signature = b"signatures".to_vec();
    let extension = Extension::new().with(Extension::GROUND, *b"a").unwrap();
    let sent = log::Leaf { sequence: Some(41), signature: Some(signature.clone()), extension, kind: Kind::Status, ..event(1) };
    world.append(writer, NOW_MS, vec![sent.clone().seal()]).unwrap();
    let expected = Entry {
        kind: Kind::Status,
        received_ms: NOW_MS as u64,
        occurred_ms: sent.occurred_ms,
        participant: 3,
        sequence: 41,
        service: 2_059,
        status: 120,
        tag_epoch: 1,
        case_tag: sent.case_tag,
        event_id: sent.event_id,
        commitment: sent.opening.commitment(),
        signature_digest: Hash::of(&signature),
        extension: sent.extension,
    };
    assert_eq!(world.entry(0), expected);
    // The clock goes back: the time of the last entry is repeated, and whoever asked is told.
    assert_eq!(world.append(writer, NOW_MS - 900, sealed([2])).unwrap().clock_behind_ms, 900);
    assert_eq!(world.append(writer, NOW_MS + 1, sealed([3])).unwrap().clock_behind_ms, 0);
    assert_eq!([1, 2].map(|index| world.entry(index).received_ms), [NOW_MS as u64, NOW_MS as u64 + 1]);
    // The log did not count the first.
    assert_eq!([1, 2].map(|index| world.entry(index).sequence), [1, 2]);
    assert_eq!(world.store.read_blocking(|tx| log::sequence_last(tx, LOG, 3)).unwrap(), 2);
}

#[test]
fn what_commands_want_logged_is_logged_with_them() {
    let (_server, worlds) = worlds();
    for world in worlds {
        let writer = world.writer();
        // Before the log may grow, leaves wait.
        world.pend(sealed([0, 1])).unwrap();
        assert_eq!((world.waiting(), world.state().head.size), (2, 0));
        assert_eq!(world.store.log_sequence(writer).unwrap().leaves, 2);
        assert_eq!((world.waiting(), world.state().head.size), (0, 2));
        // A failing command leaves no leaf.
        let failed = world.store.write_blocking(|tx| -> store::Result<()> {
            log::pend(tx, LOG, NOW_MS, &event(2).seal())?;
            Err(Error::Closed)
        });
        assert!(matches!(failed, Err(Error::Closed)));
        world.pend(sealed([3, 4])).unwrap();
        world.pend(sealed([5])).unwrap();
        world.store.log_sequence(writer).unwrap();
        let tags: Vec<u8> = (0..5).map(|index| world.entry(index).case_tag.0[0]).collect();
        assert_eq!(tags, [0, 1, 3, 4, 5]);
        // The same again changes nothing; another content under the same identifier is refused.
        world.pend(sealed([3])).unwrap();
        let changed = log::Leaf { opening: Opening { salt: Salt([9; 32]), payload: b"changed".to_vec() }, ..event(4) }.seal();
        assert!(matches!(world.pend(vec![changed]), Err(Error::LogConflict { index: 3, .. })));
        world.store.log_sequence(writer).unwrap();
        assert_eq!((world.waiting(), world.state().head.size), (0, 5));
        // A long queue is taken in groups.
        let count = log::GROUP_MAX as u64 + 10;
        let writer = world.writer();
        world.store.write_blocking(|tx| log::restored(tx, LOG)).unwrap();
        world.pend(sealed(10..10 + count)).unwrap();
        assert_eq!(world.waiting() as u64, count);
        let size = world.state().head.size;
        world.store.write_blocking(move |tx| log::resume(tx, writer, size)).unwrap();
        assert_eq!(world.store.log_sequence(writer).unwrap().leaves as u64, count);
        assert_eq!((world.waiting(), world.state().head.size), (0, 5 + count));
    }
}

#[test]
fn on_sqlite_a_leaf_has_its_index_when_its_command_is_answered() {
    let world = World::simple();
    let writer = world.writer();
    world.store.log_sequence(writer).unwrap();
    let threads: Vec<_> = (0..4)
        .map(|thread| {
            let store = world.store.clone();
            std::thread::spawn(move || {
                for number in 0..50 {
                    let number = thread * 50 + number;
                    let failing = number % 7 == 0;
                    let done = store.write_blocking(move |tx| -> store::Result<()> {
                        log::pend(tx, LOG, NOW_MS, &event(number).seal())?;
                        if failing { Err(Error::Closed) } else { Ok(()) }
                    });
                    assert_eq!(done.is_err(), failing);
                    assert_eq!(store.read_blocking(|tx| log::pending_count(tx, LOG)).unwrap(), 0);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let size = world.state().head.size;
    assert_eq!(size, (0..200).filter(|number| number % 7 != 0).count() as u64);
    let mut tags: Vec<u8> = (0..size).map(|index| world.entry(index).case_tag.0[0]).collect();
    tags.sort_unstable();
    assert_eq!(tags, (0..200).filter(|number| number % 7 != 0).collect::<Vec<u8>>());
    assert_eq!((0..size).map(|index| world.entry(index).sequence).collect::<Vec<_>>(), (1..=size).collect::<Vec<_>>());
}

#[test]
fn an_erasure_is_logged_and_leaves_nothing_but_the_entry() {
    let (_server, worlds) = worlds();
    for world in worlds {
        let writer = world.writer();
        let signed = log::Leaf { signature: Some(b"of a person".to_vec()), ..event(1) }.seal();
        world.append(writer, NOW_MS, vec![signed.clone(), event(2).seal()]).unwrap();
        let extension = Extension::new().with(Extension::GROUND, *b"retention").unwrap();
        let notice = log::Leaf { kind: Kind::Erasure { of: 0 }, participant: 0, extension, ..event(10) }.seal();
        let erase = |notice: &Sealed| {
            let notice = notice.clone();
            world.store.write_blocking(move |tx| log::erase(tx, LOG, NOW_MS, &notice))
        };
        let entry = world.entry(0);
        assert!(erase(&notice).unwrap());
        assert!(!erase(&log::Leaf { kind: Kind::Erasure { of: 0 }, ..event(11) }.seal()).unwrap(), "once is enough");
        assert!(matches!(erase(&log::Leaf { kind: Kind::Erasure { of: 99 }, ..event(12) }.seal()), Err(Error::NotInLog { .. })));
        assert!(matches!(erase(&event(13).seal()), Err(Error::NotInLog { .. })));
        world.store.log_sequence(writer).unwrap();
        assert_eq!(world.store.read_blocking(|tx| log::payload(tx, LOG, 0)).unwrap(), Payload::Erased);
        assert_eq!(world.entry(0), entry);
        assert_eq!((world.entry(2).kind, world.entry(2).sequence), (Kind::Erasure { of: 0 }, 1));
        assert_eq!(world.state().head.size, 3);
        // The identifier alone is left to tell a repetition by.
        assert_eq!(world.append(writer, NOW_MS, vec![signed]).unwrap().outcomes, [Outcome::Known { index: 0 }]);
    }
}

/// Copies a folder as it lies.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().flatten().map(|file| file.path()) {
        let to = to.join(file.file_name().unwrap());
        if file.is_dir() {
            copy(&file, &to);
        } else if let Err(error) = std::fs::copy(&file, to) {
            panic!("{}: {error}", file.display());
        }
    }
}

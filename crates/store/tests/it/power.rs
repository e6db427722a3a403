//! The store when the power goes, the disk is full or the program is killed: what was acknowledged is there, nothing is there by half.
//!
//! The program under test is this one, started again on a disk that can fail ([`crate::disk`]). It writes down each answer of the store;
//! the tests compare the answers with what a fresh start finds.

use std::fs::File;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Barrier, Mutex};
use std::time::Duration;

use futures::executor::block_on;
use futures::future::join_all;
use kernel::ids::AdministrationId;
use kernel::random::{SeededRandom, below};
use store::history::{self, Event};
use store::{Blobs, Error, Options, Store, Tx, command, outbox, params};

use crate::disk::{self, Disk, Honesty, Place, Watcher};
use crate::postgres::ctx;

/// Who writes at the same time.
const THREADS: usize = 4;
/// Commands each of them has under way.
const COMMANDS: usize = 3;
/// Longer than any run takes; one that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command with a row, a fact of the history, a message and its outcome: all of them, or none.
fn act(tx: &mut Tx<'_>, key: &str) -> store::Result<()> {
    let ctx = ctx();
    let data = serde_json::json!({ "key": key, "text": "а".repeat(600) });
    tx.execute("INSERT INTO blob (sha256, size, created_at) VALUES ($1, 1, 1)", &params![key])?;
    history::append(tx, &ctx, Event::of_administration("Tested", data.clone()))?;
    outbox::push(tx, &ctx, None, "test", &data)?;
    command::command_record(tx, &ctx, &key)?;
    // A neighbour that changes its mind at the end, and leaves nothing.
    if key.ends_with("declined") { Err(Error::Closed) } else { Ok(()) }
}

/// Runs the work on several threads at once; each is given its number.
pub fn at_once(threads: usize, work: impl Fn(usize) + Sync) {
    let work = &work;
    std::thread::scope(|scope| (0..threads).for_each(|number| drop(scope.spawn(move || work(number)))));
}

fn cores() -> usize {
    std::thread::available_parallelism().unwrap().get()
}

pub fn tell(mut answers: &File, line: &str) {
    answers.write_all(line.as_bytes()).unwrap();
}

fn upload(blobs: &Blobs, answers: &File, content: String) {
    if let Ok(blob) = blobs.put_blocking(content.into_bytes()) {
        tell(answers, &format!("blob {}\n", blob.sha256));
    }
}

/// The users: several threads, each with several commands under way; what they are told is written down at once.
fn work(store: &Store, answers: &File, name: &str, rounds: usize) {
    let user = |thread: usize| {
        for round in 0..rounds {
            let keys = (0..COMMANDS).map(|number| match number {
                1 if round % 2 == 1 => format!("{name}-{thread}-{round}-declined"),
                _ => format!("{name}-{thread}-{round}-{number}"),
            });
            block_on(join_all(keys.map(async |key| {
                let asked = key.clone();
                let word = match store.write(move |tx| act(tx, &asked)).await {
                    Ok(()) => "done",
                    Err(Error::Closed) if key.ends_with("declined") => "declined",
                    Err(Error::CommitUnknown) => "unknown",
                    Err(_) => "refused",
                };
                tell(answers, &format!("{word} {key}\n"));
            })));
            if round == 0 {
                upload(store.blobs(), answers, format!("{name} {thread}"));
            }
        }
    };
    at_once(THREADS, user);
}

pub fn open(folder: &Path) -> store::Result<Store> {
    Store::open(&Options { readers: 1, ..Options::new(folder) })
}

/// The two programs under test, as tests of their own.
const COMMANDS_PROGRAM: &str = "power::commands";
const UPLOADS_PROGRAM: &str = "power::uploads";

/// The watched folder, and the file of answers in it; nothing when this is not a program on a disk that can fail.
pub fn watched() -> Option<(PathBuf, File)> {
    let place = PathBuf::from(std::env::var_os("DISK")?);
    let answers = File::options().create(true).append(true).open(place.join("answers")).unwrap();
    std::thread::spawn(|| {
        let (_never, end) = channel::<()>();
        let _ = end.recv_timeout(PATIENCE);
        eprintln!("the store hangs");
        std::process::abort();
    });
    Some((place, answers))
}

/// The program under test: two sessions, a stop, and work as before once there is space again.
#[test]
#[ignore = "started by the other tests, on a disk that can fail"]
fn commands() {
    let Some((place, answers)) = watched() else { return };
    let fault = std::env::var("DISK_FAULT").unwrap();
    let (folder, rounds) = (place.join("store"), if fault.is_empty() { 20 } else { 1 });
    let session = |name, store: &Store| {
        // Many checkpoints in a short run; and where something fails, so little memory that a command is written before its group is
        // committed: then it is one of its statements that finds no space.
        let settings = ["PRAGMA wal_autocheckpoint = 100", "PRAGMA cache_size = 5"];
        for setting in settings.into_iter().take(if fault.is_empty() { 1 } else { 2 }) {
            store.write_blocking(move |tx| tx.query(setting, &[], |_| Ok(()))).ok();
        }
        work(store, &answers, name, rounds);
    };
    if let Ok(store) = open(&folder) {
        session("first", &store);
        store.close();
    }
    let store = open(&folder);
    if let Ok(store) = &store {
        session("second", store);
    }
    // What a program would find that is started now.
    std::fs::create_dir(place.join("stopped")).unwrap();
    for file in ["gishe.db", "gishe.db-wal"] {
        std::fs::copy(folder.join(file), place.join("stopped").join(file)).ok();
    }
    File::create(place.join("space")).unwrap();
    tell(&answers, "space\n");
    let store = store.or_else(|_| open(&folder)).unwrap();
    work(&store, &answers, "after", 1);
    store.close();
}

/// The program under test: all upload the same content at once.
#[test]
#[ignore = "started by the other tests, on a disk that can fail"]
fn uploads() {
    let Some((place, answers)) = watched() else { return };
    let blobs = Blobs::in_folder(&place.join("store")).unwrap();
    let start = Barrier::new(THREADS);
    at_once(THREADS, |_| {
        for number in 0..60 {
            start.wait();
            upload(&blobs, &answers, format!("content {number} ").repeat(100));
        }
    });
}

/// Where the parts of a command are.
const PARTS: [&str; 4] = [
    "SELECT sha256 FROM blob ORDER BY 1",
    "SELECT json_extract(data, '$.key') FROM history ORDER BY 1",
    "SELECT json_extract(payload, '$.key') FROM outbox ORDER BY 1",
    "SELECT json_extract(outcome, '$') FROM command ORDER BY 1",
];

/// Whether a fresh start finds everything that was answered, once and whole, and nothing else; otherwise what is wrong.
fn check(folder: &Path, answers: &str) -> Result<(), String> {
    let failed = |error: Error| format!("{error}: {:?}", std::error::Error::source(&error));
    let store = open(folder).map_err(failed)?;
    let text = |tx: &Tx<'_>, sql: &str| tx.query(sql, &[], |row| row.get::<String>(0));
    let found = store.read_blocking(|tx| -> store::Result<_> {
        let parts = PARTS.map(|sql| text(tx, sql));
        Ok((text(tx, "PRAGMA integrity_check")?, history::first_break(tx, AdministrationId(1))?, parts))
    });
    let (integrity, first_break, parts) = found.map_err(failed)?;
    let [own, rest @ ..] = parts.map(|part| part.map_err(failed));
    let own = own?;
    if integrity != ["ok"] || first_break.is_some() {
        return Err(format!("integrity: {integrity:?}, the history breaks at {first_break:?}"));
    }
    for part in rest {
        let part = part?;
        if part != own {
            return Err(format!("a command is there by half: {own:?} and {part:?}"));
        }
    }
    for line in answers.lines() {
        let (word, key) = line.split_once(' ').unwrap_or((line, ""));
        let times = own.iter().filter(|found| *found == key).count();
        let is_right = match word {
            "done" => times == 1,
            "declined" | "refused" => times == 0,
            "unknown" => times <= 1,
            "blob" => store.blobs().get_blocking(key).is_ok(),
            _ => true,
        };
        if !is_right {
            return Err(format!("answered {line}, found {times} times"));
        }
    }
    store.write_blocking(|tx| act(tx, "a command after the start")).map_err(failed)?;
    store.close();
    Ok(())
}

/// Runs the work with each number up to `last`, on as many threads as there are cores.
fn on_all_cores(last: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(1);
    let numbers = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number <= last);
    at_once(cores(), |_| std::iter::from_fn(numbers).for_each(&work));
}

/// Tells what is wrong with an installation, given what its users were told.
type Check = fn(&Path, &str) -> Result<(), String>;

/// Cuts the power before each sync, after each answer and at a quarter of the other moments of a run, or at one in `share` of all these;
/// says at how many, and what was found wrong. Each core replays the run and takes its part.
fn cut(place: &Place, honesty: Honesty, share: usize, check: Check) -> (usize, Vec<String>) {
    let log = place.log();
    let events = disk::events(&log);
    let (cuts, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    at_once(cores(), |core| {
        let (moments, luck) = (SeededRandom::new(0), SeededRandom::new(core as u64));
        let mut disk = Disk::new(place, honesty);
        let (mut told, mut number) = (0, 0);
        for event in &events {
            let is_other = below(&moments, 4) == 0;
            if is_other || matches!(event, disk::Event::Sync { .. }) || disk.answers.len() > told {
                number += 1;
                if number % (cores() * share) == core {
                    let found = disk::scratch();
                    disk.lose_power(found.path(), &luck);
                    cuts.fetch_add(1, Ordering::Relaxed);
                    wrong.lock().unwrap().extend(check(&found.path().join("store"), &disk.answers).err());
                }
            }
            told = disk.answers.len();
            disk.apply(event, &luck);
        }
    });
    (cuts.into_inner(), wrong.into_inner().unwrap())
}

/// Runs a program and cuts the power at every moment worth it; then on disks that break their word, so that the check is known to find
/// what is lost.
pub fn survives_loss_of_power(program: &str, check: Check) {
    let Some(watcher) = Watcher::for_test() else { return };
    let place = Place::new();
    let (status, said) = watcher.run(program, &place, "");
    assert!(status.success(), "{status}: {said}");
    let (cuts, wrong) = cut(&place, Honesty::Honest, 1, check);
    println!("{program}: {cuts} losses of power");
    assert!(wrong.is_empty(), "{} of {cuts}: {:#?}", wrong.len(), &wrong[..wrong.len().min(5)]);
    for honesty in [Honesty::ForgetsNames, Honesty::Lies] {
        let (cuts, wrong) = cut(&place, honesty, 50, check);
        assert!(wrong.len() > cuts / 4, "on a disk that {honesty:?}, {} of {cuts} losses were found", wrong.len());
    }
}

#[test]
fn a_loss_of_power_takes_no_command_that_was_acknowledged() {
    survives_loss_of_power(COMMANDS_PROGRAM, check);
}

#[test]
fn a_loss_of_power_takes_no_blob_that_was_acknowledged() {
    survives_loss_of_power(UPLOADS_PROGRAM, |folder, answers| {
        let blobs = Blobs::in_folder(folder).map_err(|error| error.to_string())?;
        let lost = answers.lines().filter_map(|line| line.strip_prefix("blob ")).find(|blob| blobs.get_blocking(blob).is_err());
        lost.map_or(Ok(()), |blob| Err(format!("blob {blob} is lost or damaged")))
    });
}

/// Whether the schema is made before the program starts, and at one in how many changes it fails: from nothing at fewer, as most are those
/// of the migrations.
const BEGINNINGS: &[(bool, usize)] = &[(true, 1), (false, 5)];

/// Runs a program with the fault at each of its changes and syncs in turn; `judge` answers whether it was felt.
pub fn at_every_change(program: &str, beginnings: &[(bool, usize)], fault: &str, judge: impl Fn(&Place, ExitStatus, &str) -> bool + Sync) {
    let Some(watcher) = Watcher::for_test() else { return };
    let made = Place::new();
    open(&made.store()).unwrap().close();
    for &(has_schema, step) in beginnings {
        let run = |fault: &str| {
            let place = Place::new();
            if has_schema {
                std::fs::create_dir(place.store()).unwrap();
                std::fs::copy(made.store().join("gishe.db"), place.store().join("gishe.db")).unwrap();
            }
            let (status, said) = watcher.run(program, &place, fault);
            assert!(!said.contains("panicked"), "{fault}: {said}");
            (place, status, said)
        };
        let (place, status, said) = run("none 0");
        assert!(status.success(), "{status}: {said}");
        let log = place.log();
        let is_before_space = |event: &disk::Event<'_>| !matches!(event, disk::Event::Create { name: "space", .. });
        let runs = disk::events(&log).into_iter().take_while(is_before_space).count() / step;
        let felt = AtomicUsize::new(0);
        on_all_cores(runs, |number| {
            let (place, status, said) = run(&format!("{fault} {}", number * step));
            felt.fetch_add(usize::from(judge(&place, status, &said)), Ordering::Relaxed);
        });
        let felt = felt.into_inner();
        println!("{fault}: felt in {felt} of {runs} runs");
        assert!(felt > runs / 4, "the fault was felt in {felt} of {runs} runs");
    }
}

#[test]
fn a_kill_at_any_moment_takes_nothing_that_was_acknowledged() {
    at_every_change(COMMANDS_PROGRAM, BEGINNINGS, "kill", |place, status, said| {
        assert!(status.success() || status.signal() == Some(9), "{status}: {said}");
        assert_eq!(check(&place.store(), &place.answers()), Ok(()));
        !status.success()
    });
}

/// Every command was answered, all is well after the stop, and the same store works as before once there is space again.
fn survives_want_of_space(place: &Place, status: ExitStatus, said: &str) -> bool {
    assert!(status.success(), "{status}: {said}");
    let answers = place.answers();
    let (until, since) = answers.split_once("space\n").unwrap();
    let count = |word: &str| since.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!((count("done"), count("blob")), (THREADS * COMMANDS, THREADS), "{answers}");
    let of_rows: String = until.split_inclusive('\n').filter(|line| !line.starts_with("blob")).collect();
    assert_eq!(check(&place.path().join("stopped"), &of_rows), Ok(()), "{answers}");
    assert_eq!(check(&place.store(), &answers), Ok(()), "{answers}");
    until.contains("refused") || until.contains("unknown") || until.is_empty()
}

#[test]
fn a_full_disk_refuses_commands_and_takes_nothing_that_was_acknowledged() {
    at_every_change(COMMANDS_PROGRAM, BEGINNINGS, "full", survives_want_of_space);
}

#[test]
fn a_change_that_fails_once_takes_nothing_that_was_acknowledged() {
    at_every_change(COMMANDS_PROGRAM, BEGINNINGS, "fail", survives_want_of_space);
}

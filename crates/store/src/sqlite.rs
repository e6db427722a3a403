//! The SQLite backend: one writer thread with group commit, a pool of readers, WAL with `synchronous=FULL`.
//!
//! The one rule: a reply is sent after the COMMIT of its group succeeded, and a command that fails or panics is rolled back alone. Only a
//! disk that fails takes the whole group along, and then all of it is answered as failed.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};
use tokio::sync::{oneshot, watch};

use crate::log::{self, LogId, Writer};
use crate::migrate::Applied;
use crate::tx::Tx;
use crate::{Error, Result, history, migrate};

/// Most commands in one commit: bounds how long the first of them waits (`process-engine.md` §1).
const GROUP_COMMANDS_MAX: usize = 512;
/// Longest time a group stays open once it has a command.
const GROUP_TIME_MAX: Duration = Duration::from_millis(2);

/// Pages of the log after which the writer moves it into the file: 4 MB. Nobody is written for meanwhile, so it is little at a time.
pub(crate) const LOG_PAGES_MAX: i32 = 1_000;

/// Reply of one command of a group: called once with `None` after the commit, or with the reason why nothing was stored.
type Reply = Box<dyn FnOnce(Option<Error>) + Send>;
/// One command: runs inside its group; answers whether to keep its changes, and its reply.
type Job = Box<dyn FnOnce(&mut Tx<'_>) -> (bool, Reply) + Send>;

/// One SQLite file: its writer and its readers.
pub(crate) struct Sqlite {
    jobs: Mutex<Option<Sender<Job>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    readers: Mutex<Vec<Connection>>,
    returned: Condvar,
    sequencing: Arc<Mutex<Vec<Writer>>>,
}

/// Name of the file in the folder of the installation.
pub(crate) const FILE: &str = "gishe.db";
/// Pages the writer keeps in memory, KiB: the upper levels of every index of a million cases. Taken only as it fills.
pub(crate) const WRITER_CACHE_KIB: i64 = 64_000;
/// Pages a reader keeps in memory, KiB.
const READER_CACHE_KIB: i64 = 8_000;

pub(crate) fn connect(path: &Path, cache_kib: i64) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // The writer moves the log into the file between two groups, when everybody has been answered.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // A statement is planned once, not again for every value bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

impl Sqlite {
    /// Opens the file in a folder, creating and migrating it as needed; `committed` counts commits that stored something.
    pub(crate) fn open(folder: &Path, readers: usize, committed: &watch::Sender<u64>) -> Result<Sqlite> {
        let path = folder.join(FILE);
        let opened = |source: rusqlite::Error| Error::Database { statement: "open".to_owned(), source: source.into() };
        let mut connection = connect(&path, WRITER_CACHE_KIB).map_err(opened)?;
        migrate::apply_sqlite(&mut connection)?;
        let readers = (0..readers.max(1))
            .map(|_| {
                let reader = connect(&path, READER_CACHE_KIB)?;
                reader.pragma_update(None, "query_only", "ON")?;
                Ok(reader)
            })
            .collect::<rusqlite::Result<Vec<_>>>()
            .map_err(opened)?;
        // Pages in the log after each commit.
        let pages = Arc::new(AtomicI32::new(0));
        let counted = pages.clone();
        let count = move |_: &mut rusqlite::hooks::Wal, pages: i32| {
            counted.store(pages, Ordering::Relaxed);
            Ok(())
        };
        connection.wal_hook(Some(count)).map_err(opened)?;
        let (sender, jobs) = channel();
        let announce = committed.clone();
        let sequencing = Arc::new(Mutex::new(Vec::new()));
        let logs = sequencing.clone();
        let writer = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write_groups(&connection, &pages, &jobs, &announce, &logs))
            .map_err(|source| Error::File { path: path.display().to_string(), source })?;
        Ok(Sqlite {
            jobs: Mutex::new(Some(sender)),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::new(readers),
            returned: Condvar::new(),
            sequencing,
        })
    }

    /// From now on what commands want logged gets its index at the end of their group.
    pub(crate) fn sequence_groups(&self, writer: Writer) {
        let mut sequencing = self.sequencing.lock().expect("no code panics while it holds the logs");
        sequencing.retain(|known| known.log() != writer.log());
        sequencing.push(writer);
    }

    /// Applies the missing migrations to a copy that is removed again.
    pub(crate) fn rehearse(folder: &Path) -> Result<Vec<Applied>> {
        let failed = |source: rusqlite::Error| Error::Database { statement: "rehearse".to_owned(), source: source.into() };
        let unusable = |source| Error::File { path: folder.display().to_string(), source };
        let place = folder.join("rehearsal");
        // What an interrupted rehearsal left behind.
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir(&place).map_err(unusable)?;
        let rehearsed = (|| {
            let copy = place.join(FILE);
            let original = connect(&folder.join(FILE), READER_CACHE_KIB).map_err(failed)?;
            original.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).map_err(failed)?;
            migrate::apply_sqlite(&mut connect(&copy, WRITER_CACHE_KIB).map_err(failed)?)
        })();
        std::fs::remove_dir_all(&place).map_err(unusable)?;
        rehearsed
    }

    /// Applies the missing migrations.
    pub(crate) fn upgrade(folder: &Path) -> Result<Vec<Applied>> {
        let failed = |source: rusqlite::Error| Error::Database { statement: "open".to_owned(), source: source.into() };
        migrate::apply_sqlite(&mut connect(&folder.join(FILE), WRITER_CACHE_KIB).map_err(failed)?)
    }

    fn enqueue(&self, job: Job) -> Result<()> {
        let jobs = self.jobs.lock().expect("no code panics while it holds the queue");
        jobs.as_ref().ok_or(Error::Closed)?.send(job).map_err(|_| Error::Closed)
    }

    /// Queues a command; the answer comes after its group is durable.
    pub(crate) fn submit<T, E, F>(&self, command: F) -> Result<oneshot::Receiver<std::result::Result<T, E>>>
    where
        F: FnOnce(&mut Tx<'_>) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, receiver) = oneshot::channel();
        self.enqueue(Box::new(move |tx| {
            let run = AssertUnwindSafe(|| command(tx).and_then(|done| history::flush(tx).map(|()| done).map_err(E::from)));
            let outcome = std::panic::catch_unwind(run).unwrap_or_else(|_| Err(E::from(Error::Panicked)));
            let keep = outcome.is_ok() && !tx.is_poisoned();
            let outcome = if outcome.is_ok() && !keep { Err(E::from(Error::Poisoned)) } else { outcome };
            let reply: Reply = Box::new(move |failure| {
                let last = match failure {
                    Some(error) if outcome.is_ok() => Err(E::from(error)),
                    _ => outcome,
                };
                // The caller may have gone away (a closed connection); the command stands all the same.
                let _ = answer.send(last);
            });
            (keep, reply)
        }))?;
        Ok(receiver)
    }

    /// A connection that reads, if one is free.
    pub(crate) fn free_reader(&self) -> Option<Connection> {
        self.readers.lock().expect("no code panics while it holds the readers").pop()
    }

    /// A connection that reads, as soon as one is free.
    pub(crate) fn reader(&self) -> Connection {
        let mut free = self.readers.lock().expect("no code panics while it holds the readers");
        loop {
            match free.pop() {
                Some(connection) => return connection,
                None => free = self.returned.wait(free).expect("no code panics while it holds the readers"),
            }
        }
    }

    /// Runs reads on one snapshot and gives the connection back.
    pub(crate) fn read_on<T, E, F>(&self, connection: Connection, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
        E: From<Error>,
    {
        self.look_up_on(connection, |tx| {
            tx.run("BEGIN")?;
            let outcome = work(tx);
            tx.run("ROLLBACK")?;
            outcome
        })
    }

    /// Runs reads without a common snapshot and gives the connection back.
    pub(crate) fn look_up_on<T, E, F>(&self, connection: Connection, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
        E: From<Error>,
    {
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| work(&Tx::sqlite(&connection))));
        let outcome = outcome.unwrap_or_else(|_| Err(E::from(Error::Panicked)));
        if !connection.is_autocommit() {
            // A read that failed or panicked left its snapshot open; nothing was written, so closing it is all there is to do.
            let _ = connection.execute_batch("ROLLBACK");
        }
        self.readers.lock().expect("no code panics while it holds the readers").push(connection);
        self.returned.notify_one();
        outcome
    }

    /// Finishes what is queued, writes the last checkpoint and closes.
    pub(crate) fn close(&self) {
        drop(self.jobs.lock().expect("no code panics while it holds the queue").take());
        let writer = self.writer.lock().expect("no code panics while it holds the handle").take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
    }
}

/// Runs what begins or ends something, as a statement that is parsed once.
pub(crate) fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

/// Ends a savepoint by the statements that undo and release it.
fn savepoint_end(connection: &Connection, keep: bool, [undo, release]: [&str; 2]) -> rusqlite::Result<()> {
    if !keep {
        run(connection, undo)?;
    }
    run(connection, release)
}

/// The writer's loop: take what is queued, run each command so that it can be undone alone, commit once, reply.
fn write_groups(
    connection: &Connection,
    pages: &AtomicI32,
    jobs: &Receiver<Job>,
    committed: &watch::Sender<u64>,
    sequencing: &Mutex<Vec<Writer>>,
) {
    while let Ok(first) = jobs.recv() {
        if let Err(source) = run(connection, "BEGIN IMMEDIATE") {
            tracing::error!(error = %source, "cannot begin a transaction");
            let (_, reply) = first(&mut refused(connection));
            reply(Some(Error::Database { statement: "BEGIN IMMEDIATE".to_owned(), source: source.into() }));
            continue;
        }
        let opened = Instant::now();
        let rows_before = connection.total_changes();
        let (mut replies, mut pended) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(job) = next {
            let run = if replies.is_empty() { run_first } else { run_in_savepoint };
            replies.push(run(connection, job, &mut pended));
            // A full disk or a failing one makes SQLite roll everything back by itself. The group is over then: a savepoint of the next
            // command would be a transaction of its own, which stays although the group is answered as failed.
            let full = connection.is_autocommit() || replies.len() >= GROUP_COMMANDS_MAX || opened.elapsed() >= GROUP_TIME_MAX;
            next = if full { None } else { jobs.try_recv().ok() };
        }
        if !pended.is_empty() && !connection.is_autocommit() {
            sequence_group(connection, &pended, sequencing);
        }
        let outcome = run(connection, "COMMIT");
        if let Err(source) = &outcome {
            tracing::error!(error = %source, commands = replies.len(), "the commit of a group failed");
            let _ = connection.execute_batch("ROLLBACK");
        }
        // Commands that only looked wake nobody; otherwise a worker that looks for work would wake itself for ever.
        if outcome.is_ok() && connection.total_changes() != rows_before {
            committed.send_modify(|count| *count += 1);
        }
        for reply in replies {
            reply(outcome.as_ref().err().map(commit_failure));
        }
        if pages.load(Ordering::Relaxed) >= LOG_PAGES_MAX {
            pages.store(0, Ordering::Relaxed);
            // What readers still need stays in the log until the next time.
            if let Err(source) = connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)") {
                tracing::error!(error = %source, "the log of the database could not be moved into its file");
            }
        }
    }
    let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

/// What a failed COMMIT means for its commands. It is rolled back, but when it failed after the last write – at the sync – the next start
/// would find it whole, unless another commit was written over it by then.
fn commit_failure(source: &rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure | ErrorCode::OutOfMemory) => Error::CommitUnknown,
        _ => Error::Commit,
    }
}

/// A transaction in which every statement fails, for the command that cannot even begin.
fn refused(connection: &Connection) -> Tx<'_> {
    let tx = Tx::sqlite(connection);
    tx.poison();
    tx
}

/// Gives what the commands of a group want logged its index. Where that fails it waits: no command fails for the sake of the log.
fn sequence_group(connection: &Connection, pended: &[LogId], sequencing: &Mutex<Vec<Writer>>) {
    let mut sequencing = sequencing.lock().expect("no code panics while it holds the logs");
    sequencing.retain(|writer| {
        if !pended.contains(&writer.log()) {
            return true;
        }
        let Err(error) = sequence_one(connection, *writer) else { return true };
        tracing::error!(log = %writer.log(), error = %error, "what commands want logged waits");
        !matches!(error, Error::LostFence { .. } | Error::LogRefuses { .. })
    });
}

fn sequence_one(connection: &Connection, writer: Writer) -> Result<()> {
    let failed = |source: rusqlite::Error| Error::Database { statement: "SAVEPOINT".to_owned(), source: source.into() };
    run(connection, "SAVEPOINT log").map_err(failed)?;
    let done = log::sequence(&mut Tx::sqlite(connection), writer);
    if let Err(source) = savepoint_end(connection, done.is_ok(), ["ROLLBACK TO log", "RELEASE log"]) {
        // What cannot be undone alone takes its group along.
        let _ = connection.execute_batch("ROLLBACK");
        return Err(failed(source));
    }
    done.map(drop)
}

/// Runs the first command of a group. It needs no savepoint: when it fails, there is nothing else to keep yet.
fn run_first(connection: &Connection, job: Job, pended: &mut Vec<LogId>) -> Reply {
    let mut tx = Tx::sqlite(connection);
    let (keep, reply) = job(&mut tx);
    if keep {
        pended.append(&mut tx.pended);
        return reply;
    }
    match connection.execute_batch("ROLLBACK; BEGIN IMMEDIATE") {
        Ok(()) => reply,
        Err(source) => Box::new(move |_| reply(Some(Error::Database { statement: "ROLLBACK".to_owned(), source: source.into() }))),
    }
}

fn run_in_savepoint(connection: &Connection, job: Job, pended: &mut Vec<LogId>) -> Reply {
    if let Err(source) = run(connection, "SAVEPOINT command") {
        let (_, reply) = job(&mut refused(connection));
        return Box::new(move |_| reply(Some(Error::Database { statement: "SAVEPOINT".to_owned(), source: source.into() })));
    }
    let mut tx = Tx::sqlite(connection);
    let (keep, reply) = job(&mut tx);
    if keep {
        pended.append(&mut tx.pended);
    }
    match savepoint_end(connection, keep, ["ROLLBACK TO command", "RELEASE command"]) {
        Ok(()) => reply,
        // What cannot be undone alone takes its group along.
        Err(source) => {
            let _ = connection.execute_batch("ROLLBACK");
            Box::new(move |_| reply(Some(Error::Database { statement: "RELEASE".to_owned(), source: source.into() })))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Store, params};

    const INSERT: &str = "INSERT INTO blob (sha256, size, created_at) VALUES ($1, 1, 1)";

    fn opened() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options::new(folder.path())).unwrap();
        (folder, store)
    }

    fn count(store: &Store) -> i64 {
        store.read_blocking(|tx| tx.query_row("SELECT COUNT(*) FROM blob", &[], |row| row.get(0))).unwrap().unwrap()
    }

    #[test]
    fn a_failing_or_panicking_command_is_rolled_back_alone() {
        let (_folder, store) = opened();
        store.write_blocking(|tx| tx.execute(INSERT, &params!["a"])).unwrap();
        let failed = store.write_blocking(|tx| -> Result<()> {
            tx.execute(INSERT, &params!["b"])?;
            Err(Error::Closed)
        });
        assert!(matches!(failed, Err(Error::Closed)));
        let panicked = store.write_blocking(|tx| -> Result<()> {
            tx.execute(INSERT, &params!["c"])?;
            panic!("a mistake of the program")
        });
        assert!(matches!(panicked, Err(Error::Panicked)));
        // A command that hides a failed statement is not kept either.
        let hidden = store.write_blocking(|tx| -> Result<()> {
            let _ = tx.execute(INSERT, &params!["a"]);
            Ok(())
        });
        assert!(matches!(hidden, Err(Error::Poisoned)));
        assert_eq!(count(&store), 1);
    }

    #[test]
    fn only_a_commit_that_stored_something_wakes_the_workers() {
        let (_folder, store) = opened();
        let mut committed = store.committed();
        committed.mark_unchanged();
        store.write_blocking(|tx| tx.query_row("SELECT 1", &[], |_| Ok(()))).unwrap();
        assert!(!committed.has_changed().unwrap());
        store.write_blocking(|tx| tx.execute(INSERT, &params!["a"])).unwrap();
        assert!(committed.has_changed().unwrap());
        store.close();
        assert!(matches!(store.write_blocking(|tx| tx.execute(INSERT, &params!["b"])), Err(Error::Closed)));
    }
}

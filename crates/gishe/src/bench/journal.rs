//! `gishe bench journal`: what the log and the role of the journal promise, each figure beside the same rows written with the drivers alone.
//!
//! The one rule: what is measured grows, hashes, proves and publishes as at work; the control writes the rows it left, in the same batches.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use ejournal::Nomenclature;
use ejournal::client::Outgoing;
use kernel::clock::{Clock, SystemClock};
use kernel::random::OsRandom;
use kernel::reference_number::Reference;
use store::control::{self, Write};
use store::log::{self, Leaf, LogId, Proofs, Publisher, Sealed, Writer, salt_new};
use store::table::Insert;
use store::{Database, Options, Store, Tx, Value, params};
use tlog::{Algorithm, CaseTag, EventId, Extension, KeyName, Kind, Opening, SignedCheckpoint, SignerKey};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::events::System;
use super::sending::{self, Served};
use super::stock::{self, Stock};
use super::store::{at, sync_ms};
use super::{Figure, Found};
use crate::journal_role;
use crate::runtime::Installation;

/// Clients that send batches at the same time.
const BATCHING: usize = 8;
/// Clients that send single events at the same time, in one process.
const SINGLE: usize = 256;
/// Events of one batch.
const BATCH: usize = 100;
/// Connections to PostgreSQL.
const CONNECTIONS: usize = 16;
/// Pause between two publications (`journal-log.md` §7.8).
const PUBLISH: Duration = Duration::from_millis(500);
/// Log under measurement where there is no installation.
const LOG: LogId = LogId::JOURNAL;
/// Events that come over HTTP before the figures; what the journal has above them are copies.
const SENT_MAX: usize = 200_000;
/// Name of the log under measurement.
pub(super) const ORIGIN: &str = "bench.example/log";

/// How much is measured.
pub(super) struct Size {
    /// How long events are sent.
    pub(super) seconds: u64,
    /// Events in the journal before it is measured over HTTP.
    pub(super) events: usize,
    /// Events that one system has saved up while it could not reach the journal.
    pub(super) queued: usize,
}

/// All figures.
pub(super) fn journal(size: &Size, found: &mut Found) -> Result<()> {
    let batches = on_sqlite(size.seconds, found)?;
    match pgserver::Server::start()? {
        Some(server) => on_postgres(&server, size.seconds, batches, found)?,
        None => eprintln!("no PostgreSQL server on this machine; its figures are left out"),
    }
    role(size, found)
}

/// A log alone, as its keeper has it.
struct Log {
    store: Store,
    writer: Writer,
    publisher: Publisher,
    events: Arc<Events>,
    runtime: Runtime,
}

/// Events like any other, each under an identifier of its own.
struct Events {
    given_out: AtomicU64,
    sample: Outgoing,
}

impl Log {
    fn new(options: &Options, folder: &Path) -> Result<Log> {
        let store = Store::open(options)?;
        store.write_blocking(|tx| log::create(tx, LOG, ORIGIN))?;
        let (place, signer) =
            (log::TilePlace::folder(&folder.join("tiles"))?, SignerKey::new(KeyName::parse(ORIGIN)?, Algorithm::Ed25519, [7; 32]));
        let opened = store.write_blocking(|tx| log::open(tx, LOG))?;
        let (writer, _) = log::check(&store, opened, &place, &[signer.verifier().clone()], &[])?;
        let publisher = Publisher::new(&store, writer, place, vec![signer]);
        let events = Arc::new(Events { given_out: AtomicU64::new(1), sample: System::new(1, SystemClock.now()).report() });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?;
        Ok(Log { store, writer, publisher, events, runtime })
    }

    /// Appends by so many clients for some seconds, so many events in a request, while the log is published; events in a second, and the
    /// time of each request in milliseconds. A client is a task, as a request is at work.
    fn appended(&mut self, clients: usize, per_request: usize, seconds: u64) -> Result<(f64, Vec<f64>)> {
        let is_over = AtomicBool::new(false);
        let Log { store, writer, publisher, events, runtime } = self;
        let writer = *writer;
        let begun = Instant::now();
        let until = begun + Duration::from_secs(seconds);
        let times = std::thread::scope(|scope| -> Result<Vec<f64>> {
            let publishing = scope.spawn(|| -> store::Result<()> {
                while !is_over.load(Ordering::Relaxed) {
                    publisher.publish(SystemClock.now().as_millisecond())?;
                    std::thread::park_timeout(PUBLISH);
                }
                Ok(())
            });
            let work = |store: Store, events: Arc<Events>| async move {
                let mut times = Vec::new();
                while Instant::now() < until {
                    let asked = Instant::now();
                    let (sealed, now): (Arc<[Sealed]>, _) = ((0..per_request).map(|_| events.next()).collect(), SystemClock.now());
                    store.write(move |tx| log::append(tx, writer, now.as_millisecond(), &sealed)).await?;
                    times.push(asked.elapsed().as_secs_f64() * 1_000.0);
                }
                Ok::<_, store::Error>(times)
            };
            let all = runtime.block_on(async {
                let clients: JoinSet<_> = (0..clients).map(|_| work(store.clone(), events.clone())).collect();
                clients.join_all().await.into_iter().collect::<store::Result<Vec<_>>>()
            });
            is_over.store(true, Ordering::Relaxed);
            publishing.thread().unpark();
            publishing.join().expect("the publisher does not panic")?;
            Ok(all?.concat())
        })?;
        Ok(((times.len() * per_request) as f64 / begun.elapsed().as_secs_f64(), times))
    }
}

impl Events {
    /// The next event, committed to here, as outside the writer at work.
    fn next(&self) -> Sealed {
        let number = self.given_out.fetch_add(1, Ordering::Relaxed);
        let leaf = Leaf {
            kind: Kind::Status,
            occurred_ms: 1,
            participant: 1,
            sequence: Some(number),
            service: 2_079,
            status: 210,
            tag_epoch: 1,
            case_tag: CaseTag::NONE,
            event_id: EventId(u128::from(number).to_be_bytes()),
            opening: Opening { salt: salt_new(&OsRandom), payload: self.sample.bytes.clone() },
            signature: Some(self.sample.signature.clone().into_bytes()),
            extension: Extension::new(),
        };
        leaf.seal()
    }
}

/// Rows of the log, table by table.
struct Rows {
    tables: [(Insert, Vec<Vec<Value>>); 3],
}

/// Moves the head of the log, as each request does.
const HEAD: &str = "UPDATE log_state SET size = $2, frontier = $3, root = $4, received = $5
    WHERE log = $1";

impl Rows {
    /// The rows of the first events of a log.
    fn of(tx: &Tx<'_>, events: i64) -> store::Result<Rows> {
        let entries = "SELECT log, idx, bytes FROM log_entry WHERE log = $1 AND idx < $2 ORDER BY idx";
        let entries = tx.query(entries, &params![LOG, events], |row| {
            Ok(params![row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<Vec<u8>>(2)?].to_vec())
        })?;
        let payloads = "SELECT log, idx, state, salt, bytes, signature FROM log_payload WHERE log = $1 AND idx < $2 ORDER BY idx";
        let payloads = tx.query(payloads, &params![LOG, events], |row| {
            let (state, salt, bytes) = (row.get::<i64>(2)?, row.get::<Vec<u8>>(3)?, row.get::<Vec<u8>>(4)?);
            Ok(params![row.get::<i64>(0)?, row.get::<i64>(1)?, state, salt, bytes, row.get::<Option<Vec<u8>>>(5)?].to_vec())
        })?;
        let known = "SELECT log, participant, event_id, idx FROM log_dedupe WHERE log = $1 AND idx < $2 ORDER BY idx";
        let known = tx.query(known, &params![LOG, events], |row| {
            Ok(params![row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<Vec<u8>>(2)?, row.get::<i64>(3)?].to_vec())
        })?;
        let into = |table, columns: &[&'static str]| Insert::into_columns(table, columns);
        Ok(Rows {
            tables: [
                (into("log_dedupe", &["log", "participant", "event_id", "idx"]), known),
                (into("log_entry", &["log", "idx", "bytes"]), entries),
                (into("log_payload", &["log", "idx", "state", "salt", "bytes", "signature"]), payloads),
            ],
        })
    }

    fn events(&self) -> usize {
        self.tables[0].1.len()
    }

    /// Values of [`HEAD`].
    fn head(size: usize) -> Vec<Value> {
        params![LOG, size as i64, vec![7_u8; 32 * 16], vec![7_u8; 32], 1_i64].to_vec()
    }

    /// Requests of so many events, each as its statements.
    fn requests(&self, per_request: usize) -> Vec<Vec<Write>> {
        (0..self.events())
            .step_by(per_request)
            .map(|first| {
                let mut writes: Vec<Write> = Vec::new();
                for (insert, rows) in &self.tables {
                    let of_request = rows.iter().skip(first).take(per_request);
                    writes.extend(of_request.map(|row| (insert.row().to_owned(), row.clone())));
                }
                writes.push((HEAD.to_owned(), Rows::head(first + per_request)));
                writes
            })
            .collect()
    }
}

/// LIMIT: events the control writes: some seconds of them, as what is measured has, but no more than fits in memory.
const CONTROL_MAX: i64 = 240_000;

/// How fast the control writes the requests a log has taken, events in a second; `per_commit` requests share a transaction.
fn control_on_sqlite(log: &Log, per_request: usize, per_commit: usize) -> Result<f64> {
    let rows = log.store.read_blocking(|tx| Rows::of(tx, CONTROL_MAX))?;
    let folder = tempfile::tempdir()?;
    let prepared = Store::open(&Options::new(folder.path()))?;
    prepared.write_blocking(|tx| log::create(tx, LOG, ORIGIN))?;
    prepared.close();
    drop(prepared);
    let took = control::sqlite(folder.path(), &rows.requests(per_request), per_commit)?;
    Ok(rows.events() as f64 / took.as_secs_f64())
}

/// Appends in one process beside the control; the rate and how it compares.
fn measured(found: &mut Found, name: &'static str, (clients, per_request): (usize, usize), goal: f64, seconds: u64) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let mut log = Log::new(&Options::new(folder.path()), folder.path())?;
    log.appended(clients, per_request, 1)?;
    let before = *log.store.committed().borrow();
    let (rate, times) = log.appended(clients, per_request, seconds)?;
    let commits = usize::try_from((*log.store.committed().borrow() - before).max(1))?;
    let control = control_on_sqlite(&log, per_request, times.len().div_ceil(commits).max(1))?;
    found.add(Figure::ratio(name, rate, control, goal));
    log.store.close();
    Ok(rate)
}

/// The log on SQLite; answers the events in a second of many clients with batches.
fn on_sqlite(seconds: u64, found: &mut Found) -> Result<f64> {
    let batches = measured(found, "append_batch_ratio", (BATCHING, BATCH), 0.6, seconds)?;
    measured(found, "append_single_ratio", (SINGLE, 1), 0.3, seconds)?;
    let folder = tempfile::tempdir()?;
    let mut log = Log::new(&Options::new(folder.path()), folder.path())?;
    let (_, mut alone) = log.appended(1, 1, seconds)?;
    log.store.close();
    let sync = sync_ms(folder.path(), 4 * 4_096)?;
    let fsyncs = Figure::at_most("ack_fsyncs", at(&mut alone, 0.5) / sync, "syncs", 3.0);
    found.add(Figure { control: Some(super::rounded(sync)), ..fsyncs });
    Ok(batches)
}

fn on_postgres(server: &pgserver::Server, seconds: u64, on_sqlite: f64, found: &mut Found) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let open = |name: &str| -> Result<(String, Log)> {
        let address = server.new_database(name)?;
        let options = Options { database: Database::Postgres(address.clone()), readers: CONNECTIONS, ..Options::new(folder.path()) };
        Ok((address, Log::new(&options, &folder.path().join(name))?))
    };
    let (_, mut log) = open("measured")?;
    let (rate, _) = log.appended(BATCHING, BATCH, seconds)?;
    let rows = log.store.read_blocking(|tx| Rows::of(tx, CONTROL_MAX))?;
    log.store.close();
    let (address, prepared) = open("control")?;
    prepared.store.close();
    let heads: Vec<_> = (0..rows.events()).step_by(BATCH).map(|first| (HEAD.to_owned(), Rows::head(first))).collect();
    let took = control::postgres_tables(&address, &rows.tables, BATCH, &heads)?;
    found.add(Figure::ratio("pg_backend_ratio", rate, rows.events() as f64 / took.as_secs_f64(), 0.5));
    let (address, prepared) = open("single")?;
    prepared.store.close();
    let (insert, payloads) = &rows.tables[2];
    let single = &payloads[..payloads.len().min(20_000)];
    let took = control::postgres_rows(&address, CONNECTIONS, insert, single, 1)?;
    found.add(Figure::ratio("sqlite_to_pg_autocommit", on_sqlite, single.len() as f64 / took.as_secs_f64(), 3.0));
    Ok(())
}

/// Bytes of an installation on disk.
fn bytes_of(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for found in std::fs::read_dir(folder)? {
        let found = found?;
        bytes += if found.file_type()?.is_dir() { bytes_of(&found.path())? } else { found.metadata()?.len() };
    }
    Ok(bytes)
}

/// The whole role: a server of its own that takes the events of many systems, and afterwards what is asked of a journal with many events.
fn role(size: &Size, found: &mut Found) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let config = format!("journal = \"{ORIGIN}\"\njournal_certificate_header = \"client-cert\"\n");
    std::fs::write(folder.path().join(crate::config::FILE_NAME), config)?;
    let installation = Installation::open(folder.path(), 4)?;
    let now = installation.clock.now();
    let mut systems: Vec<System> = (1..=sending::CLIENTS).map(|number| System::new(number as u32, now)).collect();
    systems.iter().try_for_each(|system| system.admit(&installation))?;
    installation.store.close();
    drop(installation);
    let before = bytes_of(folder.path())?;
    let mut sent = Served::new(folder.path())?.fill(&mut systems, size.events.min(SENT_MAX))?;
    let (mut copies, events) = (0, size.events.saturating_sub(SENT_MAX));
    if events > 0 {
        let installation = Installation::open(folder.path(), 4)?;
        let (services, added) = Stock::of(&installation, &systems[0].subject(0))?.add(events)?;
        installation.store.close();
        (copies, sent) = (services, sent + added);
    }
    let served = Served::new(folder.path())?;
    let (taken, pause) = served.measured(&mut systems, size, found)?;
    let told: Vec<u64> = systems.iter().map(System::services).collect();
    sent += taken + served.drained(&mut systems, size.queued, pause, found)?;
    drop(served);

    let bytes = bytes_of(folder.path())? - before;
    found.add(Figure::at_least("events", sent as f64, "events", 1.0));
    found.add(Figure::at_most("bytes_per_event", bytes as f64 / sent as f64, "bytes", 1_000.0));
    let installation = Installation::open(folder.path(), 4)?;
    asked(&installation, &systems, &told, copies, found)?;
    installation.store.close();
    Ok(())
}

/// What is asked of a journal that has its events: each system told of so many services to the end, and there are so many copies.
fn asked(installation: &Installation, systems: &[System], told: &[u64], copies: usize, found: &mut Found) -> Result<()> {
    let store = &installation.store;
    let (place, keys) = (store.shelf().place(LOG)?, store.read_blocking(|tx| log::keys(tx, LOG))?);
    let begun = Instant::now();
    let opened = store.write_blocking(|tx| log::open(tx, LOG))?;
    let (_, head) = log::check(store, opened, &place, &keys, &[])?;
    found.add(Figure::at_most("startup_check_s", begun.elapsed().as_secs_f64(), "s", 2.0));

    let note = place.checkpoint()?.context("nothing was published")?;
    let proofs = Proofs::open(place, SignedCheckpoint::open(&note, &keys)?)?;
    let published = proofs.checkpoint().head().size.min(head.size);
    // In the neighbourhood of one place first, so that the tiles are warm.
    let indexes = || (0..20_000_u64).map(|number| published - 1 - number % published.min(10_000));
    indexes().try_for_each(|index| proofs.inclusion(index).map(drop))?;
    let begun = Instant::now();
    indexes().try_for_each(|index| proofs.inclusion(index).map(drop))?;
    found.add(Figure::at_least("proof_per_s", 20_000.0 / begun.elapsed().as_secs_f64(), "1/s", 20_000.0));

    let (ctx, nomenclature) = (journal_role::operator(installation), Nomenclature::shipped());
    let mut times = Vec::new();
    for number in 0..2_000_usize {
        let (at, far) = (number % systems.len(), number.wrapping_mul(7_919_117));
        let subject = match number % 2 {
            0 if copies > 0 => stock::copy_number(far % copies),
            _ if told[at] == 0 => continue,
            _ => systems[at].subject(far as u64 % told[at]),
        };
        let number = Reference::parse(&subject, true).map_err(|error| anyhow::anyhow!("{subject}: {error}"))?;
        let begun = Instant::now();
        store.read_blocking(|tx| ejournal::journal::service_inquire(tx, &ctx, nomenclature, &number))?;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    found.add(Figure::at_most("state_p99_ms", at(&mut times, 0.99), "ms", 5.0));
    Ok(())
}

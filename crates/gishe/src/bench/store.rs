//! `gishe bench store`: what the store promises, each figure beside the same rows written with the driver alone, or beside the disk.
//!
//! The one rule: the work measured is the real filing of an application; the control writes the rows it left, in the same batches.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cases::filing::{Receipt, Submit, application_submit};
use kernel::actor::Actor;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, CommandId};
use services::kit::{Channel, DeliveryWay, Speed};
use store::control::{self, Write};
use store::table::Insert;
use store::{Database, Options, Store, Value, params};

use super::copies::{self, Lived};
use super::{Figure, Found, load};
use crate::backup::{self, Source};
use crate::runtime::Installation;
use crate::{demo, rebuild, sample};

/// Clients that file at the same time.
const CLIENTS: usize = 64;
/// Connections to PostgreSQL.
const CONNECTIONS: usize = 16;
/// Rows of one batch of batch work.
const BATCH: usize = 256;

/// One row: a statement that locks several rows locks them in no certain order.
const ONE_REGISTER: &str = "UPDATE register_sequence SET last = last + 1
    WHERE administration_id = $1 AND register = (SELECT MAX(register) FROM register_sequence WHERE administration_id = $1)";

/// How much is measured.
pub(super) struct Size {
    /// How long commands are sent.
    pub(super) seconds: u64,
    /// Cases in the full store.
    pub(super) cases: usize,
    /// An installation that is full already.
    pub(super) data: Option<PathBuf>,
}

/// All figures.
pub(super) fn store(size: &Size, found: &mut Found) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let installation = Installation::open(folder.path(), 4)?;
    demo::prepare(&installation, "")?;
    found.extend(filing_on_sqlite(installation, folder.path(), size.seconds)?);
    match pgserver::Server::start()? {
        Some(server) => found.extend(on_postgres(&server, size.seconds)?),
        None => eprintln!("no PostgreSQL server on this machine; its figures are left out"),
    }
    growth(size, found)
}

fn submit() -> Result<Submit> {
    let application = load::application()?;
    Ok(Submit {
        service_code: application["service"].as_str().unwrap_or_default().to_owned(),
        kit_hash: String::new(),
        answers: application["answers"].clone(),
        speed: Speed::Ordinary,
        delivery: DeliveryWay::Online,
        delivery_address: String::new(),
        channel: Channel::Web,
        received_number: None,
        draft: None,
        scans: Vec::new(),
        intake_note: String::new(),
        doubtful_identifiers: false,
    })
}

fn applicant(installation: &Installation) -> Ctx {
    let ctx = sample::system(installation, "http://127.0.0.1");
    Ctx { actor: Actor::Anonymous, command_id: Some(CommandId::new(ctx.now, ctx.random.as_ref())), ..ctx }
}

/// One application, filed as the portal does; with the statements it took.
fn file(installation: &Installation, submit: &Submit) -> Result<(Receipt, u64)> {
    let (ctx, submit) = (applicant(installation), submit.clone());
    Ok(installation.store.write_blocking(move |tx| application_submit(tx, &ctx, submit).map(|receipt| (receipt, tx.statements())))?)
}

/// Files by `clients` at once for some seconds; commands in a second, and the time of each in milliseconds.
fn filed(installation: &Installation, clients: usize, seconds: u64) -> Result<(f64, Vec<f64>)> {
    let submit = submit()?;
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds);
    let times = std::thread::scope(|scope| {
        let work = || -> Result<Vec<f64>> {
            let mut times = Vec::new();
            while Instant::now() < until {
                let asked = Instant::now();
                file(installation, &submit)?;
                times.push(asked.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok(times)
        };
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().expect("a filing does not panic")?);
        }
        Ok::<_, anyhow::Error>(all)
    })?;
    Ok((times.len() as f64 / begun.elapsed().as_secs_f64(), times))
}

pub(super) fn at(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let place = (times.len() as f64 * share) as usize;
    times.get(place).or(times.last()).copied().unwrap_or(f64::INFINITY)
}

/// The rows one filing leaves, as statements: `count` filings of them.
fn rows_of_filings(installation: &Installation, receipt: &Receipt, count: usize) -> Result<Vec<Vec<Write>>> {
    let ctx = sample::system(installation, "");
    let lived = installation.store.read_blocking(|tx| Lived::of(tx, &ctx, receipt.case_id))?;
    let facts = lived.facts();
    let history = Insert::into_columns("history", &["administration_id", "seq", "case_id", "at", "kind", "actor_class", "data", "hash"]);
    let word = Insert::into_columns("case_term", &["administration_id", "term", "case_id"]);
    let command = Insert::into_columns("command", &["administration_id", "command_id", "outcome", "done_at"]);
    // What a command leaves for the log of its administration.
    let leaf = ["log", "pended_at", "place", "event_id", "at", "entry", "salt", "payload"];
    let leaf = Insert::into_columns("log_pending", &leaf);
    let records: Vec<_> = (0..facts.len()).map(|seq| serde_json::json!({ "seq": 1_000_000_000 + seq, "hash": "7".repeat(64) })).collect();
    let payload = serde_json::to_vec(&serde_json::json!({ "case": receipt.case_id, "records": records }))?;
    let outcome = serde_json::to_string(receipt)?;
    let words = lived.words();
    Ok((0..count)
        .map(|number| {
            // In the order of the command: numbers first, the head of the history last.
            let mut writes: Vec<Write> = vec![
                (ONE_REGISTER.to_owned(), params![1_i64].to_vec()),
                ("UPDATE reference_counter SET counter = counter + 1 WHERE administration_id = $1".to_owned(), params![1_i64].to_vec()),
            ];
            writes.extend(lived.writes(number));
            writes.extend(words.iter().map(|term| (word.row().to_owned(), params![1_i64, term, format!("control {number}")].to_vec())));
            writes.push((command.row().to_owned(), params![1_i64, format!("control {number}"), &outcome, 1_i64].to_vec()));
            for (place, (kind, data)) in facts.iter().enumerate() {
                let seq = 1_000_000_000 + (number * facts.len() + place) as i64;
                let values = params![1_i64, seq, format!("control {number}"), 1_i64, *kind, "anonymous", data, vec![7_u8; 32]];
                writes.push((history.row().to_owned(), values.to_vec()));
            }
            let event = (number as u128).to_be_bytes().to_vec();
            let values = params![1_i64, 1_i64, 1_i64, event, 1_i64, vec![7_u8; tlog::Entry::BYTES_MIN], vec![7_u8; 32], payload.clone()];
            writes.push((leaf.row().to_owned(), values.to_vec()));
            writes.push((
                "UPDATE history_head SET hash = $2 WHERE administration_id = $1".to_owned(),
                params![1_i64, vec![u8::try_from(number % 256).unwrap_or(0); 32]].to_vec(),
            ));
            writes
        })
        .collect())
}

fn filing_on_sqlite(installation: Installation, measured_folder: &Path, seconds: u64) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let control_folder = folder.path();
    let (receipt, _) = file(&installation, &submit()?)?;
    filed(&installation, CLIENTS, 1)?;
    let before = *installation.store.committed().borrow();
    let (rate, times) = filed(&installation, CLIENTS, seconds)?;
    let commits = (*installation.store.committed().borrow() - before).max(1);
    let batch = (times.len() as u64 / commits).max(1);
    let commands = rows_of_filings(&installation, &receipt, 4_500)?;
    let (together, one_by_one) = commands.split_at(4_000);
    let prepared = Installation::open(control_folder, 1)?;
    demo::prepare(&prepared, "")?;
    file(&prepared, &submit()?)?;
    prepared.store.close();
    drop(prepared);
    let control = |commands: &[Vec<Write>], batch: u64| -> Result<f64> {
        let took = control::sqlite(control_folder, commands, usize::try_from(batch)?)?;
        Ok(commands.len() as f64 / took.as_secs_f64())
    };
    let ratio = Figure::ratio("sqlite_filing_ratio", rate, control(together, batch)?, 0.35);

    let (rate_alone, mut alone) = filed(&installation, 1, seconds)?;
    let ratio_alone = Figure::ratio("sqlite_single_ratio", rate_alone, control(one_by_one, 1)?, 0.35);
    installation.store.close();
    drop(installation);
    let bytes = bytes_of_filing(measured_folder)?;
    let sync = sync_ms(control_folder, bytes)?;
    eprintln!("one filing adds {} KiB to the log of the database", bytes / 1_024);
    let fsyncs = at(&mut alone, 0.5) / sync;
    let single = Figure { control: Some(super::rounded(sync)), ..Figure::at_most("sqlite_single_fsyncs", fsyncs, "syncs", 2.0) };
    Ok(vec![ratio, ratio_alone, single])
}

/// What one filing adds to the log of the database of an installation that is closed, bytes.
fn bytes_of_filing(folder: &Path) -> Result<usize> {
    const FILINGS: u64 = 8;
    let log = folder.join("gishe.db-wal");
    // A log that was moved into its file begins anew, and grows from its beginning.
    let installation = Installation::open(folder, 1)?;
    file(&installation, &submit()?)?;
    let before = std::fs::metadata(&log)?.len();
    (0..FILINGS).try_for_each(|_| file(&installation, &submit()?).map(drop))?;
    let added = std::fs::metadata(&log)?.len() - before;
    installation.store.close();
    Ok(usize::try_from(added / FILINGS)?)
}

/// Median time of appending so many bytes to a file and syncing it, ms.
pub(super) fn sync_ms(folder: &Path, bytes: usize) -> Result<f64> {
    let (path, added) = (folder.join("sync.tmp"), vec![0x5a; bytes]);
    let mut out = std::fs::File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        out.write_all(&added)?;
        out.sync_data()?;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    std::fs::remove_file(&path)?;
    Ok(at(&mut times, 0.5))
}

fn on_postgres(server: &pgserver::Server, seconds: u64) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let open = |name: &str| -> Result<(String, Installation)> {
        let address = server.new_database(name)?;
        let options = Options { database: Database::Postgres(address.clone()), readers: CONNECTIONS, ..Options::new(folder.path()) };
        let installation = Installation::open_with(&options, Arc::new(kernel::clock::SystemClock), Arc::new(kernel::random::OsRandom))?;
        demo::prepare(&installation, "")?;
        Ok((address, installation))
    };
    let (_, installation) = open("measured")?;
    let (receipt, statements) = file(&installation, &submit()?)?;
    filed(&installation, CONNECTIONS, 1)?;
    let (rate, _) = filed(&installation, CLIENTS, seconds)?;
    let commands = rows_of_filings(&installation, &receipt, (rate * seconds as f64) as usize + CONNECTIONS)?;
    let batch = batch_on_postgres(&installation.store, seconds)?;
    installation.store.close();
    let (address, prepared) = open("control")?;
    file(&prepared, &submit()?)?;
    prepared.store.close();
    let writes = commands.first().map_or(0, |writes| writes.len() as u64);
    let took = control::postgres_commands(&address, CONNECTIONS, &commands, statements.saturating_sub(writes))?;
    let control = commands.len() as f64 / took.as_secs_f64();
    let insert = words_insert();
    let rows: Vec<[Value; 3]> = (0..BATCH * 400).map(|number| word_row(number, "control")).collect();
    let took = control::postgres_rows(&address, CONNECTIONS, &insert, &rows, BATCH)?;
    let unnest = rows.len() as f64 / took.as_secs_f64();
    Ok(vec![Figure::ratio("pg_batch_ratio", batch, unnest, 0.5), Figure::ratio("pg_command_ratio", rate, control, 0.5)])
}

fn words_insert() -> Insert {
    Insert::into_columns("case_term", &["administration_id", "term", "case_id"])
}

fn word_row(number: usize, of: &str) -> [Value; 3] {
    params![1_i64, format!("word {}", number % 5_000), format!("{of} {number}")]
}

/// Rows in a second that many clients write, a batch in each command.
fn batch_on_postgres(store: &Store, seconds: u64) -> Result<f64> {
    let (begun, written) = (Instant::now(), AtomicUsize::new(0));
    let until = begun + Duration::from_secs(seconds);
    let insert = Arc::new(words_insert());
    std::thread::scope(|scope| {
        let work = || -> Result<()> {
            while Instant::now() < until {
                let first = written.fetch_add(BATCH, Ordering::Relaxed);
                let (insert, rows) =
                    (insert.clone(), (first..first + BATCH).map(|number| word_row(number, "measured")).collect::<Vec<_>>());
                store.write_blocking(move |tx| tx.insert_many(&insert, &rows))?;
            }
            Ok(())
        };
        let threads: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("a batch does not panic"))
    })?;
    Ok(written.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64())
}

/// LIMIT: cases that are lived through, so that there is a finished and an open one to copy whatever the day.
const LIVED: usize = 200;

/// Makes an installation with many cases; how many it takes in a second.
pub(super) fn load(folder: &Path, cases: usize) -> Result<Figure> {
    let installation = Installation::open(folder, 4)?;
    let people = demo::prepare(&installation, "")?;
    demo::live(&installation, &people, "", LIVED, |_| {})?;
    let (finished, live) = originals(&installation)?;
    let ctx = sample::system(&installation, "");
    let loading = Instant::now();
    let last_told = AtomicU64::new(0);
    copies::load(&installation.store, &ctx, &finished, &live, cases, |done| {
        let seconds = loading.elapsed().as_secs();
        if seconds >= last_told.load(Ordering::Relaxed) + 10 {
            last_told.store(seconds, Ordering::Relaxed);
            eprintln!("{done} of {cases} cases after {seconds} s");
        }
    })?;
    let rate = cases as f64 / loading.elapsed().as_secs_f64();
    installation.store.close();
    Ok(Figure::at_least("load_per_s", rate, "1/s", 0.0))
}

/// Time of each filing of a few clients in milliseconds, in a program that has been at work for a while: what lies in the caches by then is
/// the same work in an empty store and in a full one.
fn filed_warm(installation: &Installation, seconds: u64) -> Result<Vec<f64>> {
    const FEW: usize = 4;
    filed(installation, FEW, seconds / 2)?;
    Ok(filed(installation, FEW, seconds)?.1)
}

/// An empty store against a full one.
fn growth(size: &Size, found: &mut Found) -> Result<()> {
    let place = tempfile::tempdir()?;
    let (begin, loaded) = (place.path().join("empty"), place.path().join("full"));
    let installation = Installation::open(&begin, 4)?;
    let people = demo::prepare(&installation, "")?;
    demo::live(&installation, &people, "", 40, |_| {})?;
    let mut empty = filed_warm(&installation, size.seconds)?;
    installation.store.close();
    drop(installation);
    let folder = match &size.data {
        Some(folder) => folder.as_path(),
        None => {
            load(&loaded, size.cases)?;
            loaded.as_path()
        }
    };
    let opening = Instant::now();
    let installation = Installation::open(folder, 4)?;
    let open_ms = opening.elapsed().as_secs_f64() * 1_000.0;
    let mut full = filed_warm(&installation, size.seconds)?;
    let (before, after) = (at(&mut empty, 0.99), at(&mut full, 0.99));
    let growth = after / before;
    let people = installation.store.read_blocking(sample::present)?;
    found.add(Figure {
        control: Some(super::rounded(before)),
        ratio: Some(super::rounded(growth)),
        ..Figure::at_most("command_p99_growth", growth, "ratio", 1.5)
    });
    found.add(Figure::at_most("open_ms", open_ms, "ms", 500.0));
    found.add(Figure::at_most("list_p95_ms", lists_p95(&installation, &people)?, "ms", 50.0));
    let begun = Instant::now();
    let (mut cleared, mut gone_through) = (None, None);
    let rebuilt = rebuild::rebuild(&installation, |done| {
        let seconds = begun.elapsed().as_secs_f64();
        (done.cases > 0).then(|| cleared.get_or_insert(seconds));
        (done.facts > 0).then(|| gone_through.get_or_insert(seconds));
    })?;
    let stages = [cleared, gone_through, Some(begun.elapsed().as_secs_f64())].map(Option::unwrap_or_default);
    eprintln!("rebuilding: first cases after {:.1} s, first facts after {:.1} s, all after {:.1} s", stages[0], stages[1], stages[2]);
    let per_min = rebuilt.cases as f64 / begun.elapsed().as_secs_f64() * 60.0;
    found.add(Figure::at_least("cases", rebuilt.cases as f64, "cases", 1.0));
    found.add(Figure::at_least("rebuild_cases_per_min", per_min, "1/min", 100_000.0));
    found.add(backup_rate(&installation, folder)?);
    installation.store.close();
    Ok(())
}

/// A finished and an open case of the demo, each with as much behind it as half of its kind.
fn originals(installation: &Installation) -> Result<(Lived, Lived)> {
    let ctx = sample::system(installation, "");
    let pick = |open: bool| -> Result<Lived> {
        let filter = cases::list::CaseFilter { open: Some(open), service: Some("address-certificate".to_owned()), ..Default::default() };
        let ctx = &ctx;
        installation.store.read_blocking(|tx| {
            let page = cases::list::case_list(tx, ctx, &filter, None)?;
            let such = page.rows.iter().filter(|case| open || case.decided_at.is_some());
            let facts = |case: CaseId| store::history::of_case(tx, ctx.administration_id, case).map(|facts| (facts.len(), case));
            let mut such = such.map(|case| facts(case.id)).collect::<store::Result<Vec<_>>>()?;
            such.sort_unstable();
            let (_, case) = such.get(such.len() / 2).context("the demo has such a case")?;
            Lived::of(tx, ctx, *case)
        })
    };
    Ok((pick(false)?, pick(true)?))
}

/// Every list a clerk opens and every search a clerk types, one after another.
fn lists_p95(installation: &Installation, people: &sample::Sample) -> Result<f64> {
    use cases::list::{CaseFilter, Order, case_list_by};
    let ctx = people.acting(&sample::system(installation, ""), "delovoditel")?;
    let service = Some("address-certificate".to_owned());
    let filters = [
        CaseFilter::default(),
        CaseFilter { open: Some(true), ..Default::default() },
        CaseFilter { open: Some(false), ..Default::default() },
        CaseFilter { overdue: true, ..Default::default() },
        CaseFilter { paused: true, ..Default::default() },
        CaseFilter { unread: true, ..Default::default() },
        CaseFilter { service: service.clone(), ..Default::default() },
        CaseFilter { service, status: Some(cases::Status::InProgress), ..Default::default() },
        CaseFilter { status: Some(cases::Status::Completed), ..Default::default() },
        CaseFilter { channel: Some("counter".to_owned()), ..Default::default() },
    ];
    let orders = [Order::filed(true), Order::filed(false), Order::deadline(true), Order::deadline(false)];
    let searches = ["Иванов", "Мария Петров", "ivanov", "Иван Петров", "мари", "1500000", "Обретенов"];
    let mut times = Vec::new();
    for round in 0..5 {
        let mut took = Vec::new();
        for filter in &filters {
            for order in &orders {
                let asked = Instant::now();
                installation.store.read_blocking(|tx| case_list_by(tx, &ctx, filter, order, None))?;
                took.push((asked.elapsed().as_secs_f64() * 1_000.0, format!("{filter:?} {order:?}")));
            }
        }
        for search in searches {
            let asked = Instant::now();
            installation.store.read_blocking(|tx| cases::search::case_search(tx, &ctx, search))?;
            took.push((asked.elapsed().as_secs_f64() * 1_000.0, search.to_owned()));
        }
        if round > 0 {
            times.extend(took.iter().map(|(time, _)| *time));
        }
        if let Some((time, what)) = took.iter().max_by(|one, other| one.0.total_cmp(&other.0)).filter(|_| round == 4) {
            eprintln!("slowest: {time:.1} ms, {what}");
        }
    }
    Ok(at(&mut times, 0.95))
}

/// LIMIT: bytes of the database that are copied to know the rate of the disk; a copy of all of a large one may not find room.
const COPIED_MAX: u64 = 2_000_000_000;

/// Megabytes of the database that a backup takes in a second, beside copying the beginning of the same file.
fn backup_rate(installation: &Installation, folder: &Path) -> Result<Figure> {
    let to = tempfile::tempdir()?;
    let database = folder.join("gishe.db");
    let bytes = std::fs::metadata(&database)?.len() as f64 / 1e6;
    let begun = Instant::now();
    let mut copy = tempfile::tempfile_in(&to)?;
    let copied = std::io::copy(&mut std::fs::File::open(&database)?.take(COPIED_MAX), &mut copy)?;
    copy.sync_all()?;
    let control = copied as f64 / 1e6 / begun.elapsed().as_secs_f64();
    drop(copy);
    let begun = Instant::now();
    let source = Source { store: &installation.store, folder, of: None };
    let passphrase = age::secrecy::SecretString::from("bench".to_owned());
    backup::backup(&source, &to.path().join("bench.backup"), None, &passphrase, 1)?;
    let rate = bytes / begun.elapsed().as_secs_f64();
    let goal = control.min(100.0);
    let figure = Figure::at_least("backup_mb_per_s", rate, "MB/s", super::rounded(goal));
    Ok(Figure { control: Some(super::rounded(control)), ratio: Some(super::rounded(rate / control)), ..figure })
}

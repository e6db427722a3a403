//! `gishe doctor`: is this installation well, and what to do when it is not.
//!
//! The one rule: it looks and measures, and changes nothing but a file of its own that it removes.

mod logs;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::Serialize;
use store::{Database, Store, Tx, blob, history, lease, outbox};

pub use logs::look as look_at_logs;

use crate::words::{text, texts};

/// Less room than this is a finding, bytes: a day of a busy office with its scans.
const ROOM_MIN: u64 = 2 << 30;
/// Syncs measured.
const SYNCS: u32 = 30;
/// A sync that takes less than this was not one: even fast disks need longer to make a write durable.
const SYNC_MIN: Duration = Duration::from_micros(15);
/// A row of the outbox that waits longer than this is a finding, ms.
const WAIT_MAX_MS: i64 = 10 * 60 * 1_000;
/// How far the history may lie in the future before the clock is a finding, ms.
const AHEAD_MAX_MS: i64 = 60_000;

/// How far the clocks of the program and of the database may be apart, ms.
const APART_MAX_MS: i64 = 5_000;
/// No lease is taken for longer, ms.
const LEASE_MAX_MS: i64 = 3_600_000;

/// What one look found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at; stable.
    pub check: &'static str,
    /// Whether it is well.
    pub ok: bool,
    /// What was seen.
    pub text: String,
    /// What to do; empty when it is well.
    pub advice: String,
}

fn finding(check: &'static str, ok: bool, seen: impl ToString) -> Finding {
    let name = texts().get(&format!("doctor-{check}")).into_owned();
    let advice = if ok { String::new() } else { texts().get(&format!("doctor-{check}-advice")).into_owned() };
    Finding { check, ok, text: format!("{name}: {}", seen.to_string()), advice }
}

/// Looks at everything.
pub fn look(store: &Store, database: &Database, folder: &Path, now_ms: i64) -> Result<Vec<Finding>> {
    let mut findings = vec![room(folder)?, syncs(folder)?];
    findings.extend(store.read_blocking(|tx| settings(tx, database))?);
    findings.extend(leases(store, now_ms)?);
    let administrations = store.read_blocking(services::organisation::administration_list)?;
    for administration in &administrations {
        let id = administration.id;
        let newest = store.read_blocking(|tx| history::latest(tx, id, None, 1))?.first().map_or(0, |entry| entry.at);
        findings.push(finding("clock", newest <= now_ms + AHEAD_MAX_MS, text!("doctor-seconds", count = (newest - now_ms).max(0) / 1_000)));
        let stuck = store.read_blocking(|tx| outbox::count(tx, id, "stuck"))?;
        findings.push(finding("stuck", stuck == 0, stuck));
        let held = store.read_blocking(|tx| outbox::held(tx, id))?;
        findings.push(finding("held", true, held));
        let waits = store.read_blocking(|tx| outbox::oldest_due(tx, id))?.map_or(0, |due| (now_ms - due).max(0));
        findings.push(finding("waiting", waits <= WAIT_MAX_MS, text!("doctor-seconds", count = waits / 1_000)));
        let broken = store.read_blocking(|tx| history::first_break(tx, id))?;
        let seen = broken.map_or_else(|| store.read_blocking(|tx| history::last(tx, id)), Ok)?;
        findings.push(finding("history", broken.is_none(), seen));
    }
    findings.push(blobs(store)?);
    Ok(findings)
}

fn room(folder: &Path) -> Result<Finding> {
    let of = rustix::fs::statvfs(folder)?;
    let free = of.f_bavail * of.f_frsize;
    Ok(finding("room", free >= ROOM_MIN, web::format::size(free, crate::words::language())))
}

/// Writes and syncs some blocks; a disk that answers at once has stored nothing.
fn syncs(folder: &Path) -> Result<Finding> {
    let path = folder.join("doctor.tmp");
    let measured = (|| -> std::io::Result<Duration> {
        let mut file = File::create(&path)?;
        let begun = Instant::now();
        for _ in 0..SYNCS {
            file.write_all(&[0x5a; 4_096])?;
            file.sync_all()?;
        }
        Ok(begun.elapsed() / SYNCS)
    })();
    std::fs::remove_file(&path)?;
    let took = measured?;
    Ok(finding("sync", took >= SYNC_MIN, text!("doctor-milliseconds", count = format!("{:.2}", took.as_secs_f64() * 1_000.0))))
}

/// Settings of the database on which durability and order depend.
fn settings(tx: &Tx<'_>, database: &Database) -> store::Result<Vec<Finding>> {
    let asked = |sql: &str| tx.query_row(sql, &[], |row| row.get::<String>(0)).map(Option::unwrap_or_default);
    Ok(match database {
        Database::Sqlite => {
            let mode = asked("SELECT journal_mode FROM pragma_journal_mode")?;
            let synchronous = asked("SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous")?;
            vec![
                finding("journal-mode", mode == "wal", mode),
                finding("synchronous", synchronous == "2", if synchronous == "2" { "FULL".to_owned() } else { synchronous }),
            ]
        }
        Database::Postgres(_) => {
            let commit = asked("SELECT current_setting('synchronous_commit')")?;
            let order = asked("SELECT datcollate FROM pg_database WHERE datname = current_database()")?;
            let version = asked("SELECT current_setting('server_version_num')")?;
            let is_durable = asked("SELECT current_setting('fsync')")?;
            vec![
                finding("synchronous-commit", commit != "off" && commit != "local", commit),
                finding("fsync", is_durable == "on", is_durable),
                finding("collation", ["C", "C.UTF-8", "C.utf8", "POSIX"].contains(&order.as_str()), order),
                finding("version", version.parse::<u32>().is_ok_and(|number| number >= 150_000), version),
            ]
        }
    })
}

/// The clock by which leases end beside ours, and who holds what.
fn leases(store: &Store, now_ms: i64) -> Result<Vec<Finding>> {
    let (clock, held) = store.read_blocking(|tx| -> store::Result<_> { Ok((lease::database_clock(tx)?, lease::leases(tx)?)) })?;
    let apart = (clock - now_ms).abs();
    // A lease that ends later than any is taken for was written while the clock of the database stood wrong.
    let wrong: Vec<&str> = held.iter().filter(|one| one.remaining_ms > LEASE_MAX_MS).map(|one| one.name.as_str()).collect();
    let running = held.iter().filter(|one| one.remaining_ms > 0).map(|one| format!("{} ({})", one.name, one.owner));
    let seen = if wrong.is_empty() { running.collect::<Vec<_>>().join(", ") } else { wrong.join(", ") };
    let seen = if seen.is_empty() { "–".to_owned() } else { seen };
    Ok(vec![
        finding("database-clock", apart <= APART_MAX_MS, text!("doctor-seconds", count = apart / 1_000)),
        finding("leases", wrong.is_empty(), seen),
    ])
}

/// Reads every stored file and compares it with its name; looks for each that is kept for good.
fn blobs(store: &Store) -> Result<Finding> {
    let kept = store.read_blocking(blob::kept)?;
    let all: BTreeSet<String> = store.blobs().list_blocking()?.into_iter().map(|blob| blob.sha256).chain(kept).collect();
    let harmed: Vec<&str> = all.iter().filter(|name| store.blobs().file_blocking(name).is_err()).map(String::as_str).collect();
    let seen = if harmed.is_empty() { all.len().to_string() } else { harmed.join(", ") };
    Ok(finding("blobs", harmed.is_empty(), seen))
}

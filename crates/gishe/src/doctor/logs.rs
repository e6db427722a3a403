//! What the doctor sees of the logs: whether they grow, are published, witnessed, stamped and whole, and whether reports come through.
//!
//! The one rule: it asks witnesses only for the size they know, and shows them nothing they have not seen.

use anyhow::Result;
use ejournal::client::{self, State};
use jiff::Timestamp;
use services::organisation::administration_list;
use store::Store;
use store::log::{self, CheckKind, LogId};
use tlog::VerifierKey;

use super::{Finding, finding};
use crate::care::{WALK_MS, stamp_missing};
use crate::config::Config;
use crate::witnesses::Witnesses;
use crate::words::text;

/// What waits for its index or its publication longer than this is a finding, ms.
const BEHIND_MAX_MS: i64 = 10 * 60_000;
/// A log grows by its daily sign of life; a published checkpoint older than this is a finding, ms.
const CHECKPOINT_MAX_MS: i64 = 26 * 3_600_000;
/// A checkpoint may lack cosignatures for so long, ms.
const QUORUM_MAX_MS: i64 = 10 * 60_000;
/// A weekly check may be late by a day, ms.
const WALK_LATE_MS: i64 = 86_400_000;
/// A report that was not made into an event for so long is stuck, ms.
const FORM_MAX_MS: i64 = 3_600_000;
/// An event that the journal does not take for so long is stuck, ms.
const SEND_MAX_MS: i64 = 86_400_000;
/// Conflicting events are a finding for a week, ms.
const CONFLICTS_MS: i64 = 7 * 86_400_000;
/// So many failures in a row towards the older register are a finding: some three hours.
const OLDER_FAILURES: u32 = 6;
/// LIMIT: checkpoints looked through for one that is final.
const CHECKPOINTS: i64 = 200;

/// Looks at every log of the installation. For threads that may block, inside the runtime where there are witnesses.
pub fn look(store: &Store, witnesses: &Witnesses, config: &Config, now: Timestamp) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for log in store.read_blocking(log::logs)? {
        findings.extend(one(store, witnesses, config, log, now)?);
    }
    if !config.journal.is_empty() {
        let since_ms = now.as_millisecond() - CONFLICTS_MS;
        let conflicts = store.read_blocking(|tx| ejournal::journal::conflicts(tx, since_ms))?;
        findings.push(finding("journal-conflicts", conflicts == 0, conflicts));
    }
    for administration in store.read_blocking(administration_list)? {
        findings.extend(reports(store, &administration, config, now.as_millisecond())?);
        if config.older_register.is_some() {
            findings.push(older_register(store, &administration)?);
        }
    }
    Ok(findings)
}

fn one(store: &Store, witnesses: &Witnesses, config: &Config, log: LogId, now: Timestamp) -> Result<Vec<Finding>> {
    let now_ms = now.as_millisecond();
    let (state, keys) = store.read_blocking(|tx| -> store::Result<_> { Ok((log::state(tx, log)?, log::keys(tx, log)?)) })?;
    let of = |seen: String| format!("{}: {seen}", state.origin);
    let mut findings = Vec::new();
    let why = state.refused.as_ref().map(ToString::to_string);
    findings.push(finding("log-refuses", why.is_none(), of(why.unwrap_or_else(|| text!("doctor-log-size", size = state.head.size)))));
    let signers = store.shelf().signers(log);
    let has_key = signers.as_ref().is_ok_and(|keys_here| keys_here.iter().any(|key| keys.contains(key.verifier())));
    // A log that never began has no key yet.
    findings.push(finding("log-key", has_key || keys.is_empty(), of(store.shelf().key_file(log).display().to_string())));

    let (last, published_ms, pending_ms, walk, missing) = store.read_blocking(|tx| -> store::Result<_> {
        let newest = log::published_newest(tx, log, 1)?;
        let stamp = stamp_missing(tx, log, now)?;
        Ok((
            newest.into_iter().next(),
            log::published_last(tx, log)?,
            log::pending_since(tx, log)?,
            log::check_last(tx, log, CheckKind::Walk)?,
            stamp,
        ))
    })?;
    let waits = pending_ms.map_or(0, |since| (now_ms - since).max(0));
    findings.push(finding("log-pending", waits <= BEHIND_MAX_MS, of(minutes(waits))));
    let behind = state.head.size - last.as_ref().map_or(0, |last| last.head.size).min(state.head.size);
    let received_ms = i64::try_from(state.received_ms).unwrap_or(i64::MAX);
    let is_behind = behind > 0 && now_ms - received_ms > BEHIND_MAX_MS;
    findings.push(finding("log-published", !is_behind, of(behind.to_string())));
    if let Some(published_ms) = published_ms {
        let age = (now_ms - published_ms).max(0);
        findings.push(finding("log-checkpoint", age <= CHECKPOINT_MAX_MS, of(hours(age))));
    }
    findings.extend(
        witnessed(store, witnesses, log, &keys, last.as_ref(), (now_ms, received_ms))?
            .into_iter()
            .map(|(check, ok, seen)| finding(check, ok, of(seen))),
    );
    match walk {
        Some(walk) => {
            let age = (now_ms - walk.ended_at.unwrap_or(walk.started_at)).max(0);
            findings.push(finding("log-scrub", age <= WALK_MS + WALK_LATE_MS, of(hours(age))));
            let first = walk.findings.first().map(|one| format!(" ({})", one.path)).unwrap_or_default();
            let seen = walk.failure.clone().unwrap_or_else(|| format!("{}{first}", walk.findings.len()));
            findings.push(finding("log-whole", walk.ended_at.is_none() || walk.is_good(), of(seen)));
        }
        None => findings.push(finding(
            "log-scrub",
            received_ms == 0 || now_ms - first_ms(store, log)? <= WALK_LATE_MS,
            of(text!("doctor-never")),
        )),
    }
    if config.timestamp.is_some() {
        findings.push(finding("log-stamp", missing.is_none(), of(missing.map_or_else(|| "✓".to_owned(), |since| hours(now_ms - since)))));
    }
    Ok(findings)
}

/// When the log took its first entry, ms since 1970; now and later for an empty one.
fn first_ms(store: &Store, log: LogId) -> Result<i64> {
    let entry = store.read_blocking(|tx| log::entry(tx, log, 0));
    let parsed = entry.ok().and_then(|bytes| tlog::Entry::parse(&bytes).ok());
    Ok(parsed.and_then(|entry| i64::try_from(entry.received_ms).ok()).unwrap_or(i64::MAX))
}

type Seen = (&'static str, bool, String);

/// Which witnesses answer, and whether enough of them cosigned.
fn witnessed(
    store: &Store,
    witnesses: &Witnesses,
    log: LogId,
    keys: &[VerifierKey],
    last: Option<&log::Stored>,
    (now_ms, received_ms): (i64, i64),
) -> Result<Vec<Seen>> {
    let mut seen = Vec::new();
    let Some(note) = last.and_then(|last| last.note.as_ref()).filter(|_| !witnesses.policy().witnesses().is_empty()) else {
        return Ok(seen);
    };
    for (name, size) in witnesses.known(note, keys) {
        let answered = size.as_ref().map_or_else(ToString::to_string, |size| text!("doctor-log-size", size = size));
        seen.push(("log-witness", size.is_ok(), format!("{name}: {answered}")));
    }
    let newest = store.read_blocking(|tx| log::published_newest(tx, log, CHECKPOINTS))?;
    let count = |note: &tlog::Note| witnesses.policy().cosigners(note).map_or(0, |cosigners| cosigners.len());
    let is_final = |stored: &&log::Stored| stored.note.as_ref().is_some_and(|note| count(note) >= witnesses.policy().quorum());
    let final_size = newest.iter().find(is_final).map_or(0, |stored| stored.head.size);
    let is_young = now_ms - received_ms <= QUORUM_MAX_MS;
    let is_met = last.is_some_and(|last| last.head.size == final_size) || is_young;
    let told = text!("doctor-log-cosigned", count = count(note), quorum = witnesses.policy().quorum(), size = final_size);
    seen.push(("log-quorum", is_met, told));
    Ok(seen)
}

/// Reports that are wrong or do not come through.
fn reports(store: &Store, administration: &services::organisation::Administration, config: &Config, now_ms: i64) -> Result<[Finding; 2]> {
    let id = administration.id;
    let (refused, waiting, formed) = store.read_blocking(|tx| -> store::Result<_> {
        let waiting = client::reports_stuck(tx, id, State::Waiting, now_ms - FORM_MAX_MS)?;
        Ok((client::reports_refused(tx, id)?, waiting, client::reports_stuck(tx, id, State::Formed, now_ms - SEND_MAX_MS)?))
    })?;
    // Without a journal to report to, events stay in the log of the administration; that is as it should be.
    let stuck = waiting + if config.report_to.is_empty() { 0 } else { formed };
    let of = |count: i64| format!("{}: {count}", administration.eik);
    Ok([finding("reports-refused", refused == 0, of(refused)), finding("reports-stuck", stuck == 0, of(stuck))])
}

/// Whether the older register is told. A few failures are a night of its own.
fn older_register(store: &Store, administration: &services::organisation::Administration) -> Result<Finding> {
    let place = store.read_blocking(|tx| client::older_place(tx, administration.id))?;
    let (failures, passed) = place.map_or((0, 0), |place| (place.failures, place.passed));
    let seen = text!("doctor-older-register-seen", failures = failures, passed = passed);
    Ok(finding("older-register", failures < OLDER_FAILURES && passed == 0, format!("{}: {seen}", administration.eik)))
}

fn minutes(ms: i64) -> String {
    text!("doctor-minutes", count = ms / 60_000)
}

fn hours(ms: i64) -> String {
    text!("doctor-hours", count = ms / 3_600_000)
}

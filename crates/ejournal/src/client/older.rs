//! What the older event register (Регистър на събитията) is told beside the journal, as long as it exists (`ejournal.md` §5.6): the events
//! in the log of the administration, one after the other.
//!
//! The one rule: the log is the queue. What was told is a place in it; nothing else is kept, and nothing that happens there touches a case
//! or what goes to the journal.

use kernel::ids::AdministrationId;
use store::log::{self, LogId, Payload};
use store::{Tx, params};
use tlog::{Entry, Kind};

use super::PARTICIPANT;
use super::send::pause;
use crate::Reading;
use crate::event::Event;
use crate::nomenclature::Nomenclature;

/// LIMIT: entries of the log looked through in one read.
const ENTRIES_MAX: u64 = 256;

const PLACE: &str = "SELECT idx, due_at, failures, passed, last_error FROM older_register
    WHERE log = $1";
const BEGIN: &str = "INSERT INTO older_register (log, idx, due_at, failures, passed)
    VALUES ($1, $2, 0, 0, 0)
    ON CONFLICT (log) DO NOTHING";
const MOVE: &str = "UPDATE older_register SET idx = $2, due_at = 0, failures = 0, passed = passed + $3, last_error = NULL
    WHERE log = $1 AND idx < $2";
const FAILED: &str = "UPDATE older_register SET due_at = $2, failures = failures + 1, last_error = $3
    WHERE log = $1";

pub(super) const STATEMENTS: &[&str] = &[PLACE, BEGIN, MOVE, FAILED];

/// How far the older register was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OlderPlace {
    /// Index of the next entry of the log.
    pub next: u64,
    /// Not before this instant, ms since 1970.
    pub due_ms: i64,
    /// Failures in a row.
    pub failures: u32,
    /// Events that were passed over because an object identifier is missing.
    pub passed: i64,
    /// The last failure.
    pub last_error: Option<String>,
}

/// How far the older register was told; none before [`older_begin`].
pub fn older_place(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Option<OlderPlace>> {
    tx.query_row(PLACE, &params![LogId::of(administration)], |row| {
        let number = |column| u64::try_from(row.get::<i64>(column)?).map_err(|_| store::Error::Column { column });
        Ok(OlderPlace {
            next: number(0)?,
            due_ms: row.get(1)?,
            failures: u32::try_from(number(2)?).unwrap_or(u32::MAX),
            passed: row.get(3)?,
            last_error: row.get(4)?,
        })
    })
}

/// Begins with what is reported from now on.
pub fn older_begin(tx: &mut Tx<'_>, administration: AdministrationId) -> store::Result<()> {
    let log = LogId::of(administration);
    let size = i64::try_from(log::state(tx, log)?.head.size).unwrap_or(i64::MAX);
    tx.execute(BEGIN, &params![log, size]).map(drop)
}

/// The next events for which the older register has a type, each with its index; and the place behind what was looked through.
///
/// Of events whose bytes were erased nothing is told.
pub fn older_events(tx: &Tx<'_>, administration: AdministrationId, from: u64) -> store::Result<(Vec<(u64, Event)>, u64)> {
    let (log, nomenclature) = (LogId::of(administration), Nomenclature::shipped());
    let until = log::state(tx, log)?.head.size.min(from + ENTRIES_MAX);
    let reading = Reading { test_numbers: true, ..Reading::production(nomenclature) };
    let mut events = Vec::new();
    for index in from..until {
        let damaged = |source| store::Error::damaged(format!("entry {index} of log {log}"), source);
        let entry = Entry::parse(&log::entry(tx, log, index)?).map_err(damaged)?;
        if entry.kind != Kind::Status || entry.participant != PARTICIPANT {
            continue;
        }
        let Payload::Present { opening, .. } = log::payload(tx, log, index)? else { continue };
        // What another version of the program wrote and this one cannot read is left to that one.
        let Ok(event) = Event::parse(&opening.payload, &reading) else { continue };
        if nomenclature.status(&event.data.status).is_some_and(|entry| !entry.older.is_empty()) {
            events.push((index, event));
        }
    }
    Ok((events, until))
}

/// Writes down that everything before a place was told, but for `passed` events.
pub fn older_told(tx: &mut Tx<'_>, administration: AdministrationId, next: u64, passed: i64) -> store::Result<()> {
    tx.execute(MOVE, &params![LogId::of(administration), i64::try_from(next).unwrap_or(i64::MAX), passed]).map(drop)
}

/// Writes down why the next event was not taken; it is told again after a pause that grows to an hour.
pub fn older_failed(tx: &mut Tx<'_>, administration: AdministrationId, why: &str, now_ms: i64) -> store::Result<()> {
    let failures = older_place(tx, administration)?.map_or(0, |place| place.failures);
    tx.execute(FAILED, &params![LogId::of(administration), now_ms + pause(failures), why]).map(drop)
}

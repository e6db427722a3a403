//! Whether an event is accepted: authorisation, repetition, privacy, clock, backdating, sequence, end (`ejournal.md` §5).
//!
//! The one rule: the decision is a pure function of the event, its bytes and the facts; the store fetches the facts and does what
//! the answer says.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kernel::clock::sofia_date;
use kernel::entity_number::EntityNumber;
use sha2::{Digest, Sha256};

use crate::event::{BackdatingReason, Event, Source};
use crate::flag::Flag;
use crate::limits::{BACKDATING_FREE_HOURS, CLOCK_AHEAD_MAX_S};
use crate::nomenclature::{Nomenclature, codes};
use crate::privacy;
use crate::refusal::{Class, Refusal};
use crate::sequence::Sequence;
use crate::state::{Reported, Standing, derive};

/// What a client certificate may report (§5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Authorisation {
    /// The sources in whose name.
    pub sources: BTreeSet<Source>,
    /// The administrations about whose services.
    pub administrations: BTreeSet<EntityNumber>,
}

/// How the event came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Signed by its source; the signature was verified.
    Signed,
    /// Authenticated by the channel only (first period, §5.5).
    ChannelOnly,
    /// Made from a message of the older event register (§5.6).
    Legacy,
}

/// What must be known to decide.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The journal's clock.
    pub now: Timestamp,
    /// Of the certificate that sent the event.
    pub authorisation: &'f Authorisation,
    /// The nomenclature in force.
    pub nomenclature: &'f Nomenclature,
    /// How the event came.
    pub arrival: Arrival,
    /// SHA-256 of the bytes that are stored under the same source and id, when there are any.
    pub stored_digest: Option<[u8; 32]>,
    /// Whether the operator has opened a window for migration to this source (§5.4).
    pub migration_window: bool,
    /// What is stored of the subject, of all sources, without the event itself.
    pub reported: Reported<'f>,
}

/// The event may be stored, or is stored already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// New: store it with these marks (201).
    New {
        /// The marks at the moment of arrival; those of order may change when other events arrive ([`crate::state`]).
        flags: BTreeSet<Flag>,
    },
    /// The same bytes arrived before: give the first receipt (200).
    Repeated,
}

/// Decides about an event that was read from `payload`. The checks come in the order of [`Class::ALL`]; the first refusal is the answer.
pub fn admit(event: &Event, payload: &[u8], facts: &Facts<'_>) -> Result<Admission, Refusal> {
    authorised(event, facts.authorisation)?;
    if let Some(stored) = facts.stored_digest {
        let same = <[u8; 32]>::from(Sha256::digest(payload)) == stored;
        return if same { Ok(Admission::Repeated) } else { Err(Refusal::at(Class::Conflict, "/id")) };
    }
    privacy::check(event)?;
    known_reason(event, facts.nomenclature)?;
    on_time(event, facts.now)?;
    // An older message has no place for a reason, and its id is made at receipt: it is marked late and not refused.
    let backdated = facts.arrival != Arrival::Legacy && backdating(event, facts.migration_window)?;
    in_sequence(event, &facts.reported)?;
    not_ended(event, facts)?;
    Ok(Admission::New { flags: flags(event, facts, backdated) })
}

fn authorised(event: &Event, authorisation: &Authorisation) -> Result<(), Refusal> {
    let refused = |pointer: &str| Err(Refusal::at(Class::Authorisation, pointer));
    if !authorisation.sources.contains(&event.key.source) {
        return refused("/source");
    }
    if !authorisation.administrations.contains(&event.data.administration.eik) {
        return refused("/data/administration/eik");
    }
    // Who may not report in the name of a source may not strike out what it has reported either.
    match &event.data.correction_of {
        Some(wrong) if !authorisation.sources.contains(&wrong.source) => refused("/data/correctionOf/source"),
        _ => Ok(()),
    }
}

/// A reason is a code of the nomenclature. This belongs to the schema but comes after the scanner, so that a personal number in this
/// place is told as what it is.
fn known_reason(event: &Event, nomenclature: &Nomenclature) -> Result<(), Refusal> {
    match &event.data.reason {
        Some(reason) if nomenclature.reason_on(reason, sofia_date(event.time)).is_none() => Err(Refusal::at(Class::Schema, "/data/reason")),
        _ => Ok(()),
    }
}

fn on_time(event: &Event, now: Timestamp) -> Result<(), Refusal> {
    let ahead = event.time.duration_since(now) > SignedDuration::from_secs(CLOCK_AHEAD_MAX_S);
    if ahead { Err(Refusal::at(Class::Clock, "/time")) } else { Ok(()) }
}

/// Whether the event is backdated; refused when it is and may not be. Measured to the moment of recording, never to the arrival (§5.4).
fn backdating(event: &Event, migration_window: bool) -> Result<bool, Refusal> {
    let recorded = event.key.id.recorded();
    let distance = recorded.duration_since(event.time);
    if distance <= SignedDuration::from_hours(BACKDATING_FREE_HOURS) {
        return Ok(false);
    }
    let Some(backdated) = event.data.backdated else { return Err(Refusal::at(Class::Backdating, "/time")) };
    let days = |days: i64| distance <= SignedDuration::from_hours(24 * days);
    let allowed = match backdated.reason {
        BackdatingReason::Outage => days(10),
        BackdatingReason::PaperIntake => days(30),
        BackdatingReason::LegalEffect => {
            let year_later = event.time.to_zoned(TimeZone::UTC).checked_add(1.year());
            year_later.is_ok_and(|last| recorded <= last.timestamp())
        }
        BackdatingReason::Migration => migration_window,
    };
    if allowed { Ok(true) } else { Err(Refusal::at(Class::Backdating, "/data/backdated/reason")) }
}

/// What is stored of the event's own source and subject.
fn own<'f>(event: &Event, reported: &Reported<'f>) -> impl Iterator<Item = &'f Event> {
    let source = event.key.source.clone();
    reported.events.iter().filter(move |stored| stored.key.source == source)
}

fn in_sequence(event: &Event, reported: &Reported<'_>) -> Result<(), Refusal> {
    let taken = own(event, reported).any(|stored| stored.rnuseq == event.rnuseq);
    let void = reported.voids.contains(&(event.key.source.clone(), event.rnuseq));
    if taken || void { Err(Refusal::at(Class::Sequence, "/rnuseq")) } else { Ok(()) }
}

/// Refuses what a source reports after its own end, as long as it has not reopened the service (§4.1). An end that the source itself
/// has corrected or retracted is none.
fn not_ended(event: &Event, facts: &Facts<'_>) -> Result<(), Refusal> {
    if codes::may_follow_end(event.data.status.as_str()) {
        return Ok(());
    }
    let before: Vec<&Event> = own(event, &facts.reported).filter(|stored| stored.rnuseq < event.rnuseq).collect();
    let is = |stored: &Event, code: &str| stored.data.status.as_str() == code;
    if before.iter().any(|stored| stored.rnuseq + 1 == event.rnuseq && is(stored, codes::CORRECTED)) {
        return Ok(());
    }
    let struck = |end: &Event| {
        let points = |stored: &&&Event| stored.data.correction_of.as_ref() == Some(&end.key);
        before.iter().filter(points).any(|stored| is(stored, codes::CORRECTED) || is(stored, codes::RETRACTED))
    };
    let ends = before.iter().filter(|stored| facts.nomenclature.status(&stored.data.status).is_some_and(|entry| entry.end));
    let Some(end) = ends.filter(|end| !struck(end)).max_by_key(|end| end.rnuseq) else { return Ok(()) };
    let reopened = before.iter().any(|stored| stored.rnuseq > end.rnuseq && is(stored, codes::REOPENED));
    // The next administration may report through the same system and keeps the number (§2.4).
    let continued = is(end, codes::FORWARDED) && end.data.forwarded_to.as_ref() == Some(&event.data.administration.eik);
    if reopened || continued { Ok(()) } else { Err(Refusal::at(Class::Terminal, "/data/status")) }
}

fn flags(event: &Event, facts: &Facts<'_>, backdated: bool) -> BTreeSet<Flag> {
    let mut flags = BTreeSet::new();
    let mut mark = |flag: Flag, holds: bool| {
        flags.extend(holds.then_some(flag));
    };
    let recorded = if facts.arrival == Arrival::Legacy { event.time } else { event.key.id.recorded().max(event.time) };
    mark(Flag::Late, facts.now.duration_since(recorded) > SignedDuration::from_hours(BACKDATING_FREE_HOURS));
    mark(Flag::Backdated, backdated);
    mark(Flag::Legacy, facts.arrival == Arrival::Legacy);
    mark(Flag::ChannelOnly, facts.arrival != Arrival::Signed);
    mark(Flag::Gap, has_gap_before(event, &facts.reported));
    let events: Vec<Event> = facts.reported.events.iter().chain([event]).cloned().collect();
    let state = derive(&Reported { events: &events, ..facts.reported }, facts.nomenclature);
    if let Some(line) = state.line(&event.key) {
        mark(Flag::OrderAnomaly, line.flags.contains(&Flag::OrderAnomaly));
        mark(Flag::AfterEnd, line.standing == Standing::AfterEnd);
    }
    flags
}

fn has_gap_before(event: &Event, reported: &Reported<'_>) -> bool {
    let voids = reported.voids.iter().filter(|(source, _)| *source == event.key.source).map(|(_, number)| *number);
    let numbers: BTreeSet<u64> = own(event, reported).map(|stored| stored.rnuseq).chain(voids).map(u64::from).collect();
    Sequence::of(1, &numbers).contiguous.saturating_add(1) < u64::from(event.rnuseq)
}

//! One service with all its events, and the row that says where it stands.
//!
//! The one rule: the row is worked out of the events, all of them, each time one comes; nothing is added up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kernel::reference_number::Reference;
use store::{Tx, Value, params};

use super::access::{participant, source};
use super::figures::Moves;
use super::recent::{Recent, Version};
use super::rows::{EventRow, event_of, flags_number, of_subject};
use super::{Error, Result, eik_number};
use crate::event::{Channel, Event, Mode, Source};
use crate::flag::Flag;
use crate::nomenclature::{Nomenclature, Phase};
use crate::sequence::{GapAge, Sequence, gap_age};
use crate::state::{Reported, State, derive};
use crate::statistics::Cube;

const FIND: &str = "SELECT id, changed, saved_at FROM journal_subject
    WHERE subject = $1";
const LAST: &str = "SELECT COALESCE(MAX(id), 0) FROM journal_subject";
const ADD: &str = "INSERT INTO journal_subject (id, subject, administration, service, begun_at, flags, changed, changed_at)
    VALUES ($1, $2, $3, $4, $5, 0, 0, 0)";
const UPDATE: &str = "UPDATE journal_subject SET administration = $2, service = $3, channel = $4, mode = $5, phase = $6, status = $7,
        payment = $8, transport = $9, due_on = $10, begun_at = $11, ended_at = $12, flags = $13, changed = $14, changed_at = $15, gap_at = $16,
        saved_at = $17
    WHERE id = $1";
const VOIDS: &str = "SELECT s.urn, v.rnuseq FROM journal_void v
    JOIN journal_source s ON s.number = v.source
    WHERE v.subject = $1";
const SERVICE_NUMBER: &str = "SELECT number FROM journal_service
    WHERE code = $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[FIND, LAST, ADD, UPDATE, VOIDS, SERVICE_NUMBER];

/// An event that stands in the log.
#[derive(Debug, Clone)]
pub(super) struct Logged {
    pub(super) index: u64,
    pub(super) participant: u32,
    pub(super) received_ms: i64,
    pub(super) flags: BTreeSet<Flag>,
}

/// One service: its events in the order of the log, and what is known of those that are missing.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) id: Option<i64>,
    pub(super) number: Reference,
    pub(super) events: Vec<Event>,
    /// Beside each event.
    pub(super) logged: Vec<Logged>,
    pub(super) voids: BTreeSet<(Source, u32)>,
    pub(super) released: BTreeSet<Source>,
    /// What the figures hold of it: counted when its row was worked out last.
    figures: Cube,
}

/// The row of a service, when it has one.
pub(super) fn find(tx: &Tx<'_>, number: &Reference) -> Result<Option<i64>> {
    Ok(found(tx, number)?.map(|found| found.id))
}

/// The row of a service: its identifier, the index of its last event, and when it was worked out.
struct Found {
    id: i64,
    changed: i64,
    saved_at: Option<i64>,
}

fn found(tx: &Tx<'_>, number: &Reference) -> Result<Option<Found>> {
    let row =
        tx.query_row(FIND, &params![number.to_string()], |row| Ok(Found { id: row.get(0)?, changed: row.get(1)?, saved_at: row.get(2)? }))?;
    Ok(row)
}

/// The highest identifier of a row.
pub(super) fn last_id(tx: &Tx<'_>) -> Result<i64> {
    Ok(tx.query_row(LAST, &[], |row| row.get(0))?.unwrap_or(0))
}

impl Subject {
    /// A service with all that is stored of it; empty when nothing is.
    pub(super) fn load(tx: &Tx<'_>, number: &Reference, nomenclature: &Nomenclature, now: Timestamp) -> Result<Subject> {
        Subject::read(tx, number, found(tx, number)?, nomenclature, now)
    }

    /// [`Subject::load`] that takes what was kept of the service, if that still holds.
    pub(super) fn load_kept(
        tx: &Tx<'_>,
        number: &Reference,
        nomenclature: &Nomenclature,
        now: Timestamp,
        (recent, rewrites): (&Recent, i64),
    ) -> Result<Subject> {
        let found = found(tx, number)?;
        let version = found.as_ref().map(|found| Version { rewrites, changed: found.changed, saved_at: found.saved_at });
        if let Some(mut kept) = version.and_then(|version| recent.get(&number.to_string(), version)) {
            kept.release(now);
            return Ok(kept);
        }
        Subject::read(tx, number, found, nomenclature, now)
    }

    fn read(tx: &Tx<'_>, number: &Reference, found: Option<Found>, nomenclature: &Nomenclature, now: Timestamp) -> Result<Subject> {
        let mut subject = Subject {
            id: found.as_ref().map(|found| found.id),
            number: number.clone(),
            events: Vec::new(),
            logged: Vec::new(),
            voids: BTreeSet::new(),
            released: BTreeSet::new(),
            figures: Cube::default(),
        };
        let Some(id) = subject.id else { return Ok(subject) };
        for row in of_subject(tx, id)? {
            subject.events.push(event_of(tx, &row, number, nomenclature)?);
            let EventRow { index, participant, received_ms, flags, .. } = row;
            subject.logged.push(Logged { index, participant, received_ms, flags });
        }
        for (urn, rnuseq) in tx.query(VOIDS, &params![id], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))? {
            subject.voids.insert((source(&urn)?, participant(rnuseq)?));
        }
        if let Some(saved_at) = found.and_then(|found| found.saved_at) {
            // What waited at that moment was not counted, even if it has become too old to wait since.
            subject.release(super::instant(saved_at)?);
            let mut figures = Cube::default();
            figures.add(&subject.state(nomenclature), nomenclature);
            subject.figures = figures;
        }
        subject.release(now);
        Ok(subject)
    }

    /// Takes in an event that is going to be logged.
    pub(super) fn take(&mut self, event: Event, logged: Logged, now: Timestamp) {
        self.events.push(event);
        self.logged.push(logged);
        self.release(now);
    }

    /// Works out which sources have a gap that is too old to wait for (§5.2).
    pub(super) fn release(&mut self, now: Timestamp) {
        let old = |since: &Timestamp| gap_age(*since, now) == GapAge::Released;
        self.released = self.gaps().into_iter().filter(|(_, since)| old(since)).map(|(source, _)| source).collect();
    }

    /// The sources of which an event is missing, and since when an event behind it waits.
    fn gaps(&self) -> BTreeMap<Source, Timestamp> {
        let mut numbers: BTreeMap<&Source, BTreeSet<u64>> = BTreeMap::new();
        for (source, rnuseq) in &self.voids {
            numbers.entry(source).or_default().insert(u64::from(*rnuseq));
        }
        for event in &self.events {
            numbers.entry(&event.key.source).or_default().insert(u64::from(event.rnuseq));
        }
        let mut gaps = BTreeMap::new();
        for (source, numbers) in numbers {
            let contiguous = Sequence::of(1, &numbers).contiguous;
            let behind = |event: &Event| event.key.source == *source && u64::from(event.rnuseq) > contiguous;
            let waiting = self.events.iter().zip(&self.logged).filter(|(event, _)| behind(event));
            if let Some(since) = waiting.map(|(_, logged)| logged.received_ms).min() {
                gaps.insert(source.clone(), Timestamp::from_millisecond(since).unwrap_or(Timestamp::MIN));
            }
        }
        gaps
    }

    /// When each fact was and when the journal had it.
    pub(super) fn moments(&self) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let received = |logged: &Logged| Timestamp::from_millisecond(logged.received_ms).unwrap_or(Timestamp::MIN);
        self.events.iter().zip(&self.logged).map(move |(event, logged)| (event.time, received(logged)))
    }

    /// What the rules ask for.
    pub(super) fn reported(&self) -> Reported<'_> {
        Reported { events: &self.events, voids: &self.voids, released: &self.released }
    }

    /// Where it stands.
    pub(super) fn state(&self, nomenclature: &Nomenclature) -> State<'_> {
        derive(&self.reported(), nomenclature)
    }

    /// The next number of a source.
    pub(super) fn rnuseq_next(&self, source: &Source) -> u32 {
        let of_events = self.events.iter().filter(|event| event.key.source == *source).map(|event| event.rnuseq);
        let of_voids = self.voids.iter().filter(|(declared, _)| declared == source).map(|(_, number)| *number);
        of_events.chain(of_voids).max().unwrap_or(0).saturating_add(1)
    }

    /// Makes the row of a service that has none yet; what it says comes with [`Subject::save`].
    pub(super) fn row_make(&mut self, tx: &mut Tx<'_>, id: i64, service: u32, first: &Event) -> Result<()> {
        let administration = eik_number(&first.data.administration.eik);
        tx.execute(ADD, &params![id, self.number.to_string(), administration, service, first.time.as_millisecond()])?;
        self.id = Some(id);
        Ok(())
    }

    /// Writes the row anew; `moves` takes in what that means for the figures, and is to be written with it. Answers the index of the last
    /// event.
    pub(super) fn save(&mut self, tx: &mut Tx<'_>, nomenclature: &Nomenclature, now: Timestamp, moves: &mut Moves) -> Result<i64> {
        let (Some(id), Some(first)) = (self.id, self.events.first()) else { return Ok(0) };
        let state = self.state(nomenclature);
        let administration = state.administration.unwrap_or(&first.data.administration.eik);
        let code = state.service.unwrap_or(&first.data.service.number);
        let service = tx.query_row(SERVICE_NUMBER, &params![code.as_str()], |row| row.get::<i64>(0))?;
        let service = service.ok_or(Error::Damaged { what: "the number of a service code" })?;
        let number_of = |code: &crate::event::Status| nomenclature.status(code).map(|entry| i64::from(entry.id));
        let last = self.logged.iter().max_by_key(|logged| logged.index);
        let (changed, changed_at) = last.map_or((0, 0), |last| (last.index as i64, last.received_ms));
        let begun = self.events.iter().map(|event| event.time.as_millisecond()).min();
        let gap =
            self.gaps().into_iter().filter(|(source, _)| !self.released.contains(source)).map(|(_, since)| since.as_millisecond()).min();
        let row: [Value; 17] = params![
            id,
            eik_number(administration),
            service,
            state.channel.map(Channel::name),
            state.mode.map(Mode::name),
            state.phase.map(Phase::name),
            state.status.and_then(number_of),
            state.payment.and_then(|track| number_of(track.status)),
            state.transport.and_then(|track| number_of(track.status)),
            state.due,
            begun,
            state.end.map(|end| end.event.time.as_millisecond()),
            flags_number(&state.flags),
            changed,
            changed_at,
            gap,
            now.as_millisecond()
        ];
        tx.execute(UPDATE, &row)?;
        let mut figures = Cube::default();
        figures.add(&state, nomenclature);
        moves.note(&self.figures, &figures);
        self.figures = figures;
        Ok(changed)
    }
}

//! A group of events on its way into the log: each is decided with the facts, those accepted get their index together.
//!
//! The one rule: what an earlier event of the group changes counts for the later ones, as if each had come alone.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::log::{self, Leaf, Payload, Sealed, Writer};
use store::{Tx, params};
use tlog::{EventId, Extension, Kind, Opening};

use super::access::{Fingerprint, sources_of};
use super::figures::Moves;
use super::ingest::{Accepted, Outcome};
use super::numbers::{Services, came};
use super::participants::reported;
use super::prepare::Prepared;
use super::recent::{Recent, Touched, Version, rewrites};
use super::rows::{EVENT, at, event_columns};
use super::subject::{Logged, Subject, last_id};
use super::{Ctx, Error, LOG, Result, eik_number};
use crate::admit::{Admission, Authorisation, Facts, admit};
use crate::event::{Event, Source};
use crate::flag::Flag;
use crate::limits::SUBJECT_EVENTS_MAX;
use crate::nomenclature::Nomenclature;
use crate::refusal::{Class, Refusal};

const SCOPE: &str = "SELECT 1 FROM journal_scope
    WHERE source = $1 AND administration = $2";
const MIGRATION: &str = "SELECT 1 FROM journal_source
    WHERE number = $1 AND migration_from <= $2 AND migration_until > $2";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[SCOPE, MIGRATION];

/// An accepted event without its index.
struct New {
    subject: String,
    place: usize,
    participant: u32,
    service: u32,
    status: u16,
    /// Which leaf of the group is its own.
    leaf: usize,
    digest: [u8; 32],
}

/// What is decided of one event: its index comes with [`Group::finish`].
pub(super) enum Decided {
    New(usize),
    Stored(Accepted),
    /// The same event stands earlier in the group.
    Twice(usize),
    Refused(Refusal),
}

/// Events that are decided one after the other and logged together.
pub(super) struct Group<'g> {
    ctx: &'g Ctx,
    nomenclature: &'g Nomenclature,
    /// Services that need not be read, and the count by which they are known to hold still.
    recent: Option<(&'g Recent, i64)>,
    subjects: BTreeMap<String, Subject>,
    senders: BTreeMap<Fingerprint, BTreeMap<Source, u32>>,
    services: Services,
    /// Which participants may report about which administrations.
    scopes: BTreeMap<(u32, i64), bool>,
    /// Which participants are bringing over what is older than the journal.
    windows: BTreeMap<u32, bool>,
    leaves: Vec<Sealed>,
    new: Vec<New>,
    ids: BTreeMap<(u32, EventId), usize>,
}

impl<'g> Group<'g> {
    pub(super) fn new(ctx: &'g Ctx, nomenclature: &'g Nomenclature) -> Group<'g> {
        Group {
            ctx,
            nomenclature,
            recent: None,
            subjects: BTreeMap::new(),
            senders: BTreeMap::new(),
            services: Services::default(),
            scopes: BTreeMap::new(),
            windows: BTreeMap::new(),
            leaves: Vec::new(),
            new: Vec::new(),
            ids: BTreeMap::new(),
        }
    }

    /// Takes services from memory where they hold still.
    pub(super) fn with_recent(self, tx: &Tx<'_>, recent: &'g Recent) -> Result<Group<'g>> {
        Ok(Group { recent: Some((recent, rewrites(tx)?)), ..self })
    }

    /// The sources of a certificate.
    pub(super) fn sender(&mut self, tx: &Tx<'_>, fingerprint: Fingerprint) -> Result<&BTreeMap<Source, u32>> {
        Ok(match self.senders.entry(fingerprint) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(sources_of(tx, fingerprint)?),
        })
    }

    /// A service as the events before left it.
    pub(super) fn subject(&mut self, tx: &Tx<'_>, number: &kernel::reference_number::Reference) -> Result<&mut Subject> {
        Ok(match self.subjects.entry(number.to_string()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(match self.recent {
                Some(recent) => Subject::load_kept(tx, number, self.nomenclature, self.ctx.now, recent)?,
                None => Subject::load(tx, number, self.nomenclature, self.ctx.now)?,
            }),
        })
    }

    /// Decides about one event.
    pub(super) fn decide(&mut self, tx: &mut Tx<'_>, fingerprint: Fingerprint, prepared: &Prepared) -> Result<Decided> {
        let (event, arrival) = match &prepared.read {
            Ok(read) => read,
            Err(refusal) => return Ok(Decided::Refused(refusal.clone())),
        };
        let participant = self.sender(tx, fingerprint)?.get(&event.key.source).copied();
        let id = EventId(event.key.id.bytes());
        let stored = match participant {
            Some(participant) => self.stored(tx, participant, id, prepared)?,
            None => None,
        };
        let admission = {
            let authorisation = self.authorisation(tx, fingerprint, participant, event)?;
            let migration_window = self.has_window(tx, participant)?;
            let (now, nomenclature) = (self.ctx.now, self.nomenclature);
            let stored_digest = stored.as_ref().map(|(digest, _)| *digest);
            let subject = self.subject(tx, &event.subject)?;
            if stored.is_none() && subject.events.len() >= SUBJECT_EVENTS_MAX {
                return Ok(Decided::Refused(Refusal::at(Class::TooLarge, "/subject")));
            }
            let reported = subject.reported();
            let (arrival, authorisation) = (*arrival, &authorisation);
            let facts = Facts { now, authorisation, nomenclature, arrival, stored_digest, migration_window, reported };
            admit(event, &prepared.payload, &facts)
        };
        match (admission, stored, participant) {
            (Err(refusal), ..) => Ok(Decided::Refused(refusal)),
            (Ok(Admission::Repeated), Some((_, decided)), _) => Ok(decided),
            (Ok(Admission::New { flags }), _, Some(participant)) => self.add(tx, prepared, event, participant, flags).map(Decided::New),
            _ => Err(Error::Damaged { what: "the decision about an event" }),
        }
    }

    fn has_window(&mut self, tx: &Tx<'_>, participant: Option<u32>) -> Result<bool> {
        let Some(number) = participant else { return Ok(false) };
        Ok(match self.windows.entry(number) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => *place.insert(tx.query_row(MIGRATION, &params![number, self.ctx.now_ms()], |_| Ok(()))?.is_some()),
        })
    }

    fn is_in_scope(&mut self, tx: &Tx<'_>, participant: Option<u32>, administration: i64) -> Result<bool> {
        let Some(number) = participant else { return Ok(false) };
        Ok(match self.scopes.entry((number, administration)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => *place.insert(tx.query_row(SCOPE, &params![number, administration], |_| Ok(()))?.is_some()),
        })
    }

    /// What may be reported: what the sources of the certificate say, and the administration of the event when its source has it.
    fn authorisation(&mut self, tx: &Tx<'_>, fingerprint: Fingerprint, participant: Option<u32>, event: &Event) -> Result<Authorisation> {
        let sources = self.sender(tx, fingerprint)?.keys().cloned().collect();
        let administration = &event.data.administration.eik;
        let in_scope = self.is_in_scope(tx, participant, eik_number(administration))?;
        Ok(Authorisation { sources, administrations: in_scope.then(|| administration.clone()).into_iter().collect() })
    }

    /// The digest of what stands under the identifier, in the log or earlier in the group, and where.
    fn stored(&self, tx: &Tx<'_>, participant: u32, id: EventId, prepared: &Prepared) -> Result<Option<([u8; 32], Decided)>> {
        if let Some(place) = self.ids.get(&(participant, id)) {
            return Ok(Some((self.new[*place].digest, Decided::Twice(*place))));
        }
        let Some(index) = log::index_of(tx, LOG, participant, id)? else { return Ok(None) };
        let digest = match log::payload(tx, LOG, index)? {
            Payload::Present { opening, .. } => Sha256::digest(&opening.payload).into(),
            // After an erasure the identifier alone decides.
            Payload::Erased | Payload::Lost => prepared.digest,
        };
        let (row, _) = at(tx, index)?.ok_or(Error::Damaged { what: "the row of an event" })?;
        Ok(Some((digest, Decided::Stored(Accepted { index, received_ms: row.received_ms, flags: row.flags }))))
    }

    /// What stands under an identifier already, whatever its bytes are.
    pub(super) fn known(&self, tx: &Tx<'_>, participant: u32, id: crate::event::EventId) -> Result<Option<Decided>> {
        let id = EventId(id.bytes());
        if let Some(place) = self.ids.get(&(participant, id)) {
            return Ok(Some(Decided::Twice(*place)));
        }
        let Some(index) = log::index_of(tx, LOG, participant, id)? else { return Ok(None) };
        let (row, _) = at(tx, index)?.ok_or(Error::Damaged { what: "the row of an event" })?;
        Ok(Some(Decided::Stored(Accepted { index, received_ms: row.received_ms, flags: row.flags })))
    }

    /// Makes the leaf of an accepted event; answers its place in the group.
    fn add(&mut self, tx: &mut Tx<'_>, prepared: &Prepared, event: &Event, participant: u32, flags: BTreeSet<Flag>) -> Result<usize> {
        let (service, notice) = self.services.number(tx, self.ctx, event.data.service.number.as_str())?;
        self.leaves.extend(notice);
        let status = self.nomenclature.status(&event.data.status).map_or(0, |entry| entry.id);
        let subject = event.subject.to_string();
        let leaf = Leaf {
            kind: self.kind(tx, event)?,
            occurred_ms: u64::try_from(event.time.as_millisecond()).unwrap_or(0),
            participant,
            sequence: Some(event.sourceseq),
            service,
            status,
            tag_epoch: self.ctx.keys.tag.epoch(),
            case_tag: self.ctx.keys.tag.tag(&subject),
            event_id: EventId(event.key.id.bytes()),
            opening: Opening { salt: prepared.salt, payload: prepared.payload.clone() },
            signature: prepared.signature.clone().map(String::into_bytes),
            extension: Extension::new(),
        };
        let place = self.new.len();
        self.ids.insert((participant, leaf.event_id), place);
        self.new.push(New { subject, place: 0, participant, service, status, leaf: self.leaves.len(), digest: prepared.digest });
        self.leaves.push(leaf.seal_packed(prepared.packed.clone()));
        let (now, received_ms) = (self.ctx.now, self.ctx.now_ms());
        let subject = self.subject(tx, &event.subject)?;
        let at = subject.events.len();
        subject.take(event.clone(), Logged { index: u64::MAX, participant, received_ms, flags }, now);
        self.new[place].place = at;
        Ok(place)
    }

    /// A correction points to the entry that was wrong, once that entry is there.
    fn kind(&self, tx: &Tx<'_>, event: &Event) -> Result<Kind> {
        let Some(wrong) = &event.data.correction_of else { return Ok(Kind::Status) };
        let id = EventId(wrong.id.bytes());
        let number = self.senders.values().find_map(|sources| sources.get(&wrong.source)).copied();
        let Some(number) = number else { return Ok(Kind::Status) };
        let index = match self.ids.get(&(number, id)) {
            Some(place) => Some(log::state(tx, LOG)?.head.size + self.new[*place].leaf as u64),
            None => log::index_of(tx, LOG, number, id)?,
        };
        Ok(index.map_or(Kind::Status, |of| Kind::Correction { of }))
    }

    /// Logs what was accepted and writes its rows; answers the accepted events in their order, and the services as they are now.
    pub(super) fn finish(mut self, tx: &mut Tx<'_>, writer: Writer) -> Result<(Vec<Accepted>, Touched)> {
        if self.new.is_empty() {
            return Ok((Vec::new(), Touched::default()));
        }
        let appended = log::append(tx, writer, self.ctx.now_ms(), &self.leaves)?;
        let received_ms = i64::try_from(log::state(tx, LOG)?.received_ms).unwrap_or(i64::MAX);
        let mut last_id = last_id(tx)?;
        let (mut accepted, mut rows) = (Vec::with_capacity(self.new.len()), Vec::with_capacity(self.new.len()));
        let mut numbers: BTreeMap<u32, (Vec<i64>, i64)> = BTreeMap::new();
        for new in &self.new {
            let log::Outcome::New { index } = appended.outcomes[new.leaf] else {
                return Err(Error::Damaged { what: "the identifiers of the log" });
            };
            let subject = self.subjects.get_mut(&new.subject).ok_or(Error::Damaged { what: "the services of a group" })?;
            let event = subject.events[new.place].clone();
            if subject.id.is_none() {
                last_id += 1;
                subject.row_make(tx, last_id, new.service, &event)?;
            }
            let logged = &mut subject.logged[new.place];
            logged.index = u64::try_from(index).unwrap_or(0);
            logged.received_ms = received_ms;
            let of = (new.participant, new.service, new.status);
            rows.push(event_columns(index, subject.id.unwrap_or(0), of, received_ms, &event, &logged.flags));
            accepted.push(Accepted { index: logged.index, received_ms, flags: logged.flags.clone() });
            let (came, delays) = numbers.entry(new.participant).or_default();
            came.push(i64::try_from(event.sourceseq).unwrap_or(i64::MAX));
            *delays += received_ms - event.time.as_millisecond();
        }
        for (participant, (numbers, delays)) in numbers {
            reported(tx, participant, received_ms, delays / numbers.len() as i64)?;
            came(tx, participant, numbers, received_ms)?;
        }
        tx.insert_many(&EVENT, &rows)?;
        let changed: BTreeSet<&String> = self.new.iter().map(|new| &new.subject).collect();
        let (mut moves, mut touched) = (Moves::default(), Touched::default());
        for key in changed {
            let Some(mut subject) = self.subjects.remove(key) else { continue };
            let changed = subject.save(tx, self.nomenclature, self.ctx.now, &mut moves)?;
            if let Some((_, rewrites)) = self.recent {
                touched.0.push((Version { rewrites, changed, saved_at: Some(self.ctx.now_ms()) }, subject));
            }
        }
        moves.write(tx)?;
        Ok((accepted, touched))
    }
}

/// What the sender is told of a decision, once indexes are known.
pub(super) fn outcome(decided: Decided, accepted: &[Accepted]) -> Outcome {
    match decided {
        Decided::New(place) => Outcome::New(accepted[place].clone()),
        Decided::Twice(place) => Outcome::Repeated(accepted[place].clone()),
        Decided::Stored(stored) => Outcome::Repeated(stored),
        Decided::Refused(refusal) => Outcome::Refused(refusal),
    }
}

/// The offset of a sender's clock, ms: how far its `Date` lies before the journal's own clock.
pub(super) fn offset_ms(date: Timestamp, now: Timestamp) -> i64 {
    now.as_millisecond().saturating_sub(date.as_millisecond())
}

//! The inquiry by number: where a service stands, and every event about it (`ejournal.md` §6.1).
//!
//! The one rule: a service that the caller may not see and one that is not there are answered alike.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::clock::sofia_date;
use kernel::reference_number::Reference;
use serde::Serialize;
use store::log::{self, Payload};
use store::{Tx, params};

use super::access::{may_read, require_operator, sources_of};
use super::rows::at;
use super::source::find;
use super::subject::Subject;
use super::{Caller, Ctx, Error, LOG, Result};
use crate::event::{Channel, EventId, EventKey, Mode, Source, Stage};
use crate::flag::Flag;
use crate::nomenclature::{Nomenclature, Phase};
use crate::state::Standing;

const NAME: &str = "SELECT name FROM journal_source
    WHERE number = $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[NAME];

/// Who will read the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Anybody with the status code: only what the applicant may see.
    Public,
    /// Those who have a right to all of it.
    Full,
}

/// A code with its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The code.
    pub code: String,
    /// Bulgarian.
    pub bg: String,
    /// English.
    pub en: String,
}

/// Where a service stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceView {
    /// Reference number.
    pub subject: String,
    /// What the applicant sees as the state.
    pub phase: Option<Phase>,
    /// Last status of the main line that counts.
    pub status: Option<Text>,
    /// Last status of the payment.
    pub payment: Option<Text>,
    /// Last status of the transport.
    pub transport: Option<Text>,
    /// ЕИК of the competent administration.
    pub administration: Option<String>,
    /// Number of the service in the register of services.
    pub service: Option<String>,
    /// How the application came.
    pub channel: Option<Channel>,
    /// How fast it was wanted.
    pub mode: Option<Mode>,
    /// Last day of the term.
    pub due: Option<Date>,
    /// Last day to remedy deficiencies.
    pub remedy_due: Option<Date>,
    /// The last stage that was passed.
    pub stage: Option<Stage>,
    /// When its life ended.
    pub ended: Option<Timestamp>,
    /// Marks of the whole.
    pub flags: BTreeSet<Flag>,
    /// Its events in their order.
    pub events: Vec<LineView>,
}

/// One event of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Index of its entry in the log.
    pub index: u64,
    /// Who reported it; with `id` it leads to the receipt. Not in public answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<EventId>,
    /// What people call the system that reported it.
    pub system: String,
    /// Status.
    pub status: Text,
    /// When it happened, by the word of the sender.
    pub time: Timestamp,
    /// When the journal received it.
    pub received: Timestamp,
    /// `counts`, `struck`, `after-end` or `waiting`.
    pub standing: &'static str,
    /// When it was struck out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub struck_at: Option<Timestamp>,
    /// Its marks, those of arrival and those of order.
    pub flags: BTreeSet<Flag>,
}

/// The inquiry by number for those who may see all of it: a source that has reported about the service, the competent administration, an
/// authority.
///
/// Fails with [`Error::Unknown`] when there is no such service or the caller has no right to it.
pub fn service_inquire(tx: &Tx<'_>, ctx: &Ctx, nomenclature: &Nomenclature, number: &Reference) -> Result<ServiceView> {
    view(tx, ctx, nomenclature, number, Audience::Full)
}

/// What an applicant may see of a service, for a page of the journal's own installation that has made sure who asks.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::Unknown`] when there is no such service.
pub fn service_public(tx: &Tx<'_>, ctx: &Ctx, nomenclature: &Nomenclature, number: &Reference) -> Result<ServiceView> {
    require_operator(tx, ctx)?;
    view(tx, ctx, nomenclature, number, Audience::Public)
}

pub(super) fn view(tx: &Tx<'_>, ctx: &Ctx, nomenclature: &Nomenclature, number: &Reference, audience: Audience) -> Result<ServiceView> {
    let subject = Subject::load(tx, number, nomenclature, ctx.now)?;
    if subject.events.is_empty() || (audience == Audience::Full && !is_readable(tx, ctx, &subject, nomenclature)?) {
        return Err(Error::Unknown);
    }
    let state = subject.state(nomenclature);
    let text = |code: &crate::event::Status| {
        let entry = nomenclature.status(code);
        let of = |text: fn(&crate::nomenclature::StatusEntry) -> &String| entry.map(text).cloned().unwrap_or_default();
        Text { code: code.to_string(), bg: of(|entry| &entry.bg), en: of(|entry| &entry.en) }
    };
    let (mut events, mut systems) = (Vec::with_capacity(state.lines.len()), BTreeMap::new());
    for line in state.lines.iter().filter(|line| audience == Audience::Full || line.public) {
        let place = subject.events.iter().position(|event| event.key == line.event.key).ok_or(Error::Damaged { what: "a service" })?;
        let logged = &subject.logged[place];
        let (standing, struck_at) = match line.standing {
            Standing::Counts => ("counts", None),
            Standing::Struck { by } => ("struck", Some(by.time)),
            Standing::AfterEnd => ("after-end", None),
            Standing::Waiting => ("waiting", None),
        };
        let is_full = audience == Audience::Full;
        events.push(LineView {
            index: logged.index,
            source: is_full.then(|| line.event.key.source.clone()),
            id: is_full.then_some(line.event.key.id),
            system: name_of(tx, &mut systems, logged.participant)?,
            status: text(&line.event.data.status),
            time: line.event.time,
            received: super::instant(logged.received_ms)?,
            standing,
            struck_at,
            flags: logged.flags.union(&line.flags).copied().filter(|flag| is_full || is_for_applicant(*flag)).collect(),
        });
    }
    let unreported = state.is_breach_unreported(sofia_date(ctx.now)).then_some(Flag::BreachUnreported);
    Ok(ServiceView {
        subject: number.to_string(),
        phase: state.phase,
        status: state.status.map(text),
        payment: state.payment.map(|track| text(track.status)),
        transport: state.transport.map(|track| text(track.status)),
        administration: state.administration.map(|eik| eik.as_str().to_owned()),
        service: state.service.map(|number| number.as_str().to_owned()),
        channel: state.channel,
        mode: state.mode,
        due: state.due,
        remedy_due: state.remedy_due,
        stage: state.stage.cloned(),
        ended: state.end.map(|end| end.event.time),
        flags: state.flags.iter().copied().chain(unreported).filter(|flag| audience == Audience::Full || is_for_applicant(*flag)).collect(),
        events,
    })
}

/// The name of a participant, asked once.
fn name_of(tx: &Tx<'_>, known: &mut BTreeMap<u32, String>, participant: u32) -> Result<String> {
    if let Some(name) = known.get(&participant) {
        return Ok(name.clone());
    }
    let name: String = tx.query_row(NAME, &params![participant], |row| row.get(0))?.unwrap_or_default();
    known.insert(participant, name.clone());
    Ok(name)
}

/// Marks that tell an applicant something; the others are between the journal and its participants.
fn is_for_applicant(flag: Flag) -> bool {
    matches!(flag, Flag::Backdated | Flag::Gap)
}

fn is_readable(tx: &Tx<'_>, ctx: &Ctx, subject: &Subject, nomenclature: &Nomenclature) -> Result<bool> {
    let state = subject.state(nomenclature);
    if may_read(tx, ctx, state.administration)? {
        return Ok(true);
    }
    // What waits for a missing event has no administration in the state yet.
    let named: BTreeSet<_> = subject.events.iter().map(|event| &event.data.administration.eik).collect();
    for eik in named {
        if may_read(tx, ctx, Some(eik))? {
            return Ok(true);
        }
    }
    let Caller::Certificate(fingerprint) = ctx.caller else { return Ok(false) };
    let own = sources_of(tx, fingerprint)?;
    Ok(subject.logged.iter().any(|logged| own.values().any(|number| *number == logged.participant)))
}

/// An event as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// Index of its entry.
    pub index: u64,
    /// When the journal received it, ms since 1970 UTC.
    pub received_ms: i64,
    /// Its marks at that moment.
    pub flags: BTreeSet<Flag>,
    /// The exact bytes; none after an erasure.
    pub payload: Option<Vec<u8>>,
    /// The signature as it came.
    pub signature: Option<String>,
}

/// One event by its key.
///
/// Fails with [`Error::Unknown`] when there is none or the caller has no right to it: neither reported it, nor may read about its
/// administration.
pub fn event_get(tx: &Tx<'_>, ctx: &Ctx, key: &EventKey) -> Result<EventView> {
    let source = find(tx, &key.source)?.ok_or(Error::Unknown)?;
    let index = log::index_of(tx, LOG, source.number, tlog::EventId(key.id.bytes()))?.ok_or(Error::Unknown)?;
    let (row, _) = at(tx, index)?.ok_or(Error::Unknown)?;
    let own = match ctx.caller {
        Caller::Certificate(fingerprint) => sources_of(tx, fingerprint)?.contains_key(&key.source),
        Caller::Operator | Caller::Nobody => false,
    };
    if !own && !may_read(tx, ctx, Some(&super::eik(row.administration)?))? {
        return Err(Error::Unknown);
    }
    let (payload, signature) = match log::payload(tx, LOG, index)? {
        Payload::Present { opening, signature } => (Some(opening.payload), signature.and_then(|block| String::from_utf8(block).ok())),
        Payload::Erased | Payload::Lost => (None, None),
    };
    Ok(EventView { index, received_ms: row.received_ms, flags: row.flags, payload, signature })
}

//! Reading an event from the bytes that were sent: size, schema, reference number, in this order (`ejournal.md` §5.7).

use kernel::clock::sofia_date;
use kernel::entity_number::{EntityKind, EntityNumber};
use kernel::reference_number::{self, Reference};

use super::moment::{read_date, read_instant};
use super::{
    Administration, Backdated, DATA_CONTENT_TYPE, DATA_SCHEMA, Data, EVENT_TYPE, Event, EventKey, Registration, RelatedReference,
    SPEC_VERSION, Service, Stage, Status,
};
use crate::json::{self, Member, Object};
use crate::limits::EVENT_BYTES_MAX;
use crate::nomenclature::Nomenclature;
use crate::refusal::{Class, Refusal};

/// How events are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'n> {
    /// The statuses in force.
    pub nomenclature: &'n Nomenclature,
    /// Whether test numbers (node `ZZ`) are accepted; in production they are not.
    pub test_numbers: bool,
    /// Whether the event was made from an older message, which has no place for the members that a status needs
    /// ([`crate::legacy`]).
    pub legacy: bool,
}

impl<'n> Reading<'n> {
    /// The reading of a journal in production.
    pub fn production(nomenclature: &'n Nomenclature) -> Self {
        Self { nomenclature, test_numbers: false, legacy: false }
    }
}

const ATTRIBUTES: &[&str] = &[
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "rnuseq",
    "sourceseq",
    "traceparent",
    "data",
];
const MEMBERS: &[&str] = &[
    "status",
    "administration",
    "service",
    "actor",
    "unit",
    "stage",
    "due",
    "reason",
    "outcome",
    "registration",
    "otherAdministration",
    "forwardedTo",
    "relatedRnu",
    "correctionOf",
    "documentHash",
    "backdated",
];

impl Event {
    /// Reads one event.
    ///
    /// Refuses with [`Class::TooLarge`], [`Class::Schema`] or [`Class::Subject`] and the member at fault. Whether it may be stored
    /// is decided by [`crate::admit()`].
    pub fn parse(bytes: &[u8], reading: &Reading<'_>) -> Result<Self, Refusal> {
        if bytes.len() > EVENT_BYTES_MAX {
            return Err(Refusal::whole(Class::TooLarge));
        }
        let node = json::read(bytes)?;
        let object = Object::open(&node, "", ATTRIBUTES)?;
        object.need("specversion")?.constant(SPEC_VERSION)?;
        object.need("type")?.constant(EVENT_TYPE)?;
        object.need("datacontenttype")?.constant(DATA_CONTENT_TYPE)?;
        object.need("dataschema")?.constant(DATA_SCHEMA)?;
        let key = key(&object)?;
        let subject = object.need("subject")?.text()?;
        let time = object.need("time")?.parsed(read_instant)?;
        let rnuseq = counting_32(&object.need("rnuseq")?, i32::MAX as u32)?;
        // LIMIT: the number is kept in a signed column of 64 bits; the schema names no end.
        let sourceseq = object.need("sourceseq")?.counting(i64::MAX as u64)?;
        let traceparent = object.optional("traceparent", |text| text.parse().ok())?;
        let data = data(&object.need("data")?.object(MEMBERS)?)?;
        let entry = reading.nomenclature.status_on(&data.status, sofia_date(time));
        let entry = entry.ok_or_else(|| Refusal::at(Class::Schema, "/data/status"))?;
        if let Some(missing) = entry.needs.iter().find(|need| !reading.legacy && !data.has(**need)) {
            return Err(Refusal::at(Class::Schema, format!("/data/{missing}")));
        }
        let subject = canonical(subject, !reading.test_numbers).ok_or_else(|| Refusal::at(Class::Subject, "/subject"))?;
        if let Some(related) = &data.related_rnu
            && looks_own(related)
            && canonical(related.as_str(), !reading.test_numbers).is_none()
        {
            return Err(Refusal::at(Class::Subject, "/data/relatedRnu"));
        }
        Ok(Self { key, subject, time, rnuseq, sourceseq, traceparent, data })
    }
}

fn looks_own(related: &RelatedReference) -> bool {
    reference_number::check(related.as_str(), false).class == reference_number::Class::Own
}

/// The number when it stands in the only form that is transmitted; nothing is corrected (§2.2).
fn canonical(text: &str, production: bool) -> Option<Reference> {
    Reference::parse(text, production).ok().filter(|reference| reference.to_string() == text)
}

fn key(object: &Object<'_>) -> Result<EventKey, Refusal> {
    let source = object.need("source")?.parsed(|text| text.parse().ok())?;
    let id = object.need("id")?.parsed(|text| text.parse().ok())?;
    Ok(EventKey { source, id })
}

fn data(object: &Object<'_>) -> Result<Data, Refusal> {
    let status: Status = object.need("status")?.parsed(|text| text.parse().ok())?;
    Ok(Data {
        status,
        administration: administration(&object.need("administration")?)?,
        service: service(&object.need("service")?)?,
        actor: object.optional("actor", super::Actor::parse)?,
        unit: object.optional("unit", |text| text.parse().ok())?,
        stage: object.get("stage").map(|member| stage(&member)).transpose()?,
        due: object.optional("due", read_date)?,
        reason: object.optional("reason", |text| text.parse().ok())?,
        outcome: object.optional("outcome", super::Outcome::parse)?,
        registration: object.get("registration").map(|member| registration(&member)).transpose()?,
        other_administration: object.optional("otherAdministration", eik)?,
        forwarded_to: object.optional("forwardedTo", eik)?,
        related_rnu: object.optional("relatedRnu", RelatedReference::parse)?,
        correction_of: object.get("correctionOf").map(|member| key(&member.object(&["source", "id"])?)).transpose()?,
        document_hash: object.optional("documentHash", |text| text.parse().ok())?,
        backdated: object.get("backdated").map(|member| backdated(&member)).transpose()?,
    })
}

fn administration(member: &Member<'_>) -> Result<Administration, Refusal> {
    let object = member.object(&["eik", "unit"])?;
    Ok(Administration { eik: object.need("eik")?.parsed(eik)?, unit: object.optional("unit", |text| entity(text, EntityKind::Branch))? })
}

fn service(member: &Member<'_>) -> Result<Service, Refusal> {
    let object = member.object(&["number", "channel", "mode"])?;
    Ok(Service {
        number: object.need("number")?.parsed(|text| text.parse().ok())?,
        channel: object.optional("channel", super::Channel::parse)?,
        mode: object.optional("mode", super::Mode::parse)?,
    })
}

fn stage(member: &Member<'_>) -> Result<Stage, Refusal> {
    let object = member.object(&["code", "no", "of"])?;
    Ok(Stage {
        code: object.need("code")?.parsed(|text| text.parse().ok())?,
        no: counting_32(&object.need("no")?, u32::MAX)?,
        of: counting_32(&object.need("of")?, u32::MAX)?,
    })
}

fn registration(member: &Member<'_>) -> Result<Registration, Refusal> {
    let object = member.object(&["number", "date"])?;
    Ok(Registration { number: object.need("number")?.parsed(|text| text.parse().ok())?, date: object.need("date")?.parsed(read_date)? })
}

fn backdated(member: &Member<'_>) -> Result<Backdated, Refusal> {
    let object = member.object(&["reason"])?;
    Ok(Backdated { reason: object.need("reason")?.parsed(super::BackdatingReason::parse)? })
}

fn counting_32(member: &Member<'_>, max: u32) -> Result<u32, Refusal> {
    let number = member.counting(u64::from(max))?;
    u32::try_from(number).map_err(|_| member.refused())
}

fn eik(text: &str) -> Option<EntityNumber> {
    entity(text, EntityKind::Entity)
}

/// An entity number as it stands; the spaces that a person may type are not part of an event.
fn entity(text: &str, kind: EntityKind) -> Option<EntityNumber> {
    EntityNumber::parse(text).ok().filter(|number| number.kind() == kind && number.as_str() == text)
}

//! The rows of accepted events: what finds and orders them, and what remains of one whose payload was erased.
//!
//! The one rule: what an event says in full is the payload of its log entry; a row never says anything else.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::LazyLock;

use kernel::reference_number::Reference;
use store::log::{self, Payload};
use store::table::Insert;
use store::{Row, Tx, Value, params};
use tlog::{Entry, Kind};

use super::access::{participant, source};
use super::{Error, LOG, Result, eik, eik_number, instant};
use crate::event::{Administration, Channel, Data, Event, EventId, EventKey, Reading, Service, ServiceNumber, Source};
use crate::flag::Flag;
use crate::nomenclature::Nomenclature;

const OF_SUBJECT: &str = "SELECT e.idx, s.urn, e.source, e.rnuseq, e.sourceseq, e.status, e.occurred, e.received, e.administration, v.code,
        e.channel, e.flags
    FROM journal_event e
    JOIN journal_source s ON s.number = e.source
    JOIN journal_service v ON v.number = e.service
    WHERE e.subject = $1";
const AT: &str = "SELECT e.idx, s.urn, e.source, e.rnuseq, e.sourceseq, e.status, e.occurred, e.received, e.administration, v.code,
        e.channel, e.flags, j.subject
    FROM journal_event e
    JOIN journal_source s ON s.number = e.source
    JOIN journal_service v ON v.number = e.service
    JOIN journal_subject j ON j.id = e.subject
    WHERE e.idx = $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[OF_SUBJECT, AT];

/// Rows of new events.
pub(super) static EVENT: LazyLock<Insert> = LazyLock::new(|| {
    let columns = [
        "idx",
        "subject",
        "source",
        "rnuseq",
        "sourceseq",
        "status",
        "occurred",
        "received",
        "administration",
        "service",
        "channel",
        "flags",
    ];
    Insert::into_columns("journal_event", &columns)
});

/// The row of an event.
#[derive(Debug, Clone)]
pub(super) struct EventRow {
    pub(super) index: u64,
    pub(super) source: Source,
    pub(super) participant: u32,
    pub(super) rnuseq: u32,
    pub(super) sourceseq: u64,
    pub(super) status: u16,
    pub(super) occurred_ms: i64,
    pub(super) received_ms: i64,
    pub(super) administration: i64,
    pub(super) service: String,
    pub(super) channel: Option<String>,
    pub(super) flags: BTreeSet<Flag>,
}

const DAMAGED: Error = Error::Damaged { what: "the row of an event" };

/// Marks as one number, a bit for each by the order of [`Flag::ALL`].
pub(super) fn flags_number(flags: &BTreeSet<Flag>) -> i64 {
    let bits = Flag::ALL.iter().enumerate().filter(|(_, flag)| flags.contains(flag)).map(|(place, _)| 1 << place);
    bits.sum()
}

pub(super) fn flags_of(number: i64) -> BTreeSet<Flag> {
    Flag::ALL.iter().enumerate().filter(|(place, _)| number & (1 << place) != 0).map(|(_, flag)| *flag).collect()
}

/// The columns of a new event.
pub(super) fn event_columns(
    index: i64,
    subject: i64,
    of: (u32, u32, u16),
    received_ms: i64,
    event: &Event,
    flags: &BTreeSet<Flag>,
) -> [Value; 12] {
    let (participant, service, status) = of;
    let sourceseq = i64::try_from(event.sourceseq).unwrap_or(i64::MAX);
    params![
        index,
        subject,
        participant,
        event.rnuseq,
        sourceseq,
        i64::from(status),
        event.time.as_millisecond(),
        received_ms,
        eik_number(&event.data.administration.eik),
        service,
        event.data.service.channel.map(Channel::name),
        flags_number(flags)
    ]
}

type Columns = ((i64, String, i64, i64, i64, i64), (i64, i64, i64, String, Option<String>, i64));

fn columns(row: &Row<'_>) -> store::Result<Columns> {
    let of_sender = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
    Ok((of_sender, (row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?)))
}

fn event_row(columns: Columns) -> Result<EventRow> {
    let ((index, urn, number, rnuseq, sourceseq, status), (occurred_ms, received_ms, administration, service, channel, flags)) = columns;
    Ok(EventRow {
        index: u64::try_from(index).map_err(|_| DAMAGED)?,
        source: source(&urn)?,
        participant: participant(number)?,
        rnuseq: u32::try_from(rnuseq).map_err(|_| DAMAGED)?,
        sourceseq: u64::try_from(sourceseq).map_err(|_| DAMAGED)?,
        status: u16::try_from(status).map_err(|_| DAMAGED)?,
        occurred_ms,
        received_ms,
        administration,
        service,
        channel,
        flags: flags_of(flags),
    })
}

/// The rows of a service, in the order of the log.
pub(super) fn of_subject(tx: &Tx<'_>, subject: i64) -> Result<Vec<EventRow>> {
    let mut rows = tx.query(OF_SUBJECT, &params![subject], columns)?.into_iter().map(event_row).collect::<Result<Vec<EventRow>>>()?;
    rows.sort_by_key(|row| row.index);
    Ok(rows)
}

/// The row at an index of the log, with its reference number; nothing when the entry there is no event.
pub(super) fn at(tx: &Tx<'_>, index: u64) -> Result<Option<(EventRow, Reference)>> {
    let index = i64::try_from(index).map_err(|_| DAMAGED)?;
    let found = tx.query_row(AT, &params![index], |row| Ok((columns(row)?, row.get::<String>(12)?)))?;
    found.map(|(columns, subject)| Ok((event_row(columns)?, reference(&subject)?))).transpose()
}

/// A reference number of the rows.
pub(super) fn reference(text: &str) -> Result<Reference> {
    Reference::parse(text, false).map_err(|_| Error::Damaged { what: "a reference number" })
}

/// The event of a row: what its payload says, or what is left of it.
pub(super) fn event_of(tx: &Tx<'_>, row: &EventRow, subject: &Reference, nomenclature: &Nomenclature) -> Result<Event> {
    if let Payload::Present { opening, .. } = log::payload(tx, LOG, row.index)? {
        let reading = Reading { nomenclature, test_numbers: true, legacy: row.flags.contains(&Flag::Legacy) };
        return Event::parse(&opening.payload, &reading).map_err(|_| Error::Damaged { what: "the payload of an event" });
    }
    remains(tx, row, subject, nomenclature)
}

/// What is left of an erased event: codes, numbers and instants of its row, and from its entry the identifier and what it corrects.
fn remains(tx: &Tx<'_>, row: &EventRow, subject: &Reference, nomenclature: &Nomenclature) -> Result<Event> {
    let entry = entry(tx, row.index)?;
    let correction_of = match entry.kind {
        Kind::Correction { of } => at(tx, of)?.map(|(wrong, _)| key_of(tx, &wrong)).transpose()?,
        _ => None,
    };
    let status = nomenclature.statuses().iter().find(|known| known.id == row.status).ok_or(DAMAGED)?;
    Ok(Event {
        key: key_of(tx, row)?,
        subject: subject.clone(),
        time: instant(row.occurred_ms)?,
        rnuseq: row.rnuseq,
        sourceseq: row.sourceseq,
        traceparent: None,
        data: Data {
            status: status.code.clone(),
            administration: Administration { eik: eik(row.administration)?, unit: None },
            service: Service {
                number: ServiceNumber::from_str(&row.service).map_err(|_| DAMAGED)?,
                channel: row.channel.as_deref().and_then(Channel::parse),
                mode: None,
            },
            actor: None,
            unit: None,
            stage: None,
            due: None,
            reason: None,
            outcome: None,
            registration: None,
            other_administration: None,
            forwarded_to: None,
            related_rnu: None,
            correction_of,
            document_hash: None,
            backdated: None,
        },
    })
}

/// The entry at an index.
pub(super) fn entry(tx: &Tx<'_>, index: u64) -> Result<Entry> {
    Entry::parse(&log::entry(tx, LOG, index)?).map_err(|_| Error::Damaged { what: "an entry of the log" })
}

/// The key of an event, of which the identifier stands in the entry.
pub(super) fn key_of(tx: &Tx<'_>, row: &EventRow) -> Result<EventKey> {
    let id = entry(tx, row.index)?.event_id.to_string();
    Ok(EventKey { source: row.source.clone(), id: EventId::from_str(&id).map_err(|_| DAMAGED)? })
}

//! A report becomes an event: completed, checked, numbered, signed, left to the administration's log.

use jiff::Timestamp;
use kernel::ctx::Ctx;
use kernel::entity_number::EntityNumber;
use kernel::secret::SecretKey;
use serde_json::{Value as Json, json};
use store::log::{self, Leaf, LogId, salt_new, tag_key};
use store::{Tx, params};
use tlog::{Extension, Kind, Opening};

use super::PARTICIPANT;
use super::rows::time_of;
use crate::event::{DATA_CONTENT_TYPE, DATA_SCHEMA, EVENT_TYPE, Event, SPEC_VERSION, Source};
use crate::nomenclature::Nomenclature;
use crate::refusal::Refusal;
use crate::signature::Signer;
use crate::{Reading, privacy};

/// LIMIT: events formed in one transaction.
const FORMED_MAX: i64 = 200;

const WAITING: &str = "SELECT id, rnuseq, at, payload FROM case_report
    WHERE administration_id = $1 AND state = 'waiting'
    ORDER BY due_at, at, rnuseq LIMIT $2";
const REPORTER: &str = "SELECT source, sourceseq FROM reporter
    WHERE administration_id = $1";
const REPORTER_SET: &str = "INSERT INTO reporter (administration_id, source, sourceseq)
    VALUES ($1, $2, $3)
    ON CONFLICT (administration_id) DO UPDATE SET sourceseq = excluded.sourceseq";
const FORMED: &str = "UPDATE case_report SET state = 'formed', sourceseq = $3
    WHERE administration_id = $1 AND id = $2";
const REFUSED: &str = "UPDATE case_report SET state = 'refused', last_error = $3
    WHERE administration_id = $1 AND id = $2";

pub(super) const STATEMENTS: &[&str] = &[WAITING, REPORTER, REPORTER_SET, FORMED, REFUSED];

/// Who reports: an administration as an information system.
pub struct Reporter {
    eik: EntityNumber,
    oid: Option<Source>,
    signer: Signer,
}

impl Reporter {
    /// The administration with an ЕИК. `oid` is its number in the register of information resources; without one, or with a wrong one, it
    /// reports under a number of the arc 2.25, which anybody may make from a UUID (ITU-T X.667) and which comes from the key of the
    /// installation.
    pub fn new(ctx: &Ctx, eik: EntityNumber, oid: &str) -> Reporter {
        let signer = Signer::ed25519(format!("{eik}.events"), &ctx.key.derive("journal events", &[&ctx.administration_id.0.to_be_bytes()]));
        Reporter { eik, oid: Source::of_oid(oid).ok(), signer }
    }

    /// The name of its key, as signatures say it.
    pub fn key_name(&self) -> String {
        format!("{}.events", self.eik)
    }

    /// Its ЕИК.
    pub(super) fn eik(&self) -> &str {
        self.eik.as_str()
    }

    /// The key with which it signs.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    fn source(&self, key: &SecretKey) -> Source {
        self.oid.clone().unwrap_or_else(|| {
            let bytes = key.derive("journal source", &[self.eik.to_string().as_bytes()]);
            let number = u128::from_be_bytes(bytes[..16].try_into().expect("sixteen bytes of thirty-two"));
            Source::of_oid(&format!("2.25.{number}")).expect("a decimal number is an arc")
        })
    }
}

/// What a round of forming did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Formed {
    /// Events that got their number.
    pub formed: usize,
    /// Reports that are wrong.
    pub refused: usize,
}

impl Formed {
    /// Whether there may be more.
    pub fn is_full(self) -> bool {
        self.formed + self.refused >= FORMED_MAX as usize
    }
}

/// Under which source an administration reports, and the last number it gave to an event. After a restore the log may know of later ones.
pub(super) fn standing(tx: &Tx<'_>, ctx: &Ctx, reporter: &Reporter) -> store::Result<(Source, i64)> {
    let known = tx.query_row(REPORTER, &params![ctx.administration_id], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
    let logged = log::sequence_last(tx, LogId::of(ctx.administration_id), PARTICIPANT)?;
    let logged = i64::try_from(logged).map_err(|_| store::Error::Column { column: 1 })?;
    Ok(match known {
        Some((source, last)) => (source.parse().map_err(|_| store::Error::Column { column: 0 })?, last.max(logged)),
        None => (reporter.source(&ctx.key), logged),
    })
}

/// The source under which an administration reports, or will.
pub fn source_of(tx: &Tx<'_>, ctx: &Ctx, reporter: &Reporter) -> store::Result<Source> {
    Ok(standing(tx, ctx, reporter)?.0)
}

/// Makes the oldest waiting reports of an administration into events.
///
/// The source an administration began under stays: its numbers belong to it. While the log of the administration refuses, reports wait: what
/// numbers were given out is known only when it was compared.
pub fn form(tx: &mut Tx<'_>, ctx: &Ctx, reporter: &Reporter) -> store::Result<Formed> {
    let administration = ctx.administration_id;
    tx.lock(administration, "journal reporter")?;
    let waiting = tx.query(WAITING, &params![administration, FORMED_MAX], |row| {
        Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<Json>(3)?))
    })?;
    if waiting.is_empty() || log::is_refused(tx, LogId::of(administration))? {
        return Ok(Formed::default());
    }
    let (source, mut sourceseq) = standing(tx, ctx, reporter)?;
    let mut done = Formed::default();
    for (id, rnuseq, at, payload) in waiting {
        match event_of(&reporter.eik, &source, &id, (rnuseq, sourceseq + 1), time_of(&payload, at), &payload) {
            Ok(event) => {
                sourceseq += 1;
                leave(tx, ctx, reporter, &event)?;
                tx.execute(FORMED, &params![administration, id, sourceseq])?;
                done.formed += 1;
            }
            Err(refusal) => {
                tx.execute(REFUSED, &params![administration, id, format!("{} {}", refusal.class, refusal.pointer)])?;
                done.refused += 1;
            }
        }
    }
    tx.execute(REPORTER_SET, &params![administration, source.as_str(), sourceseq])?;
    Ok(done)
}

/// The event of a report, by the rules the journal will apply to it.
pub(super) fn event_of(
    eik: &EntityNumber,
    source: &Source,
    id: &str,
    (rnuseq, sourceseq): (i64, i64),
    time: Timestamp,
    payload: &Json,
) -> Result<Event, Refusal> {
    let mut data = payload["data"].clone();
    data["status"] = payload["status"].clone();
    data["administration"] = json!({ "eik": eik.to_string() });
    let told = json!({
        "specversion": SPEC_VERSION, "id": id, "source": source.as_str(), "type": EVENT_TYPE, "subject": payload["subject"],
        "time": crate::event::write_instant(time), "datacontenttype": DATA_CONTENT_TYPE, "dataschema": DATA_SCHEMA,
        "rnuseq": rnuseq, "sourceseq": sourceseq, "data": data,
    });
    let reading = Reading { test_numbers: true, ..Reading::production(Nomenclature::shipped()) };
    let event = Event::parse(told.to_string().as_bytes(), &reading)?;
    privacy::check(&event)?;
    Ok(event)
}

/// Leaves an event to the log of the administration, signed.
fn leave(tx: &mut Tx<'_>, ctx: &Ctx, reporter: &Reporter, event: &Event) -> store::Result<()> {
    let payload = event.to_bytes();
    let signature = reporter.signer.sign(&payload).block().as_bytes().to_vec();
    let tag_key = tag_key(&ctx.key);
    let leaf = Leaf {
        kind: Kind::Status,
        occurred_ms: u64::try_from(event.time.as_millisecond()).unwrap_or(0),
        participant: PARTICIPANT,
        sequence: Some(event.sourceseq),
        service: event.data.service.number.as_str().parse().unwrap_or(0),
        status: Nomenclature::shipped().status(&event.data.status).map_or(0, |status| status.id),
        tag_epoch: tag_key.epoch(),
        case_tag: tag_key.tag(&event.subject.to_string()),
        event_id: tlog::EventId(event.key.id.bytes()),
        opening: Opening { salt: salt_new(ctx.random.as_ref()), payload },
        signature: Some(signature),
        extension: Extension::new(),
    };
    log::pend(tx, LogId::of(ctx.administration_id), ctx.now_ms(), &leaf.seal())
}

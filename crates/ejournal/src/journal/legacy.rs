//! Messages of the older event register, taken into the journal (`ejournal.md` §5.6).
//!
//! The one rule: the same message within 24 hours is a repetition; the numbers that an older message does not have are given here.

use store::log::Writer;
use store::{Tx, params};

use super::access::Fingerprint;
use super::group::{Decided, Group, outcome};
use super::ingest::{Outcome, refusal_count};
use super::numbers::next;
use super::prepare::Prepared;
use super::{Caller, Ctx, Error, Result, eik, lock};
use crate::event::{EventId, ServiceNumber};
use crate::legacy::{Candidate, Message, Supplement};
use crate::nomenclature::Nomenclature;
use crate::refusal::{Class, Refusal};

const FORGET: &str = "DELETE FROM journal_message
    WHERE taken_at <= $1";
const TAKE: &str = "INSERT INTO journal_message (digest, taken_at)
    VALUES ($1, $2)
    ON CONFLICT (digest) DO NOTHING";
const TAKE_BACK: &str = "DELETE FROM journal_message
    WHERE digest = $1";
const OID: &str = "SELECT administration, service FROM journal_oid
    WHERE oid = $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[FORGET, TAKE, TAKE_BACK, OID];

/// How long a message is known, ms.
const KNOWN_MS: i64 = 24 * 60 * 60 * 1_000;

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It came before.
    Repeated,
    /// Its events, each accepted or refused.
    Events(Vec<Outcome>),
}

/// Takes an older message.
///
/// Fails as a whole with [`Error::Store`] while the log refuses.
pub fn message_take(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    writer: Writer,
    nomenclature: &Nomenclature,
    sender: Fingerprint,
    message: &Message,
) -> Result<Taken> {
    lock(tx)?;
    tx.execute(FORGET, &params![ctx.now_ms() - KNOWN_MS])?;
    if tx.execute(TAKE, &params![&message.digest[..], ctx.now_ms()])? == 0 {
        return Ok(Taken::Repeated);
    }
    let mut group = Group::new(ctx, nomenclature);
    let (mut decided, mut given) = (Vec::with_capacity(message.candidates.len()), 0);
    for candidate in &message.candidates {
        let one = decide(tx, ctx, nomenclature, &mut group, sender, candidate, &mut given)?;
        decided.push(one);
    }
    let (accepted, _) = group.finish(tx, writer)?;
    let outcomes: Vec<Outcome> = decided.into_iter().map(|one| outcome(one, &accepted)).collect();
    for refused in outcomes.iter().filter_map(|outcome| if let Outcome::Refused(refusal) = outcome { Some(refusal.class) } else { None }) {
        let ctx = Ctx { caller: Caller::Certificate(sender), ..ctx.clone() };
        refusal_count(tx, &ctx, refused)?;
    }
    if outcomes.iter().all(|outcome| matches!(outcome, Outcome::Refused(_))) {
        // What was not taken is no repetition when it comes again.
        tx.execute(TAKE_BACK, &params![&message.digest[..]])?;
    }
    Ok(Taken::Events(outcomes))
}

/// Completes one event and decides about it; `given` counts the numbers that the group has given out already.
fn decide(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    nomenclature: &Nomenclature,
    group: &mut Group<'_>,
    sender: Fingerprint,
    candidate: &Candidate,
    given: &mut u64,
) -> Result<Decided> {
    let refused = |class, pointer: &str| Ok(Decided::Refused(Refusal::at(class, pointer)));
    let Some(participant) = group.sender(tx, sender)?.get(&candidate.source).copied() else {
        return refused(Class::Authorisation, "/InformationSystemOID");
    };
    let oid = candidate.administration_oid.as_deref().unwrap_or(&candidate.provider_oid);
    let Some(administration) = named(tx, oid)?.0 else { return refused(Class::Schema, "/RequestedService/SPOID") };
    let Some(service) = named(tx, &candidate.service_oid)?.1 else { return refused(Class::Schema, "/RequestedService/ServiceOID") };
    let rnuseq = group.subject(tx, &candidate.subject)?.rnuseq_next(&candidate.source);
    let mut chance = [0; 10];
    ctx.random.fill(&mut chance);
    let supplement = Supplement {
        administration: eik(administration)?,
        service: service.parse::<ServiceNumber>().map_err(|_| Error::Damaged { what: "the service of an object identifier" })?,
        rnuseq,
        sourceseq: next(tx, participant)? + *given,
        received: ctx.now,
        chance,
    };
    // With a number of its own a message has one identifier for ever: it is then a repetition, whatever numbers would be given now.
    let id: EventId = candidate.id(ctx.now, chance);
    if candidate.number.is_some()
        && let Some(stored) = group.known(tx, participant, id)?
    {
        return Ok(stored);
    }
    let Some(event) = candidate.complete(supplement, nomenclature) else { return refused(Class::Schema, "/EventType") };
    let decided = group.decide(tx, sender, &Prepared::legacy(event, ctx.random.as_ref()))?;
    *given += u64::from(matches!(decided, Decided::New(_)));
    Ok(decided)
}

fn named(tx: &Tx<'_>, oid: &str) -> Result<(Option<i64>, Option<String>)> {
    Ok(tx.query_row(OID, &params![oid], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
}

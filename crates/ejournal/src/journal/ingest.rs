//! Ingestion: groups of events from many senders, in one transaction (`ejournal.md` §5).
//!
//! The one rule: each event is accepted or refused by itself; a group is only how they share one commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use store::log::Writer;
use store::{Tx, params};

use super::access::{Fingerprint, sources_of};
use super::group::{Decided, Group, offset_ms, outcome};
use super::prepare::Prepared;
use super::recent::{Recent, Touched};
use super::{Caller, Ctx, Result, lock};
use crate::event::Source;
use crate::flag::Flag;
use crate::nomenclature::Nomenclature;
use crate::refusal::{Class, Refusal};

const REFUSED: &str = "INSERT INTO journal_refusal (source, class, count, last_at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (source, class) DO UPDATE SET count = journal_refusal.count + excluded.count, last_at = excluded.last_at";
const CLOCK: &str = "UPDATE journal_source SET clock_offset = $2, clock_at = $3
    WHERE number = $1";

const CONFLICTS: &str = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM journal_refusal
    WHERE class = 'conflict' AND last_at >= $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[REFUSED, CLOCK, CONFLICTS];

/// What one call brought.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Who sends.
    pub sender: Fingerprint,
    /// What the sender's clock said, from `Date`.
    pub date: Option<Timestamp>,
    /// The events in their order.
    pub events: Arc<[Prepared]>,
}

/// An event that is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Index of its entry.
    pub index: u64,
    /// When the journal took it, ms since 1970 UTC.
    pub received_ms: i64,
    /// Its marks at that moment.
    pub flags: BTreeSet<Flag>,
}

/// What became of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    New(Accepted),
    /// The same bytes came before; this is where they are.
    Repeated(Accepted),
    /// It is not accepted, and nothing of it is kept.
    Refused(Refusal),
}

/// What became of the events of several calls.
#[derive(Debug)]
pub struct Ingested {
    /// For each call what became of each of its events.
    pub outcomes: Vec<Vec<Outcome>>,
    /// The services as they are now; for [`Recent::keep`] after the commit.
    pub touched: Touched,
}

/// Takes the events of several calls. The caller of `ctx` is of no meaning: each call has its sender.
///
/// Fails as a whole with [`super::Error::Store`] while the log refuses or is written by another process; nothing is stored then.
pub fn events_ingest(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    writer: Writer,
    nomenclature: &Nomenclature,
    recent: &Recent,
    calls: &[Submission],
) -> Result<Ingested> {
    lock(tx)?;
    let mut group = Group::new(ctx, nomenclature).with_recent(tx, recent)?;
    let mut refused = BTreeMap::new();
    let mut decided: Vec<Vec<Decided>> = Vec::with_capacity(calls.len());
    for call in calls {
        let mut of_call = Vec::with_capacity(call.events.len());
        for prepared in call.events.iter() {
            let one = group.decide(tx, call.sender, prepared)?;
            if let Decided::Refused(refusal) = &one {
                let own = group.sender(tx, call.sender)?;
                let named = prepared.source.as_ref().and_then(|source| own.get(source).copied());
                *refused.entry((named.unwrap_or_else(|| only(own)), refusal.class)).or_insert(0_i64) += 1;
            }
            of_call.push(one);
        }
        if let Some(date) = call.date {
            clock_note(tx, ctx, &mut group, call, date)?;
        }
        decided.push(of_call);
    }
    let (accepted, touched) = group.finish(tx, writer)?;
    refusals_add(tx, ctx, refused)?;
    let told = |of_call: Vec<Decided>| of_call.into_iter().map(|one| outcome(one, &accepted)).collect();
    Ok(Ingested { outcomes: decided.into_iter().map(told).collect(), touched })
}

/// Writes down the offset of the clock of the sources that spoke.
fn clock_note(tx: &mut Tx<'_>, ctx: &Ctx, group: &mut Group<'_>, call: &Submission, date: Timestamp) -> Result<()> {
    let sources: BTreeSet<_> = call.events.iter().filter_map(|prepared| prepared.source.as_ref()).collect();
    for source in sources {
        if let Some(number) = group.sender(tx, call.sender)?.get(source).copied() {
            tx.execute(CLOCK, &params![number, offset_ms(date, ctx.now), ctx.now_ms()])?;
        }
    }
    Ok(())
}

/// Counts a refusal that was certain before anything came to [`events_ingest`]: a body that is too large or no batch.
pub fn refusal_count(tx: &mut Tx<'_>, ctx: &Ctx, class: Class) -> Result<()> {
    let source = match ctx.caller {
        Caller::Certificate(fingerprint) => only(&sources_of(tx, fingerprint)?),
        Caller::Operator | Caller::Nobody => 0,
    };
    refusals_add(tx, ctx, BTreeMap::from([((source, class), 1)]))
}

/// How many events came a second time with other bytes, of sources where that happened since an instant, ms since 1970 (§5.1: an alarm).
pub fn conflicts(tx: &Tx<'_>, since_ms: i64) -> Result<i64> {
    Ok(tx.query_row(CONFLICTS, &params![since_ms], |row| row.get(0))?.unwrap_or(0))
}

/// To whom a refusal counts that names no source: the one source of the certificate, else nobody.
fn only(own: &BTreeMap<Source, u32>) -> u32 {
    own.values().next().copied().filter(|_| own.len() == 1).unwrap_or(0)
}

fn refusals_add(tx: &mut Tx<'_>, ctx: &Ctx, refused: BTreeMap<(u32, Class), i64>) -> Result<()> {
    for ((source, class), count) in refused {
        tx.execute(REFUSED, &params![source, class.name(), count, ctx.now_ms()])?;
    }
    Ok(())
}

//! Participants: the systems that report, their keys, what they may report about, and how complete their reports are.
//!
//! The one rule: every change of a participant is an entry of kind 2 in the log, so that nobody is let in or out unseen.

use std::ops::RangeInclusive;

use kernel::entity_number::{EntityKind, EntityNumber};
use kernel::reference_number::Reference;
use serde_json::json;
use store::{Tx, params};

use super::access::{may_read, participant, require_operator, require_source};
use super::figures::Moves;
use super::notice::{nomenclature_in_force, pend};
use super::numbers::ranges;
use super::recent::rewrote;
use super::subject::Subject;
use super::{Ctx, Error, Result, eik_number, instant, lock};
use crate::event::{Reason, Source};
use crate::sequence::{ClockVerdict, GapAge, clock_verdict, gap_age};
use crate::signature::PublicKey;

const BY_URN: &str = "SELECT number, state, clock_offset FROM journal_source
    WHERE urn = $1";
const ADD: &str = "INSERT INTO journal_source (number, urn, name, state, admitted_at)
    VALUES ($1, $2, $3, 'admitted', $4)
    ON CONFLICT DO NOTHING";
const SCOPE_ADD: &str = "INSERT INTO journal_scope (source, administration)
    VALUES ($1, $2)
    ON CONFLICT (source, administration) DO NOTHING";
const SCOPE_REMOVE: &str = "DELETE FROM journal_scope
    WHERE source = $1 AND administration = $2";
const STATE: &str = "UPDATE journal_source SET state = $2
    WHERE urn = $1 AND state <> $2";
const WINDOW: &str = "UPDATE journal_source SET migration_from = $2, migration_until = $3
    WHERE urn = $1";
const KEY_ADD: &str = "INSERT INTO journal_key (source, kid, algorithm, public, valid_from, valid_until)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (source, kid) DO NOTHING";
const KEY_END: &str = "UPDATE journal_key SET valid_until = $3
    WHERE source = $1 AND kid = $2";
const KEY: &str = "SELECT valid_from FROM journal_key
    WHERE source = $1 AND kid = $2";
const REFUSED: &str = "SELECT class, count FROM journal_refusal
    WHERE source = $1
    ORDER BY class";
const VOID_ADD: &str = "INSERT INTO journal_void (subject, source, rnuseq, reason, declared_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (subject, source, rnuseq) DO NOTHING";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[BY_URN, ADD, SCOPE_ADD, SCOPE_REMOVE, STATE, WINDOW, KEY_ADD, KEY_END, KEY, REFUSED, VOID_ADD];

/// LIMIT: characters of the name of a system.
const NAME_CHARS_MAX: usize = 200;

/// A system that is let in.
#[derive(Debug, Clone)]
pub struct Admit {
    /// Its number in the entries of the log; never 0, never used again.
    pub number: u32,
    /// Its identifier in events.
    pub source: Source,
    /// What people call it.
    pub name: String,
    /// The administrations about whose services it may report, by their ЕИК of nine digits.
    pub administrations: Vec<EntityNumber>,
}

/// Lets a system in, or widens the administrations of one that is in.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::SourceTaken`] when number or identifier belong to another one.
pub fn source_admit(tx: &mut Tx<'_>, ctx: &Ctx, admit: &Admit) -> Result<()> {
    require_operator(tx, ctx)?;
    let Admit { number, source, name, administrations } = admit;
    if *number == 0 {
        return Err(Error::Field { field: "number" });
    }
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Error::Field { field: "name" });
    }
    if administrations.iter().any(|eik| eik.kind() != EntityKind::Entity) {
        return Err(Error::Field { field: "administrations" });
    }
    tx.execute(ADD, &params![*number, source.as_str(), name, ctx.now_ms()])?;
    if find(tx, source)?.map(|found| found.number) != Some(*number) {
        return Err(Error::SourceTaken);
    }
    for eik in administrations {
        tx.execute(SCOPE_ADD, &params![*number, eik_number(eik)])?;
    }
    pend(
        tx,
        ctx,
        &json!({"notice": "participant", "change": "admitted", "number": number, "source": source, "name": name,
            "administrations": administrations.iter().map(EntityNumber::as_str).collect::<Vec<_>>()}),
    )
}

/// Takes nothing more from a system; what it reported stays.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::SourceUnknown`].
pub fn source_suspend(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source) -> Result<()> {
    state_set(tx, ctx, source, "suspended")
}

/// Lets a suspended system report again.
///
/// Fails as [`source_suspend`].
pub fn source_resume(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source) -> Result<()> {
    state_set(tx, ctx, source, "admitted")
}

fn state_set(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, state: &str) -> Result<()> {
    require_operator(tx, ctx)?;
    let number = require(tx, source)?;
    if tx.execute(STATE, &params![source.as_str(), state])? == 1 {
        pend(tx, ctx, &json!({"notice": "participant", "change": state, "number": number, "source": source}))?;
    }
    Ok(())
}

/// Opens the window in which a system may report what an older system knew (`ejournal.md` §5.4); the end is exclusive.
///
/// Fails as [`source_suspend`].
pub fn migration_window(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, from_ms: i64, until_ms: i64) -> Result<()> {
    require_operator(tx, ctx)?;
    let number = require(tx, source)?;
    tx.execute(WINDOW, &params![source.as_str(), from_ms, until_ms])?;
    let window = json!({"notice": "participant", "change": "migration", "number": number, "from_ms": from_ms, "until_ms": until_ms});
    pend(tx, ctx, &window)
}

/// Makes a key of a system known from `from_ms` to before `until_ms`. A name that is there only gets another end: that is how a key is
/// given up.
///
/// Fails as [`source_suspend`].
pub fn key_add(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, kid: &str, key: &PublicKey, from_ms: i64, until_ms: i64) -> Result<()> {
    require_operator(tx, ctx)?;
    let number = require(tx, source)?;
    if kid.is_empty() || kid.chars().count() > crate::limits::KEY_NAME_CHARS_MAX {
        return Err(Error::Field { field: "kid" });
    }
    let algorithm = key.algorithm().name();
    let is_new = tx.execute(KEY_ADD, &params![number, kid, algorithm, key.to_bytes(), from_ms, until_ms])? == 1;
    if !is_new {
        tx.execute(KEY_END, &params![number, kid, until_ms])?;
    }
    let change = if is_new { "key" } else { "key-end" };
    let public = kernel::secret::hex(&key.to_bytes());
    pend(
        tx,
        ctx,
        &json!({"notice": "participant", "change": change, "number": number, "kid": kid, "alg": algorithm, "public": public,
            "from_ms": from_ms, "until_ms": until_ms}),
    )
}

/// Gives a key of a system up: what it signed before `at_ms` stays signed, nothing is accepted from then on.
///
/// Fails as [`source_suspend`], with [`Error::Field`] when the system has no such key.
pub fn key_end(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, kid: &str, at_ms: i64) -> Result<()> {
    require_operator(tx, ctx)?;
    let number = require(tx, source)?;
    if tx.query_row(KEY, &params![number, kid], |row| row.get::<i64>(0))?.is_none() {
        return Err(Error::Field { field: "kid" });
    }
    tx.execute(KEY_END, &params![number, kid, at_ms])?;
    pend(tx, ctx, &json!({"notice": "participant", "change": "key-end", "number": number, "kid": kid, "until_ms": at_ms}))
}

/// Lets a system report about one more administration; a second time changes nothing.
///
/// Fails as [`source_suspend`], with [`Error::Field`] for a number that is not of an administration.
pub fn scope_add(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, administration: &EntityNumber) -> Result<()> {
    if administration.kind() != EntityKind::Entity {
        return Err(Error::Field { field: "administrations" });
    }
    scope_change(tx, ctx, source, administration, SCOPE_ADD, "scope")
}

/// Takes an administration away from what a system may report about; what it reported stays.
///
/// Fails as [`source_suspend`].
pub fn scope_remove(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, administration: &EntityNumber) -> Result<()> {
    scope_change(tx, ctx, source, administration, SCOPE_REMOVE, "scope-end")
}

fn scope_change(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, eik: &EntityNumber, sql: &'static str, change: &str) -> Result<()> {
    require_operator(tx, ctx)?;
    let number = require(tx, source)?;
    if tx.execute(sql, &params![number, eik_number(eik)])? == 1 {
        let notice = json!({"notice": "participant", "change": change, "number": number, "administrations": [eik.as_str()]});
        pend(tx, ctx, &notice)?;
    }
    Ok(())
}

/// A source as it is stored.
pub(super) struct Found {
    pub(super) number: u32,
    pub(super) state: String,
    pub(super) clock_offset_ms: Option<i64>,
}

pub(super) fn find(tx: &Tx<'_>, source: &Source) -> Result<Option<Found>> {
    let row = tx.query_row(BY_URN, &params![source.as_str()], |row| Ok((row.get::<i64>(0)?, row.get(1)?, row.get(2)?)))?;
    row.map(|(number, state, clock_offset_ms)| Ok(Found { number: participant(number)?, state, clock_offset_ms })).transpose()
}

/// The number of a source that must be there.
pub(super) fn require(tx: &Tx<'_>, source: &Source) -> Result<u32> {
    Ok(find(tx, source)?.ok_or(Error::SourceUnknown)?.number)
}

/// A number range that did not come, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The numbers that are missing.
    pub missing: RangeInclusive<u64>,
    /// How old it is.
    pub age: GapAge,
}

/// How a source stands with the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// `admitted` or `suspended`.
    pub state: String,
    /// The last `sourceseq` up to which nothing is missing, from the first one that came; none before the first.
    pub contiguous: Option<u64>,
    /// What is missing behind it.
    pub gaps: Vec<Gap>,
    /// Offset of its clock, ms; positive when it is behind.
    pub clock_offset_ms: Option<i64>,
    /// What the offset means.
    pub clock: ClockVerdict,
    /// How many of its events were refused, by class.
    pub refused: Vec<(String, u64)>,
}

/// How a source stands with the journal.
///
/// Fails with [`Error::Denied`] unless the source itself, an authority or the operator asks.
pub fn source_state(tx: &Tx<'_>, ctx: &Ctx, source: &Source) -> Result<SourceState> {
    if !may_read(tx, ctx, None)? && require_operator(tx, ctx).is_err() {
        require_source(tx, ctx, source)?;
    }
    let found = find(tx, source)?.ok_or(Error::SourceUnknown)?;
    let ranges = ranges(tx, found.number)?;
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    let mut gaps = Vec::new();
    for pair in ranges.windows(2) {
        let missing = number(pair[0].last) + 1..=number(pair[1].first) - 1;
        gaps.push(Gap { missing, age: gap_age(instant(pair[1].since)?, ctx.now) });
    }
    let offset = found.clock_offset_ms.unwrap_or(0);
    let date = instant(ctx.now_ms().saturating_sub(offset))?;
    let refused = tx.query(REFUSED, &params![found.number], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
    Ok(SourceState {
        state: found.state,
        contiguous: ranges.first().map(|range| number(range.last)),
        gaps,
        clock_offset_ms: found.clock_offset_ms,
        clock: clock_verdict(date, ctx.now),
        refused: refused.into_iter().map(|(class, count)| (class, number(count))).collect(),
    })
}

/// Declares that a number of the source's own order will never come (§5.2); the state of the service no longer waits for it.
///
/// Fails with [`Error::Denied`] for the source of another, with [`Error::Unknown`] when the source has reported nothing of the service,
/// with [`Error::VoidTaken`] when the number has come.
pub fn void_declare(tx: &mut Tx<'_>, ctx: &Ctx, source: &Source, number: &Reference, rnuseq: u32, reason: &Reason) -> Result<()> {
    let own = require_source(tx, ctx, source)?;
    lock(tx)?;
    let nomenclature = nomenclature_in_force(tx)?;
    let mut subject = Subject::load(tx, number, &nomenclature, ctx.now)?;
    let (Some(id), true) = (subject.id, subject.logged.iter().any(|logged| logged.participant == own)) else {
        return Err(Error::Unknown);
    };
    let came = subject.events.iter().any(|event| event.key.source == *source && event.rnuseq == rnuseq);
    if came || rnuseq == 0 {
        return Err(Error::VoidTaken);
    }
    // Said twice it is said once.
    tx.execute(VOID_ADD, &params![id, own, rnuseq, reason.as_str(), ctx.now_ms()])?;
    rewrote(tx)?;
    subject.voids.insert((source.clone(), rnuseq));
    subject.release(ctx.now);
    let mut moves = Moves::default();
    subject.save(tx, &nomenclature, ctx.now, &mut moves)?;
    moves.write(tx)
}

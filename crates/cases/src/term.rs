//! The term of a case: a ledger of events, from which the deadline is computed; the date in the row is only a copy for lists.

use std::collections::HashMap;

use jiff::Timestamp;
use kernel::calendar::Calendar;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::term::{Basis, DayNote, Ledger, LedgerEntry, Term, TermEvent, Warning};
use services::kit::Kit;
use store::{Row, Tx, params};

use crate::case_file::CaseFile;
use crate::error::Error;
use crate::timer;

const EVENTS: &str = "SELECT at, event, reason FROM term_event
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY seq";
const OF_CASES: &str = "SELECT case_id, at, event FROM term_event
    WHERE administration_id = $1 AND case_id >= $2 AND case_id <= $3
    ORDER BY case_id, seq";
const START: &str = "INSERT INTO term_event (administration_id, case_id, seq, at, event, reason)
    VALUES ($1, $2, 1, $3, $4, '')";
const APPEND: &str = "INSERT INTO term_event (administration_id, case_id, seq, at, event, reason)
    SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5 FROM term_event
    WHERE administration_id = $1 AND case_id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[EVENTS, OF_CASES, START, APPEND];

/// Per cents of the term at which people are warned (`domain.md` §7.2).
pub const WARNING_PERCENTS: [u8; 2] = [50, 80];

/// The term a case has by its kit and speed.
pub fn case_term(kit: &Kit, case: &CaseFile) -> Result<Term, Error> {
    let speed = services::kit::Speed::from_word(&case.speed).ok_or(Error::NotOffered { what: "speed" })?;
    kit.term(speed).ok_or(Error::NotOffered { what: "speed" })
}

/// A ledger event with the reason a person gave for it.
#[derive(Debug, Clone)]
pub struct TermFact {
    /// The event.
    pub entry: LedgerEntry,
    /// The reason, may be empty.
    pub reason: String,
}

/// The events of a case's term, in order.
pub(crate) fn facts(tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> Result<Vec<TermFact>, Error> {
    Ok(tx.query(EVENTS, &params![administration, case], |row| Ok(TermFact { entry: entry(row, 0)?, reason: row.get(2)? }))?)
}

/// The entry of a ledger whose instant stands in `column` and whose event in the next.
fn entry(row: &Row<'_>, column: usize) -> store::Result<LedgerEntry> {
    let at = Timestamp::from_millisecond(row.get(column)?).map_err(|_| store::Error::Column { column })?;
    Ok(LedgerEntry { at, event: serde_json::from_str(&row.get::<String>(column + 1)?)? })
}

/// The ledger of a case.
pub(crate) fn ledger(tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> Result<Ledger, Error> {
    ledger_of(facts(tx, administration, case)?.into_iter().map(|fact| fact.entry).collect())
}

/// The ledgers of the cases from one to another, both included.
pub(crate) fn ledgers(
    tx: &Tx<'_>,
    administration: AdministrationId,
    (first, last): (CaseId, CaseId),
) -> Result<HashMap<CaseId, Ledger>, Error> {
    let mut entries: HashMap<CaseId, Vec<LedgerEntry>> = HashMap::new();
    let rows = tx.query(OF_CASES, &params![administration, first, last], |row| Ok((row.get(0)?, entry(row, 1)?)))?;
    rows.into_iter().for_each(|(case, entry)| entries.entry(case).or_default().push(entry));
    entries.into_iter().map(|(case, entries)| Ok((case, ledger_of(entries)?))).collect()
}

fn ledger_of(entries: Vec<LedgerEntry>) -> Result<Ledger, Error> {
    Ledger::from_entries(entries).map_err(|error| Error::Process { reason: error.to_string() })
}

/// Whether the term stands still.
pub(crate) fn is_paused(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<bool, Error> {
    Ok(ledger(tx, ctx.administration_id, case)?.paused().is_some())
}

fn append(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, event: TermEvent, reason: &str) -> Result<(), Error> {
    let text = serde_json::to_string(&event).map_err(store::Error::from)?;
    tx.execute(APPEND, &params![ctx.administration_id, case, ctx.now_ms(), text, reason])?;
    Ok(())
}

/// Starts the term of a new case and sets its deadline.
pub(crate) fn start(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile) -> Result<(), Error> {
    let text = serde_json::to_string(&TermEvent::Started).map_err(store::Error::from)?;
    tx.execute(START, &params![ctx.administration_id, case.id, ctx.now_ms(), text])?;
    recompute(tx, ctx, kit, case)
}

/// Records an event of the term and sets the deadline anew. An event that changes nothing in this state is refused.
pub(crate) fn record(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile, event: TermEvent, reason: &str) -> Result<(), Error> {
    let mut known = ledger(tx, ctx.administration_id, case.id)?;
    known.record(ctx.now, event).map_err(|error| Error::Process { reason: error.to_string() })?;
    append(tx, ctx, case.id, event, reason)?;
    recompute(tx, ctx, kit, case)
}

/// Ends the term if it still runs.
pub(crate) fn end(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile) -> Result<(), Error> {
    if ledger(tx, ctx.administration_id, case.id)?.ended_at().is_none() {
        record(tx, ctx, kit, case, TermEvent::Ended, "")?;
    }
    Ok(())
}

/// Computes the deadline from the ledger and arms the warnings.
pub(crate) fn recompute(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile) -> Result<(), Error> {
    let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
    let ledger = ledger(tx, ctx.administration_id, case.id)?;
    let term = case_term(kit, case)?;
    let basis = Basis::new(&calendar).at(ctx.now);
    let deadline = ledger.deadline_on(term, &basis);
    case.deadline_on = Some(deadline.last_day);
    case.term_paused = deadline.paused;
    case.term_extended = ledger.entries().iter().any(|entry| matches!(entry.event, TermEvent::Extended { .. }));
    let warnings = if deadline.ended || deadline.paused { Vec::new() } else { ledger.warnings(term, &basis, &WARNING_PERCENTS) };
    timer::warnings_set(tx, ctx, case.id, &warnings)
}

/// Sets the columns of a case that repeat its ledger. A date that moves because the term stands still is left as it was last computed.
pub(crate) fn retell(ctx: &Ctx, kit: &Kit, calendar: &Calendar, ledger: &Ledger, case: &mut CaseFile) -> Result<(), Error> {
    case.term_paused = ledger.paused().is_some();
    case.term_extended = ledger.entries().iter().any(|entry| matches!(entry.event, TermEvent::Extended { .. }));
    if !case.term_paused {
        let at = ledger.entries().last().map_or(ctx.now, |entry| entry.at);
        case.deadline_on = Some(ledger.deadline_on(case_term(kit, case)?, &Basis::new(calendar).at(at)).last_day);
    }
    Ok(())
}

/// The explanation of a term day by day (P-20), with the events behind it.
#[derive(Debug, Clone)]
pub struct TermExplanation {
    /// Its length.
    pub term: Term,
    /// The events.
    pub facts: Vec<TermFact>,
    /// Each day and why it counts or not.
    pub days: Vec<DayNote>,
    /// Last day.
    pub last_day: jiff::civil::Date,
    /// Stands still now.
    pub paused: bool,
    /// Is over.
    pub ended: bool,
    /// Days that remain, negative when overdue.
    pub remaining_days: i64,
    /// Moments of warning.
    pub warnings: Vec<Warning>,
}

/// Explains the term of a case the actor may see.
pub fn term_explain(tx: &Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<TermExplanation, Error> {
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
    let facts = facts(tx, ctx.administration_id, case.id)?;
    let ledger = ledger(tx, ctx.administration_id, case.id)?;
    let term = case_term(&kit, case)?;
    let basis = Basis::new(&calendar).at(ctx.now);
    let deadline = ledger.deadline_on(term, &basis);
    Ok(TermExplanation {
        term,
        days: ledger.explain(term, &basis),
        last_day: deadline.last_day,
        paused: deadline.paused,
        ended: deadline.ended,
        remaining_days: ledger.remaining_days(term, &calendar, ctx.today()),
        warnings: ledger.warnings(term, &basis, &WARNING_PERCENTS),
        facts,
    })
}

/// Explains the term a case would have if it were filed now, for the receipt preview and the start page.
pub fn term_preview(tx: &Tx<'_>, ctx: &Ctx, term: Term) -> Result<jiff::civil::Date, Error> {
    let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
    Ok(Ledger::started(ctx.now).deadline(term, &calendar).last_day)
}

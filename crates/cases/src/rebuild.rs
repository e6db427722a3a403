//! Everything that follows the history, made anew from it: the words of the search, the statistics, and the columns of lists that
//! repeat what the history and the ledger of terms say.
//!
//! The one rule: what comes out is what the commands had written, row by row; where it is not, the row is put right and counted. Reading
//! goes ahead in snapshots of its own, writing is small commands between which people go on working.

use std::collections::HashMap;

use kernel::calendar::Calendar;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::term::{Ledger, LedgerError};
use serde_json::Value as Json;
use store::{Tx, params};

use crate::case_file::{self, CaseFile, columns};
use crate::error::Error;
pub use crate::search::Word;
use crate::status::Status;
use crate::{search, term};

/// LIMIT: cases read in one snapshot.
const CASES_MAX: i64 = 250;
/// LIMIT: words taken out of the index in one command.
const CLEARED_MAX: i64 = 2_000;

const PAGE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM case_file
    WHERE administration_id = $1 AND id > $2
    ORDER BY id LIMIT $3"
);
const STATUSES: &str = "SELECT case_id, at, data FROM history
    WHERE administration_id = $1 AND case_id >= $2 AND case_id <= $3 AND kind = 'StatusChanged'
    ORDER BY case_id, seq";
const CORRECT: &str = "UPDATE case_file SET
    status = $3, is_open = $4, decided_at = $5, decided_in_term = $6, closed_at = $7, deadline_on = $8, term_paused = $9,
    term_extended = $10, revision = revision + 1
    WHERE administration_id = $1 AND id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[PAGE, STATUSES, CORRECT];

/// Takes some of the old words out of the index; answers whether there were any.
pub fn words_clear(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<bool, Error> {
    Ok(search::clear(tx, ctx, CLEARED_MAX)? > 0)
}

/// Writes words into the index; cheapest where they are neighbours.
pub fn words_write(tx: &mut Tx<'_>, ctx: &Ctx, words: &[Word]) -> Result<(), Error> {
    search::words_write(tx, ctx, words)
}

/// Cases as they were read.
#[derive(Debug, Clone)]
pub struct Page {
    /// The last of them; the next page begins after it.
    pub last: CaseId,
    /// How many.
    pub cases: i64,
    /// Their words.
    pub words: Vec<Word>,
    /// Those whose row does not agree with the history.
    pub differing: Vec<CaseId>,
}

/// Reads the cases after one, or the first; `None` when there are no more.
pub fn cases_read(tx: &Tx<'_>, ctx: &Ctx, after: Option<CaseId>) -> Result<Option<Page>, Error> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let cases = tx.query(PAGE, &params![ctx.administration_id, after, CASES_MAX], case_file::read)?;
    let (Some(first), Some(last)) = (cases.first(), cases.last()) else { return Ok(None) };
    let past = Past::read(tx, ctx.administration_id, (first.id, last.id))?;
    let mut differing = Vec::new();
    for case in &cases {
        if past.retold(tx, ctx, case)? != *case {
            differing.push(case.id);
        }
    }
    let words = cases.iter().flat_map(search::words_of).collect();
    Ok(Some(Page { last: last.id, cases: cases.len() as i64, words, differing }))
}

/// Puts the columns of some cases right that repeat the history; answers in how many one was wrong. Somebody may have worked on a case
/// since it was read: what is written is told again while nobody can.
pub fn cases_correct(tx: &mut Tx<'_>, ctx: &Ctx, cases: &[CaseId]) -> Result<i64, Error> {
    let mut corrected = 0;
    for case in cases {
        corrected += i64::from(case_correct(tx, ctx, *case)?);
    }
    Ok(corrected)
}

fn case_correct(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<bool, Error> {
    let held = case_file::hold(tx, ctx.administration_id, case)?;
    let told = Past::read(tx, ctx.administration_id, (case, case))?.retold(tx, ctx, &held)?;
    if told == held {
        return Ok(false);
    }
    tx.execute(
        CORRECT,
        &params![
            ctx.administration_id,
            told.id,
            told.status.identifier(),
            !told.status.is_final(),
            told.decided_at,
            told.decided_in_term,
            told.closed_at,
            told.deadline_on,
            told.term_paused,
            told.term_extended
        ],
    )?;
    Ok(true)
}

/// What happened to some neighbouring cases.
struct Past {
    statuses: HashMap<CaseId, Vec<StatusChange>>,
    ledgers: HashMap<CaseId, Ledger>,
    calendar: Calendar,
}

/// A change of status as the history has it.
struct StatusChange {
    at: i64,
    data: Json,
}

impl Past {
    fn read(tx: &Tx<'_>, administration: AdministrationId, (first, last): (CaseId, CaseId)) -> Result<Past, Error> {
        let mut statuses: HashMap<CaseId, Vec<StatusChange>> = HashMap::new();
        let rows = tx.query(STATUSES, &params![administration, first, last], |row| {
            Ok((row.get::<CaseId>(0)?, StatusChange { at: row.get(1)?, data: row.get(2)? }))
        })?;
        rows.into_iter().for_each(|(case, change)| statuses.entry(case).or_default().push(change));
        let ledgers = term::ledgers(tx, administration, (first, last))?;
        Ok(Past { statuses, ledgers, calendar: services::calendar::calendar(tx, administration)? })
    }

    /// The case as its history and its ledger tell it.
    fn retold(&self, tx: &Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<CaseFile, Error> {
        let mut told = CaseFile { status: Status::Registered, decided_at: None, closed_at: None, ..case.clone() };
        for StatusChange { at, data } in self.statuses.get(&case.id).into_iter().flatten() {
            let Some(to) = data["to"].as_str().and_then(Status::from_identifier) else { continue };
            told.status = to;
            if to.is_decided() && told.decided_at.is_none() {
                told.decided_at = Some(*at);
                if let Some(in_term) = data.get("in_term") {
                    told.decided_in_term = in_term.as_bool();
                }
            }
            if to.is_final() {
                told.closed_at = Some(*at);
            }
        }
        if told.decided_at.is_none() {
            told.decided_in_term = None;
        }
        let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
        let ledger = self.ledgers.get(&case.id).ok_or_else(|| Error::Process { reason: LedgerError::NotStarted.to_string() })?;
        term::retell(ctx, &kit, &self.calendar, ledger, &mut told)?;
        Ok(told)
    }
}

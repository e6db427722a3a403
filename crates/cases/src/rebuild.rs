//! Everything that follows the history, made anew from it: the words of the search, the statistics, and the columns of lists that
//! repeat what the history and the ledger of terms say.
//!
//! The one rule: what comes out is what the commands had written, row by row; where it is not, the row is put right and counted.

use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use store::{Tx, history, params};

use crate::case_file::{self, CaseFile, columns};
use crate::error::Error;
use crate::status::Status;
use crate::{search, statistic, term};

/// LIMIT: cases of one transaction.
const CASES_MAX: i64 = 100;
/// LIMIT: words taken out of the index in one transaction.
const WORDS_MAX: i64 = 2_000;

const PAGE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM case_file
    WHERE administration_id = $1 AND id > $2
    ORDER BY id LIMIT $3"
);
const CORRECT: &str = "UPDATE case_file SET
    status = $3, is_open = $4, decided_at = $5, decided_in_term = $6, closed_at = $7, deadline_on = $8, term_paused = $9,
    term_extended = $10, revision = revision + 1
    WHERE administration_id = $1 AND id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[PAGE, CORRECT];

/// How far the rebuilding has come; given to the next step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// The last case that was done.
    after: Option<CaseId>,
    /// Cases done.
    pub cases: i64,
    /// Of them those whose row did not agree with the history.
    pub corrected: i64,
    /// Facts of the history counted.
    pub facts: i64,
}

/// Stages of the rebuilding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// The old words are taken out of the index.
    #[default]
    Clearing,
    /// Case by case: its words, and the columns of lists.
    Cases,
    /// The history is counted anew.
    Counting,
    /// Nothing is left to do.
    Done,
}

/// One step of the rebuilding, in one transaction; people go on working between two of them.
pub fn rebuild_step(tx: &mut Tx<'_>, ctx: &Ctx, mut progress: Progress) -> Result<Progress, Error> {
    match progress.stage {
        Stage::Clearing => {
            if search::clear(tx, ctx, WORDS_MAX)? == 0 {
                progress.stage = Stage::Cases;
            }
        }
        Stage::Cases => {
            let after = progress.after.map(|id| id.to_string()).unwrap_or_default();
            let cases = tx.query(PAGE, &params![ctx.administration_id, after, CASES_MAX], case_file::read)?;
            search::index(tx, ctx, &cases.iter().collect::<Vec<_>>())?;
            for case in &cases {
                progress.corrected += i64::from(correct(tx, ctx, case)?);
            }
            progress.cases += cases.len() as i64;
            match cases.last() {
                Some(last) => progress.after = Some(last.id),
                None => {
                    statistic::clear(tx, ctx.administration_id)?;
                    progress.stage = Stage::Counting;
                }
            }
        }
        Stage::Counting => {
            let facts = statistic::statistic_follow(tx, ctx.administration_id)?;
            progress.facts += facts;
            if facts == 0 {
                progress.stage = Stage::Done;
            }
        }
        Stage::Done => {}
    }
    Ok(progress)
}

/// Puts the columns right that repeat the history; answers whether one was wrong.
fn correct(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<bool, Error> {
    let told = retold(tx, ctx, case)?;
    if told == *case {
        return Ok(false);
    }
    // Somebody may have worked on the case since it was read: what is written is told again while nobody can.
    let held = case_file::hold(tx, ctx.administration_id, case.id)?;
    let told = retold(tx, ctx, &held)?;
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

/// The case as its history and its ledger tell it.
fn retold(tx: &Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<CaseFile, Error> {
    let mut told = CaseFile { status: Status::Registered, decided_at: None, closed_at: None, ..case.clone() };
    for fact in history::of_case(tx, ctx.administration_id, case.id)? {
        let to = (fact.kind == "StatusChanged").then(|| fact.data["to"].as_str().and_then(Status::from_identifier)).flatten();
        let Some(to) = to else { continue };
        told.status = to;
        if to.is_decided() && told.decided_at.is_none() {
            told.decided_at = Some(fact.at);
            if let Some(in_term) = fact.data.get("in_term") {
                told.decided_in_term = in_term.as_bool();
            }
        }
        if to.is_final() {
            told.closed_at = Some(fact.at);
        }
    }
    if told.decided_at.is_none() {
        told.decided_in_term = None;
    }
    term::retell(tx, ctx, &mut told)?;
    Ok(told)
}

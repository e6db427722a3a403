//! Finding a case: exact numbers first, then words of names, identifiers and addresses, whatever keyboard or alphabet they were typed in.
//!
//! The one rule: the cost does not grow with the number of cases. A word of the query is first turned into the words of the index that
//! begin with it; their cases are walked side by side, from the latest on ([`cases_with`]). Terms and stems are those of
//! [`kernel::search_text`], the same on both databases (`docs/design/006-search.md`).

mod walk;

use std::sync::LazyLock;

use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use kernel::search_text;
use store::table::Insert;
use store::{Tx, params};

use crate::case_file::{self, CaseFile};
use crate::error::Error;
use crate::tracking;

pub use walk::cases_with;

/// Most results of one search.
pub const RESULTS_MAX: usize = 50;
/// Most words of a query that are looked at.
const WORDS_MAX: usize = 6;
/// LIMIT: words of the index that one word of a query may stand for; a longer beginning finds the rest.
const TERMS_MAX: usize = 24;

const NEXT_TERM: &str = "SELECT term FROM case_term
    WHERE administration_id = $1 AND term > $2 AND term < $3
    ORDER BY term LIMIT 1";
const HAS_TERM: &str = "SELECT 1 FROM case_term
    WHERE administration_id = $1 AND term = $2 LIMIT 1";
const CLEAR: &str = "DELETE FROM case_term
    WHERE administration_id = $1 AND (term, case_id) IN (
        SELECT term, case_id FROM case_term WHERE administration_id = $1 ORDER BY term, case_id LIMIT $2)";

static INSERT: LazyLock<Insert> =
    LazyLock::new(|| Insert::into_columns("case_term", &["administration_id", "term", "case_id"]).passing_over_known());

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[NEXT_TERM, HAS_TERM, walk::PIECE, CLEAR];

/// The words under which a case is found.
fn terms_of(case: &CaseFile) -> Vec<String> {
    let mut terms = search_text::terms(&case.applicant_name);
    terms.extend(search_text::terms(&case.address));
    let exact = [&case.applicant_identifier, &case.email, &case.phone, &case.incoming_number];
    terms.extend(exact.into_iter().map(|text| text.to_lowercase()).filter(|text| !text.is_empty()));
    terms.sort();
    terms.dedup();
    terms
}

/// A word under which a case is found. They sort as the index keeps them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    term: String,
    case: CaseId,
}

/// The words of a case.
pub(crate) fn words_of(case: &CaseFile) -> impl Iterator<Item = Word> {
    let id = case.id;
    terms_of(case).into_iter().map(move |term| Word { term, case: id })
}

/// Writes words into the index.
pub(crate) fn words_write(tx: &mut Tx<'_>, ctx: &Ctx, words: &[Word]) -> Result<(), Error> {
    let rows: Vec<_> = words.iter().map(|word| params![ctx.administration_id, word.term.as_str(), word.case]).collect();
    tx.insert_many(&INSERT, &rows)?;
    Ok(())
}

/// Writes the words of a case.
pub(crate) fn index(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<(), Error> {
    words_write(tx, ctx, &words_of(case).collect::<Vec<_>>())
}

/// Takes up to `limit` words out of the index; answers how many.
pub(crate) fn clear(tx: &mut Tx<'_>, ctx: &Ctx, limit: i64) -> Result<u64, Error> {
    Ok(tx.execute(CLEAR, &params![ctx.administration_id, limit])?)
}

/// The first text after every text that begins with `prefix`.
fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// What a search found.
#[derive(Debug, Clone)]
pub enum Found {
    /// A number, code or scanned slip that names exactly one case: the page opens it at once.
    One(CaseId),
    /// Cases whose words begin with those of the query, the latest first, at most [`RESULTS_MAX`].
    Many(Vec<CaseFile>),
}

/// Searches the cases of the administration (D-06). A scanned slip is plain typing: its barcode is the УРИ, its QR an address.
pub fn case_search(tx: &Tx<'_>, ctx: &Ctx, query: &str) -> Result<Found, Error> {
    ctx.require(Permission::CaseRead)?;
    let query: String = query.trim().chars().take(200).collect();
    if let Some(case) = tracking::case_by_number(tx, ctx, &query)? {
        return Ok(Found::One(case.id));
    }
    if let Ok(code) = kernel::status_code::StatusCode::parse(&query)
        && let Some(case) = case_file::by_status_code(tx, ctx.administration_id, &crate::codes::status_hash(&ctx.key, &code))?
    {
        return Ok(Found::One(case.id));
    }
    let token = query.rsplit('/').next().unwrap_or_default();
    if token.len() == 24
        && let Some(case) = case_file::by_track_token(tx, ctx.administration_id, &crate::codes::track_hash(&ctx.key, token))?
    {
        return Ok(Found::One(case.id));
    }
    if query.contains('@') || query.chars().any(|c| c.is_ascii_digit()) {
        let found = cases_with(tx, ctx.administration_id, &[terms_for(tx, ctx, &[query.to_lowercase()])?], RESULTS_MAX)?;
        if !found.is_empty() {
            return Ok(Found::Many(load(tx, ctx, found)?));
        }
    }
    let words = search_text::query_variants(&query).into_iter().take(WORDS_MAX);
    let words = words.map(|variants| terms_for(tx, ctx, &variants)).collect::<Result<Vec<_>, _>>()?;
    Ok(Found::Many(load(tx, ctx, cases_with(tx, ctx.administration_id, &words, RESULTS_MAX)?)?))
}

/// The words of the index that a word of a query may stand for: those that are it, then those that begin with it.
fn terms_for(tx: &Tx<'_>, ctx: &Ctx, variants: &[String]) -> Result<Vec<String>, Error> {
    let mut terms: Vec<String> = Vec::new();
    for variant in variants.iter().filter(|variant| !variant.is_empty()) {
        if tx.query_row(HAS_TERM, &params![ctx.administration_id, variant], |_| Ok(()))?.is_some() && !terms.contains(variant) {
            terms.push(variant.clone());
        }
    }
    for variant in variants.iter().filter(|variant| !variant.is_empty()) {
        let mut last = variant.clone();
        while terms.len() < TERMS_MAX {
            let next = tx.query_row(NEXT_TERM, &params![ctx.administration_id, &last, after(variant)], |row| row.get::<String>(0))?;
            let Some(next) = next else { break };
            if !terms.contains(&next) {
                terms.push(next.clone());
            }
            last = next;
        }
    }
    terms.truncate(TERMS_MAX);
    Ok(terms)
}

fn load(tx: &Tx<'_>, ctx: &Ctx, ids: Vec<CaseId>) -> Result<Vec<CaseFile>, Error> {
    ids.into_iter().map(|id| case_file::get(tx, ctx.administration_id, id)).collect()
}

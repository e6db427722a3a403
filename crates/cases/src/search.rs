//! Finding a case: exact numbers first, then words of names, identifiers and addresses, whatever keyboard or alphabet they were typed in.

use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use kernel::search_text;
use store::{Tx, params};

use crate::case_file::{self, CaseFile};
use crate::error::Error;
use crate::tracking;

/// Most results of one search.
pub const RESULTS_MAX: i64 = 50;
/// Most words of a query that are looked at.
const WORDS_MAX: usize = 6;

const CLEAR: &str = "DELETE FROM case_term
    WHERE administration_id = $1 AND case_id = $2";
const INSERT: &str = "INSERT INTO case_term (administration_id, term, case_id)
    VALUES ($1, $2, $3)
    ON CONFLICT (administration_id, term, case_id) DO NOTHING";
const PREFIX: &str = "SELECT DISTINCT case_id FROM case_term
    WHERE administration_id = $1 AND term >= $2 AND term < $3
    ORDER BY case_id DESC LIMIT $4";
const HAS_PREFIX: &str = "SELECT 1 FROM case_term
    WHERE administration_id = $1 AND case_id = $2 AND term >= $3 AND term < $4 LIMIT 1";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[CLEAR, INSERT, PREFIX, HAS_PREFIX];

/// Writes the words of a case, replacing those it had.
pub(crate) fn index(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<(), Error> {
    if case.revision > 1 {
        tx.execute(CLEAR, &params![ctx.administration_id, case.id])?;
    }
    let mut terms = search_text::terms(&case.applicant_name);
    terms.extend(search_text::terms(&case.address));
    let exact = [&case.applicant_identifier, &case.email, &case.phone, &case.incoming_number];
    terms.extend(exact.into_iter().map(|text| text.to_lowercase()).filter(|text| !text.is_empty()));
    terms.sort();
    terms.dedup();
    for term in terms {
        tx.execute(INSERT, &params![ctx.administration_id, term, case.id])?;
    }
    Ok(())
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
    let mut words: Vec<Vec<String>> = vec![];
    if query.contains('@') || query.chars().any(|c| c.is_ascii_digit()) {
        let exact = query.to_lowercase();
        let found = by_prefix(tx, ctx, &exact)?;
        if !found.is_empty() {
            return Ok(Found::Many(load(tx, ctx, found)?));
        }
    }
    words.extend(search_text::query_variants(&query).into_iter().take(WORDS_MAX));
    let Some((first, rest)) = words.split_first() else { return Ok(Found::Many(Vec::new())) };
    let mut candidates = Vec::new();
    for variant in first {
        candidates.extend(by_prefix(tx, ctx, variant)?);
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates.reverse();
    let mut matching = Vec::new();
    for id in candidates {
        if rest.iter().map(|variants| has_any(tx, ctx, id, variants)).collect::<Result<Vec<_>, _>>()?.into_iter().all(|has| has) {
            matching.push(id);
        }
        if matching.len() as i64 >= RESULTS_MAX {
            break;
        }
    }
    Ok(Found::Many(load(tx, ctx, matching)?))
}

fn by_prefix(tx: &Tx<'_>, ctx: &Ctx, prefix: &str) -> Result<Vec<CaseId>, Error> {
    if prefix.is_empty() {
        return Ok(Vec::new());
    }
    let limit = RESULTS_MAX * 20;
    Ok(tx.query(PREFIX, &params![ctx.administration_id, prefix, after(prefix), limit], |row| row.get(0))?)
}

fn has_any(tx: &Tx<'_>, ctx: &Ctx, id: CaseId, variants: &[String]) -> Result<bool, Error> {
    for variant in variants {
        let found = tx.query_row(HAS_PREFIX, &params![ctx.administration_id, id, variant, after(variant)], |_| Ok(()))?;
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn load(tx: &Tx<'_>, ctx: &Ctx, ids: Vec<CaseId>) -> Result<Vec<CaseFile>, Error> {
    ids.into_iter().take(usize::try_from(RESULTS_MAX).unwrap_or(50)).map(|id| case_file::get(tx, ctx.administration_id, id)).collect()
}

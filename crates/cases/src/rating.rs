//! Ratings: once per service, from 1 to 5, with reasons and a comment.

use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use serde_json::json;
use store::{Tx, history, params};

use crate::error::Error;

/// Reasons a person may tick; labels in the text catalogue under `rating-reason-<code>`.
pub const REASONS: [&str; 6] = ["speed", "clarity", "staff", "online", "result", "fee"];

const INSERT: &str = "INSERT INTO rating (administration_id, case_id, score, reasons, comment, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (administration_id, case_id) DO NOTHING";
const OF_CASE: &str = "SELECT score, reasons, comment, created_at FROM rating
    WHERE administration_id = $1 AND case_id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, OF_CASE];

/// A given rating.
#[derive(Debug, Clone)]
pub struct Rating {
    /// From 1 to 5.
    pub score: i64,
    /// Codes of [`REASONS`].
    pub reasons: Vec<String>,
    /// The person's words.
    pub comment: String,
    /// When, ms since 1970 UTC.
    pub created_at: i64,
}

/// Rates the service of a case, once. Fails with [`Error::Rated`] the second time.
pub fn service_rate(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, score: i64, reasons: &[String], comment: &str) -> Result<(), Error> {
    ctx.require_own_case(case)?;
    if !(1..=5).contains(&score) {
        return Err(Error::Missing { what: "score" });
    }
    let known: Vec<&str> = REASONS.into_iter().filter(|code| reasons.iter().any(|reason| reason == code)).collect();
    let comment: String = comment.trim().chars().take(2_000).collect();
    let inserted = tx.execute(INSERT, &params![ctx.administration_id, case, score, known.join(","), comment, ctx.now_ms()])?;
    if inserted == 0 {
        return Err(Error::Rated);
    }
    history::append(tx, ctx, history::Event::of_case(case, "ServiceRated", json!({ "score": score })))?;
    Ok(())
}

/// The rating of a case, if it was given.
pub fn rating_get(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Option<Rating>, Error> {
    Ok(tx.query_row(OF_CASE, &params![ctx.administration_id, case], |row| {
        let reasons = row.get::<String>(1)?;
        Ok(Rating {
            score: row.get(0)?,
            reasons: reasons.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            comment: row.get(2)?,
            created_at: row.get(3)?,
        })
    })?)
}

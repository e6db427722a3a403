//! How often each service is asked for, for the first page of the portal.
//!
//! The one rule: the cost does not grow with the number of cases; only the latest applications are counted.

use kernel::ctx::Ctx;
use store::{Tx, params};

use crate::error::Error;

/// LIMIT: applications that are counted, the latest ones.
pub const COUNTED_MAX: i64 = 2_000;

const LATEST: &str = "SELECT service_code, COUNT(*) FROM (
        SELECT service_code FROM case_file
        WHERE administration_id = $1 AND filed_at >= $2
        ORDER BY filed_at DESC, id DESC LIMIT $3
    ) AS latest
    GROUP BY service_code";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[LATEST];

/// How many of the latest applications since an instant (ms since 1970 UTC) were for each service. Tells nothing about any of them.
pub fn service_usage(tx: &Tx<'_>, ctx: &Ctx, since: i64) -> Result<Vec<(String, i64)>, Error> {
    Ok(tx.query(LATEST, &params![ctx.administration_id, since, COUNTED_MAX], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

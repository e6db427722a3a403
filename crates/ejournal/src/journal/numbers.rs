//! Numbers that the journal gives to service codes, and the numbers `sourceseq` that came.
//!
//! The one rule: a service code has one number for ever; what came of a source is kept as ranges, so that its gaps cost nothing to find.

use std::collections::BTreeMap;

use serde_json::json;
use store::log::Sealed;
use store::{Tx, params};

use super::notice::notice;
use super::{Ctx, Error, Result};

const SERVICE: &str = "SELECT number FROM journal_service
    WHERE code = $1";
const SERVICE_LAST: &str = "SELECT COALESCE(MAX(number), 0) FROM journal_service";
const SERVICE_NUMBERS: &str = "SELECT number FROM journal_service
    WHERE number = $1";
const SERVICE_ADD: &str = "INSERT INTO journal_service (number, code)
    VALUES ($1, $2)";
const RANGES: &str = "SELECT first, last, since FROM journal_range
    WHERE source = $1
    ORDER BY first";
const RANGE_AROUND: &str = "SELECT first, last, since FROM journal_range
    WHERE source = $1 AND first <= $2
    ORDER BY first DESC LIMIT 1";
const RANGE_AT: &str = "SELECT first, last, since FROM journal_range
    WHERE source = $1 AND first = $2";
const RANGE_DROP: &str = "DELETE FROM journal_range
    WHERE source = $1 AND first = $2";
const RANGE_PUT: &str = "INSERT INTO journal_range (source, first, last, since)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (source, first) DO UPDATE SET last = excluded.last";
const RANGE_LAST: &str = "SELECT last FROM journal_range
    WHERE source = $1
    ORDER BY first DESC LIMIT 1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] =
    &[SERVICE, SERVICE_LAST, SERVICE_NUMBERS, SERVICE_ADD, RANGES, RANGE_AROUND, RANGE_AT, RANGE_DROP, RANGE_PUT, RANGE_LAST];

/// Numbers for codes that are no number themselves begin here, above every code that is one.
const OWN_NUMBERS: i64 = 1_000_000;

/// The numbers of service codes that a group has met.
#[derive(Debug, Default)]
pub(super) struct Services(BTreeMap<String, u32>);

impl Services {
    /// The number of a code; a new one is published by the notice that comes with it. A code that is a number is its own.
    pub(super) fn number(&mut self, tx: &mut Tx<'_>, ctx: &Ctx, code: &str) -> Result<(u32, Option<Sealed>)> {
        if let Some(known) = self.0.get(code) {
            return Ok((*known, None));
        }
        let found = tx.query_row(SERVICE, &params![code], |row| row.get::<i64>(0))?;
        let number = match found {
            Some(number) => number,
            None => {
                let own = code.parse::<i64>().ok().filter(|own| (1..OWN_NUMBERS).contains(own) && own.to_string() == code);
                let is_free = |tx: &Tx<'_>, own: i64| tx.query_row(SERVICE_NUMBERS, &params![own], |_| Ok(())).map(|row| row.is_none());
                let number = match own {
                    Some(own) if is_free(tx, own)? => own,
                    _ => tx.query_row(SERVICE_LAST, &[], |row| row.get::<i64>(0))?.unwrap_or(0).max(OWN_NUMBERS) + 1,
                };
                tx.execute(SERVICE_ADD, &params![number, code])?;
                number
            }
        };
        let wire = u32::try_from(number).map_err(|_| Error::Damaged { what: "the number of a service code" })?;
        self.0.insert(code.to_owned(), wire);
        let new = found.is_none().then(|| notice(ctx, &json!({"notice": "service", "number": wire, "code": code})));
        Ok((wire, new))
    }
}

/// Numbers without gaps, and when the first of them came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) since: i64,
}

fn range(row: &store::Row<'_>) -> store::Result<Range> {
    Ok(Range { first: row.get(0)?, last: row.get(1)?, since: row.get(2)? })
}

/// All that came of a source.
pub(super) fn ranges(tx: &Tx<'_>, source: u32) -> Result<Vec<Range>> {
    Ok(tx.query(RANGES, &params![source], range)?)
}

/// Takes numbers in: they lengthen ranges, join two, or begin new ones. A number that came before changes nothing.
pub(super) fn came(tx: &mut Tx<'_>, source: u32, mut numbers: Vec<i64>, now_ms: i64) -> Result<()> {
    numbers.sort_unstable();
    numbers.dedup();
    for run in numbers.chunk_by(|one, next| one + 1 == *next) {
        let (first, last) = (run[0], run[run.len() - 1]);
        let before = tx.query_row(RANGE_AROUND, &params![source, last], range)?;
        if before.is_none_or(|before| before.last < first) {
            run_came(tx, source, (first, last), before, now_ms)?;
            continue;
        }
        // Some of them came before: one by one.
        for number in run {
            let before = tx.query_row(RANGE_AROUND, &params![source, *number], range)?;
            if before.is_none_or(|before| before.last < *number) {
                run_came(tx, source, (*number, *number), before, now_ms)?;
            }
        }
    }
    Ok(())
}

/// Takes in numbers without gaps of which none came; `before` is the last range that begins before them.
fn run_came(tx: &mut Tx<'_>, source: u32, (first, last): (i64, i64), before: Option<Range>, now_ms: i64) -> Result<()> {
    let after = tx.query_row(RANGE_AT, &params![source, last.saturating_add(1)], range)?;
    if let Some(after) = after {
        tx.execute(RANGE_DROP, &params![source, after.first])?;
    }
    let joined = before.filter(|before| before.last + 1 == first);
    let (first, since) = joined.map_or((first, now_ms), |before| (before.first, before.since));
    tx.execute(RANGE_PUT, &params![source, first, after.map_or(last, |after| after.last), since])?;
    Ok(())
}

/// The number after the highest that came; 1 before the first.
pub(super) fn next(tx: &Tx<'_>, source: u32) -> Result<u64> {
    let last = tx.query_row(RANGE_LAST, &params![source], |row| row.get::<i64>(0))?;
    Ok(u64::try_from(last.unwrap_or(0)).unwrap_or(0) + 1)
}

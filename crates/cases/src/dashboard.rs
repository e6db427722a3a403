//! Figures of the dashboards (D-36): each is a count of what a list shows, so that every number can be opened.

use kernel::ctx::Ctx;
use kernel::ids::UnitId;
use kernel::permission::Permission;
use store::{Tx, params};

use crate::error::Error;

/// Milliseconds of a week.
const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Weeks begin on Monday, and 1970 began on a Thursday.
const MONDAY_MS: i64 = 3 * 24 * 60 * 60 * 1_000;
/// Ratings of fewer people are not shown (`ux.md` §10).
pub const RATINGS_MIN: i64 = 5;

const FILED_BY_WEEK: &str = "SELECT (filed_at + 259200000) / 604800000, COUNT(*) FROM case_file
    WHERE administration_id = $1 AND filed_at >= $2
    GROUP BY (filed_at + 259200000) / 604800000";
const CLOSED_BY_WEEK: &str = "SELECT (closed_at + 259200000) / 604800000, COUNT(*) FROM case_file
    WHERE administration_id = $1 AND closed_at >= $2
    GROUP BY (closed_at + 259200000) / 604800000";
const OPEN_AGES: &str = "SELECT unit_id,
    CAST(SUM(CASE WHEN decided_at IS NULL AND term_paused = $4 AND deadline_on < $2 THEN 1 ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN decided_at IS NULL AND term_paused = $4 AND deadline_on >= $2 AND deadline_on <= $3 THEN 1 ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN term_paused = $5 THEN 1 ELSE 0 END) AS BIGINT),
    COUNT(*)
    FROM case_file WHERE administration_id = $1 AND is_open = $5
    GROUP BY unit_id";
const BY_SERVICE: &str = "SELECT service_code, COUNT(*),
    CAST(SUM(CASE WHEN decided_at IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN decided_in_term = $3 THEN 1 ELSE 0 END) AS BIGINT)
    FROM case_file WHERE administration_id = $1 AND filed_at >= $2
    GROUP BY service_code ORDER BY COUNT(*) DESC";
const BY_CHANNEL: &str = "SELECT channel, COUNT(*) FROM case_file
    WHERE administration_id = $1 AND filed_at >= $2
    GROUP BY channel ORDER BY COUNT(*) DESC";
const LOAD: &str = "SELECT s.name, COUNT(*) FROM task t
    JOIN staff s ON s.administration_id = t.administration_id AND s.id = t.assignee_id
    WHERE t.administration_id = $1 AND t.state = 'open'
    GROUP BY s.name ORDER BY COUNT(*) DESC LIMIT 20";
const RATINGS: &str = "SELECT score, COUNT(*) FROM rating
    WHERE administration_id = $1
    GROUP BY score";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[FILED_BY_WEEK, CLOSED_BY_WEEK, OPEN_AGES, BY_SERVICE, BY_CHANNEL, LOAD, RATINGS];

/// One week of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Its first instant, ms since 1970 UTC.
    pub begins_at: i64,
    /// Cases filed.
    pub filed: i64,
    /// Cases closed.
    pub closed: i64,
}

/// Open cases of a unit by how their term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    /// The unit.
    pub unit_id: UnitId,
    /// Past the deadline.
    pub overdue: i64,
    /// The deadline is within the next three days.
    pub near: i64,
    /// The term stands still.
    pub paused: i64,
    /// All open cases.
    pub open: i64,
}

/// A service within the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceFigures {
    /// Code.
    pub service_code: String,
    /// Filed.
    pub filed: i64,
    /// Decided.
    pub decided: i64,
    /// Decided within the term.
    pub in_term: i64,
}

/// What a dashboard shows.
#[derive(Debug, Clone)]
pub struct Dashboard {
    /// The last weeks, oldest first.
    pub weeks: Vec<Week>,
    /// Open cases by unit.
    pub ages: Vec<Ages>,
    /// Services of the last ninety days.
    pub services: Vec<ServiceFigures>,
    /// Filings of the last ninety days by channel.
    pub channels: Vec<(String, i64)>,
    /// Open tasks by person, the busiest first; only for those who distribute work.
    pub load: Vec<(String, i64)>,
    /// Ratings by score from 1 to 5; empty under [`RATINGS_MIN`].
    pub ratings: Vec<(i64, i64)>,
}

/// The figures of the administration; `weeks` of history.
pub fn dashboard(tx: &Tx<'_>, ctx: &Ctx, weeks: i64) -> Result<Dashboard, Error> {
    ctx.require(Permission::ReportView)?;
    let administration = ctx.administration_id;
    let this_week = (ctx.now_ms() + MONDAY_MS) / WEEK_MS;
    let first = this_week - weeks + 1;
    let pairs = |sql: &str| {
        tx.query(sql, &params![administration, first * WEEK_MS - MONDAY_MS], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
    };
    let (filed, closed) = (pairs(FILED_BY_WEEK)?, pairs(CLOSED_BY_WEEK)?);
    let of = |list: &[(i64, i64)], week: i64| list.iter().find(|(number, _)| *number == week).map_or(0, |(_, count)| *count);
    let near = (0..3).try_fold(ctx.today(), |day, _| day.tomorrow()).unwrap_or_else(|_| ctx.today());
    let ages = tx.query(OPEN_AGES, &params![administration, ctx.today(), near, false, true], |row| {
        Ok(Ages { unit_id: row.get(0)?, overdue: row.get(1)?, near: row.get(2)?, paused: row.get(3)?, open: row.get(4)? })
    })?;
    let since = ctx.now_ms() - 90 * 24 * 60 * 60 * 1_000;
    let services = tx.query(BY_SERVICE, &params![administration, since, true], |row| {
        Ok(ServiceFigures { service_code: row.get(0)?, filed: row.get(1)?, decided: row.get(2)?, in_term: row.get(3)? })
    })?;
    let channels = tx.query(BY_CHANNEL, &params![administration, since], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let load = if ctx.may(Permission::TaskAssign) {
        tx.query(LOAD, &params![administration], |row| Ok((row.get(0)?, row.get(1)?)))?
    } else {
        Vec::new()
    };
    let mut ratings = tx.query(RATINGS, &params![administration], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?;
    if ratings.iter().map(|(_, count)| count).sum::<i64>() < RATINGS_MIN {
        ratings.clear();
    } else {
        ratings = (1..=5).map(|score| (score, of(&ratings, score))).collect();
    }
    Ok(Dashboard {
        weeks: (first..=this_week)
            .map(|week| Week { begins_at: week * WEEK_MS - MONDAY_MS, filed: of(&filed, week), closed: of(&closed, week) })
            .collect(),
        ages,
        services,
        channels,
        load,
        ratings,
    })
}

//! Figures of the dashboards (D-36): each is a count of what a list shows, so that every number can be opened.
//!
//! What goes on is counted where it lies; what has happened is read from the counts of [`crate::statistic`], some seconds behind at most.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, UnitId};
use kernel::permission::Permission;
use store::{Tx, params};

use crate::error::Error;
use crate::statistic::{self, Measure};

/// Milliseconds of a week.
const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Weeks begin on Monday, and 1970 began on a Thursday.
const MONDAY_MS: i64 = 3 * 24 * 60 * 60 * 1_000;
/// Ratings of fewer people are not shown (`ux.md` §10).
pub const RATINGS_MIN: i64 = 5;

const OPEN_AGES: &str = "SELECT unit_id,
    CAST(SUM(CASE WHEN decided_at IS NULL AND term_paused = $4 AND deadline_on < $2 THEN 1 ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN decided_at IS NULL AND term_paused = $4 AND deadline_on >= $2 AND deadline_on <= $3 THEN 1 ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN term_paused = $5 THEN 1 ELSE 0 END) AS BIGINT),
    COUNT(*)
    FROM case_file WHERE administration_id = $1 AND is_open = $5
    GROUP BY unit_id";
const LOAD: &str = "SELECT s.name, COUNT(*) FROM task t
    JOIN staff s ON s.administration_id = t.administration_id AND s.id = t.assignee_id
    WHERE t.administration_id = $1 AND t.state = 'open'
    GROUP BY s.name ORDER BY COUNT(*) DESC LIMIT 20";
/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[OPEN_AGES, LOAD];

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
    let this_week = week_of(ctx.today());
    let first = this_week - weeks + 1;
    let by_week = |measure: Measure| -> Result<BTreeMap<i64, i64>, Error> {
        let mut sums = BTreeMap::new();
        for (day, count) in statistic::by_day(tx, administration, measure, monday(first))? {
            *sums.entry(week_of(day)).or_default() += count;
        }
        Ok(sums)
    };
    let (filed, closed) = (by_week(Measure::Filed)?, by_week(Measure::Closed)?);
    let of = |sums: &BTreeMap<i64, i64>, week: i64| sums.get(&week).copied().unwrap_or(0);
    let near = (0..3).try_fold(ctx.today(), |day, _| day.tomorrow()).unwrap_or_else(|_| ctx.today());
    let ages = tx.query(OPEN_AGES, &params![administration, ctx.today(), near, false, true], |row| {
        Ok(Ages { unit_id: row.get(0)?, overdue: row.get(1)?, near: row.get(2)?, paused: row.get(3)?, open: row.get(4)? })
    })?;
    let since = ctx.today().saturating_sub(90.days());
    let services = services(tx, administration, since)?;
    let mut channels = statistic::by_channel(tx, administration, Measure::Filed, since)?;
    channels.sort_by_key(|(_, count)| -count);
    let load = if ctx.may(Permission::TaskAssign) {
        tx.query(LOAD, &params![administration], |row| Ok((row.get(0)?, row.get(1)?)))?
    } else {
        Vec::new()
    };
    let mut ratings = Vec::new();
    for score in 1..=5 {
        let of_score = statistic::by_day(tx, administration, Measure::Rated(score), Date::MIN)?;
        ratings.push((score, of_score.iter().map(|(_, count)| count).sum()));
    }
    if ratings.iter().map(|(_, count)| count).sum::<i64>() < RATINGS_MIN {
        ratings.clear();
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

/// The number of the week of a day, counted from the Monday before 1970.
fn week_of(day: Date) -> i64 {
    let days = (day - Date::constant(1970, 1, 1)).get_days();
    (i64::from(days) + 3).div_euclid(7)
}

/// The first day of a week.
fn monday(week: i64) -> Date {
    Date::constant(1970, 1, 1).saturating_add((week * 7 - 3).days())
}

/// The services of the period, the most wanted first. A decision counts on its day, so it may belong to an earlier filing.
fn services(tx: &Tx<'_>, administration: AdministrationId, since: Date) -> Result<Vec<ServiceFigures>, Error> {
    let mut services: BTreeMap<String, ServiceFigures> = BTreeMap::new();
    for measure in [Measure::Filed, Measure::Decided, Measure::DecidedInTerm] {
        for (code, count) in statistic::by_service(tx, administration, measure, since)? {
            let figures = services.entry(code.clone()).or_insert(ServiceFigures { service_code: code, filed: 0, decided: 0, in_term: 0 });
            match measure {
                Measure::Filed => figures.filed = count,
                Measure::Decided => figures.decided = count,
                _ => figures.in_term = count,
            }
        }
    }
    let mut services: Vec<ServiceFigures> = services.into_values().collect();
    services.sort_by_key(|figures| -figures.filed);
    Ok(services)
}

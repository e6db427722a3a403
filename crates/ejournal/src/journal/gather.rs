//! The figures of a past period over the services of each administration, for publication.
//!
//! The one rule: services are read some at once, so that a large journal is never read in one go; what is gathered is exact and leaves
//! only through [`Gathered::publish`].

use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::clock::{sofia_date, sofia_instant};
use kernel::entity_number::EntityNumber;
use store::{Tx, params};

use super::access::require_operator;
use super::rows::reference;
use super::subject::Subject;
use super::{Ctx, Error, Result, eik, eik_number};
use crate::event::Status;
use crate::nomenclature::Nomenclature;
use crate::publication::{DAY_LAG_DAYS, Publisher, QUARTER_LAG_DAYS, is_published};
use crate::statistics::{Gathered, Grain, Period};

/// LIMIT: services read in one transaction.
const SERVICES_MAX: i64 = 256;
/// An administration with at least so many counted statuses in the quarter before is published day by day: some two hundred a day, so
/// that the usual numbers of a day are not small. All others are published by the quarter.
const DAILY_COUNTS_MIN: i64 = 20_000;

const FIRST: &str = "SELECT on_date FROM journal_cube
    WHERE count > 0
    ORDER BY on_date LIMIT 1";
const NEXT_ADMINISTRATION: &str = "SELECT administration FROM journal_subject
    WHERE administration > $1
    ORDER BY administration LIMIT 1";
const COUNTS: &str = "SELECT service, status, CAST(SUM(count) AS BIGINT) FROM journal_cube
    WHERE administration = $1 AND on_date >= $2 AND on_date <= $3
    GROUP BY service, status
    ORDER BY service, status";
const LARGE: &str = "SELECT administration FROM journal_cube
    WHERE on_date >= $1 AND on_date <= $2
    GROUP BY administration HAVING CAST(SUM(count) AS BIGINT) >= $3
    ORDER BY administration";
const SERVICES: &str = "SELECT id, subject, changed FROM journal_subject
    WHERE administration = $1 AND changed > $2 AND begun_at < $3 AND (ended_at IS NULL OR ended_at >= $4)
    ORDER BY changed LIMIT $5";
const DECIDED: &str = "SELECT 1 FROM statistic_daily
    WHERE quarter = $1 AND administration = 0";
const DAILY: &str = "SELECT administration FROM statistic_daily
    WHERE quarter = $1 AND administration > 0
    ORDER BY administration";
const DAILY_ADD: &str = "INSERT INTO statistic_daily (quarter, administration)
    VALUES ($1, $2)
    ON CONFLICT (quarter, administration) DO NOTHING";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[FIRST, NEXT_ADMINISTRATION, COUNTS, LARGE, SERVICES, DECIDED, DAILY, DAILY_ADD];

/// The administrations about which something was reported.
///
/// Fails with [`Error::Denied`] unless the operator asks; so do all commands here.
pub fn administrations(tx: &Tx<'_>, ctx: &Ctx) -> Result<Vec<EntityNumber>> {
    require_operator(tx, ctx)?;
    let mut found = Vec::new();
    let mut last = 0;
    // From one to the next along the index: there are thousands of services for each.
    while let Some(next) = tx.query_row(NEXT_ADMINISTRATION, &params![last], |row| row.get::<i64>(0))? {
        found.push(eik(next)?);
        last = next;
    }
    Ok(found)
}

/// Decides for each quarter until now that was not decided yet which administrations are published day by day in it. What was decided
/// stays: two grains of one period would tell what one of them hides.
pub fn daily_decide(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<()> {
    require_operator(tx, ctx)?;
    let today = sofia_date(ctx.now);
    let Some(first) = first_day(tx)? else { return Ok(()) };
    let mut quarter = Period::of(first, Grain::Quarter);
    while quarter.first() <= today {
        let name = quarter.to_string();
        if tx.query_row(DECIDED, &params![&name], |_| Ok(()))?.is_none() {
            let before = quarter.quarter_before();
            let large: Vec<i64> = tx.query(LARGE, &params![before.first(), before.last(), DAILY_COUNTS_MIN], |row| row.get(0))?;
            for administration in large.into_iter().chain([0]) {
                tx.execute(DAILY_ADD, &params![&name, administration])?;
            }
        }
        quarter = quarter.next();
    }
    Ok(())
}

/// The administrations that are published day by day in the quarter of a period.
pub fn daily(tx: &Tx<'_>, ctx: &Ctx, period: Period) -> Result<BTreeSet<EntityNumber>> {
    require_operator(tx, ctx)?;
    let quarter = Period::of(period.first(), Grain::Quarter).to_string();
    tx.query(DAILY, &params![quarter], |row| row.get::<i64>(0))?.into_iter().map(eik).collect()
}

/// The earliest period that is over long enough and not published.
pub fn publication_due(tx: &Tx<'_>, ctx: &Ctx) -> Result<Option<Period>> {
    require_operator(tx, ctx)?;
    let Some(first) = first_day(tx)? else { return Ok(None) };
    let today = sofia_date(ctx.now);
    let mut quarter = Period::of(first, Grain::Quarter);
    while quarter.first() <= today {
        let due = quarter.is_over(QUARTER_LAG_DAYS, today).then_some(quarter);
        for period in days_due(tx, ctx, quarter, today)?.into_iter().chain(due) {
            if !is_published(tx, &Publisher::Journal, period)? {
                return Ok(Some(period));
            }
        }
        quarter = quarter.next();
    }
    Ok(None)
}

/// The days of a quarter that are over long enough, where some administration is published day by day.
fn days_due(tx: &Tx<'_>, ctx: &Ctx, quarter: Period, today: Date) -> Result<Vec<Period>> {
    if daily(tx, ctx, quarter)?.is_empty() {
        return Ok(Vec::new());
    }
    let mut days = Vec::new();
    let mut day = Period::Day(quarter.first());
    while day.first() <= quarter.last() && day.is_over(DAY_LAG_DAYS, today) {
        days.push(day);
        day = day.next();
    }
    Ok(days)
}

fn first_day(tx: &Tx<'_>) -> Result<Option<Date>> {
    Ok(tx.query_row(FIRST, &[], |row| row.get::<Date>(0))?)
}

/// One administration on its way through its services.
#[derive(Debug)]
pub struct Gathering {
    administration: EntityNumber,
    period: Period,
    after: i64,
    /// A service that changes while others are read moves to the end of the order and is met again.
    seen: HashSet<i64>,
    gathered: Gathered,
}

impl Gathering {
    /// Begins with nothing.
    pub fn new(administration: EntityNumber, period: Period) -> Gathering {
        Gathering { administration, period, after: -1, seen: HashSet::new(), gathered: Gathered::default() }
    }

    /// Takes in the counts of the period.
    pub fn counts(&mut self, tx: &Tx<'_>, ctx: &Ctx) -> Result<()> {
        require_operator(tx, ctx)?;
        let place = params![eik_number(&self.administration), self.period.first(), self.period.last()];
        for (service, status, count) in
            tx.query(COUNTS, &place, |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)))?
        {
            let status: Status = status.parse().map_err(|_| Error::Damaged { what: "a figure" })?;
            if let Some(count) = u64::try_from(count).ok().filter(|count| *count > 0) {
                self.gathered.count(&service, &status, count);
            }
        }
        Ok(())
    }

    /// Takes in some more services; answers whether there are others.
    pub fn services(&mut self, tx: &Tx<'_>, ctx: &Ctx, nomenclature: &Nomenclature, calendar: &Calendar) -> Result<bool> {
        require_operator(tx, ctx)?;
        let begin_ms = sofia_instant(self.period.first().at(0, 0, 0, 0)).as_millisecond();
        let place = params![eik_number(&self.administration), self.after, self.period.end().as_millisecond(), begin_ms, SERVICES_MAX];
        let found = tx.query(SERVICES, &place, |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)))?;
        for (id, subject, changed) in &found {
            self.after = *changed;
            if self.seen.insert(*id) {
                let subject = Subject::load(tx, &reference(subject)?, nomenclature, ctx.now)?;
                self.gathered.take(&subject.state(nomenclature), nomenclature, self.period, calendar);
                let days = self.period.first()..=self.period.last();
                self.gathered.reported(subject.moments().filter(|(time, _)| days.contains(&sofia_date(*time))));
            }
        }
        Ok(found.len() as i64 == SERVICES_MAX)
    }

    /// What was gathered.
    pub fn finish(self) -> Gathered {
        self.gathered
    }
}

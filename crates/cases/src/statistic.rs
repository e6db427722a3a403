//! What is counted of the history, by day, service and channel: filings, decisions, closings, ratings.
//!
//! The one rule: it follows the history after the commit and knows nothing else, so it can be dropped and counted anew at any time.
//! Its cost does not grow with the number of cases, nor does that of reading it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::clock;
use kernel::ids::{AdministrationId, CaseId};
use serde_json::Value as Json;
use store::{Tx, history, params};

use crate::error::Error;
use crate::status::Status;

/// LIMIT: facts of the history counted in one transaction.
pub const FACTS_MAX: i64 = 500;
/// Name of the place up to which the history was counted.
const NAME: &str = "statistic";

const POSITION: &str = "SELECT seq FROM projection
    WHERE administration_id = $1 AND name = $2";
const POSITION_SET: &str = "INSERT INTO projection (administration_id, name, seq)
    VALUES ($1, $2, $3)
    ON CONFLICT (administration_id, name) DO UPDATE SET seq = excluded.seq";
const ADD: &str = "INSERT INTO statistic (administration_id, measure, on_date, service_code, channel, count)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (administration_id, measure, on_date, service_code, channel) DO UPDATE SET count = statistic.count + excluded.count";
const REGISTERED: &str = "SELECT data FROM history
    WHERE administration_id = $1 AND case_id = $2 AND kind = 'ApplicationRegistered'
    ORDER BY seq LIMIT 1";
const FACTS: &str = "SELECT case_id, at, kind, data FROM history
    WHERE administration_id = $1 AND seq > $2 AND seq <= $3 AND kind IN ('ApplicationRegistered', 'StatusChanged', 'ServiceRated')
    ORDER BY seq";
/// Decisions of releases before 0.2 did not say in the history whether they were in time.
const IN_TERM: &str = "SELECT decided_in_term FROM case_file
    WHERE administration_id = $1 AND id = $2";
const BY_DAY: &str = "SELECT on_date, CAST(SUM(count) AS BIGINT) FROM statistic
    WHERE administration_id = $1 AND measure = $2 AND on_date >= $3
    GROUP BY on_date ORDER BY on_date";
const BY_SERVICE: &str = "SELECT service_code, CAST(SUM(count) AS BIGINT) FROM statistic
    WHERE administration_id = $1 AND measure = $2 AND on_date >= $3
    GROUP BY service_code ORDER BY service_code";
const BY_CHANNEL: &str = "SELECT channel, CAST(SUM(count) AS BIGINT) FROM statistic
    WHERE administration_id = $1 AND measure = $2 AND on_date >= $3
    GROUP BY channel ORDER BY channel";
const RATED: &str = "SELECT service_code, CAST(SUM(count) AS BIGINT) FROM statistic
    WHERE administration_id = $1 AND measure = $2 AND on_date >= $3 AND on_date <= $4
    GROUP BY service_code ORDER BY service_code";
const NUMBER: &str = "SELECT service_number FROM case_file
    WHERE administration_id = $1 AND service_code = $2
    ORDER BY id LIMIT 1";
const CLEAR: &str = "DELETE FROM statistic
    WHERE administration_id = $1";
const ALL: &str = "SELECT measure, on_date, service_code, channel, count FROM statistic
    WHERE administration_id = $1
    ORDER BY measure, on_date, service_code, channel";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] =
    &[POSITION, POSITION_SET, ADD, REGISTERED, FACTS, IN_TERM, BY_DAY, BY_SERVICE, BY_CHANNEL, RATED, NUMBER, CLEAR, ALL];

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Applications registered.
    Filed,
    /// Cases decided, on the day of the decision.
    Decided,
    /// Of them those within the term.
    DecidedInTerm,
    /// Cases closed.
    Closed,
    /// Ratings with this score, 1 to 5.
    Rated(i64),
}

impl Measure {
    fn word(self) -> String {
        match self {
            Measure::Filed => "filed".to_owned(),
            Measure::Decided => "decided".to_owned(),
            Measure::DecidedInTerm => "decided-in-term".to_owned(),
            Measure::Closed => "closed".to_owned(),
            Measure::Rated(score) => format!("rated-{score}"),
        }
    }
}

/// What a fact of the history adds, besides the day, service and channel of its case.
fn measures(kind: &str, data: &Json) -> Vec<Measure> {
    match kind {
        "ApplicationRegistered" => vec![Measure::Filed],
        "StatusChanged" => {
            let status = |key: &str| data[key].as_str().and_then(Status::from_identifier);
            let (Some(from), Some(to)) = (status("from"), status("to")) else { return Vec::new() };
            let mut counted = Vec::new();
            if to.is_decided() && !from.is_decided() {
                counted.push(Measure::Decided);
                if data["in_term"].as_bool() == Some(true) {
                    counted.push(Measure::DecidedInTerm);
                }
            }
            if to.is_final() && !from.is_final() {
                counted.push(Measure::Closed);
            }
            counted
        }
        "ServiceRated" => data["score"].as_i64().filter(|score| (1..=5).contains(score)).map(Measure::Rated).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Facts of the history, counted.
#[derive(Debug, Clone)]
pub struct Sums {
    from: i64,
    until: i64,
    sums: BTreeMap<(Measure, Date, Kind), i64>,
}

impl Sums {
    /// The position up to which was counted.
    pub fn until(&self) -> i64 {
        self.until
    }

    /// How many facts were gone through.
    pub fn facts(&self) -> i64 {
        self.until - self.from
    }
}

/// LIMIT: cases whose service and channel are remembered while counting.
const REMEMBERED_MAX: usize = 100_000;

/// Of which service and through which channel an application was filed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Kind {
    service: Arc<str>,
    channel: Arc<str>,
}

impl Kind {
    fn registered(data: &Json) -> Kind {
        let text = |key: &str| data[key].as_str().unwrap_or_default().into();
        Kind { service: text("service"), channel: text("channel") }
    }
}

/// What counting remembers from one part of the history to the next.
#[derive(Debug, Default)]
pub struct Memory(HashMap<CaseId, Kind>);

impl Memory {
    fn remember(&mut self, case: CaseId, kind: Kind) {
        if self.0.len() >= REMEMBERED_MAX {
            self.0.clear();
        }
        self.0.insert(case, kind);
    }

    fn kind_of(&mut self, tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> Result<Kind, Error> {
        if let Some(kind) = self.0.get(&case) {
            return Ok(kind.clone());
        }
        let data = tx.query_row(REGISTERED, &params![administration, case], |row| row.get::<Json>(0))?;
        let kind = data.as_ref().map(Kind::registered).unwrap_or_default();
        self.remember(case, kind.clone());
        Ok(kind)
    }
}

/// Counts the facts after position `from`, at most `limit`; `None` when there are no more.
pub fn statistic_count(
    tx: &Tx<'_>,
    administration: AdministrationId,
    memory: &mut Memory,
    from: i64,
    limit: i64,
) -> Result<Option<Sums>, Error> {
    let until = history::last(tx, administration)?.min(from + limit);
    if until <= from {
        return Ok(None);
    }
    let facts = tx.query(FACTS, &params![administration, from, until], |row| {
        Ok((row.get::<Option<CaseId>>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?, row.get::<Json>(3)?))
    })?;
    let mut sums: BTreeMap<(Measure, Date, Kind), i64> = BTreeMap::new();
    for (case, at, kind, data) in facts {
        let mut counted = measures(&kind, &data);
        let (Some(case), false) = (case, counted.is_empty()) else { continue };
        if counted.contains(&Measure::Decided) && data.get("in_term").is_none() {
            let is_in_term = tx.query_row(IN_TERM, &params![administration, case], |row| row.get::<Option<bool>>(0))?.flatten();
            counted.extend(is_in_term.filter(|is| *is).map(|_| Measure::DecidedInTerm));
        }
        let at = Timestamp::from_millisecond(at).map_err(|_| store::Error::Column { column: 1 })?;
        let day = clock::sofia_date(at);
        if kind == "ApplicationRegistered" {
            memory.remember(case, Kind::registered(&data));
        }
        let kind = memory.kind_of(tx, administration, case)?;
        for measure in counted {
            *sums.entry((measure, day, kind.clone())).or_default() += 1;
        }
    }
    Ok(Some(Sums { from, until, sums }))
}

/// Adds what was counted; answers `false`, and adds nothing, when somebody else counted on meanwhile.
pub fn statistic_add(tx: &mut Tx<'_>, administration: AdministrationId, counted: &Sums) -> Result<bool, Error> {
    // Two nodes that follow at once would count twice.
    tx.lock(administration, NAME)?;
    if position(tx, administration)? != counted.from {
        return Ok(false);
    }
    for ((measure, day, kind), count) in &counted.sums {
        tx.execute(ADD, &params![administration, measure.word(), *day, &*kind.service, &*kind.channel, *count])?;
    }
    tx.execute(POSITION_SET, &params![administration, NAME, counted.until])?;
    Ok(true)
}

/// Counts what the history has gained since it was last read, at most [`FACTS_MAX`] facts; answers how many facts it read.
pub fn statistic_follow(tx: &mut Tx<'_>, administration: AdministrationId) -> Result<i64, Error> {
    if history::last(tx, administration)? == position(tx, administration)? {
        return Ok(0);
    }
    tx.lock(administration, NAME)?;
    let from = position(tx, administration)?;
    let Some(counted) = statistic_count(tx, administration, &mut Memory::default(), from, FACTS_MAX)? else { return Ok(0) };
    statistic_add(tx, administration, &counted)?;
    Ok(counted.facts())
}

/// The position of the history up to which everything was counted.
pub fn position(tx: &Tx<'_>, administration: AdministrationId) -> Result<i64, Error> {
    Ok(tx.query_row(POSITION, &params![administration, NAME], |row| row.get(0))?.unwrap_or(0))
}

/// Forgets everything that was counted; [`statistic_follow`] begins anew.
pub fn statistic_clear(tx: &mut Tx<'_>, administration: AdministrationId) -> Result<(), Error> {
    tx.lock(administration, NAME)?;
    tx.execute(CLEAR, &params![administration])?;
    tx.execute(POSITION_SET, &params![administration, NAME, 0_i64])?;
    Ok(())
}

/// Sums of a measure since a day, by day.
pub fn by_day(tx: &Tx<'_>, administration: AdministrationId, measure: Measure, since: Date) -> Result<Vec<(Date, i64)>, Error> {
    Ok(tx.query(BY_DAY, &params![administration, measure.word(), since], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Sums of a measure since a day, by code of the service.
pub fn by_service(tx: &Tx<'_>, administration: AdministrationId, measure: Measure, since: Date) -> Result<Vec<(String, i64)>, Error> {
    Ok(tx.query(BY_SERVICE, &params![administration, measure.word(), since], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Sums of a measure since a day, by channel.
pub fn by_channel(tx: &Tx<'_>, administration: AdministrationId, measure: Measure, since: Date) -> Result<Vec<(String, i64)>, Error> {
    Ok(tx.query(BY_CHANNEL, &params![administration, measure.word(), since], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Ratings of one service with one score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// Number of the service in the register of services.
    pub service_number: String,
    /// The score, 1 to 5.
    pub score: i64,
    /// How many.
    pub count: i64,
}

/// The ratings given from one day to another, both included.
pub fn rated(tx: &Tx<'_>, administration: AdministrationId, from: Date, until: Date) -> Result<Vec<Rated>, Error> {
    let mut rated = Vec::new();
    for score in 1..=5 {
        let asked = params![administration, Measure::Rated(score).word(), from, until];
        for (code, count) in tx.query(RATED, &asked, |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))? {
            let number = tx.query_row(NUMBER, &params![administration, code], |row| row.get(0))?;
            rated.extend(number.map(|service_number| Rated { service_number, score, count }));
        }
    }
    Ok(rated)
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What is counted, as it is stored.
    pub measure: String,
    /// On which day in Sofia.
    pub on_date: Date,
    /// Of which service.
    pub service_code: String,
    /// Filed by which channel.
    pub channel: String,
    /// How many.
    pub count: i64,
}

/// Everything that is counted, by measure, day, service and channel.
pub fn statistic_all(tx: &Tx<'_>, administration: AdministrationId) -> Result<Vec<Counted>, Error> {
    Ok(tx.query(ALL, &params![administration], |row| {
        Ok(Counted { measure: row.get(0)?, on_date: row.get(1)?, service_code: row.get(2)?, channel: row.get(3)?, count: row.get(4)? })
    })?)
}

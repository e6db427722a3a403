//! The figures of an administration over what it reports, for publication where it is not the journal that publishes them.
//!
//! The one rule: a case is judged by the same rules as in the journal; a report that is wrong is a number that never comes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::clock::sofia_date;
use kernel::entity_number::EntityNumber;
use kernel::ids::AdministrationId;
use serde_json::Value as Json;
use store::{Tx, params};

use super::form::event_of;
use super::rows::time_of;
use crate::event::Source;
use crate::nomenclature::Nomenclature;
use crate::state::{Reported, derive};
use crate::statistics::{Cube, Gathered, Period};

/// LIMIT: cases read in one transaction.
const CASES_MAX: i64 = 256;

const FIRST: &str = "SELECT MIN(at) FROM case_report
    WHERE administration_id = $1";
const CASES: &str = "SELECT DISTINCT case_id FROM case_report
    WHERE administration_id = $1 AND case_id > $2
    ORDER BY case_id LIMIT $3";
const REPORTS: &str = "SELECT id, rnuseq, at, payload FROM case_report
    WHERE administration_id = $1 AND case_id = $2 AND state <> 'refused'
    ORDER BY rnuseq";
const LAST: &str = "SELECT COALESCE(MAX(rnuseq), 0) FROM case_report
    WHERE administration_id = $1 AND case_id = $2";

pub(super) const STATEMENTS: &[&str] = &[FIRST, CASES, REPORTS, LAST];

/// The day of the first report of an administration.
pub fn reported_first(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Option<Date>> {
    let first = tx.query_row(FIRST, &params![administration], |row| row.get::<Option<i64>>(0))?.flatten();
    Ok(first.and_then(|at| Timestamp::from_millisecond(at).ok()).map(sofia_date))
}

/// Takes in the cases after `after`, some at once, for all periods that are gathered; answers where to go on.
pub fn gather(
    tx: &Tx<'_>,
    administration: AdministrationId,
    eik: &EntityNumber,
    calendar: &Calendar,
    after: &str,
    gathered: &mut [(Period, Gathered)],
) -> store::Result<Option<String>> {
    // Which source it is makes no difference as long as it is one.
    let source = Source::of_oid("2.25.1").map_err(|_| store::Error::Column { column: 0 })?;
    let nomenclature = Nomenclature::shipped();
    let cases: Vec<String> = tx.query(CASES, &params![administration, after, CASES_MAX], |row| row.get(0))?;
    for case in &cases {
        let last = tx.query_row(LAST, &params![administration, case], |row| row.get::<i64>(0))?.unwrap_or(0);
        let reports = tx.query(REPORTS, &params![administration, case], |row| {
            Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<Json>(3)?))
        })?;
        let told = |(id, rnuseq, at, payload): &(String, i64, i64, Json)| {
            event_of(eik, &source, id, (*rnuseq, *rnuseq), time_of(payload, *at), payload).ok()
        };
        let events: Vec<_> = reports.iter().filter_map(told).collect();
        let came: BTreeSet<u32> = events.iter().map(|event| event.rnuseq).collect();
        let missing = (1..=u32::try_from(last).unwrap_or(0)).filter(|number| !came.contains(number));
        let voids = missing.map(|number| (source.clone(), number)).collect();
        let released = BTreeSet::new();
        let state = derive(&Reported { events: &events, voids: &voids, released: &released }, nomenclature);
        let mut cube = Cube::default();
        cube.add(&state, nomenclature);
        for (period, gathered) in gathered.iter_mut() {
            gathered.count_cube(&cube, *period);
            gathered.take(&state, nomenclature, *period, calendar);
        }
    }
    Ok(cases.last().filter(|_| cases.len() as i64 == CASES_MAX).cloned())
}

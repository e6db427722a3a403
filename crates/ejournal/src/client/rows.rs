//! Reports as rows.

use jiff::Timestamp;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use serde_json::Value as Json;
use store::{Row, Tx, params};

use crate::event::EventId;

/// Numbered in the order of the case; its time never goes back in it, so that reading by time reads each case in its order.
const REPORT: &str = "INSERT INTO case_report (administration_id, id, case_id, rnuseq, at, payload, state, attempts, due_at)
    SELECT $1, $2, $3, COALESCE(MAX(rnuseq), 0) + 1, CASE WHEN MAX(at) > $4 THEN MAX(at) ELSE $4 END, $5, 'waiting', 0,
        CASE WHEN MAX(at) > $4 THEN MAX(at) ELSE $4 END
    FROM case_report
    WHERE administration_id = $1 AND case_id = $3";
const OF_CASE: &str = "SELECT id, rnuseq, sourceseq, at, payload, state, last_error, receipt IS NOT NULL FROM case_report
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY rnuseq";
const RECEIPT_OF: &str = "SELECT receipt FROM case_report
    WHERE administration_id = $1 AND id = $2";
const HAS_WAITING: &str = "SELECT 1 FROM case_report
    WHERE administration_id = $1 AND state = 'waiting' LIMIT 1";
const COUNT_REFUSED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM case_report
    WHERE administration_id = $1 AND state = 'refused'";
const COUNT_STUCK: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM case_report
    WHERE administration_id = $1 AND state = $2 AND at < $3";

const LIST: &str = "SELECT id, rnuseq, sourceseq, at, payload, state, last_error, receipt IS NOT NULL, case_id FROM case_report
    WHERE administration_id = $1 AND at >= $2 AND (at, id) < ($3, $4) AND ($5 = '' OR state = $5) AND ($6 = '' OR case_id = $6)
    ORDER BY at DESC, id DESC LIMIT $7";

pub(super) const STATEMENTS: &[&str] = &[REPORT, OF_CASE, RECEIPT_OF, HAS_WAITING, COUNT_REFUSED, COUNT_STUCK, LIST];

/// A change of status that is to be reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Report<'r> {
    /// The service reference number (РНУ).
    pub subject: &'r str,
    /// Status of the nomenclature.
    pub status: &'r str,
    /// Members of `data` besides status and administration, as they are sent.
    pub data: Json,
}

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not numbered yet.
    Waiting,
    /// In the log of the administration; not, or not yet, sent.
    Formed,
    /// The journal has it.
    Sent,
    /// It is wrong, by our own check or the journal's.
    Refused,
    /// Of the time when there was neither log nor journal: kept, never sent.
    Before,
}

impl State {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Formed => "formed",
            State::Sent => "sent",
            State::Refused => "refused",
            State::Before => "before",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<State> {
        Some(match word {
            "waiting" => State::Waiting,
            "formed" => State::Formed,
            "sent" => State::Sent,
            "refused" => State::Refused,
            "before" => State::Before,
            _ => return None,
        })
    }
}

/// A report of a case.
#[derive(Debug, Clone)]
pub struct Reported {
    /// Id of the event.
    pub id: EventId,
    /// Its place among those of the case, from 1.
    pub rnuseq: u32,
    /// Its place among all of the administration, once it has one.
    pub sourceseq: Option<u64>,
    /// When the fact happened, ms since 1970 UTC.
    pub at: i64,
    /// Status of the nomenclature.
    pub status: String,
    /// How far it has come.
    pub state: State,
    /// Why it was refused.
    pub last_error: Option<String>,
    /// Whether the journal gave its receipt.
    pub has_receipt: bool,
}

/// Writes down a change of status with the command that made it, whose case is locked.
pub fn report(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, report: &Report<'_>) -> store::Result<EventId> {
    let mut chance = [0; 10];
    ctx.random.fill(&mut chance);
    let id = EventId::new(ctx.now, chance);
    let payload =
        serde_json::json!({ "subject": report.subject, "status": report.status, "time": ctx.now.to_string(), "data": report.data });
    tx.execute(REPORT, &params![ctx.administration_id, id.to_string(), case, ctx.now_ms(), serde_json::to_string(&payload)?])?;
    Ok(id)
}

/// The reports of a case in their order.
pub fn reports_of(tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> store::Result<Vec<Reported>> {
    tx.query(OF_CASE, &params![administration, case], read)
}

/// The receipt that the journal gave for an event, the text of a tlog-proof; nothing while there is none.
pub fn receipt_of(tx: &Tx<'_>, administration: AdministrationId, event: EventId) -> store::Result<Option<String>> {
    Ok(tx.query_row(RECEIPT_OF, &params![administration, event.to_string()], |row| row.get::<Option<String>>(0))?.flatten())
}

/// Which reports are wanted.
#[derive(Debug, Clone)]
pub struct ReportFilter {
    /// In this state only.
    pub state: Option<State>,
    /// Of this case only.
    pub case: Option<CaseId>,
    /// Of facts that happened then or later, ms since 1970.
    pub from_ms: i64,
    /// Before this place in the order: time, ms, and id.
    pub before: (i64, String),
}

/// A report with its case.
#[derive(Debug, Clone)]
pub struct ReportRow {
    /// The report.
    pub report: Reported,
    /// The case.
    pub case: CaseId,
    /// The service reference number (РНУ) under which it is reported.
    pub subject: String,
}

/// The reports of an administration, the latest first.
pub fn reports_list(tx: &Tx<'_>, administration: AdministrationId, filter: &ReportFilter, limit: i64) -> store::Result<Vec<ReportRow>> {
    let (at, id) = (filter.before.0, filter.before.1.as_str());
    let case = filter.case.map(|case| case.to_string()).unwrap_or_default();
    let state = filter.state.map_or("", State::word);
    tx.query(LIST, &params![administration, filter.from_ms, at, id, state, case, limit], |row| {
        let payload: Json = row.get(4)?;
        Ok(ReportRow { report: read(row)?, case: row.get(8)?, subject: payload["subject"].as_str().unwrap_or_default().to_owned() })
    })
}

/// Whether reports wait to become events.
pub fn has_waiting(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<bool> {
    Ok(tx.query_row(HAS_WAITING, &params![administration], |_| Ok(()))?.is_some())
}

/// How many reports are wrong and wait for a person.
pub fn reports_refused(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<i64> {
    Ok(tx.query_row(COUNT_REFUSED, &params![administration], |row| row.get(0))?.unwrap_or(0))
}

/// How many reports of facts before an instant, ms since 1970, have come no further than a state.
pub fn reports_stuck(tx: &Tx<'_>, administration: AdministrationId, state: State, before_ms: i64) -> store::Result<i64> {
    Ok(tx.query_row(COUNT_STUCK, &params![administration, state.word(), before_ms], |row| row.get(0))?.unwrap_or(0))
}

fn read(row: &Row<'_>) -> store::Result<Reported> {
    let damaged = |column| store::Error::Column { column };
    let payload: Json = row.get(4)?;
    Ok(Reported {
        id: row.get::<String>(0)?.parse().map_err(|_| damaged(0))?,
        rnuseq: u32::try_from(row.get::<i64>(1)?).map_err(|_| damaged(1))?,
        sourceseq: row.get::<Option<i64>>(2)?.map(|number| u64::try_from(number).map_err(|_| damaged(2))).transpose()?,
        at: row.get(3)?,
        status: payload["status"].as_str().unwrap_or_default().to_owned(),
        state: State::from_word(&row.get::<String>(5)?).ok_or(damaged(5))?,
        last_error: row.get(6)?,
        has_receipt: row.get(7)?,
    })
}

/// The time of a fact as it stands in a report.
pub(super) fn time_of(payload: &Json, at: i64) -> Timestamp {
    let told = payload["time"].as_str().and_then(|time| time.parse::<Timestamp>().ok());
    told.or_else(|| Timestamp::from_millisecond(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

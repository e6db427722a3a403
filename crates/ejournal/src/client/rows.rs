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
const OF_CASE: &str = "SELECT id, rnuseq, sourceseq, at, payload, state, last_error FROM case_report
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY rnuseq";
const HAS_WAITING: &str = "SELECT 1 FROM case_report
    WHERE administration_id = $1 AND state = 'waiting' LIMIT 1";
const COUNT_REFUSED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM case_report
    WHERE administration_id = $1 AND state = 'refused'";
const COUNT_STUCK: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM case_report
    WHERE administration_id = $1 AND state = $2 AND at < $3";

pub(super) const STATEMENTS: &[&str] = &[REPORT, OF_CASE, HAS_WAITING, COUNT_REFUSED, COUNT_STUCK];

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
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Formed => "formed",
            State::Sent => "sent",
            State::Refused => "refused",
        }
    }

    fn from_word(word: &str) -> Option<State> {
        [State::Waiting, State::Formed, State::Sent, State::Refused].into_iter().find(|state| state.word() == word)
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
    })
}

/// The time of a fact as it stands in a report.
pub(super) fn time_of(payload: &Json, at: i64) -> Timestamp {
    let told = payload["time"].as_str().and_then(|time| time.parse::<Timestamp>().ok());
    told.or_else(|| Timestamp::from_millisecond(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

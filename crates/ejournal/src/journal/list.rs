//! The inquiry by administration: its services page by page (`ejournal.md` §6.2).
//!
//! The one rule: a page is one walk along one index, from where the last one ended.

use jiff::civil::Date;
use kernel::entity_number::EntityNumber;
use serde::Serialize;
use store::{Tx, params};

use super::access::may_read;
use super::rows::flags_of;
use super::{Ctx, Error, Result, eik_number};
use crate::event::{Channel, ServiceNumber};
use crate::flag::Flag;
use crate::limits::PAGE_ROWS_MAX;
use crate::nomenclature::{Nomenclature, Phase};

const BY_CHANGE: &str = "SELECT j.subject, v.code, j.channel, j.phase, j.status, j.due_on, j.flags, j.changed, j.changed_at, j.id
    FROM journal_subject j
    JOIN journal_service v ON v.number = j.service
    WHERE j.administration = $1 AND j.changed > $2 AND j.changed_at >= $3 AND ($4 = '' OR v.code = $4) AND ($5 = '' OR j.channel = $5)
    ORDER BY j.changed LIMIT $6";
const BY_PHASE: &str = "SELECT j.subject, v.code, j.channel, j.phase, j.status, j.due_on, j.flags, j.changed, j.changed_at, j.id
    FROM journal_subject j
    JOIN journal_service v ON v.number = j.service
    WHERE j.administration = $1 AND j.phase = $2 AND j.changed > $3 AND j.changed_at >= $4 AND ($5 = '' OR v.code = $5)
        AND ($6 = '' OR j.channel = $6)
    ORDER BY j.changed LIMIT $7";
const BY_DUE: &str = "SELECT j.subject, v.code, j.channel, j.phase, j.status, j.due_on, j.flags, j.changed, j.changed_at, j.id
    FROM journal_subject j
    JOIN journal_service v ON v.number = j.service
    WHERE j.administration = $1 AND j.due_on < $2 AND (j.due_on, j.id) > ($3, $4) AND j.changed_at >= $5 AND ($6 = '' OR v.code = $6)
        AND ($7 = '' OR j.channel = $7) AND ($8 = '' OR j.phase = $8)
    ORDER BY j.due_on, j.id LIMIT $9";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[BY_CHANGE, BY_PHASE, BY_DUE];

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only services in this phase.
    pub phase: Option<Phase>,
    /// Only this service.
    pub service: Option<ServiceNumber>,
    /// Only what came this way.
    pub channel: Option<Channel>,
    /// Only services with a term that ends before this day; the page is then in the order of the terms, else in that of the changes.
    pub due_before: Option<Date>,
    /// Only what changed since, ms since 1970 UTC.
    pub changed_since_ms: Option<i64>,
    /// Where the last page ended: [`Page::next`].
    pub cursor: Option<String>,
    /// Most rows; never more than [`PAGE_ROWS_MAX`].
    pub limit: Option<usize>,
}

/// A service in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Reference number.
    pub subject: String,
    /// Number of the service.
    pub service: String,
    /// How the application came.
    pub channel: Option<String>,
    /// What the applicant sees as the state.
    pub phase: Option<String>,
    /// Last status of the main line.
    pub status: Option<String>,
    /// Last day of the term.
    pub due: Option<String>,
    /// Marks of the whole.
    pub flags: Vec<Flag>,
    /// Index of the last entry about it.
    pub changed: u64,
    /// When it was received, ms since 1970 UTC.
    pub changed_at: i64,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The rows.
    pub services: Vec<Row>,
    /// Give it as `cursor` for the next page; none at the end.
    pub next: Option<String>,
}

/// Services of an administration.
///
/// A service that changes while pages are read moves to the end of the order and is seen again; none is passed over.
///
/// Fails with [`Error::Denied`] for whoever may not read about the administration, with [`Error::Field`] for a foreign cursor.
pub fn services_of(tx: &Tx<'_>, ctx: &Ctx, nomenclature: &Nomenclature, administration: &EntityNumber, filter: &Filter) -> Result<Page> {
    if !may_read(tx, ctx, Some(administration))? {
        return Err(Error::Denied);
    }
    let eik = eik_number(administration);
    let limit = filter.limit.unwrap_or(PAGE_ROWS_MAX).clamp(1, PAGE_ROWS_MAX);
    let rows_asked = limit as i64 + 1;
    let service = filter.service.as_ref().map_or("", ServiceNumber::as_str);
    let channel = filter.channel.map_or("", Channel::name);
    let since = filter.changed_since_ms.unwrap_or(i64::MIN);
    let phase = filter.phase.map_or("", Phase::name);
    let foreign = Error::Field { field: "cursor" };
    let row = |row: &store::Row<'_>| read(row, nomenclature);
    let mut found = match filter.due_before {
        Some(due) => {
            let (on, id) = match filter.cursor.as_deref() {
                None => (String::new(), 0),
                Some(cursor) => due_cursor(cursor).ok_or(foreign)?,
            };
            tx.query(BY_DUE, &params![eik, due, on, id, since, service, channel, phase, rows_asked], row)?
        }
        None => {
            let after = match filter.cursor.as_deref() {
                None => -1,
                Some(cursor) => cursor.strip_prefix('c').and_then(|after| after.parse::<i64>().ok()).ok_or(foreign)?,
            };
            match filter.phase {
                Some(_) => tx.query(BY_PHASE, &params![eik, phase, after, since, service, channel, rows_asked], row)?,
                None => tx.query(BY_CHANGE, &params![eik, after, since, service, channel, rows_asked], row)?,
            }
        }
    };
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|(row, id)| match filter.due_before {
        Some(_) => format!("d{}.{id}", row.due.as_deref().unwrap_or_default()),
        None => format!("c{}", row.changed),
    });
    Ok(Page { services: found.into_iter().map(|(row, _)| row).collect(), next })
}

fn due_cursor(cursor: &str) -> Option<(String, i64)> {
    let (on, id) = cursor.strip_prefix('d')?.split_once('.')?;
    let on: Date = on.parse().ok()?;
    Some((on.to_string(), id.parse().ok()?))
}

fn read(row: &store::Row<'_>, nomenclature: &Nomenclature) -> store::Result<(Row, i64)> {
    let status = row.get::<Option<i64>>(4)?;
    let code = status.and_then(|id| nomenclature.statuses().iter().find(|entry| i64::from(entry.id) == id));
    let found = Row {
        subject: row.get(0)?,
        service: row.get(1)?,
        channel: row.get(2)?,
        phase: row.get(3)?,
        status: code.map(|entry| entry.code.to_string()),
        due: row.get(5)?,
        flags: flags_of(row.get(6)?).into_iter().collect(),
        changed: u64::try_from(row.get::<i64>(7)?).unwrap_or(0),
        changed_at: row.get(8)?,
    };
    Ok((found, row.get(9)?))
}

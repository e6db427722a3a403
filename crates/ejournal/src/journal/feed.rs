//! The feed: accepted events in the order of the log, from an index on (`ejournal.md` §6.3).
//!
//! The one rule: the cursor is the index of the log; nothing that was committed before it can come later.

use kernel::entity_number::EntityNumber;
use serde::Serialize;
use store::{Tx, params};
use tlog::Entry;

use super::access::may_read;
use super::rows::flags_of;
use super::{Ctx, Error, LOG, Result, eik_number, instant};
use crate::flag::Flag;
use crate::limits::PAGE_ROWS_MAX;
use crate::nomenclature::Nomenclature;

/// The entries are looked up one by one, not walked along: with `e.idx + 0` the planner can only go from the event to its entry.
const ALL: &str = "SELECT e.idx, s.urn, j.subject, e.rnuseq, e.status, e.occurred, e.received, e.administration, v.code, e.flags, l.bytes
    FROM journal_event e
    JOIN journal_subject j ON j.id = e.subject
    JOIN journal_source s ON s.number = e.source
    JOIN journal_service v ON v.number = e.service
    JOIN log_entry l ON l.log = $1 AND l.idx = e.idx + 0
    WHERE e.idx > $2
    ORDER BY e.idx LIMIT $3";
const OF_ADMINISTRATION: &str =
    "SELECT e.idx, s.urn, j.subject, e.rnuseq, e.status, e.occurred, e.received, e.administration, v.code, e.flags, l.bytes
    FROM journal_event e
    JOIN journal_subject j ON j.id = e.subject
    JOIN journal_source s ON s.number = e.source
    JOIN journal_service v ON v.number = e.service
    JOIN log_entry l ON l.log = $1 AND l.idx = e.idx + 0
    WHERE e.administration = $4 AND e.idx > $2
    ORDER BY e.idx LIMIT $3";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[ALL, OF_ADMINISTRATION];

/// An event in the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedItem {
    /// Index of its entry: the cursor for what follows.
    pub index: u64,
    /// Who reported it.
    pub source: String,
    /// Its id.
    pub id: String,
    /// Reference number.
    pub subject: String,
    /// Its number in the order of the source.
    pub rnuseq: u64,
    /// Status.
    pub status: String,
    /// When it happened.
    pub time: jiff::Timestamp,
    /// When the journal received it.
    pub received: jiff::Timestamp,
    /// ЕИК of the administration.
    pub administration: String,
    /// Number of the service.
    pub service: String,
    /// Its marks at arrival.
    pub flags: Vec<Flag>,
}

/// Events after an index of the log (none: from the beginning), at most `limit` and never more than [`PAGE_ROWS_MAX`]; those about one
/// administration, or all of them.
///
/// Fails with [`Error::Denied`] for whoever may not read about the administration; everything is for authorities only.
pub fn feed(
    tx: &Tx<'_>,
    ctx: &Ctx,
    nomenclature: &Nomenclature,
    after: Option<u64>,
    administration: Option<&EntityNumber>,
    limit: usize,
) -> Result<Vec<FeedItem>> {
    if !may_read(tx, ctx, administration)? {
        return Err(Error::Denied);
    }
    let after = after.map_or(-1, |after| i64::try_from(after).unwrap_or(i64::MAX));
    let limit = limit.clamp(1, PAGE_ROWS_MAX) as i64;
    let read = |row: &store::Row<'_>| {
        let named = (row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<i64>(3)?, row.get::<i64>(4)?);
        let times = (row.get::<i64>(5)?, row.get::<i64>(6)?);
        Ok((named, times, (row.get::<i64>(7)?, row.get::<String>(8)?, row.get::<i64>(9)?, row.get::<Vec<u8>>(10)?)))
    };
    let rows = match administration {
        None => tx.query(ALL, &params![LOG, after, limit], read)?,
        Some(eik) => tx.query(OF_ADMINISTRATION, &params![LOG, after, limit, eik_number(eik)], read)?,
    };
    rows.into_iter().map(|row| item(row, nomenclature)).collect()
}

type Columns = ((i64, String, String, i64, i64), (i64, i64), (i64, String, i64, Vec<u8>));

fn item(row: Columns, nomenclature: &Nomenclature) -> Result<FeedItem> {
    let ((index, source, subject, rnuseq, status), (occurred, received), (administration, service, flags, entry)) = row;
    let entry = Entry::parse(&entry).map_err(|_| Error::Damaged { what: "an entry of the log" })?;
    let code = nomenclature.statuses().iter().find(|known| i64::from(known.id) == status);
    Ok(FeedItem {
        index: u64::try_from(index).unwrap_or(0),
        source,
        id: entry.event_id.to_string(),
        subject,
        rnuseq: u64::try_from(rnuseq).unwrap_or(0),
        status: code.map(|known| known.code.to_string()).unwrap_or_default(),
        time: instant(occurred)?,
        received: instant(received)?,
        administration: format!("{administration:09}"),
        service,
        flags: flags_of(flags).into_iter().collect(),
    })
}

//! Handing the answer of an inquiry over: a table as a file, and the hash of the file in the history, whose proof anybody can verify.
//!
//! The one rule: nothing is handed over that is not written down first.

use axum::response::Response;
use kernel::ids::AdministrationId;
use kernel::permission::Permission;
use serde_json::{Value as Json, json};
use store::Tx;
use store::history::{self, Event};
use web::{Errors, PageError, Pairs};

use super::answer::answer;
use super::query::AuditQuery;
use super::run_page;
use crate::csv_file;
use crate::desk::Desk;
use crate::log::{Scan, sought};

/// Hand-overs that are listed.
const LISTED: usize = 10;

/// The answer as a file.
pub async fn hand_over(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let query = AuditQuery::typed(&pairs).ok_or_else(PageError::not_found)?;
    let Ok(found) = answer(&desk, &query).await? else {
        return run_page(&desk, query, String::new(), Errors::new()).await;
    };
    let file = csv_file::write(&found.columns, &found.rows)?;
    let conditions = query.words(desk.t).into_iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ");
    let facts = json!({ "kind": query.what, "conditions": conditions, "count": found.rows.len(), "hash": file.hash });
    desk.attempt(move |tx, ctx| history::append(tx, ctx, Event::of_administration("AuditHandedOver", facts))).await?;
    Ok(file.answer(&format!("audit-{}", query.what)))
}

/// A hand-over: place in the history, time, who, what was asked, hash of the file.
pub type HandedOver = (i64, i64, String, String, String);

/// The last hand-overs.
pub fn latest(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Vec<HandedOver>> {
    let wanted = Scan { kind: "AuditHandedOver".to_owned(), rows: LISTED, ..Scan::default() };
    let text = |data: &Json, key: &str| data[key].as_str().unwrap_or_default().to_owned();
    let row = |entry: history::Entry| {
        (entry.seq, entry.at, entry.actor_name.clone().unwrap_or_default(), text(&entry.data, "conditions"), text(&entry.data, "hash"))
    };
    Ok(sought(tx, administration, &wanted)?.entries.into_iter().map(row).collect())
}

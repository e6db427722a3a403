//! Extracts of the log to take away: a table as a file, a page for paper.
//!
//! The one rule: who took what, with the hash of the file, stands in the history before the file is given.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use serde_json::json;
use store::history::{self, Entry, Event};
use web::{Page, PageError, Pairs, Texts, format, redirect, render};

use super::{LogQuery, LogRow, row, scan_of, sought};
use crate::csv_file;
use crate::desk::Desk;
use crate::words;

/// LIMIT: rows of an extract.
const ROWS_MAX: usize = 10_000;
/// LIMIT: rows of a page for paper, some forty sheets.
const PRINTED_MAX: usize = 1_500;
/// LIMIT: rows read for an extract.
const LOOKED_MAX: usize = 500_000;

fn query_of(pairs: &Pairs) -> LogQuery {
    let text = |name: &str| pairs.get(name).to_owned();
    LogQuery {
        before: String::new(),
        group: text("group"),
        kind: text("kind"),
        who: text("who"),
        case: text("case"),
        from: text("from"),
        until: text("until"),
    }
}

/// What was found for an extract.
struct Extract {
    entries: Vec<Entry>,
    numbers: BTreeMap<CaseId, String>,
    is_cut: bool,
}

/// Reads what an extract holds; nothing when the conditions cannot be read.
async fn read(desk: &Desk, query: &LogQuery, rows: usize) -> Result<Option<Extract>, PageError> {
    let Ok(mut wanted) = scan_of(desk, query, rows).await? else { return Ok(None) };
    wanted.looked_max = LOOKED_MAX;
    let extract = desk
        .read(move |tx, ctx| {
            let found = sought(tx, ctx.administration_id, &wanted)?;
            let mut numbers = BTreeMap::new();
            for case in found.entries.iter().filter_map(|entry| entry.case_id) {
                if let std::collections::btree_map::Entry::Vacant(place) = numbers.entry(case) {
                    place.insert(cases::audit::case_number(tx, ctx, case)?);
                }
            }
            Ok(Extract { is_cut: found.next.is_some(), entries: found.entries, numbers })
        })
        .await?;
    Ok(Some(extract))
}

/// The way back to the log, which says what is wrong with the conditions.
fn back(query: &LogQuery) -> Response {
    redirect::to(&crate::period::address("/admin/log", &query.pairs()))
}

fn csv_row(t: Texts, entry: &Entry, numbers: &BTreeMap<CaseId, String>) -> Vec<String> {
    let shown = row(t, entry.clone());
    let facts = shown.facts.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ");
    vec![
        entry.seq.to_string(),
        format::date_time(format::instant(entry.at), t.language()),
        shown.what,
        entry.kind.clone(),
        entry.case_id.and_then(|case| numbers.get(&case).cloned()).unwrap_or_default(),
        shown.who,
        words::actor_class(t, &entry.actor_class),
        shown.reason,
        facts,
        kernel::secret::hex(&entry.hash),
    ]
}

/// Writes down who took an extract.
async fn noted(desk: &Desk, count: usize, hash: Option<&str>, conditions: Vec<(String, String)>) -> Result<(), PageError> {
    let said = conditions.into_iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ");
    let facts = json!({ "count": count, "hash": hash, "conditions": said });
    let work =
        move |tx: &mut store::Tx<'_>, ctx: &kernel::ctx::Ctx| history::append(tx, ctx, Event::of_administration("LogExtracted", facts));
    Ok(desk.attempt(work).await?)
}

/// The extract as a table.
pub async fn csv(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let (t, query) = (desk.t, query_of(&pairs));
    let Some(extract) = read(&desk, &query, ROWS_MAX).await? else { return Ok(back(&query)) };
    let columns = ["seq", "at", "what", "kind", "case", "who", "class", "reason", "facts", "hash"];
    let columns: Vec<String> = columns.iter().map(|column| t.get(&format!("admin-log-csv-{column}")).into_owned()).collect();
    let rows: Vec<Vec<String>> = extract.entries.iter().map(|entry| csv_row(t, entry, &extract.numbers)).collect();
    let file = csv_file::write(&columns, &rows)?;
    noted(&desk, rows.len(), Some(&file.hash), query.words(t)).await?;
    Ok(file.answer("log"))
}

#[derive(Template)]
#[template(path = "log_print.html")]
struct PrintPage {
    page: Page,
    conditions: Vec<(String, String)>,
    rows: Vec<(LogRow, String)>,
    count: String,
    is_cut: bool,
    who: String,
}

/// The extract for paper.
pub async fn print(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let (t, query) = (desk.t, query_of(&pairs));
    let Some(extract) = read(&desk, &query, PRINTED_MAX).await? else { return Ok(back(&query)) };
    noted(&desk, extract.entries.len(), None, query.words(t)).await?;
    let Extract { entries, numbers, is_cut } = extract;
    let number = |entry: &Entry| entry.case_id.and_then(|case| numbers.get(&case).cloned()).unwrap_or_default();
    render(&PrintPage {
        page: desk.page_of("admin-log-print-title").with_back(crate::period::address("/admin/log", &query.pairs())),
        conditions: query.words(t),
        count: t.count("admin-log-print-count", entries.len()),
        rows: entries.into_iter().map(|entry| (entry.clone(), number(&entry))).map(|(entry, number)| (row(t, entry), number)).collect(),
        is_cut,
        who: desk.staff.name.clone(),
    })
}

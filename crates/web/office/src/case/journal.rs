//! The journal of a case (D-21): every fact with its time, person and reason, narrowed by kind, fit for print.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use store::history::{self, Entry};
use web::{Page, PageError, Texts, format, render};

use super::head::{self, Head, opened};
use crate::desk::Desk;
use crate::journal_words;
use crate::tasks::Tab;

/// Which facts are shown.
#[derive(Debug, Default, Deserialize)]
pub struct JournalQuery {
    /// A word of [`journal_words::GROUPS`], or `technical` for the steps of the process too.
    #[serde(default)]
    show: String,
}

/// A fact as a row.
pub struct Row {
    seq: i64,
    at: String,
    label: String,
    detail: String,
    who: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "case/journal.html")]
struct JournalPage {
    page: Page,
    head: Head,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
}

fn row(t: Texts, entry: &Entry) -> Row {
    Row {
        seq: entry.seq,
        at: format::date_time(format::instant(entry.at), t.language()),
        label: journal_words::label(t, &entry.kind),
        detail: journal_words::detail(t, entry),
        who: journal_words::who(t, entry),
        reason: entry.reason.clone().unwrap_or_default(),
    }
}

/// The journal, the latest first.
pub async fn page(desk: Desk, Path(id): Path<String>, Query(query): Query<JournalQuery>) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, entries) =
        opened(&desk, &id, "journal", |tx, ctx, opened| Ok(history::of_case(tx, ctx.administration_id, opened.case.id)?)).await?;
    let path = opened.head.at("/journal");
    let shows = |show: &str, entry: &Entry| match show {
        "technical" => true,
        "" => !journal_words::is_technical(&entry.kind),
        group => journal_words::group(&entry.kind) == group,
    };
    let chosen = if query.show == "technical" || journal_words::GROUPS.contains(&query.show.as_str()) { query.show.as_str() } else { "" };
    let tabs = [""]
        .into_iter()
        .chain(journal_words::GROUPS)
        .chain(["technical"])
        .map(|show| Tab {
            text: t.get(&format!("office-journal-tab-{}", if show.is_empty() { "all" } else { show })).into_owned(),
            href: if show.is_empty() { path.clone() } else { format!("{path}?show={show}") },
            count: entries.iter().filter(|entry| shows(show, entry)).count(),
            is_current: show == chosen,
        })
        .collect();
    let rows = entries.iter().rev().filter(|entry| shows(chosen, entry)).map(|entry| row(t, entry)).collect();
    render(&JournalPage { page: head::page(&desk, &opened.head), head: opened.head, tabs, rows })
}

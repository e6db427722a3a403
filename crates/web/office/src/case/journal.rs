//! The journal of a case (D-21): every fact with its time, person and reason, narrowed by kind, fit for print; what was reported to the event
//! journal and how far it has come; who looked at the case.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use cases::access::{Access, access_list};
use cases::journal::{Language, Reported, State, report_fault, reports, status_names};
use kernel::ctx::Ctx;
use serde::Deserialize;
use store::Tx;
use store::history::{self, Entry};
use web::{Page, PageError, Texts, format, render};

use super::head::{self, Head, Opened, opened};
use crate::desk::Desk;
use crate::journal_words;
use crate::names::Names;
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

/// A status that was reported to the event journal.
pub struct ReportRow {
    at: String,
    name: String,
    /// `waiting`, `formed`, `sent`, `receipted`, `refused` or `before`.
    state: &'static str,
    why: String,
}

/// A look at the case.
pub struct LookRow {
    at: String,
    who: String,
    more: String,
    what: String,
}

#[derive(Template)]
#[template(path = "case/journal.html")]
struct JournalPage {
    page: Page,
    head: Head,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    reports: Vec<ReportRow>,
    looks: Vec<LookRow>,
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
    let read = |tx: &Tx<'_>, ctx: &Ctx, opened: &Opened| {
        let (case, mut names) = (opened.case.id, opened.names.clone());
        let looks = access_list(tx, ctx, case)?;
        names.add_people(tx, ctx, looks.iter().map(|look| look.staff_id))?;
        Ok((history::of_case(tx, ctx.administration_id, case)?, reports(tx, ctx, case)?, looks, names))
    };
    let (opened, (entries, reports, looks, names)) = opened(&desk, &id, "journal", read).await?;
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
    let page = head::page(&desk, &opened.head);
    let reports = reports.iter().rev().map(|report| report_row(t, &page, report)).collect();
    let looks = looks.iter().map(|look| look_row(t, &names, look)).collect();
    render(&JournalPage { page, head: opened.head, tabs, rows, reports, looks })
}

fn report_row(t: Texts, page: &Page, report: &Reported) -> ReportRow {
    let (bg, en) = status_names(&report.status).unwrap_or_default();
    let language = if t.language() == web::Language::English { Language::En } else { Language::Bg };
    let state = match report.state {
        State::Waiting => "waiting",
        State::Formed => "formed",
        State::Sent if report.has_receipt => "receipted",
        State::Sent => "sent",
        State::Refused => "refused",
        State::Before => "before",
    };
    ReportRow {
        at: format::date_time(format::instant(report.at), t.language()),
        name: page.pick(bg, en).to_owned(),
        state,
        why: report_fault(report, language).unwrap_or_default(),
    }
}

fn look_row(t: Texts, names: &Names, look: &Access) -> LookRow {
    let role = t.find(&format!("office-role-{}", look.role.replace('_', "-"))).map(|text| text.into_owned()).unwrap_or_default();
    let unit = look.unit_id.map(|unit| names.unit(unit)).unwrap_or_default();
    let standing = t.get(&format!("office-look-{}", look.standing)).into_owned();
    let parts = [role, unit, standing, look.reason.clone()];
    LookRow {
        at: format::date_time(format::instant(look.at), t.language()),
        who: names.person(Some(look.staff_id)),
        more: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        what: t.get(&format!("office-looked-{}", look.kind)).into_owned(),
    }
}

//! What the administration reported to the event journal: which status of which service, and how far each report has come.
//!
//! The one rule: a refused report says why in words, and the proof of an accepted one is a click away.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::audit;
use cases::journal::{Language, report_fault, status_names};
use ejournal::client::{ReportFilter, ReportRow, State};
use kernel::permission::Permission;
use serde::Deserialize;
use web::{Choice, Errors, Page, PageError, Texts, format};

use super::case_of;
use crate::desk::Desk;
use crate::period::{Period, address};

/// Rows on a page.
const ROWS: usize = 50;

/// What the address of the page says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ReportsQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    case: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    id: String,
}

/// A report as a row.
struct Row {
    name: String,
    code: String,
    subject: String,
    at: i64,
    place: String,
    state: String,
    tone: &'static str,
    why: String,
}

fn state_words(t: Texts, state: State) -> (String, &'static str) {
    let tone = match state {
        State::Waiting | State::Formed => "wait",
        State::Sent => "good",
        State::Refused => "bad",
        State::Before => "",
    };
    (t.get(&format!("admin-report-{}", state.word())).into_owned(), tone)
}

fn row(t: Texts, one: &ReportRow) -> Row {
    let language = if t.language() == web::Language::English { Language::En } else { Language::Bg };
    let report = &one.report;
    let name = status_names(&report.status).map(|(bg, en)| if t.language() == web::Language::English { en } else { bg });
    let (state, tone) = state_words(t, report.state);
    Row {
        name: name.unwrap_or(&report.status).to_owned(),
        code: report.status.clone(),
        subject: one.subject.clone(),
        at: report.at,
        place: report.sourceseq.map(|number| format::number(i64::try_from(number).unwrap_or(i64::MAX), t.language())).unwrap_or_default(),
        state,
        tone,
        why: report_fault(report, language).unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "log_reports.html")]
struct ReportsPage {
    page: Page,
    rows: Vec<Row>,
    states: Vec<Choice>,
    query: ReportsQuery,
    is_filtered: bool,
    is_later_page: bool,
    next: String,
}

/// The list.
pub async fn page(desk: Desk, Query(query): Query<ReportsQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let t = desk.t;
    let mut errors = Errors::new();
    let period = Period::parse(&query.from, &query.until).unwrap_or_else(|field| {
        errors.add(field, t.get("admin-period-error"));
        Period::default()
    });
    let case = case_of(&desk, &query.case).await?.unwrap_or_else(|(field, key)| {
        errors.add(field, t.get(key));
        None
    });
    let last = query.at.parse::<i64>().ok().map(|at| (at, query.id.clone()));
    let is_later_page = last.is_some();
    let filter = ReportFilter {
        state: State::from_word(&query.state),
        case,
        from_ms: period.begin_ms(),
        before: last.unwrap_or((period.until_ms(), String::new())),
    };
    let failed = !errors.is_empty();
    let mut found = match failed {
        true => Vec::new(),
        false => desk.read(move |tx, ctx| Ok(audit::reports(tx, ctx, &filter, ROWS as i64 + 1)?)).await?,
    };
    let has_more = found.len() > ROWS;
    found.truncate(ROWS);
    let next = found.last().filter(|_| has_more).map(|last| {
        let (at, id) = (last.report.at.to_string(), last.report.id.to_string());
        let pairs = [
            ("state", query.state.as_str()),
            ("case", &query.case),
            ("from", &query.from),
            ("until", &query.until),
            ("at", &at),
            ("id", &id),
        ];
        address("/admin/log/reports", &pairs)
    });
    let states = [State::Waiting, State::Formed, State::Sent, State::Refused, State::Before];
    let template = ReportsPage {
        page: desk.page_of("admin-reports-title").with_errors(errors),
        rows: found.iter().map(|one| row(t, one)).collect(),
        states: states.map(|state| Choice::new(state.word(), state_words(t, state).0)).to_vec(),
        is_filtered: [&query.state, &query.case, &query.from, &query.until].iter().any(|value| !value.is_empty()),
        is_later_page,
        next: next.unwrap_or_default(),
        query,
    };
    desk.form_answer(&template, failed)
}

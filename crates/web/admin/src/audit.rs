//! Inquiries for auditors over the history: who read, what was taken out, whose rights changed, what is unusual.
//!
//! The one rule: an inquiry shows who did what and when, never what a case says; what is handed over is written down with its hash.

mod answer;
pub mod hand_over;
mod query;
pub mod saved;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::audit::Inquiry;
use kernel::permission::Permission;
use web::{Choice, Errors, Page, PageError, Texts, format, render};

use crate::desk::Desk;
use answer::{Answer, answer};
use query::{AuditQuery, SPANS, WHATS};

/// Rows on a page.
const ROWS: usize = 100;

/// A kind of inquiry with what it finds.
struct What {
    words: String,
    hint: String,
    href: String,
}

/// A saved inquiry as a row.
struct SavedRow {
    id: String,
    name: String,
    words: String,
    href: String,
    saved: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    page: Page,
    whats: Vec<What>,
    saved: Vec<SavedRow>,
    hand_overs: Vec<(i64, i64, String, String, String)>,
}

fn saved_row(t: Texts, one: Inquiry) -> Option<SavedRow> {
    let query: AuditQuery = serde_json::from_str(&one.conditions).ok()?;
    let when = format::date_time(format::instant(one.saved_at), t.language());
    Some(SavedRow {
        words: query.words(t).into_iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(" · "),
        href: query.address("/admin/audit/run", ""),
        saved: t.with2("admin-audit-saved-by", "who", one.saved_by, "when", when),
        id: one.id,
        name: one.name,
    })
}

/// The inquiries there are, the saved ones, what was handed over last.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let t = desk.t;
    let (saved, hand_overs) =
        desk.read(move |tx, ctx| Ok((cases::audit::inquiries(tx, ctx)?, hand_over::latest(tx, ctx.administration_id)?))).await?;
    let what = |what: &&str| What {
        words: t.get(&format!("admin-audit-{what}")).into_owned(),
        hint: t.get(&format!("admin-audit-{what}-hint")).into_owned(),
        href: format!("/admin/audit/run?what={what}"),
    };
    render(&AuditPage {
        page: desk.page_of("admin-audit-title"),
        whats: WHATS.iter().map(what).collect(),
        saved: saved.into_iter().filter_map(|one| saved_row(t, one)).collect(),
        hand_overs,
    })
}

#[derive(Template)]
#[template(path = "audit_run.html")]
struct RunPage {
    page: Page,
    query: AuditQuery,
    spans: Vec<Choice>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    total: String,
    is_cut: bool,
    /// The conditions as the forms below carry them.
    fields: Vec<(&'static str, String)>,
    hint: String,
    previous: String,
    next: String,
    is_run: bool,
    name: String,
}

/// The page of an inquiry: its conditions and what it found.
async fn run_page(desk: &Desk, query: AuditQuery, name: String, mut errors: Errors) -> Result<Response, PageError> {
    let t = desk.t;
    let number = query.page.parse::<usize>().ok().filter(|page| (1..1_000).contains(page)).unwrap_or(1);
    let found: Option<Answer> = match answer(desk, &query).await? {
        Ok(found) => Some(found),
        Err((field, key)) => {
            errors.add(field, t.get(key));
            None
        }
    };
    let failed = !errors.is_empty();
    let is_run = found.is_some();
    let Answer { columns, rows, is_cut } = found.unwrap_or_default();
    let total = rows.len();
    let go = |page: usize| query.address("/admin/audit/run", &page.to_string());
    let template = RunPage {
        page: desk
            .page_of(&format!("admin-audit-{}", query.what))
            .with_errors(errors)
            .with_crumb(t.get("admin-audit-title"), "/admin/audit"),
        spans: SPANS.iter().map(|span| Choice::new(*span, t.get(&format!("admin-audit-span-{span}")))).collect(),
        hint: t.get(&format!("admin-audit-{}-hint", query.what)).into_owned(),
        columns,
        rows: rows.into_iter().skip((number - 1) * ROWS).take(ROWS).collect(),
        total: t.count("admin-audit-total", total),
        is_cut,
        fields: query.fields().to_vec(),
        previous: if number > 1 { go(number - 1) } else { String::new() },
        next: if number * ROWS < total { go(number + 1) } else { String::new() },
        is_run,
        name,
        query,
    };
    desk.form_answer(&template, failed)
}

/// Runs an inquiry.
pub async fn run(desk: Desk, Query(query): Query<AuditQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let query = query.known().ok_or_else(PageError::not_found)?;
    run_page(&desk, query, String::new(), Errors::new()).await
}

//! The term of a case (D-19): what is left, what happened to it, each day with its reason, and who will be warned when.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::term::{TermExplanation, term_explain};
use web::{Page, PageError, format, render};

use super::head::{self, Head, opened};
use crate::desk::Desk;
use crate::term_text::{self, DayRow, FactRow};

#[derive(Template)]
#[template(path = "case/terms.html")]
struct TermsPage {
    page: Page,
    head: Head,
    length: String,
    legal: String,
    last_day: String,
    remaining: String,
    is_paused: bool,
    facts: Vec<FactRow>,
    days: Vec<DayRow>,
    warnings: Vec<(String, String, bool)>,
}

/// The term.
pub async fn page(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, explained): (_, TermExplanation) =
        opened(&desk, &id, "terms", |tx, ctx, opened| term_explain(tx, ctx, &opened.case)).await?;
    let speed = services::kit::Speed::from_word(&opened.case.speed).and_then(|speed| opened.kit.speed(speed));
    let remaining = if explained.ended {
        opened.head.due.text.clone()
    } else if explained.paused {
        t.get("term-paused").into_owned()
    } else {
        term_text::remaining(t, Some(explained.term.kind), explained.remaining_days)
    };
    let now = desk.app.clock.now();
    render(&TermsPage {
        page: head::page(&desk, &opened.head),
        length: term_text::term(t, explained.term),
        legal: speed.map(|rule| rule.legal.get(t.language().code()).to_owned()).unwrap_or_default(),
        last_day: format::date(explained.last_day, t.language()),
        remaining,
        is_paused: explained.paused,
        facts: explained.facts.iter().map(|fact| term_text::fact(t, &fact.entry, &fact.reason)).collect(),
        days: term_text::days(t, &explained.days),
        warnings: if explained.ended { Vec::new() } else { term_text::warnings(t, &explained.warnings, now) },
        head: opened.head,
    })
}

//! What the applicant sees of a case: the same view the portal shows, for answers on the telephone.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::tracking::{StatusView, status_for_staff};
use web::{Page, PageError, Texts, format, render};

use super::head::{self, Head, opened};
use crate::desk::Desk;
use crate::journal_words;

/// A stage as the applicant sees it.
pub struct Stage {
    name: String,
    state: &'static str,
    icon: &'static str,
    entered: String,
}

#[derive(Template)]
#[template(path = "case/public.html")]
struct PublicPage {
    page: Page,
    head: Head,
    label: String,
    tone: &'static str,
    icon: &'static str,
    stages: Vec<Stage>,
    events: Vec<(String, String)>,
    deadline: String,
    applicant_due: String,
    address: String,
}

fn stages(t: Texts, view: &StatusView) -> Vec<Stage> {
    let stages = view.stages.iter().filter(|stage| stage.state != "skipped");
    stages
        .map(|stage| Stage {
            name: if t.language() == web::Language::English { stage.name_en.clone() } else { stage.name_bg.clone() },
            state: stage.state,
            icon: match stage.state {
                "done" => "check",
                "current" => "dot",
                _ => "",
            },
            entered: stage.entered_at.map(|at| format::date_time(format::instant(at), t.language())).unwrap_or_default(),
        })
        .collect()
}

/// The view.
pub async fn page(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, view) = opened(&desk, &id, "public", |tx, ctx, opened| status_for_staff(tx, ctx, opened.case.id)).await?;
    let status = view.status.identifier();
    let day = |day: jiff::civil::Date| t.with1("term-until", "date", format::date(day, t.language()));
    let events = view.events.iter().rev().map(|event| {
        let words = match event.status {
            Some(status) => web::status::public(t, status.identifier()).into_owned(),
            None => journal_words::label(t, &event.kind),
        };
        (format::date_time(format::instant(event.at), t.language()), words)
    });
    render(&PublicPage {
        page: head::page(&desk, &opened.head),
        label: web::status::public(t, status).into_owned(),
        tone: web::status::tone(status),
        icon: web::status::icon(status),
        stages: stages(t, &view),
        events: events.collect(),
        deadline: if view.status.is_decided() { String::new() } else { view.deadline_on.map(day).unwrap_or_default() },
        applicant_due: view.applicant_due_on.map(day).unwrap_or_default(),
        address: desk.app.absolute(&format!("/t/{}", view.track)),
        head: opened.head,
    })
}

//! The overview of an application: its sections and how far each is (P-08).

use askama::Template;
use axum::response::Response;
use web::{Page, PageError, render};

use super::draft::{Choices, OwnDraft};

/// A section of the application.
pub struct Section {
    /// Title.
    pub title: String,
    /// Address.
    pub href: String,
    /// `done`, `begun`, `ahead`, `locked`.
    pub state: &'static str,
}

#[derive(Template)]
#[template(path = "apply/tasks.html")]
struct TasksPage {
    page: Page,
    draft: String,
    sections: Vec<Section>,
    done: usize,
    go_on: String,
    kept_until: i64,
    saved_at: i64,
}

/// The sections of an application with their state; the last one is the check before filing.
pub fn sections(own: &OwnDraft) -> Vec<Section> {
    let env = own.env();
    let choices = Choices::of(&own.draft, &own.kit);
    let form = &own.kit.form;
    let answered = form.summary(&own.draft.answers, &env);
    let mut sections: Vec<Section> = super::visible_pages(form, &own.draft.answers, &env)
        .into_iter()
        .map(|(key, title)| {
            let has_answers = answered.iter().any(|row| row.page == key && row.answered);
            let seen = choices.seen.contains(&key);
            let state = match (seen, has_answers) {
                (false, false) => "ahead",
                _ if form.validate_page(&key, &own.draft.answers, &env).is_valid() && seen => "done",
                _ => "begun",
            };
            Section { title, href: own.at(&format!("/{}", super::page_part(&key))), state }
        })
        .collect();
    let state = match (choices.is_complete(), choices.speed.is_some() && choices.seen.iter().any(|key| key == super::delivery::SEEN)) {
        (true, true) => "done",
        (false, true) => "begun",
        _ => "ahead",
    };
    sections.push(Section { title: own.t.get("portal-delivery-title").into_owned(), href: own.at("/delivery"), state });
    let ready = sections.iter().all(|section| section.state == "done");
    sections.push(Section {
        title: own.t.get("portal-review-title").into_owned(),
        href: own.at("/review"),
        state: if ready { "ahead" } else { "locked" },
    });
    sections
}

/// The overview.
pub async fn page(own: OwnDraft) -> Result<Response, PageError> {
    let sections = sections(&own);
    let go_on = sections.iter().find(|section| section.state != "done").map(|section| section.href.clone()).unwrap_or_default();
    render(&TasksPage {
        page: own.frame(own.t.get("portal-tasks-title")),
        draft: own.draft.id.to_string(),
        done: sections.iter().filter(|section| section.state == "done").count(),
        go_on,
        kept_until: own.draft.expires_at,
        saved_at: own.draft.updated_at,
        sections,
    })
}

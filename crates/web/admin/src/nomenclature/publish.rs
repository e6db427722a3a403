//! Putting the draft into force.
//!
//! The one rule: what is published stays for ever; the page says so, and shows every change, before it is done.

use askama::Template;
use axum::response::Response;
use ejournal::journal::{Error, draft_publish};
use kernel::bulgarian::date_from_parts;
use kernel::clock::sofia_date;
use serde_json::json;
use store::history::{self, Event};
use web::{Errors, Notice, Page, PageError, Pairs, redirect};

use super::draft::{PATH, require, written};
use super::{Changes, changes, in_force, problems};
use crate::desk::Desk;

#[derive(Template)]
#[template(path = "nomenclature_publish.html")]
struct PublishPage {
    page: Page,
    version: String,
    now: String,
    count: String,
    changes: Vec<Changes>,
    from: [String; 3],
}

async fn publish_page(desk: &Desk, from: [String; 3], errors: Errors) -> Result<Response, PageError> {
    let failed = !errors.is_empty();
    let (found, now) = (written(desk).await?, in_force(desk).await?);
    let changes = changes(desk.t, &now, &found.nomenclature);
    let template = PublishPage {
        page: desk.page_of("admin-nomenclature-publish").with_errors(errors).with_back(PATH),
        version: found.nomenclature.least_version(&now).to_string(),
        now: now.version().to_string(),
        count: desk.t.count("admin-nomenclature-changes", changes.len()),
        changes,
        from,
    };
    desk.form_answer(&template, failed)
}

/// What is going to be in force.
pub async fn form(desk: Desk) -> Result<Response, PageError> {
    require(&desk)?;
    let today = sofia_date(desk.app.clock.now());
    let from = [today.day().to_string(), today.month().to_string(), today.year().to_string()];
    publish_page(&desk, from, Errors::new()).await
}

/// Puts it into force.
pub async fn publish(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    require(&desk)?;
    let (operator, t) = (desk.operator()?, desk.t);
    let typed = ["from-day", "from-month", "from-year"].map(|name| pairs.get(name).to_owned());
    let day = date_from_parts(&typed[0], &typed[1], &typed[2]).ok().filter(|day| (2020..=2200).contains(&day.year()));
    let Some(day) = day else {
        return publish_page(&desk, typed, Errors::from_iter([("from", t.get("admin-nomenclature-error-from"))])).await;
    };
    let done = desk
        .attempt_once(pairs.command()?, move |tx, ctx| {
            let version = draft_publish(tx, &operator, day)?;
            let facts = json!({ "version": version, "day": day.to_string() });
            history::append(tx, ctx, Event::of_administration("JournalNomenclaturePublished", facts))?;
            Ok::<_, Error>(version)
        })
        .await;
    let (field, words) = match done {
        Ok(version) => {
            let notice = Notice::success(t.with1("admin-nomenclature-published-done", "version", version));
            return Ok(redirect::with_notice(&desk, "/admin/nomenclature", &notice));
        }
        Err(Error::Field { field: "from" }) => ("from", t.get("admin-nomenclature-error-from-early").into_owned()),
        Err(Error::Field { .. }) => ("from", t.get("admin-nomenclature-error-same").into_owned()),
        Err(Error::Nomenclature(error)) => ("from", problems(t, &error).join(" ")),
        Err(Error::Unknown) => return Err(PageError::not_found()),
        Err(error) => return Err(error.into()),
    };
    publish_page(&desk, typed, Errors::from_iter([(field, words)])).await
}

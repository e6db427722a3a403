//! The next version of the list while it is being written: what it changes, and the way to each entry.
//!
//! The one rule: nothing here is in force; it stays until it is published or thrown away.

use askama::Template;
use axum::response::Response;
use ejournal::journal::{Draft, draft, draft_begin, draft_discard};
use kernel::permission::Permission;
use web::{Notice, Page, PageError, Pairs, format, redirect, render};

use super::{Changes, changes, in_force};
use crate::desk::Desk;

/// The address of the draft.
pub const PATH: &str = "/admin/nomenclature/draft";

/// Refuses whoever may not write the list; not there where the journal is not operated.
pub fn require(desk: &Desk) -> Result<(), PageError> {
    desk.require(Permission::JournalManage)?;
    desk.require_journal().map(drop)
}

/// The draft; not there when none is being written.
pub async fn written(desk: &Desk) -> Result<Draft, PageError> {
    desk.read(|tx, _| Ok(draft(tx)?)).await?.ok_or_else(PageError::not_found)
}

#[derive(Template)]
#[template(path = "nomenclature_draft.html")]
struct DraftPage {
    page: Page,
    is_written: bool,
    changed: String,
    version: String,
    count: String,
    changes: Vec<Changes>,
    statuses: Vec<(String, String)>,
}

/// The draft, or how to begin one.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    require(&desk)?;
    let t = desk.t;
    let now = in_force(&desk).await?;
    let found = desk.read(|tx, _| Ok(draft(tx)?)).await?;
    let page = desk.page_of("admin-nomenclature-draft").with_crumb(t.get("admin-nomenclature-title"), "/admin/nomenclature");
    let Some(found) = found else {
        return render(&DraftPage {
            page,
            is_written: false,
            changed: String::new(),
            version: String::new(),
            count: String::new(),
            changes: Vec::new(),
            statuses: Vec::new(),
        });
    };
    let when = format::date_time(format::instant(found.changed_at), t.language());
    let changes = changes(t, &now, &found.nomenclature);
    let name = |entry: &ejournal::nomenclature::StatusEntry| {
        (entry.code.to_string(), if t.language() == web::Language::English { entry.en.clone() } else { entry.bg.clone() })
    };
    render(&DraftPage {
        page,
        is_written: true,
        changed: t.with2("admin-nomenclature-draft-changed", "who", found.changed_by.as_str(), "when", when),
        version: found.nomenclature.least_version(&now).to_string(),
        count: t.count("admin-nomenclature-changes", changes.len()),
        changes,
        statuses: found.nomenclature.statuses().iter().map(name).collect(),
    })
}

/// Begins a draft with what is in force; one that is there stays.
pub async fn begin(desk: Desk) -> Result<Response, PageError> {
    require(&desk)?;
    let (operator, who) = (desk.operator()?, desk.staff.name.clone());
    desk.attempt(move |tx, _| draft_begin(tx, &operator, &who)).await?;
    Ok(redirect::to(PATH))
}

#[derive(Template)]
#[template(path = "nomenclature_discard.html")]
struct DiscardPage {
    page: Page,
    count: String,
}

/// What throwing the draft away means.
pub async fn discard_form(desk: Desk) -> Result<Response, PageError> {
    require(&desk)?;
    let (found, now) = (written(&desk).await?, in_force(&desk).await?);
    let count = desk.t.count("admin-nomenclature-changes", changes(desk.t, &now, &found.nomenclature).len());
    render(&DiscardPage { page: desk.page_of("admin-nomenclature-discard").with_back(PATH), count })
}

/// Throws the draft away.
pub async fn discard(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    require(&desk)?;
    let operator = desk.operator()?;
    desk.attempt_once(pairs.command()?, move |tx, _| draft_discard(tx, &operator)).await?;
    let notice = Notice::success(desk.t.get("admin-nomenclature-discarded"));
    Ok(redirect::with_notice(&desk, "/admin/nomenclature", &notice))
}

//! One page of the form during a correction, when the clerk's own words leave it open what has to change.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use cases::draft::draft_save;
use forms::{Env, FieldError};
use serde::Deserialize;
use web::upload::{Limits, Received};
use web::visit::query_value;
use web::{Errors, Html, Notice, Page, PageError, Pairs, redirect, render};

use super::Work;
use super::form::open_fields;
use crate::apply::{page_key, page_part, question};
use crate::asked::{self, Asked};
use crate::files::{holds_files, kept, with_refused};
use crate::visitor::OwnCase;

#[derive(Template)]
#[template(path = "case/correct_page.html")]
struct AnswersPage {
    page: Page,
    action: String,
    fields: Html,
    asked: String,
    has_files: bool,
}

/// What the address says besides the page.
#[derive(Debug, Default, Deserialize)]
pub struct AnswersQuery {
    /// The place of the first question that the answers of the page have opened.
    #[serde(default)]
    opened: String,
}

/// The correction, when it lets the answers of this page be changed.
async fn load(own: &OwnCase, key: &str) -> Result<(Work, Env), PageError> {
    let work = Work::load(own).await?;
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let is_page = work.kit.form.page_view(key, &work.draft.answers, &env, &[]).is_some_and(|view| view.visible);
    if !is_page || !open_fields(&work, &env, &[]).1 {
        return Err(PageError::not_found().with_way_on(own.at("/correct")));
    }
    Ok((work, env))
}

fn show(
    own: &OwnCase,
    work: &Work,
    key: &str,
    errors: &[FieldError],
    refused: &[(String, String)],
    opened: &str,
) -> Result<Response, PageError> {
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let view = work.kit.form.page_view(key, &work.draft.answers, &env, errors).ok_or_else(PageError::not_found)?;
    let mut view = with_refused(view, refused);
    let mut shown = Errors::new();
    for link in forms::error_links(errors, &env.language) {
        shown.add(link.target, link.text);
    }
    for (path, sentence) in refused {
        shown.add(forms::field_id(path), sentence.clone());
    }
    let mut page = own.page(view.title.clone()).of_service(work.service(&env)).with_back(own.at("/correct")).with_errors(shown);
    if let Some(field) = asked::find(&mut view.fields, opened).filter(|field| field.visible) {
        page.notice = Some(asked::announced(own.t, field));
    }
    let asked = web::fields::asked(&view).join(" ");
    let has_files = view.fields.iter().any(holds_files);
    let fields = web::fields::html(&page, &view.nested());
    render(&AnswersPage { action: own.at(&format!("/correct/answers/{}", page_part(key))), fields, asked, has_files, page })
}

/// The page.
pub async fn page(own: OwnCase, Path((_, part)): Path<(String, String)>, Query(query): Query<AnswersQuery>) -> Result<Response, PageError> {
    let key = page_key(&part);
    let (work, _) = load(&own, key).await?;
    show(&own, &work, key, &[], &[], &query.opened)
}

/// The questions of the page for the answers so far, which are not kept.
pub async fn fields(own: OwnCase, Path((_, part)): Path<(String, String)>, pairs: Pairs) -> Result<Response, PageError> {
    let key = page_key(&part);
    let (work, _) = load(&own, key).await?;
    question::again(&own, &work.kit, key, work.draft.answers, pairs)
}

/// Saves the page and goes back to the correction.
pub async fn save(own: OwnCase, Path((_, part)): Path<(String, String)>, received: Received) -> Result<Response, PageError> {
    let key = page_key(&part);
    let (mut work, env) = load(&own, key).await?;
    let bound = work.kit.form.bind(Some(key), &received.pairs.0, &mut work.draft.answers);
    let mut refused = Vec::new();
    for slot in work.kit.form.attachments(&work.draft.answers, &env) {
        for file in received.files_of(&slot.path) {
            match kept(&own, file, &Limits::of(&slot)).await? {
                Ok(file) => {
                    work.kit.form.file_put(&mut work.draft.answers, &slot.path, file.answer());
                }
                Err(sentence) => refused.push((slot.path.clone(), sentence)),
            }
        }
    }
    let draft = work.draft.clone();
    own.write(move |tx, ctx| Ok(draft_save(tx, ctx, &draft)?)).await?;
    let here = own.at(&format!("/correct/answers/{}", page_part(key)));
    if !refused.is_empty() {
        return show(&own, &work, key, &[], &refused, "");
    }
    if bound.rows_changed || received.pairs.get("act") == "upload" {
        let focus = bound.focus.map(|path| format!("#{}", forms::field_id(&path))).unwrap_or_default();
        return Ok(redirect::to(&format!("{here}{focus}")));
    }
    let asked = Asked::of(&received.pairs);
    let on_page = work.kit.form.validate_page(key, &work.draft.answers, &env).errors;
    let wrong = work.errors(&env);
    let errors = asked.errors(on_page.into_iter().filter(|error| wrong.iter().any(|other| other.path == error.path)).collect());
    if !errors.is_empty() {
        return show(&own, &work, key, &errors, &[], "");
    }
    let mut view = work.kit.form.page_view(key, &work.draft.answers, &env, &[]).filter(|view| view.visible);
    if let Some(view) = &mut view
        && let Some(opened) = asked.opened(view)
    {
        let target = asked::find(&mut view.fields, &opened).map(|field| asked::target(field)).unwrap_or_default();
        return Ok(redirect::to(&format!("{here}?opened={}#{target}", query_value(&opened))));
    }
    let notice = Notice::success(own.t.get("portal-correct-saved"));
    Ok(redirect::with_notice(&own, &own.at("/correct"), &notice))
}

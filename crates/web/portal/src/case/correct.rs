//! Removing irregularities (P-22): the defects, the fields that have to change, everything else to read.
//!
//! The one rule: only what the notice names – and what a change makes wrong – can be changed; nothing typed is lost on the way.

use askama::Template;
use axum::response::Response;
use cases::draft::{Draft, correction_draft, draft_discard, draft_save};
use cases::notice::{Irregularity, correction_submit, notice_open};
use cases::{Error, Status, case_get_own};
use forms::{Definition, Env, FieldError, FieldKind, FieldView, PageView, SummaryRow, value_at, value_put, value_remove};
use serde_json::Value as Json;
use services::kit::Kit;
use web::{Errors, Html, Notice, Page, PageError, format, redirect, render};

use crate::files::{holds_files, kept, with_refused};
use crate::visitor::OwnCase;
use web::upload::{Limits, Received};

/// Fields of one page of the form.
struct Section {
    title: String,
    fields: Html,
}

#[derive(Template)]
#[template(path = "case/correct.html")]
struct CorrectPage {
    page: Page,
    case: String,
    number: String,
    due: String,
    items: Vec<Irregularity>,
    editable: Vec<Section>,
    has_files: bool,
    sections: Vec<(String, Vec<SummaryRow>)>,
}

/// What a correction is made from.
struct Work {
    kit: std::sync::Arc<Kit>,
    draft: Draft,
    items: Vec<Irregularity>,
    number: String,
    due: String,
}

async fn load(own: &OwnCase) -> Result<Work, PageError> {
    let id = own.id;
    let language = own.t.language();
    own.write(move |tx, ctx| {
        let case = case_get_own(tx, ctx, id)?;
        if case.status != Status::AwaitingCorrection {
            return Err(Error::WrongStatus { status: case.status.identifier() }.into());
        }
        let notice = notice_open(tx, ctx, id)?.ok_or(Error::NotFound { what: "notice" })?;
        let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
        Ok(Work {
            kit,
            draft: correction_draft(tx, ctx, id)?,
            due: format::date(notice.due_on, language),
            items: notice.items,
            number: case.incoming_number,
        })
    })
    .await
    .map_err(|error| not_asked(own, error))
}

fn not_asked(own: &OwnCase, error: PageError) -> PageError {
    match error.status.as_u16() {
        404 | 409 => error.with_text("portal-correct-closed").with_way_on(own.at("")),
        _ => error,
    }
}

/// Paths that may be changed; nothing when the notice leaves that open, and then everything may be.
fn paths(items: &[Irregularity], errors: &[FieldError]) -> Vec<String> {
    if items.iter().any(|item| item.path.is_empty()) {
        return Vec::new();
    }
    let whole = |path: &str| path.split('[').next().unwrap_or(path).to_owned();
    let mut paths: Vec<String> = items.iter().map(|item| whole(&item.path)).chain(errors.iter().map(|error| whole(&error.path))).collect();
    paths.sort();
    paths.dedup();
    paths
}

fn only(fields: Vec<FieldView>, paths: &[String]) -> Vec<FieldView> {
    fields
        .into_iter()
        .filter_map(|mut field| {
            if paths.contains(&field.path) {
                return field.visible.then_some(field);
            }
            if let FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } = &mut field.kind {
                *fields = only(std::mem::take(fields), paths);
                return (!fields.is_empty()).then_some(field);
            }
            None
        })
        .collect()
}

/// Pages with the fields that may be changed. When none of the named fields is asked under the present answers, all are.
fn editable(form: &Definition, answers: &Json, env: &Env, paths: &[String], errors: &[FieldError]) -> Vec<PageView> {
    let pages: Vec<PageView> = form.pages_with_errors(answers, env, errors).into_iter().filter(|page| page.visible).collect();
    let chosen: Vec<PageView> = pages
        .iter()
        .cloned()
        .map(|page| PageView { fields: only(page.fields.clone(), paths), ..page })
        .filter(|page| !page.fields.is_empty())
        .collect();
    if chosen.is_empty() { pages } else { chosen }
}

fn all_paths(fields: &[FieldView], found: &mut Vec<String>) {
    for field in fields {
        if !field.path.is_empty() {
            found.push(field.path.clone());
        }
        all_paths(field.fields(), found);
    }
}

fn show(own: &OwnCase, work: Work, errors: &[FieldError], refused: Vec<(String, String)>) -> Result<Response, PageError> {
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let form = &work.kit.form;
    let answers = &work.draft.answers;
    let views = editable(form, answers, &env, &paths(&work.items, errors), errors);
    let mut shown = Errors::new();
    for link in forms::error_links(errors, &env.language) {
        shown.add(link.target, link.text);
    }
    for (path, sentence) in &refused {
        shown.add(forms::field_id(path), sentence.clone());
    }
    let page =
        own.page_of("portal-correct-title").of_service(work.kit.manifest.name.get(&env.language)).with_back(own.at("")).with_errors(shown);
    let mut open = Vec::new();
    views.iter().for_each(|view| all_paths(&view.fields, &mut open));
    let is_open = |row: &SummaryRow| open.iter().any(|path| row.path == *path || row.path.starts_with(&format!("{path}[")));
    let rest = form.summary(answers, &env).into_iter().filter(|row| !is_open(row)).collect();
    let has_files = views.iter().any(|view| view.fields.iter().any(holds_files));
    let sections = views.into_iter().map(|view| {
        let view = with_refused(view, &refused);
        Section { title: view.title.clone(), fields: web::fields::html(&page, &view.nested()) }
    });
    let editable = sections.collect();
    render(&CorrectPage {
        case: own.id.to_string(),
        number: work.number,
        due: work.due,
        items: work.items,
        editable,
        has_files,
        sections: crate::apply::grouped(rest),
        page,
    })
}

/// The page where the irregularities are removed.
pub async fn form(own: OwnCase) -> Result<Response, PageError> {
    let work = load(&own).await?;
    show(&own, work, &[], Vec::new())
}

/// Takes over into `answers` what was typed at the paths that may be changed, and nothing else.
fn take_over(form: &Definition, answers: &mut Json, received: &Received, open: &[String]) -> bool {
    let mut typed = answers.clone();
    let bound = form.bind(None, &received.pairs.0, &mut typed);
    for path in open {
        match value_at(&typed, path).cloned() {
            Some(value) => {
                value_put(answers, path, value);
            }
            None => {
                value_remove(answers, path);
            }
        }
    }
    bound.rows_changed
}

/// Saves what was typed and files the correction.
pub async fn send(own: OwnCase, received: Received) -> Result<Response, PageError> {
    let mut work = load(&own).await?;
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let known = work.kit.form.evaluate(&work.draft.answers, &env).errors;
    let mut open = Vec::new();
    for view in editable(&work.kit.form, &work.draft.answers, &env, &paths(&work.items, &known), &[]) {
        all_paths(&view.fields, &mut open);
    }
    let rows_changed = take_over(&work.kit.form, &mut work.draft.answers, &received, &open);
    let mut refused = Vec::new();
    for slot in work.kit.form.attachments(&work.draft.answers, &env).into_iter().filter(|slot| open.contains(&slot.path)) {
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
    if !refused.is_empty() {
        return show(&own, work, &[], refused);
    }
    if rows_changed || received.pairs.get("act") == "upload" {
        return Ok(redirect::to(&own.at("/correct")));
    }
    let (id, draft) = (own.id, work.draft.clone());
    let sent = own
        .write_once(received.pairs.command()?, move |tx, ctx| match correction_submit(tx, ctx, id, draft.answers.clone()) {
            Ok(()) => {
                draft_discard(tx, ctx, draft.id, &draft.owner)?;
                Ok(None)
            }
            Err(Error::Invalid { errors }) => Ok(Some(errors)),
            Err(error) => Err(error.into()),
        })
        .await
        .map_err(|error| not_asked(&own, error))?;
    match sent {
        Some(errors) => {
            // Labels and sentences in the language of the page.
            let found = work.kit.form.evaluate(&work.draft.answers, &env).errors;
            show(&own, work, if found.is_empty() { &errors } else { &found }, Vec::new())
        }
        None => {
            let notice = Notice::success(own.t.get("portal-correct-done"));
            Ok(redirect::with_notice(&own, &own.at(""), &notice))
        }
    }
}

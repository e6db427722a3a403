//! The page of the correction: the defects, the fields they name, the other answers when the clerk wrote in their own words, and a reply.

use askama::Template;
use axum::response::Response;
use cases::draft::draft_save;
use cases::notice::Irregularity;
use forms::{Definition, Env, FieldError, FieldKind, FieldView, PageView, value_at, value_put, value_remove};
use serde_json::Value as Json;
use web::upload::{Limits, Received};
use web::{Errors, Html, Page, PageError, redirect, render};

use super::reply::{FILES_MAX, TEXT_CHARS_MAX};
use super::{Work, labelled};
use crate::apply::page_part;
use crate::files::{kept, with_refused};
use crate::visitor::OwnCase;

/// Name of the input for words.
const REPLY: &str = "reply";
/// Name of the input for documents.
const REPLY_FILES: &str = "reply_files";

/// Fields of one page of the form.
struct Section {
    title: String,
    fields: Html,
}

/// An answer that is not asked about by name.
struct Row {
    id: String,
    label: String,
    value: String,
    answered: bool,
    is_changed: bool,
    error: Option<String>,
    /// Value of the button that opens its page.
    change: String,
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
    is_free: bool,
    /// Whether the answers stand unfolded: one of them was changed or is wrong.
    is_open: bool,
    sections: Vec<(String, Vec<Row>)>,
    reply: String,
    reply_max: usize,
    files: Vec<(String, u64)>,
    can_add: bool,
    types: String,
    file_hint: String,
}

/// Paths that the notice names, and those that a change has made wrong.
fn paths(items: &[Irregularity], errors: &[FieldError]) -> Vec<String> {
    let whole = |path: &str| path.split('[').next().unwrap_or(path).to_owned();
    let named = items.iter().map(|item| whole(&item.path)).filter(|path| !path.is_empty());
    let mut paths: Vec<String> = named.collect();
    if !is_free(items) {
        paths.extend(errors.iter().map(|error| whole(&error.path)));
    }
    paths.sort();
    paths.dedup();
    paths
}

/// Whether a defect in the clerk's own words leaves it open what has to change.
fn is_free(items: &[Irregularity]) -> bool {
    items.iter().any(|item| item.path.is_empty())
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

/// Pages with the fields the notice names.
fn named(form: &Definition, answers: &Json, env: &Env, paths: &[String], errors: &[FieldError]) -> Vec<PageView> {
    form.pages_with_errors(answers, env, errors)
        .into_iter()
        .filter(|page| page.visible)
        .map(|page| PageView { fields: only(page.fields.clone(), paths), ..page })
        .filter(|page| !page.fields.is_empty())
        .collect()
}

fn all_paths(fields: &[FieldView], found: &mut Vec<String>) {
    for field in fields {
        if !field.path.is_empty() {
            found.push(field.path.clone());
        }
        all_paths(field.fields(), found);
    }
}

/// The fields on the page of the correction and whether the other answers may be changed too. When none of the named fields is asked
/// under the present answers, they may.
pub(super) fn open_fields(work: &Work, env: &Env, errors: &[FieldError]) -> (Vec<PageView>, bool) {
    let views = named(&work.kit.form, &work.draft.answers, env, &paths(&work.items, errors), errors);
    let free = is_free(&work.items) || views.is_empty();
    (views, free)
}

/// Shows the page with what is wrong: errors of the form, and sentences at inputs it does not know.
pub(super) fn show(own: &OwnCase, work: Work, errors: &[FieldError], refused: Vec<(String, String)>) -> Result<Response, PageError> {
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let (views, is_free) = open_fields(&work, &env, errors);
    let mut shown = Errors::new();
    for link in forms::error_links(errors, &env.language) {
        shown.add(link.target, link.text);
    }
    for (path, sentence) in &refused {
        shown.add(forms::field_id(path), sentence.clone());
    }
    let page = own.page_of("portal-correct-title").of_service(work.service(&env)).with_back(own.at("")).with_errors(shown);
    let mut open = Vec::new();
    views.iter().for_each(|view| all_paths(&view.fields, &mut open));
    let is_open = |path: &str| open.iter().any(|one| path == one || path.starts_with(&format!("{one}[")));
    let found = forms::errors_shown(errors);
    let rest: Vec<_> = work.kit.form.summary(&work.draft.answers, &env).into_iter().filter(|row| !is_open(&row.path)).collect();
    let sections = crate::apply::grouped(rest).into_iter().map(|(title, rows)| {
        let rows = rows.into_iter().map(|row| Row {
            id: forms::field_id(&row.path),
            label: labelled(&row),
            is_changed: work.is_changed(&row.path),
            error: found
                .iter()
                .find(|error| error.path == row.path || error.path.starts_with(&format!("{}[", row.path)))
                .map(|error| error.sentence(&env.language)),
            change: format!("{} {}", row.page, row.path),
            value: row.value,
            answered: row.answered,
        });
        (title, rows.collect())
    });
    let sections: Vec<(String, Vec<Row>)> = sections.collect();
    let is_open = sections.iter().flat_map(|(_, rows)| rows).any(|row| row.is_changed || row.error.is_some());
    let editable = views.into_iter().map(|view| {
        let view = with_refused(view, &refused);
        Section { title: view.title.clone(), fields: web::fields::html(&page, &view.nested()) }
    });
    let editable = editable.collect();
    let (reply, limits) = (work.reply(), Limits::any());
    render(&CorrectPage {
        case: own.id.to_string(),
        number: work.number,
        due: work.due,
        items: work.items,
        editable,
        is_free,
        is_open,
        sections,
        files: reply.names(),
        can_add: reply.files.len() < FILES_MAX,
        reply: reply.text,
        reply_max: TEXT_CHARS_MAX,
        types: limits.accept(),
        file_hint: limits.hint(own.t),
        page,
    })
}

/// The page where the irregularities are removed.
pub async fn form(own: OwnCase) -> Result<Response, PageError> {
    let work = Work::load(&own).await?;
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

/// The place of the document that is to be taken out again.
fn removed(received: &Received) -> Option<usize> {
    let place = received.pairs.0.iter().find_map(|(name, _)| name.strip_prefix("remove:reply_files[")?.strip_suffix(']'));
    place.and_then(|place| place.parse().ok())
}

/// Saves what was typed, and goes to where the pressed button leads.
pub async fn send(own: OwnCase, received: Received) -> Result<Response, PageError> {
    let mut work = Work::load(&own).await?;
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let known = work.errors(&env);
    let mut open = Vec::new();
    open_fields(&work, &env, &known).0.iter().for_each(|view| all_paths(&view.fields, &mut open));
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
    let mut reply = work.reply();
    reply.text = received.pairs.get(REPLY).replace("\r\n", "\n");
    let taken_out = removed(&received).filter(|place| *place < reply.files.len());
    if let Some(place) = taken_out {
        reply.files.remove(place);
    }
    for file in received.files_of(REPLY_FILES) {
        if reply.files.len() >= FILES_MAX {
            refused.push((REPLY_FILES.to_owned(), own.t.with1("portal-correct-files-many", "count", FILES_MAX)));
            break;
        }
        match kept(&own, file, &Limits::any()).await? {
            Ok(file) => reply.add(&file),
            Err(sentence) => refused.push((REPLY_FILES.to_owned(), sentence)),
        }
    }
    work.draft.choices = reply.to_json();
    let draft = work.draft.clone();
    own.write(move |tx, ctx| Ok(draft_save(tx, ctx, &draft)?)).await?;
    if reply.text.chars().count() > TEXT_CHARS_MAX {
        refused.push((REPLY.to_owned(), own.t.with1("portal-correct-reply-long", "count", TEXT_CHARS_MAX)));
    }
    if !refused.is_empty() {
        return show(&own, work, &[], refused);
    }
    if let Some((page, path)) = received.pairs.get("change").split_once(' ') {
        let id = forms::field_id(path);
        return Ok(redirect::to(&own.at(&format!("/correct/answers/{}#{id}", page_part(page)))));
    }
    if rows_changed || taken_out.is_some() || received.pairs.get("act") == "upload" {
        return Ok(redirect::to(&own.at("/correct")));
    }
    let errors = work.errors(&env);
    if !errors.is_empty() {
        return show(&own, work, &errors, Vec::new());
    }
    if reply.is_empty() && work.changes(&env).is_empty() {
        let sentence = own.t.get("portal-correct-nothing").into_owned();
        return show(&own, work, &[], vec![(REPLY.to_owned(), sentence)]);
    }
    Ok(redirect::to(&own.at("/correct/check")))
}

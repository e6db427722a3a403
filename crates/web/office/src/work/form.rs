//! A whole form on one page (`ux.md` §3 „Wizard vs. form“): every page of the definition is a section of it.
//!
//! The one rule: the definition is the one of the portal; only the arrangement differs.

use axum::http::HeaderMap;
use cases::document::StoredFile;
use forms::{Bound, Definition, Env, FieldError, FieldKind, FieldView};
use serde_json::Value as Json;
use web::upload::{self, Limits, Received};
use web::{Errors, Html, Page, PageError};

use crate::desk::Desk;

/// A section of the form.
#[derive(Debug, Clone)]
pub struct Section {
    /// Title.
    pub title: String,
    /// Path of the answer that shows it; empty when it always shows.
    pub reveal_for: String,
    /// The value that shows it.
    pub reveal_value: String,
    /// Its fields.
    pub html: Html,
}

/// Time and language for the form.
pub fn env(desk: &Desk) -> Env {
    Env::new(desk.app.clock.now(), desk.t.language().code())
}

/// The sections of a form, with errors of the evaluation and sentences about files that were refused.
pub fn sections(
    page: &Page,
    form: &Definition,
    answers: &Json,
    env: &Env,
    errors: &[FieldError],
    files: &[(String, String)],
) -> Vec<Section> {
    let mut out = Vec::new();
    for mut view in form.pages_with_errors(answers, env, errors) {
        let reveal = if view.visible { view.conditional_on.take() } else { view.conditional_on.clone() };
        if !view.visible {
            if reveal.is_none() {
                continue;
            }
            unfold(&mut view.fields);
        }
        // A section that is shown now folds away when its answer changes, as it would unfold.
        let reveal = reveal.unwrap_or(forms::ConditionalOn { path: String::new(), value: String::new() });
        with_files(&mut view.fields, files);
        let title = view.title.clone();
        out.push(Section { html: web::fields::html(page, &view.nested()), title, reveal_for: reveal.path, reveal_value: reveal.value });
    }
    out
}

/// Shows the fields of a section that waits for an answer of another one.
fn unfold(fields: &mut [FieldView]) {
    for field in fields {
        if field.conditional_on.is_none() {
            field.visible = true;
        }
        match &mut field.kind {
            FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => unfold(fields),
            FieldKind::Rows { rows, .. } => rows.iter_mut().for_each(|row| unfold(&mut row.fields)),
            _ => {}
        }
    }
}

fn with_files(fields: &mut [FieldView], files: &[(String, String)]) {
    for field in fields {
        if matches!(field.kind, FieldKind::File { .. }) {
            let own = files.iter().filter(|(path, _)| *path == field.path).map(|(_, sentence)| sentence.clone());
            field.errors.splice(0..0, own);
        }
        match &mut field.kind {
            FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => with_files(fields, files),
            FieldKind::Rows { rows, .. } => rows.iter_mut().for_each(|row| with_files(&mut row.fields, files)),
            _ => {}
        }
    }
}

/// The errors for the summary on top of the page.
pub fn summary(errors: &[FieldError], files: &[(String, String)], language: &str) -> Errors {
    let mut shown = Errors::new();
    for link in forms::error_links(errors, language) {
        shown.add(link.target, link.text);
    }
    for (path, sentence) in files {
        shown.add(forms::field_id(path), sentence.clone());
    }
    shown
}

/// What a post did to the answers.
#[derive(Debug, Default)]
pub struct Taken {
    /// Rows added or removed, and where the focus goes.
    pub bound: Bound,
    /// Files that were refused: path and sentence.
    pub refused: Vec<(String, String)>,
    /// Whether files were kept.
    pub had_files: bool,
}

/// Takes a post over into the answers and keeps its files.
pub async fn take(desk: &Desk, form: &Definition, answers: &mut Json, received: &Received) -> Result<Taken, PageError> {
    let bound = form.bind(None, &received.pairs.0, answers);
    let mut taken = Taken { bound, ..Taken::default() };
    for slot in form.attachments(answers, &env(desk)) {
        for file in received.files_of(&slot.path) {
            match upload::keep(&desk.app, desk.t, file, &Limits::of(&slot)).await? {
                Ok(kept) => {
                    form.file_put(answers, &slot.path, kept.answer());
                    taken.had_files = true;
                }
                Err(sentence) => taken.refused.push((slot.path.clone(), sentence)),
            }
        }
    }
    Ok(taken)
}

/// Keeps files that belong to no place of a form; answers with them and with sentences about those that were refused.
pub async fn scans(desk: &Desk, received: &Received, field: &str) -> Result<(Vec<StoredFile>, Vec<String>), PageError> {
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    for file in received.files_of(field) {
        match upload::keep(&desk.app, desk.t, file, &Limits::any()).await? {
            Ok(one) => kept.push(StoredFile { sha256: one.sha256, size: one.size, mime: one.mime, name: one.name }),
            Err(sentence) => refused.push(sentence),
        }
    }
    Ok((kept, refused))
}

/// Whether the script asked for a short answer instead of a page.
pub fn is_autosave(headers: &HeaderMap) -> bool {
    headers.get(axum::http::header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|kind| kind.starts_with("text/plain"))
}

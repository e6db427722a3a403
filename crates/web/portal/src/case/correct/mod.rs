//! Removing irregularities (P-22): the defects, what has to change, an answer with documents; a last look; sending.
//!
//! The one rule: only what the notice names – and what a change makes wrong – can be changed; a notice in the clerk's own words leaves
//! it to the applicant what to change; nothing typed is lost on the way.

mod answers;
mod check;
mod form;
mod reply;

pub use answers::{fields, page, save};
pub use check::{look, submit};
pub use form::{form, send};

use cases::draft::{Draft, correction_draft};
use cases::notice::{Irregularity, correction_errors, notice_open};
use cases::{Error, Status, case_get_own};
use forms::{Env, FieldError, SummaryRow, value_at};
use serde_json::Value as Json;
use services::kit::Kit;
use web::{PageError, format};

use crate::visitor::OwnCase;
use reply::Reply;

/// What a correction is made from.
struct Work {
    kit: std::sync::Arc<Kit>,
    /// The answers as they were filed.
    filed: Json,
    draft: Draft,
    items: Vec<Irregularity>,
    number: String,
    due: String,
}

impl Work {
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
                draft: correction_draft(tx, ctx, id)?,
                due: format::date(notice.due_on, language),
                items: in_language(&kit, notice.items, language.code()),
                number: case.incoming_number,
                filed: case.answers,
                kit,
            })
        })
        .await
        .map_err(|error| not_asked(own, error))
    }

    /// What is wrong with the answers as they are now.
    fn errors(&self, env: &Env) -> Vec<FieldError> {
        correction_errors(&self.kit, &self.filed, &self.draft.answers, env)
    }

    /// Whether the answer at a place is another one than the one that was filed.
    fn is_changed(&self, path: &str) -> bool {
        value_at(&self.filed, path) != value_at(&self.draft.answers, path)
    }

    /// The answers that differ from the filed ones: label, before, now.
    fn changes(&self, env: &Env) -> Vec<Change> {
        let before = self.kit.form.summary(&self.filed, env);
        let now = self.kit.form.summary(&self.draft.answers, env);
        let same = |rows: &[SummaryRow], path: &str| rows.iter().find(|row| row.path == path).cloned();
        let mut changes: Vec<Change> = now
            .iter()
            .filter(|row| same(&before, &row.path).is_none_or(|old| old.value != row.value || self.is_changed(&row.path)))
            .map(|row| Change {
                label: labelled(row),
                before: same(&before, &row.path).filter(|old| old.answered).map(|old| old.value),
                now: Some(row.value.clone()).filter(|_| row.answered),
            })
            .collect();
        let gone = before.iter().filter(|row| row.answered && same(&now, &row.path).is_none());
        changes.extend(gone.map(|row| Change { label: labelled(row), before: Some(row.value.clone()), now: None }));
        changes.retain(|change| change.before.is_some() || change.now.is_some());
        changes
    }

    fn reply(&self) -> Reply {
        Reply::of(&self.draft.choices)
    }

    fn service(&self, env: &Env) -> String {
        self.kit.manifest.name.get(&env.language).to_owned()
    }
}

/// Defects in a language: those of the kit's catalogue as the kit words them, the clerk's own as they were written.
pub fn in_language(kit: &Kit, mut items: Vec<Irregularity>, language: &str) -> Vec<Irregularity> {
    for item in items.iter_mut().filter(|item| !item.code.is_empty()) {
        if let Some(coded) = kit.manifest.irregularities.iter().find(|coded| coded.code == item.code) {
            coded.text.get(language).clone_into(&mut item.text);
        }
    }
    items
}

/// An answer before and after the correction.
struct Change {
    label: String,
    before: Option<String>,
    now: Option<String>,
}

/// The label of an answer with the row or group it stands in.
fn labelled(row: &SummaryRow) -> String {
    match &row.group {
        Some(group) => format!("{group}: {}", row.label),
        None => row.label.clone(),
    }
}

fn not_asked(own: &OwnCase, error: PageError) -> PageError {
    match error.status.as_u16() {
        404 | 409 => error.with_text("portal-correct-closed").with_way_on(own.at("")),
        _ => error,
    }
}

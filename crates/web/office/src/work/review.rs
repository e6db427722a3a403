//! Reviewing a draft: approve, or send it back with remarks (D-26).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::task::{Finish, task_finish};
use kernel::permission::Permission;
use serde_json::{Map, json};
use services::kit::{DecisionKind, FieldKind};
use web::{Errors, Page, PageError, Pairs, render};

use super::task_view::{Head, TaskView, load};
use super::{decide, refused, regularity, task, words};
use crate::desk::Desk;

/// A decision in words, for review and signature.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// Title of the document.
    pub title: String,
    /// `grant`, `partial`, `refuse`.
    pub kind: String,
    /// What is decided.
    pub word: String,
    /// Fields: label and value.
    pub fields: Vec<(String, String)>,
    /// Grounds with their provisions.
    pub grounds: Vec<(String, String)>,
    /// How it can be contested; empty for a grant.
    pub appeal: String,
    /// Who drafted it.
    pub author: String,
}

/// The finished draft in words.
pub fn decision(desk: &Desk, view: &TaskView) -> Decision {
    let t = desk.t;
    let Some(draft) = &view.decision else { return Decision::default() };
    let Some(kind) = DecisionKind::from_word(&draft.decision) else { return Decision::default() };
    let fields = view.kit.fields(kind).filter_map(|field| {
        let text = draft.fields.get(&field.key)?.as_str()?;
        let text = if field.kind == FieldKind::Date { web::format::date_text(text, t.language()) } else { text.to_owned() };
        (!text.is_empty()).then(|| (words::pick(t, &field.label), text))
    });
    let grounds = view.kit.manifest.refusal_grounds.iter().filter(|ground| draft.grounds.contains(&ground.code));
    let author = view.tasks.iter().rev().find(|task| task.kind == "draft" && task.state == "done");
    Decision {
        title: view.kit.outcome(kind).map(|outcome| words::pick(t, &outcome.title)).unwrap_or_default(),
        kind: draft.decision.clone(),
        word: t.get(&format!("work-outcome-decision-{}", draft.decision)).into_owned(),
        fields: fields.collect(),
        grounds: grounds.map(|ground| (words::pick(t, &ground.text), ground.legal.clone().unwrap_or_default())).collect(),
        appeal: if kind == DecisionKind::Grant { String::new() } else { regularity::appeal(desk, view) },
        author: author.and_then(|task| task.finished_by_name.clone()).unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "work/review.html")]
struct ReviewPage {
    page: Page,
    head: Head,
    decision: Decision,
    opinions: Vec<(String, String, String)>,
    remarks: String,
}

/// The screen.
pub fn show(desk: &Desk, view: &TaskView, errors: Errors, remarks: &str) -> Result<Response, PageError> {
    let head = view.head(desk);
    render(&ReviewPage {
        page: view.page(desk, head.name.clone()).with_errors(errors),
        head,
        decision: decision(desk, view),
        opinions: decide::opinions(desk, view),
        remarks: remarks.to_owned(),
    })
}

/// Approves the draft or sends it back.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::DecisionReview)?;
    let view = load(&desk, &id).await?;
    let remarks = words::cut(pairs.get("remarks"));
    let is_return = pairs.get("act") == "return";
    if is_return && remarks.is_empty() {
        let mut errors = Errors::new();
        errors.add("remarks", desk.t.get("work-review-remarks-missing"));
        return show(&desk, &view, errors, &remarks);
    }
    let (word, key) = if is_return { ("rework", "work-review-returned") } else { ("approved", "work-review-approved") };
    let finish = Finish { outcome: Map::from_iter([("review".to_owned(), json!(word))]), remarks };
    let task_id = view.task.id;
    match refused::act(&desk, pairs.command()?, move |tx, ctx| task_finish(tx, ctx, task_id, finish)).await {
        Ok(()) => task::done(&desk, &view, key).await,
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
    }
}

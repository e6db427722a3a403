//! The work on the merits: the step's own form, if the kit has one, remarks, the question to those who give opinions (D-22).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::task::{Finish, task_finish, task_save};
use forms::{Definition, FieldError};
use kernel::permission::Permission;
use process::{FormMode, TaskKind};
use serde_json::{Map, Value as Json, json};
use web::upload::Received;
use web::{Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::form::{self, Section};
use super::merge::{self, Side};
use super::task_view::{Head, TaskView, load};
use super::{refused, task, words};
use crate::desk::Desk;

#[derive(Template)]
#[template(path = "work/work_step.html")]
struct WorkPage {
    page: Page,
    head: Head,
    fields: Vec<Section>,
    asks_opinion: bool,
    question: String,
    remarks: String,
}

/// What is typed into the screen.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    answers: Json,
    question: String,
    remarks: String,
    errors: Vec<FieldError>,
    files: Vec<(String, String)>,
}

/// The form that belongs to this very step and is filled in it.
fn own_form(view: &TaskView) -> Option<&Definition> {
    let rule = view.kit.process.node(&view.task.node)?.extensions.form.as_ref()?;
    if rule.mode != FormMode::Edit || rule.reference == "form.json" {
        return None;
    }
    view.kit.forms.get(&rule.reference)
}

fn asks_opinion(view: &TaskView) -> bool {
    view.kit.process.nodes().iter().any(|node| node.extensions.task == Some(TaskKind::Opinion))
}

fn kept(view: &TaskView) -> Typed {
    let draft = &view.task.draft;
    let text = |key: &str| draft[key].as_str().unwrap_or_default().to_owned();
    Typed {
        answers: if draft["answers"].is_object() { draft["answers"].clone() } else { json!({}) },
        question: text("opinionQuestion"),
        remarks: text("remarks"),
        ..Typed::default()
    }
}

/// What is kept of the step, or was recorded, beside what was typed.
fn sides(desk: &Desk, view: &TaskView, pairs: &Pairs) -> Vec<Side> {
    let t = desk.t;
    let now = kept(view);
    let (question, remarks) = if view.task.is_open() {
        (now.question, now.remarks)
    } else {
        let said = |key: &str| view.task.outcome[key].as_str().unwrap_or_default().to_owned();
        (said("opinionQuestion"), said("remarks"))
    };
    let mut sides = Vec::new();
    if let Some(own) = own_form(view) {
        let env = form::env(desk);
        let mut mine = now.answers.clone();
        own.bind(None, &pairs.0, &mut mine);
        let (theirs, mine) = (own.summary(&now.answers, &env), own.summary(&mine, &env));
        let value = |rows: &[forms::SummaryRow], path: &str| {
            rows.iter().find(|row| row.path == path && row.answered).map(|row| row.value.clone()).unwrap_or_default()
        };
        for row in theirs.iter().chain(mine.iter().filter(|row| theirs.iter().all(|one| one.path != row.path))) {
            let name = format!("answers:{}", row.path);
            sides.push(Side::text(&name, row.label.clone(), &value(&theirs, &row.path), &value(&mine, &row.path)));
        }
    }
    if pairs.has("question") {
        sides.push(Side::text("question", t.get("work-step-question"), &question, pairs.get("question")));
    }
    sides.push(Side::text("remarks", t.get("work-step-remarks"), &remarks, pairs.get("remarks")));
    sides
}

/// The screen.
pub fn show(desk: &Desk, view: &TaskView, errors: Errors, typed: Option<Typed>) -> Result<Response, PageError> {
    let head = view.head(desk);
    let typed = typed.unwrap_or_else(|| kept(view));
    let env = form::env(desk);
    let mut shown = form::summary(&typed.errors, &typed.files, &env.language);
    for (name, sentence) in errors.iter() {
        shown.add(name, sentence);
    }
    let page = view.page(desk, head.name.clone()).with_errors(shown);
    let fields = own_form(view).map(|own| form::sections(&page, own, &typed.answers, &env, &typed.errors, &typed.files));
    render(&WorkPage {
        fields: fields.unwrap_or_default(),
        asks_opinion: asks_opinion(view),
        question: typed.question,
        remarks: typed.remarks,
        head,
        page,
    })
}

/// Keeps or finishes the step.
pub async fn send(desk: Desk, Path(id): Path<String>, mut received: Received) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    received.pairs = merge::chosen(received.pairs);
    let mut view = load(&desk, &id).await?;
    if let Some(both) = merge::check(&desk, &view, &received.pairs, sides, "/work")? {
        return Ok(both);
    }
    let mut typed = kept(&view);
    typed.question = words::cut(received.pairs.get("question"));
    typed.remarks = words::cut(received.pairs.get("remarks"));
    let mut rows_changed = false;
    if let Some(own) = own_form(&view) {
        let taken = form::take(&desk, own, &mut typed.answers, &received).await?;
        rows_changed = taken.bound.rows_changed;
        typed.files = taken.refused;
        // Of these answers the kept side was chosen.
        for path in received.pairs.all("kept-path") {
            merge::copy_answer(&view.task.draft["answers"], &mut typed.answers, path);
        }
    }
    let task_id = view.task.id;
    let draft = json!({ "answers": typed.answers, "opinionQuestion": typed.question, "remarks": typed.remarks });
    let saved = desk.attempt(move |tx, ctx| {
        // A second click on „finish“ finds the task done and has nothing to keep.
        if cases::task::task_get(tx, ctx, task_id)?.finished_by == ctx.actor.staff().map(|staff| staff.id) {
            return Ok(());
        }
        task_save(tx, ctx, task_id, &draft)
    });
    if let Err(error) = saved.await {
        return merge::forestalled(&desk, &id, error, &received.pairs, sides).await;
    }
    // Keeping the work changed the task; the page has to carry its new revision.
    view = load(&desk, &id).await?;
    if !typed.files.is_empty() {
        return show(&desk, &view, Errors::new(), Some(typed));
    }
    if rows_changed || received.pairs.get("act") != "finish" {
        let notice = Notice::success(desk.t.get("work-saved"));
        return Ok(redirect::with_notice(&desk, &view.at(""), &notice));
    }
    let mut outcome = Map::from_iter([("workOutcome".to_owned(), json!("done"))]);
    if let Some(own) = own_form(&view) {
        let checked = own.evaluate(&typed.answers, &form::env(&desk));
        if !checked.errors.is_empty() {
            return show(&desk, &view, Errors::new(), Some(Typed { errors: checked.errors, ..typed }));
        }
        if let Json::Object(answers) = checked.data {
            outcome.extend(answers);
        }
    }
    if !typed.question.is_empty() {
        outcome.insert("opinionQuestion".to_owned(), json!(typed.question));
    }
    let finish = Finish { outcome, remarks: typed.remarks };
    match refused::act(&desk, received.pairs.command()?, move |tx, ctx| task_finish(tx, ctx, task_id, finish)).await {
        Ok(()) => task::done(&desk, &view, "work-step-done").await,
        Err(error) => merge::forestalled(&desk, &id, error, &received.pairs, sides).await,
    }
}

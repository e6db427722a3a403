//! The opinion of another unit or expert on a case in progress (D-23).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::Error;
use cases::task::{Finish, task_finish, task_save};
use kernel::permission::Permission;
use serde_json::{Map, json};
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::merge::{self, Side};
use super::task_view::{Head, TaskView, load};
use super::{refused, task, words};
use crate::desk::Desk;

const OPINIONS: [&str; 4] = ["agreed", "notAgreed", "rework", "terminate"];
/// What may be answered to a question that a person put and not the process.
const ANSWERS: [&str; 4] = ["agreed", "notAgreed", "answered", "declined"];

fn offered(view: &TaskView) -> &'static [&'static str] {
    if view.task.asked.is_some() { &ANSWERS } else { &OPINIONS }
}

/// What is kept of the opinion, or given, beside what was typed.
fn sides(desk: &Desk, view: &TaskView, pairs: &Pairs) -> Vec<Side> {
    let t = desk.t;
    let now = |key: &str| {
        let from = if view.task.is_open() { &view.task.draft } else { &view.task.outcome };
        from[key].as_str().unwrap_or_default().to_owned()
    };
    let words = |word: &str| t.get(&format!("work-opinion-{word}")).into_owned();
    vec![
        Side::choice("opinion", t.get("work-opinion-legend"), vec![now("opinion")], vec![pairs.get("opinion").to_owned()], words),
        Side::text("remarks", t.get("work-opinion-remarks"), &now("remarks"), pairs.get("remarks")),
    ]
}

#[derive(Template)]
#[template(path = "work/opinion.html")]
struct OpinionPage {
    page: Page,
    head: Head,
    question: String,
    asked_by: String,
    opinions: Vec<Choice>,
    opinion: String,
    remarks: String,
}

/// The question put to those who give opinions, by the latest finished step that asked one, and who asked.
pub fn question(view: &TaskView) -> (String, String) {
    if let Some(asked) = &view.task.asked {
        return (asked.question.clone(), asked.by_name.clone());
    }
    let asked = view.tasks.iter().rev().find_map(|task| {
        let text = task.outcome["opinionQuestion"].as_str().or_else(|| task.draft["opinionQuestion"].as_str())?;
        (!text.is_empty()).then(|| (text.to_owned(), task.finished_by_name.clone().unwrap_or_default()))
    });
    asked.unwrap_or_default()
}

/// The screen; `typed` is the opinion and its grounds as they were sent.
pub fn show(desk: &Desk, view: &TaskView, errors: Errors, typed: Option<(&str, &str)>) -> Result<Response, PageError> {
    let head = view.head(desk);
    let kept = |key: &str| view.task.draft[key].as_str().unwrap_or_default();
    let (opinion, remarks) = typed.unwrap_or((kept("opinion"), kept("remarks")));
    let choice = |word: &&str| {
        Choice::new(*word, desk.t.get(&format!("work-opinion-{word}"))).with_hint(desk.t.get(&format!("work-opinion-{word}-hint")))
    };
    let (question, asked_by) = question(view);
    render(&OpinionPage {
        page: view.page(desk, head.name.clone()).with_errors(errors),
        head,
        question,
        asked_by,
        opinions: offered(view).iter().map(choice).collect(),
        opinion: opinion.to_owned(),
        remarks: remarks.to_owned(),
    })
}

/// Keeps or gives the opinion.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OpinionGive)?;
    let pairs = merge::chosen(pairs);
    let view = load(&desk, &id).await?;
    if let Some(both) = merge::check(&desk, &view, &pairs, sides, "/opinion")? {
        return Ok(both);
    }
    let (opinion, remarks) = (pairs.get("opinion").to_owned(), words::cut(pairs.get("remarks")));
    let task_id = view.task.id;
    if pairs.get("act") == "save" {
        let draft = json!({ "opinion": opinion, "remarks": remarks });
        let saved: Result<(), Error> = desk.attempt(move |tx, ctx| task_save(tx, ctx, task_id, &draft)).await;
        return match saved {
            Ok(()) => Ok(redirect::with_notice(&desk, &view.at(""), &Notice::success(desk.t.get("work-saved")))),
            Err(error) => merge::forestalled(&desk, &id, error, &pairs, sides).await,
        };
    }
    let mut errors = Errors::new();
    if !offered(&view).contains(&opinion.as_str()) {
        errors.add("opinion", desk.t.get("work-opinion-missing"));
    }
    if remarks.is_empty() && (opinion != "agreed" || view.task.asked.is_some()) {
        errors.add("remarks", desk.t.get("work-opinion-remarks-missing"));
    }
    if !errors.is_empty() {
        return show(&desk, &view, errors, Some((&opinion, &remarks)));
    }
    let finish = Finish { outcome: Map::from_iter([("opinion".to_owned(), json!(opinion))]), remarks };
    match refused::act(&desk, pairs.command()?, move |tx, ctx| task_finish(tx, ctx, task_id, finish)).await {
        Ok(()) => task::done(&desk, &view, "work-opinion-done").await,
        Err(error) => merge::forestalled(&desk, &id, error, &pairs, sides).await,
    }
}

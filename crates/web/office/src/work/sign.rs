//! Signing decisions: one with its exact document, or several after a look at each (D-26).
//!
//! The one rule: nobody signs what was not shown; a signature is confirmed on a page of its own.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::decision::decision_sign;
use cases::list::{TaskRow, task_list_mine, task_list_queue};
use cases::task::{Finish, task_finish};
use kernel::ids::TaskId;
use kernel::permission::Permission;
use serde_json::{Map, json};
use web::{Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::review::{Decision, decision};
use super::task_view::{Head, TaskView, load};
use super::{decide, refused, task, words};
use crate::desk::{Desk, refusal_sentence};
use crate::names::Names;

/// LIMIT: most decisions signed at once; a person has to look at each of them.
const SIGNED_MAX: usize = 50;

#[derive(Template)]
#[template(path = "work/sign.html")]
struct SignPage {
    page: Page,
    head: Head,
    decision: Decision,
    opinions: Vec<(String, String, String)>,
    remarks: String,
}

#[derive(Template)]
#[template(path = "work/sign_confirm.html")]
struct ConfirmPage {
    page: Page,
    head: Head,
    decision: Decision,
    signatory: String,
    delivery: String,
}

/// A decision that waits for a signature.
#[derive(Debug, Clone)]
struct Waiting {
    task: String,
    number: String,
    service: String,
    applicant: String,
    decision: String,
    author: String,
    due: String,
    title: String,
}

#[derive(Template)]
#[template(path = "work/sign_list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Waiting>,
    chosen: Vec<String>,
}

#[derive(Template)]
#[template(path = "work/sign_several.html")]
struct SeveralPage {
    page: Page,
    rows: Vec<Waiting>,
    signatory: String,
}

#[derive(Template)]
#[template(path = "work/sign_done.html")]
struct DonePage {
    page: Page,
    signed: Vec<Waiting>,
    failed: Vec<(Waiting, String)>,
}

/// The screen of one decision.
pub fn show(desk: &Desk, view: &TaskView, errors: Errors, remarks: &str) -> Result<Response, PageError> {
    let head = view.head(desk);
    render(&SignPage {
        page: view.page(desk, head.name.clone()).with_errors(errors),
        head,
        decision: decision(desk, view),
        opinions: decide::opinions(desk, view),
        remarks: remarks.to_owned(),
    })
}

/// The last look before one signature.
pub async fn confirm(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::DecisionSign)?;
    let view = load(&desk, &id).await?;
    if !view.can_work(&desk) || view.task.kind != "sign" {
        return Ok(redirect::to(&view.at("")));
    }
    render(&ConfirmPage {
        page: view.page(&desk, desk.t.get("work-sign-confirm-title")).with_back(view.at("")),
        head: view.head(&desk),
        decision: decision(&desk, &view),
        signatory: desk.staff.name.clone(),
        delivery: crate::names::delivery(desk.t, &view.case.delivery),
    })
}

/// Signs one decision.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::DecisionSign)?;
    let view = load(&desk, &id).await?;
    let task_id = view.task.id;
    match refused::act(&desk, pairs.command()?, move |tx, ctx| decision_sign(tx, ctx, task_id)).await {
        Ok(_) => task::done(&desk, &view, "work-sign-done").await,
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
    }
}

/// Sends a decision back unsigned.
pub async fn give_back(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::DecisionSign)?;
    let view = load(&desk, &id).await?;
    let remarks = words::cut(pairs.get("remarks"));
    if remarks.is_empty() {
        let mut errors = Errors::new();
        errors.add("remarks", desk.t.get("work-review-remarks-missing"));
        return show(&desk, &view, errors, &remarks);
    }
    let finish = Finish { outcome: Map::from_iter([("signature".to_owned(), json!("returned"))]), remarks };
    let task_id = view.task.id;
    match refused::act(&desk, pairs.command()?, move |tx, ctx| task_finish(tx, ctx, task_id, finish)).await {
        Ok(()) => task::done(&desk, &view, "work-sign-returned").await,
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
    }
}

async fn waiting(desk: &Desk) -> Result<Vec<Waiting>, PageError> {
    let t = desk.t;
    let language = t.language().code();
    let found = desk
        .read(move |tx, ctx| {
            let mut rows: Vec<TaskRow> = task_list_mine(tx, ctx)?;
            rows.extend(task_list_queue(tx, ctx, None)?);
            rows.retain(|row| row.kind == "sign");
            rows.truncate(SIGNED_MAX);
            let names = Names::load(tx, ctx, language, [])?;
            let mut out = Vec::new();
            for row in rows {
                let draft = cases::decision::decision_current(tx, ctx, row.case_id)?.unwrap_or_default();
                let tasks = cases::task::task_list_of_case(tx, ctx, row.case_id)?;
                let author = tasks.iter().rev().find(|task| task.kind == "draft" && task.state == "done");
                let author = author.and_then(|task| task.finished_by_name.clone()).unwrap_or_default();
                let case = cases::case_get(tx, ctx, row.case_id)?;
                let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
                let kind = services::kit::DecisionKind::from_word(&draft.decision);
                let title = kind.and_then(|kind| kit.outcome(kind)).map(|outcome| outcome.title.get(language).to_owned());
                out.push((names.service(&row.service_code), row, draft.decision, author, title.unwrap_or_default()));
            }
            Ok(out)
        })
        .await?;
    let row = |(service, row, kind, author, title): (String, TaskRow, String, String, String)| Waiting {
        task: row.id.to_string(),
        number: row.incoming_number,
        service,
        applicant: row.applicant_name,
        decision: t.get(&format!("work-outcome-decision-{kind}")).into_owned(),
        author,
        due: row.deadline_on.map(|day| web::format::date(day, t.language())).unwrap_or_default(),
        title,
    };
    Ok(found.into_iter().map(row).collect())
}

fn list_page(desk: &Desk, rows: Vec<Waiting>, chosen: Vec<String>, errors: Errors) -> Result<Response, PageError> {
    render(&ListPage { page: desk.page_of("work-sign-list-title").with_errors(errors), rows, chosen })
}

/// The decisions that wait for this person's signature.
pub async fn list(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::DecisionSign)?;
    let rows = waiting(&desk).await?;
    list_page(&desk, rows, Vec::new(), Errors::new())
}

/// Shows the chosen decisions once more, or signs them.
pub async fn several(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::DecisionSign)?;
    let chosen: Vec<String> = pairs.all("task").map(str::to_owned).take(SIGNED_MAX).collect();
    let (rows, rest): (Vec<_>, Vec<_>) = waiting(&desk).await?.into_iter().partition(|row| chosen.contains(&row.task));
    if chosen.is_empty() {
        let mut errors = Errors::new();
        errors.add("task", desk.t.get("work-sign-none-chosen"));
        return list_page(&desk, rest, chosen, errors);
    }
    if pairs.get("confirm") != "yes" {
        let page = desk.page_of("work-sign-several-title").with_back("/office/sign");
        return render(&SeveralPage { page, rows, signatory: desk.staff.name.clone() });
    }
    if rows.is_empty() {
        // A second click: everything chosen was signed by the first.
        return Ok(redirect::with_notice(&desk, "/office/sign", &Notice::info(desk.t.get("work-sign-already"))));
    }
    let (mut signed, mut failed) = (Vec::new(), Vec::new());
    for row in rows {
        let Ok(task) = row.task.parse::<TaskId>() else { continue };
        match desk.attempt(move |tx, ctx| decision_sign(tx, ctx, task)).await {
            Ok(_) => signed.push(row),
            Err(error) => {
                let sentence = refusal_sentence(desk.t, &error);
                failed.push((row, sentence));
            }
        }
    }
    render(&DonePage { page: desk.page_of("work-sign-several-done"), signed, failed })
}

//! The work screen of a task and who has it: opening, taking, giving back, handing over (D-22).
//!
//! The one rule: the kind of the task chooses the screen; the screen never chooses the next task, the process does.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::Error;
use cases::task::{task_assign, task_claim, task_release, task_suits};
use kernel::actor::Role;
use kernel::ids::StaffId;
use kernel::permission::Permission;
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::task_view::{Head, TaskView, load, outcome_words};
use super::{decide, deliver, opinion, payment, refused, regularity, review, sign, words, work_step};
use crate::desk::Desk;

#[derive(Template)]
#[template(path = "work/task_read.html")]
struct ReadPage {
    page: Page,
    head: Head,
    sentence: String,
    outcome: String,
    remarks: String,
}

#[derive(Template)]
#[template(path = "work/assign.html")]
struct AssignPage {
    page: Page,
    head: Head,
    colleagues: Vec<Choice>,
    to: String,
    reason: String,
}

/// The screen of a task.
pub async fn page(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let view = load(&desk, &id).await?;
    if view.case.has_unread && view.can_work(&desk) {
        let case = view.case.id;
        desk.write(move |tx, ctx| cases::lifecycle::case_seen(tx, ctx, case)).await?;
    }
    if !view.can_work(&desk) || view.case.status.is_final() || view.case.status == cases::Status::Suspended {
        return read(&desk, &view);
    }
    let errors = Errors::new();
    match view.task.kind.as_str() {
        "regularity" => regularity::show(&desk, &view, errors, None).await,
        "payment" => payment::show(&desk, &view, errors, "cash", ""),
        "opinion" => opinion::show(&desk, &view, errors, None),
        "draft" => decide::show(&desk, &view, errors, None),
        "review" => review::show(&desk, &view, errors, ""),
        "sign" => sign::show(&desk, &view, errors, ""),
        "deliver" => deliver::show(&desk, &view, errors, None),
        _ => work_step::show(&desk, &view, errors, None),
    }
}

/// The screen of a task that this person cannot work on now: who has or did it, and what came of it.
fn read(desk: &Desk, view: &TaskView) -> Result<Response, PageError> {
    let t = desk.t;
    let head = view.head(desk);
    let at = |ms: Option<i64>| web::format::date_time(web::format::instant(ms.unwrap_or_default()), t.language());
    let by = view.task.finished_by_name.clone().unwrap_or_default();
    let sentence = match view.task.state.as_str() {
        "done" => t.with2("work-taken-finished", "name", by, "at", at(view.task.finished_at)),
        "cancelled" => t.with1("work-taken-cancelled", "at", at(view.task.finished_at)),
        _ if view.case.status == cases::Status::Suspended => t.get("office-refused-suspended").into_owned(),
        _ if !head.is_free && !head.is_mine => t.with1("work-task-of", "name", head.assignee.as_str()),
        _ => t.with2("work-task-not-yours", "role", head.role.as_str(), "unit", head.unit.as_str()),
    };
    let outcome = if view.task.state == "done" { outcome_words(desk, &view.task) } else { String::new() };
    let remarks = view.task.outcome["remarks"].as_str().unwrap_or_default().to_owned();
    render(&ReadPage { page: view.page(desk, head.name.clone()), head, sentence, outcome, remarks })
}

fn parse(id: &str) -> Result<kernel::ids::TaskId, PageError> {
    id.parse().map_err(|_| PageError::not_found().with_text("work-unknown-task"))
}

/// Takes a task from the queue.
pub async fn claim(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let task = parse(&id)?;
    let here = format!("/office/tasks/{task}");
    match desk.attempt(move |tx, ctx| task_claim(tx, ctx, task)).await {
        Ok(()) => Ok(redirect::to(&here)),
        Err(error) => refused::refused(&desk, error, &pairs, &[], "/office/queue"),
    }
}

/// Puts one's own task back into the queue.
pub async fn release(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let task = parse(&id)?;
    let reason = words::cut(pairs.get("reason"));
    match desk.attempt(move |tx, ctx| task_release(tx, ctx, task, &reason)).await {
        Ok(()) => {
            let notice =
                Notice::success(desk.t.get("work-task-released")).with_link(format!("/office/tasks/{task}"), desk.t.get("work-to-task"));
            Ok(redirect::with_notice(&desk, "/office/queue", &notice))
        }
        Err(error) => refused::refused(&desk, error, &pairs, &[], "/office/tasks"),
    }
}

async fn colleagues(desk: &Desk, view: &TaskView) -> Result<Vec<Choice>, PageError> {
    let (task, me) = (view.task.clone(), desk.staff.id);
    desk.read(move |tx, ctx| {
        let Some(role) = Role::from_identifier(&task.role) else { return Ok(Vec::new()) };
        let mut choices = Vec::new();
        for person in identity::staff_in_role(tx, ctx.administration_id, role, None)? {
            let Some(actor) = identity::staff_actor(tx, ctx.administration_id, person.id)? else { continue };
            if Some(person.id) != task.assignee_id && task_suits(tx, ctx.administration_id, &task, &actor)? {
                choices.push(Choice::new(person.id.to_string(), person.name));
            }
        }
        choices.sort_by_key(|choice| (choice.value == me.to_string(), kernel::search_text::fold(&choice.label)));
        Ok::<_, Error>(choices)
    })
    .await
}

async fn assign_show(desk: &Desk, view: &TaskView, errors: Errors, to: &str, reason: &str) -> Result<Response, PageError> {
    let head = view.head(desk);
    if !head.can_assign {
        return Err(PageError::forbidden().with_text("work-assign-denied").with_way_on(view.at("")));
    }
    let page = view.page(desk, desk.t.get("work-assign-title")).with_back(view.at("")).with_errors(errors);
    render(&AssignPage { page, head, colleagues: colleagues(desk, view).await?, to: to.to_owned(), reason: reason.to_owned() })
}

/// Choosing a colleague for a task.
pub async fn assign_form(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let view = load(&desk, &id).await?;
    assign_show(&desk, &view, Errors::new(), "", "").await
}

/// Hands a task over.
pub async fn assign(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let view = load(&desk, &id).await?;
    let (to, reason) = (pairs.get("to").to_owned(), words::cut(pairs.get("reason")));
    let mut errors = Errors::new();
    let receiver: Option<StaffId> = to.parse().ok();
    if receiver.is_none() {
        errors.add("to", desk.t.get("work-assign-to-missing"));
    }
    if reason.is_empty() {
        errors.add("reason", desk.t.get("work-reason-missing"));
    }
    let Some(receiver) = receiver.filter(|_| errors.is_empty()) else { return assign_show(&desk, &view, errors, &to, &reason).await };
    let (task, kept) = (view.task.id, reason.clone());
    match desk.attempt(move |tx, ctx| task_assign(tx, ctx, task, receiver, &kept)).await {
        Ok(()) => {
            let notice = Notice::success(desk.t.get("work-assign-done")).with_link(view.at(""), view.task.name.clone());
            Ok(redirect::with_notice(&desk, "/office/tasks", &notice))
        }
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
    }
}

/// Where a finished task leads: to the next step of the same case when this person may take it, else to their own list.
pub async fn done(desk: &Desk, view: &TaskView, key: &str) -> Result<Response, PageError> {
    let (case, staff) = (view.case.id, desk.staff.clone());
    let next = desk
        .read(move |tx, ctx| {
            for task in cases::task::task_list_of_case(tx, ctx, case)?.into_iter().filter(cases::task::Task::is_open) {
                let is_free = task.assignee_id.is_none_or(|id| id == staff.id);
                if is_free && task_suits(tx, ctx.administration_id, &task, &staff)? {
                    return Ok(Some(task.id));
                }
            }
            Ok(None)
        })
        .await?;
    let number = format!("№ {}", view.case.incoming_number);
    let notice = Notice::success(desk.t.get(key)).with_link(format!("/office/cases/{}", view.case.id), number);
    let address = next.map_or_else(|| "/office/tasks".to_owned(), |task| format!("/office/tasks/{task}"));
    Ok(redirect::with_notice(desk, &address, &notice))
}

//! Asking another unit or person for an opinion outside the process, and taking the question back (D-23).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::opinion::{AskOpinion, opinion_ask, opinion_due, opinion_withdraw};
use kernel::actor::Role;
use kernel::ids::{StaffId, TaskId, UnitId};
use kernel::permission::Permission;
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::{ActHead, CaseOfAct, load};
use crate::desk::Desk;
use crate::names::Names;
use crate::work::{refused, words};

#[derive(Debug, Clone, Default)]
struct Typed {
    unit: String,
    to: String,
    question: String,
    due: String,
    holds: bool,
}

#[derive(Template)]
#[template(path = "work/ask_opinion.html")]
struct AskPage {
    page: Page,
    head: ActHead,
    action: String,
    home: String,
    units: Vec<Choice>,
    people: Vec<Choice>,
    typed: Typed,
}

/// Roles whose people give opinions.
const ROLES: [Role; 4] = [Role::CaseOfficer, Role::Reviewer, Role::UnitHead, Role::Commission];

/// The units that have somebody to ask, and everybody who can be asked, with their unit.
struct Offered {
    units: Vec<Choice>,
    people: Vec<(StaffId, UnitId, String)>,
}

async fn offered(desk: &Desk) -> Result<Offered, PageError> {
    let (t, me) = (desk.t, desk.staff.id);
    desk.read(move |tx, ctx| {
        let names = Names::load(tx, ctx, t.language().code(), [])?;
        let mut people: Vec<(StaffId, UnitId, String)> = Vec::new();
        for role in ROLES {
            for person in identity::staff_in_role(tx, ctx.administration_id, role, None)? {
                if let Some(unit) = person.unit_id
                    && person.id != me
                    && people.iter().all(|(id, ..)| *id != person.id)
                {
                    people.push((person.id, unit, person.name));
                }
            }
        }
        let mut units = names.unit_choices();
        units.retain(|choice| people.iter().any(|(_, unit, _)| unit.to_string() == choice.value));
        for person in &mut people {
            person.2 = format!("{}, {}", person.2, names.unit(person.1));
        }
        people.sort_by_cached_key(|(_, unit, label)| (names.unit(*unit), kernel::search_text::fold(label)));
        Ok(Offered { units, people })
    })
    .await
}

async fn show(desk: &Desk, of: &CaseOfAct, errors: Errors, typed: Typed) -> Result<Response, PageError> {
    let offered = offered(desk).await?;
    render(&AskPage {
        page: of.page(desk, "work-ask-title").with_errors(errors),
        head: of.head(desk),
        action: of.at("opinion"),
        home: of.home(),
        units: offered.units,
        people: offered.people.into_iter().map(|(id, _, label)| Choice::new(id.to_string(), label)).collect(),
        typed,
    })
}

/// The page on which the question is put.
pub async fn form(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::OpinionGive)?;
    let of = load(&desk, &id).await?;
    let due = desk.read(opinion_due).await?;
    show(&desk, &of, Errors::new(), Typed { due: words::date_input(due), ..Typed::default() }).await
}

/// Puts the question.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OpinionGive)?;
    let of = load(&desk, &id).await?;
    let typed = Typed {
        unit: pairs.get("unit").to_owned(),
        to: pairs.get("to").to_owned(),
        question: words::cut(pairs.get("question")),
        due: pairs.get("due").to_owned(),
        holds: pairs.has("holds"),
    };
    let t = desk.t;
    let mut errors = Errors::new();
    let people = offered(&desk).await?.people;
    let to = typed.to.parse::<StaffId>().ok();
    let of_person = to.and_then(|to| people.iter().find(|(id, ..)| *id == to)).map(|(_, unit, _)| *unit);
    // A person brings their unit along; a unit that does not fit is a question, not a guess.
    let unit = match (typed.unit.parse::<UnitId>().ok(), of_person) {
        (Some(unit), Some(own)) if unit != own => {
            errors.add("to", t.get("work-ask-to-elsewhere"));
            None
        }
        (unit, own) => own.or(unit),
    };
    if unit.is_none() && errors.is_empty() {
        errors.add("unit", t.get("work-ask-unit-missing"));
    }
    if typed.question.is_empty() {
        errors.add("question", t.get("work-ask-question-missing"));
    }
    let due = words::date_parse(&typed.due);
    match due {
        None => errors.add("due", t.get("work-ask-due-wrong")),
        Some(day) if day < desk.ctx().today() => errors.add("due", t.get("work-ask-due-past")),
        Some(_) => {}
    }
    let (Some(unit), Some(due_on), true) = (unit, due, errors.is_empty()) else { return show(&desk, &of, errors, typed).await };
    let ask = AskOpinion { unit, to, question: typed.question, due_on, holds: typed.holds };
    let case = of.case.id;
    match refused::act(&desk, pairs.command()?, move |tx, ctx| opinion_ask(tx, ctx, case, &ask)).await {
        Ok(task) => {
            let notice = Notice::success(t.get("work-ask-done")).with_link(format!("/office/tasks/{task}"), t.get("work-to-task"));
            Ok(redirect::with_notice(&desk, &of.home(), &notice))
        }
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &of.home(), case).await,
    }
}

/// Takes a question back.
pub async fn withdraw(desk: Desk, Path((id, task)): Path<(String, String)>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OpinionGive)?;
    let of = load(&desk, &id).await?;
    let task: TaskId = task.parse().map_err(|_| PageError::not_found().with_text("work-unknown-task"))?;
    let case = of.case.id;
    match desk.attempt(move |tx, ctx| opinion_withdraw(tx, ctx, task, "")).await {
        Ok(()) => Ok(redirect::with_notice(&desk, &of.home(), &Notice::success(desk.t.get("work-ask-withdrawn")))),
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &of.home(), case).await,
    }
}

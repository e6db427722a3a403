//! Tasks and route of a case (D-14): the stages with what was done in each, by whom and when; parallel branches side by side.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::CaseFile;
use cases::task::{Task, task_list_of_case};
use kernel::actor::Role;
use kernel::permission::Permission;
use process::Visibility;
use services::kit::Kit;
use store::history;
use web::{Choice, Page, PageError, Texts, format, render};

use super::head::{self, Head, opened};
use crate::desk::Desk;
use crate::journal_words;
use crate::names::{Names, people};

/// Stages from this place on are ways aside (correction, termination); they are shown once they were entered.
const ASIDE: u32 = 100;

/// A task under its stage.
pub struct Done {
    id: String,
    name: String,
    state: &'static str,
    state_words: String,
    who: String,
    at: String,
    outcome: String,
    remarks: String,
    due: String,
    unit: String,
    is_open: bool,
}

/// A stage of the route.
pub struct Stage {
    name: String,
    group: String,
    state: &'static str,
    icon: &'static str,
    words: String,
    entered: String,
    is_internal: bool,
    tasks: Vec<Done>,
}

#[derive(Template)]
#[template(path = "case/route.html")]
struct RoutePage {
    page: Page,
    head: Head,
    stages: Vec<Stage>,
    others: Vec<Done>,
    incidents: Vec<(String, String)>,
    may_assign: bool,
    people: Vec<Choice>,
}

/// The nodes a case went through, with the time they were last entered.
fn entered(entries: &[history::Entry]) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == "ProcessAdvanced") {
        let events = entry.data["events"].as_array().map(Vec::as_slice).unwrap_or_default();
        let nodes = events.iter().filter(|event| event["event"] == "entered").filter_map(|event| event["node"].as_str());
        found.extend(nodes.map(|node| (node.to_owned(), entry.at)));
    }
    found
}

fn stage_of<'k>(kit: &'k Kit, node: &str) -> Option<&'k str> {
    kit.process.node(node).and_then(|node| node.extensions.stage.as_ref()).map(|stage| stage.code.as_str())
}

fn done(t: Texts, task: &Task, names: &Names) -> Done {
    let who = task.finished_by_name.clone().unwrap_or_else(|| names.person(task.assignee_id));
    let state = match task.state.as_str() {
        "done" => "done",
        "cancelled" => "cancelled",
        _ if task.assignee_id.is_some() => "taken",
        _ => "free",
    };
    let outcome = journal_words::outcome(t, &task.outcome);
    let remarks = task.outcome["remarks"].as_str().unwrap_or_default().to_owned();
    Done {
        id: task.id.to_string(),
        name: task.name.clone(),
        state,
        state_words: t.get(&format!("office-task-state-{state}")).into_owned(),
        who,
        at: format::date_time(format::instant(task.finished_at.unwrap_or(task.created_at)), t.language()),
        outcome,
        remarks,
        due: task.due_on.map(|day| format::date(day, t.language())).unwrap_or_default(),
        unit: names.unit(task.unit_id),
        is_open: task.is_open(),
    }
}

fn stages(t: Texts, case: &CaseFile, kit: &Kit, tasks: &[Task], nodes: &[(String, i64)], names: &Names) -> Vec<Stage> {
    let mut refs: Vec<_> = kit.process.stages().iter().collect();
    refs.sort_by_key(|stage| stage.order);
    let is_over = case.status.is_final();
    let mut stages = Vec::new();
    for stage in refs {
        let at = nodes.iter().rev().find(|(node, _)| stage_of(kit, node) == Some(stage.code.as_str())).map(|(_, at)| *at);
        let of_stage: Vec<Done> =
            tasks.iter().filter(|task| stage_of(kit, &task.node) == Some(stage.code.as_str())).map(|task| done(t, task, names)).collect();
        let is_current = (stage.code == case.stage || of_stage.iter().any(|task| task.is_open)) && !is_over;
        if at.is_none() && (stage.order >= ASIDE || is_over) {
            continue;
        }
        let (state, icon) = match (is_current, at.is_some()) {
            (true, _) if case.status.awaits_applicant() => ("waiting", "clock"),
            (true, _) => ("current", "dot"),
            (false, true) => ("done", "check"),
            (false, false) => ("ahead", ""),
        };
        let group = stage.group.as_deref().unwrap_or_default();
        stages.push(Stage {
            name: if t.language() == web::Language::English { stage.name_en.clone() } else { stage.name_bg.clone() },
            group: t.find(&format!("office-group-{group}")).map(|text| text.into_owned()).unwrap_or_default(),
            state,
            icon,
            words: t.get(&format!("office-stage-{state}")).into_owned(),
            entered: at.map(|at| format::date_time(format::instant(at), t.language())).unwrap_or_default(),
            is_internal: stage.visibility != Visibility::Public,
            tasks: of_stage,
        });
    }
    stages
}

/// The page.
pub async fn page(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let t = desk.t;
    let may_assign = desk.may(Permission::TaskAssign);
    let (opened, (tasks, entries, people)) = opened(&desk, &id, "route", move |tx, ctx, opened| {
        let tasks = task_list_of_case(tx, ctx, opened.case.id)?;
        let roles: Vec<Role> = tasks.iter().filter(|task| task.is_open()).filter_map(|task| Role::from_identifier(&task.role)).collect();
        let people = if may_assign { people(tx, ctx, &roles, None)? } else { Vec::new() };
        Ok((tasks, history::of_case(tx, ctx.administration_id, opened.case.id)?, people))
    })
    .await?;
    let nodes = entered(&entries);
    let stages = stages(t, &opened.case, &opened.kit, &tasks, &nodes, &opened.names);
    let others = tasks.iter().filter(|task| stage_of(&opened.kit, &task.node).is_none()).map(|task| done(t, task, &opened.names)).collect();
    let incidents = entries
        .iter()
        .filter(|entry| entry.kind == "IncidentRaised")
        .map(|entry| {
            let text = entry.data["text"].as_str().unwrap_or_default().to_owned();
            (format::date_time(format::instant(entry.at), t.language()), text)
        })
        .collect();
    render(&RoutePage {
        page: head::page(&desk, &opened.head),
        may_assign: may_assign && tasks.iter().any(Task::is_open),
        head: opened.head,
        stages,
        others,
        incidents,
        people,
    })
}

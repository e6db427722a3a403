//! The clerk's own tasks (D-03), and the row of a task that every list of tasks shows.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::list::{TaskRow, task_list_mine};
use cases::task::{Task, task_list_of_case};
use cases::{Error, Status};
use jiff::civil::Date;
use kernel::ctx::Ctx;
use kernel::ids::TaskId;
use kernel::permission::Permission;
use serde::Deserialize;
use store::Tx;
use web::{Page, PageError, Texts, format, render};

use crate::desk::Desk;
use crate::due::{Due, days_until};
use crate::names::Names;

/// A task as a row of a list.
#[derive(Debug, Clone)]
pub struct TaskLine {
    /// Identifier of the task.
    pub id: String,
    /// Identifier of the case.
    pub case: String,
    /// What has to be done.
    pub name: String,
    /// Incoming number of the case.
    pub number: String,
    /// Service.
    pub service: String,
    /// Applicant, short.
    pub applicant: String,
    /// The task's own due date.
    pub due: Due,
    /// The term of the case.
    pub term: Due,
    /// Since when it waits.
    pub since: String,
    /// Days it has waited.
    pub age_days: i64,
    /// Who has it; empty when nobody has.
    pub assignee: String,
    /// Sent back by a reviewer or by the signatory.
    pub is_returned: bool,
    /// Something new from the applicant.
    pub is_unread: bool,
    /// The task or the case is late.
    pub is_overdue: bool,
    /// The task or the case ends today.
    pub is_today: bool,
}

/// The nearer of the task's own date and the deadline of the case.
fn first_date(row: &TaskRow) -> Option<Date> {
    let term = row.deadline_on.filter(|_| !row.term_paused && !row.status.is_decided());
    match (row.due_on, term) {
        (Some(task), Some(case)) => Some(task.min(case)),
        (task, case) => task.or(case),
    }
}

impl TaskLine {
    /// The row of a task.
    pub fn new(t: Texts, row: &TaskRow, names: &Names, returned: &BTreeSet<TaskId>, ctx: &Ctx) -> TaskLine {
        let today = ctx.today();
        let since = kernel::clock::sofia_date(format::instant(row.created_at));
        let first = first_date(row);
        let term = if row.status.is_decided() { None } else { row.deadline_on };
        TaskLine {
            id: row.id.to_string(),
            case: row.case_id.to_string(),
            name: row.name.clone(),
            number: row.incoming_number.clone(),
            service: names.service(&row.service_code),
            applicant: crate::names::short(&row.applicant_name),
            due: Due::new(t, row.due_on, false, today),
            term: Due::new(t, term, row.term_paused, today),
            since: format::date(since, t.language()),
            age_days: days_until(today, since),
            assignee: names.person(row.assignee_id),
            is_returned: returned.contains(&row.id),
            is_unread: row.has_unread,
            is_overdue: first.is_some_and(|day| day < today),
            is_today: first == Some(today),
        }
    }
}

/// Which of these tasks were sent back: an earlier review or signature of their case ended with a return after the last draft.
pub fn returned(tx: &Tx<'_>, ctx: &Ctx, rows: &[TaskRow]) -> Result<BTreeSet<TaskId>, Error> {
    let mut found = BTreeSet::new();
    for row in rows.iter().filter(|row| matches!(row.kind.as_str(), "draft" | "review" | "work") && row.status != Status::Registered) {
        if is_returned(&task_list_of_case(tx, ctx, row.case_id)?, row.id) {
            found.insert(row.id);
        }
    }
    Ok(found)
}

/// Whether the step finished right before this task sent the work back.
pub fn is_returned(tasks: &[Task], id: TaskId) -> bool {
    let Some(task) = tasks.iter().find(|task| task.id == id) else { return false };
    let before = tasks.iter().filter(|one| one.state == "done" && one.finished_at.is_some_and(|at| at <= task.created_at));
    before.max_by_key(|one| one.finished_at).is_some_and(|last| {
        let says = |name: &str, word: &str| last.outcome.get(name).and_then(serde_json::Value::as_str) == Some(word);
        says("review", "rework") || says("signature", "returned") || says("opinion", "rework")
    })
}

/// Which of one's own tasks to show.
#[derive(Debug, Default, Deserialize)]
pub struct MineQuery {
    /// `overdue`, `today`, `returned`, `unread`; anything else shows all.
    #[serde(default)]
    show: String,
}

/// A tab above a list.
pub struct Tab {
    /// Words.
    pub text: String,
    /// Address.
    pub href: String,
    /// Number beside the words.
    pub count: usize,
    /// Whether it is shown now.
    pub is_current: bool,
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    page: Page,
    tabs: Vec<Tab>,
    lines: Vec<TaskLine>,
    is_filtered: bool,
    done_today: i64,
    free: usize,
}

/// A part of one's tasks: word of the address, test.
type Selection = (&'static str, fn(&TaskLine) -> bool);

/// The selections of one's own tasks.
const SELECTIONS: [Selection; 5] = [
    ("all", |_| true),
    ("overdue", |line| line.is_overdue),
    ("today", |line| line.is_today),
    ("returned", |line| line.is_returned),
    ("unread", |line| line.is_unread),
];

/// One's own tasks.
pub async fn mine(desk: Desk, Query(query): Query<MineQuery>) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let t = desk.t;
    let (all, done_today, free) = desk
        .read(move |tx, ctx| {
            let rows = task_list_mine(tx, ctx)?;
            let names = Names::load(tx, ctx, t.language().code(), [])?;
            let returned = returned(tx, ctx, &rows)?;
            let lines: Vec<TaskLine> = rows.iter().map(|row| TaskLine::new(t, row, &names, &returned, ctx)).collect();
            Ok((lines, cases::list::task_count_done_today(tx, ctx)?, cases::list::task_list_queue(tx, ctx, None)?.len()))
        })
        .await?;
    let chosen = SELECTIONS.iter().find(|(word, _)| *word == query.show).unwrap_or(&SELECTIONS[0]);
    let tabs = SELECTIONS
        .iter()
        .map(|(word, test)| Tab {
            text: t.get(&format!("office-tasks-tab-{word}")).into_owned(),
            href: if *word == "all" { "/office/tasks".to_owned() } else { format!("/office/tasks?show={word}") },
            count: all.iter().filter(|line| test(line)).count(),
            is_current: *word == chosen.0,
        })
        .collect();
    let is_filtered = chosen.0 != "all" && !all.is_empty();
    let lines = all.into_iter().filter(|line| (chosen.1)(line)).collect();
    render(&TasksPage { page: desk.page_of("office-tasks-title"), tabs, lines, is_filtered, done_today, free })
}

//! The queue of the unit (D-04): take a task, take the next one, put one back; the head distributes.
//!
//! The one rule: each task of a bulk act is its own command; what could not be done is named, with who was faster and when.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::list::{TaskRow, task_list_queue, task_list_unit};
use cases::task::{task_assign, task_claim, task_get, task_release};
use kernel::actor::Role;
use kernel::ids::{StaffId, TaskId};
use kernel::permission::Permission;
use serde::Deserialize;
use web::visit::{local_address, query_value};
use web::{Choice, Notice, Page, PageError, Pairs, Texts, redirect, render};

use crate::desk::{Desk, refusal_sentence};
use crate::names::{Names, people};
use crate::tasks::{Tab, TaskLine, returned};

/// LIMIT: tasks of one bulk act: more than fit on a page were not looked at.
const BULK_MAX: usize = 200;
/// Ages by which the queue is narrowed: word of the address and days waited, from and to.
const AGES: [(&str, i64, i64); 3] = [("new", 0, 1), ("days", 2, 5), ("old", 6, i64::MAX)];

/// What the queue is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub struct QueueQuery {
    /// Code of a service.
    #[serde(default)]
    service: String,
    /// A word of [`AGES`].
    #[serde(default)]
    age: String,
    /// `unit` for all open tasks of the unit.
    #[serde(default)]
    view: String,
}

impl QueueQuery {
    fn address(&self, change: (&str, &str)) -> String {
        let mut pairs: Vec<(&str, &str)> = vec![("view", &self.view), ("service", &self.service), ("age", &self.age)];
        for pair in &mut pairs {
            if pair.0 == change.0 {
                pair.1 = change.1;
            }
        }
        let query: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", query_value(value)))
            .collect();
        if query.is_empty() { "/office/queue".to_owned() } else { format!("/office/queue?{}", query.join("&")) }
    }
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    page: Page,
    tabs: Vec<Tab>,
    services: Vec<Tab>,
    ages: Vec<Tab>,
    lines: Vec<TaskLine>,
    is_filtered: bool,
    is_unit: bool,
    distributes: bool,
    people: Vec<Choice>,
    here: String,
    has_own: bool,
}

/// The queue.
pub async fn page(desk: Desk, Query(query): Query<QueueQuery>) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let t = desk.t;
    let distributes = desk.may(Permission::TaskAssign);
    let is_unit = distributes && query.view == "unit";
    let unit = desk.staff.unit;
    let (lines, codes, names, people, has_own, sizes) = desk
        .read(move |tx, ctx| {
            let free = task_list_queue(tx, ctx, None)?;
            let whole = if distributes { task_list_unit(tx, ctx, None)? } else { Vec::new() };
            let sizes = (free.len(), whole.len());
            let rows: Vec<TaskRow> = if is_unit { whole } else { free };
            let names = Names::load(tx, ctx, t.language().code(), rows.iter().filter_map(|row| row.assignee_id))?;
            let back = returned(tx, ctx, &rows)?;
            let people = if distributes { people(tx, ctx, &takers(&rows), unit)? } else { Vec::new() };
            let lines: Vec<TaskLine> = rows.iter().map(|row| TaskLine::new(t, row, &names, &back, ctx)).collect();
            let codes: Vec<String> = rows.into_iter().map(|row| row.service_code).collect();
            Ok((lines, codes, names, people, !cases::list::task_list_mine(tx, ctx)?.is_empty(), sizes))
        })
        .await?;
    let of_age = |line: &TaskLine, age: &str| {
        AGES.iter().find(|(word, ..)| *word == age).is_none_or(|(_, from, to)| (*from..=*to).contains(&line.age_days))
    };
    let of_service = |code: &str| query.service.is_empty() || query.service == code;
    let tabs = if distributes {
        let tab = |key: &str, view: &str, count: usize, is_current: bool| Tab {
            text: t.get(key).into_owned(),
            href: if view.is_empty() { "/office/queue".to_owned() } else { format!("/office/queue?view={view}") },
            count,
            is_current,
        };
        vec![tab("office-queue-tab-free", "", sizes.0, !is_unit), tab("office-queue-tab-unit", "unit", sizes.1, is_unit)]
    } else {
        Vec::new()
    };
    let mut by_service: BTreeMap<&str, usize> = BTreeMap::new();
    for code in &codes {
        *by_service.entry(code).or_default() += 1;
    }
    let services = by_service
        .iter()
        .map(|(code, count)| {
            let is_current = query.service == **code;
            Tab {
                text: names.service(code),
                href: query.address(("service", if is_current { "" } else { code })),
                count: *count,
                is_current,
            }
        })
        .collect();
    let ages = AGES
        .iter()
        .map(|(word, ..)| {
            let is_current = query.age == *word;
            Tab {
                text: t.get(&format!("office-queue-age-{word}")).into_owned(),
                href: query.address(("age", if is_current { "" } else { word })),
                count: lines.iter().filter(|line| of_age(line, word)).count(),
                is_current,
            }
        })
        .collect();
    let shown =
        lines.into_iter().zip(codes.iter()).filter(|(line, code)| of_age(line, &query.age) && of_service(code)).map(|(line, _)| line);
    render(&QueuePage {
        page: desk.page_of("office-queue-title"),
        tabs,
        services,
        ages,
        lines: shown.collect(),
        is_filtered: !query.service.is_empty() || !query.age.is_empty(),
        is_unit,
        distributes,
        people,
        here: query.address(("", "")),
        has_own,
    })
}

/// Roles that may take some of these tasks.
fn takers(rows: &[TaskRow]) -> Vec<Role> {
    let words: BTreeSet<&str> = rows.iter().map(|row| row.role.as_str()).collect();
    words.into_iter().filter_map(Role::from_identifier).collect()
}

/// The tasks a form is about: the one whose button was pressed, otherwise the ticked ones.
fn chosen(pairs: &Pairs) -> Result<Vec<TaskId>, PageError> {
    let one = pairs.get("one");
    let texts: Vec<&str> = if one.is_empty() { pairs.all("task").take(BULK_MAX).collect() } else { vec![one] };
    texts.into_iter().map(|text| text.parse().map_err(|_| PageError::not_found())).collect()
}

fn back(pairs: &Pairs) -> String {
    local_address(pairs.get("back"), "/office/queue")
}

/// What a bulk act came to.
#[derive(Default)]
struct Bulk {
    done: i64,
    refused: Vec<String>,
}

impl Bulk {
    /// „Взети задачи: 4. Не е направено: …“
    fn notice(&self, t: Texts, key: &str) -> Notice {
        let mut text = if self.done > 0 || self.refused.is_empty() { t.count(key, self.done) } else { String::new() };
        for sentence in &self.refused {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(sentence);
        }
        if self.refused.is_empty() { Notice::success(text) } else { Notice::info(text) }
    }

    async fn refuse(&mut self, desk: &Desk, task: TaskId, error: &cases::Error) {
        let number = desk
            .read(move |tx, ctx| Ok(cases::case_get(tx, ctx, task_get(tx, ctx, task)?.case_id)?.incoming_number))
            .await
            .unwrap_or_default();
        self.refused.push(format!("{number}: {}", refusal_sentence(desk.t, error)));
    }
}

/// Takes one task and opens it, or takes the ticked ones.
pub async fn claim(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let tasks = chosen(&pairs)?;
    if let ([only], false) = (tasks.as_slice(), pairs.get("one").is_empty()) {
        let id = *only;
        return Ok(match desk.attempt(move |tx, ctx| task_claim(tx, ctx, id)).await {
            Ok(()) => redirect::to(&format!("/office/tasks/{id}")),
            Err(cases::Error::NotFound { .. }) => return Err(PageError::not_found()),
            Err(error) => {
                let mut bulk = Bulk::default();
                bulk.refuse(&desk, id, &error).await;
                redirect::with_notice(&desk, &back(&pairs), &bulk.notice(desk.t, "office-queue-claimed"))
            }
        });
    }
    if tasks.is_empty() {
        return Ok(redirect::with_notice(&desk, &back(&pairs), &Notice::info(desk.t.get("office-queue-none-chosen"))));
    }
    let mut bulk = Bulk::default();
    for id in tasks {
        match desk.attempt(move |tx, ctx| task_claim(tx, ctx, id)).await {
            Ok(()) => bulk.done += 1,
            Err(cases::Error::NotFound { .. }) => return Err(PageError::not_found()),
            Err(error) => bulk.refuse(&desk, id, &error).await,
        }
    }
    let notice = bulk.notice(desk.t, "office-queue-claimed").with_link("/office/tasks", desk.t.get("office-nav-tasks"));
    Ok(redirect::with_notice(&desk, &back(&pairs), &notice))
}

/// Takes the most urgent free task and opens it. When others are faster, the one after it.
pub async fn next(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let free = desk.read(|tx, ctx| task_list_queue(tx, ctx, None)).await?;
    for row in free.into_iter().take(20) {
        let id = row.id;
        match desk.attempt(move |tx, ctx| task_claim(tx, ctx, id)).await {
            Ok(()) => return Ok(redirect::to(&format!("/office/tasks/{id}"))),
            Err(cases::Error::Taken { .. } | cases::Error::FourEyes | cases::Error::Denied(_)) => {}
            Err(error) => return Err(crate::desk::refused(desk.t, error)),
        }
    }
    Ok(redirect::with_notice(&desk, "/office", &Notice::info(desk.t.get("office-queue-empty-now"))))
}

/// Puts one's own tasks back into the queue.
pub async fn release(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let reason: String = pairs.get("reason").chars().take(500).collect();
    let mut bulk = Bulk::default();
    for id in chosen(&pairs)? {
        let why = reason.clone();
        match desk.attempt(move |tx, ctx| task_release(tx, ctx, id, &why)).await {
            Ok(()) => bulk.done += 1,
            Err(cases::Error::NotFound { .. }) => return Err(PageError::not_found()),
            Err(error) => bulk.refuse(&desk, id, &error).await,
        }
    }
    let address = local_address(pairs.get("back"), "/office/tasks");
    Ok(redirect::with_notice(&desk, &address, &bulk.notice(desk.t, "office-queue-released")))
}

/// Hands tasks to a person.
pub async fn assign(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::TaskWork)?;
    let address = back(&pairs);
    let tasks = chosen(&pairs)?;
    let to: Option<StaffId> = pairs.get("to").parse().ok();
    let (Some(to), false) = (to, tasks.is_empty()) else {
        let key = if tasks.is_empty() { "office-queue-none-chosen" } else { "office-queue-nobody-chosen" };
        return Ok(redirect::with_notice(&desk, &address, &Notice::info(desk.t.get(key))));
    };
    let reason: String = pairs.get("reason").chars().take(500).collect();
    let mut bulk = Bulk::default();
    for id in tasks {
        let why = reason.clone();
        match desk.attempt(move |tx, ctx| task_assign(tx, ctx, id, to, &why)).await {
            Ok(()) => bulk.done += 1,
            Err(cases::Error::NotFound { .. }) => return Err(PageError::not_found()),
            Err(error) => bulk.refuse(&desk, id, &error).await,
        }
    }
    let who = desk.read(move |tx, ctx| Ok(identity::staff_name(tx, ctx.administration_id, to)?.unwrap_or_default())).await?;
    let mut notice = bulk.notice(desk.t, "office-queue-assigned");
    if bulk.done > 0 {
        notice.text = format!("{} {}", notice.text, desk.t.with1("office-queue-assigned-to", "who", who));
    }
    Ok(redirect::with_notice(&desk, &address, &notice))
}

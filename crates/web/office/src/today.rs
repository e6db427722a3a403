//! The clerk's day (D-02): what is late, what ends today, what came back, what people wrote, and one button for the next task.

use askama::Template;
use axum::response::Response;
use cases::list::{CaseFilter, case_count, case_list, task_count_done_today, task_list_mine, task_list_queue};
use kernel::permission::Permission;
use web::{Page, PageError, render};

use crate::desk::Desk;
use crate::names::Names;
use crate::tasks::{TaskLine, returned};

/// Rows of a group on the page; the rest is one click away.
const GROUP_ROWS: usize = 8;

/// A number that leads to its list.
pub struct Figure {
    /// How many.
    pub number: i64,
    /// Of what.
    pub words: String,
    /// Address of the list.
    pub href: String,
    /// Ending of the class: empty, `bad`, `wait`.
    pub tone: &'static str,
}

/// Tasks under one heading.
struct Group {
    id: &'static str,
    title: String,
    lines: Vec<TaskLine>,
    rest: i64,
    href: String,
}

/// A case with something new from its applicant.
struct Unread {
    case: String,
    number: String,
    service: String,
    applicant: String,
    status: &'static str,
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    page: Page,
    works: bool,
    figures: Vec<Figure>,
    groups: Vec<Group>,
    unread: Vec<Unread>,
    free: i64,
    next: Option<TaskLine>,
    done_today: i64,
    reads_cases: bool,
    sees_reports: bool,
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The page.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let t = desk.t;
    let (reads_cases, sees_reports) = (desk.may(Permission::CaseRead), desk.may(Permission::ReportView));
    if !desk.may(Permission::TaskWork) {
        return render(&TodayPage {
            page: desk.page_of("office-today-title"),
            works: false,
            figures: Vec::new(),
            groups: Vec::new(),
            unread: Vec::new(),
            free: 0,
            next: None,
            done_today: 0,
            reads_cases,
            sees_reports,
        });
    }
    let me = desk.staff.id;
    let (lines, queue, done_today, unread, unread_count) = desk
        .read(move |tx, ctx| {
            let names = Names::load(tx, ctx, t.language().code(), [])?;
            let rows = task_list_mine(tx, ctx)?;
            let back = returned(tx, ctx, &rows)?;
            let lines: Vec<TaskLine> = rows.iter().map(|row| TaskLine::new(t, row, &names, &back, ctx)).collect();
            let free = task_list_queue(tx, ctx, None)?;
            let next: Vec<TaskLine> = free.iter().map(|row| TaskLine::new(t, row, &names, &back, ctx)).collect();
            let filter = CaseFilter { unread: true, assignee: Some(me), ..CaseFilter::default() };
            let unread: Vec<Unread> = case_list(tx, ctx, &filter, None)?
                .rows
                .iter()
                .take(GROUP_ROWS)
                .map(|case| Unread {
                    case: case.id.to_string(),
                    number: case.incoming_number.clone(),
                    service: names.service(&case.service_code),
                    applicant: crate::names::short(&case.applicant_name),
                    status: case.status.identifier(),
                })
                .collect();
            Ok((lines, next, task_count_done_today(tx, ctx)?, unread, case_count(tx, ctx, &filter)?))
        })
        .await?;
    let of = |test: fn(&TaskLine) -> bool| count(lines.iter().filter(|line| test(line)).count());
    let figure = |number: i64, key: &str, href: &str, tone: &'static str| Figure {
        number,
        words: t.count(key, number),
        href: href.to_owned(),
        tone: if number > 0 { tone } else { "" },
    };
    let figures = vec![
        figure(of(|line| line.is_overdue), "office-today-overdue", "/office/tasks?show=overdue", "bad"),
        figure(of(|line| line.is_today), "office-today-today", "/office/tasks?show=today", "wait"),
        figure(of(|line| line.is_returned), "office-today-returned", "/office/tasks?show=returned", "wait"),
        figure(unread_count, "office-today-unread", "/office/cases?view=unread&assignee=me", "wait"),
        figure(count(lines.len()), "office-today-mine", "/office/tasks", ""),
        figure(count(queue.len()), "office-today-free", "/office/queue", ""),
    ];
    let group = |id: &'static str, key: &str, href: &str, test: &dyn Fn(&TaskLine) -> bool| {
        let all: Vec<&TaskLine> = lines.iter().filter(|line| test(line)).collect();
        Group {
            id,
            title: t.get(key).into_owned(),
            rest: count(all.len().saturating_sub(GROUP_ROWS)),
            lines: all.into_iter().take(GROUP_ROWS).cloned().collect(),
            href: href.to_owned(),
        }
    };
    let mut groups = vec![
        group("late", "office-today-group-overdue", "/office/tasks?show=overdue", &|line| line.is_overdue),
        group("now", "office-today-group-today", "/office/tasks?show=today", &|line| line.is_today),
        group("back", "office-today-group-returned", "/office/tasks?show=returned", &|line| {
            line.is_returned && !line.is_overdue && !line.is_today
        }),
        group("more", "office-today-group-rest", "/office/tasks", &|line| !line.is_overdue && !line.is_today && !line.is_returned),
    ];
    groups.retain(|group| !group.lines.is_empty());
    render(&TodayPage {
        page: desk.page_of("office-today-title"),
        works: true,
        figures,
        groups,
        unread,
        free: count(queue.len()),
        next: queue.into_iter().next(),
        done_today,
        reads_cases,
        sees_reports,
    })
}

//! The overview of a case (D-13): the facts, the answers, the person; showing an identifier in full is an act with a reason.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use cases::CaseFile;
use cases::codes::codes_of;
use cases::lifecycle::{case_seen, identifier_unmask};
use cases::payment::obligation_list;
use cases::task::{Task, task_list_of_case};
use forms::{Env, SummaryRow};
use kernel::permission::Permission;
use web::{Errors, Notice, Page, PageError, Pairs, format, redirect, render};

use super::head::{self, Head, case_id, opened};
use crate::desk::{Desk, unknown};
use crate::names::{self, Names};

/// Answers of one page of the form.
pub struct Section {
    /// Title.
    pub title: String,
    /// Rows: group, label, value.
    pub rows: Vec<(String, String, String)>,
}

/// The answers page by page; identifiers are masked unless the case is printed as it was filed.
pub fn sections(rows: Vec<SummaryRow>, mask: bool) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for row in rows.into_iter().filter(|row| row.answered) {
        let hidden = mask && row.personal.as_deref() == Some("identifier");
        let value = if hidden { format::masked(&row.value) } else { row.value };
        let entry = (row.group.unwrap_or_default(), row.label, value);
        match sections.last_mut() {
            Some(last) if last.title == row.page_title => last.rows.push(entry),
            _ => sections.push(Section { title: row.page_title, rows: vec![entry] }),
        }
    }
    sections
}

#[derive(Template)]
#[template(path = "case/overview.html")]
struct OverviewPage {
    page: Page,
    head: Head,
    facts: Vec<(String, String)>,
    contacts: Vec<(String, String)>,
    sections: Vec<Section>,
    full_identifier: String,
    may_unmask: bool,
    may_replace_codes: bool,
    status_code: String,
    questions: Vec<Question>,
}

/// A question put to another unit, with its answer.
struct Question {
    task: String,
    asked_of: String,
    asked_by: String,
    question: String,
    state: &'static str,
    words: String,
    due: String,
    answer: String,
    answered: String,
    holds: bool,
    may_withdraw: bool,
}

fn question(desk: &Desk, names: &Names, task: &Task) -> Option<Question> {
    let t = desk.t;
    let asked = task.asked.as_ref()?;
    let (state, word) = match (task.state.as_str(), task.outcome["opinion"].as_str()) {
        ("done", Some(word)) => ("good", format!("work-outcome-opinion-{word}")),
        ("cancelled", _) => ("neutral", "office-opinion-withdrawn".to_owned()),
        _ => ("wait", "office-opinion-awaited".to_owned()),
    };
    let who = task.finished_by_name.clone().unwrap_or_default();
    let when = |at: i64| format::date_time(format::instant(at), t.language());
    Some(Question {
        task: task.id.to_string(),
        asked_of: match task.assignee_id {
            Some(_) if task.is_open() => format!("{}, {}", names.person(task.assignee_id), names.unit(task.unit_id)),
            _ => names.unit(task.unit_id),
        },
        asked_by: format!("{}, {}", asked.by_name, when(task.created_at)),
        question: asked.question.clone(),
        state,
        words: t.get(&word).into_owned(),
        due: task.due_on.filter(|_| task.is_open()).map(|day| format::date(day, t.language())).unwrap_or_default(),
        answer: task.outcome["remarks"].as_str().unwrap_or_default().to_owned(),
        answered: task.finished_at.filter(|_| !who.is_empty()).map(|at| format!("{who}, {}", when(at))).unwrap_or_default(),
        holds: asked.holds && task.is_open(),
        may_withdraw: task.is_open()
            && desk.may(Permission::OpinionGive)
            && (asked.by == desk.staff.id || desk.may(Permission::TaskAssign)),
    })
}

/// The overview.
pub async fn page(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    show(&desk, &id, String::new(), Errors::new()).await
}

async fn show(desk: &Desk, id: &str, full_identifier: String, errors: Errors) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, (rows, unpaid, tasks)) = opened(desk, id, "overview", move |tx, ctx, opened| {
        let rows = opened.kit.form.summary(&opened.case.answers, &Env::new(ctx.now, t.language().code()));
        let dues = obligation_list(tx, ctx, opened.case.id)?;
        let tasks = task_list_of_case(tx, ctx, opened.case.id)?;
        Ok((rows, dues.iter().any(|due| due.state == "pending"), tasks))
    })
    .await?;
    let case = &opened.case;
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: String| {
        if !value.is_empty() {
            facts.push((t.get(key).into_owned(), value));
        }
    };
    let delivery = names::delivery(t, &case.delivery);
    fact("office-fact-registered", format::date_time(format::instant(case.filed_at), t.language()));
    fact("office-fact-channel", names::channel(t, &case.channel));
    fact("office-fact-speed", names::speed(t, &case.speed));
    fact(
        "office-fact-delivery",
        if case.delivery != "post" || case.delivery_address.is_empty() {
            delivery
        } else {
            format!("{delivery}: {}", case.delivery_address)
        },
    );
    fact(
        "office-fact-fee",
        match (case.fee_cents, unpaid) {
            (0, _) => t.get("office-fee-none").into_owned(),
            (cents, true) => t.with1("office-fee-due", "sum", format::money(cents, t.language())),
            (cents, false) => t.with1("office-fee-paid", "sum", format::money(cents, t.language())),
        },
    );
    fact(
        "office-fact-deadline",
        case.deadline_on.map(|day| t.with1("term-until", "date", format::date(day, t.language()))).unwrap_or_default(),
    );
    fact("office-fact-uri", case.uri.clone());
    fact("office-fact-number", case.service_number.clone());
    fact("office-fact-kit", opened.kit.manifest.version.clone());
    let contacts = [("office-fact-phone", &case.phone), ("office-fact-email", &case.email), ("office-fact-address", &case.address)];
    let contacts = contacts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (t.get(key).into_owned(), text.clone()));
    let failed = !errors.is_empty();
    let mut response = render(&OverviewPage {
        page: head::page(desk, &opened.head).with_errors(errors),
        facts,
        contacts: contacts.collect(),
        sections: sections(rows, true),
        may_unmask: desk.may(Permission::IdentifierUnmask) && !case.applicant_identifier.is_empty(),
        may_replace_codes: desk.may(Permission::ApplicationIntake),
        // Who may print the slip may read its code to the applicant; the code for access is on the paper only.
        status_code: if desk.may(Permission::ApplicationIntake) { status_code(desk, case) } else { String::new() },
        questions: tasks.iter().rev().filter_map(|task| question(desk, &opened.names, task)).collect(),
        full_identifier,
        head: opened.head,
    })?;
    if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn status_code(desk: &Desk, case: &CaseFile) -> String {
    codes_of(&desk.app.key, desk.ctx().administration_id, case.id, case.code_generation).status.to_string()
}

/// Shows the identifier in full, once, for a reason that goes to the history.
pub async fn unmask(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::IdentifierUnmask)?;
    let case = case_id(&id)?;
    let reason: String = pairs.get("reason").chars().take(500).collect();
    if reason.is_empty() {
        return show(&desk, &id, String::new(), Errors::from_iter([("reason", desk.t.get("office-unmask-missing"))])).await;
    }
    let full = desk.write(move |tx, ctx| identifier_unmask(tx, ctx, case, &reason)).await.map_err(unknown)?;
    show(&desk, &id, full, Errors::new()).await
}

/// Marks what the applicant added as seen.
pub async fn seen(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let case = case_id(&id)?;
    desk.write(move |tx, ctx| case_seen(tx, ctx, case)).await.map_err(unknown)?;
    let notice = Notice::success(desk.t.get("office-case-seen-done"));
    Ok(redirect::with_notice(&desk, &format!("/office/cases/{case}/documents"), &notice))
}

/// Replaces the codes of the slip; the old ones open nothing any more.
pub async fn codes_new(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::ApplicationIntake)?;
    let case = case_id(&id)?;
    let reason: String = pairs.get("codes_reason").chars().take(500).collect();
    if reason.is_empty() {
        return show(&desk, &id, String::new(), Errors::from_iter([("codes_reason", desk.t.get("office-codes-missing"))])).await;
    }
    desk.write(move |tx, ctx| cases::filing::codes_replace(tx, ctx, case, &reason)).await.map_err(unknown)?;
    let address = format!("/office/cases/{case}");
    let notice = Notice::success(desk.t.get("office-codes-done")).with_link(format!("{address}/slip.pdf"), desk.t.get("office-print-slip"));
    Ok(redirect::with_notice(&desk, &address, &notice))
}

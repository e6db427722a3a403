//! The check of regularity: the list of the kit, what the machine found, and the three ways on (D-11).
//!
//! The one rule: the machine's findings are shown and never decide; what was ticked is kept with the outcome.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::Error;
use cases::task::{Finish, task_finish, task_save};
use kernel::permission::Permission;
use serde_json::{Map, Value as Json, json};
use web::{Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::duplicates::{self, Duplicate};
use super::merge::{self, Side};
use super::task_view::{Head, TaskView, load};
use super::{form, refused, task, words};
use crate::desk::Desk;

/// A line of the check list.
#[derive(Debug, Clone)]
pub struct Check {
    /// Name of its box.
    pub name: String,
    /// What is checked.
    pub text: String,
    /// The provision.
    pub legal: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// What the machine found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// `good` or `wait`.
    pub tone: &'static str,
    /// One sentence.
    pub text: String,
}

#[derive(Template)]
#[template(path = "work/regularity.html")]
struct RegularityPage {
    page: Page,
    head: Head,
    checks: Vec<Check>,
    findings: Vec<Finding>,
    duplicates: Vec<Duplicate>,
    remarks: String,
    answered: Vec<String>,
}

#[derive(Template)]
#[template(path = "work/inadmissible.html")]
struct InadmissiblePage {
    page: Page,
    head: Head,
    reason: String,
    appeal: String,
}

/// The ticked boxes of a post.
fn ticked(pairs: &Pairs) -> Vec<String> {
    pairs.all("check").map(str::to_owned).collect()
}

/// The check list as it is kept: every code of the kit with yes or no.
pub fn checks_json(view: &TaskView, ticked: &[String]) -> Json {
    let all = view.kit.manifest.checks.iter().map(|check| (check.code.clone(), json!(ticked.contains(&check.code))));
    Json::Object(all.collect())
}

/// The boxes ticked so far.
fn kept(view: &TaskView) -> Vec<String> {
    let Some(checks) = view.task.draft["checks"].as_object() else { return Vec::new() };
    checks.iter().filter(|(_, is)| **is == json!(true)).map(|(code, _)| code.clone()).collect()
}

/// What is kept of the check, or was recorded, beside what was ticked and typed.
fn sides(desk: &Desk, view: &TaskView, pairs: &Pairs) -> Vec<Side> {
    let t = desk.t;
    let from = if view.task.is_open() { &view.task.draft } else { &view.task.outcome };
    let checks = from["checks"].as_object().into_iter().flatten().filter(|(_, is)| **is == json!(true)).map(|(code, _)| code.clone());
    let words = |code: &str| {
        let known = view.kit.manifest.checks.iter().find(|check| check.code == code);
        known.map_or_else(|| code.to_owned(), |check| words::pick(t, &check.text))
    };
    let remarks = from["remarks"].as_str().unwrap_or_default();
    vec![
        Side::choice("check", t.get("work-regularity-checks"), checks.collect(), ticked(pairs), words),
        Side::text("remarks", t.get("work-remarks"), remarks, pairs.get("remarks")),
    ]
}

fn findings(desk: &Desk, view: &TaskView, duplicates: &[Duplicate]) -> Vec<Finding> {
    let t = desk.t;
    let env = form::env(desk);
    let errors = view.kit.form.evaluate(&view.case.answers, &env).errors;
    let good = |key: &str| Finding { tone: "good", text: t.get(key).into_owned() };
    let odd = |text: String| Finding { tone: "wait", text };
    let mut out = Vec::new();
    let identifiers: Vec<_> = errors.iter().filter(|error| cases::filing::is_identifier_rule(error.rule)).collect();
    if identifiers.is_empty() {
        out.push(good("work-check-identifiers-good"));
    }
    out.extend(identifiers.iter().map(|error| odd(t.with1("work-check-identifier-odd", "label", error.label.as_str()))));
    let slots = view.kit.form.attachments(&view.case.answers, &env);
    let missing: Vec<_> = slots.iter().filter(|slot| slot.required && slot.files.is_empty()).collect();
    if missing.is_empty() {
        let count = view.documents.iter().filter(|one| one.direction == "in" && one.kind != "application").count();
        let text = if count == 0 { t.get("work-check-no-files").into_owned() } else { t.count("work-check-files", count) };
        out.push(Finding { tone: "good", text });
    }
    out.extend(missing.iter().map(|slot| odd(t.with1("work-check-file-missing", "label", slot.label.as_str()))));
    if duplicates.is_empty() {
        out.push(good("work-check-duplicates-none"));
    } else {
        out.push(odd(t.count("work-check-duplicates", duplicates.len())));
    }
    if view.case.email.is_empty() {
        out.push(odd(t.get("work-check-no-email").into_owned()));
    }
    out
}

/// The screen; `typed` is what a refused post had ticked and remarked.
pub async fn show(desk: &Desk, view: &TaskView, errors: Errors, typed: Option<(Vec<String>, String)>) -> Result<Response, PageError> {
    let head = view.head(desk);
    let (ticked, remarks) = typed.unwrap_or_else(|| (kept(view), view.task.draft["remarks"].as_str().unwrap_or_default().to_owned()));
    let duplicates = duplicates::of_case(desk, &view.case).await?;
    let checks = view.kit.manifest.checks.iter().map(|check| Check {
        name: check.code.clone(),
        text: words::pick(desk.t, &check.text),
        legal: check.legal.clone().unwrap_or_default(),
        ticked: ticked.contains(&check.code),
    });
    let answered = view.notices.last().filter(|notice| notice.answered_at.is_some());
    render(&RegularityPage {
        page: view.page(desk, head.name.clone()).with_errors(errors),
        head,
        checks: checks.collect(),
        findings: findings(desk, view, &duplicates),
        duplicates,
        remarks,
        answered: answered.map(|notice| notice.items.iter().map(|item| item.text.clone()).collect()).unwrap_or_default(),
    })
}

/// Accepts the application as regular, or keeps the ticks and goes to the page of the chosen way on.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::RegularityCheck)?;
    let pairs = merge::chosen(pairs);
    let view = load(&desk, &id).await?;
    if let Some(both) = merge::check(&desk, &view, &pairs, sides, "/regularity")? {
        return Ok(both);
    }
    let ticked = ticked(&pairs);
    let remarks = words::cut(pairs.get("remarks"));
    let task_id = view.task.id;
    let act = pairs.get("act").to_owned();
    let checks = checks_json(&view, &ticked);
    if act != "regular" {
        let draft = json!({ "checks": checks, "remarks": remarks });
        let saved: Result<(), Error> = desk.attempt(move |tx, ctx| task_save(tx, ctx, task_id, &draft)).await;
        return match (saved, act.as_str()) {
            (Ok(()), "notice") => Ok(redirect::to(&view.at("/notice"))),
            (Ok(()), "inadmissible") => Ok(redirect::to(&view.at("/inadmissible"))),
            (Ok(()), _) => Ok(redirect::with_notice(&desk, &view.at(""), &Notice::success(desk.t.get("work-saved")))),
            (Err(error), _) => merge::forestalled(&desk, &id, error, &pairs, sides).await,
        };
    }
    let open = view.kit.manifest.checks.iter().filter(|check| !ticked.contains(&check.code)).count();
    if open > 0 && remarks.is_empty() {
        let mut errors = Errors::new();
        errors.add("check", desk.t.count("work-regularity-unticked", open));
        return show(&desk, &view, errors, Some((ticked, remarks))).await;
    }
    let outcome = Map::from_iter([("regularity".to_owned(), json!("regular")), ("checks".to_owned(), checks)]);
    let finish = Finish { outcome, remarks };
    match refused::act(&desk, pairs.command()?, move |tx, ctx| task_finish(tx, ctx, task_id, finish)).await {
        Ok(()) => task::done(&desk, &view, "work-regularity-done").await,
        Err(error) => merge::forestalled(&desk, &id, error, &pairs, sides).await,
    }
}

fn inadmissible_show(desk: &Desk, view: &TaskView, errors: Errors, reason: &str) -> Result<Response, PageError> {
    let page = view.page(desk, desk.t.get("work-inadmissible-title")).with_back(view.at("")).with_errors(errors);
    render(&InadmissiblePage { page, head: view.head(desk), reason: reason.to_owned(), appeal: appeal(desk, view) })
}

/// Before whom and for how long an act of this case can be contested, as one sentence.
pub fn appeal(desk: &Desk, view: &TaskView) -> String {
    let appeal = &view.kit.manifest.appeal;
    let authority = appeal.authority.as_ref().map(|text| words::pick(desk.t, text));
    let args = [
        ("authority", authority.unwrap_or_else(|| words::pick(desk.t, &appeal.court)).into()),
        ("count", u32::from(appeal.days).into()),
        ("legal", words::pick(desk.t, &appeal.legal).into()),
    ];
    desk.t.with("work-appeal", &args)
}

/// The last look before an application is not considered at all.
pub async fn inadmissible_form(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::RegularityCheck)?;
    let view = load(&desk, &id).await?;
    if !view.can_work(&desk) {
        return Ok(redirect::to(&view.at("")));
    }
    inadmissible_show(&desk, &view, Errors::new(), view.task.draft["remarks"].as_str().unwrap_or_default())
}

/// Ends the proceeding of an inadmissible application.
pub async fn inadmissible(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::RegularityCheck)?;
    let view = load(&desk, &id).await?;
    let reason = words::cut(pairs.get("reason"));
    if reason.is_empty() {
        let mut errors = Errors::new();
        errors.add("reason", desk.t.get("work-reason-missing"));
        return inadmissible_show(&desk, &view, errors, &reason);
    }
    let checks = view.task.draft["checks"].clone();
    let outcome = Map::from_iter([("regularity".to_owned(), json!("inadmissible")), ("checks".to_owned(), checks)]);
    let (task_id, finish) = (view.task.id, Finish { outcome, remarks: reason });
    match refused::act(&desk, pairs.command()?, move |tx, ctx| task_finish(tx, ctx, task_id, finish)).await {
        Ok(()) => task::done(&desk, &view, "work-inadmissible-done").await,
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
    }
}

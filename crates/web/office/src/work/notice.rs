//! Asking the applicant to correct: which defects, the letter as it will be read, sending (D-12).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::notice::{Irregularity, SendNotice, notice_due, notice_items, notice_preview, notice_send};
use cases::task::task_save;
use kernel::bulgarian;
use kernel::permission::Permission;
use kernel::term::Term;
use serde_json::{Map, json};
use web::{Choice, Errors, Page, PageError, Pairs, redirect, render};

use super::task_view::{Head, TaskView, load};
use super::{decide, refused, task, words};
use crate::desk::Desk;

#[derive(Template)]
#[template(path = "work/notice.html")]
struct NoticePage {
    page: Page,
    head: Head,
    irregularities: Vec<Choice>,
    codes: Vec<String>,
    free_text: String,
    due: String,
    before: usize,
}

#[derive(Template)]
#[template(path = "work/notice_preview.html")]
struct PreviewPage {
    page: Page,
    head: Head,
    items: Vec<Irregularity>,
    codes: Vec<String>,
    free_text: String,
    due: String,
    term_words: String,
    legal: String,
    email: String,
    address: String,
}

async fn due(desk: &Desk, view: &TaskView) -> Result<String, PageError> {
    let kit = view.kit.clone();
    let day = desk.read(move |tx, ctx| notice_due(tx, ctx, &kit)).await?;
    Ok(web::format::date(day, desk.t.language()))
}

async fn show(desk: &Desk, view: &TaskView, errors: Errors, codes: Vec<String>, free_text: String) -> Result<Response, PageError> {
    let choice = |coded: &services::kit::Coded| {
        Choice::new(coded.code.clone(), words::pick(desk.t, &coded.text)).with_hint(coded.legal.clone().unwrap_or_default())
    };
    render(&NoticePage {
        page: view.page(desk, desk.t.get("work-notice-title")).with_back(view.at("")).with_errors(errors),
        head: view.head(desk),
        irregularities: view.kit.manifest.irregularities.iter().map(choice).collect(),
        codes,
        free_text,
        due: due(desk, view).await?,
        before: view.notices.len(),
    })
}

fn kept(view: &TaskView) -> (Vec<String>, String) {
    let codes = view.task.draft["codes"].as_array().into_iter().flatten().filter_map(|code| code.as_str().map(str::to_owned));
    (codes.collect(), view.task.draft["freeText"].as_str().unwrap_or_default().to_owned())
}

/// The letter of the defects kept so far, as it would be sent.
pub async fn letter(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::RegularityCheck)?;
    let view = load(&desk, &id).await?;
    if !view.can_work(&desk) || view.task.kind != "regularity" {
        return Ok(redirect::to(&view.at("")));
    }
    let (codes, free_text) = kept(&view);
    let (case, notice) = (view.case.id, SendNotice { codes, free_text, checks: Map::new() });
    if notice_items(&view.kit, &notice).is_empty() {
        return Ok(redirect::to(&view.at("/notice")));
    }
    let document = desk.read(move |tx, ctx| notice_preview(tx, ctx, case, &notice)).await?;
    decide::drawn(&desk, &view, document).await
}

/// Choosing the defects.
pub async fn form(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::RegularityCheck)?;
    let view = load(&desk, &id).await?;
    if !view.can_work(&desk) || view.task.kind != "regularity" {
        return Ok(redirect::to(&view.at("")));
    }
    let (codes, free_text) = kept(&view);
    show(&desk, &view, Errors::new(), codes, free_text).await
}

/// Shows the letter, or sends it.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::RegularityCheck)?;
    let view = load(&desk, &id).await?;
    let codes: Vec<String> = pairs.all("code").map(str::to_owned).collect();
    let free_text = words::cut(pairs.get("free_text"));
    let checks = view.task.draft["checks"].clone();
    let notice = SendNotice {
        codes: codes.clone(),
        free_text: free_text.clone(),
        checks: if checks.is_object() { Map::from_iter([("checks".to_owned(), checks.clone())]) } else { Map::new() },
    };
    let items = notice_items(&view.kit, &notice);
    if items.is_empty() {
        let mut errors = Errors::new();
        errors.add("code", desk.t.get("work-notice-missing"));
        return show(&desk, &view, errors, codes, free_text).await;
    }
    let task_id = view.task.id;
    match pairs.get("act") {
        "send" => match refused::act(&desk, pairs.command()?, move |tx, ctx| notice_send(tx, ctx, task_id, notice)).await {
            Ok(()) => task::done(&desk, &view, "work-notice-done").await,
            Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
        },
        "change" => show(&desk, &view, Errors::new(), codes, free_text).await,
        _ => {
            let draft = json!({ "checks": checks, "remarks": view.task.draft["remarks"], "codes": codes, "freeText": free_text });
            if let Err(error) = desk.attempt(move |tx, ctx| task_save(tx, ctx, task_id, &draft)).await {
                return refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await;
            }
            preview(&desk, &view, items, codes, free_text).await
        }
    }
}

async fn preview(
    desk: &Desk,
    view: &TaskView,
    items: Vec<Irregularity>,
    codes: Vec<String>,
    free_text: String,
) -> Result<Response, PageError> {
    let rule = &view.kit.manifest.correction;
    let term = if rule.working { Term::working_days(rule.days) } else { Term::days(rule.days) };
    render(&PreviewPage {
        page: view.page(desk, desk.t.get("work-notice-preview-title")).with_back(view.at("/notice")),
        head: view.head(desk),
        items,
        codes,
        free_text,
        due: due(desk, view).await?,
        // The letter is written in Bulgarian, whatever the language of the desk.
        term_words: bulgarian::term(term),
        legal: rule.legal.bg.clone(),
        email: view.case.email.clone(),
        address: view.case.address.clone(),
    })
}

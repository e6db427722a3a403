//! Withdrawing an application: effect, reason, confirmation on a page of its own (P-35).

use askama::Template;
use axum::response::Response;
use cases::{Error, case_get_own, lifecycle};
use web::{Errors, Notice, Page, PageError, Pairs, redirect, render};

use crate::visitor::OwnCase;

#[derive(Template)]
#[template(path = "case/withdraw.html")]
struct WithdrawPage {
    page: Page,
    case: String,
    number: String,
    service: String,
    reason: String,
}

/// LIMIT: longest reason, characters.
const REASON_CHARS_MAX: usize = 2_000;

async fn show(own: &OwnCase, reason: String, errors: Errors) -> Result<Response, PageError> {
    let id = own.id;
    let (case, name) = own
        .read(move |tx, ctx| {
            let case = case_get_own(tx, ctx, id)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
            if !lifecycle::withdrawal_offered(&kit, &case) {
                return Err(Error::WrongStatus { status: case.status.identifier() }.into());
            }
            Ok((case, kit.manifest.name.clone()))
        })
        .await
        .map_err(|error| not_now(own, error))?;
    let service = name.get(own.t.language().code()).to_owned();
    let page = own.page_of("portal-withdraw-title").of_service(service.clone()).with_back(own.at("")).with_errors(errors);
    render(&WithdrawPage { page, case: id.to_string(), number: case.incoming_number, service, reason })
}

fn not_now(own: &OwnCase, error: PageError) -> PageError {
    if error.status == axum::http::StatusCode::CONFLICT {
        return error.with_text("portal-withdraw-late").with_way_on(own.at(""));
    }
    error
}

/// The page that says what withdrawing means.
pub async fn form(own: OwnCase) -> Result<Response, PageError> {
    show(&own, String::new(), Errors::new()).await
}

/// Withdraws the application.
pub async fn send(own: OwnCase, pairs: Pairs) -> Result<Response, PageError> {
    let reason: String = pairs.get("reason").chars().take(REASON_CHARS_MAX).collect();
    if !pairs.has("sure") {
        let errors = Errors::from_iter([("sure", own.t.get("portal-withdraw-sure-missing"))]);
        return show(&own, reason, errors).await;
    }
    let id = own.id;
    let sent = own.write_once(pairs.command()?, move |tx, ctx| Ok(lifecycle::case_withdraw(tx, ctx, id, &reason)?)).await;
    sent.map_err(|error| not_now(&own, error))?;
    let notice = Notice::success(own.t.get("portal-withdraw-done"));
    Ok(redirect::with_notice(&own, &own.at(""), &notice))
}

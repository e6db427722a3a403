//! What a clerk gives and takes right after registering: numbers, slip, receipt, the fee (D-07).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::codes::codes_of;
use cases::payment::{Obligation, obligation_list, payment_record};
use kernel::permission::Permission;
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::draft_store::OwnDraft;
use super::{refused, words};
use crate::desk::Desk;

#[derive(Template)]
#[template(path = "work/filed.html")]
struct FiledPage {
    page: Page,
    case: String,
    draft: String,
    service: String,
    applicant: String,
    rnu: String,
    incoming: String,
    uri: String,
    due: String,
    email: String,
    status_code: String,
    access_code: String,
    next: &'static str,
    obligation: Option<Obligation>,
    may_pay: bool,
    ways: Vec<Choice>,
    way: String,
    receipt: String,
}

/// Ways to pay at the counter.
pub fn ways(t: web::Texts) -> Vec<Choice> {
    ["cash", "card", "bank"].iter().map(|code| Choice::new(*code, words::payment_way(t, code))).collect()
}

async fn show(desk: Desk, id: &str, errors: Errors, way: &str, receipt: &str) -> Result<Response, PageError> {
    let own = OwnDraft::load_any(desk, id).await?;
    let Some(case_id) = own.draft.case_id else { return Ok(redirect::to(&own.at(""))) };
    let (case, obligations) = own.read(move |tx, ctx| Ok((cases::case_get(tx, ctx, case_id)?, obligation_list(tx, ctx, case_id)?))).await?;
    let codes = codes_of(&own.app.key, own.administration().id, case_id, case.code_generation);
    let is_counter = own.draft.channel == "counter";
    let language = own.t.language();
    render(&FiledPage {
        page: own.page_of("work-filed-title").with_errors(errors),
        case: case_id.to_string(),
        draft: own.draft.id.to_string(),
        service: words::pick(own.t, &own.kit.manifest.name),
        applicant: case.applicant_name,
        rnu: case.rnu,
        incoming: format!("{}/{}", case.incoming_number, web::format::date(case.registered_on, language)),
        uri: case.uri,
        due: case.deadline_on.map(|day| web::format::date(day, language)).unwrap_or_default(),
        email: case.email,
        status_code: codes.status.to_string(),
        access_code: codes.access.to_string(),
        next: if is_counter { "/office/new" } else { "/office/intake" },
        obligation: obligations.into_iter().next(),
        may_pay: own.may(Permission::PaymentRecord),
        ways: ways(own.t),
        way: way.to_owned(),
        receipt: receipt.to_owned(),
    })
}

/// The result of a registration; opening it again shows the same.
pub async fn page(desk: Desk, Path(draft): Path<String>) -> Result<Response, PageError> {
    show(desk, &draft, Errors::new(), "cash", "").await
}

/// Takes the fee at once.
pub async fn pay(desk: Desk, Path(draft): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::PaymentRecord)?;
    let own = OwnDraft::load_any(desk.clone(), &draft).await?;
    let Some(case) = own.draft.case_id else { return Ok(redirect::to(&own.at(""))) };
    let (way, receipt) = (pairs.get("way").to_owned(), words::cut(pairs.get("receipt")));
    let errors = payment_errors(&desk, &way, &receipt);
    if !errors.is_empty() {
        return show(desk, &draft, errors, &way, &receipt).await;
    }
    let (by, number) = (way.clone(), receipt.clone());
    match refused::act(&desk, pairs.command()?, move |tx, ctx| payment_record(tx, ctx, case, &by, &number)).await {
        Ok(()) => Ok(redirect::with_notice(&desk, &own.at("/filed"), &Notice::success(desk.t.get("work-payment-done")))),
        Err(error) => refused::refused(&desk, error, &pairs, &[], &own.at("/filed")),
    }
}

/// What is wrong with a payment as typed.
pub fn payment_errors(desk: &Desk, way: &str, receipt: &str) -> Errors {
    let mut errors = Errors::new();
    if !matches!(way, "cash" | "card" | "bank") {
        errors.add("way", desk.t.get("work-payment-way-missing"));
    }
    if receipt.trim().is_empty() {
        errors.add("receipt", desk.t.get("work-payment-receipt-missing"));
    }
    errors
}

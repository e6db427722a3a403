//! Verifying an issued document: by the QR code on it, and by comparing a file with what was issued (P-28).
//!
//! The one rule: whoever holds the paper learns only what stands on it – number, date, kind, digest – and whether it is ours.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use cases::document::document_verify;
use web::rate::Limit;
use web::{App, Errors, Page, PageError, Pairs, redirect, render};

use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "verify_form.html")]
struct FormPage {
    page: Page,
    token: String,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct ResultPage {
    page: Page,
    title: String,
    number: String,
    issued_at: i64,
    sha256: String,
    size: u64,
    /// Address of the receipt.
    proof: String,
}

/// The page where the code under the QR is typed.
pub async fn form(visitor: Visitor) -> Result<Response, PageError> {
    render(&FormPage { page: visitor.page_of("portal-verify-title"), token: String::new() })
}

/// Goes to the document of a typed code.
pub async fn open(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, PageError> {
    app.rates.check(Limit::Secret, visitor.address())?;
    let typed = pairs.get("token").to_owned();
    let token: String = typed.rsplit('/').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    let known = token.len() == 24 && {
        let token = token.to_ascii_uppercase();
        visitor.read(move |tx, ctx| Ok(crate::status::found(document_verify(tx, ctx, &token))?.is_some())).await?
    };
    if known {
        return Ok(redirect::to(&format!("/v/{}", token.to_ascii_uppercase())));
    }
    let key = if typed.is_empty() { "portal-verify-missing" } else { "portal-verify-wrong" };
    let errors = Errors::from_iter([("token", visitor.t.get(key))]);
    render(&FormPage { page: visitor.page_of("portal-verify-title").with_errors(errors), token: typed })
}

/// What is known of the document with this code.
pub async fn by_token(State(app): State<App>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, PageError> {
    app.rates.check(Limit::Document, visitor.address())?;
    if token.len() != 24 || !token.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(unknown());
    }
    let proof = format!("/v/{}/proof", token.to_ascii_uppercase());
    let document = visitor.read(move |tx, ctx| Ok(crate::status::found(document_verify(tx, ctx, &token.to_ascii_uppercase()))?)).await?;
    let document = document.ok_or_else(unknown)?;
    render(&ResultPage {
        page: visitor.page_of("portal-verify-title"),
        issued_at: document.registered_at.unwrap_or(document.created_at),
        size: u64::try_from(document.size).unwrap_or_default(),
        title: document.title,
        number: document.number,
        sha256: document.sha256,
        proof,
    })
}

fn unknown() -> PageError {
    PageError::not_found().with_text("portal-verify-unknown").with_way_on("/verify")
}

//! Opening the official section with a document number and the access code (`domain.md` §4.10).
//!
//! The one rule: attempts are counted per number and per network address, and a wrong code and an unknown number look the same.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use cases::tracking;
use serde::Deserialize;
use web::rate::Limit;
use web::session::{case_cookie, ended_cookie};
use web::visit::local_address;
use web::{App, Errors, Notice, Page, PageError, Pairs, cookie, redirect, render};

use crate::status::{self, Attempt};
use crate::visitor::Visitor;

const SCOPE_NUMBER: &str = "case-access";
const SCOPE_ADDRESS: &str = "case-access-address";

#[derive(Template)]
#[template(path = "case/sign_in.html")]
struct SignInPage {
    page: Page,
    number: String,
    next: String,
    own_address: Option<String>,
}

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct SignInQuery {
    /// Where to go on afterwards.
    #[serde(default)]
    next: String,
    /// A number to begin with.
    #[serde(default)]
    number: String,
}

/// The page where number and access code are typed.
pub async fn form(visitor: Visitor, Query(query): Query<SignInQuery>) -> Result<Response, PageError> {
    let own_address = visitor.own_case().map(|case| format!("/case/{case}"));
    render(&SignInPage { page: visitor.page_of("portal-sign-in-title"), number: query.number, next: query.next, own_address })
}

/// A number as attempts are counted by it: the same however it was typed.
fn folded(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).take(60).collect()
}

/// Opens the official section.
pub async fn open(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, PageError> {
    let (number, access) = (pairs.get("number").to_owned(), pairs.get("access").to_owned());
    let next = pairs.get("next").to_owned();
    let mut errors = Errors::new();
    if number.is_empty() {
        errors.add("number", visitor.t.get("portal-sign-in-number-missing"));
    }
    if access.is_empty() {
        errors.add("access", visitor.t.get("portal-sign-in-access-missing"));
    }
    if errors.is_empty() {
        app.rates.check(Limit::Secret, visitor.address())?;
        let (asked, address) = (number.clone(), visitor.address().to_string());
        let attempt = visitor
            .write(move |tx, ctx| {
                let subject = folded(&asked);
                let attempt = status::attempted(tx, ctx, [SCOPE_NUMBER, SCOPE_ADDRESS], &subject, &address, |tx| {
                    tracking::access_check(tx, ctx, &asked, &access)
                })?;
                Ok(match attempt {
                    Attempt::Right(case) => {
                        identity::attempt_clear(tx, ctx.administration_id, SCOPE_NUMBER, &subject)?;
                        Attempt::Right((case, identity::applicant_session_open(tx, ctx, case)?))
                    }
                    Attempt::Wrong => Attempt::Wrong,
                    Attempt::TooMany => Attempt::TooMany,
                })
            })
            .await?;
        match attempt {
            Attempt::Right((case, token)) => {
                let home = format!("/case/{case}");
                let next = local_address(&next, &home);
                let belongs = [home.clone(), format!("/receipt/{case}")]
                    .iter()
                    .any(|own| next == *own || next.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with('/')));
                let mut response = redirect::to(if belongs { &next } else { &home });
                redirect::add(&mut response, case_cookie(&app, &token));
                return Ok(response);
            }
            Attempt::TooMany => return Err(status::too_many()),
            Attempt::Wrong => errors.add("number", visitor.t.get("portal-sign-in-wrong")),
        }
    }
    let page = visitor.page_of("portal-sign-in-title").with_errors(errors);
    render(&SignInPage { page, number, next, own_address: None })
}

/// Closes the official section in this browser.
pub async fn close(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Result<Response, PageError> {
    if let Some(token) = cookie::value(&headers, cookie::CASE).map(str::to_owned) {
        visitor.write(move |tx, ctx| Ok(identity::applicant_session_close(tx, ctx.administration_id, &token)?)).await?;
    }
    let notice = Notice::success(visitor.t.get("portal-sign-out-done"));
    let mut response = redirect::with_notice(&visitor, "/", &notice);
    redirect::add(&mut response, ended_cookie(&app, cookie::CASE));
    Ok(response)
}

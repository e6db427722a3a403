//! Sign-in and sign-out (D-01).
//!
//! The one rule: the page tells no more than [`web::sign_in`] does – that name and password do not fit, or that there were too many tries.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use identity::{SignIn, sign_out};
use kernel::limits::SIGN_IN_LOCK_MS;
use serde::Deserialize;
use web::visit::local_address;
use web::{App, Errors, Notice, Page, PageError, Pairs, Visit, cookie, redirect, render, session};

/// Where the page was asked from.
#[derive(Debug, Default, Deserialize)]
pub struct SignInQuery {
    /// Where the person wanted to go.
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    login: String,
    next: String,
    is_locked: bool,
    lock_minutes: i64,
}

fn show(visit: &Visit, login: String, next: String, errors: Errors, is_locked: bool) -> Result<Response, PageError> {
    let page = visit.page_of("office-sign-in-title").with_errors(errors);
    let lock_minutes = SIGN_IN_LOCK_MS / 60_000;
    let failed = !page.errors.is_empty();
    let mut response = render(&SignInPage { page, login, next, is_locked, lock_minutes })?;
    if is_locked {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    } else if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// The page where name and password are typed.
pub async fn form(visit: Visit, Query(query): Query<SignInQuery>) -> Result<Response, PageError> {
    let next = local_address(&query.next, "/office");
    if visit.staff().is_ok() {
        return Ok(redirect::to(&next));
    }
    show(&visit, String::new(), next, Errors::new(), false)
}

/// Signs in.
pub async fn enter(State(app): State<App>, visit: Visit, headers: HeaderMap, pairs: Pairs) -> Result<Response, PageError> {
    let login = pairs.get("login").to_owned();
    // Spaces at the ends may belong to the password.
    let password = pairs.all("password").last().unwrap_or_default().to_owned();
    let next = local_address(pairs.get("next"), "/office");
    let mut errors = Errors::new();
    if login.is_empty() {
        errors.add("login", visit.t.get("office-sign-in-login-missing"));
    }
    if password.is_empty() {
        errors.add("password", visit.t.get("office-sign-in-password-missing"));
    }
    if !errors.is_empty() {
        return show(&visit, login, next, errors, false);
    }
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match web::sign_in::sign_in(&visit, &login, password, device).await? {
        SignIn::Open { token, .. } => {
            let mut response = redirect::to(&next);
            redirect::add(&mut response, session::staff_cookie(&app, &token));
            Ok(response)
        }
        SignIn::Refused => {
            let errors = Errors::from_iter([("login", visit.t.get("office-sign-in-wrong"))]);
            show(&visit, login, next, errors, false)
        }
        SignIn::Locked => show(&visit, login, next, Errors::new(), true),
    }
}

/// Signs out: the session is over on the server, not only in this browser.
pub async fn leave(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, PageError> {
    if let Some(token) = cookie::value(&headers, cookie::STAFF).map(str::to_owned) {
        let ctx = visit.ctx();
        app.store.write(move |tx| sign_out(tx, &ctx, &token)).await?;
    }
    let notice = Notice::success(visit.t.get("office-sign-out-done"));
    let mut response = redirect::with_notice(&visit, "/office/sign-in", &notice).into_response();
    redirect::add(&mut response, session::ended_cookie(&app, cookie::STAFF));
    Ok(response)
}

//! Sign-in and sign-out (D-01).
//!
//! The one rule: an unknown name, a wrong password and a blocked account are answered alike and after the same work.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use identity::{Passwords, Proof, SignIn, sign_in_account, sign_in_allowed, sign_in_finish, sign_out};
use kernel::limits::SIGN_IN_LOCK_MS;
use serde::Deserialize;
use web::rate::Limit;
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

/// Hashes and verifies away from the threads that answer requests.
pub(crate) async fn with_passwords<T, F>(work: F) -> Result<T, PageError>
where
    F: FnOnce(&Passwords) -> T + Send + 'static,
    T: Send + 'static,
{
    let passwords = Passwords::standard()?;
    tokio::task::spawn_blocking(move || work(passwords)).await.map_err(PageError::failure)
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
    app.rates.check(Limit::Secret, visit.address())?;
    let ctx = visit.ctx();
    let address = visit.address().to_string();
    let (asked, from, at) = (login.clone(), address.clone(), ctx.clone());
    let account = app
        .store
        .read(move |tx| -> Result<_, store::Error> {
            if !sign_in_allowed(tx, at.administration_id, &asked, &from, at.now_ms())? {
                return Ok(None);
            }
            Ok(Some(sign_in_account(tx, at.administration_id, &asked)?))
        })
        .await?;
    let Some(account) = account else {
        return show(&visit, login, next, Errors::new(), true);
    };
    let random = app.random.clone();
    let proof = with_passwords(move |passwords| {
        let stored = account.as_ref().and_then(|account| account.password_hash.as_ref());
        let verified = passwords.verify(&password, stored);
        let renew = verified && stored.is_some_and(|stored| passwords.needs_rehash(stored));
        let rehashed = if renew { passwords.hash(&password, &*random).ok() } else { None };
        Proof { account, verified, rehashed }
    })
    .await?;
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let asked = login.clone();
    let outcome = app.store.write(move |tx| sign_in_finish(tx, &ctx, &asked, &proof, &device, &address)).await?;
    match outcome {
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

//! The inquiry by service reference number: РНУ and the nine-digit code together open the statuses of a service in order (P-27).
//!
//! The one rule: both must belong to the same case, and whichever is wrong, the answer is the same.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use cases::tracking;
use kernel::reference_number::ReferenceNumber;
use web::rate::Limit;
use web::{App, Errors, Page, PageError, Pairs, render};

use crate::status::{self, Attempt, Progress};
use crate::visitor::Visitor;

const SCOPE_NUMBER: &str = "inquiry";
const SCOPE_ADDRESS: &str = "status-code-address";

#[derive(Template)]
#[template(path = "inquiry_form.html")]
struct FormPage {
    page: Page,
    number: String,
    code: String,
}

#[derive(Template)]
#[template(path = "inquiry.html")]
struct ResultPage {
    page: Page,
    progress: Progress,
    token: String,
}

/// The page where number and code are typed.
pub async fn form(visitor: Visitor) -> Result<Response, PageError> {
    render(&FormPage { page: visitor.page_of("portal-inquiry-title"), number: String::new(), code: String::new() })
}

/// The statuses of a service.
pub async fn open(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, PageError> {
    let (number, code) = (pairs.get("number").to_owned(), pairs.get("code").to_owned());
    let mut errors = Errors::new();
    if number.is_empty() {
        errors.add("number", visitor.t.get("portal-inquiry-number-missing"));
    } else if ReferenceNumber::parse(&number).is_err() {
        errors.add("number", visitor.t.get("portal-inquiry-number-shape"));
    }
    if code.is_empty() {
        errors.add("code", visitor.t.get("portal-status-code-missing"));
    }
    let page = visitor.page_of("portal-inquiry-title");
    if !errors.is_empty() {
        return render(&FormPage { page: page.with_errors(errors), number, code });
    }
    app.rates.check(Limit::Secret, visitor.address())?;
    let (asked, typed, address) = (number.clone(), code.clone(), visitor.address().to_string());
    let attempt = visitor
        .write(move |tx, ctx| {
            let Ok(asked) = ReferenceNumber::parse(&asked) else { return Ok(Attempt::Wrong) };
            let subject = asked.canonical();
            status::attempted(tx, ctx, [SCOPE_NUMBER, SCOPE_ADDRESS], &subject, &address, |tx| {
                let view = status::found(tracking::status_by_code(tx, ctx, &typed))?;
                Ok(view.filter(|view| view.rnu == subject))
            })
        })
        .await?;
    match attempt {
        Attempt::Right(view) => {
            let progress = Progress::of(visitor.t, &view, format!("/t/{}/term", view.track), false);
            render(&ResultPage { page: page.of_service(progress.service.clone()), progress, token: view.track })
        }
        Attempt::TooMany => Err(status::too_many()),
        Attempt::Wrong => {
            let errors = Errors::from_iter([("number", visitor.t.get("portal-inquiry-wrong"))]);
            render(&FormPage { page: page.with_errors(errors), number, code })
        }
    }
}

//! The inquiry by service reference number: РНУ and the nine-digit code together open the statuses of a service in order (P-27). Where the
//! installation is the journal, those that every system reported.
//!
//! The one rule: both must belong to the same case, and whichever is wrong, the answer is the same.

mod central;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use cases::tracking::{self, StatusView};
use ejournal::journal::{LOG, ServiceView};
use kernel::ctx::Ctx;
use kernel::reference_number::Reference;
use store::Tx;
use web::rate::Limit;
use web::{App, Choice, Errors, Language, Page, PageError, Pairs, format, render};

pub use central::Central;
use central::{Answer, Line};

use crate::evidence;
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

#[derive(Template)]
#[template(path = "inquiry_central.html")]
struct CentralPage {
    page: Page,
    number: String,
    code: String,
    /// Name of the last status of the main line.
    status: String,
    /// Last day of the term.
    due: Option<String>,
    service: String,
    administration: String,
    systems: Vec<Choice>,
    system: String,
    lines: Vec<Line>,
    /// The token of the case, when it is one of this installation.
    token: Option<String>,
}

/// What number and code open.
enum Found {
    /// A case of this installation, and what the journal knows of it.
    Own(Box<StatusView>, Option<Box<ServiceView>>),
    /// A service that other systems reported.
    Reported(Box<ServiceView>),
    /// Nothing now: too many wrong codes.
    TooMany,
}

/// The page where number and code are typed.
pub async fn form(visitor: Visitor) -> Result<Response, PageError> {
    render(&FormPage { page: visitor.page_of("portal-inquiry-title"), number: String::new(), code: String::new() })
}

/// What was typed, or the page that says what is wrong with it.
struct Asked {
    number: Reference,
    code: String,
}

fn asked(visitor: &Visitor, pairs: &Pairs) -> Result<Asked, Errors> {
    let (number, code) = (pairs.get("number"), pairs.get("code"));
    let mut errors = Errors::new();
    let parsed = Reference::parse(number, false);
    if number.is_empty() {
        errors.add("number", visitor.t.get("portal-inquiry-number-missing"));
    } else if parsed.is_err() {
        errors.add("number", visitor.t.get("portal-inquiry-number-shape"));
    }
    if code.is_empty() {
        errors.add("code", visitor.t.get("portal-status-code-missing"));
    }
    match parsed {
        Ok(number) if errors.is_empty() => Ok(Asked { number, code: code.to_owned() }),
        _ => Err(errors),
    }
}

/// Looks the service up; a wrong number or code is counted.
async fn find(app: &App, visitor: &Visitor, central: Option<Central>, asked: Asked) -> Result<Attempt<Found>, PageError> {
    app.rates.check(Limit::Secret, visitor.address())?;
    let address = visitor.address().to_string();
    let work = move |tx: &mut Tx<'_>, ctx: &Ctx| {
        let subject = asked.number.to_string();
        status::attempted(tx, ctx, [SCOPE_NUMBER, SCOPE_ADDRESS], &subject, &address, |tx| -> Result<_, PageError> {
            let own = status::found(tracking::status_by_code(tx, ctx, &asked.code))?.filter(|view| view.rnu == subject);
            match (own, &central) {
                (Some(view), None) => Ok(Some(Found::Own(Box::new(view), None))),
                (Some(view), Some(central)) => {
                    let reported = central.of_own(tx, ctx, &asked.number)?;
                    Ok(Some(Found::Own(Box::new(view), reported.map(Box::new))))
                }
                (None, None) => Ok(None),
                (None, Some(central)) => Ok(match central.by_code(tx, ctx, &asked.number, &asked.code, &address)? {
                    Answer::Known(view) => Some(Found::Reported(view)),
                    Answer::TooMany => Some(Found::TooMany),
                    Answer::Wrong => None,
                }),
            }
        })
    };
    match visitor.write(work).await? {
        Attempt::Right(Found::TooMany) => Ok(Attempt::TooMany),
        attempt => Ok(attempt),
    }
}

/// The statuses of a service.
pub async fn open(
    State(app): State<App>,
    visitor: Visitor,
    central: Option<Extension<Central>>,
    pairs: Pairs,
) -> Result<Response, PageError> {
    let (number, code) = (pairs.get("number").to_owned(), pairs.get("code").to_owned());
    let page = visitor.page_of("portal-inquiry-title");
    let asked = match asked(&visitor, &pairs) {
        Ok(asked) => asked,
        Err(errors) => return render(&FormPage { page: page.with_errors(errors), number, code }),
    };
    match find(&app, &visitor, central.map(|Extension(central)| central), asked).await? {
        Attempt::Right(Found::Own(own, Some(view))) => central_page(&visitor, &view, &pairs, Some(own.track)),
        Attempt::Right(Found::Reported(view)) => central_page(&visitor, &view, &pairs, None),
        Attempt::Right(Found::Own(view, None)) => {
            let progress = Progress::of(visitor.t, &view, format!("/t/{}/term", view.track), false);
            render(&ResultPage { page: page.of_service(progress.service.clone()), progress, token: view.track })
        }
        Attempt::TooMany | Attempt::Right(Found::TooMany) => Err(status::too_many()),
        Attempt::Wrong => {
            let errors = Errors::from_iter([("number", visitor.t.get("portal-inquiry-wrong"))]);
            render(&FormPage { page: page.with_errors(errors), number, code })
        }
    }
}

/// What every system reported, the latest first; of one system only, when that is wanted.
fn central_page(visitor: &Visitor, view: &ServiceView, pairs: &Pairs, token: Option<String>) -> Result<Response, PageError> {
    let t = visitor.t;
    let mut systems: Vec<&str> = view.events.iter().map(|event| event.system.as_str()).collect();
    systems.sort_unstable();
    systems.dedup();
    let system = pairs.get("system");
    let lines = view.events.iter().rev().filter(|event| system.is_empty() || event.system == system);
    let name = |text: &ejournal::journal::Text| if t.language() == Language::English { text.en.clone() } else { text.bg.clone() };
    render(&CentralPage {
        page: visitor.page_of("portal-inquiry-title"),
        number: view.subject.clone(),
        code: pairs.get("code").to_owned(),
        status: view.status.as_ref().map(name).unwrap_or_default(),
        due: view.due.map(|day| format::date(day, t.language())),
        service: view.service.clone().unwrap_or_default(),
        administration: view.administration.clone().unwrap_or_default(),
        systems: systems.iter().map(|system| Choice::new(*system, *system)).collect(),
        system: system.to_owned(),
        lines: lines.map(|event| Line::of(t, event)).collect(),
        token,
    })
}

/// The proof of one status that the journal has, for who has number and code.
pub async fn proof(
    State(app): State<App>,
    visitor: Visitor,
    central: Option<Extension<Central>>,
    pairs: Pairs,
) -> Result<Response, PageError> {
    let Some(Extension(central)) = central else { return Err(PageError::not_found()) };
    let index: u64 = pairs.get("index").parse().map_err(|_| PageError::not_found())?;
    let asked = asked(&visitor, &pairs).map_err(|_| PageError::not_found())?;
    let view = match find(&app, &visitor, Some(central), asked).await? {
        Attempt::Right(Found::Own(_, Some(view)) | Found::Reported(view)) => view,
        Attempt::TooMany => return Err(status::too_many()),
        _ => return Err(PageError::not_found()),
    };
    let event = view.events.iter().find(|event| event.index == index).ok_or_else(PageError::not_found)?;
    let name = format!("{}-{}.tlog-proof", view.subject, event.status.code);
    evidence::of_log(&visitor, LOG, &name, move |_| Ok(Some(index))).await
}

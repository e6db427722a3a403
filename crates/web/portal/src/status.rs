//! The status of an application without an account: by the nine digits, by the QR code, with the explanation of its term (P-19, P-20, P-26).
//!
//! The one rule: a code travels in the body of a form only, and wrong and unknown codes are answered alike.

mod kept;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use cases::journal::PublicReport;
use cases::tracking::StatusView;
use cases::{Error, Status, tracking};
use kernel::ctx::Ctx;
use kernel::limits::{ATTEMPTS_PER_ADDRESS, ATTEMPTS_PER_NUMBER};
use store::Tx;
use web::rate::Limit;
use web::{App, Errors, Page, PageError, Pairs, Texts, format, redirect, render};

use crate::term_text::{self, DayRow, FactRow};
use crate::visitor::Visitor;

/// Attempts at nine-digit codes, counted per code.
const SCOPE_CODE: &str = "status-code";
/// Attempts at nine-digit codes, counted per network address.
const SCOPE_ADDRESS: &str = "status-code-address";

/// A stage as the timeline shows it.
pub struct StageRow {
    /// Its name.
    pub name: String,
    /// `done`, `current`, `ahead`, `skipped`: chooses picture and words.
    pub state: &'static str,
    /// When it was entered.
    pub at: Option<i64>,
}

/// A past event.
pub struct EventRow {
    /// When, ms since 1970 UTC.
    pub at: i64,
    /// What.
    pub text: String,
}

/// A status that was reported to the journal.
pub struct ReportRow {
    /// When, ms since 1970 UTC.
    pub at: i64,
    /// Its name.
    pub text: String,
    /// Address of its proof.
    pub proof: String,
    /// Where the receipt of the journal is, once it gave one.
    pub receipt: Option<String>,
}

/// Everything the status page says; no names, no documents.
pub struct Progress {
    /// Identifier of the status.
    pub status: &'static str,
    /// Name of the service.
    pub service: String,
    /// Accountable unit.
    pub unit: String,
    /// Incoming number.
    pub incoming_number: String,
    /// РНУ.
    pub rnu: String,
    /// УРИ.
    pub uri: String,
    /// Day of registration.
    pub registered: String,
    /// Whose turn it is.
    pub turn: String,
    /// Whether it is the applicant's.
    pub is_yours: bool,
    /// What is expected, or what happens now.
    pub next: String,
    /// Last day of the term, or nothing once decided.
    pub due: Option<String>,
    /// How many days remain, or why the term stands still.
    pub remaining: Option<String>,
    /// Whether the term has passed.
    pub is_overdue: bool,
    /// Whether the term was extended.
    pub is_extended: bool,
    /// Stages.
    pub stages: Vec<StageRow>,
    /// Past events, latest first.
    pub events: Vec<EventRow>,
    /// Reported statuses, latest first.
    pub reports: Vec<ReportRow>,
    /// Address of the explanation of the term.
    pub term_address: String,
}

impl Progress {
    /// The page's words for a view; `is_own` when the official section is open.
    pub fn of(t: Texts, view: &StatusView, term_address: String, is_own: bool) -> Progress {
        let pick =
            |bg: &str, en: &str| if t.language() == web::Language::English && !en.is_empty() { en.to_owned() } else { bg.to_owned() };
        let decided = view.status.is_decided();
        let row =
            |stage: &tracking::StageView| StageRow { name: pick(&stage.name_bg, &stage.name_en), state: stage.state, at: stage.entered_at };
        let mut stages: Vec<StageRow> = view.stages.iter().map(row).collect();
        // A stage outside the usual course, such as a correction, stands where it happened: after what was done, before what lies ahead.
        stages.sort_by_key(|stage| match stage.state {
            "done" => (0, stage.at),
            "current" => (1, None),
            _ => (2, None),
        });
        let mut events: Vec<EventRow> =
            view.events.iter().filter_map(|event| event_text(t, event).map(|text| EventRow { at: event.at, text })).collect();
        events.reverse();
        events.dedup_by(|later, earlier| later.text == earlier.text && later.at == earlier.at);
        Progress {
            status: view.status.identifier(),
            service: pick(&view.service_bg, &view.service_en),
            unit: pick(&view.unit_bg, &view.unit_en),
            incoming_number: view.incoming_number.clone(),
            rnu: view.rnu.clone(),
            uri: view.uri.clone(),
            registered: format::date(view.registered_on, t.language()),
            turn: turn(t, view.status),
            is_yours: view.status.awaits_applicant(),
            next: next(t, view, is_own),
            due: view.deadline_on.filter(|_| !decided).map(|day| format::date(day, t.language())),
            remaining: remaining(t, view),
            is_overdue: view.remaining_days.is_some_and(|days| days < 0),
            is_extended: view.term_extended,
            stages,
            events,
            reports: reports(view, pick),
            term_address,
        }
    }
}

/// What the journal was told, in the words of its nomenclature.
fn reports(view: &StatusView, pick: impl Fn(&str, &str) -> String) -> Vec<ReportRow> {
    let row = |report: &PublicReport| {
        let (bg, en) = cases::journal::status_names(&report.status)?;
        let proof = format!("/t/{}/proof/{}", view.track, report.id);
        let receipt = report.has_receipt.then(|| format!("/t/{}/receipt/{}", view.track, report.id));
        Some(ReportRow { at: report.at, text: pick(bg, en), proof, receipt })
    };
    view.reports.iter().rev().filter_map(row).collect()
}

fn turn(t: Texts, status: Status) -> String {
    let key = match status {
        status if status.is_final() => "portal-turn-none",
        status if status.awaits_applicant() => "portal-turn-you",
        Status::AwaitingInformation => "portal-turn-other",
        _ => "portal-turn-us",
    };
    t.get(key).into_owned()
}

fn next(t: Texts, view: &StatusView, is_own: bool) -> String {
    let key = format!("portal-next-{}", view.status.identifier());
    let own = if is_own { "-own" } else { "" };
    match view.status {
        Status::AwaitingCorrection => match view.applicant_due_on {
            Some(day) => t.with1(&format!("{key}{own}"), "date", format::date(day, t.language())),
            None => t.get("portal-next-AwaitingCorrection-open").into_owned(),
        },
        Status::ReadyForDelivery if view.delivery == "online" => t.get(&format!("{key}-online{own}")).into_owned(),
        Status::ReadyForDelivery => t.get(&format!("{key}-{}", view.delivery)).into_owned(),
        _ => t.get(&key).into_owned(),
    }
}

fn remaining(t: Texts, view: &StatusView) -> Option<String> {
    if view.status.is_decided() {
        return None;
    }
    if view.term_paused {
        let key = if view.status == Status::AwaitingCorrection { "portal-term-stands-correction" } else { "portal-term-stands" };
        return Some(t.get(key).into_owned());
    }
    view.remaining_days.map(|days| term_text::remaining(t, view.term_kind, days))
}

fn event_text(t: Texts, event: &tracking::PublicEvent) -> Option<String> {
    if event.kind == "StatusChanged" {
        return event.status.map(|status| t.get(&format!("portal-entered-{}", status.identifier())).into_owned());
    }
    t.find(&format!("portal-event-{}", event.kind)).map(|text| text.into_owned())
}

#[derive(Template)]
#[template(path = "status_form.html")]
struct FormPage {
    page: Page,
    code: String,
}

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    page: Page,
    progress: Progress,
    /// Whether the visitor already has the official section of this case open.
    own_address: Option<String>,
}

#[derive(Template)]
#[template(path = "term.html")]
struct TermPage {
    page: Page,
    service: String,
    incoming_number: String,
    term: String,
    last_day: String,
    is_paused: bool,
    is_ended: bool,
    rows: Vec<DayRow>,
    facts: Vec<FactRow>,
}

/// The page where the code is typed.
pub async fn form(visitor: Visitor) -> Result<Response, PageError> {
    render(&FormPage { page: visitor.page_of("portal-status-title"), code: String::new() })
}

/// What an attempt at a code came to.
pub enum Attempt<T> {
    /// The code was right.
    Right(T),
    /// Wrong or unknown.
    Wrong,
    /// Too many wrong ones; try again after so many seconds.
    TooMany,
}

/// Counts attempts per subject and per network address around a check; a right code is never counted.
pub fn attempted<T, E: Into<PageError>>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scopes: [&str; 2],
    subject: &str,
    address: &str,
    check: impl FnOnce(&mut Tx<'_>) -> Result<Option<T>, E>,
) -> Result<Attempt<T>, PageError> {
    let now = ctx.now_ms();
    let administration = ctx.administration_id;
    let [per_subject, per_address] = scopes;
    let free = identity::attempt_allowed(tx, administration, per_subject, subject, now, ATTEMPTS_PER_NUMBER)?
        && identity::attempt_allowed(tx, administration, per_address, address, now, ATTEMPTS_PER_ADDRESS)?;
    if !free {
        return Ok(Attempt::TooMany);
    }
    if let Some(found) = check(tx).map_err(Into::into)? {
        return Ok(Attempt::Right(found));
    }
    identity::attempt_record(tx, administration, per_subject, subject, now)?;
    identity::attempt_record(tx, administration, per_address, address, now)?;
    Ok(Attempt::Wrong)
}

/// Refuses after too many attempts, with the time to wait.
pub fn too_many() -> PageError {
    let window_s = u64::try_from(kernel::limits::ATTEMPT_WINDOW_MS / 1_000).unwrap_or(900);
    PageError::too_many(window_s).with_text("portal-attempts")
}

/// Turns „there is no such thing“ into nothing; every other failure stays one.
pub fn found<T>(outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A code as it is compared and counted: only its digits.
fn folded(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).take(20).collect()
}

/// Opens the status page of a code.
pub async fn open(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, PageError> {
    let typed = pairs.get("code").to_owned();
    let page = visitor.page_of("portal-status-title");
    if typed.is_empty() {
        let errors = Errors::from_iter([("code", visitor.t.get("portal-status-code-missing"))]);
        return render(&FormPage { page: page.with_errors(errors), code: typed });
    }
    app.rates.check(Limit::Secret, visitor.address())?;
    let (code, address) = (typed.clone(), visitor.address().to_string());
    let attempt = visitor
        .write(move |tx, ctx| {
            let subject = folded(&code);
            attempted(tx, ctx, [SCOPE_CODE, SCOPE_ADDRESS], &subject, &address, |tx| found(tracking::status_by_code(tx, ctx, &code)))
        })
        .await?;
    match attempt {
        Attempt::Right(view) => Ok(redirect::to(&format!("/t/{}", view.track))),
        Attempt::TooMany => Err(too_many()),
        Attempt::Wrong => {
            let errors = Errors::from_iter([("code", visitor.t.get("portal-status-code-wrong"))]);
            render(&FormPage { page: page.with_errors(errors), code: typed })
        }
    }
}

/// The status page behind the QR code of the slip.
pub async fn by_token(visitor: Visitor, Path(token): Path<String>) -> Result<Response, PageError> {
    let view = visitor.look_up(move |tx, ctx| Ok(tracking::status_by_token(tx, ctx, &token.to_ascii_uppercase())?)).await?;
    let own_address = visitor.own_case().filter(|own| *own == view.case_id).map(|own| format!("/case/{own}"));
    // The page repeats its address in the links to other languages: only the plain address is answered with what others see too.
    let uri = &visitor.frame.uri;
    if visitor.is_plain() && uri.query().is_none() && uri.path() == format!("/t/{}", view.track) {
        return by_anybody(&visitor, view);
    }
    render(&status_page(&visitor, &view, own_address))
}

fn status_page(visitor: &Visitor, view: &StatusView, own_address: Option<String>) -> StatusPage {
    let progress = Progress::of(visitor.t, view, format!("/t/{}/term", view.track), false);
    let page = visitor.page_of("portal-status-page-title").of_service(progress.service.clone());
    StatusPage { page, progress, own_address }
}

/// The page as everybody sees it who is nobody in particular: made once for a view, completed with the form token of the visitor.
fn by_anybody(visitor: &Visitor, view: Arc<StatusView>) -> Result<Response, PageError> {
    let (language, minute) = (visitor.language(), visitor.app.clock.now().as_second() / 60);
    let html = match kept::get(&view, language, minute) {
        Some(html) => html,
        None => {
            let mut page = status_page(visitor, &view, None);
            kept::TOKEN_PLACE.clone_into(&mut page.page.csrf_token);
            let html: Arc<str> = page.render().map_err(PageError::failure)?.into();
            kept::keep(view, language, minute, html.clone());
            html
        }
    };
    Ok(web::Html::trusted(html.replace(kept::TOKEN_PLACE, &visitor.csrf_token())).into_page())
}

/// The explanation of the term behind the QR code: days and grounds, without what clerks wrote.
pub async fn term_by_token(visitor: Visitor, Path(token): Path<String>) -> Result<Response, PageError> {
    let (view, mut explanation) = visitor.read(move |tx, ctx| Ok(tracking::term_by_token(tx, ctx, &token.to_ascii_uppercase())?)).await?;
    for fact in &mut explanation.facts {
        fact.reason.clear();
    }
    term_page(&visitor, &view, &explanation, format!("/t/{}", view.track))
}

/// The page that explains a term day by day.
pub fn term_page(
    visitor: &Visitor,
    view: &StatusView,
    explanation: &cases::term::TermExplanation,
    back: String,
) -> Result<Response, PageError> {
    let t = visitor.t;
    let service = Progress::of(t, view, String::new(), false).service;
    render(&TermPage {
        page: visitor.page_of("portal-term-title").of_service(service.clone()).with_back(back),
        service,
        incoming_number: view.incoming_number.clone(),
        term: term_text::term(t, explanation.term),
        last_day: format::date(explanation.last_day, t.language()),
        is_paused: explanation.paused,
        is_ended: explanation.ended,
        rows: term_text::rows(t, explanation),
        facts: term_text::facts(t, &explanation.facts),
    })
}

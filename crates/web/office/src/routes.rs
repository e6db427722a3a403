//! The addresses of the clerk's application and who may ask for them.
//!
//! The one rule: a route without a line in the table fails the test that walks it.

use axum::Router;
use axum::routing::{get, post};
use kernel::permission::Permission as P;
use web::{Access, App, Route};

use crate::{arrange, case, case_list, dashboard, mail, prints, queue, search, settings, sign_in, tasks, today, work};

/// The addresses of this application except those of [`work::ROUTES`].
pub const ROUTES: &[Route] = &[
    Route::get("/office/sign-in", Access::Public),
    Route::post("/office/sign-in", Access::Public),
    Route::post("/office/sign-out", Access::Public),
    Route::get("/office/sessions", Access::SignedIn),
    Route::post("/office/sessions/end", Access::SignedIn),
    Route::get("/office/settings", Access::SignedIn),
    Route::post("/office/settings/density", Access::SignedIn),
    Route::post("/office/settings/password", Access::SignedIn),
    Route::post("/office/settings/case-columns", Access::Staff(P::CaseRead)),
    Route::post("/office/settings/case-views", Access::Staff(P::CaseRead)),
    Route::post("/office/settings/case-views/remove", Access::Staff(P::CaseRead)),
    Route::get("/office", Access::SignedIn),
    Route::get("/office/tasks", Access::Staff(P::TaskWork)),
    Route::get("/office/queue", Access::Staff(P::TaskWork)),
    Route::post("/office/queue/claim", Access::Staff(P::TaskWork)),
    Route::post("/office/queue/next", Access::Staff(P::TaskWork)),
    Route::post("/office/queue/release", Access::Staff(P::TaskWork)),
    Route::post("/office/queue/assign", Access::Staff(P::TaskWork)),
    Route::get("/office/cases", Access::Staff(P::CaseRead)),
    Route::get("/office/cases.csv", Access::Staff(P::CaseRead)),
    Route::get("/office/search", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/tasks", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/documents", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/documents/{document}", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/application", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/messages", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/payments", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/terms", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/public", Access::Staff(P::CaseRead)),
    Route::get("/office/cases/{case}/journal", Access::Staff(P::CaseRead)),
    Route::post("/office/cases/{case}/unmask", Access::Staff(P::IdentifierUnmask)),
    Route::post("/office/cases/{case}/seen", Access::Staff(P::CaseRead)),
    Route::post("/office/cases/{case}/codes", Access::Staff(P::ApplicationIntake)),
    Route::get("/office/cases/{case}/slip.pdf", Access::Staff(P::ApplicationIntake)),
    Route::get("/office/cases/{case}/receipt.pdf", Access::Staff(P::ApplicationIntake)),
    Route::get("/office/cases/{case}/cover.pdf", Access::Staff(P::CaseRead)),
    Route::get("/office/dashboard", Access::Staff(P::ReportView)),
    Route::get("/office/mail", Access::Staff(P::CaseRead)),
];

/// The clerk's application.
pub fn router() -> Router<App> {
    Router::new()
        .route("/office/sign-in", get(sign_in::form).post(sign_in::enter))
        .route("/office/sign-out", post(sign_in::leave))
        .route("/office/sessions", get(settings::sessions))
        .route("/office/sessions/end", post(settings::sessions_end))
        .route("/office/settings", get(settings::page))
        .route("/office/settings/density", post(settings::density))
        .route("/office/settings/password", post(settings::password))
        .route("/office/settings/case-columns", post(arrange::columns))
        .route("/office/settings/case-views", post(arrange::view_save))
        .route("/office/settings/case-views/remove", post(arrange::view_remove))
        .route("/office", get(today::page))
        .route("/office/tasks", get(tasks::mine))
        .route("/office/queue", get(queue::page))
        .route("/office/queue/claim", post(queue::claim))
        .route("/office/queue/next", post(queue::next))
        .route("/office/queue/release", post(queue::release))
        .route("/office/queue/assign", post(queue::assign))
        .route("/office/cases", get(case_list::page))
        .route("/office/cases.csv", get(case_list::export))
        .route("/office/search", get(search::page))
        .route("/office/cases/{case}", get(case::overview))
        .route("/office/cases/{case}/tasks", get(case::route))
        .route("/office/cases/{case}/documents", get(case::documents))
        .route("/office/cases/{case}/documents/{document}", get(case::document))
        .route("/office/cases/{case}/application", get(case::application))
        .route("/office/cases/{case}/messages", get(case::messages))
        .route("/office/cases/{case}/payments", get(case::payments))
        .route("/office/cases/{case}/terms", get(case::terms))
        .route("/office/cases/{case}/public", get(case::public))
        .route("/office/cases/{case}/journal", get(case::journal))
        .route("/office/cases/{case}/unmask", post(case::unmask))
        .route("/office/cases/{case}/seen", post(case::seen))
        .route("/office/cases/{case}/codes", post(case::codes_new))
        .route("/office/cases/{case}/slip.pdf", get(prints::slip))
        .route("/office/cases/{case}/receipt.pdf", get(prints::receipt))
        .route("/office/cases/{case}/cover.pdf", get(prints::cover))
        .route("/office/dashboard", get(dashboard::page))
        .route("/office/mail", get(mail::page))
        .merge(work::router())
}

//! The addresses of the administration application and who may ask for them.
//!
//! The one rule: the table and the router name the same addresses; a test compares them.

use axum::Router;
use axum::routing::{get, post};
use kernel::permission::Permission as P;
use web::{Access, App, Route};

use crate::desk::{ANY, KITS, RIGHTS};
use crate::nomenclature::{self, draft, publish, status};
use crate::participants::{self, add, admit, confirm};
use crate::{administration, audit, calendar, checkpoints, kits, log, overview, people, positions, roles, units};

const ORGANISATION: Access = Access::Staff(P::OrganisationManage);
const PEOPLE: Access = Access::Staff(P::StaffManage);
const CALENDAR: Access = Access::Staff(P::CalendarManage);
const LOG: Access = Access::Staff(P::LogRead);
const JOURNAL: Access = Access::Staff(P::JournalManage);

/// Every address of this application with who may ask for it.
pub const ROUTES: &[Route] = &[
    Route::get("/admin", Access::StaffAny(ANY)),
    Route::get("/admin/administration", ORGANISATION),
    Route::get("/admin/administration/edit", ORGANISATION),
    Route::post("/admin/administration/edit", ORGANISATION),
    Route::get("/admin/units", ORGANISATION),
    Route::get("/admin/units/new", ORGANISATION),
    Route::post("/admin/units/new", ORGANISATION),
    Route::get("/admin/units/{unit}", ORGANISATION),
    Route::get("/admin/units/{unit}/edit", ORGANISATION),
    Route::post("/admin/units/{unit}/edit", ORGANISATION),
    Route::post("/admin/units/{unit}/close", ORGANISATION),
    Route::post("/admin/units/{unit}/reopen", ORGANISATION),
    Route::post("/admin/units/{unit}/positions", ORGANISATION),
    Route::get("/admin/positions/{position}", ORGANISATION),
    Route::post("/admin/positions/{position}", ORGANISATION),
    Route::post("/admin/positions/{position}/close", ORGANISATION),
    Route::get("/admin/people", PEOPLE),
    Route::get("/admin/people/new", PEOPLE),
    Route::post("/admin/people/new", PEOPLE),
    Route::get("/admin/people/{staff}", PEOPLE),
    Route::get("/admin/people/{staff}/edit", PEOPLE),
    Route::post("/admin/people/{staff}/edit", PEOPLE),
    Route::get("/admin/people/{staff}/roles", PEOPLE),
    Route::post("/admin/people/{staff}/roles", PEOPLE),
    Route::get("/admin/people/{staff}/block", PEOPLE),
    Route::post("/admin/people/{staff}/block", PEOPLE),
    Route::post("/admin/people/{staff}/unblock", PEOPLE),
    Route::get("/admin/people/{staff}/password", PEOPLE),
    Route::post("/admin/people/{staff}/password", PEOPLE),
    Route::post("/admin/people/{staff}/sessions", PEOPLE),
    Route::get("/admin/roles", Access::StaffAny(RIGHTS)),
    Route::get("/admin/calendar", CALENDAR),
    Route::get("/admin/calendar/new", CALENDAR),
    Route::post("/admin/calendar/new", CALENDAR),
    Route::get("/admin/calendar/remove", CALENDAR),
    Route::post("/admin/calendar/remove", CALENDAR),
    Route::get("/admin/kits", Access::StaffAny(KITS)),
    Route::get("/admin/kits/{code}", Access::StaffAny(KITS)),
    Route::get("/admin/kits/{code}/diff", Access::StaffAny(KITS)),
    Route::get("/admin/kits/{code}/versions/{hash}", Access::StaffAny(KITS)),
    Route::get("/admin/kits/{code}/retire", Access::Staff(P::KitManage)),
    Route::post("/admin/kits/{code}/retire", Access::Staff(P::KitManage)),
    Route::get("/admin/log", LOG),
    Route::post("/admin/log/check", LOG),
    Route::post("/admin/log/extract", LOG),
    Route::post("/admin/log/print", LOG),
    Route::get("/admin/log/reports", LOG),
    Route::get("/admin/log/{seq}", LOG),
    Route::get("/admin/log/{seq}/proof", LOG),
    Route::get("/admin/checkpoints", LOG),
    Route::post("/admin/checkpoints/verify", LOG),
    Route::get("/admin/checkpoints/checkpoint", LOG),
    Route::get("/admin/checkpoints/keys", LOG),
    Route::get("/admin/participants", LOG),
    Route::get("/admin/participants/new", JOURNAL),
    Route::post("/admin/participants/new", JOURNAL),
    Route::get("/admin/participants/{number}", LOG),
    Route::get("/admin/participants/{number}/add/{what}", JOURNAL),
    Route::post("/admin/participants/{number}/add/{what}", JOURNAL),
    Route::get("/admin/participants/{number}/confirm/{act}", JOURNAL),
    Route::post("/admin/participants/{number}/confirm/{act}", JOURNAL),
    Route::get("/admin/nomenclature", LOG),
    Route::get("/admin/nomenclature/diff", LOG),
    Route::get("/admin/nomenclature/draft", JOURNAL),
    Route::post("/admin/nomenclature/draft", JOURNAL),
    Route::get("/admin/nomenclature/draft/status", JOURNAL),
    Route::post("/admin/nomenclature/draft/status", JOURNAL),
    Route::post("/admin/nomenclature/draft/drop", JOURNAL),
    Route::get("/admin/nomenclature/draft/publish", JOURNAL),
    Route::post("/admin/nomenclature/draft/publish", JOURNAL),
    Route::get("/admin/nomenclature/draft/discard", JOURNAL),
    Route::post("/admin/nomenclature/draft/discard", JOURNAL),
    Route::get("/admin/audit", LOG),
    Route::get("/admin/audit/run", LOG),
    Route::post("/admin/audit/save", LOG),
    Route::post("/admin/audit/remove", LOG),
    Route::post("/admin/audit/hand-over", LOG),
];

/// The administration application.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin", get(overview::page))
        .route("/admin/administration", get(administration::page))
        .route("/admin/administration/edit", get(administration::edit).post(administration::save))
        .route("/admin/units", get(units::list))
        .route("/admin/units/new", get(units::new).post(units::create))
        .route("/admin/units/{unit}", get(units::one))
        .route("/admin/units/{unit}/edit", get(units::edit).post(units::save))
        .route("/admin/units/{unit}/close", post(units::close))
        .route("/admin/units/{unit}/reopen", post(units::reopen))
        .route("/admin/units/{unit}/positions", post(positions::create))
        .route("/admin/positions/{position}", get(positions::edit).post(positions::save))
        .route("/admin/positions/{position}/close", post(positions::close))
        .route("/admin/people", get(people::list))
        .route("/admin/people/new", get(people::new).post(people::create))
        .route("/admin/people/{staff}", get(people::one))
        .route("/admin/people/{staff}/edit", get(people::edit).post(people::save))
        .route("/admin/people/{staff}/roles", get(people::roles).post(people::roles_save))
        .route("/admin/people/{staff}/block", get(people::block_form).post(people::block))
        .route("/admin/people/{staff}/unblock", post(people::unblock))
        .route("/admin/people/{staff}/password", get(people::password_form).post(people::password_set))
        .route("/admin/people/{staff}/sessions", post(people::sessions_end))
        .route("/admin/roles", get(roles::page))
        .route("/admin/calendar", get(calendar::page))
        .route("/admin/calendar/new", get(calendar::new).post(calendar::save))
        .route("/admin/calendar/remove", get(calendar::remove_form).post(calendar::remove))
        .route("/admin/kits", get(kits::list))
        .route("/admin/kits/{code}", get(kits::one))
        .route("/admin/kits/{code}/diff", get(kits::diff))
        .route("/admin/kits/{code}/versions/{hash}", get(kits::version))
        .route("/admin/kits/{code}/retire", get(kits::retire_form).post(kits::retire))
        .route("/admin/log", get(log::page))
        .route("/admin/log/check", post(log::check))
        .route("/admin/log/extract", post(log::extract::csv))
        .route("/admin/log/print", post(log::extract::print))
        .route("/admin/log/reports", get(log::reports::page))
        .route("/admin/log/{seq}", get(log::one::page))
        .route("/admin/log/{seq}/proof", get(log::one::proof))
        .route("/admin/checkpoints", get(checkpoints::page))
        .route("/admin/checkpoints/verify", post(checkpoints::verify))
        .route("/admin/checkpoints/checkpoint", get(checkpoints::checkpoint))
        .route("/admin/checkpoints/keys", get(checkpoints::keys))
        .route("/admin/participants", get(participants::list))
        .route("/admin/participants/new", get(admit::new).post(admit::create))
        .route("/admin/participants/{number}", get(participants::one))
        .route("/admin/participants/{number}/add/{what}", get(add::form).post(add::save))
        .route("/admin/participants/{number}/confirm/{act}", get(confirm::form).post(confirm::run))
        .route("/admin/nomenclature", get(nomenclature::list))
        .route("/admin/nomenclature/diff", get(nomenclature::diff))
        .route("/admin/nomenclature/draft", get(draft::page).post(draft::begin))
        .route("/admin/nomenclature/draft/status", get(status::form).post(status::save))
        .route("/admin/nomenclature/draft/drop", post(status::drop_new))
        .route("/admin/nomenclature/draft/publish", get(publish::form).post(publish::publish))
        .route("/admin/nomenclature/draft/discard", get(draft::discard_form).post(draft::discard))
        .route("/admin/audit", get(audit::page))
        .route("/admin/audit/run", get(audit::run))
        .route("/admin/audit/save", post(audit::saved::save))
        .route("/admin/audit/remove", post(audit::saved::remove))
        .route("/admin/audit/hand-over", post(audit::hand_over::hand_over))
}

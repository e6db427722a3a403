//! The addresses of the administration application and who may ask for them.
//!
//! The one rule: the table and the router name the same addresses; a test compares them.

use axum::Router;
use axum::routing::{get, post};
use kernel::permission::Permission as P;
use web::{Access, App, Route};

use crate::desk::{ANY, KITS, RIGHTS};
use crate::{administration, calendar, kits, log, overview, people, positions, roles, units};

const ORGANISATION: Access = Access::Staff(P::OrganisationManage);
const PEOPLE: Access = Access::Staff(P::StaffManage);
const CALENDAR: Access = Access::Staff(P::CalendarManage);
const LOG: Access = Access::Staff(P::LogRead);

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
}

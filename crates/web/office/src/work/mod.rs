//! Doing the work: entering applications, the screens of tasks, acts on a case, prints (`ux.md` D-07…D-12, D-22…D-28).
//!
//! The one rule: a handler translates between a form and a command and shows what came of it; it decides nothing. Nothing a clerk
//! typed is lost because somebody else was faster.

mod acts;
mod decide;
mod deliver;
mod draft_store;
mod duplicates;
mod entry;
mod filed;
mod form;
mod merge;
mod notice;
mod opinion;
mod payment;
mod refused;
mod regularity;
mod review;
mod sign;
mod start;
mod task;
mod task_view;
mod words;
mod work_step;

use axum::Router;
use axum::routing::{get, post};
use kernel::permission::Permission as P;
use web::{Access, App, Route};

use crate::prints;

/// Everybody who may open a task: those who read cases.
const READS: Access = Access::Staff(P::CaseRead);
const WORKS: Access = Access::Staff(P::TaskWork);
const TAKES: Access = Access::Staff(P::ApplicationIntake);

/// The addresses of this part and who may ask for them. What a task allows beyond that its command decides.
pub const ROUTES: &[Route] = &[
    Route::get("/office/new", TAKES),
    Route::post("/office/new", TAKES),
    Route::get("/office/intake", TAKES),
    Route::post("/office/intake", TAKES),
    Route::get("/office/new/{draft}", TAKES),
    Route::post("/office/new/{draft}", TAKES),
    Route::post("/office/new/{draft}/autosave", TAKES),
    Route::post("/office/new/{draft}/discard", TAKES),
    Route::get("/office/new/{draft}/filed", TAKES),
    Route::post("/office/new/{draft}/pay", Access::Staff(P::PaymentRecord)),
    Route::get("/office/tasks/{task}", READS),
    Route::post("/office/tasks/{task}/claim", WORKS),
    Route::post("/office/tasks/{task}/release", WORKS),
    Route::get("/office/tasks/{task}/assign", WORKS),
    Route::post("/office/tasks/{task}/assign", WORKS),
    Route::post("/office/tasks/{task}/regularity", Access::Staff(P::RegularityCheck)),
    Route::get("/office/tasks/{task}/notice", Access::Staff(P::RegularityCheck)),
    Route::post("/office/tasks/{task}/notice", Access::Staff(P::RegularityCheck)),
    Route::get("/office/tasks/{task}/notice.pdf", Access::Staff(P::RegularityCheck)),
    Route::get("/office/tasks/{task}/inadmissible", Access::Staff(P::RegularityCheck)),
    Route::post("/office/tasks/{task}/inadmissible", Access::Staff(P::RegularityCheck)),
    Route::post("/office/tasks/{task}/payment", Access::Staff(P::PaymentRecord)),
    Route::post("/office/tasks/{task}/work", WORKS),
    Route::post("/office/tasks/{task}/opinion", Access::Staff(P::OpinionGive)),
    Route::post("/office/tasks/{task}/draft", Access::Staff(P::DecisionDraft)),
    Route::get("/office/tasks/{task}/preview.pdf", READS),
    Route::post("/office/tasks/{task}/review", Access::Staff(P::DecisionReview)),
    Route::get("/office/tasks/{task}/sign", Access::Staff(P::DecisionSign)),
    Route::post("/office/tasks/{task}/sign", Access::Staff(P::DecisionSign)),
    Route::post("/office/tasks/{task}/return", Access::Staff(P::DecisionSign)),
    Route::post("/office/tasks/{task}/deliver", Access::Staff(P::DeliveryRecord)),
    Route::get("/office/sign", Access::Staff(P::DecisionSign)),
    Route::post("/office/sign", Access::Staff(P::DecisionSign)),
    Route::get("/office/cases/{case}/acts/correct", TAKES),
    Route::post("/office/cases/{case}/acts/correct", TAKES),
    Route::get("/office/cases/{case}/acts/document", Access::Staff(P::DocumentAdd)),
    Route::post("/office/cases/{case}/acts/document", Access::Staff(P::DocumentAdd)),
    Route::get("/office/cases/{case}/acts/message", Access::Staff(P::DocumentAdd)),
    Route::post("/office/cases/{case}/acts/message", Access::Staff(P::DocumentAdd)),
    Route::get("/office/cases/{case}/acts/opinion", Access::Staff(P::OpinionGive)),
    Route::post("/office/cases/{case}/acts/opinion", Access::Staff(P::OpinionGive)),
    Route::post("/office/cases/{case}/opinions/{task}/withdraw", Access::Staff(P::OpinionGive)),
    Route::get("/office/cases/{case}/acts/{act}", ACTS),
    Route::post("/office/cases/{case}/acts/{act}", ACTS),
    Route::get("/office/cases/{case}/label.pdf", READS),
    Route::get("/office/cases/{case}/return-receipt.pdf", READS),
];

/// Each act asks for its own permission.
const ACTS: Access = Access::StaffAny(&[P::CaseSuspend, P::TermExtend, P::CaseEnd, P::ApplicationIntake, P::PaymentRecord]);

/// The addresses of this part.
pub fn router() -> Router<App> {
    let entry = Router::new()
        .route("/office/new", get(start::page).post(start::send))
        .route("/office/intake", get(start::intake).post(start::intake_send))
        .route("/office/new/{draft}", get(entry::page).post(entry::send))
        .route("/office/new/{draft}/autosave", post(entry::autosave))
        .route("/office/new/{draft}/discard", post(entry::discard))
        .route("/office/new/{draft}/filed", get(filed::page))
        .route("/office/new/{draft}/pay", post(filed::pay));
    let tasks = Router::new()
        .route("/office/tasks/{task}", get(task::page))
        .route("/office/tasks/{task}/claim", post(task::claim))
        .route("/office/tasks/{task}/release", post(task::release))
        .route("/office/tasks/{task}/assign", get(task::assign_form).post(task::assign))
        .route("/office/tasks/{task}/regularity", post(regularity::send))
        .route("/office/tasks/{task}/notice", get(notice::form).post(notice::send))
        .route("/office/tasks/{task}/notice.pdf", get(notice::letter))
        .route("/office/tasks/{task}/inadmissible", get(regularity::inadmissible_form).post(regularity::inadmissible))
        .route("/office/tasks/{task}/payment", post(payment::send))
        .route("/office/tasks/{task}/work", post(work_step::send))
        .route("/office/tasks/{task}/opinion", post(opinion::send))
        .route("/office/tasks/{task}/draft", post(decide::send))
        .route("/office/tasks/{task}/preview.pdf", get(decide::preview))
        .route("/office/tasks/{task}/review", post(review::send))
        .route("/office/tasks/{task}/sign", get(sign::confirm).post(sign::send))
        .route("/office/tasks/{task}/return", post(sign::give_back))
        .route("/office/tasks/{task}/deliver", post(deliver::send))
        .route("/office/sign", get(sign::list).post(sign::several));
    let cases = Router::new()
        .route("/office/cases/{case}/acts/correct", get(acts::correct::form).post(acts::correct::send))
        .route("/office/cases/{case}/acts/document", get(acts::add::document_form).post(acts::add::document))
        .route("/office/cases/{case}/acts/message", get(acts::add::message_form).post(acts::add::message))
        .route("/office/cases/{case}/acts/opinion", get(acts::opinion::form).post(acts::opinion::send))
        .route("/office/cases/{case}/opinions/{task}/withdraw", post(acts::opinion::withdraw))
        .route("/office/cases/{case}/acts/{act}", get(acts::proceeding::form).post(acts::proceeding::send))
        .route("/office/cases/{case}/label.pdf", get(prints::label))
        .route("/office/cases/{case}/return-receipt.pdf", get(prints::return_receipt));
    entry.merge(tasks).merge(cases)
}

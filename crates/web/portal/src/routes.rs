//! The addresses of the portal and who may ask for them.
//!
//! The one rule: table and router are made from the same lines. Addresses are promises: slips, letters and bookmarks hold them
//! for years.

use axum::Router;
use axum::routing::{get, post};
use web::{Access, App, Route};

use crate::apply::{delivery, question, review, saved, submit, tasks};
use crate::case::{correct, documents, messages, overview, rate, reads, result, sign_in, withdraw};
use crate::{
    catalogue, drafts, eligibility, evidence, info, inquiry, prints, proof, public_log, receipt, service_page, start, statistics, status,
    verify,
};

/// Makes [`ROUTES`] and [`router`] from one list of pages and acts.
macro_rules! addresses {
    (pages { $($page:literal $page_access:ident $page_handler:path;)* } acts { $($act:literal $act_access:ident $act_handler:path;)* }) => {
        /// Every address of the portal with who may ask for it. An address of a draft is open to everybody and shows the drafts of
        /// the visitor's own browser only.
        pub const ROUTES: &[Route] = &[
            $(Route::get($page, Access::$page_access),)*
            $(Route::post($act, Access::$act_access),)*
        ];

        /// The public portal.
        pub fn router() -> Router<App> {
            Router::new()
                $(.route($page, get($page_handler)))*
                $(.route($act, post($act_handler)))*
        }
    };
}

addresses! {
    pages {
        "/" Public start::page;
        "/services" Public catalogue::page;
        "/services/{code}" Public service_page::page;
        "/services/{code}/paper.pdf" Public prints::paper;
        "/services/{code}/check" Public eligibility::page;
        "/services/{code}/start" Public question::first;
        "/apply/{draft}" Public tasks::page;
        "/apply/{draft}/delivery" Public delivery::page;
        "/apply/{draft}/review" Public review::page;
        "/apply/{draft}/saved" Public saved::page;
        "/apply/{draft}/{page}" Public question::page;
        "/resume/{draft}" Public saved::resume_form;
        "/drafts" Public drafts::page;
        "/drafts/{draft}/discard" Public drafts::discard_form;
        "/receipt/{case}" Applicant receipt::page;
        "/receipt/{case}/slip.pdf" Applicant prints::slip;
        "/receipt/{case}/receipt.pdf" Applicant prints::receipt;
        "/status" Public status::form;
        "/t/{token}" Public status::by_token;
        "/T/{token}" Public status::by_token;
        "/t/{token}/term" Public status::term_by_token;
        "/t/{token}/proof/{event}" Public evidence::of_status;
        "/t/{token}/receipt/{event}" Public evidence::of_journal;
        "/inquiry" Public inquiry::form;
        "/verify" Public verify::form;
        "/v/{token}" Public verify::by_token;
        "/V/{token}" Public verify::by_token;
        "/v/{token}/proof" Public evidence::of_document;
        "/proof" Public proof::page;
        "/log/checkpoint" Public public_log::checkpoint;
        "/log/tile/{*tile}" Public public_log::tile;
        "/log/keys" Public public_log::keys;
        "/case" Public sign_in::form;
        "/case/{case}" Applicant overview::page;
        "/case/{case}/term" Applicant overview::term;
        "/case/{case}/receipt.pdf" Applicant prints::receipt;
        "/case/{case}/documents" Applicant documents::list;
        "/case/{case}/documents/{document}" Applicant documents::one;
        "/case/{case}/add" Applicant documents::add_form;
        "/case/{case}/correct" Applicant correct::form;
        "/case/{case}/correct/answers/{page}" Applicant correct::page;
        "/case/{case}/correct/check" Applicant correct::look;
        "/case/{case}/withdraw" Applicant withdraw::form;
        "/case/{case}/result" Applicant result::page;
        "/case/{case}/result.pdf" Applicant result::file;
        "/case/{case}/messages" Applicant messages::page;
        "/case/{case}/rate" Applicant rate::form;
        "/case/{case}/reads" Applicant reads::page;
        "/case/{case}/reads/{access}/proof" Applicant reads::proof;
        "/statistics" Public statistics::page;
        "/statistics/files/{name}" Public statistics::download;
        "/accessibility" Public info::accessibility;
        "/privacy" Public info::privacy;
        "/terms" Public info::terms;
        "/help" Public info::help;
        "/contact" Public info::contact;
    }
    acts {
        "/services/{code}/start" Public question::begin;
        "/services/{code}/start/fields" Public question::first_fields;
        "/apply/{draft}/delivery" Public delivery::send;
        "/apply/{draft}/submit" Public submit::send;
        "/apply/{draft}/saved" Public saved::mail;
        "/apply/{draft}/{page}" Public question::send;
        "/apply/{draft}/{page}/autosave" Public question::autosave;
        "/apply/{draft}/{page}/fields" Public question::fields;
        "/resume/{draft}" Public saved::resume;
        "/drafts/{draft}/discard" Public drafts::discard;
        "/status" Public status::open;
        "/inquiry" Public inquiry::open;
        "/inquiry/proof" Public inquiry::proof;
        "/verify" Public verify::open;
        "/case" Public sign_in::open;
        "/case-close" Public sign_in::close;
        "/case/{case}/add" Applicant documents::add;
        "/case/{case}/correct" Applicant correct::send;
        "/case/{case}/correct/answers/{page}" Applicant correct::save;
        "/case/{case}/correct/answers/{page}/fields" Applicant correct::fields;
        "/case/{case}/correct/check" Applicant correct::submit;
        "/case/{case}/withdraw" Applicant withdraw::send;
        "/case/{case}/result" Applicant result::open;
        "/case/{case}/messages" Applicant messages::send;
        "/case/{case}/rate" Applicant rate::send;
    }
}

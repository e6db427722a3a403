//! The public portal: find a service, apply, follow, receive, rate — without an account (`ux.md` §13, screens P-01…P-36).
//!
//! The one rule: a handler translates between a form and a command and shows what came of it; it decides nothing. Every page works
//! with scripts off, and what a person typed is on the server before the next page is shown.

mod apply;
mod asked;
mod case;
mod catalogue;
mod drafts;
mod eligibility;
mod evidence;
mod files;
mod info;
mod inquiry;
mod prints;
mod proof;
mod public_log;
mod receipt;
mod routes;
mod service_page;
mod start;
mod statistics;
mod status;
mod term_text;
mod verify;
mod visitor;
mod words;

pub use inquiry::Central;
pub use routes::{ROUTES, router};

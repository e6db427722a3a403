//! The clerk's application: sign in, see what comes first, find a case, do the next step (`ux.md` §14, screens D-01…D-36).
//!
//! The one rule: a handler translates between a form and a command and shows what came of it; it decides nothing. Rights are asked
//! for at the door of each handler and once more by the command itself, and a case of another administration does not exist here.

mod arrange;
mod case;
mod case_list;
mod case_query;
mod dashboard;
mod days;
pub(crate) mod desk;
mod due;
mod journal_words;
mod mail;
pub(crate) mod names;
pub(crate) mod prints;
mod queue;
mod routes;
mod search;
mod settings;
mod sign_in;
mod tasks;
pub(crate) use web::term_text;
mod today;
pub mod work;

pub use routes::{ROUTES, router};

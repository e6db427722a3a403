//! Applications, case files, tasks, terms, decisions and delivery: the heart of the product.
//!
//! The one rule: nothing changes a case except a command of this crate, and a command leaves history, rows, outbox and process state
//! together in one transaction, or nothing at all.

pub mod access;
pub mod audit;
pub mod case_file;
pub mod codes;
pub mod dashboard;
pub mod decision;
pub mod delivery;
pub mod document;
pub mod draft;
mod engine;
mod error;
pub mod filing;
pub mod journal;
mod letter;
pub mod lifecycle;
pub mod list;
pub mod message;
pub mod notice;
pub mod opinion;
mod order;
pub mod payment;
pub mod rating;
pub mod rebuild;
pub mod render;
pub mod search;
pub mod statistic;
mod status;
pub mod task;
pub mod term;
pub mod timer;
pub mod tracking;
pub mod usage;
pub mod view;
mod words;

pub use case_file::{CaseFile, case_get, case_get_own};
pub use error::Error;
pub use letter::mask;
pub use status::Status;

/// Every SQL text of this crate that stands still, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static str> {
    [
        access::STATEMENTS,
        audit::STATEMENTS,
        case_file::STATEMENTS,
        dashboard::STATEMENTS,
        delivery::STATEMENTS,
        document::STATEMENTS,
        draft::STATEMENTS,
        engine::STATEMENTS,
        filing::STATEMENTS,
        letter::STATEMENTS,
        list::STATEMENTS,
        message::STATEMENTS,
        notice::STATEMENTS,
        opinion::STATEMENTS,
        payment::STATEMENTS,
        rating::STATEMENTS,
        rebuild::STATEMENTS,
        search::STATEMENTS,
        statistic::STATEMENTS,
        task::STATEMENTS,
        term::STATEMENTS,
        timer::STATEMENTS,
        tracking::STATEMENTS,
        usage::STATEMENTS,
        view::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

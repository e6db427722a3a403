//! What an administration reports to еЖурнал: rows written with the command that made a status true, numbered and signed afterwards, kept
//! in the administration's own log whether or not a journal is there to hear of them (`ejournal.md` §5.8).
//!
//! The one rule: the bytes of an event are made once, in the transaction that gives it its number and leaves it to the log; whoever sends
//! it takes them from there.
//!
//! ```text
//! report (with the command) ─► waiting ─► form ─► formed (own log: kind 0) ─► sent
//!                                          └─► refused: a person looks
//! ```

mod codes;
mod figures;
mod form;
mod heartbeat;
mod older;
mod rows;
mod send;

pub use codes::{CodeDue, code_changed, code_later, code_told, codes_due};
pub use figures::{gather, reported_first};
pub use form::{Formed, Reporter, form, source_of};
pub use heartbeat::heartbeat;
pub use older::{OlderPlace, older_begin, older_events, older_failed, older_place, older_told};
pub use rows::{
    Report, ReportFilter, ReportRow, Reported, State, has_waiting, receipt_of, report, reports_list, reports_of, reports_refused,
    reports_stuck,
};
pub use send::{Batch, Due, Outgoing, Told, body, has_due, outgoing, settle, settle_erased, told};

/// Number of the one source an administration reports under in its own log (`journal-log.md` §1).
pub const PARTICIPANT: u32 = 1;

/// Statements of this module, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static str> {
    [codes::STATEMENTS, figures::STATEMENTS, rows::STATEMENTS, form::STATEMENTS, older::STATEMENTS, send::STATEMENTS]
        .into_iter()
        .flatten()
        .copied()
}

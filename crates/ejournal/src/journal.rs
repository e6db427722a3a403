//! The role of the journal: it takes the events of many systems, orders them in one transparency log, and answers where a service stands.
//!
//! The one rule: an event that was accepted is in the log, in the rows that find it and in the state of its service, or nowhere; of a
//! refused one only the count is kept.
//!
//! ```text
//! bytes ─► prepare (outside the writer) ─► events_ingest: facts ─► admit ─► log::append ─► journal_event, journal_subject
//!                                                                            └─► feed, service_inquire, services_of, source_state
//! operator ─► source_admit, key_add, grant_add, erase, … ─► entries of kind 2 and 3
//! ```

mod access;
mod code;
mod draft;
mod erasure;
mod error;
mod feed;
mod figures;
mod foreign;
mod gather;
mod group;
mod hook;
mod ingest;
mod inquiry;
mod legacy;
mod list;
mod notice;
mod numbers;
mod participants;
mod prepare;
mod recent;
mod retention;
mod rows;
mod source;
mod subject;

use std::sync::Arc;

use jiff::Timestamp;
use kernel::random::Random;
use kernel::secret::SecretKey;
use store::log::LogId;
use tlog::TagKey;

pub use access::{Act, Fingerprint, access_record, grant_add, grant_remove};
pub use code::{attempt_sweep, code_key_read, service_by_code, source_code_key, status_code_set};
pub use draft::{Draft, draft, draft_begin, draft_discard, draft_publish, draft_status_drop, draft_status_set};
pub use erasure::{Erase, Target, erase};
pub use error::Error;
pub use feed::{FeedItem, feed};
pub use figures::{Figure, figures_read};
pub use foreign::{checkpoint_take, log_key_add};
pub use gather::{Gathering, administrations, daily, daily_decide, publication_due};
pub use hook::{Hook, hook_add, hook_failed, hook_message, hook_remove, hook_suspend, hook_told, hooks_due, hooks_of};
pub use ingest::{Accepted, Ingested, Outcome, Submission, conflicts, events_ingest, refusal_count};
pub use inquiry::{EventView, LineView, ServiceView, Text, event_get, service_inquire, service_public};
pub use legacy::{Taken, message_take};
pub use list::{Filter, Page, Row, services_of};
pub use notice::{Published, epoch_begin, nomenclature_in_force, nomenclature_publish, nomenclature_versions, oid_set};
pub use participants::{Participant, ParticipantKey, Standing, participant_by_number, participant_list, participant_standing};
pub use prepare::{Keyring, Prepared, SIGNATURE_POINTER, keyring, prepare};
pub use recent::{Recent, Touched};
pub use retention::{Retained, gaps_release, retention_run};
pub use source::{
    Admit, Gap, SourceState, key_add, key_end, migration_window, scope_add, scope_remove, source_admit, source_resume, source_state,
    source_suspend, void_declare,
};

/// The log of the journal in its installation.
pub const LOG: LogId = LogId::JOURNAL;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// The operator of the journal, from its own program.
    Operator,
    /// The holder of a client certificate; what it may do stands in the store.
    Certificate(Fingerprint),
    /// Nobody in particular.
    Nobody,
}

/// The secrets of the journal. They are not in its database.
#[derive(Debug)]
pub struct Keys {
    /// Key of the present epoch of case tags.
    pub tag: TagKey,
    /// Key from which the keys of status codes are made, one for each source.
    pub codes: SecretKey,
    /// Secret from which the key of web hooks is made.
    pub hooks: SecretKey,
}

/// The circumstances of one command or one read.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Who asks.
    pub caller: Caller,
    /// The instant.
    pub now: Timestamp,
    /// Source of chance for salts and identifiers.
    pub random: Arc<dyn Random>,
    /// The secrets of the journal.
    pub keys: Arc<Keys>,
}

impl Ctx {
    /// The instant as `_at` columns store it.
    pub fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }
}

/// Result of the commands of the journal.
pub type Result<T> = std::result::Result<T, Error>;

/// Statements of this module, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static str> {
    [
        access::STATEMENTS,
        code::STATEMENTS,
        draft::STATEMENTS,
        erasure::STATEMENTS,
        feed::STATEMENTS,
        figures::STATEMENTS,
        foreign::STATEMENTS,
        gather::STATEMENTS,
        group::STATEMENTS,
        hook::STATEMENTS,
        ingest::STATEMENTS,
        inquiry::STATEMENTS,
        legacy::STATEMENTS,
        list::STATEMENTS,
        notice::STATEMENTS,
        numbers::STATEMENTS,
        participants::STATEMENTS,
        prepare::STATEMENTS,
        recent::STATEMENTS,
        retention::STATEMENTS,
        rows::STATEMENTS,
        source::STATEMENTS,
        subject::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Holds the log until the end of the transaction: nothing is appended by others, and no number is given out twice.
fn lock(tx: &store::Tx<'_>) -> Result<()> {
    Ok(tx.lock(kernel::ids::AdministrationId(0), &format!("log {LOG}"))?)
}

/// A number of nine digits as the rows keep it.
fn eik_number(eik: &kernel::entity_number::EntityNumber) -> i64 {
    eik.as_str().parse().unwrap_or(0)
}

/// The ЕИК of a number of the rows.
fn eik(number: i64) -> Result<kernel::entity_number::EntityNumber> {
    kernel::entity_number::EntityNumber::parse(&format!("{number:09}"))
        .map_err(|_| Error::Damaged { what: "the number of an administration" })
}

fn instant(ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| Error::Damaged { what: "an instant" })
}

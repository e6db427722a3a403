//! The transparency log of an administration, or of the journal: rows of entries written with the commands they speak of, tiles and
//! checkpoints published from them (`journal-log.md`). The tree itself, its proofs and signatures are the crate `tlog`.
//!
//! The one rule: never sign two checkpoints of one log that are not consistent. What is signed was committed before, its tiles are in
//! their place before, the intent to sign it is in the store before; a log that is not sure of itself neither grows nor signs.
//!
//! ```text
//! command: pend ──┐ (SQLite: at the end of the same group; PostgreSQL: Store::log_sequence of the leased node)
//!                 ├─► log_entry, log_payload, log_dedupe, log_hash, log_state ── Publisher::publish ─► tiles ─► note ─► checkpoint
//! journal: append ┘                                                                                    └─► Proofs ─► Receipt
//! open (takes the fence) ─► check (start-up check) ─► Writer: what append, sequencing and publication ask for
//!                             └─ refused ─► import (what is published and missing) ─► check ─► resume
//! ```

mod append;
mod care;
mod check;
mod checked;
mod checkpoint;
mod import;
mod leaf;
mod packed;
mod payload;
mod pending;
mod place;
mod proof;
mod publish;
mod rows;
mod scrub;
mod shelf;
mod state;

use std::fmt;

use kernel::ids::AdministrationId;

pub use append::{Appended, Outcome, append, index_of};
pub use care::{
    Stamp, heartbeat_last, heartbeat_set, pending_since, published_before, published_last, published_newest, stamp_keep, stamp_last,
    stamp_path, stamps,
};
pub use check::check;
pub use checked::{CheckKind, CheckOutcome, Checked, Found, check_begin, check_end, check_last, walk};
pub use checkpoint::{Kept, Stored, checkpoint_at, checkpoint_last, checkpoints_before, cosigned};
pub use import::import;
pub use leaf::{Leaf, Sealed, salt_new, tag_key};
pub use packed::Packed;
pub use payload::{Payload, erase, payload};
pub use pending::{Sequenced, pend, pending_count};
pub use place::TilePlace;
pub use proof::{Proofs, index_since, receipt};
pub use publish::{Published, Publisher};
pub use rows::entry;
pub use scrub::{Fault, Finding, Scrubbed, scrub};
pub use shelf::{Shelf, keys, keys_add};
pub use state::{Opened, Refused, State, Writer, create, is_refused, logs, open, refuse, restored, resume, sequence_last, state};

pub(crate) use pending::sequence;

/// Number of a log inside one installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId(pub i64);

impl LogId {
    /// The log of the journal, which is no administration's own.
    pub const JOURNAL: LogId = LogId(0);

    /// The log of an administration.
    pub fn of(administration: AdministrationId) -> LogId {
        LogId(administration.0)
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<LogId> for crate::Value {
    fn from(log: LogId) -> Self {
        crate::Value::Int(log.0)
    }
}

/// LIMIT: entries that get their index in one transaction (`journal-log.md` §7): bounds how long others wait for the writer.
pub const GROUP_MAX: usize = 4_096;

/// Statements of this module, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static str> {
    [
        append::STATEMENTS,
        care::STATEMENTS,
        checked::STATEMENTS,
        checkpoint::STATEMENTS,
        payload::STATEMENTS,
        pending::STATEMENTS,
        rows::STATEMENTS,
        shelf::STATEMENTS,
        state::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// A number of the tree as the database keeps it.
fn int(number: u64) -> i64 {
    i64::try_from(number).expect("no tree is larger than 2^63 - 1 entries")
}

/// A number of the database that cannot be negative.
fn uint(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

//! What was published: periods, their figures, their files (`ejournal.md` §6.5).
//!
//! The one rule: a published period never changes, and whatever is answered about it is computed from its published numbers alone; so no
//! question and no two answers together tell what is hidden.
//!
//! ```text
//! journal::Gathering | client::gather ─► Gathered ─► publish ─► begin, add … ─► Files ─► finish: seen by everybody
//!                                                                                └─► list, files, lines
//! ```

mod describe;
mod files;
mod lines;
mod parquet;
mod periods;

use kernel::entity_number::EntityNumber;

pub use describe::{About, datapackage, explained};
pub use files::{CSV, Content, Files, FormatError, JSON, PARQUET, csv, json};
pub use lines::{LINES_MAX, Line, Question, administrations_of, lines, lines_of};
pub use parquet::parquet;
pub use periods::{FileEntry, NewFile, Publication, add, begin, file, files, finish, is_published, publications};

use crate::statistics::Period;

/// Days after its end when a day is published: what is a day late without a reason is refused (`ejournal.md` §5.4).
pub const DAY_LAG_DAYS: i32 = 2;
/// Days after its end when a quarter is published: an outage is reported within ten days (§5.4).
pub const QUARTER_LAG_DAYS: i32 = 14;
/// LIMIT: figures written by one command.
pub const FIGURES_MAX: usize = 250;

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publisher {
    /// The journal, over all administrations.
    Journal,
    /// An administration, over the services it reports.
    Administration(EntityNumber),
}

impl Publisher {
    /// As the rows keep it.
    fn number(&self) -> i64 {
        match self {
            Publisher::Journal => 0,
            Publisher::Administration(eik) => eik_number(eik),
        }
    }

    /// The beginning of the names of the files of a period.
    pub fn stem(&self, period: Period) -> String {
        match self {
            Publisher::Journal => format!("services-{period}"),
            Publisher::Administration(eik) => format!("services-{eik}-{period}"),
        }
    }
}

/// A number of nine digits as the rows keep it.
fn eik_number(eik: &EntityNumber) -> i64 {
    eik.as_str().parse().unwrap_or(0)
}

/// Statements of this module, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static str> {
    [periods::STATEMENTS, lines::STATEMENTS].into_iter().flatten().copied()
}

//! Services that were reported of lately, kept in memory: the next event of one need not read and parse all the others again.
//!
//! The one rule: only what was committed is kept, and the rows say at each use whether it still holds; so it never changes an answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use store::{Tx, params};

use super::Result;
use super::subject::Subject;

/// LIMIT: events of the services kept, in each of two halves.
const EVENTS_MAX: usize = 8_192;
/// Name of the count of what changed stored services otherwise than by events: erasures and declared gaps.
const REWRITES: &str = "rewrites";

const COUNT: &str = "SELECT idx FROM journal_cursor
    WHERE name = $1";
const COUNT_ON: &str = "INSERT INTO journal_cursor (name, idx)
    VALUES ($1, 1)
    ON CONFLICT (name) DO UPDATE SET idx = journal_cursor.idx + 1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[COUNT, COUNT_ON];

/// How often what is stored of services was changed otherwise than by events.
pub(super) fn rewrites(tx: &Tx<'_>) -> Result<i64> {
    Ok(tx.query_row(COUNT, &params![REWRITES], |row| row.get(0))?.unwrap_or(0))
}

/// Notes that what is stored of a service was changed otherwise than by an event.
pub(super) fn rewrote(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(COUNT_ON, &params![REWRITES])?;
    Ok(())
}

/// By what a kept service is known to hold still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    /// [`rewrites`] when it was kept.
    pub(super) rewrites: i64,
    /// Index of its last event.
    pub(super) changed: i64,
    /// When its row was worked out, ms since 1970 UTC.
    pub(super) saved_at: Option<i64>,
}

/// Services as a group left them; to be kept once the group is committed.
#[derive(Debug, Default)]
pub struct Touched(pub(super) Vec<(Version, Subject)>);

/// The services that are kept.
#[derive(Debug, Default)]
pub struct Recent(Mutex<Halves>);

type Half = HashMap<String, (Version, Arc<Subject>)>;

/// What was kept last, and what was kept before; the older half goes as a whole.
#[derive(Debug, Default)]
struct Halves {
    young: Half,
    young_events: usize,
    old: Half,
}

impl Recent {
    /// Keeps what a group left; to be called after its commit.
    pub fn keep(&self, touched: Touched) {
        let mut halves = self.0.lock().expect("nobody panics while holding it");
        for (version, subject) in touched.0 {
            halves.young_events += subject.events.len();
            if let Some((_, before)) = halves.young.insert(subject.number.to_string(), (version, Arc::new(subject))) {
                halves.young_events -= before.events.len();
            }
            if halves.young_events > EVENTS_MAX {
                halves.old = std::mem::take(&mut halves.young);
                halves.young_events = 0;
            }
        }
    }

    /// The service as it was kept, when that is how it is stored now.
    pub(super) fn get(&self, number: &str, version: Version) -> Option<Subject> {
        let halves = self.0.lock().expect("nobody panics while holding it");
        let (kept, subject) = halves.young.get(number).or_else(|| halves.old.get(number))?;
        let subject = (*kept == version).then(|| subject.clone())?;
        drop(halves);
        Some(Arc::unwrap_or_clone(subject))
    }
}

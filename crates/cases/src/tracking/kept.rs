//! Status views already put together, so that a page opened again and again costs one look-up.
//!
//! The one rule: whatever a view shows was written together with a history event of its case or of its administration, so a view
//! holds exactly as long as both histories and the day stay what they were; on every node alike.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use jiff::civil::Date;
use kernel::ids::CaseId;

use super::StatusView;

/// LIMIT: views kept in memory, a few kilobytes each.
const VIEWS_MAX: usize = 4_096;

/// What a view was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Position of the latest history event of the case.
    pub case_seq: i64,
    /// Position of the latest history event of the administration itself: units, calendar, kits.
    pub administration_seq: i64,
    /// The day: remaining days are counted from it.
    pub today: Date,
}

type Views = RwLock<HashMap<CaseId, (Stamp, Arc<StatusView>)>>;

fn views() -> &'static Views {
    static VIEWS: OnceLock<Views> = OnceLock::new();
    VIEWS.get_or_init(RwLock::default)
}

/// The view of a case made from the same facts.
pub(super) fn get(case: CaseId, stamp: Stamp) -> Option<Arc<StatusView>> {
    let views = views().read().expect("no code panics while it holds the views");
    views.get(&case).filter(|(made_from, _)| *made_from == stamp).map(|(_, view)| view.clone())
}

/// Keeps a view.
pub(super) fn keep(case: CaseId, stamp: Stamp, view: Arc<StatusView>) {
    let mut views = views().write().expect("no code panics while it holds the views");
    if views.len() >= VIEWS_MAX {
        views.clear();
    }
    views.insert(case, (stamp, view));
}

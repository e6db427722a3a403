//! Status pages already made, so that a page opened again and again is not made again and again.
//!
//! The one rule: a kept page belongs to one view and one minute (it prints its time); what is the visitor's own is put in last.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use cases::tracking::StatusView;
use kernel::ids::CaseId;
use web::Language;

/// Where the form token of the visitor stands in a kept page.
pub(super) const TOKEN_PLACE: &str = "{form token of the visitor}";
/// LIMIT: pages kept in memory, some ten kilobytes each.
const PAGES_MAX: usize = 1_024;

/// A page and what it was made from.
struct Kept {
    view: Arc<StatusView>,
    minute: i64,
    html: Arc<str>,
}

type Pages = RwLock<HashMap<(CaseId, Language), Kept>>;

fn pages() -> &'static Pages {
    static PAGES: OnceLock<Pages> = OnceLock::new();
    PAGES.get_or_init(RwLock::default)
}

/// The page made from this very view in this minute.
pub(super) fn get(view: &Arc<StatusView>, language: Language, minute: i64) -> Option<Arc<str>> {
    let pages = pages().read().expect("no code panics while it holds the pages");
    let kept = pages.get(&(view.case_id, language))?;
    (Arc::ptr_eq(&kept.view, view) && kept.minute == minute).then(|| kept.html.clone())
}

/// Keeps a page.
pub(super) fn keep(view: Arc<StatusView>, language: Language, minute: i64, html: Arc<str>) {
    let mut pages = pages().write().expect("no code panics while it holds the pages");
    if pages.len() >= PAGES_MAX {
        pages.clear();
    }
    pages.insert((view.case_id, language), Kept { view, minute, html });
}

//! Kits already read, by the hash of their files. A content named by its hash cannot become stale, so nothing is ever
//! invalidated; which administration may use a kit is asked of the store every time.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use crate::kit::Kit;

/// LIMIT: kits kept in memory; a country's catalogue has some hundreds of services.
const KITS_MAX: usize = 1_000;

fn kits() -> &'static RwLock<HashMap<String, Arc<Kit>>> {
    static KITS: OnceLock<RwLock<HashMap<String, Arc<Kit>>>> = OnceLock::new();
    KITS.get_or_init(RwLock::default)
}

/// The kit with this hash, if it was read before.
pub(super) fn get(hash: &str) -> Option<Arc<Kit>> {
    kits().read().expect("no code panics while it holds the kits").get(hash).cloned()
}

/// Keeps a kit that was read.
pub(super) fn keep(kit: Arc<Kit>) {
    let mut kits = kits().write().expect("no code panics while it holds the kits");
    if kits.len() >= KITS_MAX {
        kits.clear();
    }
    kits.insert(kit.hash().to_owned(), kit);
}

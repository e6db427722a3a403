//! The way of each service through its statuses, by the tag of its case: only what a tag and a number can show.
//!
//! The one rule: what was forgotten, or tagged with another key, is given the benefit of the doubt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tlog::Entry;

use super::{Finding, Severity};
use crate::limits::WATCHED_CASES_MAX;
use crate::nomenclature::{Nomenclature, Phase, StatusEntry, codes};

/// What is remembered of a service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Case {
    /// Index of its last entry.
    last: u64,
    /// It was received, or may have been.
    intake: bool,
    ended: bool,
    /// The next event takes the place of a corrected one.
    replaces: bool,
}

/// The services by the tags of their cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cases {
    /// The first epoch of the key of tags that was seen.
    epoch: Option<u16>,
    /// Whether some were forgotten.
    has_forgotten: bool,
    cases: BTreeMap<String, Case>,
}

impl Cases {
    /// Takes an entry with a status and says what is wrong with its place.
    pub(super) fn take(&mut self, index: u64, entry: &Entry, nomenclature: &Nomenclature) -> Option<Finding> {
        let known = nomenclature.statuses().iter().find(|status| status.id == entry.status);
        let Some(status) = known else {
            return Some(Finding::new("status-unknown", Severity::Note).at(index).with("number", entry.status));
        };
        let is_doubtful = self.has_forgotten || *self.epoch.get_or_insert(entry.tag_epoch) != entry.tag_epoch;
        let case = self.cases.entry(key(entry)).or_insert(Case { intake: is_doubtful, ..Case::default() });
        case.last = index;
        let check = case.step(status, is_doubtful);
        if self.cases.len() > WATCHED_CASES_MAX {
            self.forget();
        }
        check.map(|check| Finding::new(check, Severity::Warning).at(index).with("status", status.code.as_str()))
    }

    /// Forgets the half that nothing was heard of longest.
    fn forget(&mut self) {
        let mut last: Vec<u64> = self.cases.values().map(|case| case.last).collect();
        let middle = last.len() / 2;
        let middle = *last.select_nth_unstable(middle).1;
        self.cases.retain(|_, case| case.last > middle);
        self.has_forgotten = true;
    }
}

impl Case {
    /// Moves by one status; the word for what cannot be.
    fn step(&mut self, status: &StatusEntry, is_doubtful: bool) -> Option<&'static str> {
        let code = status.code.as_str();
        let is_replacement = std::mem::take(&mut self.replaces);
        self.replaces = code == codes::CORRECTED;
        if self.ended && !is_replacement && !codes::may_follow_end(code) {
            return Some("after-end");
        }
        let needs_intake = status.phase.is_some_and(|phase| (Phase::Work..=Phase::Delivery).contains(&phase)) && !code.starts_with("link.");
        let without_end = code == codes::REOPENED && !self.ended && !is_doubtful;
        let is_wrong = (needs_intake && !self.intake && !is_replacement) || without_end;
        self.intake |= status.phase == Some(Phase::Intake) || code.starts_with("intake.") || is_wrong;
        // A service that is forwarded goes on elsewhere under its number.
        self.ended = (self.ended || status.end) && code != codes::REOPENED && code != codes::FORWARDED;
        is_wrong.then_some("order")
    }
}

/// Enough of the tag to tell services apart, with the epoch of its key.
fn key(entry: &Entry) -> String {
    format!("{}.{}", entry.tag_epoch, kernel::secret::hex(&entry.case_tag.0[..8]))
}

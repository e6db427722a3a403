//! The numbers that came from one participant, as ranges.

use serde::{Deserialize, Serialize};

use crate::limits::WATCHED_RANGES_MAX;

/// Numbers without a gap: the first, the last, and the receipt of what came first of them, ms since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Range(u64, u64, u64);

/// The numbers of one participant in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Numbers(Vec<Range>);

/// Numbers that did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) first: u64,
    pub(super) last: u64,
    /// Receipt of what came first behind it.
    pub(super) since_ms: u64,
}

impl Numbers {
    /// Takes a number; false when it came before.
    pub(super) fn take(&mut self, participant: u32, number: u64, received_ms: u64) -> bool {
        if self.0.is_empty() && participant == 0 {
            // The log itself counts from 1, whatever comes first.
            self.0.push(Range(0, 0, received_ms));
        }
        let after = self.0.partition_point(|range| range.0 <= number);
        if after > 0 && number <= self.0[after - 1].1 {
            return false;
        }
        let joins_before = after > 0 && self.0[after - 1].1.checked_add(1) == Some(number);
        let joins_after = self.0.get(after).is_some_and(|range| number.checked_add(1) == Some(range.0));
        match (joins_before, joins_after) {
            (true, true) => {
                self.0[after - 1].1 = self.0[after].1;
                self.0.remove(after);
            }
            (true, false) => self.0[after - 1].1 = number,
            (false, true) => self.0[after].0 = number,
            (false, false) => self.0.insert(after, Range(number, number, received_ms)),
        }
        if self.0.len() > WATCHED_RANGES_MAX {
            self.0[0].1 = self.0[1].1;
            self.0.remove(1);
        }
        true
    }

    /// The highest number; 0 before the first.
    pub(super) fn last(&self) -> u64 {
        self.0.last().map_or(0, |range| range.1)
    }

    /// What is missing between the first number and the last.
    pub(super) fn gaps(&self) -> impl Iterator<Item = Gap> {
        self.0.windows(2).map(|pair| Gap { first: pair[0].1 + 1, last: pair[1].0 - 1, since_ms: pair[1].2 })
    }
}

//! Numbers that must come without gaps: what is there, what is missing and for how long (`ejournal.md` §5.2).

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use jiff::{SignedDuration, Timestamp};

use crate::limits::{CLOCK_ALARM_S, CLOCK_WARNING_S, GAP_RELEASED_HOURS, GAP_REPORTED_MINUTES};

/// The numbers of one source: its `sourceseq`, or its `rnuseq` of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// The last number up to which nothing is missing; one less than the first number when that one is missing.
    pub contiguous: u64,
    /// What is missing before the highest number that is there.
    pub gaps: Vec<RangeInclusive<u64>>,
}

impl Sequence {
    /// Looks at the numbers from `first` on: 1 for `rnuseq`, the first one accepted for `sourceseq`. Numbers declared void count as
    /// there.
    pub fn of(first: u64, numbers: &BTreeSet<u64>) -> Self {
        let mut gaps = Vec::new();
        let mut next = first;
        for &number in numbers.range(first..) {
            if number > next {
                gaps.push(next..=number - 1);
            }
            next = number.saturating_add(1);
        }
        let contiguous = gaps.first().map_or(next, |gap| *gap.start()).saturating_sub(1);
        Self { contiguous, gaps }
    }
}

/// What is done about a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapAge {
    /// It may close by itself.
    Young,
    /// It is reported to the source.
    Reported,
    /// It is an alarm, and the state is derived without the missing event: the source belongs to
    /// [`crate::state::Reported::released`].
    Released,
}

/// How old a gap is that was first seen at `since`, the arrival of the first event behind it.
pub fn gap_age(since: Timestamp, now: Timestamp) -> GapAge {
    let age = now.duration_since(since);
    if age > SignedDuration::from_hours(GAP_RELEASED_HOURS) {
        GapAge::Released
    } else if age > SignedDuration::from_mins(GAP_REPORTED_MINUTES) {
        GapAge::Reported
    } else {
        GapAge::Young
    }
}

/// What is said about the clock of a sender (§5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClockVerdict {
    /// Within five seconds.
    Good,
    /// Above five seconds.
    Warning,
    /// Above a minute.
    Alarm,
}

/// Judges the clock of a sender by the `Date` of its request; ahead and behind count alike.
pub fn clock_verdict(date: Timestamp, now: Timestamp) -> ClockVerdict {
    let offset = now.duration_since(date).abs();
    if offset > SignedDuration::from_secs(CLOCK_ALARM_S) {
        ClockVerdict::Alarm
    } else if offset > SignedDuration::from_secs(CLOCK_WARNING_S) {
        ClockVerdict::Warning
    } else {
        ClockVerdict::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn table_of_sequences() {
        for (first, numbers, contiguous, gaps) in [
            (1, vec![], 0, vec![]),
            (1, vec![1, 2, 3], 3, vec![]),
            (1, vec![2, 3], 0, vec![1..=1]),
            (1, vec![1, 2, 5, 6, 9], 2, vec![3..=4, 7..=8]),
            (1001, vec![1001, 1003], 1001, vec![1002..=1002]),
            (5, vec![1, 2, 6], 4, vec![5..=5]),
            (u64::MAX, vec![u64::MAX], u64::MAX - 1, vec![]),
        ] {
            assert_eq!(Sequence::of(first, &numbers.iter().copied().collect()), Sequence { contiguous, gaps }, "{numbers:?}");
        }
    }

    #[test]
    fn ages_and_offsets_change_just_after_their_limit() {
        let ages = [900, 901, 86_400, 86_401].map(|second| gap_age(at(0), at(second)));
        assert_eq!(ages, [GapAge::Young, GapAge::Reported, GapAge::Reported, GapAge::Released]);
        let offsets = [-61, -60, -5, 0, 5, 6, 60, 61].map(|second| clock_verdict(at(1_000 + second), at(1_000)));
        use ClockVerdict::{Alarm, Good, Warning};
        assert_eq!(offsets, [Alarm, Warning, Good, Good, Good, Warning, Warning, Alarm]);
    }
}

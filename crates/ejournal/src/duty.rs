//! What every service owes: the obligatory minimum of reports and the term (`ejournal.md` §4.1).

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::clock::sofia_date;
use serde::Serialize;

use crate::event::Status;
use crate::nomenclature::{MinimumPart, Nomenclature, Phase, Track, codes};
use crate::state::State;

/// Whether a service has reported the obligatory minimum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Minimum {
    /// Not asked yet: the service has not ended, or it was given up before it was filed.
    NotDue,
    /// The service has ended; these parts are missing, none when the minimum is full.
    Due {
        /// What was not reported.
        missing: BTreeSet<MinimumPart>,
    },
}

/// Compares a service with the obligatory minimum. A service that was rejected or forwarded needs neither a term nor a decision; a
/// delivery is needed when there is a result.
pub fn minimum(state: &State<'_>, nomenclature: &Nomenclature) -> Minimum {
    let Some(end) = state.end else { return Minimum::NotDue };
    let code = end.event.data.status.as_str();
    if code == codes::ABANDONED {
        return Minimum::NotDue;
    }
    let counted = || state.counted().filter_map(|event| nomenclature.status(&event.data.status));
    let reported: BTreeSet<MinimumPart> = counted().filter_map(|entry| entry.minimum).collect();
    let turned_away = ends_turned_away(state, nomenclature);
    let has_result = counted().any(|entry| {
        let tacit = matches!(entry.code.as_str(), codes::TACIT_REFUSAL | codes::TACIT_CONSENT);
        (entry.phase == Some(Phase::Result) && !tacit) || entry.code.as_str().starts_with("result.")
    });
    let owed = MinimumPart::ALL.iter().copied().filter(|part| match part {
        MinimumPart::Term | MinimumPart::Decision => !turned_away,
        MinimumPart::Delivery => has_result,
        MinimumPart::Intake | MinimumPart::Closing => true,
    });
    Minimum::Due { missing: owed.filter(|part| !reported.contains(part)).collect() }
}

/// Whether the service ended in rejection or forwarding: after the last one, nothing happened but what may follow an end.
fn ends_turned_away(state: &State<'_>, nomenclature: &Nomenclature) -> bool {
    let on_main = |code: &Status| nomenclature.status(code).and_then(|entry| entry.phase).is_some_and(|phase| phase.track() == Track::Main);
    let codes: Vec<&str> = state.counted().map(|event| &event.data.status).filter(|code| on_main(code)).map(Status::as_str).collect();
    let last = codes.iter().rposition(|code| matches!(*code, codes::REJECTED | codes::FORWARDED));
    last.is_some_and(|last| codes[last + 1..].iter().all(|code| codes::may_follow_end(code) && *code != codes::REOPENED))
}

/// A share as the two numbers it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// How many fulfil it.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

impl Share {
    /// Counts one more.
    pub fn add(&mut self, fulfils: bool) {
        self.part += u64::from(fulfils);
        self.whole += 1;
    }

    /// The share in thousandths, rounded to the nearest; none of nothing.
    pub fn per_mille(&self) -> Option<u64> {
        (self.whole > 0).then(|| (self.part * 1_000 + self.whole / 2) / self.whole)
    }
}

/// The share of services with the full minimum, a published figure of each administration. Services whose minimum is not due do not
/// count.
pub fn minimum_share<'m>(minima: impl IntoIterator<Item = &'m Minimum>) -> Share {
    let mut share = Share::default();
    for minimum in minima {
        if let Minimum::Due { missing } = minimum {
            share.add(missing.is_empty());
        }
    }
    share
}

/// What became of the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermVerdict {
    /// Whether the last day passed without an express act, computed from `due`; days are those of Europe/Sofia.
    pub breached: bool,
    /// Whether the administration's own clock has said so.
    pub reported: bool,
}

impl TermVerdict {
    /// Whether the journal and the administration say different things.
    pub fn differs(&self) -> bool {
        self.breached != self.reported
    }
}

/// Judges the term on the day of `now`; none when no term runs or was ever set. A tacit refusal or consent is the consequence of a
/// passed term and keeps none; a withdrawal, a rejection or a forwarding in time ends the duty to decide.
pub fn term(state: &State<'_>, now: Timestamp) -> Option<TermVerdict> {
    let due = state.due?;
    let last_day = sofia_date(state.term_ended_at.unwrap_or(now));
    Some(TermVerdict { breached: last_day > due, reported: state.count(codes::BREACHED) > 0 })
}

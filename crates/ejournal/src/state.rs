//! The state of one service, derived from the events about it (`ejournal.md` §4.1).
//!
//! The one rule: the state is a pure function of the set of accepted events; in which order they arrived has no influence.

mod movement;
mod order;

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kernel::clock::sofia_date;
use kernel::entity_number::EntityNumber;

use crate::event::{Channel, Event, EventKey, Mode, ServiceNumber, Source, Stage, Status};
use crate::flag::Flag;
use crate::nomenclature::{Nomenclature, Phase, codes};

/// What is known of one service: all its events in any order, and what is known of the events that are missing.
#[derive(Debug, Clone, Copy)]
pub struct Reported<'e> {
    /// The accepted events of one subject. What stands twice counts once.
    pub events: &'e [Event],
    /// Numbers that a source has declared void: they will never come (§5.2).
    pub voids: &'e BTreeSet<(Source, u32)>,
    /// Sources whose gap is older than a day: their later events count without the missing one (§5.2, [`crate::sequence::gap_age`]).
    pub released: &'e BTreeSet<Source>,
}

/// The state of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State<'e> {
    /// What the applicant sees as the state; none until something happened on the main line.
    pub phase: Option<Phase>,
    /// The last status on the main line that counts.
    pub status: Option<&'e Status>,
    /// The last status of the payment.
    pub payment: Option<TrackStatus<'e>>,
    /// The last status of the transport.
    pub transport: Option<TrackStatus<'e>>,
    /// ЕИК of the administration that is competent now.
    pub administration: Option<&'e EntityNumber>,
    /// Number of the service in the register of services.
    pub service: Option<&'e ServiceNumber>,
    /// How the application came.
    pub channel: Option<Channel>,
    /// How fast it was wanted.
    pub mode: Option<Mode>,
    /// Last day of the term; none before it is set and while the proceeding stands still.
    pub due: Option<Date>,
    /// Whether it was reported that this term has passed.
    pub breach_told: bool,
    /// When the duty to decide ended: the first express act, withdrawal, rejection or forwarding since the term began.
    pub term_ended_at: Option<Timestamp>,
    /// Last day for the applicant to remedy deficiencies, while they are open.
    pub remedy_due: Option<Date>,
    /// The last stage that was passed.
    pub stage: Option<&'e Stage>,
    /// How the life of the service ended, when it has.
    pub end: Option<End<'e>>,
    /// Marks that some event gives to the whole.
    pub flags: BTreeSet<Flag>,
    /// Every event once: those that are in order, then those that wait for a missing one.
    pub lines: Vec<Line<'e>>,
}

/// The last status of a track beside the main line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackStatus<'e> {
    /// The status.
    pub status: &'e Status,
    /// When it happened.
    pub at: Timestamp,
}

/// How the life of a service ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End<'e> {
    /// The event with the end.
    pub event: &'e Event,
}

impl<'e> End<'e> {
    /// The administration where the service continues, when the end was a forwarding.
    pub fn forwarded_to(&self) -> Option<&'e EntityNumber> {
        self.event.data.forwarded_to.as_ref().filter(|_| self.event.data.status.as_str() == codes::FORWARDED)
    }
}

/// One event in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'e> {
    /// The event.
    pub event: &'e Event,
    /// Whether the applicant may see it.
    pub public: bool,
    /// Whether it counts.
    pub standing: Standing<'e>,
    /// The corrected event whose place it has taken.
    pub replaces: Option<&'e EventKey>,
    /// Its marks.
    pub flags: BTreeSet<Flag>,
}

/// Whether an event counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'e> {
    /// It is part of the state.
    Counts,
    /// It was corrected or retracted: shown struck out with the date of the event that did it.
    Struck {
        /// The correcting or retracting event.
        by: &'e Event,
    },
    /// It came after the end of the service and is ignored.
    AfterEnd,
    /// It waits for an earlier event of its source.
    Waiting,
}

impl<'e> State<'e> {
    /// The events that make the state, in their order.
    pub fn counted(&self) -> impl Iterator<Item = &'e Event> {
        self.lines.iter().filter(|line| line.standing == Standing::Counts).map(|line| line.event)
    }

    /// What the applicant may see, in order.
    pub fn public_lines(&self) -> impl Iterator<Item = &Line<'e>> {
        self.lines.iter().filter(|line| line.public)
    }

    /// The line of an event.
    pub fn line(&self, key: &EventKey) -> Option<&Line<'e>> {
        self.lines.iter().find(|line| line.event.key == *key)
    }

    /// When the first counted event with one of these statuses happened.
    pub fn first_time(&self, wanted: impl Fn(&str) -> bool) -> Option<Timestamp> {
        self.counted().find(|event| wanted(event.data.status.as_str())).map(|event| event.time)
    }

    /// Whether the term has passed by the days while nobody reported it. An administration has the day after the last one to say so; while
    /// the applicant has deficiencies to remedy, nothing is said of the term.
    pub fn is_breach_unreported(&self, today: Date) -> bool {
        let open_until = self.term_ended_at.map_or_else(|| today.saturating_sub(1.day()), sofia_date);
        self.due.is_some_and(|due| open_until > due) && !self.breach_told && self.phase != Some(Phase::Deficiency)
    }

    /// How often a status counts.
    pub fn count(&self, code: &str) -> usize {
        self.counted().filter(|event| event.data.status.as_str() == code).count()
    }
}

/// Derives the state of one service. `nomenclature` may be any version that knows the statuses of the events.
pub fn derive<'e>(reported: &Reported<'e>, nomenclature: &Nomenclature) -> State<'e> {
    let order::Arranged { placed, waiting, gap } = order::arrange(reported, nomenclature);
    let mut walk = movement::Walk::default();
    let mut lines = Vec::with_capacity(placed.len() + waiting.len());
    for place in placed {
        let entry = nomenclature.status(&place.event.data.status);
        let mut flags: BTreeSet<Flag> = place.misdirected.then_some(Flag::OrderAnomaly).into_iter().collect();
        let standing = match (place.struck_by, entry) {
            (Some(by), _) => Standing::Struck { by },
            (None, Some(entry)) => {
                let step = walk.apply(place.event, entry, place.replaces.is_some());
                flags.extend(step.anomaly.then_some(Flag::OrderAnomaly));
                flags.extend(step.after_end.then_some(Flag::AfterEnd));
                flags.extend(step.unfounded.then_some(Flag::BreachUnfounded));
                if step.after_end { Standing::AfterEnd } else { Standing::Counts }
            }
            (None, None) => Standing::Counts,
        };
        let public = entry.is_some_and(|entry| entry.public);
        lines.push(Line { event: place.event, public, standing, replaces: place.replaces, flags });
    }
    for event in waiting {
        let public = nomenclature.status(&event.data.status).is_some_and(|entry| entry.public);
        lines.push(Line { event, public, standing: Standing::Waiting, replaces: None, flags: BTreeSet::from([Flag::Gap]) });
    }
    let mut flags: BTreeSet<Flag> = lines.iter().flat_map(|line| line.flags.iter().copied()).collect();
    flags.extend(gap.then_some(Flag::Gap));
    walk.into_state(lines, flags)
}

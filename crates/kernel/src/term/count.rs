//! The arithmetic of a term since its last (re)start: days, months and hours outside the pauses.
//!
//! The one rule: a pause is half-open — it covers the dates from the day it begins to the day before it ends.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{Basis, Kind, PauseReason, Term, Unit};
use crate::calendar::Calendar;
use crate::clock::{sofia_date, sofia_instant};

/// The part of a ledger after its last (re)start.
pub(super) struct Run {
    pub(super) start: Timestamp,
    pub(super) added: u32,
    pub(super) pauses: Vec<Pause>,
    pub(super) open: Option<(Timestamp, PauseReason)>,
    pub(super) ended: bool,
}

/// A stretch in which the term stood still; half-open, in instants and in dates.
pub(super) struct Pause {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) reason: PauseReason,
}

impl Pause {
    pub(super) fn covers(&self, day: Date) -> bool {
        sofia_date(self.from) <= day && day < sofia_date(self.to)
    }
}

impl Term {
    pub(super) fn counts_working_days(self) -> bool {
        self.kind == Kind::Working && self.unit == Unit::Day
    }
}

impl Run {
    pub(super) fn new(start: Timestamp) -> Self {
        Self { start, added: 0, pauses: Vec::new(), open: None, ended: false }
    }

    pub(super) fn close(&mut self, at: Timestamp) {
        if let Some((from, reason)) = self.open.take() {
            self.pauses.push(Pause { from, to: at, reason });
        }
    }

    pub(super) fn first_day(&self) -> Date {
        sofia_date(self.start)
    }

    /// The length with extensions.
    pub(super) fn total(&self, term: Term) -> u32 {
        u32::from(term.value) + self.added
    }

    /// The day on which the count is over, before any shift to a working day.
    pub(super) fn nominal_day(&self, term: Term, calendar: &Calendar) -> Date {
        match term.unit {
            Unit::Month => {
                let mut day = self.month_day(term);
                for pause in &self.pauses {
                    let (from, to) = (sofia_date(pause.from), sofia_date(pause.to));
                    if from <= day {
                        day = day.saturating_add(days_between(from, to).days());
                    }
                }
                day
            }
            _ => self.days_passed(term.counts_working_days(), self.total(term), calendar),
        }
    }

    /// The same date of the last month, or its last day, without pauses.
    pub(super) fn month_day(&self, term: Term) -> Date {
        self.first_day().saturating_add(i64::from(self.total(term).min(12_000)).months())
    }

    /// The day on which `count` days have passed outside the pauses.
    pub(super) fn days_passed(&self, working_only: bool, count: u32, calendar: &Calendar) -> Date {
        let mut day = self.first_day();
        let mut passed = 0;
        while passed < count {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            let skipped = self.pauses.iter().any(|pause| pause.covers(day)) || (working_only && !calendar.is_working(day));
            passed += u32::from(!skipped);
        }
        day
    }

    /// The instant at which `seconds` have passed outside the pauses.
    pub(super) fn hours_passed(&self, kind: Kind, seconds: u32, basis: &Basis<'_>) -> Timestamp {
        if kind == Kind::Calendar {
            let later = |at: Timestamp, by: SignedDuration| at.saturating_add(by).unwrap_or(Timestamp::MAX);
            let end = later(self.start, SignedDuration::from_secs(i64::from(seconds)));
            return self
                .pauses
                .iter()
                .fold(end, |end, pause| if pause.from <= end { later(end, pause.from.duration_until(pause.to)) } else { end });
        }
        let mut left = SignedDuration::from_secs(i64::from(seconds));
        let mut day = self.first_day();
        let mut reached = self.start;
        while left.is_positive() {
            for (from, to) in self.working_stretches(day, basis) {
                let length = from.duration_until(to);
                if length >= left {
                    return from.saturating_add(left).unwrap_or(Timestamp::MAX);
                }
                left -= length;
                reached = to;
            }
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => return reached,
            }
        }
        reached
    }

    /// The working time of a day after the start and outside the pauses.
    pub(super) fn working_stretches(&self, day: Date, basis: &Basis<'_>) -> Vec<(Timestamp, Timestamp)> {
        if !basis.calendar.is_working(day) {
            return Vec::new();
        }
        let edge = |time: Time| sofia_instant(DateTime::from_parts(day, time));
        self.without_pauses(edge(basis.hours.from).max(self.start), edge(basis.hours.to))
    }

    pub(super) fn without_pauses(&self, from: Timestamp, to: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let mut stretches = Vec::new();
        let mut from = from;
        for pause in &self.pauses {
            if pause.from > from {
                stretches.push((from, pause.from.min(to)));
            }
            from = from.max(pause.to);
        }
        stretches.push((from, to));
        stretches.retain(|(from, to)| from < to);
        stretches
    }

    /// How many seconds of a term in hours were counted on a day.
    pub(super) fn seconds_on(&self, day: Date, kind: Kind, end: Timestamp, basis: &Basis<'_>) -> u32 {
        let stretches = match kind {
            Kind::Working => self.working_stretches(day, basis),
            Kind::Calendar => self.without_pauses(sofia_instant(day.to_datetime(Time::midnight())).max(self.start), midnight_after(day)),
        };
        let seconds: i64 = stretches.into_iter().map(|(from, to)| from.duration_until(to.min(end)).as_secs().max(0)).sum();
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }
}

/// The first instant after a day.
pub(super) fn midnight_after(day: Date) -> Timestamp {
    sofia_instant(day.tomorrow().unwrap_or(day).to_datetime(Time::midnight()))
}

pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.duration_until(to).as_hours().div_euclid(24) as i32
}

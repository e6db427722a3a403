//! Terms (срокове): lengths, the ledger of what happened to a term, and the deadline computed from it.
//!
//! The one rule: a deadline is never stored as the only truth; it follows from the ledger, and every date of it can be explained.

use jiff::civil::{Date, Time, time};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Reason};
use crate::clock::{sofia_date, sofia_datetime, sofia_instant};

mod count;
#[cfg(test)]
mod tests;

use count::{Pause, Run, days_between, midnight_after};

/// The unit of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Hours, counted from the moment.
    Hour,
    /// Days; the day of the event is not counted.
    Day,
    /// Months, to the same date of the last month.
    Month,
}

/// Which days or hours of the calendar count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Only working days (within working time).
    Working,
    /// All days. Months are always of this kind.
    Calendar,
}

/// The length of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// How many units.
    pub value: u16,
    /// The unit.
    pub unit: Unit,
    /// Which days count.
    pub kind: Kind,
}

impl Term {
    /// Calendar days.
    pub const fn days(value: u16) -> Self {
        Self { value, unit: Unit::Day, kind: Kind::Calendar }
    }

    /// Working days.
    pub const fn working_days(value: u16) -> Self {
        Self { value, unit: Unit::Day, kind: Kind::Working }
    }

    /// Months.
    pub const fn months(value: u16) -> Self {
        Self { value, unit: Unit::Month, kind: Kind::Calendar }
    }

    /// Hours from the moment.
    pub const fn hours(value: u16) -> Self {
        Self { value, unit: Unit::Hour, kind: Kind::Calendar }
    }

    /// Hours within the working time.
    pub const fn working_hours(value: u16) -> Self {
        Self { value, unit: Unit::Hour, kind: Kind::Working }
    }

    /// As `xs:duration`, in which working and calendar days look alike: `P14D`, `P1M`, `PT4H`.
    pub fn duration(self) -> String {
        match self.unit {
            Unit::Hour => format!("PT{}H", self.value),
            Unit::Day => format!("P{}D", self.value),
            Unit::Month => format!("P{}M", self.value),
        }
    }
}

/// Why a term stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// The applicant removes irregularities; afterwards the term restarts.
    Correction,
    /// Another body is asked for data or an opinion.
    Cooperation,
    /// The proceeding is formally suspended.
    Suspension,
    /// A payment is awaited, where the service says that this stops the term.
    Payment,
}

/// What happened to a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TermEvent {
    /// The request was received by the competent body.
    Started,
    /// The term stands still.
    Paused {
        /// Why.
        reason: PauseReason,
    },
    /// The term goes on with what was left.
    Resumed,
    /// The term begins anew; everything before is forgotten.
    Restarted,
    /// The term became longer.
    Extended {
        /// By how many of its own units.
        by: u16,
    },
    /// The service was decided, terminated or withdrawn.
    Ended,
}

/// An event with its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// When it happened; dates are taken in Europe/Sofia.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: TermEvent,
}

/// Why an event cannot follow those already in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The first event is not the start.
    #[error("the ledger of a term begins with its start")]
    NotStarted,
    /// A second start.
    #[error("the term has already started")]
    AlreadyStarted,
    /// The event is earlier than the one before it.
    #[error("an event of a term cannot be earlier than the one before it")]
    OutOfOrder,
    /// A pause within a pause.
    #[error("the term is already paused")]
    AlreadyPaused,
    /// Nothing to resume.
    #[error("the term is not paused")]
    NotPaused,
    /// Only a restart may follow the end.
    #[error("the term has ended")]
    Ended,
}

/// The working time of a unit, used by terms in working hours and for the hour of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkingHours {
    from: Time,
    to: Time,
}

impl WorkingHours {
    /// Working time; `None` when it does not end after it begins.
    pub fn new(from: Time, to: Time) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }
}

impl Default for WorkingHours {
    /// 08:30 to 17:30.
    fn default() -> Self {
        Self { from: time(8, 30, 0, 0), to: time(17, 30, 0, 0) }
    }
}

/// What a deadline is computed on, besides the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The calendar of the administration.
    pub calendar: &'a Calendar,
    /// The working time of the unit.
    pub hours: WorkingHours,
    /// The present instant: a pause still open is taken to last until then. Without it, as if the term resumed the day it was paused.
    pub now: Option<Timestamp>,
}

impl<'a> Basis<'a> {
    /// The calendar with default working time.
    pub fn new(calendar: &'a Calendar) -> Self {
        Self { calendar, hours: WorkingHours::default(), now: None }
    }

    /// With open pauses lasting until `now`.
    pub fn at(self, now: Timestamp) -> Self {
        Self { now: Some(now), ..self }
    }

    /// With the working time of the unit.
    pub fn within(self, hours: WorkingHours) -> Self {
        Self { hours, ..self }
    }
}

/// When a term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day, in Europe/Sofia.
    pub last_day: Date,
    /// The first instant that is too late: midnight after the last day; for terms in hours, the moment.
    pub ends_at: Timestamp,
    /// The term stands still now, so the date is an estimate.
    pub paused: bool,
    /// The term has ended; what is left is whether it was kept.
    pub ended: bool,
}

/// How one day stands to the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMark {
    /// Before a restart: forgotten.
    Forgotten,
    /// The day of the start, which does not count.
    Start,
    /// Counted, as the day with this number.
    Counted(u32),
    /// Counted in part, this many minutes (terms in hours).
    CountedMinutes(u32),
    /// Not counted: the term stood still.
    Paused(PauseReason),
    /// Not counted: not a working day, in a term of working days or hours.
    DayOff,
    /// The count was over, but the term cannot end on a day off.
    Moved,
    /// After the last day.
    After,
}

/// One line of the explanation of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayNote {
    /// The day.
    pub date: Date,
    /// How it stands to the term.
    pub mark: DayMark,
    /// Why it is not a working day, if it is not.
    pub non_working: Option<Reason>,
    /// What happened on it.
    pub events: Vec<TermEvent>,
    /// Whether it is the last day of the term.
    pub last: bool,
}

/// What a warning says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarningKind {
    /// This part of the term has passed.
    Percent(u8),
    /// One working day is left.
    DayBefore,
    /// The term has passed.
    Breach,
}

/// A moment at which someone has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning {
    /// What to say.
    pub kind: WarningKind,
    /// The date.
    pub on: Date,
    /// The instant: for dates the beginning of the working time.
    pub at: Timestamp,
}

/// The events of one term in order. The first is always the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<LedgerEntry>", into = "Vec<LedgerEntry>")]
pub struct Ledger(Vec<LedgerEntry>);

impl Ledger {
    /// A term that starts at `at`.
    pub fn started(at: Timestamp) -> Self {
        Self(vec![LedgerEntry { at, event: TermEvent::Started }])
    }

    /// A ledger from stored entries.
    pub fn from_entries(entries: Vec<LedgerEntry>) -> Result<Self, LedgerError> {
        let mut entries = entries.into_iter();
        let first = entries.next().filter(|entry| entry.event == TermEvent::Started).ok_or(LedgerError::NotStarted)?;
        let mut ledger = Self::started(first.at);
        for entry in entries {
            ledger.record(entry.at, entry.event)?;
        }
        Ok(ledger)
    }

    /// The events.
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.0
    }

    /// Appends an event.
    pub fn record(&mut self, at: Timestamp, event: TermEvent) -> Result<(), LedgerError> {
        let run = self.run();
        if self.0.last().is_some_and(|last| at < last.at) {
            return Err(LedgerError::OutOfOrder);
        }
        match event {
            TermEvent::Started => return Err(LedgerError::AlreadyStarted),
            TermEvent::Restarted => {}
            _ if run.ended => return Err(LedgerError::Ended),
            TermEvent::Paused { .. } if run.open.is_some() => return Err(LedgerError::AlreadyPaused),
            TermEvent::Resumed if run.open.is_none() => return Err(LedgerError::NotPaused),
            _ => {}
        }
        self.0.push(LedgerEntry { at, event });
        Ok(())
    }

    /// Why the term stands still, if it does.
    pub fn paused(&self) -> Option<PauseReason> {
        self.run().open.map(|(_, reason)| reason)
    }

    /// When the term ended, if it did.
    pub fn ended_at(&self) -> Option<Timestamp> {
        self.0.last().filter(|last| last.event == TermEvent::Ended).map(|last| last.at)
    }

    /// The instant from which the term runs: the start or the last restart.
    pub fn running_since(&self) -> Timestamp {
        self.run().start
    }

    /// The deadline with default working time; an open pause counts for nothing yet, see [`Basis::now`].
    pub fn deadline(&self, term: Term, calendar: &Calendar) -> Deadline {
        self.deadline_on(term, &Basis::new(calendar))
    }

    /// The deadline on a basis.
    pub fn deadline_on(&self, term: Term, basis: &Basis<'_>) -> Deadline {
        let run = self.run_until(basis.now);
        let (paused, ended) = (run.open.is_some(), run.ended);
        if term.unit == Unit::Hour {
            let mut ends_at = run.hours_passed(term.kind, run.total(term) * 3600, basis);
            let day = sofia_date(ends_at);
            let last_day = basis.calendar.next_working_day_on_or_after(day);
            if last_day != day {
                // LAW: a term does not end on a day off; the hour stays.
                ends_at = sofia_instant(last_day.to_datetime(sofia_datetime(ends_at).time()));
            }
            return Deadline { last_day, ends_at, paused, ended };
        }
        let last_day = basis.calendar.next_working_day_on_or_after(run.nominal_day(term, basis.calendar));
        Deadline { last_day, ends_at: midnight_after(last_day), paused, ended }
    }

    /// Whether the term was or is kept, as of `now`.
    pub fn in_time(&self, term: Term, basis: &Basis<'_>, now: Timestamp) -> bool {
        self.ended_at().unwrap_or(now) < self.deadline_on(term, basis).ends_at
    }

    /// Days left after `today`, in working days for terms of working days, else in calendar days; negative when overdue.
    pub fn remaining_days(&self, term: Term, calendar: &Calendar, today: Date) -> i64 {
        let basis = Basis::new(calendar).at(sofia_instant(today.to_datetime(Time::midnight())));
        let last = self.deadline_on(term, &basis).last_day;
        match term.kind {
            Kind::Working if term.unit != Unit::Month => {
                i64::from(calendar.working_days_between(today, last)) - i64::from(calendar.working_days_between(last, today))
            }
            _ => i64::from(days_between(today, last)),
        }
    }

    /// When to warn: at the given percentages, one working day before, and on breach. Warnings due on the day of the start are left out.
    pub fn warnings(&self, term: Term, basis: &Basis<'_>, percents: &[u8]) -> Vec<Warning> {
        let run = self.run_until(basis.now);
        let deadline = self.deadline_on(term, basis);
        let morning = |on: Date| sofia_instant(on.to_datetime(basis.hours.from));
        let mut warnings: Vec<Warning> = percents
            .iter()
            .map(|&percent| {
                let kind = WarningKind::Percent(percent);
                let part = |whole: u32| (u64::from(whole) * u64::from(percent)).div_ceil(100) as u32;
                if term.unit == Unit::Hour {
                    let at = run.hours_passed(term.kind, part(run.total(term) * 3600), basis);
                    return Warning { kind, on: sofia_date(at), at };
                }
                let whole = match term.unit {
                    Unit::Month => days_between(run.first_day(), run.month_day(term)).max(0) as u32,
                    _ => run.total(term),
                };
                let day = run.days_passed(term.counts_working_days(), part(whole), basis.calendar);
                let on = basis.calendar.next_working_day_on_or_after(day);
                Warning { kind, on, at: morning(on) }
            })
            .collect();
        let before = basis.calendar.working_day_before(deadline.last_day);
        warnings.push(Warning { kind: WarningKind::DayBefore, on: before, at: morning(before) });
        warnings.retain(|warning| warning.at > run.start && (warning.on > run.first_day() || term.unit == Unit::Hour));
        warnings.push(Warning { kind: WarningKind::Breach, on: sofia_date(deadline.ends_at), at: deadline.ends_at });
        warnings.sort_by_key(|warning| warning.at);
        warnings
    }

    /// The term day by day: what counted, what did not and why.
    pub fn explain(&self, term: Term, basis: &Basis<'_>) -> Vec<DayNote> {
        let run = self.run_until(basis.now);
        let deadline = self.deadline_on(term, basis);
        let events_on = |day: Date| self.0.iter().filter(|entry| sofia_date(entry.at) == day).map(|entry| entry.event).collect();
        let begin = self.0.first().map_or(run.start, |entry| entry.at);
        let end = self.0.last().map_or(run.start, |entry| entry.at);
        let (from, to) = (sofia_date(begin), deadline.last_day.max(sofia_date(end)));
        let nominal = match term.unit {
            Unit::Hour => sofia_date(run.hours_passed(term.kind, run.total(term) * 3600, basis)),
            _ => run.nominal_day(term, basis.calendar),
        };
        let mut ordinal = 0;
        let mut notes = Vec::new();
        for date in from.series(1.day()).take_while(|date| *date <= to) {
            let non_working = basis.calendar.non_working_reason(date);
            let paused = run.pauses.iter().find(|pause| pause.covers(date)).map(|pause| pause.reason);
            let skipped = term.kind == Kind::Working && term.unit != Unit::Month && non_working.is_some();
            let mark = if date < run.first_day() {
                DayMark::Forgotten
            } else if date > deadline.last_day {
                DayMark::After
            } else if date > nominal {
                DayMark::Moved
            } else if term.unit == Unit::Hour {
                let minutes = run.seconds_on(date, term.kind, deadline.ends_at, basis) / 60;
                match (minutes, paused) {
                    (0, Some(reason)) => DayMark::Paused(reason),
                    (0, None) if skipped => DayMark::DayOff,
                    _ => DayMark::CountedMinutes(minutes),
                }
            } else if date == run.first_day() {
                DayMark::Start
            } else if let Some(reason) = paused {
                DayMark::Paused(reason)
            } else if skipped {
                DayMark::DayOff
            } else {
                ordinal += 1;
                DayMark::Counted(ordinal)
            };
            notes.push(DayNote { date, mark, non_working, events: events_on(date), last: date == deadline.last_day });
        }
        notes
    }

    fn run(&self) -> Run {
        self.run_until(None)
    }

    /// The run since the last restart; an open pause is closed at `now`.
    fn run_until(&self, now: Option<Timestamp>) -> Run {
        let start = self.0.first().map_or(Timestamp::UNIX_EPOCH, |entry| entry.at);
        let mut run = Run::new(start);
        for LedgerEntry { at, event } in self.0.iter().copied() {
            match event {
                TermEvent::Started | TermEvent::Restarted => run = Run::new(at),
                TermEvent::Paused { reason } => run.open = Some((at, reason)),
                TermEvent::Resumed => run.close(at),
                TermEvent::Extended { by } => run.added += u32::from(by),
                TermEvent::Ended => {
                    run.close(at);
                    run.ended = true;
                }
            }
        }
        if let Some((from, reason)) = run.open {
            run.pauses.push(Pause { from, to: now.unwrap_or(from).max(from), reason });
        }
        run
    }
}

impl TryFrom<Vec<LedgerEntry>> for Ledger {
    type Error = LedgerError;
    fn try_from(entries: Vec<LedgerEntry>) -> Result<Self, Self::Error> {
        Self::from_entries(entries)
    }
}

impl From<Ledger> for Vec<LedgerEntry> {
    fn from(ledger: Ledger) -> Self {
        ledger.0
    }
}

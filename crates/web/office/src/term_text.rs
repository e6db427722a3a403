//! Terms and their days in words (`domain.md` §7), as the desk explains them.
//!
//! The one rule: nothing is computed here; the ledger has already said what each day is.

use cases::term::TermFact;
use kernel::calendar::Reason;
use kernel::term::{DayMark, DayNote, Kind, PauseReason, Term, TermEvent, Unit, Warning, WarningKind};
use web::{Texts, format};

/// „7 работни дни“.
pub fn term(t: Texts, term: Term) -> String {
    let key = match (term.unit, term.kind) {
        (Unit::Hour, Kind::Working) => "office-term-hours-working",
        (Unit::Hour, Kind::Calendar) => "office-term-hours",
        (Unit::Day, Kind::Working) => "shell-working-days",
        (Unit::Day, Kind::Calendar) => "shell-calendar-days",
        (Unit::Month, _) => "office-term-months",
    };
    t.count(key, u32::from(term.value))
}

/// How many days are left in the unit of the term, or how many have passed since its end.
pub fn remaining(t: Texts, term: Term, days: i64) -> String {
    let counted = t.count(if term.kind == Kind::Working { "shell-working-days" } else { "shell-calendar-days" }, days.abs());
    match days {
        0 => t.get("office-terms-last-day").into_owned(),
        left if left > 0 => t.with1("office-terms-left", "days", counted),
        _ => t.with1("office-terms-over", "days", counted),
    }
}

/// One day of the explanation.
#[derive(Debug, Clone)]
pub struct DayRow {
    /// „понеделник, 20.04.2026 г.“
    pub day: String,
    /// How it stands to the term.
    pub mark: String,
    /// Why it is not a working day, and what happened on it.
    pub note: String,
    /// Whether it counts.
    pub counts: bool,
    /// Whether it is the last one.
    pub last: bool,
}

/// The days of a term.
pub fn days(t: Texts, notes: &[DayNote]) -> Vec<DayRow> {
    notes.iter().map(|note| day(t, note)).collect()
}

fn day(t: Texts, note: &DayNote) -> DayRow {
    let mut notes: Vec<String> = note.events.iter().map(|event| event_text(t, *event)).collect();
    if let Some(reason) = &note.non_working {
        notes.push(reason_text(t, reason));
    }
    let weekday = t.get(&format!("office-weekday-{}", note.date.weekday().to_monday_one_offset()));
    DayRow {
        day: format!("{weekday}, {}", format::date(note.date, t.language())),
        mark: mark_text(t, note.mark),
        note: notes.join(" · "),
        counts: matches!(note.mark, DayMark::Counted(_) | DayMark::CountedMinutes(_)),
        last: note.last,
    }
}

fn mark_text(t: Texts, mark: DayMark) -> String {
    match mark {
        DayMark::Counted(number) => t.with1("office-day-counted", "count", number),
        DayMark::CountedMinutes(minutes) => t.with1("office-day-minutes", "count", minutes),
        DayMark::Forgotten => t.get("office-day-forgotten").into_owned(),
        DayMark::Start => t.get("office-day-start").into_owned(),
        DayMark::Paused(reason) => t.get(&format!("office-day-paused-{}", pause_code(reason))).into_owned(),
        DayMark::DayOff => t.get("office-day-off").into_owned(),
        DayMark::Moved => t.get("office-day-moved").into_owned(),
        DayMark::After => t.get("office-day-after").into_owned(),
    }
}

/// The code of a reason for a pause, as the keys of texts end.
fn pause_code(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::Correction => "correction",
        PauseReason::Cooperation => "cooperation",
        PauseReason::Suspension => "suspension",
        PauseReason::Payment => "payment",
    }
}

fn reason_text(t: Texts, reason: &Reason) -> String {
    let name = |key: &str| t.get(&format!("office-holiday-{key}")).into_owned();
    match reason {
        Reason::Weekend => t.get("office-day-weekend").into_owned(),
        Reason::Holiday(holiday) => name(holiday.key()),
        Reason::Substitute { holiday, on } => {
            t.with2("office-day-substitute", "name", name(holiday.key()), "date", format::date(*on, t.language()))
        }
        Reason::Declared(note) => t.with1("office-day-declared", "note", note.as_str()),
    }
}

/// What an event did to the term.
pub fn event_text(t: Texts, event: TermEvent) -> String {
    match event {
        TermEvent::Started => t.get("office-ledger-started").into_owned(),
        TermEvent::Paused { reason } => t.get(&format!("office-ledger-paused-{}", pause_code(reason))).into_owned(),
        TermEvent::Resumed => t.get("office-ledger-resumed").into_owned(),
        TermEvent::Restarted => t.get("office-ledger-restarted").into_owned(),
        TermEvent::Extended { by } => t.count("office-ledger-extended", u32::from(by)),
        TermEvent::Ended => t.get("office-ledger-ended").into_owned(),
    }
}

/// One event of the ledger.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// When.
    pub at: String,
    /// What.
    pub text: String,
    /// Why, in the clerk's words; may be empty.
    pub reason: String,
}

/// The ledger in words.
pub fn facts(t: Texts, facts: &[TermFact]) -> Vec<FactRow> {
    let row = |fact: &TermFact| FactRow {
        at: format::date_time(fact.entry.at, t.language()),
        text: event_text(t, fact.entry.event),
        reason: fact.reason.clone(),
    };
    facts.iter().map(row).collect()
}

/// When people are warned: the moment, the words, whether it is past.
pub fn warnings(t: Texts, warnings: &[Warning], now: jiff::Timestamp) -> Vec<(String, String, bool)> {
    let words = |kind: WarningKind| match kind {
        WarningKind::Percent(percent) => t.with1("office-warning-percent", "count", u32::from(percent)),
        WarningKind::DayBefore => t.get("office-warning-day-before").into_owned(),
        WarningKind::Breach => t.get("office-warning-breach").into_owned(),
    };
    warnings.iter().map(|warning| (format::date_time(warning.at, t.language()), words(warning.kind), warning.at <= now)).collect()
}

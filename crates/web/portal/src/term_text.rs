//! Terms and their days in words (`domain.md` §7, `ux.md` P-20).
//!
//! The one rule: nothing is computed here; the ledger has already said what each day is.

use cases::term::{TermExplanation, TermFact};
use kernel::calendar::Reason;
use kernel::term::{DayMark, DayNote, Kind, PauseReason, Term, TermEvent, Unit};
use web::{Texts, format};

/// „7 работни дни“.
pub fn term(t: Texts, term: Term) -> String {
    let key = match (term.unit, term.kind) {
        (Unit::Hour, Kind::Working) => "portal-term-hour-working",
        (Unit::Hour, Kind::Calendar) => "portal-term-hour",
        (Unit::Day, Kind::Working) => "portal-term-day-working",
        (Unit::Day, Kind::Calendar) => "portal-term-day-calendar",
        (Unit::Month, _) => "portal-term-month",
    };
    t.count(key, u32::from(term.value))
}

/// How many days are left, or how many have passed since the last one.
pub fn remaining(t: Texts, term_kind: Option<Kind>, days: i64) -> String {
    let working = term_kind == Some(Kind::Working);
    match days {
        0 => t.get("portal-remaining-today").into_owned(),
        days if days > 0 && working => t.count("portal-remaining-working", days),
        days if days > 0 => t.count("portal-remaining", days),
        days => t.count("portal-remaining-over", days.abs()),
    }
}

/// One row of the explanation.
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

/// The rows of the explanation, up to the last day.
pub fn rows(t: Texts, explanation: &TermExplanation) -> Vec<DayRow> {
    explanation.days.iter().map(|note| row(t, note)).collect()
}

fn row(t: Texts, note: &DayNote) -> DayRow {
    let weekday = t.get(&format!("portal-weekday-{}", note.date.weekday().to_monday_one_offset()));
    let mut notes: Vec<String> = note.events.iter().map(|event| event_text(t, *event)).collect();
    if let Some(reason) = &note.non_working {
        notes.push(reason_text(t, reason));
    }
    DayRow {
        day: format!("{weekday}, {}", format::date(note.date, t.language())),
        mark: mark_text(t, note.mark),
        note: notes.join(" "),
        counts: matches!(note.mark, DayMark::Counted(_) | DayMark::CountedMinutes(_)),
        last: note.last,
    }
}

fn mark_text(t: Texts, mark: DayMark) -> String {
    match mark {
        DayMark::Counted(number) => t.with1("portal-mark-counted", "count", number),
        DayMark::CountedMinutes(minutes) => t.with1("portal-mark-minutes", "count", minutes),
        DayMark::Forgotten => t.get("portal-mark-forgotten").into_owned(),
        DayMark::Start => t.get("portal-mark-start").into_owned(),
        DayMark::Paused(reason) => t.get(&format!("portal-mark-paused-{}", pause_code(reason))).into_owned(),
        DayMark::DayOff => t.get("portal-mark-day-off").into_owned(),
        DayMark::Moved => t.get("portal-mark-moved").into_owned(),
        DayMark::After => t.get("portal-mark-after").into_owned(),
    }
}

/// The code of a reason for a pause.
pub fn pause_code(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::Correction => "correction",
        PauseReason::Cooperation => "cooperation",
        PauseReason::Suspension => "suspension",
        PauseReason::Payment => "payment",
    }
}

fn reason_text(t: Texts, reason: &Reason) -> String {
    let holiday_name = |key: &str| t.get(&format!("portal-holiday-{key}")).into_owned();
    match reason {
        Reason::Weekend => t.get("portal-day-weekend").into_owned(),
        Reason::Holiday(holiday) => t.with1("portal-day-holiday", "name", holiday_name(holiday.key())),
        Reason::Substitute { holiday, on } => {
            t.with2("portal-day-substitute", "name", holiday_name(holiday.key()), "date", format::date(*on, t.language()))
        }
        Reason::Declared(note) => t.with1("portal-day-declared", "note", note.as_str()),
    }
}

fn event_text(t: Texts, event: TermEvent) -> String {
    match event {
        TermEvent::Started => t.get("portal-term-event-started").into_owned(),
        TermEvent::Paused { reason } => t.get(&format!("portal-term-event-paused-{}", pause_code(reason))).into_owned(),
        TermEvent::Resumed => t.get("portal-term-event-resumed").into_owned(),
        TermEvent::Restarted => t.get("portal-term-event-restarted").into_owned(),
        TermEvent::Extended { by } => t.with1("portal-term-event-extended", "count", u32::from(by)),
        TermEvent::Ended => t.get("portal-term-event-ended").into_owned(),
    }
}

/// What happened to the term, one sentence per event with its moment and reason.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// When.
    pub at: String,
    /// What.
    pub text: String,
    /// Why, in the clerk's words; may be empty.
    pub reason: String,
}

/// The events of a term in words.
pub fn facts(t: Texts, facts: &[TermFact]) -> Vec<FactRow> {
    let row = |fact: &TermFact| FactRow {
        at: format::date_time(fact.entry.at, t.language()),
        text: event_text(t, fact.entry.event),
        reason: fact.reason.clone(),
    };
    facts.iter().map(row).collect()
}

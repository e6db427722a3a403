//! Terms and their days in words (`domain.md` §7); one wording for people and for clerks.
//!
//! The one rule: nothing is computed here; the ledger has already said what each day is.

use kernel::calendar::Reason;
use kernel::term::{DayMark, DayNote, Kind, LedgerEntry, PauseReason, Term, TermEvent, Unit, Warning, WarningKind};

use crate::format;
use crate::texts::Texts;

/// „7 работни дни“.
pub fn term(t: Texts, term: Term) -> String {
    let key = match (term.unit, term.kind) {
        (Unit::Hour, Kind::Working) => "shell-term-hour-working",
        (Unit::Hour, Kind::Calendar) => "shell-term-hour",
        (Unit::Day, Kind::Working) => "shell-working-days",
        (Unit::Day, Kind::Calendar) => "shell-calendar-days",
        (Unit::Month, _) => "shell-term-month",
    };
    t.count(key, u32::from(term.value))
}

/// How many days are left, or how many have passed since the last one; in the unit of the term where it is known.
pub fn remaining(t: Texts, kind: Option<Kind>, days: i64) -> String {
    let key = match kind {
        Some(Kind::Working) => "shell-working-days",
        Some(Kind::Calendar) => "shell-calendar-days",
        None => "shell-days",
    };
    let counted = t.count(key, days.abs());
    match days {
        0 => t.get("shell-term-today").into_owned(),
        left if left > 0 => counted,
        _ => t.with1("shell-term-over", "days", counted),
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
    let weekday = t.get(&format!("shell-weekday-{}", note.date.weekday().to_monday_one_offset()));
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
        DayMark::Counted(number) => t.with1("shell-mark-counted", "count", number),
        DayMark::CountedMinutes(minutes) => t.with1("shell-mark-minutes", "count", minutes),
        DayMark::Forgotten => t.get("shell-mark-forgotten").into_owned(),
        DayMark::Start => t.get("shell-mark-start").into_owned(),
        DayMark::Paused(reason) => t.get(&format!("shell-mark-paused-{}", pause_code(reason))).into_owned(),
        DayMark::DayOff => t.get("shell-mark-day-off").into_owned(),
        DayMark::Moved => t.get("shell-mark-moved").into_owned(),
        DayMark::After => t.get("shell-mark-after").into_owned(),
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
    let name = |key: &str| t.get(&format!("shell-holiday-{key}")).into_owned();
    match reason {
        Reason::Weekend => t.get("shell-day-weekend").into_owned(),
        Reason::Holiday(holiday) => t.with1("shell-day-holiday", "name", name(holiday.key())),
        Reason::Substitute { holiday, on } => {
            t.with2("shell-day-substitute", "name", name(holiday.key()), "date", format::date(*on, t.language()))
        }
        Reason::Declared(note) => t.with1("shell-day-declared", "note", note.as_str()),
    }
}

/// What an event did to the term.
pub fn event_text(t: Texts, event: TermEvent) -> String {
    match event {
        TermEvent::Started => t.get("shell-ledger-started").into_owned(),
        TermEvent::Paused { reason } => t.get(&format!("shell-ledger-paused-{}", pause_code(reason))).into_owned(),
        TermEvent::Resumed => t.get("shell-ledger-resumed").into_owned(),
        TermEvent::Restarted => t.get("shell-ledger-restarted").into_owned(),
        TermEvent::Extended { by } => t.count("shell-ledger-extended", u32::from(by)),
        TermEvent::Ended => t.get("shell-ledger-ended").into_owned(),
    }
}

/// One event of the ledger.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// When.
    pub at: String,
    /// What.
    pub text: String,
    /// Why, in the words of whoever did it; may be empty.
    pub reason: String,
}

/// One event of the ledger in words, with its reason.
pub fn fact(t: Texts, entry: &LedgerEntry, reason: &str) -> FactRow {
    FactRow { at: format::date_time(entry.at, t.language()), text: event_text(t, entry.event), reason: reason.to_owned() }
}

/// When people are warned: the moment, the words, whether it is past.
pub fn warnings(t: Texts, warnings: &[Warning], now: jiff::Timestamp) -> Vec<(String, String, bool)> {
    let words = |kind: WarningKind| match kind {
        WarningKind::Percent(percent) => t.with1("shell-warning-percent", "count", u32::from(percent)),
        WarningKind::DayBefore => t.get("shell-warning-day-before").into_owned(),
        WarningKind::Breach => t.get("shell-warning-breach").into_owned(),
    };
    warnings.iter().map(|warning| (format::date_time(warning.at, t.language()), words(warning.kind), warning.at <= now)).collect()
}

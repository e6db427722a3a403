use super::*;
use jiff::SignedDuration;
use jiff::civil::date;

use crate::calendar::Holiday;

/// Ten in the morning of a day of 2026.
fn ten(month: i8, day: i8) -> Timestamp {
    at(month, day, 10, 0)
}

fn at(month: i8, day: i8, hour: i8, minute: i8) -> Timestamp {
    sofia_instant(date(2026, month, day).at(hour, minute, 0, 0))
}

fn ledger(start: Timestamp, events: &[(Timestamp, TermEvent)]) -> Ledger {
    let mut ledger = Ledger::started(start);
    for (at, event) in events {
        ledger.record(*at, *event).expect("a legal event");
    }
    ledger
}

fn last(term: Term, ledger: &Ledger) -> Date {
    ledger.deadline(term, &Calendar::default()).last_day
}

const CORRECTION: TermEvent = TermEvent::Paused { reason: PauseReason::Correction };
const COOPERATION: TermEvent = TermEvent::Paused { reason: PauseReason::Cooperation };

#[test]
fn examples_without_pauses() {
    for (term, (month, day), (last_month, last_day)) in [
        (Term::working_days(3), (4, 30), (5, 7)),
        (Term::days(14), (4, 20), (5, 4)),
        (Term::days(7), (4, 17), (4, 24)),
        (Term::days(14), (5, 10), (5, 26)),
        (Term::days(0), (4, 20), (4, 20)),
        (Term::working_days(1), (4, 18), (4, 20)),
        (Term::months(1), (1, 31), (3, 2)),
        (Term::months(1), (4, 20), (5, 20)),
        (Term::months(2), (4, 6), (6, 8)),
    ] {
        assert_eq!(last(term, &Ledger::started(ten(month, day))), date(2026, last_month, last_day), "{term:?} from {day}.{month}");
    }
}

#[test]
fn examples_with_pauses() {
    let paused = ledger(ten(4, 20), &[(ten(4, 24), COOPERATION), (ten(4, 30), TermEvent::Resumed)]);
    assert_eq!(last(Term::days(14), &paused), date(2026, 5, 11));
    let paused = ledger(ten(4, 20), &[(ten(4, 22), COOPERATION), (ten(4, 28), TermEvent::Resumed)]);
    assert_eq!(last(Term::working_days(7), &paused), date(2026, 5, 7));
    let same_day = ledger(ten(4, 20), &[(ten(4, 22), COOPERATION), (at(4, 22, 16, 0), TermEvent::Resumed)]);
    assert_eq!(last(Term::days(14), &same_day), last(Term::days(14), &Ledger::started(ten(4, 20))));
    let month = ledger(ten(4, 20), &[(ten(4, 24), COOPERATION), (ten(4, 30), TermEvent::Resumed)]);
    assert_eq!(last(Term::months(1), &month), date(2026, 5, 26));
}

#[test]
fn the_day_is_the_day_in_sofia() {
    // 21:30 UTC is already the next day in Sofia.
    let late: Timestamp = "2026-04-19T21:30:00Z".parse().expect("an instant");
    let deadline = Ledger::started(late).deadline(Term::days(14), &Calendar::default());
    assert_eq!(deadline.last_day, date(2026, 5, 4));
    assert_eq!(deadline.ends_at, "2026-05-04T21:00:00Z".parse().expect("an instant"));
}

#[test]
fn a_restart_forgets_and_an_extension_adds() {
    let corrected = ledger(ten(4, 20), &[(ten(4, 22), CORRECTION), (ten(4, 29), TermEvent::Restarted)]);
    assert_eq!(last(Term::days(14), &corrected), date(2026, 5, 13));
    assert_eq!(corrected.paused(), None);
    let extended = ledger(ten(4, 20), &[(ten(4, 28), TermEvent::Extended { by: 14 })]);
    assert_eq!(last(Term::days(14), &extended), date(2026, 5, 18));
    let forgotten = ledger(ten(4, 20), &[(ten(4, 28), TermEvent::Extended { by: 14 }), (ten(4, 29), TermEvent::Restarted)]);
    assert_eq!(last(Term::days(14), &forgotten), date(2026, 5, 13));
}

#[test]
fn an_open_pause_gives_an_estimate() {
    let calendar = Calendar::default();
    let paused = ledger(ten(4, 20), &[(ten(4, 24), COOPERATION)]);
    let now = paused.deadline(Term::days(14), &calendar);
    assert!(now.paused && !now.ended);
    assert_eq!(now.last_day, date(2026, 5, 4));
    let later = paused.deadline_on(Term::days(14), &Basis::new(&calendar).at(ten(4, 30)));
    assert!(later.paused);
    assert_eq!(later.last_day, date(2026, 5, 11));
    assert_eq!(paused.remaining_days(Term::days(14), &calendar, date(2026, 4, 30)), 11);
    assert_eq!(paused.paused(), Some(PauseReason::Cooperation));
}

#[test]
fn an_ended_term_was_kept_or_not() {
    let calendar = Calendar::default();
    let basis = Basis::new(&calendar);
    let kept = ledger(ten(4, 20), &[(at(5, 4, 23, 59), TermEvent::Ended)]);
    assert!(kept.deadline(Term::days(14), &calendar).ended);
    assert!(kept.in_time(Term::days(14), &basis, ten(9, 1)));
    let late = ledger(ten(4, 20), &[(at(5, 5, 0, 0), TermEvent::Ended)]);
    assert!(!late.in_time(Term::days(14), &basis, ten(9, 1)));
    let running = Ledger::started(ten(4, 20));
    assert!(running.in_time(Term::days(14), &basis, ten(5, 4)));
    assert!(!running.in_time(Term::days(14), &basis, ten(5, 5)));
}

#[test]
fn remaining_days_count_down() {
    let calendar = Calendar::default();
    let ledger = Ledger::started(ten(4, 20));
    let left = |term, month, day| ledger.remaining_days(term, &calendar, date(2026, month, day));
    assert_eq!(left(Term::days(14), 4, 20), 14);
    assert_eq!(left(Term::days(14), 5, 4), 0);
    assert_eq!(left(Term::days(14), 5, 6), -2);
    assert_eq!(left(Term::working_days(7), 4, 20), 7);
    assert_eq!(left(Term::working_days(7), 4, 29), 0);
    assert_eq!(left(Term::working_days(7), 5, 4), -2);
}

#[test]
fn hours_run_from_the_moment() {
    let calendar = Calendar::default();
    let start = Ledger::started(at(4, 20, 10, 15));
    let deadline = start.deadline(Term::hours(24), &calendar);
    assert_eq!((deadline.ends_at, deadline.last_day), (at(4, 21, 10, 15), date(2026, 4, 21)));
    // Friday + 24 hours is a Saturday: the same hour of Monday.
    let friday = Ledger::started(at(4, 17, 15, 0));
    assert_eq!(friday.deadline(Term::hours(24), &calendar).ends_at, at(4, 20, 15, 0));
    let paused = ledger(at(4, 20, 10, 0), &[(at(4, 20, 12, 0), COOPERATION), (at(4, 20, 15, 0), TermEvent::Resumed)]);
    assert_eq!(paused.deadline(Term::hours(8), &calendar).ends_at, at(4, 20, 21, 0));
    // The clocks go forward in the night to 29.03.2026, a Sunday: an hour is an hour.
    let night = Ledger::started(at(3, 28, 23, 0));
    let seven = night.run().hours_passed(Kind::Calendar, 7 * 3600, &Basis::new(&calendar));
    assert_eq!(seven, at(3, 29, 7, 0));
}

#[test]
fn working_hours_run_only_in_working_time() {
    let calendar = Calendar::default();
    let ends = |start, hours| Ledger::started(start).deadline(Term::working_hours(hours), &calendar).ends_at;
    assert_eq!(ends(at(4, 20, 10, 0), 4), at(4, 20, 14, 0));
    assert_eq!(ends(at(4, 20, 16, 0), 4), at(4, 21, 11, 0));
    assert_eq!(ends(at(4, 20, 8, 30), 9), at(4, 20, 17, 30));
    assert_eq!(ends(at(4, 20, 6, 0), 1), at(4, 20, 9, 30));
    assert_eq!(ends(at(4, 17, 17, 0), 1), at(4, 20, 9, 0));
    assert_eq!(ends(at(4, 30, 20, 0), 2), at(5, 4, 10, 30));
    let paused = ledger(at(4, 20, 10, 0), &[(at(4, 20, 11, 0), COOPERATION), (at(4, 20, 16, 30), TermEvent::Resumed)]);
    assert_eq!(paused.deadline(Term::working_hours(4), &calendar).ends_at, at(4, 21, 10, 30));
    let short = WorkingHours::new(time(9, 0, 0, 0), time(12, 0, 0, 0)).expect("valid");
    let basis = Basis::new(&calendar).within(short);
    assert_eq!(Ledger::started(at(4, 20, 10, 0)).deadline_on(Term::working_hours(4), &basis).ends_at, at(4, 21, 11, 0));
    assert_eq!(WorkingHours::new(time(12, 0, 0, 0), time(12, 0, 0, 0)), None);
}

#[test]
fn warnings_come_in_order() {
    let calendar = Calendar::default();
    let basis = Basis::new(&calendar);
    let dates = |term, ledger: &Ledger| {
        let warnings = ledger.warnings(term, &basis, &[50, 80]);
        warnings.into_iter().map(|warning| (warning.kind, warning.at)).collect::<Vec<_>>()
    };
    let started = Ledger::started(ten(4, 20));
    assert_eq!(
        dates(Term::days(14), &started),
        [
            (WarningKind::Percent(50), at(4, 27, 8, 30)),
            // The twelfth day is Saturday, 02.05.
            (WarningKind::DayBefore, at(4, 30, 8, 30)),
            (WarningKind::Percent(80), at(5, 4, 8, 30)),
            (WarningKind::Breach, at(5, 5, 0, 0)),
        ]
    );
    assert_eq!(
        dates(Term::working_days(10), &Ledger::started(ten(4, 13))),
        [
            (WarningKind::Percent(50), at(4, 20, 8, 30)),
            (WarningKind::Percent(80), at(4, 23, 8, 30)),
            (WarningKind::DayBefore, at(4, 24, 8, 30)),
            (WarningKind::Breach, at(4, 28, 0, 0)),
        ]
    );
    assert_eq!(
        dates(Term::working_hours(4), &started),
        [
            (WarningKind::Percent(50), at(4, 20, 12, 0)),
            (WarningKind::Percent(80), at(4, 20, 13, 12)),
            (WarningKind::Breach, at(4, 20, 14, 0)),
        ]
    );
    let month = dates(Term::months(1), &started);
    assert_eq!(month[0], (WarningKind::Percent(50), at(5, 5, 8, 30)));
    // A term of one day has no warning before its only day.
    assert_eq!(dates(Term::working_days(1), &started).len(), 3);
}

#[test]
fn every_day_is_explained() {
    let calendar = Calendar::default();
    let basis = Basis::new(&calendar);
    let paused = ledger(ten(4, 20), &[(ten(4, 22), COOPERATION), (ten(4, 28), TermEvent::Resumed)]);
    let marks =
        |term, ledger: &Ledger| ledger.explain(term, &basis).into_iter().map(|note| (note.date.day(), note.mark)).collect::<Vec<_>>();
    let pause = DayMark::Paused(PauseReason::Cooperation);
    assert_eq!(
        marks(Term::working_days(7), &paused),
        [
            (20, DayMark::Start),
            (21, DayMark::Counted(1)),
            (22, pause),
            (23, pause),
            (24, pause),
            (25, pause),
            (26, pause),
            (27, pause),
            (28, DayMark::Counted(2)),
            (29, DayMark::Counted(3)),
            (30, DayMark::Counted(4)),
            (1, DayMark::DayOff),
            (2, DayMark::DayOff),
            (3, DayMark::DayOff),
            (4, DayMark::Counted(5)),
            (5, DayMark::Counted(6)),
            (6, DayMark::DayOff),
            (7, DayMark::Counted(7)),
        ]
    );
    let notes = Ledger::started(ten(5, 10)).explain(Term::days(14), &basis);
    let end: Vec<_> = notes.iter().rev().take(3).map(|note| (note.date.day(), note.mark, note.last)).collect();
    assert_eq!(end, [(26, DayMark::Moved, true), (25, DayMark::Moved, false), (24, DayMark::Counted(14), false)]);
    assert_eq!(notes[14].non_working, Some(Reason::Holiday(Holiday::Letters)));
    assert_eq!(notes[15].non_working, Some(Reason::Substitute { holiday: Holiday::Letters, on: date(2026, 5, 24) }));
}

#[test]
fn the_explanation_shows_restarts_and_the_end() {
    let calendar = Calendar::default();
    let basis = Basis::new(&calendar);
    let ended = ledger(ten(4, 20), &[(ten(4, 22), CORRECTION), (ten(4, 24), TermEvent::Restarted), (ten(5, 4), TermEvent::Ended)]);
    let notes = ended.explain(Term::days(7), &basis);
    let of = |day: Date| notes.iter().find(|note| note.date == day).expect("explained");
    assert_eq!(of(date(2026, 4, 20)).mark, DayMark::Forgotten);
    assert_eq!(of(date(2026, 4, 22)).events, [CORRECTION]);
    assert_eq!(of(date(2026, 4, 24)).mark, DayMark::Start);
    // The seventh day, 01.05, is a holiday: the term ends on Monday, 04.05.
    assert_eq!(of(date(2026, 5, 1)).mark, DayMark::Counted(7));
    assert_eq!((of(date(2026, 5, 4)).mark, of(date(2026, 5, 4)).last), (DayMark::Moved, true));
    let hours = Ledger::started(at(4, 20, 16, 0)).explain(Term::working_hours(4), &basis);
    let marks: Vec<_> = hours.iter().map(|note| note.mark).collect();
    assert_eq!(marks, [DayMark::CountedMinutes(90), DayMark::CountedMinutes(150)]);
}

#[test]
fn the_explanation_agrees_with_the_deadline() {
    let calendar = Calendar::default();
    let basis = Basis::new(&calendar);
    for offset in 0..366 {
        let start = ten(1, 1).saturating_add(SignedDuration::from_hours(24 * offset)).expect("in range");
        let pause = start.saturating_add(SignedDuration::from_hours(24 * (offset % 9))).expect("in range");
        let resume = pause.saturating_add(SignedDuration::from_hours(24 * (offset % 5))).expect("in range");
        let ledger = ledger(start, &[(pause, COOPERATION), (resume, TermEvent::Resumed)]);
        for term in [Term::days(7), Term::working_days(7), Term::months(1), Term::working_hours(20)] {
            let deadline = ledger.deadline(term, &calendar);
            assert!(calendar.is_working(deadline.last_day));
            let notes = ledger.explain(term, &basis);
            let ends: Vec<Date> = notes.iter().filter(|note| note.last).map(|note| note.date).collect();
            assert_eq!(ends, [deadline.last_day], "{term:?}");
            assert!(notes.iter().all(|note| (note.mark == DayMark::After) == (note.date > deadline.last_day)));
            let counted = notes.iter().filter(|note| matches!(note.mark, DayMark::Counted(_))).count();
            if term.unit == Unit::Day {
                assert_eq!(counted, usize::from(term.value));
            }
        }
    }
}

#[test]
fn impossible_events_are_refused() {
    let mut ledger = Ledger::started(ten(4, 20));
    assert_eq!(ledger.record(ten(4, 20), TermEvent::Started), Err(LedgerError::AlreadyStarted));
    assert_eq!(ledger.record(ten(4, 21), TermEvent::Resumed), Err(LedgerError::NotPaused));
    assert_eq!(ledger.record(ten(4, 19), TermEvent::Ended), Err(LedgerError::OutOfOrder));
    ledger.record(ten(4, 21), COOPERATION).expect("legal");
    assert_eq!(ledger.record(ten(4, 22), CORRECTION), Err(LedgerError::AlreadyPaused));
    ledger.record(ten(4, 23), TermEvent::Ended).expect("legal");
    assert_eq!(ledger.record(ten(4, 24), TermEvent::Resumed), Err(LedgerError::Ended));
    assert_eq!(ledger.ended_at(), Some(ten(4, 23)));
    ledger.record(ten(4, 25), TermEvent::Restarted).expect("a cancelled decision starts the term anew");
    assert_eq!(ledger.ended_at(), None);
    assert_eq!(Ledger::from_entries(Vec::new()), Err(LedgerError::NotStarted));
}

#[test]
fn ledgers_and_terms_are_stored_as_readable_json() {
    let ledger =
        ledger(ten(4, 20), &[(ten(4, 22), COOPERATION), (ten(4, 28), TermEvent::Resumed), (ten(4, 28), TermEvent::Extended { by: 3 })]);
    let text = serde_json::to_string(&ledger).expect("writes");
    assert!(text.contains(r#"{"at":"2026-04-22T07:00:00Z","event":"paused","reason":"cooperation"}"#), "{text}");
    assert_eq!(serde_json::from_str::<Ledger>(&text).expect("reads"), ledger);
    assert!(serde_json::from_str::<Ledger>("[]").is_err());
    let term: Term = serde_json::from_str(r#"{"value":7,"unit":"day","kind":"working"}"#).expect("reads");
    assert_eq!(term, Term::working_days(7));
    assert_eq!(Term::days(14).duration(), "P14D");
    assert_eq!(Term::hours(4).duration(), "PT4H");
}

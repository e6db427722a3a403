//! Repetition, gaps, clocks, backdating, ends: who may store what.

use std::collections::BTreeSet;

use ejournal::event::EventId;
use ejournal::{Admission, Class, Facts, Flag, Refusal, admit};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::kit::{AIS, FORMS, OTHER_EIK, PAYMENTS, Store, at, authorisation, minute, read, report, report_at, source};

/// Admits an event a second after its time.
fn submit(store: &Store, event: &Json) -> Result<BTreeSet<Flag>, Refusal> {
    let event = read(event);
    submit_at(store, &event, event.time + jiff::SignedDuration::from_secs(1))
}

fn submit_at(store: &Store, event: &ejournal::Event, now: jiff::Timestamp) -> Result<BTreeSet<Flag>, Refusal> {
    let authorisation = authorisation();
    match admit(event, &event.to_bytes(), &store.facts(now, &authorisation))? {
        Admission::New { flags } => Ok(flags),
        Admission::Repeated => panic!("nothing was stored under this id"),
    }
}

fn refused(class: Class, pointer: &str) -> Result<BTreeSet<Flag>, Refusal> {
    Err(Refusal::at(class, pointer))
}

fn marks(flags: &[Flag]) -> Result<BTreeSet<Flag>, Refusal> {
    Ok(flags.iter().copied().collect())
}

#[test]
fn the_same_bytes_are_a_repetition_and_others_a_conflict() {
    let event = read(&report(1, "intake.registered"));
    let payload = event.to_bytes();
    let (store, authorisation) = (Store::of(vec![event.clone()]), authorisation());
    let stored = Some(Sha256::digest(&payload).into());
    let facts = Facts { stored_digest: stored, ..store.facts(event.time, &authorisation) };
    assert_eq!(admit(&event, &payload, &facts), Ok(Admission::Repeated));
    let other = [payload.as_slice(), b" "].concat();
    assert_eq!(admit(&event, &other, &facts), Err(Refusal::at(Class::Conflict, "/id")));
}

#[test]
fn a_number_taken_or_declared_void_is_refused() {
    let mut store = Store::of_statuses(&["intake.registered", "term.set"]);
    let mut second = report(2, "work.started");
    second["id"] = json!(EventId::new(minute(2), [9; 10]));
    assert_eq!(submit(&store, &second), refused(Class::Sequence, "/rnuseq"));
    store.voids.insert((source(AIS), 3));
    assert_eq!(submit(&store, &report(3, "work.started")), refused(Class::Sequence, "/rnuseq"));
    assert_eq!(submit(&store, &report(4, "work.started")), marks(&[]), "after a void number nothing is missing");
    assert_eq!(submit(&store, &report_at(FORMS, 1, 3, "form.prefilled")), marks(&[Flag::OrderAnomaly]), "a form after the intake");
}

#[test]
fn an_early_event_is_accepted_and_marked_and_a_late_one_fills_the_gap() {
    let mut store = Store::of_statuses(&["intake.registered"]);
    assert_eq!(submit(&store, &report(3, "work.started")), marks(&[Flag::Gap]));
    store.events.push(read(&report(3, "work.started")));
    assert_eq!(submit(&store, &report(2, "term.set")), marks(&[]));
    assert_eq!(submit(&store, &report_at(PAYMENTS, 1, 4, "payment.paid")), marks(&[]), "nothing waits for another source");
}

#[test]
fn the_certificate_says_for_whom() {
    let event = read(&report(1, "intake.registered"));
    let store = Store::default();
    let mut authorisation = authorisation();
    authorisation.sources.remove(&source(AIS));
    let verdict = |authorisation: &_, event: &ejournal::Event| admit(event, &event.to_bytes(), &store.facts(event.time, authorisation));
    assert_eq!(verdict(&authorisation, &event), Err(Refusal::at(Class::Authorisation, "/source")));
    let mut correction = report_at(FORMS, 1, 1, "journal.retracted");
    correction["data"]["reason"] = json!("data-entry.duplicate");
    let place = "/data/correctionOf/source";
    assert_eq!(verdict(&authorisation, &read(&correction)), Err(Refusal::at(Class::Authorisation, place)), "not the events of others");
    authorisation.administrations.clear();
    authorisation.sources.insert(source(AIS));
    assert_eq!(verdict(&authorisation, &event), Err(Refusal::at(Class::Authorisation, "/data/administration/eik")));
}

#[test]
fn a_reason_is_a_code_of_the_nomenclature() {
    let mut event = report(1, "payment.exempt");
    event["data"]["reason"] = json!("fee.poor");
    assert_eq!(submit(&Store::default(), &event), refused(Class::Schema, "/data/reason"));
    event["data"]["reason"] = json!("7501010010");
    assert_eq!(submit(&Store::default(), &event), refused(Class::Privacy, "/data/reason"));
}

#[test]
fn the_clock_may_be_two_minutes_ahead() {
    let event = read(&report(1, "intake.registered"));
    let store = Store::default();
    let ahead = |seconds: i64| submit_at(&store, &event, event.time - jiff::SignedDuration::from_secs(seconds));
    assert_eq!(ahead(120), marks(&[]));
    assert_eq!(ahead(121), refused(Class::Clock, "/time"));
}

#[test]
fn late_arrival_is_marked_and_never_refused() {
    let event = read(&report(1, "intake.registered"));
    let after = |hours: i64| submit_at(&Store::default(), &event, event.time + jiff::SignedDuration::from_hours(hours));
    assert_eq!(after(24), marks(&[]));
    assert_eq!(after(25), marks(&[Flag::Late]));
    assert_eq!(after(24 * 365 * 5), marks(&[Flag::Late]));
}

/// An event recorded at this instant about a fact of 14 March 2025, 08:00.
fn backdated(recorded: &str, reason: Option<&str>, window: bool) -> Result<BTreeSet<Flag>, Refusal> {
    let mut event = report_at(AIS, 1, 0, "intake.registered");
    event["id"] = json!(EventId::new(at(recorded), [1; 10]));
    if let Some(reason) = reason {
        event["data"]["backdated"] = json!({ "reason": reason });
    }
    let event = read(&event);
    let (store, authorisation) = (Store::default(), authorisation());
    let facts = Facts { migration_window: window, ..store.facts(at(recorded), &authorisation) };
    match admit(&event, &event.to_bytes(), &facts)? {
        Admission::New { flags } => Ok(flags),
        Admission::Repeated => panic!("nothing was stored"),
    }
}

#[test]
fn table_of_backdating() {
    let marked = || marks(&[Flag::Backdated]);
    let without = || refused(Class::Backdating, "/time");
    let beyond = || refused(Class::Backdating, "/data/backdated/reason");
    for (recorded, reason, window, verdict) in [
        ("2025-03-15T08:00:00Z", None, false, marks(&[])),
        ("2025-03-15T08:00:00Z", Some("outage"), false, marks(&[])),
        ("2025-03-15T08:00:01Z", None, false, without()),
        ("2025-03-15T08:00:01Z", Some("outage"), false, marked()),
        ("2025-03-24T08:00:00Z", Some("outage"), false, marked()),
        ("2025-03-24T08:00:01Z", Some("outage"), false, beyond()),
        ("2025-04-13T08:00:00Z", Some("paper-intake"), false, marked()),
        ("2025-04-13T08:00:01Z", Some("paper-intake"), false, beyond()),
        ("2026-03-14T08:00:00Z", Some("legal-effect"), false, marked()),
        ("2026-03-14T08:00:01Z", Some("legal-effect"), false, beyond()),
        ("2025-03-16T08:00:00Z", Some("migration"), false, beyond()),
        ("2035-03-16T08:00:00Z", Some("migration"), true, marked()),
        ("2025-03-16T08:00:00Z", None, true, without()),
    ] {
        assert_eq!(backdated(recorded, reason, window), verdict, "{recorded} {reason:?}");
    }
}

#[test]
fn after_its_own_end_a_source_reports_only_what_may_follow() {
    let store = Store::of_statuses(&["intake.registered", "term.set", "decision.granted", "case.closed"]);
    for status in
        ["delivery.opened", "appeal.filed", "case.reopened", "case.archived", "payment.refunded", "link.closed", "journal.retracted"]
    {
        let mut event = report(5, status);
        if status == "journal.retracted" || status == "case.reopened" {
            event["data"]["reason"] = json!("data-entry.wrong-status");
        }
        assert!(submit(&store, &event).is_ok(), "{status}");
    }
    for status in ["work.stage", "term.extended", "decision.refused", "payment.paid", "link.opened"] {
        assert_eq!(submit(&store, &report(5, status)), refused(Class::Terminal, "/data/status"), "{status}");
    }
    assert_eq!(submit(&store, &report_at(PAYMENTS, 1, 9, "payment.paid")), marks(&[Flag::AfterEnd]), "another source is only marked");
}

#[test]
fn the_end_of_a_source_holds_for_higher_numbers_until_it_is_taken_back() {
    let mut store = Store::of_statuses(&["intake.registered"]);
    store.events.push(read(&report(3, "case.closed")));
    assert_eq!(submit(&store, &report(2, "term.set")), marks(&[]), "a late event from before the end");
    store.events.push(read(&report(2, "term.set")));
    let mut reopened = report(4, "case.reopened");
    reopened["data"]["reason"] = json!("data-entry.wrong-status");
    let mut corrected = report(4, "journal.corrected");
    corrected["data"]["correctionOf"] = json!({"source": AIS, "id": report(3, "case.closed")["id"]});
    let mut retracted = corrected.clone();
    retracted["data"]["status"] = json!("journal.retracted");
    for taken_back in [reopened, corrected, retracted] {
        let mut events = store.events.clone();
        events.push(read(&taken_back));
        let verdict = submit(&Store::of(events), &report(5, "work.stage"));
        assert_eq!(verdict, marks(&[]), "{}", taken_back["data"]["status"]);
    }
}

#[test]
fn a_forwarded_service_continues_at_the_next_administration() {
    let store = Store::of_statuses(&["intake.registered", "intake.forwarded"]);
    assert_eq!(submit(&store, &report(3, "work.started")), refused(Class::Terminal, "/data/status"));
    let mut next = report(3, "intake.registered");
    next["data"]["administration"]["eik"] = json!(OTHER_EIK);
    assert_eq!(submit(&store, &next), marks(&[]));
}

//! Repetition, conflict, order, gaps, voids, clocks, backdating, ends: `ejournal.md` §5.1 – §5.4 and §4.1.

use axum::http::Method;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::kit::{AIS, FORMS, SUBJECT, SYSTEMS, World, at, event, event_of, later, refusal};

fn of(result: (u16, String, String), status: u16, code: &str, pointer: &str) {
    assert_eq!(result, (status, code.to_owned(), pointer.to_owned()));
}

#[test]
fn the_same_bytes_are_a_repetition_and_other_bytes_a_conflict() {
    let world = World::new();
    let first = event(1, "intake.registered");
    let index = world.report(&first).expect(201).json()["index"].clone();
    let again = world.report(&first).expect(200).json();
    assert_eq!((&again["result"], &again["index"]), (&json!("repeated"), &index));

    let mut other = first.clone();
    other["data"]["actor"] = json!("employee");
    of(refusal(&world.report(&other)), 409, "conflict", "/id");
    // Only one blank more.
    let spaced = first.to_string().replacen('{', "{ ", 1);
    let answer = world.call(Method::POST, "/events", SYSTEMS, &[], spaced);
    of(refusal(&answer), 409, "conflict", "/id");
    of(refusal(&world.report(&event_of(AIS, SUBJECT, 1, 5, "intake.received"))), 409, "sequence", "/rnuseq");

    let results = world.batch(&[event(2, "term.set"), event(2, "term.set"), first]);
    let kinds: Vec<&Json> = results.as_array().unwrap().iter().map(|one| &one["result"]).collect();
    assert_eq!(kinds, ["new", "repeated", "repeated"]);
    assert_eq!(results[0]["index"], results[1]["index"]);
    assert_eq!(world.events(), 2);
}

#[test]
fn a_key_beside_the_event_must_be_its_id() {
    let world = World::new();
    let event = event(1, "intake.registered");
    let post = |key: &str| world.call(Method::POST, "/events", SYSTEMS, &[("idempotency-key", key)], event.to_string());
    of(refusal(&post("0195953a-0000-7000-8000-000000000001")), 400, "schema", "/id");
    post(event["id"].as_str().unwrap()).expect(201);
}

#[test]
fn an_early_event_waits_until_the_missing_one_comes() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    let early = world.report(&event(3, "decision.signed")).expect(201).json();
    assert_eq!(early["flags"], json!(["channel-only", "gap"]));
    let service = world.service();
    assert_eq!((&service["phase"], &service["events"][1]["standing"]), (&json!("intake"), &json!("waiting")));
    assert_eq!(world.phase().as_deref(), Some("intake"));

    world.report(&event(2, "term.set")).expect(201);
    let service = world.service();
    assert_eq!((&service["phase"], &service["flags"]), (&json!("decision"), &json!([])));
    assert_eq!(world.phase().as_deref(), Some("decision"));
    assert_eq!(world.count("SELECT COUNT(*) FROM journal_subject WHERE gap_at IS NOT NULL"), 0);
}

#[test]
fn a_gap_ends_with_a_void_number_or_after_a_day() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    world.report(&event(3, "work.started")).expect(201);
    let void = json!({"subject": SUBJECT, "rnuseq": 2, "reason": "data-entry.wrong-number"});
    let path = format!("/sources/{AIS}/voids");
    assert_eq!(world.post(&path, crate::kit::RIVAL, &void).status.as_u16(), 403);
    world.post(&path, SYSTEMS, &void).expect(204);
    world.post(&path, SYSTEMS, &void).expect(204);
    assert_eq!(world.phase().as_deref(), Some("work"));
    of(refusal(&world.report(&event(2, "term.set"))), 409, "sequence", "/rnuseq");
    assert_eq!(refusal(&world.post(&path, SYSTEMS, &json!({"subject": SUBJECT, "rnuseq": 3, "reason": "x"}))).0, 409);

    world.report(&event(5, "decision.signed")).expect(201);
    assert_eq!(world.phase().as_deref(), Some("work"));
    world.clock.set(later() + SignedDuration::from_hours(25));
    let service = world.service();
    assert_eq!((&service["phase"], &service["flags"]), (&json!("decision"), &json!(["gap"])));
    assert_eq!(world.operate(ejournal::journal::gaps_release), 1);
    assert_eq!(world.phase().as_deref(), Some("decision"));
    assert_eq!(world.operate(ejournal::journal::gaps_release), 0);
}

#[test]
fn a_source_sees_its_gaps_its_clock_and_what_was_refused() {
    let world = World::new();
    for rnuseq in [1, 2, 5, 6, 9] {
        world.report(&event(rnuseq, "form.prefilled")).expect(201);
    }
    let mut wrong = event(7, "form.prefilled");
    wrong["data"]["status"] = json!("form.unheard-of");
    world.report(&wrong).expect(400);
    of(refusal(&world.report(&event_of(AIS, SUBJECT, 5, 50, "form.prefilled"))), 409, "sequence", "/rnuseq");
    let date = (later() - SignedDuration::from_secs(70)).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    world.call(Method::POST, "/events", SYSTEMS, &[("date", &date)], event(10, "form.prefilled").to_string()).expect(201);

    let path = format!("/sources/{AIS}/state");
    let state = world.get(&path, SYSTEMS).expect(200).json();
    assert_eq!(state["contiguous"], 1002);
    let gaps = json!([{"first": 1003, "last": 1004, "age": "young"}, {"first": 1007, "last": 1008, "age": "young"}]);
    assert_eq!(state["gaps"], gaps);
    assert_eq!((&state["clockOffsetMs"], &state["clock"]), (&json!(70_000), &json!("alarm")));
    assert_eq!(state["refused"], json!({"sequence": 1}), "what names no readable source is counted apart");
    world.report(&event(4, "form.prefilled")).expect(201);
    world.report(&event(3, "form.prefilled")).expect(201);
    world.clock.set(later() + SignedDuration::from_mins(16));
    let state = world.get(&path, SYSTEMS).expect(200).json();
    assert_eq!((&state["contiguous"], &state["gaps"]), (&json!(1006), &json!([{"first": 1007, "last": 1008, "age": "reported"}])));
    assert_eq!(world.get(&path, crate::kit::RIVAL).status.as_u16(), 403);
    assert_eq!(world.get(&path, "").status.as_u16(), 403);
}

#[test]
fn two_sources_do_not_wait_for_each_other() {
    let world = World::new();
    world.report(&event_of(FORMS, SUBJECT, 2, 1, "form.submitted")).expect(201);
    world.report(&event_of(AIS, SUBJECT, 1, 2, "intake.registered")).expect(201);
    let service = world.service();
    assert_eq!((&service["phase"], &service["flags"]), (&json!("intake"), &json!(["gap"])));
    world.report(&event_of(FORMS, SUBJECT, 1, 0, "form.started")).expect(201);
    assert_eq!(world.service()["flags"], json!([]));
}

#[test]
fn a_clock_that_runs_ahead_is_refused_and_a_late_arrival_is_not() {
    let world = World::new();
    let mut ahead = event(1, "intake.registered");
    ahead["time"] = json!("2025-03-18T12:02:01Z");
    of(refusal(&world.report(&ahead)), 400, "clock", "/time");
    ahead["time"] = json!("2025-03-18T12:02:00Z");
    world.report(&ahead).expect(201);
    world.clock.set(at("2025-04-20T00:00:00Z"));
    let late = world.report(&event(2, "term.set")).expect(201).json();
    assert_eq!(late["flags"], json!(["late", "channel-only"]));
}

#[test]
fn what_is_recorded_late_needs_a_reason_and_has_limits() {
    let world = World::new();
    let backdated = |rnuseq: u32, days: i64, reason: Option<&str>| {
        let mut event = event(rnuseq, "intake.registered");
        let time = at("2025-03-18T08:00:00Z") - SignedDuration::from_hours(24 * days);
        event["time"] = json!(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        if let Some(reason) = reason {
            event["data"]["backdated"] = json!({"reason": reason});
        }
        world.report(&event)
    };
    of(refusal(&backdated(1, 2, None)), 400, "backdating", "/time");
    let taken = backdated(1, 2, Some("outage")).expect(201).json();
    assert_eq!(taken["flags"], json!(["backdated", "channel-only"]));
    of(refusal(&backdated(2, 11, Some("outage"))), 400, "backdating", "/data/backdated/reason");
    backdated(2, 11, Some("paper-intake")).expect(201);
    backdated(3, 300, Some("legal-effect")).expect(201);
    of(refusal(&backdated(4, 900, Some("migration"))), 400, "backdating", "/data/backdated/reason");
    let (source, day) = (world.source(AIS), 24 * 60 * 60 * 1_000);
    let now_ms = later().as_millisecond();
    world.operate(move |tx, ctx| ejournal::journal::migration_window(tx, ctx, &source, now_ms - day, now_ms + day));
    backdated(4, 900, Some("migration")).expect(201);
}

#[test]
fn after_its_own_end_a_source_reports_only_what_may_follow() {
    let world = World::new();
    let statuses = ["intake.registered", "term.set", "decision.signed", "case.closed"];
    for (rnuseq, status) in (1..).zip(statuses) {
        world.report(&event(rnuseq, status)).expect(201);
    }
    of(refusal(&world.report(&event(5, "work.stage"))), 409, "terminal", "/data/status");
    // Of another source it is stored, marked and ignored.
    let other = world.report(&event_of(FORMS, SUBJECT, 1, 60, "form.saved")).expect(201).json();
    assert_eq!(other["flags"], json!(["channel-only", "after-end"]));
    assert_eq!(world.phase().as_deref(), Some("closed"));
    world.report(&event(5, "case.reopened")).expect(201);
    world.report(&event(6, "work.stage")).expect(201);
    assert_eq!(world.phase().as_deref(), Some("work"));
}

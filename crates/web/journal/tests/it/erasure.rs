//! Erasure and retention: the payload goes, the proof stays.

use jiff::SignedDuration;
use serde_json::json;
use tlog::{Policy, verify_receipt};

use crate::kit::{AIS, OPERATOR, SUBJECT, SYSTEMS, World, event, later, refusal};

#[test]
fn after_an_erasure_the_receipt_still_convinces_and_the_content_is_gone() {
    let world = World::new();
    let events = [event(1, "intake.registered"), event(2, "term.set"), event(3, "work.started")];
    events.iter().for_each(|event| drop(world.report(event).expect(201)));
    world.publish();
    let state = world.service();
    let path = format!("/events/{AIS}/{}", events[0]["id"].as_str().unwrap());
    let read = world.get(&path, SYSTEMS).expect(200).json();
    let before = read["receipt"].as_str().unwrap().to_owned();

    let order = json!({"subject": SUBJECT, "ground": "authority.order", "authority": "831648793"});
    assert_eq!(refusal(&world.post("/erasures", SYSTEMS, &order)).0, 403);
    let done = world.post("/erasures", OPERATOR, &order).expect(201).json();
    assert_eq!(done["erased"].as_array().unwrap().len(), 3);
    assert_eq!(world.post("/erasures", OPERATOR, &order).expect(201).json()["erased"], json!([]));
    world.sequence();
    world.publish();

    let read = world.get(&path, SYSTEMS).expect(200).json();
    assert_eq!((&read["payload"], &read["signature"]), (&json!(null), &json!(null)));
    let verified = verify_receipt(read["receipt"].as_str().unwrap().as_bytes(), &[world.log_key()], &Policy::NONE).unwrap();
    assert_eq!(verified.payload, tlog::Payload::Erased);
    assert_eq!(verified.index, read["index"].as_u64().unwrap());
    // The receipt from before the erasure stays what it was.
    let old = verify_receipt(before.as_bytes(), &[world.log_key()], &Policy::NONE).unwrap();
    assert_eq!(old.payload, tlog::Payload::Present(events[0].to_string().into_bytes()));

    // The notices say on what ground and by whose order, and no row holds the bytes any more.
    let last = world.store.read_blocking(|tx| store::log::entry(tx, ejournal::journal::LOG, world.size() - 1)).unwrap();
    let notice = tlog::Entry::parse(&last).unwrap();
    assert!(matches!(notice.kind, tlog::Kind::Erasure { .. }));
    assert_eq!(notice.extension.get(tlog::Extension::GROUND), Some(&b"authority.order"[..]));
    assert_eq!(notice.extension.get(tlog::Extension::AUTHORITY), Some(&b"831648793"[..]));
    assert_eq!(world.count("SELECT COUNT(*) FROM log_payload WHERE state = 1 AND bytes IS NULL AND salt IS NULL"), 3);

    // What remains tells the same state, and the same event sent again is a repetition.
    let after = world.service();
    for member in ["phase", "status", "administration", "service", "channel"] {
        assert_eq!(after[member], state[member], "{member}");
    }
    world.report(&events[0]).expect(200);
    world.report(&event(4, "decision.signed")).expect(201);
    assert_eq!(world.phase().as_deref(), Some("decision"));
}

#[test]
fn one_event_can_be_erased_alone() {
    let world = World::new();
    let event = event(1, "intake.registered");
    let index = world.report(&event).expect(201).json()["index"].clone();
    let order = json!({"event": {"source": AIS, "id": event["id"]}, "ground": "authority.order"});
    assert_eq!(world.post("/erasures", OPERATOR, &order).expect(201).json()["erased"], json!([index]));
    let unknown = json!({"subject": "BG25073-XSNJFV-01-0008-B8", "ground": "authority.order"});
    assert_eq!(world.post("/erasures", OPERATOR, &unknown).status.as_u16(), 404);
    for wrong in [json!({"ground": "x"}), json!({"subject": SUBJECT, "ground": "Some words"}), json!({"subject": "x y", "ground": "x"})] {
        assert_eq!(world.post("/erasures", OPERATOR, &wrong).status.as_u16(), 400, "{wrong}");
    }
}

#[test]
fn payloads_go_when_their_time_is_over() {
    let world = World::new();
    for (rnuseq, status) in (1..).zip(["auth.succeeded", "form.saved", "form.submitted", "intake.registered", "case.closed"]) {
        world.report(&event(rnuseq, status)).expect(201);
    }
    let present = || world.count("SELECT COUNT(*) FROM log_payload p JOIN journal_event e ON e.idx = p.idx WHERE p.bytes IS NOT NULL");
    let run = || world.operate(ejournal::journal::retention_run).erased;
    assert_eq!((run(), present()), (0, 5));
    world.clock.set(later() + SignedDuration::from_hours(24 * 91));
    assert_eq!((run(), present()), (2, 3));
    assert_eq!(run(), 0);
    world.clock.set(later() + SignedDuration::from_hours(24 * (5 * 365 + 1)));
    assert_eq!((run(), present()), (3, 0));
    assert_eq!(run(), 0);
    world.sequence();
    let ground = world.store.read_blocking(|tx| store::log::entry(tx, ejournal::journal::LOG, world.size() - 1)).unwrap();
    let ground = tlog::Entry::parse(&ground).unwrap();
    assert_eq!(ground.extension.get(tlog::Extension::GROUND), Some(&b"retention.ended"[..]));
    assert_eq!(world.phase().as_deref(), Some("closed"));
}

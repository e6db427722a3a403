//! Services in memory: they spare reading, and change no answer.

use serde_json::json;
use store::params;

use crate::kit::{AIS, OPERATOR, SUBJECT, SYSTEMS, World, event};

fn due(world: &World) -> i64 {
    world.count("SELECT COUNT(*) FROM journal_subject WHERE due_on IS NOT NULL")
}

#[test]
fn the_events_of_a_service_are_not_read_again_for_each_new_one() {
    let world = World::new();
    let index = world.report(&event(1, "intake.registered")).expect(201).json()["index"].as_i64().unwrap();
    let harm = move |tx: &mut store::Tx<'_>| tx.execute("UPDATE log_payload SET bytes = $2 WHERE idx = $1", &params![index, vec![0_u8; 3]]);
    assert_eq!(world.store.write_blocking(harm).unwrap(), 1);
    world.report(&event(2, "term.set")).expect(201);
    assert_eq!(due(&world), 1);
    // Whoever asks what is stored reads it.
    assert_eq!(world.get(&format!("/services/{SUBJECT}"), OPERATOR).status.as_u16(), 500);
}

#[test]
fn what_was_erased_or_declared_void_meanwhile_counts_for_the_next_event() {
    let world = World::new();
    let term = event(2, "term.set");
    world.report(&event(1, "intake.registered")).expect(201);
    world.report(&term).expect(201);
    assert_eq!(due(&world), 1);
    let order = json!({"event": {"source": AIS, "id": term["id"]}, "ground": "authority.order"});
    world.post("/erasures", OPERATOR, &order).expect(201);
    // The erased event still counts as a status, but its day is gone with it.
    world.report(&event(3, "work.started")).expect(201);
    assert_eq!(due(&world), 0);

    // The fourth never comes: the fifth waits for it, until it is declared void.
    world.report(&event(5, "decision.signed")).expect(201);
    assert_ne!(world.phase().as_deref(), Some("decision"));
    let void = json!({"subject": SUBJECT, "rnuseq": 4, "reason": "data-entry.wrong-number"});
    world.post(&format!("/sources/{AIS}/voids"), SYSTEMS, &void).expect(204);
    assert_eq!(world.phase().as_deref(), Some("decision"));
    assert_eq!(world.report(&event(4, "term.set")).status.as_u16(), 409);
    world.report(&event(6, "decision.granted")).expect(201);
}

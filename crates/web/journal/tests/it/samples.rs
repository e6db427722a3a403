//! The published sample events, sent as a system sends them.

use serde_json::{Value as Json, json};

use crate::kit::{OTHER_EIK, SUBJECT, SYSTEMS, World, refusal, sample, samples};

fn complete_service() -> Option<Vec<Json>> {
    Some(sample("complete-service.json")?.as_array().unwrap().clone())
}

#[test]
fn a_whole_service_is_taken_and_its_state_is_told() {
    let Some(events) = complete_service() else { return };
    let world = World::new();
    let size = world.size();
    for event in &events {
        let answer = world.report(event).expect(201).json();
        assert_eq!(answer["result"], "new");
        assert_eq!(answer["level"], "durable");
    }
    assert_eq!(world.events(), 16);
    // One notice goes before the first event: the number of its service code.
    assert_eq!(world.size(), size + 17);
    let service = world.service();
    assert_eq!((&service["phase"], &service["status"]["code"]), (&json!("closed"), &json!("case.closed")));
    assert_eq!(service["payment"]["code"], "payment.paid");
    assert_eq!((&service["due"], &service["administration"]), (&json!("2025-03-21"), &json!("999999995")));
    let lines = service["events"].as_array().unwrap();
    assert_eq!(lines.len(), 16);
    assert!(lines.iter().all(|line| line["standing"] == "counts" && line["index"].is_u64()));

    // The correction points to an event that came before, and stands in the log as kind 1.
    let correction = sample("correction.json").unwrap();
    let index = world.report(&correction).expect(201).json()["index"].as_u64().unwrap();
    let bytes = world.store.read_blocking(|tx| store::log::entry(tx, ejournal::journal::LOG, index)).unwrap();
    let wrong = world.service()["events"].as_array().unwrap().iter().find(|line| line["standing"] == "struck").unwrap().clone();
    assert_eq!(wrong["id"], correction["data"]["correctionOf"]["id"]);
    let entry = tlog::Entry::parse(&bytes).unwrap();
    assert_eq!(entry.kind, tlog::Kind::Correction { of: wrong["index"].as_u64().unwrap() });
    assert_eq!((entry.participant, entry.sequence, entry.status), (1, 1011, 1601));
    assert_eq!(entry.case_tag, world.keys.tag.tag(SUBJECT));
    assert_eq!(entry.service, 2079, "a code that is a number is its own");
}

#[test]
fn every_invalid_event_gives_its_class_and_nothing_is_stored() {
    let Some(folder) = samples() else { return };
    let world = World::new();
    let size = world.size();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !name.starts_with("invalid-") {
            continue;
        }
        seen += 1;
        let case = sample(&name).unwrap();
        let (status, code, pointer) = refusal(&world.report(&case["event"]));
        assert_eq!(json!(code), case["expected_error"], "{name}");
        let expected = match code.as_str() {
            "authorisation" => 403,
            "privacy" => 422,
            _ => 400,
        };
        assert_eq!(status, expected, "{name}");
        assert!(pointer.starts_with('/'), "{name}");
    }
    assert_eq!(seen, 10);
    assert_eq!((world.events(), world.size()), (0, size));
    assert_eq!(world.count("SELECT COUNT(*) FROM journal_subject"), 0);
    assert_eq!(world.count("SELECT CAST(SUM(count) AS BIGINT) FROM journal_refusal"), 10);
}

#[test]
fn the_state_is_the_same_whatever_the_order_of_arrival() {
    let Some(events) = complete_service() else { return };
    let expected = {
        let world = World::new();
        events.iter().for_each(|event| drop(world.report(event).expect(201)));
        told(&world)
    };
    let mut seed = 1_u64;
    for round in 0..12 {
        let mut order = events.clone();
        for place in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(place, (seed >> 33) as usize % (place + 1));
        }
        let world = World::new();
        if round % 2 == 0 {
            order.iter().for_each(|event| drop(world.report(event).expect(201)));
        } else {
            let results = world.batch(&order);
            assert!(results.as_array().unwrap().iter().all(|one| one["result"] == "new"), "{results}");
        }
        assert_eq!(told(&world), expected, "round {round}");
    }
}

/// What inquiries say of the service, without what depends on the arrival: indexes, times of receipt, marks of arrival.
fn told(world: &World) -> Json {
    let mut service = world.service();
    for line in service["events"].as_array_mut().unwrap() {
        let line = line.as_object_mut().unwrap();
        ["index", "received", "flags"].iter().for_each(|name| drop(line.remove(*name)));
    }
    let row = |sql: &'static str| world.store.read_blocking(|tx| tx.query_row(sql, &[], |row| row.get::<Option<String>>(0))).unwrap();
    let columns = ["phase", "channel", "mode", "due_on"].map(|column| match column {
        "phase" => row("SELECT phase FROM journal_subject"),
        "channel" => row("SELECT channel FROM journal_subject"),
        "mode" => row("SELECT mode FROM journal_subject"),
        _ => row("SELECT due_on FROM journal_subject"),
    });
    json!([service, columns, world.count("SELECT ended_at FROM journal_subject"), world.count("SELECT begun_at FROM journal_subject")])
}

#[test]
fn a_forwarded_service_belongs_to_the_next_administration() {
    let world = World::new();
    world.report(&crate::kit::event(1, "intake.registered")).expect(201);
    let mut forwarded = crate::kit::event(2, "term.set");
    forwarded["data"]["status"] = json!("intake.forwarded");
    forwarded["data"]["forwardedTo"] = json!(OTHER_EIK);
    world.report(&forwarded).expect(201);
    let mut next = crate::kit::event(3, "intake.registered");
    next["data"]["administration"]["eik"] = json!(OTHER_EIK);
    world.report(&next).expect(201);
    let service = world.get(&format!("/services/{SUBJECT}"), SYSTEMS).expect(200).json();
    assert_eq!((&service["administration"], &service["phase"]), (&json!(OTHER_EIK), &json!("intake")));
}

#[test]
fn the_figures_are_at_every_moment_those_of_a_count_over_all_states() {
    let Some(mut events) = complete_service() else { return };
    events.reverse();
    events.push(sample("correction.json").unwrap());
    let world = World::new();
    for (number, event) in events.iter().enumerate() {
        world.report(event).expect(201);
        assert_eq!(figures(&world), counted(&world), "after event {number}");
    }
    assert_eq!(figures(&world).values().sum::<u64>(), 15, "the corrected event does not count, nor the correction");
    // What waits for a missing event counts only when the gap is too old, and then by the next event or the sweep.
    let mut waiting = crate::kit::event_of(crate::kit::FORMS, "WAITS-1", 2, 1, "form.submitted");
    world.report(&waiting).expect(201);
    assert_eq!(figures(&world).values().sum::<u64>(), 15);
    world.clock.set(crate::kit::later() + jiff::SignedDuration::from_hours(25));
    waiting = crate::kit::event_of(crate::kit::FORMS, "WAITS-1", 3, 2, "form.signed");
    world.report(&waiting).expect(201);
    assert_eq!(figures(&world).values().sum::<u64>(), 17);
    assert_eq!(world.operate(ejournal::journal::gaps_release), 0);
}

type Figures = std::collections::BTreeMap<ejournal::statistics::CellKey, u64>;

fn figures(world: &World) -> Figures {
    let days = (jiff::civil::date(2025, 1, 1), jiff::civil::date(2025, 12, 31));
    let read = world.operate(move |tx, ctx| ejournal::journal::figures_read(tx, ctx, days.0, days.1));
    read.into_iter().map(|figure| (figure.key, figure.count)).collect()
}

/// The same by a count over the stored events.
fn counted(world: &World) -> Figures {
    let nomenclature = ejournal::Nomenclature::shipped();
    let reading = ejournal::Reading::production(nomenclature);
    let read = |tx: &store::Tx<'_>| -> store::Result<Vec<store::log::Payload>> {
        let indexes: Vec<i64> = tx.query("SELECT idx FROM journal_event ORDER BY idx", &[], |row| row.get(0))?;
        indexes.into_iter().map(|index| store::log::payload(tx, ejournal::journal::LOG, index as u64)).collect()
    };
    let event = |payload: store::log::Payload| {
        let store::log::Payload::Present { opening, .. } = payload else { panic!("an event without its bytes") };
        ejournal::Event::parse(&opening.payload, &reading).unwrap()
    };
    let events: Vec<_> = world.store.read_blocking(read).unwrap().into_iter().map(event).collect();
    let (voids, released) = Default::default();
    let reported = ejournal::state::Reported { events: &events, voids: &voids, released: &released };
    let mut cube = ejournal::statistics::Cube::default();
    cube.add(&ejournal::state::derive(&reported, nomenclature), nomenclature);
    cube.cells().map(|(key, count)| (key.clone(), count)).collect()
}

//! The published sample events: each valid one is accepted, each invalid one gives its class.

use ejournal::admit::Arrival;
use ejournal::event::Event;
use ejournal::{Admission, Facts, Flag, Refusal, admit};
use serde_json::{Value as Json, json};

use crate::kit::{AIS, Store, at, authorisation, complete_service, nomenclature, reading, sample, source, spec};

/// Reads and admits one event on an otherwise empty journal, a little after the samples happened.
fn submit(event: &Json, store: &Store) -> Result<Admission, Refusal> {
    let payload = serde_json::to_vec(event).unwrap();
    let read = Event::parse(&payload, &reading())?;
    let mut authorisation = authorisation();
    authorisation.administrations.remove(&"000000000".parse().unwrap());
    let facts = store.facts(at("2025-03-18T12:00:00Z"), &authorisation);
    admit(&read, &payload, &facts)
}

#[test]
fn every_event_of_the_complete_service_is_accepted() {
    let Some(events) = sample("samples/ejournal/events/complete-service.json") else { return };
    let mut store = Store::default();
    for event in events.as_array().unwrap() {
        let admission = submit(event, &store).unwrap_or_else(|refusal| panic!("{refusal}: {event}"));
        let Admission::New { flags } = admission else { panic!("{event} was not new") };
        assert!(flags.iter().all(|flag| *flag == Flag::Late), "{flags:?}: {event}");
        store.events.push(Event::parse(&serde_json::to_vec(event).unwrap(), &reading()).unwrap());
    }
    assert_eq!(store.events.len(), 16);
    let correction = sample("samples/ejournal/events/correction.json").unwrap();
    assert!(matches!(submit(&correction, &store), Ok(Admission::New { .. })));
}

#[test]
fn every_invalid_event_gives_its_class() {
    let Some(folder) = spec() else { return };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder.join("samples/ejournal/events")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("invalid-") {
            continue;
        }
        seen += 1;
        let case: Json = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let refusal = submit(&case["event"], &Store::default()).expect_err(&name);
        assert_eq!(refusal.class.name(), case["expected_error"], "{name}");
        let pointer = match name.as_str() {
            "invalid-extra-name-field.json" => "/data/applicantName",
            "invalid-foreign-administration.json" => "/data/administration/eik",
            "invalid-free-text-reason.json" => "/data/reason",
            "invalid-future-time.json" | "invalid-local-time-without-z.json" => "/time",
            "invalid-missing-due.json" => "/data/due",
            "invalid-personal-number-in-registration.json" => "/data/registration/number",
            "invalid-subject-check-characters.json" => "/subject",
            "invalid-unknown-status.json" => "/data/status",
            "invalid-uuid-v4-id.json" => "/id",
            other => panic!("what does {other} point to?"),
        };
        assert_eq!(refusal.pointer, pointer, "{name}");
    }
    assert_eq!(seen, 10);
}

#[test]
fn the_payloads_of_the_sample_log_are_events_and_match_their_entries() {
    use base64::Engine;
    let Some(openings) = sample("samples/ejournal/log/openings.json") else { return };
    for opening in openings["openings"].as_array().unwrap() {
        let payload = base64::engine::general_purpose::STANDARD.decode(opening["payload"].as_str().unwrap()).unwrap();
        let event = Event::parse(&payload, &reading()).unwrap();
        assert_eq!(event.key.id.to_string(), opening["event_id"].as_str().unwrap());
        assert_eq!(json!(nomenclature().status(&event.data.status).unwrap().id), opening["status_id"]);
    }
}

#[test]
fn what_is_written_is_what_is_read() {
    let Some(events) = complete_service() else { return };
    for event in events {
        assert_eq!(Event::parse(&event.to_bytes(), &reading()).as_ref(), Ok(&event));
    }
}

#[test]
fn an_unsigned_event_is_marked() {
    let Some(events) = complete_service() else { return };
    let event = events.iter().find(|event| event.key.source == source(AIS)).unwrap();
    let authorisation = authorisation();
    let store = Store::default();
    let facts = Facts { arrival: Arrival::ChannelOnly, ..store.facts(at("2025-03-14T08:22:30Z"), &authorisation) };
    assert_eq!(admit(event, &event.to_bytes(), &facts), Ok(Admission::New { flags: [Flag::ChannelOnly].into() }));
}

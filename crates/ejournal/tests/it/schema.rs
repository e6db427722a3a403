//! The reader against the published JSON Schema: what it accepts the schema accepts, and the other way round but for listed points.

use ejournal::event::Event;
use ejournal::{Class, Refusal};
use serde_json::{Value as Json, json};

use crate::kit::{Chance, member, nomenclature, reading, report, sample};

fn validator() -> Option<jsonschema::Validator> {
    let schema = sample("schemas/ejournal/status-event.schema.json")?;
    Some(jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
}

fn parse(event: &Json) -> Result<Event, Refusal> {
    Event::parse(&serde_json::to_vec(event).unwrap(), &reading())
}

/// Where the reader asks for more than the schema, each with its reason.
fn is_stricter(refusal: &Refusal, event: &Json) -> bool {
    let value = event.pointer(&refusal.pointer);
    match (refusal.class, refusal.pointer.as_str()) {
        // A reference number is checked by its own class.
        (Class::Subject, _) => true,
        // At most milliseconds (§3); RFC 3339 also knows small letters and leap seconds.
        (Class::Schema, "/time") => true,
        // The key of an event has its pattern wherever it stands: the schema leaves room for free text.
        (Class::Schema, "/data/correctionOf/source" | "/data/correctionOf/id") => true,
        // An ЕИК has its check digit.
        (Class::Schema, "/data/administration/eik" | "/data/administration/unit" | "/data/forwardedTo" | "/data/otherAdministration") => {
            value.and_then(Json::as_str).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        }
        // Whole numbers are written without a fraction and fit the columns of the store.
        (Class::Schema, "/rnuseq" | "/sourceseq" | "/data/stage/no" | "/data/stage/of") => {
            value.is_some_and(|number| number.is_f64() || number.as_u64().is_some_and(|number| number > u64::from(u32::MAX)))
        }
        _ => false,
    }
}

#[test]
fn every_status_needs_what_the_schema_says() {
    let Some(validator) = validator() else { return };
    for entry in nomenclature().statuses() {
        let event = report(1, entry.code.as_str());
        assert!(validator.is_valid(&event), "{}", entry.code);
        parse(&event).unwrap_or_else(|refusal| panic!("{}: {refusal}", entry.code));
        for need in &entry.needs {
            let mut without = event.clone();
            without["data"].as_object_mut().unwrap().remove(need.name());
            assert!(!validator.is_valid(&without), "{} without {need}", entry.code);
            assert_eq!(parse(&without), Err(Refusal::at(Class::Schema, format!("/data/{need}"))));
        }
    }
}

/// All places of a value, as pointers.
fn places(value: &Json, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    for (name, inner) in value.as_object().into_iter().flatten() {
        places(inner, &format!("{pointer}/{name}"), found);
    }
}

fn mutate(event: &mut Json, chance: &mut Chance) {
    const TEXTS: [&str; 40] = [
        "",
        "1.0",
        "2079",
        "ОБА3.44",
        "обa",
        "a b",
        "term.set",
        "form.started",
        "work.done",
        "portal",
        "fast",
        "employee",
        "upheld",
        "migration",
        "2025-03-21",
        "2025-02-30",
        "21.03.2025",
        "2025-03-14T08:22:01Z",
        "2025-03-14T08:22:01.123Z",
        "2025-03-14T08:22:01.1234Z",
        "2025-03-14T08:22:01+00:00",
        "2025-13-14T08:22:01Z",
        "999999995",
        "999999994",
        "9999999950001",
        "12345678",
        "GRS-01",
        "grs",
        "urn:oid:2.16.100.1.1.292",
        "urn:oid:2.016",
        "urn:uuid:x",
        "0195953a-0000-7000-8000-000000000001",
        "0195953a-0000-4000-8000-000000000001",
        "94-00-117/14.03.2025",
        "94 00",
        "BG25073-XSNJFV-01-0008-B8",
        "a:b/c_d-e.f",
        "-a",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "sha-256:0a",
    ];
    let mut found = Vec::new();
    places(event, "", &mut found);
    let pointer = chance.pick(&found).clone();
    let names = ["status", "unit", "stage", "due", "reason", "outcome", "registration", "relatedRnu", "correctionOf", "documentHash"];
    match chance.below(5) {
        0 => {
            if let Some((parent, name)) = pointer.rsplit_once('/') {
                event.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
            }
        }
        1 => *event.pointer_mut(&pointer).unwrap() = json!(chance.pick(&TEXTS)),
        2 => {
            let values = [
                json!(null),
                json!(true),
                json!(0),
                json!(1),
                json!(2.0),
                json!(2.5),
                json!(-1),
                json!(5_000_000_000u64),
                json!([]),
                json!({}),
            ];
            *event.pointer_mut(&pointer).unwrap() = chance.pick(&values).clone();
        }
        3 => {
            let name = *chance.pick(&names[1..]);
            if let Some(data) = event.get_mut("data").and_then(Json::as_object_mut) {
                data.insert(name.to_owned(), member(name, &json!("0195953a-0000-7000-8000-000000000001")));
            }
        }
        _ => {
            if let Some(object) = event.pointer_mut(&pointer).and_then(Json::as_object_mut) {
                let extra = chance.pick(&["traceparent", "no", "channel", "unit", "name", "eik"]);
                object.insert((*extra).to_owned(), json!(chance.pick(&TEXTS)));
            }
        }
    }
}

#[test]
fn mutated_events_are_judged_as_by_the_schema() {
    let Some(validator) = validator() else { return };
    let mut chance = Chance::new(1);
    let statuses = nomenclature().statuses();
    let (mut accepted, mut refused, mut stricter) = (0, 0, 0);
    for round in 0..20_000 {
        let mut event = report(1 + round % 9, chance.pick(statuses).code.as_str());
        for _ in 0..=chance.below(3) {
            mutate(&mut event, &mut chance);
        }
        match (parse(&event), validator.is_valid(&event)) {
            (Ok(_), true) => accepted += 1,
            (Err(_), false) => refused += 1,
            (Err(refusal), true) if is_stricter(&refusal, &event) => stricter += 1,
            (ours, theirs) => panic!("reader {ours:?}, schema {theirs}: {event}"),
        }
    }
    assert!(accepted > 2_000 && refused > 5_000 && stricter > 20, "accepted {accepted}, refused {refused}, stricter {stricter}");
}

#[test]
fn no_mutilated_text_makes_the_reader_panic() {
    let mut chance = Chance::new(2);
    let whole = serde_json::to_vec(&report(3, "intake.registered")).unwrap();
    for _ in 0..50_000 {
        let mut bytes = whole.clone();
        for _ in 0..=chance.below(4) {
            if bytes.is_empty() {
                break;
            }
            let at = chance.below(bytes.len());
            match chance.below(4) {
                0 => bytes[at] = chance.below(256) as u8,
                1 => {
                    bytes.remove(at);
                }
                2 => bytes.insert(at, *chance.pick(b"{}[]\",:\\0e-\xD0")),
                _ => bytes.truncate(at),
            }
        }
        let _ = Event::parse(&bytes, &reading());
        let _ = ejournal::batch::read(&bytes);
        let _ = ejournal::batch::read_signed(&bytes);
        let _ = ejournal::signature::DetachedSignature::parse(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn doubled_members_are_refused_wherever_they_stand() {
    let text = serde_json::to_string(&report(3, "intake.registered")).unwrap();
    let doubled = |from: &str, to: &str| Event::parse(text.replacen(from, to, 1).as_bytes(), &reading()).map(|_| ());
    assert_eq!(doubled("", ""), Ok(()));
    for (from, to, pointer) in [
        ("\"rnuseq\":3", "\"rnuseq\":3,\"rnuseq\":3", "/rnuseq"),
        ("\"mode\":\"normal\"", "\"mode\":\"normal\",\"mode\":\"fast\"", "/data/service/mode"),
        ("\"eik\":\"999999995\"", "\"eik\":\"999999995\",\"\\u0065ik\":\"000000000\"", "/data/administration/eik"),
    ] {
        assert_eq!(doubled(from, to), Err(Refusal::at(Class::Schema, pointer)));
    }
}

#[test]
fn numbers_that_are_not_canonical_are_refused_and_not_corrected() {
    let with = |subject: &str| {
        let mut event = report(1, "form.started");
        event["subject"] = json!(subject);
        parse(&event).map(|_| ())
    };
    for subject in ["BG25073-XSNJFV-01-0007-CZ", "0195953a-0000-7000-8000-000000000001", "BGES1a2b3c4", "a", "RNU:2025/7_b.c"] {
        assert_eq!(with(subject), Ok(()), "{subject}");
    }
    for subject in [
        "bg25073-xsnjfv-01-0007-cz",
        "BG25073XSNJFV010007CZ",
        "BG25073-XSNJFV-01-0007-C0",
        "BG25073-XSNJFV-ZZ-0001-NQ",
        " a",
        "-a",
        "а",
        "",
        "a b",
    ] {
        assert_eq!(with(subject), Err(Refusal::at(Class::Subject, "/subject")), "{subject}");
    }
    let mut event = report(1, "link.opened");
    event["data"]["relatedRnu"] = json!("BG25073-XSNJFV-01-0007-C0");
    assert_eq!(parse(&event), Err(Refusal::at(Class::Subject, "/data/relatedRnu")));
}

#[test]
fn size_comes_before_everything() {
    let text = format!("{}{}", " ".repeat(ejournal::limits::EVENT_BYTES_MAX), serde_json::to_string(&report(1, "form.started")).unwrap());
    assert_eq!(Event::parse(text.as_bytes(), &reading()), Err(Refusal::whole(Class::TooLarge)));
}

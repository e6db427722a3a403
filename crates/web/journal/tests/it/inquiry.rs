//! Inquiries: by number, by status code, by administration.

use axum::http::Method;
use ejournal::journal::source_code_key;
use ejournal::tracking::CodeHash;
use jiff::SignedDuration;
use kernel::reference_number::Reference;
use kernel::secret::SecretKey;
use kernel::status_code::StatusCode;
use serde_json::{Value as Json, json};

use crate::kit::{AIS, AUTHORITY, FORMS, OWN_EIK, RIVAL, STRANGER, SUBJECT, SYSTEMS, TOWN, World, event, event_of, later, refusal};

#[test]
fn only_those_with_a_right_see_a_service() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    let path = format!("/services/{SUBJECT}");
    for caller in [SYSTEMS, TOWN, AUTHORITY] {
        let service = world.get(&path, caller).expect(200).json();
        assert_eq!((&service["phase"], &service["events"][0]["source"]), (&json!("intake"), &json!(AIS)), "{caller}");
    }
    let refused = world.get(&path, STRANGER);
    let unknown = world.get("/services/BG25073-XSNJFV-01-0008-B8", STRANGER);
    assert_eq!((refused.status.as_u16(), &refused.bytes), (404, &unknown.bytes), "what may not be seen is as what is not there");
    assert_eq!(refused.json()["code"], "JRNL-0005");
    assert!(refused.json()["detail"].as_str().unwrap().contains("услуга"));
    let english = world.call(Method::GET, &path, STRANGER, &[("accept-language", "en-GB, bg;q=0.5")], "");
    assert_eq!(english.json()["detail"], "The journal has no such service or event, or the caller may not know of it.");
    assert_eq!(world.get(&path, RIVAL).status.as_u16(), 404);
    assert_eq!(world.get(&path, "").status.as_u16(), 404);
    assert_eq!(world.count("SELECT COUNT(*) FROM journal_access WHERE inquiry = 'service'"), 3, "who looked is written down");
    let event_path = format!("/events/{AIS}/{}", event(1, "intake.registered")["id"].as_str().unwrap());
    assert_eq!(world.get(&event_path, TOWN).status.as_u16(), 200);
    assert_eq!(world.get(&event_path, RIVAL).status.as_u16(), 404);
}

fn code() -> StatusCode {
    StatusCode::from_first_eight(12_345_678)
}

fn hash(world: &World, source: &str, subject: &str) -> String {
    let subject = Reference::parse(subject, true).unwrap();
    CodeHash::of(&SecretKey::new(source_code_key(&world.keys, &world.source(source))), &subject, code()).to_string()
}

fn with_code(world: &World, subject: &str, code: StatusCode, from: &str) -> crate::kit::Answer {
    let headers = [("x-status-code", &*code.digits()), ("x-forwarded-for", from)];
    world.call(Method::GET, &format!("/services/{subject}"), "", &headers, "")
}

#[test]
fn the_status_code_opens_what_the_applicant_may_see() {
    let world = World::new();
    for (rnuseq, status) in (1..).zip(["intake.registered", "work.assigned", "term.set"]) {
        world.report(&event(rnuseq, status)).expect(201);
    }
    let put = |caller: &str, hash: &str| {
        world.call(Method::PUT, &format!("/services/{SUBJECT}/status-code"), caller, &[], json!({"hash": hash}).to_string())
    };
    let hash = hash(&world, AIS, SUBJECT);
    let key = |caller: &str| world.get(&format!("/sources/{AIS}/status-code-key"), caller);
    let expected = kernel::secret::hex(&source_code_key(&world.keys, &world.source(AIS)));
    assert_eq!(key(SYSTEMS).expect(200).json(), json!({ "key": expected }), "a source asks for its key itself");
    assert_eq!((key(RIVAL).status.as_u16(), key("").status.as_u16()), (403, 403));
    assert_eq!(put(RIVAL, &hash).status.as_u16(), 403);
    assert_eq!(put(SYSTEMS, "123").status.as_u16(), 400);
    put(SYSTEMS, &hash).expect(204);
    let seen = with_code(&world, SUBJECT, code(), "192.0.2.1").expect(200).json();
    assert_eq!((&seen["phase"], &seen["due"]), (&json!("work"), &json!("2025-03-28")));
    let statuses: Vec<&str> = seen["events"].as_array().unwrap().iter().map(|line| line["status"]["code"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["intake.registered", "term.set"], "the assignment is not public");
    assert!(seen["events"][0].get("source").is_none() && seen["events"][0].get("id").is_none());
}

#[test]
fn a_source_that_holds_no_case_gives_no_code() {
    let world = World::new();
    world.report(&event_of(FORMS, SUBJECT, 1, 1, "form.submitted")).expect(201);
    let body = json!({"hash": hash(&world, FORMS, SUBJECT)}).to_string();
    let answer = world.call(Method::PUT, &format!("/services/{SUBJECT}/status-code"), SYSTEMS, &[], body);
    assert_eq!(refusal(&answer).0, 403);
}

#[test]
fn wrong_codes_and_unknown_numbers_are_answered_alike_and_slow_down() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    let body = json!({"hash": hash(&world, AIS, SUBJECT)}).to_string();
    world.call(Method::PUT, &format!("/services/{SUBJECT}/status-code"), SYSTEMS, &[], body).expect(204);
    let wrong = StatusCode::from_first_eight(1);
    let unknown = "BG25073-XSNJFV-01-0008-B8";
    for attempt in 0..5 {
        let (one, other) = (with_code(&world, SUBJECT, wrong, "192.0.2.1"), with_code(&world, unknown, wrong, "192.0.2.2"));
        assert_eq!((one.status, &one.bytes), (other.status, &other.bytes), "{attempt}");
        assert_eq!(one.status.as_u16(), 404);
    }
    for subject in [SUBJECT, unknown] {
        // From anywhere, and with the right code too.
        let answer = with_code(&world, subject, code(), "192.0.2.3");
        assert_eq!((answer.status.as_u16(), refusal(&answer).1.as_str()), (429, "rate"));
        let seconds: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=61).contains(&seconds), "{seconds}");
    }
    world.clock.set(later() + SignedDuration::from_secs(61));
    with_code(&world, SUBJECT, wrong, "192.0.2.1").expect(404);
    world.clock.set(later() + SignedDuration::from_secs(122));
    with_code(&world, SUBJECT, code(), "192.0.2.3").expect(429);
    world.clock.set(later() + SignedDuration::from_secs(182));
    with_code(&world, SUBJECT, code(), "192.0.2.3").expect(200);
    // One address that tries many numbers is slowed down as well.
    let numbers = (0..60).map(|n| format!("GUESS-{n}"));
    let answers: Vec<u16> = numbers.map(|number| with_code(&world, &number, wrong, "192.0.2.9").status.as_u16()).collect();
    assert_eq!((answers.iter().filter(|status| **status == 404).count(), answers.last()), (20, Some(&429)));
    world.clock.set(later() + SignedDuration::from_hours(72));
    assert!(world.operate(ejournal::journal::attempt_sweep) > 20);
    assert_eq!(world.count("SELECT COUNT(*) FROM journal_attempt"), 0);
}

/// Number `n` of the node of the sample.
fn number(n: u32) -> String {
    use kernel::reference_number::{Node, ReferenceNumber};
    let eik = kernel::entity_number::EntityNumber::parse(OWN_EIK).unwrap();
    ReferenceNumber::new(&eik, jiff::civil::date(2025, 3, 14), Node::new(1).unwrap(), n).unwrap().canonical()
}

fn list(world: &World, query: &str) -> Json {
    world.get(&format!("/administrations/{OWN_EIK}/services?{query}"), TOWN).expect(200).json()
}

#[test]
fn an_administration_reads_its_services_page_by_page() {
    let world = World::new();
    let mut events = Vec::new();
    for n in 0..25 {
        let mut first = event_of(AIS, &number(n), 1, 1, "intake.registered");
        first["sourceseq"] = json!(2 * n + 1);
        first["data"]["service"]["channel"] = json!(if n % 5 == 0 { "desk" } else { "eforms" });
        let first_service = first["data"]["service"].clone();
        events.push(first);
        let mut second = event_of(AIS, &number(n), 2, 2, "term.set");
        second["sourceseq"] = json!(2 * n + 2);
        second["data"]["service"] = first_service.clone();
        second["data"]["due"] = json!(format!("2025-04-{:02}", 25 - n % 12));
        if n < 15 {
            events.push(second);
        }
    }
    assert!(world.batch(&events).as_array().unwrap().iter().all(|one| one["result"] == "new"));

    let walk = |filter: &str| {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = list(&world, &format!("limit=4&{filter}{cursor}"));
            let rows = page["services"].as_array().unwrap().clone();
            assert!(rows.len() <= 4);
            seen.extend(rows);
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return seen,
            }
        }
    };
    let all = walk("");
    let subjects: std::collections::BTreeSet<&str> = all.iter().map(|row| row["subject"].as_str().unwrap()).collect();
    assert_eq!((all.len(), subjects.len()), (25, 25));
    assert!(all.is_sorted_by_key(|row| row["changed"].as_u64()));
    assert_eq!(walk("phase=work").len(), 15);
    assert_eq!(walk("phase=intake").len(), 10);
    assert_eq!(walk("channel=desk").len(), 5);
    assert_eq!(walk("service=2079").len(), 25);
    assert_eq!(walk("service=2080").len(), 0);
    let due = walk("due_before=2025-04-20");
    assert!(!due.is_empty() && due.is_sorted_by_key(|row| row["due"].as_str().map(str::to_owned)));
    assert_eq!(due.len(), (0..15).filter(|n| 25 - n % 12 < 20).count());
    assert_eq!(walk("changed_since=2025-03-19T00:00:00Z").len(), 0);
    assert_eq!(walk("changed_since=2025-03-18T11:00:00Z").len(), 25);

    for caller in [SYSTEMS, RIVAL, STRANGER, ""] {
        assert_eq!(refusal(&world.get(&format!("/administrations/{OWN_EIK}/services"), caller)).0, 403, "{caller}");
    }
    for wrong in ["phase=nowhere", "cursor=x", "due_before=2025-04-20&cursor=c5", "channel=fax", "service=a+b"] {
        let answer = world.get(&format!("/administrations/{OWN_EIK}/services?{wrong}"), TOWN);
        assert_eq!(answer.status.as_u16(), 400, "{wrong}");
    }
    assert!(world.count("SELECT COUNT(*) FROM journal_access WHERE inquiry = 'administration'") > 20);
}

#[test]
fn a_service_comes_as_a_table_too_and_since_an_instant() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    world.clock.set(later() + SignedDuration::from_secs(60));
    world.report(&event(2, "term.set")).expect(201);
    let path = format!("/services/{SUBJECT}");
    let headers = [("accept", "text/csv"), ("accept-language", "en")];
    let table = world.call(Method::GET, &path, SYSTEMS, &headers, "").expect(200);
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    let text = String::from_utf8(table.bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], "index,time,received,status,text,standing");
    assert!(lines[2].contains(",term.set,\"Term set\",counts"), "{text}");
    let since = world.get(&format!("{path}?since=2025-03-18T12:00:30Z"), SYSTEMS).expect(200).json();
    assert_eq!(since["events"].as_array().unwrap().len(), 1);
    assert_eq!(since["events"][0]["status"]["bg"], "Определен срок");
}

#[test]
fn the_code_list_is_public_and_a_new_version_must_continue_it() {
    let world = World::new();
    let list = world.get("/nomenclature", "").expect(200).json();
    assert!(list["statuses"].as_array().unwrap().len() > 90 && list["version"].is_string());
    let shipped = include_str!("../../../../ejournal/data/nomenclature.toml");
    let broken = shipped.replacen("id = 101", "id = 100", 1);
    assert_ne!(broken, shipped);
    let ctx = world.ctx(ejournal::journal::Caller::Operator);
    let tried = world.store.write_blocking(move |tx| ejournal::journal::nomenclature_publish(tx, &ctx, &broken).map(drop));
    assert!(matches!(tried, Err(ejournal::journal::Error::Nomenclature(_))));
    let size = world.size();
    let same = shipped.to_owned();
    world.operate(move |tx, ctx| ejournal::journal::nomenclature_publish(tx, ctx, &same).map(drop));
    world.sequence();
    assert_eq!(world.size(), size + 1, "the log says which version is in force");
    let rival = world.ctx(ejournal::journal::Caller::Certificate(crate::kit::fingerprint(RIVAL)));
    let tried = world.store.write_blocking(move |tx| ejournal::journal::nomenclature_publish(tx, &rival, shipped).map(drop));
    assert!(matches!(tried, Err(ejournal::journal::Error::Denied)));
    assert_eq!(world.get("/openapi.json", "").expect(200).json()["info"]["title"], "еЖурнал");
}

//! A participant that means harm: foreign administrations, personal data, floods, borrowed signatures.

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ejournal::signature::Signer;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::kit::{AIS, OTHER, OTHER_EIK, RIVAL, STRANGER, SUBJECT, SYSTEMS, World, event, event_of, refusal, rival_signer};

/// An event of the rival about its own administration.
fn rival_event(rnuseq: u32) -> Json {
    let mut event = event_of(OTHER, "FOREIGN-1", rnuseq, i64::from(rnuseq), "form.saved");
    event["data"]["administration"]["eik"] = json!(OTHER_EIK);
    event
}

fn send(world: &World, caller: &str, payload: &str, signature: Option<&str>) -> crate::kit::Answer {
    let headers: Vec<(&str, &str)> = signature.map(|text| ("x-journal-signature", text)).into_iter().collect();
    world.call(Method::POST, "/events", caller, &headers, payload.to_owned())
}

#[test]
fn nobody_reports_for_others() {
    let world = World::new();
    let own = event(1, "intake.registered");
    assert_eq!(refusal(&world.post("/events", "", &own)).1, "authorisation");
    for caller in [STRANGER, RIVAL, crate::kit::TOWN, crate::kit::AUTHORITY, crate::kit::OPERATOR] {
        let (status, code, pointer) = refusal(&world.post("/events", caller, &own));
        assert_eq!((status, code.as_str(), pointer.as_str()), (403, "authorisation", "/source"), "{caller}");
    }
    // Its own source about an administration it was not given.
    let payload = event_of(OTHER, SUBJECT, 1, 1, "work.started").to_string();
    let signature = rival_signer().sign(payload.as_bytes());
    let answer = send(&world, RIVAL, &payload, Some(signature.block()));
    assert_eq!(refusal(&answer), (403, "authorisation".to_owned(), "/data/administration/eik".to_owned()));
    // And a correction of what another source has reported.
    world.report(&own).expect(201);
    let mut correction = rival_event(1);
    correction["data"]["status"] = json!("journal.retracted");
    correction["data"]["reason"] = json!("data-entry.duplicate");
    correction["data"]["correctionOf"] = json!({"source": AIS, "id": own["id"]});
    let payload = correction.to_string();
    let answer = send(&world, RIVAL, &payload, Some(rival_signer().sign(payload.as_bytes()).block()));
    assert_eq!(refusal(&answer), (403, "authorisation".to_owned(), "/data/correctionOf/source".to_owned()));
    assert_eq!(world.events(), 1);
}

#[test]
fn a_suspended_source_and_a_withdrawn_certificate_report_nothing() {
    let world = World::new();
    let source = world.source(AIS);
    let suspended = source.clone();
    world.operate(move |tx, ctx| ejournal::journal::source_suspend(tx, ctx, &suspended));
    assert_eq!(refusal(&world.report(&event(1, "work.started"))).2, "/source");
    world.operate(move |tx, ctx| ejournal::journal::source_resume(tx, ctx, &source));
    world.report(&event(1, "work.started")).expect(201);
    let (print, act) = (crate::kit::fingerprint(SYSTEMS), ejournal::journal::Act::Report(1));
    world.operate(move |tx, ctx| ejournal::journal::grant_remove(tx, ctx, print, &act));
    assert_eq!(refusal(&world.report(&event(2, "work.stage"))).2, "/source");
}

#[test]
fn a_source_with_a_key_signs_everything_with_its_own_key() {
    let world = World::new();
    let payload = rival_event(1).to_string();
    let right = rival_signer().sign(payload.as_bytes());
    let expected = (403, "authorisation".to_owned(), "/signature".to_owned());
    assert_eq!(refusal(&send(&world, RIVAL, &payload, None)), expected, "left away");
    let stolen = Signer::ed25519("rival/2025".to_owned(), &[6; 32]).sign(payload.as_bytes());
    assert_eq!(refusal(&send(&world, RIVAL, &payload, Some(stolen.block()))), expected, "another key");
    let unknown = Signer::ed25519("rival/2026".to_owned(), &[5; 32]).sign(payload.as_bytes());
    assert_eq!(refusal(&send(&world, RIVAL, &payload, Some(unknown.block()))), expected, "another name");
    assert_eq!(refusal(&send(&world, RIVAL, &payload, Some("x..y"))), expected, "no signature");
    let taken = send(&world, RIVAL, &payload, Some(right.block())).expect(201).json();
    assert_eq!(taken["flags"], json!([]));
    // A signature is of its bytes: put on another event it is worth nothing.
    assert_eq!(refusal(&send(&world, RIVAL, &rival_event(2).to_string(), Some(right.block()))), expected, "replayed");
    // And the whole of event and signature in the hands of another is his only to show.
    assert_eq!(refusal(&send(&world, SYSTEMS, &payload, Some(right.block()))).1, "authorisation");
    assert_eq!(world.events(), 1);
    // It is kept, and the entry of the log names it.
    let id = rival_event(1)["id"].as_str().unwrap().to_owned();
    let read = world.get(&format!("/events/{OTHER}/{id}"), RIVAL).expect(200).json();
    assert_eq!((&read["payload"], &read["signature"]), (&json!(payload), &json!(right.block())));
    let index = taken["index"].as_u64().unwrap();
    let entry = world.store.read_blocking(|tx| store::log::entry(tx, ejournal::journal::LOG, index)).unwrap();
    assert_eq!(tlog::Entry::parse(&entry).unwrap().signature_digest.0, right.block_digest());
    // A key that was given up signs nothing any more.
    let (source, key) = (world.source(OTHER), rival_signer().public_key());
    world.operate(move |tx, ctx| ejournal::journal::key_add(tx, ctx, &source, "rival/2025", &key, 0, 1));
    let payload = rival_event(2).to_string();
    let after = rival_signer().sign(payload.as_bytes());
    assert_eq!(refusal(&send(&world, RIVAL, &payload, Some(after.block()))), expected, "given up");
}

#[test]
fn a_signed_request_is_as_good_as_a_signed_event() {
    let world = World::new();
    let (payload, covered) = (rival_event(1).to_string(), r#"("@method" "@path" "content-digest");keyid="rival/2025";alg="ed25519""#);
    let digest = |payload: &str| format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(payload)));
    let base = |path: &str, payload: &str| {
        format!("\"@method\": POST\n\"@path\": {path}\n\"content-digest\": {}\n\"@signature-params\": {covered}", digest(payload))
    };
    let input = format!("sig1={covered}");
    let value = |base: &str| format!("sig1=:{}:", STANDARD.encode(rival_signer().sign_bytes(base.as_bytes())));
    let call = |payload: &str, digest: &str, value: &str| {
        let headers = [("content-digest", digest), ("signature-input", input.as_str()), ("signature", value)];
        world.call(Method::POST, "/events", RIVAL, &headers, payload.to_owned())
    };
    let expected = (403, "authorisation".to_owned(), "/signature".to_owned());
    let right = base("/ejournal/v1/events", &payload);
    let elsewhere = value(&base("/ejournal/v1/events:batch", &payload));
    assert_eq!(refusal(&call(&payload, &digest(&payload), &elsewhere)), expected, "made for another path");
    let other = rival_event(2).to_string();
    assert_eq!(refusal(&call(&other, &digest(&payload), &value(&right))), expected, "the digest is of another event");
    assert_eq!(refusal(&call(&other, &digest(&other), &value(&right))), expected, "the signature is of another event");
    let taken = call(&payload, &digest(&payload), &value(&right)).expect(201).json();
    assert_eq!(taken["flags"], json!([]));
    // The block that is kept verifies without the request.
    let id = rival_event(1)["id"].as_str().unwrap().to_owned();
    let read = world.get(&format!("/events/{OTHER}/{id}"), RIVAL).expect(200).json();
    let block = read["signature"].as_str().unwrap();
    assert_eq!(block, format!("{right}\n{}", value(&right)));
    let kept = ejournal::signature::Signature::parse(block).unwrap();
    assert_eq!(kept.verify(payload.as_bytes(), &rival_signer().public_key()), Ok(()));
    let entry = world.store.read_blocking(|tx| store::log::entry(tx, ejournal::journal::LOG, taken["index"].as_u64().unwrap())).unwrap();
    assert_eq!(tlog::Entry::parse(&entry).unwrap().signature_digest.0, <[u8; 32]>::from(Sha256::digest(block)));
}

#[test]
fn a_signed_batch_is_judged_event_by_event() {
    let world = World::new();
    let payloads = [rival_event(1).to_string(), rival_event(2).to_string()];
    let signatures = [rival_signer().sign(payloads[0].as_bytes()), rival_signer().sign(b"something else")];
    let body = ejournal::batch::write_signed(payloads.iter().map(|payload| payload.as_bytes()).zip(&signatures));
    let headers = [("content-type", ejournal::batch::SIGNED_MEDIA_TYPE)];
    let results = world.call(Method::POST, "/events:batch", RIVAL, &headers, body).expect(200).json()["results"].clone();
    assert_eq!((&results[0]["result"], &results[0]["flags"]), (&json!("new"), &json!([])));
    assert_eq!((&results[1]["code"], &results[1]["pointer"]), (&json!("authorisation"), &json!("/signature")));
    assert_eq!(world.events(), 1);
}

#[test]
fn no_text_member_carries_a_personal_number() {
    let world = World::new();
    // An ЕГН that checks, and the same in other dress.
    let planted = ["7501010010", "ivan@example.bg", "0888123456"];
    let is_real = ejournal::privacy::check(&read(&event_with("/data/registration/number", planted[0]))).is_err();
    assert!(is_real, "the first one is a number that checks");
    let mut refused = 0;
    for pointer in ["/subject", "/data/registration/number", "/data/relatedRnu", "/data/unit", "/data/stage/code", "/data/reason"] {
        for text in planted {
            let answer = world.report(&event_with(pointer, text));
            let (status, code, told) = refusal(&answer);
            assert!(["privacy", "schema", "subject"].contains(&code.as_str()), "{pointer} {text}: {code}");
            assert!(matches!(status, 400 | 422) && (told == pointer || told.is_empty()), "{pointer} {text}: {told}");
            assert!(!String::from_utf8_lossy(&answer.bytes).contains(text), "the answer repeats the value of {pointer}");
            refused += 1;
        }
    }
    assert_eq!((refused, world.events(), world.count("SELECT COUNT(*) FROM journal_subject")), (18, 0, 0));
    assert_eq!(world.count("SELECT CAST(SUM(count) AS BIGINT) FROM journal_refusal"), 18);
    assert_eq!(refusal(&world.report(&event_with("/data/registration/number", planted[0]))), {
        (422, "privacy".to_owned(), "/data/registration/number".to_owned())
    });
}

fn read(event: &Json) -> ejournal::Event {
    let reading = ejournal::Reading::production(ejournal::Nomenclature::shipped());
    ejournal::Event::parse(event.to_string().as_bytes(), &reading).unwrap()
}

/// An event with a text planted in one member.
fn event_with(pointer: &str, text: &str) -> Json {
    let mut event = event(1, "intake.registered");
    event["data"]["stage"] = json!({"code": "check", "no": 1, "of": 2});
    event["data"]["unit"] = json!("GRS-01");
    event["data"]["reason"] = json!("extend.complex");
    event["data"]["relatedRnu"] = json!("BG25073-XSNJFV-01-0008-B8");
    *event.pointer_mut(pointer).unwrap() = json!(text);
    event
}

#[test]
fn what_is_too_large_is_refused_and_counted() {
    let world = World::new();
    let mut large = event(1, "intake.registered");
    large["data"]["registration"]["number"] = json!("9".repeat(2 * 1024 * 1024));
    assert_eq!(refusal(&world.report(&large)).1, "too-large");
    large["data"]["registration"]["number"] = json!("9".repeat(20_000));
    assert_eq!(refusal(&world.report(&large)), (413, "too-large".to_owned(), String::new()));
    let many = json!(vec![json!({}); 1_001]);
    assert_eq!(refusal(&world.post("/events:batch", SYSTEMS, &many)).1, "too-large");
    assert_eq!(refusal(&world.post("/events:batch", SYSTEMS, &json!({"events": []}))).1, "schema");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refusal(&world.call(Method::POST, "/events", SYSTEMS, &[], deep)).1, "too-large");
    let deep = format!("{}{}", "[".repeat(8_000), "]".repeat(8_000));
    assert_eq!(refusal(&world.call(Method::POST, "/events", SYSTEMS, &[], deep)).1, "schema");
    assert_eq!(world.count("SELECT CAST(SUM(count) AS BIGINT) FROM journal_refusal"), 6);
    assert_eq!(world.events(), 0);
}

#[test]
fn a_bad_event_does_not_take_its_batch_along() {
    let world = World::new();
    let mut wrong = event(2, "term.set");
    wrong["data"]["applicantName"] = json!("somebody");
    let results = world.batch(&[event(1, "intake.registered"), wrong, json!(7), event(2, "term.set")]);
    let told: Vec<&str> = results.as_array().unwrap().iter().map(|one| one["result"].as_str().unwrap()).collect();
    assert_eq!(told, ["new", "refused", "refused", "new"]);
    assert_eq!((&results[1]["code"], &results[1]["pointer"]), (&json!("schema"), &json!("/data/applicantName")));
    assert_eq!(world.events(), 2);
}

#[test]
fn a_full_queue_asks_to_come_again_and_a_missing_writer_to_wait() {
    let world = World::with(journal::Settings { queue_events_max: 1, ..journal::Settings::default() });
    let answer = world.post("/events:batch", SYSTEMS, &json!([event(1, "intake.registered"), event(2, "term.set")]));
    assert_eq!(refusal(&answer).1, "rate");
    assert_eq!((answer.status.as_u16(), &answer.headers["retry-after"]), (429, &"1".parse().unwrap()));
    world.report(&event(1, "intake.registered")).expect(201);

    world.writer_gone(true);
    let answer = world.report(&event(2, "term.set"));
    assert_eq!(refusal(&answer).1, "unavailable");
    assert!(answer.status.as_u16() == 503 && answer.headers.contains_key("retry-after"));
    assert_eq!(world.get(&format!("/services/{SUBJECT}"), SYSTEMS).status.as_u16(), 200, "inquiries go on");
    world.writer_gone(false);
    world.report(&event(2, "term.set")).expect(201);

    // A log that refuses stores nothing either.
    world.store.write_blocking(|tx| store::log::restored(tx, ejournal::journal::LOG)).unwrap();
    assert_eq!(refusal(&world.report(&event(3, "work.started"))).1, "unavailable");
    assert_eq!(world.events(), 2);
}

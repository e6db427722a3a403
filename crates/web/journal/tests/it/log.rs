//! The log seen from outside: receipts, the feed, the published files, checkpoints of other logs.

use axum::body::Body;
use axum::http::{Method, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ejournal::journal::LOG;
use futures::StreamExt;
use serde_json::{Value as Json, json};
use tlog::{Algorithm, Checkpoint, Hash, KeyName, Policy, SignedCheckpoint, SignerKey, TreeHead, verify_receipt};
use tower::ServiceExt;

use crate::kit::{AIS, AUTHORITY, FORMS, OWN_EIK, RIVAL, SUBJECT, SYSTEMS, TOWN, World, event, event_of, refusal};

#[test]
fn a_receipt_comes_when_it_is_waited_for_and_proves_the_event() {
    let world = World::new();
    let first = event(1, "intake.registered");
    let wait = |level: &'static str, seconds: &'static str| [("x-journal-level", level), ("prefer", seconds)];
    // Nobody publishes: after the time there is the level that there is.
    let answer = world.call(Method::POST, "/events", SYSTEMS, &wait("published", "wait=0"), first.to_string()).expect(201).json();
    assert_eq!((&answer["level"], answer.get("receipt")), (&json!("durable"), None));
    assert_eq!(world.call(Method::POST, "/events", SYSTEMS, &wait("best", "wait=0"), first.to_string()).status.as_u16(), 400);

    // Somebody publishes while the sender waits.
    let second = event(2, "term.set");
    let answer = std::thread::scope(|scope| {
        let publisher = scope.spawn(|| {
            let mut committed = world.store.committed();
            while world.events() < 2 {
                world.block_on(committed.changed()).unwrap();
            }
            world.publish();
        });
        let answer = world.call(Method::POST, "/events", SYSTEMS, &wait("published", "wait=20"), second.to_string()).expect(201).json();
        publisher.join().unwrap();
        answer
    });
    assert_eq!(answer["level"], "published");
    let receipt = answer["receipt"].as_str().unwrap();
    let verified = verify_receipt(receipt.as_bytes(), &[world.log_key()], &Policy::NONE).unwrap();
    assert_eq!(verified.index, answer["index"].as_u64().unwrap());
    assert_eq!(verified.payload, tlog::Payload::Present(second.to_string().into_bytes()));
    assert_eq!((verified.entry.participant, verified.entry.sequence, verified.entry.status), (1, 1002, 801));
    assert_eq!(verified.entry.occurred_ms, 1_742_284_920_000);

    // A repetition gets the first receipt, a batch one for each event.
    let again = world.call(Method::POST, "/events", SYSTEMS, &wait("published", "wait=0"), first.to_string()).expect(200).json();
    assert_eq!(again["level"], "published");
    let body = json!([first, second, 5]).to_string();
    let batch = world.call(Method::POST, "/events:batch", SYSTEMS, &wait("published", "wait=0"), body).expect(200).json();
    assert_eq!(batch["results"][1]["receipt"], answer["receipt"]);
    assert_eq!(batch["results"][2]["code"], "schema");
}

#[test]
fn the_feed_has_the_order_of_the_log() {
    let world = World::new();
    let mut expected = Vec::new();
    for n in 1..=6_u32 {
        let source = if n % 2 == 0 { AIS } else { FORMS };
        let answer = world.report(&event_of(source, SUBJECT, n.div_ceil(2), 60 - i64::from(n), "form.saved")).expect(201).json();
        expected.push(answer["index"].as_u64().unwrap());
    }
    let feed = |query: &str, caller: &str| world.get(&format!("/feed?{query}"), caller).expect(200).json();
    let indexes = |piece: &Json| piece["events"].as_array().unwrap().iter().map(|one| one["index"].as_u64().unwrap()).collect::<Vec<_>>();
    let all = feed("", AUTHORITY);
    assert_eq!((indexes(&all), &all["next"]), (expected.clone(), &json!(expected[5])));
    assert!(expected.is_sorted());
    assert_eq!(all["events"][1]["id"], event_of(AIS, SUBJECT, 1, 58, "form.saved")["id"]);
    let own = feed(&format!("administration={OWN_EIK}&after={}&limit=2", expected[1]), TOWN);
    assert_eq!((indexes(&own), &own["next"]), (expected[2..4].to_vec(), &json!(expected[3])));
    let end = feed(&format!("administration={OWN_EIK}&after={}", expected[5]), TOWN);
    assert_eq!((indexes(&end), &end["next"]), (vec![], &json!(expected[5])));
    for (query, caller) in [("", TOWN), ("", SYSTEMS), ("administration=831648793", TOWN), ("administration=999999995", RIVAL), ("", "")] {
        assert_eq!(refusal(&world.get(&format!("/feed?{query}"), caller)).0, 403, "{query} {caller}");
    }
}

#[test]
fn who_waits_for_the_feed_hears_of_the_next_event() {
    let world = World::new();
    let heard = std::thread::scope(|scope| {
        let listener = scope.spawn(|| world.call(Method::GET, "/feed", AUTHORITY, &[("prefer", "wait=20")], ""));
        world.report(&event(1, "intake.registered")).expect(201);
        listener.join().unwrap()
    });
    assert_eq!(heard.expect(200).json()["events"][0]["status"], "intake.registered");
}

#[test]
fn the_feed_streams() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    let request = Request::get("/ejournal/v1/feed")
        .header("client-cert", format!(":{}:", STANDARD.encode(AUTHORITY)))
        .header("accept", "text/event-stream")
        .body(Body::empty())
        .unwrap();
    let router = world.router();
    let response = world.block_on(async move { router.oneshot(request).await.unwrap() });
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let mut next = || String::from_utf8(world.block_on(stream.next()).unwrap().unwrap().to_vec()).unwrap();
    let first = next();
    assert!(first.contains("event: status") && first.contains("intake.registered"), "{first}");
    world.report(&event(2, "term.set")).expect(201);
    let second = next();
    let index = world.size() - 1;
    assert!(second.contains("term.set") && second.contains(&format!("id: {index}")), "{second}");
}

#[test]
fn the_log_is_published_as_files() {
    let world = World::new();
    assert_eq!(world.get("/log/checkpoint", "").status.as_u16(), 404);
    let events: Vec<Json> = (1..=300).map(|n| event_of(AIS, &format!("LOG-{n}"), 1, 1, "intake.registered")).collect();
    world.batch(&events);
    world.publish();
    let answer = world.get("/log/checkpoint", "").expect(200);
    assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(answer.headers["cache-control"], "public, max-age=2");
    let signed = SignedCheckpoint::open(&answer.bytes, &[world.log_key()]).unwrap();
    assert_eq!(signed.head().size, world.size());
    let tile = world.get("/log/tile/0/000", "").expect(200);
    assert_eq!((tile.bytes.len(), &tile.headers["cache-control"]), (8_192, &"public, max-age=31536000, immutable".parse().unwrap()));
    let entries = world.get("/log/tile/entries/000", "").expect(200);
    let hashes: Vec<u8> = tlog::bundle_decode(tlog::Bundle::new(0, 256).unwrap(), &entries.bytes)
        .unwrap()
        .iter()
        .flat_map(|entry| tlog::leaf_hash(entry).0)
        .collect();
    assert_eq!(hashes, tile.bytes);
    for path in ["/log/tile/0/../../store.db", "/log/tile/0/0", "/log/tile/x", "/log/tile/0/%2e%2e/checkpoint", "/log/tile/9/000"] {
        assert_eq!(world.get(path, "").status.as_u16(), 404, "{path}");
    }

    let restricted = World::with(journal::Settings { profile: journal::Profile::Restricted, ..journal::Settings::default() });
    restricted.batch(&events);
    restricted.publish();
    restricted.get("/log/tile/0/000", "").expect(200);
    assert_eq!(refusal(&restricted.get("/log/tile/entries/000", "")).0, 403);
    restricted.get("/log/tile/entries/000", RIVAL).expect(200);
}

#[test]
fn a_checkpoint_of_another_log_becomes_an_entry() {
    let world = World::new();
    let signer = SignerKey::new(KeyName::parse("831648793.log").unwrap(), Algorithm::Ed25519, [9; 32]);
    let (source, key) = (world.source(crate::kit::OTHER), signer.verifier().clone());
    world.operate(move |tx, ctx| ejournal::journal::log_key_add(tx, ctx, &source, &key));
    world.sequence();
    let note = |size: u64, root: u8| {
        let head = TreeHead { size, root: Hash([root; 32]) };
        SignedCheckpoint::sign(Checkpoint::new("831648793.log", head).unwrap(), &[&signer]).unwrap().note().to_string()
    };
    let send = |caller: &str, note: String| world.call(Method::POST, "/checkpoints", caller, &[], note);
    let index = send(RIVAL, note(10, 1)).expect(201).json()["index"].as_u64().unwrap();
    assert_eq!(send(RIVAL, note(10, 1)).expect(201).json()["index"].as_u64(), Some(index), "said twice it is said once");
    let entry = tlog::Entry::parse(&world.store.read_blocking(|tx| store::log::entry(tx, LOG, index)).unwrap()).unwrap();
    assert_eq!((entry.kind, entry.participant), (tlog::Kind::Notice, 0));
    let payload = world.store.read_blocking(|tx| store::log::payload(tx, LOG, index)).unwrap();
    assert!(matches!(payload, store::log::Payload::Present { opening, .. } if opening.payload == note(10, 1).into_bytes()));
    send(RIVAL, note(12, 2)).expect(201);
    for wrong in [note(12, 3), note(11, 1), "no note".to_owned(), note(13, 4).replace("13", "14")] {
        assert_eq!(refusal(&send(RIVAL, wrong)).1, "JRNL-0008");
    }
    assert_eq!(refusal(&send(SYSTEMS, note(13, 4))).0, 403, "a log that is not theirs");
    assert_eq!(world.size(), index + 2);
}

#[test]
fn every_change_of_participants_is_in_the_log_and_numbers_are_consecutive() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    world.sequence();
    let mut numbers = Vec::new();
    for index in 0..world.size() {
        let bytes = world.store.read_blocking(|tx| store::log::entry(tx, LOG, index)).unwrap();
        let entry = tlog::Entry::parse(&bytes).unwrap();
        if entry.participant == 0 {
            assert_eq!(entry.kind, tlog::Kind::Notice);
            numbers.push(entry.sequence);
        }
    }
    // Four sources, their four grants, a key, three further grants, the number of a service code.
    assert_eq!(numbers, (1..=13).collect::<Vec<u64>>());
}

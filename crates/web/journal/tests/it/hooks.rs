//! Web hooks: who may have one, what it is told, what becomes of one that fails.

use axum::http::Method;
use ejournal::Nomenclature;
use ejournal::journal as role;
use ejournal::journal::{Act, Caller, Hook};
use serde_json::{Value as Json, json};

use crate::kit::{AUTHORITY, OTHER_EIK, OWN_EIK, RIVAL, STRANGER, TOWN, World, event, fingerprint, later};

const URL: &str = "https://portal.example.bg/hook";

fn made(world: &World, caller: &str, body: &Json) -> Json {
    world.post("/webhooks", caller, body).expect(201).json()
}

fn listed(world: &World, caller: &str) -> Json {
    world.get("/webhooks", caller).expect(200).json()["hooks"].clone()
}

fn due(world: &World, now_ms: i64) -> Vec<Hook> {
    world.store.read_blocking(|tx| role::hooks_due(tx, now_ms, 10)).unwrap()
}

fn message(world: &World, hook: &Hook) -> Result<(Option<Json>, u64), role::Error> {
    let ctx = world.ctx(Caller::Operator);
    let (message, next) = world.store.read_blocking(|tx| role::hook_message(tx, &ctx, Nomenclature::shipped(), hook))?;
    Ok((message.map(|message| serde_json::from_slice(&message.body).unwrap()), next))
}

#[test]
fn a_hook_belongs_to_its_certificate_and_to_what_that_may_read() {
    let world = World::new();
    let own = json!({ "url": URL, "administration": OWN_EIK });
    assert_eq!(world.post("/webhooks", "", &own).status.as_u16(), 403);
    assert_eq!(world.post("/webhooks", STRANGER, &own).status.as_u16(), 403);
    assert_eq!(world.post("/webhooks", TOWN, &json!({ "url": URL, "administration": OTHER_EIK })).status.as_u16(), 403);
    assert_eq!(world.post("/webhooks", TOWN, &json!({ "url": URL })).status.as_u16(), 403, "everything is for authorities");
    for wrong in ["http://portal.example.bg/", "https://10.1.2.3/", "https://localhost/", "hook"] {
        let refused = world.post("/webhooks", AUTHORITY, &json!({ "url": wrong }));
        assert_eq!((refused.status.as_u16(), &refused.json()["code"]), (400, &json!("JRNL-0021")), "{wrong}");
    }
    let hook = made(&world, TOWN, &own);
    assert_eq!((&hook["state"], &hook["administration"]), (&json!("active"), &json!(OWN_EIK)));
    assert_eq!(listed(&world, TOWN)[0]["id"], hook["id"]);
    assert_eq!(listed(&world, AUTHORITY), json!([]));
    assert!(world.get("/webhooks", TOWN).json()["key"].as_str().unwrap().starts_with("whpk_"));
    let path = format!("/webhooks/{}", hook["id"].as_str().unwrap());
    assert_eq!(world.call(Method::DELETE, &path, RIVAL, &[], "").status.as_u16(), 404);
    assert_eq!(world.call(Method::DELETE, &path, TOWN, &[], "").status.as_u16(), 204);
    assert_eq!(world.call(Method::DELETE, &path, TOWN, &[], "").status.as_u16(), 404);
    assert_eq!(world.count("SELECT COUNT(*) FROM journal_cursor"), 0, "nothing of it is left");
    (0..20).for_each(|_| drop(made(&world, TOWN, &own)));
    assert_eq!(world.post("/webhooks", TOWN, &own).json()["code"], "JRNL-0022");
}

#[test]
fn a_hook_is_told_in_the_order_of_the_log_and_each_event_until_it_answers() {
    let world = World::new();
    world.report(&event(1, "intake.registered")).expect(201);
    let from_now = made(&world, TOWN, &json!({ "url": URL, "administration": OWN_EIK }));
    let from_start = made(&world, AUTHORITY, &json!({ "url": URL, "after": 0 }));
    world.report(&event(2, "work.assigned")).expect(201);
    world.report(&event(3, "term.set")).expect(201);
    let now_ms = later().as_millisecond();
    let hooks = due(&world, now_ms);
    assert_eq!(hooks.len(), 2);
    let of = |made: &Json| hooks.iter().find(|hook| hook.id == made["id"].as_str().unwrap()).unwrap();
    let statuses = |message: &Json| -> Vec<String> {
        message["events"].as_array().unwrap().iter().map(|event| event["status"].as_str().unwrap().to_owned()).collect()
    };
    let (told, next) = message(&world, of(&from_now)).unwrap();
    assert_eq!(statuses(&told.clone().unwrap()), ["work.assigned", "term.set"]);
    assert_eq!(told.unwrap()["next"], json!(next));
    assert_eq!(statuses(&message(&world, of(&from_start)).unwrap().0.unwrap()), ["intake.registered", "work.assigned", "term.set"]);

    // It does not answer: the same is due again, later.
    let failing = of(&from_now).clone();
    let again = failing.clone();
    assert!(!world.store.write_blocking(move |tx| role::hook_failed(tx, &again, "HTTP 500", now_ms)).unwrap());
    assert_eq!(due(&world, now_ms).len(), 1);
    let later_hooks = due(&world, now_ms + 11_000);
    let waiting = later_hooks.iter().find(|hook| hook.id == failing.id).unwrap();
    assert_eq!((waiting.failures, waiting.last_error.as_deref()), (1, Some("HTTP 500")));
    assert_eq!(message(&world, waiting).unwrap().1, next);
    // It answers: it is told nothing twice.
    let id = failing.id.clone();
    world.store.write_blocking(move |tx| role::hook_told(tx, &id, next, now_ms)).unwrap();
    assert!(due(&world, now_ms + 11_000).iter().all(|hook| hook.id != failing.id));
    world.report(&event(4, "work.data.received")).expect(201);
    let hook = due(&world, now_ms).into_iter().find(|hook| hook.id == failing.id).unwrap();
    assert_eq!((hook.failures, statuses(&message(&world, &hook).unwrap().0.unwrap()).len()), (0, 1));
}

#[test]
fn a_hook_that_fails_for_days_or_loses_its_right_is_told_nothing_more() {
    let world = World::new();
    let hook = made(&world, TOWN, &json!({ "url": URL, "administration": OWN_EIK }));
    world.report(&event(1, "intake.registered")).expect(201);
    let now_ms = later().as_millisecond();
    for (day, suspended) in [(0, false), (1, false), (3, true)] {
        let at = now_ms + day * 86_400_000;
        let failing = due(&world, at).remove(0);
        assert_eq!(world.store.write_blocking(move |tx| role::hook_failed(tx, &failing, "away", at)).unwrap(), suspended);
    }
    assert_eq!(due(&world, now_ms + 30 * 86_400_000), []);
    let shown = &listed(&world, TOWN)[0];
    assert_eq!((&shown["state"], &shown["failures"], &shown["lastError"]), (&json!("suspended"), &json!(3), &json!("away")));

    // A new one of the same owner, whose right is taken away meanwhile.
    made(&world, TOWN, &json!({ "url": URL, "administration": OWN_EIK, "after": hook["next"] }));
    let again = due(&world, now_ms).remove(0);
    assert!(message(&world, &again).unwrap().0.is_some());
    let eik = kernel::entity_number::EntityNumber::parse(OWN_EIK).unwrap();
    world.operate(move |tx, ctx| role::grant_remove(tx, ctx, fingerprint(TOWN), &Act::Read(eik.clone())));
    assert!(matches!(message(&world, &again), Err(role::Error::Denied)));
}

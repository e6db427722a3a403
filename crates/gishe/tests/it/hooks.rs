//! A web hook on its way: what the journal took is told, signed, again after a failure, and never where it may not lead.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use ejournal::hook::{HookKey, HookUrl, Message};
use ejournal::journal::{self as role, Act, Caller, Fingerprint};
use gishe::hooks::Teller;
use gishe::journal_role::operator;
use gishe::rounds::Rounds;
use gishe::runtime::Installation;
use serde_json::Value as Json;

const READER: Fingerprint = Fingerprint([9; 32]);

type Heard = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

fn state(journal: &Installation) -> (String, i64) {
    let asked = "SELECT state, failures FROM journal_hook";
    let found = journal.store.read_blocking(|tx| tx.query_row(asked, &[], |row| Ok((row.get(0)?, row.get(1)?))));
    found.unwrap().unwrap()
}

/// Registers a reader with the journal, tells it everything, and answers the events that it heard.
pub async fn heard(journal: &Installation) -> Vec<Json> {
    let blocking = |work: &mut dyn FnMut()| tokio::task::block_in_place(work);
    let calls: Heard = Heard::default();
    let hearing = calls.clone();
    let answer = move |headers: HeaderMap, body: Bytes| {
        let mut calls = hearing.lock().unwrap();
        calls.push((headers, body));
        // The first time it is out of order.
        let status = if calls.len() == 1 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::NO_CONTENT };
        async move { status }
    };
    let routes = axum::Router::new().route("/hook", axum::routing::post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = HookUrl::parse(&format!("http://{}/hook", listener.local_addr().unwrap()), true).unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, routes).await });
    let of_operator = operator(journal);
    journal.store.write(move |tx| role::grant_add(tx, &of_operator, READER, &Act::Authority)).await.unwrap();
    let own = role::Ctx { caller: Caller::Certificate(READER), ..operator(journal) };
    journal.store.write(move |tx| role::hook_add(tx, &own, &url, None, Some(0))).await.unwrap();

    let mut teller = Teller::new(journal, true).unwrap();
    assert!(!teller.round().await.unwrap());
    blocking(&mut || assert_eq!(state(journal), ("active".to_owned(), 1)));
    assert!(!teller.round().await.unwrap());
    assert_eq!(calls.lock().unwrap().len(), 1, "it is left alone for a while");
    let due = "UPDATE journal_hook SET due_at = 0";
    journal.store.write(move |tx| tx.execute(due, &[]).map(drop)).await.unwrap();
    while teller.round().await.unwrap() {}
    blocking(&mut || assert_eq!(state(journal), ("active".to_owned(), 0)));

    // Every message is signed; the one that failed came again as it was.
    let key = HookKey::new(&operator(journal).keys.hooks);
    let calls = calls.lock().unwrap().clone();
    assert_eq!((&calls[0].0["webhook-id"], &calls[0].1), (&calls[1].0["webhook-id"], &calls[1].1));
    let mut events = Vec::new();
    for (headers, body) in &calls[1..] {
        let text = |name: &str| headers[name].to_str().unwrap().to_owned();
        let message = Message { id: text("webhook-id"), body: body.to_vec() };
        assert_eq!(text("webhook-signature"), key.sign(&message, text("webhook-timestamp").parse().unwrap()));
        let told: Json = serde_json::from_slice(body).unwrap();
        assert_eq!(told["type"], "ejournal.events");
        events.extend(told["events"].as_array().unwrap().iter().cloned());
    }
    serving.abort();

    // Where private addresses are not allowed any more, it leads nowhere.
    let back = "UPDATE journal_cursor SET idx = 0";
    journal.store.write(move |tx| tx.execute(back, &[]).map(drop)).await.unwrap();
    assert!(!Teller::new(journal, false).unwrap().round().await.unwrap());
    blocking(&mut || assert_eq!(state(journal).0, "suspended"));
    events
}

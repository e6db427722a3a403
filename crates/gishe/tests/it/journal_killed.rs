//! `kill -9` of a journal while systems report to it: what it acknowledged stands where it said, and nothing it published is taken back.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ejournal::client::{self, Outgoing};
use ejournal::event::EventId;
use gishe::bench::events::System;
use gishe::runtime::Installation;
use serde_json::Value as Json;
use store::log::{self, LogId, Proofs};
use tlog::{Entry, SignedCheckpoint};

use crate::journal_server::{prepare, serve};

const ORIGIN: &str = "killed.example/log";
/// Systems that report at the same time.
const SYSTEMS: u32 = 4;
/// Events of one request.
const BATCH: usize = 25;
/// How many events are acknowledged and how many milliseconds go by in each life of the server before it is killed: in the first of its
/// groups, between publications, after some of them.
const LIVES: [(usize, u64); 6] = [(1, 0), (40, 700), (300, 1_300), (900, 300), (150, 1_000), (600, 1_700)];

/// A system with what it may not forget.
struct Sender {
    system: System,
    /// The request that was not answered.
    open: Vec<Outgoing>,
    /// Index by event.
    taken: BTreeMap<EventId, u64>,
}

impl Sender {
    /// Sends until the server is gone.
    async fn send(&mut self, url: &str, taken: &AtomicUsize) {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        loop {
            if self.open.is_empty() {
                self.open = (0..BATCH).map(|_| self.system.report()).collect();
            }
            let request = http.post(format!("{url}/ejournal/v1/events:batch")).header("client-cert", self.system.certificate_header());
            let request = request.header("content-type", ejournal::batch::SIGNED_MEDIA_TYPE).body(client::body(&self.open));
            let Ok(response) = request.send().await else { return };
            if response.status() == reqwest::StatusCode::SERVICE_UNAVAILABLE {
                // The log checks itself.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
            let Ok(answer) = response.bytes().await else { return };
            let answer: Json = serde_json::from_slice(&answer).unwrap();
            let results = answer["results"].as_array().unwrap_or_else(|| panic!("{answer}"));
            assert_eq!(results.len(), self.open.len());
            for (event, result) in self.open.drain(..).zip(results) {
                assert!(matches!(result["result"].as_str(), Some("new" | "repeated")), "{result}");
                let index = result["index"].as_u64().unwrap();
                assert_eq!(self.taken.insert(event.id, index), None, "an event was sent once more than it had to be");
                taken.fetch_add(1, Ordering::SeqCst);
            }
        }
    }
}

/// Everything the server publishes until it is gone.
async fn watch(url: &str, seen: &mut Vec<Vec<u8>>) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    while let Ok(response) = http.get(format!("{url}/ejournal/v1/log/checkpoint")).send().await {
        let is_there = response.status().is_success();
        let Ok(note) = response.bytes().await else { return };
        if is_there && seen.last().is_none_or(|last| *last != note) {
            seen.push(note.to_vec());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[test]
fn a_journal_that_is_killed_keeps_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let sender = |system| Sender { system, open: Vec::new(), taken: BTreeMap::new() };
    let mut senders: Vec<Sender> = prepare(folder.path(), ORIGIN, SYSTEMS).into_iter().map(sender).collect();

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut seen = Vec::new();
    for (events, life_ms) in LIVES {
        let (mut server, url) = serve(folder.path());
        let taken = AtomicUsize::new(0);
        runtime.block_on(async {
            let kill = async {
                tokio::time::sleep(Duration::from_millis(life_ms)).await;
                while taken.load(Ordering::SeqCst) < events {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                server.kill().unwrap();
                server.wait().unwrap();
            };
            let sending = futures::future::join_all(senders.iter_mut().map(|sender| sender.send(&url, &taken)));
            tokio::join!(kill, sending, watch(&url, &mut seen));
        });
    }

    let installation = Installation::open(folder.path(), 1).unwrap();
    let store = &installation.store;
    let taken: usize = senders.iter().map(|sender| sender.taken.len()).sum();
    assert!(taken >= LIVES.iter().map(|(events, _)| events).sum(), "{taken}");
    for (id, index) in senders.iter().flat_map(|sender| &sender.taken) {
        let entry = store.read_blocking(|tx| log::entry(tx, LogId::JOURNAL, *index)).unwrap();
        let entry = Entry::parse(&entry).unwrap();
        assert_eq!(entry.event_id.0, id.bytes(), "{index}");
    }
    let (place, keys) = (store.shelf().place(LogId::JOURNAL).unwrap(), store.read_blocking(|tx| log::keys(tx, LogId::JOURNAL)).unwrap());
    let opened = store.write_blocking(|tx| log::open(tx, LogId::JOURNAL)).unwrap();
    let (_, head) = log::check(store, opened, &place, &keys, &[]).unwrap();
    let last = SignedCheckpoint::open(&place.checkpoint().unwrap().unwrap(), &keys).unwrap();
    assert!(last.head().size <= head.size && head.size >= taken as u64);
    let proofs = Proofs::open(place, last.clone()).unwrap();
    assert!(seen.len() > LIVES.len(), "{} checkpoints were seen", seen.len());
    for note in &seen {
        let old = SignedCheckpoint::open(note, &keys).unwrap().head();
        let proof = if old.size == last.head().size { Vec::new() } else { proofs.consistency(old.size, last.head().size).unwrap() };
        assert_eq!(tlog::verify_consistency(old, last.head(), &proof), Ok(()), "{} is no beginning of {}", old.size, last.head().size);
    }
    installation.store.close();
}

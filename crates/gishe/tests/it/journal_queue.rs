//! One system gets rid of a long queue while others report as every day: nobody waits for its end.

use std::time::Duration;

use ejournal::client::{self, Outgoing};
use ejournal::signature;
use gishe::bench::events::System;
use reqwest::StatusCode;
use serde_json::Value as Json;
use tokio::sync::watch;

use crate::journal_server::{prepare, serve};

/// Systems beside the one with the queue.
const OTHERS: u32 = 3;
/// Requests of the queue, of so many events each.
const REQUESTS: usize = 60;
const BATCH: usize = 100;
/// Events of each of the others, one after the other. A request of theirs may wait for one or two of the queue.
const SINGLE: usize = 15;

/// What an event or a batch is answered, once the log has checked itself.
async fn answer(request: reqwest::RequestBuilder) -> Json {
    loop {
        let response = request.try_clone().unwrap().send().await.unwrap();
        if response.status() != StatusCode::SERVICE_UNAVAILABLE {
            assert!(response.status().is_success(), "{}", response.status());
            return serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Sends the queue as the client does, one request after the other; the index of each event.
async fn drain(http: &reqwest::Client, url: &str, system: &mut System, begun: watch::Sender<bool>) -> Vec<u64> {
    let mut indexes = Vec::new();
    for _ in 0..REQUESTS {
        let batch: Vec<Outgoing> = (0..BATCH).map(|_| system.report()).collect();
        let request = http.post(format!("{url}/ejournal/v1/events:batch")).header("client-cert", system.certificate_header());
        let request = request.header("content-type", ejournal::batch::SIGNED_MEDIA_TYPE).body(client::body(&batch));
        let answer = answer(request).await;
        let results = answer["results"].as_array().unwrap_or_else(|| panic!("{answer}"));
        assert_eq!(results.len(), BATCH);
        assert!(results.iter().all(|result| result["result"] == "new"), "{answer}");
        indexes.extend(results.iter().map(|result| result["index"].as_u64().unwrap()));
        begun.send_replace(true);
    }
    indexes
}

/// Reports one by one as soon as the queue moves.
async fn report(http: &reqwest::Client, url: &str, system: &mut System, mut begun: watch::Receiver<bool>) -> Vec<u64> {
    begun.wait_for(|begun| *begun).await.unwrap();
    let mut indexes = Vec::new();
    for _ in 0..SINGLE {
        let event = system.report();
        let request = http.post(format!("{url}/ejournal/v1/events")).header("client-cert", system.certificate_header());
        let request = request.header(signature::HEADER, event.signature).header("content-type", "application/cloudevents+json");
        let answer = answer(request.body(event.bytes)).await;
        assert_eq!(answer["result"], "new", "{answer}");
        indexes.push(answer["index"].as_u64().unwrap());
    }
    indexes
}

#[test]
fn a_long_queue_of_one_system_stops_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut systems = prepare(folder.path(), "queue.example/log", OTHERS + 1);
    let (mut server, url) = serve(folder.path());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (late, others) = systems.split_first_mut().unwrap();
    let (queue, reported) = runtime.block_on(async {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let (begun, moves) = watch::channel(false);
        let reporting = others.iter_mut().map(|system| report(&http, &url, system, moves.clone()));
        tokio::join!(drain(&http, &url, late, begun), futures::future::join_all(reporting))
    });
    server.kill().unwrap();
    server.wait().unwrap();

    assert!(queue.is_sorted(), "the queue kept its order");
    let end = *queue.last().unwrap();
    for indexes in &reported {
        assert!(indexes.is_sorted());
        assert!(indexes.iter().all(|index| *index < end), "{indexes:?} are not all before the end of the queue, {end}");
    }
}

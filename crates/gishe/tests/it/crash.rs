//! `kill -9` in the middle of filings loses no acknowledged one, doubles none, and leaves no gap in the register.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gishe::runtime::Installation;
use gishe::{demo, sample};
use serde_json::Value as Json;
use services::kit::Kit;

/// Clients that file at the same time.
const CLIENTS: usize = 8;
/// Filings each of them wants: a thousand together.
const FILINGS: usize = 125;
/// Filings acknowledged before the server is killed.
const BEFORE_KILL: usize = 500;

pub fn application() -> String {
    let kits = sample::kits();
    let kit = Kit::parse(&kits["address-certificate"]).unwrap();
    let answers = &kit.tests[0].filing.answers;
    serde_json::json!({ "service": kit.code(), "speed": "ordinary", "delivery": "counter", "answers": answers }).to_string()
}

async fn file_until_killed(url: String, body: String, client: usize, acknowledged: Arc<AtomicUsize>) -> Vec<String> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut cases = Vec::new();
    for number in 0..FILINGS {
        let request = http.post(format!("{url}/api/v1/applications")).header("idempotency-key", format!("crash-{client:02}-{number:04}"));
        let Ok(response) = request.header("content-type", "application/json").body(body.clone()).send().await else { break };
        assert!(response.status().is_success(), "{}", response.status());
        let Ok(bytes) = response.bytes().await else { break };
        let receipt: Json = serde_json::from_slice(&bytes).unwrap();
        cases.push(receipt["case_id"].as_str().unwrap().to_owned());
        acknowledged.fetch_add(1, Ordering::SeqCst);
    }
    cases
}

#[test]
fn a_kill_loses_no_acknowledged_filing() {
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::open(folder.path(), 1).unwrap();
    demo::prepare(&installation, "http://127.0.0.1").unwrap();
    installation.store.close();
    drop(installation);

    let mut server = Command::new(env!("CARGO_BIN_EXE_gishe"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();

    let acknowledged = Arc::new(AtomicUsize::new(0));
    let body = application();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let cases: Vec<String> = runtime.block_on(async {
        let clients: Vec<_> =
            (0..CLIENTS).map(|n| tokio::spawn(file_until_killed(url.clone(), body.clone(), n, acknowledged.clone()))).collect();
        while acknowledged.load(Ordering::SeqCst) < BEFORE_KILL {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        server.kill().unwrap();
        server.wait().unwrap();
        let mut cases = Vec::new();
        for client in clients {
            cases.extend(client.await.unwrap());
        }
        cases
    });
    assert!((BEFORE_KILL..CLIENTS * FILINGS).contains(&cases.len()), "killed after {} of a thousand", cases.len());
    let distinct: BTreeSet<&String> = cases.iter().collect();
    assert_eq!(distinct.len(), cases.len(), "no filing was answered with the case of another");

    let installation = Installation::open(folder.path(), 1).unwrap();
    let ctx = sample::system(&installation, "");
    let mut sequences = BTreeSet::new();
    let mut after = None;
    let mut stored = BTreeSet::new();
    loop {
        let page = installation.store.read_blocking(|tx| cases::list::case_list(tx, &ctx, &Default::default(), after)).unwrap();
        for case in &page.rows {
            stored.insert(case.id.to_string());
            sequences.insert(kernel::document_uri::DocumentUri::parse(&case.uri).unwrap().sequence());
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let lost: Vec<&String> = cases.iter().filter(|case| !stored.contains(*case)).collect();
    assert!(lost.is_empty(), "{} acknowledged filing(s) lost", lost.len());
    let numbers: Vec<u64> = sequences.iter().copied().collect();
    assert_eq!(numbers, (1..=stored.len() as u64).collect::<Vec<_>>(), "the register has neither gaps nor doubles");
    let broken = installation.store.read_blocking(|tx| store::history::first_break(tx, sample::ADMINISTRATION)).unwrap();
    assert_eq!(broken, None);
    installation.store.close();
}

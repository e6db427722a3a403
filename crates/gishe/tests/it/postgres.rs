//! The whole program on PostgreSQL: the same statements, the same lives of cases, and two nodes on one database.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use gishe::sample;
use kernel::document_uri::DocumentUri;
use pgserver::Server;
use serde_json::Value as Json;
use store::{Database, Options, Store};

use crate::coverage::prepare_all;
use crate::crash::application;
use crate::demo::{lived, statuses};

#[test]
fn every_statement_prepares() {
    let Some(server) = Server::for_test() else { return };
    let folder = tempfile::tempdir().unwrap();
    let database = Database::Postgres(server.address(server.port()));
    prepare_all(&Store::open(&Options { database, ..Options::new(folder.path()) }).unwrap());
}

#[test]
fn cases_live_as_they_do_on_sqlite() {
    let Some(server) = Server::for_test() else { return };
    let (_one, here) = lived(1, 40, Database::Sqlite);
    let (_two, there) = lived(2, 40, Database::Postgres(server.address(server.port())));
    assert_eq!(statuses(&here), statuses(&there));
    let broken = there.store.read_blocking(|tx| store::history::first_break(tx, sample::ADMINISTRATION)).unwrap();
    assert_eq!(broken, None);
    here.store.close();
    there.store.close();
}

fn node(folder: &Path, database: &str) -> (Child, String) {
    let mut node = Command::new(env!("CARGO_BIN_EXE_gishe"));
    node.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder).env("GISHE_DATABASE", database);
    let mut node = node.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(node.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening on ").expect("the node starts").to_owned();
    (node, url)
}

#[test]
fn two_nodes_file_at_once_into_one_register() {
    const CLIENTS: usize = 8;
    const FILINGS: usize = 20;
    let Some(server) = Server::for_test() else { return };
    let address = server.address(server.port());
    // Nodes share the folder with blobs and the key, as they would a bucket and a secret.
    let (folder, installation) = lived(3, 0, Database::Postgres(address.clone()));
    let nodes = [node(folder.path(), &address), node(folder.path(), &address)];
    let body = application();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let filed: BTreeSet<String> = runtime.block_on(async {
        let mut clients = Vec::new();
        for client in 0..CLIENTS {
            let (url, body) = (nodes[client % 2].1.clone(), body.clone());
            clients.push(tokio::spawn(async move {
                let http = reqwest::Client::builder().no_proxy().build().unwrap();
                let mut filed = Vec::new();
                for number in 0..FILINGS {
                    let request =
                        http.post(format!("{url}/api/v1/applications")).header("idempotency-key", format!("node-{client}-{number:03}"));
                    let response = request.header("content-type", "application/json").body(body.clone()).send().await.unwrap();
                    assert!(response.status().is_success(), "{}: {}", response.status(), response.text().await.unwrap());
                    let receipt: Json = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
                    filed.push(receipt["document_uri"].as_str().unwrap().to_owned());
                }
                filed
            }));
        }
        let mut filed = BTreeSet::new();
        for client in clients {
            filed.extend(client.await.unwrap());
        }
        filed
    });
    for (mut node, _) in nodes {
        node.kill().unwrap();
        node.wait().unwrap();
    }
    let numbers: BTreeSet<u64> = filed.iter().map(|uri| DocumentUri::parse(uri).unwrap().sequence()).collect();
    assert_eq!(numbers, (1..=(CLIENTS * FILINGS) as u64).collect(), "the register has neither gaps nor doubles");
    let broken = installation.store.read_blocking(|tx| store::history::first_break(tx, sample::ADMINISTRATION)).unwrap();
    assert_eq!(broken, None);
    installation.store.close();
}

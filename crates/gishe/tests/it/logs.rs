//! The log of an installation: what commands did is published, signed, shown to witnesses – and refused when something is wrong.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use gishe::config::{self, Config};
use gishe::logs::{self, Keeper};
use gishe::runtime::Installation;
use gishe::witness::Witness;
use gishe::witnesses::{self, Witnesses};
use gishe::{demo, sample};
use kernel::clock::{SystemClock, VirtualClock, sofia_instant};
use kernel::random::SeededRandom;
use serde_json::Value as Json;
use store::Options;
use store::log::{self, LogId, Payload, Proofs, Refused};
use tlog::{Algorithm, KeyName, Kind, Policy, SignedCheckpoint, SignerKey, verify_receipt};
use tokio::net::TcpListener;

use crate::walk::submit;

const LOG: LogId = LogId(sample::ADMINISTRATION.0);

fn world(seed: u64) -> (tempfile::TempDir, Installation) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) };
    let now = sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0));
    let installation = Installation::open_with(&options, Arc::new(VirtualClock::new(now)), Arc::new(SeededRandom::new(seed))).unwrap();
    demo::prepare(&installation, "https://primer.example").unwrap();
    (folder, installation)
}

fn file(installation: &Installation) {
    submit(installation, &sample::system(installation, ""), "Примерова");
}

fn keeper(installation: &Installation) -> Keeper {
    Keeper::new(installation.clone(), Witnesses::configured(&Config::default()).unwrap(), None)
}

fn published(installation: &Installation) -> Option<SignedCheckpoint> {
    let bytes = installation.store.shelf().place(LOG).unwrap().checkpoint().unwrap()?;
    let keys = installation.store.read_blocking(|tx| log::keys(tx, LOG)).unwrap();
    Some(SignedCheckpoint::open(&bytes, &keys).unwrap())
}

fn pending(installation: &Installation) -> i64 {
    installation.store.read_blocking(|tx| log::pending_count(tx, LOG)).unwrap()
}

/// Places and hashes of the history as the payloads of the log name them, in order.
fn logged(installation: &Installation, size: u64) -> Vec<(i64, String)> {
    let mut logged = Vec::new();
    for index in 0..size {
        let (entry, payload) = installation
            .store
            .read_blocking(|tx| -> store::Result<_> { Ok((log::entry(tx, LOG, index)?, log::payload(tx, LOG, index)?)) })
            .unwrap();
        let entry = tlog::Entry::parse(&entry).unwrap();
        if entry.kind != Kind::History {
            continue;
        }
        let Payload::Present { opening, .. } = payload else { panic!("entry {index} has no payload") };
        assert!(entry.is_opened_by(&opening));
        let said: Json = serde_json::from_slice(&opening.payload).unwrap();
        assert_eq!(said["case"].is_null(), entry.case_tag == tlog::CaseTag::NONE, "{said}");
        let records = said["records"].as_array().unwrap().iter();
        logged.extend(records.map(|record| (record["seq"].as_i64().unwrap(), record["hash"].as_str().unwrap().to_owned())));
    }
    logged.sort();
    logged
}

#[test]
fn every_fact_of_the_history_stands_in_the_published_log() {
    let (_folder, installation) = world(5);
    (0..3).for_each(|_| file(&installation));
    let mut keeper = keeper(&installation);
    keeper.round().unwrap();
    let first = published(&installation).expect("a checkpoint is published");
    assert!(first.head().size > 3);
    assert_eq!(pending(&installation), 0);
    let start = installation.store.read_blocking(|tx| log::check_last(tx, LOG, log::CheckKind::Start)).unwrap().unwrap();
    assert!(start.is_good(), "{start:?}");

    file(&installation);
    keeper.finish().unwrap();
    let last = published(&installation).unwrap();
    assert!(last.head().size > first.head().size);
    let facts = installation.store.read_blocking(|tx| store::history::after(tx, sample::ADMINISTRATION, 0, 100_000)).unwrap();
    let facts: Vec<(i64, String)> = facts.iter().map(|fact| (fact.seq, kernel::secret::hex(&fact.hash))).collect();
    assert!(facts.len() > 10);
    assert_eq!(logged(&installation, last.head().size), facts);

    // Today's tree continues yesterday's, and a receipt convinces whoever has the key.
    let proofs = Proofs::open(installation.store.shelf().place(LOG).unwrap(), last.clone()).unwrap();
    let consistency = proofs.consistency(first.head().size, last.head().size).unwrap();
    tlog::verify_consistency(first.head(), last.head(), &consistency).unwrap();
    let receipt = installation.store.read_blocking(|tx| log::receipt(tx, LOG, &proofs, 3)).unwrap().unwrap().to_string();
    let keys = installation.store.read_blocking(|tx| log::keys(tx, LOG)).unwrap();
    assert_eq!(verify_receipt(receipt.as_bytes(), &keys, &Policy::NONE).unwrap().origin, last.checkpoint().origin());
    let other = SignerKey::new(keys[0].name().clone(), Algorithm::Ed25519, [9; 32]);
    assert!(verify_receipt(receipt.as_bytes(), &[other.verifier().clone()], &Policy::NONE).is_err());
    installation.store.close();
}

#[test]
fn without_its_key_a_log_rests_and_work_goes_on() {
    let (_folder, installation) = world(6);
    keeper(&installation).round().unwrap();
    let before = published(&installation).unwrap();
    let key = installation.store.shelf().key_file(LOG);
    let away = key.with_extension("away");
    std::fs::rename(&key, &away).unwrap();
    let mut keeper = keeper(&installation);
    file(&installation);
    keeper.round().unwrap();
    assert_eq!(published(&installation).unwrap().head(), before.head());
    assert!(!key.exists(), "a second key is never made by itself");
    let start = installation.store.read_blocking(|tx| log::check_last(tx, LOG, log::CheckKind::Start)).unwrap().unwrap();
    assert!(start.failure.is_some_and(|why| why.contains("log.key")), "people are told what is missing");

    std::fs::rename(&away, &key).unwrap();
    self::keeper(&installation).round().unwrap();
    assert!(published(&installation).unwrap().head().size > before.head().size);
    installation.store.close();
}

#[test]
fn a_restored_log_neither_grows_nor_signs_until_it_is_resumed() {
    let (_folder, installation) = world(7);
    keeper(&installation).round().unwrap();
    let before = published(&installation).unwrap();
    installation.store.write_blocking(|tx| log::restored(tx, LOG)).unwrap();
    let mut keeper = keeper(&installation);
    file(&installation);
    keeper.round().unwrap();
    assert!(pending(&installation) > 0, "the case was filed all the same");
    assert_eq!(published(&installation).unwrap().head(), before.head());
    let state = installation.store.read_blocking(|tx| log::state(tx, LOG)).unwrap();
    assert_eq!(state.refused, Some(Refused::Restored));
    installation.store.close();
}

/// Waits until something holds, at most 30 s.
async fn until(mut holds: impl FnMut() -> bool) {
    for _ in 0..300 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it does not come about");
}

fn witnessed_by(url: String, key: &SignerKey) -> Witnesses {
    let witness = config::Witness { url, key: key.verifier().to_string() };
    Witnesses::configured(&Config { witnesses: vec![witness], ..Config::default() }).unwrap()
}

fn witness_key() -> SignerKey {
    SignerKey::new(KeyName::parse("witness.example").unwrap(), Algorithm::CosignatureV1, [7; 32])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_witness_signs_each_checkpoint_too() {
    let (_folder, installation) = tokio::task::block_in_place(|| world(8));
    tokio::task::block_in_place(|| keeper(&installation).round()).unwrap();
    let keys = installation.store.read(|tx| log::keys(tx, LOG)).await.unwrap();
    let state = tempfile::tempdir().unwrap();
    let witness = Witness::open(&state.path().join("state.json"), witness_key(), &keys, Arc::new(SystemClock)).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move { axum::serve(listener, witness.router()).await });

    let witnesses = witnessed_by(url, &witness_key());
    let policy = witnesses.policy().clone();
    assert_eq!(policy.quorum(), 1);
    let (keeping, witnessing) =
        (logs::start(installation.clone(), witnesses.clone(), None), witnesses::start(installation.clone(), witnesses).unwrap());
    let mut size = 0;
    for _ in 0..2 {
        tokio::task::block_in_place(|| file(&installation));
        let is_final = || {
            tokio::task::block_in_place(|| {
                let signed = published(&installation).unwrap();
                let cosigners = policy.cosigners(signed.note()).unwrap();
                let grown = signed.head().size > size && policy.is_final(&cosigners) && pending(&installation) == 0;
                size = if grown { signed.head().size } else { size };
                grown
            })
        };
        until(is_final).await;
    }
    witnessing.abort();
    keeping.stop().await;
    serving.abort();
    installation.store.close();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_witness_that_knows_more_stops_the_log() {
    let (_folder, installation) = tokio::task::block_in_place(|| world(9));
    tokio::task::block_in_place(|| keeper(&installation).round()).unwrap();
    let ahead = axum::Router::new().route("/add-checkpoint", axum::routing::post(|| async { (StatusCode::CONFLICT, "1000000\n") }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move { axum::serve(listener, ahead).await });

    // While it runs.
    let witnessing = witnesses::start(installation.clone(), witnessed_by(url.clone(), &witness_key())).unwrap();
    let refused = || tokio::task::block_in_place(|| installation.store.read_blocking(|tx| log::state(tx, LOG)).unwrap().refused);
    let expected =
        |why: &Refused| matches!(why, Refused::RolledBack { evidence, known: 1_000_000, .. } if evidence.ends_with("witness.example"));
    until(|| refused().as_ref().is_some_and(expected)).await;
    witnessing.abort();
    let before = tokio::task::block_in_place(|| published(&installation)).unwrap().head();
    tokio::task::block_in_place(|| file(&installation));
    tokio::task::block_in_place(|| keeper(&installation).round()).unwrap();
    assert_eq!(tokio::task::block_in_place(|| published(&installation)).unwrap().head(), before);
    serving.abort();
    installation.store.close();

    // And before it starts to sign.
    let (_folder, installation) = tokio::task::block_in_place(|| world(10));
    tokio::task::block_in_place(|| keeper(&installation).round()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let ahead = axum::Router::new().route("/add-checkpoint", axum::routing::post(|| async { (StatusCode::CONFLICT, "1000000\n") }));
    let serving = tokio::spawn(async move { axum::serve(listener, ahead).await });
    tokio::task::block_in_place(|| Keeper::new(installation.clone(), witnessed_by(url, &witness_key()), None).round()).unwrap();
    let state = installation.store.read(|tx| log::state(tx, LOG)).await.unwrap();
    assert!(state.refused.as_ref().is_some_and(expected), "{:?}", state.refused);
    serving.abort();
    installation.store.close();
}

pub fn gishe(arguments: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_gishe")).args(arguments).output().unwrap()
}

/// A copy of a folder as it is.
fn copied(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, target) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            copied(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn yesterdays_backup_refuses_until_it_has_what_was_published_since() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let installation = Installation::open(&folder.path().join("first"), 2).unwrap();
    demo::prepare(&installation, "").unwrap();
    file(&installation);
    keeper(&installation).round().unwrap();
    std::fs::write(at("passphrase"), "a passphrase").unwrap();
    installation.store.close();
    drop(installation);
    let backed = gishe(&["backup", "--to", &at("archive"), "--data", &at("first"), "--passphrase-file", &at("passphrase")]);
    assert!(backed.status.success(), "{}", String::from_utf8_lossy(&backed.stderr));

    // A day of work, published.
    let installation = Installation::open(&folder.path().join("first"), 2).unwrap();
    file(&installation);
    keeper(&installation).round().unwrap();
    let newest = published(&installation).unwrap();
    installation.store.close();
    drop(installation);

    // The machine is lost; the archive, the key and a mirror of the published log are left.
    let restored = gishe(&["restore", &at("archive"), "--data", &at("second"), "--passphrase-file", &at("passphrase")]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let logs = |name: &str| folder.path().join(name).join("logs").join(LOG.to_string());
    std::fs::create_dir_all(logs("second")).unwrap();
    std::fs::copy(logs("first").join("log.key"), logs("second").join("log.key")).unwrap();
    copied(&logs("first").join("tiles"), &folder.path().join("mirror"));

    let installation = Installation::open(&folder.path().join("second"), 2).unwrap();
    file(&installation);
    keeper(&installation).round().unwrap();
    assert!(pending(&installation) > 0 && published(&installation).is_none(), "nothing is signed before it was compared");
    installation.store.close();
    drop(installation);
    let resumed = gishe(&["journal", "resume", "--data", &at("second"), "--from", &at("mirror"), "--json"]);
    let said = String::from_utf8_lossy(&resumed.stdout).into_owned() + &String::from_utf8_lossy(&resumed.stderr);
    assert!(resumed.status.success(), "{said}");
    let said: Json = serde_json::from_slice(&resumed.stdout).unwrap();
    assert_eq!(said[0]["size"], newest.head().size);
    assert!(said[0]["imported"].as_u64().unwrap() > 0 && said[0]["repaired"].as_u64().unwrap() > 0, "{said}");

    let installation = Installation::open(&folder.path().join("second"), 2).unwrap();
    keeper(&installation).round().unwrap();
    let grown = published(&installation).unwrap();
    assert!(grown.head().size > newest.head().size && pending(&installation) == 0);
    let proofs = Proofs::open(installation.store.shelf().place(LOG).unwrap(), grown.clone()).unwrap();
    let consistency = proofs.consistency(newest.head().size, grown.head().size).unwrap();
    tlog::verify_consistency(newest.head(), grown.head(), &consistency).unwrap();
    installation.store.close();
    drop(installation);
    let checked = gishe(&["journal", "fsck", "--data", &at("second"), "--json"]);
    let said: Json = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!((&said["ok"], &said["size"]), (&true.into(), &grown.head().size.into()), "{said}");

    // And a stranger verifies what it proves.
    let receipt = gishe(&["journal", "prove", "--index", "2", "--data", &at("second")]);
    assert!(receipt.status.success(), "{}", String::from_utf8_lossy(&receipt.stderr));
    std::fs::write(at("receipt"), &receipt.stdout).unwrap();
    let key = SignerKey::parse(std::fs::read_to_string(logs("second").join("log.key")).unwrap().trim()).unwrap();
    std::fs::write(at("log.vkey"), format!("{}\n", key.verifier())).unwrap();
    assert!(gishe(&["journal", "verify", &at("receipt"), "--vkey", &at("log.vkey")]).status.success());
}

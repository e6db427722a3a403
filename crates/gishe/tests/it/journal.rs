//! `gishe journal …` as a stranger runs it: receipts verified, vectors counted, a witness that remembers through kills.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value as Json;
use tlog::{
    AddCheckpoint, Algorithm, Checkpoint, KeyName, MemoryTree, Policy, Reaction, SignedCheckpoint, SignerKey, Submission, VerifierKey,
    after_answer, leaf_hash, prove_consistency,
};

/// A folder below the shared samples; says so when it is missing.
fn shared(folder: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("GISHE_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join(folder);
    if !folder.is_dir() {
        let _ = writeln!(std::io::stderr(), "skipped: no corpus at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn gishe(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gishe")).args(arguments).output().unwrap()
}

fn answer(arguments: &[&str]) -> (bool, Json) {
    let output = gishe(arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), serde_json::from_slice(&output.stdout).expect(&error))
}

#[test]
fn the_receipt_of_the_samples_convinces_and_a_changed_one_does_not() {
    let Some(samples) = shared("spec/samples/ejournal/log") else { return };
    let of = |name: &str| samples.join(name).display().to_string();
    let (receipt, log, witness) = (of("event-13.tlog-proof"), of("log.vkey"), of("witness.vkey"));
    let (valid, said) = answer(&["journal", "verify", &receipt, "--vkey", &log, "--witness", &witness, "--json"]);
    assert!(valid, "{said}");
    assert_eq!((&said["index"], &said["size"], &said["payload"]), (&12.into(), &16.into(), &"present".into()));
    assert_eq!(said["witnesses"], serde_json::json!(["witness.obshtina.example"]));
    assert_eq!((&said["valid"], &said["error"]), (&true.into(), &Json::Null));

    // Without its witness it convinces only whoever asks for none; two of one cannot be asked for.
    let (none, said) = answer(&["journal", "verify", &receipt, "--vkey", &log, "--json"]);
    assert!(none && said["witnesses"].as_array().unwrap().is_empty());
    assert!(!gishe(&["journal", "verify", &receipt, "--vkey", &log, "--witness", &witness, "--quorum", "2", "--json"]).status.success());

    let folder = tempfile::tempdir().unwrap();
    let harmed = folder.path().join("harmed");
    let text = std::fs::read_to_string(&receipt).unwrap();
    for (from, to) in [("index 12", "index 11"), ("\n16\n", "\n17\n"), ("extra eyJ", "extra eyK")] {
        assert!(text.contains(from), "{from}");
        std::fs::write(&harmed, text.replace(from, to)).unwrap();
        let (valid, said) = answer(&["journal", "verify", &harmed.display().to_string(), "--vkey", &log, "--json"]);
        assert!(!valid && said["valid"] == false && said["error"].is_string(), "{from}: {said}");
    }
    assert!(!gishe(&["journal", "verify", &receipt, "--vkey", &receipt]).status.success(), "a file without keys");
}

#[test]
fn the_published_vectors_pass_but_for_the_listed_kinds() {
    let Some(corpus) = shared("corpus/tlog") else { return };
    let (_, all) = answer(&["journal", "vectors", &corpus.join("merkle-proofs.json").display().to_string(), "--json"]);
    let all = all.as_array().unwrap();
    let (passed, failed): (Vec<&Json>, Vec<&Json>) = all.iter().partition(|one| one["passed"] == true);
    assert!(passed.len() > 100 && failed.iter().all(|one| one["got"] == "not implemented"), "{failed:?}");
}

#[test]
fn the_published_sample_is_whole_and_a_changed_file_is_named() {
    let Some(samples) = shared("spec/samples/ejournal/log") else { return };
    let log = samples.join("log.vkey").display().to_string();
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let mut open = vec![PathBuf::from("tile")];
    std::fs::copy(samples.join("checkpoint"), folder.path().join("checkpoint")).unwrap();
    while let Some(inner) = open.pop() {
        std::fs::create_dir_all(folder.path().join(&inner)).unwrap();
        for entry in std::fs::read_dir(samples.join(&inner)).unwrap().flatten() {
            let path = inner.join(entry.file_name());
            if entry.path().is_dir() {
                open.push(path);
            } else {
                std::fs::copy(entry.path(), folder.path().join(&path)).unwrap();
                files.push(path);
            }
        }
    }
    let place = folder.path().display().to_string();
    let fsck = || answer(&["journal", "fsck", &place, "--vkey", &log, "--json"]);
    let (ok, said) = fsck();
    assert!(ok && said["ok"] == true && said["size"] == 16 && said["findings"] == serde_json::json!([]), "{said}");
    files.push(PathBuf::from("checkpoint"));
    // Files of the older size are no part of the present tree.
    for file in files.iter().filter(|file| !file.ends_with("11")) {
        let path = folder.path().join(file);
        let whole = std::fs::read(&path).unwrap();
        let mut harmed = whole.clone();
        let place = harmed.len() / 2;
        harmed[place] ^= 1;
        std::fs::write(&path, &harmed).unwrap();
        let (ok, said) = fsck();
        let named = said["findings"].as_array().unwrap().iter().any(|one| *file == Path::new(one["path"].as_str().unwrap()));
        assert!(!ok && said["ok"] == false && named, "{}: {said}", file.display());
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(!gishe(&["journal", "fsck", &log, "--vkey", &log]).status.success(), "no log there");
}

struct Witness(Child, String);

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn witness(folder: &Path) -> Option<Witness> {
    let of = |name: &str| folder.join(name).display().to_string();
    let (state, key, log) = (of("witness.json"), of("witness.key"), of("log.vkey"));
    let mut program = Command::new(env!("CARGO_BIN_EXE_gishe"));
    program.args(["journal", "witness", "--listen", "127.0.0.1:0", "--state", &state, "--key", &key, "--log", &log]);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let Some(url) = line.trim().strip_prefix("listening on ") else {
        let _ = child.wait();
        return None;
    };
    Some(Witness(child, url.to_owned()))
}

fn sign(key: &SignerKey, tree: &MemoryTree, size: u64) -> SignedCheckpoint {
    let head = tlog::TreeHead { size, root: tlog::root_at(tree, size).unwrap() };
    SignedCheckpoint::sign(Checkpoint::new(key.verifier().name().as_str(), head).unwrap(), &[key]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_remembers_what_it_saw_through_kills() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str| folder.path().join(name).display().to_string();
    let made = gishe(&["journal", "key", "witness.example", "--witness", "--to", &of("witness.key")]);
    assert!(made.status.success());
    assert!(!gishe(&["journal", "key", "witness.example", "--to", &of("witness.key")]).status.success(), "a key is never replaced");
    let vkey = VerifierKey::parse(String::from_utf8(made.stdout).unwrap().trim()).unwrap();
    let log = SignerKey::new(KeyName::parse("log.example").unwrap(), Algorithm::Ed25519, [5; 32]);
    std::fs::write(of("log.vkey"), format!("# the log\n{}\n", log.verifier())).unwrap();

    let (mut tree, mut fork) = (MemoryTree::new(), MemoryTree::new());
    for number in 0_u32..40 {
        tree.append(leaf_hash(&number.to_be_bytes()));
        fork.append(leaf_hash(&number.max(3).to_be_bytes()));
    }
    store::tls_ready();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let keys = [vkey.clone()];
    let ask = async |witness: &Witness, tree: &MemoryTree, old: u64, size: u64| {
        let signed = sign(&log, tree, size);
        let proof = if old == 0 { Vec::new() } else { prove_consistency(tree, old, size).unwrap() };
        let request = AddCheckpoint::new(old, proof, &signed).to_string();
        let response = http.post(format!("{}/add-checkpoint", witness.1)).body(request).send().await.unwrap();
        let (status, body) = (response.status().as_u16(), response.bytes().await.unwrap());
        (status, after_answer(Submission { old, signed: &signed, witness: &keys }, status, &body), signed)
    };

    let first = witness(folder.path()).unwrap();
    let (status, reaction, signed) = ask(&first, &tree, 0, 10).await;
    let Reaction::Keep(lines) = reaction else { panic!("{status} {reaction:?}") };
    let mut note = signed.note().clone();
    lines.into_iter().for_each(|line| note.add(line));
    assert_eq!(Policy::new(vec![vkey.clone()], 1).unwrap().cosigners(&note).unwrap().len(), 1);
    assert!(witness(folder.path()).is_none(), "two witnesses with one memory");
    drop(first);

    // Killed and started again, it knows where it was.
    let again = witness(folder.path()).unwrap();
    assert_eq!(http.get(&again.1).send().await.unwrap().text().await.unwrap().trim(), vkey.to_string());
    assert!(matches!(ask(&again, &tree, 0, 20).await, (409, Reaction::Retry { old: 10 }, _)));
    assert!(matches!(ask(&again, &fork, 0, 10).await, (409, Reaction::Retry { old: 10 }, _)));
    assert!(matches!(ask(&again, &fork, 10, 20).await, (422, Reaction::Alarm(_), _)));
    assert!(matches!(ask(&again, &fork, 10, 10).await, (409, Reaction::Alarm(_), _)));
    assert!(matches!(ask(&again, &tree, 10, 30).await, (200, Reaction::Keep(_), _)));
    assert!(matches!(ask(&again, &tree, 10, 20).await, (409, Reaction::Alarm(_), _)), "the log was rolled back");
    let strange = SignerKey::new(KeyName::parse("other.example").unwrap(), Algorithm::Ed25519, [6; 32]);
    for (key, expected) in [(&strange, 404), (&SignerKey::new(log.verifier().name().clone(), Algorithm::Ed25519, [6; 32]), 403)] {
        let request = AddCheckpoint::new(30, Vec::new(), &sign(key, &tree, 40)).to_string();
        let response = http.post(format!("{}/add-checkpoint", again.1)).body(request).send().await.unwrap();
        assert_eq!(response.status().as_u16(), expected);
    }
    let response = http.post(format!("{}/add-checkpoint", again.1)).body("old one\n\n").send().await.unwrap();
    assert_eq!(response.status().as_u16(), 400);
    let state: Json = serde_json::from_slice(&std::fs::read(of("witness.json")).unwrap()).unwrap();
    assert_eq!(state["logs"]["log.example"]["size"], 30);
}

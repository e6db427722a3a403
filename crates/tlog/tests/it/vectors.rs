//! The published vectors of Merkle proofs and our own vectors of every format.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use tlog::{
    Bundle, Frontier, Hash, MemoryTree, Policy, Salt, SignedCheckpoint, SignerKey, Tile, TiledTree, TlogProof, TreeHead, VerifierKey,
    bundle_encode, leaf_hash, prove_consistency, prove_inclusion, run_vectors, verify_consistency, verify_inclusion,
};

use crate::support::{MemoryTiles, entry_leaf, shared};

/// Kinds that are not implemented, with the number of their vectors and the reason.
const EXCEPTIONS: &str = include_str!("exceptions.txt");

#[test]
fn published_proofs_end_as_expected() {
    let Some(corpus) = shared("corpus/tlog") else { return };
    let outcomes = run_vectors(&std::fs::read_to_string(corpus.join("merkle-proofs.json")).unwrap()).unwrap();
    let mut excepted = EXCEPTIONS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields = line.split(" | ").collect::<Vec<_>>();
            assert!(fields.len() == 3 && !fields[2].is_empty(), "{line}: kind | how many | reason");
            (fields[0], fields[1].parse::<usize>().unwrap())
        })
        .collect::<BTreeMap<_, _>>();
    let mut mistakes = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.passed) {
        let kind = outcome.id.split('/').next().unwrap();
        match excepted.get_mut(kind) {
            Some(left) if *left > 0 && outcome.got == "not implemented" => *left -= 1,
            _ => mistakes.push(format!("{}: got {}, expected {}", outcome.id, outcome.got, outcome.expected)),
        }
    }
    mistakes.extend(excepted.iter().filter(|(_, left)| **left > 0).map(|(kind, left)| format!("{kind}: {left} exceptions too many")));
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    println!("{} vectors, {passed} passed", outcomes.len());
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    assert_eq!((outcomes.len(), passed), (359, 141));
}

#[test]
fn files_of_vectors_are_read_strictly() {
    assert!(run_vectors("").is_err());
    assert!(run_vectors("[]").is_err());
    assert!(run_vectors(r#"{"vectors":[{"name":"a","kind":"inclusion"}]}"#).is_err());
    let outcomes = run_vectors(r#"{"vectors":[{"name":"a","kind":"inclusion","wantErr":false}]}"#).unwrap();
    let text = serde_json::to_string(&outcomes).unwrap();
    assert_eq!(text, r#"[{"id":"a","passed":false,"got":"refused","expected":"accepted"}]"#);
}

fn vectors() -> Option<Json> {
    let corpus = shared("corpus/tlog")?;
    Some(serde_json::from_slice(&std::fs::read(corpus.join("vectors.json")).unwrap()).unwrap())
}

fn hash(json: &Json) -> Hash {
    json.as_str().unwrap().parse().unwrap()
}

fn hashes(json: &Json) -> Vec<Hash> {
    json.as_array().unwrap().iter().map(hash).collect()
}

fn text<'a>(vectors: &'a Json, name: &str) -> &'a str {
    vectors[name].as_str().unwrap()
}

#[test]
fn roots_proofs_and_tiles_of_our_vectors() {
    let Some(vectors) = vectors() else { return };
    let (mut frontier, mut tree, mut roots) = (Frontier::new(), MemoryTree::new(), vec![Hash::EMPTY]);
    for index in 0..300 {
        frontier.append(entry_leaf(index));
        tree.append(entry_leaf(index));
        roots.push(frontier.root());
    }
    for (size, root) in vectors["roots"].as_object().unwrap() {
        assert_eq!(roots[size.parse::<usize>().unwrap()], hash(root), "root of {size}");
    }
    for (index, leaf) in vectors["leaf_hashes"].as_object().unwrap() {
        assert_eq!(entry_leaf(index.parse().unwrap()), hash(leaf), "leaf {index}");
    }
    let head = |size: u64| TreeHead { size, root: roots[size as usize] };
    for vector in vectors["inclusion"].as_array().unwrap() {
        let (index, size) = (vector["index"].as_u64().unwrap(), vector["size"].as_u64().unwrap());
        let proof = hashes(&vector["proof"]);
        assert_eq!(prove_inclusion(&tree, index, size).unwrap(), proof, "{index} in {size}");
        assert_eq!(verify_inclusion(entry_leaf(index), index, head(size), &proof), Ok(()));
    }
    for vector in vectors["consistency"].as_array().unwrap() {
        let (old, size) = (vector["old"].as_u64().unwrap(), vector["size"].as_u64().unwrap());
        let proof = hashes(&vector["proof"]);
        assert_eq!(prove_consistency(&tree, old, size).unwrap(), proof, "{old} to {size}");
        assert_eq!(verify_consistency(head(old), head(size), &proof), Ok(()));
    }
    for vector in vectors["negative"].as_array().unwrap() {
        let (index, size) = (vector["index"].as_u64().unwrap(), vector["size"].as_u64().unwrap());
        assert!(verify_inclusion(entry_leaf(index), index, head(size), &hashes(&vector["proof"])).is_err(), "{}", vector["why"]);
    }

    let (tiles, open) = MemoryTiles::of(300, entry_leaf);
    for (path, expected) in vectors["tiles"].as_object().unwrap() {
        let bytes = match Tile::parse(path) {
            Ok(tile) => {
                assert!(expected["width"].as_u64().is_none_or(|width| width == u64::from(tile.width())), "{path}");
                tiles.files[&tile].clone()
            }
            Err(_) => {
                let bundle = Bundle::parse(path).unwrap();
                let first = bundle.index() * 256;
                let entries = (first..first + u64::from(bundle.width())).map(|i| format!("entry-{i}")).collect::<Vec<_>>();
                bundle_encode(entries.iter().map(String::as_bytes)).unwrap()
            }
        };
        if let Some(digest) = expected["sha256_hex"].as_str() {
            let got = Hash::of(&bytes).0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            assert_eq!(got, digest, "{path}");
        }
        if expected["hash"].is_string() {
            assert_eq!(bytes, hash(&expected["hash"]).0, "{path}");
        }
    }
    for (index, path) in vectors["paths"].as_object().unwrap() {
        let tile = Tile::new(0, index.parse().unwrap(), 256).unwrap();
        assert_eq!(tile.to_string(), format!("tile/0/{}", path.as_str().unwrap()));
    }
    assert!(TiledTree::open(&tiles, open.head()).is_ok());
}

/// The keys of the vectors are the first two test keys of RFC 8032 §7.1.
fn rfc8032_seed(number: usize) -> [u8; 32] {
    let text = [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    ][number];
    std::array::from_fn(|place| u8::from_str_radix(&text[2 * place..2 * place + 2], 16).unwrap())
}

#[test]
fn keys_checkpoints_and_receipts_of_our_vectors() {
    let Some(vectors) = vectors() else { return };
    let log = VerifierKey::parse(text(&vectors, "log_vkey")).unwrap();
    let witness = VerifierKey::parse(text(&vectors, "witness_vkey")).unwrap();
    assert_eq!(log.to_string(), text(&vectors, "log_vkey"));
    let time_s = vectors["witness_time"].as_u64().unwrap();

    let checkpoint = text(&vectors, "checkpoint_300");
    let mut signed = SignedCheckpoint::open(checkpoint.as_bytes(), std::slice::from_ref(&log)).unwrap();
    assert_eq!(signed.head(), TreeHead { size: 300, root: hash(&vectors["roots"]["300"]) });
    let log_signer = SignerKey::new(log.name().clone(), log.algorithm(), rfc8032_seed(0));
    assert_eq!(log_signer.verifier(), &log);
    let again = SignedCheckpoint::sign(signed.checkpoint().clone(), &[&log_signer]).unwrap();
    assert_eq!(again.note().to_string(), checkpoint);

    let witness_signer = SignerKey::new(witness.name().clone(), witness.algorithm(), rfc8032_seed(1));
    assert_eq!(witness_signer.verifier(), &witness);
    let cosignature = witness_signer.cosign(signed.note().text(), time_s).unwrap();
    assert_eq!(cosignature.to_string(), text(&vectors, "cosignature_300"));
    signed.add(cosignature);

    let policy = Policy::new(vec![witness], 1).unwrap();
    let proof = TlogProof::parse(text(&vectors, "tlog_proof").as_bytes()).unwrap();
    assert_eq!(proof.to_string(), text(&vectors, "tlog_proof"));
    assert_eq!(proof.checkpoint, *signed.note());
    let opened = SignedCheckpoint::verify(proof.checkpoint.clone(), &[log]).unwrap();
    verify_inclusion(leaf_hash(b"entry-256"), proof.index, opened.head(), &proof.hashes).unwrap();
    let cosigners = policy.cosigners(&proof.checkpoint).unwrap();
    assert_eq!((cosigners.len(), cosigners[0].time_s), (1, time_s));

    let commitment = &vectors["payload_commitment"];
    let mut salt = Salt([0; 32]);
    salt.0[31] = 1;
    assert_eq!(commitment["salt_hex"].as_str().unwrap(), format!("{:064x}", 1));
    let got = salt.commit(commitment["payload_utf8"].as_str().unwrap().as_bytes());
    let got = got.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(got, commitment["commitment_hex"].as_str().unwrap());
}

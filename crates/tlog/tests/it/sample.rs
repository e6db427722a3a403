//! The sample log of the national journal, byte for byte.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use tlog::{
    Bundle, CaseTag, Cosigner, Entry, EventId, Extension, Hash, KeyName, Kind, Opening, Payload, Policy, ProofError, Receipt, ReceiptError,
    Salt, SignedCheckpoint, TagKey, Tile, TiledTree, VerifierKey, bundle_check, bundle_encode, prove_consistency, prove_inclusion,
    verify_consistency, verify_receipt,
};

use crate::support::{MemoryTiles, shared, witness_key};

fn folder() -> Option<PathBuf> {
    shared("spec/samples/ejournal/log")
}

fn bytes(folder: &Path, file: &str) -> Vec<u8> {
    std::fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn json(folder: &Path, file: &str) -> Json {
    serde_json::from_slice(&bytes(folder, file)).unwrap()
}

fn key(folder: &Path, file: &str) -> VerifierKey {
    VerifierKey::parse(std::str::from_utf8(&bytes(folder, file)).unwrap().trim_end()).unwrap()
}

fn base64(json: &Json) -> Vec<u8> {
    STANDARD.decode(json.as_str().unwrap()).unwrap()
}

fn salt(json: &Json) -> Salt {
    Salt(base64(json).try_into().unwrap())
}

/// The entries made anew from what was received: payload, salt, participant, tag key. Only the time of receipt is the log's own
/// and is taken from the sample.
fn entries(folder: &Path) -> Vec<Entry> {
    let openings = json(folder, "openings.json");
    let tag_key = openings["case_tag_key_epoch_1"].as_str().unwrap();
    let tag_key = TagKey::new(1, std::array::from_fn(|place| u8::from_str_radix(&tag_key[2 * place..2 * place + 2], 16).unwrap()));
    let participants = openings["participants"].as_array().unwrap();
    openings["openings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|opening| {
            let payload = base64(&opening["payload"]);
            let event: Json = serde_json::from_slice(&payload).unwrap();
            let id = opening["event_id"].as_str().unwrap().replace('-', "");
            assert_eq!(event["id"], opening["event_id"]);
            let participant = participants.iter().find(|participant| participant["source"] == event["source"]).unwrap();
            let sample = Entry::parse(&base64(&opening["entry"])).unwrap();
            assert!(sample.occurred_ms <= sample.received_ms);
            Entry {
                kind: Kind::Status,
                received_ms: sample.received_ms,
                occurred_ms: unix_ms(event["time"].as_str().unwrap()),
                participant: participant["id"].as_u64().unwrap() as u32,
                sequence: event["sourceseq"].as_u64().unwrap(),
                service: event["data"]["service"]["number"].as_str().unwrap().parse().unwrap(),
                status: opening["status_id"].as_u64().unwrap() as u16,
                tag_epoch: tag_key.epoch(),
                case_tag: tag_key.tag(event["subject"].as_str().unwrap()),
                event_id: EventId(std::array::from_fn(|place| u8::from_str_radix(&id[2 * place..2 * place + 2], 16).unwrap())),
                commitment: salt(&opening["salt"]).commit(&payload),
                signature_digest: Hash([0; 32]),
                extension: Extension::new(),
            }
        })
        .collect()
}

/// `2025-03-14T08:01:02Z` as ms since 1970; the sample has no other form and no other month.
fn unix_ms(text: &str) -> u64 {
    let number = |from: usize, to: usize| text[from..to].parse::<u64>().unwrap();
    assert!(text.starts_with("2025-03-") && text.len() == 20 && text.ends_with('Z'), "{text}");
    // 2025-03-01T00:00:00Z is 1 740 787 200.
    (1_740_787_200 + (number(8, 10) - 1) * 86_400 + number(11, 13) * 3_600 + number(14, 16) * 60 + number(17, 19)) * 1_000
}

#[test]
fn entries_are_made_again_byte_for_byte() {
    let Some(folder) = folder() else { return };
    let openings = json(&folder, "openings.json");
    let entries = entries(&folder);
    assert_eq!(entries.len(), 16);
    for (entry, opening) in entries.iter().zip(openings["openings"].as_array().unwrap()) {
        let expected = base64(&opening["entry"]);
        assert_eq!(expected.len(), 160);
        assert_eq!(entry.encode(), expected, "{}", opening["index"]);
        assert_eq!(Entry::parse(&expected).as_ref(), Ok(entry));
        assert_eq!(entry.event_id.to_string(), opening["event_id"].as_str().unwrap());
        assert!(entry.is_opened_by(&Opening { salt: salt(&opening["salt"]), payload: base64(&opening["payload"]) }));
        assert_ne!(entry.case_tag, CaseTag::NONE);
    }
    assert!(entries.windows(2).all(|pair| pair[0].received_ms <= pair[1].received_ms));
}

#[test]
fn tiles_bundles_and_checkpoints_fit() {
    let Some(folder) = folder() else { return };
    let entries = entries(&folder);
    let (tiles, open) = MemoryTiles::of(16, |index| entries[index as usize].leaf_hash());
    let tile = Tile::partial_of_size(0, 16).unwrap();
    let leaf_tile = bytes(&folder, &tile.to_string());
    assert_eq!(tiles.files[&tile], leaf_tile);
    let encoded = entries.iter().map(Entry::encode).collect::<Vec<_>>();
    let bundle = Bundle::from(tile);
    let stored = bytes(&folder, &bundle.to_string());
    assert_eq!(bundle_encode(encoded.iter().map(Vec::as_slice)).unwrap(), stored);
    assert_eq!(bundle_check(bundle, &stored, &leaf_tile).unwrap(), encoded);

    let log = [key(&folder, "log.vkey")];
    let policy = Policy::new(vec![key(&folder, "witness.vkey")], 1).unwrap();
    let latest = SignedCheckpoint::open(&bytes(&folder, "checkpoint"), &log).unwrap();
    assert_eq!(latest.head(), open.head());
    assert_eq!(latest.note().to_string().as_bytes(), bytes(&folder, "checkpoint"));
    let cosigners = policy.cosigners(latest.note()).unwrap();
    assert_eq!(cosigners, [Cosigner { name: KeyName::parse("witness.obshtina.example").unwrap(), time_s: 1_742_284_800 }]);

    let older = SignedCheckpoint::open(&bytes(&folder, "checkpoint.size11"), &log).unwrap();
    let sample = json(&folder, "consistency-11-16.json");
    let proof = sample["proof"].as_array().unwrap().iter().map(|hash| hash.as_str().unwrap().parse().unwrap()).collect::<Vec<Hash>>();
    let tree = TiledTree::open(&tiles, latest.head()).unwrap();
    assert_eq!((older.head().size, latest.head().size), (11, 16));
    assert_eq!(prove_consistency(&tree, 11, 16).unwrap(), proof);
    assert_eq!(verify_consistency(older.head(), latest.head(), &proof), Ok(()));
    assert_eq!(sample["root_from"].as_str().unwrap(), older.head().root.to_string());
    assert!(!policy.is_final(&policy.cosigners(older.note()).unwrap()));
}

#[test]
fn the_receipt_proves_its_event() {
    let Some(folder) = folder() else { return };
    let sample = bytes(&folder, "event-13.tlog-proof");
    let (log, entries) = ([key(&folder, "log.vkey")], entries(&folder));
    let policy = Policy::new(vec![key(&folder, "witness.vkey")], 1).unwrap();
    let verified = verify_receipt(&sample, &log, &policy).unwrap();
    assert_eq!((verified.origin.as_str(), verified.index, verified.head.size), ("ejournal.example.bg/log/2025", 12, 16));
    assert_eq!(verified.entry, entries[12]);
    assert_eq!(verified.cosigners.len(), 1);
    let Payload::Present(payload) = verified.payload else { panic!("the payload is in the receipt") };
    let opening = &json(&folder, "openings.json")["openings"][12];
    assert_eq!(payload, base64(&opening["payload"]));

    let (tiles, open) = MemoryTiles::of(16, |index| entries[index as usize].leaf_hash());
    let tree = TiledTree::open(&tiles, open.head()).unwrap();
    let made = Receipt {
        entry: entries[12].clone(),
        opening: Some(Opening { salt: salt(&opening["salt"]), payload }),
        index: 12,
        hashes: prove_inclusion(&tree, 12, 16).unwrap(),
        checkpoint: SignedCheckpoint::open(&bytes(&folder, "checkpoint"), &log).unwrap().note().clone(),
    };
    assert_eq!(made.to_string().as_bytes(), sample);
    assert_eq!(Receipt::parse(&sample), Ok(made));
}

#[test]
fn an_erased_payload_leaves_the_proof() {
    let Some(folder) = folder() else { return };
    let log = [key(&folder, "log.vkey")];
    let policy = Policy::new(vec![key(&folder, "witness.vkey")], 1).unwrap();
    let mut receipt = Receipt::parse(&bytes(&folder, "event-13.tlog-proof")).unwrap();
    receipt.opening = None;
    let verified = verify_receipt(receipt.to_string().as_bytes(), &log, &policy).unwrap();
    assert_eq!((verified.payload, verified.index), (Payload::Erased, 12));
}

#[test]
fn receipts_are_refused_with_the_reason() {
    let Some(folder) = folder() else { return };
    let log = [key(&folder, "log.vkey")];
    let witness = key(&folder, "witness.vkey");
    let receipt = Receipt::parse(&bytes(&folder, "event-13.tlog-proof")).unwrap();
    let verify = |change: &dyn Fn(&mut Receipt), policy: &Policy| {
        let mut receipt = receipt.clone();
        change(&mut receipt);
        verify_receipt(receipt.to_string().as_bytes(), &log, policy).map(|_| ())
    };
    assert_eq!(verify(&|_| (), &Policy::NONE), Ok(()));
    let inclusion = |error| Err(ReceiptError::Inclusion(error));
    assert_eq!(verify(&|r| r.index = 13, &Policy::NONE), inclusion(ProofError::RootMismatch));
    assert_eq!(verify(&|r| r.index = 16, &Policy::NONE), inclusion(ProofError::IndexBeyondSize { index: 16, size: 16 }));
    assert_eq!(verify(&|r| r.hashes.truncate(1), &Policy::NONE), inclusion(ProofError::TooShort));
    assert_eq!(verify(&|r| r.entry.status = 905, &Policy::NONE), inclusion(ProofError::RootMismatch));
    let edit = |r: &mut Receipt| r.opening.as_mut().unwrap().payload.push(b' ');
    assert_eq!(verify(&edit, &Policy::NONE), Err(ReceiptError::Payload));
    let other = witness_key("other.example", 9).verifier().clone();
    let two = Policy::new(vec![witness.clone(), other], 2).unwrap();
    assert_eq!(verify(&|_| (), &two), Err(ReceiptError::AwaitingWitnesses { have: 1, need: 2 }));
    let sample = String::from_utf8(bytes(&folder, "event-13.tlog-proof")).unwrap();
    let extra = |json: &str| {
        let line = sample.lines().nth(1).unwrap();
        verify_receipt(sample.replace(line, &format!("extra {}", STANDARD.encode(json))).as_bytes(), &log, &Policy::NONE).map(|_| ())
    };
    let entry = STANDARD.encode(receipt.entry.encode());
    assert_eq!(extra(&format!(r#"{{"entry":"{entry}"}}"#)), Ok(()));
    assert_eq!(extra(&format!(r#"{{"entry":"{entry}","salt":null,"payload":null}}"#)), Ok(()));
    assert_eq!(extra(&format!(r#"{{"entry":"{entry}","payload":"e30="}}"#)), Err(ReceiptError::HalfOpening));
    assert_eq!(extra(&format!(r#"{{"entry":"{entry}","salt":"AA==","payload":"e30="}}"#)), Err(ReceiptError::Container));
    assert_eq!(extra(&format!(r#"{{"entry":"{entry}","verified":true}}"#)), Err(ReceiptError::Container));
    assert_eq!(extra("{}"), Err(ReceiptError::Container));
    assert!(matches!(extra(r#"{"entry":"AQ=="}"#), Err(ReceiptError::Entry(_))));
    let without = sample.lines().filter(|line| !line.starts_with("extra")).map(|line| format!("{line}\n")).collect::<String>();
    assert_eq!(verify_receipt(without.as_bytes(), &log, &Policy::NONE), Err(ReceiptError::NoEntry));
    let foreign = [VerifierKey::new(log[0].name().clone(), log[0].algorithm(), *witness.public()).unwrap()];
    assert!(matches!(verify_receipt(sample.as_bytes(), &foreign, &Policy::NONE), Err(ReceiptError::Checkpoint(_))));
}

//! No bytes may make a reader panic, what is accepted prints back to the same bytes, and a changed byte of a receipt is found.

use tlog::{
    AddCheckpoint, Bundle, Checkpoint, Entry, Extension, Frontier, KeyName, Note, Opening, Payload, Policy, Receipt, Resource, Salt,
    Signature, SignedCheckpoint, SignerKey, TileTree, TiledTree, TlogProof, TreeHead, VerifierKey, bundle_decode, bundle_encode, decide,
    prove_consistency, prove_inclusion, run_vectors, verify_receipt,
};

use crate::support::{MemoryTiles, Numbers, entry_leaf, log_key, shared, witness_key};

/// One of each format, made here so that the test needs no folder.
struct Samples {
    receipt: Vec<u8>,
    request: Vec<u8>,
    entry: Vec<u8>,
    bundle: Vec<u8>,
    frontier: Vec<u8>,
    keys: Vec<VerifierKey>,
    policy: Policy,
}

fn samples() -> Samples {
    let opening = Opening { salt: Salt([5; 32]), payload: br#"{"id":"0195953a"}"#.to_vec() };
    let entry = Entry {
        kind: tlog::Kind::Correction { of: 3 },
        received_ms: 2,
        occurred_ms: 1,
        participant: 1,
        sequence: 1,
        service: 2_079,
        status: 904,
        tag_epoch: 1,
        case_tag: tlog::CaseTag::NONE,
        event_id: tlog::EventId([7; 16]),
        commitment: opening.commitment(),
        signature_digest: tlog::Hash([0; 32]),
        extension: Extension::new().with(Extension::GROUND, "a").unwrap().with(9, "bc").unwrap(),
    };
    let leaf = |index| if index == 9 { entry.leaf_hash() } else { entry_leaf(index) };
    let (tiles, open) = MemoryTiles::of(21, leaf);
    let tree = TiledTree::open(&tiles, open.head()).unwrap();
    let (log, witness) = (log_key("office.example/log"), witness_key("witness.example", 2));
    let mut signed = SignedCheckpoint::sign(Checkpoint::new("office.example/log", open.head()).unwrap(), &[&log]).unwrap();
    let request = AddCheckpoint::new(13, prove_consistency(&tree, 13, 21).unwrap(), &signed);
    signed.add(request.cosign(&witness, 1_767_225_600).unwrap());
    let receipt = Receipt {
        entry: entry.clone(),
        opening: Some(opening),
        index: 9,
        hashes: prove_inclusion(&tree, 9, 21).unwrap(),
        checkpoint: signed.note().clone(),
    };
    Samples {
        receipt: receipt.to_string().into_bytes(),
        request: request.to_string().into_bytes(),
        bundle: bundle_encode([entry.encode().as_slice(), b"two"]).unwrap(),
        entry: entry.encode(),
        frontier: open.frontier().to_bytes(),
        keys: vec![log.verifier().clone()],
        policy: Policy::new(vec![witness.verifier().clone()], 1).unwrap(),
    }
}

/// Reads `bytes` as everything; checks that what is accepted has one form.
fn read_all(bytes: &[u8], samples: &Samples) {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
        let _ = samples.policy.cosigners(&note);
        if let Ok(checkpoint) = Checkpoint::parse(note.text()) {
            assert_eq!(checkpoint.to_string(), note.text());
        }
    }
    if let Ok(proof) = TlogProof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes);
    }
    let _ = verify_receipt(bytes, &samples.keys, &samples.policy);
    if let Ok(request) = AddCheckpoint::parse(bytes) {
        assert_eq!(request.to_string().as_bytes(), bytes);
        let _ = decide(&request, Some(tlog::KnownLog { keys: &samples.keys, latest: TreeHead::EMPTY }));
    }
    if let Ok(entry) = Entry::parse(bytes) {
        assert_eq!(entry.encode(), bytes);
    }
    if let Ok(frontier) = Frontier::parse(bytes) {
        assert_eq!(frontier.to_bytes(), bytes);
        let _ = frontier.root();
    }
    for width in [1, 2, 256] {
        let _ = bundle_decode(Bundle::new(0, width).unwrap(), bytes);
    }
    let _ = TileTree::new(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Signature::parse_lines(text);
        if let Ok(key) = VerifierKey::parse(text) {
            assert_eq!(key.to_string().to_lowercase(), text.to_lowercase());
        }
        let _ = SignerKey::parse(text);
        let _ = KeyName::parse(text);
        if let Ok(Resource::Tile(tile)) = Resource::parse(text) {
            assert_eq!(tile.to_string(), text);
        }
        let _ = run_vectors(text);
    }
}

fn mutated(seed: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=numbers.below(4) {
        let length = bytes.len() as u64;
        let at = numbers.below(length + 1) as usize;
        match numbers.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            1 if at < bytes.len() => bytes[at] = numbers.next() as u8,
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => bytes.insert(at, b"\n +-0/=x\xe2\x00\xff"[numbers.below(11) as usize]),
            4 => bytes.truncate(at),
            5 => {
                let copy = bytes[at..].iter().copied().take(numbers.below(60) as usize).collect::<Vec<_>>();
                bytes.splice(at..at, copy);
            }
            _ => bytes.splice(at..at, numbers.below(u64::MAX).to_string().into_bytes()).for_each(drop),
        }
    }
    bytes
}

#[test]
fn no_bytes_make_a_reader_panic() {
    let samples = samples();
    let mut seeds = vec![
        samples.receipt.clone(),
        samples.request.clone(),
        samples.entry.clone(),
        samples.bundle.clone(),
        samples.frontier.clone(),
        samples.keys[0].to_string().into_bytes(),
        log_key("office.example/log").to_secret_text().into_bytes(),
        b"tile/0/x001/x234/067.p/44".to_vec(),
        b"tile/entries/x001/x234/067".to_vec(),
        br#"{"vectors":[{"name":"a","kind":"inclusion","wantErr":true,"leafIdx":0,"treeSize":1,"proof":[""]}]}"#.to_vec(),
        Vec::new(),
    ];
    let note = std::str::from_utf8(&samples.request).unwrap().split_once("\n\n").unwrap().1;
    seeds.push(note.as_bytes().to_vec());
    if let Some(folder) = shared("spec/samples/ejournal/log") {
        for file in ["checkpoint", "checkpoint.size11", "event-13.tlog-proof", "log.vkey", "tile/0/000.p/16", "tile/entries/000.p/16"] {
            seeds.push(std::fs::read(folder.join(file)).unwrap());
        }
    }
    let mut numbers = Numbers::new(0x6d75_7461_7465);
    for seed in &seeds {
        read_all(seed, &samples);
        for _ in 0..3_000 {
            read_all(&mutated(seed, &mut numbers), &samples);
        }
    }
}

#[test]
fn a_changed_byte_of_a_receipt_is_found() {
    let samples = samples();
    let good = verify_receipt(&samples.receipt, &samples.keys, &samples.policy).unwrap();
    assert!(matches!(good.payload, Payload::Present(_)));
    for at in 0..samples.receipt.len() {
        for bit in [0, 1, 5] {
            let mut bytes = samples.receipt.clone();
            bytes[at] ^= 1 << bit;
            let result = verify_receipt(&bytes, &samples.keys, &samples.policy);
            assert!(result.is_err(), "byte {at}, bit {bit}: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

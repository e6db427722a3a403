//! A log and a witness talking, with everything that can go wrong between them.

use tlog::{
    AddCheckpoint, AddCheckpointError, Alarm, Checkpoint, CheckpointError, Decision, Fault, KnownLog, MemoryTree, NoteError, ProofError,
    Reaction, SignedCheckpoint, SignerKey, Submission, TreeHead, VerifierKey, after_answer, decide, prove_consistency,
};

use crate::support::{entry_leaf, log_key, witness_key};

const ORIGIN: &str = "office.example/log";

struct Setting {
    tree: MemoryTree,
    heads: Vec<TreeHead>,
    log: SignerKey,
    keys: Vec<VerifierKey>,
    witness: SignerKey,
}

impl Setting {
    fn new() -> Self {
        let (mut tree, mut heads) = (MemoryTree::new(), vec![TreeHead::EMPTY]);
        for index in 0..40 {
            tree.append(entry_leaf(index));
            heads.push(tree.head());
        }
        let log = log_key(ORIGIN);
        Self { tree, heads, keys: vec![log.verifier().clone()], log, witness: witness_key("witness.example", 2) }
    }

    fn sign(&self, head: TreeHead) -> SignedCheckpoint {
        SignedCheckpoint::sign(Checkpoint::new(ORIGIN, head).unwrap(), &[&self.log]).unwrap()
    }

    fn request(&self, old: u64, size: u64) -> AddCheckpoint {
        let proof = if old == 0 { Vec::new() } else { prove_consistency(&self.tree, old, size).unwrap() };
        AddCheckpoint::new(old, proof, &self.sign(self.heads[size as usize]))
    }

    fn known(&self, latest: TreeHead) -> Option<KnownLog<'_>> {
        Some(KnownLog { keys: &self.keys, latest })
    }

    fn decide(&self, request: &AddCheckpoint, stored: u64) -> Decision {
        let sent = AddCheckpoint::parse(request.to_string().as_bytes()).unwrap();
        assert_eq!(&sent, request);
        decide(&sent, self.known(self.heads[stored as usize]))
    }

    /// What the log does about an answer to the checkpoint of `size` sent with `old`.
    fn react(&self, old: u64, size: u64, status: u16, body: &str) -> Reaction {
        let signed = self.sign(self.heads[size as usize]);
        let witness = [self.witness.verifier().clone()];
        after_answer(Submission { old, signed: &signed, witness: &witness }, status, body.as_bytes())
    }
}

#[test]
fn a_witness_follows_a_growing_log() {
    let t = Setting::new();
    let mut stored = 0;
    for size in [0, 1, 1, 7, 8, 8, 40] {
        let request = t.request(stored, size);
        let decision = t.decide(&request, stored);
        assert_eq!(decision, Decision::Cosign(t.heads[size as usize]), "{stored} to {size}");
        assert_eq!(decision.status(), 200);
        let answer = request.cosign(&t.witness, 1_767_225_600).unwrap();
        assert_eq!(t.react(stored, size, 200, &answer.to_string()), Reaction::Keep(vec![answer.clone()]));
        let mut signed = t.sign(t.heads[size as usize]);
        signed.add(answer);
        assert!(SignedCheckpoint::open(signed.note().to_string().as_bytes(), &t.keys).is_ok());
        stored = size;
    }
}

#[test]
fn a_witness_refuses_in_the_order_of_the_specification() {
    let t = Setting::new();
    let status = |decision: &Decision| (decision.status(), decision.conflict_body());
    assert_eq!(status(&decide(&t.request(0, 5), None)), (404, None));
    let forged = [witness_key(ORIGIN, 1).verifier().clone()];
    let unsigned = decide(&t.request(0, 8), Some(KnownLog { keys: &forged, latest: TreeHead::EMPTY }));
    assert_eq!(unsigned.status(), 403);
    let other = [SignerKey::new(t.log.verifier().name().clone(), t.log.verifier().algorithm(), [9; 32]).verifier().clone()];
    let unsigned = decide(&t.request(0, 8), Some(KnownLog { keys: &other, latest: TreeHead::EMPTY }));
    assert_eq!(unsigned, Decision::NotSigned(CheckpointError::Note(NoteError::NoTrustedSignature)));
    let reversed = AddCheckpoint::new(9, Vec::new(), &t.sign(t.heads[8]));
    assert_eq!((t.decide(&reversed, 9), t.decide(&reversed, 9).status()), (Decision::OldBeyondSize, 400));
    assert_eq!(status(&t.decide(&t.request(0, 8), 5)), (409, Some("5\n".to_owned())));
    assert_eq!(status(&t.decide(&t.request(4, 8), 5)), (409, Some("5\n".to_owned())));
    assert_eq!(status(&t.decide(&t.request(5, 8), 9)), (409, Some("9\n".to_owned())));
    // The same size with another root, whatever the proof.
    let fork = t.sign(TreeHead { size: 8, root: entry_leaf(99) });
    assert_eq!(t.decide(&AddCheckpoint::new(8, Vec::new(), &fork), 8), Decision::Conflict { size: 8 });
    let fork = AddCheckpoint::new(5, prove_consistency(&t.tree, 5, 8).unwrap(), &fork);
    assert_eq!(t.decide(&fork, 5), Decision::Inconsistent(ProofError::RootMismatch));
    assert_eq!(t.decide(&fork, 5).status(), 422);
    let needless = AddCheckpoint::new(0, vec![entry_leaf(0)], &t.sign(t.heads[8]));
    assert_eq!(t.decide(&needless, 0), Decision::Inconsistent(ProofError::NotEmpty));
    let needless = AddCheckpoint::new(8, vec![entry_leaf(0)], &t.sign(t.heads[8]));
    assert_eq!(t.decide(&needless, 8), Decision::Inconsistent(ProofError::NotEmpty));
    let missing = AddCheckpoint::new(5, Vec::new(), &t.sign(t.heads[8]));
    assert_eq!(t.decide(&missing, 5), Decision::Inconsistent(ProofError::TooShort));
}

#[test]
fn malformed_requests_are_told_apart() {
    let t = Setting::new();
    let good = t.request(5, 8).to_string();
    let parse = |text: &str| AddCheckpoint::parse(text.as_bytes()).unwrap_err();
    for text in
        ["", "old 5\n", "old 05\n\n", &good.replace("old 5", "old -5"), &good.replace("old 5", "size 5"), &good.replace('\n', "\r\n")]
    {
        assert_eq!(parse(text), AddCheckpointError::Shape, "{text}");
    }
    assert_eq!(parse(&good.replacen("old 5\n", "old 5\nAQ==\n", 1)), AddCheckpointError::Hash(1));
    let many = format!("{}\n", entry_leaf(0)).repeat(64);
    assert_eq!(parse(&good.replacen("old 5\n", &format!("old 5\n{many}"), 1)), AddCheckpointError::TooManyHashes);
    assert!(matches!(parse(&good.replace("office.example/log\n8\n", "office.example/log\n08\n")), AddCheckpointError::Checkpoint(_)));
    assert!(matches!(parse(good.trim_end()), AddCheckpointError::Checkpoint(CheckpointError::Note(NoteError::Shape))));
    assert!(matches!(parse(&"x".repeat(600_000)), AddCheckpointError::TooLarge(600_000)));
}

#[test]
fn the_log_retries_only_what_it_has_passed() {
    let t = Setting::new();
    // Learning a size: the last signed checkpoint with old zero.
    assert_eq!(t.react(0, 8, 409, "5\n"), Reaction::Retry { old: 5 });
    assert_eq!(t.react(0, 8, 409, "8\n"), Reaction::Retry { old: 8 });
    assert_eq!(t.react(7, 8, 409, "5\n"), Reaction::Retry { old: 5 });
    assert_eq!(t.react(7, 8, 409, "0\n"), Reaction::Retry { old: 0 });
    assert_eq!(t.react(7, 8, 409, "8\n"), Reaction::Retry { old: 8 });
    assert_eq!(t.react(7, 8, 409, "9\n"), Reaction::Alarm(Alarm::Ahead { witness: 9, size: 8 }));
    assert_eq!(t.react(0, 8, 409, "9"), Reaction::Alarm(Alarm::Ahead { witness: 9, size: 8 }));
    assert_eq!(t.react(8, 8, 409, "8\n"), Reaction::Alarm(Alarm::Forked { size: 8 }));
    assert_eq!(t.react(7, 8, 422, ""), Reaction::Alarm(Alarm::Inconsistent { old: 7, size: 8 }));
    assert_eq!(t.react(7, 8, 409, "7\n"), Reaction::Fault(Fault::Contradiction(7)));
    for body in ["", "\n", "08\n", "8\n\n", "eight"] {
        assert_eq!(t.react(7, 8, 409, body), Reaction::Fault(Fault::Size), "{body}");
    }
    for status in [400, 403, 404] {
        assert_eq!(t.react(7, 8, status, ""), Reaction::Refused { status });
    }
    for status in [0, 201, 429, 500, 502, 503] {
        assert_eq!(t.react(7, 8, status, ""), Reaction::Later { status });
    }
}

#[test]
fn only_good_cosignatures_are_kept() {
    let t = Setting::new();
    let request = t.request(7, 8);
    let good = request.cosign(&t.witness, 10).unwrap();
    let stranger = request.cosign(&witness_key("stranger.example", 3), 10).unwrap();
    let wrong = t.request(7, 9).cosign(&t.witness, 10).unwrap();
    assert_eq!(t.react(7, 8, 200, &format!("{stranger}{good}")), Reaction::Keep(vec![good.clone()]));
    for body in [String::new(), "\n".into(), stranger.to_string(), wrong.to_string(), format!("{good}{wrong}"), format!("{good}x")] {
        assert_eq!(t.react(7, 8, 200, &body), Reaction::Fault(Fault::Cosignature), "{body}");
    }
}

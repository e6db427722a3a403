//! The side of the witness: a request to cosign and the decision on it (C2SP tlog-witness, `journal-log.md` §6).
//!
//! The one rule: a witness cosigns only what continues the last head it stored, and stores the new head before it answers. The
//! decision here is pure; the caller takes the stored head, decides and stores the new one in one atomic step.

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::hash::{Hash, TreeHead};
use crate::key::{KeyError, SignerKey, VerifierKey};
use crate::limits::{ADD_CHECKPOINT_BYTES_MAX, PROOF_HASHES_MAX};
use crate::note::{Note, Signature};
use crate::text::decimal;
use crate::verify::{ProofError, verify_consistency};

/// Why bytes are not a request; the answer is 400.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddCheckpointError {
    /// Larger than [`ADD_CHECKPOINT_BYTES_MAX`].
    #[error("a request of {0} bytes is too large")]
    TooLarge(usize),
    /// Not UTF-8, no `old` line, or no blank line before the checkpoint.
    #[error("a request is the line with the old size, hashes, a blank line and a checkpoint")]
    Shape,
    /// A line of the proof is not a hash; counted from 1.
    #[error("hash {0} of the proof is malformed")]
    Hash(usize),
    /// More than 63 hashes.
    #[error("a proof has at most {PROOF_HASHES_MAX} hashes")]
    TooManyHashes,
    /// The checkpoint is malformed.
    #[error("the checkpoint is malformed")]
    Checkpoint(#[from] CheckpointError),
}

/// The body of `POST …/add-checkpoint`: the size the witness is thought to know, the proof from there, the new checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    old: u64,
    proof: Vec<Hash>,
    checkpoint: Checkpoint,
    note: Note,
}

impl AddCheckpoint {
    /// A request for a signed checkpoint. With `old` zero the proof is empty.
    pub fn new(old: u64, proof: Vec<Hash>, signed: &SignedCheckpoint) -> Self {
        Self { old, proof, checkpoint: signed.checkpoint().clone(), note: signed.note().clone() }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// [`AddCheckpointError`] with the first thing that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, AddCheckpointError> {
        if bytes.len() > ADD_CHECKPOINT_BYTES_MAX {
            return Err(AddCheckpointError::TooLarge(bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| AddCheckpointError::Shape)?;
        let (head, note) = text.split_once("\n\n").ok_or(AddCheckpointError::Shape)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(decimal).ok_or(AddCheckpointError::Shape)?;
        let mut proof = Vec::new();
        for line in lines {
            if proof.len() == PROOF_HASHES_MAX {
                return Err(AddCheckpointError::TooManyHashes);
            }
            proof.push(line.parse().map_err(|_| AddCheckpointError::Hash(proof.len() + 1))?);
        }
        let note = Note::parse(note.as_bytes()).map_err(CheckpointError::Note)?;
        let checkpoint = Checkpoint::parse(note.text())?;
        Ok(Self { old, proof, checkpoint, note })
    }

    /// The size the sender thinks the witness knows.
    pub fn old(&self) -> u64 {
        self.old
    }

    /// Proof from the old size.
    pub fn proof(&self) -> &[Hash] {
        &self.proof
    }

    /// The new checkpoint. Its signature is not verified yet; the origin tells which log to look up.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Cosigns the checkpoint; only after [`decide`] said [`Decision::Cosign`] and the new head was stored. `time_s` is the
    /// present time in seconds since 1970. Printed, it is the body of the answer 200.
    ///
    /// # Errors
    /// [`KeyError`] when the key is not one of a witness.
    pub fn cosign(&self, key: &SignerKey, time_s: u64) -> Result<Signature, KeyError> {
        key.cosign(self.note.text(), time_s)
    }
}

impl fmt::Display for AddCheckpoint {
    /// The request byte for byte.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

/// What a witness knows about a log.
#[derive(Debug, Clone, Copy)]
pub struct KnownLog<'a> {
    /// Keys of the log.
    pub keys: &'a [VerifierKey],
    /// The last head cosigned; [`TreeHead::EMPTY`] before the first.
    pub latest: TreeHead,
}

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// 200: store this head, then cosign.
    Cosign(TreeHead),
    /// 400: the old size is larger than that of the checkpoint.
    OldBeyondSize,
    /// 403: signed by no key of the log, or wrongly.
    NotSigned(CheckpointError),
    /// 404: no log of this origin is known.
    UnknownLog,
    /// 409: another size was cosigned last, or another root at the same size.
    Conflict {
        /// The size cosigned last.
        size: u64,
    },
    /// 422: the checkpoint does not continue the last head.
    Inconsistent(ProofError),
}

impl Decision {
    /// Media type of the body of a 409.
    pub const CONFLICT_MEDIA_TYPE: &'static str = "text/x.tlog.size";

    /// HTTP status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Self::Cosign(_) => 200,
            Self::OldBeyondSize => 400,
            Self::NotSigned(_) => 403,
            Self::UnknownLog => 404,
            Self::Conflict { .. } => 409,
            Self::Inconsistent(_) => 422,
        }
    }

    /// Body of a 409: the size in decimal and a newline.
    pub fn conflict_body(&self) -> Option<String> {
        match self {
            Self::Conflict { size } => Some(format!("{size}\n")),
            _ => None,
        }
    }
}

/// Decides on a request, in the order the specification gives; `log` is what is stored about its origin.
pub fn decide(request: &AddCheckpoint, log: Option<KnownLog<'_>>) -> Decision {
    let Some(log) = log else { return Decision::UnknownLog };
    let signed = match SignedCheckpoint::verify(request.note.clone(), log.keys) {
        Ok(signed) => signed,
        Err(error) => return Decision::NotSigned(error),
    };
    let (head, latest) = (signed.head(), log.latest);
    if request.old > head.size {
        return Decision::OldBeyondSize;
    }
    if request.old != latest.size || (head.size == latest.size && head.root != latest.root) {
        return Decision::Conflict { size: latest.size };
    }
    // Anything continues a log of which nothing is known; there is nothing to prove and the proof must be empty.
    let consistent = match (latest.size, request.proof.is_empty()) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::NotEmpty),
        _ => verify_consistency(latest, head, &request.proof),
    };
    match consistent {
        Ok(()) => Decision::Cosign(head),
        Err(error) => Decision::Inconsistent(error),
    }
}

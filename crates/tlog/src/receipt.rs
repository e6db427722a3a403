//! Receipts: a proof that carries the entry and, until it is erased, the payload, so that one file verifies offline
//! (`journal-log.md` §5, `ejournal.md` §8).
//!
//! The one rule: everything a receipt says is recomputed: commitment, leaf, root, signatures.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::commitment::{Opening, Salt};
use crate::entry::{Entry, EntryError};
use crate::hash::{Hash, TreeHead};
use crate::key::VerifierKey;
use crate::note::{Note, NoteError};
use crate::policy::{Cosigner, Policy};
use crate::text::{base64_decode, base64_encode};
use crate::tlog_proof::{TlogProof, TlogProofError};
use crate::verify::{ProofError, verify_inclusion};

/// Why bytes are not a receipt, or a receipt is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Not a proof text.
    #[error("the receipt is not a proof text")]
    Proof(#[from] TlogProofError),
    /// There is no `extra` line, so there is no entry.
    #[error("the receipt holds no entry")]
    NoEntry,
    /// The `extra` line does not hold entry, salt and payload in base64.
    #[error("the receipt does not hold entry, salt and payload in base64")]
    Container,
    /// Salt and payload are erased together; one without the other is nothing.
    #[error("the receipt holds a salt without payload or a payload without salt")]
    HalfOpening,
    /// The entry is malformed.
    #[error("the entry of the receipt is malformed")]
    Entry(#[from] EntryError),
    /// The checkpoint is not signed by the log.
    #[error("the checkpoint of the receipt is not one of the log")]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not in the log at this place.
    #[error("the receipt does not prove that the entry is in the log")]
    Inclusion(#[from] ProofError),
    /// The payload is not the one the entry commits to.
    #[error("the payload is not the one of the entry")]
    Payload,
    /// A cosignature in the name of a known witness is wrong.
    #[error("a cosignature of the receipt is wrong")]
    Cosignature(#[source] NoteError),
    /// Fewer witnesses than the policy needs.
    #[error("{have} of {need} witnesses have cosigned")]
    AwaitingWitnesses {
        /// Known witnesses that cosigned.
        have: usize,
        /// Witnesses needed.
        need: usize,
    },
}

/// A receipt as it is handed out. Not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The entry.
    pub entry: Entry,
    /// Salt and payload; `None` once they are erased.
    pub opening: Option<Opening>,
    /// Index of the entry.
    pub index: u64,
    /// From the sibling of the leaf up to the child of the root.
    pub hashes: Vec<Hash>,
    /// The checkpoint with the signature of the log and the cosignatures there were.
    pub checkpoint: Note,
}

/// What the `extra` line holds: JSON, every value in base64, keys in the order of the alphabet.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Container {
    entry: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
}

impl Receipt {
    /// Reads a receipt.
    ///
    /// # Errors
    /// [`ReceiptError`] with the first thing that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let TlogProof { extra, index, hashes, checkpoint } = TlogProof::parse(bytes)?;
        let container: Container = serde_json::from_slice(&extra.ok_or(ReceiptError::NoEntry)?).map_err(|_| ReceiptError::Container)?;
        let decode = |text: String| base64_decode(&text).ok_or(ReceiptError::Container);
        let entry = Entry::parse(&decode(container.entry)?)?;
        let opening = match (container.salt, container.payload) {
            (None, None) => None,
            (Some(salt), Some(payload)) => {
                let salt = Salt(decode(salt)?.try_into().map_err(|_| ReceiptError::Container)?);
                Some(Opening { salt, payload: decode(payload)? })
            }
            _ => return Err(ReceiptError::HalfOpening),
        };
        Ok(Self { entry, opening, index, hashes, checkpoint })
    }
}

impl fmt::Display for Receipt {
    /// The receipt byte for byte.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let container = Container {
            entry: base64_encode(&self.entry.encode()),
            payload: self.opening.as_ref().map(|opening| base64_encode(&opening.payload)),
            salt: self.opening.as_ref().map(|opening| base64_encode(&opening.salt.0)),
        };
        let extra = serde_json::to_vec(&container).expect("texts can be written as JSON");
        let (hashes, checkpoint) = (self.hashes.clone(), self.checkpoint.clone());
        TlogProof { extra: Some(extra), index: self.index, hashes, checkpoint }.fmt(f)
    }
}

/// The payload of a receipt.
#[derive(Clone, PartialEq, Eq)]
pub enum Payload {
    /// The bytes the sender sent.
    Present(Vec<u8>),
    /// Erased; that the entry is in the log stays proven.
    Erased,
}

impl fmt::Debug for Payload {
    /// Payloads may hold personal data, so only the length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present(bytes) => write!(f, "Present({} bytes)", bytes.len()),
            Self::Erased => f.write_str("Erased"),
        }
    }
}

/// What a receipt proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReceipt {
    /// The log.
    pub origin: String,
    /// Index of the entry in it.
    pub index: u64,
    /// The log at the checkpoint.
    pub head: TreeHead,
    /// The entry.
    pub entry: Entry,
    /// The known witnesses that cosigned the checkpoint.
    pub cosigners: Vec<Cosigner>,
    /// The payload, if it was not erased.
    pub payload: Payload,
}

/// Verifies a receipt with the keys of the log and the policy about witnesses; [`Policy::NONE`] asks for none.
///
/// # Errors
/// [`ReceiptError`] with the first thing that does not fit; [`ReceiptError::AwaitingWitnesses`] only when everything else does.
pub fn verify_receipt(bytes: &[u8], log_keys: &[VerifierKey], policy: &Policy) -> Result<VerifiedReceipt, ReceiptError> {
    let Receipt { entry, opening, index, hashes, checkpoint } = Receipt::parse(bytes)?;
    let signed = SignedCheckpoint::verify(checkpoint, log_keys)?;
    verify_inclusion(entry.leaf_hash(), index, signed.head(), &hashes)?;
    if opening.as_ref().is_some_and(|opening| !entry.is_opened_by(opening)) {
        return Err(ReceiptError::Payload);
    }
    let cosigners = policy.cosigners(signed.note()).map_err(ReceiptError::Cosignature)?;
    if !policy.is_final(&cosigners) {
        return Err(ReceiptError::AwaitingWitnesses { have: cosigners.len(), need: policy.quorum() });
    }
    Ok(VerifiedReceipt {
        origin: signed.checkpoint().origin().to_owned(),
        index,
        head: signed.head(),
        entry,
        cosigners,
        payload: opening.map_or(Payload::Erased, |opening| Payload::Present(opening.payload)),
    })
}

//! Proofs as text: `c2sp.org/tlog-proof@v1` (C2SP tlog-proof).

use std::fmt;

use crate::hash::Hash;
use crate::limits::{PROOF_HASHES_MAX, RECEIPT_BYTES_MAX};
use crate::note::{Note, NoteError};
use crate::text::{base64_decode, base64_encode, decimal};

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Why bytes are not a proof.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// Larger than [`RECEIPT_BYTES_MAX`].
    #[error("a proof of {0} bytes is too large")]
    TooLarge(usize),
    /// Not UTF-8, another first line, or no blank line before the checkpoint.
    #[error("not a proof in the form {HEADER}")]
    Shape,
    /// The `extra` line is not base64.
    #[error("the extra line is not base64")]
    Extra,
    /// The `index` line is missing or is not a decimal number.
    #[error("the index line is missing or malformed")]
    Index,
    /// A line of the proof is not a hash; counted from 1.
    #[error("hash {0} of the proof is malformed")]
    Hash(usize),
    /// More hashes than any tree needs.
    #[error("a proof has at most {PROOF_HASHES_MAX} hashes")]
    TooManyHashes,
    /// The checkpoint is not a signed note.
    #[error("the checkpoint of the proof is not a signed note")]
    Checkpoint(#[source] NoteError),
}

/// An inclusion proof with the checkpoint it leads to. Not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// Data of the application; not covered by any signature.
    pub extra: Option<Vec<u8>>,
    /// Index of the leaf.
    pub index: u64,
    /// From the sibling of the leaf up to the child of the root.
    pub hashes: Vec<Hash>,
    /// The checkpoint as it was signed.
    pub checkpoint: Note,
}

impl TlogProof {
    /// Reads a proof.
    ///
    /// # Errors
    /// [`TlogProofError`] with the first thing that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlogProofError> {
        if bytes.len() > RECEIPT_BYTES_MAX {
            return Err(TlogProofError::TooLarge(bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| TlogProofError::Shape)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(TlogProofError::Shape)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(TlogProofError::Shape);
        }
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            Some(line) => Some(base64_decode(&line["extra ".len()..]).ok_or(TlogProofError::Extra)?),
            None => None,
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(decimal).ok_or(TlogProofError::Index)?;
        let mut hashes = Vec::new();
        for line in lines {
            if hashes.len() == PROOF_HASHES_MAX {
                return Err(TlogProofError::TooManyHashes);
            }
            hashes.push(line.parse().map_err(|_| TlogProofError::Hash(hashes.len() + 1))?);
        }
        let checkpoint = Note::parse(checkpoint.as_bytes()).map_err(TlogProofError::Checkpoint)?;
        Ok(Self { extra, index, hashes, checkpoint })
    }
}

impl fmt::Display for TlogProof {
    /// The proof byte for byte, as a file with the extension `.tlog-proof`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64_encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

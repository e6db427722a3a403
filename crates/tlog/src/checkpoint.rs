//! Checkpoints: the head of a log as a signed note (C2SP tlog-checkpoint, `journal-log.md` §4).
//!
//! The one rule: a [`SignedCheckpoint`] exists only after a log signature over it was verified or made.

use std::fmt;

use crate::hash::{Hash, TreeHead};
use crate::key::{Algorithm, KeyError, SignerKey, VerifierKey};
use crate::limits::SIZE_MAX;
use crate::note::{Note, NoteError, Signature};
use crate::text::decimal;

/// Why a text is not a checkpoint, or a checkpoint is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a signed note, or its signatures are not good.
    #[error("the checkpoint is not a good signed note")]
    Note(#[from] NoteError),
    /// Fewer than three lines, an empty line, or no newline at the end.
    #[error("a checkpoint has the lines origin, size and root, none of them empty")]
    Lines,
    /// The size is not a decimal number a log can have.
    #[error("the second line of a checkpoint is the size of the log")]
    Size,
    /// The root is not the base64 of 32 bytes.
    #[error("the third line of a checkpoint is the base64 of the root")]
    Root,
    /// A log of size zero has the root of the empty tree.
    #[error("a log of size zero has another root")]
    EmptyRoot,
    /// The key is not the key of this log.
    #[error("the key {key} does not belong to the log {origin}")]
    Origin {
        /// Origin of the checkpoint.
        origin: String,
        /// Name of the key.
        key: String,
    },
    /// The key cannot sign checkpoints.
    #[error("a log cannot sign with this key")]
    Key(#[from] KeyError),
}

/// The text of a checkpoint: which log, how large, which root. Not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// The checkpoint of a log, without extension lines.
    ///
    /// # Errors
    /// [`CheckpointError::Lines`] for an origin that is empty or not one line, [`CheckpointError::Size`] above [`SIZE_MAX`],
    /// [`CheckpointError::EmptyRoot`] for size zero with another root than [`Hash::EMPTY`].
    pub fn new(origin: &str, head: TreeHead) -> Result<Self, CheckpointError> {
        if origin.is_empty() || origin.contains(|c: char| c < ' ') {
            return Err(CheckpointError::Lines);
        }
        if head.size > SIZE_MAX {
            return Err(CheckpointError::Size);
        }
        if head.size == 0 && head.root != Hash::EMPTY {
            return Err(CheckpointError::EmptyRoot);
        }
        Ok(Self { origin: origin.to_owned(), head, extensions: Vec::new() })
    }

    /// Reads the text of a note. Extension lines of other logs are kept.
    ///
    /// # Errors
    /// [`CheckpointError`] with the first thing that does not fit.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Lines);
        };
        let size = decimal(size).ok_or(CheckpointError::Size)?;
        let root = root.parse().map_err(|_| CheckpointError::Root)?;
        let mut checkpoint = Self::new(origin, TreeHead { size, root })?;
        for line in lines {
            if line.is_empty() {
                return Err(CheckpointError::Lines);
            }
            checkpoint.extensions.push(line.to_owned());
        }
        Ok(checkpoint)
    }

    /// Name of the log, which is also the name of its key.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// Lines after the root; our logs have none.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }
}

impl fmt::Display for Checkpoint {
    /// The text of the note, with its final newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.head.size, self.head.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A checkpoint with a good signature of its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Signs a checkpoint with the keys of the log; two during a change of keys. Whether it may be signed is for
    /// [`crate::may_sign`] to say.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`] for the key of another log, [`CheckpointError::Key`] for the key of a witness,
    /// [`CheckpointError::Note`] when there is no key.
    pub fn sign(checkpoint: Checkpoint, keys: &[&SignerKey]) -> Result<Self, CheckpointError> {
        let text = checkpoint.to_string();
        let mut note: Option<Note> = None;
        for key in keys {
            belongs(&checkpoint, key.verifier())?;
            let signature = key.sign(&text)?;
            match &mut note {
                Some(note) => note.add(signature),
                None => note = Some(Note::new(text.clone(), signature)?),
            }
        }
        let note = note.ok_or(CheckpointError::Note(NoteError::NoTrustedSignature))?;
        Ok(Self { checkpoint, note })
    }

    /// Opens the bytes of a checkpoint with the keys of the log, of which one must have signed.
    ///
    /// # Errors
    /// [`CheckpointError`] with the first thing that does not fit.
    pub fn open(bytes: &[u8], keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        Self::verify(Note::parse(bytes)?, keys)
    }

    /// [`SignedCheckpoint::open`] for a note that was read already.
    ///
    /// # Errors
    /// [`CheckpointError`] with the first thing that does not fit.
    pub fn verify(note: Note, keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        let checkpoint = Checkpoint::parse(note.text())?;
        for key in keys {
            belongs(&checkpoint, key)?;
        }
        note.verify(keys)?;
        Ok(Self { checkpoint, note })
    }

    /// What was signed.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        self.checkpoint.head
    }

    /// The note with all its signatures; print it to store or publish it.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Adds a cosignature that was verified, see [`crate::after_answer`].
    pub fn add(&mut self, cosignature: Signature) {
        self.note.add(cosignature);
    }
}

/// The key of a log has the origin as its name and signs notes (§4).
fn belongs(checkpoint: &Checkpoint, key: &VerifierKey) -> Result<(), CheckpointError> {
    if key.name().as_str() != checkpoint.origin {
        return Err(CheckpointError::Origin { origin: checkpoint.origin.clone(), key: key.name().to_string() });
    }
    Ok(key.algorithm().require(Algorithm::Ed25519)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeyName;

    fn signer(name: &str, algorithm: Algorithm, seed: u8) -> SignerKey {
        SignerKey::new(KeyName::parse(name).unwrap(), algorithm, [seed; 32])
    }

    #[test]
    fn reads_back() {
        for text in [
            "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "журнал\n9223372036854775807\nrrsCfVw90Ihx7lJXemH8gxItDRQ1J5GUNjm9TBLTaUM=\nextra\n",
        ] {
            assert_eq!(Checkpoint::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        let root = "rrsCfVw90Ihx7lJXemH8gxItDRQ1J5GUNjm9TBLTaUM=";
        for (text, error) in [
            (String::new(), CheckpointError::Lines),
            (format!("a\n1\n{root}"), CheckpointError::Lines),
            ("a\n1\n".to_owned(), CheckpointError::Lines),
            (format!("\n1\n{root}\n"), CheckpointError::Lines),
            (format!("a\n1\n{root}\n\n"), CheckpointError::Lines),
            (format!("a\n01\n{root}\n"), CheckpointError::Size),
            (format!("a\n-1\n{root}\n"), CheckpointError::Size),
            (format!("a\n9223372036854775808\n{root}\n"), CheckpointError::Size),
            ("a\n1\nrrs=\n".to_owned(), CheckpointError::Root),
            (format!("a\n0\n{root}\n"), CheckpointError::EmptyRoot),
        ] {
            assert_eq!(Checkpoint::parse(&text), Err(error), "{text}");
        }
    }

    #[test]
    fn during_a_change_of_keys_either_key_opens() {
        let (old, new) = (signer("a", Algorithm::Ed25519, 1), signer("a", Algorithm::Ed25519, 2));
        let checkpoint = Checkpoint::new("a", TreeHead::EMPTY).unwrap();
        let signed = SignedCheckpoint::sign(checkpoint.clone(), &[&old, &new]).unwrap();
        let bytes = signed.note().to_string();
        for key in [&old, &new] {
            assert_eq!(SignedCheckpoint::open(bytes.as_bytes(), &[key.verifier().clone()]), Ok(signed.clone()));
        }
        assert!(SignedCheckpoint::sign(checkpoint, &[]).is_err());
    }

    #[test]
    fn keys_of_others_neither_sign_nor_open() {
        let checkpoint = Checkpoint::new("a", TreeHead::EMPTY).unwrap();
        let (own, foreign) = (signer("a", Algorithm::Ed25519, 1), signer("b", Algorithm::Ed25519, 1));
        let witness = signer("a", Algorithm::CosignatureV1, 1);
        let origin = CheckpointError::Origin { origin: "a".into(), key: "b".into() };
        let algorithm = CheckpointError::Key(KeyError::Algorithm(4));
        assert_eq!(SignedCheckpoint::sign(checkpoint.clone(), &[&foreign]), Err(origin.clone()));
        assert_eq!(SignedCheckpoint::sign(checkpoint.clone(), &[&witness]), Err(algorithm.clone()));
        let signed = SignedCheckpoint::sign(checkpoint, &[&own]).unwrap().note().to_string();
        assert_eq!(SignedCheckpoint::open(signed.as_bytes(), &[foreign.verifier().clone()]), Err(origin));
        assert_eq!(SignedCheckpoint::open(signed.as_bytes(), &[witness.verifier().clone()]), Err(algorithm));
        let none = CheckpointError::Note(NoteError::NoTrustedSignature);
        assert_eq!(SignedCheckpoint::open(signed.as_bytes(), &[]), Err(none));
    }
}

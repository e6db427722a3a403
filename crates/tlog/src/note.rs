//! Signed notes: a text and the signatures under it (C2SP signed-note).
//!
//! The one rule: the text means nothing until [`Note::verify`] has found a good signature of a key that is trusted.

use std::fmt;

use crate::key::{KeyId, KeyName, VerifierKey};
use crate::limits::{NOTE_BYTES_MAX, SIGNATURES_MAX};
use crate::text::{base64_decode, base64_encode};

const LINE_PREFIX: &str = "\u{2014} ";

/// Why bytes are not a signed note, or a note is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Larger than [`NOTE_BYTES_MAX`].
    #[error("a note of {0} bytes is too large")]
    TooLarge(usize),
    /// Not UTF-8, or with a control character other than the newline.
    #[error("a note is UTF-8 text without control characters")]
    Characters,
    /// No blank line between text and signatures, or no newline at the end.
    #[error("a note is a text, a blank line and signature lines, each ended by a newline")]
    Shape,
    /// A signature line is malformed; counted from 1.
    #[error("signature line {0} is malformed")]
    SignatureLine(usize),
    /// More signatures than [`SIGNATURES_MAX`].
    #[error("a note has at most {SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// A signature of a trusted key is wrong.
    #[error("the signature of {name} ({id}) is wrong")]
    WrongSignature {
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        id: KeyId,
    },
    /// No signature is by a trusted key.
    #[error("the note is signed by no trusted key")]
    NoTrustedSignature,
}

/// One signature line: who signed, and the bytes. Not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    name: KeyName,
    id: KeyId,
    bytes: Vec<u8>,
}

impl Signature {
    /// A signature made elsewhere, for instance by a device that keeps the key.
    pub fn new(name: KeyName, id: KeyId, bytes: Vec<u8>) -> Self {
        Self { name, id, bytes }
    }

    /// Name of the key.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Id of the key.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The signature itself, without the id.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads signature lines, as a witness answers them; each line ends with a newline.
    ///
    /// # Errors
    /// [`NoteError::Shape`], [`NoteError::SignatureLine`], [`NoteError::TooManySignatures`].
    pub fn parse_lines(text: &str) -> Result<Vec<Self>, NoteError> {
        let lines = text.strip_suffix('\n').ok_or(NoteError::Shape)?;
        let mut signatures = Vec::new();
        for (number, line) in lines.split('\n').enumerate() {
            if number == SIGNATURES_MAX {
                return Err(NoteError::TooManySignatures);
            }
            signatures.push(Self::parse(line).ok_or(NoteError::SignatureLine(number + 1))?);
        }
        Ok(signatures)
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix(LINE_PREFIX)?.split_once(' ')?;
        let name = KeyName::parse(name).ok()?;
        let signature = base64_decode(signature)?;
        let (id, bytes) = signature.split_first_chunk()?;
        (!bytes.is_empty()).then(|| Self { name, id: KeyId(*id), bytes: bytes.to_vec() })
    }
}

impl fmt::Display for Signature {
    /// The line with its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = [&self.id.0, self.bytes.as_slice()].concat();
        writeln!(f, "{LINE_PREFIX}{} {}", self.name, base64_encode(&signature))
    }
}

/// A text with at least one signature line. Not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// A good signature of a trusted key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified<'k> {
    /// The key.
    pub key: &'k VerifierKey,
    /// When a witness signed, seconds since 1970; `None` for other signatures.
    pub time_s: Option<u64>,
}

impl Note {
    /// A text, ended by a newline, with its first signature.
    ///
    /// # Errors
    /// [`NoteError::TooLarge`], [`NoteError::Characters`] or [`NoteError::Shape`] when the text cannot be that of a note.
    pub fn new(text: impl Into<String>, signature: Signature) -> Result<Self, NoteError> {
        let text = text.into();
        check_characters(text.as_bytes())?;
        if !text.ends_with('\n') {
            return Err(NoteError::Shape);
        }
        Ok(Self { text, signatures: vec![signature] })
    }

    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteError`] with the first thing that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let note = check_characters(bytes)?;
        // The last blank line separates; the text keeps its final newline and may have blank lines itself.
        let blank = note.rfind("\n\n").ok_or(NoteError::Shape)?;
        let signatures = Signature::parse_lines(&note[blank + 2..])?;
        Ok(Self { text: note[..=blank].to_owned(), signatures })
    }

    /// The text with its final newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All signature lines in order.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a signature; an older one of the same key is replaced.
    pub fn add(&mut self, signature: Signature) {
        self.signatures.retain(|old| old.id != signature.id || old.name != signature.name);
        self.signatures.push(signature);
    }

    /// Verifies the signatures of `keys`; those of other keys are ignored. Each key is given once.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`] when a signature in the name of one of `keys` is wrong, [`NoteError::NoTrustedSignature`] when
    /// there is none.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<Verified<'k>>, NoteError> {
        let mut verified = Vec::<Verified<'k>>::new();
        for signature in &self.signatures {
            let mut candidates = keys.iter().filter(|key| key.made(signature)).peekable();
            if candidates.peek().is_none() {
                continue;
            }
            // Two different keys may share name and id by accident; one of them must have made it.
            let good = candidates.find_map(|key| key.verify(&self.text, &signature.bytes).map(|time_s| Verified { key, time_s }));
            let good = good.ok_or_else(|| NoteError::WrongSignature { name: signature.name.clone(), id: signature.id })?;
            if verified.iter().all(|seen| seen.key != good.key) {
                verified.push(good);
            }
        }
        if verified.is_empty() { Err(NoteError::NoTrustedSignature) } else { Ok(verified) }
    }
}

impl fmt::Display for Note {
    /// The note byte for byte: text, blank line, signature lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}

fn check_characters(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.len() > NOTE_BYTES_MAX {
        return Err(NoteError::TooLarge(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NoteError::Characters)?;
    if text.bytes().any(|b| b < b' ' && b != b'\n') { Err(NoteError::Characters) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{Algorithm, SignerKey};

    fn signer(name: &str, seed: u8) -> SignerKey {
        SignerKey::new(KeyName::parse(name).unwrap(), Algorithm::Ed25519, [seed; 32])
    }

    fn note(text: &str, key: &SignerKey) -> Note {
        Note::new(text, key.sign(text).unwrap()).unwrap()
    }

    #[test]
    fn reads_back_and_verifies() {
        let key = signer("office.example/log", 1);
        for text in ["\n", "one\n", "едно\n\nдве\n", "\n\n\n", "— not a signature\n"] {
            let note = note(text, &key);
            let read = Note::parse(note.to_string().as_bytes()).unwrap();
            assert_eq!(read, note);
            assert_eq!(read.verify(&[key.verifier().clone()]).unwrap()[0].key, key.verifier());
        }
    }

    #[test]
    fn unknown_keys_are_ignored_and_wrong_signatures_are_not() {
        let (key, other) = (signer("a", 1), signer("b", 2));
        let mut note = note("text\n", &key);
        note.add(other.sign("text\n").unwrap());
        let trusted = [key.verifier().clone()];
        assert_eq!(note.verify(&trusted).unwrap().len(), 1);
        assert_eq!(note.verify(&[signer("c", 1).verifier().clone()]), Err(NoteError::NoTrustedSignature));
        // The same name with another key is another key.
        assert_eq!(note.verify(&[signer("a", 2).verifier().clone()]), Err(NoteError::NoTrustedSignature));
        note.add(other.sign("another text\n").unwrap());
        assert_eq!(note.signatures().len(), 2);
        assert!(note.verify(&trusted).is_ok());
        let both = [key.verifier().clone(), other.verifier().clone()];
        let id = other.verifier().id();
        assert_eq!(note.verify(&both), Err(NoteError::WrongSignature { name: KeyName::parse("b").unwrap(), id }));
    }

    #[test]
    fn repeated_signatures_count_once() {
        let key = signer("a", 1);
        let line = key.sign("text\n").unwrap().to_string();
        let note = Note::parse(format!("text\n\n{line}{line}").as_bytes()).unwrap();
        assert_eq!(note.signatures().len(), 2);
        assert_eq!(note.verify(&[key.verifier().clone()]).unwrap().len(), 1);
    }

    #[test]
    fn refuses_other_shapes() {
        let line = signer("a", 1).sign("text\n").unwrap().to_string();
        for (bytes, error) in [
            (String::new(), NoteError::Shape),
            ("text\n".to_owned(), NoteError::Shape),
            ("text\n\n".to_owned(), NoteError::Shape),
            (format!("text\n{line}"), NoteError::Shape),
            (format!("text\n\n{}", line.trim_end()), NoteError::Shape),
            (format!("text\r\n\n{line}"), NoteError::Characters),
            (format!("te\txt\n\n{line}"), NoteError::Characters),
            (format!("text\n\n\n{line}x"), NoteError::Shape),
            ("text\n\n— a AAAAAQ==\n".to_owned(), NoteError::SignatureLine(1)),
            ("text\n\n- a AAAAAAE=\n".to_owned(), NoteError::SignatureLine(1)),
            ("text\n\n—  AAAAAAE=\n".to_owned(), NoteError::SignatureLine(1)),
            ("text\n\n— a+b AAAAAAE=\n".to_owned(), NoteError::SignatureLine(1)),
            ("text\n\n— a\u{a0}b AAAAAAE=\n".to_owned(), NoteError::SignatureLine(1)),
            ("text\n\n— a AAAAAAE= \n".to_owned(), NoteError::SignatureLine(1)),
            (format!("text\n\n{line}— a AAAAAAF=\n"), NoteError::SignatureLine(2)),
            (format!("text\n\n{}", line.repeat(101)), NoteError::TooManySignatures),
            ("x".repeat(NOTE_BYTES_MAX + 1), NoteError::TooLarge(NOTE_BYTES_MAX + 1)),
        ] {
            assert_eq!(Note::parse(bytes.as_bytes()), Err(error), "{}", &bytes[..bytes.len().min(60)]);
        }
        assert_eq!(Note::parse(b"\xff\n\n"), Err(NoteError::Characters));
        assert!(Note::parse(format!("text\n\n{}", line.repeat(100)).as_bytes()).is_ok());
    }
}

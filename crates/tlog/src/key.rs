//! Keys of signed notes: names, key ids, and the one-line encodings of verifier keys and signer keys (C2SP signed-note).
//!
//! The one rule: name, id and algorithm belong together; an id is always recomputed, never believed.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::note::Signature;
use crate::text::{base64_decode, base64_encode};

/// Bytes of an Ed25519 signature.
pub(crate) const ED25519_SIGNATURE: usize = 64;
/// Bytes of the time before the signature in a cosignature.
pub(crate) const COSIGNATURE_TIME: usize = 8;

/// Why a text or bytes are not a key, or a key cannot do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Empty, or with a space or a plus.
    #[error("a key name is not empty and has neither spaces nor plus signs")]
    Name,
    /// Not the fields of an encoded key.
    #[error("not an encoded key")]
    Shape,
    /// The id is not that of the name and the key.
    #[error("the key id does not belong to the name and the key")]
    Id,
    /// Another algorithm than Ed25519 signatures (0x01) and cosignatures (0x04), or not the one needed here.
    #[error("a key of algorithm {0:#04x} cannot be used here")]
    Algorithm(u8),
    /// Not a point of the curve.
    #[error("not an Ed25519 public key")]
    Point,
    /// The time is above 2^63 - 1 seconds.
    #[error("the time of a cosignature is out of bounds")]
    Time,
}

/// The name of a key: not empty, without Unicode spaces, plus signs and control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let forbidden = |c: char| c.is_whitespace() || c == '+' || c < ' ';
        if text.is_empty() || text.contains(forbidden) { Err(KeyError::Name) } else { Ok(Self(text.to_owned())) }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first four bytes of SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

/// What a key signs, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Algorithm {
    /// 0x01: Ed25519 over the text of the note; keys of logs.
    Ed25519 = 0x01,
    /// 0x04: Ed25519 over a time and the text of a checkpoint (C2SP tlog-cosignature); keys of witnesses.
    CosignatureV1 = 0x04,
}

impl Algorithm {
    fn from_wire(code: u8) -> Result<Self, KeyError> {
        match code {
            0x01 => Ok(Self::Ed25519),
            0x04 => Ok(Self::CosignatureV1),
            _ => Err(KeyError::Algorithm(code)),
        }
    }

    /// Refuses a key of another algorithm.
    pub(crate) fn require(self, needed: Self) -> Result<(), KeyError> {
        if self == needed { Ok(()) } else { Err(KeyError::Algorithm(self as u8)) }
    }
}

/// A public key with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: KeyId,
    algorithm: Algorithm,
    public: VerifyingKey,
}

impl VerifierKey {
    /// A key from its parts.
    ///
    /// # Errors
    /// [`KeyError::Point`] when the bytes are not a point of the curve or one of small order.
    pub fn new(name: KeyName, algorithm: Algorithm, public: [u8; 32]) -> Result<Self, KeyError> {
        let public = VerifyingKey::from_bytes(&public).ok().filter(|key| !key.is_weak()).ok_or(KeyError::Point)?;
        Ok(Self::of(name, algorithm, public))
    }

    fn of(name: KeyName, algorithm: Algorithm, public: VerifyingKey) -> Self {
        let digest = Sha256::new()
            .chain_update(name.as_str())
            .chain_update(b"\n")
            .chain_update([algorithm as u8])
            .chain_update(public.as_bytes())
            .finalize();
        let id = KeyId([digest[0], digest[1], digest[2], digest[3]]);
        Self { name, id, algorithm, public }
    }

    /// Reads `<name>+<id in hex>+<base64(algorithm ‖ public key)>`.
    ///
    /// # Errors
    /// [`KeyError`] with the first thing that does not fit.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, id, algorithm, public) = fields(text)?;
        let key = Self::new(name, algorithm, public)?;
        if key.id == id { Ok(key) } else { Err(KeyError::Id) }
    }

    /// Name of the key.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Id of the key; with the name it says which key made a signature.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The bare public key.
    pub fn public(&self) -> &[u8; 32] {
        self.public.as_bytes()
    }

    /// Whether a signature claims to be by this key.
    pub fn made(&self, signature: &Signature) -> bool {
        self.id == signature.id() && self.name == *signature.name()
    }

    /// Verifies a signature over the text of a note. `Some` when it is good, with the time if it is a cosignature.
    pub(crate) fn verify(&self, text: &str, signature: &[u8]) -> Option<Option<u64>> {
        let check = |message: &[u8], signature: &[u8; ED25519_SIGNATURE]| {
            self.public.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).ok()
        };
        match self.algorithm {
            Algorithm::Ed25519 => {
                check(text.as_bytes(), signature.try_into().ok()?)?;
                Some(None)
            }
            Algorithm::CosignatureV1 => {
                let (time, signature) = signature.split_first_chunk::<COSIGNATURE_TIME>()?;
                let time_s = u64::from_be_bytes(*time);
                check(cosigned_message(text, time_s).ok()?.as_bytes(), signature.try_into().ok()?)?;
                Some(Some(time_s))
            }
        }
    }
}

impl fmt::Display for VerifierKey {
    /// The encoded key that [`VerifierKey::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.algorithm as u8], self.public.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, self.id, base64_encode(&key))
    }
}

/// A secret key with its name; prints without the secret.
#[derive(Clone)]
pub struct SignerKey {
    verifier: VerifierKey,
    secret: SigningKey,
}

impl SignerKey {
    const PREFIX: &str = "PRIVATE+KEY+";

    /// A key from its parts; `seed` is the 32-byte secret of RFC 8032.
    pub fn new(name: KeyName, algorithm: Algorithm, seed: [u8; 32]) -> Self {
        let secret = SigningKey::from_bytes(&seed);
        Self { verifier: VerifierKey::of(name, algorithm, secret.verifying_key()), secret }
    }

    /// Reads `PRIVATE+KEY+<name>+<id in hex>+<base64(algorithm ‖ seed)>`.
    ///
    /// # Errors
    /// [`KeyError`] with the first thing that does not fit.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, id, algorithm, seed) = fields(text.strip_prefix(Self::PREFIX).ok_or(KeyError::Shape)?)?;
        let key = Self::new(name, algorithm, seed);
        if key.verifier.id == id { Ok(key) } else { Err(KeyError::Id) }
    }

    /// The encoded key that [`SignerKey::parse`] reads. It holds the secret.
    pub fn to_secret_text(&self) -> String {
        let key = [&[self.verifier.algorithm as u8], self.secret.as_bytes().as_slice()].concat();
        format!("{}{}+{}+{}", Self::PREFIX, self.verifier.name, self.verifier.id, base64_encode(&key))
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs the text of a note (algorithm 0x01). Ed25519 is deterministic: the same text gives the same signature.
    ///
    /// # Errors
    /// [`KeyError::Algorithm`] when this is the key of a witness.
    pub fn sign(&self, text: &str) -> Result<Signature, KeyError> {
        self.verifier.algorithm.require(Algorithm::Ed25519)?;
        Ok(self.signature(self.secret.sign(text.as_bytes()).to_vec()))
    }

    /// Cosigns the text of a checkpoint (algorithm 0x04): `time_s` is the present time in seconds since 1970.
    ///
    /// # Errors
    /// [`KeyError::Algorithm`] when this is not the key of a witness, [`KeyError::Time`] above 2^63 - 1.
    pub fn cosign(&self, text: &str, time_s: u64) -> Result<Signature, KeyError> {
        self.verifier.algorithm.require(Algorithm::CosignatureV1)?;
        let signature = self.secret.sign(cosigned_message(text, time_s)?.as_bytes());
        Ok(self.signature([time_s.to_be_bytes().as_slice(), &signature.to_bytes()].concat()))
    }

    fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature::new(self.verifier.name.clone(), self.verifier.id, bytes)
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey {{ {}, secret: [hidden] }}", self.verifier)
    }
}

/// What a witness signs (C2SP tlog-cosignature, section *Ed25519 signed message*).
fn cosigned_message(text: &str, time_s: u64) -> Result<String, KeyError> {
    if time_s > i64::MAX as u64 {
        return Err(KeyError::Time);
    }
    Ok(format!("cosignature/v1\ntime {time_s}\n{text}"))
}

/// `<name>+<id>+<base64(algorithm ‖ 32 bytes)>`; base64 itself may hold a plus.
fn fields(text: &str) -> Result<(KeyName, KeyId, Algorithm, [u8; 32]), KeyError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(KeyError::Shape) };
    let name = KeyName::parse(name)?;
    if id.len() != 8 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(KeyError::Shape);
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Shape)?;
    let key = base64_decode(key).ok_or(KeyError::Shape)?;
    let (algorithm, key) = key.split_first().ok_or(KeyError::Shape)?;
    let algorithm = Algorithm::from_wire(*algorithm)?;
    Ok((name, KeyId(id.to_be_bytes()), algorithm, key.try_into().map_err(|_| KeyError::Shape)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(algorithm: Algorithm) -> SignerKey {
        SignerKey::new(KeyName::parse("office.example/log").unwrap(), algorithm, [7; 32])
    }

    #[test]
    fn encoded_keys_read_back() {
        for algorithm in [Algorithm::Ed25519, Algorithm::CosignatureV1] {
            let key = signer(algorithm);
            assert_eq!(VerifierKey::parse(&key.verifier().to_string()), Ok(key.verifier().clone()));
            assert_eq!(SignerKey::parse(&key.to_secret_text()).unwrap().to_secret_text(), key.to_secret_text());
            assert_eq!(VerifierKey::new(key.verifier().name().clone(), algorithm, *key.verifier().public()), Ok(key.verifier().clone()));
            assert!(!format!("{key:?}").contains(&base64_encode(&[algorithm as u8, 7, 7, 7])[..4]), "{key:?}");
        }
        assert_ne!(signer(Algorithm::Ed25519).verifier().id(), signer(Algorithm::CosignatureV1).verifier().id());
    }

    #[test]
    fn refuses_with_the_reason() {
        let good = signer(Algorithm::Ed25519).verifier().to_string();
        let (head, key) = good.split_at(good.len() - 44);
        let weak = base64_encode(&[&[1, 1], [0; 31].as_slice()].concat());
        let (name, id) = (KeyName::parse("a").unwrap(), KeyId([0; 4]));
        assert_eq!((name.as_str(), id.to_string().as_str()), ("a", "00000000"));
        for (text, error) in [
            (String::new(), KeyError::Shape),
            ("office.example/log".to_owned(), KeyError::Shape),
            (format!("+00000000+{key}"), KeyError::Name),
            (format!("a b+00000000+{key}"), KeyError::Name),
            (format!("a\u{2003}b+00000000+{key}"), KeyError::Name),
            (format!("a+0000000+{key}"), KeyError::Shape),
            (format!("a++0000000+{key}"), KeyError::Shape),
            (format!("a+00000000+{key}"), KeyError::Id),
            (format!("{head}{}", &key[..43]), KeyError::Shape),
            (format!("{head}AQ=="), KeyError::Shape),
            (head.to_owned(), KeyError::Shape),
            (format!("{head}Bg=="), KeyError::Algorithm(6)),
            (format!("a+00000000+{weak}"), KeyError::Point),
        ] {
            assert_eq!(VerifierKey::parse(&text), Err(error), "{text}");
        }
        assert_eq!(SignerKey::parse(&good).unwrap_err(), KeyError::Shape);
    }

    #[test]
    fn each_key_signs_only_what_it_is_for() {
        let (log, witness) = (signer(Algorithm::Ed25519), signer(Algorithm::CosignatureV1));
        assert_eq!(log.cosign("text\n", 0), Err(KeyError::Algorithm(1)));
        assert_eq!(witness.sign("text\n"), Err(KeyError::Algorithm(4)));
        assert_eq!(witness.cosign("text\n", 1 << 63), Err(KeyError::Time));
        let cosignature = witness.cosign("text\n", 42).unwrap();
        assert_eq!(witness.verifier().verify("text\n", cosignature.bytes()), Some(Some(42)));
        let mut later = cosignature.bytes().to_vec();
        later[7] = 43;
        assert_eq!(witness.verifier().verify("text\n", &later), None);
        assert_eq!(witness.verifier().verify("text\n", &later[..7]), None);
        let signature = log.sign("text\n").unwrap();
        assert_eq!(log.verifier().verify("text\n", signature.bytes()), Some(None));
        assert_eq!(log.verifier().verify("text", signature.bytes()), None);
    }
}

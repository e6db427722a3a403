//! The signature of a source over the exact bytes of an event: a detached JWS with an unencoded payload (RFC 7515 appendix F,
//! RFC 7797; `ejournal.md` §5.5), or a signed request ([`message`]).
//!
//! The one rule: what is signed is the bytes as sent; the journal keeps the signature as it came and its digest in the log entry.

pub mod message;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer as _;
use jiff::Timestamp;
use message::MessageSignature;
use p256::ecdsa::signature::Verifier as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::limits::{KEY_NAME_CHARS_MAX, SIGNATURE_BYTES_MAX};

/// Header field of a single event that carries its signature.
pub const HEADER: &str = "X-Journal-Signature";

/// Why a signature is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Neither `header..signature` with a header of `alg`, `b64`, `crit` and `kid` only, nor a signed request that covers the digest of
    /// its body.
    #[error("the signature is of no form that the journal reads")]
    Form,
    /// The algorithm is neither EdDSA nor ES256.
    #[error("the algorithm of the signature is neither EdDSA nor ES256")]
    Algorithm,
    /// The key is of another algorithm than the header names.
    #[error("the key does not belong to the algorithm of the signature")]
    Key,
    /// The signature does not belong to these bytes and this key.
    #[error("the signature does not fit the bytes")]
    Mismatch,
}

/// The bytes are not a key of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not a key of this kind")]
pub struct KeyError;

/// The algorithms that the journal reads, by their names in RFC 7518 and RFC 8037.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// ECDSA over P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
}

/// The key with which a source signs.
pub struct Signer {
    name: String,
    key: PrivateKey,
}

enum PrivateKey {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
}

/// The key with which its signatures are verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(PublicKeyKind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum PublicKeyKind {
    Ed25519(ed25519_dalek::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
}

/// A detached signature as it came. Its text is the *signature block* that is kept beside the payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetachedSignature {
    block: String,
    algorithm: Algorithm,
    key_name: String,
    signature: [u8; 64],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    b64: bool,
    crit: Vec<String>,
    kid: String,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}, [hidden])", self.name)
    }
}

impl Signer {
    /// A key of Ed25519 from its 32 secret bytes; `name` is what the header says in `kid`.
    pub fn ed25519(name: String, secret: &[u8; 32]) -> Self {
        Self { name, key: PrivateKey::Ed25519(ed25519_dalek::SigningKey::from_bytes(secret)) }
    }

    /// A key of P-256 from its 32 secret bytes, a number below the order of the curve and not zero.
    pub fn p256(name: String, secret: &[u8; 32]) -> Result<Self, KeyError> {
        let key = p256::ecdsa::SigningKey::from_slice(secret).map_err(|_| KeyError)?;
        Ok(Self { name, key: PrivateKey::P256(key) })
    }

    /// Signs the bytes. Both algorithms are deterministic: the same bytes give the same signature (RFC 8032, RFC 6979).
    pub fn sign(&self, payload: &[u8]) -> DetachedSignature {
        let algorithm = match self.key {
            PrivateKey::Ed25519(_) => Algorithm::EdDsa,
            PrivateKey::P256(_) => Algorithm::Es256,
        };
        let header = Header { alg: algorithm.name().to_owned(), b64: false, crit: vec!["b64".to_owned()], kid: self.name.clone() };
        let header = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header).expect("a header of texts can be written"));
        let signature = self.sign_bytes(&signing_input(&header, payload));
        let block = format!("{header}..{}", URL_SAFE_NO_PAD.encode(signature));
        DetachedSignature { block, algorithm, key_name: self.name.clone(), signature }
    }

    /// Signs bytes as they are: the base of a signed request ([`message`]).
    pub fn sign_bytes(&self, bytes: &[u8]) -> [u8; 64] {
        match &self.key {
            PrivateKey::Ed25519(key) => key.sign(bytes).to_bytes(),
            PrivateKey::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(bytes);
                signature.to_bytes().into()
            }
        }
    }

    /// The key with which its signatures are verified.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(match &self.key {
            PrivateKey::Ed25519(key) => PublicKeyKind::Ed25519(key.verifying_key()),
            PrivateKey::P256(key) => PublicKeyKind::P256(*key.verifying_key()),
        })
    }
}

impl PublicKey {
    /// A key of Ed25519 from its 32 bytes.
    pub fn ed25519(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| KeyError)?;
        // A key of small order fits signatures over anything.
        if key.is_weak() { Err(KeyError) } else { Ok(Self(PublicKeyKind::Ed25519(key))) }
    }

    /// A key of P-256 from its point, compressed or not (SEC 1 §2.3.3).
    pub fn p256(point: &[u8]) -> Result<Self, KeyError> {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| KeyError)?;
        Ok(Self(PublicKeyKind::P256(key)))
    }

    /// The bytes of the key: 32 of Ed25519, the compressed point of P-256.
    pub fn to_bytes(&self) -> Vec<u8> {
        match &self.0 {
            PublicKeyKind::Ed25519(key) => key.to_bytes().to_vec(),
            PublicKeyKind::P256(key) => key.to_encoded_point(true).as_bytes().to_vec(),
        }
    }

    /// The algorithm of the key.
    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            PublicKeyKind::Ed25519(_) => Algorithm::EdDsa,
            PublicKeyKind::P256(_) => Algorithm::Es256,
        }
    }

    /// Whether a signature holds over bytes as they are.
    fn holds(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        match &self.0 {
            PublicKeyKind::Ed25519(key) => key.verify_strict(bytes, &ed25519_dalek::Signature::from_bytes(signature)).is_ok(),
            PublicKeyKind::P256(key) => {
                p256::ecdsa::Signature::from_slice(signature).is_ok_and(|signature| key.verify(bytes, &signature).is_ok())
            }
        }
    }
}

impl Algorithm {
    /// The name in the header.
    pub fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
        }
    }

    /// The name in the parameters of a message signature (RFC 9421 §6.2).
    fn message_name(self) -> &'static str {
        match self {
            Self::EdDsa => "ed25519",
            Self::Es256 => "ecdsa-p256-sha256",
        }
    }
}

/// A signature of either kind as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// A detached JWS.
    Detached(DetachedSignature),
    /// A signed request.
    Message(MessageSignature),
}

impl Signature {
    /// Reads a signature block: one line is a detached JWS, several are a signed request.
    pub fn parse(block: &str) -> Result<Self, SignatureError> {
        if block.contains('\n') {
            MessageSignature::parse(block).map(Self::Message)
        } else {
            DetachedSignature::parse(block).map(Self::Detached)
        }
    }

    /// The name of the key: the registration of the source knows the key by it.
    pub fn key_name(&self) -> &str {
        match self {
            Self::Detached(signature) => signature.key_name(),
            Self::Message(signature) => signature.key_name(),
        }
    }

    /// Whether it is in force at an instant by its own word.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        match self {
            Self::Detached(_) => true,
            Self::Message(signature) => signature.is_in_force(now),
        }
    }

    /// Verifies the signature over the bytes as sent.
    pub fn verify(&self, payload: &[u8], key: &PublicKey) -> Result<(), SignatureError> {
        match self {
            Self::Detached(signature) => signature.verify(payload, key),
            Self::Message(signature) => signature.verify(payload, key),
        }
    }
}

impl DetachedSignature {
    /// Reads `header..signature`. Only the header that [`Signer`] writes is accepted, with its members in any order.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let (header, signature) = text.split_once("..").filter(|_| text.len() <= SIGNATURE_BYTES_MAX).ok_or(SignatureError::Form)?;
        let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| SignatureError::Form);
        let header: Header = serde_json::from_slice(&decoded(header)?).map_err(|_| SignatureError::Form)?;
        let named = (1..=KEY_NAME_CHARS_MAX).contains(&header.kid.chars().count());
        if header.b64 || header.crit != ["b64"] || !named {
            return Err(SignatureError::Form);
        }
        let algorithm = [Algorithm::EdDsa, Algorithm::Es256].into_iter().find(|algorithm| algorithm.name() == header.alg);
        let algorithm = algorithm.ok_or(SignatureError::Algorithm)?;
        let signature = decoded(signature)?.try_into().map_err(|_| SignatureError::Form)?;
        Ok(Self { block: text.to_owned(), algorithm, key_name: header.kid, signature })
    }

    /// The name of the key, member `kid`: the registration of the source knows the key by it.
    pub fn key_name(&self) -> &str {
        &self.key_name
    }

    /// The algorithm that the header names.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The signature block: the ASCII of the detached JWS as it came.
    pub fn block(&self) -> &str {
        &self.block
    }

    /// SHA-256 of the signature block, as it stands in the log entry.
    pub fn block_digest(&self) -> [u8; 32] {
        Sha256::digest(&self.block).into()
    }

    /// Verifies the signature over the bytes as sent.
    pub fn verify(&self, payload: &[u8], key: &PublicKey) -> Result<(), SignatureError> {
        if key.algorithm() != self.algorithm {
            return Err(SignatureError::Key);
        }
        let (header, _) = self.block.split_once("..").expect("a parsed signature has two parts");
        let holds = key.holds(&signing_input(header, payload), &self.signature);
        if holds { Ok(()) } else { Err(SignatureError::Mismatch) }
    }
}

/// RFC 7797 §3: the encoded header, a dot, the payload as it is.
fn signing_input(header: &str, payload: &[u8]) -> Vec<u8> {
    [header.as_bytes(), b".", payload].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signers() -> [Signer; 2] {
        [Signer::ed25519("s1/2025".to_owned(), &[7; 32]), Signer::p256("s2/2025".to_owned(), &[9; 32]).unwrap()]
    }

    #[test]
    fn a_signature_holds_for_its_bytes_and_its_key_only() {
        for signer in signers() {
            let payload = b"{\"a\":\"..\"}";
            let signature = signer.sign(payload);
            let read = DetachedSignature::parse(signature.block()).unwrap();
            assert_eq!(read, signature);
            assert_eq!(read.key_name(), signer.name);
            assert_eq!(read.verify(payload, &signer.public_key()), Ok(()));
            assert_eq!(read.verify(b"{\"a\":\"..\"} ", &signer.public_key()), Err(SignatureError::Mismatch));
            assert_eq!(signer.sign(payload), signature, "the same bytes give the same signature");
            assert_eq!(<[u8; 32]>::from(Sha256::digest(signature.block())), signature.block_digest());
        }
        let [ed, p256] = signers();
        assert_eq!(ed.sign(b"x").verify(b"x", &p256.public_key()), Err(SignatureError::Key));
        let other = Signer::ed25519("s1/2025".to_owned(), &[8; 32]);
        assert_eq!(ed.sign(b"x").verify(b"x", &other.public_key()), Err(SignatureError::Mismatch));
    }

    #[test]
    fn every_changed_symbol_of_a_block_is_found() {
        for signer in signers() {
            let signature = signer.sign(b"payload");
            for at in 0..signature.block().len() {
                let mut changed = signature.block().as_bytes().to_vec();
                changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
                let text = String::from_utf8(changed).unwrap();
                let verdict = DetachedSignature::parse(&text).and_then(|read| read.verify(b"payload", &signer.public_key()));
                assert!(verdict.is_err(), "{at}");
            }
        }
    }

    #[test]
    fn keys_come_back_from_their_bytes_and_weak_ones_are_refused() {
        let [ed, p256] = signers().map(|signer| signer.public_key());
        assert_eq!(PublicKey::ed25519(&ed.to_bytes().try_into().unwrap()), Ok(ed));
        assert_eq!(PublicKey::p256(&p256.to_bytes()), Ok(p256));
        assert_eq!(PublicKey::ed25519(&[0; 32]), Err(KeyError));
        assert_eq!(PublicKey::p256(&[4; 65]), Err(KeyError));
        assert!(Signer::p256("k".to_owned(), &[0; 32]).is_err());
        assert!(!format!("{:?}", signers()[0]).contains('7'), "no secret is printed");
    }

    #[test]
    fn other_headers_are_refused() {
        let [ed, _] = signers();
        let block = ed.sign(b"x");
        let (_, signature) = block.block().split_once("..").unwrap();
        let with = |header: &str| DetachedSignature::parse(&format!("{}..{signature}", URL_SAFE_NO_PAD.encode(header))).map(|_| ());
        assert_eq!(with(r#"{"kid":"k","crit":["b64"],"b64":false,"alg":"EdDSA"}"#), Ok(()));
        for (header, error) in [
            (r#"{"alg":"none","b64":false,"crit":["b64"],"kid":"k"}"#, SignatureError::Algorithm),
            (r#"{"alg":"HS256","b64":false,"crit":["b64"],"kid":"k"}"#, SignatureError::Algorithm),
            (r#"{"alg":"EdDSA","b64":true,"crit":["b64"],"kid":"k"}"#, SignatureError::Form),
            (r#"{"alg":"EdDSA","b64":false,"crit":[],"kid":"k"}"#, SignatureError::Form),
            (r#"{"alg":"EdDSA","b64":false,"crit":["b64","exp"],"kid":"k"}"#, SignatureError::Form),
            (r#"{"alg":"EdDSA","crit":["b64"],"kid":"k"}"#, SignatureError::Form),
            (r#"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#, SignatureError::Form),
            (r#"{"alg":"EdDSA","b64":false,"crit":["b64"],"kid":""}"#, SignatureError::Form),
            (r#"{"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"k","jwk":{}}"#, SignatureError::Form),
            (r#"{"alg":"EdDSA","alg":"EdDSA","b64":false,"crit":["b64"],"kid":"k"}"#, SignatureError::Form),
        ] {
            assert_eq!(with(header), Err(error), "{header}");
        }
        for text in ["", "..", "a.b.c", "....", &"a".repeat(5_000)] {
            assert_eq!(DetachedSignature::parse(text), Err(SignatureError::Form), "{text:.20}");
        }
    }
}

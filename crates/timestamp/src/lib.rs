//! Time stamps of RFC 3161: an authority outside says that it saw a digest at an instant. It never sees what was digested.
//!
//! The one rule: a token is believed only when the digest, the signature and the certificate of its signer were checked, in this order;
//! nothing is fetched here.
//!
//! The messages themselves are five short structures and are written down here with `der`; the crate `x509-tsp` would bring two more
//! protocols with it. `cms` reads the signed envelope, `webpki` – with TLS already here – judges signatures and certificates.

mod message;
mod token;
mod trust;

pub use token::{Token, Verified};
pub use trust::Trust;

use der::{Decode, Encode};

use message::{TimeStampReq, TimeStampResp};

/// LIMIT: bytes of an answer: a token with a chain of certificates has some thousands.
pub const ANSWER_BYTES_MAX: usize = 64 * 1_024;
/// Media type of a request.
pub const REQUEST_MEDIA_TYPE: &str = "application/timestamp-query";

/// Why there is no time stamp, or it is not believed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are no answer, token or certificate in DER.
    #[error("the time stamp cannot be read")]
    Malformed(#[from] der::Error),
    /// The authority refused.
    #[error("the authority refuses with status {status}")]
    Refused {
        /// Status of RFC 3161 §2.4.2.
        status: u32,
    },
    /// Something in the token is not what it has to be.
    #[error("the time stamp has {0}")]
    Wrong(&'static str),
    /// The certificate is not trusted for time stamps.
    #[error("the certificate of the authority is not trusted")]
    Untrusted(#[source] webpki::Error),
    /// The signature is wrong, or of a kind that is not known.
    #[error("the signature of the time stamp is wrong")]
    Signature,
    /// No certificate to trust in a file.
    #[error("there is no certificate")]
    NoCertificate,
}

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// A request for a time stamp of a SHA-256 digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    digest: [u8; 32],
    nonce: u64,
}

impl Request {
    /// A request; the nonce is chance, so that no older answer passes for this one.
    pub fn new(digest: [u8; 32], nonce: u64) -> Request {
        Request { digest, nonce }
    }

    /// The bytes to send.
    pub fn to_bytes(self) -> Vec<u8> {
        TimeStampReq::new(self.digest, self.nonce).to_der().expect("a request is short and can always be written")
    }

    /// The token in an answer to this request. Its signature is for [`Token::verify`].
    ///
    /// # Errors
    /// [`Error::Refused`] when the authority refused, otherwise the first thing that does not fit.
    pub fn answered(self, bytes: &[u8]) -> Result<Token> {
        let answer = TimeStampResp::from_der(bytes)?;
        // Granted, or granted with changes that do not concern the digest.
        let (0 | 1, Some(token)) = (answer.status.status, answer.token) else {
            return Err(Error::Refused { status: answer.status.status });
        };
        let token = Token::parse(&token.to_der()?)?;
        if !token.has_nonce(self.nonce) {
            return Err(Error::Wrong("another nonce"));
        }
        token.of(self.digest)?;
        Ok(token)
    }
}

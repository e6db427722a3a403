//! The structures of RFC 3161 §2.4, and of RFC 5035 the one that names the signer's certificate.

use cms::content_info::ContentInfo;
use der::Sequence;
use der::asn1::{Any, BitString, Int, ObjectIdentifier, OctetString};
use x509_cert::ext::Extensions;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// SHA-256.
pub(crate) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// SHA-384.
pub(crate) const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
/// SHA-512.
pub(crate) const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
/// The content of a token.
pub(crate) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// What is stamped.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct MessageImprint {
    pub(crate) algorithm: AlgorithmIdentifierOwned,
    pub(crate) digest: OctetString,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct TimeStampReq {
    version: u8,
    imprint: MessageImprint,
    nonce: u64,
    /// The token is to hold the certificate of its signer.
    certificate: bool,
}

impl TimeStampReq {
    pub(crate) fn new(digest: [u8; 32], nonce: u64) -> TimeStampReq {
        let algorithm = AlgorithmIdentifierOwned { oid: SHA_256, parameters: None };
        let digest = OctetString::new(digest).expect("32 bytes are few");
        TimeStampReq { version: 1, imprint: MessageImprint { algorithm, digest }, nonce, certificate: true }
    }
}

/// How a request was answered.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct StatusInfo {
    pub(crate) status: u32,
    #[asn1(optional = "true")]
    text: Option<Vec<Any>>,
    #[asn1(optional = "true")]
    failure: Option<BitString>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct TimeStampResp {
    pub(crate) status: StatusInfo,
    #[asn1(optional = "true")]
    pub(crate) token: Option<ContentInfo>,
}

/// How exact the instant is.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<Int>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<Int>,
}

fn no() -> bool {
    false
}

/// What the authority signs.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    pub(crate) imprint: MessageImprint,
    serial: Int,
    /// A GeneralizedTime; with fractions of a second, which `der` does not read.
    pub(crate) instant: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "no")]
    ordering: bool,
    #[asn1(optional = "true")]
    pub(crate) nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// A certificate named by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct CertId {
    /// SHA-256 where it is not told.
    #[asn1(optional = "true")]
    algorithm: Option<AlgorithmIdentifierOwned>,
    pub(crate) digest: OctetString,
    #[asn1(optional = "true")]
    issuer: Option<Any>,
}

impl CertId {
    pub(crate) fn digest_by(&self) -> ObjectIdentifier {
        self.algorithm.as_ref().map_or(SHA_256, |algorithm| algorithm.oid)
    }
}

/// The certificate of the signer, as the signature covers it.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct SigningCertificate {
    pub(crate) certificates: Vec<CertId>,
    #[asn1(optional = "true")]
    policies: Option<Vec<Any>>,
}

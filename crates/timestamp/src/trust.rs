//! Which authorities are trusted, and their signatures.

use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring};

use crate::message::{SHA_256, SHA_384, SHA_512};
use crate::{Error, Result};

/// What a certificate of a time-stamp authority is for: 1.3.6.1.5.5.7.3.8.
const TIME_STAMPING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];

static OF_SHA_256: &[&dyn SignatureVerificationAlgorithm] =
    &[ring::RSA_PKCS1_2048_8192_SHA256, ring::ECDSA_P256_SHA256, ring::ECDSA_P384_SHA256];
static OF_SHA_384: &[&dyn SignatureVerificationAlgorithm] =
    &[ring::RSA_PKCS1_2048_8192_SHA384, ring::ECDSA_P256_SHA384, ring::ECDSA_P384_SHA384];
static OF_SHA_512: &[&dyn SignatureVerificationAlgorithm] = &[ring::RSA_PKCS1_2048_8192_SHA512];
/// What certificates may be signed with.
static ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    ring::RSA_PKCS1_2048_8192_SHA256,
    ring::RSA_PKCS1_2048_8192_SHA384,
    ring::RSA_PKCS1_2048_8192_SHA512,
    ring::ECDSA_P256_SHA256,
    ring::ECDSA_P256_SHA384,
    ring::ECDSA_P384_SHA256,
    ring::ECDSA_P384_SHA384,
    ring::ED25519,
];

/// Certificates that are trusted: of authorities themselves, or of whoever issued theirs.
#[derive(Debug, Clone)]
pub struct Trust(Vec<CertificateDer<'static>>);

impl Trust {
    /// The certificates of a file, one in DER or any number in PEM.
    ///
    /// # Errors
    /// [`Error::NoCertificate`] when there is none.
    pub fn parse(bytes: &[u8]) -> Result<Trust> {
        if bytes.first() == Some(&0x30) {
            return Ok(Trust(vec![CertificateDer::from(bytes.to_vec())]));
        }
        let found: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(bytes).collect::<std::result::Result<_, _>>().map_err(|_| Error::NoCertificate)?;
        if found.is_empty() { Err(Error::NoCertificate) } else { Ok(Trust(found)) }
    }

    pub(crate) fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Whether a certificate is trusted for time stamps, or was at the instant.
    pub(crate) fn judge(&self, certificate: &CertificateDer<'_>, others: &[CertificateDer<'_>], at: Timestamp) -> Result<()> {
        if self.0.iter().any(|trusted| trusted.as_ref() == certificate.as_ref()) {
            return Ok(());
        }
        let anchors: Vec<_> = self.0.iter().filter_map(|trusted| anchor_from_trusted_cert(trusted).ok()).collect();
        let seconds = u64::try_from(at.as_second()).map_err(|_| Error::Wrong("no instant"))?;
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let judged = EndEntityCert::try_from(certificate).map_err(Error::Untrusted)?;
        judged
            .verify_for_usage(ALL, &anchors, others, time, KeyUsage::required(TIME_STAMPING), None, None)
            .map(drop)
            .map_err(Error::Untrusted)
    }
}

/// Checks a signature by the key of a certificate over a message that is digested in this way.
pub(crate) fn signature_verify(certificate: &[u8], digest: ObjectIdentifier, message: &[u8], signature: &[u8]) -> Result<()> {
    let candidates = match digest {
        SHA_256 => OF_SHA_256,
        SHA_384 => OF_SHA_384,
        SHA_512 => OF_SHA_512,
        _ => return Err(Error::Signature),
    };
    let certificate = CertificateDer::from(certificate);
    let key = EndEntityCert::try_from(&certificate).map_err(Error::Untrusted)?;
    let is_good = candidates.iter().any(|algorithm| key.verify_signature(*algorithm, message, signature).is_ok());
    if is_good { Ok(()) } else { Err(Error::Signature) }
}

//! A token: what the authority signed, and who it is.
//!
//! The one rule: every check of RFC 3161 §2.2 and RFC 5652 §5.6 is made, and a kind that is not known is no reason to pass.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Tag, Tagged};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rustls_pki_types::CertificateDer;
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use crate::message::{SHA_256, SHA_384, SHA_512, SigningCertificate, TST_INFO, TstInfo};
use crate::trust::{Trust, signature_verify};
use crate::{Error, Result};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// What a good token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// When the authority saw the digest.
    pub at: Timestamp,
    /// The name in its certificate.
    pub authority: String,
}

/// A token that was read.
#[derive(Debug, Clone)]
pub struct Token {
    bytes: Vec<u8>,
    signed: SignedData,
    content: Vec<u8>,
    info: TstInfo,
    at: Timestamp,
}

impl Token {
    /// Reads a token in DER.
    ///
    /// # Errors
    /// [`Error::Malformed`] or [`Error::Wrong`] when it is none.
    pub fn parse(bytes: &[u8]) -> Result<Token> {
        let outer = ContentInfo::from_der(bytes)?;
        if outer.content_type != SIGNED_DATA {
            return Err(Error::Wrong("no signed content"));
        }
        let signed: SignedData = outer.content.decode_as()?;
        if signed.encap_content_info.econtent_type != TST_INFO {
            return Err(Error::Wrong("another content"));
        }
        let content = signed.encap_content_info.econtent.as_ref().ok_or(Error::Wrong("no content"))?;
        let content = content.decode_as::<OctetString>()?.into_bytes();
        let info = TstInfo::from_der(&content)?;
        let at = instant(&info.instant)?;
        Ok(Token { bytes: bytes.to_vec(), signed, content, info, at })
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// When the authority says that it saw the digest; believed only after [`Token::verify`].
    pub fn at(&self) -> Timestamp {
        self.at
    }

    pub(crate) fn has_nonce(&self, nonce: u64) -> bool {
        let told =
            self.info.nonce.as_ref().map(|nonce| nonce.as_bytes().iter().skip_while(|byte| **byte == 0).copied().collect::<Vec<_>>());
        told == Some(nonce.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect())
    }

    /// Whether it is of a digest.
    pub(crate) fn of(&self, digest: [u8; 32]) -> Result<()> {
        let imprint = &self.info.imprint;
        let is_of = imprint.algorithm.oid == SHA_256 && imprint.digest.as_bytes() == digest;
        if is_of { Ok(()) } else { Err(Error::Wrong("another digest")) }
    }

    /// Checks that this is a time stamp of a digest by an authority that is trusted. Without `trust` the signature is checked all the same,
    /// and who made it is left open.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn verify(&self, digest: [u8; 32], trust: Option<&Trust>) -> Result<Verified> {
        self.of(digest)?;
        let [signer] = self.signed.signer_infos.0.as_slice() else { return Err(Error::Wrong("not one signature")) };
        let certificates = self.certificates(trust)?;
        let found = certificates.iter().find(|(certificate, _)| is_of(signer, certificate));
        let (certificate, encoded) = found.ok_or(Error::Wrong("no certificate of its signer"))?;
        self.signature(signer, encoded)?;
        if let Some(trust) = trust {
            let others: Vec<CertificateDer<'_>> = certificates.iter().map(|(_, other)| CertificateDer::from(other.as_slice())).collect();
            trust.judge(&CertificateDer::from(encoded.as_slice()), &others, self.at)?;
        }
        Ok(Verified { at: self.at, authority: certificate.tbs_certificate.subject.to_string() })
    }

    /// The certificates in the token and those that are trusted: a token need not carry that of its signer.
    fn certificates(&self, trust: Option<&Trust>) -> Result<Vec<(Certificate, Vec<u8>)>> {
        let mut all = Vec::new();
        for choice in self.signed.certificates.iter().flat_map(|set| set.0.iter()) {
            if let CertificateChoices::Certificate(certificate) = choice {
                all.push((certificate.clone(), certificate.to_der()?));
            }
        }
        for bytes in trust.iter().flat_map(|trust| trust.certificates()) {
            all.push((Certificate::from_der(bytes)?, bytes.to_vec()));
        }
        Ok(all)
    }

    fn signature(&self, signer: &SignerInfo, certificate: &[u8]) -> Result<()> {
        let digest_by = signer.digest_alg.oid;
        let attributes = signer.signed_attrs.as_ref().ok_or(Error::Wrong("no signed attributes"))?;
        let value = |kind: ObjectIdentifier| -> Result<&Any> {
            let mut found = attributes.iter().filter(|attribute| attribute.oid == kind);
            match (found.next().map(|one| one.values.as_slice()), found.next()) {
                (Some([value]), None) => Ok(value),
                _ => Err(Error::Wrong("not each signed attribute once")),
            }
        };
        if value(CONTENT_TYPE)?.decode_as::<ObjectIdentifier>()? != TST_INFO {
            return Err(Error::Wrong("a signature of another content"));
        }
        if value(MESSAGE_DIGEST)?.decode_as::<OctetString>()?.as_bytes() != digest(digest_by, &self.content)? {
            return Err(Error::Wrong("another content than was signed"));
        }
        let named: SigningCertificate = value(SIGNING_CERTIFICATE)?.decode_as()?;
        let first = named.certificates.first().ok_or(Error::Wrong("no named certificate"))?;
        if first.digest.as_bytes() != digest(first.digest_by(), certificate)? {
            return Err(Error::Wrong("another certificate than the signature names"));
        }
        signature_verify(certificate, digest_by, &attributes.to_der()?, signer.signature.as_bytes())
    }
}

fn is_of(signer: &SignerInfo, certificate: &Certificate) -> bool {
    let inner = &certificate.tbs_certificate;
    match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(named) => named.issuer == inner.issuer && named.serial_number == inner.serial_number,
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            matches!(inner.get::<SubjectKeyIdentifier>(), Ok(Some((_, own))) if own == *named)
        }
    }
}

fn digest(by: ObjectIdentifier, bytes: &[u8]) -> Result<Vec<u8>> {
    Ok(match by {
        SHA_256 => Sha256::digest(bytes).to_vec(),
        SHA_384 => Sha384::digest(bytes).to_vec(),
        SHA_512 => Sha512::digest(bytes).to_vec(),
        _ => return Err(Error::Wrong("a digest of a kind that is not known")),
    })
}

/// A GeneralizedTime as RFC 3161 §2.4.2 writes it: seconds always, fractions perhaps, UTC.
fn instant(value: &Any) -> Result<Timestamp> {
    let wrong = || Error::Wrong("no instant");
    if value.tag() != Tag::GeneralizedTime {
        return Err(wrong());
    }
    let text = std::str::from_utf8(value.value()).map_err(|_| wrong())?.strip_suffix('Z').ok_or_else(wrong)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !is_number(whole) || !is_number(fraction) || fraction.len() > 9 {
        return Err(wrong());
    }
    let civil: DateTime = format!("{}T{}.{fraction}", &whole[..8], &whole[8..]).parse().map_err(|_| wrong())?;
    TimeZone::UTC.to_timestamp(civil).map_err(|_| wrong())
}

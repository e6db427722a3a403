//! The signature of a source over the request that carries one event: HTTP Message Signatures (RFC 9421) with `Content-Digest` (RFC 9530;
//! `ejournal.md` §5.5).
//!
//! The one rule: the block that is kept – signature base, line feed, value of `Signature` – is all that is needed to verify it later,
//! beside the bytes of the event and the key.

use jiff::Timestamp;
use sfv::{BareItem, Dictionary, FieldType as _, InnerList, Item, ListEntry, Parser};
use sha2::{Digest, Sha256, Sha512};

use super::{PublicKey, SignatureError};
use crate::limits::{CLOCK_AHEAD_MAX_S, KEY_NAME_CHARS_MAX, SIGNATURE_BYTES_MAX};

/// Header field that names what is covered.
pub const INPUT_HEADER: &str = "signature-input";
/// Header field with the signature itself.
pub const VALUE_HEADER: &str = "signature";
/// The component without which the event itself would not be signed.
const DIGEST: &str = "content-digest";
const PARAMETERS: &str = "@signature-params";

/// A signed request as the journal knows it. The journal is reached by HTTPS only, whoever ends TLS.
pub struct Request<'r> {
    /// The method, in capitals.
    pub method: &'r str,
    /// Host and port as the sender addressed them, in small letters.
    pub authority: &'r str,
    /// The path, `/` at least.
    pub path: &'r str,
    /// The query without its question mark.
    pub query: Option<&'r str>,
    /// The value of a header field by its name in small letters; several lines of one field joined by a comma and a space.
    pub header: &'r dyn Fn(&str) -> Option<String>,
}

/// The block of a signed request; none when it carries no signature of this kind.
///
/// Fails with [`SignatureError::Form`] when there is not exactly one signature, when it covers what the journal does not know, or does not
/// cover the digest of the body.
pub fn block(request: &Request<'_>) -> Result<Option<String>, SignatureError> {
    let (Some(input), Some(value)) = ((request.header)(INPUT_HEADER), (request.header)(VALUE_HEADER)) else { return Ok(None) };
    let (label, covered) = only(&input)?;
    let ListEntry::InnerList(covered) = covered else { return Err(SignatureError::Form) };
    if only(&value)?.0 != label {
        return Err(SignatureError::Form);
    }
    let mut base = String::new();
    for item in &covered.items {
        let name = component(item)?;
        let told = told(request, name).filter(|told| !told.contains('\n')).ok_or(SignatureError::Form)?;
        base += &format!("\"{name}\": {told}\n");
    }
    base += &format!("\"{PARAMETERS}\": {}\n{}", written(covered)?, value.trim());
    if base.len() > SIGNATURE_BYTES_MAX { Err(SignatureError::Form) } else { Ok(Some(base)) }
}

/// What the request says of a component.
fn told(request: &Request<'_>, name: &str) -> Option<String> {
    let query = request.query.map(|query| format!("?{query}"));
    match name {
        "@method" => Some(request.method.to_owned()),
        "@authority" => Some(request.authority.to_owned()),
        "@scheme" => Some("https".to_owned()),
        "@path" => Some(request.path.to_owned()),
        // RFC 9421 §2.2.7: without a query a question mark alone.
        "@query" => Some(query.unwrap_or_else(|| "?".to_owned())),
        "@request-target" => Some(format!("{}{}", request.path, query.unwrap_or_default())),
        "@target-uri" => Some(format!("https://{}{}{}", request.authority, request.path, query.unwrap_or_default())),
        name if name.starts_with('@') => None,
        name => (request.header)(name).map(|value| value.trim().to_owned()),
    }
}

/// The only member of a dictionary.
fn only(text: &str) -> Result<(String, ListEntry), SignatureError> {
    let members = Parser::new(text).parse::<Dictionary>().map_err(|_| SignatureError::Form)?;
    let mut members = members.into_iter();
    match (members.next(), members.next()) {
        (Some((label, member)), None) => Ok((label.as_str().to_owned(), member)),
        _ => Err(SignatureError::Form),
    }
}

/// The name of a covered component. One with parameters would say something else than the whole value.
fn component(item: &Item) -> Result<&str, SignatureError> {
    match &item.bare_item {
        BareItem::String(name) if item.params.is_empty() => Ok(name.as_str()),
        _ => Err(SignatureError::Form),
    }
}

fn written(covered: InnerList) -> Result<String, SignatureError> {
    vec![ListEntry::InnerList(covered)].serialize().ok_or(SignatureError::Form)
}

/// A message signature as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageSignature {
    base: String,
    digest: String,
    key_name: String,
    algorithm: Option<String>,
    created: Option<i64>,
    expires: Option<i64>,
    signature: [u8; 64],
}

impl MessageSignature {
    /// Reads a block that [`block`] made.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let form = SignatureError::Form;
        let (base, value) = text.rsplit_once('\n').filter(|_| text.len() <= SIGNATURE_BYTES_MAX).ok_or(form)?;
        let mut lines: Vec<(&str, &str)> = Vec::new();
        for line in base.split('\n') {
            let (name, told) = line.strip_prefix('"').and_then(|line| line.split_once("\": ")).ok_or(form)?;
            lines.push((name, told));
        }
        let (PARAMETERS, parameters) = lines.pop().ok_or(form)? else { return Err(form) };
        let list = Parser::new(parameters).parse::<sfv::List>().map_err(|_| form)?;
        let [ListEntry::InnerList(covered)] = list.as_slice() else { return Err(form) };
        let names = covered.items.iter().map(component).collect::<Result<Vec<_>, _>>()?;
        let digest = lines.iter().find(|(name, _)| *name == DIGEST).map(|(_, told)| (*told).to_owned()).ok_or(form)?;
        if !names.iter().copied().eq(lines.iter().map(|(name, _)| *name)) || written(covered.clone())? != parameters {
            return Err(form);
        }
        // RFC 9421 §2.5: a component stands in a base once.
        if names.iter().enumerate().any(|(place, name)| names[..place].contains(name)) {
            return Err(form);
        }
        let text_of = |name: &str| match covered.params.get(name) {
            Some(BareItem::String(text)) => Ok(Some(text.as_str().to_owned())),
            None => Ok(None),
            Some(_) => Err(form),
        };
        let instant_of = |name: &str| match covered.params.get(name) {
            Some(BareItem::Integer(at)) => Ok(Some(i64::from(*at))),
            None => Ok(None),
            Some(_) => Err(form),
        };
        let key_name = text_of("keyid")?.filter(|name| (1..=KEY_NAME_CHARS_MAX).contains(&name.chars().count())).ok_or(form)?;
        let ListEntry::Item(Item { bare_item: BareItem::ByteSequence(bytes), .. }) = only(value)?.1 else { return Err(form) };
        Ok(Self {
            base: base.to_owned(),
            digest,
            key_name,
            algorithm: text_of("alg")?,
            created: instant_of("created")?,
            expires: instant_of("expires")?,
            signature: bytes.try_into().map_err(|_| form)?,
        })
    }

    /// The name of the key, parameter `keyid`.
    pub fn key_name(&self) -> &str {
        &self.key_name
    }

    /// Whether it is in force at an instant: not over, and not made later.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        let now = now.as_second();
        self.created.is_none_or(|created| created <= now + CLOCK_AHEAD_MAX_S) && self.expires.is_none_or(|expires| expires > now)
    }

    /// Verifies the digest of the bytes as sent, and the signature over the base.
    pub fn verify(&self, payload: &[u8], key: &PublicKey) -> Result<(), SignatureError> {
        let name = key.algorithm().message_name();
        if self.algorithm.as_deref().is_some_and(|algorithm| algorithm != name) {
            return Err(SignatureError::Key);
        }
        let holds = is_digest_of(&self.digest, payload)? && key.holds(self.base.as_bytes(), &self.signature);
        if holds { Ok(()) } else { Err(SignatureError::Mismatch) }
    }
}

/// Whether every digest that is known here fits; one at least must be.
fn is_digest_of(field: &str, payload: &[u8]) -> Result<bool, SignatureError> {
    let digests = Parser::new(field).parse::<Dictionary>().map_err(|_| SignatureError::Form)?;
    let (mut known, mut fits) = (0, true);
    for (name, member) in &digests {
        let expected = match name.as_str() {
            "sha-256" => Sha256::digest(payload).to_vec(),
            "sha-512" => Sha512::digest(payload).to_vec(),
            _ => continue,
        };
        known += 1;
        fits &= matches!(member, ListEntry::Item(Item { bare_item: BareItem::ByteSequence(bytes), .. }) if *bytes == expected);
    }
    if known == 0 { Err(SignatureError::Form) } else { Ok(fits) }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::super::Signer;
    use super::*;

    const PAYLOAD: &[u8] = b"{\"specversion\":\"1.0\"}";
    const COVERED: &str = r#"("@method" "@target-uri" "content-digest");created=1741940521;keyid="s1/2025";alg="ed25519""#;

    fn signer() -> Signer {
        Signer::ed25519("s1/2025".to_owned(), &[7; 32])
    }

    fn digest() -> String {
        format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(PAYLOAD)))
    }

    fn request<'r>(header: &'r dyn Fn(&str) -> Option<String>) -> Request<'r> {
        Request { method: "POST", authority: "ejournal.example", path: "/ejournal/v1/events", query: None, header }
    }

    fn with(covered: &str, digest: &str, value: &str) -> Result<Option<String>, SignatureError> {
        let header = |name: &str| match name {
            INPUT_HEADER => Some(format!("sig1={covered}")),
            VALUE_HEADER => Some(value.to_owned()),
            DIGEST => Some(digest.to_owned()),
            _ => None,
        };
        block(&request(&header))
    }

    fn signed(covered: &str) -> MessageSignature {
        let unsigned = with(covered, &digest(), "sig1=:AAAA:").unwrap().unwrap();
        let (base, _) = unsigned.rsplit_once('\n').unwrap();
        let value = format!("sig1=:{}:", STANDARD.encode(signer().sign_bytes(base.as_bytes())));
        MessageSignature::parse(&with(covered, &digest(), &value).unwrap().unwrap()).unwrap()
    }

    #[test]
    fn a_request_is_signed_as_the_standard_says() {
        let unsigned = with(COVERED, &digest(), "sig1=:AAAA:").unwrap().unwrap();
        let expected = format!(
            "\"@method\": POST\n\"@target-uri\": https://ejournal.example/ejournal/v1/events\n\"content-digest\": {}\n\
             \"@signature-params\": {COVERED}\nsig1=:AAAA:",
            digest()
        );
        assert_eq!(unsigned, expected);
        let signature = signed(COVERED);
        assert_eq!(signature.key_name(), "s1/2025");
        assert_eq!(signature.verify(PAYLOAD, &signer().public_key()), Ok(()));
        assert_eq!(signature.verify(b"{}", &signer().public_key()), Err(SignatureError::Mismatch));
        let other = Signer::ed25519("s1/2025".to_owned(), &[8; 32]);
        assert_eq!(signature.verify(PAYLOAD, &other.public_key()), Err(SignatureError::Mismatch));
        let p256 = Signer::p256("s1/2025".to_owned(), &[9; 32]).unwrap();
        assert_eq!(signature.verify(PAYLOAD, &p256.public_key()), Err(SignatureError::Key));
        let at = |second| signature.is_in_force(Timestamp::from_second(second).unwrap());
        assert!(at(1_741_940_521) && at(1_741_940_521 - 120) && !at(1_741_940_521 - 121));
        let brief = signed(&format!("{COVERED};expires=1741940600"));
        assert!(brief.is_in_force(Timestamp::from_second(1_741_940_599).unwrap()));
        assert!(!brief.is_in_force(Timestamp::from_second(1_741_940_600).unwrap()));
    }

    /// RFC 9421 appendix B.2.6: a request signed by the test key of B.1.4, as the standard prints it.
    #[test]
    fn the_example_of_the_standard_verifies() {
        let header = |name: &str| {
            let value = match name {
                "date" => "Tue, 20 Apr 2021 02:07:55 GMT",
                "content-type" => "application/json",
                "content-length" => "18",
                INPUT_HEADER => {
                    r#"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#
                }
                VALUE_HEADER => "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let request =
            Request { method: "POST", authority: "example.com", path: "/foo", query: Some("param=Value&Pet=dog"), header: &header };
        let block = block(&request).unwrap().unwrap();
        let (base, value) = block.rsplit_once('\n').unwrap();
        let ListEntry::Item(Item { bare_item: BareItem::ByteSequence(signature), .. }) = only(value).unwrap().1 else { panic!() };
        let public = STANDARD.decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=").unwrap();
        let key = PublicKey::ed25519(&public.try_into().unwrap()).unwrap();
        assert!(key.holds(base.as_bytes(), &signature.try_into().unwrap()));
        // For an event it would not do: its bytes are not covered.
        assert_eq!(MessageSignature::parse(&block), Err(SignatureError::Form));
    }

    #[test]
    fn what_covers_too_little_or_the_unknown_is_refused() {
        for covered in [
            r#"("@method");keyid="k""#,
            r#"("content-digest" "content-digest");keyid="k""#,
            r#"("content-digest")"#,
            r#"("content-digest");keyid="""#,
            r#"("content-digest");keyid=1"#,
            r#"("content-digest");keyid="k";created="now""#,
        ] {
            let block = with(covered, &digest(), &format!("sig1=:{}:", STANDARD.encode([1; 64]))).unwrap().unwrap();
            assert_eq!(MessageSignature::parse(&block), Err(SignatureError::Form), "{covered}");
        }
        for covered in [
            r#"("content-digest";sf);keyid="k""#,
            r#"("content-digest" "@status");keyid="k""#,
            r#"("content-digest" "x-absent");keyid="k""#,
            r#"(content-digest);keyid="k""#,
            r#"1"#,
            "(",
        ] {
            assert_eq!(with(covered, &digest(), "sig1=:AAAA:"), Err(SignatureError::Form), "{covered}");
        }
        assert_eq!(with(COVERED, &digest(), "sig2=:AAAA:"), Err(SignatureError::Form), "another label");
        assert_eq!(with(COVERED, &digest(), "sig1=:AAAA:, sig2=:AAAA:"), Err(SignatureError::Form), "two signatures");
        let short = with(COVERED, &digest(), "sig1=:AAAA:").unwrap().unwrap();
        assert_eq!(MessageSignature::parse(&short), Err(SignatureError::Form));
        let no_digest = with(COVERED, "md5=:AAAA:", &format!("sig1=:{}:", STANDARD.encode([1; 64]))).unwrap().unwrap();
        assert_eq!(MessageSignature::parse(&no_digest).unwrap().verify(PAYLOAD, &signer().public_key()), Err(SignatureError::Form));
        assert_eq!(block(&request(&|_| None)), Ok(None), "not signed in this way");
    }
}

//! The client certificate of a call, and where the call comes from.
//!
//! The one rule: a header says who calls only when the operator named it, because only then a proxy stands before it that sets it.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ejournal::journal::{Caller, Fingerprint};
use sha2::{Digest, Sha256};

use crate::problem::Problem;
use crate::state::Journal;

/// The certificate of the caller: set by the layer that ends TLS in this program, or from the header of the proxy that does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate(pub Fingerprint);

/// LIMIT: longest header with a certificate, bytes; a certificate with many names has some thousands.
const HEADER_BYTES_MAX: usize = 16 * 1024;

/// Takes the certificate from the header of the proxy, when the settings name one.
pub(crate) async fn from_proxy(State(journal): State<Journal>, mut request: Request, next: Next) -> Response {
    if let Some(name) = &journal.settings().certificate_header {
        // Whatever stood there before is not what the proxy said.
        request.extensions_mut().remove::<Certificate>();
        let values: Vec<_> = request.headers().get_all(name).iter().collect();
        // Two headers mean that one of them is not the proxy's.
        if let [value] = values.as_slice()
            && let Some(certificate) = value.to_str().ok().and_then(read)
        {
            request.extensions_mut().insert(certificate);
        }
    }
    next.run(request).await
}

/// RFC 9440 §2.2: a byte sequence of structured fields, the base64 of the certificate between colons.
fn read(text: &str) -> Option<Certificate> {
    let text = text.trim();
    let encoded = text.strip_prefix(':')?.strip_suffix(':').filter(|_| text.len() <= HEADER_BYTES_MAX)?;
    let der = STANDARD.decode(encoded).ok().filter(|der| !der.is_empty())?;
    Some(Certificate(Fingerprint(Sha256::digest(der).into())))
}

/// A call with or without a certificate.
pub(crate) struct Visitor(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let certificate = parts.extensions.get::<Certificate>();
        Ok(Visitor(certificate.map_or(Caller::Nobody, |certificate| Caller::Certificate(certificate.0))))
    }
}

/// A call that needs a certificate.
pub(crate) struct Certified(pub Fingerprint);

impl<S: Send + Sync> FromRequestParts<S> for Certified {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let denied = || Problem::of(ejournal::Class::Authorisation);
        parts.extensions.get::<Certificate>().map(|certificate| Certified(certificate.0)).ok_or_else(denied)
    }
}

/// Where a call comes from, as far as it is known: behind a proxy of one's own the last address it wrote down.
pub(crate) struct Address(pub String);

impl FromRequestParts<Journal> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, journal: &Journal) -> Result<Self, Self::Rejection> {
        let forwarded = journal.settings().trust_forwarded.then(|| forwarded(&parts.headers)).flatten();
        let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
        Ok(Address(forwarded.or_else(peer).unwrap_or_default()))
    }
}

fn forwarded(headers: &HeaderMap) -> Option<String> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let address = last.rsplit(',').next()?.trim();
    address.parse::<std::net::IpAddr>().ok().map(|address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_the_digest_of_its_der() {
        let expected = Certificate(Fingerprint(Sha256::digest(b"der").into()));
        assert_eq!(read(":ZGVy:"), Some(expected));
        assert_eq!(read(" :ZGVy: "), Some(expected));
        for text in ["ZGVy", ":ZGVy", "::", ":Z GVy:", ":ZGVy:;a=1", "", ":", "%3AZGVy%3A"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

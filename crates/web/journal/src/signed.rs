//! The signature of a single event, as its request carries it (`ejournal.md` §5.5).

use axum::http::{HeaderMap, Uri};
use ejournal::signature::{HEADER, message};

/// A header field; several lines of one field are one value (RFC 9110 §5.2).
pub(crate) fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines: Vec<&str> = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default().trim()).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The signature of a single event as it is kept: the detached one, else the one over the request. What cannot be read stays as it came:
/// whether it is a signature is judged with the event.
pub(crate) fn signature_block(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    if let Some(detached) = header_text(headers, HEADER) {
        return Some(detached);
    }
    let authority = uri.authority().map(|authority| authority.to_string()).or_else(|| header_text(headers, "host")).unwrap_or_default();
    let request = message::Request {
        method: "POST",
        authority: &authority.to_ascii_lowercase(),
        path: uri.path(),
        query: uri.query(),
        header: &|name| header_text(headers, name),
    };
    message::block(&request).unwrap_or_else(|_| header_text(headers, message::VALUE_HEADER))
}

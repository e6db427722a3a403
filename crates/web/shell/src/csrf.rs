//! Protection of forms against foreign pages: each form carries a token bound to the visitor's cookie, and a request that
//! changes something without it is refused before any handler sees it.
//!
//! The one rule: the check stands in front of the router, so a new route cannot forget it. Machines (`/api`) use keys, not
//! cookies, and are exempt.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use futures::StreamExt;
use futures::stream;
use kernel::limits::FORM_BYTES_MAX;

use crate::error::PageError;
use crate::sign::Keys;

/// Name of the hidden field. In a form with files it must be the first field, which `page.csrf_field()` at the top ensures.
pub const FIELD: &str = "csrf";

/// How much of a multipart body is looked at for the token.
const MULTIPART_HEAD_BYTES: usize = 8 * 1024;

/// The token of a visitor. `salt` differs from page to page, so that the length of compressed pages tells nothing about it.
pub fn token(keys: &Keys, visit_id: &str, salt: &str) -> String {
    format!("{salt}.{}", keys.tag("csrf", &format!("{visit_id} {salt}")))
}

fn is_token(keys: &Keys, visit_id: &str, token: &str) -> bool {
    token.split_once('.').is_some_and(|(salt, tag)| keys.check("csrf", &format!("{visit_id} {salt}"), tag))
}

/// Whether the browser says that the request comes from another site. Old browsers say nothing; the token decides then.
pub fn is_cross_site(headers: &HeaderMap, host: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return !matches!(site, "same-origin" | "none");
    }
    if let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) {
        let name = origin.split_once("://").map_or(origin, |(_, name)| name);
        return !name.eq_ignore_ascii_case(host);
    }
    false
}

/// A body that carried the visitor's token.
#[derive(Debug)]
pub struct Checked {
    /// The body, whole.
    pub body: Body,
    /// The same bytes, when it is a form without files.
    pub posted: Option<Bytes>,
}

impl From<Body> for Checked {
    fn from(body: Body) -> Checked {
        Checked { body, posted: None }
    }
}

/// Checks the token in the body and gives the body back whole.
pub async fn check(headers: &HeaderMap, body: Body, keys: &Keys, visit_id: &str) -> Result<Checked, PageError> {
    let refused = || PageError::forbidden().with_text("error-csrf");
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if let Some(token) = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()) {
        return if is_token(keys, visit_id, token) { Ok(body.into()) } else { Err(refused()) };
    }
    if kind.starts_with("multipart/form-data") {
        let (head, rest) = read_head(body).await?;
        let found = multipart_token(&head).is_some_and(|token| is_token(keys, visit_id, token));
        if !found {
            return Err(refused());
        }
        let first = stream::once(async move { Ok::<Bytes, axum::Error>(Bytes::from(head)) });
        return Ok(Body::from_stream(first.chain(rest)).into());
    }
    let bytes = axum::body::to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| PageError::too_large())?;
    let found = form_pairs(&bytes).into_iter().any(|(name, value)| name == FIELD && is_token(keys, visit_id, &value));
    if found { Ok(Checked { body: Body::from(bytes.clone()), posted: Some(bytes) }) } else { Err(refused()) }
}

async fn read_head(body: Body) -> Result<(Vec<u8>, axum::body::BodyDataStream), PageError> {
    let mut rest = body.into_data_stream();
    let mut head = Vec::new();
    while head.len() < MULTIPART_HEAD_BYTES && multipart_token(&head).is_none() {
        match rest.next().await {
            Some(Ok(chunk)) => head.extend_from_slice(&chunk),
            Some(Err(error)) => return Err(PageError::bad_request().caused_by(error)),
            None => break,
        }
    }
    Ok((head, rest))
}

/// The value of the first part when that part is the token.
fn multipart_token(head: &[u8]) -> Option<&str> {
    let text = &head[..head.len().min(MULTIPART_HEAD_BYTES)];
    let start = find(text, b"\r\n\r\n")?;
    let headers = std::str::from_utf8(&text[..start]).ok()?;
    if !headers.contains("name=\"csrf\"") {
        return None;
    }
    let value = &text[start + 4..];
    let end = find(value, b"\r\n")?;
    std::str::from_utf8(&value[..end]).ok()
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// Names and values of an `application/x-www-form-urlencoded` body, in order.
pub fn form_pairs(body: &[u8]) -> Vec<(String, String)> {
    body.split(|b| *b == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let cut = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            (decoded(&pair[..cut]), decoded(pair.get(cut + 1..).unwrap_or(&[])))
        })
        .collect()
}

fn decoded(text: &[u8]) -> String {
    let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_encoding::percent_decode(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(std::sync::Arc::new(kernel::secret::SecretKey::new([1; 32])))
    }

    fn urlencoded() -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        headers
    }

    #[tokio::test]
    async fn a_form_without_the_visitors_token_is_refused() {
        let keys = keys();
        let good = format!("a=1&csrf={}", token(&keys, "me", "s"));
        assert!(check(&urlencoded(), Body::from(good.clone()), &keys, "me").await.is_ok());
        assert!(check(&urlencoded(), Body::from(good), &keys, "other").await.is_err());
        assert!(check(&urlencoded(), Body::from("a=1"), &keys, "me").await.is_err());
    }

    #[tokio::test]
    async fn a_form_with_files_gives_its_whole_body_back() {
        let keys = keys();
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "multipart/form-data; boundary=x".parse().unwrap());
        let text = format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nbody\r\n--x--\r\n",
            token(&keys, "me", "s")
        );
        let body = check(&headers, Body::from(text.clone()), &keys, "me").await.unwrap().body;
        assert_eq!(axum::body::to_bytes(body, 10_000).await.unwrap(), text.as_bytes());
        let late = text.replacen("name=\"csrf\"", "name=\"other\"", 1);
        assert!(check(&headers, Body::from(late), &keys, "me").await.is_err());
    }

    #[test]
    fn pairs_are_decoded_in_order() {
        let pairs = form_pairs("a=1+2&b%5B0%5D=%D0%B0&c".as_bytes());
        assert_eq!(pairs, [("a".into(), "1 2".into()), ("b[0]".into(), "а".into()), ("c".into(), String::new())]);
    }

    #[test]
    fn the_browsers_word_on_the_origin_is_heard() {
        let mut headers = HeaderMap::new();
        assert!(!is_cross_site(&headers, "a.bg"));
        headers.insert(header::ORIGIN, "https://b.bg".parse().unwrap());
        assert!(is_cross_site(&headers, "a.bg"));
        headers.insert(header::ORIGIN, "https://a.bg".parse().unwrap());
        assert!(!is_cross_site(&headers, "a.bg"));
        headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert!(is_cross_site(&headers, "a.bg"));
    }
}

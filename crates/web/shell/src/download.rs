//! Sending stored files: nothing in them runs, and the browser does not guess what they are.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use store::BlobFile;

use crate::headers;

/// Types that browsers show safely inside a page of their own.
const SHOWN: [&str; 5] = ["application/pdf", "image/png", "image/jpeg", "image/gif", "text/plain"];

/// How a file is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Shown in the browser where its type allows it, otherwise saved.
    Inline,
    /// Saved.
    Attachment,
}

/// What is sent: a content in memory, or a stored one piece by piece.
pub struct Content {
    body: Body,
    size: u64,
}

impl From<Bytes> for Content {
    fn from(content: Bytes) -> Content {
        Content { size: content.len() as u64, body: content.into() }
    }
}

impl From<Vec<u8>> for Content {
    fn from(content: Vec<u8>) -> Content {
        Bytes::from(content).into()
    }
}

impl From<BlobFile> for Content {
    fn from(content: BlobFile) -> Content {
        Content { size: content.size(), body: Body::from_stream(content.into_stream()) }
    }
}

/// An answer with a file. The name may be any text; the type is the one found when the file was stored.
pub fn file(content: impl Into<Content>, mime: &str, name: &str, disposition: Disposition) -> Response {
    let is_shown = disposition == Disposition::Inline && SHOWN.contains(&mime);
    // A type that is not known to be safe is sent as bytes.
    let kind = if is_shown || disposition == Disposition::Attachment { mime } else { "application/octet-stream" };
    let kind = match kind {
        "text/plain" => "text/plain; charset=utf-8",
        "text/html" | "image/svg+xml" | "application/xhtml+xml" | "text/xml" | "application/xml" => "application/octet-stream",
        other => other,
    };
    let Content { body, size } = content.into();
    let mut response = Response::new(body);
    let out = response.headers_mut();
    out.insert(header::CONTENT_LENGTH, size.into());
    out.insert(header::CONTENT_TYPE, HeaderValue::from_str(kind).unwrap_or(HeaderValue::from_static("application/octet-stream")));
    let word = if is_shown { "inline" } else { "attachment" };
    out.insert(header::CONTENT_DISPOSITION, disposition_value(word, name));
    // The viewer of PDF is a part of the browser and refuses to work in a sandbox; PDF cannot run code of the page.
    if mime != "application/pdf" || !is_shown {
        out.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(headers::FILE_POLICY));
    }
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// A PDF made by the program.
pub fn pdf(content: Vec<u8>, name: &str, disposition: Disposition) -> Response {
    file(content, "application/pdf", name, disposition)
}

/// Both forms of RFC 6266: a plain one for old programs, a full one for names in Cyrillic.
fn disposition_value(word: &str, name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' }).collect();
    let full = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    HeaderValue::from_str(&format!("{word}; filename=\"{plain}\"; filename*=UTF-8''{full}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_sent_file_runs() {
        let page = file(Bytes::from_static(b"<script>"), "text/html", "a.html", Disposition::Inline);
        assert_eq!(page.headers()[header::CONTENT_TYPE], "application/octet-stream");
        assert!(page.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
        assert_eq!(page.headers()[header::CONTENT_SECURITY_POLICY], headers::FILE_POLICY);
        let pdf = pdf(b"%PDF-1.7".to_vec(), "Талон \"1\".pdf", Disposition::Inline);
        let shown = pdf.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(shown.starts_with("inline; filename=\"_____ _1_.pdf\"; filename*=UTF-8''%D0%A2"), "{shown}");
    }
}

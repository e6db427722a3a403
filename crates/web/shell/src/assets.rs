//! Style sheet, script, fonts and pictures: part of the program, under an address that changes with their content.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::OnceLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use sha2::{Digest, Sha256};

/// The folder `static/` of this crate.
#[derive(rust_embed::RustEmbed)]
#[folder = "static"]
struct Files;

struct Asset {
    plain: Bytes,
    /// Smaller form for text; fonts and pictures are compressed already.
    gzip: Option<Bytes>,
    mime: &'static str,
}

struct Store {
    files: HashMap<String, Asset>,
    /// One word for the content of all files: a release changes every address at once, so no file meets an old neighbour.
    version: String,
}

fn mime_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    }
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn store() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        let mut digest = Sha256::new();
        let mut files = HashMap::new();
        for name in names {
            let Some(file) = Files::get(&name) else { continue };
            digest.update(name.as_bytes());
            digest.update(&file.data);
            let mime = mime_of(&name);
            let plain = Bytes::from(file.data.into_owned());
            let is_text = mime.starts_with("text/") || mime == "image/svg+xml" || mime == "application/json";
            let gzip = if is_text { gzip(&plain) } else { None };
            files.insert(name.into_owned(), Asset { plain, gzip, mime });
        }
        let version = digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Store { files, version }
    })
}

/// The address of a static file, to be kept for a year by browsers.
pub fn url(name: &str) -> String {
    format!("/static/{}/{name}", store().version)
}

/// Whether the program contains the file.
pub fn exists(name: &str) -> bool {
    store().files.contains_key(name)
}

/// Size in bytes as sent to browsers that accept gzip.
pub fn sent_size(name: &str) -> Option<usize> {
    store().files.get(name).map(|asset| asset.gzip.as_ref().unwrap_or(&asset.plain).len())
}

async fn file(Path((version, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = store().files.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let cache = if version == store().version { "public, max-age=31536000, immutable" } else { "public, max-age=60" };
    let accepts_gzip = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("gzip"));
    let mut response = match &asset.gzip {
        Some(gzip) if accepts_gzip => ([(header::CONTENT_ENCODING, "gzip")], gzip.clone()).into_response(),
        _ => asset.plain.clone().into_response(),
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(asset.mime));
    out.insert(header::CACHE_CONTROL, header::HeaderValue::from_static(cache));
    if asset.gzip.is_some() {
        out.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    }
    response
}

/// The routes of static files.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/static/{version}/{*name}", get(file))
}

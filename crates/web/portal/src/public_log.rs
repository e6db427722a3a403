//! The published log of the administration: checkpoint, tiles, bundles (C2SP tlog-tiles, `journal-log.md` §3), and its public keys.
//!
//! The one rule: what is shown is what was published, byte for byte; anybody may copy it and check.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::log::{self, LogId};
use tlog::Resource;
use web::PageError;

use crate::visitor::Visitor;

/// A checkpoint is followed by the next one within a second.
const CHANGES: &str = "public, max-age=1";
/// A tile never changes.
const STAYS: &str = "public, max-age=31536000, immutable";

/// The checkpoint that was published last.
pub async fn checkpoint(visitor: Visitor) -> Result<Response, PageError> {
    file(&visitor, Resource::Checkpoint).await
}

/// A tile or a bundle.
pub async fn tile(visitor: Visitor, Path(path): Path<String>) -> Result<Response, PageError> {
    match Resource::parse(&format!("tile/{path}")) {
        Ok(resource) => file(&visitor, resource).await,
        Err(_) => Ok(StatusCode::NOT_FOUND.into_response()),
    }
}

async fn file(visitor: &Visitor, resource: Resource) -> Result<Response, PageError> {
    let (path, mime, cache) = match resource {
        Resource::Checkpoint => ("checkpoint".to_owned(), "text/plain; charset=utf-8", CHANGES),
        Resource::Tile(tile) => (tile.to_string(), "application/octet-stream", STAYS),
        Resource::Bundle(bundle) => (bundle.to_string(), "application/octet-stream", STAYS),
    };
    let (store, log) = (visitor.app.store.clone(), LogId::of(visitor.ctx().administration_id));
    let work = move || store.shelf().place(log)?.read(&path);
    let found = tokio::task::spawn_blocking(work).await.map_err(|_| store::Error::Panicked)??;
    let Some(bytes) = found else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(mime)), (header::CACHE_CONTROL, HeaderValue::from_static(cache))];
    Ok((headers, Bytes::from(bytes)).into_response())
}

/// The public keys of the log, one a line: what `gishe journal verify --vkey` takes.
pub async fn keys(visitor: Visitor) -> Result<Response, PageError> {
    let lines = key_lines(&visitor).await?;
    if lines.is_empty() {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], lines).into_response())
}

/// The public keys of the log of this administration, one a line; nothing before it has any.
pub async fn key_lines(visitor: &Visitor) -> Result<String, PageError> {
    let keys = visitor.read(|tx, ctx| Ok(log::keys(tx, LogId::of(ctx.administration_id))?)).await?;
    Ok(keys.iter().map(|key| format!("{key}\n")).collect())
}

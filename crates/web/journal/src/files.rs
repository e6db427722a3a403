//! The public log as files: checkpoint, tiles, bundles of entries (`journal-log.md` §3).
//!
//! The one rule: only names of the published form are looked for; what never changes may be kept for ever, the checkpoint for two seconds.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ejournal::journal::Caller;
use tlog::Resource;

use crate::certificate::Visitor;
use crate::problem::Problem;
use crate::state::{Journal, Profile};

async fn file(journal: &Journal, path: String) -> Result<Option<Vec<u8>>, Problem> {
    let place = journal.parts().place.clone();
    let read = tokio::task::spawn_blocking(move || place.read(&path)).await;
    Ok(read.unwrap_or(Err(store::Error::Panicked))?)
}

/// The published checkpoint.
pub(crate) async fn checkpoint(State(journal): State<Journal>) -> Result<Response, Problem> {
    let Some(bytes) = file(&journal, "checkpoint".to_owned()).await? else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=2")];
    Ok((headers, bytes).into_response())
}

/// A tile of hashes or a bundle of entries.
pub(crate) async fn tile(State(journal): State<Journal>, Visitor(caller): Visitor, Path(path): Path<String>) -> Result<Response, Problem> {
    let path = format!("tile/{path}");
    let Ok(resource) = Resource::parse(&path) else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let is_restricted = matches!(resource, Resource::Bundle(_)) && journal.settings().profile == Profile::Restricted;
    if is_restricted && caller == Caller::Nobody {
        return Err(Problem::of(ejournal::Class::Authorisation));
    }
    let Some(bytes) = file(&journal, path).await? else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let cache = if is_restricted { "private, max-age=31536000, immutable" } else { "public, max-age=31536000, immutable" };
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, cache)];
    Ok((headers, bytes).into_response())
}

//! The feed: long polling, or server-sent events for `Accept: text/event-stream`.
//!
//! The one rule: the cursor is the index of the log, and it is the same in both forms.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use ejournal::journal::{Caller, FeedItem, feed};
use ejournal::limits::PAGE_ROWS_MAX;
use futures::Stream;
use kernel::entity_number::EntityNumber;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::certificate::Visitor;
use crate::problem::Problem;
use crate::receipts::wait;
use crate::state::Journal;

/// How often it is looked again when no commit of this node tells of news: another node may take events too.
const LOOK: Duration = Duration::from_secs(2);

/// What is asked of the feed.
#[derive(Debug, Clone, Deserialize, IntoParams)]
pub(crate) struct FeedQuestion {
    /// Index of the last event seen; none: from the beginning.
    after: Option<u64>,
    /// Only events about this administration; without it the feed is for authorities.
    administration: Option<String>,
    /// Most events of one answer, up to 1 000.
    limit: Option<usize>,
}

/// A piece of the feed.
#[derive(Debug, Serialize)]
struct Piece {
    events: Vec<FeedItem>,
    /// Give it as `after` for what follows.
    next: Option<u64>,
}

#[derive(Clone)]
struct Asked {
    caller: Caller,
    administration: Option<EntityNumber>,
    limit: usize,
}

async fn piece(journal: &Journal, asked: &Asked, after: Option<u64>) -> Result<Vec<FeedItem>, Problem> {
    let (nomenclature, ctx, asked) = (journal.nomenclature().await?, journal.ctx(asked.caller), asked.clone());
    let read = move |tx: &store::Tx<'_>| feed(tx, &ctx, &nomenclature, after, asked.administration.as_ref(), asked.limit);
    Ok(journal.store().read(read).await?)
}

/// Waits for a commit, at most so long.
async fn news(committed: &mut tokio::sync::watch::Receiver<u64>, most: Duration) {
    // Either way it is looked again.
    let _ = tokio::time::timeout(most, committed.changed()).await;
}

/// Accepted events after an index of the log, in the order of the log. `Prefer: wait=<s>` waits for news when there is none.
#[utoipa::path(get, path = "/ejournal/v1/feed", tag = "services", params(FeedQuestion),
    responses((status = 200, description = "`events`, and `next` to go on with; or server-sent events whose id is the index", body = serde_json::Value),
        (status = 403, description = "authorisation, problem+json")))]
pub(crate) async fn feed_read(
    State(journal): State<Journal>,
    Visitor(caller): Visitor,
    Query(question): Query<FeedQuestion>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let parsed = question.administration.map(|text| EntityNumber::parse(&text).map_err(|_| Problem::member("/administration")));
    let asked = Asked { caller, administration: parsed.transpose()?, limit: question.limit.unwrap_or(PAGE_ROWS_MAX) };
    let text_of = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if text_of(header::ACCEPT).starts_with("text/event-stream") {
        // A client that reconnects says where it was.
        let last: Option<u64> = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
        let after = last.or(question.after);
        // Asked once before the stream begins, so that a refusal has its status.
        piece(&journal, &Asked { limit: 1, ..asked.clone() }, after).await?;
        return Ok(Sse::new(stream(journal, asked, after)).keep_alive(KeepAlive::default()).into_response());
    }
    let most = wait(&headers).unwrap_or(Duration::ZERO);
    let until = tokio::time::Instant::now() + most;
    let mut committed = journal.store().committed();
    loop {
        committed.mark_unchanged();
        let events = piece(&journal, &asked, question.after).await?;
        let now = tokio::time::Instant::now();
        if !events.is_empty() || now >= until {
            let next = events.last().map(|event| event.index).or(question.after);
            return Ok(Json(Piece { events, next }).into_response());
        }
        news(&mut committed, (until - now).min(LOOK)).await;
    }
}

/// What the stream goes on with.
struct Following {
    journal: Journal,
    asked: Asked,
    after: Option<u64>,
    committed: tokio::sync::watch::Receiver<u64>,
    ready: std::vec::IntoIter<FeedItem>,
}

/// Events as they come; it ends when the right was taken away or the journal fails, and the client comes again.
fn stream(journal: Journal, asked: Asked, after: Option<u64>) -> impl Stream<Item = Result<Event, Infallible>> {
    let committed = journal.store().committed();
    let following = Following { journal, asked, after, committed, ready: Vec::new().into_iter() };
    futures::stream::unfold(following, |mut following| async move {
        loop {
            if let Some(item) = following.ready.next() {
                following.after = Some(item.index);
                let event = Event::default().id(item.index.to_string()).event("status").json_data(&item).ok()?;
                return Some((Ok(event), following));
            }
            following.committed.mark_unchanged();
            let found = piece(&following.journal, &following.asked, following.after).await.ok()?;
            if found.is_empty() {
                news(&mut following.committed, LOOK).await;
            }
            following.ready = found.into_iter();
        }
    })
}

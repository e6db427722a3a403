//! Reporting events: one, or a batch, and reading one back.
//!
//! The one rule: an event is prepared here – read, its signature verified – and everything else about it is decided at the writer.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ejournal::event::{EventId, EventKey, Source};
use ejournal::journal::{
    Accepted, Caller, Error, Fingerprint, Keyring, Outcome, Prepared, Submission, event_get, keyring, prepare, refusal_count,
};
use ejournal::limits::BATCH_BYTES_MAX;
use ejournal::{Class, Flag, Nomenclature, Reading, Refusal, batch};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::certificate::{Certified, Visitor};
use crate::problem::{Problem, ProblemDocument, language};
use crate::receipts::{Level, Shown, wanted};
use crate::signed::{header_text, signature_block};
use crate::state::Journal;

/// What became of one event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EventResult {
    /// `new`, `repeated` or `refused`.
    result: &'static str,
    /// Index of its entry in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u64>,
    /// When the journal received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<String>,
    /// Its marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    flags: Option<BTreeSet<Flag>>,
    /// How far it has come: `durable`, `published`, `witnessed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    /// The receipt, a text of the form `c2sp.org/tlog-proof@v1`, once it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
    /// Class of the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// JSON pointer to the member at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// What is wrong and the way forward.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
}

/// What became of the events of a batch, in their order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BatchResult {
    /// One result for each event.
    results: Vec<EventResult>,
}

fn stored(accepted: &Accepted, is_new: bool, level: Level, receipt: Option<String>) -> EventResult {
    let received = Timestamp::from_millisecond(accepted.received_ms).ok();
    // Without its receipt an event of a published group was only this: made durable.
    let level = if receipt.is_some() { level } else { Level::Durable };
    EventResult {
        result: if is_new { "new" } else { "repeated" },
        index: Some(accepted.index),
        received: received.map(|at| at.to_string()),
        flags: Some(accepted.flags.clone()),
        level: Some(level),
        receipt,
        code: None,
        pointer: None,
        detail: None,
    }
}

fn not_stored(refusal: &Refusal, headers: &HeaderMap) -> EventResult {
    EventResult {
        result: "refused",
        index: None,
        received: None,
        flags: None,
        level: None,
        receipt: None,
        code: Some(refusal.class.name()),
        pointer: Some(refusal.pointer.clone()),
        detail: Some(refusal.class.sentence(language(headers))),
    }
}

/// The body, unless it is too large. What is too large is counted: it is the sender's mistake as any other refusal.
async fn read(journal: &Journal, sender: Fingerprint, body: Body) -> Result<Bytes, Problem> {
    match to_bytes(body, BATCH_BYTES_MAX).await {
        Ok(bytes) => Ok(bytes),
        Err(_) => Err(refused_whole(journal, sender, &Refusal::whole(Class::TooLarge)).await),
    }
}

/// Counts a refusal of a whole body and makes its answer.
async fn refused_whole(journal: &Journal, sender: Fingerprint, refusal: &Refusal) -> Problem {
    let (ctx, class) = (journal.ctx(Caller::Certificate(sender)), refusal.class);
    let counted = journal.store().write(move |tx| -> Result<(), Error> { refusal_count(tx, &ctx, class) });
    if let Err(error) = counted.await {
        tracing::warn!(cause = %error, "a refusal was not counted");
    }
    Problem::refused(refusal)
}

/// Events prepared on one thread: reading and verifying one takes some 100 µs.
const PREPARED_AT_ONCE: usize = 128;

/// So few are prepared where they are: handing them to another thread would cost as much.
const PREPARED_HERE: usize = 2;

/// One event as it came: its exact bytes, and its signature.
type Sent = (Vec<u8>, Option<String>);

/// Prepares events on threads that may be busy for a while.
async fn prepared(
    journal: &Journal,
    sender: Fingerprint,
    nomenclature: &Arc<Nomenclature>,
    sent: Vec<Sent>,
) -> Result<Vec<Prepared>, Problem> {
    let ring = Arc::new(journal.store().look_up(move |tx| keyring(tx, sender)).await?);
    let (now, test_numbers) = (journal.parts().clock.now(), journal.settings().test_numbers);
    let here = Reading { nomenclature, test_numbers, legacy: false };
    if sent.len() <= PREPARED_HERE {
        let one = |(payload, signature): &Sent| prepare(payload, signature.as_deref(), &ring, &here, now, journal.parts().random.as_ref());
        return Ok(sent.iter().map(one).collect());
    }
    let mut parts = Vec::new();
    for part in sent.chunks(PREPARED_AT_ONCE) {
        let (part, ring, nomenclature): (Vec<Sent>, Arc<Keyring>, _) = (part.to_vec(), ring.clone(), nomenclature.clone());
        let random = journal.parts().random.clone();
        parts.push(tokio::task::spawn_blocking(move || {
            let reading = Reading { nomenclature: &nomenclature, test_numbers, legacy: false };
            let one = |(payload, signature): &Sent| prepare(payload, signature.as_deref(), &ring, &reading, now, random.as_ref());
            part.iter().map(one).collect::<Vec<_>>()
        }));
    }
    let mut all = Vec::with_capacity(sent.len());
    for part in parts {
        all.extend(part.await.map_err(|_| Problem::from(store::Error::Panicked))?);
    }
    Ok(all)
}

/// What the sender's clock says (RFC 9110 §6.6.1).
fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(header::DATE)?.to_str().ok()?;
    jiff::fmt::rfc2822::parse(text).ok().map(|at| at.timestamp())
}

async fn submitted(journal: &Journal, sender: Fingerprint, headers: &HeaderMap, sent: Vec<Sent>) -> Result<Vec<Outcome>, Problem> {
    // Asked before anything is worked out: while the log checks itself nothing can be taken.
    journal.writer()?;
    let nomenclature = journal.nomenclature().await?;
    let events = prepared(journal, sender, &nomenclature, sent).await?;
    let outcomes = journal.queue().submit(Submission { sender, date: date(headers), events: events.into() }).await?;
    let conflicts = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Refused(refusal) if refusal.class == Class::Conflict));
    match conflicts.count() {
        0 => {}
        count => tracing::error!(sender = %sender, count, "alarm: events came again with other bytes"),
    }
    Ok(outcomes)
}

async fn receipts(journal: &Journal, headers: &HeaderMap, outcomes: &[Outcome]) -> Result<Shown, Problem> {
    let index = |outcome: &Outcome| match outcome {
        Outcome::New(accepted) | Outcome::Repeated(accepted) => Some(accepted.index),
        Outcome::Refused(_) => None,
    };
    let indexes: Vec<u64> = outcomes.iter().filter_map(index).collect();
    journal.receipts().reached(journal, indexes, wanted(headers)?).await
}

/// Reports one event.
///
/// `X-Journal-Signature` carries the detached signature, or `Signature-Input` and `Signature` one over the request that covers its
/// `Content-Digest` (RFC 9421); `X-Journal-Level` and `Prefer: wait=<s>` say what is waited for;
/// `Idempotency-Key` may repeat the id.
#[utoipa::path(post, path = "/ejournal/v1/events", tag = "events",
    request_body(content = String, content_type = "application/cloudevents+json"),
    responses((status = 201, body = EventResult), (status = 200, description = "The same bytes came before", body = EventResult),
        (status = 400, description = "schema, subject, clock, backdating", body = ProblemDocument<'static>, content_type = "application/problem+json"),
        (status = 403, description = "authorisation, problem+json"), (status = 409, description = "conflict, sequence, terminal, problem+json"),
        (status = 413, description = "too-large, problem+json"), (status = 422, description = "privacy, problem+json"),
        (status = 429, description = "rate, problem+json with Retry-After"), (status = 503, description = "unavailable, problem+json")))]
pub(crate) async fn event_submit(
    State(journal): State<Journal>,
    Certified(sender): Certified,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    wanted(&headers)?;
    let payload = read(&journal, sender, body).await?;
    if let Some(key) = header_text(&headers, "idempotency-key") {
        // Only the id is looked for; whether the event is one is found out next.
        let id = serde_json::from_slice::<serde_json::Value>(&payload).ok().and_then(|event| event["id"].as_str().map(str::to_owned));
        if id.is_some_and(|id| id != key.trim_matches('"')) {
            return Err(Problem::member("/id"));
        }
    }
    let sent = vec![(payload.to_vec(), signature_block(&uri, &headers))];
    let outcomes = submitted(&journal, sender, &headers, sent).await?;
    let mut shown = receipts(&journal, &headers, &outcomes).await?;
    let receipt = shown.receipts.pop().flatten();
    match outcomes.first() {
        Some(Outcome::New(accepted)) => Ok((StatusCode::CREATED, Json(stored(accepted, true, shown.level, receipt))).into_response()),
        Some(Outcome::Repeated(accepted)) => Ok(Json(stored(accepted, false, shown.level, receipt)).into_response()),
        Some(Outcome::Refused(refusal)) => Err(Problem::refused(refusal)),
        None => Err(Problem::of(Class::Unavailable)),
    }
}

/// Reports up to 1 000 events. Each is accepted or refused by itself; the batch is not atomic.
#[utoipa::path(post, path = "/ejournal/v1/events:batch", tag = "events",
    request_body(description = "A JSON array of events, or `{\"events\":[…],\"signatures\":[…]}` of type application/vnd.ejournal.batch+json",
        content = String, content_type = "application/cloudevents-batch+json"),
    responses((status = 200, body = BatchResult), (status = 400, description = "schema: not a batch, problem+json"),
        (status = 413, description = "too-large: above 1 000 events or 2 MiB, problem+json"),
        (status = 429, description = "rate, problem+json with Retry-After"), (status = 503, description = "unavailable, problem+json")))]
pub(crate) async fn batch_submit(
    State(journal): State<Journal>,
    Certified(sender): Certified,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<BatchResult>, Problem> {
    wanted(&headers)?;
    let body = read(&journal, sender, body).await?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let items = match kind.split(';').next().unwrap_or_default().trim() {
        batch::SIGNED_MEDIA_TYPE => batch::read_signed(&body),
        _ => batch::read(&body),
    };
    let items = match items {
        Ok(items) => items,
        Err(refusal) => return Err(refused_whole(&journal, sender, &refusal).await),
    };
    let sent = items.into_iter().map(|item| (item.payload.to_vec(), item.signature.map(|text| text.into_owned()))).collect();
    let outcomes = submitted(&journal, sender, &headers, sent).await?;
    let shown = receipts(&journal, &headers, &outcomes).await?;
    let mut given = shown.receipts.into_iter();
    let results = outcomes.iter().map(|outcome| match outcome {
        Outcome::New(accepted) => stored(accepted, true, shown.level, given.next().flatten()),
        Outcome::Repeated(accepted) => stored(accepted, false, shown.level, given.next().flatten()),
        Outcome::Refused(refusal) => not_stored(refusal, &headers),
    });
    Ok(Json(BatchResult { results: results.collect() }))
}

/// An event with its receipt.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventRead {
    /// Index of its entry in the log.
    index: u64,
    /// When the journal received it.
    received: String,
    /// Its marks at that moment.
    #[schema(value_type = Vec<String>)]
    flags: BTreeSet<Flag>,
    /// The event as it was sent; null after its erasure.
    payload: Option<String>,
    /// The signature as it came.
    signature: Option<String>,
    /// How far it has come.
    level: Level,
    /// The receipt; null before it is published.
    receipt: Option<String>,
}

/// An event and its receipt, for its source and those who may read about its administration.
#[utoipa::path(get, path = "/ejournal/v1/events/{source}/{id}", tag = "events",
    params(("source" = String, Path, description = "urn:oid:…"), ("id" = String, Path, description = "Id of the event")),
    responses((status = 200, body = EventRead), (status = 404, description = "No such event for this caller, problem+json")))]
pub(crate) async fn event_read(
    State(journal): State<Journal>,
    Visitor(caller): Visitor,
    Path((source, id)): Path<(String, String)>,
) -> Result<Json<EventRead>, Problem> {
    let key = key(&source, &id).ok_or_else(|| Problem::from(Error::Unknown))?;
    let ctx = journal.ctx(caller);
    let event = journal.store().read(move |tx| event_get(tx, &ctx, &key)).await?;
    let mut shown = journal.receipts().shown(&journal, vec![event.index]).await?;
    Ok(Json(EventRead {
        index: event.index,
        received: Timestamp::from_millisecond(event.received_ms).map(|at| at.to_string()).unwrap_or_default(),
        flags: event.flags,
        payload: event.payload.and_then(|bytes| String::from_utf8(bytes).ok()),
        signature: event.signature,
        level: shown.level,
        receipt: shown.receipts.pop().flatten(),
    }))
}

pub(crate) fn key(source: &str, id: &str) -> Option<EventKey> {
    Some(EventKey { source: source.parse::<Source>().ok()?, id: id.parse::<EventId>().ok()? })
}

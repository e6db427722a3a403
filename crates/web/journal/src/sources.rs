//! How a reporting system stands with the journal; numbers it gives up; checkpoints of its own log; the code list.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ejournal::event::{Reason, Source};
use ejournal::journal::{Caller, Error, SourceState, checkpoint_take, code_key_read, source_state, void_declare};
use ejournal::sequence::{ClockVerdict, GapAge};
use kernel::reference_number::Reference;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::certificate::{Certified, Visitor};
use crate::problem::Problem;
use crate::receipts::{Level, wanted};
use crate::state::Journal;

/// Numbers that did not come.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GapRead {
    /// The first that is missing.
    first: u64,
    /// The last that is missing.
    last: u64,
    /// `young`, `reported` (above 15 minutes) or `alarm` (above a day).
    age: &'static str,
}

/// How a source stands with the journal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SourceRead {
    /// `admitted` or `suspended`.
    state: String,
    /// The highest `sourceseq` up to which nothing is missing.
    contiguous: Option<u64>,
    /// What is missing behind it.
    gaps: Vec<GapRead>,
    /// Offset of the source's clock, ms; positive when it is behind.
    clock_offset_ms: Option<i64>,
    /// `good`, `warning` (above 5 s) or `alarm` (above 60 s).
    clock: &'static str,
    /// Refused events by class.
    refused: std::collections::BTreeMap<String, u64>,
}

impl From<SourceState> for SourceRead {
    fn from(state: SourceState) -> Self {
        let gap = |gap: ejournal::journal::Gap| GapRead {
            first: *gap.missing.start(),
            last: *gap.missing.end(),
            age: match gap.age {
                GapAge::Young => "young",
                GapAge::Reported => "reported",
                GapAge::Released => "alarm",
            },
        };
        SourceRead {
            state: state.state,
            contiguous: state.contiguous,
            gaps: state.gaps.into_iter().map(gap).collect(),
            clock_offset_ms: state.clock_offset_ms,
            clock: match state.clock {
                ClockVerdict::Good => "good",
                ClockVerdict::Warning => "warning",
                ClockVerdict::Alarm => "alarm",
            },
            refused: state.refused.into_iter().collect(),
        }
    }
}

fn source(text: &str) -> Result<Source, Problem> {
    text.parse().map_err(|_| Problem::from(Error::SourceUnknown))
}

/// How a source stands: its highest contiguous number, gaps, clock offset and refused events.
#[utoipa::path(get, path = "/ejournal/v1/sources/{source}/state", tag = "sources",
    params(("source" = String, Path, description = "urn:oid:…")),
    responses((status = 200, body = SourceRead), (status = 403, description = "authorisation, problem+json")))]
pub(crate) async fn source_read(
    State(journal): State<Journal>,
    Visitor(caller): Visitor,
    Path(text): Path<String>,
) -> Result<Json<SourceRead>, Problem> {
    let (source, ctx) = (source(&text)?, journal.ctx(caller));
    let state = journal.store().read(move |tx| source_state(tx, &ctx, &source)).await?;
    Ok(Json(state.into()))
}

/// The key of a source for the keyed hashes of its status codes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodeKey {
    /// 64 lower-case hexadecimal digits.
    key: String,
}

/// The key with which a source makes the keyed hashes of its status codes; for that source only.
#[utoipa::path(get, path = "/ejournal/v1/sources/{source}/status-code-key", tag = "sources",
    params(("source" = String, Path, description = "urn:oid:…")),
    responses((status = 200, body = CodeKey), (status = 403, description = "authorisation, problem+json")))]
pub(crate) async fn code_key(
    State(journal): State<Journal>,
    Visitor(caller): Visitor,
    Path(text): Path<String>,
) -> Result<Response, Problem> {
    let (source, ctx) = (source(&text)?, journal.ctx(caller));
    let key = journal.store().look_up(move |tx| code_key_read(tx, &ctx, &source)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(CodeKey { key: kernel::secret::hex(&key) })).into_response())
}

/// A number that will never come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoidGiven {
    /// Reference number of the service.
    subject: String,
    /// The number in the order of the source.
    rnuseq: u32,
    /// Code of the reason; never text.
    reason: String,
}

/// Declares a number of the source's own order void: the state of the service no longer waits for it.
#[utoipa::path(post, path = "/ejournal/v1/sources/{source}/voids", tag = "sources", request_body = VoidGiven,
    params(("source" = String, Path, description = "urn:oid:…")),
    responses((status = 204, description = "Declared"), (status = 403, description = "authorisation, problem+json"),
        (status = 404, description = "The source has reported nothing of the service, problem+json"),
        (status = 409, description = "The number has come, problem+json")))]
pub(crate) async fn void_submit(
    State(journal): State<Journal>,
    Certified(sender): Certified,
    Path(text): Path<String>,
    body: Body,
) -> Result<StatusCode, Problem> {
    let source = source(&text)?;
    let given: VoidGiven = json(body).await?;
    let number = reference(&given.subject, &journal, "/subject")?;
    let reason: Reason = given.reason.parse().map_err(|_| Problem::member("/reason"))?;
    let ctx = journal.ctx(Caller::Certificate(sender));
    let declared = move |tx: &mut store::Tx<'_>| void_declare(tx, &ctx, &source, &number, given.rnuseq, &reason);
    journal.store().write(declared).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The checkpoint of a participant's own log as it was taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckpointTaken {
    /// Index of the entry of kind 2.
    index: u64,
    /// How far it has come.
    level: Level,
    /// The receipt, once it is published.
    receipt: Option<String>,
}

/// LIMIT: a note with a hundred cosignatures stays below it (`tlog::limits::NOTE_BYTES_MAX`).
const NOTE_BYTES_MAX: usize = tlog::limits::NOTE_BYTES_MAX;
/// LIMIT: bytes of a call that is no event.
const CALL_BYTES_MAX: usize = 16 * 1024;

/// Takes a checkpoint of the caller's own log.
#[utoipa::path(post, path = "/ejournal/v1/checkpoints", tag = "operation",
    request_body(description = "A signed note", content = String, content_type = "text/plain"),
    responses((status = 201, body = CheckpointTaken), (status = 400, description = "Not accepted, problem+json"),
        (status = 403, description = "authorisation, problem+json")))]
pub(crate) async fn checkpoint_submit(
    State(journal): State<Journal>,
    Certified(sender): Certified,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let wanted = wanted(&headers)?;
    let note = to_bytes(body, NOTE_BYTES_MAX).await.map_err(|_| Problem::of(ejournal::Class::TooLarge))?;
    let (writer, ctx) = (journal.writer()?, journal.ctx(Caller::Certificate(sender)));
    let index = journal.store().write(move |tx| checkpoint_take(tx, &ctx, writer, &note)).await?;
    let mut shown = journal.receipts().reached(&journal, vec![index], wanted).await?;
    let taken = CheckpointTaken { index, level: shown.level, receipt: shown.receipts.pop().flatten() };
    Ok((StatusCode::CREATED, Json(taken)).into_response())
}

/// The statuses and reasons in force, with their version and validity.
#[utoipa::path(get, path = "/ejournal/v1/nomenclature", tag = "operation",
    responses((status = 200, description = "The nomenclature", body = serde_json::Value), (status = 500, description = "problem+json")))]
pub(crate) async fn nomenclature_read(State(journal): State<Journal>) -> Result<Response, Problem> {
    let nomenclature = journal.nomenclature().await?;
    let cache = [(header::CACHE_CONTROL, "public, max-age=300")];
    Ok((cache, Json(nomenclature.as_ref())).into_response())
}

/// Reads the JSON of a call that is no event.
pub(crate) async fn json<T: serde::de::DeserializeOwned>(body: Body) -> Result<T, Problem> {
    let bytes = to_bytes(body, CALL_BYTES_MAX).await.map_err(|_| Problem::of(ejournal::Class::TooLarge))?;
    serde_json::from_slice(&bytes).map_err(|_| Problem::of(ejournal::Class::Schema))
}

/// Reads a reference number in its canonical form.
pub(crate) fn reference(text: &str, journal: &Journal, pointer: &str) -> Result<Reference, Problem> {
    let found = Reference::parse(text, !journal.settings().test_numbers).ok().filter(|number| number.to_string() == text);
    found.ok_or_else(|| Problem::refused(&ejournal::Refusal::at(ejournal::Class::Subject, pointer)))
}

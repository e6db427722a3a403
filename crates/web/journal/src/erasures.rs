//! Orders to erase.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ejournal::event::Reason;
use ejournal::journal::{Caller, Erase, Target, erase};
use kernel::entity_number::EntityNumber;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::certificate::Certified;
use crate::events::key;
use crate::problem::Problem;
use crate::sources::{json, reference};
use crate::state::Journal;

/// An order to erase all events of a service, or one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErasureGiven {
    /// Reference number of the service.
    subject: Option<String>,
    /// Or one event.
    event: Option<EventGiven>,
    /// Code of the ground; never text.
    ground: String,
    /// ЕИК of the authority that ordered it.
    authority: Option<String>,
}

/// The key of an event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventGiven {
    /// Its source.
    source: String,
    /// Its id.
    id: String,
}

/// What was erased.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErasureDone {
    /// Indexes of the entries whose payload is gone; the entries themselves and their proofs stay.
    erased: Vec<u64>,
}

/// Erases payloads and their salts; the log says so by entries of kind 3.
#[utoipa::path(post, path = "/ejournal/v1/erasures", tag = "operation", request_body = ErasureGiven,
    responses((status = 201, body = ErasureDone), (status = 403, description = "authorisation: not the operator, problem+json"),
        (status = 404, description = "No such service or event, problem+json")))]
pub(crate) async fn erasure_submit(State(journal): State<Journal>, Certified(sender): Certified, body: Body) -> Result<Response, Problem> {
    let given: ErasureGiven = json(body).await?;
    let target = match (&given.subject, &given.event) {
        (Some(subject), None) => Target::Service(reference(subject, &journal, "/subject")?),
        (None, Some(event)) => Target::Event(key(&event.source, &event.id).ok_or_else(|| Problem::member("/event"))?),
        _ => return Err(Problem::member("/subject")),
    };
    let ground: Reason = given.ground.parse().map_err(|_| Problem::member("/ground"))?;
    let authority = given.authority.map(|text| EntityNumber::parse(&text).map_err(|_| Problem::member("/authority"))).transpose()?;
    let (order, ctx) = (Erase { target, ground, authority }, journal.ctx(Caller::Certificate(sender)));
    let erased = journal.store().write(move |tx| erase(tx, &ctx, &order)).await?;
    Ok((StatusCode::CREATED, Json(ErasureDone { erased })).into_response())
}

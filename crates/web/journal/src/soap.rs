//! The façade of the older event register: SOAP 1.1 in, an empty answer or a fault out (`ejournal.md` §5.6).

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ejournal::Class;
use ejournal::journal::{Caller, Error, Outcome, Taken, message_take, refusal_count};
use ejournal::legacy::{LegacyError, read, write_fault};
use ejournal::limits::BATCH_BYTES_MAX;

use crate::certificate::Certified;
use crate::problem::Problem;
use crate::state::Journal;

/// SOAP 1.1 §6.2: a fault comes with status 500.
fn fault(error: &LegacyError) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/xml; charset=utf-8")], write_fault(error)).into_response()
}

/// Takes a message `RegisterEvent` of the older register. A message none of whose events can be taken is answered with a fault.
#[utoipa::path(post, path = "/ejournal/v1/soap/registerEvent", tag = "events",
    request_body(content = String, content_type = "text/xml"),
    responses((status = 202, description = "Taken, or known for less than 24 hours"),
        (status = 500, description = "SOAP 1.1 fault"), (status = 503, description = "unavailable, problem+json")))]
pub(crate) async fn event_register(State(journal): State<Journal>, Certified(sender): Certified, body: Body) -> Result<Response, Problem> {
    let writer = journal.writer()?;
    let production = !journal.settings().test_numbers;
    let bytes = to_bytes(body, BATCH_BYTES_MAX).await;
    let message = match bytes.map_err(|_| LegacyError::Refused(Class::TooLarge)).and_then(|bytes| read(&bytes, production)) {
        Ok(message) => message,
        Err(error) => {
            let class = if let LegacyError::Refused(class) = error { class } else { Class::Privacy };
            let ctx = journal.ctx(Caller::Certificate(sender));
            journal.store().write(move |tx| -> Result<(), Error> { refusal_count(tx, &ctx, class) }).await?;
            return Ok(fault(&error));
        }
    };
    let (nomenclature, ctx) = (journal.nomenclature().await?, journal.ctx(Caller::Certificate(sender)));
    let taken = journal.store().write(move |tx| message_take(tx, &ctx, writer, &nomenclature, sender, &message)).await?;
    let refused = |outcome: &Outcome| if let Outcome::Refused(refusal) = outcome { Some(refusal.class) } else { None };
    match taken {
        Taken::Events(outcomes) if outcomes.iter().all(|outcome| refused(outcome).is_some()) => {
            let class = outcomes.first().and_then(refused).unwrap_or(Class::Schema);
            Ok(fault(&LegacyError::Refused(class)))
        }
        Taken::Events(_) | Taken::Repeated => Ok(StatusCode::ACCEPTED.into_response()),
    }
}

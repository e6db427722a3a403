//! Filing an application.

use axum::Json;
use axum::http::StatusCode;
use kernel::reference_number::Reference;
use serde::{Deserialize, Serialize};
use services::kit::{Channel, DeliveryWay, Speed};
use utoipa::ToSchema;
use web::PageError;
use web::problem::Invalid;

use crate::access::Caller;

/// An application.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Application {
    /// Code of the service.
    service: String,
    /// `ordinary`, `fast`, `express`.
    speed: String,
    /// `online`, `counter`, `post`.
    delivery: String,
    /// Address for delivery by post.
    #[serde(default)]
    delivery_address: String,
    /// РНУ that the application brings along from another system, such as еФорми; without it one is issued.
    #[serde(default)]
    reference_number: String,
    /// Answers: the `data` of a submission of the form of the service.
    #[schema(value_type = Object)]
    answers: serde_json::Value,
}

/// What the applicant gets at once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// Identifier of the case.
    case_id: String,
    /// РНУ.
    reference_number: String,
    /// УРИ.
    document_uri: String,
    /// Incoming number.
    incoming_number: String,
    /// Nine digits that open stages and dates.
    status_code: String,
    /// Twelve symbols that open the official section together with a number.
    access_code: String,
}

/// Files an application. The header `Idempotency-Key` is required: repeating a call with the same key answers with the first receipt.
#[utoipa::path(post, path = "/api/v1/applications", tag = "filing", request_body = Application,
    params(("Idempotency-Key" = String, Header, description = "8–128 characters, new for each intended filing")),
    responses((status = 201, body = Receipt), (status = 400, description = "Malformed, problem+json"),
        (status = 404, description = "No such service, problem+json"), (status = 422, description = "Wrong answers, problem+json with `errors`")))]
pub(crate) async fn application_submit(
    caller: Caller,
    body: Result<Json<Application>, axum::extract::rejection::JsonRejection>,
) -> Result<(StatusCode, Json<Receipt>), PageError> {
    let ctx = caller.ctx_once()?;
    let Json(application) = body.map_err(|error| PageError::bad_request().with_text("api-json").caused_by(error))?;
    let unknown = |path: &str| {
        let detail = caller.visit.t.get("api-unknown-value").to_string();
        PageError::unprocessable().with_invalid(vec![Invalid { path: path.to_owned(), detail }])
    };
    let received = application.reference_number.trim();
    let received_number = (!received.is_empty()).then(|| Reference::parse(received, false).map_err(|_| unknown("reference_number")));
    let received_number = received_number.transpose()?;
    let submit = cases::filing::Submit {
        service_code: application.service,
        kit_hash: String::new(),
        answers: application.answers,
        speed: Speed::from_word(&application.speed).ok_or_else(|| unknown("speed"))?,
        delivery: DeliveryWay::from_word(&application.delivery).ok_or_else(|| unknown("delivery"))?,
        delivery_address: application.delivery_address,
        channel: Channel::Web,
        received_number,
        draft: None,
        scans: Vec::new(),
        intake_note: String::new(),
        doubtful_identifiers: false,
    };
    let context = ctx.clone();
    let filed = caller.visit.app.store.write(move |tx| cases::filing::application_submit(tx, &context, submit));
    let receipt = filed.await.map_err(|error| refused(&caller, error))?;
    let codes = cases::codes::codes_of(&ctx.key, ctx.administration_id, receipt.case_id, receipt.code_generation);
    let receipt = Receipt {
        case_id: receipt.case_id.to_string(),
        reference_number: receipt.rnu,
        document_uri: receipt.uri,
        incoming_number: receipt.incoming_number,
        status_code: codes.status.to_string(),
        access_code: codes.access.to_string(),
    };
    Ok((StatusCode::CREATED, Json(receipt)))
}

/// Mistakes in the answers, each at its path.
fn refused(caller: &Caller, error: cases::Error) -> PageError {
    let invalid = match &error {
        cases::Error::Invalid { errors } => errors
            .iter()
            .map(|error| Invalid { path: format!("answers.{}", error.path), detail: error.sentence(caller.visit.language().code()) })
            .collect(),
        _ => Vec::new(),
    };
    PageError::from(error).with_invalid(invalid)
}

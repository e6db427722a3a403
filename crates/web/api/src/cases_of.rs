//! Following a case by its code, and reading one's own case with number and access code.

use axum::Json;
use axum::extract::Path;
use axum::response::Response;
use kernel::ids::{CaseId, DocumentId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::PageError;
use web::download::Disposition;

use crate::access::Caller;

/// A status code.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct StatusQuestion {
    /// Nine digits; spaces and hyphens are ignored.
    code: String,
}

/// A stage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stage {
    /// Code.
    code: String,
    /// Bulgarian name.
    name_bg: String,
    /// English name.
    name_en: String,
    /// `done`, `current`, `ahead`, `skipped`.
    state: String,
}

/// Where a case stands: no names, no documents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Status {
    /// Incoming number.
    incoming_number: String,
    /// РНУ.
    reference_number: String,
    /// Code of the service.
    service: String,
    /// Identifier of the status (`Registered`, `InProgress`, …).
    status: String,
    /// Last day of the term, ISO date.
    deadline: Option<String>,
    /// Whether the term stands still.
    term_paused: bool,
    /// Days that remain, negative when overdue.
    remaining_days: Option<i64>,
    /// Whether the next step is the applicant's.
    awaits_applicant: bool,
    /// Stages in order.
    stages: Vec<Stage>,
}

impl From<cases::tracking::StatusView> for Status {
    fn from(view: cases::tracking::StatusView) -> Self {
        Status {
            incoming_number: view.incoming_number,
            reference_number: view.rnu,
            service: view.service_code,
            status: view.status.identifier().to_owned(),
            deadline: view.deadline_on.map(|day| day.to_string()),
            term_paused: view.term_paused,
            remaining_days: view.remaining_days,
            awaits_applicant: view.status.awaits_applicant(),
            stages: view
                .stages
                .into_iter()
                .map(|stage| Stage { code: stage.code, name_bg: stage.name_bg, name_en: stage.name_en, state: stage.state.to_owned() })
                .collect(),
        }
    }
}

const SCOPE: &str = "api-code";

/// Refuses when this address gave too many wrong codes; counts a wrong one.
async fn limited<T>(
    caller: &Caller,
    subject: String,
    ask: impl FnOnce(&store::Tx<'_>, &kernel::ctx::Ctx) -> Result<Option<T>, cases::Error> + Clone + Send + 'static,
) -> Result<T, PageError>
where
    T: Send + 'static,
{
    let ctx = caller.ctx();
    let address = caller.visit.address().to_string();
    let found = caller.visit.app.store.write(move |tx| -> Result<Result<T, bool>, cases::Error> {
        let administration = ctx.administration_id;
        let now = ctx.now_ms();
        let subjects = [(address, kernel::limits::ATTEMPTS_PER_ADDRESS), (subject, kernel::limits::ATTEMPTS_PER_NUMBER)];
        for (subject, max) in &subjects {
            if !identity::attempt_allowed(tx, administration, SCOPE, subject, now, *max)? {
                return Ok(Err(true));
            }
        }
        if let Some(found) = ask(tx, &ctx)? {
            return Ok(Ok(found));
        }
        for (subject, _) in &subjects {
            identity::attempt_record(tx, administration, SCOPE, subject, now)?;
        }
        Ok(Err(false))
    });
    match found.await? {
        Ok(found) => Ok(found),
        Err(true) => Err(PageError::too_many(900)),
        Err(false) => Err(PageError::not_found()),
    }
}

/// The status by the nine digits. Wrong and unknown codes are answered alike; attempts are limited.
#[utoipa::path(post, path = "/api/v1/status", tag = "status", request_body = StatusQuestion,
    responses((status = 200, body = Status), (status = 404, description = "Wrong or unknown code, problem+json"),
        (status = 429, description = "Too many attempts, problem+json")))]
pub(crate) async fn status_by_code(caller: Caller, Json(question): Json<StatusQuestion>) -> Result<Json<Status>, PageError> {
    let code = question.code;
    let subject: String = code.chars().filter(char::is_ascii_digit).take(9).collect();
    let view = limited(&caller, subject, move |tx, ctx| match cases::tracking::status_by_code(tx, ctx, &code) {
        Ok(view) => Ok(Some(view)),
        Err(cases::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    });
    Ok(Json(view.await?.into()))
}

/// A number and its access code.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Access {
    /// УРИ, incoming number or РНУ.
    number: String,
    /// Twelve symbols; case and hyphens are ignored.
    code: String,
}

/// A bearer token for one case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseToken {
    /// Identifier of the case.
    case_id: String,
    /// Send it as `Authorization: Bearer …`.
    token: String,
}

/// Opens the official section of one's own case.
#[utoipa::path(post, path = "/api/v1/case-access", tag = "status", request_body = Access,
    responses((status = 200, body = CaseToken), (status = 404, description = "Wrong number or code, problem+json"),
        (status = 429, description = "Too many attempts, problem+json")))]
pub(crate) async fn access_open(caller: Caller, Json(access): Json<Access>) -> Result<Json<CaseToken>, PageError> {
    let subject = access.number.trim().to_owned();
    let case = limited(&caller, subject, move |tx, ctx| cases::tracking::access_check(tx, ctx, &access.number, &access.code)).await?;
    let ctx = caller.ctx();
    let token = caller.visit.app.store.write(move |tx| identity::applicant_session_open(tx, &ctx, case)).await?;
    Ok(Json(CaseToken { case_id: case.to_string(), token: token.as_str().to_owned() }))
}

/// Where one's own case stands.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "status", params(("id" = String, Path, description = "Identifier of the case")),
    responses((status = 200, body = Status), (status = 403, description = "Not this case's token, problem+json")))]
pub(crate) async fn case_get(caller: Caller, Path(id): Path<String>) -> Result<Json<Status>, PageError> {
    let id: CaseId = id.parse().map_err(|_| PageError::not_found())?;
    let ctx = caller.ctx();
    let staff = ctx.actor.staff().is_some();
    let view =
        caller.visit.app.store.read(move |tx| {
            if staff { cases::tracking::status_for_staff(tx, &ctx, id) } else { cases::tracking::status_own(tx, &ctx, id) }
        });
    Ok(Json(view.await?.into()))
}

/// A document of a case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Document {
    /// Identifier.
    id: String,
    /// Kind.
    kind: String,
    /// Title.
    title: String,
    /// Registration number, may be empty.
    number: String,
    /// SHA-256 of the file; empty while there is none.
    sha256: String,
    /// Size, bytes.
    size: i64,
}

/// Documents of the official section of one's own case, or all documents for staff.
#[utoipa::path(get, path = "/api/v1/cases/{id}/documents", tag = "status", params(("id" = String, Path, description = "Identifier of the case")),
    responses((status = 200, body = [Document]), (status = 403, description = "Not this case's token, problem+json")))]
pub(crate) async fn document_list(caller: Caller, Path(id): Path<String>) -> Result<Json<Vec<Document>>, PageError> {
    let id: CaseId = id.parse().map_err(|_| PageError::not_found())?;
    let ctx = caller.ctx();
    let list = caller.visit.app.store.read(move |tx| cases::document::document_list(tx, &ctx, id)).await?;
    let shown = list.into_iter().map(|document| Document {
        id: document.id.to_string(),
        kind: document.kind,
        title: document.title,
        number: document.number,
        sha256: document.sha256,
        size: document.size,
    });
    Ok(Json(shown.collect()))
}

/// The file of a document.
#[utoipa::path(get, path = "/api/v1/cases/{id}/documents/{document}", tag = "status",
    params(("id" = String, Path, description = "Identifier of the case"), ("document" = String, Path, description = "Identifier of the document")),
    responses((status = 200, description = "The file"), (status = 404, description = "No such document, problem+json")))]
pub(crate) async fn document_content(caller: Caller, Path((id, document)): Path<(String, String)>) -> Result<Response, PageError> {
    let id: CaseId = id.parse().map_err(|_| PageError::not_found())?;
    let document: DocumentId = document.parse().map_err(|_| PageError::not_found())?;
    let ctx = caller.ctx();
    let found = caller.visit.app.store.read(move |tx| cases::document::document_get(tx, &ctx, id, document)).await?;
    if !found.has_content() {
        return Err(PageError::not_found());
    }
    let content = caller.visit.app.store.blobs().file(&found.sha256).await?;
    Ok(web::download::file(content, &found.mime, &found.file_name, Disposition::Attachment))
}

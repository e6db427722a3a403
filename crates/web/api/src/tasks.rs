//! Work of the staff: sign in, list, claim and finish tasks.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::ids::TaskId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::PageError;

use crate::access::Caller;

/// Name and password of a member of staff.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SignIn {
    /// Name for signing in.
    login: String,
    /// Password.
    password: String,
}

/// A bearer token of a session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffToken {
    /// Send it as `Authorization: Bearer …`.
    token: String,
}

/// Opens a session. Wrong names and wrong passwords are answered alike; five failures lock the name for a while.
#[utoipa::path(post, path = "/api/v1/session", tag = "tasks", request_body = SignIn,
    responses((status = 200, body = StaffToken), (status = 401, description = "Refused, problem+json"), (status = 429, description = "Locked, problem+json")))]
pub(crate) async fn session_open(caller: Caller, Json(sign_in): Json<SignIn>) -> Result<Json<StaffToken>, PageError> {
    match web::sign_in::sign_in(&caller.visit, &sign_in.login, sign_in.password, "api").await? {
        identity::SignIn::Open { token, .. } => Ok(Json(StaffToken { token: token.as_str().to_owned() })),
        identity::SignIn::Refused => Err(PageError::new(StatusCode::UNAUTHORIZED).with_text("api-sign-in")),
        identity::SignIn::Locked => Err(PageError::too_many(900)),
    }
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Task {
    /// Identifier.
    id: String,
    /// Identifier of the case.
    case_id: String,
    /// Kind: `regularity`, `payment`, `work`, `opinion`, `draft`, `review`, `sign`, `deliver`.
    kind: String,
    /// Name.
    name: String,
    /// Internal due date, ISO.
    due: Option<String>,
    /// Incoming number of the case.
    incoming_number: String,
    /// Code of the service.
    service: String,
    /// Whether the caller has taken it.
    mine: bool,
}

/// Tasks the caller has taken or may take.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks",
    responses((status = 200, body = [Task]), (status = 403, description = "Not a member of staff, problem+json")))]
pub(crate) async fn task_list(caller: Caller) -> Result<Json<Vec<Task>>, PageError> {
    let ctx = caller.ctx();
    let rows = caller.visit.app.store.read(move |tx| -> Result<_, cases::Error> {
        let mut rows = cases::list::task_list_mine(tx, &ctx)?;
        rows.extend(cases::list::task_list_queue(tx, &ctx, None)?);
        Ok(rows)
    });
    let shown = rows.await?.into_iter().map(|row| Task {
        id: row.id.to_string(),
        case_id: row.case_id.to_string(),
        kind: row.kind,
        name: row.name,
        due: row.due_on.map(|day| day.to_string()),
        incoming_number: row.incoming_number,
        service: row.service_code,
        mine: row.assignee_id.is_some(),
    });
    Ok(Json(shown.collect()))
}

/// Takes a task.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/claim", tag = "tasks", params(("id" = String, Path, description = "Identifier of the task")),
    responses((status = 204, description = "Taken"), (status = 409, description = "Somebody else has it, problem+json")))]
pub(crate) async fn task_claim(caller: Caller, Path(id): Path<String>) -> Result<StatusCode, PageError> {
    let id: TaskId = id.parse().map_err(|_| PageError::not_found())?;
    let ctx = caller.ctx();
    caller.visit.app.store.write(move |tx| cases::task::task_claim(tx, &ctx, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The outcome of a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finish {
    /// Outcome variables by the kind of the task.
    #[schema(value_type = Object)]
    outcome: serde_json::Map<String, serde_json::Value>,
    /// Remarks.
    #[serde(default)]
    remarks: String,
}

/// Finishes a task. The header `Idempotency-Key` is required.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/finish", tag = "tasks", request_body = Finish,
    params(("id" = String, Path, description = "Identifier of the task"), ("Idempotency-Key" = String, Header, description = "8–128 characters")),
    responses((status = 204, description = "Finished"), (status = 409, description = "Already finished by somebody else, problem+json"),
        (status = 422, description = "An outcome this task cannot have, problem+json")))]
pub(crate) async fn task_finish(caller: Caller, Path(id): Path<String>, Json(finish): Json<Finish>) -> Result<StatusCode, PageError> {
    let id: TaskId = id.parse().map_err(|_| PageError::not_found())?;
    let ctx = caller.ctx_once()?;
    let finish = cases::task::Finish { outcome: finish.outcome, remarks: finish.remarks };
    caller.visit.app.store.write(move |tx| cases::task::task_finish(tx, &ctx, id, finish)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Web hooks: registered, listed and removed here; who delivers them is not this crate.
//!
//! The one rule: a hook belongs to the certificate that made it, and nobody else learns that it is there.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ejournal::hook::{HookKey, HookUrl};
use ejournal::journal::{Caller, Error, Hook, hook_add, hook_remove, hooks_of};
use kernel::entity_number::EntityNumber;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::certificate::Certified;
use crate::problem::Problem;
use crate::sources::json;
use crate::state::Journal;

/// A hook that is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HookGiven {
    /// Where messages are sent: `https`, a public address.
    url: String,
    /// ЕИК of the administration it is about; without it, all of them (authorities only).
    administration: Option<String>,
    /// Index of the log after which it begins; without it, from now on.
    after: Option<u64>,
}

/// A hook as it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HookRead {
    /// Its identifier.
    id: String,
    /// Where messages are sent.
    url: String,
    /// ЕИК of the administration it is about.
    administration: Option<String>,
    /// `active` or `suspended`.
    state: &'static str,
    /// Index of the log up to which it was told.
    next: Option<u64>,
    /// Failures in a row.
    failures: i64,
    /// What failed last.
    last_error: Option<String>,
}

impl From<Hook> for HookRead {
    fn from(hook: Hook) -> Self {
        HookRead {
            id: hook.id,
            url: hook.url,
            administration: hook.administration.map(|eik| eik.to_string()),
            state: if hook.is_active { "active" } else { "suspended" },
            next: hook.after,
            failures: hook.failures,
            last_error: hook.last_error,
        }
    }
}

/// The hooks of a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HooksRead {
    /// Oldest first.
    hooks: Vec<HookRead>,
    /// Public key that signs the messages: Ed25519, as Standard Webhooks writes it.
    key: String,
}

/// Registers a web hook: new events are sent there in the order of the log, signed, until an answer of the kind 2xx.
#[utoipa::path(post, path = "/ejournal/v1/webhooks", tag = "services", request_body = HookGiven,
    responses((status = 201, body = HookRead), (status = 400, description = "the address cannot be used, problem+json"),
        (status = 403, description = "authorisation, problem+json"), (status = 409, description = "too many hooks, problem+json")))]
pub(crate) async fn hook_submit(State(journal): State<Journal>, Certified(owner): Certified, body: Body) -> Result<Response, Problem> {
    let given: HookGiven = json(body).await?;
    let url = HookUrl::parse(&given.url, journal.settings().private_hooks).ok_or(Error::HookAddress)?;
    let parsed = given.administration.map(|text| EntityNumber::parse(&text).map_err(|_| Problem::member("/administration")));
    let (administration, ctx) = (parsed.transpose()?, journal.ctx(Caller::Certificate(owner)));
    let made = journal.store().write(move |tx| hook_add(tx, &ctx, &url, administration.as_ref(), given.after)).await?;
    Ok((StatusCode::CREATED, Json(HookRead::from(made))).into_response())
}

/// The web hooks of the caller, how far they were told, and the key that signs.
#[utoipa::path(get, path = "/ejournal/v1/webhooks", tag = "services",
    responses((status = 200, body = HooksRead), (status = 403, description = "authorisation: no certificate, problem+json")))]
pub(crate) async fn hooks_read(State(journal): State<Journal>, Certified(owner): Certified) -> Result<Response, Problem> {
    let ctx = journal.ctx(Caller::Certificate(owner));
    let hooks = journal.store().read(move |tx| hooks_of(tx, &ctx)).await?;
    let key = HookKey::new(&journal.parts().keys.hooks).public();
    Ok(Json(HooksRead { hooks: hooks.into_iter().map(HookRead::from).collect(), key }).into_response())
}

/// Removes a web hook of the caller.
#[utoipa::path(delete, path = "/ejournal/v1/webhooks/{id}", tag = "services", params(("id" = String, Path, description = "Identifier of the hook")),
    responses((status = 204, description = "Gone"), (status = 404, description = "The caller has no such hook, problem+json")))]
pub(crate) async fn hook_delete(
    State(journal): State<Journal>,
    Certified(owner): Certified,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let ctx = journal.ctx(Caller::Certificate(owner));
    journal.store().write(move |tx| hook_remove(tx, &ctx, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

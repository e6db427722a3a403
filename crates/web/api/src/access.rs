//! Who calls: a bearer token of a member of staff or of the applicant's side of one case; and the key that makes a call repeatable.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use kernel::actor::Actor;
use kernel::ctx::Ctx;
use kernel::ids::CommandId;
use sha2_id::command_id;
use web::{App, PageError, Visit};

/// A call by somebody: nobody in particular, staff or an applicant's side, by its bearer token.
pub(crate) struct Caller {
    /// The visit behind the call.
    pub visit: Visit,
    /// Who calls.
    pub actor: Actor,
    headers: HeaderMap,
}

impl Caller {
    /// Circumstances of a read.
    pub fn ctx(&self) -> Ctx {
        Ctx { actor: self.actor.clone(), ..self.visit.ctx() }
    }

    /// Circumstances of a command that `Idempotency-Key` makes repeatable; without the header the call is refused with 400.
    pub fn ctx_once(&self) -> Result<Ctx, PageError> {
        let key = self.headers.get("idempotency-key").and_then(|value| value.to_str().ok()).filter(|key| (8..=128).contains(&key.len()));
        let key = key.ok_or_else(|| PageError::bad_request().with_text("api-idempotency-key"))?;
        Ok(Ctx { command_id: Some(command_id(self.actor.class(), key)), ..self.ctx() })
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let token = text.strip_prefix("Bearer ")?.trim();
    (32..=128).contains(&token.len()).then(|| token.to_owned())
}

impl FromRequestParts<App> for Caller {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let headers = parts.headers.clone();
        let actor = match bearer(&headers) {
            None => Actor::Anonymous,
            Some(token) => {
                let (administration, now_ms) = (visit.administration().id, app.clock.now().as_millisecond());
                let found = app.store.read(move |tx| -> Result<_, store::Error> {
                    if let Some(session) = identity::session_actor(tx, administration, &token, now_ms)? {
                        return Ok(Some(Actor::Staff(session.actor)));
                    }
                    Ok(identity::applicant_session_case(tx, administration, &token, now_ms)?.map(Actor::Applicant))
                });
                found.await?.ok_or_else(|| PageError::new(axum::http::StatusCode::UNAUTHORIZED).with_text("api-token"))?
            }
        };
        Ok(Caller { visit, actor, headers })
    }
}

/// A command id from an `Idempotency-Key`: the same key of the same class of caller is the same command.
mod sha2_id {
    use super::CommandId;
    use kernel::secret::SecretKey;

    pub(super) fn command_id(class: &str, key: &str) -> CommandId {
        // The mapping must only be stable and collision-free, so a fixed key is right here.
        let digest = SecretKey::new([0; 32]).derive("idempotency-key", &[class.as_bytes(), key.as_bytes()]);
        let bytes: [u8; 16] = digest[..16].try_into().expect("sixteen bytes of thirty-two");
        let text = kernel::secret::hex(&bytes);
        let id = format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]);
        id.parse().expect("thirty-two hexadecimal digits in groups are an identifier")
    }
}

//! Who sends a request: read from the session cookies, checked against the store.

use axum::http::HeaderMap;
use identity::{SessionToken, StaffSession};
use kernel::actor::Actor;

use crate::app::App;
use crate::cookie;
use crate::error::PageError;
use crate::frame::{Area, Frame};

/// The actor of a request: staff in the applications of staff, the applicant's side of a case or nobody on the portal.
pub(crate) async fn actor(app: &App, frame: &Frame, headers: &HeaderMap) -> Result<(Actor, Option<StaffSession>), PageError> {
    let administration = frame.administration.id;
    let now_ms = app.clock.now().as_millisecond();
    match frame.area {
        Area::Office | Area::Admin => {
            let Some(token) = token_of(headers, cookie::STAFF) else { return Ok((Actor::Anonymous, None)) };
            let read = token.clone();
            let found = app.store.read(move |tx| identity::session_actor(tx, administration, &read, now_ms)).await?;
            let Some(session) = found else { return Ok((Actor::Anonymous, None)) };
            if session.needs_touch(now_ms) {
                app.store.write(move |tx| identity::session_touch(tx, administration, &token, now_ms)).await?;
            }
            Ok((Actor::Staff(session.actor.clone()), Some(session)))
        }
        Area::Portal => {
            let Some(token) = token_of(headers, cookie::CASE) else { return Ok((Actor::Anonymous, None)) };
            let case = app.store.read(move |tx| identity::applicant_session_case(tx, administration, &token, now_ms)).await?;
            Ok((case.map_or(Actor::Anonymous, Actor::Applicant), None))
        }
        Area::Api | Area::Static => Ok((Actor::Anonymous, None)),
    }
}

fn token_of(headers: &HeaderMap, name: &str) -> Option<String> {
    cookie::value(headers, name).filter(|token| (32..=128).contains(&token.len())).map(str::to_owned)
}

/// The cookie line that carries a session of staff until the window is closed.
pub fn staff_cookie(app: &App, token: &SessionToken) -> axum::http::HeaderValue {
    cookie::set(cookie::STAFF, token.as_str(), None, app.config.is_https())
}

/// The cookie line that carries a session of the applicant's side of a case until the window is closed.
pub fn case_cookie(app: &App, token: &SessionToken) -> axum::http::HeaderValue {
    cookie::set(cookie::CASE, token.as_str(), None, app.config.is_https())
}

/// The cookie line that ends a session in the browser: [`cookie::STAFF`] or [`cookie::CASE`].
pub fn ended_cookie(app: &App, name: &str) -> axum::http::HeaderValue {
    cookie::set(name, "", Some(0), app.config.is_https())
}

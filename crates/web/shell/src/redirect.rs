//! The answer after an act: to the next page, with a message for it.

use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};

use crate::cookie;
use crate::page::Notice;
use crate::visit::Visit;

/// Sends the browser to `address` (303), so that „reload“ does not repeat the act.
pub fn to(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}

/// Sends the browser to `address` and shows `notice` there.
pub fn with_notice(visit: &Visit, address: &str, notice: &Notice) -> Response {
    let mut response = to(address);
    let text = serde_json::to_string(notice).unwrap_or_default();
    add(&mut response, cookie::set(cookie::NOTICE, &visit.app.keys.seal("notice", &text), Some(60), visit.app.config.is_https()));
    response
}

/// Adds a cookie line made by [`cookie::set`].
pub fn add(response: &mut Response, line: HeaderValue) {
    response.headers_mut().append(axum::http::header::SET_COOKIE, line);
}

//! A form that arrives after its session has ended: what was typed is shown to its owner again instead of being lost
//! (`ux.md` §1.4). Sign in beside it, then send it once more; its one-time token is still the same.

use std::sync::Arc;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::app::App;
use crate::csrf;
use crate::frame::Frame;
use crate::page::Page;

#[derive(Template)]
#[template(path = "session_over.html")]
struct SessionOver {
    page: Page,
    sign_in: String,
    action: String,
    fields: Vec<(String, String)>,
}

/// Whether the answer sends the person to a sign-in page and back.
pub(crate) fn wants_sign_in(response: &Response) -> bool {
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("");
    response.status() == StatusCode::SEE_OTHER && (location.starts_with("/office/sign-in?next=") || location.starts_with("/case?next="))
}

/// The page with the form as it came.
pub(crate) fn page(app: &App, frame: &Arc<Frame>, answered: &Response, posted: &Bytes) -> Response {
    let location = answered.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("/");
    let mut page = Page::new(frame, frame.texts().get("shell-over-title"));
    page.csrf_token = csrf::token(&app.keys, &frame.visit_id, &frame.request_id);
    page.now = app.clock.now();
    page.is_compact = page.is_desk();
    let template = SessionOver {
        // Without `next`: the new tab ends at its start page, and this one keeps the form.
        sign_in: location.split('?').next().unwrap_or("/").to_owned(),
        action: frame.uri.path_and_query().map_or_else(|| frame.uri.path().to_owned(), ToString::to_string),
        fields: csrf::form_pairs(posted).into_iter().filter(|(name, _)| name != csrf::FIELD).collect(),
        page,
    };
    match crate::html::render(&template) {
        Ok(html) => (StatusCode::FORBIDDEN, html).into_response(),
        Err(error) => error.into_response(),
    }
}

//! Dresses refusals and failures: a page for people (P-36), problem+json for machines. Logs each failure once.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::PageError;
use crate::frame::{Area, Frame};
use crate::page::Page;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    status: u16,
    body: String,
    retry: Option<String>,
    code: Option<String>,
    request_id: String,
    way_on: String,
    is_ours: bool,
}

/// Statuses that have texts of their own; others are told as the nearest of these.
fn told_as(status: StatusCode) -> u16 {
    match status.as_u16() {
        code @ (400 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500 | 503) => code,
        401 => 403,
        405 | 406 | 415 => 400,
        408 | 502 | 504 => 503,
        code if code >= 500 => 500,
        _ => 400,
    }
}

/// Replaces the body of an undressed error; everything else passes through untouched.
pub(crate) fn dressed(app: &App, frame: &Arc<Frame>, mut response: Response, wants_json: bool) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        if let Some(error) = response.extensions_mut().remove::<PageError>() {
            log(frame, &error);
        }
        return response;
    }
    let error = response.extensions_mut().remove::<PageError>();
    let is_dressed = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html") || kind.contains("json"));
    let error = match error {
        Some(error) => error,
        None if is_dressed || frame.area == Area::Static => return response,
        None => PageError::new(status),
    };
    log(frame, &error);
    if wants_json { Problem::of(&error, frame).into_response() } else { page(app, frame, &error) }
}

fn log(frame: &Frame, error: &PageError) {
    let Some(cause) = &error.cause else { return };
    let path = frame.uri.path();
    let code = error.code.as_deref().unwrap_or("");
    if error.status.is_server_error() {
        let mut chain = cause.to_string();
        let mut source = cause.source();
        while let Some(next) = source {
            chain.push_str(": ");
            chain.push_str(&next.to_string());
            source = next.source();
        }
        tracing::error!(request.id = %frame.request_id, path, error.code = code, "{chain}");
    } else {
        tracing::debug!(request.id = %frame.request_id, path, error.code = code, "refused: {cause}");
    }
}

fn page(app: &App, frame: &Arc<Frame>, error: &PageError) -> Response {
    let t = frame.texts();
    let told = told_as(error.status);
    let mut page = Page::new(frame, t.get(&format!("error-{told}-title")));
    page.csrf_token = crate::csrf::token(&app.keys, &frame.visit_id, &frame.request_id);
    page.now = app.clock.now();
    page.is_compact = page.is_desk();
    let body = match &error.text {
        Some((key, args)) => t.with(key, args),
        None => t.get(&format!("error-{told}-body")).into_owned(),
    };
    let retry = error.retry_after_s.map(|seconds| {
        if seconds >= 120 { t.count("error-retry-minutes", seconds.div_ceil(60)) } else { t.count("error-retry-seconds", seconds) }
    });
    let template = ErrorPage {
        status: told,
        body,
        retry,
        code: if page.is_desk() { error.code.as_deref().map(str::to_owned) } else { None },
        request_id: frame.request_id.clone(),
        way_on: error.way_on.clone().unwrap_or_else(|| frame.area.home().to_owned()),
        is_ours: error.status.is_server_error(),
        page,
    };
    let html = template.render().unwrap_or_else(|failure| {
        tracing::error!(error = %failure, "the error page could not be rendered");
        t.get("error-500-title").into_owned()
    });
    let mut response = (error.status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    retry_after(&mut response, error);
    response
}

/// Tells machines and browsers when to come again.
pub(crate) fn retry_after(response: &mut Response, error: &PageError) {
    if let Some(seconds) = error.retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

//! Refusals for machines: problem details (RFC 9457) with `code` and `pointer`.
//!
//! The one rule: an answer names the member at fault and never its value; the cause of a failure goes to the log of the program only.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ejournal::journal::Error;
use ejournal::{Class, Language, Refusal, refusal};
use kernel::error::{Coded, Kind};
use serde::Serialize;
use utoipa::ToSchema;

/// Seconds after which trying again makes sense when the journal is busy.
const RETRY_S: u64 = 1;
/// The same while the log checks itself.
const RETRY_UNAVAILABLE_S: u64 = 10;

/// A problem document as it is sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemDocument<'p> {
    /// Identifies the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    /// Short name of the status.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// What is wrong and the way forward.
    detail: &'p str,
    /// Stable code: a class of refusal, or a code with a page in the documentation.
    code: &'p str,
    /// JSON pointer to the member at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'p str>,
}

/// Why a call is not answered as it was meant.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: u16,
    code: &'static str,
    pointer: Option<String>,
    class: Option<Class>,
    retry_after_s: Option<u64>,
}

impl Problem {
    fn new(status: u16, code: &'static str) -> Problem {
        Problem { status, code, pointer: None, class: None, retry_after_s: None }
    }

    /// The problem of a class.
    pub(crate) fn of(class: Class) -> Problem {
        let retry_after_s = match class {
            Class::Rate => Some(RETRY_S),
            Class::Unavailable => Some(RETRY_UNAVAILABLE_S),
            _ => None,
        };
        let problem = Problem::new(class.http_status(), class.name());
        Problem { class: Some(class), retry_after_s, ..problem }
    }

    /// The problem of a refused event.
    pub(crate) fn refused(refusal: &Refusal) -> Problem {
        let pointer = (!refusal.pointer.is_empty()).then(|| refusal.pointer.clone());
        Problem { pointer, ..Problem::of(refusal.class) }
    }

    /// The problem of one member of a call that is no event.
    pub(crate) fn member(pointer: &str) -> Problem {
        Problem { pointer: Some(pointer.to_owned()), ..Problem::of(Class::Schema) }
    }

    /// Whether the same call can succeed later without a change.
    pub(crate) fn is_temporary(&self) -> bool {
        self.class.is_some_and(Class::is_temporary)
    }

    /// The sentence: what is wrong and the way forward.
    fn sentence(&self, language: Language) -> &'static str {
        self.class.map_or_else(|| refusal::of_command(self.code, language), |class| class.sentence(language))
    }

    /// The answer in a language.
    pub(crate) fn answer(&self, language: Language) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let document = ProblemDocument {
            kind: format!("urn:ejournal:problem:{}", self.code),
            title: status.canonical_reason().unwrap_or("Error"),
            status: self.status,
            detail: self.sentence(language),
            code: self.code,
            pointer: self.pointer.as_deref(),
        };
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// English when the caller prefers it to Bulgarian.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = asked.split(',').map(str::trim).find(|tag| tag.starts_with("bg") || tag.starts_with("en"));
    if first.is_some_and(|tag| tag.starts_with("en")) { Language::En } else { Language::Bg }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match &error {
            Error::Denied => return Problem::of(Class::Authorisation),
            Error::Attempts { retry_after_s } => return Problem { retry_after_s: Some(*retry_after_s), ..Problem::of(Class::Rate) },
            _ => {}
        }
        let status = match error.kind() {
            Kind::Busy => return Problem::of(Class::Unavailable),
            Kind::Denied => 403,
            Kind::NotFound => 404,
            Kind::Invalid => 400,
            Kind::Conflict => 409,
            Kind::Gone => 410,
            Kind::TooLarge => 413,
            Kind::TooMany => 429,
            Kind::Failure => 500,
        };
        if status == 500 {
            tracing::error!(code = %error.code(), cause = std::error::Error::source(&error).map(tracing::field::display), "{error}");
        }
        let pointer = if let Error::Field { field } = &error { Some(format!("/{field}")) } else { None };
        Problem { pointer, ..Problem::new(status, error.code().0) }
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Problem {
        Error::from(error).into()
    }
}

impl IntoResponse for Problem {
    /// An empty answer with the problem inside: [`in_language`] knows the language of the request and writes it.
    fn into_response(self) -> Response {
        let mut response = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the problem of an answer, if it has one, in the language that its request asks for.
pub(crate) async fn in_language(request: Request, next: Next) -> Response {
    let language = language(request.headers());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem.answer(language),
        None => response,
    }
}

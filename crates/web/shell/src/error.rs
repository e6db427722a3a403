//! Refusals and failures as a person meets them: the pages of P-36 and, for machines, problem+json (RFC 9457).
//!
//! The one rule: an error never renders itself. It travels inside the response and [`crate::frame`] gives it the language,
//! the administration and the correlation number of its request.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::error::{Coded, Kind};

/// Why a page could not be shown or an act not be done. Small to carry: the details lie behind a pointer.
#[derive(Debug, Clone)]
pub struct PageError(Box<Details>);

/// What is known of a refusal or failure.
#[derive(Debug, Clone)]
pub struct Details {
    /// The answer's status.
    pub status: StatusCode,
    /// Stable code for staff and machines.
    pub code: Option<Cow<'static, str>>,
    /// A text of the catalogue that replaces the usual sentence of the page, with its arguments.
    pub text: Option<(String, Vec<(&'static str, crate::texts::Arg)>)>,
    /// Seconds after which trying again makes sense.
    pub retry_after_s: Option<u64>,
    /// Where the person can go on; otherwise the start page.
    pub way_on: Option<String>,
    /// Members of a machine's request that were refused.
    pub invalid: Vec<crate::problem::Invalid>,
    /// Not an error to show but a way to another page, such as sign-in.
    pub redirect: Option<String>,
    /// The cause, for the log only.
    pub cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Deref for PageError {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.0
    }
}

impl PageError {
    /// An error with only a status.
    pub fn new(status: StatusCode) -> PageError {
        PageError(Box::new(Details {
            status,
            code: None,
            text: None,
            retry_after_s: None,
            way_on: None,
            invalid: Vec::new(),
            redirect: None,
            cause: None,
        }))
    }

    /// 400: the request makes no sense.
    pub fn bad_request() -> PageError {
        PageError::new(StatusCode::BAD_REQUEST)
    }

    /// Not an error to show: the person has to go by another page first.
    pub fn redirect(address: impl Into<String>) -> PageError {
        let mut error = PageError::new(StatusCode::SEE_OTHER);
        error.0.redirect = Some(address.into());
        error
    }

    /// 403: known but not allowed.
    pub fn forbidden() -> PageError {
        PageError::new(StatusCode::FORBIDDEN)
    }

    /// 404: nothing there, or nothing that this person may know of.
    pub fn not_found() -> PageError {
        PageError::new(StatusCode::NOT_FOUND)
    }

    /// 409: somebody else was faster.
    pub fn conflict() -> PageError {
        PageError::new(StatusCode::CONFLICT)
    }

    /// 410: the link has expired.
    pub fn gone() -> PageError {
        PageError::new(StatusCode::GONE)
    }

    /// 413: more data than allowed.
    pub fn too_large() -> PageError {
        PageError::new(StatusCode::PAYLOAD_TOO_LARGE)
    }

    /// 422: understood, but the content cannot be accepted.
    pub fn unprocessable() -> PageError {
        PageError::new(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// 429: too often; try again after so many seconds.
    pub fn too_many(retry_after_s: u64) -> PageError {
        PageError::new(StatusCode::TOO_MANY_REQUESTS).later(retry_after_s)
    }

    /// 503: not now.
    pub fn unavailable(retry_after_s: u64) -> PageError {
        PageError::new(StatusCode::SERVICE_UNAVAILABLE).later(retry_after_s)
    }

    fn later(mut self, seconds: u64) -> PageError {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// 500: a failure of the system; the cause goes to the log and nowhere else.
    pub fn failure(cause: impl std::error::Error + Send + Sync + 'static) -> PageError {
        PageError::new(StatusCode::INTERNAL_SERVER_ERROR).caused_by(cause)
    }

    /// The same error with a text of the catalogue instead of the page's usual sentence.
    pub fn with_text(mut self, key: impl Into<String>) -> PageError {
        self.0.text = Some((key.into(), Vec::new()));
        self
    }

    /// The same error with a text of the catalogue and its arguments.
    pub fn with_text_args(mut self, key: impl Into<String>, args: Vec<(&'static str, crate::texts::Arg)>) -> PageError {
        self.0.text = Some((key.into(), args));
        self
    }

    /// The same error with a stable code.
    pub fn with_code(mut self, code: impl Into<Cow<'static, str>>) -> PageError {
        self.0.code = Some(code.into());
        self
    }

    /// The same error with an address where the person can go on.
    pub fn with_way_on(mut self, address: impl Into<String>) -> PageError {
        self.0.way_on = Some(address.into());
        self
    }

    /// The same error with the members of a machine's request that were refused.
    pub fn with_invalid(mut self, invalid: Vec<crate::problem::Invalid>) -> PageError {
        self.0.invalid = invalid;
        self
    }

    /// The same error with its cause, for the log only.
    pub fn caused_by(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> PageError {
        self.0.cause = Some(Arc::new(cause));
        self
    }

    /// An error of a domain crate: its kind gives the status, its code is shown to staff, its text stays in the log.
    pub fn from_coded<E>(error: E) -> PageError
    where
        E: Coded + std::error::Error + Send + Sync + 'static,
    {
        let status = match error.kind() {
            Kind::Denied => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Gone => StatusCode::GONE,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Failure => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let code = error.code();
        PageError::new(status).with_code(code.0).caused_by(error)
    }
}

impl<E> From<E> for PageError
where
    E: Coded + std::error::Error + Send + Sync + 'static,
{
    fn from(error: E) -> PageError {
        PageError::from_coded(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Some(address) = &self.redirect {
            return axum::response::Redirect::to(address).into_response();
        }
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

//! Errors for machines: problem details (RFC 9457).

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::PageError;
use crate::error_page::retry_after;
use crate::frame::Frame;

/// One invalid member of a request.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Invalid {
    /// Path of the member, such as `answers.applicant.firstName`.
    pub path: String,
    /// What is wrong and how to put it right.
    pub detail: String,
}

/// A problem document.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// Identifies the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short name of the kind.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// Correlation number.
    pub instance: String,
    /// Stable code of the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Members that were refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Invalid>,
    #[serde(skip)]
    error: Option<PageError>,
}

impl Problem {
    /// The problem document of an error.
    pub fn of(error: &PageError, frame: &Frame) -> Problem {
        let t = frame.texts();
        let status = error.status.as_u16();
        let detail = match &error.text {
            Some((key, args)) => t.with(key, args),
            None => t.find(&format!("error-{status}-body")).map(|text| text.into_owned()).unwrap_or_default(),
        };
        Problem {
            kind: error.code.as_ref().map_or_else(|| "about:blank".to_owned(), |code| format!("urn:gishe:error:{code}")),
            title: error.status.canonical_reason().unwrap_or("Error").to_owned(),
            status,
            detail,
            instance: format!("urn:gishe:request:{}", frame.request_id),
            code: error.code.as_deref().map(str::to_owned),
            errors: error.invalid.clone(),
            error: Some(error.clone()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = axum::http::StatusCode::from_u16(self.status).unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(error) = &self.error {
            retry_after(&mut response, error);
        }
        response
    }
}

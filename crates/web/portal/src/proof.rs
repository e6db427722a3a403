//! Verifying a receipt of a journal (P-29): the page brings texts, keys and scripts, and the browser does the rest.
//!
//! The one rule: the receipt is not sent to be verified, and the policy of the page lets nothing be sent.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use ejournal::Nomenclature;
use web::{Page, PageError, render};

use crate::public_log;
use crate::visitor::Visitor;

/// Without `connect-src` and with no target for forms: stricter than the policy of other pages.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; \
     frame-ancestors 'none'; base-uri 'none'";

#[derive(Template)]
#[template(path = "proof.html")]
struct ProofPage {
    page: Page,
    /// Public keys of journals, one a line, that the form begins with.
    log_keys: String,
    /// Public keys of witnesses, one a line.
    witness_keys: String,
    /// How many witnesses are needed; empty for all.
    quorum: String,
    /// Numbers of statuses in entries and their names.
    statuses: Vec<(u16, String)>,
}

/// The page where a receipt is verified.
pub async fn page(visitor: Visitor) -> Result<Response, PageError> {
    let mut page = visitor.page_of("portal-proof-title");
    // The warning before the end of a session would ask the server to go on; here nothing may ask, and nothing can be lost.
    page.session_s = None;
    let statuses =
        Nomenclature::shipped().statuses().iter().map(|status| (status.id, page.pick(&status.bg, &status.en).to_owned())).collect();
    let log_keys = public_log::key_lines(&visitor).await?;
    let (witness_keys, quorum) = (String::new(), String::new());
    let mut response = render(&ProofPage { page, log_keys, witness_keys, quorum, statuses })?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

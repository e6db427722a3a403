//! Open cases of the same applicant for the same service (D-10): shown, never decided.

use cases::Error;
use cases::Status;
use cases::search::{Found, case_search};
use services::kit::Kit;
use web::PageError;

use crate::desk::Desk;

/// Most candidates that are shown.
const SHOWN_MAX: usize = 5;

/// A case that may be the same request.
#[derive(Debug, Clone)]
pub struct Duplicate {
    /// Its address.
    pub href: String,
    /// Incoming number.
    pub number: String,
    /// Day of registration.
    pub on: jiff::civil::Date,
    /// Its status.
    pub status: Status,
    /// Who applied.
    pub applicant: String,
}

/// The open cases with the same identifier – or, without one, the same name – for this service.
pub async fn of(desk: &Desk, kit: &Kit, answers: &serde_json::Value) -> Result<Vec<Duplicate>, PageError> {
    let facts = kit.applicant(answers);
    let query = facts.identifier.clone().unwrap_or_else(|| facts.display_name());
    same(desk, kit.code().to_owned(), facts.identifier.unwrap_or_default(), query, None).await
}

/// The other open cases like an existing one.
pub async fn of_case(desk: &Desk, case: &cases::CaseFile) -> Result<Vec<Duplicate>, PageError> {
    let identifier = case.applicant_identifier.clone();
    let query = if identifier.is_empty() { case.applicant_name.clone() } else { identifier.clone() };
    same(desk, case.service_code.clone(), identifier, query, Some(case.id)).await
}

async fn same(
    desk: &Desk,
    service: String,
    identifier: String,
    query: String,
    but: Option<kernel::ids::CaseId>,
) -> Result<Vec<Duplicate>, PageError> {
    if query.trim().is_empty() {
        return Ok(Vec::new());
    }
    let found = desk
        .read(move |tx, ctx| -> Result<_, Error> {
            match case_search(tx, ctx, &query)? {
                Found::Many(cases) => Ok(cases),
                Found::One(id) => Ok(vec![cases::case_get(tx, ctx, id)?]),
            }
        })
        .await?;
    let same = found.into_iter().filter(|case| {
        let is_same_person = identifier.is_empty() || case.applicant_identifier == identifier;
        is_same_person && case.service_code == service && !case.status.is_final() && Some(case.id) != but
    });
    Ok(same
        .take(SHOWN_MAX)
        .map(|case| Duplicate {
            href: format!("/office/cases/{}", case.id),
            number: case.incoming_number,
            on: case.registered_on,
            status: case.status,
            applicant: case.applicant_name,
        })
        .collect())
}

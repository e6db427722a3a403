//! Who looked at the case (P-30): unit, role, reason and time of each look, with a receipt from the journal.
//!
//! The one rule: no names; whoever doubts a look asks the administration, which knows who it was.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::access::{Access, access_list};
use services::organisation::unit_list;
use uuid::Uuid;
use web::{Page, PageError, Texts, render};

use crate::evidence;
use crate::visitor::OwnCase;

/// One look.
struct Row {
    at: i64,
    unit: String,
    role: String,
    what: String,
    why: String,
    proof: String,
}

#[derive(Template)]
#[template(path = "case/reads.html")]
struct ReadsPage {
    page: Page,
    case: String,
    rows: Vec<Row>,
}

/// The looks at the case, the latest first.
pub async fn page(own: OwnCase) -> Result<Response, PageError> {
    let id = own.id;
    let (looks, units) = own.read(move |tx, ctx| Ok((access_list(tx, ctx, id)?, unit_list(tx, ctx.administration_id)?))).await?;
    let page = own.page_of("portal-reads-title").with_back(own.at(""));
    let row = |look: Access| Row {
        at: look.at,
        unit: units
            .iter()
            .find(|unit| Some(unit.id) == look.unit_id)
            .map(|unit| page.pick(&unit.name_bg, &unit.name_en).to_owned())
            .unwrap_or_default(),
        role: own.t.find(&format!("office-role-{}", look.role.replace('_', "-"))).map(|text| text.into_owned()).unwrap_or_default(),
        what: own.t.get(&format!("portal-reads-{}", look.kind)).into_owned(),
        why: why(own.t, &look),
        proof: own.at(&format!("/reads/{}/proof", look.id)),
    };
    let rows = looks.into_iter().map(row).collect();
    render(&ReadsPage { page, case: id.to_string(), rows })
}

fn why(t: Texts, look: &Access) -> String {
    if look.reason.is_empty() { t.get(&format!("portal-reads-as-{}", look.standing)).into_owned() } else { look.reason.clone() }
}

/// The receipt of a look at the case.
pub async fn proof(own: OwnCase, Path((_, look)): Path<(String, String)>) -> Result<Response, PageError> {
    let id = own.id;
    let looks = own.read(move |tx, ctx| Ok(access_list(tx, ctx, id)?)).await?;
    let known = looks.iter().any(|one| one.id == look);
    let event = look.parse::<Uuid>().ok().filter(|_| known).ok_or_else(PageError::not_found)?;
    evidence::receipt(&own, 0, event.into_bytes(), &format!("{look}.tlog-proof")).await
}

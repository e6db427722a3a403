//! The first page (P-01): enter by need, by code, or by what others ask for.

use askama::Template;
use axum::response::Response;
use cases::draft::draft_list;
use web::{Page, PageError, render};

use crate::catalogue::{self, ServiceRow};
use crate::visitor::Visitor;

/// LIMIT: services on the first page.
const SERVICES_MAX: usize = 6;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    page: Page,
    services: Vec<ServiceRow>,
    drafts: usize,
}

/// The first page.
pub async fn page(visitor: Visitor) -> Result<Response, PageError> {
    let (t, owner) = (visitor.t, visitor.owner().to_owned());
    let (kits, units, drafts) = visitor
        .read(move |tx, ctx| {
            let (kits, units) = catalogue::offered(tx, ctx)?;
            let drafts = if owner.is_empty() { 0 } else { draft_list(tx, ctx, &owner)?.len() };
            Ok((kits, units, drafts))
        })
        .await?;
    render(&StartPage {
        page: visitor.page_of("portal-start-title"),
        services: kits.iter().take(SERVICES_MAX).map(|kit| catalogue::row(t, kit, &units)).collect(),
        drafts,
    })
}

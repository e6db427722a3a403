//! The first page (P-01): enter by need, by code, or by what others ask for.

use std::cmp::Reverse;
use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use cases::draft::draft_list;
use cases::usage::service_usage;
use kernel::search_text;
use services::kit::Kit;
use web::{Choice, Page, PageError, render};

use crate::catalogue::{self, ServiceRow};
use crate::visitor::Visitor;

/// LIMIT: services on the first page.
const SERVICES_MAX: usize = 6;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    page: Page,
    services: Vec<ServiceRow>,
    events: Vec<Choice>,
    drafts: usize,
}

/// Applications of this many days say what is asked for often.
const POPULAR_DAYS: i64 = 90;

/// The services in the order of their use; equally used ones by name.
fn by_use(kits: &[Arc<Kit>], usage: &[(String, i64)], language: &str) -> Vec<Arc<Kit>> {
    let count = |kit: &Kit| usage.iter().find(|(code, _)| *code == kit.manifest.code).map_or(0, |(_, count)| *count);
    let mut sorted = kits.to_vec();
    sorted.sort_by_cached_key(|kit| (Reverse(count(kit)), search_text::fold(kit.manifest.name.get(language))));
    sorted
}

/// The first page.
pub async fn page(visitor: Visitor) -> Result<Response, PageError> {
    let (t, owner) = (visitor.t, visitor.owner().to_owned());
    let (kits, units, drafts, usage) = visitor
        .read(move |tx, ctx| {
            let (kits, units) = catalogue::offered(tx, ctx)?;
            let drafts = if owner.is_empty() { 0 } else { draft_list(tx, ctx, &owner)?.len() };
            let usage = service_usage(tx, ctx, ctx.now_ms() - POPULAR_DAYS * 24 * 3_600_000)?;
            Ok((kits, units, drafts, usage))
        })
        .await?;
    render(&StartPage {
        page: visitor.page_of("portal-start-title"),
        events: catalogue::life_events(t, &kits),
        services: by_use(&kits, &usage, t.language().code()).iter().take(SERVICES_MAX).map(|kit| catalogue::row(t, kit, &units)).collect(),
        drafts,
    })
}

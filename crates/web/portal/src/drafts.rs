//! What was begun and filed in this browser (P-18).
//!
//! The one rule: the browser alone shows that something was filed and when; what it is about opens with number and access code.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::draft::{Draft, draft_discard, draft_filed_list, draft_list};
use kernel::ids::CaseId;
use serde::Deserialize;
use web::visit::local_address;
use web::{Notice, Page, PageError, Pairs, redirect, render};

use crate::apply::draft::{OwnDraft, explained};
use crate::visitor::Visitor;

/// LIMIT: how long a filed application stays in the list of the browser, ms: half a year.
const FILED_SHOWN_MS: i64 = 183 * 24 * 3_600_000;

/// A draft in the list.
struct DraftRow {
    id: String,
    service: String,
    saved_at: i64,
    kept_until: i64,
}

/// An application filed from this browser.
struct FiledRow {
    service: String,
    filed_at: i64,
    href: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "drafts.html")]
struct DraftsPage {
    page: Page,
    drafts: Vec<DraftRow>,
    filed: Vec<FiledRow>,
}

#[derive(Template)]
#[template(path = "discard.html")]
struct DiscardPage {
    page: Page,
    draft: String,
    service: String,
    saved_at: i64,
    next: String,
}

/// Drafts and filed applications of this browser.
pub async fn page(visitor: Visitor) -> Result<Response, PageError> {
    let owner = visitor.owner().to_owned();
    let language = visitor.t.language().code();
    type Named = Vec<(Draft, String)>;
    let (open, filed): (Named, Named) = visitor
        .read(move |tx, ctx| {
            if owner.is_empty() {
                return Ok((Vec::new(), Vec::new()));
            }
            let named = |draft: Draft| -> Result<(Draft, String), PageError> {
                let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &draft.kit_hash)?;
                Ok((draft, kit.manifest.name.get(language).to_owned()))
            };
            let open = draft_list(tx, ctx, &owner)?.into_iter().map(named).collect::<Result<Named, _>>()?;
            let filed = draft_filed_list(tx, ctx, &owner, ctx.now_ms() - FILED_SHOWN_MS)?;
            Ok((open, filed.into_iter().map(named).collect::<Result<Named, _>>()?))
        })
        .await?;
    let own = visitor.own_case();
    let filed_row = |(draft, service): (Draft, String)| {
        let case: Option<CaseId> = draft.case_id;
        FiledRow {
            service,
            filed_at: draft.updated_at,
            href: case.map(|case| format!("/case/{case}")).unwrap_or_default(),
            is_open: own.is_some() && own == case,
        }
    };
    render(&DraftsPage {
        page: visitor.page_of("portal-nav-mine"),
        drafts: open
            .into_iter()
            .map(|(draft, service)| DraftRow {
                id: draft.id.to_string(),
                service,
                saved_at: draft.updated_at,
                kept_until: draft.expires_at,
            })
            .collect(),
        filed: filed.into_iter().map(filed_row).collect(),
    })
}

/// Where to go on afterwards.
#[derive(Debug, Default, Deserialize)]
pub struct DiscardQuery {
    #[serde(default)]
    next: String,
}

/// The page that asks before a draft is thrown away.
pub async fn discard_form(own: OwnDraft, Query(query): Query<DiscardQuery>) -> Result<Response, PageError> {
    let service = own.kit.manifest.name.get(own.t.language().code()).to_owned();
    render(&DiscardPage {
        page: own.frame(own.t.get("portal-discard-title")).with_back(own.at("")),
        draft: own.draft.id.to_string(),
        service,
        saved_at: own.draft.updated_at,
        next: query.next,
    })
}

/// Throws a draft away.
pub async fn discard(own: OwnDraft, pairs: Pairs) -> Result<Response, PageError> {
    let (id, owner) = (own.draft.id, own.owner().to_owned());
    own.write(move |tx, ctx| draft_discard(tx, ctx, id, &owner).map_err(explained)).await?;
    let notice = Notice::success(own.t.get("portal-discard-done"));
    Ok(redirect::with_notice(&own, &local_address(pairs.get("next"), "/drafts"), &notice))
}

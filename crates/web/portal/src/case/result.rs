//! Receiving the result (P-25): opening it online is its delivery, and the page says so before and after.

use askama::Template;
use axum::response::Response;
use cases::case_get_own;
use cases::delivery::{delivery_list, result_of, result_open};
use cases::document::{Document, document_list};
use cases::tracking::result_available;
use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use store::Tx;
use web::{Page, PageError, Pairs, redirect, render};

use crate::prints::inline_pdf;
use crate::visitor::OwnCase;

#[derive(Template)]
#[template(path = "case/result.html")]
struct ResultPage {
    page: Page,
    case: String,
    title: String,
    number: String,
    issued_at: i64,
    size: u64,
    sha256: String,
    verify: String,
    delivered: Option<(String, i64)>,
    is_ready: bool,
}

/// There is no result yet.
#[derive(Template)]
#[template(path = "case/result_wait.html")]
struct WaitPage {
    page: Page,
    case: String,
}

/// Whether a document is the result of its case.
pub fn is_result(document: &Document) -> bool {
    result_of(std::slice::from_ref(document)).is_some()
}

/// Whether the result may be opened now: its task for delivery is open or done, and its file is made.
pub fn is_available(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<bool, PageError> {
    if !result_available(tx, ctx, id)? {
        return Ok(false);
    }
    Ok(result_of(&document_list(tx, ctx, id)?).is_some())
}

/// What was issued, and whether it was delivered.
pub async fn page(own: OwnCase) -> Result<Response, PageError> {
    let id = own.id;
    let (result, delivered, verify) = own
        .read(move |tx, ctx| {
            case_get_own(tx, ctx, id)?;
            if !is_available(tx, ctx, id)? {
                return Ok((None, None, String::new()));
            }
            let result = result_of(&document_list(tx, ctx, id)?).cloned();
            let delivered = delivery_list(tx, ctx, id)?.into_iter().rev().find_map(|d| d.delivered_at.map(|at| (d.way, at)));
            let verify = result.as_ref().map(|result| cases::document::verification_token(ctx, result.id)).unwrap_or_default();
            Ok((result, delivered, verify))
        })
        .await?;
    let Some(result) = result else {
        return render(&WaitPage { page: own.page_of("portal-result-wait-title").with_back(own.at("")), case: id.to_string() });
    };
    render(&ResultPage {
        page: own.page_of("portal-result-title").with_back(own.at("")),
        case: id.to_string(),
        is_ready: result.has_content(),
        title: result.title,
        number: result.number,
        issued_at: result.registered_at.unwrap_or(result.created_at),
        size: u64::try_from(result.size).unwrap_or_default(),
        sha256: result.sha256,
        verify,
        delivered: delivered.map(|(way, at)| (crate::words::delivery(own.t, &way), at)),
    })
}

/// Opens the result: from this moment it counts as delivered, and its file can be downloaded.
pub async fn open(own: OwnCase, pairs: Pairs) -> Result<Response, PageError> {
    let id = own.id;
    // Opening twice changes nothing, so the command needs no token of its own.
    let ready = own
        .write(move |tx, ctx| {
            let ready = is_available(tx, ctx, id)? && result_of(&document_list(tx, ctx, id)?).is_some_and(Document::has_content);
            if ready {
                result_open(tx, ctx, id)?;
            }
            Ok(ready)
        })
        .await?;
    if !ready {
        return Ok(redirect::to(&own.at("/result")));
    }
    Ok(redirect::to(&own.at(if pairs.has("stay") { "/result" } else { "/result.pdf" })))
}

/// The file of a result that was opened before.
pub async fn file(own: OwnCase) -> Result<Response, PageError> {
    let id = own.id;
    let result = own
        .read(move |tx, ctx| {
            let delivered = delivery_list(tx, ctx, id)?.iter().any(|delivery| delivery.delivered_at.is_some());
            let closed = case_get_own(tx, ctx, id)?.status.is_final();
            let open = is_available(tx, ctx, id)? && (delivered || closed);
            Ok(if open { result_of(&document_list(tx, ctx, id)?).cloned() } else { None })
        })
        .await?;
    match result {
        Some(result) if result.has_content() => {
            let content = own.app.store.blobs().file(&result.sha256).await?;
            Ok(inline_pdf(content, &result.file_name))
        }
        _ => Ok(redirect::to(&own.at("/result"))),
    }
}

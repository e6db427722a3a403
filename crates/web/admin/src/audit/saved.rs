//! Keeping an inquiry under a name, and forgetting it.
//!
//! The one rule: what is kept are the conditions, never what was found.

use axum::response::Response;
use cases::Error;
use cases::audit::{inquiry_remove, inquiry_save};
use kernel::permission::Permission;
use serde_json::json;
use store::history::{self, Event};
use web::{Errors, Notice, PageError, Pairs, redirect};

use super::query::AuditQuery;
use super::run_page;
use crate::desk::Desk;

/// Keeps an inquiry.
pub async fn save(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let query = AuditQuery::typed(&pairs).ok_or_else(PageError::not_found)?;
    let name = pairs.get("name").to_owned();
    let conditions = serde_json::to_string(&query).map_err(PageError::failure)?;
    let kept = name.clone();
    let done = desk
        .attempt_once(pairs.command()?, move |tx, ctx| {
            inquiry_save(tx, ctx, &kept, &conditions)?;
            Ok::<_, Error>(history::append(tx, ctx, Event::of_administration("AuditInquirySaved", json!({ "name": kept })))?)
        })
        .await;
    match done {
        Ok(()) => Ok(redirect::with_notice(&desk, "/admin/audit", &Notice::success(desk.t.get("admin-audit-saved-done")))),
        Err(Error::NotOffered { .. }) => {
            let errors = Errors::from_iter([("name", desk.t.get("admin-audit-error-name"))]);
            run_page(&desk, query, name, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Forgets an inquiry.
pub async fn remove(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let id = pairs.get("id").to_owned();
    let was_there = desk
        .attempt(move |tx, ctx| {
            let was_there = inquiry_remove(tx, ctx, &id)?;
            if was_there {
                history::append(tx, ctx, Event::of_administration("AuditInquiryRemoved", json!({})))?;
            }
            Ok::<_, Error>(was_there)
        })
        .await?;
    if !was_there {
        return Err(PageError::not_found());
    }
    Ok(redirect::with_notice(&desk, "/admin/audit", &Notice::success(desk.t.get("admin-audit-removed"))))
}

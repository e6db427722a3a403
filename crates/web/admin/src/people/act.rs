//! Blocking and unblocking an account, ending its sessions.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use identity::{Error, SessionClose, Staff, session_close, staff_block, staff_unblock};
use kernel::ids::StaffId;
use kernel::permission::Permission;
use web::{Errors, Notice, Page, PageError, Pairs, redirect};

use super::{account, staff_id};
use crate::desk::Desk;

#[derive(Template)]
#[template(path = "person_block.html")]
struct BlockPage {
    page: Page,
    staff: Staff,
    reason: String,
}

async fn block_page(desk: &Desk, id: StaffId, reason: String, errors: Errors) -> Result<Response, PageError> {
    let staff = account(desk, id).await?;
    let failed = !errors.is_empty();
    let page = desk.page_of("admin-block-title").with_errors(errors).with_back(format!("/admin/people/{id}"));
    desk.form_answer(&BlockPage { page, staff, reason }, failed)
}

/// What blocking means, and the reason for it.
pub async fn block_form(desk: Desk, Path(staff): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    block_page(&desk, staff_id(&staff)?, String::new(), Errors::new()).await
}

/// Blocks an account.
pub async fn block(desk: Desk, Path(staff): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let id = staff_id(&staff)?;
    let reason = pairs.get("reason").to_owned();
    if reason.is_empty() {
        return block_page(&desk, id, reason, Errors::from_iter([("reason", desk.t.get("admin-block-reason-missing"))])).await;
    }
    let why = reason.clone();
    let key = match desk.attempt(move |tx, ctx| staff_block(tx, ctx, id, &why)).await {
        Ok(()) => {
            return Ok(redirect::with_notice(&desk, &format!("/admin/people/{id}"), &Notice::success(desk.t.get("admin-blocked"))));
        }
        Err(Error::OwnAccount) => "admin-block-own",
        Err(Error::LastAdministrator) => "admin-person-last",
        Err(error) => return Err(error.into()),
    };
    block_page(&desk, id, reason, Errors::from_iter([("reason", desk.t.get(key))])).await
}

/// Lets a blocked person sign in again.
pub async fn unblock(desk: Desk, Path(staff): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let id = staff_id(&staff)?;
    desk.attempt(move |tx, ctx| staff_unblock(tx, ctx, id)).await?;
    Ok(redirect::with_notice(&desk, &format!("/admin/people/{id}"), &Notice::success(desk.t.get("admin-unblocked"))))
}

/// Ends every session of a person.
pub async fn sessions_end(desk: Desk, Path(staff): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let id = staff_id(&staff)?;
    account(&desk, id).await?;
    // One's own session stays, so that the answer can be shown.
    let which = match &desk.session {
        Some(session) if session.actor.id == id => SessionClose::AllBut(session.id),
        _ => SessionClose::All,
    };
    let ended = desk.attempt(move |tx, ctx| session_close(tx, ctx, id, which)).await?;
    Ok(redirect::with_notice(&desk, &format!("/admin/people/{id}"), &Notice::success(desk.t.count("admin-sessions-ended", ended))))
}

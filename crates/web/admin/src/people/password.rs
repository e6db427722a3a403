//! Passwords that the administrator hands over.
//!
//! The one rule: the password follows from the act and the key of the installation, so a form sent twice shows the same one.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use identity::{PasswordHash, Passwords, Staff, password_of, staff_password_set};
use kernel::ids::CommandId;
use kernel::permission::Permission;
use web::{Page, PageError, Pairs, render};

use super::{account, staff_id};
use crate::desk::Desk;

/// A password to be shown once; it does not print itself.
#[derive(Clone)]
pub struct OneTime(String);

impl OneTime {
    /// The password of an act.
    pub fn of(desk: &Desk, command: CommandId) -> OneTime {
        let bytes = desk.app.key.derive("one-time-password", &[command.to_string().as_bytes()]);
        let half = bytes[..16].try_into().expect("sixteen of thirty-two bytes");
        OneTime(password_of(half))
    }
}

/// Hashes away from the threads that answer requests.
pub async fn hashed(desk: &Desk, password: OneTime) -> Result<PasswordHash, PageError> {
    let random = desk.app.random.clone();
    let work = move || Passwords::standard()?.hash(&password.0, random.as_ref());
    Ok(tokio::task::spawn_blocking(work).await.map_err(PageError::failure)??)
}

#[derive(Template)]
#[template(path = "person_password_shown.html")]
struct ShownPage {
    page: Page,
    staff: Staff,
    password: String,
    is_new: bool,
}

impl ShownPage {
    fn person_href(&self) -> String {
        format!("/admin/people/{}", self.staff.id)
    }
}

/// The page that shows the password, this once.
pub fn shown(desk: &Desk, staff: &Staff, password: OneTime, is_new: bool) -> Result<Response, PageError> {
    let title = if is_new { "admin-person-created" } else { "admin-password-set" };
    let page = desk.page_of(title).with_crumb(desk.t.get("admin-people-title"), "/admin/people");
    render(&ShownPage { page, staff: staff.clone(), password: password.0, is_new })
}

#[derive(Template)]
#[template(path = "person_password.html")]
struct ConfirmPage {
    page: Page,
    staff: Staff,
}

/// What a new password means, before it is made.
pub async fn password_form(desk: Desk, Path(staff): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let staff = account(&desk, staff_id(&staff)?).await?;
    render(&ConfirmPage { page: desk.page_of("admin-password-title").with_back(format!("/admin/people/{}", staff.id)), staff })
}

/// Gives a person a new password, ends their sessions and shows the password, this once.
pub async fn password_set(desk: Desk, Path(staff): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let id = staff_id(&staff)?;
    let staff = account(&desk, id).await?;
    let password = OneTime::of(&desk, pairs.command()?);
    let hash = hashed(&desk, password.clone()).await?;
    desk.attempt(move |tx, ctx| staff_password_set(tx, ctx, id, &hash)).await?;
    shown(&desk, &staff, password, false)
}

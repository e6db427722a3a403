//! A person at the administration desk: one request, ways to read and to act, the navigation.
//!
//! The one rule: a mistake in a form comes back to its field; everything else becomes a page of its own.

use std::ops::Deref;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use kernel::ctx::Ctx;
use kernel::ids::CommandId;
use kernel::permission::Permission as P;
use store::Tx;
use web::{App, NavItem, Page, PageError, StaffVisit, render};

use crate::setting::{JournalRole, Setting};
use crate::words;

/// Permissions any of which opens this application.
pub const ANY: &[P] = &[P::OrganisationManage, P::StaffManage, P::CalendarManage, P::KitManage, P::LogRead];
/// Permissions any of which shows the installed kits.
pub const KITS: &[P] = &[P::KitManage, P::OrganisationManage];
/// Permissions any of which shows who may do what.
pub const RIGHTS: &[P] = &[P::StaffManage, P::LogRead];

/// One request by a member of staff.
#[derive(Clone)]
pub struct Desk {
    visit: StaffVisit,
    /// What the binary says of the logs of the installation.
    pub setting: Arc<Setting>,
}

impl Deref for Desk {
    type Target = StaffVisit;
    fn deref(&self) -> &StaffVisit {
        &self.visit
    }
}

impl FromRequestParts<App> for Desk {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let setting = parts.extensions.get::<Arc<Setting>>().cloned().unwrap_or_default();
        Ok(Desk { visit: StaffVisit::from_request_parts(parts, app).await?, setting })
    }
}

impl Desk {
    /// Refuses with 403 unless a role of the person allows one of `permissions`.
    pub fn require_any(&self, permissions: &[P]) -> Result<(), PageError> {
        if self.may_any(permissions) { Ok(()) } else { Err(PageError::forbidden()) }
    }

    /// Whether a role of the person allows one of `permissions`.
    pub fn may_any(&self, permissions: &[P]) -> bool {
        permissions.iter().any(|permission| self.staff.may(*permission))
    }

    /// Whether a role of the person allows `permission`.
    pub fn may(&self, permission: P) -> bool {
        self.staff.may(permission)
    }

    /// The role of the journal, where this administration operates it.
    pub fn journal(&self) -> Option<&JournalRole> {
        let role = self.setting.journal.as_ref()?;
        let own = self.administration();
        let is_operator = if role.operator.is_empty() { self.app.administrations.all().len() == 1 } else { own.eik == role.operator };
        is_operator.then_some(role)
    }

    /// The role of the journal; a page of it is not there for anybody but its operator.
    pub fn require_journal(&self) -> Result<&JournalRole, PageError> {
        self.journal().ok_or_else(PageError::not_found)
    }

    /// The circumstances of an act of the operator of the journal.
    pub fn operator(&self) -> Result<ejournal::journal::Ctx, PageError> {
        let role = self.require_journal()?;
        Ok(ejournal::journal::Ctx {
            caller: ejournal::journal::Caller::Operator,
            now: self.app.clock.now(),
            random: self.app.random.clone(),
            keys: role.keys.clone(),
        })
    }

    /// Reads on one snapshot.
    pub async fn read<T, F>(&self, work: F) -> Result<T, PageError>
    where
        F: FnOnce(&Tx<'_>, &Ctx) -> Result<T, PageError> + Send + 'static,
        T: Send + 'static,
    {
        let ctx = self.ctx();
        self.app.store.read(move |tx| work(tx, &ctx)).await
    }

    /// Runs a command that may be repeated without harm and leaves its refusal to the caller.
    pub async fn attempt<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, E> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<store::Error> + Send + 'static,
    {
        let ctx = self.ctx();
        self.app.store.write(move |tx| work(tx, &ctx)).await
    }

    /// Runs a command that is done once however often its form is sent, and leaves its refusal to the caller.
    pub async fn attempt_once<T, E, F>(&self, command: CommandId, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, E> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<store::Error> + Send + 'static,
    {
        let ctx = self.ctx_for(command);
        self.app.store.write(move |tx| work(tx, &ctx)).await
    }

    /// The answer with a form: 422 when it came back with mistakes.
    pub fn form_answer(&self, template: &impl Template, has_mistakes: bool) -> Result<Response, PageError> {
        let mut response = render(template)?;
        if has_mistakes {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        Ok(response)
    }

    /// The code of the language of the answer.
    pub fn lang(&self) -> &'static str {
        self.language().code()
    }

    /// The frame of a page with this heading and the navigation of this person.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let mut page = self.visit.page(title).with_nav(self.nav());
        let roles: Vec<_> = self.staff.roles.iter().take(2).map(|role| words::role(self.t, *role)).collect();
        page.staff_role = (!roles.is_empty()).then(|| roles.join(", "));
        page
    }

    /// The frame of a page whose heading is a text of the catalogue.
    pub fn page_of(&self, key: &str) -> Page {
        self.page(self.t.get(key))
    }

    fn nav(&self) -> Vec<NavItem> {
        let item = |key: &str, href: &str, icon: &'static str| NavItem::new(self.t.get(key), href, icon);
        let mut nav = vec![item("admin-nav-overview", "/admin", "home")];
        if self.may(P::OrganisationManage) {
            nav.push(
                item("admin-nav-administration", "/admin/administration", "building").in_group(self.t.get("admin-nav-group-organisation")),
            );
            nav.push(item("admin-nav-units", "/admin/units", "folder"));
        }
        if self.may(P::StaffManage) {
            nav.push(item("admin-nav-people", "/admin/people", "people"));
        }
        if self.may_any(RIGHTS) {
            nav.push(item("admin-nav-roles", "/admin/roles", "key"));
        }
        let mut services = Vec::new();
        if self.may(P::CalendarManage) {
            services.push(item("admin-nav-calendar", "/admin/calendar", "calendar"));
        }
        if self.may_any(KITS) {
            services.push(item("admin-nav-kits", "/admin/kits", "kit"));
        }
        let group = self.t.get("admin-nav-group-services").into_owned();
        nav.extend(services.into_iter().enumerate().map(|(at, item)| if at == 0 { item.in_group(group.clone()) } else { item }));
        let mut system = Vec::new();
        if self.may(P::LogRead) {
            system.push(item("admin-nav-log", "/admin/log", "log"));
            system.push(item("admin-nav-checkpoints", "/admin/checkpoints", "lock"));
            system.push(item("admin-nav-audit", "/admin/audit", "search"));
            if self.journal().is_some() {
                system.push(item("admin-nav-participants", "/admin/participants", "globe"));
            }
            system.push(item("admin-nav-nomenclature", "/admin/nomenclature", "list"));
        }
        system.push(item("admin-nav-office", "/office", "task"));
        let group = self.t.get("admin-nav-group-system").into_owned();
        nav.extend(system.into_iter().enumerate().map(|(at, item)| if at == 0 { item.in_group(group.clone()) } else { item }));
        nav
    }
}

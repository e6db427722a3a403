//! A member of staff at the desk: one request, ways to read and to act, the navigation of the application.
//!
//! The one rule: a refused command tells the clerk what happened — who was faster and when — and never only that it failed.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cases::Error;
use cases::access::{Looked, access_record};
use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use store::Tx;
use web::visit::StaffVisit;
use web::{App, Arg, NavItem, Page, PageError, Texts, format};

/// Address of the clerk's day.
const TODAY: &str = "/office";

/// One request by a member of staff.
#[derive(Clone)]
pub struct Desk {
    visit: StaffVisit,
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
        Ok(Desk { visit: StaffVisit::from_request_parts(parts, app).await? })
    }
}

impl Desk {
    /// Reads on one snapshot.
    pub async fn read<T, F>(&self, work: F) -> Result<T, PageError>
    where
        F: FnOnce(&Tx<'_>, &Ctx) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let ctx = self.ctx();
        self.app.store.read(move |tx| work(tx, &ctx)).await.map_err(|error| refused(self.t, error))
    }

    /// Runs a command that may be repeated without harm.
    pub async fn write<T, F>(&self, work: F) -> Result<T, PageError>
    where
        F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, Error> + Clone + Send + 'static,
        T: Send + 'static,
    {
        self.attempt(work).await.map_err(|error| refused(self.t, error))
    }

    /// Writes down that the person looks at a case: before anything of it is shown.
    pub async fn looked(&self, case: CaseId) -> Result<(), PageError> {
        self.write(move |tx, ctx| access_record(tx, ctx, case, Looked::Case, "")).await
    }

    /// Runs a command and leaves its refusal to the caller.
    pub async fn attempt<T, F>(&self, work: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, Error> + Clone + Send + 'static,
        T: Send + 'static,
    {
        let ctx = self.ctx();
        self.app.store.write(move |tx| work(tx, &ctx)).await
    }

    /// Whether a role of the person allows `permission`.
    pub fn may(&self, permission: Permission) -> bool {
        self.staff.may(permission)
    }

    /// The frame of a page with this heading and the navigation of this person.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let mut page = self.visit.page(title).with_nav(self.nav());
        if page.path != TODAY {
            // Every address of the application begins with this one; only the page itself is the place.
            page.nav.iter_mut().filter(|item| item.href == TODAY).for_each(|item| item.is_current = false);
        }
        let roles: Vec<_> = self.staff.roles.iter().take(2).map(|role| role_name(self.t, *role)).collect();
        page.staff_role = (!roles.is_empty()).then(|| roles.join(", "));
        page
    }

    /// The frame of a page whose heading is a text of the catalogue.
    pub fn page_of(&self, key: &str) -> Page {
        self.page(self.t.get(key))
    }

    fn nav(&self) -> Vec<NavItem> {
        let item = |key: &str, href: &str, icon: &'static str| NavItem::new(self.t.get(key), href, icon);
        let mut nav = vec![item("office-nav-today", TODAY, "home")];
        if self.may(Permission::TaskWork) {
            nav.push(item("office-nav-tasks", "/office/tasks", "task"));
            nav.push(item("office-nav-queue", "/office/queue", "inbox"));
        }
        if self.may(Permission::DecisionSign) {
            nav.push(item("work-sign-list-title", "/office/sign", "pen"));
        }
        if self.may(Permission::CaseRead) {
            nav.push(item("office-nav-cases", "/office/cases", "folder"));
        }
        if self.may(Permission::ApplicationIntake) {
            nav.push(item("office-nav-new", "/office/new", "plus").in_group(self.t.get("office-nav-group-intake")));
            nav.push(item("office-nav-intake", "/office/intake", "mail"));
        }
        if self.may(Permission::ReportView) {
            nav.push(item("office-nav-dashboard", "/office/dashboard", "chart").in_group(self.t.get("office-nav-group-reports")));
            // Letters speak of cases: who does not read cases does not read them either.
            if self.may(Permission::CaseRead) {
                nav.push(item("office-nav-mail", "/office/mail", "send"));
            }
        }
        let administers = [Permission::OrganisationManage, Permission::KitManage, Permission::CalendarManage, Permission::LogRead];
        if administers.into_iter().any(|permission| self.may(permission)) {
            nav.push(item("office-nav-admin", "/admin", "settings").in_group(self.t.get("office-nav-group-admin")));
        }
        nav
    }
}

/// The name of a role.
pub fn role_name(t: Texts, role: kernel::actor::Role) -> String {
    t.get(&format!("office-role-{}", role.identifier().replace('_', "-"))).into_owned()
}

/// What a clerk is told of a refused command: one sentence, with the people and times it is about.
pub fn refusal(t: Texts, error: &Error) -> Option<(String, Vec<(&'static str, Arg)>)> {
    let plain = |key: &str| Some((key.to_owned(), Vec::new()));
    match error {
        Error::Taken { what, by, at } => {
            let when = format::date_time(format::instant(*at), t.language());
            let key = if by.is_empty() { "office-refused-gone".to_owned() } else { format!("office-refused-{what}") };
            Some((key, vec![("who", by.as_str().into()), ("when", when.into())]))
        }
        Error::AwaitsOpinion { name } => Some(("office-refused-awaits".to_owned(), vec![("name", name.as_str().into())])),
        Error::FourEyes => plain("office-refused-four-eyes"),
        Error::Closed => plain("office-refused-closed"),
        Error::Suspended => plain("office-refused-suspended"),
        Error::WrongStatus { .. } => plain("office-refused-status"),
        Error::Missing { what: "reason" } => plain("office-refused-reason"),
        _ => None,
    }
}

/// The page of a refusal.
pub fn refused(t: Texts, error: Error) -> PageError {
    let text = refusal(t, &error);
    let page = PageError::from_coded(error);
    match text {
        Some((key, args)) => page.with_text_args(key, args),
        None => page,
    }
}

/// The sentence of a refusal, for notices and lists.
pub fn refusal_sentence(t: Texts, error: &Error) -> String {
    match refusal(t, error) {
        Some((key, args)) => t.with(&key, &args),
        None if matches!(error, Error::Denied(_)) => t.get("office-refused-right").into_owned(),
        None => t.get("office-refused-other").into_owned(),
    }
}

/// Answers „not found“ where the right to know of a thing is missing.
pub fn unknown(error: PageError) -> PageError {
    if error.status == axum::http::StatusCode::FORBIDDEN { PageError::not_found() } else { error }
}

//! One request by somebody: who, for which administration, in which language. Handlers take a [`Visit`] and get from it
//! the circumstances of a command and the frame of a page.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use identity::StaffSession;
use kernel::actor::{Actor, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, CommandId};
use kernel::permission::Permission;

use crate::administration::Administration;
use crate::app::App;
use crate::error::PageError;
use crate::frame::{Area, Frame};
use crate::page::{Notice, Page};
use crate::texts::{Language, Texts};
use crate::{cookie, csrf, sign};

/// One request by somebody.
#[derive(Clone)]
pub struct Visit {
    /// The shared state.
    pub app: App,
    /// What is known of the request itself.
    pub frame: Arc<Frame>,
    /// Who acts.
    pub actor: Actor,
    /// Texts in the language of the answer.
    pub t: Texts,
    /// The session of a member of staff, for the list of sessions and the warning before its end.
    pub session: Option<StaffSession>,
    notice: Option<Notice>,
    density_compact: Option<bool>,
}

impl Visit {
    /// The administration.
    pub fn administration(&self) -> &Administration {
        &self.frame.administration
    }

    /// The language of the answer.
    pub fn language(&self) -> Language {
        self.frame.language
    }

    /// The peer's address.
    pub fn address(&self) -> IpAddr {
        self.frame.address
    }

    /// Circumstances of a read.
    pub fn ctx(&self) -> Ctx {
        Ctx {
            administration_id: self.frame.administration.id,
            actor: self.actor.clone(),
            now: self.app.clock.now(),
            command_id: None,
            request_id: self.frame.request_id.clone(),
            random: self.app.random.clone(),
            key: self.app.key.clone(),
            base_url: self.app.config.base_url.as_str().into(),
        }
    }

    /// Circumstances of a command that the form token (or `Idempotency-Key`) identifies.
    pub fn ctx_for(&self, command: CommandId) -> Ctx {
        Ctx { command_id: Some(command), ..self.ctx() }
    }

    /// The member of staff, or the way to the sign-in page.
    pub fn staff(&self) -> Result<&StaffActor, PageError> {
        self.actor.staff().ok_or_else(|| self.sign_in())
    }

    /// The member of staff when allowed `permission`; otherwise sign-in or 403.
    pub fn staff_with(&self, permission: Permission) -> Result<&StaffActor, PageError> {
        let staff = self.staff()?;
        if staff.may(permission) { Ok(staff) } else { Err(PageError::forbidden()) }
    }

    /// The way to the staff sign-in page and back to here.
    pub fn sign_in(&self) -> PageError {
        let here = self.frame.uri.path_and_query().map_or("/office", |address| address.as_str());
        PageError::redirect(format!("/office/sign-in?next={}", query_value(here)))
    }

    /// The case whose applicant's side this is.
    pub fn own_case(&self) -> Option<CaseId> {
        match self.actor {
            Actor::Applicant(case) => Some(case),
            _ => None,
        }
    }

    /// The token that forms of this browser carry.
    pub fn csrf_token(&self) -> String {
        csrf::token(&self.app.keys, &self.frame.visit_id, &sign::random_token(&*self.app.random))
    }

    /// Whether nothing is known of the visitor that a page would show: no session, no message, no choice of looks.
    pub fn is_plain(&self) -> bool {
        matches!(self.actor, Actor::Anonymous) && self.notice.is_none() && self.density_compact.is_none()
    }

    /// The frame of a page with this heading, already in the language of the answer.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let mut page = Page::new(&self.frame, title);
        page.csrf_token = self.csrf_token();
        page.form_token = CommandId::new(self.app.clock.now(), &*self.app.random).to_string();
        page.now = self.app.clock.now();
        page.notice = self.notice.clone();
        page.staff_name = self.actor.staff().map(|staff| staff.name.clone());
        page.searches = self.actor.staff().is_some_and(|staff| staff.may(Permission::CaseRead));
        page.session_s = self.session.as_ref().map(|session| (session.expires_at() - page.now.as_millisecond()) / 1_000);
        page.is_compact = self.density_compact.unwrap_or(self.frame.area != Area::Portal);
        page
    }

    /// The frame of a page whose heading is a text of the catalogue.
    pub fn page_of(&self, key: &str) -> Page {
        self.page(self.t.get(key))
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let frame = parts.extensions.get::<Arc<Frame>>().cloned().ok_or_else(|| PageError::unavailable(5))?;
        let (actor, session) = crate::session::actor(app, &frame, &parts.headers).await?;
        let notice = cookie::value(&parts.headers, cookie::NOTICE)
            .and_then(|sealed| app.keys.open("notice", sealed))
            .and_then(|text| serde_json::from_str(&text).ok());
        let density_compact = match cookie::value(&parts.headers, cookie::DENSITY) {
            Some("compact") => Some(true),
            Some("comfortable") => Some(false),
            _ => None,
        };
        Ok(Visit { app: app.clone(), t: frame.texts(), frame, actor, session, notice, density_compact })
    }
}

/// A visit by a member of staff; anybody else is sent to the sign-in page.
#[derive(Clone)]
pub struct StaffVisit {
    visit: Visit,
    /// Who.
    pub staff: StaffActor,
}

impl StaffVisit {
    /// Refuses with 403 unless a role of the person allows `permission`.
    pub fn require(&self, permission: Permission) -> Result<(), PageError> {
        if self.staff.may(permission) { Ok(()) } else { Err(PageError::forbidden()) }
    }
}

impl Deref for StaffVisit {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<App> for StaffVisit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let staff = visit.staff()?.clone();
        Ok(StaffVisit { visit, staff })
    }
}

/// Text fit for a value in the query of an address.
pub fn query_value(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// An address of this host, given by an outsider (`?next=…`): anything else becomes `fallback`.
pub fn local_address(address: &str, fallback: &str) -> String {
    let is_local = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(['\\', '\r', '\n', '\0'])
        && !address.starts_with("/office/sign-in");
    if is_local { address.to_owned() } else { fallback.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_host_are_followed() {
        assert_eq!(local_address("/office/cases?x=1", "/"), "/office/cases?x=1");
        assert_eq!(local_address("//evil.bg", "/"), "/");
        assert_eq!(local_address("https://evil.bg", "/"), "/");
        assert_eq!(local_address("/\\evil.bg", "/"), "/");
        assert_eq!(local_address("/office/sign-in?next=/", "/office"), "/office");
    }
}

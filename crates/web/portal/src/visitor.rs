//! A visitor of the portal: one request, the drafts of its browser, and ways to read and to act.
//!
//! The one rule: what belongs to a case is reached only through [`OwnCase`], which answers a forged identifier like an unknown one.

use std::ops::Deref;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::HeaderValue;
use axum::http::request::Parts;
use axum::response::Response;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, CommandId};
use store::Tx;
use web::visit::query_value;
use web::{App, NavItem, Page, PageError, Visit, cookie, redirect, sign};

/// Cookie of a browser that keeps drafts. It outlives sessions, so that answers are found again days later.
const DRAFTS_COOKIE: &str = "gishe_drafts";
/// LIMIT: how long a browser is remembered as the owner of its drafts, seconds: half a year.
const DRAFTS_COOKIE_S: u64 = 183 * 24 * 3600;

/// One request on the portal.
#[derive(Clone)]
pub struct Visitor {
    visit: Visit,
    /// Who owns the drafts of this browser; empty for a browser that has none.
    owner: String,
}

impl Deref for Visitor {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

fn owner_of(app: &App, token: &str) -> String {
    app.keys.tag("draft-owner", token)
}

impl FromRequestParts<App> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let token = cookie::value(&parts.headers, DRAFTS_COOKIE).filter(|token| token.len() == 44);
        Ok(Visitor { owner: token.map(|token| owner_of(app, token)).unwrap_or_default(), visit })
    }
}

impl Visitor {
    /// Who owns the drafts of this browser; empty when it has none.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The owner of drafts for a browser that is about to get its first one, with the cookie that remembers it.
    pub fn owner_or_new(&self) -> (String, Option<HeaderValue>) {
        if !self.owner.is_empty() {
            return (self.owner.clone(), None);
        }
        let token = format!("{}{}", sign::random_token(&*self.app.random), sign::random_token(&*self.app.random));
        let line = cookie::set(DRAFTS_COOKIE, &token, Some(DRAFTS_COOKIE_S), self.app.config.is_https());
        (owner_of(&self.app, &token), Some(line))
    }

    /// The same visitor as the owner of drafts, before the browser has sent the new cookie back.
    pub fn owning(self, owner: String) -> Visitor {
        Visitor { owner, ..self }
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

    /// Reads a few rows by their keys, without waking another thread for it.
    pub async fn look_up<T, F>(&self, work: F) -> Result<T, PageError>
    where
        F: FnOnce(&Tx<'_>, &Ctx) -> Result<T, PageError> + Send + 'static,
        T: Send + 'static,
    {
        let ctx = self.ctx();
        self.app.store.look_up(move |tx| work(tx, &ctx)).await
    }

    /// Runs a command that no form token identifies, such as saving a draft.
    pub async fn write<T, F>(&self, work: F) -> Result<T, PageError>
    where
        F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, PageError> + Clone + Send + 'static,
        T: Send + 'static,
    {
        let ctx = self.ctx();
        self.app.store.write(move |tx| work(tx, &ctx)).await
    }

    /// Runs a command that is done once however often its form is sent.
    pub async fn write_once<T, F>(&self, command: CommandId, work: F) -> Result<T, PageError>
    where
        F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, PageError> + Clone + Send + 'static,
        T: Send + 'static,
    {
        let ctx = self.ctx_for(command);
        self.app.store.write(move |tx| work(tx, &ctx)).await
    }

    /// The frame of a page of the portal with this heading.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let item = |key: &str, href: &str, icon: &'static str| NavItem::new(self.t.get(key), href, icon);
        let mut nav = vec![item("portal-nav-services", "/services", "list"), item("portal-nav-status", "/status", "search")];
        nav.push(item("portal-nav-mine", "/drafts", "folder"));
        nav.push(match self.own_case() {
            Some(case) => item("portal-nav-case", &format!("/case/{case}"), "lock"),
            None => item("portal-nav-case", "/case", "lock"),
        });
        self.visit.page(title).with_nav(nav)
    }

    /// The frame of a page whose heading is a text of the catalogue.
    pub fn page_of(&self, key: &str) -> Page {
        self.page(self.t.get(key))
    }

    /// An answer with one more cookie, if there is one to set.
    pub fn with_cookie(mut response: Response, line: Option<HeaderValue>) -> Response {
        if let Some(line) = line {
            redirect::add(&mut response, line);
        }
        response
    }
}

/// A visitor who is on the applicant's side of the case in the address (`{case}`).
///
/// Without a session every identifier, known or not, leads to the page where number and access code are asked for; with the session
/// of another case every identifier is unknown.
#[derive(Clone)]
pub struct OwnCase {
    visitor: Visitor,
    /// The case.
    pub id: CaseId,
}

impl Deref for OwnCase {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl FromRequestParts<App> for OwnCase {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| PageError::not_found())?;
        let asked = params.iter().find(|(name, _)| *name == "case").and_then(|(_, text)| text.parse::<CaseId>().ok());
        let asked = asked.ok_or_else(PageError::not_found)?;
        match visitor.own_case() {
            Some(own) if own == asked => Ok(OwnCase { visitor, id: own }),
            Some(_) => Err(PageError::not_found().with_text("portal-case-other").with_way_on("/case")),
            None => {
                let here = if parts.method == axum::http::Method::GET { parts.uri.path() } else { "" };
                Err(PageError::redirect(format!("/case?next={}", query_value(here))))
            }
        }
    }
}

impl OwnCase {
    /// Address of a page of this case: `path` begins with a slash or is empty.
    pub fn at(&self, path: &str) -> String {
        format!("/case/{}{path}", self.id)
    }
}

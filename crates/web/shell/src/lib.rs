//! What portal, office, admin and api share: the frame around every request, texts, page templates, form fields, error pages,
//! uploads, charts.
//!
//! The one rule: a page can be made only inside the frame, so headers, form protection, language and correlation number are
//! never a handler's concern.
//!
//! # How a page is made
//!
//! ```ignore
//! #[derive(Template)]
//! #[template(path = "thing.html")]           // extends "base.html" (portal) or "office_base.html" (desk)
//! struct ThingPage { page: Page, thing: Thing }
//!
//! async fn thing(visit: Visit) -> Result<Response, PageError> {
//!     let ctx = visit.ctx();
//!     let thing = visit.app.store.read(move |tx| things::thing(tx, &ctx)).await?;
//!     render(&ThingPage { page: visit.page_of("error-404-title").with_back("/"), thing })
//! }
//! ```
//!
//! In the template: `{{ page.t("key") }}`, `{{ page.t1("key", "name", value) }}`, `{{ page.n("key", count) }}`,
//! `{{ page.date_at(at) }}`, `{{ page.money(cents) }}`, `{{ page.icon("clock") }}`; components with
//! `{% import "ui.html" as ui %}` and `{{ ui::input("email", page.t("shell-email")) }}`. A form begins with
//! `{{ page.csrf_field() }}`, and with `{{ page.token_field() }}` when sending it twice must do it once. Its handler takes
//! [`Pairs`] (or [`upload::Received`] with files), asks [`Pairs::command`] for the act's identifier, and answers with
//! [`redirect::with_notice`] or, when something is wrong, with the same page and [`Page::with_errors`].

pub mod access;
pub mod administration;
pub mod app;
pub mod assets;
pub mod chart;
pub mod choice;
pub mod cookie;
pub mod csrf;
pub mod download;
pub mod error;
mod error_page;
pub mod fields;
pub mod form;
pub mod format;
pub mod frame;
pub mod headers;
pub mod html;
pub mod icon;
pub mod page;
pub mod problem;
pub mod rate;
pub mod redirect;
pub mod session;
mod session_over;
pub mod sign;
pub mod sign_in;
pub mod sniff;
pub mod status;
pub mod term_text;
pub mod texts;
pub mod upload;
pub mod visit;

pub use access::{Access, Route};
pub use administration::{Administration, Directory};
pub use app::{App, Config};
pub use choice::Choice;
pub use error::PageError;
pub use form::{Form, Pairs};
pub use frame::{Area, Frame, finish};
pub use html::{Html, render};
pub use page::{Crumb, Errors, NavItem, Notice, Page};
pub use sign::Keys;
pub use texts::{Arg, Language, Texts};
pub use visit::{StaffVisit, Visit};

//! Pages of duty and help (P-33): accessibility, privacy, terms, help, contact.

use askama::Template;
use axum::response::Response;
use services::organisation::unit_list;
use web::{Page, PageError, render};

use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "info/text.html")]
struct TextPage {
    page: Page,
    lead: String,
    parts: Vec<(String, Vec<String>)>,
}

/// A unit one can turn to.
struct Office {
    name: String,
    address: String,
    hours: String,
}

#[derive(Template)]
#[template(path = "info/contact.html")]
struct ContactPage {
    page: Page,
    offices: Vec<Office>,
}

/// A page of texts: `portal-{name}-title`, `-lead`, then headings `-h1`, `-h2` … each with paragraphs `-h1-p1`, `-h1-p2` …
fn text(visitor: &Visitor, name: &str) -> Result<Response, PageError> {
    let t = visitor.t;
    let administration = visitor.administration();
    let filled = |key: &str| {
        if !t.has(key) {
            return None;
        }
        let args = [
            ("administration", administration.name(t.language()).into()),
            ("email", administration.email.as_str().into()),
            ("phone", administration.phone.as_str().into()),
            ("address", administration.address.as_str().into()),
        ];
        Some(t.with(key, &args))
    };
    let mut parts = Vec::new();
    for heading in 1.. {
        let Some(title) = filled(&format!("portal-{name}-h{heading}")) else { break };
        let paragraphs = (1..).map_while(|number| filled(&format!("portal-{name}-h{heading}-p{number}"))).collect();
        parts.push((title, paragraphs));
    }
    let page = visitor.page_of(&format!("portal-{name}-title"));
    render(&TextPage { page, lead: filled(&format!("portal-{name}-lead")).unwrap_or_default(), parts })
}

/// The accessibility statement.
pub async fn accessibility(visitor: Visitor) -> Result<Response, PageError> {
    text(&visitor, "accessibility")
}

/// What happens with personal data.
pub async fn privacy(visitor: Visitor) -> Result<Response, PageError> {
    text(&visitor, "privacy")
}

/// Terms of use.
pub async fn terms(visitor: Visitor) -> Result<Response, PageError> {
    text(&visitor, "terms")
}

/// Help.
pub async fn help(visitor: Visitor) -> Result<Response, PageError> {
    text(&visitor, "help")
}

/// Whom to ask, where and when.
pub async fn contact(visitor: Visitor) -> Result<Response, PageError> {
    let language = visitor.t.language().code();
    let units = visitor.read(|tx, ctx| Ok(unit_list(tx, ctx.administration_id)?)).await?;
    let offices = units.into_iter().filter(|unit| !unit.address.is_empty() || !unit.hours.is_empty()).map(|unit| Office {
        name: unit.name(language).to_owned(),
        address: unit.address.clone(),
        hours: unit.hours.clone(),
    });
    render(&ContactPage { page: visitor.page_of("portal-contact-title"), offices: offices.collect() })
}

//! Acts that are done once, and what a clerk sees when one was refused.
//!
//! The one rule: what was typed is shown again whenever an act was refused; only a failure of the system may lose the page.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use cases::Error;
use kernel::ctx::Ctx;
use kernel::ids::CommandId;
use store::Tx;
use web::{Page, PageError, Pairs, render};

use crate::desk::{Desk, refusal, refusal_sentence, refused as refused_page};

/// Runs an act that is done once however often its form is sent; its refusal is left to the caller.
pub async fn act<T, F>(desk: &Desk, command: CommandId, work: F) -> Result<T, Error>
where
    F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, Error> + Send + 'static,
    T: Send + 'static,
{
    let ctx = desk.ctx_for(command);
    desk.app.store.write(move |tx| work(tx, &ctx)).await
}

/// A line of what was typed into a refused form.
#[derive(Debug, Clone)]
struct Typed {
    label: String,
    value: String,
}

#[derive(Template)]
#[template(path = "work/refused.html")]
struct RefusedPage {
    page: Page,
    sentence: String,
    what_now: String,
    typed: Vec<Typed>,
    way_on: String,
}

/// Names of inputs that carry no words of the clerk.
const SILENT: [&str; 5] = ["form_token", "act", "confirm", "revision", "return"];

fn typed_of(desk: &Desk, pairs: &Pairs, labels: &[(String, String)]) -> Vec<Typed> {
    let mut typed = Vec::new();
    for (name, value) in &pairs.0 {
        if value.trim().is_empty() || SILENT.contains(&name.as_str()) || name.ends_with("-rows") || value == "false" {
            continue;
        }
        let known = labels.iter().find(|(known, _)| known == name).map(|(_, label)| label.clone());
        let label = known.or_else(|| desk.t.find(&format!("work-typed-{name}")).map(|text| text.into_owned()));
        if let Some(label) = label {
            typed.push(Typed { label, value: value.clone() });
        }
    }
    typed
}

/// The answer to an act that somebody else forestalled or that is no longer possible: who, when, and everything that was typed.
///
/// `labels` names the inputs that the catalogue does not know. Errors of another kind become the usual page.
pub fn refused(desk: &Desk, error: Error, pairs: &Pairs, labels: &[(String, String)], way_on: &str) -> Result<Response, PageError> {
    let is_told = matches!(error, Error::Process { .. }) || refusal(desk.t, &error).is_some();
    if !is_told {
        return Err(refused_page(desk.t, error));
    }
    let typed = typed_of(desk, pairs, labels);
    let what_now = desk.t.get(if typed.is_empty() { "work-refused-now" } else { "work-refused-typed" });
    let mut response = render(&RefusedPage {
        page: desk.page_of("work-refused-title"),
        sentence: refusal_sentence(desk.t, &error),
        what_now: what_now.into_owned(),
        typed,
        way_on: way_on.to_owned(),
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

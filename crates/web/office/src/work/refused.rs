//! Acts that are done once, and what a clerk sees when one was refused.
//!
//! The one rule: what was typed is shown again whenever an act was refused; only a failure of the system may lose the page.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use cases::Error;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, CommandId};
use store::{Tx, history};
use web::{Page, PageError, Pairs, render};

use crate::desk::{Desk, refusal, refusal_sentence, refused as refused_page};
use crate::journal_words;

/// Runs an act that is done once however often its form is sent; its refusal is left to the caller.
pub async fn act<T, F>(desk: &Desk, command: CommandId, work: F) -> Result<T, Error>
where
    F: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, Error> + Clone + Send + 'static,
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
    latest: Vec<Latest>,
    way_on: String,
}

/// One of the latest facts of a case: what happened meanwhile.
#[derive(Debug, Clone)]
pub struct Latest {
    /// What.
    pub label: String,
    /// The detail that matters.
    pub detail: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
}

/// Facts of a case shown beside a refusal.
const LATEST: usize = 3;

/// The latest facts of a case, the newest first.
pub async fn latest(desk: &Desk, case: CaseId) -> Result<Vec<Latest>, PageError> {
    let t = desk.t;
    let entries = desk.read(move |tx, ctx| Ok(history::of_case(tx, ctx.administration_id, case)?)).await?;
    let told = entries.iter().rev().filter(|entry| !journal_words::is_technical(&entry.kind)).take(LATEST);
    Ok(told
        .map(|entry| Latest {
            label: journal_words::label(t, &entry.kind),
            detail: journal_words::detail(t, entry),
            who: journal_words::who(t, entry),
            at: web::format::date_time(web::format::instant(entry.at), t.language()),
        })
        .collect())
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
    answer(desk, error, pairs, labels, way_on, Vec::new())
}

/// The same for an act on a case, with what happened in the case meanwhile.
pub async fn of_case(
    desk: &Desk,
    error: Error,
    pairs: &Pairs,
    labels: &[(String, String)],
    way_on: &str,
    case: CaseId,
) -> Result<Response, PageError> {
    let latest = latest(desk, case).await?;
    answer(desk, error, pairs, labels, way_on, latest)
}

fn answer(
    desk: &Desk,
    error: Error,
    pairs: &Pairs,
    labels: &[(String, String)],
    way_on: &str,
    latest: Vec<Latest>,
) -> Result<Response, PageError> {
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
        latest,
        way_on: way_on.to_owned(),
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

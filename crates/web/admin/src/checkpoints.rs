//! The transparency log of the administration and its witnesses: what it holds, who signed it, whether it rests and why, what the last
//! checks found. For the operator of the journal also the log of the journal.
//!
//! The one rule: a signature is called good only after it was verified here and now; what the store says of itself is not believed.

mod view;
mod walk;

use askama::Template;
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::permission::Permission;
use serde::Deserialize;
use store::log::{self, CheckKind, LogId};
use web::{Notice, Page, PageError, Pairs, redirect, render};

use crate::desk::Desk;
use view::{LogView, read};

/// The word for the log of the journal in an address.
const JOURNAL: &str = "journal";
/// Seconds after which the page looks again while a check goes on.
const REFRESH_S: u32 = 5;

/// Which log the address means.
#[derive(Debug, Default, Deserialize)]
pub struct WhichQuery {
    #[serde(default)]
    log: String,
}

/// The log a word means, for whoever may see it.
fn log_of(desk: &Desk, word: &str) -> Result<LogId, PageError> {
    match word {
        "" => Ok(LogId::of(desk.administration().id)),
        JOURNAL => desk.require_journal().map(|_| LogId::JOURNAL),
        _ => Err(PageError::not_found()),
    }
}

/// A log that can be chosen.
struct Tab {
    words: String,
    href: &'static str,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "checkpoints.html")]
struct CheckpointsPage {
    page: Page,
    tabs: Vec<Tab>,
    /// The word of the log in addresses and forms.
    which: String,
    view: Option<LogView>,
    /// Command that compares a stopped log and sets it going.
    resume: String,
    witness_key: String,
}

/// The page.
pub async fn page(desk: Desk, Query(query): Query<WhichQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let log = log_of(&desk, &query.log)?;
    let (setting, t, now_ms) = (desk.setting.clone(), desk.t, desk.app.clock.now().as_millisecond());
    let view = desk.read(move |tx, _| Ok(read(tx, log, &setting, t, now_ms)?)).await?;
    let tab = |key: &str, href, word: &str| Tab { words: desk.t.get(key).into_owned(), href, is_current: query.log == word };
    let tabs = match desk.journal() {
        Some(_) => vec![
            tab("admin-checkpoints-own", "/admin/checkpoints", ""),
            tab("admin-checkpoints-journal", "/admin/checkpoints?log=journal", JOURNAL),
        ],
        None => Vec::new(),
    };
    let name = if log == LogId::JOURNAL { JOURNAL.to_owned() } else { desk.administration().eik.clone() };
    let mut page = desk.page_of("admin-checkpoints-title");
    page.refresh_s = view.as_ref().is_some_and(|view| view.is_walking).then_some(REFRESH_S);
    render(&CheckpointsPage {
        page,
        tabs,
        which: query.log,
        witness_key: view.as_ref().and_then(|view| view.keys.first().cloned()).unwrap_or_default(),
        view,
        resume: format!("gishe journal resume --administration {name}"),
    })
}

/// Walks the whole log in the background; the page tells how it goes.
pub async fn verify(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let which = pairs.get("log").to_owned();
    let log = log_of(&desk, &which)?;
    let started_at = desk.app.clock.now().as_millisecond();
    let begun = desk
        .attempt(move |tx, ctx| -> store::Result<bool> {
            log::state(tx, log)?;
            let is_new = log::check_begin(tx, log, CheckKind::Walk, started_at)?;
            if is_new {
                walk::asked(tx, ctx, log)?;
            }
            Ok(is_new)
        })
        .await?;
    let key = if begun { "admin-checkpoints-walk-begun" } else { "admin-checkpoints-walk-running" };
    if begun {
        walk::start(&desk, log, started_at);
    }
    let address = if which.is_empty() { "/admin/checkpoints".to_owned() } else { format!("/admin/checkpoints?log={which}") };
    Ok(redirect::with_notice(&desk, &address, &Notice::info(desk.t.get(key))))
}

/// An answer with a text that is kept as a file, under the policy of every page.
pub fn text_file(text: String, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, text).into_response()
}

/// The last signed checkpoint with every signature, as a file.
pub async fn checkpoint(desk: Desk, Query(query): Query<WhichQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let log = log_of(&desk, &query.log)?;
    let last = desk.read(move |tx, _| Ok(log::checkpoint_last(tx, log)?)).await?;
    let last = last.ok_or_else(PageError::not_found)?;
    let note = last.note.ok_or_else(PageError::not_found)?;
    Ok(text_file(note.to_string(), &format!("checkpoint-{}.txt", last.head.size)))
}

/// The public keys of the log and of its witnesses, one a line.
pub async fn keys(desk: Desk, Query(query): Query<WhichQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let log = log_of(&desk, &query.log)?;
    let keys = desk.read(move |tx, _| Ok(view::keys_of(tx, log)?)).await?;
    let witnesses = desk.setting.witnesses.iter().map(|witness| witness.key.to_string());
    let lines: String = keys.iter().map(ToString::to_string).chain(witnesses).map(|line| format!("{line}\n")).collect();
    Ok(text_file(lines, "log-keys.txt"))
}

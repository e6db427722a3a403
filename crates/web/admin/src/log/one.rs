//! One fact of the history with everything it says, and its proof from the log of the administration.
//!
//! The one rule: the proof is the receipt of the entry that names this place of the chain; without a published one there is none yet.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::permission::Permission;
use serde_json::Value as Json;
use store::Store;
use store::history::{self, Entry};
use store::log::{self, LogId, Payload, Proofs};
use tlog::{Kind, SignedCheckpoint};
use web::{Page, PageError, render};

use super::{LogRow, row};
use crate::checkpoints::text_file;
use crate::desk::Desk;

/// LIMIT: entries of the log that are looked through for the one that names a fact: those received after it happened, some seconds' worth.
const SOUGHT_MAX: u64 = 20_000;
/// How much earlier than the fact the search begins, ms: clocks of nodes differ.
const EARLIER_MS: u64 = 60_000;
/// An entry is under a published checkpoint within a second or two, seconds.
const RETRY_S: u64 = 5;

#[derive(Template)]
#[template(path = "log_one.html")]
struct OnePage {
    page: Page,
    row: LogRow,
    kind: String,
    class: String,
    case: String,
    hash: String,
    previous_hash: String,
    previous: Option<i64>,
    next: Option<i64>,
}

async fn entry(desk: &Desk, seq: &str) -> Result<Entry, PageError> {
    let seq = seq.parse::<i64>().ok().filter(|seq| *seq > 0).ok_or_else(PageError::not_found)?;
    desk.read(move |tx, ctx| Ok(history::one(tx, ctx.administration_id, seq)?)).await?.ok_or_else(PageError::not_found)
}

/// The fact.
pub async fn page(desk: Desk, Path(seq): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let t = desk.t;
    let found = entry(&desk, &seq).await?;
    let (seq, case) = (found.seq, found.case_id);
    let (before, after, number) = desk
        .read(move |tx, ctx| {
            let one = |seq| history::one(tx, ctx.administration_id, seq);
            let number = case.map(|case| cases::audit::case_number(tx, ctx, case)).transpose()?;
            Ok((one(seq - 1)?, one(seq + 1)?, number))
        })
        .await?;
    render(&OnePage {
        page: desk.page(crate::words::kind(t, &found.kind)).with_crumb(t.get("admin-log-title"), "/admin/log"),
        kind: found.kind.clone(),
        class: crate::words::actor_class(t, &found.actor_class),
        case: number.unwrap_or_default(),
        hash: kernel::secret::hex(&found.hash),
        previous_hash: before.as_ref().map(|entry| kernel::secret::hex(&entry.hash)).unwrap_or_default(),
        previous: before.map(|entry| entry.seq),
        next: after.map(|entry| entry.seq),
        row: row(t, found),
    })
}

/// The proof of the fact, as a file.
pub async fn proof(desk: Desk, Path(seq): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let found = entry(&desk, &seq).await?;
    let (store, log, seq) = (desk.app.store.clone(), LogId::of(desk.administration().id), found.seq);
    let text = tokio::task::spawn_blocking(move || receipt(&store, log, &found)).await.map_err(PageError::failure)??;
    match text {
        Some(text) => Ok(text_file(text, &format!("log-{seq}.tlog-proof"))),
        None => Err(PageError::unavailable(RETRY_S).with_text("admin-log-proof-soon")),
    }
}

/// The receipt of the entry that names a fact; nothing while none is under the published checkpoint.
fn receipt(store: &Store, log: LogId, fact: &Entry) -> store::Result<Option<String>> {
    let place = store.shelf().place(log)?;
    let Some(bytes) = place.checkpoint()? else { return Ok(None) };
    let keys = store.read_blocking(|tx| log::keys(tx, log))?;
    let signed = SignedCheckpoint::open(&bytes, &keys).map_err(|source| store::Error::damaged("checkpoint", source))?;
    let since = u64::try_from(fact.at).unwrap_or(0).saturating_sub(EARLIER_MS);
    let size = signed.head().size;
    let index = store.read_blocking(|tx| -> store::Result<_> {
        let first = log::index_since(tx, log, since)?;
        for index in first..size.min(first.saturating_add(SOUGHT_MAX)) {
            if names(tx, log, index, fact)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    })?;
    let Some(index) = index else { return Ok(None) };
    let proofs = Proofs::open(place, signed)?;
    Ok(store.read_blocking(|tx| log::receipt(tx, log, &proofs, index))?.map(|receipt| receipt.to_string()))
}

/// Whether an entry is the one of the command that wrote the fact.
fn names(tx: &store::Tx<'_>, log: LogId, index: u64, fact: &Entry) -> store::Result<bool> {
    let bytes = log::entry(tx, log, index)?;
    let is_history = tlog::Entry::parse(&bytes).is_ok_and(|entry| entry.kind == Kind::History);
    if !is_history {
        return Ok(false);
    }
    let Payload::Present { opening, .. } = log::payload(tx, log, index)? else { return Ok(false) };
    let said: Json = serde_json::from_slice(&opening.payload)?;
    let hash = kernel::secret::hex(&fact.hash);
    let is_named = |record: &Json| record["seq"].as_i64() == Some(fact.seq) && record["hash"].as_str() == Some(&hash);
    Ok(said["records"].as_array().is_some_and(|records| records.iter().any(is_named)))
}

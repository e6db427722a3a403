//! Proofs to take home: the receipt of a reported status and of an issued document (`journal-log.md` §5). A receipt convinces anybody, years
//! later and without us.
//!
//! The one rule: a proof leads to a checkpoint that is published; before that there is none, and the page says when to come again.

use axum::extract::Path;
use axum::response::Response;
use cases::tracking;
use store::log::{self, LogId, Proofs};
use store::{Store, Tx};
use tlog::SignedCheckpoint;
use web::PageError;
use web::download::{Disposition, file};

use crate::visitor::Visitor;

/// A status is under a published checkpoint within a second or two, seconds.
const RETRY_S: u64 = 5;
/// Media type of a receipt: it is a text.
const MEDIA_TYPE: &str = "text/plain; charset=utf-8";

/// The receipt of a status of the case behind a QR code.
pub async fn of_status(visitor: Visitor, Path((token, event)): Path<(String, String)>) -> Result<Response, PageError> {
    let view = visitor.look_up(move |tx, ctx| Ok(tracking::status_by_token(tx, ctx, &token.to_ascii_uppercase())?)).await?;
    let Some(report) = view.reports.iter().find(|report| report.id.to_string() == event) else { return Err(PageError::not_found()) };
    let name = format!("{}-{}.tlog-proof", view.rnu, report.status);
    receipt(&visitor, ejournal::client::PARTICIPANT, report.id.bytes(), &name).await
}

/// The receipt that the journal gave for a status of the case behind a QR code.
pub async fn of_journal(visitor: Visitor, Path((token, event)): Path<(String, String)>) -> Result<Response, PageError> {
    let read = move |tx: &Tx<'_>, ctx: &kernel::ctx::Ctx| {
        let view = tracking::status_by_token(tx, ctx, &token.to_ascii_uppercase())?;
        let Some(report) = view.reports.iter().find(|report| report.id.to_string() == event) else { return Ok(None) };
        let receipt = cases::journal::receipt_of(tx, ctx.administration_id, report.id)?;
        Ok(receipt.map(|receipt| (format!("{}-{}-journal.tlog-proof", view.rnu, report.status), receipt)))
    };
    let (name, receipt) = visitor.look_up(read).await?.ok_or_else(PageError::not_found)?;
    Ok(file(receipt.into_bytes(), MEDIA_TYPE, &name, Disposition::Attachment))
}

/// The receipt of the issued document behind a verification code.
pub async fn of_document(visitor: Visitor, Path(token): Path<String>) -> Result<Response, PageError> {
    let found = visitor.read(move |tx, ctx| Ok(cases::document::document_verify(tx, ctx, &token.to_ascii_uppercase())?)).await?;
    receipt(&visitor, 0, found.id.0.into_bytes(), &format!("{}.tlog-proof", found.number.replace('/', "-"))).await
}

/// The receipt of an event of the administration's own log as a file.
pub async fn receipt(visitor: &Visitor, participant: u32, event: [u8; 16], name: &str) -> Result<Response, PageError> {
    let log = LogId::of(visitor.ctx().administration_id);
    of_log(visitor, log, name, move |tx| log::index_of(tx, log, participant, tlog::EventId(event))).await
}

/// The receipt of the entry that `find` finds, as a file.
pub async fn of_log<F>(visitor: &Visitor, log: LogId, name: &str, find: F) -> Result<Response, PageError>
where
    F: FnOnce(&Tx<'_>) -> store::Result<Option<u64>> + Send + 'static,
{
    let store = visitor.app.store.clone();
    let work = move || text(&store, log, find);
    match tokio::task::spawn_blocking(work).await.map_err(|_| store::Error::Panicked)?? {
        Some(text) => Ok(file(text.into_bytes(), MEDIA_TYPE, name, Disposition::Attachment)),
        None => Err(PageError::unavailable(RETRY_S).with_text("portal-proof-soon")),
    }
}

/// The receipt of an entry under the checkpoint that is published; nothing while it is not under it.
fn text(store: &Store, log: LogId, find: impl FnOnce(&Tx<'_>) -> store::Result<Option<u64>>) -> store::Result<Option<String>> {
    let place = store.shelf().place(log)?;
    let Some(bytes) = place.checkpoint()? else { return Ok(None) };
    let found = store.read_blocking(|tx| -> store::Result<_> { Ok((log::keys(tx, log)?, find(tx)?)) })?;
    let (keys, Some(index)) = found else { return Ok(None) };
    let signed = SignedCheckpoint::open(&bytes, &keys).map_err(|source| store::Error::damaged("checkpoint", source))?;
    if index >= signed.head().size {
        return Ok(None);
    }
    let proofs = Proofs::open(place, signed)?;
    Ok(store.read_blocking(|tx| log::receipt(tx, log, &proofs, index))?.map(|receipt| receipt.to_string()))
}

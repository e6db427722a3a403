//! The workers: what was committed leaves from here – documents are drawn, mail is handed over, due timers fire.
//!
//! The one rule: a worker sleeps until something was committed or falls due; a sweep every two seconds is only the backstop.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use cases::document::{self, Document};
use cases::{lifecycle, message, render, timer};
use kernel::actor::Actor;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, DocumentId, MessageId};
use serde_json::Value as Json;
use store::outbox::{self, Claimed};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::runtime::Installation;

/// Pause between two sweeps when nothing wakes the worker.
const SWEEP: Duration = Duration::from_secs(2);
/// Outbox rows claimed at once.
const BATCH: i64 = 32;
/// Timers taken at once; between two of them commands of people are served.
const TIMERS: i64 = 64;

/// Pause between two removals of what is over: drafts, sessions, counts of wrong codes.
const TIDY: Duration = Duration::from_secs(3_600);

/// The running workers.
pub struct Workers {
    stop: watch::Sender<bool>,
    handle: JoinHandle<()>,
}

impl Workers {
    /// Lets the worker finish what it holds and waits for it.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.handle.await;
    }
}

/// Starts the workers of an installation.
pub fn start(installation: Installation, base_url: String) -> Workers {
    let (stop, mut stopped) = watch::channel(false);
    let base_url: Arc<str> = base_url.into();
    let handle = tokio::spawn(async move {
        let mut committed = installation.store.committed();
        let mut tidy_at = tokio::time::Instant::now();
        while !*stopped.borrow() {
            let worker = installation.clone();
            let url = base_url.clone();
            let is_tidy_due = tokio::time::Instant::now() >= tidy_at;
            if is_tidy_due {
                tidy_at = tokio::time::Instant::now() + TIDY;
            }
            let work = move || {
                if is_tidy_due {
                    tidy(&worker)?;
                }
                round(&worker, &url)
            };
            match tokio::task::spawn_blocking(work).await {
                Ok(Ok(true)) => continue,
                Ok(Ok(false)) => {}
                Ok(Err(error)) => tracing::error!("a round of the worker failed: {error:#}"),
                Err(error) => tracing::error!("the worker panicked: {error}"),
            }
            tokio::select! {
                _ = committed.changed() => {}
                _ = tokio::time::sleep(SWEEP) => {}
                _ = stopped.changed() => {}
            }
        }
    });
    Workers { stop, handle }
}

/// Removes what is over: expired drafts, ended sessions, old counts of wrong codes and passwords.
pub fn tidy(installation: &Installation) -> Result<()> {
    let now_ms = installation.clock.now().as_millisecond();
    let (drafts, sessions, attempts) = installation.store.write_blocking(move |tx| -> Result<_, cases::Error> {
        Ok((cases::draft::drafts_expire(tx, now_ms)?, identity::session_sweep(tx, now_ms)?, identity::attempt_sweep(tx, now_ms)?))
    })?;
    if drafts + sessions + attempts > 0 {
        tracing::info!(drafts, sessions, attempts, "removed what is over");
    }
    Ok(())
}

/// Does everything that is due; answers whether there may be more.
pub fn round(installation: &Installation, base_url: &str) -> Result<bool> {
    let now_ms = installation.clock.now().as_millisecond();
    let timers = installation.store.read_blocking(|tx| timer::timers_due(tx, now_ms, TIMERS))?;
    let mut fired_any = false;
    for due in &timers {
        let ctx = system(installation, due.administration_id, base_url);
        let (fired, context) = (due.clone(), ctx.clone());
        match installation.store.write_blocking(move |tx| lifecycle::timer_fire(tx, &context, &fired)) {
            Ok(()) => fired_any = true,
            Err(error) => tracing::error!(case.id = %due.case_id, error = &error as &dyn std::error::Error, "a timer could not fire"),
        }
    }
    let claimed = installation.store.write_blocking(move |tx| outbox::claim(tx, now_ms, BATCH))?;
    for row in &claimed {
        settle(installation, row, base_url)?;
    }
    Ok(fired_any || !claimed.is_empty())
}

/// Does everything that is due, until nothing is.
pub fn drain(installation: &Installation, base_url: &str) -> Result<()> {
    while round(installation, base_url)? {}
    Ok(())
}

fn system(installation: &Installation, administration: AdministrationId, base_url: &str) -> Ctx {
    Ctx {
        administration_id: administration,
        actor: Actor::System,
        now: installation.clock.now(),
        command_id: None,
        request_id: "worker".to_owned(),
        random: installation.random.clone(),
        key: installation.key.clone(),
        base_url: base_url.into(),
    }
}

/// Sends one claimed row and records what became of it.
fn settle(installation: &Installation, row: &Claimed, base_url: &str) -> Result<()> {
    let ctx = system(installation, row.administration_id, base_url);
    let outcome = match row.kind.as_str() {
        document::OUTBOX_KIND => draw(installation, &ctx, &row.payload),
        message::OUTBOX_KIND => send_mail(installation, &ctx, &row.payload),
        // The journal of this installation reads its rows from the outbox; its sender to the national journal is another component.
        cases::journal::OUTBOX_KIND => Ok(()),
        other => Err(anyhow::anyhow!("no worker for {other}")),
    };
    let now_ms = installation.clock.now().as_millisecond();
    let row = row.clone();
    match outcome {
        Ok(()) => installation.store.write_blocking(move |tx| outbox::done(tx, &row))?,
        Err(error) => {
            tracing::warn!(outbox.id = %row.id, outbox.kind = %row.kind, attempt = row.attempts + 1, "not sent: {error:#}");
            let text = format!("{error:#}");
            installation.store.write_blocking(move |tx| outbox::failed(tx, &row, now_ms, &text))?
        }
    };
    Ok(())
}

fn id_of<T: std::str::FromStr>(payload: &Json, key: &str) -> Result<T> {
    let text = payload[key].as_str().unwrap_or_default();
    text.parse().map_err(|_| anyhow::anyhow!("the outbox row has no {key}"))
}

/// Draws a document, stores the file, and only then says that it is issued.
fn draw(installation: &Installation, ctx: &Ctx, payload: &Json) -> Result<()> {
    let id: DocumentId = id_of(payload, "document")?;
    let administration = ctx.administration_id;
    let waiting = installation.store.read_blocking(|tx| -> Result<_, cases::Error> {
        let Some(document) = document::document_to_render(tx, administration, id)? else { return Ok(None) };
        let case = cases::case_get(tx, ctx, document.case_id)?;
        let kit = services::catalogue::kit_by_hash(tx, administration, &case.kit_hash)?;
        Ok(Some((document, kit)))
    })?;
    let Some((document, kit)) = waiting else { return Ok(()) };
    let document: Document = document;
    let pdf = render::document_render(&installation.documents, &kit, &document, &ctx.base_url)
        .with_context(|| format!("document {}", document.number))?;
    let blob = installation.store.blobs().put_blocking(pdf)?;
    let ctx = ctx.clone();
    installation.store.write_blocking(move |tx| document::document_issued(tx, &ctx, id, &blob))?;
    Ok(())
}

/// Hands an e-mail over. Without a mail server in the configuration the message stays readable in the application.
fn send_mail(installation: &Installation, ctx: &Ctx, payload: &Json) -> Result<()> {
    let id: MessageId = id_of(payload, "message")?;
    let administration = ctx.administration_id;
    let message = installation.store.read_blocking(|tx| message::message_get(tx, administration, id))?;
    if !message.recipient.contains('@') {
        bail!("the address is not one of e-mail");
    }
    tracing::info!(message.id = %id, "mail kept in the outbox of the installation");
    let ctx = ctx.clone();
    installation.store.write_blocking(move |tx| message::message_sent(tx, &ctx, id, true))?;
    Ok(())
}

//! The workers: what was committed leaves from here – documents are drawn, mail is handed over, due timers fire.
//!
//! The one rule: a worker sleeps until something was committed or falls due; a sweep every two seconds is only the backstop.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use cases::document::{self, Document};
use cases::statistic::{FACTS_MAX, statistic_follow};
use cases::{lifecycle, message, render, timer};
use ejournal::client::{self, Reporter};
use kernel::ctx::Ctx;
use kernel::entity_number::EntityNumber;
use kernel::ids::{AdministrationId, DocumentId, MessageId};
use serde_json::Value as Json;
use services::organisation::{Administration, administration_list};
use store::Store;
use store::lease::lease_take;
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

/// LIMIT: longest time one act of a worker may take: a document, a letter, a timer. It begins only with that much of its lease left.
const ACT_MAX: Duration = Duration::from_secs(2);

/// Pause between two counts of what the history has gained: they would only hold up the commands of a busy hour.
const FOLLOW: Duration = Duration::from_secs(1);

/// LIMIT: transactions in which the history is counted at once.
const FOLLOW_STEPS: usize = 20;

/// Pause between two removals of what is over: drafts, sessions, counts of wrong codes, files.
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
        let (mut tidy_at, mut follow_at) = (tokio::time::Instant::now(), tokio::time::Instant::now());
        while !*stopped.borrow() {
            let worker = installation.clone();
            let url = base_url.clone();
            let is_tidy_due = tokio::time::Instant::now() >= tidy_at;
            if is_tidy_due {
                tidy_at = tokio::time::Instant::now() + TIDY;
            }
            let is_follow_due = tokio::time::Instant::now() >= follow_at;
            if is_follow_due {
                follow_at = tokio::time::Instant::now() + FOLLOW;
            }
            let work = move || {
                if is_tidy_due {
                    tidy(&worker)?;
                }
                if is_follow_due {
                    follow(&worker)?;
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

/// Removes what is over: expired drafts, ended sessions, old counts of wrong codes and passwords, files that nothing came to name. One node does it at a time.
pub fn tidy(installation: &Installation) -> Result<()> {
    let (store, node) = (&installation.store, installation.node.clone());
    if !store.write_blocking(move |tx| lease_take(tx, "tidy", &node, TIDY / 2))? {
        return Ok(());
    }
    let now_ms = installation.clock.now().as_millisecond();
    let mut drafts = 0;
    for administration in administrations(store)? {
        drafts += store.write_blocking(move |tx| cases::draft::drafts_expire(tx, administration, now_ms))?;
    }
    let (sessions, attempts) = store.write_blocking(move |tx| -> store::Result<_> {
        Ok((identity::session_sweep(tx, now_ms)?, identity::attempt_sweep(tx, now_ms)?))
    })?;
    let of = administrations(store)?;
    let files = store.blobs_collect(now_ms, |tx, sha256| {
        of.iter().try_fold(false, |named, of| Ok(named || document::file_is_named(tx, *of, sha256)?))
    })?;
    if drafts + sessions + attempts + files > 0 {
        tracing::info!(drafts, sessions, attempts, files, "removed what is over");
    }
    Ok(())
}

fn administrations(store: &Store) -> Result<Vec<AdministrationId>> {
    Ok(store.read_blocking(administration_list)?.into_iter().map(|one| one.id).collect())
}

/// Does everything that is due; answers whether there may be more.
pub fn round(installation: &Installation, base_url: &str) -> Result<bool> {
    let mut did_any = false;
    for administration in installation.store.read_blocking(administration_list)? {
        did_any |= round_of(installation, administration.id, base_url)?;
        did_any |= report(installation, &administration)?;
    }
    Ok(did_any)
}

/// Makes what cases report to еЖурнал into events; answers whether there may be more.
fn report(installation: &Installation, administration: &Administration) -> Result<bool> {
    let (store, id) = (&installation.store, administration.id);
    if !store.read_blocking(|tx| client::has_waiting(tx, id))? {
        return Ok(false);
    }
    let (ctx, eik, oid) = (installation.system(id), administration.eik.parse::<EntityNumber>()?, administration.oid.clone());
    let formed = store.write_blocking(move |tx| client::form(tx, &ctx, &Reporter::new(&ctx, eik.clone(), &oid)))?;
    if formed.refused > 0 {
        tracing::error!(administration.id = %id, refused = formed.refused, "reports to the journal are wrong and wait for a person");
    }
    Ok(formed.is_full())
}

/// One round for one administration: due timers fire, claimed rows leave.
fn round_of(installation: &Installation, administration: AdministrationId, base_url: &str) -> Result<bool> {
    let (store, now_ms) = (&installation.store, installation.clock.now().as_millisecond());
    let mut fired_any = false;
    if store.read_blocking(|tx| timer::timer_next(tx, administration))?.is_some_and(|due| due <= now_ms) {
        let node = installation.node.clone();
        let timers = store.write_blocking(move |tx| timer::timers_claim(tx, administration, &node, now_ms, TIMERS))?;
        for due in timers.into_iter().filter(|due| due.hold.lasts(ACT_MAX)) {
            let (case, ctx) = (due.case_id, Ctx { base_url: base_url.into(), ..installation.system(administration) });
            match store.write_blocking(move |tx| lifecycle::timer_fire(tx, &ctx, &due)) {
                Ok(()) => fired_any = true,
                Err(error) => tracing::error!(case.id = %case, error = &error as &dyn std::error::Error, "a timer could not fire"),
            }
        }
    }
    if store.read_blocking(|tx| outbox::oldest_due(tx, administration))?.is_none_or(|due| due > now_ms) {
        return Ok(fired_any);
    }
    let node = installation.node.clone();
    let claimed = store.write_blocking(move |tx| outbox::claim(tx, administration, &node, now_ms, BATCH))?;
    for row in &claimed {
        // What could outlast its lease is left to whoever claims it next.
        if row.hold.lasts(ACT_MAX) {
            settle(installation, row, base_url)?;
        }
    }
    Ok(fired_any || !claimed.is_empty())
}

/// Counts what the history has gained, for a while: after an upgrade the whole past lies ahead, and letters must not wait for it.
/// Answers whether there is more.
pub fn follow(installation: &Installation) -> Result<bool> {
    let mut has_more = false;
    for administration in administrations(&installation.store)? {
        let mut steps = (0..FOLLOW_STEPS).map(|_| installation.store.write_blocking(move |tx| statistic_follow(tx, administration)));
        let last = steps.find(|read| !matches!(read, Ok(FACTS_MAX)));
        has_more |= last.transpose()?.is_none();
    }
    Ok(has_more)
}

/// Does everything that is due, until nothing is.
pub fn drain(installation: &Installation, base_url: &str) -> Result<()> {
    while round(installation, base_url)? {}
    while follow(installation)? {}
    Ok(())
}

/// Sends one claimed row and records what became of it.
fn settle(installation: &Installation, row: &Claimed, base_url: &str) -> Result<()> {
    let ctx = Ctx { base_url: base_url.into(), ..installation.system(row.administration_id) };
    let outcome = match row.kind.as_str() {
        document::OUTBOX_KIND => draw(installation, &ctx, &row.payload),
        message::OUTBOX_KIND => send_mail(installation, &ctx, &row.payload),
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
    let blob = installation.store.blob_put_blocking(pdf, ctx.now_ms())?;
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

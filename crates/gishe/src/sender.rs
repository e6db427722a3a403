//! The sender: events of this installation go to the journal, in batches, as long as it takes (`ejournal.md` §5.8).
//!
//! The one rule: nothing waits for the journal. It may be away for months; what is due stays due.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use ejournal::batch::SIGNED_MEDIA_TYPE;
use ejournal::client::{self, Told};
use kernel::ids::AdministrationId;
use reqwest::header::CONTENT_TYPE;
use store::lease::lease_take;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::runtime::Installation;
use crate::words::text;

/// LIMIT: time an answer may take.
const ANSWER: Duration = Duration::from_secs(30);
/// LIMIT: bytes of an answer: a result for each event.
const ANSWER_BYTES: usize = 1 << 20;
/// Least time between two batches when there is little: events of that time go together.
const GATHER: Duration = Duration::from_secs(1);
/// Pause between two looks when nothing is committed.
const SWEEP: Duration = Duration::from_secs(10);

/// Sends what is due to one journal.
pub struct Sender {
    installation: Installation,
    address: String,
    client: reqwest::Client,
    /// Failures in a row, of each administration.
    failures: BTreeMap<AdministrationId, u32>,
}

impl Sender {
    /// The sender of a configuration; none when it names no journal.
    pub fn configured(installation: &Installation, config: &Config) -> Result<Option<Sender>> {
        if config.report_to.is_empty() {
            return Ok(None);
        }
        store::tls_ready();
        let mut client = reqwest::Client::builder().timeout(ANSWER);
        if !config.report_certificate.as_os_str().is_empty() {
            let path = &config.report_certificate;
            let pem = std::fs::read(path).with_context(|| text!("cli-unreadable", path = path.display()))?;
            let identity = reqwest::Identity::from_pem(&pem).with_context(|| text!("cli-config-identity", path = path.display()))?;
            client = client.identity(identity);
        }
        let address = format!("{}/events:batch", config.report_to.trim_end_matches('/'));
        Ok(Some(Sender { installation: installation.clone(), address, client: client.build()?, failures: BTreeMap::new() }))
    }

    /// Sends one batch of each administration that has something due; answers whether there may be more.
    pub async fn round(&mut self) -> Result<bool> {
        let store = self.installation.store.clone();
        let mut has_more = false;
        for administration in store.read(services::organisation::administration_list).await? {
            let (id, now_ms) = (administration.id, self.installation.clock.now().as_millisecond());
            if !store.look_up(move |tx| client::has_due(tx, id, now_ms)).await? || !self.leads(id).await? {
                continue;
            }
            let batch = store.read(move |tx| client::outgoing(tx, id, now_ms)).await?;
            if batch.is_empty() {
                continue;
            }
            let told = match self.send(client::body(&batch)).await {
                Ok((status, answer)) => client::told(&batch, status, &answer),
                Err(error) => {
                    tracing::warn!(administration.id = %id, "the journal was not reached: {error:#}");
                    vec![Told::Later; batch.len()]
                }
            };
            let is_failure = told.iter().all(|one| *one == Told::Later);
            let failures = self.failures.entry(id).or_default();
            let attempt = *failures;
            *failures = if is_failure { attempt + 1 } else { 0 };
            for (event, told) in batch.iter().zip(&told) {
                if let Told::Refused(why) = told {
                    tracing::error!(administration.id = %id, event.id = %event.id, "the journal refuses an event for good: {why}");
                }
            }
            let ids: Vec<_> = batch.iter().map(|event| event.id).collect();
            has_more |= !is_failure;
            store.write(move |tx| client::settle(tx, id, &ids, &told, attempt, now_ms)).await?;
        }
        Ok(has_more)
    }

    /// Whether this node sends for an administration.
    async fn leads(&self, administration: AdministrationId) -> Result<bool> {
        let (store, node) = (&self.installation.store, self.installation.node.clone());
        let name = format!("sender {administration}");
        Ok(!store.is_shared() || store.write(move |tx| lease_take(tx, &name, &node, 2 * ANSWER)).await?)
    }

    async fn send(&self, body: Vec<u8>) -> Result<(u16, Vec<u8>)> {
        let request = self.client.post(&self.address).header(CONTENT_TYPE, SIGNED_MEDIA_TYPE).body(body);
        let mut response = request.send().await?;
        let (status, mut answer) = (response.status().as_u16(), Vec::new());
        while let Some(piece) = response.chunk().await? {
            if answer.len() + piece.len() > ANSWER_BYTES {
                break;
            }
            answer.extend_from_slice(&piece);
        }
        Ok((status, answer))
    }
}

/// Starts sending.
pub fn start(mut sender: Sender) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut committed = sender.installation.store.committed();
        loop {
            let has_more = sender.round().await.unwrap_or_else(|error| {
                tracing::error!("events could not be sent: {error:#}");
                false
            });
            if has_more {
                continue;
            }
            tokio::select! {
                _ = committed.changed() => tokio::time::sleep(GATHER).await,
                _ = tokio::time::sleep(SWEEP) => {}
            }
        }
    })
}

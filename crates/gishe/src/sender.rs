//! The sender: events of this installation go to the journal, in batches, as long as it takes (`ejournal.md` §5.8).
//!
//! The one rule: nothing waits for the journal. It may be away for months; what is due stays due. What it gives in return is kept only when
//! it verifies.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use ejournal::batch::SIGNED_MEDIA_TYPE;
use ejournal::client::{self, Due, Outgoing, Told};
use kernel::ids::AdministrationId;
use reqwest::header::CONTENT_TYPE;
use tlog::{Payload, Policy, VerifierKey, verify_receipt};

use crate::config::Config;
use crate::older_register::identity;
use crate::rounds::{Rounds, leads};
use crate::runtime::Installation;
use crate::words::text;

/// LIMIT: time an answer may take.
const ANSWER: Duration = Duration::from_secs(30);
/// LIMIT: bytes of an answer: a result for each event, with its receipt.
const ANSWER_BYTES: usize = 4 << 20;
/// How long the journal is asked to wait for its next checkpoint, s; it publishes twice a second.
const RECEIPT_WAIT_S: u32 = 10;

/// Sends what is due to one journal.
pub struct Sender {
    installation: Installation,
    address: String,
    client: reqwest::Client,
    /// Key of the log of the journal; without it no receipts are asked for.
    log_key: Option<VerifierKey>,
    /// Batches of events in a row that nothing came of, of each administration.
    failures: BTreeMap<AdministrationId, u32>,
}

/// Speaks with the journal of a configuration, under the certificate by which it knows this installation.
pub(crate) fn journal_client(config: &Config) -> Result<reqwest::Client> {
    store::tls_ready();
    let mut client = reqwest::Client::builder().timeout(ANSWER);
    if !config.report_certificate.as_os_str().is_empty() {
        client = client.identity(identity(&config.report_certificate)?);
    }
    Ok(client.build()?)
}

impl Sender {
    /// The sender of a configuration; none when it names no journal.
    pub fn configured(installation: &Installation, config: &Config) -> Result<Option<Sender>> {
        if config.report_to.is_empty() {
            return Ok(None);
        }
        let address = format!("{}/events:batch", config.report_to.trim_end_matches('/'));
        let key = config.report_log_key.as_str();
        let log_key =
            (!key.is_empty()).then(|| VerifierKey::parse(key).with_context(|| text!("cli-config-log-key", value = key))).transpose()?;
        let (installation, client) = (installation.clone(), journal_client(config)?);
        Ok(Some(Sender { installation, address, client, log_key, failures: BTreeMap::new() }))
    }

    /// Sends one batch of an administration; answers whether there may be more.
    async fn batch(&mut self, id: AdministrationId, due: Due) -> Result<bool> {
        let (store, now_ms) = (self.installation.store.clone(), self.installation.clock.now().as_millisecond());
        if !store.look_up(move |tx| client::has_due(tx, id, due, now_ms)).await?
            || !leads(&self.installation, format!("sender {id}"), 2 * ANSWER).await?
        {
            return Ok(false);
        }
        let client::Batch { events: batch, erased } = store.read(move |tx| client::outgoing(tx, id, due, now_ms)).await?;
        let has_erased = !erased.is_empty();
        if has_erased {
            store.write(move |tx| client::settle_erased(tx, id, &erased)).await?;
        }
        if batch.is_empty() {
            return Ok(has_erased);
        }
        let told = match self.send(client::body(&batch)).await {
            Ok((status, answer)) => self.verified(&batch, client::told(&batch, status, &answer)),
            Err(error) => {
                tracing::warn!(administration.id = %id, "the journal was not reached: {error:#}");
                vec![Told::Later; batch.len()]
            }
        };
        let is_failure = told.iter().all(|one| *one == Told::Later);
        let failures = self.failures.entry(id).or_default();
        let attempt = *failures;
        if due == Due::Events {
            *failures = if is_failure { attempt + 1 } else { 0 };
        }
        for (event, told) in batch.iter().zip(&told) {
            if let Told::Refused(why) = told {
                tracing::error!(administration.id = %id, event.id = %event.id, "the journal refuses an event for good: {why}");
            }
        }
        let ids: Vec<_> = batch.iter().map(|event| event.id).collect();
        store.write(move |tx| client::settle(tx, id, &ids, &told, attempt, now_ms)).await?;
        Ok(!is_failure && due == Due::Events)
    }

    /// What was told, with those receipts only that prove our event in the log of the journal.
    fn verified(&self, batch: &[Outgoing], told: Vec<Told>) -> Vec<Told> {
        let proves = |event: &Outgoing, receipt: &String| {
            let verified = verify_receipt(receipt.as_bytes(), self.log_key.as_slice(), &Policy::NONE);
            let is_ours =
                verified.as_ref().is_ok_and(|receipt| matches!(&receipt.payload, Payload::Present(bytes) if *bytes == event.bytes));
            if !is_ours {
                let why = verified.map_or_else(|error| error.to_string(), |_| "it is the receipt of another event".to_owned());
                tracing::error!(event.id = %event.id, "a receipt of the journal proves nothing: {why}");
            }
            is_ours
        };
        let one = |(event, told): (&Outgoing, Told)| match told {
            Told::Taken(receipt) => Told::Taken(receipt.filter(|receipt| self.log_key.is_some() && proves(event, receipt))),
            other => other,
        };
        batch.iter().zip(told).map(one).collect()
    }

    async fn send(&self, body: Vec<u8>) -> Result<(u16, Vec<u8>)> {
        let mut request = self.client.post(&self.address).header(CONTENT_TYPE, SIGNED_MEDIA_TYPE).body(body);
        if self.log_key.is_some() {
            request = request.header("x-journal-level", "published").header("prefer", format!("wait={RECEIPT_WAIT_S}"));
        }
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

impl Rounds for Sender {
    const WHAT: &'static str = "events to the journal";
    const GATHER: Duration = Duration::from_secs(1);
    const SWEEP: Duration = Duration::from_secs(10);

    fn installation(&self) -> &Installation {
        &self.installation
    }

    /// Sends one batch of each administration that has something due.
    async fn round(&mut self) -> Result<bool> {
        let mut has_more = false;
        for administration in self.installation.store.read(services::organisation::administration_list).await? {
            has_more |= self.batch(administration.id, Due::Events).await?;
            if self.log_key.is_some() {
                has_more |= self.batch(administration.id, Due::Receipts).await?;
            }
        }
        Ok(has_more)
    }
}

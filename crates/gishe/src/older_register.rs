//! The older event register (Регистър на събитията) is told beside the journal, as long as it exists (`ejournal.md` §1.2, §5.6).
//!
//! The one rule: it never answers, so „taken“ is only that the message arrived; what it refuses or cannot take holds up nothing but itself.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use ejournal::client::{self, OlderPlace};
use ejournal::event::Event;
use ejournal::{Nomenclature, legacy};
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use services::organisation::Administration;
use store::log::{self, LogId};

use crate::config::Config;
use crate::rounds::{Rounds, leads};
use crate::runtime::Installation;
use crate::words::text;

/// LIMIT: time an answer may take.
const ANSWER: Duration = Duration::from_secs(30);

/// Tells the older register.
pub struct OlderRegister {
    installation: Installation,
    url: String,
    client: reqwest::Client,
    /// Object identifiers of services by their numbers.
    services: BTreeMap<String, String>,
}

/// What became of a message.
enum Told {
    Taken,
    /// It is wrong in the eyes of the register and would be wrong again.
    Refused(String),
    Later(String),
}

impl OlderRegister {
    /// The register of a configuration; none when it names no older register.
    pub fn configured(installation: &Installation, config: &Config) -> Result<Option<OlderRegister>> {
        let Some(register) = &config.older_register else { return Ok(None) };
        store::tls_ready();
        let mut client = reqwest::Client::builder().timeout(ANSWER).redirect(reqwest::redirect::Policy::none());
        if !register.certificate.as_os_str().is_empty() {
            client = client.identity(identity(&register.certificate)?);
        }
        let client = client.build().context("an HTTP client")?;
        let (url, services) = (register.url.clone(), register.services.clone());
        Ok(Some(OlderRegister { installation: installation.clone(), url, client, services }))
    }

    /// Tells the next events of one administration; answers whether there may be more.
    async fn tell(&self, administration: &Administration) -> Result<bool> {
        let (store, id) = (&self.installation.store, administration.id);
        let now_ms = self.installation.clock.now().as_millisecond();
        let place = store.look_up(move |tx| client::older_place(tx, id)).await?;
        let is_due = match &place {
            Some(place) => {
                let size = store.look_up(move |tx| log::state(tx, LogId::of(id))).await?.head.size;
                place.next < size && place.due_ms <= now_ms
            }
            None => true,
        };
        if !is_due || !leads(&self.installation, format!("older register {id}"), 2 * ANSWER).await? {
            return Ok(false);
        }
        let Some(OlderPlace { next, .. }) = place else {
            store.write(move |tx| client::older_begin(tx, id)).await?;
            return Ok(false);
        };
        let (events, until) = store.read(move |tx| client::older_events(tx, id, next)).await?;
        for (index, event) in events {
            let told = match self.message(administration, &event) {
                Some(message) => self.send(message).await,
                None => {
                    store.write(move |tx| client::older_told(tx, id, index + 1, 1)).await?;
                    continue;
                }
            };
            match told {
                Told::Taken => store.write(move |tx| client::older_told(tx, id, index + 1, 0)).await?,
                Told::Refused(why) => {
                    tracing::error!(administration.id = %id, event.id = %event.key.id, "the older register refuses an event: {why}");
                    store.write(move |tx| client::older_told(tx, id, index + 1, 1)).await?;
                }
                Told::Later(why) => {
                    tracing::warn!(administration.id = %id, "the older register does not take events: {why}");
                    store.write(move |tx| client::older_failed(tx, id, &why, now_ms)).await?;
                    return Ok(false);
                }
            }
        }
        if until > next {
            store.write(move |tx| client::older_told(tx, id, until, 0)).await?;
        }
        Ok(until > next)
    }

    /// The message of an event; none when the administration or the service has no object identifier.
    fn message(&self, administration: &Administration, event: &Event) -> Option<Vec<u8>> {
        let provider_oid = Some(administration.oid.clone()).filter(|oid| !oid.is_empty())?;
        let service_oid = self.services.get(event.data.service.number.as_str())?.clone();
        let address = legacy::Address { service_oid, provider_oid, administration_oid: None };
        legacy::write(event, &address, Nomenclature::shipped())
    }

    async fn send(&self, message: Vec<u8>) -> Told {
        // SOAP 1.1 §6.1.1: the action is named, even when it is nothing.
        let request =
            self.client.post(&self.url).header(CONTENT_TYPE, "text/xml; charset=utf-8").header("soapaction", "\"\"").body(message);
        match request.send().await.map(|response| response.status()) {
            Ok(status) if status.is_success() => Told::Taken,
            Ok(status @ (StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNPROCESSABLE_ENTITY)) => {
                Told::Refused(format!("HTTP {}", status.as_u16()))
            }
            Ok(status) => Told::Later(format!("HTTP {}", status.as_u16())),
            Err(error) => Told::Later(crate::hooks::reason(&error)),
        }
    }
}

/// A client certificate with its key, both in PEM.
pub(crate) fn identity(path: &std::path::Path) -> Result<reqwest::Identity> {
    let pem = std::fs::read(path).with_context(|| text!("cli-unreadable", path = path.display()))?;
    reqwest::Identity::from_pem(&pem).with_context(|| text!("cli-config-identity", path = path.display()))
}

impl Rounds for OlderRegister {
    const WHAT: &'static str = "events to the older register";
    const GATHER: Duration = Duration::from_secs(5);
    const SWEEP: Duration = Duration::from_secs(60);

    fn installation(&self) -> &Installation {
        &self.installation
    }

    async fn round(&mut self) -> Result<bool> {
        let mut has_more = false;
        for administration in self.installation.store.read(services::organisation::administration_list).await? {
            has_more |= self.tell(&administration).await?;
        }
        Ok(has_more)
    }
}

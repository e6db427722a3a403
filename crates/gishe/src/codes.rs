//! Status codes on their way to the journal, so that an applicant may inquire there with number and code (`ejournal.md` §6.4).
//!
//! The one rule: what leaves is a keyed hash, under a key that the journal gives to its source only; it is kept in memory.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use cases::journal::status_code_of;
use ejournal::client::{self, CodeDue, Reporter};
use ejournal::tracking::CodeHash;
use kernel::ids::AdministrationId;
use kernel::reference_number::Reference;
use kernel::secret::SecretKey;
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::json;
use services::organisation::Administration;

use crate::config::Config;
use crate::rounds::{Rounds, leads};
use crate::runtime::Installation;
use crate::sender::journal_client;

/// Pause before a code that the journal did not take is told again, ms.
const PAUSE_MS: i64 = 5 * 60_000;
/// How long one node tells the codes of an administration.
const LEASE: Duration = Duration::from_secs(60);

/// Tells status codes to one journal.
pub struct CodeTeller {
    installation: Installation,
    base: String,
    client: reqwest::Client,
    keys: BTreeMap<AdministrationId, (String, SecretKey)>,
}

#[derive(Deserialize)]
struct CodeKey {
    key: String,
}

impl CodeTeller {
    /// The teller of a configuration; none when it names no journal.
    pub fn configured(installation: &Installation, config: &Config) -> Result<Option<CodeTeller>> {
        if config.report_to.is_empty() {
            return Ok(None);
        }
        let base = config.report_to.trim_end_matches('/').to_owned();
        Ok(Some(CodeTeller { installation: installation.clone(), base, client: journal_client(config)?, keys: BTreeMap::new() }))
    }

    /// Tells the codes of one administration that are due; answers whether there may be more.
    async fn tell(&mut self, administration: &Administration) -> Result<bool> {
        let (store, id) = (self.installation.store.clone(), administration.id);
        let now_ms = self.installation.clock.now().as_millisecond();
        let due = store.look_up(move |tx| client::codes_due(tx, id, now_ms)).await?;
        if due.is_empty() || !leads(&self.installation, format!("status codes {id}"), LEASE).await? {
            return Ok(false);
        }
        let (mut is_away, mut has_told) = (false, false);
        for code in due {
            // While the journal is away all wait; one that it does not take holds up nothing but itself.
            let told = if is_away { Ok(false) } else { self.put(administration, code).await };
            let is_taken = told.unwrap_or_else(|error| {
                tracing::warn!(administration.id = %id, "a status code was not told to the journal: {error:#}");
                self.keys.remove(&id);
                is_away = true;
                false
            });
            let settle = move |tx: &mut store::Tx<'_>| match is_taken {
                true => client::code_told(tx, id, code),
                false => client::code_later(tx, id, code, now_ms + PAUSE_MS),
            };
            store.write(settle).await?;
            has_told |= is_taken;
        }
        Ok(has_told)
    }

    /// Tells one code; answers whether the journal took it: it does not before it has heard of the intake, nor when another holds the case.
    ///
    /// Fails when the journal is away or gives no key.
    async fn put(&mut self, administration: &Administration, code: CodeDue) -> Result<bool> {
        let key = self.key(administration).await?;
        let ctx = self.installation.system(administration.id);
        let (number, code) = self.installation.store.look_up(move |tx| status_code_of(tx, &ctx, code.case)).await?;
        let subject = Reference::parse(&number, false).ok().context("the number of the case is no reference number")?;
        let hash = CodeHash::of(&key, &subject, code).to_string();
        let mut url = reqwest::Url::parse(&self.base)?;
        url.path_segments_mut().ok().context("an address without a path")?.extend(["services", &number, "status-code"]);
        let answer = self.client.put(url).header(CONTENT_TYPE, "application/json").body(json!({ "hash": hash }).to_string()).send().await?;
        match answer.status() {
            StatusCode::NO_CONTENT => Ok(true),
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST => Ok(false),
            status => bail!("HTTP {}", status.as_u16()),
        }
    }

    /// The key of the source under which an administration reports.
    async fn key(&mut self, administration: &Administration) -> Result<SecretKey> {
        let ctx = self.installation.system(administration.id);
        let reporter = Reporter::new(&ctx, administration.eik.parse()?, &administration.oid);
        let source = self.installation.store.look_up(move |tx| client::source_of(tx, &ctx, &reporter)).await?;
        if let Some((_, key)) = self.keys.get(&administration.id).filter(|(of, _)| of == source.as_str()) {
            return Ok(key.clone());
        }
        let answer = self.client.get(format!("{}/sources/{source}/status-code-key", self.base)).send().await?;
        if answer.status() != StatusCode::OK {
            bail!("the journal gives no key: HTTP {}", answer.status().as_u16());
        }
        let given: CodeKey = serde_json::from_slice(&answer.bytes().await?)?;
        let key = kernel::secret::from_hex(&given.key).map(SecretKey::new).context("the key of the journal is none")?;
        self.keys.insert(administration.id, (source.to_string(), key.clone()));
        Ok(key)
    }
}

impl Rounds for CodeTeller {
    const WHAT: &'static str = "status codes to the journal";
    const GATHER: Duration = Duration::from_secs(2);
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

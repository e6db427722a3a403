//! Web hooks on their way: new events of the journal to the addresses of those who asked to be told (`ejournal.md` §6.3).
//!
//! The one rule: an address is judged when it is spoken to, not only when it was registered; nothing that a hook does holds up another.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use ejournal::Nomenclature;
use ejournal::hook::{HookKey, HookUrl, Message, is_public};
use ejournal::journal::{self as role, Error, Hook};
use reqwest::StatusCode;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::CONTENT_TYPE;
use tokio::task::JoinSet;

use crate::journal_role::{self, operator};
use crate::rounds::{Rounds, leads};
use crate::runtime::Installation;

/// LIMIT: time an answer may take.
const ANSWER: Duration = Duration::from_secs(10);
/// LIMIT: hooks told in one round.
const HOOKS: i64 = 64;
/// LIMIT: hooks told at the same time.
const AT_ONCE: usize = 16;

/// Tells hooks.
#[derive(Clone)]
pub struct Teller {
    installation: Installation,
    client: reqwest::Client,
    allows_private: bool,
}

/// Leads names to public addresses only.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.filter(|found| is_public(found.ip())).collect();
            if found.is_empty() {
                return Err("the name leads to no public address".into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// What became of a message.
enum Told {
    Taken,
    Failed(String),
    Gone(String),
}

impl Teller {
    /// A teller; private addresses only where the configuration says so.
    pub fn new(installation: &Installation, allows_private: bool) -> Result<Teller> {
        store::tls_ready();
        // A redirection would lead where nobody looked.
        let mut client = reqwest::Client::builder().timeout(ANSWER).redirect(reqwest::redirect::Policy::none()).no_proxy();
        if !allows_private {
            client = client.dns_resolver(std::sync::Arc::new(PublicOnly));
        }
        Ok(Teller { installation: installation.clone(), client: client.build()?, allows_private })
    }

    /// Tells one hook; answers whether it took a message, so that there may be a next one.
    async fn tell(&self, hook: Hook, nomenclature: &std::sync::Arc<Nomenclature>) -> Result<bool> {
        let (store, ctx) = (&self.installation.store, operator(&self.installation));
        let now_ms = ctx.now_ms();
        let (read, of, nomenclature) = (ctx.clone(), hook.clone(), nomenclature.clone());
        let (message, next) = match store.read(move |tx| role::hook_message(tx, &read, &nomenclature, &of)).await {
            Ok(found) => found,
            Err(Error::Denied) => {
                tracing::warn!(hook.id = %hook.id, "the right of a hook was taken away");
                store.write(move |tx| role::hook_suspend(tx, &hook.id, "authorisation")).await?;
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        };
        let has_message = message.is_some();
        let told = match message {
            Some(message) => self.send(&hook, message, ctx.now.as_second()).await,
            None => Told::Taken,
        };
        match told {
            Told::Taken => store.write(move |tx| role::hook_told(tx, &hook.id, next, now_ms)).await?,
            Told::Failed(why) => {
                let (failed, reason) = (hook.clone(), why.clone());
                let is_suspended = store.write(move |tx| role::hook_failed(tx, &failed, &reason, now_ms)).await?;
                tracing::warn!(hook.id = %hook.id, hook.is_suspended = is_suspended, "a hook does not answer: {why}");
                return Ok(false);
            }
            Told::Gone(why) => {
                tracing::warn!(hook.id = %hook.id, "a hook is gone: {why}");
                store.write(move |tx| role::hook_suspend(tx, &hook.id, &why)).await?;
                return Ok(false);
            }
        }
        Ok(has_message)
    }

    async fn send(&self, hook: &Hook, message: Message, at_s: i64) -> Told {
        // What was allowed when it was registered need not be now.
        let Some(url) = HookUrl::parse(&hook.url, self.allows_private) else { return Told::Gone("address".to_owned()) };
        let key = HookKey::new(&journal_role::keys(&self.installation).hooks);
        let request = self
            .client
            .post(url.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", at_s.to_string())
            .header("webhook-signature", key.sign(&message, at_s))
            .body(message.body);
        match request.send().await.map(|response| response.status()) {
            Ok(status) if status.is_success() => Told::Taken,
            Ok(StatusCode::GONE) => Told::Gone("HTTP 410".to_owned()),
            Ok(status) => Told::Failed(format!("HTTP {}", status.as_u16())),
            Err(error) => Told::Failed(reason(&error)),
        }
    }
}

impl Rounds for Teller {
    const WHAT: &'static str = "web hooks";
    const GATHER: Duration = Duration::from_secs(1);
    const SWEEP: Duration = Duration::from_secs(5);

    fn installation(&self) -> &Installation {
        &self.installation
    }

    /// Tells every hook that is due its next message.
    async fn round(&mut self) -> Result<bool> {
        let store = &self.installation.store;
        let now_ms = self.installation.clock.now().as_millisecond();
        let due = store.read(move |tx| role::hooks_due(tx, now_ms, HOOKS)).await?;
        if due.is_empty() || !leads(&self.installation, "hooks".to_owned(), 6 * ANSWER).await? {
            return Ok(false);
        }
        let nomenclature = store.read(role::nomenclature_in_force).await?;
        let (mut running, mut has_more) = (JoinSet::new(), false);
        for hook in due {
            if running.len() >= AT_ONCE {
                has_more |= ended(running.join_next().await);
            }
            let (teller, nomenclature) = (self.clone(), nomenclature.clone());
            running.spawn(async move {
                let id = hook.id.clone();
                teller
                    .tell(hook, &nomenclature)
                    .await
                    .inspect_err(|error| tracing::error!(hook.id = %id, "a hook could not be told: {error:#}"))
            });
        }
        while let Some(told) = running.join_next().await {
            has_more |= ended(Some(told));
        }
        Ok(has_more)
    }
}

/// The last cause of a failure, without the address.
pub(crate) fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    if error.is_timeout() { "timeout".to_owned() } else { cause.to_string() }
}

fn ended(told: Option<std::result::Result<Result<bool>, tokio::task::JoinError>>) -> bool {
    matches!(told, Some(Ok(Ok(true))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_home_leads_nowhere() {
        assert!(PublicOnly.resolve("localhost".parse().unwrap()).await.is_err());
    }
}

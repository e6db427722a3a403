//! Receipts: what a sender may wait for, and the proofs that show it (`journal-log.md` §7.8).
//!
//! The one rule: a level is told only when it was reached; whoever waits too long is told the level there is.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::HeaderMap;
use ejournal::journal::LOG;
use serde::Serialize;
use store::log::{self, Proofs};
use tlog::{Policy, SignedCheckpoint};
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::state::Journal;

/// How far an event has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// On disk, with its index.
    Durable,
    /// Under a published checkpoint.
    Published,
    /// Under a checkpoint that enough witnesses have signed.
    Witnessed,
}

/// LIMIT: longest wait for a level or for the feed, s; a proxy gives up after a minute.
const WAIT_S_MAX: u64 = 30;
/// How long a wait lasts when the caller does not say.
const WAIT_S: u64 = 10;
/// How often it is looked again when no commit of this node tells of news, ms: another node may publish.
const LOOK_MS: u64 = 500;

/// What the caller waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) level: Level,
    pub(crate) wait: Duration,
}

/// Reads `X-Journal-Level` and `Prefer: wait=<s>`. Without a level the answer comes as soon as the events are durable.
pub(crate) fn wanted(headers: &HeaderMap) -> Result<Wanted, Problem> {
    let level = match headers.get("x-journal-level").map(|value| value.to_str().unwrap_or_default()) {
        None | Some("durable") => Level::Durable,
        Some("published") => Level::Published,
        Some("witnessed") => Level::Witnessed,
        Some(_) => return Err(Problem::member("/X-Journal-Level")),
    };
    Ok(Wanted { level, wait: wait(headers).unwrap_or(Duration::from_secs(WAIT_S)) })
}

/// `Prefer: wait=<s>` (RFC 7240 §4.3).
pub(crate) fn wait(headers: &HeaderMap) -> Option<Duration> {
    let preferences = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split([',', ';']));
    let seconds = preferences.filter_map(|one| one.trim().strip_prefix("wait=")).find_map(|seconds| seconds.trim().parse::<u64>().ok());
    seconds.map(|seconds| Duration::from_secs(seconds.min(WAIT_S_MAX)))
}

/// A proof and how much it proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) level: Level,
    pub(crate) receipts: Vec<Option<String>>,
}

/// The tree of the last published checkpoint, kept warm.
#[derive(Default)]
pub(crate) struct Receipts(Arc<Mutex<Option<Proofs>>>);

impl Receipts {
    /// Waits until the entries have come as far as wanted, or the time is over; then gives what there is.
    pub(crate) async fn reached(&self, journal: &Journal, indexes: Vec<u64>, wanted: Wanted) -> Result<Shown, Problem> {
        if wanted.level == Level::Durable || indexes.is_empty() {
            return Ok(Shown { level: Level::Durable, receipts: vec![None; indexes.len()] });
        }
        let until = tokio::time::Instant::now() + wanted.wait;
        let mut committed = journal.store().committed();
        loop {
            committed.mark_unchanged();
            let shown = self.shown(journal, indexes.clone()).await?;
            let now = tokio::time::Instant::now();
            if shown.level >= wanted.level || now >= until {
                return Ok(shown);
            }
            let pause = (until - now).min(Duration::from_millis(LOOK_MS));
            // Either way it is looked again.
            let _ = tokio::time::timeout(pause, committed.changed()).await;
        }
    }

    /// The receipts there are now, without waiting.
    pub(crate) async fn shown(&self, journal: &Journal, indexes: Vec<u64>) -> Result<Shown, Problem> {
        let (kept, journal) = (self.0.clone(), journal.clone());
        let work = move || -> Result<Shown, store::Error> {
            let parts = journal.parts();
            let none = Shown { level: Level::Durable, receipts: vec![None; indexes.len()] };
            let Some(bytes) = parts.place.checkpoint()? else { return Ok(none) };
            let Ok(signed) = SignedCheckpoint::open(&bytes, &parts.log_keys) else {
                tracing::error!("the published checkpoint of the journal is not signed by its keys");
                return Ok(none);
            };
            let level = level_of(&signed, &parts.policy);
            let mut kept = kept.lock().expect("nobody panics while holding it");
            let proofs = match kept.take() {
                Some(proofs) if proofs.checkpoint().note() == signed.note() => proofs,
                Some(proofs) => proofs.grown(signed)?,
                None => Proofs::open(parts.place.clone(), signed)?,
            };
            let receipts = parts.store.read_blocking(|tx| {
                let receipt = |index: &u64| log::receipt(tx, LOG, &proofs, *index).map(|found| found.map(|receipt| receipt.to_string()));
                indexes.iter().map(receipt).collect::<Result<Vec<_>, store::Error>>()
            });
            *kept = Some(proofs);
            let receipts = receipts?;
            let level = if receipts.iter().all(Option::is_some) { level } else { Level::Durable };
            Ok(Shown { level, receipts })
        };
        Ok(tokio::task::spawn_blocking(work).await.unwrap_or(Err(store::Error::Panicked))?)
    }
}

fn level_of(signed: &SignedCheckpoint, policy: &Policy) -> Level {
    let cosigners = policy.cosigners(signed.note()).unwrap_or_default();
    // Where no witness is asked for, none has confirmed anything.
    if policy.quorum() > 0 && policy.is_final(&cosigners) { Level::Witnessed } else { Level::Published }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn headers_say_what_is_waited_for() {
        assert_eq!(wanted(&HeaderMap::new()).unwrap(), Wanted { level: Level::Durable, wait: Duration::from_secs(10) });
        assert_eq!(wanted(&with("x-journal-level", "witnessed")).unwrap().level, Level::Witnessed);
        assert!(wanted(&with("x-journal-level", "final")).is_err());
        for (text, seconds) in [("wait=3", Some(3)), ("respond-async, wait=900", Some(30)), ("wait=x", None), ("return=minimal", None)] {
            assert_eq!(wait(&with("prefer", text)), seconds.map(Duration::from_secs), "{text}");
        }
    }
}

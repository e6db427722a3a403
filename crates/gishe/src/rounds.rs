//! Work towards others that is done round by round beside serving: at once while there is more, else when something was committed.
//!
//! The one rule: a failed round is told and the next one comes; nothing ends the work but the end of the program.

use std::future::Future;
use std::time::Duration;

use anyhow::Result;
use store::lease::lease_take;
use tokio::task::JoinHandle;

use crate::runtime::Installation;

/// Work that is done round by round.
pub trait Rounds: Send + 'static {
    /// What is done, as it stands in the messages about failures.
    const WHAT: &'static str;
    /// How long is waited after a commit: what is committed meanwhile goes together.
    const GATHER: Duration;
    /// Pause between two rounds when nothing is committed.
    const SWEEP: Duration;

    /// Where the work is.
    fn installation(&self) -> &Installation;

    /// Does one round; answers whether there may be more at once.
    fn round(&mut self) -> impl Future<Output = Result<bool>> + Send;
}

/// Starts the work.
pub fn start<R: Rounds>(mut work: R) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut committed = work.installation().store.committed();
        loop {
            let has_more = work.round().await.unwrap_or_else(|error| {
                tracing::error!(what = R::WHAT, "a round failed: {error:#}");
                false
            });
            if has_more {
                continue;
            }
            tokio::select! {
                _ = committed.changed() => tokio::time::sleep(R::GATHER).await,
                _ = tokio::time::sleep(R::SWEEP) => {}
            }
        }
    })
}

/// Whether this node does a work: always on SQLite, on PostgreSQL the one that holds its lease.
pub(crate) async fn leads(installation: &Installation, work: String, lasts: Duration) -> Result<bool> {
    let (store, node) = (&installation.store, installation.node.clone());
    Ok(!store.is_shared() || store.write(move |tx| lease_take(tx, &work, &node, lasts)).await?)
}

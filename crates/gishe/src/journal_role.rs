//! The role of the journal: this installation takes the events of other systems too (`ejournal.md` §5), in a log of its own.
//!
//! The one rule: it is the journal only where the configuration names its log, and the name never changes afterwards.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::HeaderName;
use ejournal::journal::{self as role, Caller, Keys, LOG};
use journal::{Journal, Parts, Settings};
use kernel::secret::SecretKey;
use store::log::{self, Writer, tag_key};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::logs;
use crate::runtime::Installation;
use crate::witnesses::Witnesses;
use crate::words::text;

/// Pause between two rounds of what is due without anybody asking: gaps that are a day old, payloads that may not be kept any longer.
const ROUND: Duration = Duration::from_secs(60);

/// The circumstances of an act of the operator of the journal, from this program.
pub fn operator(installation: &Installation) -> role::Ctx {
    role::Ctx {
        caller: Caller::Operator,
        now: installation.clock.now(),
        random: installation.random.clone(),
        keys: Arc::new(keys(installation)),
    }
}

/// The secrets of the journal of an installation.
pub(crate) fn keys(installation: &Installation) -> Keys {
    Keys {
        tag: tag_key(&installation.key),
        codes: SecretKey::new(installation.key.derive("journal codes", &[])),
        hooks: SecretKey::new(installation.key.derive("journal hooks", &[])),
    }
}

/// The journal of an installation over HTTP. It refuses events until `writer` is there. For the runtime; makes the log when there is none.
pub async fn routes(
    installation: &Installation,
    config: &Config,
    witnesses: &Witnesses,
    writer: watch::Receiver<Option<Writer>>,
) -> Result<Router> {
    let (making, origin) = (installation.clone(), config.journal.clone());
    tokio::task::spawn_blocking(move || -> Result<()> {
        logs::signers(&making, LOG, &origin)?;
        let ctx = operator(&making);
        making.store.write_blocking(move |tx| role::epoch_begin(tx, &ctx))?;
        Ok(())
    })
    .await??;
    let store = installation.store.clone();
    let header = match config.journal_certificate_header.as_str() {
        "" => None,
        name => Some(name.parse::<HeaderName>().with_context(|| text!("cli-config-header", value = name))?),
    };
    let journal = Journal::new(Parts {
        clock: installation.clock.clone(),
        random: installation.random.clone(),
        writer,
        place: store.shelf().place(LOG)?,
        log_keys: store.read(|tx| log::keys(tx, LOG)).await?,
        policy: witnesses.policy().clone(),
        keys: Arc::new(keys(installation)),
        settings: Settings {
            certificate_header: header,
            trust_forwarded: config.trust_forwarded,
            private_hooks: config.journal_private_hooks,
            ..Settings::default()
        },
        store,
    });
    Ok(journal::router(journal))
}

/// Does what is due in the journal from time to time.
pub fn start(installation: Installation) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(ROUND).await;
            let worker = installation.clone();
            match tokio::task::spawn_blocking(move || round(&worker)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!("a round of the journal failed: {error:#}"),
                Err(error) => tracing::error!("the round of the journal panicked: {error}"),
            }
        }
    })
}

/// One round: states whose gap is a day old, payloads whose time is over, wrong codes that are forgiven.
pub fn round(installation: &Installation) -> Result<()> {
    let store = &installation.store;
    let ctx = operator(installation);
    let again = ctx.clone();
    store.write_blocking(move |tx| role::gaps_release(tx, &again))?;
    let again = ctx.clone();
    store.write_blocking(move |tx| role::attempt_sweep(tx, &again))?;
    loop {
        let again = ctx.clone();
        if !store.write_blocking(move |tx| role::retention_run(tx, &again))?.has_more {
            return Ok(());
        }
    }
}

//! What the logs of an installation need from time to time: a sign of life each day, a time stamp each evening, a check of all files each
//! week (`journal-log.md` §4, §8.6, §9).
//!
//! The one rule: what fails here is told and tried again; it never stops a log or a command.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use ejournal::client::{self, Reporter};
use jiff::ToSpan;
use kernel::clock::{sofia_date, sofia_instant};
use kernel::entity_number::EntityNumber;
use reqwest::header::CONTENT_TYPE;
use services::organisation::administration_list;
use sha2::{Digest, Sha256};
use store::lease::lease_take;
use store::log::{self, CheckKind, Checked, LogId, Stamp};
use timestamp::{ANSWER_BYTES_MAX, REQUEST_MEDIA_TYPE, Request, Trust};
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::runtime::Installation;
use crate::words::text;

/// Pause between two rounds.
const ROUND: Duration = Duration::from_secs(60);
/// How long a node keeps this work: longer than a round, and as long as any lease is taken. A check that takes longer may run on two nodes
/// at once; it only reads.
const LEASE: Duration = Duration::from_secs(3_600);
/// Time from one check of all files to the next, ms.
pub const WALK_MS: i64 = 7 * 86_400_000;
/// LIMIT: time an answer of the authority may take.
const ANSWER: Duration = Duration::from_secs(30);
/// Pause before an authority that failed is asked again, ms; it doubles up to an hour.
const RETRY_MS: i64 = 60_000;
const RETRY_MAX_MS: i64 = 3_600_000;

/// Keeps the logs well.
pub struct Carer {
    installation: Installation,
    authority: Option<Authority>,
}

/// Who stamps.
struct Authority {
    url: String,
    trust: Option<Trust>,
    client: reqwest::Client,
    /// Failures in a row and when to ask again, of each log.
    failures: BTreeMap<LogId, (u32, i64)>,
}

/// The certificates in a file that are trusted for time stamps; none without a file.
pub fn trust(path: &Path) -> Result<Option<Trust>> {
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    let bytes = std::fs::read(path).with_context(|| text!("cli-unreadable", path = path.display()))?;
    Trust::parse(&bytes).map(Some).with_context(|| text!("cli-config-timestamp", path = path.display()))
}

impl Carer {
    /// The carer of a configuration.
    pub fn configured(installation: &Installation, config: &Config) -> Result<Carer> {
        let authority = match &config.timestamp {
            Some(settings) => {
                store::tls_ready();
                let client = reqwest::Client::builder().timeout(ANSWER).build()?;
                Some(Authority { url: settings.url.clone(), trust: trust(&settings.certificate)?, client, failures: BTreeMap::new() })
            }
            None => None,
        };
        Ok(Carer { installation: installation.clone(), authority })
    }

    /// Does what is due for every log.
    pub async fn round(&mut self) -> Result<()> {
        let (store, node) = (self.installation.store.clone(), self.installation.node.clone());
        if store.is_shared() && !store.write(move |tx| lease_take(tx, "log care", &node, LEASE)).await? {
            return Ok(());
        }
        self.heartbeats().await?;
        for log in store.read(log::logs).await? {
            self.stamped(log).await?;
            self.walked(log).await?;
        }
        Ok(())
    }

    /// Gives each administration the sign of life of today.
    async fn heartbeats(&self) -> Result<()> {
        let store = &self.installation.store;
        for administration in store.read(administration_list).await? {
            let (ctx, eik) = (self.installation.system(administration.id), administration.eik.parse::<EntityNumber>()?);
            let oid = administration.oid.clone();
            store.write(move |tx| client::heartbeat(tx, &ctx, &Reporter::new(&ctx, eik.clone(), &oid))).await?;
        }
        Ok(())
    }

    /// Checks all files of a log when the last time is a week ago, and keeps what was found.
    async fn walked(&self, log: LogId) -> Result<()> {
        let (store, now_ms) = (self.installation.store.clone(), self.installation.clock.now().as_millisecond());
        let last = store.read(move |tx| log::check_last(tx, log, CheckKind::Walk)).await?;
        let pause = |last: &Checked| if last.failure.is_some() { RETRY_MAX_MS } else { WALK_MS };
        if last.is_some_and(|last| now_ms < last.ended_at.unwrap_or(last.started_at) + pause(&last)) {
            return Ok(());
        }
        let installation = self.installation.clone();
        tokio::task::spawn_blocking(move || walk_keep(&installation, log)).await?
    }

    /// Has the last checkpoint of yesterday stamped, unless it is.
    async fn stamped(&mut self, log: LogId) -> Result<()> {
        let Some(authority) = &mut self.authority else { return Ok(()) };
        let now_ms = self.installation.clock.now().as_millisecond();
        let (failures, again_ms) = authority.failures.get(&log).copied().unwrap_or_default();
        if now_ms < again_ms {
            return Ok(());
        }
        match stamp(&self.installation, authority, log).await {
            Ok(()) => drop(authority.failures.remove(&log)),
            Err(error) => {
                tracing::warn!(log = %log, "no time stamp: {error:#}");
                let pause = RETRY_MS.saturating_mul(1 << failures.min(10)).min(RETRY_MAX_MS);
                authority.failures.insert(log, (failures + 1, now_ms + pause));
            }
        }
        Ok(())
    }
}

/// When the day of an instant began in Sofia, ms since 1970.
fn day_begin_ms(now: jiff::Timestamp) -> i64 {
    sofia_instant(sofia_date(now).at(0, 0, 0, 0)).as_millisecond()
}

/// The last checkpoint of a day that is over, where it has no stamp yet.
async fn unstamped(installation: &Installation, log: LogId) -> Result<Option<tlog::Note>> {
    let before_ms = day_begin_ms(installation.clock.now());
    let found = installation
        .store
        .read(move |tx| -> store::Result<_> { Ok((log::published_before(tx, log, before_ms)?, log::stamp_last(tx, log)?)) })
        .await?;
    let (checkpoint, last) = found;
    let is_new = |stored: &log::Stored| last.is_none_or(|last| last.size < stored.head.size);
    Ok(checkpoint.filter(is_new).and_then(|stored| stored.note))
}

/// What is stamped of a checkpoint: the text that the log signed, so that cosignatures that come later change nothing.
pub fn stamp_digest(note: &tlog::Note) -> [u8; 32] {
    Sha256::digest(note.text()).into()
}

async fn stamp(installation: &Installation, authority: &Authority, log: LogId) -> Result<()> {
    let Some(note) = unstamped(installation, log).await? else { return Ok(()) };
    let digest = stamp_digest(&note);
    let mut nonce = [0; 8];
    installation.random.fill(&mut nonce);
    let request = Request::new(digest, u64::from_be_bytes(nonce));
    let post = authority.client.post(&authority.url).header(CONTENT_TYPE, REQUEST_MEDIA_TYPE).body(request.to_bytes());
    let mut response = post.send().await?.error_for_status()?;
    let mut answer = Vec::new();
    while let Some(piece) = response.chunk().await? {
        if answer.len() + piece.len() > ANSWER_BYTES_MAX {
            bail!("the answer is too long");
        }
        answer.extend_from_slice(&piece);
    }
    let token = request.answered(&answer)?;
    let verified = token.verify(digest, authority.trust.as_ref())?;
    let size = tlog::Checkpoint::parse(note.text())?.head().size;
    let (store, token) = (installation.store.clone(), token.bytes().to_vec());
    tokio::task::spawn_blocking(move || -> Result<()> {
        let place = store.shelf().place(log)?;
        Ok(log::stamp_keep(&store, &place, log, &note, Stamp { size, at_ms: verified.at.as_millisecond(), token })?)
    })
    .await??;
    tracing::info!(log = %log, log.size = size, authority = %verified.authority, "the checkpoint has a time stamp");
    Ok(())
}

/// Checks all files of a log against each other and its rows; keeps and tells what was found. For threads that may block.
pub fn walk_keep(installation: &Installation, log: LogId) -> Result<()> {
    let (store, started_at) = (&installation.store, installation.clock.now().as_millisecond());
    if !store.write_blocking(move |tx| log::check_begin(tx, log, CheckKind::Walk, started_at))? {
        return Ok(());
    }
    let outcome = log::walk(store, log);
    if let Some(why) = &outcome.failure {
        tracing::error!(log = %log, "the files of the log could not be checked: {why}");
    } else if outcome.findings.is_empty() {
        tracing::info!(log = %log, log.size = outcome.size, "all files of the log are whole");
    } else {
        let first: Vec<String> = outcome.findings.iter().take(10).map(|one| format!("{} ({})", one.path, one.fault)).collect();
        tracing::error!(log = %log, count = outcome.findings.len(), "files of the log are not what they should be: {}", first.join(", "));
    }
    let ended_at = installation.clock.now().as_millisecond();
    Ok(store.write_blocking(move |tx| log::check_end(tx, log, CheckKind::Walk, started_at, ended_at, &outcome))?)
}

/// Since when the evening's stamp of a log is missing, ms since 1970; nothing when it is there or nothing was to be stamped.
pub fn stamp_missing(tx: &store::Tx<'_>, log: LogId, now: jiff::Timestamp) -> store::Result<Option<i64>> {
    // A day is given to an authority that is away.
    let yesterday = sofia_date(now).saturating_sub(1.day());
    let before_ms = sofia_instant(yesterday.at(0, 0, 0, 0)).as_millisecond();
    let Some(checkpoint) = log::published_before(tx, log, before_ms)? else { return Ok(None) };
    let is_stamped = log::stamp_last(tx, log)?.is_some_and(|last| last.size >= checkpoint.head.size);
    Ok((!is_stamped).then_some(before_ms))
}

/// Starts caring.
pub fn start(mut carer: Carer) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Err(error) = carer.round().await {
                tracing::error!("the logs could not be cared for: {error:#}");
            }
            tokio::time::sleep(ROUND).await;
        }
    })
}

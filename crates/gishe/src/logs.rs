//! The logs of an installation at work: made with their administration, checked after a start, given what commands left for them,
//! published twice a second.
//!
//! The one rule: commands never wait for a log. Whatever is wrong with one is told and tried again later; what commands left waits.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use store::lease::{LEASE, lease_take};
use store::log::{self, CheckKind, CheckOutcome, LogId, Publisher, Writer};
use tlog::{KeyName, SignerKey, VerifierKey};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::runtime::Installation;
use crate::witnesses::Witnesses;
use crate::words::text;

/// Least time between two publications (`journal-log.md` §7.8).
const PUBLISH: Duration = Duration::from_millis(500);
/// Pause after a commit on a server, where nobody else gives indexes: commands of that time get theirs together.
const GATHER: Duration = Duration::from_millis(50);
/// Pause between two looks when nothing is committed; a lease is kept by it.
const SWEEP: Duration = Duration::from_secs(2);
/// Pause before a log that could not be opened, or refuses, is looked at again.
const RETRY: Duration = Duration::from_secs(10);

/// A log this node writes.
struct Lead {
    writer: Writer,
    publisher: Publisher,
    published_at: Option<Instant>,
}

enum Standing {
    Leads(Box<Lead>),
    /// Something is wrong: when it is looked at again, and what was said of it.
    Rests(Instant, String),
}

/// Where an installation is the journal: the name of that log, and who waits for the right to write it.
pub struct Seat {
    /// Origin of the log.
    pub origin: String,
    /// Hears of the right to write, and of its loss.
    pub writer: watch::Sender<Option<Writer>>,
}

/// The logs of an installation, as one node keeps them.
pub struct Keeper {
    installation: Installation,
    witnesses: Witnesses,
    seat: Option<Seat>,
    logs: BTreeMap<LogId, Standing>,
    leads_until: Option<Instant>,
}

impl Keeper {
    /// Nothing is opened yet.
    pub fn new(installation: Installation, witnesses: Witnesses, seat: Option<Seat>) -> Keeper {
        Keeper { installation, witnesses, seat, logs: BTreeMap::new(), leads_until: None }
    }

    /// Does what is due for every log; answers whether something waits to be published. For threads that may block.
    pub fn round(&mut self) -> Result<bool> {
        let mut waits = false;
        if self.leads()? {
            for (log, origin) in self.all()? {
                match self.tend(log, &origin) {
                    Ok(is_waiting) => waits |= is_waiting,
                    Err(error) => self.rest(log, format!("{error:#}")),
                }
            }
        } else {
            self.logs.clear();
        }
        if let Some(seat) = &self.seat {
            let writer = match self.logs.get(&LogId::JOURNAL) {
                Some(Standing::Leads(lead)) => Some(lead.writer),
                _ => None,
            };
            seat.writer.send_if_modified(|known| std::mem::replace(known, writer) != writer);
        }
        Ok(waits)
    }

    /// The logs there have to be, with their names.
    fn all(&self) -> Result<Vec<(LogId, String)>> {
        let administrations = self.installation.store.read_blocking(services::organisation::administration_list)?;
        let own = administrations.into_iter().map(|one| (LogId::of(one.id), format!("{}.log", one.eik)));
        Ok(own.chain(self.seat.iter().map(|seat| (LogId::JOURNAL, seat.origin.clone()))).collect())
    }

    /// Leaves a log alone for a while; what is wrong with it is said once.
    fn rest(&mut self, log: LogId, why: String) {
        if !matches!(self.logs.get(&log), Some(Standing::Rests(_, said)) if *said == why) {
            tracing::error!(log = %log, "the log rests: {why}");
            self.told(log, CheckOutcome { failure: Some(why.clone()), ..CheckOutcome::default() });
        }
        self.logs.insert(log, Standing::Rests(Instant::now() + RETRY, why));
    }

    /// Writes down how the start-up check of a log ended, for the pages of administrators. That it could not be written down stops nothing.
    fn told(&self, log: LogId, outcome: CheckOutcome) {
        let now_ms = self.installation.clock.now().as_millisecond();
        let written = self.installation.store.write_blocking(move |tx| -> store::Result<()> {
            log::check_begin(tx, log, CheckKind::Start, now_ms)?;
            log::check_end(tx, log, CheckKind::Start, now_ms, now_ms, &outcome)
        });
        if let Err(error) = written {
            tracing::warn!(log = %log, "the outcome of the start-up check could not be written down: {error}");
        }
    }

    /// Publishes what is left, before the program ends.
    pub fn finish(&mut self) -> Result<()> {
        for standing in self.logs.values_mut() {
            if let Standing::Leads(lead) = standing {
                lead.published_at = None;
            }
        }
        self.round().map(drop)
    }

    /// Whether this node keeps the logs. A file has one node; on a server they share a lease.
    fn leads(&mut self) -> Result<bool> {
        let (store, now) = (&self.installation.store, Instant::now());
        if !store.is_shared() || self.leads_until.is_some_and(|until| now < until) {
            return Ok(true);
        }
        let node = self.installation.node.clone();
        let leads = store.write_blocking(move |tx| lease_take(tx, "logs", &node, LEASE))?;
        self.leads_until = leads.then(|| now + LEASE / 3);
        Ok(leads)
    }

    fn tend(&mut self, log: LogId, origin: &str) -> Result<bool> {
        match self.logs.get_mut(&log) {
            Some(Standing::Rests(until, _)) if Instant::now() < *until => Ok(false),
            Some(Standing::Leads(lead)) => lead.advance(&self.installation),
            _ => {
                let mut lead = self.open(log, origin)?;
                let waits = lead.advance(&self.installation);
                self.logs.insert(log, Standing::Leads(Box::new(lead)));
                waits
            }
        }
    }

    /// Takes a log for writing, after its start-up check (`journal-log.md` §8.4).
    fn open(&self, log: LogId, origin: &str) -> Result<Lead> {
        let store = &self.installation.store;
        let signers = signers(&self.installation, log, origin)?;
        let state = store.read_blocking(|tx| log::state(tx, log))?;
        if let Some(why) = state.refused {
            // Not taken for writing either: whoever compares it right now would lose it.
            bail!(text!("log-refuses", origin = state.origin, why = why));
        }
        let opened = store.write_blocking(move |tx| log::open(tx, log))?;
        let (keys, last) = store.read_blocking(|tx| -> store::Result<_> { Ok((log::keys(tx, log)?, log::checkpoint_last(tx, log)?)) })?;
        let sizes = match last.and_then(|last| last.note) {
            Some(note) => self.witnesses.sizes(&note, &keys),
            None => Vec::new(),
        };
        let place = store.shelf().place(log)?;
        let (writer, head) = log::check(store, opened, &place, &keys, &sizes)?;
        tracing::info!(log.origin = %state.origin, log.size = head.size, "the log is open");
        self.told(log, CheckOutcome { size: head.size, ..CheckOutcome::default() });
        let publisher = Publisher::new(store, writer, place, signers);
        Ok(Lead { writer, publisher, published_at: None })
    }
}

impl Lead {
    /// Gives what waits its index, and publishes when that is due; answers whether it is not.
    fn advance(&mut self, installation: &Installation) -> Result<bool> {
        installation.store.log_sequence(self.writer)?;
        if self.published_at.is_some_and(|at| at.elapsed() < PUBLISH) {
            return Ok(true);
        }
        self.publisher.publish(installation.clock.now().as_millisecond())?;
        self.published_at = Some(Instant::now());
        Ok(false)
    }
}

/// The keys a log signs with. A log that is not there is made, under this name, and gets its first key.
pub fn signers(installation: &Installation, log: LogId, origin: &str) -> Result<Vec<SignerKey>> {
    let (store, shelf) = (&installation.store, installation.store.shelf());
    let known = store.read_blocking(|tx| match log::state(tx, log) {
        Ok(state) => Ok(Some(state.origin)),
        Err(store::Error::NotInLog { .. }) => Ok(None),
        Err(error) => Err(error),
    })?;
    // Its name never changes, whatever it would be called today.
    let origin = known.clone().unwrap_or_else(|| origin.to_owned());
    if known.is_none() {
        let named = origin.clone();
        store.write_blocking(move |tx| log::create(tx, log, &named))?;
    }
    let known = store.read_blocking(|tx| log::keys(tx, log))?;
    let signers = if known.is_empty() {
        shelf.signer_make(log, KeyName::parse(&origin)?, installation.random.as_ref())?
    } else {
        shelf.signers(log)?
    };
    let publics: Vec<VerifierKey> = signers.iter().map(|key| key.verifier().clone()).collect();
    if !known.is_empty() && !publics.iter().any(|key| known.contains(key)) {
        bail!(text!("log-key-missing", origin = origin, path = shelf.key_file(log).display()));
    }
    store.write_blocking(move |tx| log::keys_add(tx, log, &publics))?;
    Ok(signers)
}

/// The running keeper of the logs.
pub struct Logs {
    stop: watch::Sender<bool>,
    handle: JoinHandle<()>,
}

impl Logs {
    /// Publishes what is left and ends.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.handle.await;
    }
}

/// Starts keeping the logs of an installation.
pub fn start(installation: Installation, witnesses: Witnesses, seat: Option<Seat>) -> Logs {
    let (stop, mut stopped) = watch::channel(false);
    let handle = tokio::spawn(async move {
        let (mut committed, is_shared) = (installation.store.committed(), installation.store.is_shared());
        let mut keeper = Keeper::new(installation, witnesses, seat);
        loop {
            let is_last = *stopped.borrow();
            let work = move || {
                let done = if is_last { keeper.finish().map(|()| false) } else { keeper.round() };
                (keeper, done)
            };
            let waits = match tokio::task::spawn_blocking(work).await {
                Ok((returned, done)) => {
                    keeper = returned;
                    done.unwrap_or_else(|error| {
                        tracing::error!("the logs could not be kept: {error:#}");
                        false
                    })
                }
                Err(error) => {
                    tracing::error!("the keeper of the logs panicked: {error}");
                    return;
                }
            };
            if is_last {
                return;
            }
            let pause = if waits { PUBLISH } else { SWEEP };
            tokio::select! {
                _ = committed.changed() => tokio::time::sleep(if is_shared { GATHER } else { PUBLISH }).await,
                _ = tokio::time::sleep(pause) => {}
                _ = stopped.changed() => {}
            }
        }
    });
    Logs { stop, handle }
}

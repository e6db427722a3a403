//! What every handler shares, and the one constructor.
//!
//! The one rule: the right to write the log comes from outside and may be missing; whatever needs it answers „not now“ until it is there.

use std::fmt;
use std::sync::{Arc, Mutex};

use axum::http::HeaderName;
use ejournal::Nomenclature;
use ejournal::journal::{Caller, Ctx, Keys, Recent, nomenclature_in_force};
use jiff::SignedDuration;
use kernel::clock::Clock;
use kernel::random::Random;
use store::Store;
use store::log::{TilePlace, Writer};
use tlog::{Policy, VerifierKey};
use tokio::sync::watch;

use crate::problem::Problem;
use crate::queue::Queue;
use crate::receipts::Receipts;

/// Who may read the entries of the log (`journal-log.md` §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Everybody.
    #[default]
    Open,
    /// Holders of certificates: participants, witnesses, monitors. Hashes and checkpoints stay public.
    Restricted,
}

/// Settings of the journal over HTTP.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Header in which the proxy that ends TLS gives the client certificate (RFC 9440: `client-cert`); none: no header is believed.
    pub certificate_header: Option<HeaderName>,
    /// Whether the address of the caller is the last one of `X-Forwarded-For` (only behind a proxy of one's own).
    pub trust_forwarded: bool,
    /// Whether test numbers (node `ZZ`) are accepted; never in production.
    pub test_numbers: bool,
    /// LIMIT: events that wait for the writer; more are answered with 429.
    pub queue_events_max: usize,
    /// Who may read entries.
    pub profile: Profile,
    /// Whether web hooks may lead to private addresses.
    pub private_hooks: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            certificate_header: None,
            trust_forwarded: false,
            test_numbers: false,
            queue_events_max: 16_384,
            profile: Profile::Open,
            private_hooks: false,
        }
    }
}

/// What the journal is made of.
pub struct Parts {
    /// Rows and the log.
    pub store: Store,
    /// The journal's clock.
    pub clock: Arc<dyn Clock>,
    /// Source of chance for salts and identifiers.
    pub random: Arc<dyn Random>,
    /// The right to write the log; none while it checks itself or when another node has it.
    pub writer: watch::Receiver<Option<Writer>>,
    /// Where the published files of the log lie.
    pub place: TilePlace,
    /// Public keys of the log.
    pub log_keys: Vec<VerifierKey>,
    /// The witnesses and how many of them make a receipt final.
    pub policy: Policy,
    /// The secrets: key of case tags, key of status codes.
    pub keys: Arc<Keys>,
    /// Settings.
    pub settings: Settings,
}

struct Inner {
    parts: Parts,
    queue: Queue,
    receipts: Receipts,
    recent: Arc<Recent>,
    nomenclature: Mutex<Option<(jiff::Timestamp, Arc<Nomenclature>)>>,
}

/// The journal over HTTP. Cheap to clone.
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Journal")
    }
}

/// How long a nomenclature is used before the store is asked again: a new version is published days before it is in force.
const NOMENCLATURE_KEPT: SignedDuration = SignedDuration::from_secs(10);

impl Journal {
    /// A journal that takes events from now on, as soon as there is a writer. Must be called inside a Tokio runtime: the task that brings
    /// groups of events to the writer is started here and ends with the last clone.
    pub fn new(parts: Parts) -> Journal {
        let queue = Queue::new(parts.settings.queue_events_max);
        let receipts = Receipts::default();
        let journal = Journal(Arc::new(Inner { parts, queue, receipts, recent: Arc::default(), nomenclature: Mutex::new(None) }));
        journal.0.queue.start(Arc::downgrade(&journal.0).into());
        journal
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0.parts
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.parts.settings
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.parts.store
    }

    pub(crate) fn queue(&self) -> &Queue {
        &self.0.queue
    }

    pub(crate) fn receipts(&self) -> &Receipts {
        &self.0.receipts
    }

    /// Services that were reported of lately.
    pub(crate) fn recent(&self) -> &Arc<Recent> {
        &self.0.recent
    }

    /// The circumstances of a call.
    pub(crate) fn ctx(&self, caller: Caller) -> Ctx {
        let Parts { clock, random, keys, .. } = &self.0.parts;
        Ctx { caller, now: clock.now(), random: random.clone(), keys: keys.clone() }
    }

    /// The right to write, or the answer „not now“.
    pub(crate) fn writer(&self) -> Result<Writer, Problem> {
        self.0.parts.writer.borrow().ok_or_else(|| Problem::of(ejournal::Class::Unavailable))
    }

    /// The nomenclature in force.
    pub(crate) async fn nomenclature(&self) -> Result<Arc<Nomenclature>, Problem> {
        let now = self.0.parts.clock.now();
        let fresh = |(at, _): &&(jiff::Timestamp, Arc<Nomenclature>)| now.duration_since(*at).abs() < NOMENCLATURE_KEPT;
        if let Some((_, known)) = self.0.nomenclature.lock().expect("nobody panics while holding it").as_ref().filter(fresh) {
            return Ok(known.clone());
        }
        let read = self.store().look_up(nomenclature_in_force).await?;
        *self.0.nomenclature.lock().expect("nobody panics while holding it") = Some((now, read.clone()));
        Ok(read)
    }
}

/// A journal that may have gone.
pub(crate) struct WeakJournal(std::sync::Weak<Inner>);

impl From<std::sync::Weak<Inner>> for WeakJournal {
    fn from(inner: std::sync::Weak<Inner>) -> Self {
        WeakJournal(inner)
    }
}

impl WeakJournal {
    pub(crate) fn upgrade(&self) -> Option<Journal> {
        self.0.upgrade().map(Journal)
    }
}

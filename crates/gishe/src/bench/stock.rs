//! What a journal has that has worked for years: copies of one service that was told to its end, with all their rows, in its log.
//!
//! The one rule: a copy says in each row and payload what the original says, under a number, identifiers and commitments of its own; only
//! the signatures under it are those of the original.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use ejournal::event::EventId;
use jiff::Timestamp;
use store::log::{self, Leaf, LogId, Payload, Publisher, Sealed, salt_new, tag_key};
use store::{Tx, params};
use tlog::{Entry, Extension, Kind, Opening};

use super::journal::ORIGIN;
use crate::logs;
use crate::runtime::Installation;

const LOG: LogId = LogId::JOURNAL;
/// Services of one command: their events are fewer than a log takes at once.
const SERVICES: usize = 100;
/// Threads that make copies.
const MAKING: usize = 2;
/// Pause between two publications (`journal-log.md` §7.8).
const PUBLISH: Duration = Duration::from_millis(500);

const EVENTS: &str = "SELECT e.idx FROM journal_event e
    JOIN journal_subject s ON s.id = e.subject
    WHERE s.subject = $1
    ORDER BY e.idx";
const LAST: &str = "SELECT COALESCE(MAX(id), 0) FROM journal_subject";
const COPY_SUBJECT: &str = "INSERT INTO journal_subject
    (id, subject, administration, service, channel, mode, phase, status, payment, transport, due_on, begun_at, ended_at, flags, changed,
     changed_at, saved_at)
    SELECT $2, $3, administration, service, channel, mode, phase, status, payment, transport, due_on, begun_at, ended_at, flags, $4,
     changed_at, saved_at
    FROM journal_subject WHERE subject = $1";
const COPY_EVENT: &str = "INSERT INTO journal_event
    (idx, subject, source, rnuseq, sourceseq, status, occurred, received, administration, service, channel, flags)
    SELECT $2, $3, source, rnuseq, sourceseq, status, occurred, received, administration, service, channel, flags
    FROM journal_event WHERE idx = $1";

/// One event of the original.
struct Original {
    index: i64,
    entry: Entry,
    payload: String,
    signature: Option<Vec<u8>>,
}

/// A service that is copied.
pub(super) struct Stock<'i> {
    installation: &'i Installation,
    subject: String,
    events: Vec<Original>,
}

/// The number of a copy.
pub(super) fn copy_number(number: usize) -> String {
    format!("PAST-N{number:09}")
}

impl<'i> Stock<'i> {
    /// The service of a number, which must have ended.
    pub(super) fn of(installation: &'i Installation, subject: &str) -> Result<Stock<'i>> {
        let events = installation.store.read_blocking(|tx| originals(tx, subject))?;
        anyhow::ensure!(!events.is_empty(), "{subject} is not in the journal");
        Ok(Stock { installation, subject: subject.to_owned(), events })
    }

    /// Adds copies until there are so many events more, and publishes the log meanwhile; answers how many services and events there are.
    pub(super) fn add(&self, events: usize) -> Result<(usize, u64)> {
        let services = events.div_ceil(self.events.len());
        let Installation { store, .. } = self.installation;
        let signers = logs::signers(self.installation, LOG, ORIGIN)?;
        let (place, keys) = (store.shelf().place(LOG)?, store.read_blocking(|tx| log::keys(tx, LOG))?);
        let opened = store.write_blocking(|tx| log::open(tx, LOG))?;
        let (writer, _) = log::check(store, opened, &place, &keys, &[])?;
        let mut publisher = Publisher::new(store, writer, place, signers);
        let (given_out, done) = (AtomicUsize::new(0), AtomicU64::new(0));
        let mut publish = || publisher.publish(self.installation.clock.now().as_millisecond());
        std::thread::scope(|scope| -> Result<()> {
            let work = || -> Result<()> {
                loop {
                    let first = given_out.fetch_add(SERVICES, Ordering::Relaxed);
                    if first >= services {
                        return Ok(());
                    }
                    let until = (first + SERVICES).min(services);
                    self.write(writer, first, (first..until).flat_map(|number| self.sealed(number)).collect())?;
                    done.fetch_add((until - first) as u64, Ordering::Relaxed);
                }
            };
            let making: Vec<_> = (0..MAKING).map(|_| scope.spawn(work)).collect();
            let mut told = Instant::now();
            while !making.iter().all(std::thread::ScopedJoinHandle::is_finished) {
                publish()?;
                std::thread::park_timeout(PUBLISH);
                if told.elapsed() > Duration::from_secs(10) {
                    told = Instant::now();
                    eprintln!("{} of {services} services were copied", done.load(Ordering::Relaxed));
                }
            }
            making.into_iter().try_for_each(|thread| thread.join().expect("a copy does not panic"))
        })?;
        publish()?;
        Ok((services, (services * self.events.len()) as u64))
    }

    /// The events of a copy, ready for the writer.
    fn sealed(&self, number: usize) -> Vec<Sealed> {
        let (subject, key) = (copy_number(number), tag_key(&self.installation.key));
        let seal = |(place, original): (usize, &Original)| {
            let Entry { occurred_ms, participant, service, status, event_id, .. } = original.entry;
            // Systems make identifiers in the order of time.
            let at_ms = i64::try_from(occurred_ms + number as u64).unwrap_or(0);
            let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
            let mut chance = [0; 10];
            self.installation.random.fill(&mut chance);
            let id = EventId::new(at, chance);
            let payload = original.payload.replacen(&self.subject, &subject, 1).replacen(&event_id.to_string(), &id.to_string(), 1);
            let leaf = Leaf {
                kind: Kind::Status,
                occurred_ms,
                participant,
                sequence: Some((number * self.events.len() + place) as u64),
                service,
                status,
                tag_epoch: key.epoch(),
                case_tag: key.tag(&subject),
                event_id: tlog::EventId(id.bytes()),
                opening: Opening { salt: salt_new(self.installation.random.as_ref()), payload: payload.into_bytes() },
                signature: original.signature.clone(),
                extension: Extension::new(),
            };
            leaf.seal()
        };
        self.events.iter().enumerate().map(seal).collect()
    }

    /// Writes copies with the rows that find them.
    fn write(&self, writer: log::Writer, first: usize, sealed: Arc<[Sealed]>) -> Result<()> {
        let (subject, now_ms) = (self.subject.clone(), self.installation.clock.now().as_millisecond());
        let originals: Arc<[i64]> = self.events.iter().map(|event| event.index).collect();
        self.installation.store.write_blocking(move |tx| -> store::Result<()> {
            let appended = log::append(tx, writer, now_ms, &sealed)?;
            let last: i64 = tx.query_row(LAST, &[], |row| row.get(0))?.unwrap_or(0);
            for (place, outcomes) in appended.outcomes.chunks(originals.len()).enumerate() {
                let (id, changed) = (last + 1 + place as i64, outcomes.last().map_or(0, |last| last.index()));
                tx.execute(COPY_SUBJECT, &params![&subject, id, copy_number(first + place), changed])?;
                for (original, outcome) in originals.iter().zip(outcomes) {
                    tx.execute(COPY_EVENT, &params![*original, outcome.index(), id])?;
                }
            }
            Ok(())
        })?;
        Ok(())
    }
}

fn originals(tx: &Tx<'_>, subject: &str) -> Result<Vec<Original>> {
    let indexes = tx.query(EVENTS, &params![subject], |row| row.get::<i64>(0))?;
    let original = |index: i64| {
        let at = u64::try_from(index)?;
        let Payload::Present { opening, signature } = log::payload(tx, LOG, at)? else { anyhow::bail!("entry {index} has no payload") };
        let entry = Entry::parse(&log::entry(tx, LOG, at)?)?;
        Ok(Original { index, entry, payload: String::from_utf8(opening.payload).context("a payload is no text")?, signature })
    };
    indexes.into_iter().map(original).collect()
}

//! The way of events to the writer: a bounded queue, from which groups are taken (`journal-log.md` §7).
//!
//! The one rule: what waits is bounded in events, and whoever finds no place is told at once to come again; what is taken is answered.

use std::sync::{Arc, Mutex};

use ejournal::Class;
use ejournal::journal::{Caller, Error, Ingested, Outcome, Submission, events_ingest};
use store::Tx;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::problem::Problem;
use crate::state::{Journal, WeakJournal};

/// LIMIT: events of one transaction (`journal-log.md` §7), less a reserve for the notices of new service codes that go with them.
const GROUP_EVENTS: usize = 3_072;

/// What became of the events of one call.
type Answer = Result<Vec<Outcome>, Problem>;

struct Job {
    submission: Submission,
    reply: oneshot::Sender<Answer>,
    _place: OwnedSemaphorePermit,
}

/// Calls that wait for the writer.
pub(crate) struct Queue {
    jobs: mpsc::UnboundedSender<Job>,
    waiting: Mutex<Option<mpsc::UnboundedReceiver<Job>>>,
    places: Arc<Semaphore>,
}

impl Queue {
    /// A queue for so many events.
    pub(crate) fn new(events_max: usize) -> Queue {
        // The channel itself has no bound: each job holds as many of the places as it has events.
        let (jobs, waiting) = mpsc::unbounded_channel();
        Queue { jobs, waiting: Mutex::new(Some(waiting)), places: Arc::new(Semaphore::new(events_max)) }
    }

    /// Starts the task that brings groups to the writer.
    pub(crate) fn start(&self, journal: WeakJournal) {
        let waiting = self.waiting.lock().expect("nobody panics while holding it").take();
        if let Some(waiting) = waiting {
            tokio::spawn(groups(journal, waiting));
        }
    }

    /// Brings the events of one call to the writer and waits until they are durable.
    ///
    /// Fails with `rate` when there is no place for them.
    pub(crate) async fn submit(&self, submission: Submission) -> Answer {
        let events = u32::try_from(submission.events.len().max(1)).unwrap_or(u32::MAX);
        let place = self.places.clone().try_acquire_many_owned(events).map_err(|_| Problem::of(Class::Rate))?;
        let (reply, answer) = oneshot::channel();
        let closed = || Problem::of(Class::Unavailable);
        self.jobs.send(Job { submission, reply, _place: place }).map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }
}

/// Takes what is waiting, as much as fits, and never waits for more.
async fn groups(journal: WeakJournal, mut waiting: mpsc::UnboundedReceiver<Job>) {
    let mut held: Option<Job> = None;
    loop {
        let first = match held.take() {
            Some(job) => job,
            None => match waiting.recv().await {
                Some(job) => job,
                None => return,
            },
        };
        let Some(journal) = journal.upgrade() else { return };
        let mut events = first.submission.events.len();
        let mut group = vec![first];
        while let Ok(job) = waiting.try_recv() {
            events += job.submission.events.len();
            if events > GROUP_EVENTS {
                held = Some(job);
                break;
            }
            group.push(job);
        }
        write(&journal, group).await;
    }
}

/// Writes a group; when it fails as a whole through one of its calls, each is tried alone, so that no call can hold up the others.
async fn write(journal: &Journal, group: Vec<Job>) {
    let (calls, replies): (Vec<Submission>, Vec<_>) = group.into_iter().map(|job| (job.submission, (job.reply, job._place))).unzip();
    match ingest(journal, calls.clone()).await {
        Ok(answers) => {
            for ((reply, _), answer) in replies.into_iter().zip(answers) {
                // The caller may have gone away; its events stand all the same.
                let _ = reply.send(Ok(answer));
            }
        }
        Err(problem) if calls.len() == 1 || problem.is_temporary() => {
            for (reply, _) in replies {
                let _ = reply.send(Err(problem.clone()));
            }
        }
        Err(_) => {
            for (call, (reply, _)) in calls.into_iter().zip(replies) {
                let answer = ingest(journal, vec![call]).await.map(|mut answers| answers.pop().unwrap_or_default());
                let _ = reply.send(answer);
            }
        }
    }
}

async fn ingest(journal: &Journal, calls: Vec<Submission>) -> Result<Vec<Vec<Outcome>>, Problem> {
    let writer = journal.writer()?;
    let nomenclature = journal.nomenclature().await?;
    let ctx = journal.ctx(Caller::Nobody);
    let calls: Arc<[Submission]> = calls.into();
    let recent = journal.recent().clone();
    let take = move |tx: &mut Tx<'_>| -> Result<_, Error> { events_ingest(tx, &ctx, writer, &nomenclature, &recent, &calls) };
    let Ingested { outcomes, touched } = journal.store().write(take).await?;
    journal.recent().keep(touched);
    Ok(outcomes)
}

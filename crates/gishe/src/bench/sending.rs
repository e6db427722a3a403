//! What a server with the role of the journal takes over HTTP, from many systems on the same machine.
//!
//! The one rule: events are made and signed before the clock runs; each is counted once the journal has said that it stands in the log.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use ejournal::client::{self, Outgoing};
use serde_json::Value as Json;

use super::events::System;
use super::journal::Size;
use super::store::at;
use super::{Figure, Found, Server};

/// Systems that send single events at the same time.
pub(super) const CLIENTS: usize = 64;
/// Of them those that send batches.
const BATCHING: usize = 8;
/// Events of one batch.
const BATCH: usize = 100;
/// While one system drains its queue the others have events for as long as it takes at this rate, events in a second. Of a slower drain they
/// would not see the end.
const DRAIN_PER_S: usize = 2_500;
/// What a system must get rid of in a second to be through with 500 000 events in ten minutes (`ejournal.md` §5).
const DRAIN_MIN_PER_S: f64 = 500_000.0 / 600.0;
/// LIMIT: how long the log of a server may check itself after its start.
const READY_MAX: Duration = Duration::from_secs(30);

/// A server with the role.
pub(super) struct Served {
    server: Server,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
}

/// What one system sends.
struct Turn {
    certificate: String,
    events: Vec<Outgoing>,
}

fn turns(systems: &mut [System], each: usize) -> Vec<Turn> {
    let turn =
        |system: &mut System| Turn { certificate: system.certificate_header(), events: (0..each).map(|_| system.report()).collect() };
    systems.iter_mut().map(turn).collect()
}

impl Served {
    /// Starts a server over an installation with the role.
    pub(super) fn new(folder: &Path) -> Result<Served> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        Ok(Served { server: Server::start(folder)?, client: reqwest::Client::builder().no_proxy().build()?, runtime })
    }

    /// Sends so many events in batches; answers how many the journal has taken.
    pub(super) fn fill(&self, systems: &mut [System], events: usize) -> Result<u64> {
        self.runtime.block_on(self.ready(turns(&mut systems[..1], 1)))?;
        let mut taken = 1;
        // In parts, so that what is ready to be sent does not fill the memory.
        while taken < events {
            let part = (events - taken).div_ceil(BATCHING).clamp(BATCH, 4_000).next_multiple_of(BATCH);
            self.runtime.block_on(self.in_batches(turns(&mut systems[..BATCHING], part)))?;
            taken += part * BATCHING;
        }
        Ok(taken as u64)
    }

    /// Measures what the journal takes; answers how many events more it has, and the pause between two events of one system.
    pub(super) fn measured(&self, systems: &mut [System], size: &Size, found: &mut Found) -> Result<(u64, Duration)> {
        self.runtime.block_on(self.ready(turns(&mut systems[..1], 1)))?;
        let (mut taken, seconds) = (1, size.seconds as usize);
        let each = (1_000 * seconds).next_multiple_of(BATCH);
        let turns_batch = turns(&mut systems[..BATCHING], each);
        let begun = Instant::now();
        self.runtime.block_on(self.in_batches(turns_batch))?;
        let batches = (each * BATCHING) as f64 / begun.elapsed().as_secs_f64();
        taken += (each * BATCHING) as u64;
        found.add(Figure::at_least("http_batch_per_s", batches, "1/s", 8_000.0));

        let each = 40 * seconds;
        let turns_single = turns(systems, each);
        let begun = Instant::now();
        self.runtime.block_on(self.single(turns_single, None, None))?;
        let single = (each * systems.len()) as f64 / begun.elapsed().as_secs_f64();
        taken += (each * systems.len()) as u64;
        found.add(Figure::at_least("http_single_per_s", single, "1/s", 3_000.0));

        let pause = Duration::from_secs_f64(systems.len() as f64 / (single / 2.0));
        let each = ((seconds as f64 / pause.as_secs_f64()) as usize).max(10);
        let mut times = self.runtime.block_on(self.single(turns(systems, each), Some(pause), None))?;
        taken += (each * systems.len()) as u64;
        found.add(Figure::at_most("ack_p99_ms", at(&mut times, 0.99), "ms", 50.0));
        Ok((taken, pause))
    }

    /// One system reports what it could not report for a day, batch after batch, while the others go on one by one, each with this pause;
    /// answers how many events were taken.
    pub(super) fn drained(&self, systems: &mut [System], queued: usize, pause: Duration, found: &mut Found) -> Result<u64> {
        let (late, others) = systems.split_at_mut(1);
        let each = ((queued / DRAIN_PER_S) as f64 / pause.as_secs_f64()) as usize;
        let (queue, going_on) = (turns(late, queued), turns(others, each.max(10)));
        let is_drained = Arc::new(AtomicBool::new(false));
        let begun = Instant::now();
        let drain = async {
            self.in_batches(queue).await?;
            is_drained.store(true, Ordering::Relaxed);
            Ok::<_, anyhow::Error>(begun.elapsed())
        };
        let until = Some(is_drained.clone());
        let sending = async { tokio::try_join!(drain, self.single(going_on, Some(pause), until)) };
        let (took, mut times) = self.runtime.block_on(sending)?;
        let others_per_s = times.len() as f64 / took.as_secs_f64();
        found.add(Figure::at_least("drain_per_s", queued as f64 / took.as_secs_f64(), "1/s", DRAIN_MIN_PER_S.round()));
        found.add(Figure::at_most("drain_ack_p99_ms", at(&mut times, 0.99), "ms", 50.0));
        eprintln!("{queued} events of one system in {:.0} s, the others sent {others_per_s:.0} a second", took.as_secs_f64());
        Ok((queued + times.len()) as u64)
    }

    fn post(&self, path: &str, certificate: &str) -> reqwest::RequestBuilder {
        self.client.post(format!("{}/ejournal/v1/{path}", self.server.url)).header("client-cert", certificate)
    }

    /// Waits until the log of the server has checked itself and takes the one event of the one turn.
    async fn ready(&self, turns: Vec<Turn>) -> Result<()> {
        let until = Instant::now() + READY_MAX;
        let turn = turns.first().context("a system to begin with")?;
        loop {
            match self.one(&turn.certificate, &turn.events[0]).await {
                Ok(()) => return Ok(()),
                Err(error) if Instant::now() > until => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
    }

    /// Sends what each system has in batches, all systems at once.
    async fn in_batches(&self, turns: Vec<Turn>) -> Result<()> {
        let sending = turns.into_iter().map(async |turn| -> Result<()> {
            for batch in turn.events.chunks(BATCH) {
                let request = self.post("events:batch", &turn.certificate).header("content-type", ejournal::batch::SIGNED_MEDIA_TYPE);
                let response = request.body(client::body(batch)).send().await?;
                let (status, answer) = (response.status(), response.bytes().await?);
                let told = client::told(batch, status.as_u16(), &answer);
                if !told.iter().all(|told| matches!(told, client::Told::Taken(_))) {
                    bail!("a batch was answered {status}: {}", String::from_utf8_lossy(&answer).chars().take(400).collect::<String>());
                }
            }
            Ok(())
        });
        futures::future::try_join_all(sending).await.map(drop)
    }

    async fn one(&self, certificate: &str, event: &Outgoing) -> Result<()> {
        let request = self.post("events", certificate).header(ejournal::signature::HEADER, &event.signature);
        let response = request.header("content-type", "application/cloudevents+json").body(event.bytes.clone()).send().await?;
        let (status, answer) = (response.status(), response.bytes().await?);
        let read: Json = serde_json::from_slice(&answer).unwrap_or_default();
        if !status.is_success() || !matches!(read["result"].as_str(), Some("new" | "repeated")) {
            bail!("an event was answered {status}: {}", String::from_utf8_lossy(&answer).chars().take(400).collect::<String>());
        }
        Ok(())
    }

    /// Sends what each system has one by one, all systems at once; how long each event took, in milliseconds. With a pause a system sends
    /// by the clock, and what waited for the one before counts from when it was due. Ends early when `until` says so.
    async fn single(&self, turns: Vec<Turn>, pause: Option<Duration>, until: Option<Arc<AtomicBool>>) -> Result<Vec<f64>> {
        let systems = turns.len().max(1);
        let begun = Arc::new(Instant::now());
        let is_over = || until.as_ref().is_some_and(|until| until.load(Ordering::Relaxed));
        let sending = turns.into_iter().enumerate().map(async |(number, turn)| -> Result<Vec<f64>> {
            let first = pause.map(|pause| pause.mul_f64(number as f64 / systems as f64));
            let mut times = Vec::with_capacity(turn.events.len());
            for (place, event) in turn.events.iter().enumerate() {
                if is_over() {
                    break;
                }
                let mut asked = Instant::now();
                if let (Some(first), Some(pause)) = (first, pause) {
                    asked = *begun + first + pause * place as u32;
                    tokio::time::sleep_until(asked.into()).await;
                }
                self.one(&turn.certificate, event).await?;
                times.push(asked.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok(times)
        });
        Ok(futures::future::try_join_all(sending).await?.concat())
    }
}

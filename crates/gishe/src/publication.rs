//! The publisher: once a period is over, its figures become rows and files that everybody may have (`ejournal.md` §6.5).
//!
//! The one rule: one node publishes at a time, and a period is seen only when it is whole; whatever interrupts it, it begins anew.

use std::time::Duration;

use anyhow::{Result, bail};
use cases::statistic::{rated, statistic_follow};
use ejournal::client;
use ejournal::journal::{self as role, Gathering, nomenclature_in_force};
use ejournal::publication::{self, FIGURES_MAX, Files, NewFile, Publisher, QUARTER_LAG_DAYS};
use ejournal::statistics::{Gathered, Grain, Period, PublishedFigure};
use kernel::calendar::Calendar;
use kernel::clock::sofia_date;
use kernel::entity_number::EntityNumber;
use services::calendar::calendar;
use services::organisation::{Administration, administration_list};
use store::lease::lease_take;
use tokio::task::JoinHandle;

use crate::journal_role::operator;
use crate::runtime::Installation;

/// Pause between two looks whether a period is over.
const ROUND: Duration = Duration::from_secs(60);
/// How long a node publishes before it says again that it does.
const LEASE: Duration = Duration::from_secs(600);

/// Publishes what is due from now on; where `is_journal`, over all participants too.
pub fn start(installation: Installation, is_journal: bool) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let worker = installation.clone();
            match tokio::task::spawn_blocking(move || round(&worker, is_journal)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!("figures could not be published: {error:#}"),
                Err(error) => tracing::error!("the publisher panicked: {error}"),
            }
            tokio::time::sleep(ROUND).await;
        }
    })
}

/// Publishes every period that is over and not published.
pub fn round(installation: &Installation, is_journal: bool) -> Result<()> {
    if !leads(installation)? {
        return Ok(());
    }
    for administration in installation.store.read_blocking(administration_list)? {
        let Ok(eik) = administration.eik.parse::<EntityNumber>() else { continue };
        own(installation, &administration, &eik)?;
    }
    if is_journal {
        let ctx = operator(installation);
        installation.store.write_blocking(move |tx| role::daily_decide(tx, &ctx))?;
        while let Some(period) = installation.store.read_blocking(|tx| role::publication_due(tx, &operator(installation)))? {
            of_all(installation, period)?;
        }
    }
    Ok(())
}

/// Whether this node publishes.
fn leads(installation: &Installation) -> Result<bool> {
    let node = installation.node.clone();
    Ok(installation.store.write_blocking(move |tx| lease_take(tx, "statistics", &node, LEASE))?)
}

/// Says again that this node publishes.
fn goes_on(installation: &Installation) -> Result<()> {
    if leads(installation)? {
        return Ok(());
    }
    bail!("another node publishes now")
}

/// The quarters of an administration that are over.
fn quarters_over(installation: &Installation, administration: &Administration) -> Result<Vec<Period>> {
    let first = installation.store.read_blocking(|tx| client::reported_first(tx, administration.id))?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let today = sofia_date(installation.clock.now());
    let quarters = std::iter::successors(Some(Period::of(first, Grain::Quarter)), |quarter| Some(quarter.next()));
    Ok(quarters.take_while(|quarter| quarter.is_over(QUARTER_LAG_DAYS, today)).collect())
}

/// Publishes the quarters of an administration that are due, over the services it reports itself. All cases are read once for all of them:
/// after an upgrade many years may be due.
fn own(installation: &Installation, administration: &Administration, eik: &EntityNumber) -> Result<()> {
    let publisher = Publisher::Administration(eik.clone());
    let mut due = Vec::new();
    for period in quarters_over(installation, administration)? {
        if begin(installation, &publisher, period)? {
            due.push((period, Gathered::default()));
        }
    }
    if due.is_empty() {
        return Ok(());
    }
    let (store, id) = (&installation.store, administration.id);
    let days = store.read_blocking(|tx| calendar(tx, id))?;
    let mut after = Some(String::new());
    while let Some(from) = after {
        goes_on(installation)?;
        after = store.read_blocking(|tx| client::gather(tx, id, eik, &days, &from, &mut due))?;
    }
    // What was rated is counted behind the history; nothing may be missing.
    while store.write_blocking(move |tx| statistic_follow(tx, id))? > 0 {}
    for (period, mut gathered) in due {
        for one in store.read_blocking(|tx| rated(tx, id, period.first(), period.last()))? {
            gathered.rated(&one.service_number, one.score, u64::try_from(one.count).unwrap_or(0));
        }
        add(installation, &publisher, period, Some(eik), gathered.publish(true))?;
        finish(installation, &publisher, period)?;
    }
    Ok(())
}

/// Publishes a period over all participants of the journal: of a day the counts, of a quarter everything that was not told by days.
fn of_all(installation: &Installation, period: Period) -> Result<()> {
    let publisher = Publisher::Journal;
    if !begin(installation, &publisher, period)? {
        return Ok(());
    }
    let (store, ctx) = (&installation.store, operator(installation));
    let daily = store.read_blocking(|tx| role::daily(tx, &ctx, period))?;
    if let Period::Day(_) = period {
        for administration in daily {
            let mut gathering = Gathering::new(administration.clone(), period);
            store.read_blocking(|tx| gathering.counts(tx, &ctx))?;
            let mut figures = Vec::new();
            gathering.finish().publish_counts(&mut figures);
            add(installation, &publisher, period, Some(&administration), figures)?;
        }
        return finish(installation, &publisher, period);
    }
    let days = working_days(installation)?;
    let mut all = Gathered::default();
    for administration in store.read_blocking(|tx| role::administrations(tx, &ctx))? {
        let is_daily = daily.contains(&administration);
        let gathered = of_one(installation, &administration, period, &days)?;
        all.merge(&gathered);
        add(installation, &publisher, period, Some(&administration), gathered.publish(!is_daily))?;
    }
    add(installation, &publisher, period, None, all.publish(false))?;
    finish(installation, &publisher, period)
}

/// Gathers a quarter of one participant.
fn of_one(installation: &Installation, administration: &EntityNumber, period: Period, days: &Calendar) -> Result<Gathered> {
    let (store, ctx) = (&installation.store, operator(installation));
    let nomenclature = store.read_blocking(nomenclature_in_force)?;
    let mut gathering = Gathering::new(administration.clone(), period);
    store.read_blocking(|tx| gathering.counts(tx, &ctx))?;
    loop {
        goes_on(installation)?;
        if !store.read_blocking(|tx| gathering.services(tx, &ctx, &nomenclature, days))? {
            return Ok(gathering.finish());
        }
    }
}

/// The national calendar, as the first administration of the installation keeps it.
fn working_days(installation: &Installation) -> Result<Calendar> {
    let first = installation.store.read_blocking(administration_list)?.into_iter().next();
    Ok(match first {
        Some(administration) => installation.store.read_blocking(|tx| calendar(tx, administration.id))?,
        None => Calendar::default(),
    })
}

fn begin(installation: &Installation, publisher: &Publisher, period: Period) -> Result<bool> {
    let publisher = publisher.clone();
    if installation.store.read_blocking(|tx| publication::is_published(tx, &publisher, period))? {
        return Ok(false);
    }
    Ok(installation.store.write_blocking(move |tx| publication::begin(tx, &publisher, period))?)
}

fn add(
    installation: &Installation,
    publisher: &Publisher,
    period: Period,
    administration: Option<&EntityNumber>,
    figures: Vec<PublishedFigure>,
) -> Result<()> {
    for piece in figures.chunks(FIGURES_MAX) {
        let (publisher, administration, piece) = (publisher.clone(), administration.cloned(), piece.to_vec());
        installation.store.write_blocking(move |tx| publication::add(tx, &publisher, period, administration.as_ref(), &piece))?;
    }
    Ok(())
}

/// Makes the files of a period and lets everybody see it.
fn finish(installation: &Installation, publisher: &Publisher, period: Period) -> Result<()> {
    let (store, now_ms) = (&installation.store, installation.clock.now().as_millisecond());
    let mut files = Files::new(publisher, period, now_ms)?;
    let mut count = 0;
    let mut page = store.read_blocking(|tx| publication::lines_of(tx, publisher, period, None))?;
    while let Some(last) = page.last().cloned() {
        files.add(&page)?;
        count += page.len();
        page = store.read_blocking(|tx| publication::lines_of(tx, publisher, period, Some(&last)))?;
    }
    let mut placed = Vec::new();
    for content in files.finish()? {
        let blob = store.blob_put_blocking(content.bytes, now_ms)?;
        placed.push(NewFile { name: content.name, media_type: content.media_type, blob });
    }
    goes_on(installation)?;
    let publisher = publisher.clone();
    store.write_blocking(move |tx| publication::finish(tx, &publisher, period, &placed, now_ms))?;
    tracing::info!(period = %period, figures = count, "published the figures of {period}");
    Ok(())
}

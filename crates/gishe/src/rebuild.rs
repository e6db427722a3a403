//! `gishe rebuild`: everything that follows the history, made anew, administration by administration.
//!
//! The one rule: it works in small transactions beside the people who work, and can be begun again at any time. One thread reads ahead,
//! the other writes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::{Result, anyhow};
use cases::rebuild::{Word, cases_correct, cases_read, words_clear, words_write};
use cases::statistic::{self, Memory, Sums};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use store::Store;

use crate::runtime::Installation;

/// LIMIT: words sorted before they are written: neighbours in the index share a page of the database, which is then written once.
const SORTED_MAX: usize = 200_000;
/// LIMIT: words of one command.
const WORDS_MAX: usize = 1_000;
/// LIMIT: cases put right by one command.
const CORRECTED_MAX: usize = 50;
/// LIMIT: facts of the history counted in one snapshot.
const FACTS_MAX: i64 = 10_000;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Cases gone through.
    pub cases: i64,
    /// Of them those whose row did not agree with the history.
    pub corrected: i64,
    /// Facts of the history counted.
    pub facts: i64,
}

/// Rebuilds every administration; `tell` hears of the progress after each step.
pub fn rebuild(installation: &Installation, mut tell: impl FnMut(&Rebuilt)) -> Result<Rebuilt> {
    let mut done = Rebuilt::default();
    for administration in installation.store.read_blocking(services::organisation::administration_list)? {
        let ctx = installation.system(administration.id);
        cases_rebuild(&installation.store, &ctx, &mut done, &mut tell)?;
        statistics_rebuild(&installation.store, administration.id, &mut done, &mut tell)?;
    }
    Ok(done)
}

/// Some neighbouring cases: their words in the order of the index, and those whose row is wrong.
#[derive(Default)]
struct Slice {
    cases: i64,
    words: Vec<Word>,
    differing: Vec<CaseId>,
}

fn cases_rebuild(store: &Store, ctx: &Ctx, done: &mut Rebuilt, tell: &mut impl FnMut(&Rebuilt)) -> Result<()> {
    while store.write_blocking({
        let ctx = ctx.clone();
        move |tx| words_clear(tx, &ctx)
    })? {
        tell(done);
    }
    ahead(
        |slices| slices_read(store, ctx, slices),
        |slices| {
            for slice in slices {
                for words in slice.words.chunks(WORDS_MAX) {
                    let (ctx, words) = (ctx.clone(), words.to_vec());
                    store.write_blocking(move |tx| words_write(tx, &ctx, &words))?;
                }
                for cases in slice.differing.chunks(CORRECTED_MAX) {
                    let (ctx, cases) = (ctx.clone(), cases.to_vec());
                    done.corrected += store.write_blocking(move |tx| cases_correct(tx, &ctx, &cases))?;
                }
                done.cases += slice.cases;
                tell(done);
            }
            Ok(())
        },
    )
}

/// Reads all cases. Whoever no longer listens has failed, and says so itself.
fn slices_read(store: &Store, ctx: &Ctx, slices: &SyncSender<Slice>) -> Result<()> {
    let (mut slice, mut after) = (Slice::default(), None);
    while let Some(page) = store.read_blocking(|tx| cases_read(tx, ctx, after))? {
        after = Some(page.last);
        slice.cases += page.cases;
        slice.words.extend(page.words);
        slice.differing.extend(page.differing);
        if slice.words.len() >= SORTED_MAX && !handed_over(&mut slice, slices) {
            return Ok(());
        }
    }
    handed_over(&mut slice, slices);
    Ok(())
}

fn handed_over(slice: &mut Slice, slices: &SyncSender<Slice>) -> bool {
    slice.words.sort_unstable();
    slices.send(std::mem::take(slice)).is_ok()
}

fn statistics_rebuild(store: &Store, of: AdministrationId, done: &mut Rebuilt, tell: &mut impl FnMut(&Rebuilt)) -> Result<()> {
    store.write_blocking(move |tx| statistic::statistic_clear(tx, of))?;
    let mut is_whole = false;
    while !is_whole {
        is_whole = true;
        ahead(
            |counted| sums_read(store, of, counted),
            |counted| {
                for sums in counted {
                    let facts = sums.facts();
                    if !store.write_blocking(move |tx| statistic::statistic_add(tx, of, &sums))? {
                        // A worker counts too. It is followed, so that both together come to the end.
                        done.facts += store.write_blocking(move |tx| statistic::statistic_follow(tx, of))?;
                        is_whole = false;
                        return Ok(());
                    }
                    done.facts += facts;
                    tell(done);
                }
                Ok(())
            },
        )?;
    }
    Ok(())
}

/// Counts the history from where it was counted to.
fn sums_read(store: &Store, of: AdministrationId, counted: &SyncSender<Sums>) -> Result<()> {
    let (mut memory, mut from) = (Memory::default(), store.read_blocking(|tx| statistic::position(tx, of))?);
    while let Some(sums) = store.read_blocking(|tx| statistic::statistic_count(tx, of, &mut memory, from, FACTS_MAX))? {
        from = sums.until();
        if counted.send(sums).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// Lets one thread read ahead of the other that writes.
fn ahead<T: Send>(read: impl FnOnce(&SyncSender<T>) -> Result<()> + Send, write: impl FnOnce(Receiver<T>) -> Result<()>) -> Result<()> {
    let (sender, receiver) = sync_channel(1);
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || read(&sender));
        write(receiver)?;
        reading.join().map_err(|_| anyhow!("the thread that reads ahead ended by itself"))?
    })
}

//! The order of the events of one service, and which of them are struck out.
//!
//! The one rule: within a source the order is `rnuseq`, whatever the clocks say; between sources it is the time, then the phase, then
//! the name of the source (`ejournal.md` §4.1, §5.2).

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::vec::IntoIter;

use jiff::Timestamp;

use super::Reported;
use crate::event::{Event, EventKey, Source};
use crate::nomenclature::{Nomenclature, Phase, codes};

/// The events in order, and those that wait.
pub struct Arranged<'e> {
    /// In order.
    pub placed: Vec<Placed<'e>>,
    /// Behind a gap of their source that is still young; by source and number.
    pub waiting: Vec<&'e Event>,
    /// Whether an event is missing before one that is there.
    pub gap: bool,
}

/// An event in its place.
pub struct Placed<'e> {
    /// The event.
    pub event: &'e Event,
    /// The event that struck it out.
    pub struck_by: Option<&'e Event>,
    /// The event whose place it takes.
    pub replaces: Option<&'e EventKey>,
    /// Whether it corrects an event that is not there or comes later.
    pub misdirected: bool,
}

/// The events of one source that are still to be placed, each with its time t′ and its phase.
type Queue<'e> = Peekable<IntoIter<(Timestamp, Option<Phase>, &'e Event)>>;

/// Puts the events in order.
pub fn arrange<'e>(reported: &Reported<'e>, nomenclature: &Nomenclature) -> Arranged<'e> {
    let mut waiting = Vec::new();
    let mut gap = false;
    let mut queues = Vec::new();
    for (source, numbered) in by_source(reported.events) {
        let mut next = 1;
        let mut latest = Timestamp::MIN;
        let mut ready = Vec::with_capacity(numbered.len());
        let mut held = false;
        for (number, event) in numbered {
            while next < number && reported.voids.contains(&(source.clone(), next)) {
                next += 1;
            }
            if number != next {
                gap = true;
                held |= !reported.released.contains(source);
            }
            next = number + 1;
            if held {
                waiting.push(event);
                continue;
            }
            latest = latest.max(event.time);
            let phase = nomenclature.status(&event.data.status).and_then(|entry| entry.phase);
            ready.push((latest, phase, event));
        }
        queues.push(ready.into_iter().peekable());
    }
    Arranged { placed: corrected(merged(queues)), waiting, gap }
}

/// The events of each source by their number. Two events cannot have one number; of a set that has them all the same, the one with
/// the smaller id counts.
fn by_source(events: &[Event]) -> BTreeMap<&Source, BTreeMap<u32, &Event>> {
    let mut sources: BTreeMap<&Source, BTreeMap<u32, &Event>> = BTreeMap::new();
    for event in events {
        let kept = sources.entry(&event.key.source).or_default().entry(event.rnuseq).or_insert(event);
        if event.key.id < kept.key.id {
            *kept = event;
        }
    }
    sources
}

/// Takes, again and again, the least first event of all sources. Queues come ordered by source, so that the first least one wins.
fn merged(mut queues: Vec<Queue<'_>>) -> Vec<&Event> {
    let mut order = Vec::new();
    loop {
        let heads = queues.iter_mut().filter_map(|queue| {
            let (at, phase, _) = queue.peek()?;
            Some(((*at, *phase), queue))
        });
        let Some((_, least)) = heads.min_by_key(|(key, _)| *key) else { return order };
        order.extend(least.next().map(|(_, _, event)| event));
    }
}

fn corrects(event: &Event) -> bool {
    matches!(event.data.status.as_str(), codes::CORRECTED | codes::RETRACTED)
}

/// Strikes out what was corrected or retracted, and moves each replacement to the place of what it replaces.
fn corrected(order: Vec<&Event>) -> Vec<Placed<'_>> {
    if !order.iter().any(|event| corrects(event)) {
        return order.into_iter().map(|event| Placed { event, struck_by: None, replaces: None, misdirected: false }).collect();
    }
    let at: BTreeMap<&EventKey, usize> = order.iter().enumerate().map(|(at, event)| (&event.key, at)).collect();
    let target = |by: usize| {
        let wanted = order[by].data.correction_of.as_ref()?;
        at.get(wanted).copied().filter(|target| *target < by)
    };
    // From the last to the first: whether a correction itself stands is known before it strikes anything.
    let mut struck_by: Vec<Option<usize>> = vec![None; order.len()];
    for by in (0..order.len()).rev().filter(|by| corrects(order[*by])) {
        if struck_by[by].is_none()
            && let Some(target) = target(by)
        {
            struck_by[target] = Some(by);
        }
    }
    let followers: BTreeMap<(&Source, u32), usize> =
        order.iter().enumerate().map(|(at, event)| ((&event.key.source, event.rnuseq), at)).collect();
    let mut place: Vec<usize> = (0..order.len()).collect();
    let mut replaces: Vec<Option<usize>> = vec![None; order.len()];
    for by in 0..order.len() {
        if order[by].data.status.as_str() != codes::CORRECTED || struck_by[by].is_some() {
            continue;
        }
        let follower = followers.get(&(&order[by].key.source, order[by].rnuseq.saturating_add(1))).copied();
        if let (Some(target), Some(follower)) = (target(by), follower.filter(|follower| !corrects(order[*follower]))) {
            place[follower] = place[target];
            replaces[follower] = Some(target);
        }
    }
    let mut sorted: Vec<usize> = (0..order.len()).collect();
    sorted.sort_by_key(|own| (place[*own], *own));
    let placed = sorted.into_iter().map(|own| Placed {
        event: order[own],
        struck_by: struck_by[own].map(|by| order[by]),
        replaces: replaces[own].map(|target| &order[target].key),
        misdirected: corrects(order[own]) && target(own).is_none(),
    });
    placed.collect()
}

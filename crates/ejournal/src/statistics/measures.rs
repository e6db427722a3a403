//! Measures over services: times, shares, counts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::calendar::Calendar;
use kernel::clock::sofia_date;
use kernel::entity_number::EntityNumber;
use serde::Serialize;

use crate::duty::{Minimum, Share, minimum, term};
use crate::event::{Channel, Mode, Outcome, ServiceNumber};
use crate::nomenclature::{Nomenclature, codes};
use crate::state::State;

/// Upper ends of the bands of age of open services, whole days; the last band is open.
pub const AGE_BANDS_DAYS: [i64; 5] = [7, 14, 30, 90, 365];

/// What the measures need to know of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceFacts {
    /// Competent administration.
    pub administration: EntityNumber,
    /// Number of the service.
    pub service: ServiceNumber,
    /// How the application came.
    pub channel: Option<Channel>,
    /// How fast it was wanted.
    pub mode: Option<Mode>,
    /// When it was registered.
    pub registered: Option<Timestamp>,
    /// When it was first decided by an express act.
    pub decided: Option<Timestamp>,
    /// When the result was first handed over.
    pub delivered: Option<Timestamp>,
    /// Whether its life has ended.
    pub ended: bool,
    /// Whether the term was kept; none while it runs, and where none was set.
    pub within_term: Option<bool>,
    /// How often the term was extended.
    pub extensions: u64,
    /// How often the proceeding was suspended.
    pub suspensions: u64,
    /// How often deficiencies were notified.
    pub deficiencies: u64,
    /// Express refusals.
    pub refusals: u64,
    /// Tacit refusals.
    pub tacit_refusals: u64,
    /// How often official data could not be had.
    pub data_failures: u64,
    /// How its appeals were decided.
    pub appeals: Vec<Outcome>,
    /// The obligatory minimum.
    pub minimum: Minimum,
}

impl ServiceFacts {
    /// The facts of a service at `now`; none as long as nothing was reported that counts.
    pub fn of(state: &State<'_>, nomenclature: &Nomenclature, now: Timestamp) -> Option<Self> {
        let count = |code: &str| state.count(code) as u64;
        let handed_over = |code: &str| {
            let handed = ["delivery.opened", "delivery.desk", "delivery.post.confirmed", "delivery.deemed", "delivery.received"];
            handed.contains(&code)
        };
        let verdict = term(state, now);
        Some(Self {
            administration: state.administration?.clone(),
            service: state.service?.clone(),
            channel: state.channel,
            mode: state.mode,
            registered: state.first_time(|code| code == codes::REGISTERED),
            decided: state.first_time(codes::is_express_decision),
            delivered: state.first_time(handed_over),
            ended: state.end.is_some(),
            within_term: verdict.filter(|verdict| verdict.breached || state.term_ended_at.is_some()).map(|verdict| !verdict.breached),
            extensions: count(codes::EXTENDED),
            suspensions: count(codes::SUSPENDED),
            deficiencies: count(codes::DEFICIENCY_NOTIFIED),
            refusals: count(codes::REFUSED),
            tacit_refusals: count(codes::TACIT_REFUSAL),
            data_failures: count(codes::DATA_UNAVAILABLE),
            appeals: state
                .counted()
                .filter(|event| event.data.status.as_str() == codes::APPEAL_DECIDED)
                .filter_map(|event| event.data.outcome)
                .collect(),
            minimum: minimum(state, nomenclature),
        })
    }
}

/// Median and 90 % of times, by the nearest rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Times {
    /// Of how many services.
    pub count: u64,
    /// Half of them took at most so many seconds.
    pub median_s: i64,
    /// Nine of ten took at most so many seconds.
    pub p90_s: i64,
    /// Half of them took at most so many working days.
    pub median_working_days: u32,
    /// Nine of ten took at most so many working days.
    pub p90_working_days: u32,
}

/// The figures over a set of services. Their definitions: [`super::definitions`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Measures {
    /// Services.
    pub services: u64,
    /// Registered services that have not ended, by age; bands as in [`AGE_BANDS_DAYS`].
    pub open_by_age: [u64; AGE_BANDS_DAYS.len() + 1],
    /// From registration to the first express act.
    pub to_decision: Option<Times>,
    /// From registration to the first handing over.
    pub to_delivery: Option<Times>,
    /// Kept terms of all that ended or passed.
    pub within_term: Share,
    /// Extensions.
    pub extensions: u64,
    /// Suspensions.
    pub suspensions: u64,
    /// Notified deficiencies.
    pub deficiencies: u64,
    /// Express refusals.
    pub refusals: u64,
    /// Tacit refusals.
    pub tacit_refusals: u64,
    /// Decided appeals by how they ended.
    pub appeals: BTreeMap<Outcome, u64>,
    /// Electronic applications of all with a known channel from outside.
    pub electronic: Share,
    /// Failures of the official collection of data.
    pub data_failures: u64,
    /// Services with the full obligatory minimum of all that owe it.
    pub full_minimum: Share,
}

/// Computes the figures over services at `now`. Working days are those of `calendar`, with the yearly exchanged days.
pub fn measure<'f>(facts: impl IntoIterator<Item = &'f ServiceFacts>, now: Timestamp, calendar: &Calendar) -> Measures {
    let mut measures = Measures::default();
    let (mut to_decision, mut to_delivery) = (Vec::new(), Vec::new());
    for facts in facts {
        measures.services += 1;
        if let Some(registered) = facts.registered {
            if !facts.ended {
                let days = now.duration_since(registered).as_hours() / 24;
                let band = AGE_BANDS_DAYS.iter().position(|end| days <= *end).unwrap_or(AGE_BANDS_DAYS.len());
                measures.open_by_age[band] += 1;
            }
            to_decision.extend(facts.decided.filter(|decided| *decided >= registered).map(|decided| (registered, decided)));
            to_delivery.extend(facts.delivered.filter(|delivered| *delivered >= registered).map(|delivered| (registered, delivered)));
        }
        if let Some(kept) = facts.within_term {
            measures.within_term.add(kept);
        }
        measures.extensions += facts.extensions;
        measures.suspensions += facts.suspensions;
        measures.deficiencies += facts.deficiencies;
        measures.refusals += facts.refusals;
        measures.tacit_refusals += facts.tacit_refusals;
        measures.data_failures += facts.data_failures;
        for outcome in &facts.appeals {
            *measures.appeals.entry(*outcome).or_default() += 1;
        }
        if let Some(electronic) = facts.channel.and_then(Channel::is_electronic) {
            measures.electronic.add(electronic);
        }
        if let Minimum::Due { missing } = &facts.minimum {
            measures.full_minimum.add(missing.is_empty());
        }
    }
    measures.to_decision = times(&to_decision, calendar);
    measures.to_delivery = times(&to_delivery, calendar);
    measures
}

fn times(spans: &[(Timestamp, Timestamp)], calendar: &Calendar) -> Option<Times> {
    let mut seconds: Vec<i64> = spans.iter().map(|(from, to)| to.duration_since(*from).as_secs()).collect();
    let mut days: Vec<u32> = spans.iter().map(|(from, to)| calendar.working_days_between(sofia_date(*from), sofia_date(*to))).collect();
    seconds.sort_unstable();
    days.sort_unstable();
    Some(Times {
        count: spans.len() as u64,
        median_s: quantile(&seconds, 50)?,
        p90_s: quantile(&seconds, 90)?,
        median_working_days: quantile(&days, 50)?,
        p90_working_days: quantile(&days, 90)?,
    })
}

/// The value below or at which `percent` of the sorted values lie: the one at the nearest rank ⌈n · percent / 100⌉, always a value that
/// occurs. None of nothing.
pub fn quantile<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

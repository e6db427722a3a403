//! The figures of one administration in one period, as they may be seen by everybody (`ejournal.md` §6.5).
//!
//! The one rule: a number leaves only through a table whose small cells were hidden, and no number is told twice by two tables of the
//! same things; so nothing that is published tells what is hidden.
//!
//! Counts of statuses are one table, service by status, over what happened in the period; ratings given in it are another. Shares, times,
//! channels, modes and outcomes of appeals are over the services that ended in it, ages over those that were open at its end. Of shares
//! only whole percents are told and ages are rounded, because the number of ended or open services is also a difference of counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kernel::calendar::Calendar;
use kernel::clock::sofia_date;

use super::cube::{Cube, Period};
use super::measures::{AGE_BANDS_DAYS, Measures, ServiceFacts, measure, quantile};
use super::suppress::{Published, SMALL_CELL, Table, suppress};
use crate::duty::Share;
use crate::event::Status;
use crate::limits::TABLE_CELLS_MAX;
use crate::nomenclature::{Nomenclature, codes};
use crate::state::State;

/// In place of a service: all of them together.
pub const ALL_SERVICES: &str = "";
/// In place of a service: those with the least numbers, where there are too many for one table.
pub const OTHER_SERVICES: &str = "other";

/// Shown numbers of open services are multiples of this.
const AGE_STEP: u64 = SMALL_CELL;

/// Figures that are the count of one status, named because people ask for them.
const NAMED: [(&str, &str); 6] = [
    ("extensions", codes::EXTENDED),
    ("suspensions", codes::SUSPENDED),
    ("deficiencies", codes::DEFICIENCY_NOTIFIED),
    ("refusals", codes::REFUSED),
    ("tacit_refusals", codes::TACIT_REFUSAL),
    ("data_failures", codes::DATA_UNAVAILABLE),
];

/// Over what the numbers of a figure may be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sums {
    /// Over nothing: a share or a time.
    Nothing,
    /// Over administrations: how many are open at the end of a period.
    Administrations,
    /// Over administrations and periods: how many there were in a period.
    Everything,
}

/// One published number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFigure {
    /// Number of the service, [`ALL_SERVICES`] or [`OTHER_SERVICES`].
    pub service: String,
    /// Its definition: [`super::definitions`].
    pub figure: &'static str,
    /// Which part of the figure: a status, a band of age, an outcome, a unit.
    pub detail: String,
    /// The number; none when it is hidden.
    pub value: Option<u64>,
    /// Over what it may be added up.
    pub sums: Sums,
}

type Cells = BTreeMap<(String, String), u64>;

/// What is known of an administration in a period, exactly. It stays inside; what leaves is [`Gathered::publish`].
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    counts: Cells,
    /// By figure, then service: kept and not kept.
    shares: BTreeMap<&'static str, Cells>,
    ages: Cells,
    /// By figure: how many of each part.
    parts: BTreeMap<&'static str, BTreeMap<String, u64>>,
    /// By figure and service: seconds and working days of each service.
    spans: BTreeMap<(&'static str, String), Vec<(i64, u32)>>,
    /// Seconds from each fact to its arrival in the journal, and of how many services.
    delays: Vec<u64>,
    delayed_services: usize,
    ratings: Cells,
}

impl Gathered {
    /// Counts a status.
    pub fn count(&mut self, service: &str, status: &Status, count: u64) {
        *self.counts.entry((service.to_owned(), status.to_string())).or_default() += count;
    }

    /// Counts what lies in the period.
    pub fn count_cube(&mut self, cube: &Cube, period: Period) {
        for (key, count) in cube.cells().filter(|(key, _)| (period.first()..=period.last()).contains(&key.day)) {
            self.count(key.service.as_str(), &key.status, count);
        }
    }

    /// Counts ratings of a service with one score, 1 to 5.
    pub fn rated(&mut self, service: &str, score: i64, count: u64) {
        *self.ratings.entry((service.to_owned(), score.to_string())).or_default() += count;
    }

    /// Takes in when the facts of one service were and when the journal had them; what came from a clock that was ahead counts as reported
    /// at once.
    pub fn reported(&mut self, facts: impl IntoIterator<Item = (Timestamp, Timestamp)>) {
        let before = self.delays.len();
        let seconds = |(time, received): (Timestamp, Timestamp)| u64::try_from(received.duration_since(time).as_secs()).unwrap_or(0);
        self.delays.extend(facts.into_iter().map(seconds));
        self.delayed_services += usize::from(self.delays.len() > before);
    }

    /// Takes in one service: when it ended in the period, or was registered and open at its end.
    pub fn take(&mut self, state: &State<'_>, nomenclature: &Nomenclature, period: Period, calendar: &Calendar) {
        let Some(facts) = ServiceFacts::of(state, nomenclature, period.end()) else { return };
        match state.end.map(|end| sofia_date(end.event.time)) {
            Some(day) if day < period.first() => {}
            Some(day) if day <= period.last() => self.take_ended(&facts, period.end(), calendar),
            _ => self.take_open(&ServiceFacts { ended: false, ..facts }, period.end(), calendar),
        }
    }

    fn take_open(&mut self, facts: &ServiceFacts, end: Timestamp, calendar: &Calendar) {
        if facts.registered.is_none_or(|registered| registered >= end) {
            return;
        }
        let open = measure([facts], end, calendar).open_by_age;
        for (name, count) in band_names().into_iter().zip(open).filter(|(_, count)| *count > 0) {
            *self.ages.entry((facts.service.to_string(), name)).or_default() += count;
        }
    }

    fn take_ended(&mut self, facts: &ServiceFacts, end: Timestamp, calendar: &Calendar) {
        let Measures { within_term, electronic, full_minimum, appeals, to_decision, to_delivery, .. } = measure([facts], end, calendar);
        let service = facts.service.to_string();
        for (figure, Share { part, whole }) in [("within_term", within_term), ("electronic", electronic), ("full_minimum", full_minimum)] {
            let cells = self.shares.entry(figure).or_default();
            for (side, count) in [("yes", part), ("no", whole - part)].into_iter().filter(|(_, count)| *count > 0) {
                *cells.entry((service.clone(), side.to_owned())).or_default() += count;
            }
        }
        let mut part = |figure, name: String, count| *self.parts.entry(figure).or_default().entry(name).or_default() += count;
        appeals.into_iter().for_each(|(outcome, count)| part("appeals", outcome.to_string(), count));
        facts.channel.into_iter().for_each(|channel| part("channels", channel.name().to_owned(), 1));
        facts.mode.into_iter().for_each(|mode| part("modes", mode.name().to_owned(), 1));
        for (figure, times) in [("to_decision", to_decision), ("to_delivery", to_delivery)] {
            let span = times.map(|times| (times.median_s, times.median_working_days));
            self.spans.entry((figure, service.clone())).or_default().extend(span);
        }
    }

    /// Adds what another administration has in the same period, but for what a reader can add up from the published numbers.
    pub fn merge(&mut self, other: &Gathered) {
        for (figure, cells) in &other.shares {
            let own = self.shares.entry(figure).or_default();
            cells.iter().for_each(|(place, count)| *own.entry(place.clone()).or_default() += count);
        }
        for (figure, parts) in &other.parts {
            let own = self.parts.entry(figure).or_default();
            parts.iter().for_each(|(part, count)| *own.entry(part.clone()).or_default() += count);
        }
        self.delays.extend(&other.delays);
        self.delayed_services += other.delayed_services;
        for (place, spans) in &other.spans {
            self.spans.entry(place.clone()).or_default().extend(spans);
        }
    }

    /// The numbers for everybody. Without `counted` the counts of statuses are left out: they are published day by day.
    pub fn publish(&self, counted: bool) -> Vec<PublishedFigure> {
        let mut figures = Vec::new();
        if counted {
            self.publish_counts(&mut figures);
        }
        self.publish_ages(&mut figures);
        for (figure, cells) in &self.shares {
            publish_share(figure, cells, &mut figures);
        }
        for (figure, parts) in &self.parts {
            publish_parts(figure, parts, &mut figures);
        }
        self.publish_spans(&mut figures);
        self.publish_delays(&mut figures);
        self.publish_ratings(&mut figures);
        figures
    }

    /// The counts of statuses alone.
    pub fn publish_counts(&self, figures: &mut Vec<PublishedFigure>) {
        let named = |detail: &str| NAMED.iter().find(|(_, status)| *status == detail).map(|(figure, _)| *figure);
        for (service, detail, value) in numbers(&protected(&self.counts)) {
            let sums = Sums::Everything;
            if let Some(figure) = named(&detail) {
                figures.push(PublishedFigure { service: service.clone(), figure, detail: String::new(), value, sums });
            }
            figures.push(PublishedFigure { service, figure: "status", detail, value, sums });
        }
    }

    fn publish_ages(&self, figures: &mut Vec<PublishedFigure>) {
        for (service, detail, value) in numbers(&protected(&self.ages)) {
            let value = value.map(|value| (value + AGE_STEP / 2) / AGE_STEP * AGE_STEP);
            figures.push(PublishedFigure { service, figure: "open_by_age", detail, value, sums: Sums::Administrations });
        }
    }

    /// Half of the facts and nineteen of twenty, each only of as many services as a time is.
    fn publish_delays(&self, figures: &mut Vec<PublishedFigure>) {
        let mut seconds = self.delays.clone();
        seconds.sort_unstable();
        for (detail, percent) in [("median_seconds", 50), ("p95_seconds", 95)] {
            let Some(value) = quantile(&seconds, percent) else { return };
            let value = Some(value).filter(|_| is_enough_above(self.delayed_services, percent));
            let (service, detail) = (ALL_SERVICES.to_owned(), detail.to_owned());
            figures.push(PublishedFigure { service, figure: "reporting_delay", detail, value, sums: Sums::Nothing });
        }
    }

    fn publish_ratings(&self, figures: &mut Vec<PublishedFigure>) {
        for (service, detail, value) in numbers(&protected(&self.ratings)) {
            figures.push(PublishedFigure { service, figure: "ratings", detail, value, sums: Sums::Everything });
        }
    }

    fn publish_spans(&self, figures: &mut Vec<PublishedFigure>) {
        let mut together: BTreeMap<&'static str, Vec<(i64, u32)>> = BTreeMap::new();
        for ((figure, service), spans) in &self.spans {
            together.entry(figure).or_default().extend(spans);
            publish_times(figure, service, spans, figures);
        }
        together.iter().for_each(|(figure, spans)| publish_times(figure, ALL_SERVICES, spans, figures));
    }
}

/// The bands of age as details of a figure: `0-7`, `8-14` … `366-`.
fn band_names() -> Vec<String> {
    let mut from = 0;
    let mut names: Vec<String> = Vec::new();
    for until in AGE_BANDS_DAYS {
        names.push(format!("{from}-{until}"));
        from = until + 1;
    }
    names.push(format!("{from}-"));
    names
}

/// The cells as a table whose small cells are hidden; services with the least numbers become one row when there are too many.
fn protected(cells: &Cells) -> Published {
    let columns: BTreeSet<&String> = cells.keys().map(|(_, column)| column).collect();
    let mut sizes: BTreeMap<&String, u64> = BTreeMap::new();
    cells.iter().for_each(|((row, _), count)| *sizes.entry(row).or_default() += count);
    let rows_max = (TABLE_CELLS_MAX / columns.len().max(1)).max(1);
    if sizes.len() > rows_max {
        let mut by_size: Vec<(&String, u64)> = sizes.into_iter().collect();
        by_size.sort_by_key(|(row, size)| (std::cmp::Reverse(*size), *row));
        let own: BTreeSet<&String> = by_size.into_iter().take(rows_max - 1).map(|(row, _)| row).collect();
        let mut merged = Cells::new();
        for ((row, column), count) in cells {
            let row = if own.contains(row) { row.clone() } else { OTHER_SERVICES.to_owned() };
            *merged.entry((row, column.clone())).or_default() += count;
        }
        return protected(&merged);
    }
    let cell = |row: &String, column: &String| cells.get(&(row.clone(), column.clone())).copied().unwrap_or(0);
    let table = Table {
        rows: sizes.keys().map(|row| (*row).clone()).collect(),
        columns: columns.iter().map(|column| (*column).clone()).collect(),
        cells: sizes.keys().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect(),
    };
    suppress(&table).expect("a rectangle that is not too large")
}

/// The cells that are not zero and the sums of the columns: service, detail, number.
fn numbers(table: &Published) -> Vec<(String, String, Option<u64>)> {
    let mut numbers = Vec::new();
    for (row, cells) in table.rows.iter().zip(&table.cells) {
        let shown = table.columns.iter().zip(cells).filter(|(_, value)| **value != Some(0));
        numbers.extend(shown.map(|(column, value)| (row.clone(), column.clone(), *value)));
    }
    numbers.extend(table.columns.iter().zip(&table.column_totals).map(|(column, value)| (ALL_SERVICES.to_owned(), column.clone(), *value)));
    numbers
}

fn percent(part: u64, whole: u64) -> u64 {
    (part * 100 + whole / 2) / whole
}

/// The share of each service and of all, where both sides may be seen.
fn publish_share(figure: &'static str, cells: &Cells, figures: &mut Vec<PublishedFigure>) {
    let table = protected(cells);
    let at = |side: &str| table.columns.iter().position(|column| column == side);
    let side = |numbers: &[Option<u64>], side: &str| at(side).map_or(Some(0), |at| numbers[at]);
    let mut put = |service: &str, numbers: &[Option<u64>]| {
        let sides = side(numbers, "yes").zip(side(numbers, "no"));
        let value = sides.map(|(yes, no)| percent(yes, (yes + no).max(1)));
        let detail = "percent".to_owned();
        figures.push(PublishedFigure { service: service.to_owned(), figure, detail, value, sums: Sums::Nothing });
    };
    table.rows.iter().zip(&table.cells).for_each(|(service, numbers)| put(service, numbers));
    if !table.rows.is_empty() {
        put(ALL_SERVICES, &table.column_totals);
    }
}

/// The parts of a whole in percent, where none of them is so small that it would be hidden.
fn publish_parts(figure: &'static str, parts: &BTreeMap<String, u64>, figures: &mut Vec<PublishedFigure>) {
    let total: u64 = parts.values().sum();
    let is_shown = parts.values().all(|count| *count >= SMALL_CELL);
    for (part, count) in parts {
        let value = is_shown.then(|| percent(*count, total.max(1)));
        figures.push(PublishedFigure { service: ALL_SERVICES.to_owned(), figure, detail: part.clone(), value, sums: Sums::Nothing });
    }
}

/// Whether at least as many values lie above a share of so many as a shown number has.
fn is_enough_above(count: usize, percent: usize) -> bool {
    (count * (100 - percent) / 100) as u64 >= SMALL_CELL
}

/// Median and 90 % of times, each only where at least as many services lie above it as a shown number has: of fewer it would be the time
/// of somebody.
fn publish_times(figure: &'static str, service: &str, spans: &[(i64, u32)], figures: &mut Vec<PublishedFigure>) {
    if spans.is_empty() {
        return;
    }
    let mut hours: Vec<u64> = spans.iter().map(|(seconds, _)| u64::try_from(seconds / 3_600).unwrap_or(0)).collect();
    let mut days: Vec<u64> = spans.iter().map(|(_, days)| u64::from(*days)).collect();
    hours.sort_unstable();
    days.sort_unstable();
    for (name, of) in [("median", 50), ("p90", 90)] {
        let is_shown = is_enough_above(spans.len(), of);
        for (unit, sorted) in [("hours", &hours), ("working_days", &days)] {
            let value = quantile(sorted, of).filter(|_| is_shown);
            let (service, detail) = (service.to_owned(), format!("{name}_{unit}"));
            figures.push(PublishedFigure { service, figure, detail, value, sums: Sums::Nothing });
        }
    }
}

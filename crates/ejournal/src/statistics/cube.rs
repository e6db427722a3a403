//! Counts of statuses over day × administration × service × channel × mode × status.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::clock::{sofia_date, sofia_instant};
use kernel::entity_number::EntityNumber;
use serde::Serialize;

use super::suppress::Table;
use crate::event::{Channel, Event, Mode, ServiceNumber, Status};
use crate::nomenclature::Nomenclature;
use crate::state::State;

/// The place of a count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CellKey {
    /// Day of the fact in Europe/Sofia.
    pub day: Date,
    /// Competent administration.
    pub administration: EntityNumber,
    /// Number of the service.
    pub service: ServiceNumber,
    /// How the application came; none where it was not said.
    pub channel: Option<Channel>,
    /// How fast it was wanted; none where it was not said.
    pub mode: Option<Mode>,
    /// The status.
    pub status: Status,
}

impl CellKey {
    fn of(event: &Event) -> Self {
        Self {
            day: sofia_date(event.time),
            administration: event.data.administration.eik.clone(),
            service: event.data.service.number.clone(),
            channel: event.data.service.channel,
            mode: event.data.service.mode,
            status: event.data.status.clone(),
        }
    }
}

/// How often each status was reached. Cells that are not there are zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cube {
    cells: BTreeMap<CellKey, u64>,
}

impl Cube {
    /// Counts the events that make the state of a service; what was struck out, waits or came after the end does not count, nor what
    /// concerns the journal itself.
    pub fn add(&mut self, state: &State<'_>, nomenclature: &Nomenclature) {
        let has_phase = |event: &&Event| nomenclature.status(&event.data.status).is_some_and(|entry| entry.phase.is_some());
        for event in state.counted().filter(has_phase) {
            self.put(CellKey::of(event), 1);
        }
    }

    /// Counts so many at one place.
    pub fn put(&mut self, key: CellKey, count: u64) {
        *self.cells.entry(key).or_default() += count;
    }

    /// Adds the counts of another cube.
    pub fn merge(&mut self, other: &Cube) {
        for (key, count) in &other.cells {
            self.put(key.clone(), *count);
        }
    }

    /// The cells that are not zero, in order.
    pub fn cells(&self) -> impl Iterator<Item = (&CellKey, u64)> {
        self.cells.iter().map(|(key, count)| (key, *count))
    }

    /// A table for publication: `row` and `column` name the place of a cell or leave it out.
    pub fn table(&self, row: impl Fn(&CellKey) -> Option<String>, column: impl Fn(&CellKey) -> Option<String>) -> Table {
        let placed: Vec<(String, String, u64)> = self.cells().filter_map(|(key, count)| Some((row(key)?, column(key)?, count))).collect();
        let rows: BTreeSet<&String> = placed.iter().map(|(row, ..)| row).collect();
        let columns: BTreeSet<&String> = placed.iter().map(|(_, column, _)| column).collect();
        let place = |set: &BTreeSet<&String>| set.iter().enumerate().map(|(at, name)| ((*name).clone(), at)).collect::<BTreeMap<_, _>>();
        let (row_at, column_at) = (place(&rows), place(&columns));
        let mut cells = vec![vec![0; columns.len()]; rows.len()];
        for (row, column, count) in &placed {
            cells[row_at[row]][column_at[column]] += count;
        }
        Table { rows: row_at.into_keys().collect(), columns: column_at.into_keys().collect(), cells }
    }
}

/// How finely the figures of an administration are published. One administration has one grain: two would tell what one hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// By day.
    Day,
    /// By quarter: small municipalities.
    Quarter,
}

/// A period of publication, written `2025-03-14` or `2025-Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// One day.
    Day(Date),
    /// A quarter of a year, 1 to 4.
    Quarter(i16, i8),
}

impl Period {
    /// The period of a day.
    pub fn of(day: Date, grain: Grain) -> Self {
        match grain {
            Grain::Day => Self::Day(day),
            Grain::Quarter => Self::Quarter(day.year(), (day.month() + 2) / 3),
        }
    }

    /// Its first day.
    pub fn first(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Quarter(year, quarter) => Date::new(year, quarter * 3 - 2, 1).unwrap_or(Date::MAX),
        }
    }

    /// Its last day.
    pub fn last(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Quarter(year, quarter) => Date::new(year, quarter * 3, 1).map_or(Date::MAX, Date::last_of_month),
        }
    }

    /// The instant after its last day in Europe/Sofia.
    pub fn end(self) -> Timestamp {
        sofia_instant(self.last().tomorrow().unwrap_or(Date::MAX).at(0, 0, 0, 0))
    }

    /// The period after it, as long as it.
    pub fn next(self) -> Self {
        let grain = if matches!(self, Self::Day(_)) { Grain::Day } else { Grain::Quarter };
        Self::of(self.last().tomorrow().unwrap_or(Date::MAX), grain)
    }

    /// Whether it ended more than so many days before a day.
    pub fn is_over(self, lag_days: i32, today: Date) -> bool {
        self.last().checked_add(jiff::Span::new().days(lag_days)).is_ok_and(|last| last < today)
    }

    /// The quarter before the one in which it begins.
    pub fn quarter_before(self) -> Self {
        let Self::Quarter(year, quarter) = Self::of(self.first(), Grain::Quarter) else { return self };
        if quarter == 1 { Self::Quarter(year - 1, 4) } else { Self::Quarter(year, quarter - 1) }
    }
}

/// The text is neither a day nor a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period is a day such as 2025-03-14 or a quarter such as 2025-Q1")]
pub struct PeriodError;

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let period = match text.split_once("-Q") {
            Some((year, quarter)) => Self::Quarter(year.parse().map_err(|_| PeriodError)?, quarter.parse().map_err(|_| PeriodError)?),
            None => Self::Day(text.parse().map_err(|_| PeriodError)?),
        };
        let is_real = !matches!(period, Self::Quarter(year, quarter) if !(1..=4).contains(&quarter) || !(1..=9998).contains(&year));
        if is_real && period.to_string() == text { Ok(period) } else { Err(PeriodError) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
        }
    }
}

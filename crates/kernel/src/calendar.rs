//! The working calendar of Bulgarian administrations: weekends, public holidays, substitute days, declared days.
//!
//! The one rule: a declared day wins over every rule, and every day that is not a working day can say why.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use serde::{Deserialize, Serialize};

/// LIMIT: the Easter rule is right for these years; outside them Easter is still computed, thirteen days after the Julian date.
const YEARS: std::ops::Range<i16> = 1900..2100;

/// LAW: substitute days off for fixed holidays on a weekend exist since 2017 (КТ чл. 154, ал. 2).
const SUBSTITUTES_SINCE: i16 = 2017;

/// A public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// 3 March, day of the liberation.
    Liberation,
    /// 1 May, day of labour.
    Labour,
    /// 6 May, St George's day.
    SaintGeorge,
    /// 24 May, day of letters.
    Letters,
    /// 6 September, day of the unification.
    Unification,
    /// 22 September, day of independence.
    Independence,
    /// 24 December.
    ChristmasEve,
    /// 25 December.
    Christmas,
    /// 26 December.
    ChristmasSecondDay,
    /// The Friday before Easter.
    GoodFriday,
    /// The Saturday before Easter.
    HolySaturday,
    /// Orthodox Easter.
    EasterSunday,
    /// The Monday after Easter.
    EasterMonday,
}

impl Holiday {
    /// The name under which texts for people are looked up.
    pub fn key(self) -> &'static str {
        match self {
            Self::NewYear => "new-year",
            Self::Liberation => "liberation",
            Self::Labour => "labour",
            Self::SaintGeorge => "saint-george",
            Self::Letters => "letters",
            Self::Unification => "unification",
            Self::Independence => "independence",
            Self::ChristmasEve => "christmas-eve",
            Self::Christmas => "christmas",
            Self::ChristmasSecondDay => "christmas-second-day",
            Self::GoodFriday => "good-friday",
            Self::HolySaturday => "holy-saturday",
            Self::EasterSunday => "easter-sunday",
            Self::EasterMonday => "easter-monday",
        }
    }

    /// Whether the day moves with Easter; such days have no substitute.
    pub fn is_easter(self) -> bool {
        matches!(self, Self::GoodFriday | Self::HolySaturday | Self::EasterSunday | Self::EasterMonday)
    }
}

/// LAW: КТ чл. 154, ал. 1. The first of November is a day off for schools only.
const FIXED: [(i8, i8, Holiday); 10] = [
    (1, 1, Holiday::NewYear),
    (3, 3, Holiday::Liberation),
    (5, 1, Holiday::Labour),
    (5, 6, Holiday::SaintGeorge),
    (5, 24, Holiday::Letters),
    (9, 6, Holiday::Unification),
    (9, 22, Holiday::Independence),
    (12, 24, Holiday::ChristmasEve),
    (12, 25, Holiday::Christmas),
    (12, 26, Holiday::ChristmasSecondDay),
];

/// What a decision makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OverrideKind {
    /// Declared a day off.
    Off,
    /// Declared a working day.
    Working,
}

/// A day declared off or working by a decision of the Council of Ministers or of the administration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// What the day becomes.
    pub kind: OverrideKind,
    /// The decision, for people.
    pub note: String,
}

/// Why a day is not a working day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday(Holiday),
    /// A day off in place of a holiday that fell on a weekend.
    Substitute {
        /// The holiday.
        holiday: Holiday,
        /// The date of the holiday.
        on: Date,
    },
    /// Declared off; the text names the decision.
    Declared(String),
}

/// The computed days of one year, without declared ones.
#[derive(Debug)]
struct Year {
    /// Holidays and substitute days by day of the year.
    named: BTreeMap<i16, Reason>,
}

/// The calendar of one administration. Cheap to clone; years are computed once when first asked for.
#[derive(Debug, Clone)]
pub struct Calendar {
    overrides: Arc<BTreeMap<Date, Override>>,
    years: Arc<Vec<OnceLock<Year>>>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self::new(BTreeMap::new())
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.overrides == other.overrides
    }
}

impl Calendar {
    /// The national calendar with the days declared by decision.
    pub fn new(overrides: BTreeMap<Date, Override>) -> Self {
        let years = YEARS.map(|_| OnceLock::new()).collect();
        Self { overrides: Arc::new(overrides), years: Arc::new(years) }
    }

    /// The declared days.
    pub fn overrides(&self) -> &BTreeMap<Date, Override> {
        &self.overrides
    }

    /// Whether administrations work on `day`.
    pub fn is_working(&self, day: Date) -> bool {
        match self.overrides.get(&day) {
            Some(declared) => declared.kind == OverrideKind::Working,
            None => !is_weekend(day) && self.named(day, |reason| reason.is_none()),
        }
    }

    /// Why `day` is not a working day; `None` for working days.
    pub fn non_working_reason(&self, day: Date) -> Option<Reason> {
        match self.overrides.get(&day) {
            Some(Override { kind: OverrideKind::Working, .. }) => None,
            Some(Override { kind: OverrideKind::Off, note }) => Some(Reason::Declared(note.clone())),
            None => self.named(day, |reason| reason.cloned()).or_else(|| is_weekend(day).then_some(Reason::Weekend)),
        }
    }

    /// The working day that is `day` or the first one after it.
    pub fn next_working_day_on_or_after(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_working(day) {
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        day
    }

    /// The first working day after `day`.
    pub fn next_working_day_after(&self, day: Date) -> Date {
        self.next_working_day_on_or_after(day.tomorrow().unwrap_or(day))
    }

    /// The last working day before `day`.
    pub fn working_day_before(&self, day: Date) -> Date {
        let mut day = day;
        while let Ok(previous) = day.yesterday() {
            day = previous;
            if self.is_working(day) {
                break;
            }
        }
        day
    }

    /// How many working days the year has.
    pub fn working_days_in_year(&self, year: i16) -> u16 {
        days_of_year(year).filter(|day| self.is_working(*day)).count() as u16
    }

    /// How many working days lie after `from`, up to and including `to`; zero when `to` is not later.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let after = from.series(1.day()).skip(1).take_while(|day| *day <= to);
        after.filter(|day| self.is_working(*day)).count() as u32
    }

    /// All days of the year that are not plain weekends or plain working days: holidays, substitutes, declared days.
    pub fn special_days(&self, year: i16) -> Vec<(Date, Option<Reason>)> {
        days_of_year(year)
            .filter_map(|day| match self.non_working_reason(day) {
                Some(Reason::Weekend) => None,
                None if !self.overrides.contains_key(&day) => None,
                reason => Some((day, reason)),
            })
            .collect()
    }

    fn named<T>(&self, day: Date, read: impl FnOnce(Option<&Reason>) -> T) -> T {
        let year = day.year();
        let cached = usize::try_from(year - YEARS.start).ok().and_then(|at| self.years.get(at));
        match cached {
            Some(place) => read(place.get_or_init(|| Year::compute(year)).named.get(&day.day_of_year())),
            None => read(Year::compute(year).named.get(&day.day_of_year())),
        }
    }
}

impl Year {
    fn compute(year: i16) -> Self {
        let mut named = BTreeMap::new();
        for (month, day, holiday) in FIXED {
            named.insert(date(year, month, day).day_of_year(), Reason::Holiday(holiday));
        }
        if let Some(easter) = orthodox_easter(year) {
            let easter = easter.day_of_year();
            for (shift, holiday) in
                [(-2, Holiday::GoodFriday), (-1, Holiday::HolySaturday), (0, Holiday::EasterSunday), (1, Holiday::EasterMonday)]
            {
                named.entry(easter + shift).or_insert(Reason::Holiday(holiday));
            }
        }
        if year >= SUBSTITUTES_SINCE {
            for (month, day, holiday) in FIXED {
                let on = date(year, month, day);
                if !is_weekend(on) {
                    continue;
                }
                let free = on.series(1.day()).skip(1).find(|day| !is_weekend(*day) && !named.contains_key(&day.day_of_year()));
                if let Some(free) = free {
                    named.insert(free.day_of_year(), Reason::Substitute { holiday, on });
                }
            }
        }
        Self { named }
    }
}

/// The date of Orthodox Easter by the Julian rule of Meeus; right for 1900–2099, `None` for years before 1.
pub fn orthodox_easter(year: i16) -> Option<Date> {
    if year < 1 {
        return None;
    }
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    Date::new(year, month as i8, day as i8).ok()?.checked_add(13.days()).ok()
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn days_of_year(year: i16) -> impl Iterator<Item = Date> {
    let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
    first.series(1.day()).take_while(move |day| day.year() == year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_years() {
        let calendar = Calendar::default();
        type MonthDay = (i8, i8);
        let table: [(i16, MonthDay, &[MonthDay], u16); 8] = [
            (2021, (5, 2), &[(5, 4), (12, 27), (12, 28)], 249),
            (2022, (4, 24), &[(1, 3), (5, 2), (12, 27), (12, 28)], 248),
            (2023, (4, 16), &[(1, 2), (5, 8), (12, 27)], 248),
            (2024, (5, 5), &[(3, 4), (9, 23)], 251),
            (2025, (4, 20), &[(5, 26), (9, 8)], 249),
            (2026, (4, 12), &[(5, 25), (9, 7), (12, 28)], 249),
            (2027, (5, 2), &[(5, 4), (12, 27), (12, 28)], 249),
            (2028, (4, 16), &[(1, 3), (5, 8), (12, 27)], 248),
        ];
        for (year, (month, day), substitutes, working) in table {
            assert_eq!(orthodox_easter(year), Some(date(year, month, day)), "Easter {year}");
            let found: Vec<Date> = calendar
                .special_days(year)
                .into_iter()
                .filter(|(_, reason)| matches!(reason, Some(Reason::Substitute { .. })))
                .map(|(day, _)| day)
                .collect();
            let expected: Vec<Date> = substitutes.iter().map(|(month, day)| date(year, *month, *day)).collect();
            assert_eq!(found, expected, "substitutes {year}");
            assert_eq!(calendar.working_days_in_year(year), working, "working days {year}");
        }
        for (year, month, day) in [(2029, 4, 8), (2030, 4, 28), (2031, 4, 13), (2032, 5, 2), (2033, 4, 24), (2034, 4, 9), (2035, 4, 29)] {
            assert_eq!(orthodox_easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn easter_is_always_a_sunday() {
        for year in YEARS {
            assert_eq!(orthodox_easter(year).expect("in range").weekday(), Weekday::Sunday, "{year}");
        }
    }

    #[test]
    fn days_say_why_they_are_off() {
        let calendar = Calendar::default();
        let why = |month, day| calendar.non_working_reason(date(2026, month, day));
        assert_eq!(why(4, 10), Some(Reason::Holiday(Holiday::GoodFriday)));
        assert_eq!(why(4, 11), Some(Reason::Holiday(Holiday::HolySaturday)));
        assert_eq!(why(4, 12), Some(Reason::Holiday(Holiday::EasterSunday)));
        assert_eq!(why(4, 13), Some(Reason::Holiday(Holiday::EasterMonday)));
        assert_eq!(why(4, 14), None);
        assert_eq!(why(4, 18), Some(Reason::Weekend));
        assert_eq!(why(5, 24), Some(Reason::Holiday(Holiday::Letters)));
        assert_eq!(why(5, 25), Some(Reason::Substitute { holiday: Holiday::Letters, on: date(2026, 5, 24) }));
        assert_eq!(calendar.non_working_reason(date(2023, 11, 1)), None);
        let first = calendar.non_working_reason(date(2021, 5, 4));
        assert_eq!(first, Some(Reason::Substitute { holiday: Holiday::Labour, on: date(2021, 5, 1) }));
    }

    #[test]
    fn no_substitutes_before_the_law() {
        assert!(Calendar::default().is_working(date(2016, 12, 27)));
    }

    #[test]
    fn declared_days_win() {
        let declared = |kind, note: &str| Override { kind, note: note.to_owned() };
        let calendar = Calendar::new(BTreeMap::from([
            (date(2026, 5, 5), declared(OverrideKind::Off, "РМС № 1")),
            (date(2026, 5, 16), declared(OverrideKind::Working, "РМС № 1")),
        ]));
        assert_eq!(calendar.non_working_reason(date(2026, 5, 5)), Some(Reason::Declared("РМС № 1".to_owned())));
        assert!(calendar.is_working(date(2026, 5, 16)));
        assert_eq!(calendar.non_working_reason(date(2026, 5, 16)), None);
        assert_eq!(calendar.working_days_in_year(2026), 249);
        assert!(calendar.special_days(2026).contains(&(date(2026, 5, 16), None)));
    }

    #[test]
    fn walks_to_working_days() {
        let calendar = Calendar::default();
        assert_eq!(calendar.next_working_day_on_or_after(date(2026, 5, 23)), date(2026, 5, 26));
        assert_eq!(calendar.next_working_day_after(date(2026, 4, 30)), date(2026, 5, 4));
        assert_eq!(calendar.working_day_before(date(2026, 5, 26)), date(2026, 5, 22));
        assert_eq!(calendar.working_days_between(date(2026, 4, 30), date(2026, 5, 7)), 3);
        assert_eq!(calendar.working_days_between(date(2026, 5, 7), date(2026, 4, 30)), 0);
        assert_eq!(calendar.next_working_day_on_or_after(Date::MAX), Date::MAX);
    }
}

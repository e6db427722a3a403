//! Civil dates without a zone.
//!
//! The one rule: a `Date` that exists is a day of the proleptic Gregorian calendar.

use std::fmt;
use std::str::FromStr;

use super::{NotTemporal, fixed};

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

const YEAR_MAX: i64 = 999_999_999;

fn leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn month_days(year: i64, month: u8) -> u8 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Date {
    /// The day, when it exists.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(-YEAR_MAX..=YEAR_MAX).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        if day < 1 || day > i64::from(month_days(year, month as u8)) {
            return None;
        }
        Some(Self { year: year as i32, month: month as u8, day: day as u8 })
    }

    /// The year; years before our era are zero or negative.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1 January 1970.
    pub fn epoch_days(self) -> i64 {
        // Years are counted from March, so that the leap day is the last of its year; 146 097 days make 400 years.
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
    }

    /// The day that many days after 1 January 1970, when it is in range.
    pub fn from_epoch_days(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self::new(era * 400 + year_of_era + i64::from(month <= 2), month, day)
    }

    /// 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        ((self.epoch_days() + 3).rem_euclid(7) + 1) as u8
    }

    /// 1 for the first of January.
    pub fn day_of_year(self) -> u16 {
        let first = Self { month: 1, day: 1, ..self };
        (self.epoch_days() - first.epoch_days() + 1) as u16
    }

    /// The week of ISO 8601: the first week of a year is the one with its first Thursday.
    pub fn week_of_year(self) -> u8 {
        let thursday = self.epoch_days() + 4 - i64::from(self.weekday());
        let of_year = Self::from_epoch_days(thursday).unwrap_or(self).day_of_year();
        ((of_year - 1) / 7 + 1) as u8
    }

    /// The date that many months later; the day is cut to the end of a shorter month.
    pub fn add_months(self, months: i64) -> Option<Self> {
        let total = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        if year.abs() > YEAR_MAX {
            return None;
        }
        Self::new(year, month, i64::from(self.day.min(month_days(year, month as u8))))
    }

    /// The date that many days later.
    pub fn add_days(self, days: i64) -> Option<Self> {
        Self::from_epoch_days(self.epoch_days().checked_add(days)?)
    }

    /// The last day of this month.
    pub fn month_end(self) -> Self {
        Self { day: month_days(i64::from(self.year), self.month), ..self }
    }

    /// As the calendar type of the rest of the program, when the year is within its range.
    pub fn to_civil(self) -> Option<jiff::civil::Date> {
        let year = i16::try_from(self.year).ok()?;
        jiff::civil::Date::new(year, self.month as i8, self.day as i8).ok()
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self { year: i32::from(date.year()), month: date.month() as u8, day: date.day() as u8 }
    }
}

impl FromStr for Date {
    type Err = NotTemporal;

    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        parse(text).ok_or(NotTemporal)
    }
}

fn parse(text: &str) -> Option<Date> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut parts = digits.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !(4..=9).contains(&year.len()) || (year.len() > 4 && year.starts_with('0')) {
        return None;
    }
    let year = i64::from(fixed(year, year.len())?);
    Date::new(if negative { -year } else { year }, i64::from(fixed(month, 2)?), i64::from(fixed(day, 2)?))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year < 0 {
            f.write_str("-")?;
        }
        write!(f, "{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for text in ["1970-01-01", "2000-02-29", "1900-03-01", "-0001-12-31", "999999999-12-31", "-999999999-01-01", "2026-04-20"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(Date::from_epoch_days(date.epoch_days()), Some(date));
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_not_a_day() {
        for text in ["2017-13-10", "2017-02-29", "998-12-31", "01211-12-31", "+2012-12-02", "2012/12/25", "2012-12-25T", "2012-1-1", ""] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn calendar_facts() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date("2026-04-20").weekday(), 1);
        assert_eq!(date("2020-12-31").day_of_year(), 366);
        assert_eq!(date("2021-01-01").week_of_year(), 53);
        assert_eq!(date("2024-01-31").add_months(1), Some(date("2024-02-29")));
        assert_eq!(date("2024-01-31").add_months(-2), Some(date("2023-11-30")));
    }
}

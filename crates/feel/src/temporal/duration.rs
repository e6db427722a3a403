//! The two kinds of duration of DMN, which never mix: a month has no fixed number of days.
//!
//! The one rule: printing a duration gives a text that reads back as the same duration.

use std::fmt;
use std::str::FromStr;

use super::{NANOSECONDS, NotTemporal, SECONDS_PER_DAY, fraction, write_fraction};

/// Days, hours, minutes and seconds, kept as nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DayTimeDuration(i128);

/// Years and months, kept as months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct YearMonthDuration(i64);

impl DayTimeDuration {
    /// A duration of so many nanoseconds.
    pub fn from_nanoseconds(nanoseconds: i128) -> Self {
        Self(nanoseconds)
    }

    /// A duration of so many seconds.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(i128::from(seconds) * NANOSECONDS)
    }

    /// All of it in nanoseconds.
    pub fn nanoseconds(self) -> i128 {
        self.0
    }

    /// All of it in whole seconds, cut towards zero.
    pub fn seconds(self) -> Option<i64> {
        i64::try_from(self.0 / NANOSECONDS).ok()
    }

    /// Days, hours, minutes and nanoseconds of a minute, each with the sign of the whole.
    pub fn parts(self) -> (i128, i64, i64, i64) {
        let minute = 60 * NANOSECONDS;
        let minutes = self.0 / minute;
        (minutes / 1440, (minutes / 60 % 24) as i64, (minutes % 60) as i64, (self.0 % minute) as i64)
    }
}

impl YearMonthDuration {
    /// A duration of so many months.
    pub fn from_months(months: i64) -> Self {
        Self(months)
    }

    /// All of it in months.
    pub fn months(self) -> i64 {
        self.0
    }
}

/// `123` before `unit`, moving `rest` past it; `None` when the next part is another unit.
fn component<'t>(rest: &mut &'t str, unit: char) -> Option<&'t str> {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    if end == 0 || !rest[end..].starts_with(unit) {
        return None;
    }
    let digits = &rest[..end];
    *rest = &rest[end + 1..];
    Some(digits)
}

fn whole(rest: &mut &str, unit: char) -> Option<Option<i128>> {
    match component(rest, unit) {
        None => Some(None),
        // Twelve digits are a hundred billion years in days: more is a mistake, and the sums below stay in range.
        Some(digits) if digits.len() <= 18 => digits.parse().ok().map(Some),
        Some(_) => None,
    }
}

fn sign(text: &str) -> (i128, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    }
}

impl FromStr for DayTimeDuration {
    type Err = NotTemporal;

    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        day_time(text).ok_or(NotTemporal)
    }
}

fn day_time(text: &str) -> Option<DayTimeDuration> {
    let (sign, rest) = sign(text);
    let mut rest = rest.strip_prefix('P')?;
    let days = whole(&mut rest, 'D')?;
    let mut nanoseconds = days.unwrap_or(0) * i128::from(SECONDS_PER_DAY) * NANOSECONDS;
    let mut any = days.is_some();
    if let Some(mut clock) = rest.strip_prefix('T') {
        any = false;
        for (unit, seconds) in [('H', 3600), ('M', 60)] {
            if let Some(count) = whole(&mut clock, unit)? {
                nanoseconds += count * seconds * NANOSECONDS;
                any = true;
            }
        }
        if let Some(digits) = component(&mut clock, 'S') {
            let (seconds, part) = digits.split_once('.').unwrap_or((digits, "0"));
            if seconds.len() > 18 {
                return None;
            }
            nanoseconds += seconds.parse::<i128>().ok()? * NANOSECONDS + i128::from(fraction(part)?);
            any = true;
        }
        rest = clock;
    }
    (any && rest.is_empty()).then_some(DayTimeDuration(sign * nanoseconds))
}

impl FromStr for YearMonthDuration {
    type Err = NotTemporal;

    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        year_month(text).ok_or(NotTemporal)
    }
}

fn year_month(text: &str) -> Option<YearMonthDuration> {
    let (sign, rest) = sign(text);
    let mut rest = rest.strip_prefix('P')?;
    let (years, months) = (whole(&mut rest, 'Y')?, whole(&mut rest, 'M')?);
    if !rest.is_empty() || (years.is_none() && months.is_none()) {
        return None;
    }
    let total = sign * (years.unwrap_or(0) * 12 + months.unwrap_or(0));
    i64::try_from(total).ok().map(YearMonthDuration)
}

impl fmt::Display for DayTimeDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("PT0S");
        }
        let (days, hours, minutes, nanoseconds) = self.parts();
        f.write_str(if self.0 < 0 { "-P" } else { "P" })?;
        if days != 0 {
            write!(f, "{}D", days.unsigned_abs())?;
        }
        if hours != 0 || minutes != 0 || nanoseconds != 0 {
            f.write_str("T")?;
        }
        if hours != 0 {
            write!(f, "{}H", hours.unsigned_abs())?;
        }
        if minutes != 0 {
            write!(f, "{}M", minutes.unsigned_abs())?;
        }
        if nanoseconds != 0 {
            let nanoseconds = nanoseconds.unsigned_abs();
            write!(f, "{}", nanoseconds / 1_000_000_000)?;
            write_fraction(f, (nanoseconds % 1_000_000_000) as u32)?;
            f.write_str("S")?;
        }
        Ok(())
    }
}

impl fmt::Display for YearMonthDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.0.unsigned_abs() / 12, self.0.unsigned_abs() % 12);
        f.write_str(if self.0 < 0 { "-P" } else { "P" })?;
        if years != 0 {
            write!(f, "{years}Y")?;
        }
        if months != 0 || years == 0 {
            write!(f, "{months}M")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_time_prints_shortest() {
        for (given, printed) in [
            ("P1D", "P1D"),
            ("PT24H", "P1D"),
            ("PT1000M", "PT16H40M"),
            ("-PT0.999S", "-PT0.999S"),
            ("P2DT274M", "P2DT4H34M"),
            ("PT0.000S", "PT0S"),
        ] {
            assert_eq!(given.parse::<DayTimeDuration>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn year_month_prints_shortest() {
        for (given, printed) in [("P26M", "P2Y2M"), ("P0Y", "P0M"), ("-P1Y", "-P1Y"), ("P1Y27M", "P3Y3M")] {
            assert_eq!(given.parse::<YearMonthDuration>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn refuses_broken_texts() {
        for text in ["", "P", "P0", "1Y", "P1H", "P1S", "PT", "P1DT", "P1D2H", "P1Y1D"] {
            assert!(text.parse::<DayTimeDuration>().is_err() && text.parse::<YearMonthDuration>().is_err(), "{text}");
        }
    }
}

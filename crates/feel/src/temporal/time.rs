//! Times of day and instants, each with an optional offset or named zone.
//!
//! The one rule: a local time and a zoned time are never compared or subtracted; there is no zone to assume.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{Date, DayTimeDuration, NANOSECONDS, NotTemporal, SECONDS_PER_DAY, fixed, fraction, write_fraction};

const DAY: i128 = SECONDS_PER_DAY as i128 * NANOSECONDS;

/// The second an instant lies in.
fn second(nanoseconds: i128) -> i128 {
    nanoseconds.div_euclid(NANOSECONDS)
}

/// LIMIT: XML Schema allows offsets up to fourteen hours.
const OFFSET_SECONDS_MAX: i32 = 14 * 3600;

/// Where a time is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Nothing is said.
    Local,
    /// So many seconds east of Greenwich.
    Offset(i32),
    /// A zone of the IANA database, with its changes of summer time.
    Named(TimeZone),
}

impl Zone {
    /// Universal time.
    pub const UTC: Self = Self::Offset(0);

    /// The zone with this IANA name.
    pub fn named(name: &str) -> Option<Self> {
        static DATABASE: OnceLock<TimeZoneDatabase> = OnceLock::new();
        // The shape is checked first, so that the database sees only what can be a name.
        let plausible = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+'));
        if name.is_empty() || name.len() > 64 || !plausible {
            return None;
        }
        DATABASE.get_or_init(TimeZoneDatabase::bundled).get(name).ok().map(Self::Named)
    }

    /// The zone with this offset, when it is one that exists.
    pub fn offset(seconds: i64) -> Option<Self> {
        let seconds = i32::try_from(seconds).ok()?;
        (seconds.abs() <= OFFSET_SECONDS_MAX).then_some(Self::Offset(seconds))
    }

    /// The IANA name, when there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(zone) => zone.iana_name(),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text.as_bytes().first() {
            None => Some(Self::Local),
            Some(b'Z') if text.len() == 1 => Some(Self::UTC),
            Some(b'@') => Self::named(&text[1..]),
            Some(sign @ (b'+' | b'-')) => {
                let mut parts = text[1..].split(':');
                let hours = fixed(parts.next()?, 2)?;
                let minutes = fixed(parts.next()?, 2)?;
                let seconds = parts.next().map_or(Some(0), |part| fixed(part, 2))?;
                if parts.next().is_some() || minutes > 59 || seconds > 59 {
                    return None;
                }
                let total = i64::from(hours * 3600 + minutes * 60 + seconds);
                Self::offset(if *sign == b'-' { -total } else { total })
            }
            Some(_) => None,
        }
    }

    /// Seconds east of Greenwich for a clock reading in this zone; zero for a local one.
    fn seconds_at(&self, date: Date, nanoseconds: i64) -> i32 {
        match self {
            Self::Local => 0,
            Self::Offset(seconds) => *seconds,
            Self::Named(zone) => {
                let civil = within_database(date).at(0, 0, 0, 0);
                let civil = civil.saturating_add(jiff::SignedDuration::from_nanos(nanoseconds));
                zone.to_ambiguous_timestamp(civil).compatible().map_or(0, |at| zone.to_offset(at).seconds())
            }
        }
    }

    /// Seconds east of Greenwich at an instant.
    fn seconds_after(&self, instant: i128) -> i32 {
        match self {
            Self::Local => 0,
            Self::Offset(seconds) => *seconds,
            Self::Named(zone) => {
                let days = i64::try_from(instant.div_euclid(DAY)).unwrap_or(0);
                let date = Date::from_epoch_days(days).map_or(jiff::civil::date(2000, 1, 1), within_database);
                let midnight = Date::from(date).epoch_days() * SECONDS_PER_DAY;
                let second = midnight + (instant.rem_euclid(DAY) / NANOSECONDS) as i64;
                Timestamp::from_second(second).map_or(0, |at| zone.to_offset(at).seconds())
            }
        }
    }
}

/// The same day of a year the zone database knows. The calendar repeats every 400 years, so weekdays and leap days stay right.
fn within_database(date: Date) -> jiff::civil::Date {
    let year = i64::from(date.year());
    let year = match year {
        -9000..=9000 => year,
        _ if year > 0 => 8800 + year.rem_euclid(400) - 400,
        _ => -8800 + year.rem_euclid(400),
    };
    let same = Date::new(year, i64::from(date.month()), i64::from(date.day()));
    same.and_then(Date::to_civil).unwrap_or(jiff::civil::date(2000, 1, 1))
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => Ok(()),
            Self::Offset(0) => f.write_str("Z"),
            Self::Offset(seconds) => {
                let (sign, total) = (if *seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
                write!(f, "{sign}{:02}:{:02}", total / 3600, total / 60 % 60)?;
                if total % 60 != 0 { write!(f, ":{:02}", total % 60) } else { Ok(()) }
            }
            Self::Named(zone) => write!(f, "@{}", zone.iana_name().unwrap_or("Etc/Unknown")),
        }
    }
}

/// A time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    nanoseconds: i64,
    zone: Zone,
}

impl Time {
    /// The time of day, when it exists.
    pub fn new(hour: i64, minute: i64, second: i64, nanosecond: u32, zone: Zone) -> Option<Self> {
        if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..60).contains(&second) || nanosecond >= 1_000_000_000 {
            return None;
        }
        let seconds = hour * 3600 + minute * 60 + second;
        Some(Self { nanoseconds: seconds * NANOSECONDS as i64 + i64::from(nanosecond), zone })
    }

    /// 00:00 in a zone.
    pub fn midnight(zone: Zone) -> Self {
        Self { nanoseconds: 0, zone }
    }

    /// The hour, 0 to 23.
    pub fn hour(&self) -> i64 {
        self.nanoseconds / (3600 * NANOSECONDS as i64)
    }

    /// The minute, 0 to 59.
    pub fn minute(&self) -> i64 {
        self.nanoseconds / (60 * NANOSECONDS as i64) % 60
    }

    /// The second, 0 to 59.
    pub fn second(&self) -> i64 {
        self.nanoseconds / NANOSECONDS as i64 % 60
    }

    /// The part of the second.
    pub fn nanosecond(&self) -> u32 {
        (self.nanoseconds % NANOSECONDS as i64) as u32
    }

    /// The zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The same clock reading in another zone.
    pub fn with_zone(&self, zone: Zone) -> Self {
        Self { nanoseconds: self.nanoseconds, zone }
    }

    /// Seconds east of Greenwich. A named zone answers for 1 January 1970, because a time alone has no date.
    pub fn offset_seconds(&self) -> Option<i32> {
        let day = Date::from_epoch_days(0)?;
        (self.zone != Zone::Local).then(|| self.zone.seconds_at(day, self.nanoseconds))
    }

    /// Nanoseconds of the day at Greenwich; for a local time, of its own day.
    fn universal(&self) -> i128 {
        i128::from(self.nanoseconds) - i128::from(self.offset_seconds().unwrap_or(0)) * NANOSECONDS
    }

    fn comparable(&self, other: &Self) -> bool {
        (self.zone == Zone::Local) == (other.zone == Zone::Local)
    }

    /// Which comes first; `None` for a local time beside a zoned one. DMN compares times by the whole second.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        self.comparable(other).then(|| second(self.universal()).cmp(&second(other.universal())))
    }

    /// The time between; `None` for a local time beside a zoned one.
    pub fn since(&self, other: &Self) -> Option<DayTimeDuration> {
        self.comparable(other).then(|| DayTimeDuration::from_nanoseconds(self.universal() - other.universal()))
    }

    /// The time of day so much later, going round midnight.
    pub fn add(&self, duration: DayTimeDuration) -> Self {
        let total = i128::from(self.nanoseconds) + duration.nanoseconds() % DAY;
        Self { nanoseconds: total.rem_euclid(DAY) as i64, zone: self.zone.clone() }
    }
}

/// A time of day and whether it was written as 24:00:00.
fn parse_time(text: &str) -> Option<(Time, bool)> {
    let clock_end = text.find(['Z', '+', '-', '@']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(clock_end);
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (second, part) = second.split_once('.').unwrap_or((second, "0"));
    if part.is_empty() {
        return None;
    }
    let (hour, minute, second) = (fixed(hour, 2)?, fixed(minute, 2)?, fixed(second, 2)?);
    let part = fraction(part)?;
    let zone = Zone::parse(zone)?;
    if hour == 24 && minute == 0 && second == 0 && part == 0 {
        return Some((Time::midnight(zone), true));
    }
    Some((Time::new(i64::from(hour), i64::from(minute), i64::from(second), part, zone)?, false))
}

impl FromStr for Time {
    type Err = NotTemporal;

    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        parse_time(text).map(|(time, _)| time).ok_or(NotTemporal)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour(), self.minute(), self.second())?;
        write_fraction(f, self.nanosecond())?;
        write!(f, "{}", self.zone)
    }
}

/// A date with a time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTime {
    date: Date,
    time: Time,
}

impl DateTime {
    /// That time of that day.
    pub fn new(date: Date, time: Time) -> Self {
        Self { date, time }
    }

    /// An instant as read in a zone.
    pub fn from_timestamp(at: Timestamp, zone: Zone) -> Self {
        Self::from_instant(at.as_nanosecond(), zone)
            .unwrap_or_else(|| Self::new(jiff::civil::date(1970, 1, 1).into(), Time::midnight(Zone::UTC)))
    }

    fn from_instant(instant: i128, zone: Zone) -> Option<Self> {
        let local = instant.checked_add(i128::from(zone.seconds_after(instant)) * NANOSECONDS)?;
        let date = Date::from_epoch_days(i64::try_from(local.div_euclid(DAY)).ok()?)?;
        Some(Self { date, time: Time { nanoseconds: local.rem_euclid(DAY) as i64, zone } })
    }

    /// The day.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The time of day.
    pub fn time(&self) -> &Time {
        &self.time
    }

    /// Seconds east of Greenwich on that day.
    pub fn offset_seconds(&self) -> Option<i32> {
        (self.time.zone != Zone::Local).then(|| self.time.zone.seconds_at(self.date, self.time.nanoseconds))
    }

    /// Nanoseconds since 1970 at Greenwich; for a local one, since 1970 by its own clock.
    fn instant(&self) -> i128 {
        let offset = i128::from(self.offset_seconds().unwrap_or(0)) * NANOSECONDS;
        i128::from(self.date.epoch_days()) * DAY + i128::from(self.time.nanoseconds) - offset
    }

    /// The instant; a local one is read in `assumed`. `None` when the year is out of the range of instants.
    pub fn to_timestamp(&self, assumed: &Zone) -> Option<Timestamp> {
        let zone = if self.time.zone == Zone::Local { assumed } else { &self.time.zone };
        Timestamp::from_nanosecond(Self { date: self.date, time: self.time.with_zone(zone.clone()) }.instant()).ok()
    }

    /// The same instant, read in another zone.
    pub fn in_zone(&self, zone: Zone) -> Option<Self> {
        Self::from_instant(self.instant(), zone)
    }

    /// Which comes first; `None` for a local one beside a zoned one. DMN compares them by the whole second.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        self.time.comparable(&other.time).then(|| second(self.instant()).cmp(&second(other.instant())))
    }

    /// The time between; `None` for a local one beside a zoned one.
    pub fn since(&self, other: &Self) -> Option<DayTimeDuration> {
        self.time.comparable(&other.time).then(|| DayTimeDuration::from_nanoseconds(self.instant() - other.instant()))
    }

    /// So much later, in the same zone.
    pub fn add(&self, duration: DayTimeDuration) -> Option<Self> {
        Self::from_instant(self.instant().checked_add(duration.nanoseconds())?, self.time.zone.clone())
    }

    /// So many months later, at the same time of day.
    pub fn add_months(&self, months: i64) -> Option<Self> {
        Some(Self { date: self.date.add_months(months)?, time: self.time.clone() })
    }
}

impl FromStr for DateTime {
    type Err = NotTemporal;

    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        let (date, time) = text.split_once('T').ok_or(NotTemporal)?;
        let date: Date = date.parse()?;
        let (time, next_day) = parse_time(time).ok_or(NotTemporal)?;
        let date = date.add_days(i64::from(next_day)).ok_or(NotTemporal)?;
        Ok(Self { date, time })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn reads_and_prints() {
        for text in
            ["2017-12-31T11:22:33.345", "2011-12-31T10:15:30@Europe/Paris", "2017-12-31T11:22:33-02:00", "999999999-12-31T23:59:59Z"]
        {
            assert_eq!(at(text).to_string(), text);
        }
        assert_eq!(at("2021-01-01T24:00:00"), at("2021-01-02T00:00:00"));
    }

    #[test]
    fn refuses_broken_times() {
        for text in [
            "24:00:01",
            "7:00:00",
            "23:59:60",
            "13:20:00+19:00",
            "13:20:00+5:00",
            "13:20:00@xyz/abc",
            "13:20:00+02:00@Europe/Paris",
            "07:2",
            "",
        ] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }

    #[test]
    fn summer_time_in_sofia() {
        assert_eq!(at("2026-07-01T12:00:00@Europe/Sofia").offset_seconds(), Some(3 * 3600));
        assert_eq!(at("2026-01-01T12:00:00@Europe/Sofia").offset_seconds(), Some(2 * 3600));
        let before = at("2026-03-29T02:30:00@Europe/Sofia");
        let after = before.add(DayTimeDuration::from_seconds(3600)).unwrap();
        assert_eq!(after.to_string(), "2026-03-29T04:30:00@Europe/Sofia");
    }

    #[test]
    fn local_and_zoned_do_not_compare() {
        assert_eq!(at("2026-01-01T00:00:00").compare(&at("2026-01-01T00:00:00Z")), None);
    }
}

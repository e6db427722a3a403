//! Instants of expressions: `Date` and `moment`, in the zone of Sofia.
//!
//! The one rule: the present moment is the one of the command; no clock is read.

use super::value::V;
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan, Unit, Zoned};
use kernel::clock::sofia;

/// An instant, or none when the text was no date.
#[derive(Debug, Clone)]
pub(super) struct Instant(Option<Zoned>);

impl Instant {
    fn at(now: Timestamp) -> Self {
        Self(Some(now.to_zoned(sofia())))
    }

    fn of_ms(ms: f64) -> Self {
        // LIMIT: beyond the range of the calendar there is no date.
        Self(
            Some(ms)
                .filter(|ms| ms.is_finite() && ms.abs() < 2.5e14)
                .and_then(|ms| Timestamp::from_millisecond(ms as i64).ok())
                .map(|at| at.to_zoned(sofia())),
        )
    }

    fn of_parts(parts: [f64; 6]) -> Self {
        // As in the language, months count from 0 and what overflows is carried on.
        let [year, month, day, hour, minute, second] = parts;
        if parts.iter().any(|part| !part.is_finite() || part.abs() > 1e6) {
            return Self(None);
        }
        let start = Date::new((year as i64).clamp(1, 9998) as i16, 1, 1).ok().map(|date| date.at(0, 0, 0, 0));
        let span = (month as i64).months();
        let moved = start
            .and_then(|start| start.checked_add(span).ok())
            .and_then(|at| at.checked_add((day as i64 - 1).days().hours(hour as i64).minutes(minute as i64).seconds(second as i64)).ok());
        Self(moved.and_then(|at| at.to_zoned(sofia()).ok()))
    }

    /// `new Date(…)`
    pub fn of_args(args: &[V<'_>], now: Timestamp) -> Self {
        match args {
            [] => Self::at(now),
            [one] => Self::of_value(one),
            many => {
                let mut parts = [f64::NAN, 0.0, 1.0, 0.0, 0.0, 0.0];
                for (part, arg) in parts.iter_mut().zip(many) {
                    *part = arg.number();
                }
                Self::of_parts(parts)
            }
        }
    }

    /// `moment(…)`
    pub fn of_moment(args: &[V<'_>], now: Timestamp) -> Self {
        match args {
            [] | [V::Undefined] => Self::at(now),
            [value, V::Text(format), ..] => Self(parse_format(&value.string(), format).and_then(|at| at.to_zoned(sofia()).ok())),
            [value, ..] => Self::of_value(value),
        }
    }

    fn of_value(value: &V<'_>) -> Self {
        match value {
            V::Instant(instant) => instant.clone(),
            V::Number(ms) => Self::of_ms(*ms),
            V::Text(text) => Self(crate::dates::instant(text)),
            _ => Self(None),
        }
    }

    /// Milliseconds since 1970.
    pub fn ms(&self) -> f64 {
        self.0.as_ref().map_or(f64::NAN, |at| at.timestamp().as_millisecond() as f64)
    }

    /// The instant as text with its offset.
    pub fn iso(&self) -> String {
        self.0.as_ref().map_or_else(|| "Invalid date".to_owned(), |at| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// Calls a method.
    pub fn method<'a>(&self, name: &str, args: &[V<'a>], now: Timestamp) -> V<'a> {
        let Some(at) = &self.0 else {
            return match name {
                "isValid" => V::Bool(false),
                "getTime" | "valueOf" => V::Number(f64::NAN),
                "format" => V::text("Invalid date"),
                _ if name.starts_with("is") => V::Bool(false),
                _ => V::Undefined,
            };
        };
        let int = |number: i64| V::Number(number as f64);
        match name {
            "isValid" => V::Bool(true),
            "getTime" | "valueOf" => V::Number(self.ms()),
            "getFullYear" | "year" => int(at.year().into()),
            "getMonth" | "month" => int(i64::from(at.month()) - 1),
            "getDate" | "date" => int(at.day().into()),
            "getDay" => int(at.weekday().to_sunday_zero_offset().into()),
            "getHours" => int(at.hour().into()),
            "getMinutes" => int(at.minute().into()),
            "toISOString" => V::text(at.timestamp().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()),
            "toString" => V::text(self.iso()),
            "format" => V::text(match args.first() {
                Some(V::Text(format)) => write_format(at, format),
                _ => self.iso(),
            }),
            "add" | "subtract" => {
                let amount = args.first().map_or(f64::NAN, V::number);
                let unit = args.get(1).map(V::string).unwrap_or_default();
                V::Instant(Self(shift(at, if name == "add" { amount } else { -amount }, &unit)))
            }
            "startOf" | "endOf" => V::Instant(Self(edge(at, &args.first().map(V::string).unwrap_or_default(), name == "endOf"))),
            "diff" => {
                let other = Self::of_moment(args.get(..1).unwrap_or(&[]), now);
                let unit = args.get(1).map(V::string).unwrap_or_default();
                let exact = args.get(2).is_some_and(V::truthy);
                other.0.map_or(V::Number(f64::NAN), |other| V::Number(difference(at, &other, &unit, exact)))
            }
            "isBefore" | "isAfter" | "isSame" | "isSameOrBefore" | "isSameOrAfter" | "isBetween" => {
                let unit_at = if name == "isBetween" { 2 } else { 1 };
                let unit = args.get(unit_at).map(V::string);
                let key = |zoned: &Zoned| match &unit {
                    Some(unit) => edge(zoned, unit, false).map_or(0, |zoned| zoned.timestamp().as_millisecond()),
                    None => zoned.timestamp().as_millisecond(),
                };
                let other = |index: usize| Self::of_moment(args.get(index..=index).unwrap_or(&[]), now).0;
                let Some(first) = other(0) else { return V::Bool(false) };
                let (mine, theirs) = (key(at), key(&first));
                V::Bool(match name {
                    "isBefore" => mine < theirs,
                    "isAfter" => mine > theirs,
                    "isSame" => mine == theirs,
                    "isSameOrBefore" => mine <= theirs,
                    "isSameOrAfter" => mine >= theirs,
                    _ => mine > theirs && other(1).is_some_and(|second| mine < key(&second)),
                })
            }
            _ => V::Undefined,
        }
    }
}

/// The unit by its names and short forms.
fn unit_of(name: &str) -> Unit {
    match name {
        "y" | "year" | "years" => Unit::Year,
        "M" | "month" | "months" => Unit::Month,
        "w" | "week" | "weeks" | "isoWeek" => Unit::Week,
        "d" | "day" | "days" => Unit::Day,
        "h" | "hour" | "hours" => Unit::Hour,
        "m" | "minute" | "minutes" => Unit::Minute,
        "s" | "second" | "seconds" => Unit::Second,
        _ => Unit::Millisecond,
    }
}

fn shift(at: &Zoned, amount: f64, unit: &str) -> Option<Zoned> {
    if !amount.is_finite() || amount.abs() > 1e12 {
        return None;
    }
    let amount = amount.round() as i64;
    let span = match unit_of(unit) {
        Unit::Year => jiff::Span::new().try_years(amount),
        Unit::Month => jiff::Span::new().try_months(amount),
        Unit::Week => jiff::Span::new().try_weeks(amount),
        Unit::Day => jiff::Span::new().try_days(amount),
        Unit::Hour => jiff::Span::new().try_hours(amount),
        Unit::Minute => jiff::Span::new().try_minutes(amount),
        Unit::Second => jiff::Span::new().try_seconds(amount),
        _ => jiff::Span::new().try_milliseconds(amount),
    };
    at.checked_add(span.ok()?).ok()
}

/// First or last instant of a unit. Weeks begin on Monday.
fn edge(at: &Zoned, unit: &str, end: bool) -> Option<Zoned> {
    let date = at.date();
    let start = match unit_of(unit) {
        Unit::Year => date.first_of_year().at(0, 0, 0, 0),
        Unit::Month => date.first_of_month().at(0, 0, 0, 0),
        Unit::Week => date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?.at(0, 0, 0, 0),
        Unit::Day => date.at(0, 0, 0, 0),
        Unit::Hour => date.at(at.hour(), 0, 0, 0),
        Unit::Minute => date.at(at.hour(), at.minute(), 0, 0),
        Unit::Second => date.at(at.hour(), at.minute(), at.second(), 0),
        _ => return Some(at.clone()),
    };
    let start = start.to_zoned(sofia()).ok()?;
    if end { shift(&start, 1.0, unit)?.checked_sub(1.millisecond()).ok() } else { Some(start) }
}

fn difference(a: &Zoned, b: &Zoned, unit: &str, exact: bool) -> f64 {
    let ms = (a.timestamp().as_millisecond() - b.timestamp().as_millisecond()) as f64;
    let value = match unit_of(unit) {
        Unit::Year | Unit::Month => {
            let months = b.until((Unit::Month, a)).map_or(f64::NAN, |span| {
                let whole = f64::from(span.get_years()) * 12.0 + f64::from(span.get_months());
                whole + f64::from(span.get_days()) / 31.0
            });
            if unit_of(unit) == Unit::Year { months / 12.0 } else { months }
        }
        Unit::Week => ms / 604_800_000.0,
        // Days are civil ones, so that the night of a clock change counts as one.
        Unit::Day if !exact => {
            return b.until((Unit::Day, a)).map_or(f64::NAN, |span| f64::from(span.get_days()));
        }
        Unit::Day => ms / 86_400_000.0,
        Unit::Hour => ms / 3_600_000.0,
        Unit::Minute => ms / 60_000.0,
        Unit::Second => ms / 1_000.0,
        _ => ms,
    };
    if exact { value } else { value.trunc() }
}

/// Pieces of a format: `DD.MM.YYYY HH:mm`.
fn pieces(format: &str) -> Vec<&str> {
    const TOKENS: [&str; 12] = ["YYYY", "yyyy", "YY", "MM", "DD", "dd", "HH", "mm", "ss", "M", "D", "H"];
    let mut out = Vec::new();
    let mut rest = format;
    while !rest.is_empty() {
        let length = TOKENS
            .iter()
            .find(|token| rest.starts_with(**token))
            .map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |token| token.len());
        out.push(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

fn write_format(at: &Zoned, format: &str) -> String {
    pieces(format)
        .into_iter()
        .map(|piece| match piece {
            "YYYY" | "yyyy" => format!("{:04}", at.year()),
            "YY" => format!("{:02}", at.year() % 100),
            "MM" => format!("{:02}", at.month()),
            "DD" | "dd" => format!("{:02}", at.day()),
            "HH" => format!("{:02}", at.hour()),
            "mm" => format!("{:02}", at.minute()),
            "ss" => format!("{:02}", at.second()),
            "M" => at.month().to_string(),
            "D" => at.day().to_string(),
            "H" => at.hour().to_string(),
            other => other.to_owned(),
        })
        .collect()
}

fn parse_format(text: &str, format: &str) -> Option<DateTime> {
    let mut rest = text;
    let (mut year, mut month, mut day, mut hour, mut minute, mut second) = (1970, 1, 1, 0, 0, 0);
    for piece in pieces(format) {
        let most = match piece {
            "YYYY" | "yyyy" => 4,
            "YY" | "MM" | "DD" | "dd" | "HH" | "mm" | "ss" | "M" | "D" | "H" => 2,
            literal => {
                rest = rest.strip_prefix(literal)?;
                continue;
            }
        };
        let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let number: i16 = rest[..length].parse().ok()?;
        rest = &rest[length..];
        match piece {
            "YYYY" | "yyyy" => year = number,
            "YY" => year = 2000 + number,
            "MM" | "M" => month = i8::try_from(number).ok()?,
            "DD" | "dd" | "D" => day = i8::try_from(number).ok()?,
            "HH" | "H" => hour = i8::try_from(number).ok()?,
            "mm" => minute = i8::try_from(number).ok()?,
            _ => second = i8::try_from(number).ok()?,
        }
    }
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

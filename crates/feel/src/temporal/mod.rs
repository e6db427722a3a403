//! Dates, times and durations of DMN 1.5, over the years -999 999 999 to 999 999 999.
//!
//! The one rule: time zones come from the data built into the program, never from the machine it runs on.

mod date;
mod duration;
mod time;

pub use date::Date;
pub use duration::{DayTimeDuration, YearMonthDuration};
pub use time::{DateTime, Time, Zone};

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;
pub(crate) const NANOSECONDS: i128 = 1_000_000_000;

/// The text is not a date, time or duration of DMN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date, time or duration")]
pub struct NotTemporal;

/// Exactly `digits` ASCII digits as a number.
fn fixed(text: &str, digits: usize) -> Option<u32> {
    if text.len() != digits || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The digits after a decimal point as nanoseconds; digits past the ninth are dropped.
fn fraction(text: &str) -> Option<u32> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut nanoseconds = 0;
    for place in 0..9 {
        let digit = text.as_bytes().get(place).map_or(0, |b| u32::from(b - b'0'));
        nanoseconds = nanoseconds * 10 + digit;
    }
    Some(nanoseconds)
}

/// `.5` for half a second, nothing for a whole one.
fn write_fraction(f: &mut std::fmt::Formatter<'_>, nanoseconds: u32) -> std::fmt::Result {
    if nanoseconds == 0 {
        return Ok(());
    }
    let digits = format!("{nanoseconds:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

//! The parts of dates, times, durations and ranges (DMN 1.5 table 65).
//!
//! The one rule: a part that does not exist, such as the offset of a local time, is null and not an error.

use crate::number::Number;
use crate::temporal::{DayTimeDuration, Time, Zone};
use crate::value::Value;

/// The part with this name; `None` when the kind of value has no such part.
pub(crate) fn property(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Date(date) => match name {
            "year" => Some(date.year().into()),
            "month" => Some(i64::from(date.month()).into()),
            "day" => Some(i64::from(date.day()).into()),
            "weekday" => Some(i64::from(date.weekday()).into()),
            _ => None,
        },
        Value::DateTime(at) => match name {
            "year" | "month" | "day" | "weekday" => property(&Value::Date(at.date()), name),
            "time offset" => Some(at.offset_seconds().map(offset).into()),
            _ => clock(at.time(), name),
        },
        Value::Time(time) => match name {
            "time offset" => Some(time.offset_seconds().map(offset).into()),
            _ => clock(time, name),
        },
        Value::DayTime(duration) => {
            let (days, hours, minutes, nanoseconds) = duration.parts();
            match name {
                "days" => Some(Number::from_i128(days).into()),
                "hours" => Some(hours.into()),
                "minutes" => Some(minutes.into()),
                "seconds" => Some(Number::from_nanoseconds(i128::from(nanoseconds)).into()),
                _ => None,
            }
        }
        Value::YearMonth(duration) => match name {
            "years" => Some((duration.months() / 12).into()),
            "months" => Some((duration.months() % 12).into()),
            _ => None,
        },
        Value::Range(range) => match name {
            "start" => Some(range.start.clone()),
            "end" => Some(range.end.clone()),
            "start included" => Some(range.start_included.into()),
            "end included" => Some(range.end_included.into()),
            _ => None,
        },
        _ => None,
    }
}

fn offset(seconds: i32) -> Value {
    Value::DayTime(DayTimeDuration::from_seconds(i64::from(seconds)))
}

fn clock(time: &Time, name: &str) -> Option<Value> {
    match name {
        "hour" => Some(time.hour().into()),
        "minute" => Some(time.minute().into()),
        "second" => Some(time.second().into()),
        "timezone" => Some(match time.zone() {
            Zone::Local => Value::Null,
            Zone::Named(_) => time.zone().name().into(),
            Zone::Offset(_) => Value::Null,
        }),
        _ => None,
    }
}

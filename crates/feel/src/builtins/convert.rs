//! Functions that make a value of one kind from another.
//!
//! The one rule: a text is read strictly in its one spelling; what is off by a character is null.

use super::{Builtin, Call, builtin};
use crate::number::Number;
use crate::temporal::{Date, DateTime, DayTimeDuration, Time, YearMonthDuration, Zone};
use crate::value::Value;

pub(super) const ALL: &[Builtin] = &[
    builtin("string", &[&["from"]], |call| match call.value(0) {
        Value::Null => None,
        value => Some(value.to_string().into()),
    }),
    builtin("number", &[&["from"], &["from", "grouping separator", "decimal separator"]], number),
    builtin("date", &[&["from"], &["year", "month", "day"]], date),
    builtin("time", &[&["from"], &["hour", "minute", "second", "offset?"]], time),
    builtin("date and time", &[&["from"], &["date", "time"]], date_and_time),
    builtin("duration", &[&["from"]], |call| match call.single(0) {
        Value::Text(text) => duration(text),
        value @ (Value::DayTime(_) | Value::YearMonth(_)) => Some(value.clone()),
        _ => None,
    }),
    builtin("years and months duration", &[&["from", "to"]], |call| {
        let (from, to) = (call.single(0).as_date()?, call.single(1).as_date()?);
        Some(YearMonthDuration::from_months(months_between(from, to)).into())
    }),
];

/// The value of `@"…"`; `None` when the text is nothing of the kind.
pub(crate) fn at_literal(text: &str) -> Option<Value> {
    text.parse::<Date>()
        .map(Value::Date)
        .or_else(|_| text.parse::<DateTime>().map(Value::DateTime))
        .or_else(|_| text.parse::<Time>().map(Value::Time))
        .ok()
        .or_else(|| duration(text))
}

fn duration(text: &str) -> Option<Value> {
    text.parse::<DayTimeDuration>().map(Value::DayTime).or_else(|_| text.parse::<YearMonthDuration>().map(Value::YearMonth)).ok()
}

/// Whole months from one day to another, counted towards zero.
fn months_between(from: Date, to: Date) -> i64 {
    let month = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let months = month(to) - month(from);
    match months {
        1.. if to.day() < from.day() => months - 1,
        ..=-1 if to.day() > from.day() => months + 1,
        _ => months,
    }
}

fn number(call: &mut Call) -> Option<Value> {
    if call.signature == 0 {
        return match call.single(0) {
            Value::Text(text) => text.parse::<Number>().ok().map(Value::Number),
            value @ Value::Number(_) => Some(value.clone()),
            _ => None,
        };
    }
    let text = call.text(0)?;
    let separator = |place: usize, allowed: &[&str]| match call.value(place) {
        Value::Null => Some(None),
        _ => call.text(place).filter(|separator| allowed.contains(separator)).map(Some),
    };
    let (grouping, decimal) = (separator(1, &[" ", ",", "."])?, separator(2, &[",", "."])?);
    if grouping.is_some() && grouping == decimal {
        return None;
    }
    let mut plain = text.to_owned();
    if let Some(grouping) = grouping {
        plain = plain.replace(grouping, "");
    }
    if let Some(decimal) = decimal {
        if decimal != "." && plain.contains('.') {
            return None;
        }
        plain = plain.replace(decimal, ".");
    }
    plain.parse::<Number>().ok().map(Value::Number)
}

fn date(call: &mut Call) -> Option<Value> {
    if call.signature == 1 {
        return Date::new(call.integer(0)?, call.integer(1)?, call.integer(2)?).map(Value::Date);
    }
    match call.single(0) {
        Value::Text(text) => text.parse::<Date>().ok().map(Value::Date),
        value => value.as_date().map(Value::Date),
    }
}

fn time(call: &mut Call) -> Option<Value> {
    if call.signature == 1 {
        let second = call.number(2)?;
        let nanoseconds = second.to_nanoseconds().filter(|all| (0..60_000_000_000).contains(all))?;
        let zone = match call.single(3) {
            Value::Null => Zone::Local,
            Value::DayTime(offset) => Zone::offset(offset.seconds()?)?,
            _ => return None,
        };
        let (second, part) = ((nanoseconds / 1_000_000_000) as i64, (nanoseconds % 1_000_000_000) as u32);
        return Time::new(call.integer(0)?, call.integer(1)?, second, part, zone).map(Value::Time);
    }
    Some(Value::Time(match call.single(0) {
        Value::Text(text) => text.parse().ok()?,
        Value::Time(time) => time.clone(),
        Value::DateTime(at) => at.time().clone(),
        Value::Date(_) => Time::midnight(Zone::UTC),
        _ => return None,
    }))
}

fn date_and_time(call: &mut Call) -> Option<Value> {
    if call.signature == 1 {
        let date = call.single(0).as_date()?;
        return match call.single(1) {
            Value::Time(time) => Some(DateTime::new(date, time.clone()).into()),
            Value::Text(zone) => match call.single(0) {
                Value::DateTime(at) => at.in_zone(Zone::named(zone)?).map(Value::DateTime),
                _ => None,
            },
            _ => None,
        };
    }
    Some(Value::DateTime(match call.single(0) {
        Value::Text(text) => match text.parse::<DateTime>() {
            Ok(at) => at,
            Err(_) => DateTime::new(text.parse().ok()?, Time::midnight(Zone::Local)),
        },
        Value::DateTime(at) => at.clone(),
        Value::Date(date) => DateTime::new(*date, Time::midnight(Zone::UTC)),
        _ => return None,
    }))
}

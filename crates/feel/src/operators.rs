//! The operators of FEEL: equality, order, arithmetic, three-valued logic (DMN 1.5 §10.3.2.7–10.3.2.9).
//!
//! The one rule: what the standard does not define is `None`, never a guess.

use std::cmp::Ordering;

use crate::ast::{Comparison, Operator};
use crate::number::Number;
use crate::temporal::{Date, DateTime, DayTimeDuration, Time, YearMonthDuration, Zone};
use crate::value::{Form, Range, Value};

impl Value {
    /// FEEL `=`: null equals only null; values of different kinds cannot be compared, which is `None`.
    pub fn equals(&self, other: &Value) -> Option<bool> {
        match (self, other) {
            (Value::Null, _) | (_, Value::Null) => Some(self.is_null() && other.is_null()),
            (Value::Time(a), Value::Time(b)) => Some(a.compare(b) == Some(Ordering::Equal)),
            (Value::DateTime(_) | Value::Date(_), Value::DateTime(_) | Value::Date(_)) => {
                Some(self.compare(other) == Some(Ordering::Equal))
            }
            (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return Some(false);
                }
                let mut all = Some(true);
                for (a, b) in a.iter().zip(b.iter()) {
                    match a.equals(b) {
                        Some(true) => {}
                        Some(false) => return Some(false),
                        None => all = None,
                    }
                }
                all
            }
            (Value::Context(a), Value::Context(b)) => {
                if a.len() != b.len() {
                    return Some(false);
                }
                let mut all = Some(true);
                for (key, a) in a.iter() {
                    match b.get(key).map(|b| a.equals(b)) {
                        Some(Some(true)) => {}
                        None | Some(Some(false)) => return Some(false),
                        Some(None) => all = None,
                    }
                }
                all
            }
            (Value::List(items), single) | (single, Value::List(items)) if items.len() == 1 => single.equals(&items[0]),
            _ if std::mem::discriminant(self) == std::mem::discriminant(other) => Some(self == other),
            _ => None,
        }
    }

    /// Which comes first, for values that have an order.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::Time(a), Value::Time(b)) => a.compare(b),
            (Value::DateTime(a), Value::DateTime(b)) => a.compare(b),
            (Value::Date(a), Value::DateTime(b)) => midnight(*a, b).compare(b),
            (Value::DateTime(a), Value::Date(b)) => a.compare(&midnight(*b, a)),
            (Value::DayTime(a), Value::DayTime(b)) => Some(a.cmp(b)),
            (Value::YearMonth(a), Value::YearMonth(b)) => Some(a.cmp(b)),
            (Value::List(items), single) if items.len() == 1 && !matches!(single, Value::List(_)) => items[0].compare(single),
            (single, Value::List(items)) if items.len() == 1 && !matches!(single, Value::List(_)) => single.compare(&items[0]),
            _ => None,
        }
    }
}

/// The midnight a date begins with, beside a local time a local one, beside a zoned one at Greenwich.
fn midnight(date: Date, beside: &DateTime) -> DateTime {
    let zone = if *beside.time().zone() == Zone::Local { Zone::Local } else { Zone::UTC };
    DateTime::new(date, Time::midnight(zone))
}

/// A comparison as FEEL writes it.
pub(crate) fn compare(comparison: Comparison, a: &Value, b: &Value) -> Option<bool> {
    match comparison {
        Comparison::Equal => a.equals(b),
        Comparison::NotEqual => a.equals(b).map(|equal| !equal),
        Comparison::Less => a.compare(b).map(Ordering::is_lt),
        Comparison::LessOrEqual => a.compare(b).map(Ordering::is_le),
        Comparison::Greater => a.compare(b).map(Ordering::is_gt),
        Comparison::GreaterOrEqual => a.compare(b).map(Ordering::is_ge),
    }
}

impl Range {
    /// The range a comparison such as `(>= 10)` stands for.
    pub(crate) fn from_comparison(comparison: Comparison, end: Value) -> Self {
        let form = if comparison == Comparison::NotEqual { Form::NotEqual } else { Form::Comparison };
        let range = match comparison {
            Comparison::Less => Self::new(Value::Null, false, end, false),
            Comparison::LessOrEqual => Self::new(Value::Null, false, end, true),
            Comparison::Greater => Self::new(end, false, Value::Null, false),
            Comparison::GreaterOrEqual => Self::new(end, true, Value::Null, false),
            Comparison::Equal | Comparison::NotEqual => Self::new(end.clone(), true, end, true),
        };
        Self { form, ..range }
    }

    /// Whether a value lies between the ends; a null end is open.
    pub fn contains(&self, value: &Value) -> Option<bool> {
        if value.is_null() || (self.start.is_null() && self.end.is_null()) {
            return None;
        }
        if self.form == Form::NotEqual {
            return value.equals(&self.start).map(|equal| !equal);
        }
        let above = match (&self.start, self.start_included) {
            (Value::Null, _) => Some(true),
            (start, true) => compare(Comparison::GreaterOrEqual, value, start),
            (start, false) => compare(Comparison::Greater, value, start),
        };
        let below = match (&self.end, self.end_included) {
            (Value::Null, _) => Some(true),
            (end, true) => compare(Comparison::LessOrEqual, value, end),
            (end, false) => compare(Comparison::Less, value, end),
        };
        all([above, below])
    }
}

/// Three-valued `and`.
pub(crate) fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => result = None,
        }
    }
    result
}

/// Arithmetic of two values.
pub(crate) fn arithmetic(operator: Operator, a: &Value, b: &Value) -> Option<Value> {
    match operator {
        Operator::Add => add(a, b),
        Operator::Subtract => subtract(a, b),
        Operator::Multiply => multiply(a, b),
        Operator::Divide => divide(a, b),
        Operator::Power => match (a, b) {
            (Value::Number(a), Value::Number(b)) => a.pow(*b).map(Value::Number),
            _ => None,
        },
    }
}

fn add(a: &Value, b: &Value) -> Option<Value> {
    Some(match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(a.checked_add(*b)?),
        (Value::Text(a), Value::Text(b)) => Value::text(format!("{a}{b}")),
        (Value::DayTime(a), Value::DayTime(b)) => day_time(a.nanoseconds().checked_add(b.nanoseconds())?),
        (Value::YearMonth(a), Value::YearMonth(b)) => year_month(a.months().checked_add(b.months())?),
        (at, Value::DayTime(duration)) => return shift(at, *duration),
        (Value::DayTime(duration), at) => return shift(at, *duration),
        (at, Value::YearMonth(duration)) => return shift_months(at, duration.months()),
        (Value::YearMonth(duration), at) => return shift_months(at, duration.months()),
        _ => return None,
    })
}

fn subtract(a: &Value, b: &Value) -> Option<Value> {
    Some(match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(a.checked_sub(*b)?),
        (Value::DayTime(a), Value::DayTime(b)) => day_time(a.nanoseconds().checked_sub(b.nanoseconds())?),
        (Value::YearMonth(a), Value::YearMonth(b)) => year_month(a.months().checked_sub(b.months())?),
        (Value::Date(a), Value::Date(b)) => Value::DayTime(DayTimeDuration::from_seconds((a.epoch_days() - b.epoch_days()) * 86_400)),
        (Value::DateTime(a), Value::DateTime(b)) => Value::DayTime(a.since(b)?),
        (Value::Date(a), Value::DateTime(b)) => Value::DayTime(greenwich(*a).since(b)?),
        (Value::DateTime(a), Value::Date(b)) => Value::DayTime(a.since(&greenwich(*b))?),
        (Value::Time(a), Value::Time(b)) => Value::DayTime(a.since(b)?),
        (at, Value::DayTime(duration)) => return shift(at, DayTimeDuration::from_nanoseconds(duration.nanoseconds().checked_neg()?)),
        (at, Value::YearMonth(duration)) => return shift_months(at, duration.months().checked_neg()?),
        _ => return None,
    })
}

fn greenwich(date: Date) -> DateTime {
    DateTime::new(date, Time::midnight(Zone::UTC))
}

fn day_time(nanoseconds: i128) -> Value {
    Value::DayTime(DayTimeDuration::from_nanoseconds(nanoseconds))
}

fn year_month(months: i64) -> Value {
    Value::YearMonth(YearMonthDuration::from_months(months))
}

/// A point in time so much later.
fn shift(at: &Value, duration: DayTimeDuration) -> Option<Value> {
    Some(match at {
        Value::DateTime(at) => Value::DateTime(at.add(duration)?),
        Value::Date(date) => Value::Date(greenwich(*date).add(duration)?.date()),
        Value::Time(time) => Value::Time(time.add(duration)),
        _ => return None,
    })
}

fn shift_months(at: &Value, months: i64) -> Option<Value> {
    Some(match at {
        Value::DateTime(at) => Value::DateTime(at.add_months(months)?),
        Value::Date(date) => Value::Date(date.add_months(months)?),
        _ => return None,
    })
}

fn multiply(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.checked_mul(*b).map(Value::Number),
        (Value::DayTime(duration), Value::Number(factor)) | (Value::Number(factor), Value::DayTime(duration)) => {
            scale_day_time(*duration, |seconds| seconds.checked_mul(*factor))
        }
        (Value::YearMonth(duration), Value::Number(factor)) | (Value::Number(factor), Value::YearMonth(duration)) => {
            scale_year_month(*duration, |months| months.checked_mul(*factor))
        }
        _ => None,
    }
}

fn divide(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.checked_div(*b).map(Value::Number),
        (Value::DayTime(duration), Value::Number(divisor)) => scale_day_time(*duration, |seconds| seconds.checked_div(*divisor)),
        (Value::YearMonth(duration), Value::Number(divisor)) => scale_year_month(*duration, |months| months.checked_div(*divisor)),
        (Value::DayTime(a), Value::DayTime(b)) => {
            Number::from_nanoseconds(a.nanoseconds())?.checked_div(Number::from_nanoseconds(b.nanoseconds())?).map(Value::Number)
        }
        (Value::YearMonth(a), Value::YearMonth(b)) => Number::from(a.months()).checked_div(Number::from(b.months())).map(Value::Number),
        _ => None,
    }
}

fn scale_day_time(duration: DayTimeDuration, scale: impl FnOnce(Number) -> Option<Number>) -> Option<Value> {
    Some(day_time(scale(Number::from_nanoseconds(duration.nanoseconds())?)?.to_nanoseconds()?))
}

fn scale_year_month(duration: YearMonthDuration, scale: impl FnOnce(Number) -> Option<Number>) -> Option<Value> {
    Some(year_month(i64::try_from(scale(Number::from(duration.months()))?.trunc_i128()?).ok()?))
}

/// The value with the opposite sign.
pub(crate) fn negate(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Number(number) => Value::Number(-*number),
        Value::DayTime(duration) => day_time(duration.nanoseconds().checked_neg()?),
        Value::YearMonth(duration) => year_month(duration.months().checked_neg()?),
        _ => return None,
    })
}

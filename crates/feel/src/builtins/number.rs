//! Functions on numbers.
//!
//! The one rule: rounding is always named by its function; nothing rounds in passing.

use super::{Builtin, Call, builtin};
use crate::number::{Number, Rounding};
use crate::temporal::{DayTimeDuration, YearMonthDuration};
use crate::value::Value;

pub(super) const ALL: &[Builtin] = &[
    builtin("decimal", &[&["n", "scale"]], |call| round(call, Rounding::HalfEven)),
    builtin("floor", &[&["n", "scale?"]], |call| round(call, Rounding::Floor)),
    builtin("ceiling", &[&["n", "scale?"]], |call| round(call, Rounding::Ceiling)),
    builtin("round up", &[&["n", "scale"]], |call| round(call, Rounding::Up)),
    builtin("round down", &[&["n", "scale"]], |call| round(call, Rounding::Down)),
    builtin("round half up", &[&["n", "scale"]], |call| round(call, Rounding::HalfUp)),
    builtin("round half down", &[&["n", "scale"]], |call| round(call, Rounding::HalfDown)),
    builtin("abs", &[&["n"]], |call| {
        Some(match call.single(0) {
            Value::Number(number) => number.abs().into(),
            Value::DayTime(duration) => DayTimeDuration::from_nanoseconds(duration.nanoseconds().checked_abs()?).into(),
            Value::YearMonth(duration) => YearMonthDuration::from_months(duration.months().checked_abs()?).into(),
            _ => return None,
        })
    }),
    builtin("modulo", &[&["dividend", "divisor"]], |call| call.number(0)?.modulo(call.number(1)?).map(Value::Number)),
    builtin("sqrt", &[&["number"]], |call| call.number(0)?.sqrt().map(Value::Number)),
    builtin("log", &[&["number"]], |call| call.number(0)?.ln().map(Value::Number)),
    builtin("exp", &[&["number"]], |call| call.number(0)?.exp().map(Value::Number)),
    builtin("odd", &[&["number"]], |call| remainder_of_two(call).map(|rest| Value::Bool(!rest.is_zero()))),
    builtin("even", &[&["number"]], |call| remainder_of_two(call).map(|rest| Value::Bool(rest.is_zero()))),
];

fn round(call: &mut Call, rounding: Rounding) -> Option<Value> {
    let scale = if call.has(1) { call.number(1)?.trunc_i128().and_then(|scale| i64::try_from(scale).ok())? } else { 0 };
    call.number(0)?.round(scale, rounding).map(Value::Number)
}

fn remainder_of_two(call: &Call) -> Option<Number> {
    let number = call.number(0)?;
    if number.is_integer() { number.modulo(Number::from(2)) } else { None }
}

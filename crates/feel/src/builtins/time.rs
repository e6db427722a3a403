//! Functions on days, and the clock.
//!
//! The one rule: `now` and `today` come from the run; the machine's clock is never read.

use super::{Builtin, builtin};
use crate::temporal::{Date, DateTime};
use crate::value::Value;

const DATE: &[&[&str]] = &[&["date"]];

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

pub(super) const ALL: &[Builtin] = &[
    builtin("now", &[&[]], |call| {
        let clock = &call.run.clock;
        Some(DateTime::from_timestamp(clock.now, clock.zone.clone()).into())
    }),
    builtin("today", &[&[]], |call| Some(call.run.clock.today().into())),
    builtin("day of year", DATE, |call| Some(i64::from(call.single(0).as_date()?.day_of_year()).into())),
    builtin("day of week", DATE, |call| Some(DAYS[usize::from(call.single(0).as_date()?.weekday() - 1)].into())),
    builtin("month of year", DATE, |call| Some(MONTHS[usize::from(call.single(0).as_date()?.month() - 1)].into())),
    builtin("week of year", DATE, |call| Some(i64::from(call.single(0).as_date()?.week_of_year()).into())),
    builtin("last day of month", DATE, |call| Some(Value::Date(Date::month_end(call.single(0).as_date()?)))),
];

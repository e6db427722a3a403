//! When a timer is due.
//!
//! The rule kept here: literals are understood at compilation, expressions at run time through the same reader; days, weeks,
//! months and years are counted in the civil calendar of Sofia, hours and smaller units on the clock.

use std::sync::OnceLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::condition::Expression;
use crate::extension::{DeadlineRule, TermUnit};

/// Which of the three timer values of BPMN is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerForm {
    /// `timeDate`.
    Date,
    /// `timeDuration`.
    Duration,
    /// `timeCycle`.
    Cycle,
}

/// The rule of a timer event.
#[derive(Debug)]
pub enum TimerRule {
    /// A literal, understood at compilation.
    Fixed {
        /// As written.
        text: String,
        /// As understood.
        value: TimerValue,
    },
    /// A FEEL expression.
    Computed {
        /// What it must come to.
        form: TimerForm,
        /// The expression.
        expression: Expression,
    },
    /// The `au:deadline` of the node; the due time here counts calendar days, the caller may know better.
    Deadline(DeadlineRule),
}

/// An understood timer value.
#[derive(Debug, Clone)]
pub enum TimerValue {
    /// At this instant.
    At(Timestamp),
    /// After this time.
    After(Span),
    /// Again and again; `None` repeats without end.
    Every {
        /// How often it fires in all.
        times: Option<u32>,
        /// First instant, when written.
        from: Option<Timestamp>,
        /// The pause.
        pause: Span,
    },
}

impl PartialEq for TimerRule {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl TimerRule {
    /// The rule as written.
    pub fn text(&self) -> String {
        match self {
            Self::Fixed { text, .. } => text.clone(),
            Self::Computed { expression, .. } => expression.text().to_owned(),
            Self::Deadline(rule) => format!("{} {:?}", rule.amount, rule.unit).to_lowercase(),
        }
    }

    /// Understands what stands in `timeDate`, `timeDuration` or `timeCycle`.
    pub(crate) fn parse(form: TimerForm, text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(value) = value(form, text) {
            return Ok(Self::Fixed { text: text.to_owned(), value });
        }
        if looks_literal(text) {
            return Err("not an ISO 8601 value".to_owned());
        }
        Ok(Self::Computed { form, expression: Expression::parse(text)? })
    }

    /// Whether it fires more than once.
    pub(crate) fn repeats(&self) -> bool {
        matches!(self, Self::Fixed { value: TimerValue::Every { .. }, .. } | Self::Computed { form: TimerForm::Cycle, .. })
    }

    /// The value at this moment.
    pub(crate) fn value(&self, variables: &feel::Value, now: Timestamp) -> Result<TimerValue, String> {
        match self {
            Self::Fixed { value, .. } => Ok(value.clone()),
            Self::Computed { form, expression } => {
                let computed = expression.evaluate(variables, now);
                let text = match computed.to_json() {
                    serde_json::Value::String(text) => text,
                    other => other.to_string(),
                };
                value(*form, &text).ok_or_else(|| format!("{} = {text}", expression.text()))
            }
            Self::Deadline(rule) => {
                let amount = i64::from(rule.amount);
                Ok(TimerValue::After(match rule.unit {
                    TermUnit::Hour => Span::new().hours(amount),
                    TermUnit::Day => Span::new().days(amount),
                    TermUnit::Month => Span::new().months(amount),
                }))
            }
        }
    }
}

impl TimerValue {
    /// First instant it is due.
    pub(crate) fn due(&self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(*at),
            Self::After(span) => after(now, *span),
            Self::Every { from: Some(from), .. } => Some(*from),
            Self::Every { pause, .. } => after(now, *pause),
        }
    }
}

/// `now` plus a span, days and longer units in the civil calendar of Sofia.
pub(crate) fn after(now: Timestamp, span: Span) -> Option<Timestamp> {
    let calendar = span.get_years() != 0 || span.get_months() != 0 || span.get_weeks() != 0 || span.get_days() != 0;
    if !calendar {
        return now.checked_add(span).ok();
    }
    now.to_zoned(sofia().clone()).checked_add(span).ok().map(|z| z.timestamp())
}

fn sofia() -> &'static TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    ZONE.get_or_init(|| TimeZone::get("Europe/Sofia").expect("the zone is in the bundled time-zone data"))
}

fn value(form: TimerForm, text: &str) -> Option<TimerValue> {
    match form {
        TimerForm::Date => instant(text).map(TimerValue::At),
        TimerForm::Duration => span(text).map(TimerValue::After),
        TimerForm::Cycle => cycle(text),
    }
}

/// Something that starts like an ISO value and is none is a mistake, not an expression.
fn looks_literal(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        None => true,
        Some('P' | 'R') => chars.next().is_none_or(|c| c.is_ascii_digit() || c == 'T' || c == '/'),
        Some(c) => c.is_ascii_digit(),
    }
}

fn span(text: &str) -> Option<Span> {
    if !text.starts_with('P') && !text.starts_with("-P") {
        return None;
    }
    let span: Span = text.parse().ok()?;
    Some(span)
}

fn instant(text: &str) -> Option<Timestamp> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    // Without an offset the civil time of Sofia is meant; a date alone means its beginning.
    let civil = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(|date| date.to_datetime(Time::midnight()))).ok()?;
    civil.to_zoned(sofia().clone()).ok().map(|z| z.timestamp())
}

/// `R3/PT10M`, `R/2026-01-01T00:00:00Z/P1D`; an `R3/P1D/2026-…` end is not part of the subset.
fn cycle(text: &str) -> Option<TimerValue> {
    let rest = text.strip_prefix('R')?;
    let (times, rest) = rest.split_once('/')?;
    let times = if times.is_empty() { None } else { Some(times.parse::<u32>().ok()?) };
    let (from, pause) = match rest.split_once('/') {
        Some((from, pause)) => (Some(instant(from)?), pause),
        None => (None, rest),
    };
    let pause = span(pause).filter(|s| s.is_positive())?;
    Some(TimerValue::Every { times, from, pause })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    #[test]
    fn durations_cross_the_change_of_the_clock() {
        // In the night to 29 March 2026 Sofia loses an hour.
        let now = at("2026-03-28T10:00:00Z");
        let due = |text: &str| span(text).and_then(|s| after(now, s)).expect("due");
        assert_eq!(due("P1D"), at("2026-03-29T09:00:00Z"));
        assert_eq!(due("PT24H"), at("2026-03-29T10:00:00Z"));
        assert_eq!(due("P1M"), at("2026-04-28T09:00:00Z"));
    }

    #[test]
    fn literals_and_expressions_are_told_apart() {
        let kind = |form, text: &str| match TimerRule::parse(form, text) {
            Ok(TimerRule::Fixed { .. }) => "fixed",
            Ok(TimerRule::Computed { .. }) => "computed",
            Ok(TimerRule::Deadline(_)) => "deadline",
            Err(_) => "refused",
        };
        for (form, text, expected) in [
            (TimerForm::Duration, "PT1H30M", "fixed"),
            (TimerForm::Duration, "P2W", "fixed"),
            (TimerForm::Duration, "PT1X", "refused"),
            (TimerForm::Duration, "3 days", "refused"),
            (TimerForm::Duration, "", "refused"),
            (TimerForm::Duration, "=term", "computed"),
            (TimerForm::Duration, "Pause", "computed"),
            (TimerForm::Date, "2026-04-20", "fixed"),
            (TimerForm::Date, "2026-04-20T10:00:00", "fixed"),
            (TimerForm::Date, "2026-04-20T10:00:00+03:00", "fixed"),
            (TimerForm::Date, "2026-13-20", "refused"),
            (TimerForm::Cycle, "R3/PT10M", "fixed"),
            (TimerForm::Cycle, "R/PT10M", "fixed"),
            (TimerForm::Cycle, "R3/PT0S", "refused"),
            (TimerForm::Cycle, "R3/-PT1H", "refused"),
        ] {
            assert_eq!(kind(form, text), expected, "{text}");
        }
    }

    #[test]
    fn dates_without_offset_are_sofia_time() {
        assert_eq!(instant("2026-07-01"), Some(at("2026-06-30T21:00:00Z")));
        assert_eq!(instant("2026-01-01T12:00:00"), Some(at("2026-01-01T10:00:00Z")));
    }
}

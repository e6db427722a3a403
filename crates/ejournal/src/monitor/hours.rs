//! The hours in which people of an administration act.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Weekday;
use kernel::clock::sofia_datetime;

/// Hours of working days in Sofia, from the first to before the last: `7-20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    from: i8,
    until: i8,
}

/// The text is not two hours of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("hours are written as 7-20")]
pub struct HoursError;

impl FromStr for Hours {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, HoursError> {
        let (from, until) = text.split_once('-').ok_or(HoursError)?;
        let hour = |text: &str| text.trim().parse::<i8>().ok().filter(|hour| (0..=24).contains(hour)).ok_or(HoursError);
        let (from, until) = (hour(from)?, hour(until)?);
        if from < until { Ok(Hours { from, until }) } else { Err(HoursError) }
    }
}

impl Hours {
    /// Whether an instant, ms since 1970, lies in them. Holidays are not known to a log.
    pub(super) fn hold(self, at_ms: u64) -> bool {
        let Some(at) = i64::try_from(at_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).map(sofia_datetime) else {
            return false;
        };
        let is_weekend = matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday);
        !is_weekend && (self.from..self.until).contains(&at.hour())
    }
}

/// Whether a status is an act of a person: what comes from a clock of the administration, from its systems or from applicants may come at
/// any hour.
pub(super) fn is_act_of_a_person(status: u16) -> bool {
    matches!(status, 503 | 504 | 602 | 603 | 701 | 802..=804 | 901..=906 | 909)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nights_and_weekends_are_outside() {
        let hours: Hours = "7-20".parse().unwrap();
        let holds = |text: &str| hours.hold(text.parse::<Timestamp>().unwrap().as_millisecond() as u64);
        // Monday, 15 June 2026, three hours ahead of UTC.
        assert!(holds("2026-06-15T04:00:00Z") && holds("2026-06-15T16:59:59Z"));
        assert!(!holds("2026-06-15T03:59:59Z") && !holds("2026-06-15T17:00:00Z"));
        assert!(!holds("2026-06-13T09:00:00Z") && !holds("2026-06-14T09:00:00Z"));
        for wrong in ["", "7", "20-7", "7-25", "-1-7", "a-b", "7-7"] {
            assert_eq!(wrong.parse::<Hours>(), Err(HoursError), "{wrong}");
        }
    }
}

//! Dates as people type them and as submissions hold them.
//!
//! The one rule: a date that does not exist stays text; it is never moved to a neighbouring day.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, Zoned};
use kernel::clock::sofia;

/// A civil date from `2026-03-05`, `5.3.2026`, `05.03.2026 г.`, `5/3/2026` or `5 3 2026`.
pub(crate) fn date_typed(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches("г.").trim_end();
    if let Ok(date) = text.parse::<Date>()
        && text.len() == 10
    {
        return in_range(date);
    }
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => date_parts(day, month, year),
        [day, month, year] => date_parts(day, month, year),
        _ => None,
    }
}

/// A civil date from its three fields.
pub(crate) fn date_parts(day: &str, month: &str, year: &str) -> Option<Date> {
    let number = |text: &str, most: usize| -> Option<i16> {
        let text = text.trim();
        if text.is_empty() || text.len() > most || !text.bytes().all(|c| c.is_ascii_digit()) { None } else { text.parse().ok() }
    };
    let year = number(year, 4).filter(|year| *year >= 1000)?;
    in_range(Date::new(year, i8::try_from(number(month, 2)?).ok()?, i8::try_from(number(day, 2)?).ok()?).ok()?)
}

fn in_range(date: Date) -> Option<Date> {
    (1000..=9998).contains(&date.year()).then_some(date)
}

/// A time of day from `14:30` or `14.30`.
pub(crate) fn time_typed(text: &str) -> Option<Time> {
    let text = text.trim().trim_end_matches("ч.").trim_end();
    let mut parts = text.split([':', '.']);
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let second = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    Time::new(hour, minute, second, 0).ok()
}

/// The instant a text of a submission stands for: with offset, local in Sofia, or the beginning of a day.
pub(crate) fn instant(text: &str) -> Option<Zoned> {
    let text = text.trim();
    if text.len() < 8 || text.len() > 40 {
        return None;
    }
    if text.contains(['T', ' ']) {
        if let Ok(at) = text.parse::<Timestamp>() {
            return Some(at.to_zoned(sofia()));
        }
        if let Ok(at) = text.parse::<DateTime>() {
            return at.to_zoned(sofia()).ok();
        }
        return None;
    }
    let date = match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => in_range(date)?,
        _ => return None,
    };
    date.at(0, 0, 0, 0).to_zoned(sofia()).ok()
}

/// The civil date in Sofia of a text of a submission.
pub(crate) fn civil(text: &str) -> Option<Date> {
    if text.len() == 10
        && let Ok(date) = text.parse::<Date>()
    {
        return in_range(date);
    }
    instant(text).map(|at| at.date())
}

/// The parts of the component `day`: month first, or day first.
pub(crate) fn day_value(text: &str, day_first: bool) -> Option<Date> {
    let parts: Vec<&str> = text.split('/').collect();
    match parts.as_slice() {
        [day, month, year] if day_first => date_parts(day, month, year),
        [month, day, year] => date_parts(day, month, year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_dates() {
        for text in ["2026-03-05", "5.3.2026", "05.03.2026", "05.03.2026 г.", "5/3/2026", "5 3 2026", " 5. 3. 2026 "] {
            assert_eq!(date_typed(text).map(|date| date.to_string()).as_deref(), Some("2026-03-05"), "{text}");
        }
        for text in ["", "31.02.2026", "5.3.26", "утре", "2026-13-01", "5.3", "5.3.20266"] {
            assert_eq!(date_typed(text), None, "{text}");
        }
    }

    #[test]
    fn stored_dates() {
        assert_eq!(civil("2026-03-05").map(|date| date.to_string()).as_deref(), Some("2026-03-05"));
        assert_eq!(civil("2026-03-04T23:30:00Z").map(|date| date.to_string()).as_deref(), Some("2026-03-05"));
        assert_eq!(civil("2026-03-05T00:00:00+02:00").map(|date| date.to_string()).as_deref(), Some("2026-03-05"));
        assert_eq!(civil("nonsense text"), None);
        assert_eq!(day_value("05/03/2026", true), day_value("03/05/2026", false));
    }
}

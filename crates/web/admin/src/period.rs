//! A period in days of Sofia, as forms and addresses name it.
//!
//! The one rule: both days belong to it; a day that cannot be read leaves its side open.

use jiff::civil::Date;
use kernel::clock::sofia_instant;
use web::format;
use web::{Language, visit};

/// When a day begins in Sofia, ms since 1970.
pub fn begin_ms(day: Date) -> i64 {
    sofia_instant(day.at(0, 0, 0, 0)).as_millisecond()
}

/// A day as people type it: `05.03.2026`, `5.3.2026 г.` or `2026-03-05`.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches("г.").trim_end();
    let day = text.parse().ok().or_else(|| {
        let mut parts = text.split('.').map(|part| part.trim().parse::<i16>().ok());
        let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })?;
    (2000..=2200).contains(&day.year()).then_some(day)
}

/// A period that may be open on either side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

impl Period {
    /// The period between two texts; an empty one leaves its side open. Answers which of the two cannot be read, or that it ends before it
    /// begins.
    pub fn parse(from: &str, until: &str) -> Result<Period, &'static str> {
        let side = |text: &str, field| match text.trim() {
            "" => Ok(None),
            text => day(text).map(Some).ok_or(field),
        };
        let period = Period { from: side(from, "from")?, until: side(until, "until")? };
        if period.from.zip(period.until).is_some_and(|(from, until)| until < from) { Err("until") } else { Ok(period) }
    }

    /// Whether both sides are open.
    pub fn is_open(self) -> bool {
        self == Period::default()
    }

    /// The first instant, ms.
    pub fn begin_ms(self) -> i64 {
        self.from.map_or(i64::MIN, begin_ms)
    }

    /// The instant after the last one, ms.
    pub fn until_ms(self) -> i64 {
        self.until.and_then(|day| day.tomorrow().ok()).map_or(i64::MAX, begin_ms)
    }

    /// Whether an instant lies in it.
    pub fn contains(self, at: i64) -> bool {
        self.begin_ms() <= at && at < self.until_ms()
    }

    /// The period for people; empty when both sides are open.
    pub fn words(self, language: Language) -> String {
        match (self.from, self.until) {
            (None, None) => String::new(),
            (Some(from), Some(until)) => format::period(from, until, language),
            (from, until) => {
                let side = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| format::date(day, language));
                format!("{} – {}", side(from), side(until))
            }
        }
    }
}

/// An address with the pairs whose value is not empty.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> =
        pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", visit::query_value(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        for text in ["05.03.2026", "5.3.2026", "5.3.2026 г.", "2026-03-05"] {
            assert_eq!(day(text), Some(date(2026, 3, 5)), "{text}");
        }
        for text in ["", "31.02.2026", "5.3", "5.3.2026.1", "1.1.1", "днес", "99999999999.1.2026"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn both_days_belong_to_a_period() {
        let one = Period::parse("05.03.2026", "05.03.2026").unwrap();
        assert!(one.contains(begin_ms(date(2026, 3, 5))) && one.contains(begin_ms(date(2026, 3, 6)) - 1));
        assert!(!one.contains(begin_ms(date(2026, 3, 6))));
        assert_eq!(Period::parse("x", ""), Err("from"));
        assert_eq!(Period::parse("06.03.2026", "05.03.2026"), Err("until"));
        assert!(Period::parse("", " ").unwrap().is_open());
    }
}

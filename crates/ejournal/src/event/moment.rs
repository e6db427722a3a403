//! Instants and dates as events write them.
//!
//! The one rule: UTC with `Z` and at most milliseconds (`ejournal.md` §3); other spellings of RFC 3339 are refused.

use jiff::Timestamp;
use jiff::civil::Date;

/// Reads `2025-03-14T08:22:01Z`, with one to three digits of a fraction where there is one.
pub fn read_instant(text: &str) -> Option<Timestamp> {
    let (seconds, fraction) = match text.strip_suffix('Z')?.split_once('.') {
        Some((seconds, fraction)) => (seconds, Some(fraction)),
        None => (text.strip_suffix('Z')?, None),
    };
    let fraction_holds = fraction.is_none_or(|f| (1..=3).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit()));
    let leap_second = seconds.ends_with(":60");
    (fits(seconds, b"dddd-dd-ddTdd:dd:dd") && fraction_holds && !leap_second).then(|| text.parse().ok())?
}

/// Writes an instant; a fraction stands only where it is not zero.
pub fn write_instant(at: Timestamp) -> String {
    let whole = at.as_millisecond().rem_euclid(1_000) == 0;
    at.strftime(if whole { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S.%3fZ" }).to_string()
}

/// Reads `2025-03-21`.
pub fn read_date(text: &str) -> Option<Date> {
    fits(text, b"dddd-dd-dd").then(|| text.parse().ok())?
}

fn fits(text: &str, shape: &[u8]) -> bool {
    let same = |(byte, shape): (u8, &u8)| if *shape == b'd' { byte.is_ascii_digit() } else { byte == *shape };
    text.len() == shape.len() && text.bytes().zip(shape).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_instants() {
        for text in ["2025-03-14T08:22:01Z", "2025-03-14T08:22:01.007Z", "1969-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(write_instant(read_instant(text).expect(text)), text);
        }
        assert_eq!(read_instant("2025-03-14T08:22:01.5Z").map(write_instant).as_deref(), Some("2025-03-14T08:22:01.500Z"));
        for text in [
            "2025-03-14T10:22:01+02:00",
            "2025-03-14T08:22:01",
            "2025-03-14t08:22:01Z",
            "2025-03-14T08:22:01z",
            "2025-03-14 08:22:01Z",
            "2025-03-14T08:22Z",
            "2025-03-14T08:22:01.Z",
            "2025-03-14T08:22:01.0001Z",
            "2025-03-14T08:22:60Z",
            "2025-02-29T08:22:01Z",
            "2025-03-14T24:00:00Z",
            "+002025-03-14T08:22:01Z",
            "Z",
            "",
        ] {
            assert_eq!(read_instant(text), None, "{text}");
        }
    }

    #[test]
    fn table_of_dates() {
        assert_eq!(read_date("2024-02-29"), Some(jiff::civil::date(2024, 2, 29)));
        for text in ["2025-02-29", "2025-3-14", "20250314", "2025-03-14T00:00", "14.03.2025", ""] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}

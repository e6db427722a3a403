//! Numbers as people type and read them, and rounding of amounts.
//!
//! The one rule: amounts are rounded in decimal, half away from zero, never in binary.

use rust_decimal::{Decimal, RoundingStrategy};

/// A number from `1250`, `12,5`, `12 500,75` or `12.5`. `None` when it is none.
pub(crate) fn typed(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_end_matches('€').replace('−', "-");
    let last = plain.rfind([',', '.'])?;
    Some(last)
        .filter(|_| plain.matches([',', '.']).count() == 1)
        .map(|at| format!("{}.{}", &plain[..at], &plain[at + 1..]))
        .as_deref()
        .and_then(finite)
}

/// As [`typed`], also for whole numbers.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() {
        return None;
    }
    let plain = plain.trim_end_matches('€').replace('−', "-");
    if plain.contains([',', '.']) { typed(&plain) } else { finite(&plain) }
}

fn finite(text: &str) -> Option<f64> {
    let shape = !text.is_empty()
        && text.len() <= 24
        && text.bytes().enumerate().all(|(at, c)| c.is_ascii_digit() || c == b'.' || (at == 0 && c == b'-'));
    if !shape || !text.bytes().any(|c| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Rounded to so many places, half away from zero.
pub(crate) fn rounded(number: f64, places: u32) -> f64 {
    match number.to_string().parse::<Decimal>() {
        Ok(decimal) => {
            decimal.round_dp_with_strategy(places.min(20), RoundingStrategy::MidpointAwayFromZero).to_string().parse().unwrap_or(number)
        }
        Err(_) => number,
    }
}

/// With exactly so many places and a point.
pub(crate) fn fixed(number: f64, places: usize) -> String {
    format!("{:.*}", places, rounded(number, u32::try_from(places).unwrap_or(20)))
}

/// For people: decimal sign of the language; in Bulgarian thousands are parted from five digits on.
pub(crate) fn shown(number: f64, places: Option<u32>, language: &str) -> String {
    let plain = match places {
        Some(places) => fixed(number, places as usize),
        None => number.to_string(),
    };
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let (group, point, from) = if language == "bg" { ('\u{a0}', ',', 5) } else { (',', '.', 4) };
    let mut out = String::from(sign);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && digits.len() >= from && (digits.len() - at).is_multiple_of(3) {
            out.push(group);
        }
        out.push(c);
    }
    if let Some(fraction) = fraction {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// A size of a file, in the units an author writes limits in (a megabyte has 1024 × 1024 bytes). Rounded up, so that a file
/// over its limit never seems to be as large as the limit.
pub(crate) fn bytes_shown(bytes: u64, language: &str) -> String {
    let (unit, name) = match bytes {
        0..1024 => return format!("{bytes}\u{a0}B"),
        1024..0x10_0000 => (1024.0, "KB"),
        0x10_0000..0x4000_0000 => (1024.0 * 1024.0, "MB"),
        _ => (1024.0 * 1024.0 * 1024.0, "GB"),
    };
    let tenths = (bytes as f64 / unit * 10.0).ceil() / 10.0;
    format!("{}\u{a0}{name}", shown(tenths, None, language))
}

/// For an input: decimal sign of the language, no grouping.
pub(crate) fn input(number: f64, places: Option<u32>, language: &str) -> String {
    let plain = match places {
        Some(places) => fixed(number, places as usize),
        None => number.to_string(),
    };
    if language == "bg" { plain.replace('.', ",") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed_in_many_ways() {
        for (text, expected) in [
            ("5", Some(5.0)),
            ("1,5", Some(1.5)),
            ("1.5", Some(1.5)),
            ("12 500,75", Some(12_500.75)),
            ("12\u{a0}500", Some(12_500.0)),
            ("-3", Some(-3.0)),
            ("12,50 €", Some(12.5)),
            ("1,2,3", None),
            ("1.000,5", None),
            ("пет", None),
            ("", None),
            ("-", None),
            ("1e5", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn amounts_are_rounded_in_decimal() {
        assert_eq!(rounded(1.005, 2), 1.01);
        assert_eq!(rounded(2.675, 2), 2.68);
        assert_eq!(rounded(-0.125, 2), -0.13);
        assert_eq!(fixed(10.0, 2), "10.00");
    }

    #[test]
    fn sizes_are_rounded_up() {
        for (bytes, expected) in [(19, "19 B"), (10 << 20, "10 MB"), ((10 << 20) + 1, "10,1 MB"), (1536, "1,5 KB"), (3 << 30, "3 GB")] {
            assert_eq!(bytes_shown(bytes, "bg").replace('\u{a0}', " "), expected);
        }
    }

    #[test]
    fn numbers_are_shown_as_the_language_does() {
        assert_eq!(shown(1250.0, None, "bg"), "1250");
        assert_eq!(shown(12_500.75, Some(2), "bg"), "12\u{a0}500,75");
        assert_eq!(shown(1250.5, Some(2), "en"), "1,250.50");
        assert_eq!(shown(1_234_567.0, None, "bg"), "1\u{a0}234\u{a0}567");
    }
}

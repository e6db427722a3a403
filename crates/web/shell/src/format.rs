//! Dates, sums, numbers and identifiers as people read them (`ux.md` §7). Formatting happens here and nowhere else.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::clock::sofia_datetime;

use crate::texts::Language;

/// A space that does not break.
pub const NBSP: char = '\u{a0}';

/// A whole number: thousands separated from five digits on, by a no-break space in Bulgarian and a comma in English.
pub fn number(value: i64, language: Language) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if value < 0 {
        out.push('−');
    }
    let separator = match language {
        Language::Bulgarian => NBSP,
        Language::English => ',',
    };
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len() >= 5 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A number with one digit behind the sign, as `4,2`.
pub fn decimal(value: f64, language: Language) -> String {
    let text = format!("{value:.1}");
    if language == Language::Bulgarian { text.replace('.', ",") } else { text }
}

/// A sum in whole cents: „12,50 €“, in English “€12.50”.
pub fn money(cents: i64, language: Language) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    let whole = number((cents.unsigned_abs() / 100) as i64, language);
    let rest = cents.unsigned_abs() % 100;
    match language {
        Language::Bulgarian => format!("{sign}{whole},{rest:02}{NBSP}€"),
        Language::English => format!("{sign}€{whole}.{rest:02}"),
    }
}

/// „05.03.2026 г.“, in English “5 March 2026”.
pub fn date(date: Date, language: Language) -> String {
    match language {
        Language::Bulgarian => format!("{:02}.{:02}.{}{NBSP}г.", date.day(), date.month(), date.year()),
        Language::English => long_date(date, language),
    }
}

const MONTHS_BG: [&str; 12] =
    ["януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// „5 март 2026 г.“, in English “5 March 2026”.
pub fn long_date(date: Date, language: Language) -> String {
    let month = usize::from(date.month().unsigned_abs()) - 1;
    match language {
        Language::Bulgarian => format!("{}{NBSP}{} {}{NBSP}г.", date.day(), MONTHS_BG[month], date.year()),
        Language::English => format!("{}{NBSP}{} {}", date.day(), MONTHS_EN[month], date.year()),
    }
}

/// A civil date stored as ISO text; text that is no date comes back unchanged.
pub fn date_text(iso: &str, language: Language) -> String {
    iso.parse::<Date>().map_or_else(|_| iso.to_owned(), |day| date(day, language))
}

/// „14:30 ч.“, in English “14:30”, in Europe/Sofia.
pub fn time(at: Timestamp, language: Language) -> String {
    let at = sofia_datetime(at);
    match language {
        Language::Bulgarian => format!("{:02}:{:02}{NBSP}ч.", at.hour(), at.minute()),
        Language::English => format!("{:02}:{:02}", at.hour(), at.minute()),
    }
}

/// „05.03.2026 г., 14:30 ч.“
pub fn date_time(at: Timestamp, language: Language) -> String {
    format!("{}, {}", date(sofia_datetime(at).date(), language), time(at, language))
}

/// The instant of an `_at` column, ms since 1970 UTC; instants outside the calendar become its start.
pub fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// „01.03.2026 г. – 15.03.2026 г.“
pub fn period(from: Date, to: Date, language: Language) -> String {
    format!("{} – {}", date(from, language), date(to, language))
}

/// A size of a file: „14 MB“, „820 KB“.
pub fn size(bytes: u64, language: Language) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * 1024;
    if bytes >= 10 * MB {
        format!("{}{NBSP}MB", bytes / MB)
    } else if bytes >= MB {
        let tenths = bytes * 10 / MB;
        let comma = if language == Language::Bulgarian { ',' } else { '.' };
        format!("{}{comma}{}{NBSP}MB", tenths / 10, tenths % 10)
    } else {
        format!("{}{NBSP}KB", bytes.div_ceil(KB))
    }
}

/// An identifier with only the last four characters readable: „••••••1234“.
pub fn masked(identifier: &str) -> String {
    let length = identifier.chars().count();
    let shown = if length > 6 { 4 } else { 0 };
    identifier.chars().enumerate().map(|(i, c)| if i + shown < length { '•' } else { c }).collect()
}

/// Whether a name is that of an organisation: it has quotes, digits or a legal form in capitals („ООД“).
fn is_organisation(name: &str) -> bool {
    let capitals = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    name.chars().any(|c| c.is_ascii_digit() || "„“\"".contains(c)) || name.split_whitespace().any(capitals)
}

/// A name in tight lists: „И. П. Петров“. Names of fewer than two words and of organisations stay as they are.
pub fn short_name(name: &str) -> String {
    if is_organisation(name) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((last, first)) = words.split_last() else { return String::new() };
    let mut out = String::new();
    for word in first {
        if let Some(initial) = word.chars().next() {
            out.push(initial);
            out.push('.');
            out.push(NBSP);
        }
    }
    out.push_str(last);
    out
}

/// A nine-digit status code in groups: „123-456-788“. Other lengths come back unchanged.
pub fn status_code(code: &str) -> String {
    if code.len() == 9 && code.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}-{}-{}", &code[..3], &code[3..6], &code[6..])
    } else {
        code.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Bulgarian, English};

    #[test]
    fn numbers_and_sums_follow_the_language() {
        assert_eq!(number(1250, Bulgarian), "1250");
        assert_eq!(number(12500, Bulgarian), "12\u{a0}500");
        assert_eq!(number(-1234567, English), "−1,234,567");
        assert_eq!(money(1250, Bulgarian), "12,50\u{a0}€");
        assert_eq!(money(1_250_075, Bulgarian), "12\u{a0}500,75\u{a0}€");
        assert_eq!(money(305, English), "€3.05");
        assert_eq!(money(-5, Bulgarian), "−0,05\u{a0}€");
    }

    #[test]
    fn dates_have_a_no_break_space_before_the_year_mark() {
        let day = jiff::civil::date(2026, 3, 5);
        assert_eq!(date(day, Bulgarian), "05.03.2026\u{a0}г.");
        assert_eq!(long_date(day, Bulgarian), "5\u{a0}март 2026\u{a0}г.");
        assert_eq!(date(day, English), "5\u{a0}March 2026");
        assert_eq!(date_text("2026-03-05", Bulgarian), "05.03.2026\u{a0}г.");
        assert_eq!(date_text("later", Bulgarian), "later");
        let at: Timestamp = "2026-03-05T12:30:00Z".parse().unwrap();
        assert_eq!(date_time(at, Bulgarian), "05.03.2026\u{a0}г., 14:30\u{a0}ч.");
    }

    #[test]
    fn identifiers_and_names_are_shortened() {
        assert_eq!(masked("7501020018"), "••••••0018");
        assert_eq!(masked("12"), "••");
        assert_eq!(short_name("Иван Петров Петров"), "И.\u{a0}П.\u{a0}Петров");
        assert_eq!(short_name("Мария"), "Мария");
        assert_eq!(short_name("Пример ООД"), "Пример ООД");
        assert_eq!(size(14 * 1024 * 1024, Bulgarian), "14\u{a0}MB");
        assert_eq!(size(1_600_000, Bulgarian), "1,5\u{a0}MB");
        assert_eq!(size(1, Bulgarian), "1\u{a0}KB");
    }
}

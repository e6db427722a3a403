//! How Bulgarian writes dates, numbers, sizes and names, and how people type dates.
//!
//! The one rule: every page, letter and message formats through here, so that one value looks the same everywhere.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Timestamp, ToSpan};

use crate::clock::{sofia, sofia_datetime};
use crate::term::{Kind, Term, Unit};

/// The no-break space that holds „г.“, „ч.“, „€“ and „№“ to their number.
pub const NBSP: char = '\u{a0}';

const MONTHS: [&str; 12] =
    ["януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"];

/// The name of a month, 1 to 12.
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}

/// The name of a day of the week, beginning with a small letter.
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "понеделник",
        Weekday::Tuesday => "вторник",
        Weekday::Wednesday => "сряда",
        Weekday::Thursday => "четвъртък",
        Weekday::Friday => "петък",
        Weekday::Saturday => "събота",
        Weekday::Sunday => "неделя",
    }
}

/// `05.03.2026 г.`
pub fn date(day: Date) -> String {
    format!("{:02}.{:02}.{:04}{NBSP}г.", day.day(), day.month(), day.year())
}

/// `5 март 2026 г.`
pub fn date_long(day: Date) -> String {
    format!("{}{NBSP}{} {:04}{NBSP}г.", day.day(), month_name(day.month()), day.year())
}

/// `05.03.2026` — as typed and as written into fields.
pub fn date_plain(day: Date) -> String {
    format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
}

/// `14:30 ч.`
pub fn time(at: Time) -> String {
    format!("{:02}:{:02}{NBSP}ч.", at.hour(), at.minute())
}

/// `05.03.2026 г., 14:30 ч.` of a civil date and time.
pub fn date_time(at: DateTime) -> String {
    format!("{}, {}", date(at.date()), time(at.time()))
}

/// `05.03.2026 г., 14:30 ч.` of an instant, in Europe/Sofia.
pub fn moment(at: Timestamp) -> String {
    date_time(sofia_datetime(at))
}

/// `05.03.2026 г., 14:30:07 ч.` of an instant, in Europe/Sofia: for instants of receipt.
pub fn moment_exact(at: Timestamp) -> String {
    let local = sofia_datetime(at);
    format!("{}, {:02}:{:02}:{:02}{NBSP}ч.", date(local.date()), local.hour(), local.minute(), local.second())
}

/// [`moment_exact`], with the offset from UTC on the days around a change of the clocks: `… 03:30:00 ч. (UTC+3)`.
pub fn moment_journal(at: Timestamp) -> String {
    let zone = sofia();
    let offset = zone.to_offset(at);
    let near = |hours: i64| at.checked_add(hours.hours()).map_or(offset, |other| zone.to_offset(other));
    if near(-24) == offset && near(24) == offset {
        return moment_exact(at);
    }
    format!("{} (UTC+{})", moment_exact(at), offset.seconds() / 3600)
}

/// `01.03.2026 г. – 15.03.2026 г.`
pub fn period(from: Date, to: Date) -> String {
    format!("{} – {}", date(from), date(to))
}

/// `до 19.03.2026 г., включително`
pub fn until(day: Date) -> String {
    format!("до {}, включително", date(day))
}

/// `5 March 2026`, for the English pages.
pub fn date_english(day: Date) -> String {
    const NAMES: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let name = usize::try_from(day.month() - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("");
    format!("{} {name} {:04}", day.day(), day.year())
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateInputError {
    /// Nothing was typed.
    #[error("no date was entered")]
    Missing,
    /// Not day, month and year.
    #[error("a date looks like 31.03.1980")]
    Shape,
    /// There is no such day.
    #[error("this date does not exist")]
    NoSuchDay,
}

/// Reads what a person typed: `5.3.2026`, `05.03.2026 г.`, `5/3/2026`, `2026-03-05`, `5 март 2026 г.`
pub fn date_parse(text: &str) -> Result<Date, DateInputError> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Err(DateInputError::Missing);
    }
    let text = text.strip_suffix("г.").or_else(|| text.strip_suffix('г')).unwrap_or(&text);
    let parts: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-')).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Err(DateInputError::Shape) };
    if first.len() == 4 { date_from_parts(third, second, first) } else { date_from_parts(first, second, third) }
}

/// Reads the three boxes of a date question; the month may be a number or a name.
pub fn date_from_parts(day: &str, month: &str, year: &str) -> Result<Date, DateInputError> {
    let (day, month, year) = (day.trim(), month.trim().to_lowercase(), year.trim());
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Err(DateInputError::Missing);
    }
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        let shaped = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if shaped { text.parse::<i16>().map_err(|_| DateInputError::Shape) } else { Err(DateInputError::Shape) }
    };
    let month = match MONTHS.iter().position(|name| *name == month) {
        Some(at) => at as i16 + 1,
        None => number(&month, 1..=2)?,
    };
    let (day, year) = (number(day, 1..=2)?, number(year, 4..=4)?);
    Date::new(year, month as i8, day as i8).map_err(|_| DateInputError::NoSuchDay)
}

/// A whole number; thousands apart by a no-break space from five digits on: `1250`, `12 500`.
pub fn number(value: i64) -> String {
    decimal_text(i128::from(value), 0)
}

/// `units / 10^decimals` with a decimal comma: `12 500,75`.
pub fn decimal_text(units: i128, decimals: u32) -> String {
    let scale = 10u128.pow(decimals);
    let size = units.unsigned_abs();
    let whole = (size / scale).to_string();
    let mut text = String::new();
    if units < 0 {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() >= 5 && (whole.len() - at).is_multiple_of(3) {
            text.push(NBSP);
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push_str(&format!(",{:0width$}", size % scale, width = decimals as usize));
    }
    text
}

/// Reads a number with comma or point and spaces between thousands as `value × 10^decimals`; `None` when it is none or has more decimals.
pub fn decimal_parse(text: &str, decimals: usize) -> Option<i128> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, plain) = match plain.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    let (whole, fraction) = match plain.split_once([',', '.']) {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (plain, ""),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    // LIMIT: thirty digits stay within the range of the result.
    if (whole.is_empty() && fraction.is_empty()) || whole.len() > 30 || fraction.len() > decimals || !digits(whole) || !digits(fraction) {
        return None;
    }
    let value: i128 = format!("0{whole}{fraction:0<decimals$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// The form of a counted noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plural {
    /// Exactly one: 1 документ, 1 ден.
    One,
    /// Any other number: 2 документа, 21 документа, 2 дни.
    Count,
    /// No number, or none at all: документи, няма документи.
    Many,
}

impl Plural {
    /// The form that goes with a number.
    pub fn of(count: u64) -> Self {
        match count {
            0 => Self::Many,
            1 => Self::One,
            _ => Self::Count,
        }
    }

    /// The name of the form in catalogues of texts.
    pub fn key(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Count => "count",
            Self::Many => "many",
        }
    }
}

/// The three forms of a noun that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// документ
    pub one: &'static str,
    /// документа
    pub count: &'static str,
    /// документи
    pub many: &'static str,
}

impl Noun {
    /// `1 документ`, `2 документа`, `няма документи`.
    pub fn counted(&self, count: u64) -> String {
        match Plural::of(count) {
            Plural::One => format!("1{NBSP}{}", self.one),
            Plural::Count => format!("{}{NBSP}{}", number(i64::try_from(count).unwrap_or(i64::MAX)), self.count),
            Plural::Many => format!("няма {}", self.many),
        }
    }
}

/// `14 календарни дни`, `1 работен ден`, `2 месеца`, `4 работни часа`; a term of nothing is `веднага`.
pub fn term(term: Term) -> String {
    let (one, more) = match (term.unit, term.kind) {
        _ if term.value == 0 => return "веднага".to_owned(),
        (Unit::Day, Kind::Calendar) => ("календарен ден", "календарни дни"),
        (Unit::Day, Kind::Working) => ("работен ден", "работни дни"),
        (Unit::Month, _) => ("месец", "месеца"),
        (Unit::Hour, Kind::Calendar) => ("час", "часа"),
        (Unit::Hour, Kind::Working) => ("работен час", "работни часа"),
    };
    Noun { one, count: more, many: more }.counted(u64::from(term.value))
}

/// `И. П. Петров` for tight lists; absent names are left out, double names keep their hyphen: `А.-М. Петрова`.
pub fn initials(first: &str, middle: &str, last: &str) -> String {
    let initial = |name: &str| {
        let parts: Vec<String> = name.trim().split('-').filter_map(|part| part.trim().chars().next()).map(|c| format!("{c}.")).collect();
        parts.join("-")
    };
    let (first_initial, middle_initial, last) = (initial(first), initial(middle), last.trim());
    if last.is_empty() && middle_initial.is_empty() {
        return first.trim().to_owned();
    }
    let family = if last.is_empty() { middle.trim() } else { last };
    let middle_initial = if last.is_empty() { String::new() } else { middle_initial };
    [first_initial.as_str(), middle_initial.as_str(), family].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The full name: собствено, бащино, фамилно; absent ones are left out.
pub fn full_name(first: &str, middle: &str, last: &str) -> String {
    [first, middle, last].map(str::trim).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A short file size: `740 B`, `12 KB`, `1,5 MB`.
pub fn file_size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1000 => return format!("{bytes}{NBSP}B"),
        1000..1_000_000 => (1000u64, "KB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = (u128::from(bytes) * 10 + u128::from(unit) / 2) / u128::from(unit);
    let text = if tenths < 100 && !tenths.is_multiple_of(10) {
        decimal_text(tenths as i128, 1)
    } else {
        decimal_text((tenths as i128 + 5) / 10, 0)
    };
    format!("{text}{NBSP}{name}")
}

/// The gender that the words for one and two take from their noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// един, два
    Masculine,
    /// една, две
    Feminine,
    /// едно, две
    Neuter,
}

/// A number in words: „сто двадесет и пет“.
pub fn number_words(number: u64, gender: Gender) -> String {
    if number == 0 {
        return "нула".to_owned();
    }
    const GROUPS: [(&str, &str, Gender); 5] = [
        ("трилион", "трилиона", Gender::Masculine),
        ("милиард", "милиарда", Gender::Masculine),
        ("милион", "милиона", Gender::Masculine),
        ("хиляда", "хиляди", Gender::Feminine),
        ("", "", Gender::Neuter),
    ];
    // LIMIT: beyond trillions the number is written in digits.
    if number >= 1_000_000_000_000_000 {
        return decimal_text(i128::from(number), 0);
    }
    let mut parts: Vec<String> = Vec::new();
    let groups = [4u32, 3, 2, 1, 0];
    let last = groups.into_iter().rev().find(|&power| !(number / 1000u64.pow(power)).is_multiple_of(1000)).unwrap_or(0);
    for power in groups {
        let value = (number / 1000u64.pow(power) % 1000) as usize;
        if value == 0 {
            continue;
        }
        let (one, more, group_gender) = GROUPS[4 - power as usize];
        let words = match (power, value) {
            (0, _) => hundreds_words(value, gender),
            (1, 1) => vec![one.to_owned()],
            (_, 1) => vec![format!("един {one}")],
            _ => {
                let mut words = hundreds_words(value, group_gender);
                if let Some(word) = words.last_mut() {
                    word.push(' ');
                    word.push_str(more);
                }
                words
            }
        };
        // The last group is joined by „и“ unless it has an „и“ of its own.
        if power == last && !parts.is_empty() && words.len() == 1 {
            parts.push("и".to_owned());
        }
        parts.push(joined(&words));
    }
    parts.join(" ")
}

/// The words of 1 to 999, the last of which is joined by „и“.
fn hundreds_words(value: usize, gender: Gender) -> Vec<String> {
    const ONES: [&str; 20] = [
        "",
        "",
        "",
        "три",
        "четири",
        "пет",
        "шест",
        "седем",
        "осем",
        "девет",
        "десет",
        "единадесет",
        "дванадесет",
        "тринадесет",
        "четиринадесет",
        "петнадесет",
        "шестнадесет",
        "седемнадесет",
        "осемнадесет",
        "деветнадесет",
    ];
    const TENS: [&str; 10] =
        ["", "", "двадесет", "тридесет", "четиридесет", "петдесет", "шестдесет", "седемдесет", "осемдесет", "деветдесет"];
    const HUNDREDS: [&str; 10] =
        ["", "сто", "двеста", "триста", "четиристотин", "петстотин", "шестстотин", "седемстотин", "осемстотин", "деветстотин"];
    let (hundreds, rest) = (value / 100, value % 100);
    let (tens, ones) = if rest < 20 { (0, rest) } else { (rest / 10, rest % 10) };
    let ones = match (ones, gender) {
        (1, Gender::Masculine) => "един",
        (1, Gender::Feminine) => "една",
        (1, Gender::Neuter) => "едно",
        (2, Gender::Masculine) => "два",
        (2, _) => "две",
        (other, _) => ONES[other],
    };
    [HUNDREDS[hundreds], TENS[tens], ones].into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn joined(words: &[String]) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} и {last}", before.join(" ")),
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    fn spaced(text: &str) -> String {
        text.replace(NBSP, " ")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn dates_are_written() {
        let day = civil::date(2026, 3, 5);
        assert_eq!(date(day), "05.03.2026\u{a0}г.");
        assert_eq!(spaced(&date_long(day)), "5 март 2026 г.");
        assert_eq!(date_plain(day), "05.03.2026");
        assert_eq!(date_english(day), "5 March 2026");
        assert_eq!(spaced(&period(civil::date(2026, 3, 1), civil::date(2026, 3, 15))), "01.03.2026 г. – 15.03.2026 г.");
        assert_eq!(spaced(&until(civil::date(2026, 3, 19))), "до 19.03.2026 г., включително");
        assert_eq!(weekday_name(day.weekday()), "четвъртък");
    }

    #[test]
    fn instants_are_written_in_local_time() {
        assert_eq!(spaced(&moment(at("2026-03-05T12:30:07Z"))), "05.03.2026 г., 14:30 ч.");
        assert_eq!(spaced(&moment_exact(at("2026-07-05T21:30:07Z"))), "06.07.2026 г., 00:30:07 ч.");
        assert_eq!(spaced(&moment_journal(at("2026-07-05T21:30:07Z"))), "06.07.2026 г., 00:30:07 ч.");
        // The clocks went back on 25.10.2026 at 04:00.
        assert_eq!(spaced(&moment_journal(at("2026-10-25T00:30:00Z"))), "25.10.2026 г., 03:30:00 ч. (UTC+3)");
        assert_eq!(spaced(&moment_journal(at("2026-10-25T01:30:00Z"))), "25.10.2026 г., 03:30:00 ч. (UTC+2)");
    }

    #[test]
    fn dates_are_read() {
        let day = Ok(civil::date(2026, 3, 5));
        for text in [
            "5.3.2026",
            "05.03.2026",
            "2026-03-05",
            "05.03.2026 г.",
            "05.03.2026\u{a0}г.",
            " 5/3/2026",
            "5 март 2026 г.",
            "5-3-2026",
            "5 3 2026",
        ] {
            assert_eq!(date_parse(text), day, "{text}");
        }
        for (text, error) in [
            ("", DateInputError::Missing),
            ("  ", DateInputError::Missing),
            ("5.3.26", DateInputError::Shape),
            ("5.3", DateInputError::Shape),
            ("вчера", DateInputError::Shape),
            ("5.3.2026.1", DateInputError::Shape),
            ("+5.3.2026", DateInputError::Shape),
            ("30.02.2026", DateInputError::NoSuchDay),
            ("2026-13-01", DateInputError::NoSuchDay),
            ("00.01.2026", DateInputError::NoSuchDay),
        ] {
            assert_eq!(date_parse(text), Err(error), "{text}");
        }
        assert_eq!(date_from_parts("5", "3", "2026"), day);
        assert_eq!(date_from_parts("", "", ""), Err(DateInputError::Missing));
        assert_eq!(date_from_parts("5", "", "2026"), Err(DateInputError::Shape));
    }

    #[test]
    fn numbers_are_written_and_read() {
        for (value, text) in
            [(0, "0"), (1250, "1250"), (12_500, "12 500"), (1_234_567, "1 234 567"), (-12_500, "-12 500"), (123_456, "123 456")]
        {
            assert_eq!(spaced(&number(value)), text);
        }
        assert_eq!(spaced(&decimal_text(1_250_075, 2)), "12 500,75");
        assert_eq!(decimal_parse("12 500,75", 2), Some(1_250_075));
        assert_eq!(decimal_parse("7", 0), Some(7));
        assert_eq!(decimal_parse("7,1", 0), None);
        assert_eq!(decimal_parse("", 2), None);
    }

    #[test]
    fn nouns_have_three_forms() {
        let document = Noun { one: "документ", count: "документа", many: "документи" };
        for (count, text) in [(0, "няма документи"), (1, "1 документ"), (2, "2 документа"), (21, "21 документа"), (101, "101 документа")]
        {
            assert_eq!(spaced(&document.counted(count)), text);
        }
        assert_eq!(Plural::of(1).key(), "one");
    }

    #[test]
    fn terms_are_spelled_out() {
        for (length, text) in [
            (Term::days(14), "14 календарни дни"),
            (Term::working_days(1), "1 работен ден"),
            (Term::months(1), "1 месец"),
            (Term::hours(24), "24 часа"),
            (Term::working_hours(4), "4 работни часа"),
            (Term::days(0), "веднага"),
        ] {
            assert_eq!(spaced(&term(length)), text);
        }
    }

    #[test]
    fn names_become_initials() {
        for (first, middle, last, text) in [
            ("Иван", "Петров", "Петров", "И. П. Петров"),
            ("Иван", "", "Петров", "И. Петров"),
            ("Анна-Мария", "", "Петрова-Иванова", "А.-М. Петрова-Иванова"),
            ("Ванг", "", "", "Ванг"),
            ("Иван", "Петров", "", "И. Петров"),
        ] {
            assert_eq!(initials(first, middle, last), text);
        }
        assert_eq!(full_name("Иван ", "", "Петров"), "Иван Петров");
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0 B"),
            (740, "740 B"),
            (12_000, "12 KB"),
            (1_540_000, "1,5 MB"),
            (14_000_000, "14 MB"),
            (14_400_000, "14 MB"),
            (2_000_000_000, "2 GB"),
        ] {
            assert_eq!(spaced(&file_size(bytes)), text);
        }
    }

    #[test]
    fn numbers_in_words() {
        for (number, words) in [
            (0, "нула"),
            (1, "едно"),
            (2, "две"),
            (12, "дванадесет"),
            (20, "двадесет"),
            (21, "двадесет и едно"),
            (100, "сто"),
            (101, "сто и едно"),
            (120, "сто и двадесет"),
            (125, "сто двадесет и пет"),
            (212, "двеста и дванадесет"),
            (1000, "хиляда"),
            (1005, "хиляда и пет"),
            (1100, "хиляда и сто"),
            (1125, "хиляда сто двадесет и пет"),
            (2000, "две хиляди"),
            (21_000, "двадесет и една хиляди"),
            (25_300, "двадесет и пет хиляди и триста"),
            (101_000, "сто и една хиляди"),
            (1_000_000, "един милион"),
            (1_001_000, "един милион и хиляда"),
            (2_200_005, "два милиона двеста хиляди и пет"),
            (1_020_000, "един милион и двадесет хиляди"),
            (1_025_000, "един милион двадесет и пет хиляди"),
            (1_000_000_001, "един милиард и едно"),
        ] {
            assert_eq!(number_words(number, Gender::Neuter), words, "{number}");
        }
        assert_eq!(number_words(31, Gender::Masculine), "тридесет и един");
        assert_eq!(number_words(2, Gender::Feminine), "две");
    }
}

//! Personal numbers: ЕГН of Bulgarian citizens and ЛНЧ of foreigners.
//!
//! The one rule: a value of these types has passed its check digit, and it never prints itself whole by accident — `Debug` is masked.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a text is not a personal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonalNumberError {
    /// Not ten symbols.
    #[error("a personal number has ten digits")]
    Length,
    /// Something other than a digit.
    #[error("a personal number has digits only")]
    NotDigits,
    /// The first six digits are not an existing date.
    #[error("the personal number holds a date that does not exist")]
    Date,
    /// The check digit does not fit.
    #[error("the check digit of the personal number is wrong")]
    Check,
    /// The birth date lies after today.
    #[error("the birth date in the personal number is in the future")]
    Future,
}

/// Единен граждански номер (ЕГН): ten digits `YYMMDDRRRC`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonalNumber([u8; 10]);

/// Личен номер на чужденец (ЛНЧ): ten digits without a date inside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ForeignerNumber([u8; 10]);

impl PersonalNumber {
    /// Reads an ЕГН; spaces are ignored. A birth date in the future is accepted here, see [`PersonalNumber::parse_on`].
    pub fn parse(text: &str) -> Result<Self, PersonalNumberError> {
        let digits = ten_digits(text)?;
        date_of(&digits).ok_or(PersonalNumberError::Date)?;
        if weighted(&digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 != u32::from(digits[9]) {
            return Err(PersonalNumberError::Check);
        }
        Ok(Self(digits))
    }

    /// Reads an ЕГН and refuses a person born after `today`.
    pub fn parse_on(text: &str, today: Date) -> Result<Self, PersonalNumberError> {
        let number = Self::parse(text)?;
        if number.born_after(today) { Err(PersonalNumberError::Future) } else { Ok(number) }
    }

    /// The birth date written in the number.
    pub fn birth_date(&self) -> Date {
        date_of(&self.0).expect("the date was checked when the number was read")
    }

    /// Whether the birth date lies after `today`.
    pub fn born_after(&self, today: Date) -> bool {
        self.birth_date() > today
    }

    /// Age in whole years on `day`; zero before birth.
    pub fn age_on(&self, day: Date) -> u16 {
        let born = self.birth_date();
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        let years = day.year() - born.year() - i16::from(!had_birthday);
        u16::try_from(years).unwrap_or(0)
    }

    /// Whether the ninth digit says male (even) or female (odd).
    pub fn is_male(&self) -> bool {
        self.0[8].is_multiple_of(2)
    }

    /// The number with only the last four digits shown: `••••••0010`.
    pub fn masked(&self) -> String {
        masked(&self.0)
    }
}

impl ForeignerNumber {
    /// Reads an ЛНЧ; spaces are ignored.
    pub fn parse(text: &str) -> Result<Self, PersonalNumberError> {
        let digits = ten_digits(text)?;
        // INTEROP: the sum is taken modulo 10; the modulo 11 seen in older systems refuses real numbers.
        if weighted(&digits, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 != u32::from(digits[9]) {
            return Err(PersonalNumberError::Check);
        }
        Ok(Self(digits))
    }

    /// The number with only the last four digits shown: `••••••2925`.
    pub fn masked(&self) -> String {
        masked(&self.0)
    }
}

fn ten_digits(text: &str) -> Result<[u8; 10], PersonalNumberError> {
    let mut digits = [0u8; 10];
    let mut length = 0;
    let mut stranger = false;
    for symbol in text.chars().filter(|c| !c.is_whitespace()) {
        match (symbol.to_digit(10), digits.get_mut(length)) {
            (_, None) => return Err(PersonalNumberError::Length),
            (Some(value), Some(place)) => *place = value as u8,
            (None, Some(_)) => stranger = true,
        }
        length += 1;
    }
    match (length, stranger) {
        (10, false) => Ok(digits),
        (10, true) => Err(PersonalNumberError::NotDigits),
        _ => Err(PersonalNumberError::Length),
    }
}

fn weighted(digits: &[u8; 10], weights: [u32; 9]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, weight)| u32::from(digit) * weight).sum()
}

fn date_of(digits: &[u8; 10]) -> Option<Date> {
    let pair = |at: usize| i16::from(digits[at] * 10 + digits[at + 1]);
    let (century, month) = match pair(2) {
        month @ 1..=12 => (1900, month),
        month @ 21..=32 => (1800, month - 20),
        month @ 41..=52 => (2000, month - 40),
        _ => return None,
    };
    Date::new(century + pair(0), i8::try_from(month).ok()?, i8::try_from(pair(4)).ok()?).ok()
}

fn masked(digits: &[u8; 10]) -> String {
    let mut text = "••••••".to_owned();
    text.extend(digits[6..].iter().map(|&d| char::from(b'0' + d)));
    text
}

macro_rules! text_forms {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|digit| write!(f, "{digit}"))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.masked())
            }
        }
        impl FromStr for $name {
            type Err = PersonalNumberError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $name {
            type Error = PersonalNumberError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(number: $name) -> String {
                number.to_string()
            }
        }
    };
}
text_forms!(PersonalNumber);
text_forms!(ForeignerNumber);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn table_of_personal_numbers() {
        for (text, born, male) in [
            ("7501010010", date(1975, 1, 1), false),
            ("8002291234", date(1980, 2, 29), false),
            ("0044051237", date(2000, 4, 5), false),
            ("1045317771", date(2010, 5, 31), false),
            ("9921310004", date(1899, 1, 31), true),
            ("5241010009", date(2052, 1, 1), true),
        ] {
            let number = PersonalNumber::parse(text).expect(text);
            assert_eq!(number.birth_date(), born, "{text}");
            assert_eq!(number.is_male(), male, "{text}");
            assert_eq!(number.to_string(), text);
        }
        for (text, error) in [
            ("0502291238", PersonalNumberError::Date),
            ("8540126011", PersonalNumberError::Date),
            ("7501010011", PersonalNumberError::Check),
            ("750101001", PersonalNumberError::Length),
            ("75010100101", PersonalNumberError::Length),
            ("75O1010010", PersonalNumberError::NotDigits),
            ("", PersonalNumberError::Length),
        ] {
            assert_eq!(PersonalNumber::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_future_birth_is_a_separate_question() {
        let today = date(2026, 4, 20);
        assert_eq!(PersonalNumber::parse_on("5241010009", today), Err(PersonalNumberError::Future));
        assert!(PersonalNumber::parse_on("7501010010", today).is_ok());
    }

    #[test]
    fn table_of_foreigner_numbers() {
        for text in ["7111042925", "1000000012", "8000123455", "7001234568", "1234567893"] {
            assert_eq!(ForeignerNumber::parse(text).expect(text).to_string(), text);
        }
        for text in ["7111042920", "1000000010"] {
            assert_eq!(ForeignerNumber::parse(text), Err(PersonalNumberError::Check), "{text}");
        }
    }

    #[test]
    fn spaces_are_ignored_and_masks_hide() {
        let number = PersonalNumber::parse(" 750101 0010 ").expect("valid");
        assert_eq!(number.masked(), "••••••0010");
        assert_eq!(format!("{number:?}"), "PersonalNumber(••••••0010)");
        assert_eq!(serde_json::to_string(&number).expect("writes"), "\"7501010010\"");
        assert!(serde_json::from_str::<PersonalNumber>("\"7501010011\"").is_err());
    }

    #[test]
    fn age_changes_on_the_birthday() {
        let number = PersonalNumber::parse("7501010010").expect("valid");
        assert_eq!(number.age_on(date(2025, 12, 31)), 50);
        assert_eq!(number.age_on(date(2026, 1, 1)), 51);
        assert_eq!(number.age_on(date(1970, 1, 1)), 0);
    }
}

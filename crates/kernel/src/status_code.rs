//! Status code (код за справка): nine digits that open the stages and dates of one case.
//!
//! The one rule: the last digit is the check digit ISO/IEC 7064 MOD 11,10 over the eight before it, tested before any query.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not a status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatusCodeError {
    /// Not nine digits.
    #[error("a status code has nine digits")]
    Length,
    /// Something other than digits, spaces and dashes.
    #[error("a status code has digits only")]
    NotDigits,
    /// The check digit does not fit.
    #[error("the check digit of the status code is wrong")]
    Check,
}

/// Nine digits, shown as `123-456-788`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatusCode(u32);

impl StatusCode {
    /// Makes a code from eight random bytes.
    pub fn from_random_bytes(bytes: [u8; 8]) -> Self {
        // Sixty-four bits reduced to eight digits: the bias is below one in 10^11.
        Self::from_first_eight((u64::from_be_bytes(bytes) % 100_000_000) as u32)
    }

    /// Completes the first eight digits (the number is taken modulo 100 000 000) with the check digit.
    pub fn from_first_eight(number: u32) -> Self {
        let number = number % 100_000_000;
        Self(number * 10 + check_digit(number))
    }

    /// Reads a code; spaces and dashes are ignored.
    pub fn parse(text: &str) -> Result<Self, StatusCodeError> {
        let mut value = 0u32;
        let mut length = 0;
        for symbol in text.chars().filter(|c| !is_decoration(*c)) {
            let digit = symbol.to_digit(10).ok_or(StatusCodeError::NotDigits)?;
            length += 1;
            if length > 9 {
                return Err(StatusCodeError::Length);
            }
            value = value * 10 + digit;
        }
        if length != 9 {
            return Err(StatusCodeError::Length);
        }
        if check_digit(value / 10) != value % 10 {
            return Err(StatusCodeError::Check);
        }
        Ok(Self(value))
    }

    /// The nine digits without dashes, as stored and as printed in the bar code.
    pub fn digits(&self) -> String {
        format!("{:09}", self.0)
    }
}

/// Spaces, hyphens and dashes of every kind, which people type and copy between groups of symbols.
pub(crate) fn is_decoration(symbol: char) -> bool {
    symbol.is_whitespace()
        || matches!(
            symbol,
            '-' | '\u{00AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
        )
}

/// ISO/IEC 7064 MOD 11,10 over eight digits.
fn check_digit(eight: u32) -> u32 {
    let mut product = 10;
    for place in (0..8).rev() {
        let digit = eight / 10u32.pow(place) % 10;
        let sum = match (product + digit) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum * 2 % 11;
    }
    (11 - product) % 10
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}-{:03}-{:03}", self.0 / 1_000_000, self.0 / 1000 % 1000, self.0 % 1000)
    }
}

impl FromStr for StatusCode {
    type Err = StatusCodeError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for StatusCode {
    type Error = StatusCodeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<StatusCode> for String {
    fn from(code: StatusCode) -> String {
        code.digits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example() {
        let code = StatusCode::from_first_eight(12_345_678);
        assert_eq!(code.to_string(), "123-456-788");
        assert_eq!(code.digits(), "123456788");
    }

    #[test]
    fn reads_what_people_type() {
        let code = StatusCode::from_first_eight(12_345_678);
        for text in ["123456788", "123-456-788", " 123 456 788 ", "123–456–788", "123\u{a0}456\u{a0}788"] {
            assert_eq!(StatusCode::parse(text), Ok(code), "{text}");
        }
        for (text, error) in [
            ("12345678", StatusCodeError::Length),
            ("1234567880", StatusCodeError::Length),
            ("", StatusCodeError::Length),
            ("12345678б", StatusCodeError::NotDigits),
            ("123456789", StatusCodeError::Check),
        ] {
            assert_eq!(StatusCode::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn leading_zeros_stay() {
        let code = StatusCode::from_first_eight(7);
        assert_eq!(code.digits().len(), 9);
        assert_eq!(StatusCode::parse(&code.to_string()), Ok(code));
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        for start in [0u32, 12_345_678, 90_817_263, 99_999_999] {
            let right = StatusCode::from_first_eight(start).digits();
            for at in 0..9 {
                for digit in b'0'..=b'9' {
                    let mut wrong = right.clone().into_bytes();
                    if wrong[at] == digit {
                        continue;
                    }
                    wrong[at] = digit;
                    let wrong = String::from_utf8(wrong).expect("digits");
                    assert_eq!(StatusCode::parse(&wrong), Err(StatusCodeError::Check), "{right} {wrong}");
                }
            }
        }
    }
}

//! Bank account numbers: IBAN with its check, and BIC.
//!
//! The one rule: what is stored is the compact upper-case form whose ISO 7064 mod 97-10 sum holds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::status_code::is_decoration;

/// Why a text is not an IBAN or a BIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IbanError {
    /// Too short, too long, or not the length of its country.
    #[error("the account number has a wrong length")]
    Length,
    /// Not two letters, two digits and then letters and digits.
    #[error("the account number has a symbol in the wrong place")]
    Shape,
    /// The check digits do not fit.
    #[error("the check digits of the account number are wrong")]
    Check,
}

/// An international bank account number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iban(String);

impl Iban {
    /// Reads an IBAN; spaces, hyphens and case are ignored.
    pub fn parse(text: &str) -> Result<Self, IbanError> {
        let text: String = text.chars().filter(|c| !is_decoration(*c)).flat_map(char::to_uppercase).collect();
        if !text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            return Err(IbanError::Shape);
        }
        if !(15..=34).contains(&text.len()) || (text.starts_with("BG") && text.len() != 22) {
            return Err(IbanError::Length);
        }
        let bytes = text.as_bytes();
        let bulgarian = |at: usize| match at {
            4..8 => bytes[at].is_ascii_uppercase(),
            8..14 => bytes[at].is_ascii_digit(),
            _ => true,
        };
        if !bytes[..2].iter().all(u8::is_ascii_uppercase)
            || !bytes[2..4].iter().all(u8::is_ascii_digit)
            || (text.starts_with("BG") && !(4..14).all(bulgarian))
        {
            return Err(IbanError::Shape);
        }
        let rest = bytes[4..].iter().chain(&bytes[..4]).fold(0u32, |rest, &byte| {
            let value = char::from(byte).to_digit(36).expect("only letters and digits came through");
            (if value < 10 { rest * 10 } else { rest * 100 } + value) % 97
        });
        if rest == 1 { Ok(Self(text)) } else { Err(IbanError::Check) }
    }

    /// The compact form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country, two letters.
    pub fn country(&self) -> &str {
        &self.0[..2]
    }
}

impl fmt::Display for Iban {
    /// In groups of four, as printed on paper.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, symbol) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{symbol}")?;
        }
        Ok(())
    }
}

impl FromStr for Iban {
    type Err = IbanError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Iban {
    type Error = IbanError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Iban> for String {
    fn from(iban: Iban) -> String {
        iban.0
    }
}

/// The code of a bank: eight or eleven symbols.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bic(String);

impl Bic {
    /// Reads a BIC; spaces and case are ignored.
    pub fn parse(text: &str) -> Result<Self, IbanError> {
        let text: String = text.chars().filter(|c| !is_decoration(*c)).flat_map(char::to_uppercase).collect();
        if !matches!(text.chars().count(), 8 | 11) {
            return Err(IbanError::Length);
        }
        let shaped = text.bytes().enumerate().all(|(at, b)| b.is_ascii_uppercase() || (at >= 6 && b.is_ascii_digit()));
        if shaped { Ok(Self(text)) } else { Err(IbanError::Shape) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Bic {
    type Error = IbanError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Bic> for String {
    fn from(bic: Bic) -> String {
        bic.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_published_examples() {
        for text in ["BG80 BNBG 9661 1020 3456 78", "DE89370400440532013000", "gb82 west 1234 5698 7654 32"] {
            assert!(Iban::parse(text).is_ok(), "{text}");
        }
        let iban = Iban::parse("BG80BNBG96611020345678").expect("valid");
        assert_eq!(iban.to_string(), "BG80 BNBG 9661 1020 3456 78");
        assert_eq!(iban.country(), "BG");
    }

    #[test]
    fn refuses_with_the_reason() {
        for (text, error) in [
            ("BG80BNBG96611020345679", IbanError::Check),
            ("BG80BNBG9661102034567", IbanError::Length),
            ("BG80BN", IbanError::Length),
            ("80BGBNBG96611020345678", IbanError::Shape),
            ("BG80БNBG96611020345678", IbanError::Shape),
            ("BG801NBG96611020345678", IbanError::Shape),
        ] {
            assert_eq!(Iban::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn banks_have_codes() {
        assert_eq!(Bic::parse("bnbgbgsd").expect("valid").as_str(), "BNBGBGSD");
        assert!(Bic::parse("BNBGBGSDXXX").is_ok());
        assert_eq!(Bic::parse("BNBG"), Err(IbanError::Length));
        assert_eq!(Bic::parse("1NBGBGSD"), Err(IbanError::Shape));
    }
}

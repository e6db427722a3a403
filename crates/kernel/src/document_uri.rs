//! УРИ: the unique register identifier of a document, `9897-241-02.11.2026`.
//!
//! The one rule: two spellings of one identifier are equal — leading zeros mean nothing, the date exists.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a text is not a document URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentUriError {
    /// Not `index-sequence-dd.mm.yyyy`.
    #[error("a document identifier looks like 9897-241-02.11.2026")]
    Shape,
    /// The register index is zero or longer than ten digits.
    #[error("the register index is a positive number of at most ten digits")]
    RegisterIndex,
    /// The sequence number is zero or longer than eighteen digits.
    #[error("the sequence number is a positive number of at most eighteen digits")]
    Sequence,
    /// The date does not exist.
    #[error("the date of the document identifier does not exist")]
    Date,
}

/// Register index – sequence number – date of registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentUri {
    register_index: u64,
    sequence: u64,
    date: Date,
}

impl DocumentUri {
    /// Puts an identifier together.
    pub fn new(register_index: u64, sequence: u64, date: Date) -> Result<Self, DocumentUriError> {
        if register_index == 0 || register_index > 9_999_999_999 {
            return Err(DocumentUriError::RegisterIndex);
        }
        if sequence == 0 || sequence > 999_999_999_999_999_999 {
            return Err(DocumentUriError::Sequence);
        }
        Ok(Self { register_index, sequence, date })
    }

    /// Reads `index-sequence-dd.mm.yyyy`; spaces around and leading zeros are ignored.
    pub fn parse(text: &str) -> Result<Self, DocumentUriError> {
        let mut parts = text.trim().split('-');
        let (Some(index), Some(sequence), Some(date), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(DocumentUriError::Shape);
        };
        let index = positive(index, 10).map_err(|fault| fault.unwrap_or(DocumentUriError::RegisterIndex))?;
        let sequence = positive(sequence, 18).map_err(|fault| fault.unwrap_or(DocumentUriError::Sequence))?;
        Self::new(index, sequence, dotted_date(date)?)
    }

    /// Number of the official document register in the register of registers.
    pub fn register_index(&self) -> u64 {
        self.register_index
    }

    /// Number within the register and the year.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Date of receipt or of signing.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Index and sequence without the date: the unique register number.
    pub fn register_number(&self) -> String {
        format!("{}-{}", self.register_index, self.sequence)
    }
}

/// Reads digits after leading zeros; `Err(None)` when there are none left or too many.
fn positive(text: &str, digits_max: usize) -> Result<u64, Option<DocumentUriError>> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Some(DocumentUriError::Shape));
    }
    let text = text.trim_start_matches('0');
    if text.is_empty() || text.len() > digits_max {
        return Err(None);
    }
    text.parse().map_err(|_| None)
}

fn dotted_date(text: &str) -> Result<Date, DocumentUriError> {
    let bytes = text.as_bytes();
    let shaped =
        bytes.len() == 10 && bytes.iter().enumerate().all(|(at, b)| if matches!(at, 2 | 5) { *b == b'.' } else { b.is_ascii_digit() });
    if !shaped {
        return Err(DocumentUriError::Shape);
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i16>().map_err(|_| DocumentUriError::Shape);
    let (day, month, year) = (number(0, 2)?, number(3, 5)?, number(6, 10)?);
    Date::new(year, month as i8, day as i8).map_err(|_| DocumentUriError::Date)
}

impl fmt::Display for DocumentUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date;
        write!(f, "{}-{}-{:02}.{:02}.{:04}", self.register_index, self.sequence, date.day(), date.month(), date.year())
    }
}

impl PartialOrd for DocumentUri {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DocumentUri {
    /// By register, then year, then number: the order of the register book.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |uri: &Self| (uri.register_index, uri.date.year(), uri.sequence, uri.date);
        key(self).cmp(&key(other))
    }
}

impl FromStr for DocumentUri {
    type Err = DocumentUriError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for DocumentUri {
    type Error = DocumentUriError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<DocumentUri> for String {
    fn from(uri: DocumentUri) -> String {
        uri.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reads_and_writes_the_canonical_text() {
        let uri = DocumentUri::parse("9897-241-02.11.2026").expect("valid");
        assert_eq!(uri, DocumentUri::new(9897, 241, date(2026, 11, 2)).expect("valid"));
        assert_eq!(uri.to_string(), "9897-241-02.11.2026");
        assert_eq!(uri.register_number(), "9897-241");
        assert_eq!(DocumentUri::parse(" 09897-000241-02.11.2026 "), Ok(uri));
    }

    #[test]
    fn refuses_with_the_reason() {
        for (text, error) in [
            ("", DocumentUriError::Shape),
            ("9897-241", DocumentUriError::Shape),
            ("9897-241-2.11.2026", DocumentUriError::Shape),
            ("9897-241-02.11.2026-1", DocumentUriError::Shape),
            ("9897-24а-02.11.2026", DocumentUriError::Shape),
            ("9897-241-02/11/2026", DocumentUriError::Shape),
            ("0-241-02.11.2026", DocumentUriError::RegisterIndex),
            ("12345678901-241-02.11.2026", DocumentUriError::RegisterIndex),
            ("9897-000-02.11.2026", DocumentUriError::Sequence),
            ("9897-1234567890123456789-02.11.2026", DocumentUriError::Sequence),
            ("9897-241-30.02.2026", DocumentUriError::Date),
            ("9897-241-02.13.2026", DocumentUriError::Date),
        ] {
            assert_eq!(DocumentUri::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn orders_as_the_register_book() {
        let parse = |text| DocumentUri::parse(text).expect("valid");
        assert!(parse("7-900-30.12.2025") < parse("7-2-02.01.2026"));
        assert!(parse("7-2-02.01.2026") < parse("7-10-02.01.2026"));
    }
}

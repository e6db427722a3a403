//! Identifiers of an event: its id, its source, its codes.
//!
//! The one rule: a value of these types has the pattern of the published schema.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::secret::from_hex;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a text is not an identifier of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text does not have the pattern of {0}")]
pub struct PatternError(pub(crate) &'static str);

/// Id of an event: a UUID of version 7 in lower case. With the source it is the key of repetition (`ejournal.md` §5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(Uuid);

impl EventId {
    /// Makes an id that says it was recorded at `recorded` (whole milliseconds from 1970; earlier instants count as 1970).
    pub fn new(recorded: Timestamp, chance: [u8; 10]) -> Self {
        let ms = u64::try_from(recorded.as_millisecond()).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(ms, &chance).into_uuid())
    }

    /// The sixteen bytes, as they stand in the log entry.
    pub fn bytes(&self) -> [u8; 16] {
        *self.0.as_bytes()
    }

    /// When the sender recorded the event, by the first 48 bits of the id (RFC 9562 §5.7); whole milliseconds.
    pub fn recorded(&self) -> Timestamp {
        let ms = self.0.as_bytes()[..6].iter().fold(0i64, |ms, byte| ms << 8 | i64::from(*byte));
        Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
    }
}

impl FromStr for EventId {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text.len() == 36 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'));
        match Uuid::try_parse(text) {
            Ok(uuid) if plain && uuid.get_version_num() == 7 && uuid.get_variant() == uuid::Variant::RFC4122 => Ok(Self(uuid)),
            _ => Err(PatternError("an event id")),
        }
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// The information system that reports: `urn:oid:` and its object identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Source(Arc<str>);

impl Source {
    /// LIMIT: characters of a source.
    const CHARS_MAX: usize = 200;
    const PREFIX: &'static str = "urn:oid:";

    /// The source of a bare object identifier such as `2.16.100.1.1.292`.
    pub fn of_oid(oid: &str) -> Result<Self, PatternError> {
        format!("{}{oid}", Self::PREFIX).parse()
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bare object identifier.
    pub fn oid(&self) -> &str {
        self.0.strip_prefix(Self::PREFIX).expect("every source begins so")
    }
}

impl FromStr for Source {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = PatternError("a source");
        let oid = text.strip_prefix(Self::PREFIX).filter(|_| text.len() <= Self::CHARS_MAX).ok_or(error)?;
        let (first, rest) = oid.split_once('.').ok_or(error)?;
        let number = |arc: &str| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()) && (arc == "0" || !arc.starts_with('0'));
        let holds = matches!(first, "0" | "1" | "2") && rest.split('.').all(number);
        if holds { Ok(Self(text.into())) } else { Err(error) }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! pattern_text {
    ($(#[$doc:meta])* $type:ident, $what:literal, $chars_max:literal, $holds:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(Arc<str>);

        impl $type {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = PatternError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let holds: fn(char) -> bool = $holds;
                let length = text.chars().count();
                if (1..=$chars_max).contains(&length) && text.chars().all(holds) { Ok(Self(text.into())) } else { Err(PatternError($what)) }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        string_forms!($type);
    };
}

macro_rules! string_forms {
    ($type:ident) => {
        impl TryFrom<String> for $type {
            type Error = PatternError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> String {
                value.to_string()
            }
        }
    };
}
string_forms!(EventId);
string_forms!(Source);

fn is_code_symbol(symbol: char) -> bool {
    matches!(symbol, 'a'..='z' | '0'..='9' | '.' | '-')
}

pattern_text!(
    /// Code of a status in the nomenclature, such as `term.set` (`ejournal.md` §4).
    Status, "a status code", 60, is_code_symbol
);
pattern_text!(
    /// Code of a reason in the nomenclature, such as `refuse.evidence` (§4.2); never text.
    Reason, "a reason code", 60, is_code_symbol
);
pattern_text!(
    /// Code of a stage of a service.
    StageCode, "a stage code", 40, is_code_symbol
);
pattern_text!(
    /// Code of a unit inside the administration.
    UnitCode, "a unit code", 20, |c| matches!(c, '0'..='9' | 'A'..='Z' | '-')
);
pattern_text!(
    /// Number of the service in the register of services (`domain.md` §3.3): `2079`, `ОБА3.44`.
    ServiceNumber, "a service number", 32, |c| matches!(c, '0'..='9' | 'A'..='Z' | 'А'..='Я' | '.' | '-')
);
pattern_text!(
    /// Incoming number of the document that opened the case file.
    IncomingNumber, "an incoming number", 60, |c| c.is_ascii_alphanumeric() || matches!(c, 'А'..='я' | '.' | '/' | '-')
);

/// `sha-256:` and the HMAC-SHA-256 of a document under a key of the administration, so that nobody can guess the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentHash([u8; 32]);

impl DocumentHash {
    const PREFIX: &'static str = "sha-256:";

    /// The hash in its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl FromStr for DocumentHash {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix(Self::PREFIX).and_then(from_hex::<32>);
        digits.map(Self).ok_or(PatternError("a document hash"))
    }
}

impl fmt::Display for DocumentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::PREFIX, kernel::secret::hex(&self.0))
    }
}
string_forms!(DocumentHash);

/// W3C trace context of version 00, as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TraceParent(Box<str>);

impl FromStr for TraceParent {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let hex = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match parts[..] {
            ["00", trace, parent, flags] if hex(trace, 32) && hex(parent, 16) && hex(flags, 2) => Ok(Self(text.into())),
            _ => Err(PatternError("a trace parent")),
        }
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
string_forms!(TraceParent);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_recorded() {
        let at: Timestamp = "2025-03-14T08:22:01.005Z".parse().unwrap();
        let id = EventId::new(at, [7; 10]);
        assert_eq!(id.recorded(), at);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(EventId::new("1931-01-01T00:00:00Z".parse().unwrap(), [0; 10]).recorded(), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn table_of_ids_and_sources() {
        for text in [
            "0195953A-0000-7000-8000-000000000001",
            "0195953a-0000-4000-8000-000000000001",
            "0195953a-0000-7000-c000-000000000001",
            "0195953a00007000800000000000000001",
            "{195953a-0000-7000-8000-000000000001",
            "",
        ] {
            assert!(text.parse::<EventId>().is_err(), "{text}");
        }
        for text in ["urn:oid:2.16.100.1.1.292", "urn:oid:0.0", "urn:oid:1.2.3"] {
            assert_eq!(text.parse::<Source>().expect(text).as_str(), text);
        }
        let long = format!("urn:oid:2{}", ".1".repeat(100));
        for text in ["urn:oid:2", "urn:oid:3.1", "urn:oid:2.", "urn:oid:2.01", "urn:oid:2.1.", "URN:oid:2.1", "2.1", "urn:oid:2.1 ", &long]
        {
            assert!(text.parse::<Source>().is_err(), "{text}");
        }
    }
}

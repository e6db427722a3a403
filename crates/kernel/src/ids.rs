//! Identifiers made by the program, so that a row can be written on any node. One newtype per noun: two of them never mix.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::random::Random;

/// Number of an administration inside one installation; the first column of every tenant key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AdministrationId(pub i64);

impl fmt::Display for AdministrationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is not an identifier of the expected shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

/// Makes a version 7 UUID (RFC 9562) from an instant and a source of chance: sortable by time, unique without a centre.
pub fn uuid_v7(now: jiff::Timestamp, random: &dyn Random) -> Uuid {
    let mut bytes = [0u8; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier for `now`.
            pub fn new(now: jiff::Timestamp, random: &dyn Random) -> Self {
                Self(uuid_v7(now, random))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                // Only the canonical hyphenated form: one address, one row.
                if text.len() != 36 { return Err(NotAnId); }
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    )*};
}

id! {
    /// A case file (преписка).
    CaseId
    /// A document of a case file.
    DocumentId
    /// A task (задача) of a clerk.
    TaskId
    /// A member of staff (служител).
    StaffId
    /// An organisational unit (звено).
    UnitId
    /// A position (длъжност).
    PositionId
    /// An unfinished application (чернова).
    DraftId
    /// One intended act of a person; repeating it returns the first result.
    CommandId
    /// A running process of a case.
    InstanceId
    /// A message to or from a person.
    MessageId
    /// A delivery of a result.
    DeliveryId
    /// An obligation to pay (задължение).
    ObligationId
    /// A sign-in session.
    SessionId
}

impl CaseId {
    /// The last there can be.
    pub const LAST: CaseId = CaseId(Uuid::max());

    /// The one right before it in the order of all.
    pub fn before(self) -> Option<CaseId> {
        self.0.as_u128().checked_sub(1).map(|number| CaseId(Uuid::from_u128(number)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn ids_sort_by_time_and_read_back() {
        let random = SeededRandom::new(1);
        let early = CaseId::new(jiff::Timestamp::from_millisecond(1_000).unwrap(), &random);
        let late = CaseId::new(jiff::Timestamp::from_millisecond(2_000).unwrap(), &random);
        assert!(early < late);
        assert_eq!(early.to_string().parse::<CaseId>().unwrap(), early);
        assert!(early.before().unwrap() < early && early.before().unwrap().to_string() < early.to_string());
        assert!("{00000000-0000-0000-0000-000000000000}".parse::<CaseId>().is_err());
    }
}

//! Entity numbers: ЕИК/БУЛСТАТ of firms, administrations, branches and natural persons.
//!
//! The one rule: the number is text with its leading zeros, and its check digits hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::personal_number::{ForeignerNumber, PersonalNumber};

/// Why a text is not an entity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntityNumberError {
    /// Not nine, ten or thirteen symbols.
    #[error("an entity number has 9, 10 or 13 digits")]
    Length,
    /// Something other than a digit.
    #[error("an entity number has digits only")]
    NotDigits,
    /// A check digit does not fit.
    #[error("the check digit of the entity number is wrong")]
    Check,
}

/// What kind of bearer the length of the number speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// Nine digits: a legal entity, a sole trader, an administration.
    Entity,
    /// Thirteen digits: a branch of the entity in the first nine.
    Branch,
    /// Ten digits: a natural person registered under their ЕГН or ЛНЧ.
    NaturalPerson,
}

/// ЕИК/БУЛСТАТ of nine, ten or thirteen digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntityNumber(String);

impl EntityNumber {
    /// Reads an entity number; spaces are ignored, a leading `BG` (VAT number) is not accepted.
    pub fn parse(text: &str) -> Result<Self, EntityNumberError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let length = text.chars().count();
        if !matches!(length, 9 | 10 | 13) {
            return Err(EntityNumberError::Length);
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(EntityNumberError::NotDigits);
        }
        let digits: Vec<u32> = text.bytes().map(|b| u32::from(b - b'0')).collect();
        let holds = match length {
            10 => PersonalNumber::parse(&text).is_ok() || ForeignerNumber::parse(&text).is_ok(),
            9 => nine_hold(&digits),
            _ => nine_hold(&digits[..9]) && branch_holds(&digits),
        };
        if holds { Ok(Self(text)) } else { Err(EntityNumberError::Check) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which kind of bearer the number has.
    pub fn kind(&self) -> EntityKind {
        match self.0.len() {
            9 => EntityKind::Entity,
            13 => EntityKind::Branch,
            _ => EntityKind::NaturalPerson,
        }
    }

    /// Whether the number belongs to a branch.
    pub fn is_branch(&self) -> bool {
        self.kind() == EntityKind::Branch
    }

    /// The number of the whole entity: of a branch its first nine digits, else itself.
    pub fn entity(&self) -> EntityNumber {
        if self.is_branch() { Self(self.0[..9].to_owned()) } else { self.clone() }
    }

    /// As it may be shown: whole for entities, last four digits for natural persons.
    pub fn shown(&self) -> String {
        match self.kind() {
            EntityKind::NaturalPerson => format!("••••••{}", &self.0[6..]),
            _ => self.0.clone(),
        }
    }
}

/// Whether nine digits end in the right check digit.
pub(crate) fn nine_hold(digits: &[u32]) -> bool {
    check_digit(&digits[..8], &[1, 2, 3, 4, 5, 6, 7, 8], &[3, 4, 5, 6, 7, 8, 9, 10]) == digits[8]
}

fn branch_holds(digits: &[u32]) -> bool {
    check_digit(&digits[8..12], &[2, 7, 3, 5], &[4, 9, 5, 7]) == digits[12]
}

fn check_digit(digits: &[u32], first: &[u32], second: &[u32]) -> u32 {
    let rest = |weights: &[u32]| digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() % 11;
    match rest(first) {
        10 => rest(second) % 10,
        digit => digit,
    }
}

impl fmt::Display for EntityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EntityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntityNumber({})", self.shown())
    }
}

impl FromStr for EntityNumber {
    type Err = EntityNumberError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EntityNumber {
    type Error = EntityNumberError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<EntityNumber> for String {
    fn from(number: EntityNumber) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_entity_numbers() {
        for text in [
            "831648793",
            "126608480",
            "100000086",
            "100000550",
            "000696020",
            "8316487930006",
            "8316487930010",
            "8316487930030",
            "8316487930710",
            "1000000860001",
            "7501010010",
        ] {
            assert_eq!(EntityNumber::parse(text).expect(text).as_str(), text);
        }
        for text in ["831648791", "8316487910002", "7501010011"] {
            assert_eq!(EntityNumber::parse(text), Err(EntityNumberError::Check), "{text}");
        }
        assert_eq!(EntityNumber::parse("83164879"), Err(EntityNumberError::Length));
        assert_eq!(EntityNumber::parse("83164879З"), Err(EntityNumberError::NotDigits));
    }

    #[test]
    fn kinds_and_the_entity_of_a_branch() {
        let branch = EntityNumber::parse("8316487930006").expect("valid");
        assert!(branch.is_branch());
        assert_eq!(branch.entity().to_string(), "831648793");
        let person = EntityNumber::parse("7501010010").expect("valid");
        assert_eq!(person.kind(), EntityKind::NaturalPerson);
        assert_eq!(format!("{person:?}"), "EntityNumber(••••••0010)");
    }
}

//! The extension `properties.validator`: numbers and codes with check rules, by the kernel.
//!
//! The one rule: the check itself lives in the kernel; here stand only the names and what went wrong for a message.

use kernel::entity_number::{EntityNumber, EntityNumberError};
use kernel::iban::{Iban, IbanError};
use kernel::personal_number::{ForeignerNumber, PersonalNumber, PersonalNumberError};
use kernel::reference_number::Reference;

/// A named check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validator {
    Egn,
    Lnch,
    EgnOrLnch,
    Eik,
    Iban,
    Rnu,
    CadastralId,
    Postcode,
}

impl Validator {
    /// By its name in the definition.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "egn" => Self::Egn,
            "lnch" => Self::Lnch,
            "egn-or-lnch" => Self::EgnOrLnch,
            "eik" => Self::Eik,
            "iban" => Self::Iban,
            "rnu" => Self::Rnu,
            "cadastral-id" => Self::CadastralId,
            "postcode" => Self::Postcode,
            _ => return None,
        })
    }

    /// Its name, which is also the rule of its errors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Egn => "egn",
            Self::Lnch => "lnch",
            Self::EgnOrLnch => "egn-or-lnch",
            Self::Eik => "eik",
            Self::Iban => "iban",
            Self::Rnu => "rnu",
            Self::CadastralId => "cadastral-id",
            Self::Postcode => "postcode",
        }
    }

    /// Whether the code consists of digits only, for the keyboard of a phone.
    pub fn digits(self) -> bool {
        matches!(self, Self::Egn | Self::Lnch | Self::EgnOrLnch | Self::Eik | Self::Postcode)
    }

    /// Usual length in symbols.
    pub fn width(self) -> u32 {
        match self {
            Self::Egn | Self::Lnch | Self::EgnOrLnch => 10,
            Self::Eik => 13,
            Self::Iban => 22,
            Self::Rnu => 20,
            Self::CadastralId => 20,
            Self::Postcode => 4,
        }
    }

    /// Whether the value identifies a natural person.
    pub fn personal(self) -> bool {
        matches!(self, Self::Egn | Self::Lnch | Self::EgnOrLnch)
    }

    /// Cleans what people type around a code: spaces and dashes of grouping.
    pub fn clean(self, text: &str) -> String {
        match self {
            Self::Rnu => text.trim().to_owned(),
            Self::CadastralId => text.chars().filter(|c| !c.is_whitespace()).collect(),
            Self::Iban => text.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect(),
            _ => text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '\u{2011}')).collect(),
        }
    }

    /// Checks a value; the error names the reason: `length`, `characters`, `date`, `check`.
    pub fn check(self, text: &str) -> Result<(), &'static str> {
        match self {
            Self::Egn => PersonalNumber::parse(text).map(drop).map_err(personal_reason),
            Self::Lnch => ForeignerNumber::parse(text).map(drop).map_err(personal_reason),
            Self::EgnOrLnch => match PersonalNumber::parse(text) {
                Ok(_) => Ok(()),
                Err(error) => ForeignerNumber::parse(text).map(drop).map_err(|_| personal_reason(error)),
            },
            Self::Eik => EntityNumber::parse(text).map(drop).map_err(|error| match error {
                EntityNumberError::Length => "length",
                EntityNumberError::NotDigits => "characters",
                EntityNumberError::Check => "check",
            }),
            Self::Iban => Iban::parse(text).map(drop).map_err(|error| match error {
                IbanError::Length => "length",
                IbanError::Shape => "characters",
                IbanError::Check => "check",
            }),
            Self::Rnu => Reference::parse(text, false).map(drop).map_err(|_| "check"),
            Self::CadastralId => cadastral_id(text),
            Self::Postcode => match text.len() {
                4 if !text.bytes().all(|c| c.is_ascii_digit()) => Err("characters"),
                // Post codes begin at 1000.
                4 if text.starts_with('0') => Err("check"),
                4 => Ok(()),
                _ => Err("length"),
            },
        }
    }
}

fn personal_reason(error: PersonalNumberError) -> &'static str {
    match error {
        PersonalNumberError::Length => "length",
        PersonalNumberError::NotDigits => "characters",
        PersonalNumberError::Date | PersonalNumberError::Future => "date",
        PersonalNumberError::Check => "check",
    }
}

/// Identifier of the cadastre: code of the settlement (five digits), zone, parcel, and for buildings and flats one or two more.
fn cadastral_id(text: &str) -> Result<(), &'static str> {
    if !text.bytes().all(|c| c.is_ascii_digit() || c == b'.') {
        return Err("characters");
    }
    let parts: Vec<&str> = text.split('.').collect();
    let lengths_fit = parts.iter().enumerate().all(|(at, part)| match at {
        0 => part.len() == 5,
        1 | 2 => (1..=4).contains(&part.len()),
        _ => (1..=3).contains(&part.len()),
    });
    if (3..=5).contains(&parts.len()) && lengths_fit { Ok(()) } else { Err("length") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_and_reasons() {
        for (name, text, expected) in [
            ("egn", "7501010010", Ok(())),
            ("egn", "12345", Err("length")),
            ("egn", "75O1010010", Err("characters")),
            ("egn", "7501010011", Err("check")),
            ("egn", "0502291238", Err("date")),
            ("lnch", "7111042925", Ok(())),
            ("lnch", "7111042920", Err("check")),
            ("egn-or-lnch", "7111042925", Ok(())),
            ("egn-or-lnch", "7501010010", Ok(())),
            ("eik", "831648793", Ok(())),
            ("eik", "12", Err("length")),
            ("eik", "831648791", Err("check")),
            ("cadastral-id", "99999.501.12.1.9", Ok(())),
            ("cadastral-id", "99-999", Err("characters")),
            ("cadastral-id", "99999.501", Err("length")),
            ("postcode", "1000", Ok(())),
            ("postcode", "99", Err("length")),
            ("postcode", "0999", Err("check")),
        ] {
            let validator = Validator::of(name).unwrap();
            assert_eq!(validator.check(text), expected, "{name} {text}");
            assert_eq!(validator.name(), name);
        }
    }

    #[test]
    fn grouping_is_cleaned() {
        assert_eq!(Validator::Egn.clean(" 750101 0010 "), "7501010010");
        assert_eq!(Validator::Iban.clean("bg80 bnbg 9661"), "BG80BNBG9661");
        assert_eq!(Validator::CadastralId.clean(" 99999.501.12 "), "99999.501.12");
    }
}

//! Access code (код за достъп до преписката): twelve symbols that, with the document number, open the official section.
//!
//! The one rule: the code itself is never stored, printed by `Debug` or put into an address; only its keyed hash is kept.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::status_code::is_decoration;

/// No 0, 1, I and O: a person reads the code aloud without questions.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Why a text is not an access code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessCodeError {
    /// Not twelve symbols.
    #[error("an access code has twelve symbols")]
    Length,
    /// A symbol that access codes do not use.
    #[error("access codes do not contain the symbol {0}")]
    Symbol(char),
}

/// Twelve symbols, 60 bits, shown as `K7QX-9M2D-4TRB`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AccessCode([u8; 12]);

impl AccessCode {
    /// Makes a code from eight random bytes, of which 60 bits are used.
    pub fn from_random_bytes(bytes: [u8; 8]) -> Self {
        let bits = u64::from_be_bytes(bytes);
        Self(std::array::from_fn(|at| ALPHABET[(bits >> (5 * at) & 31) as usize]))
    }

    /// Reads a code: case, spaces and hyphens are ignored, Cyrillic letters of the same shape count as Latin.
    pub fn parse(text: &str) -> Result<Self, AccessCodeError> {
        let mut symbols = [0u8; 12];
        let mut length = 0;
        let mut stranger = None;
        for symbol in text.chars().filter(|c| !is_decoration(*c)).flat_map(char::to_uppercase).map(latin_look_alike) {
            let place = symbols.get_mut(length).ok_or(AccessCodeError::Length)?;
            match u8::try_from(symbol).ok().filter(|byte| ALPHABET.contains(byte)) {
                Some(byte) => *place = byte,
                None => stranger = stranger.or(Some(symbol)),
            }
            length += 1;
        }
        match (length, stranger) {
            (12, None) => Ok(Self(symbols)),
            (12, Some(symbol)) => Err(AccessCodeError::Symbol(symbol)),
            _ => Err(AccessCodeError::Length),
        }
    }

    /// The twelve symbols without hyphens.
    pub fn compact(&self) -> String {
        self.0.iter().map(|&byte| char::from(byte)).collect()
    }

    /// HMAC-SHA-256 of the code under the key of the installation: what is stored and compared.
    pub fn keyed_hash(&self, key: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
        mac.update(b"gishe access code\0");
        mac.update(&self.0);
        mac.finalize().into_bytes().into()
    }
}

/// The Latin letter that looks like this upper-case Cyrillic one; other symbols unchanged.
pub(crate) fn latin_look_alike(symbol: char) -> char {
    match symbol {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        other => other,
    }
}

impl fmt::Display for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.compact();
        write!(f, "{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode([hidden])")
    }
}

impl FromStr for AccessCode {
    type Err = AccessCodeError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let code = AccessCode::parse("K7QX-9M2D-4TRB").expect("valid");
        for text in ["k7qx9m2d4trb", "K7QX 9M2D 4TRB", "К7QХ–9М2D–4ТRВ", " k7qx-9m2d-4trb "] {
            assert_eq!(AccessCode::parse(text), Ok(code), "{text}");
        }
        assert_eq!(code.to_string(), "K7QX-9M2D-4TRB");
        assert_eq!(format!("{code:?}"), "AccessCode([hidden])");
    }

    #[test]
    fn refuses_with_the_reason() {
        assert_eq!(AccessCode::parse("K7QX-9M2D-4TR"), Err(AccessCodeError::Length));
        assert_eq!(AccessCode::parse("K7QX-9M2D-4TRBB"), Err(AccessCodeError::Length));
        assert_eq!(AccessCode::parse("K7QX-9M2D-4TR0"), Err(AccessCodeError::Symbol('0')));
        assert_eq!(AccessCode::parse("Ж7QX-9M2D-4TRB"), Err(AccessCodeError::Symbol('Ж')));
    }

    #[test]
    fn random_bytes_use_the_whole_alphabet() {
        assert_eq!(AccessCode::from_random_bytes([0; 8]).compact(), "222222222222");
        assert_eq!(AccessCode::from_random_bytes([255; 8]).compact(), "ZZZZZZZZZZZZ");
        let code = AccessCode::from_random_bytes(*b"\x12\x34\x56\x78\x9a\xbc\xde\xf0");
        assert_eq!(AccessCode::parse(&code.to_string()), Ok(code));
    }

    #[test]
    fn the_hash_depends_on_key_and_code() {
        let code = AccessCode::from_random_bytes([1; 8]);
        assert_ne!(code.keyed_hash(b"one"), code.keyed_hash(b"two"));
        assert_ne!(code.keyed_hash(b"one"), AccessCode::from_random_bytes([2; 8]).keyed_hash(b"one"));
    }
}

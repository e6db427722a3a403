//! Tracking by the nine-digit status code (`ejournal.md` §6.4).
//!
//! The one rule: the code itself is kept nowhere; an unknown number and a wrong code are answered alike and after the same work.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use kernel::reference_number::Reference;
use kernel::secret::{SecretKey, from_hex, hex};
use kernel::status_code::StatusCode;
use subtle::ConstantTimeEq;

const LABEL: &str = "ejournal.status-code";
/// Wrong codes that cost nothing but the answer (§6.4: five failures).
const FREE_FAILURES: u32 = 5;

/// Keyed hash of a status code, bound to the reference number it belongs to; written in lower-case hexadecimal digits.
#[derive(Clone, Copy)]
pub struct CodeHash([u8; 32]);

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a keyed hash of a status code is 64 lower-case hexadecimal digits")]
pub struct CodeHashError;

impl CodeHash {
    /// The hash of `code` for `subject` under the key that the administration and the journal share. There are only a hundred million
    /// codes, therefore the key is the secret and not the hash.
    pub fn of(key: &SecretKey, subject: &Reference, code: StatusCode) -> Self {
        Self(key.derive(LABEL, &[subject.to_string().as_bytes(), code.digits().as_bytes()]))
    }
}

/// Whether `code` belongs to `subject`. With nothing stored the same hash is computed and compared, so that neither the answer nor its
/// time tells whether the number exists.
pub fn matches(key: &SecretKey, subject: &Reference, code: StatusCode, stored: Option<&CodeHash>) -> bool {
    let asked = CodeHash::of(key, subject, code);
    let nobody = CodeHash([0; 32]);
    let equal = asked.0.ct_eq(&stored.unwrap_or(&nobody).0);
    bool::from(equal) & stored.is_some()
}

/// How long the next attempt against one number, or from one address, has to wait after so many failures: nothing up to the fifth, then
/// a minute, doubled each time up to a day.
pub fn attempt_delay(failures: u32) -> SignedDuration {
    match failures.checked_sub(FREE_FAILURES) {
        None => SignedDuration::ZERO,
        Some(more) => SignedDuration::from_mins(1 << more.min(11)).min(SignedDuration::from_hours(24)),
    }
}

impl FromStr for CodeHash {
    type Err = CodeHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        from_hex(text).map(Self).ok_or(CodeHashError)
    }
}

impl fmt::Display for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeHash([hidden])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_opens_its_own_number_only() {
        let key = SecretKey::new([3; 32]);
        let subject = |text: &str| Reference::parse(text, true).unwrap();
        let (own, other) = (subject("BG25073-XSNJFV-01-0007-CZ"), subject("BG25073-XSNJFV-01-0008-B8"));
        let code = StatusCode::from_first_eight(12_345_678);
        let stored: CodeHash = CodeHash::of(&key, &own, code).to_string().parse().unwrap();
        assert!(matches(&key, &own, code, Some(&stored)));
        assert!(!matches(&key, &other, code, Some(&stored)));
        assert!(!matches(&key, &own, StatusCode::from_first_eight(12_345_679), Some(&stored)));
        assert!(!matches(&SecretKey::new([4; 32]), &own, code, Some(&stored)));
        assert!(!matches(&key, &own, code, None));
        assert!("AB".repeat(32).parse::<CodeHash>().is_err());
    }

    #[test]
    fn the_delay_grows_from_the_fifth_failure() {
        let minutes: Vec<i64> = [0, 4, 5, 6, 10, 15, 16, u32::MAX].map(|n| attempt_delay(n).as_mins()).to_vec();
        assert_eq!(minutes, [0, 0, 1, 2, 32, 1_024, 1_440, 1_440]);
    }
}

//! The smallest pieces of the text formats: strict base64 and decimal numbers without leading zeros.
//!
//! The one rule: one value has one spelling, so a text that was accepted prints back to the same bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Standard base64 with padding (RFC 4648 §4).
pub(crate) fn base64_encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads standard base64; missing padding, other alphabets and stray low bits are refused.
pub(crate) fn base64_decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Reads a decimal number without sign and without leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    if !canonical || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        for (text, value) in [("0", Some(0)), ("7", Some(7)), ("18446744073709551615", Some(u64::MAX))] {
            assert_eq!(decimal(text), value, "{text}");
        }
        for text in ["", "00", "07", "+7", "-7", " 7", "7 ", "7_0", "18446744073709551616", "٧"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(base64_decode("AQ=="), Some(vec![1]));
        for text in ["AQ", "AQ=", "AR==", "AQ==\n", "A Q==", "-_8="] {
            assert_eq!(base64_decode(text), None, "{text}");
        }
    }
}

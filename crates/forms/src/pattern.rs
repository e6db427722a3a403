//! Regular expressions written for JavaScript, run by an engine whose time grows with the text only.
//!
//! The one rule: what this engine cannot do (looking around, back references) is refused at import, never emulated.

use crate::limits;
use regex::{Regex, RegexBuilder};

/// A checked regular expression with its source as the author wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// The source, to show it again.
    pub source: String,
    regex: Regex,
}

impl Pattern {
    /// A pattern that has to match the whole text (anchors are implied, as in Form.io).
    pub fn whole(source: &str) -> Result<Self, String> {
        Self::build(source, &format!("^(?:{})$", translate(source)), "")
    }

    /// A regular expression literal of an expression, with its flags.
    pub fn anywhere(source: &str, flags: &str) -> Result<Self, String> {
        Self::build(source, &translate(source), flags)
    }

    fn build(source: &str, translated: &str, flags: &str) -> Result<Self, String> {
        if source.len() > limits::PATTERN_BYTES_MAX {
            return Err("the pattern is too long".to_owned());
        }
        let regex = RegexBuilder::new(translated)
            .size_limit(limits::PATTERN_COMPILED_BYTES_MAX)
            .case_insensitive(flags.contains('i'))
            .multi_line(flags.contains('m'))
            .dot_matches_new_line(flags.contains('s'))
            .build()
            .map_err(|error| error.to_string().lines().last().unwrap_or_default().trim().to_owned())?;
        Ok(Self { source: source.to_owned(), regex })
    }

    /// Whether the text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The engine itself, for replacing and splitting.
    pub fn regex(&self) -> &Regex {
        &self.regex
    }

    /// The number of digits when the pattern is nothing but a count of digits: `^[0-9]{10}$` → (10, 10).
    pub fn digits(&self) -> Option<(u32, u32)> {
        let inner = self.source.trim_start_matches('^').trim_end_matches('$');
        let rest = inner.strip_prefix("[0-9]").or_else(|| inner.strip_prefix("\\d"))?;
        let counts = rest.strip_prefix('{')?.strip_suffix('}')?;
        let (low, high) = counts.split_once(',').unwrap_or((counts, counts));
        Some((low.trim().parse().ok()?, high.trim().parse().ok()?))
    }
}

/// Rewrites the few places where the two dialects read the same signs differently.
fn translate(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 8);
    let mut chars = source.chars().peekable();
    let mut in_class = false;
    let mut class_start = false;
    while let Some(c) = chars.next() {
        let first_in_class = class_start;
        class_start = false;
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str(if in_class { "0-9" } else { "[0-9]" }),
                Some('D') => out.push_str("[^0-9]"),
                Some('w') => out.push_str(if in_class { "A-Za-z0-9_" } else { "[A-Za-z0-9_]" }),
                Some('W') => out.push_str("[^A-Za-z0-9_]"),
                Some('u') => {
                    let hex: String = chars.by_ref().take(4).collect();
                    out.push_str(&format!("\\x{{{hex}}}"));
                }
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            '[' if in_class => out.push_str("\\["),
            '[' => {
                in_class = true;
                class_start = true;
                out.push('[');
                if chars.peek() == Some(&'^') {
                    chars.next();
                    out.push('^');
                }
            }
            ']' if in_class && !first_in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_text_and_dialect() {
        for (source, text, expected) in [
            ("[0-9]{2}", "x12y", false),
            ("[0-9]{2}", "12", true),
            ("^[0-9]{10}$", "1234567890", true),
            ("a|b", "ab", false),
            ("\\d+", "٣", false),
            ("[\\d\\-]+", "1-2", true),
            ("[A-Z[]", "[", true),
            ("^\\+?[0-9 ]{6,20}$", "+359 2 000000", true),
            ("\\u0410+", "АА", true),
            ("[а-я&&]+", "а&", true),
        ] {
            assert_eq!(Pattern::whole(source).unwrap().is_match(text), expected, "{source} on {text}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        assert!(Pattern::whole("(?=a)b").is_err());
        assert!(Pattern::whole("(a)\\1").is_err());
        assert!(Pattern::whole(&"a".repeat(5_000)).is_err());
        assert!(Pattern::whole("(a{1000}){1000}").is_err());
    }

    #[test]
    fn counts_of_digits_are_recognised() {
        assert_eq!(Pattern::whole("^[0-9]{10}$").unwrap().digits(), Some((10, 10)));
        assert_eq!(Pattern::whole("\\d{9,10}").unwrap().digits(), Some((9, 10)));
        assert_eq!(Pattern::whole("[0-9]+").unwrap().digits(), None);
    }
}

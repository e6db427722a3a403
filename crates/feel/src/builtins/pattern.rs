//! Patterns of `matches`, `replace` and `split`: XPath regular expressions, translated to the ones of our matcher.
//!
//! The one rule: the size of a pattern and its steps back are bounded, so that no pattern can hang a case.

use fancy_regex::{Regex, RegexBuilder};

use crate::limits::{PATTERN_BACKTRACK_MAX, PATTERN_BYTES_MAX, TEXT_BYTES_MAX};

/// A compiled pattern.
pub(super) struct Pattern {
    regex: Regex,
    literal: bool,
}

impl Pattern {
    /// Compiles a pattern with the flags `s`, `m`, `i`, `x`, `q`; `None` when either is not valid.
    pub(super) fn new(pattern: &str, flags: &str) -> Option<Self> {
        if !flags.chars().all(|flag| "smixq".contains(flag)) || pattern.len() > PATTERN_BYTES_MAX {
            return None;
        }
        let literal = flags.contains('q');
        let translated = if literal {
            fancy_regex::escape(pattern).into_owned()
        } else {
            Translation::of(pattern, flags.contains('x'), flags.contains('s'))?
        };
        let mut prefix = String::new();
        for flag in ['s', 'm', 'i'] {
            // With `q` only `i` keeps its meaning.
            if flags.contains(flag) && (!literal || flag == 'i') {
                prefix.push(flag);
            }
        }
        let whole = if prefix.is_empty() { translated } else { format!("(?{prefix}){translated}") };
        let regex = RegexBuilder::new(&whole)
            .backtrack_limit(PATTERN_BACKTRACK_MAX)
            .delegate_size_limit(4 * PATTERN_BYTES_MAX)
            .delegate_dfa_size_limit(4 * PATTERN_BYTES_MAX)
            .build()
            .ok()?;
        Some(Self { regex, literal })
    }

    pub(super) fn is_match(&self, text: &str) -> Option<bool> {
        self.regex.is_match(text).ok()
    }

    pub(super) fn split(&self, text: &str) -> Option<Vec<String>> {
        self.regex.split(text).map(|part| part.ok().map(str::to_owned)).collect()
    }

    /// Replaces every match. In the replacement `$1` is a group, `$0` the match, `\$` and `\\` the characters themselves.
    pub(super) fn replace(&self, text: &str, replacement: &str) -> Option<String> {
        let groups = self.regex.captures_len().saturating_sub(1);
        let parts = if self.literal { vec![Part::Text(replacement.to_owned())] } else { parts(replacement, groups)? };
        let mut result = String::new();
        let mut last = 0;
        for captures in self.regex.captures_iter(text) {
            let captures = captures.ok()?;
            let whole = captures.get(0)?;
            result.push_str(&text[last..whole.start()]);
            for part in &parts {
                match part {
                    Part::Text(text) => result.push_str(text),
                    Part::Group(group) => result.push_str(captures.get(*group).map_or("", |found| found.as_str())),
                }
            }
            last = whole.end();
            if result.len() > TEXT_BYTES_MAX {
                return None;
            }
        }
        result.push_str(&text[last..]);
        Some(result)
    }
}

enum Part {
    Text(String),
    Group(usize),
}

fn parts(replacement: &str, groups: usize) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut chars = replacement.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(c @ ('\\' | '$')) => text.push(c),
                _ => return None,
            },
            '$' => {
                let mut group = chars.next()?.to_digit(10)? as usize;
                // More digits belong to the group as long as there are so many groups.
                while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                    let longer = group * 10 + digit as usize;
                    if longer > groups {
                        break;
                    }
                    group = longer;
                    chars.next();
                }
                parts.push(Part::Text(std::mem::take(&mut text)));
                if group <= groups {
                    parts.push(Part::Group(group));
                }
            }
            c => text.push(c),
        }
    }
    parts.push(Part::Text(text));
    Some(parts)
}

/// XPath syntax that our matcher writes differently.
struct Translation<'p> {
    pattern: &'p [char],
    at: usize,
    result: String,
    skip_blanks: bool,
    dot_is_all: bool,
    /// Groups opened so far, and those already closed: a back reference may only go to the latter.
    opened: usize,
    open: Vec<usize>,
    closed: Vec<usize>,
}

impl Translation<'_> {
    fn of(pattern: &str, skip_blanks: bool, dot_is_all: bool) -> Option<String> {
        let chars = pattern.chars().collect::<Vec<_>>();
        let mut translation = Translation {
            pattern: &chars,
            at: 0,
            result: String::new(),
            skip_blanks,
            dot_is_all,
            opened: 0,
            open: Vec::new(),
            closed: Vec::new(),
        };
        while translation.at < chars.len() {
            translation.next()?;
        }
        Some(translation.result)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.pattern.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<()> {
        let c = self.peek(0)?;
        self.at += 1;
        match c {
            '\\' => self.escape(false)?,
            '[' => self.class(0)?,
            '(' => {
                let capturing = self.peek(0) != Some('?');
                if !capturing && self.peek(1) != Some(':') {
                    return None;
                }
                if capturing {
                    self.opened += 1;
                }
                self.open.push(if capturing { self.opened } else { 0 });
                self.result.push('(');
            }
            ')' => {
                let group = self.open.pop()?;
                self.closed.push(group);
                self.result.push(')');
            }
            // XPath: the dot is anything but a line feed or carriage return, unless the flag `s` says otherwise.
            '.' => self.result.push_str(if self.dot_is_all { "." } else { r"[^\n\r]" }),
            c if self.skip_blanks && c.is_whitespace() => {}
            '#' | '~' | '&' => {
                self.result.push('\\');
                self.result.push(c);
            }
            c => self.result.push(c),
        }
        Some(())
    }

    /// What a backslash begins; in a class there are no back references.
    fn escape(&mut self, in_class: bool) -> Option<()> {
        // Blanks are taken out before anything is read, even between a backslash and its letter.
        while self.skip_blanks && !in_class && self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let c = self.peek(0)?;
        self.at += 1;
        match c {
            'p' | 'P' => {
                if self.peek(0) != Some('{') {
                    return None;
                }
                let length = self.pattern[self.at..].iter().position(|c| *c == '}')?;
                let mut name = self.pattern[self.at + 1..self.at + length].iter().collect::<String>();
                self.at += length + 1;
                if self.skip_blanks {
                    name.retain(|c| !c.is_whitespace());
                }
                match name.strip_prefix("Is") {
                    Some(block) => {
                        let range = block_range(block)?;
                        let negated = if c == 'P' { "^" } else { "" };
                        self.result.push_str(&format!("[{negated}{range}]"));
                    }
                    None => self.result.push_str(&format!("\\{c}{{{name}}}")),
                }
            }
            'i' => self.result.push_str(r"[\p{L}_:]"),
            'I' => self.result.push_str(r"[^\p{L}_:]"),
            'c' => self.result.push_str(r"[\p{L}\p{N}_:.\-]"),
            'C' => self.result.push_str(r"[^\p{L}\p{N}_:.\-]"),
            '1'..='9' if !in_class => {
                let group = c.to_digit(10)? as usize;
                if !self.closed.contains(&group) {
                    return None;
                }
                self.result.push_str(&format!("\\{group}"));
            }
            'n' | 'r' | 't' | 's' | 'S' | 'd' | 'D' | 'w' | 'W' => {
                self.result.push('\\');
                self.result.push(c);
            }
            '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' | '$' => {
                self.result.push('\\');
                self.result.push(c);
            }
            _ => return None,
        }
        Some(())
    }

    /// A character class after its `[`, with XPath's subtraction `[a-z-[aeiou]]`.
    fn class(&mut self, depth: usize) -> Option<()> {
        if depth > 8 {
            return None;
        }
        self.result.push('[');
        if self.peek(0) == Some('^') {
            self.at += 1;
            self.result.push('^');
        }
        let mut empty = true;
        loop {
            let c = self.peek(0)?;
            self.at += 1;
            match c {
                ']' if empty => return None,
                ']' => {
                    self.result.push(']');
                    return Some(());
                }
                '\\' => self.escape(true)?,
                '-' if self.peek(0) == Some('[') => {
                    self.at += 1;
                    self.result.push_str("--");
                    self.class(depth + 1)?;
                    if self.peek(0) != Some(']') {
                        return None;
                    }
                }
                '[' => return None,
                // XPath: a bare hyphen is first, last, or between the ends of a range; `9-.` would be a range after a range.
                '-' if !empty && self.peek(0) != Some(']') && self.after_range() => return None,
                '&' | '~' | '#' => {
                    self.result.push('\\');
                    self.result.push(c);
                }
                '-' if empty || self.peek(0) == Some(']') => self.result.push_str("\\-"),
                c => self.result.push(c),
            }
            empty = false;
        }
    }

    /// Whether what was just written to the class ends a range such as `0-9`.
    fn after_range(&self) -> bool {
        let mut back = self.result.chars().rev();
        let (_, hyphen, start) = (back.next(), back.next(), back.next());
        hyphen == Some('-') && !matches!(start, Some('[' | '^' | '\\') | None)
    }
}

/// The characters of a Unicode block, for the blocks people use in Europe.
fn block_range(block: &str) -> Option<&'static str> {
    Some(match block {
        "BasicLatin" => r"\x{0000}-\x{007F}",
        "Latin-1Supplement" => r"\x{0080}-\x{00FF}",
        "LatinExtended-A" => r"\x{0100}-\x{017F}",
        "LatinExtended-B" => r"\x{0180}-\x{024F}",
        "IPAExtensions" => r"\x{0250}-\x{02AF}",
        "CombiningDiacriticalMarks" => r"\x{0300}-\x{036F}",
        "Greek" | "GreekandCoptic" => r"\x{0370}-\x{03FF}",
        "Cyrillic" => r"\x{0400}-\x{04FF}",
        "CyrillicSupplement" | "CyrillicSupplementary" => r"\x{0500}-\x{052F}",
        "Armenian" => r"\x{0530}-\x{058F}",
        "Hebrew" => r"\x{0590}-\x{05FF}",
        "Arabic" => r"\x{0600}-\x{06FF}",
        "LatinExtendedAdditional" => r"\x{1E00}-\x{1EFF}",
        "GreekExtended" => r"\x{1F00}-\x{1FFF}",
        "GeneralPunctuation" => r"\x{2000}-\x{206F}",
        "CurrencySymbols" => r"\x{20A0}-\x{20CF}",
        "LetterlikeSymbols" => r"\x{2100}-\x{214F}",
        "NumberForms" => r"\x{2150}-\x{218F}",
        "Arrows" => r"\x{2190}-\x{21FF}",
        "MathematicalOperators" => r"\x{2200}-\x{22FF}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(text: &str, pattern: &str, flags: &str) -> Option<bool> {
        Pattern::new(pattern, flags)?.is_match(text)
    }

    #[test]
    fn xpath_syntax() {
        assert_eq!(matches("Q", "^[A-Z-[OI]]$", ""), Some(true));
        assert_eq!(matches("O", "^[A-Z-[OI]]$", ""), Some(false));
        assert_eq!(matches("abab", r"^(ab)\1$", ""), Some(true));
        assert_eq!(matches("Ана", r"^\p{IsCyrillic}+$", ""), Some(true));
        assert_eq!(matches("x[y-z]", "X[y-Z]", "qi"), Some(true));
        assert_eq!(matches("hello world", "he ll o[ ]worl d", "x"), Some(true));
        for (pattern, flags) in [(r"(a)\2", ""), ("[\\1]", ""), ("a", "p"), ("[0-9-.]*/", ""), ("(?=a)", "")] {
            assert!(Pattern::new(pattern, flags).is_none(), "{pattern}");
        }
    }

    #[test]
    fn replacement_groups() {
        let replace = |text, pattern, with| Pattern::new(pattern, "").unwrap().replace(text, with);
        assert_eq!(replace("0123456789", r"(\d{3})(\d{3})(\d{4})", "($1) $2-$3").as_deref(), Some("(012) 345-6789"));
        assert_eq!(replace("abc", "b", r"\$0$0").as_deref(), Some("a$0bc"));
        assert_eq!(replace("abc", "(b)", "$12").as_deref(), Some("ab2c"));
    }
}

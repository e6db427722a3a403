//! Signs and words of an expression.
//!
//! The one rule: the length is checked first, so that everything after it is bounded by the source.

use super::NotConvertible;
use crate::limits;

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    Text(String),
    /// Text pieces and the sources of the expressions between them.
    Template(Vec<(String, Option<String>)>),
    Regex(String, String),
    Word(String),
    Sign(&'static str),
    End,
}

/// A token, its line, and whether a line break stands before it.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    pub line: u32,
    pub after_break: bool,
}

/// Longest first, so that `===` is not read as `==` and `=`.
const SIGNS: [&str; 44] = [
    "===", "!==", "...", "**=", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "+=", "-=", "*=", "/=", "%=",
    "++", "--", "**", "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "=", ".",
];

/// Cuts a source into tokens.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, NotConvertible> {
    if source.len() > limits::SCRIPT_BYTES_MAX {
        return Err(NotConvertible { line: 1, what: source.len().to_string(), reason: "too-long" });
    }
    Lexer { rest: source, line: 1, out: Vec::new(), broke: false }.run()
}

struct Lexer<'s> {
    rest: &'s str,
    line: u32,
    out: Vec<Token>,
    broke: bool,
}

impl Lexer<'_> {
    fn fail<T>(&self, what: impl Into<String>, reason: &'static str) -> Result<T, NotConvertible> {
        Err(NotConvertible { line: self.line, what: what.into(), reason })
    }

    fn push(&mut self, kind: Kind) {
        self.out.push(Token { kind, line: self.line, after_break: self.broke });
        self.broke = false;
    }

    fn run(mut self) -> Result<Vec<Token>, NotConvertible> {
        loop {
            self.skip_space()?;
            let Some(c) = self.rest.chars().next() else {
                self.push(Kind::End);
                return Ok(self.out);
            };
            match c {
                '0'..='9' => self.number()?,
                '.' if self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number()?,
                '"' | '\'' => self.text(c)?,
                '`' => self.template()?,
                '/' if self.regex_may_start() => self.regex()?,
                c if c == '_' || c == '$' || c.is_alphabetic() => {
                    let end = self.rest.find(|c: char| c != '_' && c != '$' && !c.is_alphanumeric()).unwrap_or(self.rest.len());
                    let word = self.rest[..end].to_owned();
                    self.rest = &self.rest[end..];
                    self.push(Kind::Word(word));
                }
                _ => match SIGNS.iter().find(|sign| self.rest.starts_with(**sign)) {
                    Some(sign) => {
                        self.rest = &self.rest[sign.len()..];
                        self.push(Kind::Sign(sign));
                    }
                    None => return self.fail(c, "sign"),
                },
            }
        }
    }

    fn skip_space(&mut self) -> Result<(), NotConvertible> {
        loop {
            let trimmed = self.rest.trim_start_matches(|c: char| {
                if c == '\n' {
                    self.line += 1;
                    self.broke = true;
                }
                c.is_whitespace() || c == '\u{feff}'
            });
            self.rest = trimmed;
            if self.rest.starts_with("//") {
                self.rest = self.rest.find('\n').map_or("", |at| &self.rest[at..]);
            } else if self.rest.starts_with("/*") {
                let Some(end) = self.rest.find("*/") else { return self.fail("/*", "unclosed") };
                let breaks = self.rest[..end].matches('\n').count();
                self.line += u32::try_from(breaks).unwrap_or(0);
                self.broke |= breaks > 0;
                self.rest = &self.rest[end + 2..];
            } else {
                return Ok(());
            }
        }
    }

    fn number(&mut self) -> Result<(), NotConvertible> {
        let bytes = self.rest.as_bytes();
        let mut end = 0;
        while end < bytes.len() {
            let c = bytes[end];
            let sign_of_exponent = (c == b'+' || c == b'-') && end > 0 && matches!(bytes[end - 1], b'e' | b'E');
            if c.is_ascii_digit() || c == b'.' || matches!(c, b'e' | b'E') || sign_of_exponent {
                end += 1;
            } else {
                break;
            }
        }
        let text = &self.rest[..end];
        let Ok(number) = text.parse::<f64>() else { return self.fail(text, "number") };
        if self.rest[end..].starts_with(char::is_alphabetic) {
            return self.fail(text, "number");
        }
        self.rest = &self.rest[end..];
        self.push(Kind::Number(number));
        Ok(())
    }

    fn escape(&self, chars: &mut std::str::Chars<'_>, out: &mut String) -> Result<(), NotConvertible> {
        let code = |chars: &mut std::str::Chars<'_>, length: usize| {
            let hex: String = chars.take(length).collect();
            u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)
        };
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('u') => match code(chars, 4) {
                Some(c) => out.push(c),
                None => return self.fail("\\u", "text"),
            },
            Some('x') => match code(chars, 2) {
                Some(c) => out.push(c),
                None => return self.fail("\\x", "text"),
            },
            Some('\n') => {}
            Some(other) => out.push(other),
            None => return self.fail("\\", "unclosed"),
        }
        Ok(())
    }

    fn text(&mut self, quote: char) -> Result<(), NotConvertible> {
        let mut chars = self.rest[1..].chars();
        let mut out = String::new();
        loop {
            match chars.next() {
                Some(c) if c == quote => break,
                Some('\\') => self.escape(&mut chars, &mut out)?,
                Some('\n') | None => return self.fail(quote, "unclosed"),
                Some(c) => out.push(c),
            }
        }
        self.rest = chars.as_str();
        self.push(Kind::Text(out));
        Ok(())
    }

    fn template(&mut self) -> Result<(), NotConvertible> {
        let mut chars = self.rest[1..].chars();
        let mut parts = Vec::new();
        let mut out = String::new();
        let mut breaks = 0;
        loop {
            match chars.next() {
                Some('`') => break,
                Some('\\') => self.escape(&mut chars, &mut out)?,
                Some('$') if chars.as_str().starts_with('{') => {
                    let inner = &chars.as_str()[1..];
                    let Some(end) = inner.find('}') else { return self.fail("${", "unclosed") };
                    if inner[..end].contains(['{', '`', '\'', '"']) {
                        return self.fail("${", "template");
                    }
                    parts.push((std::mem::take(&mut out), Some(inner[..end].to_owned())));
                    chars = inner[end + 1..].chars();
                }
                Some(c) => {
                    breaks += u32::from(c == '\n');
                    out.push(c);
                }
                None => return self.fail('`', "unclosed"),
            }
        }
        parts.push((out, None));
        self.rest = chars.as_str();
        self.push(Kind::Template(parts));
        self.line += breaks;
        Ok(())
    }

    /// A slash divides after a value and begins a regular expression elsewhere.
    fn regex_may_start(&self) -> bool {
        match self.out.last().map(|token| &token.kind) {
            None => true,
            Some(Kind::Sign(sign)) => !matches!(*sign, ")" | "]" | "}"),
            Some(Kind::Word(word)) => matches!(word.as_str(), "return" | "typeof"),
            Some(_) => false,
        }
    }

    fn regex(&mut self) -> Result<(), NotConvertible> {
        let mut chars = self.rest[1..].chars();
        let mut source = String::new();
        let mut in_class = false;
        loop {
            match chars.next() {
                Some('/') if !in_class => break,
                Some('\\') => {
                    source.push('\\');
                    match chars.next() {
                        Some(c) => source.push(c),
                        None => return self.fail('/', "unclosed"),
                    }
                }
                Some('\n') | None => return self.fail('/', "unclosed"),
                Some(c) => {
                    in_class = (in_class || c == '[') && c != ']';
                    source.push(c);
                }
            }
        }
        let rest = chars.as_str();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let flags = rest[..end].to_owned();
        self.rest = &rest[end..];
        self.push(Kind::Regex(source, flags));
        Ok(())
    }
}

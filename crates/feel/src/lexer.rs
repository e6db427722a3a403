//! Text of an expression into tokens.
//!
//! The one rule: the lexer knows nothing of names with spaces; it keeps where blanks were, so that the parser can join words.

use std::sync::Arc;

use crate::error::ParseError;
use crate::limits::EXPRESSION_BYTES_MAX;
use crate::number::Number;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Number(Number),
    Text(Arc<str>),
    Word(Arc<str>),
    Symbol(&'static str),
    /// A character that belongs to no token, but may be part of a name the scope knows, such as an apostrophe.
    Other(char),
}

/// One token and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) blank_before: bool,
}

/// Longest first, so that `**` is not read as two `*`.
const SYMBOLS: [&str; 28] = [
    "**", "..", "<=", ">=", "!=", "->", "==", "(", ")", "[", "]", "{", "}", ",", ":", "+", "-", "*", "/", "=", "<", ">", ".", "@", "?",
    "|", ";", "^",
];

fn starts_word(c: char) -> bool {
    c.is_alphabetic() || c == '_' || is_pictograph(c)
}

fn continues_word(c: char) -> bool {
    starts_word(c) || c.is_numeric() || matches!(c, '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
}

/// DMN 1.5 grammar rule 30 allows nearly all of the supplementary planes in names.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{10000}'..='\u{effff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}')
}

/// All tokens of the text.
pub(crate) fn tokens(source: &str) -> Result<Vec<Token>, ParseError> {
    if source.len() > EXPRESSION_BYTES_MAX {
        return Err(ParseError::at(source, 0, "the expression is too long"));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        let start = skip_blanks(source, at)?;
        let Some(first) = source[start..].chars().next() else { return Ok(tokens) };
        let rest = &source[start..];
        let (kind, end) = if first == '"' {
            let (text, length) = text_literal(source, start)?;
            (Kind::Text(text.into()), start + length)
        } else if first.is_ascii_digit()
            || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) && !after_operand(&tokens, start))
        {
            let length = number_length(rest);
            let number = rest[..length].parse().map_err(|_| ParseError::at(source, start, "the number has too many digits"))?;
            (Kind::Number(number), start + length)
        } else if starts_word(first) {
            let length = rest.find(|c| !continues_word(c)).unwrap_or(rest.len());
            (Kind::Word(rest[..length].into()), start + length)
        } else if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            (Kind::Symbol(symbol), start + symbol.len())
        } else {
            (Kind::Other(first), start + first.len_utf8())
        };
        tokens.push(Token { kind, start, end, blank_before: start > at || at == 0 });
        at = end;
    }
}

/// Whether a `.` here is the dot of a path or range, not the start of a number: it touches the operand before it.
fn after_operand(tokens: &[Token], start: usize) -> bool {
    tokens.last().is_some_and(|token| {
        token.end == start && matches!(token.kind, Kind::Word(_) | Kind::Symbol(")" | "]" | "}" | "." | "..") | Kind::Text(_))
    })
}

fn skip_blanks(source: &str, mut at: usize) -> Result<usize, ParseError> {
    loop {
        let rest = &source[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").ok_or_else(|| ParseError::at(source, at, "the comment has no end"))? + 2;
        } else {
            match rest.chars().next() {
                Some(c) if c.is_whitespace() || c == '\u{feff}' => at += c.len_utf8(),
                _ => return Ok(at),
            }
        }
    }
}

/// `12`, `12.5`, `.5`, `1.2e3`; in `1..5` the number ends before the dots.
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1 + sign);
        }
    }
    end
}

/// The text in quotes at `start`, with its escapes resolved, and its length with the quotes.
fn text_literal(source: &str, start: usize) -> Result<(String, usize), ParseError> {
    let rest = &source[start + 1..];
    let mut text = String::new();
    let mut surrogate = None;
    let mut at = 0;
    while let Some(c) = rest[at..].chars().next() {
        let unit = if c == '\\' {
            let (unit, length) = escape(&rest[at..]);
            at += length;
            unit
        } else if c == '"' {
            return Ok((text, at + 2));
        } else {
            at += c.len_utf8();
            Escape::Char(c)
        };
        match (surrogate.take(), unit) {
            (_, Escape::Char(c)) => text.push(c),
            (Some(high), Escape::Unit(low @ 0xdc00..=0xdfff)) => {
                let code = 0x1_0000_u32 + ((high - 0xd800) << 10) + (low - 0xdc00);
                text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            (_, Escape::Unit(high @ 0xd800..=0xdbff)) => surrogate = Some(high),
            (_, Escape::Unit(code)) => text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
            (_, Escape::None) => text.push('\\'),
        }
    }
    Err(ParseError::at(source, start, "the text has no closing quotation mark"))
}

enum Escape {
    Char(char),
    Unit(u32),
    /// A backslash that escapes nothing stands for itself, so that patterns such as `\d` need no doubling.
    None,
}

fn escape(rest: &str) -> (Escape, usize) {
    let hex = |digits: usize| rest.get(2..2 + digits).and_then(|text| u32::from_str_radix(text, 16).ok());
    match rest.as_bytes().get(1) {
        Some(b'n') => (Escape::Char('\n'), 2),
        Some(b't') => (Escape::Char('\t'), 2),
        Some(b'r') => (Escape::Char('\r'), 2),
        Some(b'"') => (Escape::Char('"'), 2),
        Some(b'\'') => (Escape::Char('\''), 2),
        Some(b'\\') => (Escape::Char('\\'), 2),
        Some(b'u') => hex(4).map_or((Escape::None, 1), |code| (Escape::Unit(code), 6)),
        Some(b'U') => hex(6).map_or((Escape::None, 1), |code| (Escape::Unit(code), 8)),
        _ => (Escape::None, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<String> {
        tokens(source).unwrap().into_iter().map(|token| source[token.start..token.end].to_owned()).collect()
    }

    #[test]
    fn splits() {
        assert_eq!(kinds("1..5"), ["1", "..", "5"]);
        assert_eq!(kinds("a.b>=.5"), ["a", ".", "b", ">=", ".5"]);
        assert_eq!(kinds("2**-n // end"), ["2", "**", "-", "n"]);
        assert_eq!(kinds("1.2e3 + /* x */ 4"), ["1.2e3", "+", "4"]);
        assert_eq!(kinds("Такса за копие"), ["Такса", "за", "копие"]);
    }

    #[test]
    fn resolves_escapes() {
        let text = |source: &str| match &tokens(source).unwrap()[0].kind {
            Kind::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(r#""a\"b\n\\""#), "a\"b\n\\");
        assert_eq!(text(r#""\d\u0041""#), "\\dA");
        assert_eq!(text(r#""\ud83d\udc0e \U01F40E""#), "🐎 🐎");
    }

    #[test]
    fn refuses_what_has_no_end() {
        assert!(tokens("\"abc").is_err());
        assert!(tokens("/* abc").is_err());
    }
}

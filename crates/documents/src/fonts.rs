//! The fonts of every document, compiled in, and what they can write.
//!
//! The one rule: a character without a glyph never reaches the page, because PDF/A forbids it; it is replaced in the data beforehand.

use serde_json::Value;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};

const FILES: [&[u8]; 2] = [include_bytes!("../fonts/SofiaSans-Regular.ttf"), include_bytes!("../fonts/SofiaSans-Bold.ttf")];

/// What stands for a character that cannot be written.
const UNKNOWN: char = '¤';

/// The loaded fonts.
pub(crate) struct Fonts {
    pub(crate) faces: Vec<Font>,
    pub(crate) book: FontBook,
    coverage: FontInfo,
}

impl Fonts {
    pub(crate) fn load() -> Self {
        let faces: Vec<Font> = FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        assert_eq!(faces.len(), FILES.len(), "the fonts compiled into the program are whole");
        let book = FontBook::from_fonts(&faces);
        let coverage = faces[0].info().clone();
        Self { faces, book, coverage }
    }

    /// Whether every document can show this character.
    pub(crate) fn covers(&self, c: char) -> bool {
        matches!(c, '\n') || (!is_unwritable(c) && self.coverage.coverage.contains(u32::from(c)))
    }

    /// The text with every character that cannot be written replaced by its nearest relative, or by a sign that something stood there.
    pub(crate) fn writable(&self, text: &str) -> String {
        text.chars().filter_map(|c| if self.covers(c) { Some(c) } else { self.substitute(c) }).collect()
    }

    /// Makes every string of the data writable, keys excepted.
    pub(crate) fn make_writable(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if !text.chars().all(|c| self.covers(c)) {
                    *text = self.writable(text);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.make_writable(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.make_writable(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn substitute(&self, c: char) -> Option<char> {
        let relative = match c {
            '\t' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => ' ',
            '\u{a0}' | '\u{2007}' | '\u{202f}' => '\u{a0}',
            '\u{2028}' | '\u{2029}' => '\n',
            '\u{2010}' | '\u{2011}' | '\u{2043}' => '-',
            '\u{2012}' | '\u{2015}' | '\u{2500}' => '–',
            '\u{2212}' => '-',
            '\u{201b}' | '\u{2032}' | '\u{02bb}' | '\u{02bc}' | '\u{02b9}' => '’',
            '\u{201f}' | '\u{2033}' => '“',
            '\u{2024}' => '.',
            // Marks that only steer layout or join characters, and control characters, leave no gap.
            '\u{00ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => return None,
            c if c.is_control() => return None,
            _ => UNKNOWN,
        };
        Some(if self.covers(relative) { relative } else { '?' })
    }
}

/// Code points a PDF/A must not map to, whatever the font has.
fn is_unwritable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bulgarian_is_covered() {
        let fonts = Fonts::load();
        for c in "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюяѝѐЀЍ№„“’–—…€§0123456789\u{a0}«»•×".chars()
        {
            assert!(fonts.covers(c), "{c:?}");
        }
        for c in "ыэёЫЭЁіїєґІЇЄҐђјљњћџЂЈЉЊЋЏřžşğœßæøąłÁÉÍäöüαβγΩ".chars() {
            assert!(fonts.covers(c), "{c:?}");
        }
    }

    #[test]
    fn what_cannot_be_written_is_replaced() {
        let fonts = Fonts::load();
        for (given, expected) in [
            ("Иван\u{200b}ов", "Иванов"),
            ("a\tb", "a b"),
            ("12\u{202f}500", "12\u{a0}500"),
            ("Сините\u{2011}камъни", "Сините-камъни"),
            ("王 Иван", "¤ Иван"),
            ("x\u{0}y", "xy"),
            ("ред\nред", "ред\nред"),
        ] {
            assert_eq!(fonts.writable(given), expected, "{given:?}");
        }
    }
}

//! Code 128 bar codes, digits packed in pairs where that shortens the symbol.

use std::fmt::Write as _;

use barcoders::sym::code128::Code128;

use super::CodeError;

/// LIMIT: longest text of a bar code; more does not fit across a page at 0.25 mm a module.
pub const BARCODE_CHARS_MAX: usize = 48;
/// Modules of white on either side (ISO/IEC 15417: ten; at 0.25 mm this is the 2.5 mm of `ux.md` §8).
pub const QUIET_MODULES: usize = 10;

/// A Code 128 symbol: dark and light modules from left to right, without its quiet zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barcode {
    modules: Vec<bool>,
}

impl Barcode {
    /// Modules from edge to edge, both quiet zones included.
    pub fn width(&self) -> usize {
        self.modules.len() + 2 * QUIET_MODULES
    }

    /// The picture: black bars on white, quiet zones included, `height` units for one unit per module.
    pub fn svg(&self, height: f64) -> String {
        let width = self.width();
        let mut path = String::with_capacity(self.modules.len() * 8);
        let mut x = 0;
        while x < self.modules.len() {
            let run = self.modules[x..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} 0h{run}v{height}h-{run}z", x + QUIET_MODULES);
            }
            x += run.max(1);
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{width}v{height}h-{width}z\"/><path d=\"{path}\"/></svg>"
        )
    }
}

/// Encodes printable ASCII.
pub fn code128(text: &str) -> Result<Barcode, CodeError> {
    if text.is_empty() {
        return Err(CodeError::Empty);
    }
    if text.chars().count() > BARCODE_CHARS_MAX {
        return Err(CodeError::TooLong { max: BARCODE_CHARS_MAX });
    }
    if !text.chars().all(|c| matches!(c, ' '..='~')) {
        return Err(CodeError::Character);
    }
    let symbol = Code128::new(planned(text)).map_err(|_| CodeError::Character)?;
    Ok(Barcode { modules: symbol.encode().into_iter().map(|module| module == 1).collect() })
}

/// The bar code of `text` as an SVG picture, 40 modules high: at 0.25 mm a module that is 10 mm.
pub fn code128_svg(text: &str) -> Result<String, CodeError> {
    Ok(code128(text)?.svg(40.0))
}

/// Marks the code sets: C for runs of digits where it saves symbols (four at either end, six inside), B for the rest.
fn planned(text: &str) -> String {
    const SET_B: char = '\u{0181}';
    const SET_C: char = '\u{0106}';
    let bytes = text.as_bytes();
    let mut plan = String::with_capacity(text.len() + 8);
    let mut set = None;
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let at_edge = at == 0 || at + digits == bytes.len();
        if digits >= if at_edge { 4 } else { 6 } {
            // An odd run keeps its first digit in set B, so that the pairs reach the end of the run.
            let pairs = digits & !1;
            let lead = digits - pairs;
            if lead == 1 {
                if set != Some(SET_B) {
                    plan.push(SET_B);
                }
                plan.push(char::from(bytes[at]));
            }
            plan.push(SET_C);
            set = Some(SET_C);
            plan.extend(bytes[at + lead..at + digits].iter().map(|b| char::from(*b)));
            at += digits;
        } else {
            if set != Some(SET_B) {
                plan.push(SET_B);
                set = Some(SET_B);
            }
            let run = digits.max(1);
            plan.extend(bytes[at..at + run].iter().map(|b| char::from(*b)));
            at += run;
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_packed_where_it_pays() {
        for (text, plan) in [
            ("ABC", "ƁABC"),
            ("1234", "Ć1234"),
            ("12345", "Ɓ1Ć2345"),
            ("123", "Ɓ123"),
            ("AB1234", "ƁABĆ1234"),
            ("AB1234X", "ƁAB1234X"),
            ("AB123456X", "ƁABĆ123456ƁX"),
            ("BG25073XSNJFV010007CZ", "ƁBG25073XSNJFVĆ010007ƁCZ"),
        ] {
            assert_eq!(planned(text), plan);
        }
    }

    #[test]
    fn reference_number_fits_a_roll() {
        let code = code128("BG25073XSNJFV010007CZ").expect("printable");
        // 72 mm can be printed on a roll of 80 mm.
        assert!(code.width() as f64 * 0.25 <= 72.0, "{}", code.width());
    }

    #[test]
    fn refusals() {
        assert_eq!(code128(""), Err(CodeError::Empty));
        assert_eq!(code128("РНУ"), Err(CodeError::Character));
        assert_eq!(code128(&"1".repeat(49)), Err(CodeError::TooLong { max: 48 }));
    }
}

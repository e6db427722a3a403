//! QR codes at error correction level M with a quiet zone of four modules.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::CodeError;

/// LIMIT: longest text of a QR code; more makes modules smaller than 0.4 mm at 25 mm.
pub const QR_CHARS_MAX: usize = 300;
/// Modules of white around the symbol (ISO/IEC 18004 §9.1).
pub const QUIET_MODULES: usize = 4;

/// A QR symbol: a square of dark and light modules, without its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    width: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// Modules on one side, without the quiet zone.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The picture: one black path on white, quiet zone included, one unit per module.
    pub fn svg(&self) -> String {
        let side = self.width + 2 * QUIET_MODULES;
        let mut path = String::with_capacity(self.width * self.width * 4);
        for (y, row) in self.dark.chunks(self.width).enumerate() {
            let mut x = 0;
            while x < row.len() {
                let run = row[x..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let (left, top) = (x + QUIET_MODULES, y + QUIET_MODULES);
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
                }
                x += run.max(1);
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
        )
    }
}

/// Encodes `text`, shortening an address first (see [`short_address`]).
pub fn qr(text: &str) -> Result<Qr, CodeError> {
    if text.is_empty() {
        return Err(CodeError::Empty);
    }
    if text.chars().count() > QR_CHARS_MAX {
        return Err(CodeError::TooLong { max: QR_CHARS_MAX });
    }
    let text = short_address(text);
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).map_err(|_| CodeError::TooLong { max: QR_CHARS_MAX })?;
    Ok(Qr { width: code.width(), dark: code.into_colors().into_iter().map(|color| color == Color::Dark).collect() })
}

/// The QR code of `text` as an SVG picture. Give it a size of at least 25 mm (20 mm on a roll), quiet zone not counted.
pub fn qr_svg(text: &str) -> Result<String, CodeError> {
    Ok(qr(text)?.svg())
}

/// The same address with scheme and host in capitals, which lets a QR code use its denser alphanumeric mode.
///
/// Scheme and host are the parts where letter case means nothing (RFC 3986 §6.2.2.1); path and query stay as they are, so an address made of
/// capitals, digits and `$%*+-./:` altogether is alphanumeric from end to end.
pub fn short_address(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return text.to_owned();
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    if host.contains('@') || !host.is_ascii() {
        return text.to_owned();
    }
    format!("{}://{}{tail}", scheme.to_ascii_uppercase(), host.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_is_shortened_only_where_case_means_nothing() {
        for (given, expected) in [
            ("https://gishe.example.bg/s/AbC", "HTTPS://GISHE.EXAMPLE.BG/s/AbC"),
            ("https://gishe.example.bg", "HTTPS://GISHE.EXAMPLE.BG"),
            ("http://localhost:8080?a=b", "HTTP://LOCALHOST:8080?a=b"),
            ("https://Me@example.bg/", "https://Me@example.bg/"),
            ("mailto:a@b", "mailto:a@b"),
            ("просто текст", "просто текст"),
        ] {
            assert_eq!(short_address(given), expected);
        }
    }

    #[test]
    fn capitals_make_a_smaller_symbol() {
        let capitals = qr("https://gishe.primerna.example/S/7K2M9QXRT4WBD3FH6Y8Z").expect("short");
        let small = qr("https://gishe.primerna.example/s/7k2m9qxrt4wbd3fh6y8z").expect("short");
        assert!(capitals.width() < small.width(), "{} {}", capitals.width(), small.width());
        assert_eq!(capitals.width(), 29);
    }

    #[test]
    fn quiet_zone_is_four_modules() {
        let code = qr("A").expect("short");
        assert_eq!(code.width(), 21);
        assert!(code.svg().contains("viewBox=\"0 0 29 29\""));
        // The finder pattern begins at the first module after the quiet zone.
        assert!(code.svg().contains("M4 4h7v1h-7z"));
    }

    #[test]
    fn refusals() {
        assert_eq!(qr(""), Err(CodeError::Empty));
        assert_eq!(qr(&"x".repeat(301)), Err(CodeError::TooLong { max: 300 }));
    }
}

//! Tells the type of a file by its first bytes, and whether its ending agrees.

/// Endings this program can check.
const KNOWN: [&str; 24] = [
    "pdf", "jpg", "jpeg", "png", "gif", "tif", "tiff", "webp", "heic", "heif", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv", "xml",
    "json", "p7s", "p7m", "asice", "sce", "zip",
];

/// Whether files with this ending can be told by their content.
pub fn is_known(ending: &str) -> bool {
    KNOWN.contains(&ending)
}

/// Bytes of the beginning that are kept.
const HEAD: usize = 4096;
/// Names by which a container of Office and of ASiC is known; the longest decides how much of a piece is kept for the next.
const PARTS: [&[u8]; 4] = [b"word/", b"xl/", b"ppt/", b"META-INF/"];
const PART_LONGEST: usize = 9;
/// What a web page begins with, lower case.
const PAGE: &[u8] = b"<!doctype html";

/// Looks at a content as it comes, piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Look {
    head: Vec<u8>,
    /// The last bytes of what was looked at.
    tail: Vec<u8>,
    /// Which of [`PARTS`] were seen.
    parts: [bool; PARTS.len()],
    /// A letter that ends in the next piece.
    cut: Vec<u8>,
    is_binary: bool,
    is_page: bool,
}

impl Look {
    /// What a whole content in memory looks like.
    pub fn of(content: &[u8]) -> Look {
        let mut look = Look::default();
        look.feed(content);
        look
    }

    /// Looks at the next piece.
    pub fn feed(&mut self, piece: &[u8]) {
        let room = HEAD - self.head.len();
        self.head.extend_from_slice(&piece[..piece.len().min(room)]);
        if !self.is_binary {
            self.feed_text(piece);
        }
        if self.head.starts_with(b"PK") || !self.is_binary {
            let joined = [&self.tail, piece].concat();
            let holds = |what: &[u8]| joined.windows(what.len()).any(|window| window == what);
            self.parts.iter_mut().zip(PARTS).for_each(|(seen, part)| *seen = *seen || holds(part));
            self.is_page = self.is_page || joined.windows(PAGE.len()).any(|window| window.eq_ignore_ascii_case(PAGE));
            self.tail = joined[joined.len().saturating_sub(PART_LONGEST.max(PAGE.len()) - 1)..].to_vec();
        }
    }

    /// Text is valid UTF-8 without signs that steer a terminal.
    fn feed_text(&mut self, piece: &[u8]) {
        let joined = [&self.cut, piece].concat();
        let (whole, rest) = match std::str::from_utf8(&joined) {
            Ok(text) => (text, &[][..]),
            // The end may be the beginning of a letter.
            Err(error) if error.error_len().is_none() => {
                let (whole, rest) = joined.split_at(error.valid_up_to());
                (std::str::from_utf8(whole).unwrap_or_default(), rest)
            }
            Err(_) => {
                self.is_binary = true;
                return;
            }
        };
        self.is_binary = whole.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
        self.cut = rest.to_vec();
    }

    /// The type of the content, if `ending` (lower case, without dot) is one that such content may have.
    pub fn mime(&self, ending: &str) -> Option<&'static str> {
        let head = self.head.as_slice();
        let starts = |magic: &[u8]| head.starts_with(magic);
        let when = |endings: &[&str], mime: &'static str| endings.contains(&ending).then_some(mime);
        if head[..head.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
            return when(&["pdf"], "application/pdf");
        }
        if starts(&[0xFF, 0xD8, 0xFF]) {
            return when(&["jpg", "jpeg"], "image/jpeg");
        }
        if starts(b"\x89PNG\r\n\x1a\n") {
            return when(&["png"], "image/png");
        }
        if starts(b"GIF87a") || starts(b"GIF89a") {
            return when(&["gif"], "image/gif");
        }
        if starts(b"II*\0") || starts(b"MM\0*") {
            return when(&["tif", "tiff"], "image/tiff");
        }
        if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return when(&["webp"], "image/webp");
        }
        if head.get(4..8) == Some(b"ftyp") && matches!(head.get(8..12), Some(b"heic" | b"heix" | b"mif1")) {
            return when(&["heic", "heif"], "image/heic");
        }
        if starts(b"PK\x03\x04") {
            return self.zip_mime(ending);
        }
        // DER sequence: detached and enveloping CMS signatures. PEM is text and is not accepted for them.
        if head.len() > 4 && starts(&[0x30]) && matches!(head[1], 0x80..=0x84) && matches!(ending, "p7s" | "p7m") {
            return Some("application/pkcs7-signature");
        }
        self.text_mime(ending)
    }

    /// Containers say what they hold: OpenDocument and ASiC in their first entry, Office in the names of their parts.
    fn zip_mime(&self, ending: &str) -> Option<&'static str> {
        let [word, excel, slides, asic] = self.parts;
        let says = |what: &[u8]| self.head.windows(what.len()).any(|window| window == what);
        match ending {
            "docx" => word.then_some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            "xlsx" => excel.then_some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            "pptx" => slides.then_some("application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            "odt" => says(b"application/vnd.oasis.opendocument.text").then_some("application/vnd.oasis.opendocument.text"),
            "ods" => says(b"application/vnd.oasis.opendocument.spreadsheet").then_some("application/vnd.oasis.opendocument.spreadsheet"),
            "asice" | "sce" => (says(b"application/vnd.etsi.asic-e+zip") || asic).then_some("application/vnd.etsi.asic-e+zip"),
            "zip" => Some("application/zip"),
            _ => None,
        }
    }

    fn text_mime(&self, ending: &str) -> Option<&'static str> {
        if self.is_binary || !self.cut.is_empty() {
            return None;
        }
        let head = self.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.head).trim_ascii_start();
        let is_markup = head.starts_with(b"<");
        match ending {
            "txt" if !is_markup => Some("text/plain"),
            "csv" if !is_markup => Some("text/csv"),
            "xml" if is_markup && !self.is_page => Some("application/xml"),
            "json" if head.starts_with(b"{") || head.starts_with(b"[") => Some("application/json"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_ending_must_agree() {
        let docx = b"PK\x03\x04......word/document.xml";
        let odt = b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text";
        let rows: &[(&[u8], &str, Option<&str>)] = &[
            (b"%PDF-1.7\n...", "pdf", Some("application/pdf")),
            (b"%PDF-1.7\n...", "jpg", None),
            (b"MZ\x90\0", "pdf", None),
            (b"\x7fELF", "txt", None),
            (&[0xFF, 0xD8, 0xFF, 0xE0], "jpg", Some("image/jpeg")),
            (b"\x89PNG\r\n\x1a\n", "png", Some("image/png")),
            (b"GIF89a", "gif", Some("image/gif")),
            (b"II*\0", "tiff", Some("image/tiff")),
            (docx, "docx", Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
            (docx, "xlsx", None),
            (docx, "pdf", None),
            (odt, "odt", Some("application/vnd.oasis.opendocument.text")),
            (&[0x30, 0x82, 1, 2, 3], "p7s", Some("application/pkcs7-signature")),
            (&[0x30, 0x82, 1, 2, 3], "pdf", None),
            ("бележка".as_bytes(), "txt", Some("text/plain")),
            (&[0xC0, 0xC1, 0xFF], "txt", None),
            (b"<html><script>", "txt", None),
            (b"<svg onload=x>", "png", None),
            (b"<!DOCTYPE html><p>", "xml", None),
            ("бележка".as_bytes().split_last().map_or(&[][..], |(_, cut)| cut), "txt", None),
            (b"", "txt", Some("text/plain")),
        ];
        for (content, ending, expected) in rows {
            let said = String::from_utf8_lossy(content);
            assert_eq!(Look::of(content).mime(ending), *expected, "{ending} {said:?}");
            let mut look = Look::default();
            content.chunks(1).for_each(|piece| look.feed(piece));
            assert_eq!(look.mime(ending), *expected, "{ending} {said:?} byte by byte");
        }
        assert!(!is_known("svg") && !is_known("html") && !is_known("exe"));
    }
}

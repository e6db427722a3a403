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

/// The type of the content, if `ending` (lower case, without dot) is one that such content may have.
pub fn mime(content: &[u8], ending: &str) -> Option<&'static str> {
    let starts = |magic: &[u8]| content.starts_with(magic);
    let when = |endings: &[&str], mime: &'static str| endings.contains(&ending).then_some(mime);
    if content[..content.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
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
    if starts(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
        return when(&["webp"], "image/webp");
    }
    if content.get(4..8) == Some(b"ftyp") && matches!(content.get(8..12), Some(b"heic" | b"heix" | b"mif1")) {
        return when(&["heic", "heif"], "image/heic");
    }
    if starts(b"PK\x03\x04") {
        return zip_mime(content, ending);
    }
    // DER sequence: detached and enveloping CMS signatures. PEM is text and is not accepted for them.
    if content.len() > 4 && starts(&[0x30]) && matches!(content[1], 0x80..=0x84) && matches!(ending, "p7s" | "p7m") {
        return Some("application/pkcs7-signature");
    }
    text_mime(content, ending)
}

/// Containers say what they hold: OpenDocument and ASiC in their first entry, Office in the names of their parts.
fn zip_mime(content: &[u8], ending: &str) -> Option<&'static str> {
    let head = &content[..content.len().min(4096)];
    let holds = |what: &[u8]| content.windows(what.len()).any(|window| window == what);
    let says = |what: &[u8]| head.windows(what.len()).any(|window| window == what);
    match ending {
        "docx" => holds(b"word/").then_some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "xlsx" => holds(b"xl/").then_some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "pptx" => holds(b"ppt/").then_some("application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        "odt" => says(b"application/vnd.oasis.opendocument.text").then_some("application/vnd.oasis.opendocument.text"),
        "ods" => says(b"application/vnd.oasis.opendocument.spreadsheet").then_some("application/vnd.oasis.opendocument.spreadsheet"),
        "asice" | "sce" => (says(b"application/vnd.etsi.asic-e+zip") || holds(b"META-INF/")).then_some("application/vnd.etsi.asic-e+zip"),
        "zip" => Some("application/zip"),
        _ => None,
    }
}

fn text_mime(content: &[u8], ending: &str) -> Option<&'static str> {
    let text = std::str::from_utf8(content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content)).ok()?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')) {
        return None;
    }
    let start = text.trim_start();
    let is_markup = start.starts_with('<');
    match ending {
        "txt" if !is_markup => Some("text/plain"),
        "csv" if !is_markup => Some("text/csv"),
        "xml" if is_markup && !start.to_ascii_lowercase().contains("<!doctype html") => Some("application/xml"),
        "json" if start.starts_with(['{', '[']) => Some("application/json"),
        _ => None,
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
            (b"", "txt", Some("text/plain")),
        ];
        for (content, ending, expected) in rows {
            assert_eq!(mime(content, ending), *expected, "{ending} {:?}", String::from_utf8_lossy(content));
        }
        assert!(!is_known("svg") && !is_known("html") && !is_known("exe"));
    }
}

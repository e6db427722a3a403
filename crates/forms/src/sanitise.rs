//! Markup of a definition, let through by an allow-list.
//!
//! The one rule: what is not on the lists never leaves this file; the result is well-formed and carries no script.

/// Elements that may stay.
const ELEMENTS: [&str; 32] = [
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ul",
    "ol",
    "li",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "abbr",
    "hr",
];
/// Elements that have no end.
const EMPTY: [&str; 2] = ["br", "hr"];
/// Elements whose content goes with them.
const SWALLOWED: [&str; 9] = ["script", "style", "iframe", "object", "embed", "noscript", "template", "svg", "math"];
/// Deeper markup than this is flattened.
const NESTING_MAX: usize = 32;

/// Markup that may be shown, and whether something was taken away.
pub(crate) fn html(source: &str) -> (String, bool) {
    let mut out = String::with_capacity(source.len());
    let mut open: Vec<&'static str> = Vec::new();
    let mut lost = false;
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &mut out);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(tag) = Tag::read(rest) else {
            out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if SWALLOWED.contains(&tag.name.as_str()) {
            lost = true;
            if !tag.closing {
                rest = after_end(rest, &tag.name);
            }
            continue;
        }
        let Some(name) = ELEMENTS.iter().copied().find(|known| *known == tag.name) else {
            lost = true;
            continue;
        };
        // The page has exactly one heading of the first level and the form has the second.
        let shown = match name {
            "h1" | "h2" => "h3",
            other => other,
        };
        if tag.closing {
            if let Some(position) = open.iter().rposition(|element| *element == shown) {
                for element in open.drain(position..).rev() {
                    out.push_str(&format!("</{element}>"));
                }
            }
        } else if EMPTY.contains(&name) {
            out.push_str(&format!("<{name}>"));
        } else if open.len() < NESTING_MAX {
            out.push('<');
            out.push_str(shown);
            for (attribute, value) in &tag.attributes {
                if allowed(name, attribute, value) {
                    out.push_str(&format!(" {attribute}=\""));
                    attribute_text(value, &mut out);
                    out.push('"');
                } else if attribute.starts_with("on") || attribute == "href" {
                    lost = true;
                }
            }
            out.push('>');
            open.push(shown);
        }
    }
    text(rest, &mut out);
    for element in open.iter().rev() {
        out.push_str(&format!("</{element}>"));
    }
    (out, lost)
}

/// The text of markup, for hints and labels.
pub(crate) fn plain(source: &str) -> String {
    if !source.contains(['<', '&']) {
        return source.trim().to_owned();
    }
    let mut out = String::new();
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match Tag::read(rest) {
            Some(tag) => {
                rest = &rest[tag.length..];
                if SWALLOWED.contains(&tag.name.as_str()) && !tag.closing {
                    rest = after_end(rest, &tag.name);
                } else if matches!(tag.name.as_str(), "br" | "p" | "li" | "div") {
                    out.push(' ');
                }
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    let decoded = out
        .replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    decoded.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn after_end<'s>(rest: &'s str, name: &str) -> &'s str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at;
        if rest[start + 2..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return rest[start..].find('>').map_or("", |end| &rest[start + end + 1..]);
        }
        from = start + 2;
    }
    ""
}

fn text(source: &str, out: &mut String) {
    let mut rest = source;
    while let Some(at) = rest.find(['&', '>']) {
        out.push_str(&rest[..at]);
        if rest[at..].starts_with('>') {
            out.push_str("&gt;");
        } else if is_reference(&rest[at..]) {
            out.push('&');
        } else {
            out.push_str("&amp;");
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

fn is_reference(rest: &str) -> bool {
    rest.find(';').is_some_and(|end| {
        let name = rest[1..end].strip_prefix('#').unwrap_or(&rest[1..end]);
        (1..=10).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_alphanumeric())
    })
}

fn attribute_text(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

fn allowed(element: &str, attribute: &str, value: &str) -> bool {
    match attribute {
        "lang" | "title" => true,
        "href" => element == "a" && safe_address(value),
        "colspan" | "rowspan" => matches!(element, "td" | "th") && value.parse::<u16>().is_ok_and(|count| count <= 100),
        "scope" => element == "th" && matches!(value, "row" | "col"),
        _ => false,
    }
}

/// An address without a scheme, or with one of the harmless ones. Control signs and spaces, which hide a scheme, are refused.
fn safe_address(value: &str) -> bool {
    let value = value.trim();
    if value.contains(|c: char| c.is_control() || c.is_whitespace() || c == '&' && value.contains("&#")) {
        return false;
    }
    match value.find([':', '/', '?', '#']) {
        Some(at) if value[at..].starts_with(':') => {
            matches!(value[..at].to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel")
        }
        _ => !value.starts_with("//") && !value.starts_with('\\'),
    }
}

struct Tag {
    name: String,
    closing: bool,
    attributes: Vec<(String, String)>,
    length: usize,
}

impl Tag {
    /// Reads a tag at the beginning of the text.
    fn read(source: &str) -> Option<Self> {
        let bytes = source.as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let start = if closing { 2 } else { 1 };
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let mut at = start;
        while bytes.get(at).is_some_and(|c| c.is_ascii_alphanumeric() || *c == b'-') {
            at += 1;
        }
        let name = source[start..at].to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            while bytes.get(at).is_some_and(|c| c.is_ascii_whitespace() || *c == b'/') {
                at += 1;
            }
            match bytes.get(at)? {
                b'>' => return Some(Self { name, closing, attributes, length: at + 1 }),
                _ => {
                    let from = at;
                    while bytes.get(at).is_some_and(|c| !c.is_ascii_whitespace() && !matches!(c, b'=' | b'>' | b'/')) {
                        at += 1;
                    }
                    if at == from {
                        at += 1;
                        continue;
                    }
                    let attribute = source[from..at].to_ascii_lowercase();
                    let mut value = String::new();
                    if bytes.get(at) == Some(&b'=') {
                        at += 1;
                        let quote = *bytes.get(at)?;
                        let end = if quote == b'"' || quote == b'\'' {
                            at += 1;
                            at + source[at..].find(quote as char)?
                        } else {
                            at + source[at..].find(|c: char| c.is_ascii_whitespace() || c == '>')?
                        };
                        value = source[at..end].to_owned();
                        at = if quote == b'"' || quote == b'\'' { end + 1 } else { end };
                    }
                    attributes.push((attribute, value));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_passes_by_the_list_only() {
        for (source, expected) in [
            ("<p>Текст</p>", "<p>Текст</p>"),
            ("<h1>A</h1>", "<h3>A</h3>"),
            ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
            ("a&nbsp;b &#8222;x&#8220;", "a&nbsp;b &#8222;x&#8220;"),
            ("<script>alert(1)</script>x", "x"),
            ("<SCRIPT src=x>y</SCRIPT >z", "z"),
            ("<p onclick=\"x()\">a</p>", "<p>a</p>"),
            ("<a href=\"https://example.bg/?a=1\">x</a>", "<a href=\"https://example.bg/?a=1\">x</a>"),
            ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
            ("<a href=' java\nscript:alert(1)'>x</a>", "<a>x</a>"),
            ("<a href='&#106;avascript:x'>x</a>", "<a>x</a>"),
            ("<a href='//evil.example'>x</a>", "<a>x</a>"),
            ("<a href='/bg/help#x'>x</a>", "<a href=\"/bg/help#x\">x</a>"),
            ("<p>open", "<p>open</p>"),
            ("</p>x", "x"),
            ("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</li></li></ul>"),
            ("<img src=x onerror=y>z", "z"),
            ("<!-- c -->z", "z"),
            ("<br/>z", "<br>z"),
            ("<p title='\"><script>'>x</p>", "<p title=\"&quot;&gt;&lt;script&gt;\">x</p>"),
            ("<script>never closed", ""),
            ("<svg><p>x</p></svg>y", "y"),
            ("<b", "&lt;b"),
        ] {
            assert_eq!(html(source).0, expected, "{source}");
        }
        assert!(html("<p onclick=1>x</p>").1);
        assert!(!html("<p>x</p>").1);
    }

    #[test]
    fn text_of_markup() {
        assert_eq!(plain("<p>Десет&nbsp;цифри</p><p>без интервали</p>"), "Десет\u{a0}цифри без интервали");
        assert_eq!(plain("a <b>b</b>"), "a b");
        assert_eq!(plain(" x "), "x");
    }
}

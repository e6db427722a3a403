//! What came back: status, headers, words.

use axum::http::{HeaderMap, StatusCode, header};

/// An answer.
#[derive(Debug, Clone)]
pub struct Page {
    /// Status.
    pub status: StatusCode,
    /// Where it leads; empty when nowhere.
    pub location: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub bytes: Vec<u8>,
}

/// The words between the tags, with single spaces.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let plain = out.replace("&#39;", "'").replace("&quot;", "\"").replace("&#38;", "&").replace("&amp;", "&").replace('\u{a0}', " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, bytes: Vec<u8>) -> Page {
        let location = headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        Page { status, location, headers, bytes }
    }

    /// The page as it was sent.
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("a page is text")
    }

    /// A header; empty when it is missing.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// The words of the main part, or of the whole page when it has none.
    pub fn text(&self) -> String {
        let html = self.html();
        let body = html.split_once("<main").map_or(html, |(_, rest)| rest);
        words(body.split_once("</main>").map_or(body, |(main, _)| main))
    }

    /// The words of the whole page.
    pub fn words(&self) -> String {
        words(&String::from_utf8_lossy(&self.bytes))
    }

    /// The page says this.
    #[track_caller]
    pub fn shows(&self, said: &str) -> &Page {
        let text = self.text();
        assert!(text.contains(said), "„{said}“ is not on the page ({}): {text}", self.status);
        self
    }

    /// No key of the catalogue of texts stands on the page unresolved.
    #[track_caller]
    pub fn is_worded(&self) -> &Page {
        let text = self.text();
        let areas = ["work-", "office-", "shell-", "portal-", "admin-"];
        let key = text.split_whitespace().find(|word| areas.iter().any(|area| word.starts_with(area)));
        assert!(key.is_none(), "{key:?} has no text: {text}");
        self
    }

    /// The page, or the file, was given.
    #[track_caller]
    pub fn ok(self) -> Page {
        assert_eq!(self.status, StatusCode::OK, "{} {}", self.location, self.words());
        if std::str::from_utf8(&self.bytes).is_ok() {
            self.is_worded();
        }
        self
    }

    /// The form came back with mistakes.
    #[track_caller]
    pub fn refused(self) -> Page {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {}", self.location, self.text());
        assert!(self.html().contains("<title>Грешка: "), "the title tells of the mistake");
        self
    }

    /// The answer is a PDF.
    #[track_caller]
    pub fn pdf(self) -> Page {
        assert_eq!(self.status, StatusCode::OK, "{}", self.location);
        assert!(self.bytes.starts_with(b"%PDF-"), "the answer is no PDF");
        self
    }

    /// The answer leads on to an address with this beginning; answers with the address.
    #[track_caller]
    pub fn to(self, beginning: &str) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        assert!(self.location.starts_with(beginning), "{} does not begin with {beginning}", self.location);
        self.location
    }

    /// The value of a hidden field, if the page has it.
    pub fn find_hidden(&self, name: &str) -> Option<String> {
        let html = String::from_utf8_lossy(&self.bytes);
        let mark = format!("name=\"{name}\" value=\"");
        let start = html.find(&mark)? + mark.len();
        html[start..].split('"').next().map(str::to_owned)
    }

    /// The value of a hidden field.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        self.find_hidden(name).unwrap_or_else(|| panic!("no field {name}: {}", self.text()))
    }
}

//! Files people send: read with the fields around them, looked at, measured, kept (`ux.md` §4).
//!
//! The one rule: what a file is, its content says; name and announced type are only what its owner believes.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use forms::FileSlot;
use kernel::limits::{FILE_BYTES_MAX, FILES_MAX, FORM_BYTES_MAX};
use serde_json::{Value as Json, json};
use store::Uploaded;

use crate::app::App;
use crate::error::PageError;
use crate::form::Pairs;
use crate::sniff::Look;
use crate::texts::{Arg, Texts};
use crate::{csrf, format};

/// Endings that any place for files accepts when it names none.
const TYPES_ANY: [&str; 10] = [".pdf", ".jpg", ".jpeg", ".png", ".docx", ".odt", ".xlsx", ".ods", ".txt", ".p7m"];
/// LIMIT: longest name of a file that is kept, characters.
const NAME_CHARS_MAX: usize = 150;

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// Name of the input.
    pub field: String,
    /// Name the person's device gave it, without folders.
    pub name: String,
    /// Content, not in its place yet.
    pub content: Uploaded,
    /// What it looks like.
    pub look: Look,
}

impl SentFile {
    /// The ending of the name, lower case, without the dot.
    pub fn ending(&self) -> String {
        self.name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
    }
}

/// A posted form, with or without files.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Names and values.
    pub pairs: Pairs,
    /// Files that were chosen.
    pub files: Vec<SentFile>,
}

impl Received {
    /// Files of an input.
    pub fn files_of<'a>(&'a self, field: &'a str) -> Vec<&'a SentFile> {
        self.files.iter().filter(|file| file.field == field).collect()
    }
}

impl FromRequest<App> for Received {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if !kind.starts_with("multipart/form-data") {
            return Ok(Received { pairs: Pairs::from_request(request, app).await?, files: Vec::new() });
        }
        let bad = |error: axum::extract::multipart::MultipartError| {
            if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                PageError::too_large()
            } else {
                PageError::bad_request().caused_by(error)
            }
        };
        let mut form = Multipart::from_request(request, app).await.map_err(|error| PageError::bad_request().caused_by(error))?;
        let mut received = Received::default();
        let mut text_bytes = 0;
        while let Some(mut field) = form.next_field().await.map_err(bad)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            match file_name {
                Some(file_name) => {
                    if received.files.len() >= FILES_MAX {
                        return Err(PageError::too_large().with_text("upload-many"));
                    }
                    let (mut upload, mut look) = (app.store.blobs().upload().await?, Look::default());
                    while let Some(piece) = field.chunk().await.map_err(bad)? {
                        look.feed(&piece);
                        upload.write(&piece).await?;
                    }
                    let content = upload.finish().await?;
                    // An input of files that was left empty arrives as a nameless file without content.
                    if !file_name.is_empty() || content.blob().size > 0 {
                        received.files.push(SentFile { field: name, name: base_name(&file_name), content, look });
                    }
                }
                None => {
                    let content = field.bytes().await.map_err(bad)?;
                    text_bytes += content.len();
                    let text = String::from_utf8(content.to_vec()).map_err(|error| PageError::bad_request().caused_by(error))?;
                    if text_bytes > FORM_BYTES_MAX {
                        return Err(PageError::too_large());
                    }
                    if text.contains('\0') || name.contains('\0') {
                        return Err(PageError::bad_request());
                    }
                    if name != csrf::FIELD {
                        received.pairs.0.push((name, text));
                    }
                }
            }
        }
        Ok(received)
    }
}

/// The last part of a name, without what could mean a folder or confuse a reader.
fn base_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Signs that turn the direction of writing can make „evil.exe“ look like a picture.
    let is_odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '"' | '<' | '>' | ':' | '|' | '?' | '*')
    };
    let clean: String = last.chars().filter(|c| !is_odd(*c)).collect();
    let clean = clean.trim().trim_start_matches('.').trim();
    let count = clean.chars().count();
    // The ending stays when the beginning has to be cut.
    clean.chars().skip(count.saturating_sub(NAME_CHARS_MAX)).collect()
}

/// What a place accepts.
#[derive(Debug, Clone)]
pub struct Limits {
    types: Vec<String>,
    bytes_min: u64,
    bytes_max: u64,
}

impl Limits {
    /// The limits of a place in a form.
    pub fn of(slot: &FileSlot) -> Limits {
        let types = if slot.types.is_empty() { TYPES_ANY.map(str::to_owned).to_vec() } else { slot.types.clone() };
        Limits { types, bytes_min: slot.bytes_min, bytes_max: slot.bytes_max.min(FILE_BYTES_MAX) }
    }

    /// The limits of a document that belongs to no place in a form.
    pub fn any() -> Limits {
        Limits { types: TYPES_ANY.map(str::to_owned).to_vec(), bytes_min: 1, bytes_max: 10 * 1024 * 1024 }
    }

    /// Value of the attribute `accept`.
    pub fn accept(&self) -> String {
        self.types.join(",")
    }

    fn words(&self) -> String {
        let mut words: Vec<String> = self.types.iter().map(|one| one.trim_start_matches('.').to_uppercase()).collect();
        words.dedup();
        words.join(", ")
    }

    /// The limits in words, told before a file is chosen.
    pub fn hint(&self, t: Texts) -> String {
        t.with2("upload-file-hint", "types", self.words(), "size", format::size(self.bytes_max, t.language()))
    }

    fn accepts(&self, mime: &str, ending: &str) -> bool {
        self.types.iter().any(|one| match one.strip_prefix('.') {
            Some(wanted) => {
                wanted.eq_ignore_ascii_case(ending) || (wanted.eq_ignore_ascii_case("jpg") && ending.eq_ignore_ascii_case("jpeg"))
            }
            None => match one.strip_suffix("/*") {
                Some(group) => mime.starts_with(group) && mime[group.len()..].starts_with('/'),
                None => one == mime || one == "*",
            },
        })
    }
}

/// A file that was looked at and lies in the blob store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Digest of the content, hex.
    pub sha256: String,
    /// Size, bytes.
    pub size: i64,
    /// Type found by looking at the content.
    pub mime: String,
    /// Name given by the person.
    pub name: String,
}

impl Kept {
    /// The file as an answer of a form (`eforms.md` §3).
    pub fn answer(&self) -> Json {
        json!({
            "ref": self.sha256, "sha256": self.sha256, "size": self.size, "type": self.mime,
            "originalName": self.name, "name": self.name,
        })
    }
}

/// Checks a file and keeps it; the inner error is the sentence for the person.
pub async fn keep(app: &App, t: Texts, file: &SentFile, limits: &Limits) -> Result<Result<Kept, String>, PageError> {
    let size = u64::try_from(file.content.blob().size).unwrap_or(0);
    let refuse = |key: &str, args: &[(&str, Arg)]| {
        let mut all: Vec<(&str, Arg)> = vec![("name", Arg::from(&file.name))];
        all.extend(args.iter().cloned());
        t.with(key, &all)
    };
    if size == 0 || size < limits.bytes_min {
        return Ok(Err(refuse("upload-file-empty", &[])));
    }
    if size > limits.bytes_max {
        let sizes =
            [("size", Arg::from(format::size(size, t.language()))), ("max", Arg::from(format::size(limits.bytes_max, t.language())))];
        return Ok(Err(refuse("upload-file-large", &sizes)));
    }
    let ending = file.ending();
    let types = [("types", Arg::from(limits.words()))];
    let Some(mime) = file.look.mime(&ending) else {
        let is_known = limits.types.iter().any(|one| one.trim_start_matches('.').eq_ignore_ascii_case(&ending));
        return Ok(Err(refuse(if is_known { "upload-file-disguised" } else { "upload-file-type" }, &types)));
    };
    if !limits.accepts(mime, &ending) {
        return Ok(Err(refuse("upload-file-type", &types)));
    }
    let blob = app.store.blob_place(&file.content, app.clock.now().as_millisecond()).await?;
    Ok(Ok(Kept { sha256: blob.sha256, size: blob.size, mime: mime.to_owned(), name: file.name.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_folders_and_tricks() {
        assert_eq!(base_name("../../etc/passwd"), "passwd");
        assert_eq!(base_name("C:\\Temp\\скица.pdf"), "скица.pdf");
        assert_eq!(base_name("evil\u{202e}gpj.exe"), "evilgpj.exe");
        assert_eq!(base_name(".htaccess"), "htaccess");
        assert_eq!(base_name(&format!("{}.pdf", "а".repeat(300))).chars().count(), NAME_CHARS_MAX);
    }
}

//! The applicant's own words and documents beside the corrected answers, kept with the draft of the correction.

use cases::document::StoredFile;
use serde_json::{Value as Json, json};
use web::upload::Kept;

/// LIMIT: documents sent with one correction.
pub const FILES_MAX: usize = 10;
/// LIMIT: characters of the answer.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// What is said and sent beside the corrected answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The words; may be empty.
    pub text: String,
    /// The documents, in the shape of files of a form.
    pub files: Vec<Json>,
}

impl Reply {
    /// Reads the reply kept with a draft.
    pub fn of(choices: &Json) -> Reply {
        let files = choices["reply_files"].as_array().cloned().unwrap_or_default();
        Reply { text: choices["reply"].as_str().unwrap_or_default().to_owned(), files }
    }

    /// The reply as it is kept.
    pub fn to_json(&self) -> Json {
        json!({ "reply": self.text, "reply_files": self.files })
    }

    /// Whether nothing is said and nothing sent.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.files.is_empty()
    }

    /// Adds a document that was checked and kept.
    pub fn add(&mut self, file: &Kept) {
        self.files.push(file.answer());
    }

    /// Name and size of each document.
    pub fn names(&self) -> Vec<(String, u64)> {
        let name = |file: &Json| file["originalName"].as_str().unwrap_or_default().to_owned();
        self.files.iter().map(|file| (name(file), file["size"].as_u64().unwrap_or_default())).collect()
    }

    /// The documents as a case takes them.
    pub fn stored(&self) -> Vec<StoredFile> {
        let text = |file: &Json, key: &str| file[key].as_str().unwrap_or_default().to_owned();
        let stored = self.files.iter().map(|file| StoredFile {
            sha256: text(file, "sha256"),
            size: file["size"].as_i64().unwrap_or_default(),
            mime: text(file, "type"),
            name: text(file, "originalName"),
        });
        stored.collect()
    }
}

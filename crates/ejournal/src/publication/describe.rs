//! What published numbers mean: definitions with every answer, a description beside every file (Frictionless Data Package with Table
//! Schema).
//!
//! The one rule: every word stands in `data/figures.toml` and `data/open-data.toml`, in Bulgarian and in English.

use std::sync::OnceLock;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::Publisher;
use super::files::{COLUMNS, CSV, Content, PARQUET};
use crate::nomenclature::Nomenclature;
use crate::statistics::{Period, definitions};

/// What a description is of.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Who publishes.
    pub publisher: &'a Publisher,
    /// The period.
    pub period: Period,
    /// When, ms since 1970 UTC.
    pub now_ms: i64,
}

/// A text in both languages.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Both {
    bg: String,
    en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: Both,
    about: Both,
    journal: String,
    column: Vec<Column>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    name: String,
    bg: String,
    en: String,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| toml::from_str(include_str!("../../data/open-data.toml")).expect("a test reads the shipped description"))
}

/// Title, meaning of the columns, of the figures and of the statuses: the head of every answer and file.
pub fn explained(about: Option<About<'_>>) -> Json {
    let words = words();
    let columns: Vec<Json> = words.column.iter().map(|column| json!({ "name": column.name, "bg": column.bg, "en": column.en })).collect();
    let statuses = Nomenclature::shipped().statuses().iter().filter(|status| status.phase.is_some());
    let statuses: Vec<Json> = statuses.map(|status| json!({ "status": status.code, "bg": status.bg, "en": status.en })).collect();
    let mut head = json!({ "title": words.title, "about": words.about });
    if let Some(About { publisher, period, now_ms }) = about {
        head["period"] = json!(period.to_string());
        head["from"] = json!(period.first());
        head["until"] = json!(period.last());
        head["publisher"] = publisher_name(publisher);
        head["created"] = json!(Timestamp::from_millisecond(now_ms).unwrap_or_default().to_string());
    }
    head["columns"] = json!(columns);
    head["definitions"] = json!(definitions());
    head["statuses"] = json!(statuses);
    head
}

fn publisher_name(publisher: &Publisher) -> Json {
    match publisher {
        Publisher::Journal => json!(words().journal),
        Publisher::Administration(eik) => json!(eik.to_string()),
    }
}

/// The description of the files of a period.
pub fn datapackage(about: About<'_>, files: &[Content], rows: usize) -> Json {
    let mut package = explained(Some(about));
    let title = |column: &str, language: &str| {
        let words = words().column.iter().find(|words| words.name == column);
        words.map(|words| if language == "bg" { &words.bg } else { &words.en })
    };
    let field = |name: &&str| {
        let is_number = matches!(*name, "value" | "hidden");
        json!({ "name": name, "type": if is_number { "integer" } else { "string" }, "title": title(name, "bg"), "description": title(name, "en") })
    };
    let fields: Vec<Json> = COLUMNS.iter().map(field).collect();
    let resource = |file: &Content| {
        let form = match file.media_type {
            CSV => "csv",
            PARQUET => "parquet",
            _ => "json",
        };
        json!({
            "name": file.name.to_lowercase(), "path": file.name, "format": form, "mediatype": file.media_type, "encoding": "utf-8",
            "bytes": file.bytes.len(), "hash": format!("sha256:{:x}", Sha256::digest(&file.bytes)),
            "schema": { "fields": fields, "missingValues": [""] },
        })
    };
    package["name"] = json!(about.publisher.stem(about.period).to_lowercase());
    package["profile"] = json!("data-package");
    package["rowCount"] = json!(rows);
    package["resources"] = json!(files.iter().map(resource).collect::<Vec<_>>());
    package
}

//! Applying: a draft on the server, its pages of questions, the choice of speed and delivery, the last look, filing (P-08…P-12).
//!
//! The one rule: a draft keeps whatever was typed, right or wrong, before anything is checked; only filing demands that all is right.

pub mod delivery;
pub mod draft;
pub mod question;
pub mod review;
pub mod saved;
pub mod submit;
pub mod tasks;

use forms::{Definition, Env, SummaryRow};
use serde_json::Value as Json;
use services::kit::Kit;

/// Paths under `/apply/{draft}/` that are no pages of the form.
const RESERVED: [&str; 5] = ["delivery", "review", "submit", "saved", "autosave"];

/// The part of the address of a page: its key, with a mark before keys that mean something else there.
pub fn page_part(key: &str) -> String {
    if RESERVED.contains(&key) || key.starts_with('~') { format!("~{key}") } else { key.to_owned() }
}

/// The key of a page from its part of the address.
pub fn page_key(part: &str) -> &str {
    part.strip_prefix('~').unwrap_or(part)
}

/// Rows of answers under the titles of their pages.
pub fn grouped(rows: Vec<SummaryRow>) -> Vec<(String, Vec<SummaryRow>)> {
    let mut sections: Vec<(String, Vec<SummaryRow>)> = Vec::new();
    let mut last_page = None;
    for row in rows {
        if last_page.as_deref() != Some(row.page.as_str()) {
            sections.push((row.page_title.clone(), Vec::new()));
            last_page = Some(row.page.clone());
        }
        if let Some((_, rows)) = sections.last_mut() {
            rows.push(row);
        }
    }
    sections
}

/// Keys of the pages the answers so far make part of the application, in order.
pub fn visible_pages(form: &Definition, answers: &Json, env: &Env) -> Vec<(String, String)> {
    form.pages(answers, env).into_iter().filter(|page| page.visible).map(|page| (page.key, page.title)).collect()
}

/// The name of the service in a language.
pub fn service_name(kit: &Kit, language: &str) -> String {
    kit.manifest.name.get(language).to_owned()
}

//! The crate as others see it.

mod binding;
mod bounds;
mod evaluation;
mod import;
mod kits;
mod outline;
mod pages;
mod samples;

use forms::{Definition, Env};
use serde_json::{Value, json};

/// The environment of all tests.
pub fn env() -> Env {
    Env::new("2026-03-05T12:00:00Z".parse().unwrap(), "bg")
}

/// A form of one page from its components.
pub fn form(components: Value) -> Definition {
    let json = json!({ "title": "Форма", "display": "form", "components": components });
    Definition::parse(&json.to_string()).unwrap()
}

/// A wizard from its components.
pub fn wizard(components: Value) -> Definition {
    let json = json!({ "title": "Форма", "display": "wizard", "components": components });
    Definition::parse(&json.to_string()).unwrap()
}

/// Errors as `path rule`.
pub fn errors(form: &Definition, data: Value) -> Vec<String> {
    form.evaluate(&data, &env()).errors.iter().map(|error| format!("{} {}", error.path, error.rule)).collect()
}

/// Errors as sentences.
pub fn sentences(form: &Definition, data: Value) -> Vec<String> {
    form.evaluate(&data, &env()).errors.iter().map(|error| error.sentence("bg")).collect()
}

//! Finds the sentence of a code in `locales/*/process.ftl`.
//!
//! The rule kept here: sentences are single-line Fluent messages with plain `{ $name }` places, so that this crate can show
//! them without a Fluent runtime and every other program can read the same files with one.

use crate::finding::Language;

const BG: &str = include_str!("../../../locales/bg/process.ftl");
const EN: &str = include_str!("../../../locales/en/process.ftl");

/// The sentence of a code with its places filled; the code itself when there is none.
pub(crate) fn sentence(language: Language, key: &str, args: &[(&'static str, String)]) -> String {
    let file = match language {
        Language::Bg => BG,
        Language::En => EN,
    };
    let Some(pattern) = pattern(file, key) else {
        return key.to_owned();
    };
    let mut text = pattern.to_owned();
    for (name, value) in args {
        text = text.replace(&format!("{{ ${name} }}"), value);
    }
    text
}

fn pattern<'a>(file: &'a str, key: &str) -> Option<&'a str> {
    file.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('=').map(str::trim))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Problem, StepError};

    fn codes() -> impl Iterator<Item = &'static str> {
        let refusals = StepError::CODES.iter().chain(crate::scenario::Error::CODES).copied();
        Problem::ALL.iter().map(|p| p.code()).chain(refusals)
    }

    #[test]
    fn every_code_has_both_sentences() {
        for code in codes() {
            let bg = pattern(BG, code).unwrap_or_else(|| panic!("{code} has no Bulgarian sentence"));
            let en = pattern(EN, code).unwrap_or_else(|| panic!("{code} has no English sentence"));
            let places = |text: &str| {
                let mut names: Vec<String> =
                    text.split("{ $").skip(1).filter_map(|p| p.split_once(" }").map(|(n, _)| n.to_owned())).collect();
                names.sort();
                names
            };
            assert_eq!(places(bg), places(en), "{code} mentions different things");
        }
    }

    #[test]
    fn every_sentence_belongs_to_a_code() {
        let known: Vec<&str> = codes().collect();
        for file in [BG, EN] {
            for line in file.lines().filter(|l| l.starts_with("PROC-")) {
                let key = line.split_whitespace().next().expect("a key");
                assert!(known.contains(&key), "{key} is not a code");
            }
        }
    }

    #[test]
    fn every_code_has_a_page() {
        let pages = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/errors"));
        for code in codes() {
            assert!(pages.join(format!("{code}.md")).exists(), "{code} has no page");
        }
    }

    #[test]
    fn places_are_filled() {
        let args = [("element", "callActivity".to_owned())];
        assert!(sentence(Language::En, "PROC-0012", &args).contains("callActivity"));
        assert!(sentence(Language::Bg, "PROC-0012", &args).contains("callActivity"));
        assert_eq!(sentence(Language::Bg, "PROC-9999", &[]), "PROC-9999");
    }
}

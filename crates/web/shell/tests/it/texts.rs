//! No text is missing in a language, none is used that nobody wrote, none of the frame's own is left over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use web::texts::keys;
use web::{Language, Texts};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn files(folder: &Path, extensions: &[&str], out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let is_skipped = ["target", "node_modules", "tests", "examples", "patterns"].iter().any(|skipped| name == *skipped);
        if path.is_dir() {
            if !is_skipped {
                files(&path, extensions, out);
            }
        } else if path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| extensions.contains(&extension)) {
            out.push(path);
        }
    }
}

/// Sources and templates of all crates.
fn sources() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    files(&root().join("crates"), &["rs", "html", "typ"], &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

fn is_key(text: &str) -> bool {
    text.contains('-')
        && !text.ends_with('-')
        && text.chars().next().is_some_and(|c| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Keys asked for by name in the web crates and the binary, with the file that asks.
fn asked() -> BTreeMap<String, PathBuf> {
    const CALLS: [&str; 15] = [
        "text!(\"",
        "page.t(\"",
        "page.t1(\"",
        "page.t2(\"",
        "page.n(\"",
        ".t.get(\"",
        " t.get(\"",
        "(t.get(\"",
        "t.with(\"",
        "t.with1(\"",
        "t.with2(\"",
        "t.count(\"",
        "page_of(\"",
        "with_text(\"",
        "with_text_args(\"",
    ];
    let mut found = BTreeMap::new();
    for (path, text) in
        sources().into_iter().filter(|(path, _)| path.components().any(|part| part.as_os_str() == "web" || part.as_os_str() == "gishe"))
    {
        for call in CALLS {
            for (at, _) in text.match_indices(call) {
                let key: String = text[at + call.len()..].chars().take_while(|c| *c != '"').collect();
                if is_key(&key) {
                    found.insert(key, path.clone());
                }
            }
        }
    }
    found
}

#[test]
fn every_key_exists_in_both_languages() {
    let bulgarian: BTreeSet<String> = keys(Language::Bulgarian).into_iter().collect();
    let english: BTreeSet<String> = keys(Language::English).into_iter().collect();
    assert!(!bulgarian.is_empty());
    let only_bulgarian: Vec<_> = bulgarian.difference(&english).collect();
    let only_english: Vec<_> = english.difference(&bulgarian).collect();
    assert!(
        only_bulgarian.is_empty() && only_english.is_empty(),
        "missing in English: {only_bulgarian:?}\nmissing in Bulgarian: {only_english:?}"
    );
}

#[test]
fn no_key_is_written_twice() {
    let mut seen = BTreeSet::new();
    let twice: Vec<String> = keys(Language::Bulgarian).into_iter().filter(|key| !seen.insert(key.clone())).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn every_key_asked_for_was_written() {
    let written: BTreeSet<String> = keys(Language::Bulgarian).into_iter().collect();
    let missing: Vec<String> =
        asked().into_iter().filter(|(key, _)| !written.contains(key)).map(|(key, path)| format!("{key} in {}", path.display())).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_places_to_fill_are_the_same_in_both_languages() {
    let places = |language: Language| -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        let mut paths = Vec::new();
        files(&root().join("locales").join(language.code()), &["ftl"], &mut paths);
        for path in paths {
            let mut key = String::new();
            for line in std::fs::read_to_string(path).unwrap().lines() {
                if !line.starts_with([' ', '#', '}', '[', '*']) && line.contains('=') {
                    key = line.split('=').next().unwrap_or("").trim().to_owned();
                }
                for (at, _) in line.match_indices('$') {
                    let name: String = line[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    found.entry(key.clone()).or_insert_with(BTreeSet::new).insert(name);
                }
            }
        }
        for names in found.values_mut() {
            // A text that comes in both languages is inserted in the one of the page: `{ $bg }` here, `{ $en }` there.
            if !Language::ALL.iter().all(|one| names.contains(one.code())) && names.remove(language.code()) {
                names.insert("own".to_owned());
            }
        }
        found
    };
    let (bulgarian, english) = (places(Language::Bulgarian), places(Language::English));
    let different: Vec<&String> = bulgarian.keys().chain(english.keys()).filter(|key| bulgarian.get(*key) != english.get(*key)).collect();
    assert!(different.is_empty(), "{different:?}");
}

#[test]
fn no_text_of_the_frame_is_left_over() {
    let sources = sources();
    let own = ["shell-", "term-", "flag-", "error-", "status-", "upload-", "cli-"];
    let unused: Vec<String> = keys(Language::Bulgarian)
        .into_iter()
        .filter(|key| own.iter().any(|prefix| key.starts_with(prefix)))
        .filter(|key| {
            let quoted = format!("\"{key}\"");
            // Help is asked for by the names of commands and arguments; the binary's own test compares both.
            if key.starts_with("cli-help") {
                return false;
            }
            // Keys made of a fixed beginning and an identifier: `status-desk-{identifier}`.
            let begun =
                key.match_indices('-').any(|(at, _)| sources.iter().any(|(_, text)| text.contains(&format!("\"{}{{", &key[..=at]))));
            !begun && !sources.iter().any(|(_, text)| text.contains(&quoted))
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn every_state_has_both_labels_a_tone_and_a_picture() {
    for language in Language::ALL {
        let t = Texts::new(language);
        for identifier in web::status::ALL {
            assert!(t.has(&format!("status-desk-{identifier}")), "{language} {identifier}");
            assert!(t.has(&format!("status-public-{identifier}")), "{language} {identifier}");
            assert!(!web::icon::icon(web::status::icon(identifier)).is_empty());
        }
    }
}

#[test]
fn plural_forms_and_numbers_follow_the_language() {
    let t = Texts::new(Language::Bulgarian);
    assert_eq!(t.count("shell-working-days", 1), "1 работен ден");
    assert_eq!(t.count("shell-working-days", 21), "21 работни дни");
    assert_eq!(t.count("term-left", 0), "Последен ден");
    assert_eq!(t.count("shell-characters-max", 12_500), "До 12\u{a0}500 знака");
    assert_eq!(t.with1("shell-saved-at", "time", "14:30 ч."), "Запазено в 14:30 ч.");
    assert_eq!(t.get("no-such-key"), "no-such-key");
}

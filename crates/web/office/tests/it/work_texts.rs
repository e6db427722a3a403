//! Every key that the work names has a text in both languages, and both languages name the same places.

use std::collections::BTreeSet;
use std::path::Path;

use web::Language;

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(std::fs::read_to_string(&path).unwrap()) }
    }
}

fn named() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    files(&root.join("src/work"), &mut sources);
    files(&root.join("templates/work"), &mut sources);
    let mut named = BTreeSet::new();
    for source in &sources {
        for piece in source.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
            if piece.starts_with("work-") {
                named.insert(piece.to_owned());
            }
        }
    }
    named
}

#[test]
fn every_text_of_the_work_exists_in_both_languages() {
    let named = named();
    assert!(named.len() > 200, "{}", named.len());
    for language in Language::ALL {
        let keys: BTreeSet<String> = web::texts::keys(language).into_iter().filter(|key| key.starts_with("work-")).collect();
        // A key that ends with a dash is the beginning of a list of words.
        let is_known = |name: &String| keys.contains(name) || (name.ends_with('-') && keys.iter().any(|key| key.starts_with(name)));
        let missing: Vec<_> = named.iter().filter(|name| !is_known(name)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.code());
    }
}

/// The places of every text: `$name` in its source.
fn places(language: &str) -> Vec<(String, BTreeSet<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../../locales/{language}/office-work.ftl"));
    let source = std::fs::read_to_string(path).unwrap();
    let mut out: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let text = match line.split_once(" = ") {
            Some((key, text)) if !line.starts_with(' ') => {
                out.push((key.to_owned(), BTreeSet::new()));
                text
            }
            _ => line,
        };
        let Some((_, found)) = out.last_mut() else { continue };
        for part in text.split('$').skip(1) {
            found.insert(part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
        }
    }
    out
}

#[test]
fn both_languages_fill_the_same_places() {
    assert_eq!(places("bg"), places("en"));
}

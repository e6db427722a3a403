//! Every key that code and templates name has a text in both languages, with the same places to fill.

use std::collections::BTreeSet;
use std::path::Path;

use web::Language;

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "work") {
                files(&path, found);
            }
        } else {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_named_text_exists_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    files(&root.join("src"), &mut sources);
    files(&root.join("templates"), &mut sources);
    let mut named = BTreeSet::new();
    for source in &sources {
        for piece in source.split('"').skip(1).step_by(2).chain(source.split('"').skip(2).step_by(2)) {
            let is_key =
                piece.starts_with("office-") || piece.starts_with("shell-") || piece.starts_with("term-") || piece.starts_with("flag-");
            if is_key && piece.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !piece.ends_with('-') {
                named.insert(piece.to_owned());
            }
        }
    }
    assert!(named.len() > 150, "{}", named.len());
    for language in Language::ALL {
        let keys: BTreeSet<String> = web::texts::keys(language).into_iter().collect();
        // Lists of words are named by the beginning of their keys.
        let missing: Vec<&String> =
            named.iter().filter(|key| !keys.contains(*key) && !keys.iter().any(|one| one.starts_with(&format!("{key}-")))).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.code());
    }
}

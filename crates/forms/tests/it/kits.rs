//! The forms of the kits in this repository.

use forms::Definition;

#[test]
fn forms_of_all_kits_can_be_published() {
    let kits = concat!(env!("CARGO_MANIFEST_DIR"), "/../../kits");
    let Ok(folders) = std::fs::read_dir(kits) else { return };
    for folder in folders.flatten() {
        let Ok(source) = std::fs::read_to_string(folder.path().join("form.json")) else { continue };
        let name = folder.file_name();
        let definition = Definition::parse(&source).unwrap_or_else(|problems| panic!("{name:?}: {problems:?}"));
        let texts: Vec<String> =
            definition.report().problems.iter().map(|problem| format!("{}: {}", problem.path, problem.text("bg"))).collect();
        assert!(definition.report().publishable(), "{name:?}: {texts:#?}");
        println!(
            "{name:?}: {} problems {texts:#?}, {} texts without English",
            texts.len(),
            definition.report().translations_missing.get("en").map_or(0, Vec::len)
        );
    }
}

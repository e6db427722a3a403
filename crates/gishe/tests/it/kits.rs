//! Every kit of the product passes its own tests through the real commands.

use gishe::{kit_tests, sample};

#[test]
fn every_kit_passes_its_own_tests() {
    let kits = sample::kits();
    assert!(kits.len() >= 5, "the product ships at least five services, found {}", kits.len());
    let mut failures = Vec::new();
    for (code, files) in &kits {
        let (count, differences) = kit_tests::run(files).unwrap_or_else(|error| panic!("{code}: {error:#}"));
        assert!(count >= 3, "{code} has {count} test(s), a kit of the product has at least three");
        failures.extend(differences.into_iter().map(|d| format!("{code}/{}:{}: {}", d.file, d.line, d.text)));
    }
    assert!(failures.is_empty(), "{} difference(s)\n{}", failures.len(), failures.join("\n"));
}

//! The kits of this repository, as test data: they are correct, every mistake put into them is found, their processes walk the
//! paths their own tests promise.

mod mistakes;
mod walk;

use std::path::PathBuf;

use super::{FeeError, Finding, Kit, KitFiles, Speed, check_dir, load_dir};

/// Folder names of the kits.
const KITS: [&str; 5] = ["address-certificate", "heirs-certificate", "pavement-permit", "public-information", "tax-valuation"];

fn folder(kit: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../kits")).join(kit)
}

fn files(kit: &str) -> KitFiles {
    load_dir(&folder(kit)).expect("the kit is a folder of the repository")
}

fn kit(name: &str) -> Kit {
    Kit::parse(&files(name)).unwrap_or_else(|findings| panic!("{name}:\n{}", sentences(&findings)))
}

fn sentences(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|f| format!("{}:{} {} {}", f.file, f.line, f.code, f.text("bg")));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_kit_is_without_findings() {
    for name in KITS {
        let findings = check_dir(&folder(name), None).expect("the folder can be read");
        assert!(findings.is_empty(), "{name}:\n{}", sentences(&findings));
    }
}

#[test]
fn every_kit_has_three_tests_and_both_languages_everywhere() {
    for name in KITS {
        let kit = kit(name);
        assert!(kit.tests.len() >= 3, "{name}");
        assert_eq!(kit.code(), name);
        for key in ["registered", "correction", "ready", "refused", "terminated"] {
            for part in ["subject", "body"] {
                for language in ["bg", "en"] {
                    let text =
                        kit.text(language, &format!("{key}-{part}"), &[("number", "12"), ("service", "x"), ("due", "y"), ("link", "z")]);
                    assert!(text.is_some_and(|text| !text.contains('{')), "{name} {key} {part} {language}");
                }
            }
        }
    }
}

#[test]
fn hash_follows_the_content_only() {
    let mut changed = files("tax-valuation");
    let before = super::files_hash(&changed);
    assert_eq!(kit("tax-valuation").hash(), before);
    changed.get_mut("texts/bg.ftl").expect("a file of the kit").push(b'\n');
    assert_ne!(super::files_hash(&changed), before);
}

#[test]
fn facts_about_the_applicant_come_from_the_answers() {
    let kit = kit("tax-valuation");
    let facts = kit.applicant(&kit.tests[1].filing.answers);
    assert_eq!(facts.display_name(), "Пример ООД");
    assert_eq!(facts.person_name(), "Димитър Примеров");
    assert_eq!(facts.kind, Some(super::IdentifierKind::Eik));
    assert!(facts.person_identifier.is_some());

    let kit = self::kit("public-information");
    let facts = kit.applicant(&kit.tests[0].filing.answers);
    assert_eq!((facts.identifier, facts.kind), (None, None));
}

#[test]
fn fees_come_from_the_table_or_fail_aloud() {
    let kit = kit("pavement-permit");
    let at = jiff::Timestamp::UNIX_EPOCH;
    let answers = |zone: &str, area: serde_json::Value| serde_json::json!({ "place": { "zone": zone, "area": area }, "use": { "purpose": "stand" }, "period": { "months": 2 } });
    let fee = |answers: &serde_json::Value| kit.fee_reasoned(Speed::Ordinary, answers, at);
    let (money, rules) = fee(&answers("first", 10.into())).expect("the table has a rule");
    assert_eq!((money.cents, rules.len()), (18_000, 1));
    for broken in [answers("moon", 10.into()), answers("first", serde_json::Value::Null), answers("first", (-3).into())] {
        assert!(matches!(fee(&broken), Err(FeeError::Amount { .. })), "{broken}");
    }
    assert!(matches!(kit.fee(Speed::Express, &answers("first", 1.into()), at), Err(FeeError::Speed)));
}

#[test]
fn drafts_begin_with_the_answers() {
    let kit = kit("heirs-certificate");
    let answers = &kit.tests.iter().find(|test| test.file == "tests/happy.toml").expect("the kit has this test").filing.answers;
    let default = |key: &str| {
        let field = kit.manifest.fields.iter().find(|field| field.key == key).expect("a field of the kit");
        kit.draft_default(field, answers)
    };
    assert_eq!(default("diedOn").as_deref(), Some("2026-03-14"));
    assert_eq!(default("purpose").as_deref(), Some("нотариус"));
    assert_eq!(default("maritalStatus"), None);
    let heirs = default("heirs").expect("there are heirs");
    assert_eq!(heirs.lines().count(), 2);
    assert!(heirs.lines().next().is_some_and(|line| line.starts_with("Елена Стоянова Примерова; ") && line.contains("; дете")), "{heirs}");
}

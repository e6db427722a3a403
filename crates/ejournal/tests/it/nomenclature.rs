//! The shipped nomenclature against the published list, and what a newer version may do.

use std::collections::BTreeSet;

use ejournal::Nomenclature;
use ejournal::nomenclature::{NomenclatureError, OlderType, Problem};
use serde_json::{Value as Json, json};

use crate::kit::{nomenclature, sample, spec};

#[test]
fn the_shipped_version_is_the_published_list() {
    let Some(published) = sample("samples/ejournal/status-nomenclature.json") else { return };
    assert_eq!(json!(nomenclature().version()), published["version"]);
    let ours: Vec<Json> = nomenclature()
        .statuses()
        .iter()
        .map(|entry| {
            json!({
                "id": entry.id, "code": entry.code, "name_bg": entry.bg, "name_en": entry.en,
                "phase": entry.phase.map_or("(none)", |phase| phase.name()), "emitter": entry.reporter, "public": entry.public,
                "terminal": entry.end, "legacy_bes": entry.older,
                "eforms_code": if entry.inner.is_empty() { Json::Null } else { json!(entry.inner) }, "requires": entry.needs,
            })
        })
        .collect();
    for (ours, theirs) in ours.iter().zip(published["statuses"].as_array().unwrap()) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours.len(), 95);
}

#[test]
fn every_life_cycle_type_of_the_older_register_is_mapped_once() {
    for older in OlderType::ALL {
        assert!(nomenclature().status_of_older(*older).is_some(), "{older}");
    }
    let mapped = nomenclature().statuses().iter().map(|entry| entry.older.len()).sum::<usize>();
    assert_eq!((mapped, OlderType::ALL.len()), (31, 31));
    let Some(folder) = spec() else { return };
    let wsdl = std::fs::read_to_string(folder.join("schemas/ejournal/BGeGovEventsServices.wsdl")).unwrap();
    let document = roxmltree::Document::parse(&wsdl).unwrap();
    let all: BTreeSet<&str> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "simpleType" && node.attribute("name") == Some("EventTypeEnum"))
        .flat_map(|list| list.descendants())
        .filter_map(|node| node.attribute("value"))
        .collect();
    let ours: BTreeSet<&str> = OlderType::ALL.iter().map(|older| older.name()).collect();
    assert!(ours.is_subset(&all));
    let others = all.difference(&ours);
    assert!(others.clone().all(|name| name.starts_with("ROID_") || name.starts_with("RRES_") || *name == "PERSONAL_DATA_ACCESS_ATTEMPT"));
    assert_eq!(others.count(), 13);
}

#[test]
fn codes_of_the_published_inner_list_are_found() {
    let found = |inner: &str| nomenclature().status_of_inner(inner).map(|entry| entry.code.to_string());
    assert_eq!(found("97").as_deref(), Some("decision.refused"));
    assert_eq!(found("15").as_deref(), Some("payment.paid"));
    assert_eq!(found("14"), None);
}

const SHIPPED: &str = include_str!("../../data/nomenclature.toml");

fn changed(pairs: &[(&str, &str)]) -> Result<Nomenclature, NomenclatureError> {
    let mut text = SHIPPED.to_owned();
    for (from, to) in pairs {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    Nomenclature::load(&text)
}

fn problems(pairs: &[(&str, &str)]) -> Vec<Problem> {
    match changed(pairs) {
        Err(NomenclatureError::Content(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

#[test]
fn mistakes_are_named() {
    assert_eq!(
        problems(&[("id = 102", "id = 101")]),
        [Problem::IdTwice { id: 101, first: "portal.service.opened".into(), second: "portal.auth.sent".into() }]
    );
    assert_eq!(
        problems(&[("code = \"portal.auth.sent\"", "code = \"portal.service.opened\"")]),
        [Problem::CodeTwice { code: "portal.service.opened".into() }]
    );
    assert_eq!(
        problems(&[("inner = [\"18\"]", "inner = [\"11\"]")]),
        [Problem::MappedTwice { word: "11".into(), first: "form.started".into(), second: "form.signing".into() }]
    );
    assert_eq!(problems(&[("bg = \"Отказ\"", "bg = \" \"")]), [Problem::NoText { code: "decision.refused".into() }]);
    assert_eq!(
        problems(&[("code = \"fee.child\"", "code = \"fee.child\", from = 2026-01-01, until = 2025-12-31")]),
        [Problem::Validity { code: "fee.child".into() }]
    );
    assert_eq!(problems(&[("id = 101", "id = 0")]), [Problem::IdZero { code: "portal.service.opened".into() }]);
    assert_eq!(problems(&[("code = \"case.reopened\"", "code = \"case.again\"")]), [Problem::Missing { code: "case.reopened".into() }]);
    assert_eq!(
        problems(&[("code = \"payment.paid\", phase = \"payment\"", "code = \"payment.paid\", end = true, phase = \"payment\"")]),
        [Problem::EndWithoutPhase { code: "payment.paid".into() }]
    );
    for (from, to, word) in [
        ("phase = \"request\"", "phase = \"requests\"", "requests"),
        ("public = true", "publik = true", "publik"),
        ("version = \"1.0.0\"", "version = \"1.0\"", "three numbers"),
        ("from = 2025-01-01", "from = 2025-01-01T00:00:00Z", "not a day"),
        ("id = 101", "id = 70000", "70000"),
    ] {
        let error = changed(&[(from, to)]).expect_err(to);
        assert!(matches!(&error, NomenclatureError::Syntax(text) if text.contains(word)), "{error}");
    }
}

#[test]
fn a_newer_version_adds_and_ends_but_does_not_redefine() {
    let verdict = |pairs: &[(&str, &str)]| {
        changed(pairs).unwrap().succeeds(nomenclature()).map_err(|error| match error {
            NomenclatureError::Content(problems) => problems,
            other => panic!("{other}"),
        })
    };
    let added =
        "status = [\n  { id = 1701, code = \"work.photo\", phase = \"work\", reporter = \"АИС\", bg = \"Снимка\", en = \"Photo\" },";
    assert_eq!(verdict(&[]), Ok(()));
    assert_eq!(verdict(&[("status = [", added), ("1.0.0", "1.1.0")]), Ok(()));
    assert_eq!(verdict(&[("status = [", added), ("1.0.0", "1.0.9")]), Err(vec![Problem::Version { least: "1.1.0".parse().unwrap() }]));
    assert_eq!(verdict(&[("bg = \"Отказ\"", "bg = \"Отказано\""), ("1.0.0", "1.0.1")]), Ok(()));
    assert_eq!(verdict(&[("bg = \"Отказ\"", "bg = \"Отказано\"")]), Err(vec![Problem::Version { least: "1.0.1".parse().unwrap() }]));
    assert_eq!(verdict(&[("code = \"fee.child\"", "code = \"fee.child\", until = 2026-12-31"), ("1.0.0", "1.0.1")]), Ok(()));
    let dropped = Problem::Dropped { code: "fee.child".into() };
    assert_eq!(verdict(&[("code = \"fee.child\"", "code = \"fee.kid\""), ("1.0.0", "1.1.0")]), Err(vec![dropped]));
    let renumbered = Problem::Changed { code: "form.started".into(), what: "number" };
    assert_eq!(verdict(&[("id = 201", "id = 299"), ("1.0.0", "1.0.1")]), Err(vec![renumbered]));
    let hidden = Problem::Changed { code: "form.signing".into(), what: "visibility" };
    assert_eq!(
        verdict(&[
            ("code = \"form.signing\", phase = \"request\", public = true", "code = \"form.signing\", phase = \"request\""),
            ("1.0.0", "1.0.1")
        ]),
        Err(vec![hidden])
    );
}

#[test]
fn an_entry_holds_on_its_days_only() {
    let newer = changed(&[("code = \"fee.child\"", "code = \"fee.child\", from = 2025-02-01, until = 2025-02-28")]).unwrap();
    let fee = "fee.child".parse().unwrap();
    let on = |day: &str| newer.reason_on(&fee, day.parse().unwrap()).is_some();
    assert_eq!(["2025-01-31", "2025-02-01", "2025-02-28", "2025-03-01"].map(on), [false, true, true, false]);
    assert!(newer.reason(&fee).is_some(), "what was reported then stays readable");
}

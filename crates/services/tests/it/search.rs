//! Search in the catalogue of the kits of this repository.

use std::sync::Arc;

use services::catalogue::service_search;
use services::kit::Kit;

fn kits() -> Vec<Arc<Kit>> {
    ["address-certificate", "heirs-certificate", "pavement-permit", "public-information", "tax-valuation"]
        .into_iter()
        .map(|code| Arc::new(Kit::parse(&crate::kit_files(code)).unwrap_or_else(|findings| panic!("{code}: {findings:?}"))))
        .collect()
}

#[test]
fn a_service_is_found_however_it_is_typed() {
    let kits = kits();
    for (query, code) in [
        ("постоянен адрес", "address-certificate"),
        ("удостоверения за постоянния адрес", "address-certificate"),
        ("прописка", "address-certificate"),
        ("2128", "address-certificate"),
        ("postoyanen adres", "address-certificate"),
        ("permanent address", "address-certificate"),
        ("наследници", "heirs-certificate"),
        ("наследник", "heirs-certificate"),
        ("НАСЛЕДНИЦИ", "heirs-certificate"),
        ("naslednici", "heirs-certificate"),
        ("насладници", "heirs-certificate"),
        ("тротоар", "pavement-permit"),
        ("тротоари", "pavement-permit"),
        ("тротоаар", "pavement-permit"),
        ("trotoar", "pavement-permit"),
        ("j,fjfd,", "pavement-permit"),
        ("данъчна оценка", "tax-valuation"),
        ("оценката", "tax-valuation"),
        ("обществена информация", "public-information"),
        ("как да поискам достъп до информация", "public-information"),
    ] {
        let found = service_search(&kits, query, "bg");
        let codes: Vec<&str> = found.hits.iter().map(|hit| hit.kit.code()).collect();
        assert_eq!(codes.first(), Some(&code), "{query}: {codes:?}");
    }
}

#[test]
fn a_slip_of_the_finger_gets_a_suggestion() {
    let found = service_search(&kits(), "насладници", "bg");
    assert_eq!(found.suggestion.as_deref(), Some("наследници"));
    assert_eq!(service_search(&kits(), "наследници", "bg").suggestion, None);
}

#[test]
fn nothing_is_found_by_nothing_and_by_nonsense() {
    for query in ["", "   ", "…", "щъркел в космоса", &"я".repeat(10_000)] {
        assert!(service_search(&kits(), query, "bg").hits.is_empty(), "{query}");
    }
}

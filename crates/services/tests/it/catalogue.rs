//! Installing kits: same files, new versions, mistakes, retirement.

use kernel::actor::Role;
use kernel::ids::AdministrationId;
use services::Error;
use services::catalogue::{
    KitState, kit_by_hash, kit_current, kit_files, kit_install, kit_retire, kit_units_missing, kit_version_list, service_list,
};
use services::organisation::{UnitData, unit_create};

use crate::{Hall, kit_files as files};

const CODE: &str = "address-certificate";

#[test]
fn a_kit_is_installed_once_superseded_and_brought_back() {
    let mut hall = Hall::new();
    hall.as_role(Role::ServiceAdmin);
    let first = files(CODE);
    let installed = hall
        .act({
            let first = first.clone();
            move |tx, ctx| kit_install(tx, ctx, &first)
        })
        .unwrap();
    assert_eq!((installed.code.as_str(), installed.state, installed.installed_by.as_str()), (CODE, KitState::Active, "Служител Примерен"));
    let again = hall
        .act({
            let first = first.clone();
            move |tx, ctx| kit_install(tx, ctx, &first)
        })
        .unwrap();
    assert_eq!(again, installed);

    let mut second = first.clone();
    let manifest = String::from_utf8(second["kit.toml"].clone()).unwrap().replace("minutes = 5", "minutes = 6");
    second.insert("kit.toml".into(), manifest.into_bytes());
    let newer = hall.act(move |tx, ctx| kit_install(tx, ctx, &second)).unwrap();
    assert_ne!(newer.hash, installed.hash);
    let states = |hall: &Hall| {
        let mut states: Vec<(String, KitState)> = hall.read(kit_version_list).into_iter().map(|v| (v.hash, v.state)).collect();
        states.sort_by_key(|(hash, _)| *hash != installed.hash);
        states.into_iter().map(|(_, state)| state).collect::<Vec<_>>()
    };
    assert_eq!(states(&hall), [KitState::Superseded, KitState::Active]);
    assert_eq!(hall.read(|tx, a| kit_current(tx, a, CODE)).unwrap().hash(), newer.hash);
    let old = hall.read(|tx, a| kit_by_hash(tx, a, &installed.hash));
    assert_eq!(old.manifest.minutes, 5, "cases of the old version keep it");
    assert_eq!(hall.read(|tx, a| kit_files(tx, a, &installed.hash)), first);

    hall.act(move |tx, ctx| kit_install(tx, ctx, &first)).unwrap();
    assert_eq!(states(&hall), [KitState::Active, KitState::Superseded]);
    hall.act(|tx, ctx| kit_retire(tx, ctx, CODE, "услугата отпадна")).unwrap();
    assert!(hall.read(|tx, a| kit_current(tx, a, CODE)).is_none());
    assert!(hall.read(service_list).is_empty());
    assert!(matches!(hall.act(|tx, ctx| kit_retire(tx, ctx, CODE, "")), Err(Error::KitUnknown)));
    assert_eq!(hall.history()[1..], ["KitInstalled", "KitInstalled", "KitInstalled", "KitRetired"]);
}

#[test]
fn a_kit_with_mistakes_stores_nothing() {
    let hall = Hall::new();
    let mut broken = files(CODE);
    broken.remove("process.bpmn");
    let refused = hall.act(move |tx, ctx| kit_install(tx, ctx, &broken));
    assert!(matches!(refused, Err(Error::KitRefused { findings }) if !findings.is_empty()));
    assert!(hall.read(kit_version_list).is_empty());
}

#[test]
fn another_administration_does_not_reach_a_kit_by_its_hash() {
    let mut hall = Hall::new();
    let first = files(CODE);
    let installed = hall.act(move |tx, ctx| kit_install(tx, ctx, &first)).unwrap();
    let unknown = hall.store.read_blocking(|tx| kit_by_hash(tx, AdministrationId(2), &installed.hash));
    assert!(matches!(unknown, Err(Error::KitUnknown)));
    hall.as_role(Role::Admin);
    let first = files(CODE);
    assert!(matches!(hall.act(move |tx, ctx| kit_install(tx, ctx, &first)), Err(Error::Denied(_))));
    assert!(matches!(hall.act(|tx, ctx| kit_retire(tx, ctx, CODE, "")), Err(Error::Denied(_))));
}

#[test]
fn units_a_kit_needs_are_named_until_they_exist() {
    let hall = Hall::new();
    let first = files(CODE);
    hall.act(move |tx, ctx| kit_install(tx, ctx, &first)).unwrap();
    let kit = hall.read(|tx, a| kit_current(tx, a, CODE)).unwrap();
    let missing = hall.read(|tx, a| kit_units_missing(tx, a, &kit));
    assert_eq!(missing.len(), kit.manifest.unit.named.len());
    for unit in missing {
        let data = UnitData { name_bg: unit.name.bg, ..UnitData::default() };
        hall.act(move |tx, ctx| unit_create(tx, ctx, &unit.code, &data)).unwrap();
    }
    assert!(hall.read(|tx, a| kit_units_missing(tx, a, &kit)).is_empty());
}

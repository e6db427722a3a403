//! The administration, its units and positions.

use kernel::actor::Role;
use kernel::ids::{AdministrationId, CommandId};
use services::Error;
use services::organisation::{
    AdministrationData, UnitData, administration_by_host, administration_create, administration_update, position_close, position_create,
    position_list, position_update, unit_by_code, unit_close, unit_create, unit_get, unit_list, unit_list_all, unit_reopen, unit_update,
};

use crate::{Hall, data};

fn unit(name: &str) -> UnitData {
    UnitData { name_bg: name.to_owned(), ..UnitData::default() }
}

#[test]
fn an_administration_is_found_by_its_host_or_is_the_first() {
    let hall = Hall::new();
    let mut second = data();
    second.host = "DRUGA.example.bg".into();
    assert_eq!(hall.act(move |tx, ctx| administration_create(tx, ctx, &second)).unwrap(), AdministrationId(2));
    for (host, id) in [("primerna.example.bg", 1), ("druga.example.bg:8080", 2), ("localhost:8080", 1), ("", 1)] {
        let found = hall.read(|tx, _| administration_by_host(tx, host)).unwrap();
        assert_eq!(found.id, AdministrationId(id), "{host}");
    }
    assert!(matches!(hall.act(|tx, ctx| administration_create(tx, ctx, &data())), Err(Error::HostTaken)));
}

#[test]
fn changes_are_checked_and_leave_a_trace() {
    let mut hall = Hall::new();
    hall.as_role(Role::Admin);
    let mut changed = data();
    changed.phone = "02 000 00 00".into();
    let valid = changed.clone();
    hall.act(move |tx, ctx| administration_update(tx, ctx, &valid)).unwrap();
    assert_eq!(hall.administration().phone, "02 000 00 00");
    assert_eq!(hall.history(), ["AdministrationCreated", "AdministrationChanged"]);
    type Spoil = fn(&mut AdministrationData);
    let wrong: [(&str, Spoil); 7] = [
        ("eik", |data| data.eik = "831648791".into()),
        ("register_index", |data| data.register_index = 0),
        ("node", |data| data.node = "U1".into()),
        ("website", |data| data.website = "javascript:alert(1)".into()),
        ("host", |data| data.host = "a b".into()),
        ("name_bg", |data| data.name_bg = "  ".into()),
        ("settings", |data| data.settings = serde_json::json!([])),
    ];
    for (field, spoil) in wrong {
        let mut spoilt = changed.clone();
        spoil(&mut spoilt);
        let refused = hall.act(move |tx, ctx| administration_update(tx, ctx, &spoilt));
        assert!(matches!(refused, Err(Error::AdministrationField { field: found }) if found == field), "{field}: {refused:?}");
    }
    changed.settings = serde_json::json!({ "incoming_pattern": "ВХ-{number}" });
    assert!(matches!(
        hall.act(move |tx, ctx| administration_update(tx, ctx, &changed)),
        Err(Error::NumberPattern { register: "incoming" })
    ));
    hall.as_role(Role::ServiceAdmin);
    assert!(matches!(hall.act(|tx, ctx| administration_update(tx, ctx, &data())), Err(Error::Denied(_))));
}

#[test]
fn units_form_a_tree_without_loops() {
    let mut hall = Hall::new();
    hall.as_role(Role::Admin);
    let top = hall.act(|tx, ctx| unit_create(tx, ctx, "top", &unit("Дирекция"))).unwrap();
    let part = hall.act(move |tx, ctx| unit_create(tx, ctx, "a-part", &UnitData { parent_id: Some(top), ..unit("Отдел") })).unwrap();
    hall.act(|tx, ctx| unit_create(tx, ctx, "b-other", &unit("Друга дирекция"))).unwrap();
    let codes: Vec<String> = hall.read(unit_list).into_iter().map(|unit| unit.code).collect();
    assert_eq!(codes, ["b-other", "top", "a-part"]);
    let under_itself = UnitData { parent_id: Some(part), ..unit("Дирекция") };
    assert!(matches!(hall.act(move |tx, ctx| unit_update(tx, ctx, top, &under_itself)), Err(Error::UnitCycle)));
    assert!(matches!(hall.act(|tx, ctx| unit_create(tx, ctx, "TOP", &unit("Пак"))), Err(Error::UnitCodeTaken)));
    for code in ["", "звено", "a b", "../x"] {
        let refused = hall.act(move |tx, ctx| unit_create(tx, ctx, code, &unit("Звено")));
        assert!(matches!(refused, Err(Error::UnitField { field: "code" })), "{code}");
    }
    assert!(matches!(hall.act(move |tx, ctx| unit_close(tx, ctx, top)), Err(Error::UnitInUse { what: "units" })));
    hall.act(move |tx, ctx| unit_close(tx, ctx, part)).unwrap();
    assert!(hall.read(|tx, id| unit_by_code(tx, id, "a-part")).is_none());
    assert!(hall.read(|tx, id| unit_get(tx, id, part)).closed_at.is_some());
    assert_eq!((hall.read(unit_list).len(), hall.read(unit_list_all).len()), (2, 3));
    hall.act(move |tx, ctx| unit_close(tx, ctx, top)).unwrap();
    assert!(matches!(hall.act(move |tx, ctx| unit_reopen(tx, ctx, part)), Err(Error::UnitField { field: "parent_id" })));
    hall.act(move |tx, ctx| unit_reopen(tx, ctx, top)).unwrap();
    hall.act(move |tx, ctx| unit_reopen(tx, ctx, part)).unwrap();
    assert_eq!(hall.read(unit_list).len(), 3);
}

#[test]
fn positions_belong_to_units_and_close_them_last() {
    let mut hall = Hall::new();
    hall.as_role(Role::Admin);
    hall.ctx.command_id = Some(CommandId::new(hall.ctx.now, hall.ctx.random.as_ref()));
    let id = hall.act(|tx, ctx| unit_create(tx, ctx, "gra", &unit("ГРАО"))).unwrap();
    assert_eq!(hall.act(|tx, ctx| unit_create(tx, ctx, "gra", &unit("ГРАО"))).unwrap(), id, "the same command");
    hall.ctx.command_id = None;
    let position = hall.act(move |tx, ctx| position_create(tx, ctx, id, " Старши   експерт ")).unwrap();
    assert!(matches!(hall.act(move |tx, ctx| position_create(tx, ctx, id, "")), Err(Error::PositionName)));
    hall.act(move |tx, ctx| position_update(tx, ctx, position, "Главен експерт")).unwrap();
    let list = hall.read(|tx, administration| position_list(tx, administration, Some(id)));
    assert_eq!(list.iter().map(|position| position.name_bg.as_str()).collect::<Vec<_>>(), ["Главен експерт"]);
    assert!(matches!(hall.act(move |tx, ctx| unit_close(tx, ctx, id)), Err(Error::UnitInUse { what: "positions" })));
    hall.act(move |tx, ctx| position_close(tx, ctx, position)).unwrap();
    hall.act(move |tx, ctx| unit_close(tx, ctx, id)).unwrap();
    assert_eq!(hall.history()[1..], ["UnitCreated", "PositionCreated", "PositionChanged", "PositionClosed", "UnitClosed"]);
}

#[test]
fn without_the_right_nothing_changes() {
    let mut hall = Hall::new();
    let id = hall.act(|tx, ctx| unit_create(tx, ctx, "gra", &unit("ГРАО"))).unwrap();
    let position = hall.act(move |tx, ctx| position_create(tx, ctx, id, "Експерт")).unwrap();
    hall.as_role(Role::Registrar);
    assert!(matches!(hall.act(|tx, ctx| administration_create(tx, ctx, &data())), Err(Error::Denied(_))));
    assert!(matches!(hall.act(|tx, ctx| unit_create(tx, ctx, "x", &unit("X"))), Err(Error::Denied(_))));
    assert!(matches!(hall.act(move |tx, ctx| unit_update(tx, ctx, id, &unit("X"))), Err(Error::Denied(_))));
    assert!(matches!(hall.act(move |tx, ctx| unit_close(tx, ctx, id)), Err(Error::Denied(_))));
    assert!(matches!(hall.act(move |tx, ctx| unit_reopen(tx, ctx, id)), Err(Error::Denied(_))));
    assert!(matches!(hall.act(move |tx, ctx| position_create(tx, ctx, id, "X")), Err(Error::Denied(_))));
    assert!(matches!(hall.act(move |tx, ctx| position_update(tx, ctx, position, "X")), Err(Error::Denied(_))));
    assert!(matches!(hall.act(move |tx, ctx| position_close(tx, ctx, position)), Err(Error::Denied(_))));
    assert_eq!(hall.history().len(), 3);
}

//! Accounts, roles and who may change them.

use identity::{Error, StaffChange, StaffFilter};
use kernel::actor::{Actor, Role};
use kernel::ids::{AdministrationId, CommandId, UnitId};

use crate::{Office, account};

#[test]
fn an_account_is_made_changed_and_blocked_with_a_trace() {
    let office = Office::new();
    let id = office.create("I.Ivanova", "Ивана  Примерова Иванова", &[Role::FrontDesk, Role::Cashier]);
    let staff = office.read(|tx, administration| identity::staff_get(tx, administration, id)).unwrap();
    assert_eq!((staff.login.as_str(), staff.name.as_str()), ("i.ivanova", "Ивана Примерова Иванова"));
    assert_eq!(staff.roles, [Role::FrontDesk, Role::Cashier]);

    let change = StaffChange { name: "Ивана Примерова".into(), email: String::new(), unit_id: None, position_id: None };
    office.act(move |tx, ctx| identity::staff_update(tx, ctx, id, &change)).unwrap();
    office.act(move |tx, ctx| identity::staff_roles_set(tx, ctx, id, &[Role::Registrar])).unwrap();
    office.act(move |tx, ctx| identity::staff_block(tx, ctx, id, "напуска")).unwrap();
    office.act(move |tx, ctx| identity::staff_block(tx, ctx, id, "втори път")).unwrap();
    let staff = office.read(|tx, administration| identity::staff_get(tx, administration, id)).unwrap();
    assert!(staff.is_blocked());
    assert_eq!(staff.roles, [Role::Registrar]);
    assert_eq!(office.history(), ["StaffCreated", "StaffCreated", "StaffChanged", "StaffRolesSet", "StaffBlocked"]);
    assert!(office.read(|tx, administration| identity::staff_in_role(tx, administration, Role::Registrar, None)).is_empty());
    let name = office.read(|tx, administration| identity::staff_name(tx, administration, id));
    assert_eq!(name.as_deref(), Some("Ивана Примерова"));
    office.act(move |tx, ctx| identity::staff_unblock(tx, ctx, id)).unwrap();
    assert_eq!(office.read(|tx, a| identity::staff_in_role(tx, a, Role::Registrar, None)).len(), 1);
}

#[test]
fn the_same_command_twice_makes_one_account() {
    let mut office = Office::new();
    office.ctx.command_id = Some(CommandId::new(office.ctx.now, office.ctx.random.as_ref()));
    let first = office.create("double", "Втора Заявка", &[]);
    assert_eq!(office.create("double", "Втора Заявка", &[]), first);
    office.ctx.command_id = None;
    let new = account("DOUBLE", "Друг Човек", &office.passwords, &[]);
    assert!(matches!(office.act(|tx, ctx| identity::staff_create(tx, ctx, new)), Err(Error::LoginTaken)));
}

#[test]
fn nobody_without_the_right_changes_accounts() {
    let mut office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    let actor = office.read(|tx, administration| identity::staff_actor(tx, administration, id)).unwrap();
    for actor in [Actor::Staff(actor), Actor::Anonymous] {
        office.ctx.actor = actor;
        let new = account("another", "Друг Човек", &office.passwords, &[]);
        let hash = office.hash("няма значение каква");
        let change = StaffChange { name: "X Y".into(), email: String::new(), unit_id: None, position_id: None };
        assert!(matches!(office.act(|tx, ctx| identity::staff_create(tx, ctx, new)), Err(Error::Denied(_))));
        assert!(matches!(office.act(move |tx, ctx| identity::staff_update(tx, ctx, id, &change)), Err(Error::Denied(_))));
        assert!(matches!(office.act(move |tx, ctx| identity::staff_block(tx, ctx, id, "")), Err(Error::Denied(_))));
        assert!(matches!(office.act(move |tx, ctx| identity::staff_unblock(tx, ctx, id)), Err(Error::Denied(_))));
        assert!(matches!(office.act(move |tx, ctx| identity::staff_roles_set(tx, ctx, id, &[Role::Admin])), Err(Error::Denied(_))));
        assert!(matches!(office.act(move |tx, ctx| identity::staff_password_set(tx, ctx, id, &hash)), Err(Error::Denied(_))));
    }
}

#[test]
fn an_administrator_always_remains() {
    let mut office = Office::new();
    let admin = office.admin;
    assert!(matches!(office.act(move |tx, ctx| identity::staff_block(tx, ctx, admin, "")), Err(Error::OwnAccount)));
    assert!(matches!(office.act(move |tx, ctx| identity::staff_roles_set(tx, ctx, admin, &[])), Err(Error::OwnAccount)));
    office.ctx.actor = Actor::System;
    assert!(matches!(office.act(move |tx, ctx| identity::staff_block(tx, ctx, admin, "")), Err(Error::LastAdministrator)));
    assert!(matches!(office.act(move |tx, ctx| identity::staff_roles_set(tx, ctx, admin, &[])), Err(Error::LastAdministrator)));
    office.create("second", "Втори Администратор", &[Role::Admin]);
    office.act(move |tx, ctx| identity::staff_block(tx, ctx, admin, "")).unwrap();
}

#[test]
fn unknown_units_are_refused_and_another_administration_sees_nobody() {
    let office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[]);
    let unit = UnitId::new(office.ctx.now, office.ctx.random.as_ref());
    let change =
        StaffChange { name: "Служител Примерен".into(), email: String::new(), unit_id: Some(unit), position_id: None };
    assert!(matches!(office.act(move |tx, ctx| identity::staff_update(tx, ctx, id, &change)), Err(Error::PlaceUnknown)));
    let other = AdministrationId(2);
    assert!(office.read(|tx, _| identity::staff_get(tx, other, id)).is_none());
    assert!(office.read(|tx, _| identity::sign_in_account(tx, other, "clerk")).is_none());
    assert_eq!(office.read(|tx, _| identity::staff_list(tx, other, &StaffFilter::default())).total, 0);
}

#[test]
fn the_list_is_searched_filtered_and_paged() {
    let office = Office::new();
    for number in 0..60 {
        let role = if number % 2 == 0 { Role::CaseOfficer } else { Role::Reviewer };
        office.create(&format!("user{number:02}"), &format!("Примерен Служител{number:02}"), &[role]);
    }
    let mut filter = StaffFilter { query: "служител".into(), ..StaffFilter::default() };
    let mut seen = Vec::new();
    loop {
        let page = office.read(|tx, administration| identity::staff_list(tx, administration, &filter));
        assert_eq!(page.total, 60);
        seen.extend(page.rows.into_iter().map(|staff| staff.name));
        match page.next {
            Some(next) => filter.after = Some(next),
            None => break,
        }
    }
    let sorted: Vec<String> = (0..60).map(|number| format!("Примерен Служител{number:02}")).collect();
    assert_eq!(seen, sorted);
    let total = |filter: StaffFilter| office.read(|tx, administration| identity::staff_list(tx, administration, &filter)).total;
    assert_eq!(total(StaffFilter { role: Some(Role::Reviewer), ..StaffFilter::default() }), 30);
    assert_eq!(total(StaffFilter { query: "ПРИМЕРЕН служител07".into(), ..StaffFilter::default() }), 1);
    for query in ["primeren", "Primer", "примерен", "админ"] {
        let expected = if query == "админ" { 1 } else { 60 };
        assert_eq!(total(StaffFilter { query: query.into(), ..StaffFilter::default() }), expected, "{query}");
    }
    assert_eq!(total(StaffFilter { query: "user1".into(), ..StaffFilter::default() }), 10);
    assert_eq!(total(StaffFilter { blocked: Some(true), ..StaffFilter::default() }), 0);
    assert_eq!(total(StaffFilter { query: "% or 1=1".into(), ..StaffFilter::default() }), 0);
}

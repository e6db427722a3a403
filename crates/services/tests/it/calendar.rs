//! Declared days.

use jiff::civil::date;
use kernel::actor::Role;
use kernel::calendar::{Override, OverrideKind, Reason};
use services::Error;
use services::calendar::{calendar, calendar_override_list, calendar_override_remove, calendar_override_set};

use crate::Hall;

fn off(note: &str) -> Override {
    Override { kind: OverrideKind::Off, note: note.to_owned() }
}

#[test]
fn declared_days_change_the_calendar_of_their_administration_only() {
    let mut hall = Hall::new();
    hall.as_role(Role::ServiceAdmin);
    let day = date(2026, 5, 5);
    assert!(hall.read(calendar).is_working(day));
    hall.act(move |tx, ctx| calendar_override_set(tx, ctx, day, &off("  Решение № 1 "))).unwrap();
    hall.act(move |tx, ctx| calendar_override_set(tx, ctx, day, &off("Решение № 1"))).unwrap();
    assert_eq!(hall.read(calendar).non_working_reason(day), Some(Reason::Declared("Решение № 1".into())));
    let other = hall.read(|tx, _| calendar(tx, kernel::ids::AdministrationId(2)));
    assert!(other.is_working(day));
    assert_eq!(hall.read(calendar_override_list).len(), 1);
    hall.act(move |tx, ctx| calendar_override_remove(tx, ctx, day)).unwrap();
    hall.act(move |tx, ctx| calendar_override_remove(tx, ctx, day)).unwrap();
    assert!(hall.read(calendar).is_working(day));
    assert_eq!(hall.history()[1..], ["CalendarDaySet", "CalendarDayRemoved"]);
}

#[test]
fn a_declaration_names_its_decision_and_needs_the_right() {
    let mut hall = Hall::new();
    hall.as_role(Role::Admin);
    for (day, note) in [(date(2026, 5, 5), " "), (date(1950, 1, 1), "Решение"), (date(2500, 1, 1), "Решение")] {
        assert!(matches!(hall.act(move |tx, ctx| calendar_override_set(tx, ctx, day, &off(note))), Err(Error::DayShape)));
    }
    hall.as_role(Role::UnitHead);
    let day = date(2026, 5, 5);
    assert!(matches!(hall.act(move |tx, ctx| calendar_override_set(tx, ctx, day, &off("Решение"))), Err(Error::Denied(_))));
    assert!(matches!(hall.act(move |tx, ctx| calendar_override_remove(tx, ctx, day)), Err(Error::Denied(_))));
}

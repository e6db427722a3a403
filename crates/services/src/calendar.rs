//! The calendar of an administration: the national one with the days declared by decision.
//!
//! The one rule: a declared day is a fact with a note that names the decision; terms already explained name it too.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use kernel::calendar::{Calendar, Override, OverrideKind};
use kernel::ctx::Ctx;
use kernel::ids::AdministrationId;
use kernel::permission::Permission;
use serde_json::json;
use store::history::{self, Event};
use store::{Tx, params};

use crate::Error;

/// LIMIT: longest note of a declared day, characters.
const NOTE_CHARS_MAX: usize = 300;
/// LIMIT: years for which days may be declared; the rules of holidays hold for them.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

const LIST: &str = "SELECT on_date, kind, note FROM calendar_override
    WHERE administration_id = $1
    ORDER BY on_date";
const SET: &str = "INSERT INTO calendar_override (administration_id, on_date, kind, note)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (administration_id, on_date) DO UPDATE SET kind = excluded.kind, note = excluded.note";
const REMOVE: &str = "DELETE FROM calendar_override
    WHERE administration_id = $1 AND on_date = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[LIST, SET, REMOVE];

/// The calendar by which the administration counts its terms.
pub fn calendar(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Calendar> {
    // Most administrations declare nothing of their own: they share one calendar whose years are computed once.
    static NATIONAL: OnceLock<Calendar> = OnceLock::new();
    let overrides = calendar_override_list(tx, administration)?;
    if overrides.is_empty() {
        return Ok(NATIONAL.get_or_init(Calendar::default).clone());
    }
    Ok(Calendar::new(overrides))
}

/// The days declared off or working, by date.
pub fn calendar_override_list(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<BTreeMap<Date, Override>> {
    let rows = tx.query(LIST, &params![administration], |row| {
        let kind = if row.get::<String>(1)? == "working" { OverrideKind::Working } else { OverrideKind::Off };
        Ok((row.get::<Date>(0)?, Override { kind, note: row.get(2)? }))
    })?;
    Ok(rows.into_iter().collect())
}

/// Declares a day off or working; the note names the decision.
pub fn calendar_override_set(tx: &mut Tx<'_>, ctx: &Ctx, day: Date, declared: &Override) -> Result<(), Error> {
    ctx.require(Permission::CalendarManage)?;
    let note = declared.note.split_whitespace().collect::<Vec<_>>().join(" ");
    if !YEARS.contains(&day.year()) || note.is_empty() || note.chars().count() > NOTE_CHARS_MAX {
        return Err(Error::DayShape);
    }
    let before = calendar_override_list(tx, ctx.administration_id)?.remove(&day);
    let declared = Override { kind: declared.kind, note };
    if before.as_ref() == Some(&declared) {
        return Ok(());
    }
    tx.execute(SET, &params![ctx.administration_id, day, word(declared.kind), &declared.note])?;
    let facts = json!({ "day": day.to_string(), "before": before, "after": declared });
    history::append(tx, ctx, Event::of_administration("CalendarDaySet", facts))?;
    Ok(())
}

/// Takes a declaration back: the day is again what the rules say.
pub fn calendar_override_remove(tx: &mut Tx<'_>, ctx: &Ctx, day: Date) -> Result<(), Error> {
    ctx.require(Permission::CalendarManage)?;
    let Some(before) = calendar_override_list(tx, ctx.administration_id)?.remove(&day) else { return Ok(()) };
    tx.execute(REMOVE, &params![ctx.administration_id, day])?;
    let facts = json!({ "day": day.to_string(), "before": before });
    history::append(tx, ctx, Event::of_administration("CalendarDayRemoved", facts))?;
    Ok(())
}

fn word(kind: OverrideKind) -> &'static str {
    match kind {
        OverrideKind::Off => "off",
        OverrideKind::Working => "working",
    }
}

//! Units: a tree of directorates, departments and counters. Kits name a unit by its code.

use std::collections::{BTreeMap, BTreeSet};

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, UnitId};
use kernel::permission::Permission;
use serde_json::json;
use store::command::{command_outcome, command_record};
use store::history::{self, Event};
use store::{Row, Tx, params};

use super::{line, name};
use crate::Error;

const INSERT: &str = "INSERT INTO org_unit
    (administration_id, id, code, parent_id, name_bg, name_en, address, hours, is_counter)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (administration_id, code) DO NOTHING";
const UPDATE: &str = "UPDATE org_unit
    SET parent_id = $3, name_bg = $4, name_en = $5, address = $6, hours = $7, is_counter = $8
    WHERE administration_id = $1 AND id = $2";
const CLOSE: &str = "UPDATE org_unit SET closed_at = $3
    WHERE administration_id = $1 AND id = $2";
const GET: &str = "SELECT id, code, parent_id, name_bg, name_en, address, hours, is_counter, closed_at FROM org_unit
    WHERE administration_id = $1 AND id = $2";
const BY_CODE: &str = "SELECT id, code, parent_id, name_bg, name_en, address, hours, is_counter, closed_at FROM org_unit
    WHERE administration_id = $1 AND code = $2 AND closed_at IS NULL";
const LIST: &str = "SELECT id, code, parent_id, name_bg, name_en, address, hours, is_counter, closed_at FROM org_unit
    WHERE administration_id = $1
    ORDER BY code";
const OPEN_CHILD: &str = "SELECT 1 FROM org_unit
    WHERE administration_id = $1 AND parent_id = $2 AND closed_at IS NULL
    LIMIT 1";
const OPEN_POSITION: &str = "SELECT 1 FROM position
    WHERE administration_id = $1 AND unit_id = $2 AND closed_at IS NULL
    LIMIT 1";
const STAFF: &str = "SELECT 1 FROM staff
    WHERE administration_id = $1 AND unit_id = $2 AND blocked_at IS NULL
    LIMIT 1";
const OPEN_CASE: &str = "SELECT 1 FROM case_file
    WHERE administration_id = $1 AND unit_id = $2 AND is_open = $3
    LIMIT 1";

/// Statements of this chapter, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, UPDATE, CLOSE, GET, BY_CODE, LIST, OPEN_CHILD, OPEN_POSITION, STAFF, OPEN_CASE];

/// What may be changed of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitData {
    /// The unit it is part of.
    pub parent_id: Option<UnitId>,
    /// Name in Bulgarian.
    pub name_bg: String,
    /// Name in English; may be empty.
    pub name_en: String,
    /// Where it is.
    pub address: String,
    /// Its working hours, in words.
    pub hours: String,
    /// Whether citizens come there.
    pub is_counter: bool,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Which.
    pub id: UnitId,
    /// Code by which kits name it; never changes.
    pub code: String,
    /// The unit it is part of.
    pub parent_id: Option<UnitId>,
    /// Name in Bulgarian.
    pub name_bg: String,
    /// Name in English; may be empty.
    pub name_en: String,
    /// Where it is.
    pub address: String,
    /// Its working hours, in words.
    pub hours: String,
    /// Whether citizens come there.
    pub is_counter: bool,
    /// Since when it is closed.
    pub closed_at: Option<i64>,
}

impl Unit {
    /// The name in `language` („en“ is English when there is one, anything else Bulgarian).
    pub fn name(&self, language: &str) -> &str {
        if language == "en" && !self.name_en.is_empty() { &self.name_en } else { &self.name_bg }
    }

    /// Everything that may be changed, to be given to [`unit_update`].
    pub fn data(&self) -> UnitData {
        UnitData {
            parent_id: self.parent_id,
            name_bg: self.name_bg.clone(),
            name_en: self.name_en.clone(),
            address: self.address.clone(),
            hours: self.hours.clone(),
            is_counter: self.is_counter,
        }
    }
}

/// Makes a unit. Its code (letters, digits and dashes) is what kits call it by.
pub fn unit_create(tx: &mut Tx<'_>, ctx: &Ctx, code: &str, data: &UnitData) -> Result<UnitId, Error> {
    ctx.require(Permission::OrganisationManage)?;
    if let Some(done) = command_outcome(tx, ctx)? {
        return Ok(done);
    }
    let code = code.trim().to_lowercase();
    let is_code = !code.is_empty() && code.len() <= 40 && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !is_code {
        return Err(Error::UnitField { field: "code" });
    }
    let data = checked(data)?;
    parent_checked(tx, ctx.administration_id, None, data.parent_id)?;
    let id = UnitId::new(ctx.now, ctx.random.as_ref());
    let inserted = tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            id,
            &code,
            data.parent_id,
            &data.name_bg,
            &data.name_en,
            &data.address,
            &data.hours,
            data.is_counter
        ],
    )?;
    if inserted == 0 {
        return Err(Error::UnitCodeTaken);
    }
    let facts = json!({ "unit": id, "code": code, "name": data.name_bg, "parent": data.parent_id });
    history::append(tx, ctx, Event::of_administration("UnitCreated", facts))?;
    command_record(tx, ctx, &id)?;
    Ok(id)
}

/// Changes a unit; moving it under one of its own parts is refused.
pub fn unit_update(tx: &mut Tx<'_>, ctx: &Ctx, id: UnitId, data: &UnitData) -> Result<(), Error> {
    ctx.require(Permission::OrganisationManage)?;
    let before = unit_get(tx, ctx.administration_id, id)?;
    let data = checked(data)?;
    if data == before.data() {
        return Ok(());
    }
    if data.parent_id != before.parent_id {
        parent_checked(tx, ctx.administration_id, Some(id), data.parent_id)?;
    }
    tx.execute(
        UPDATE,
        &params![ctx.administration_id, id, data.parent_id, &data.name_bg, &data.name_en, &data.address, &data.hours, data.is_counter],
    )?;
    let facts = json!({
        "unit": id, "code": before.code,
        "before": { "name": before.name_bg, "parent": before.parent_id, "address": before.address, "hours": before.hours },
        "after": { "name": data.name_bg, "parent": data.parent_id, "address": data.address, "hours": data.hours },
    });
    history::append(tx, ctx, Event::of_administration("UnitChanged", facts))?;
    Ok(())
}

/// Closes a unit to which nothing belongs any more: no open part, position, person or case.
pub fn unit_close(tx: &mut Tx<'_>, ctx: &Ctx, id: UnitId) -> Result<(), Error> {
    ctx.require(Permission::OrganisationManage)?;
    let unit = unit_get(tx, ctx.administration_id, id)?;
    if unit.closed_at.is_some() {
        return Ok(());
    }
    for (statement, what) in [(OPEN_CHILD, "units"), (OPEN_POSITION, "positions"), (STAFF, "staff")] {
        if tx.query_row(statement, &params![ctx.administration_id, id], |_| Ok(()))?.is_some() {
            return Err(Error::UnitInUse { what });
        }
    }
    if tx.query_row(OPEN_CASE, &params![ctx.administration_id, id, true], |_| Ok(()))?.is_some() {
        return Err(Error::UnitInUse { what: "cases" });
    }
    tx.execute(CLOSE, &params![ctx.administration_id, id, Some(ctx.now_ms())])?;
    let facts = json!({ "unit": id, "code": unit.code, "name": unit.name_bg });
    history::append(tx, ctx, Event::of_administration("UnitClosed", facts))?;
    Ok(())
}

/// Opens a closed unit again.
pub fn unit_reopen(tx: &mut Tx<'_>, ctx: &Ctx, id: UnitId) -> Result<(), Error> {
    ctx.require(Permission::OrganisationManage)?;
    let unit = unit_get(tx, ctx.administration_id, id)?;
    if unit.closed_at.is_none() {
        return Ok(());
    }
    if let Some(parent) = unit.parent_id
        && unit_get(tx, ctx.administration_id, parent)?.closed_at.is_some()
    {
        return Err(Error::UnitField { field: "parent_id" });
    }
    tx.execute(CLOSE, &params![ctx.administration_id, id, None::<i64>])?;
    let facts = json!({ "unit": id, "code": unit.code, "name": unit.name_bg });
    history::append(tx, ctx, Event::of_administration("UnitReopened", facts))?;
    Ok(())
}

/// A unit, open or closed.
pub fn unit_get(tx: &Tx<'_>, administration: AdministrationId, id: UnitId) -> Result<Unit, Error> {
    tx.query_row(GET, &params![administration, id], unit)?.ok_or(Error::UnitUnknown)
}

/// The open unit with a code.
pub fn unit_by_code(tx: &Tx<'_>, administration: AdministrationId, code: &str) -> store::Result<Option<Unit>> {
    tx.query_row(BY_CODE, &params![administration, code], unit)
}

/// Open units, each after the unit it is part of.
pub fn unit_list(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Vec<Unit>> {
    let mut units = unit_list_all(tx, administration)?;
    units.retain(|unit| unit.closed_at.is_none());
    Ok(units)
}

/// Open and closed units, each after the unit it is part of.
pub fn unit_list_all(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Vec<Unit>> {
    let units = tx.query(LIST, &params![administration], unit)?;
    Ok(units_in_order(units).into_iter().map(|(_, unit)| unit).collect())
}

/// Units as a tree read from top to bottom: each with its depth, after the unit it is part of. A unit whose parent is not
/// among them stands at the top.
pub fn units_in_order(units: Vec<Unit>) -> Vec<(usize, Unit)> {
    let present: BTreeSet<UnitId> = units.iter().map(|unit| unit.id).collect();
    let mut parts: BTreeMap<Option<UnitId>, Vec<Unit>> = BTreeMap::new();
    for unit in units {
        parts.entry(unit.parent_id.filter(|parent| present.contains(parent))).or_default().push(unit);
    }
    let mut ordered = Vec::with_capacity(present.len());
    let mut open: Vec<(usize, Unit)> = parts.remove(&None).unwrap_or_default().into_iter().rev().map(|unit| (0, unit)).collect();
    while let Some((depth, unit)) = open.pop() {
        let children = parts.remove(&Some(unit.id)).unwrap_or_default();
        open.extend(children.into_iter().rev().map(|child| (depth + 1, child)));
        ordered.push((depth, unit));
    }
    ordered
}

fn unit(row: &Row<'_>) -> store::Result<Unit> {
    Ok(Unit {
        id: row.get(0)?,
        code: row.get(1)?,
        parent_id: row.get(2)?,
        name_bg: row.get(3)?,
        name_en: row.get(4)?,
        address: row.get(5)?,
        hours: row.get(6)?,
        is_counter: row.get(7)?,
        closed_at: row.get(8)?,
    })
}

fn checked(data: &UnitData) -> Result<UnitData, Error> {
    let wrong = |field| Error::UnitField { field };
    Ok(UnitData {
        parent_id: data.parent_id,
        name_bg: name(&data.name_bg).ok_or(wrong("name_bg"))?,
        name_en: line(&data.name_en).ok_or(wrong("name_en"))?,
        address: line(&data.address).ok_or(wrong("address"))?,
        hours: line(&data.hours).ok_or(wrong("hours"))?,
        is_counter: data.is_counter,
    })
}

/// The parent exists, is open, and is neither the unit itself nor one of its parts.
fn parent_checked(tx: &Tx<'_>, administration: AdministrationId, own: Option<UnitId>, parent: Option<UnitId>) -> Result<(), Error> {
    let Some(parent) = parent else { return Ok(()) };
    if unit_get(tx, administration, parent)?.closed_at.is_some() {
        return Err(Error::UnitField { field: "parent_id" });
    }
    let mut above = Some(parent);
    let mut seen = BTreeSet::new();
    while let Some(id) = above {
        if Some(id) == own || !seen.insert(id) {
            return Err(Error::UnitCycle);
        }
        above = unit_get(tx, administration, id)?.parent_id;
    }
    Ok(())
}

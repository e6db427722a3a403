//! Positions: what a person is called on the documents they sign.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, PositionId, UnitId};
use kernel::permission::Permission;
use serde_json::json;
use store::command::{command_outcome, command_record};
use store::history::{self, Event};
use store::{Row, Tx, params};

use super::name;
use super::unit::unit_get;
use crate::Error;

const INSERT: &str = "INSERT INTO position (administration_id, id, unit_id, name_bg)
    VALUES ($1, $2, $3, $4)";
const UPDATE: &str = "UPDATE position SET name_bg = $3
    WHERE administration_id = $1 AND id = $2";
const CLOSE: &str = "UPDATE position SET closed_at = $3
    WHERE administration_id = $1 AND id = $2";
const GET: &str = "SELECT id, unit_id, name_bg, closed_at FROM position
    WHERE administration_id = $1 AND id = $2";
const LIST: &str = "SELECT id, unit_id, name_bg, closed_at FROM position
    WHERE administration_id = $1 AND closed_at IS NULL
    ORDER BY name_bg, id";
const HELD: &str = "SELECT 1 FROM staff
    WHERE administration_id = $1 AND position_id = $2 AND blocked_at IS NULL
    LIMIT 1";

/// Statements of this chapter, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, UPDATE, CLOSE, GET, LIST, HELD];

/// A position in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Which.
    pub id: PositionId,
    /// The unit.
    pub unit_id: UnitId,
    /// Its name, Bulgarian: documents are issued in Bulgarian.
    pub name_bg: String,
    /// Since when it is closed.
    pub closed_at: Option<i64>,
}

/// Makes a position in an open unit.
pub fn position_create(tx: &mut Tx<'_>, ctx: &Ctx, unit_id: UnitId, name_bg: &str) -> Result<PositionId, Error> {
    ctx.require(Permission::OrganisationManage)?;
    if let Some(done) = command_outcome(tx, ctx)? {
        return Ok(done);
    }
    if unit_get(tx, ctx.administration_id, unit_id)?.closed_at.is_some() {
        return Err(Error::UnitUnknown);
    }
    let name_bg = name(name_bg).ok_or(Error::PositionName)?;
    let id = PositionId::new(ctx.now, ctx.random.as_ref());
    tx.execute(INSERT, &params![ctx.administration_id, id, unit_id, &name_bg])?;
    let facts = json!({ "position": id, "unit": unit_id, "name": name_bg });
    history::append(tx, ctx, Event::of_administration("PositionCreated", facts))?;
    command_record(tx, ctx, &id)?;
    Ok(id)
}

/// Gives a position another name.
pub fn position_update(tx: &mut Tx<'_>, ctx: &Ctx, id: PositionId, name_bg: &str) -> Result<(), Error> {
    ctx.require(Permission::OrganisationManage)?;
    let before = position_get(tx, ctx.administration_id, id)?;
    let name_bg = name(name_bg).ok_or(Error::PositionName)?;
    if name_bg == before.name_bg {
        return Ok(());
    }
    tx.execute(UPDATE, &params![ctx.administration_id, id, &name_bg])?;
    let facts = json!({ "position": id, "before": before.name_bg, "after": name_bg });
    history::append(tx, ctx, Event::of_administration("PositionChanged", facts))?;
    Ok(())
}

/// Closes a position nobody holds.
pub fn position_close(tx: &mut Tx<'_>, ctx: &Ctx, id: PositionId) -> Result<(), Error> {
    ctx.require(Permission::OrganisationManage)?;
    let position = position_get(tx, ctx.administration_id, id)?;
    if position.closed_at.is_some() {
        return Ok(());
    }
    if tx.query_row(HELD, &params![ctx.administration_id, id], |_| Ok(()))?.is_some() {
        return Err(Error::PositionInUse);
    }
    tx.execute(CLOSE, &params![ctx.administration_id, id, Some(ctx.now_ms())])?;
    let facts = json!({ "position": id, "name": position.name_bg });
    history::append(tx, ctx, Event::of_administration("PositionClosed", facts))?;
    Ok(())
}

/// A position, open or closed.
pub fn position_get(tx: &Tx<'_>, administration: AdministrationId, id: PositionId) -> Result<Position, Error> {
    tx.query_row(GET, &params![administration, id], position)?.ok_or(Error::PositionUnknown)
}

/// Open positions by name; `unit` narrows them to one unit.
pub fn position_list(tx: &Tx<'_>, administration: AdministrationId, unit: Option<UnitId>) -> store::Result<Vec<Position>> {
    let mut positions = tx.query(LIST, &params![administration], position)?;
    positions.retain(|position| unit.is_none_or(|unit| position.unit_id == unit));
    Ok(positions)
}

fn position(row: &Row<'_>) -> store::Result<Position> {
    Ok(Position { id: row.get(0)?, unit_id: row.get(1)?, name_bg: row.get(2)?, closed_at: row.get(3)? })
}

//! Who looked at a case (P-30): written when it is opened, shown to its applicant, kept in the log of the administration.
//!
//! The one rule: the applicant sees unit, role, kind and time, never a name; who it was stands in the administration's own record.

use kernel::ctx::Ctx;
use kernel::ids::{CaseId, StaffId, UnitId, uuid_v7};
use kernel::permission::Permission;
use serde_json::json;
use store::log::{self, Leaf, LogId};
use store::{Row, Tx, params};
use tlog::Kind;

use crate::case_file::{self, CaseFile};
use crate::error::Error;

/// Openings of one case by one person within this time are one: going through its pages is one look, ms.
const ONE_LOOK_MS: i64 = 3_600_000;
/// LIMIT: looks that are listed.
const LISTED_MAX: i64 = 500;

const SINCE: &str = "SELECT 1 FROM case_access
    WHERE administration_id = $1 AND case_id = $2 AND at > $3 AND staff_id = $4 AND kind = $5 LIMIT 1";
const INSERT: &str = "INSERT INTO case_access (administration_id, id, case_id, at, kind, staff_id, unit_id, role, standing, reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const OF_CASE: &str = "SELECT id, at, kind, staff_id, unit_id, role, standing, reason FROM case_access
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY at DESC, id DESC LIMIT $3";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[SINCE, INSERT, OF_CASE];

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// The case: what it says and what happened in it.
    Case,
    /// The personal identifier in full.
    Identifier,
}

impl Looked {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Looked::Case => "case",
            Looked::Identifier => "identifier",
        }
    }
}

/// One look at a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Identifier; by it the proof is found.
    pub id: String,
    /// When, ms since 1970 UTC.
    pub at: i64,
    /// `case` or `identifier`.
    pub kind: String,
    /// Who; not for the applicant.
    pub staff_id: StaffId,
    /// The unit of the person.
    pub unit_id: Option<UnitId>,
    /// The role in which the person may read cases.
    pub role: String,
    /// How the person stands to the case: `owner` is accountable, `unit` belongs to the accountable unit, `other` does not.
    pub standing: String,
    /// Why, where a reason was asked for.
    pub reason: String,
}

/// Whether opening the case now is a new look.
pub fn access_is_new(tx: &Tx<'_>, ctx: &Ctx, case: CaseId, looked: Looked) -> Result<bool, Error> {
    let Some(staff) = ctx.actor.staff() else { return Ok(false) };
    let since = ctx.now_ms() - ONE_LOOK_MS;
    let known = tx.query_row(SINCE, &params![ctx.administration_id, case, since, staff.id, looked.word()], |_| Ok(()))?;
    Ok(known.is_none())
}

/// Writes down that the acting person looks at a case, unless it belongs to a look that is written down.
pub fn access_record(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, looked: Looked, reason: &str) -> Result<(), Error> {
    let staff = ctx.require_staff(Permission::CaseRead)?;
    if looked == Looked::Case && !access_is_new(tx, ctx, case, looked)? {
        return Ok(());
    }
    let file = case_file::get(tx, ctx.administration_id, case)?;
    let standing = standing(&file, staff.id, staff.unit);
    let role = Permission::CaseRead.roles().iter().find(|role| staff.has(**role)).map_or("", |role| role.identifier());
    let id = uuid_v7(ctx.now, ctx.random.as_ref());
    let (kind, text) = (looked.word(), id.to_string());
    let values = params![ctx.administration_id, &text, case, ctx.now_ms(), kind, staff.id, staff.unit, role, standing, reason];
    tx.execute(INSERT, &values)?;
    let payload =
        json!({ "access": text, "case": case, "kind": kind, "staff": staff.id, "unit": staff.unit, "role": role, "standing": standing });
    let payload = serde_json::to_vec(&payload).map_err(store::Error::from)?;
    let leaf = Leaf { event_id: tlog::EventId(id.into_bytes()), ..Leaf::own(ctx, Kind::Access, Some(&file.rnu), payload) };
    Ok(log::pend(tx, LogId::of(ctx.administration_id), ctx.now_ms(), &leaf.seal())?)
}

fn standing(case: &CaseFile, staff: StaffId, unit: Option<UnitId>) -> &'static str {
    match () {
        () if case.assignee_id == Some(staff) => "owner",
        () if unit == Some(case.unit_id) => "unit",
        () => "other",
    }
}

/// The looks at a case, the latest first, at most 500; for its applicant and for staff.
pub fn access_list(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Access>, Error> {
    if ctx.require_own_case(case).is_err() {
        ctx.require(Permission::CaseRead)?;
    }
    Ok(tx.query(OF_CASE, &params![ctx.administration_id, case, LISTED_MAX], read)?)
}

pub(crate) fn read(row: &Row<'_>) -> store::Result<Access> {
    Ok(Access {
        id: row.get(0)?,
        at: row.get(1)?,
        kind: row.get(2)?,
        staff_id: row.get(3)?,
        unit_id: row.get(4)?,
        role: row.get(5)?,
        standing: row.get(6)?,
        reason: row.get(7)?,
    })
}

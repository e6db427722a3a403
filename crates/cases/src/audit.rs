//! What auditors ask about cases: who looked at them over a period, which case a number means, which status was reported when; and the
//! inquiries they saved.
//!
//! The one rule: an auditor learns who looked, when and why, never what a case says.

use ejournal::client::{self, ReportFilter, ReportRow};
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, uuid_v7};
use kernel::permission::Permission;
use store::{Row, Tx, params};

use crate::access::{self, Access};
use crate::case_file;
use crate::error::Error;
use crate::tracking;

const LOOKS: &str = "SELECT id, at, kind, staff_id, unit_id, role, standing, reason, case_id FROM case_access
    WHERE administration_id = $1 AND at >= $2 AND (at, id) < ($3, $4)
    ORDER BY at DESC, id DESC LIMIT $5";
const SAVE: &str = "INSERT INTO audit_inquiry (administration_id, id, name, conditions, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6)";
const LIST: &str = "SELECT id, name, conditions, saved_at, saved_by FROM audit_inquiry
    WHERE administration_id = $1
    ORDER BY saved_at DESC, id DESC LIMIT $2";
const REMOVE: &str = "DELETE FROM audit_inquiry
    WHERE administration_id = $1 AND id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[LOOKS, SAVE, LIST, REMOVE];

/// LIMIT: saved inquiries of an administration that are listed.
const SAVED_MAX: i64 = 200;
/// LIMIT: characters of the name of a saved inquiry.
const NAME_CHARS_MAX: usize = 120;

/// A look at some case.
#[derive(Debug, Clone)]
pub struct Look {
    /// The look.
    pub access: Access,
    /// At which case.
    pub case: CaseId,
}

/// The looks at cases from `from_ms` to before `until_ms`, the latest first; `after` is the last one of the portion before.
pub fn looks(tx: &Tx<'_>, ctx: &Ctx, from_ms: i64, until_ms: i64, after: Option<&Look>, limit: i64) -> Result<Vec<Look>, Error> {
    ctx.require(Permission::LogRead)?;
    let (at, id) = after.map_or((until_ms, ""), |look| (look.access.at, look.access.id.as_str()));
    let read = |row: &Row<'_>| Ok(Look { access: access::read(row)?, case: row.get(8)? });
    Ok(tx.query(LOOKS, &params![ctx.administration_id, from_ms, at, id, limit], read)?)
}

/// The case that one of its numbers means: РНУ, УРИ or incoming number.
pub fn case_by_number(tx: &Tx<'_>, ctx: &Ctx, number: &str) -> Result<Option<CaseId>, Error> {
    ctx.require(Permission::LogRead)?;
    Ok(tracking::case_by_number(tx, ctx, number)?.map(|case| case.id))
}

/// The service reference number (РНУ) of a case.
pub fn case_number(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<String, Error> {
    ctx.require(Permission::LogRead)?;
    Ok(case_file::get(tx, ctx.administration_id, case)?.rnu)
}

/// What was reported to the event journal, the latest first.
pub fn reports(tx: &Tx<'_>, ctx: &Ctx, filter: &ReportFilter, limit: i64) -> Result<Vec<ReportRow>, Error> {
    ctx.require(Permission::LogRead)?;
    Ok(client::reports_list(tx, ctx.administration_id, filter, limit)?)
}

/// A saved inquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// Identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is asked, as whoever saved it wrote it down.
    pub conditions: String,
    /// When it was saved, ms since 1970.
    pub saved_at: i64,
    /// By whom.
    pub saved_by: String,
}

/// Keeps an inquiry under a name.
///
/// Fails with [`Error::NotOffered`] for an empty or too long name.
pub fn inquiry_save(tx: &mut Tx<'_>, ctx: &Ctx, name: &str, conditions: &str) -> Result<(), Error> {
    let staff = ctx.require_staff(Permission::LogRead)?;
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Error::NotOffered { what: "name" });
    }
    let id = uuid_v7(ctx.now, ctx.random.as_ref()).to_string();
    tx.execute(SAVE, &params![ctx.administration_id, id, name, conditions, ctx.now_ms(), &staff.name])?;
    Ok(())
}

/// The saved inquiries, the latest first.
pub fn inquiries(tx: &Tx<'_>, ctx: &Ctx) -> Result<Vec<Inquiry>, Error> {
    ctx.require(Permission::LogRead)?;
    Ok(tx.query(LIST, &params![ctx.administration_id, SAVED_MAX], |row| {
        Ok(Inquiry { id: row.get(0)?, name: row.get(1)?, conditions: row.get(2)?, saved_at: row.get(3)?, saved_by: row.get(4)? })
    })?)
}

/// Forgets a saved inquiry; answers whether it was there.
pub fn inquiry_remove(tx: &mut Tx<'_>, ctx: &Ctx, id: &str) -> Result<bool, Error> {
    ctx.require(Permission::LogRead)?;
    Ok(tx.execute(REMOVE, &params![ctx.administration_id, id])? == 1)
}

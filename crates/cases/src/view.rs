//! How a person arranges the list of cases: chosen columns and views under names of one's own (D-05).
//!
//! The one rule: an arrangement is of one person; nobody reads or changes that of another.

use kernel::ctx::Ctx;
use kernel::ids::uuid_v7;
use kernel::permission::Permission;
use store::{Tx, params};

use crate::error::Error;

/// LIMIT: views of one person; more do not fit into the tabs above the list.
pub const VIEWS_MAX: usize = 12;
/// LIMIT: characters of the name of a view.
pub const VIEW_NAME_CHARS_MAX: usize = 40;
/// LIMIT: characters of the query of a view.
const QUERY_CHARS_MAX: usize = 1_000;

const SETTING: &str = "SELECT value FROM staff_setting
    WHERE administration_id = $1 AND staff_id = $2 AND name = $3";
const SETTING_SET: &str = "INSERT INTO staff_setting (administration_id, staff_id, name, value)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (administration_id, staff_id, name) DO UPDATE SET value = excluded.value";
const VIEWS: &str = "SELECT id, name, query FROM case_view
    WHERE administration_id = $1 AND staff_id = $2
    ORDER BY created_at, id";
const VIEW_SAVE: &str = "INSERT INTO case_view (administration_id, staff_id, id, name, query, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)";
const VIEW_REPLACE: &str = "UPDATE case_view SET query = $4
    WHERE administration_id = $1 AND staff_id = $2 AND name = $3";
const VIEW_REMOVE: &str = "DELETE FROM case_view
    WHERE administration_id = $1 AND staff_id = $2 AND id = $3";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[SETTING, SETTING_SET, VIEWS, VIEW_SAVE, VIEW_REPLACE, VIEW_REMOVE];

/// Name of the setting that holds the chosen columns.
const COLUMNS: &str = "case-columns";

/// A view under a name of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Query of the address of the list.
    pub query: String,
}

/// The columns the acting person chose, in their order; nothing when they never chose.
pub fn case_columns(tx: &Tx<'_>, ctx: &Ctx) -> Result<Option<Vec<String>>, Error> {
    let staff = ctx.require_staff(Permission::CaseRead)?;
    let text = tx.query_row(SETTING, &params![ctx.administration_id, staff.id, COLUMNS], |row| row.get::<String>(0))?;
    Ok(text.map(|text| text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect()))
}

/// Keeps the columns the acting person chose.
pub fn case_columns_set(tx: &mut Tx<'_>, ctx: &Ctx, columns: &[String]) -> Result<(), Error> {
    let staff = ctx.require_staff(Permission::CaseRead)?.id;
    tx.execute(SETTING_SET, &params![ctx.administration_id, staff, COLUMNS, columns.join(",")])?;
    Ok(())
}

/// The views of the acting person, the oldest first.
pub fn case_view_list(tx: &Tx<'_>, ctx: &Ctx) -> Result<Vec<CaseView>, Error> {
    let staff = ctx.require_staff(Permission::CaseRead)?;
    Ok(tx.query(VIEWS, &params![ctx.administration_id, staff.id], |row| {
        Ok(CaseView { id: row.get(0)?, name: row.get(1)?, query: row.get(2)? })
    })?)
}

/// Keeps a view under a name; a view of the same name is replaced.
///
/// Fails with [`Error::Missing`] without a name and with [`Error::NotOffered`] when there are [`VIEWS_MAX`] already.
pub fn case_view_save(tx: &mut Tx<'_>, ctx: &Ctx, name: &str, query: &str) -> Result<(), Error> {
    let staff = ctx.require_staff(Permission::CaseRead)?.id;
    let name: String = name.trim().chars().take(VIEW_NAME_CHARS_MAX).collect();
    let query: String = query.chars().take(QUERY_CHARS_MAX).collect();
    if name.is_empty() {
        return Err(Error::Missing { what: "name" });
    }
    if tx.execute(VIEW_REPLACE, &params![ctx.administration_id, staff, &name, &query])? > 0 {
        return Ok(());
    }
    if case_view_list(tx, ctx)?.len() >= VIEWS_MAX {
        return Err(Error::NotOffered { what: "view" });
    }
    let id = uuid_v7(ctx.now, ctx.random.as_ref()).to_string();
    tx.execute(VIEW_SAVE, &params![ctx.administration_id, staff, id, name, query, ctx.now_ms()])?;
    Ok(())
}

/// Forgets a view of the acting person.
pub fn case_view_remove(tx: &mut Tx<'_>, ctx: &Ctx, id: &str) -> Result<(), Error> {
    let staff = ctx.require_staff(Permission::CaseRead)?.id;
    tx.execute(VIEW_REMOVE, &params![ctx.administration_id, staff, id])?;
    Ok(())
}

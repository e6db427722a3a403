//! The list of accounts: search by name, filters, keyset paging.
//!
//! The one rule: an administration has at most some thousands of people, so the list is read in the order of names and
//! filtered here; it needs no words of SQL that databases understand differently.

use std::collections::BTreeSet;

use kernel::actor::Role;
use kernel::ids::{AdministrationId, StaffId, UnitId};
use kernel::limits::{COUNT_MAX, PAGE_ROWS};
use kernel::search_text;
use store::{Tx, params};

use crate::staff::{COLUMNS, Staff, roles_of, staff_row};

/// Rows read at a time.
const CHUNK: i64 = 500;

const NEXT: &str = "SELECT id, login, name, email, unit_id, position_id, blocked_at, last_sign_in_at, created_at, name_folded FROM staff
    WHERE administration_id = $1 AND (name_folded > $2 OR (name_folded = $2 AND id > $3))
    ORDER BY name_folded, id
    LIMIT $4";
const KEY: &str = "SELECT name_folded FROM staff
    WHERE administration_id = $1 AND id = $2";
const IDS_IN_ROLE: &str = "SELECT staff_id FROM staff_role
    WHERE administration_id = $1 AND role = $2";

const WITHOUT_ROLES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM staff s
    WHERE s.administration_id = $1 AND s.blocked_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.administration_id = s.administration_id AND r.staff_id = s.id)";
const PER_UNIT: &str = "SELECT unit_id, CAST(COUNT(*) AS BIGINT) FROM staff
    WHERE administration_id = $1 AND blocked_at IS NULL AND unit_id IS NOT NULL
    GROUP BY unit_id";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[NEXT, KEY, IDS_IN_ROLE, WITHOUT_ROLES, PER_UNIT];

/// What to show of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffFilter {
    /// Words of the name, or the beginning of the name for signing in; empty for everybody.
    pub query: String,
    /// Only people of this unit.
    pub unit: Option<UnitId>,
    /// Only people with this role.
    pub role: Option<Role>,
    /// Only blocked accounts, only others, or both.
    pub blocked: Option<bool>,
    /// Begin after this person, the last of the page before.
    pub after: Option<StaffId>,
}

/// One page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffPage {
    /// Accounts in the order of the family name.
    pub rows: Vec<Staff>,
    /// The last of this page, when more follow.
    pub next: Option<StaffId>,
    /// How many match the filter in all; the count stops above [`COUNT_MAX`].
    pub total: i64,
}

/// The accounts that match a filter, [`PAGE_ROWS`] at a time.
pub fn staff_list(tx: &Tx<'_>, administration: AdministrationId, filter: &StaffFilter) -> store::Result<StaffPage> {
    let start = match filter.after {
        None => None,
        Some(id) => tx.query_row(KEY, &params![administration, id], |row| row.get::<String>(0))?.map(|key| (key, id.to_string())),
    };
    let in_role: Option<BTreeSet<StaffId>> = match filter.role {
        None => None,
        Some(role) => Some(tx.query(IDS_IN_ROLE, &params![administration, role.identifier()], |row| row.get(0))?.into_iter().collect()),
    };
    let query = search_text::query_variants(&filter.query);
    let login = filter.query.trim().to_lowercase();
    let mut page = StaffPage::default();
    let mut at = (String::new(), String::new());
    loop {
        let chunk =
            tx.query(NEXT, &params![administration, &at.0, &at.1, CHUNK], |row| Ok((staff_row(row)?, row.get::<String>(COLUMNS)?)))?;
        let is_last = (chunk.len() as i64) < CHUNK;
        for (staff, key) in chunk {
            at = (key, staff.id.to_string());
            let wanted = (filter.unit.is_none() || staff.unit_id == filter.unit)
                && filter.blocked.is_none_or(|blocked| blocked == staff.is_blocked())
                && in_role.as_ref().is_none_or(|ids| ids.contains(&staff.id))
                && (login.is_empty() || staff.login.starts_with(&login) || is_named(&query, &staff.name));
            if !wanted {
                continue;
            }
            page.total += 1;
            let is_after = start.as_ref().is_none_or(|start| at > *start);
            if is_after && page.rows.len() < PAGE_ROWS {
                page.rows.push(staff);
            } else if is_after {
                page.next = page.rows.last().map(|last| last.id);
            }
        }
        let is_counted = page.total > COUNT_MAX && page.next.is_some();
        if is_last || is_counted {
            break;
        }
    }
    for staff in &mut page.rows {
        staff.roles = roles_of(tx, administration, staff.id)?;
    }
    Ok(page)
}

/// How many people could sign in and do nothing, because they hold no role.
pub fn staff_without_roles(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<i64> {
    Ok(tx.query_row(WITHOUT_ROLES, &params![administration], |row| row.get(0))?.unwrap_or(0))
}

/// How many people who can sign in belong to each unit; units without any are not among them.
pub fn staff_per_unit(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Vec<(UnitId, i64)>> {
    tx.query(PER_UNIT, &params![administration], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The name as the list sorts it: family name first, folded.
pub(crate) fn name_folded(name: &str) -> String {
    let folded = search_text::fold(name);
    match folded.rsplit_once(' ') {
        Some((given, family)) => format!("{family} {given}"),
        None => folded,
    }
}

/// Whether every word of the query begins some word of the name, in any script and keyboard layout.
fn is_named(query: &[Vec<String>], name: &str) -> bool {
    let terms = search_text::terms(name);
    !query.is_empty() && query.iter().all(|forms| forms.iter().any(|form| terms.iter().any(|term| term.starts_with(form.as_str()))))
}

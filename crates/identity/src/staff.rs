//! Members of staff: their accounts, places and roles.
//!
//! The one rule: nobody is ever deleted. A blocked account keeps its name in everything the person has signed.

use kernel::actor::{Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, PositionId, StaffId, UnitId};
use kernel::permission::Permission;
use serde_json::json;
use store::command::{command_outcome, command_record};
use store::history::{self, Event};
use store::{Row, Tx, params};

use crate::Error;
use crate::password::PasswordHash;
use crate::staff_list::name_folded;

/// LIMIT: longest name of a person, characters.
pub const NAME_CHARS_MAX: usize = 200;
/// LIMIT: longest e-mail address (RFC 5321), bytes.
const EMAIL_BYTES_MAX: usize = 254;

pub(crate) const COLUMNS: usize = 9;

const INSERT: &str = "INSERT INTO staff
    (administration_id, id, login, name, name_folded, email, password_hash, unit_id, position_id, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (administration_id, login) DO NOTHING";
const UPDATE: &str = "UPDATE staff SET name = $3, name_folded = $4, email = $5, unit_id = $6, position_id = $7
    WHERE administration_id = $1 AND id = $2";
const BLOCK: &str = "UPDATE staff SET blocked_at = $3
    WHERE administration_id = $1 AND id = $2";
const PASSWORD: &str = "UPDATE staff SET password_hash = $3
    WHERE administration_id = $1 AND id = $2";
const GET: &str = "SELECT id, login, name, email, unit_id, position_id, blocked_at, last_sign_in_at, created_at FROM staff
    WHERE administration_id = $1 AND id = $2";
const NAME: &str = "SELECT name FROM staff
    WHERE administration_id = $1 AND id = $2";
const ROLES: &str = "SELECT role FROM staff_role
    WHERE administration_id = $1 AND staff_id = $2
    ORDER BY role";
const ROLES_CLEAR: &str = "DELETE FROM staff_role
    WHERE administration_id = $1 AND staff_id = $2";
const ROLE_ADD: &str = "INSERT INTO staff_role (administration_id, staff_id, role)
    VALUES ($1, $2, $3)
    ON CONFLICT (administration_id, staff_id, role) DO NOTHING";
const IN_ROLE: &str = "SELECT s.id, s.name, s.unit_id FROM staff_role r
    JOIN staff s ON s.administration_id = r.administration_id AND s.id = r.staff_id
    WHERE r.administration_id = $1 AND r.role = $2 AND s.blocked_at IS NULL
    ORDER BY s.name_folded, s.id";
const NAMES: &str = "SELECT id, name, unit_id FROM staff
    WHERE administration_id = $1
    ORDER BY name_folded, id";
const UNIT_OPEN: &str = "SELECT 1 FROM org_unit
    WHERE administration_id = $1 AND id = $2 AND closed_at IS NULL";
const POSITION_OPEN: &str = "SELECT unit_id FROM position
    WHERE administration_id = $1 AND id = $2 AND closed_at IS NULL";
const SESSIONS_END: &str = "DELETE FROM session
    WHERE administration_id = $1 AND kind = 'staff' AND subject_id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] =
    &[INSERT, UPDATE, BLOCK, PASSWORD, GET, NAME, ROLES, ROLES_CLEAR, ROLE_ADD, IN_ROLE, NAMES, UNIT_OPEN, POSITION_OPEN, SESSIONS_END];

/// A new account. The password is hashed before, outside the transaction.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// Name for signing in; stored in lower case.
    pub login: String,
    /// Full name, as printed on documents.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Hash of the password.
    pub password_hash: PasswordHash,
    /// The unit.
    pub unit_id: Option<UnitId>,
    /// The position, in that unit.
    pub position_id: Option<PositionId>,
    /// Roles.
    pub roles: Vec<Role>,
}

/// What may be changed of an account beside its roles and its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffChange {
    /// Full name.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// The unit.
    pub unit_id: Option<UnitId>,
    /// The position, in that unit.
    pub position_id: Option<PositionId>,
}

/// An account as the administration sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Who.
    pub id: StaffId,
    /// Name for signing in.
    pub login: String,
    /// Full name.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// The unit.
    pub unit_id: Option<UnitId>,
    /// The position.
    pub position_id: Option<PositionId>,
    /// Roles, in the order of `domain.md` §10.
    pub roles: Vec<Role>,
    /// Since when the account is blocked.
    pub blocked_at: Option<i64>,
    /// The latest sign-in.
    pub last_sign_in_at: Option<i64>,
    /// When the account was made.
    pub created_at: i64,
}

impl Staff {
    /// Whether the person cannot sign in.
    pub fn is_blocked(&self) -> bool {
        self.blocked_at.is_some()
    }
}

/// A person to choose from a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffName {
    /// Who.
    pub id: StaffId,
    /// Full name.
    pub name: String,
    /// The unit.
    pub unit_id: Option<UnitId>,
}

/// Makes an account. Fails with [`Error::LoginTaken`] when the name for signing in belongs to somebody.
pub fn staff_create(tx: &mut Tx<'_>, ctx: &Ctx, new: NewStaff) -> Result<StaffId, Error> {
    ctx.require(Permission::StaffManage)?;
    if let Some(done) = command_outcome(tx, ctx)? {
        return Ok(done);
    }
    let login = login_folded(&new.login)?;
    let name = name_checked(&new.name)?;
    let email = email_checked(&new.email)?;
    let unit_id = place_checked(tx, ctx.administration_id, new.unit_id, new.position_id)?;
    let id = StaffId::new(ctx.now, ctx.random.as_ref());
    let inserted = tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            id,
            &login,
            &name,
            name_folded(&name),
            email,
            new.password_hash.as_str(),
            unit_id,
            new.position_id,
            ctx.now_ms()
        ],
    )?;
    if inserted == 0 {
        return Err(Error::LoginTaken);
    }
    roles_write(tx, ctx.administration_id, id, &new.roles)?;
    let data = json!({ "staff": id, "login": login, "name": name, "unit": unit_id, "roles": identifiers(&new.roles) });
    history::append(tx, ctx, Event::of_administration("StaffCreated", data))?;
    command_record(tx, ctx, &id)?;
    Ok(id)
}

/// Changes name, e-mail address and place of a person.
pub fn staff_update(tx: &mut Tx<'_>, ctx: &Ctx, id: StaffId, change: &StaffChange) -> Result<(), Error> {
    ctx.require(Permission::StaffManage)?;
    let before = staff_get(tx, ctx.administration_id, id)?.ok_or(Error::StaffUnknown)?;
    let name = name_checked(&change.name)?;
    let email = email_checked(&change.email)?;
    let same_place = before.unit_id == change.unit_id && before.position_id == change.position_id;
    let unit_id = if same_place { before.unit_id } else { place_checked(tx, ctx.administration_id, change.unit_id, change.position_id)? };
    let after = StaffChange { name, email, unit_id, position_id: change.position_id };
    if after
        == (StaffChange {
            name: before.name.clone(),
            email: before.email.clone(),
            unit_id: before.unit_id,
            position_id: before.position_id,
        })
    {
        return Ok(());
    }
    tx.execute(
        UPDATE,
        &params![ctx.administration_id, id, &after.name, name_folded(&after.name), &after.email, after.unit_id, after.position_id],
    )?;
    let data = json!({
        "staff": id,
        "before": { "name": before.name, "email": before.email, "unit": before.unit_id, "position": before.position_id },
        "after": { "name": after.name, "email": after.email, "unit": after.unit_id, "position": after.position_id },
    });
    history::append(tx, ctx, Event::of_administration("StaffChanged", data))?;
    Ok(())
}

/// Blocks an account: the person cannot sign in and every session of theirs ends at once.
pub fn staff_block(tx: &mut Tx<'_>, ctx: &Ctx, id: StaffId, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::StaffManage)?;
    let staff = staff_get(tx, ctx.administration_id, id)?.ok_or(Error::StaffUnknown)?;
    if ctx.actor.staff().is_some_and(|actor| actor.id == id) {
        return Err(Error::OwnAccount);
    }
    if staff.is_blocked() {
        return Ok(());
    }
    administrators_remain(tx, ctx.administration_id, id, &staff.roles)?;
    tx.execute(BLOCK, &params![ctx.administration_id, id, Some(ctx.now_ms())])?;
    tx.execute(SESSIONS_END, &params![ctx.administration_id, id])?;
    let data = json!({ "staff": id, "name": staff.name });
    history::append(tx, ctx, Event::of_administration("StaffBlocked", data).because(reason.trim()))?;
    Ok(())
}

/// Lets a blocked person sign in again.
pub fn staff_unblock(tx: &mut Tx<'_>, ctx: &Ctx, id: StaffId) -> Result<(), Error> {
    ctx.require(Permission::StaffManage)?;
    let staff = staff_get(tx, ctx.administration_id, id)?.ok_or(Error::StaffUnknown)?;
    if !staff.is_blocked() {
        return Ok(());
    }
    tx.execute(BLOCK, &params![ctx.administration_id, id, None::<i64>])?;
    history::append(tx, ctx, Event::of_administration("StaffUnblocked", json!({ "staff": id, "name": staff.name })))?;
    Ok(())
}

/// Gives a person exactly these roles; they hold from the next page the person opens.
pub fn staff_roles_set(tx: &mut Tx<'_>, ctx: &Ctx, id: StaffId, roles: &[Role]) -> Result<(), Error> {
    ctx.require(Permission::StaffManage)?;
    let staff = staff_get(tx, ctx.administration_id, id)?.ok_or(Error::StaffUnknown)?;
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    if roles == staff.roles {
        return Ok(());
    }
    if !roles.contains(&Role::Admin) && staff.roles.contains(&Role::Admin) {
        if ctx.actor.staff().is_some_and(|actor| actor.id == id) {
            return Err(Error::OwnAccount);
        }
        administrators_remain(tx, ctx.administration_id, id, &staff.roles)?;
    }
    roles_write(tx, ctx.administration_id, id, &roles)?;
    let data = json!({ "staff": id, "name": staff.name, "before": identifiers(&staff.roles), "after": identifiers(&roles) });
    history::append(tx, ctx, Event::of_administration("StaffRolesSet", data))?;
    Ok(())
}

/// Gives a person a new password and ends every session of theirs.
pub fn staff_password_set(tx: &mut Tx<'_>, ctx: &Ctx, id: StaffId, password_hash: &PasswordHash) -> Result<(), Error> {
    ctx.require(Permission::StaffManage)?;
    let staff = staff_get(tx, ctx.administration_id, id)?.ok_or(Error::StaffUnknown)?;
    tx.execute(PASSWORD, &params![ctx.administration_id, id, password_hash.as_str()])?;
    tx.execute(SESSIONS_END, &params![ctx.administration_id, id])?;
    history::append(tx, ctx, Event::of_administration("StaffPasswordSet", json!({ "staff": id, "name": staff.name })))?;
    Ok(())
}

/// The person changes their own password; the caller has verified the old one.
pub fn own_password_set(tx: &mut Tx<'_>, ctx: &Ctx, password_hash: &PasswordHash) -> Result<(), Error> {
    let staff = ctx.actor.staff().ok_or(kernel::ctx::Denied { permission: Permission::StaffManage })?;
    tx.execute(PASSWORD, &params![ctx.administration_id, staff.id, password_hash.as_str()])?;
    history::append(tx, ctx, Event::of_administration("OwnPasswordSet", json!({ "staff": staff.id })))?;
    Ok(())
}

/// Replaces a hash by one of the same password at a higher cost.
pub(crate) fn password_rehash(tx: &mut Tx<'_>, administration: AdministrationId, id: StaffId, hash: &PasswordHash) -> store::Result<()> {
    tx.execute(PASSWORD, &params![administration, id, hash.as_str()])?;
    Ok(())
}

/// An account.
pub fn staff_get(tx: &Tx<'_>, administration: AdministrationId, id: StaffId) -> store::Result<Option<Staff>> {
    let Some(mut staff) = tx.query_row(GET, &params![administration, id], staff_row)? else { return Ok(None) };
    staff.roles = roles_of(tx, administration, id)?;
    Ok(Some(staff))
}

/// The person as an actor: for commands that the system does in somebody's name, such as the sample data.
pub fn staff_actor(tx: &Tx<'_>, administration: AdministrationId, id: StaffId) -> store::Result<Option<StaffActor>> {
    let staff = staff_get(tx, administration, id)?.filter(|staff| !staff.is_blocked());
    Ok(staff.map(|staff| StaffActor { id: staff.id, name: staff.name, unit: staff.unit_id, roles: staff.roles }))
}

/// The name of a person, blocked or not.
pub fn staff_name(tx: &Tx<'_>, administration: AdministrationId, id: StaffId) -> store::Result<Option<String>> {
    tx.query_row(NAME, &params![administration, id], |row| row.get(0))
}

/// Everybody of an administration by name, those with blocked accounts too.
pub fn staff_name_list(tx: &Tx<'_>, administration: AdministrationId) -> store::Result<Vec<StaffName>> {
    tx.query(NAMES, &params![administration], |row| Ok(StaffName { id: row.get(0)?, name: row.get(1)?, unit_id: row.get(2)? }))
}

/// Everybody who holds a role and is not blocked, by name; `unit` narrows it to the people of that unit.
pub fn staff_in_role(tx: &Tx<'_>, administration: AdministrationId, role: Role, unit: Option<UnitId>) -> store::Result<Vec<StaffName>> {
    let mut found = tx.query(IN_ROLE, &params![administration, role.identifier()], |row| {
        Ok(StaffName { id: row.get(0)?, name: row.get(1)?, unit_id: row.get(2)? })
    })?;
    found.retain(|staff| unit.is_none() || staff.unit_id == unit);
    Ok(found)
}

/// Roles of a person in the order of `domain.md` §10.
pub(crate) fn roles_of(tx: &Tx<'_>, administration: AdministrationId, id: StaffId) -> store::Result<Vec<Role>> {
    let texts = tx.query(ROLES, &params![administration, id], |row| row.get::<String>(0))?;
    let mut roles: Vec<Role> = texts.iter().filter_map(|text| Role::from_identifier(text)).collect();
    roles.sort_unstable();
    Ok(roles)
}

pub(crate) fn staff_row(row: &Row<'_>) -> store::Result<Staff> {
    Ok(Staff {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        unit_id: row.get(4)?,
        position_id: row.get(5)?,
        roles: Vec::new(),
        blocked_at: row.get(6)?,
        last_sign_in_at: row.get(7)?,
        created_at: row.get(8)?,
    })
}

fn roles_write(tx: &mut Tx<'_>, administration: AdministrationId, id: StaffId, roles: &[Role]) -> store::Result<()> {
    tx.execute(ROLES_CLEAR, &params![administration, id])?;
    for role in roles {
        tx.execute(ROLE_ADD, &params![administration, id, role.identifier()])?;
    }
    Ok(())
}

fn identifiers(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.identifier()).collect()
}

/// Refuses to take an administrator away when nobody else is one.
fn administrators_remain(tx: &Tx<'_>, administration: AdministrationId, id: StaffId, roles: &[Role]) -> Result<(), Error> {
    if !roles.contains(&Role::Admin) {
        return Ok(());
    }
    let others = staff_in_role(tx, administration, Role::Admin, None)?.into_iter().any(|staff| staff.id != id);
    if others { Ok(()) } else { Err(Error::LastAdministrator) }
}

/// The unit of a place that exists: the given one, or the unit of the position.
fn place_checked(
    tx: &Tx<'_>,
    administration: AdministrationId,
    unit_id: Option<UnitId>,
    position_id: Option<PositionId>,
) -> Result<Option<UnitId>, Error> {
    let unit_id = match position_id {
        None => unit_id,
        Some(position) => {
            let of_position = tx.query_row(POSITION_OPEN, &params![administration, position], |row| row.get::<UnitId>(0))?;
            match (of_position, unit_id) {
                (Some(unit), Some(chosen)) if unit != chosen => return Err(Error::PlaceUnknown),
                (Some(unit), _) => Some(unit),
                (None, _) => return Err(Error::PlaceUnknown),
            }
        }
    };
    if let Some(unit) = unit_id {
        tx.query_row(UNIT_OPEN, &params![administration, unit], |_| Ok(()))?.ok_or(Error::PlaceUnknown)?;
    }
    Ok(unit_id)
}

/// The stored form of a name for signing in: trimmed, lower case, 3 to 64 letters, digits, `.`, `-`, `_`, `@`.
pub fn login_folded(text: &str) -> Result<String, Error> {
    let login = text.trim().to_lowercase();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if (3..=64).contains(&login.chars().count()) && login.chars().all(allowed) { Ok(login) } else { Err(Error::LoginShape) }
}

fn name_checked(text: &str) -> Result<String, Error> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(Error::NameShape);
    }
    Ok(name)
}

fn email_checked(text: &str) -> Result<String, Error> {
    let email = text.trim();
    if email.is_empty() {
        return Ok(String::new());
    }
    let shaped = email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    let clean =
        email.len() <= EMAIL_BYTES_MAX && !email.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ','));
    if shaped && clean { Ok(email.to_owned()) } else { Err(Error::EmailShape) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_folded_and_limited() {
        assert_eq!(login_folded(" I.Ivanova ").unwrap(), "i.ivanova");
        assert_eq!(login_folded("Иванова").unwrap(), "иванова");
        for text in ["", "ab", "a b c", "<script>", &"a".repeat(65)] {
            assert!(matches!(login_folded(text), Err(Error::LoginShape)), "{text}");
        }
    }

    #[test]
    fn emails_may_be_empty_but_not_wrong() {
        for text in ["", "i.ivanova@example.bg"] {
            assert_eq!(email_checked(text).unwrap(), text);
        }
        for text in ["x", "x@y", "a@b@c.bg", "a b@c.bg", "x@.bg", "<x@y.bg>", "x@y.bg, z@y.bg"] {
            assert!(email_checked(text).is_err(), "{text}");
        }
    }
}

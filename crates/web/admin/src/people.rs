//! Accounts of staff: find them, make them, change them, block them.
//!
//! The one rule: a password is shown once, to whoever caused it, and is nowhere kept in readable form.

mod act;
mod edit;
mod password;

pub use act::{block, block_form, sessions_end, unblock};
pub use edit::{create, edit, new, roles, roles_save, save};
pub use password::{password_form, password_set};

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use identity::{SessionInfo, Staff, StaffFilter, staff_get, staff_list};
use kernel::actor::Role;
use kernel::ids::StaffId;
use kernel::limits::COUNT_MAX;
use kernel::permission::Permission;
use serde::Deserialize;
use services::organisation::{position_get, unit_list, unit_list_all};
use web::visit::query_value;
use web::{Choice, Page, PageError, render};

use crate::desk::Desk;
use crate::units::unit_choices;
use crate::words;

/// The account of an address; anything that is no identifier is unknown.
fn staff_id(text: &str) -> Result<StaffId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

/// An account, or „not found“.
async fn account(desk: &Desk, id: StaffId) -> Result<Staff, PageError> {
    desk.read(move |tx, ctx| staff_get(tx, ctx.administration_id, id)?.ok_or_else(PageError::not_found)).await
}

/// What the address of the list says.
#[derive(Debug, Default, Deserialize)]
pub struct PeopleQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

/// One row of the list.
struct Row {
    staff: Staff,
    unit: String,
    roles: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    page: Page,
    rows: Vec<Row>,
    total: String,
    query: String,
    units: Vec<Choice>,
    unit: String,
    roles: Vec<Choice>,
    role: String,
    states: Vec<Choice>,
    state: String,
    next: String,
    is_filtered: bool,
    is_later_page: bool,
    first: String,
}

/// The list.
pub async fn list(desk: Desk, Query(query): Query<PeopleQuery>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let (t, lang) = (desk.t, desk.lang());
    let filter = StaffFilter {
        query: query.q.clone(),
        unit: query.unit.parse().ok(),
        role: Role::from_identifier(&query.role),
        blocked: match query.state.as_str() {
            "blocked" => Some(true),
            "active" => Some(false),
            _ => None,
        },
        after: query.after.parse().ok(),
    };
    let is_later_page = filter.after.is_some();
    let (found, units) =
        desk.read(move |tx, ctx| Ok((staff_list(tx, ctx.administration_id, &filter)?, unit_list_all(tx, ctx.administration_id)?))).await?;
    let parts: Vec<String> = [("q", &query.q), ("unit", &query.unit), ("role", &query.role), ("state", &query.state)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", query_value(value)))
        .collect();
    let unit_name = |staff: &Staff| {
        let unit = staff.unit_id.and_then(|id| units.iter().find(|unit| unit.id == id));
        unit.map(|unit| unit.name(lang).to_owned()).unwrap_or_default()
    };
    let rows = found.rows.into_iter().map(|staff| Row {
        unit: unit_name(&staff),
        roles: staff.roles.iter().map(|role| words::role(t, *role)).collect::<Vec<_>>().join(", "),
        staff,
    });
    let address = |more: &str| {
        let all: Vec<&str> = parts.iter().map(String::as_str).chain(Some(more).filter(|more| !more.is_empty())).collect();
        if all.is_empty() { "/admin/people".to_owned() } else { format!("/admin/people?{}", all.join("&")) }
    };
    render(&PeoplePage {
        rows: rows.collect(),
        total: if found.total > COUNT_MAX {
            t.with1("shell-count-over", "count", COUNT_MAX)
        } else {
            t.count("admin-people-count", found.total)
        },
        next: found.next.map(|last| address(&format!("after={last}"))).unwrap_or_default(),
        first: address(""),
        is_filtered: !parts.is_empty(),
        is_later_page,
        roles: role_choices(&desk),
        states: ["active", "blocked"].map(|state| Choice::new(state, t.get(&format!("admin-people-state-{state}")))).to_vec(),
        units: unit_choices(units, lang, None),
        query: query.q,
        unit: query.unit,
        role: query.role,
        state: query.state,
        page: desk.page_of("admin-people-title"),
    })
}

/// Roles to choose from, each with what it is for.
fn role_choices(desk: &Desk) -> Vec<Choice> {
    let choice = |role: Role| Choice::new(role.identifier(), words::role(desk.t, role)).with_hint(words::role_hint(desk.t, role));
    Role::ALL.into_iter().map(choice).collect()
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    page: Page,
    staff: Staff,
    is_own: bool,
    unit: String,
    position: String,
    roles: Vec<(String, String)>,
    sessions: Vec<SessionInfo>,
}

impl PersonPage {
    fn edit_href(&self) -> String {
        format!("/admin/people/{}/edit", self.staff.id)
    }
}

/// One account.
pub async fn one(desk: Desk, Path(staff): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let (t, lang, id) = (desk.t, desk.lang(), staff_id(&staff)?);
    let staff = account(&desk, id).await?;
    let (unit_id, position_id) = (staff.unit_id, staff.position_id);
    let (units, position, sessions) = desk
        .read(move |tx, ctx| {
            let units = if unit_id.is_some() { unit_list_all(tx, ctx.administration_id)? } else { Vec::new() };
            let position = match position_id {
                Some(position) => position_get(tx, ctx.administration_id, position)?.name_bg,
                None => String::new(),
            };
            Ok((units, position, identity::session_list(tx, ctx.administration_id, id, ctx.now_ms())?))
        })
        .await?;
    let unit = unit_id.and_then(|id| units.into_iter().find(|unit| unit.id == id));
    render(&PersonPage {
        page: desk.page(staff.name.clone()).with_crumb(t.get("admin-people-title"), "/admin/people"),
        is_own: desk.staff.id == id,
        unit: unit.map(|unit| unit.name(lang).to_owned()).unwrap_or_default(),
        position,
        roles: staff.roles.iter().map(|role| (words::role(t, *role), words::role_hint(t, *role))).collect(),
        sessions,
        staff,
    })
}

/// Units and positions to choose a person's place from: positions name their unit.
async fn places(desk: &Desk) -> Result<(Vec<Choice>, Vec<Choice>), PageError> {
    let lang = desk.lang();
    let (units, positions) = desk
        .read(|tx, ctx| {
            let administration = ctx.administration_id;
            Ok((unit_list(tx, administration)?, services::organisation::position_list(tx, administration, None)?))
        })
        .await?;
    let mut choices = Vec::with_capacity(positions.len());
    for unit in &units {
        let own = positions.iter().filter(|position| position.unit_id == unit.id);
        choices.extend(own.map(|position| Choice::new(position.id.to_string(), format!("{} · {}", position.name_bg, unit.name(lang)))));
    }
    Ok((unit_choices(units, lang, None), choices))
}

//! Who may do what: the table of roles and permissions, read only.

use askama::Template;
use axum::response::Response;
use kernel::actor::Role;
use web::{Page, PageError, render};

use crate::desk::{Desk, RIGHTS};
use crate::words;

/// One permission with the roles that hold it.
struct Right {
    name: String,
    holds: Vec<bool>,
    holders: String,
}

/// Permissions of one kind of work.
struct Group {
    name: String,
    rights: Vec<Right>,
}

/// One role as a column.
struct Column {
    name: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "roles.html")]
struct RolesPage {
    page: Page,
    columns: Vec<Column>,
    groups: Vec<Group>,
}

/// The table.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    desk.require_any(RIGHTS)?;
    let t = desk.t;
    let right = |permission: kernel::permission::Permission, key: &str| Right {
        name: t.get(&format!("permission-{key}")).into_owned(),
        holds: Role::ALL.iter().map(|role| permission.roles().contains(role)).collect(),
        holders: permission.roles().iter().map(|role| words::role(t, *role)).collect::<Vec<_>>().join(", "),
    };
    let groups = words::PERMISSIONS.iter().map(|(group, rights)| Group {
        name: t.get(&format!("permission-group-{group}")).into_owned(),
        rights: rights.iter().map(|(permission, key)| right(*permission, key)).collect(),
    });
    render(&RolesPage {
        groups: groups.collect(),
        columns: Role::ALL.iter().map(|role| Column { name: words::role(t, *role), hint: words::role_hint(t, *role) }).collect(),
        page: desk.page_of("admin-roles-title"),
    })
}

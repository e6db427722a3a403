//! The table of routes: every address with who may ask for it.
//!
//! The one rule: a route that is not in the table of its application does not exist; tests walk the tables as nobody, as a
//! stranger and as people of every role.

use kernel::permission::Permission;

/// Who may ask for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// The applicant's side of the case in the address.
    Applicant,
    /// Staff with a role that holds the permission.
    Staff(Permission),
    /// Staff with a role that holds at least one of the permissions.
    StaffAny(&'static [Permission]),
    /// Everybody who signed in as staff: their own sessions and settings.
    SignedIn,
}

/// One address of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path as axum reads it, such as `/admin/units/{unit}`.
    pub path: &'static str,
    /// Who may ask for it.
    pub access: Access,
}

impl Route {
    /// A page.
    pub const fn get(path: &'static str, access: Access) -> Route {
        Route { method: "GET", path, access }
    }

    /// An act.
    pub const fn post(path: &'static str, access: Access) -> Route {
        Route { method: "POST", path, access }
    }
}

impl Access {
    /// Whether a member of staff with these permissions may ask, as far as the table can tell.
    pub fn allows_staff(self, may: impl Fn(Permission) -> bool) -> bool {
        match self {
            Access::Public | Access::SignedIn => true,
            Access::Applicant => false,
            Access::Staff(permission) => may(permission),
            Access::StaffAny(permissions) => permissions.iter().any(|permission| may(*permission)),
        }
    }
}

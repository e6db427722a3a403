//! Who acts. The roles and what each may do are those of `domain.md` §10.

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, StaffId, UnitId};
use crate::permission::Permission;

/// A role of staff. Identifiers are stored and shown in addresses; labels live in the text catalogue under `role-<identifier>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Служител фронт офис.
    FrontDesk,
    /// Деловодител.
    Registrar,
    /// Експерт.
    CaseOfficer,
    /// Съгласуващ.
    Reviewer,
    /// Ръководител на звено.
    UnitHead,
    /// Овластен да подписва орган.
    Signatory,
    /// Касиер.
    Cashier,
    /// Архивист.
    Archivist,
    /// Член на комисия.
    Commission,
    /// Администратор на услуги.
    ServiceAdmin,
    /// Администратор на връзки.
    IntegrationAdmin,
    /// Администратор.
    Admin,
    /// Вътрешен одитор.
    Auditor,
    /// Длъжностно лице по защита на данните.
    Dpo,
}

impl Role {
    /// All roles in the order of `domain.md` §10.
    pub const ALL: [Role; 14] = [
        Role::FrontDesk,
        Role::Registrar,
        Role::CaseOfficer,
        Role::Reviewer,
        Role::UnitHead,
        Role::Signatory,
        Role::Cashier,
        Role::Archivist,
        Role::Commission,
        Role::ServiceAdmin,
        Role::IntegrationAdmin,
        Role::Admin,
        Role::Auditor,
        Role::Dpo,
    ];

    /// The stored identifier, as in `domain.md` §10.
    pub fn identifier(self) -> &'static str {
        match self {
            Role::FrontDesk => "front_desk",
            Role::Registrar => "registrar",
            Role::CaseOfficer => "case_officer",
            Role::Reviewer => "reviewer",
            Role::UnitHead => "unit_head",
            Role::Signatory => "signatory",
            Role::Cashier => "cashier",
            Role::Archivist => "archivist",
            Role::Commission => "commission",
            Role::ServiceAdmin => "service_admin",
            Role::IntegrationAdmin => "integration_admin",
            Role::Admin => "admin",
            Role::Auditor => "auditor",
            Role::Dpo => "dpo",
        }
    }

    /// The role of a stored identifier.
    pub fn from_identifier(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.identifier() == text)
    }
}

/// A member of staff as an actor: identity and roles, loaded with the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffActor {
    /// Who.
    pub id: StaffId,
    /// Full name, as printed on documents.
    pub name: String,
    /// The unit the person belongs to.
    pub unit: Option<UnitId>,
    /// Roles held at this moment.
    pub roles: Vec<Role>,
}

impl StaffActor {
    /// Whether one of the roles allows `permission`.
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| permission.roles().contains(role))
    }

    /// Whether the person holds `role`.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Who stands behind a command or a read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor of the portal.
    Anonymous,
    /// Somebody who proved to be the applicant's side of exactly one case (document number and access code).
    Applicant(CaseId),
    /// A member of staff who signed in.
    Staff(StaffActor),
    /// The system itself: timers, automatic acts, `domain.md` §10 „system“.
    System,
}

impl Actor {
    /// The member of staff, if it is one.
    pub fn staff(&self) -> Option<&StaffActor> {
        match self {
            Actor::Staff(staff) => Some(staff),
            _ => None,
        }
    }

    /// Stable word for the history: `anonymous`, `applicant`, `staff`, `system`.
    pub fn class(&self) -> &'static str {
        match self {
            Actor::Anonymous => "anonymous",
            Actor::Applicant(_) => "applicant",
            Actor::Staff(_) => "staff",
            Actor::System => "system",
        }
    }
}

//! The circumstances of a command: for which administration, by whom, when, under which number, with which chance.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::actor::{Actor, StaffActor};
use crate::clock::sofia_date;
use crate::ids::{AdministrationId, CaseId, CommandId};
use crate::permission::Permission;
use crate::random::Random;
use crate::secret::SecretKey;

/// The circumstances of one command or one read.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// For which administration.
    pub administration_id: AdministrationId,
    /// Who acts.
    pub actor: Actor,
    /// The instant of the command.
    pub now: Timestamp,
    /// Identifies the intended act: repeating it returns the first outcome.
    pub command_id: Option<CommandId>,
    /// Correlation number shown on error pages and written to the log.
    pub request_id: String,
    /// Source of chance for identifiers and codes.
    pub random: Arc<dyn Random>,
    /// Key of the installation for codes and tokens.
    pub key: Arc<SecretKey>,
    /// Address under which people reach this installation, without a slash at the end.
    pub base_url: Arc<str>,
}

/// The actor lacks the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{permission:?} is not allowed for this actor")]
pub struct Denied {
    /// What was asked.
    pub permission: Permission,
}

impl Ctx {
    /// The instant as milliseconds since 1970 UTC, the form in which `_at` columns store it.
    pub fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    /// The civil date in Europe/Sofia.
    pub fn today(&self) -> Date {
        sofia_date(self.now)
    }

    /// Whether the actor may do what `permission` names. The system may do everything; anyone may file.
    pub fn may(&self, permission: Permission) -> bool {
        match &self.actor {
            Actor::System => true,
            Actor::Staff(staff) => staff.may(permission),
            Actor::Anonymous => permission == Permission::ApplicationFile,
            Actor::Applicant(_) => matches!(permission, Permission::ApplicationFile | Permission::OwnCase),
        }
    }

    /// Refuses the command unless the actor holds `permission`.
    pub fn require(&self, permission: Permission) -> Result<(), Denied> {
        if self.may(permission) { Ok(()) } else { Err(Denied { permission }) }
    }

    /// Refuses the command unless the actor is the applicant's side of exactly this case.
    pub fn require_own_case(&self, case: CaseId) -> Result<(), Denied> {
        match &self.actor {
            Actor::Applicant(own) if *own == case => Ok(()),
            Actor::System => Ok(()),
            _ => Err(Denied { permission: Permission::OwnCase }),
        }
    }

    /// The member of staff behind the command, or a refusal.
    pub fn require_staff(&self, permission: Permission) -> Result<&StaffActor, Denied> {
        match &self.actor {
            Actor::Staff(staff) if staff.may(permission) => Ok(staff),
            _ => Err(Denied { permission }),
        }
    }

    /// The same circumstances for the system as actor.
    pub fn as_system(&self) -> Ctx {
        Ctx { actor: Actor::System, ..self.clone() }
    }
}

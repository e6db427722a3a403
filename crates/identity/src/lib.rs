//! People of the administration and how they prove who they are: accounts, roles, passwords, sessions, limits on attempts.
//!
//! The one rule: no secret is stored. Of a password only its argon2id hash is kept, of a session token only its SHA-256, and
//! a wrong name, a wrong password and a blocked account are answered alike.

pub mod attempt;
mod error;
pub mod password;
pub mod session;
pub mod sign_in;
pub mod staff;
mod staff_list;

pub use attempt::{attempt_allowed, attempt_clear, attempt_record, attempt_sweep};
pub use error::Error;
pub use password::{PasswordFault, PasswordHash, PasswordParams, Passwords, password_check, password_generate, password_of};
pub use session::{
    SessionClose, SessionInfo, SessionToken, StaffSession, applicant_session_case, applicant_session_close, applicant_session_open,
    session_actor, session_close, session_list, session_open, session_sweep, session_touch,
};
pub use sign_in::{Account, Proof, SignIn, sign_in_account, sign_in_allowed, sign_in_finish, sign_out};
pub use staff::{
    NewStaff, Staff, StaffChange, StaffName, own_password_set, staff_actor, staff_block, staff_create, staff_get, staff_in_role,
    staff_name, staff_name_list, staff_password_set, staff_roles_set, staff_unblock, staff_update,
};
pub use staff_list::{StaffFilter, StaffPage, staff_list, staff_per_unit, staff_without_roles};

/// Every statement of this crate, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static str> {
    [attempt::STATEMENTS, session::STATEMENTS, sign_in::STATEMENTS, staff::STATEMENTS, staff_list::STATEMENTS]
        .into_iter()
        .flatten()
        .copied()
}

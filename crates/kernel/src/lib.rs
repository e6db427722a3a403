//! The words every other crate speaks: identifiers with their check rules, time and calendar, money, actors and permissions.
//!
//! The one rule: nothing here reads a clock, a file, the network or a source of chance on its own; what varies comes in as an argument.

pub mod access_code;
pub mod actor;
pub mod bulgarian;
pub mod calendar;
pub mod clock;
pub mod ctx;
pub mod document_uri;
pub mod entity_number;
pub mod error;
pub mod iban;
pub mod ids;
pub mod limits;
pub mod money;
pub mod permission;
pub mod personal_number;
pub mod random;
pub mod reference_number;
pub mod search_text;
pub mod secret;
pub mod status_code;
pub mod term;

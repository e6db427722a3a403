//! The application of administrators: data of the administration, units, people and their roles, the calendar, installed kits, the
//! system log (`ux.md` §15, screens ).
//!
//! The one rule: who administers does not read. Nothing here shows what is in a case; the log names a case event and who caused it,
//! never its content.

mod administration;
mod calendar;
mod desk;
mod kits;
mod log;
mod overview;
mod people;
mod positions;
mod roles;
mod routes;
mod units;
mod words;

pub use routes::{ROUTES, router};

//! The application of administrators: data of the administration, units, people and their roles, the calendar, installed kits, the
//! system log, the transparency logs and the journal (`ux.md` §15, screens ).
//!
//! The one rule: who administers does not read. Nothing here shows what is in a case; the log names a case event and who caused it,
//! never its content.

mod administration;
mod audit;
mod calendar;
mod checkpoints;
mod csv_file;
mod desk;
mod kits;
mod log;
mod nomenclature;
mod overview;
mod participants;
mod people;
mod period;
mod positions;
mod roles;
mod routes;
mod setting;
mod units;
mod words;

pub use routes::{ROUTES, router};
pub use setting::{JournalRole, Setting, Witness};

//! Services as data: kits, the organisation, installed versions.
//!
//! The one rule: what a service is, its kit says; nothing about a single service is written in code.

pub mod calendar;
pub mod catalogue;
mod error;
pub mod kit;
pub mod numbering;
pub mod organisation;

pub use error::Error;

/// Every statement of this crate, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static str> {
    let organisation = organisation::STATEMENTS.iter().copied().flatten();
    organisation.chain(calendar::STATEMENTS).chain(numbering::STATEMENTS).chain(catalogue::STATEMENTS).copied()
}

//! The administration itself, its units and positions.
//!
//! The one rule: nothing is deleted. A closed unit or position keeps its name in everything that was done under it.

mod administration;
mod position;
mod unit;

pub use administration::{
    Administration, AdministrationData, administration_by_host, administration_create, administration_get, administration_list,
    administration_update,
};
pub use position::{Position, position_close, position_create, position_get, position_list, position_update};
pub use unit::{
    Unit, UnitData, unit_by_code, unit_close, unit_create, unit_get, unit_list, unit_list_all, unit_reopen, unit_update, units_in_order,
};

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&[&str]] = &[administration::STATEMENTS, unit::STATEMENTS, position::STATEMENTS];

/// LIMIT: longest name or address, characters.
pub const TEXT_CHARS_MAX: usize = 300;

/// A text without spaces around it and without control characters, of at most [`TEXT_CHARS_MAX`] characters.
fn line(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control)).then_some(text)
}

/// [`line`] that is not empty.
fn name(text: &str) -> Option<String> {
    line(text).filter(|text| !text.is_empty())
}

//! Ground for the tests of the web crates: an installation in a folder of its own, what stands in it, and a browser without scripts.
//!
//! The one rule: only tests use it, so it says what went wrong by panicking, at the line of the test that asked.

mod browser;
mod installation;
mod page;
mod seed;

pub use browser::Browser;
pub use installation::Installation;
pub use page::Page;
pub use seed::{Seed, Unit, kit_codes, kit_files};

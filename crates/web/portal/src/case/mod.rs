//! The official section of a case: opened by number and access code, one module per screen (P-19…P-25, P-31, P-35).
//!
//! The one rule: every page begins with [`OwnCase`](crate::visitor::OwnCase), so no identifier in an address opens another person's case.

pub mod correct;
pub mod documents;
pub mod messages;
pub mod overview;
pub mod rate;
pub mod reads;
pub mod result;
pub mod sign_in;
pub mod withdraw;

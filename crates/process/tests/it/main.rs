//! The engine as its callers see it.

mod build;
mod checks;
mod corpus;
mod errors;
mod flows;
mod incidents;
mod kit;
mod replay;
mod speed;
mod waits;

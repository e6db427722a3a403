//! The binary's own parts: configuration, wiring, workers, the sample administration, the commands of the command line.
//!
//! The one rule: only here is the environment read, and only here do the crates meet.

pub mod acts;
pub mod backup;
pub mod bench;
pub mod care;
pub mod cli;
pub mod codes;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod hooks;
pub mod journal_role;
pub mod kit_tests;
pub mod logs;
pub mod monitor;
pub mod older_register;
pub mod publication;
pub mod rebuild;
pub mod rounds;
pub mod runtime;
pub mod sample;
pub mod sender;
pub mod server;
pub mod state_file;
pub mod witness;
pub mod witnesses;
pub mod words;
pub mod worker;

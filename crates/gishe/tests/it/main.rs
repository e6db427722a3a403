//! The product as its parts meet: kits run their own tests, statements prepare, error codes have pages.

mod api;
#[path = "../../../timestamp/tests/it/authority.rs"]
mod authority;
mod backup;
mod care;
mod coverage;
mod crash;
mod demo;
mod doctor;
mod hooks;
mod interleave;
mod journal;
mod journal_killed;
mod journal_queue;
mod journal_server;
mod killed;
mod kits;
mod logs;
mod monitor;
mod older_register;
mod postgres;
mod rebuild;
mod reporting;
mod statistics;
mod walk;

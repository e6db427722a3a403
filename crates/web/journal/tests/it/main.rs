//! The journal over HTTP, on a store of its own: SQLite, or PostgreSQL when `GISHE_TEST_DATABASE` names a server.

mod erasure;
mod hooks;
mod hostile;
mod inquiry;
mod kit;
mod log;
mod order;
mod recent;
mod samples;
mod soap;
mod speed;
mod statistics;

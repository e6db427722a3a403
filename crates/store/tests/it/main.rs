//! The store on a real PostgreSQL server: the same promises as on SQLite, and the faults a server brings.

mod failover;
mod lease;
mod postgres;
mod wire;

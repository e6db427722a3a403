//! The store on a real PostgreSQL server: the same promises as on SQLite, and the faults a server brings.

mod postgres;
mod wire;

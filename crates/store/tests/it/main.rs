//! The store on disks and servers that fail: what was acknowledged stays, on SQLite and on a real PostgreSQL server alike.

mod blob;
mod disk;
mod failover;
mod lease;
mod log;
mod log_power;
mod log_publish;
mod log_safety;
mod postgres;
mod power;
mod wire;

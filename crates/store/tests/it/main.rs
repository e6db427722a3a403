//! The store on disks and servers that fail: what was acknowledged stays, on SQLite and on a real PostgreSQL server alike.

mod blob;
mod disk;
mod failover;
mod lease;
mod postgres;
mod power;
mod wire;

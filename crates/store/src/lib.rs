//! Rows, blobs and the outbox behind one thin [`Tx`]. The only place that names a database driver.
//!
//! The one rule: nothing is acknowledged before it is on disk. On SQLite one writer thread commits many commands at once, each in a
//! savepoint of its own, so that one failing command never takes its neighbours along; on PostgreSQL each command is a transaction.

pub mod blob;
mod bucket;
pub mod command;
pub mod control;
mod dialect;
mod error;
mod folder;
pub mod history;
pub mod lease;
pub mod log;
mod migrate;
pub mod outbox;
mod postgres;
pub mod routing;
mod sqlite;
mod store;
pub mod table;
mod tx;
mod value;

pub use blob::{BlobFile, BlobPlace, BlobRef, Blobs, S3, Upload, Uploaded};
pub use error::Error;
pub use folder::secret_write;
pub use migrate::{Applied, MIGRATIONS, Migration};
pub use store::{Database, Options, Pace, Step, Store};
pub use tx::Tx;
pub use value::{FromColumn, Row, Value};

/// Makes ring the cryptography of all TLS of this process; a second call changes nothing. [`Store::open`] calls it too.
pub fn tls_ready() {
    // An error means that it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Result of the store's own functions.
pub type Result<T> = std::result::Result<T, Error>;

/// Builds the parameter list of a statement: `params![administration, case_id, 5_i64]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}

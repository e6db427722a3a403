//! What can go wrong below the domain.

use kernel::error::{Code, Coded, Kind};

use crate::log::{LogId, Refused};

/// A failure of the store. The driver's own error is the source, never part of the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or failed a statement.
    #[error("the database failed at: {statement}")]
    Database {
        /// First line of the statement.
        statement: String,
        /// The driver's error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An earlier statement of this transaction failed; nothing more may run in it.
    #[error("an earlier statement of this transaction failed")]
    Poisoned,
    /// A stored value has another type than the code expects.
    #[error("column {column} holds another type than expected")]
    Column {
        /// Position of the column, from 0.
        column: usize,
    },
    /// A stored JSON text cannot be read.
    #[error("a stored JSON text cannot be read")]
    Json(#[from] serde_json::Error),
    /// The group could not be committed; none of its commands happened.
    #[error("the commit failed, nothing was stored")]
    Commit,
    /// The connection broke while the commit was answered, and the command left no key by which its outcome could be looked up; or the
    /// disk failed to sync a commit. The command may be sent again under the same key.
    #[error("whether the commit happened is unknown")]
    CommitUnknown,
    /// The database cannot be reached, or two commands waited for each other; nothing was stored, the command may be sent again.
    #[error("the database is busy or cannot be reached, nothing was stored")]
    Busy {
        /// The driver's error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The address of the database cannot be used.
    #[error("the address of the database cannot be used")]
    Address {
        /// The driver's error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The command panicked and was rolled back alone.
    #[error("the command failed unexpectedly and was rolled back")]
    Panicked,
    /// The store is closing.
    #[error("the store is closed")]
    Closed,
    /// The database was written by a newer program.
    #[error("the database has migration {found} which this program does not know; use the newer program or restore a backup")]
    NewerSchema {
        /// Name of the unknown migration.
        found: String,
    },
    /// An applied migration differs from the file of this program.
    #[error("migration {name} was changed after it was applied")]
    ChangedMigration {
        /// Name of the migration.
        name: String,
    },
    /// A file of the blob store failed.
    #[error("the blob store failed")]
    Blob(#[from] object_store::Error),
    /// No file has this name.
    #[error("there is no blob {sha256}")]
    NoBlob {
        /// The name.
        sha256: String,
    },
    /// A file nobody came to name was cleared away, or is just going; it has to be sent again.
    #[error("blob {sha256} was cleared away")]
    BlobGone {
        /// The name.
        sha256: String,
    },
    /// The content of a blob does not match its name: the file is damaged and is not served.
    #[error("blob {sha256} is damaged")]
    DamagedBlob {
        /// Expected digest, hex.
        sha256: String,
    },
    /// A folder or file of the installation cannot be used.
    #[error("cannot use {path}")]
    File {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Another writer took the log over; nothing of this one is kept, and it must stop.
    #[error("another writer took over the log {log}")]
    LostFence {
        /// Which log.
        log: LogId,
    },
    /// The log has an event of this identifier and sender with another content.
    #[error("the log {log} has the event at {index} under this identifier with another content")]
    LogConflict {
        /// Which log.
        log: LogId,
        /// Index of the entry it has.
        index: i64,
    },
    /// The log neither sequences nor signs until people have looked (`journal-log.md` §8).
    #[error("the log {log} must neither grow nor sign: {why}")]
    LogRefuses {
        /// Which log.
        log: LogId,
        /// Why.
        why: Refused,
    },
    /// A tile or bundle exists with another content; it is never overwritten, and the writer stops.
    #[error("{path} exists with another content")]
    TileDiffers {
        /// Which file, below the folder of the log.
        path: String,
        /// Both contents.
        #[source]
        source: tlog::TileDiffers,
    },
    /// Rows or files of a log are not what the tree says, or are missing.
    #[error("the log is damaged at {what}")]
    LogDamaged {
        /// What: a path below the folder of the log, or a row.
        what: String,
        /// How it was found.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// There is no such log, or it has no such entry or checkpoint; or the key or origin is that of another log.
    #[error("there is no {what} in the log {log}")]
    NotInLog {
        /// Which log.
        log: LogId,
        /// What was asked for.
        what: String,
    },
}

impl Error {
    /// [`Error::LogDamaged`] with its cause.
    pub fn damaged(what: impl Into<String>, source: impl std::error::Error + Send + Sync + 'static) -> Error {
        Error::LogDamaged { what: what.into(), source: Some(source.into()) }
    }
}

impl Coded for Error {
    fn code(&self) -> Code {
        match self {
            Error::Database { .. } | Error::Poisoned | Error::Commit | Error::CommitUnknown => Code("STOR-0001"),
            Error::Column { .. } | Error::Json(_) => Code("STOR-0002"),
            Error::Panicked => Code("STOR-0003"),
            Error::Closed => Code("STOR-0004"),
            Error::NewerSchema { .. } | Error::ChangedMigration { .. } => Code("STOR-0005"),
            Error::Blob(_) | Error::NoBlob { .. } | Error::DamagedBlob { .. } => Code("STOR-0006"),
            Error::File { .. } => Code("STOR-0007"),
            Error::Busy { .. } | Error::Address { .. } => Code("STOR-0008"),
            Error::BlobGone { .. } => Code("STOR-0009"),
            Error::LostFence { .. } => Code("STOR-0010"),
            Error::LogConflict { .. } => Code("STOR-0011"),
            Error::LogRefuses { .. } => Code("STOR-0012"),
            Error::TileDiffers { .. } => Code("STOR-0013"),
            Error::LogDamaged { .. } => Code("STOR-0014"),
            Error::NotInLog { .. } => Code("STOR-0015"),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Error::BlobGone { .. } => Kind::Gone,
            Error::LostFence { .. } => Kind::Busy,
            Error::LogConflict { .. } => Kind::Conflict,
            Error::NotInLog { .. } => Kind::NotFound,
            _ => Kind::Failure,
        }
    }
}

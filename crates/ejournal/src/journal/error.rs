//! What can go wrong with the commands of the journal. Each code has a page under `docs/errors`. An event that is not accepted is no
//! error but an outcome ([`crate::Refusal`]).

use kernel::error::{Code, Coded, Kind};

use crate::nomenclature::NomenclatureError;

/// A refusal or a failure of a command of the journal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The certificate, or its absence, gives no right to this.
    #[error("the caller may not do this in the journal")]
    Denied,
    /// There is no such source.
    #[error("the journal knows no such source")]
    SourceUnknown,
    /// The number or the name of the source is taken.
    #[error("another source has the number or the identifier")]
    SourceTaken,
    /// A field of a participant cannot be accepted.
    #[error("the field {field} of the participant cannot be accepted")]
    Field {
        /// Which.
        field: &'static str,
    },
    /// There is no such service or event, or the caller may not know of it.
    #[error("the journal has no such service or event for the caller")]
    Unknown,
    /// Too many wrong status codes.
    #[error("too many wrong status codes; the next attempt is possible in {retry_after_s} s")]
    Attempts {
        /// Seconds until the next attempt.
        retry_after_s: u64,
    },
    /// The number that is declared void has come or was declared void before.
    #[error("the number in the sequence is taken")]
    VoidTaken,
    /// A checkpoint of a participant's own log is not one, not signed by it, or contradicts an earlier one.
    #[error("the checkpoint of the participant's log is not accepted: {why}")]
    Checkpoint {
        /// What is wrong.
        why: &'static str,
    },
    /// The nomenclature cannot be read or does not continue the one in force.
    #[error("the nomenclature is not accepted")]
    Nomenclature(#[source] NomenclatureError),
    /// The address of a web hook leads where none may.
    #[error("a web hook cannot have this address")]
    HookAddress,
    /// The certificate has as many web hooks as it may.
    #[error("the certificate has too many web hooks")]
    HooksFull,
    /// Rows of the journal are not what it wrote.
    #[error("the journal is damaged at {what}")]
    Damaged {
        /// What.
        what: &'static str,
    },
    /// The store failed.
    #[error("the store of the journal failed")]
    Store(#[from] store::Error),
}

impl Coded for Error {
    fn code(&self) -> Code {
        match self {
            Error::Denied => Code("JRNL-0001"),
            Error::SourceUnknown => Code("JRNL-0002"),
            Error::SourceTaken => Code("JRNL-0003"),
            Error::Field { .. } => Code("JRNL-0004"),
            Error::Unknown => Code("JRNL-0005"),
            Error::Attempts { .. } => Code("JRNL-0006"),
            Error::VoidTaken => Code("JRNL-0007"),
            Error::Checkpoint { .. } => Code("JRNL-0008"),
            Error::Nomenclature(_) => Code("JRNL-0009"),
            Error::Damaged { .. } => Code("JRNL-0010"),
            Error::HookAddress => Code("JRNL-0021"),
            Error::HooksFull => Code("JRNL-0022"),
            Error::Store(error) => error.code(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Error::Denied => Kind::Denied,
            Error::SourceUnknown | Error::Unknown => Kind::NotFound,
            Error::SourceTaken | Error::VoidTaken | Error::HooksFull => Kind::Conflict,
            Error::Field { .. } | Error::Checkpoint { .. } | Error::Nomenclature(_) | Error::HookAddress => Kind::Invalid,
            Error::Attempts { .. } => Kind::TooMany,
            Error::Damaged { .. } => Kind::Failure,
            // A log that checks itself or was taken over stores nothing now.
            Error::Store(store::Error::LogRefuses { .. } | store::Error::LostFence { .. }) => Kind::Busy,
            Error::Store(error) => error.kind(),
        }
    }
}

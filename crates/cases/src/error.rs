//! Refusals and failures of the commands on cases.

use kernel::ctx::Denied;
use kernel::error::{Code, Coded, Kind};

/// Why a command on a case was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor lacks the right.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such case, task or document, or the actor may not know of it.
    #[error("there is no such {what}")]
    NotFound {
        /// `case`, `task`, `document`, …
        what: &'static str,
    },
    /// The answers do not satisfy the form.
    #[error("the application has {} mistake(s)", errors.len())]
    Invalid {
        /// Each mistake at its field.
        errors: Vec<forms::FieldError>,
    },
    /// The service does not offer what was chosen.
    #[error("the service does not offer this {what}")]
    NotOffered {
        /// `speed`, `delivery`, `channel`, `decision`, …
        what: &'static str,
    },
    /// Something the act needs is missing.
    #[error("{what} is missing")]
    Missing {
        /// `reason`, `recipient`, `address`, …
        what: &'static str,
    },
    /// The case is closed.
    #[error("the case file is already closed")]
    Closed,
    /// The proceeding is suspended: nothing but resuming it is possible.
    #[error("the proceeding is suspended")]
    Suspended,
    /// The case is in a state in which this act makes no sense.
    #[error("the act is not possible in status {status}")]
    WrongStatus {
        /// Identifier of the present status.
        status: &'static str,
    },
    /// Somebody else was faster.
    #[error("the task was already {what}")]
    Taken {
        /// `claimed` or `finished`.
        what: &'static str,
        /// By whom.
        by: String,
        /// When, ms since 1970 UTC.
        at: i64,
    },
    /// Who prepared may not review or sign.
    #[error("who prepared the draft may not do this step")]
    FourEyes,
    /// The steps of the process wait for an opinion somebody asked for.
    #[error("the case waits for an opinion: {name}")]
    AwaitsOpinion {
        /// Name of the task of the opinion.
        name: String,
    },
    /// The outcome is not one this task may have.
    #[error("the task cannot end with {outcome}")]
    Outcome {
        /// What was sent.
        outcome: String,
    },
    /// The service was rated before.
    #[error("the service was already rated")]
    Rated,
    /// The draft has expired or was filed.
    #[error("the draft is gone")]
    DraftGone,
    /// The service is not installed (any more).
    #[error("the service {code} is not installed")]
    NoService {
        /// Its code.
        code: String,
    },
    /// The process of the case cannot take this step.
    #[error("the process of the case cannot take this step: {reason}")]
    Process {
        /// What the engine said.
        reason: String,
    },
    /// The fee cannot be computed from the answers.
    #[error("the fee cannot be computed")]
    Fee {
        /// What the table said.
        reason: String,
    },
    /// The application brings a service reference number along under which there is a case already.
    #[error("there is a case under this reference number: {incoming}")]
    NumberTaken {
        /// Incoming number of that case.
        incoming: String,
    },
    /// A failure below.
    #[error(transparent)]
    Services(#[from] services::Error),
    /// A failure below.
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// A failure below.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Coded for Error {
    fn code(&self) -> Code {
        match self {
            Error::Denied(_) => Code("CASE-0001"),
            Error::NotFound { .. } => Code("CASE-0002"),
            Error::Invalid { .. } => Code("CASE-0003"),
            Error::NotOffered { .. } => Code("CASE-0004"),
            Error::Missing { .. } => Code("CASE-0005"),
            Error::Closed => Code("CASE-0006"),
            Error::Suspended => Code("CASE-0007"),
            Error::WrongStatus { .. } => Code("CASE-0008"),
            Error::Taken { .. } => Code("CASE-0009"),
            Error::FourEyes => Code("CASE-0010"),
            Error::Outcome { .. } => Code("CASE-0011"),
            Error::Rated => Code("CASE-0012"),
            Error::DraftGone => Code("CASE-0013"),
            Error::NoService { .. } => Code("CASE-0014"),
            Error::Process { .. } => Code("CASE-0015"),
            Error::Fee { .. } => Code("CASE-0016"),
            Error::AwaitsOpinion { .. } => Code("CASE-0017"),
            Error::NumberTaken { .. } => Code("CASE-0018"),
            Error::Services(error) => error.code(),
            Error::Identity(error) => error.code(),
            Error::Store(error) => error.code(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Error::Denied(_) => Kind::Denied,
            Error::NotFound { .. } | Error::NoService { .. } => Kind::NotFound,
            Error::Invalid { .. } | Error::NotOffered { .. } | Error::Missing { .. } | Error::Outcome { .. } | Error::Fee { .. } => {
                Kind::Invalid
            }
            Error::Closed
            | Error::Suspended
            | Error::WrongStatus { .. }
            | Error::Taken { .. }
            | Error::FourEyes
            | Error::AwaitsOpinion { .. }
            | Error::NumberTaken { .. }
            | Error::Rated
            | Error::Process { .. } => Kind::Conflict,
            Error::DraftGone => Kind::Gone,
            Error::Services(error) => error.kind(),
            Error::Identity(error) => error.kind(),
            Error::Store(error) => error.kind(),
        }
    }
}

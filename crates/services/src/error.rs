//! What can go wrong with the organisation, its calendar, its numbers and its catalogue. Each code has a page under `docs/errors`.

use kernel::document_uri::DocumentUriError;
use kernel::error::{Code, Coded, Kind};
use kernel::reference_number::IssueError;

use crate::kit::Finding;

/// A refusal or a failure of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor lacks the right.
    #[error("the actor may not change the organisation or its services")]
    Denied(#[from] kernel::ctx::Denied),
    /// There is no such administration in this installation.
    #[error("there is no such administration")]
    AdministrationUnknown,
    /// A field of the administration cannot be accepted.
    #[error("the field {field} of the administration cannot be accepted")]
    AdministrationField {
        /// Name of the column.
        field: &'static str,
    },
    /// Another administration answers under this host name.
    #[error("another administration uses the host name")]
    HostTaken,
    /// There is no such unit.
    #[error("there is no such unit")]
    UnitUnknown,
    /// A field of the unit cannot be accepted.
    #[error("the field {field} of the unit cannot be accepted")]
    UnitField {
        /// Name of the column.
        field: &'static str,
    },
    /// Another unit has the code.
    #[error("another unit has the code")]
    UnitCodeTaken,
    /// The unit would become part of itself.
    #[error("a unit cannot be part of itself")]
    UnitCycle,
    /// Something still belongs to the unit.
    #[error("the unit still has {what}")]
    UnitInUse {
        /// `units`, `positions`, `staff` or `cases`.
        what: &'static str,
    },
    /// There is no such position.
    #[error("there is no such position")]
    PositionUnknown,
    /// The name of the position is empty or too long.
    #[error("the name of the position cannot be accepted")]
    PositionName,
    /// Somebody holds the position.
    #[error("somebody holds the position")]
    PositionInUse,
    /// The day is out of reach of the calendar, or its note is too long.
    #[error("the declared day cannot be accepted")]
    DayShape,
    /// The pattern of a number lacks a part or has an unknown one.
    #[error("the pattern of the {register} numbers cannot be used")]
    NumberPattern {
        /// `incoming` or `outgoing`.
        register: &'static str,
    },
    /// The number of the register of the administration is not usable.
    #[error("a document identifier cannot be issued")]
    DocumentUri(#[from] DocumentUriError),
    /// A reference number cannot be issued.
    #[error("a reference number cannot be issued")]
    ReferenceNumber(#[from] IssueError),
    /// The kit has mistakes.
    #[error("the kit has {} mistake(s)", findings.iter().filter(|finding| finding.is_error()).count())]
    KitRefused {
        /// Everything found, remarks included.
        findings: Vec<Finding>,
    },
    /// No such kit is installed.
    #[error("no such kit is installed")]
    KitUnknown,
    /// The stored files do not match the name of the kit, or this program cannot read them.
    #[error("the stored kit {hash} is damaged")]
    KitDamaged {
        /// Name of the kit.
        hash: String,
    },
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] store::Error),
}

impl Error {
    /// All codes of this crate, for the test that looks for their pages.
    pub const CODES: &'static [&'static str] = &[
        "SERV-0001",
        "SERV-0002",
        "SERV-0003",
        "SERV-0004",
        "SERV-0005",
        "SERV-0006",
        "SERV-0007",
        "SERV-0008",
        "SERV-0009",
        "SERV-0010",
        "SERV-0011",
        "SERV-0012",
        "SERV-0013",
        "SERV-0014",
        "SERV-0015",
        "SERV-0016",
        "SERV-0017",
        "SERV-0018",
        "SERV-0019",
    ];
}

impl Coded for Error {
    fn code(&self) -> Code {
        match self {
            Error::Denied(_) => Code("SERV-0001"),
            Error::AdministrationUnknown => Code("SERV-0002"),
            Error::AdministrationField { .. } => Code("SERV-0003"),
            Error::HostTaken => Code("SERV-0004"),
            Error::UnitUnknown => Code("SERV-0005"),
            Error::UnitField { .. } => Code("SERV-0006"),
            Error::UnitCodeTaken => Code("SERV-0007"),
            Error::UnitCycle => Code("SERV-0008"),
            Error::UnitInUse { .. } => Code("SERV-0009"),
            Error::PositionUnknown => Code("SERV-0010"),
            Error::PositionName => Code("SERV-0011"),
            Error::PositionInUse => Code("SERV-0012"),
            Error::DayShape => Code("SERV-0013"),
            Error::NumberPattern { .. } => Code("SERV-0014"),
            Error::DocumentUri(_) => Code("SERV-0015"),
            Error::ReferenceNumber(_) => Code("SERV-0016"),
            Error::KitRefused { .. } => Code("SERV-0017"),
            Error::KitUnknown => Code("SERV-0018"),
            Error::KitDamaged { .. } => Code("SERV-0019"),
            Error::Store(error) => error.code(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Error::Denied(_) => Kind::Denied,
            Error::AdministrationUnknown | Error::UnitUnknown | Error::PositionUnknown | Error::KitUnknown => Kind::NotFound,
            Error::HostTaken | Error::UnitCodeTaken | Error::UnitCycle | Error::UnitInUse { .. } | Error::PositionInUse => Kind::Conflict,
            Error::AdministrationField { .. }
            | Error::UnitField { .. }
            | Error::PositionName
            | Error::DayShape
            | Error::NumberPattern { .. }
            | Error::KitRefused { .. } => Kind::Invalid,
            Error::DocumentUri(_) | Error::ReferenceNumber(_) | Error::KitDamaged { .. } => Kind::Failure,
            Error::Store(error) => error.kind(),
        }
    }
}

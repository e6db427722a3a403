//! Stable codes of errors. Each code has a page `docs/errors/<code>.md`.

use std::fmt;

/// A stable code such as `CASE-0003`, shown to staff and written to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What an error means for the one who asked; the web answers with a status by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The actor lacks the right.
    Denied,
    /// There is no such thing, or the actor may not know of it.
    NotFound,
    /// The content cannot be accepted as it is.
    Invalid,
    /// The thing has changed meanwhile or is in another state.
    Conflict,
    /// It existed and is over: an expired link, a closed case.
    Gone,
    /// More data than allowed.
    TooLarge,
    /// Too often within the window.
    TooMany,
    /// Not now; trying again later may help.
    Busy,
    /// A failure of the system, not of the person.
    Failure,
}

/// An error that has a stable code.
pub trait Coded {
    /// The code of this situation.
    fn code(&self) -> Code;

    /// What it means for the one who asked. Expected refusals name their kind; everything else is a failure.
    fn kind(&self) -> Kind {
        Kind::Failure
    }
}

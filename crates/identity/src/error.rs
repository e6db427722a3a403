//! What can go wrong with accounts and sessions. Each code has a page under `docs/errors`.

use kernel::error::{Code, Coded, Kind};

use crate::password::PasswordFault;

/// A refusal or a failure of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor lacks the right.
    #[error("the actor may not manage accounts")]
    Denied(#[from] kernel::ctx::Denied),
    /// There is no such member of staff in this administration.
    #[error("there is no such member of staff")]
    StaffUnknown,
    /// The name for signing in belongs to somebody else.
    #[error("the name for signing in is taken")]
    LoginTaken,
    /// The name for signing in has forbidden symbols or length.
    #[error("a name for signing in has 3 to 64 letters, digits, dots, dashes or underscores")]
    LoginShape,
    /// A person without a name.
    #[error("the name is empty or longer than {} characters", crate::staff::NAME_CHARS_MAX)]
    NameShape,
    /// The address cannot be an e-mail address.
    #[error("the e-mail address is not well-formed")]
    EmailShape,
    /// The unit or the position does not exist, is closed, or they do not belong together.
    #[error("the unit or the position does not exist or they do not belong together")]
    PlaceUnknown,
    /// Nobody would be left who manages accounts.
    #[error("the last administrator cannot be blocked or lose the role")]
    LastAdministrator,
    /// Nobody blocks their own account or takes away their own role of administrator.
    #[error("nobody blocks their own account")]
    OwnAccount,
    /// The password cannot be accepted.
    #[error("the password cannot be accepted")]
    Password(#[from] PasswordFault),
    /// The text is not an argon2id hash, or hashing itself failed.
    #[error("the password could not be hashed or its stored hash cannot be read")]
    Hashing,
    /// There is no such session, or it is over.
    #[error("there is no such session")]
    SessionUnknown,
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] store::Error),
}

impl Error {
    /// All codes of this crate, for the test that looks for their pages.
    pub const CODES: &'static [&'static str] = &[
        "IDEN-0001",
        "IDEN-0002",
        "IDEN-0003",
        "IDEN-0004",
        "IDEN-0005",
        "IDEN-0006",
        "IDEN-0007",
        "IDEN-0008",
        "IDEN-0009",
        "IDEN-0010",
        "IDEN-0011",
        "IDEN-0012",
    ];
}

impl Coded for Error {
    fn code(&self) -> Code {
        match self {
            Error::Denied(_) => Code("IDEN-0001"),
            Error::StaffUnknown => Code("IDEN-0002"),
            Error::LoginTaken => Code("IDEN-0003"),
            Error::LoginShape => Code("IDEN-0004"),
            Error::NameShape => Code("IDEN-0005"),
            Error::EmailShape => Code("IDEN-0006"),
            Error::PlaceUnknown => Code("IDEN-0007"),
            Error::LastAdministrator => Code("IDEN-0008"),
            Error::OwnAccount => Code("IDEN-0009"),
            Error::Password(_) => Code("IDEN-0010"),
            Error::Hashing => Code("IDEN-0011"),
            Error::SessionUnknown => Code("IDEN-0012"),
            Error::Store(error) => error.code(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Error::Denied(_) => Kind::Denied,
            Error::StaffUnknown | Error::SessionUnknown => Kind::NotFound,
            Error::LoginTaken | Error::LastAdministrator | Error::OwnAccount => Kind::Conflict,
            Error::LoginShape | Error::NameShape | Error::EmailShape | Error::PlaceUnknown | Error::Password(_) => Kind::Invalid,
            Error::Hashing => Kind::Failure,
            Error::Store(error) => error.kind(),
        }
    }
}

//! The nomenclature of еЖурнал: statuses over the whole life of a service, and reasons, as data with versions (`ejournal.md` §4).
//!
//! The one rule: what an entry means never changes. A newer version may add entries, refine texts and end the validity of an
//! entry; [`Nomenclature::succeeds`] holds it to that.

mod load;
mod older;
mod succession;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use load::{NomenclatureError, Problem};
pub use older::OlderType;

use crate::event::{Need, Reason, Status};
use crate::words::words;

/// Statuses with meaning for the rules of the journal itself.
pub mod codes {
    /// The administration has registered the application.
    pub const REGISTERED: &str = "intake.registered";
    /// The application was returned as inadmissible.
    pub const REJECTED: &str = "intake.rejected";
    /// Another administration becomes competent.
    pub const FORWARDED: &str = "intake.forwarded";
    /// The application was given up before it was filed.
    pub const ABANDONED: &str = "form.abandoned";
    /// The applicant was told what to remedy.
    pub const DEFICIENCY_NOTIFIED: &str = "deficiency.notified";
    /// The applicant has remedied it.
    pub const DEFICIENCY_ANSWERED: &str = "deficiency.answered";
    /// The applicant has not remedied it in time.
    pub const DEFICIENCY_EXPIRED: &str = "deficiency.expired";
    /// The term was extended.
    pub const EXTENDED: &str = "term.extended";
    /// The proceeding stands still.
    pub const SUSPENDED: &str = "term.suspended";
    /// The proceeding continues.
    pub const RESUMED: &str = "term.resumed";
    /// The administration's own clock says that the term has passed.
    pub const BREACHED: &str = "term.breached";
    /// The term passed without an act, which counts as refusal.
    pub const TACIT_REFUSAL: &str = "decision.tacit-refusal";
    /// The term passed without an act, which counts as consent.
    pub const TACIT_CONSENT: &str = "decision.tacit-consent";
    /// The request was granted.
    pub const GRANTED: &str = "decision.granted";
    /// The request was granted in part.
    pub const GRANTED_PARTLY: &str = "decision.granted-partly";
    /// The proceeding ended without a decision on the merits.
    pub const TERMINATED: &str = "decision.terminated";
    /// The act was signed.
    pub const SIGNED: &str = "decision.signed";
    /// The applicant gave up.
    pub const WITHDRAWN: &str = "applicant.withdrawn";
    /// An express refusal.
    pub const REFUSED: &str = "decision.refused";
    /// Official data could not be had.
    pub const DATA_UNAVAILABLE: &str = "work.data.unavailable";
    /// An appeal came in.
    pub const APPEAL_FILED: &str = "appeal.filed";
    /// The appeal went to the authority that decides it.
    pub const APPEAL_FORWARDED: &str = "appeal.forwarded";
    /// An appeal was decided.
    pub const APPEAL_DECIDED: &str = "appeal.decided";
    /// The case file was closed.
    pub const CLOSED: &str = "case.closed";
    /// The case file was opened again.
    pub const REOPENED: &str = "case.reopened";
    /// An earlier event was wrong; the next one of the source carries what is right.
    pub const CORRECTED: &str = "journal.corrected";
    /// An earlier event was wrong and nothing takes its place.
    pub const RETRACTED: &str = "journal.retracted";

    /// An express act on the request: signed or announced.
    pub fn is_express_decision(code: &str) -> bool {
        matches!(code, SIGNED | GRANTED | GRANTED_PARTLY | REFUSED | TERMINATED)
    }

    /// After this the administration owes no decision any more.
    pub fn ends_term(code: &str) -> bool {
        is_express_decision(code) || matches!(code, WITHDRAWN | REJECTED | FORWARDED)
    }

    /// What may follow an end and still moves or completes the state (§4.1).
    pub(crate) fn may_follow_end(code: &str) -> bool {
        const EXACT: [&str; 5] = [CLOSED, REOPENED, "case.archived", "case.destroyed", "link.closed"];
        const AREAS: [&str; 4] = ["appeal.", "delivery.", "payment.refund", "journal."];
        EXACT.contains(&code) || AREAS.iter().any(|area| code.starts_with(area))
    }
}

words! {
    /// What the applicant sees as the state. The order of the variants is the order of the main line (§4.1); payment has no place in
    /// it and stands where its numbers stand.
    Phase {
        /// The application is being made.
        Request = "request",
        /// Payment: a track of its own.
        Payment = "payment",
        /// Transport: a track of its own.
        Transport = "transport",
        /// Received by the administration.
        Intake = "intake",
        /// Being worked on.
        Work = "work",
        /// Waits for the applicant to remedy something.
        Deficiency = "deficiency",
        /// Stands still.
        Suspended = "suspended",
        /// An act is being prepared or was signed.
        Decision = "decision",
        /// There is a result.
        Result = "result",
        /// The result is on its way or was handed over.
        Delivery = "delivery",
        /// Under appeal.
        Appeal = "appeal",
        /// Closed.
        Closed = "closed",
        /// In the archive.
        Archived = "archived",
    }
}

words! {
    /// The line on which a status is shown.
    Track {
        /// The service itself.
        Main = "main",
        /// Its payment.
        Payment = "payment",
        /// The transport of its documents.
        Transport = "transport",
    }
}

impl Phase {
    /// The line on which the phase is shown.
    pub fn track(self) -> Track {
        match self {
            Self::Payment => Track::Payment,
            Self::Transport => Track::Transport,
            _ => Track::Main,
        }
    }
}

words! {
    /// A part of the obligatory minimum that every service reports (§4.1).
    MinimumPart {
        /// Registered, rejected or forwarded.
        Intake = "intake",
        /// The term was set.
        Term = "term",
        /// Decided or withdrawn.
        Decision = "decision",
        /// The result was delivered in some way.
        Delivery = "delivery",
        /// The case file was closed.
        Closing = "closing",
    }
}

/// Version of the nomenclature: a higher minor number adds entries, a higher patch number refines texts or validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    /// Raised only together with a new schema of the event.
    pub major: u32,
    /// Raised when entries are added.
    pub minor: u32,
    /// Raised when texts or validity change.
    pub patch: u32,
}

/// The text is not three numbers with dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a version is three numbers such as 1.4.0")]
pub struct VersionError;

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let parts: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
        match parts.as_deref() {
            Some(&[major, minor, patch]) if Version { major, minor, patch }.to_string() == text => Ok(Self { major, minor, patch }),
            _ => Err(VersionError),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl TryFrom<String> for Version {
    type Error = VersionError;

    fn try_from(text: String) -> Result<Self, VersionError> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> String {
        version.to_string()
    }
}

/// One status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusEntry {
    /// Number in the log entry (`journal-log.md`).
    pub id: u16,
    /// Code in the event.
    pub code: Status,
    /// What the applicant sees; none for what concerns the journal itself.
    pub phase: Option<Phase>,
    /// Whether the applicant sees the event.
    pub public: bool,
    /// Whether the life of the service ends.
    pub end: bool,
    /// Members that the event must have.
    pub needs: Vec<Need>,
    /// Phases from which it leads back to its own, earlier phase.
    pub returns: Vec<Phase>,
    /// The part of the obligatory minimum that it fulfils.
    pub minimum: Option<MinimumPart>,
    /// Types of the older event register that mean the same; the first is written.
    pub older: Vec<OlderType>,
    /// Codes of the only published inner list of an administrative system (§1.3).
    pub inner: Vec<String>,
    /// Who reports it as a rule.
    pub reporter: String,
    /// Bulgarian text.
    pub bg: String,
    /// English text.
    pub en: String,
    /// First day of validity.
    pub from: Option<Date>,
    /// Last day of validity.
    pub until: Option<Date>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonEntry {
    /// Code in the event, `<area>.<reason>`.
    pub code: Reason,
    /// Article of law, where it is certain.
    pub ground: Option<String>,
    /// Bulgarian text.
    pub bg: String,
    /// English text.
    pub en: String,
    /// First day of validity.
    pub from: Option<Date>,
    /// Last day of validity.
    pub until: Option<Date>,
}

/// One version of the nomenclature. Made by [`Nomenclature::shipped`] and [`Nomenclature::load`] only; `GET /nomenclature` serialises it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nomenclature {
    version: Version,
    from: Date,
    statuses: Vec<StatusEntry>,
    reasons: Vec<ReasonEntry>,
    #[serde(skip)]
    status_by_code: BTreeMap<Status, usize>,
    #[serde(skip)]
    reason_by_code: BTreeMap<Reason, usize>,
}

impl Nomenclature {
    /// The version that comes with the program.
    pub fn shipped() -> &'static Nomenclature {
        static SHIPPED: OnceLock<Nomenclature> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::load(include_str!("../data/nomenclature.toml")).expect("a test loads the shipped nomenclature"))
    }

    /// Its version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The first day on which it is in force.
    pub fn from(&self) -> Date {
        self.from
    }

    /// All statuses in the order of their numbers.
    pub fn statuses(&self) -> &[StatusEntry] {
        &self.statuses
    }

    /// All reasons in the order of the file.
    pub fn reasons(&self) -> &[ReasonEntry] {
        &self.reasons
    }

    /// The status, whether in force or not.
    pub fn status(&self, code: &Status) -> Option<&StatusEntry> {
        self.status_by_code.get(code).map(|at| &self.statuses[*at])
    }

    /// The status when it is in force on `day`.
    pub fn status_on(&self, code: &Status, day: Date) -> Option<&StatusEntry> {
        self.status(code).filter(|entry| in_force(day, entry.from, entry.until))
    }

    /// The reason, whether in force or not.
    pub fn reason(&self, code: &Reason) -> Option<&ReasonEntry> {
        self.reason_by_code.get(code).map(|at| &self.reasons[*at])
    }

    /// The reason when it is in force on `day`.
    pub fn reason_on(&self, code: &Reason, day: Date) -> Option<&ReasonEntry> {
        self.reason(code).filter(|entry| in_force(day, entry.from, entry.until))
    }

    /// The status that an event type of the older register means.
    pub fn status_of_older(&self, older: OlderType) -> Option<&StatusEntry> {
        self.statuses.iter().find(|entry| entry.older.contains(&older))
    }

    /// The status that a code of the published inner list means.
    pub fn status_of_inner(&self, inner: &str) -> Option<&StatusEntry> {
        self.statuses.iter().find(|entry| entry.inner.iter().any(|code| code == inner))
    }
}

fn in_force(day: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

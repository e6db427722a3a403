//! The status event: one change of the status of one requested service, a CloudEvents 1.0 event in structured JSON (`ejournal.md` §3).
//!
//! The one rule: a value of [`Event`] has passed the published schema, and it holds neither a name nor a free text.

mod ident;
mod moment;
mod parse;
mod write;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::entity_number::EntityNumber;
use kernel::reference_number::Reference;
use serde::Serialize;

pub use ident::{
    DocumentHash, EventId, IncomingNumber, PatternError, Reason, ServiceNumber, Source, StageCode, Status, TraceParent, UnitCode,
};
pub use moment::write_instant;
pub use parse::Reading;

use crate::words::words;

/// Media type of a single event.
pub const MEDIA_TYPE: &str = "application/cloudevents+json";
/// Attribute `specversion`.
pub const SPEC_VERSION: &str = "1.0";
/// Attribute `type`.
pub const EVENT_TYPE: &str = "bg.ejournal.service.status.v1";
/// Attribute `dataschema`; a new member of `data` means a new one.
pub const DATA_SCHEMA: &str = "urn:ejournal:schema:status-event:1";
/// Attribute `datacontenttype`.
pub const DATA_CONTENT_TYPE: &str = "application/json";

/// One change of status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Who reports and under which id.
    pub key: EventKey,
    /// The reference number of the service (РНУ).
    pub subject: Reference,
    /// When the fact happened; whole milliseconds.
    pub time: Timestamp,
    /// 1, 2, 3 … without gaps within the source and the subject: the order.
    pub rnuseq: u32,
    /// Consecutive within the source: the completeness.
    pub sourceseq: u64,
    /// Trace of the call that caused the event.
    pub traceparent: Option<TraceParent>,
    /// What happened.
    pub data: Data,
}

/// The key of repetition: (source, id) (§5.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EventKey {
    /// The information system.
    pub source: Source,
    /// The id within it.
    pub id: EventId,
}

/// Member `data`: what happened, in codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Data {
    /// Status of the nomenclature.
    pub status: Status,
    /// Competent administration.
    pub administration: Administration,
    /// The service and how it was requested.
    pub service: Service,
    /// Class of the one who acted; never a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// Unit inside the administration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    /// Stage that was passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Last day of the term that the status sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Reason of the nomenclature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How an appeal ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Number and date of the incoming document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// The administration that is asked or that decides an appeal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_administration: Option<EntityNumber>,
    /// The administration that becomes competent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded_to: Option<EntityNumber>,
    /// A linked service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_rnu: Option<RelatedReference>,
    /// The event that this one corrects or retracts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction_of: Option<EventKey>,
    /// Keyed hash of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_hash: Option<DocumentHash>,
    /// Why the fact is recorded late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backdated: Option<Backdated>,
}

/// The competent administration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Administration {
    /// ЕИК, nine digits.
    pub eik: EntityNumber,
    /// Number of the branch, thirteen digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<EntityNumber>,
}

/// The requested service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Number in the register of services.
    pub number: ServiceNumber,
    /// How the application came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// How fast it was wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
}

/// A stage of the service: third of five.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Code of the stage.
    pub code: StageCode,
    /// Its place, from 1.
    pub no: u32,
    /// How many stages the service has.
    pub of: u32,
}

/// Number and date of the incoming document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registration {
    /// The number.
    pub number: IncomingNumber,
    /// The date.
    pub date: Date,
}

/// Why a fact is recorded late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Backdated {
    /// The reason.
    pub reason: BackdatingReason,
}

/// Number of a linked service as it came: at most 64 characters. The schema gives it no pattern, therefore the check of privacy
/// refuses what is not a reference number ([`crate::privacy`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RelatedReference(String);

impl RelatedReference {
    /// LIMIT: characters, as of any reference number.
    const CHARS_MAX: usize = 64;

    /// Reads the text.
    pub fn parse(text: &str) -> Option<Self> {
        (text.chars().count() <= Self::CHARS_MAX).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&Reference> for RelatedReference {
    fn from(reference: &Reference) -> Self {
        Self(reference.to_string())
    }
}

words! {
    /// How an application came.
    Channel {
        /// The portal of electronic services.
        Portal = "portal",
        /// The national forms.
        Eforms = "eforms",
        /// Secure electronic delivery.
        Edelivery = "edelivery",
        /// The desk.
        Desk = "desk",
        /// The post.
        Post = "post",
        /// The telephone.
        Phone = "phone",
        /// The exchange of messages between administrations.
        Seos = "seos",
        /// E-mail.
        Email = "email",
        /// Opened by the administration itself.
        Internal = "internal",
    }
}

impl Channel {
    /// Whether the application came electronically; nothing is said of what the administration opened itself.
    pub fn is_electronic(self) -> Option<bool> {
        match self {
            Self::Portal | Self::Eforms | Self::Edelivery | Self::Seos | Self::Email => Some(true),
            Self::Desk | Self::Post | Self::Phone => Some(false),
            Self::Internal => None,
        }
    }
}

words! {
    /// How fast the service was wanted.
    Mode {
        /// In the usual term.
        Normal = "normal",
        /// In a shorter term.
        Fast = "fast",
        /// In the shortest term.
        Express = "express",
    }
}

words! {
    /// Class of the one who acted.
    Actor {
        /// The applicant.
        Applicant = "applicant",
        /// An employee of the administration.
        Employee = "employee",
        /// An information system.
        System = "system",
        /// Another administration.
        OtherAdministration = "other-administration",
        /// A third party.
        ThirdParty = "third-party",
    }
}

words! {
    /// How an appeal ended.
    Outcome {
        /// The act stands.
        Upheld = "upheld",
        /// The act was set aside.
        SetAside = "set-aside",
        /// The act was changed.
        Changed = "changed",
        /// The appeal was not admitted.
        Inadmissible = "inadmissible",
    }
}

words! {
    /// Why a fact is recorded late (§5.4).
    BackdatingReason {
        /// Taken on paper and entered later.
        PaperIntake = "paper-intake",
        /// The system was down.
        Outage = "outage",
        /// Moved from an older system.
        Migration = "migration",
        /// The law gives the fact an earlier date.
        LegalEffect = "legal-effect",
    }
}

words! {
    /// A member of `data` that a status may need.
    Need {
        /// Member `unit`.
        Unit = "unit",
        /// Member `stage`.
        Stage = "stage",
        /// Member `due`.
        Due = "due",
        /// Member `reason`.
        Reason = "reason",
        /// Member `outcome`.
        Outcome = "outcome",
        /// Member `registration`.
        Registration = "registration",
        /// Member `otherAdministration`.
        OtherAdministration = "otherAdministration",
        /// Member `forwardedTo`.
        ForwardedTo = "forwardedTo",
        /// Member `relatedRnu`.
        RelatedRnu = "relatedRnu",
        /// Member `correctionOf`.
        CorrectionOf = "correctionOf",
        /// Member `documentHash`.
        DocumentHash = "documentHash",
    }
}

impl Data {
    /// Whether the event has the member.
    pub fn has(&self, need: Need) -> bool {
        match need {
            Need::Unit => self.unit.is_some(),
            Need::Stage => self.stage.is_some(),
            Need::Due => self.due.is_some(),
            Need::Reason => self.reason.is_some(),
            Need::Outcome => self.outcome.is_some(),
            Need::Registration => self.registration.is_some(),
            Need::OtherAdministration => self.other_administration.is_some(),
            Need::ForwardedTo => self.forwarded_to.is_some(),
            Need::RelatedRnu => self.related_rnu.is_some(),
            Need::CorrectionOf => self.correction_of.is_some(),
            Need::DocumentHash => self.document_hash.is_some(),
        }
    }
}

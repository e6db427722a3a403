//! The older event register (Регистър на събитията): its SOAP message in both directions (`ejournal.md` §1.2, §5.6).
//!
//! The one rule: names, descriptions and personal fields of an older message are dropped where they are read; nothing of them reaches
//! an event. Access to personal data is not reported here at all.

mod read;
mod write;

use jiff::Timestamp;
use kernel::entity_number::EntityNumber;
use kernel::reference_number::Reference;
use sha2::{Digest, Sha256};

pub use read::{LegacyError, Message, read};
pub use write::{Address, write, write_fault};

use crate::event::{Administration, Data, Event, EventId, EventKey, Service, ServiceNumber, Source, Status};
use crate::nomenclature::{Nomenclature, OlderType};

/// Namespace of the older register.
pub const NAMESPACE: &str = "http://egov.bg/bes/ws/auditlog/v1";
/// Namespace of a SOAP 1.1 envelope.
pub const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// What an older message says of one event, without what is dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its type.
    pub older: OlderType,
    /// When it happened; whole milliseconds.
    pub time: Timestamp,
    /// The information system.
    pub source: Source,
    /// The reference number, from `DocumentRegId`.
    pub subject: Reference,
    /// The number that the system gave to the event.
    pub number: Option<i64>,
    /// Object identifier of the service; the register of participants knows its number.
    pub service_oid: String,
    /// Object identifier of the provider of the service.
    pub provider_oid: String,
    /// Object identifier of the administration, where it is another one.
    pub administration_oid: Option<String>,
}

/// What the journal adds to a candidate, because the older message has no place for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// ЕИК of the administration behind the object identifiers.
    pub administration: EntityNumber,
    /// Number of the service behind its object identifier.
    pub service: ServiceNumber,
    /// The next number of the source and the subject.
    pub rnuseq: u32,
    /// The next number of the source.
    pub sourceseq: u64,
    /// The moment of receipt.
    pub received: Timestamp,
    /// Chance for an id made at receipt.
    pub chance: [u8; 10],
}

impl Candidate {
    /// The id of the event: with a number of the system always the same one for the same source, number and time, so that a repeated
    /// message is a repetition; else made at receipt.
    pub fn id(&self, received: Timestamp, chance: [u8; 10]) -> EventId {
        match self.number {
            Some(number) => {
                let digest =
                    Sha256::new().chain_update(self.source.as_str()).chain_update([0]).chain_update(number.to_be_bytes()).finalize();
                let mut bytes = [0; 10];
                bytes.copy_from_slice(&digest[..10]);
                EventId::new(self.time, bytes)
            }
            None => EventId::new(received, chance),
        }
    }

    /// The status that its type means; none when the nomenclature does not map the type.
    pub fn status<'n>(&self, nomenclature: &'n Nomenclature) -> Option<&'n Status> {
        nomenclature.status_of_older(self.older).map(|entry| &entry.code)
    }

    /// The event of the journal. It lacks what the older message has no place for: a registration, a reason; whoever reads it again
    /// says so in [`crate::Reading::legacy`]. None when the nomenclature does not map the type.
    pub fn complete(&self, supplement: Supplement, nomenclature: &Nomenclature) -> Option<Event> {
        let status = self.status(nomenclature)?.clone();
        let Supplement { administration, service, rnuseq, sourceseq, received, chance } = supplement;
        Some(Event {
            key: EventKey { source: self.source.clone(), id: self.id(received, chance) },
            subject: self.subject.clone(),
            time: self.time,
            rnuseq,
            sourceseq,
            traceparent: None,
            data: Data {
                status,
                administration: Administration { eik: administration, unit: None },
                service: Service { number: service, channel: None, mode: None },
                actor: None,
                unit: None,
                stage: None,
                due: None,
                reason: None,
                outcome: None,
                registration: None,
                other_administration: None,
                forwarded_to: None,
                related_rnu: None,
                correction_of: None,
                document_hash: None,
                backdated: None,
            },
        })
    }
}

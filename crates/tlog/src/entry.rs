//! Entries, version 1: the short public records that are hashed into the tree (`journal-log.md` §1).
//!
//! The one rule: one byte string has one meaning and one entry has one byte string; whatever is left over is refused.

use std::fmt;

use crate::commitment::{CaseTag, Opening};
use crate::extension::{Extension, ExtensionError};
use crate::hash::{Hash, leaf_hash};

const VERSION: u8 = 1;

/// What an entry says. The numbers are those on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 0: a status of a service.
    Status,
    /// 1: corrects the entry with this index.
    Correction {
        /// Index of the entry corrected.
        of: u64,
    },
    /// 2: a notice of the log: change of key, code list or participant, a service code, a foreign checkpoint.
    Notice,
    /// 3: the payload of the entry with this index was erased.
    Erasure {
        /// Index of the entry whose payload was erased.
        of: u64,
    },
    /// 4: a sign of life of an administration.
    Heartbeat,
    /// 5, in an installation's own log: a history record of a case.
    History,
    /// 6, in an installation's own log: a document was issued.
    Document,
    /// 7, in an installation's own log: personal data was read.
    Access,
}

impl Kind {
    /// Number on the wire.
    pub fn code(self) -> u8 {
        match self {
            Self::Status => 0,
            Self::Correction { .. } => 1,
            Self::Notice => 2,
            Self::Erasure { .. } => 3,
            Self::Heartbeat => 4,
            Self::History => 5,
            Self::Document => 6,
            Self::Access => 7,
        }
    }

    /// Index of the entry referred to, for corrections and erasures.
    pub fn refers_to(self) -> Option<u64> {
        match self {
            Self::Correction { of } | Self::Erasure { of } => Some(of),
            _ => None,
        }
    }

    fn from_wire(code: u8, refers_to: u64) -> Result<Self, EntryError> {
        let kind = match code {
            0 => Self::Status,
            1 => return Ok(Self::Correction { of: refers_to }),
            2 => Self::Notice,
            3 => return Ok(Self::Erasure { of: refers_to }),
            4 => Self::Heartbeat,
            5 => Self::History,
            6 => Self::Document,
            7 => Self::Access,
            _ => return Err(EntryError::Kind(code)),
        };
        if refers_to == 0 { Ok(kind) } else { Err(EntryError::Reference { kind: code }) }
    }
}

/// The identifier of an event: the 16 bytes of a UUID that the sender chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub [u8; 16]);

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            if matches!(place, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// A record of the log without personal data. Fields without meaning for a kind are zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub kind: Kind,
    /// When the log took it, ms since 1970; never smaller than in the previous entry.
    pub received_ms: u64,
    /// When it happened by the word of the sender, ms since 1970.
    pub occurred_ms: u64,
    /// Number of the registered source; 0 is the log itself.
    pub participant: u32,
    /// Number of the entry among those of this participant, without gaps.
    pub sequence: u64,
    /// The log's own number of the service code.
    pub service: u32,
    /// Status code.
    pub status: u16,
    /// Epoch of the key that made the case tag.
    pub tag_epoch: u16,
    /// Keyed tag of the case.
    pub case_tag: CaseTag,
    /// Identifier of the event, chosen by the sender.
    pub event_id: EventId,
    /// Salted commitment to the payload.
    pub commitment: Hash,
    /// SHA-256 of the sender's signature block; zeros when the channel itself is the authentication.
    pub signature_digest: Hash,
    /// Further items.
    pub extension: Extension,
}

/// Why bytes are not an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Fewer or more bytes than the fields need.
    #[error("the entry has {got} bytes instead of {expected}")]
    Length {
        /// Bytes the fields need.
        expected: usize,
        /// Bytes there are.
        got: usize,
    },
    /// Another version than 1.
    #[error("entries of version {0} are not known")]
    Version(u8),
    /// No such kind.
    #[error("entries of kind {0} are not known")]
    Kind(u8),
    /// Only corrections and erasures refer to an entry.
    #[error("an entry of kind {kind} refers to no other")]
    Reference {
        /// Number of the kind.
        kind: u8,
    },
    /// The extension is not well-formed.
    #[error("the extension of the entry is malformed")]
    Extension(#[from] ExtensionError),
}

impl Entry {
    /// Bytes of an entry without extension.
    pub const BYTES_MIN: usize = 160;

    /// The bytes that are hashed into the tree; integers big-endian, no padding.
    pub fn encode(&self) -> Vec<u8> {
        let extension_length = self.extension.byte_length();
        let mut bytes = Vec::with_capacity(Self::BYTES_MIN + extension_length);
        bytes.extend([VERSION, self.kind.code()]);
        bytes.extend(self.received_ms.to_be_bytes());
        bytes.extend(self.occurred_ms.to_be_bytes());
        bytes.extend(self.participant.to_be_bytes());
        bytes.extend(self.sequence.to_be_bytes());
        bytes.extend(self.service.to_be_bytes());
        bytes.extend(self.status.to_be_bytes());
        bytes.extend(self.tag_epoch.to_be_bytes());
        bytes.extend(self.case_tag.0);
        bytes.extend(self.event_id.0);
        bytes.extend(self.commitment.0);
        bytes.extend(self.signature_digest.0);
        bytes.extend(self.kind.refers_to().unwrap_or(0).to_be_bytes());
        bytes.extend((extension_length as u16).to_be_bytes());
        self.extension.encode_into(&mut bytes);
        bytes
    }

    /// Reads an entry that fills `bytes` exactly.
    ///
    /// # Errors
    /// [`EntryError`] with the first thing that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let version = bytes.first().ok_or(EntryError::Length { expected: Self::BYTES_MIN, got: 0 })?;
        if *version != VERSION {
            return Err(EntryError::Version(*version));
        }
        let mut fields = Fields { rest: &bytes[1..], total: bytes.len() };
        let [kind] = fields.take()?;
        let received_ms = u64::from_be_bytes(fields.take()?);
        let occurred_ms = u64::from_be_bytes(fields.take()?);
        let participant = u32::from_be_bytes(fields.take()?);
        let sequence = u64::from_be_bytes(fields.take()?);
        let service = u32::from_be_bytes(fields.take()?);
        let status = u16::from_be_bytes(fields.take()?);
        let tag_epoch = u16::from_be_bytes(fields.take()?);
        let case_tag = CaseTag(fields.take()?);
        let event_id = EventId(fields.take()?);
        let commitment = Hash(fields.take()?);
        let signature_digest = Hash(fields.take()?);
        let kind = Kind::from_wire(kind, u64::from_be_bytes(fields.take()?))?;
        let extension_length = usize::from(u16::from_be_bytes(fields.take()?));
        if fields.rest.len() != extension_length {
            return Err(EntryError::Length { expected: Self::BYTES_MIN + extension_length, got: bytes.len() });
        }
        let extension = Extension::parse(fields.rest)?;
        Ok(Self {
            kind,
            received_ms,
            occurred_ms,
            participant,
            sequence,
            service,
            status,
            tag_epoch,
            case_tag,
            event_id,
            commitment,
            signature_digest,
            extension,
        })
    }

    /// Hash of its leaf in the tree.
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.encode())
    }

    /// Whether a salt and a payload are those the entry commits to.
    pub fn is_opened_by(&self, opening: &Opening) -> bool {
        self.commitment == opening.commitment()
    }
}

/// Takes fields of fixed length from the front.
struct Fields<'a> {
    rest: &'a [u8],
    total: usize,
}

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], EntryError> {
        let (field, rest) = self.rest.split_first_chunk().ok_or(EntryError::Length { expected: Entry::BYTES_MIN, got: self.total })?;
        self.rest = rest;
        Ok(*field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::{Salt, TagKey};

    fn entry(kind: Kind, extension: Extension) -> Entry {
        let opening = Opening { salt: Salt([1; 32]), payload: b"{}".to_vec() };
        let key = TagKey::new(7, [2; 32]);
        Entry {
            kind,
            received_ms: 1_742_205_612_644,
            occurred_ms: 1_742_205_605_000,
            participant: 1,
            sequence: 1_007,
            service: 2_079,
            status: 904,
            tag_epoch: key.epoch(),
            case_tag: key.tag("BG25073-XSNJFV-01-0007-CZ"),
            event_id: EventId([3; 16]),
            commitment: opening.commitment(),
            signature_digest: Hash([0; 32]),
            extension,
        }
    }

    #[test]
    fn every_kind_reads_back() {
        let long = Extension::new().with(Extension::GROUND, vec![9; 1020]).unwrap();
        for kind in [
            Kind::Status,
            Kind::Correction { of: 0 },
            Kind::Correction { of: 5 },
            Kind::Notice,
            Kind::Erasure { of: u64::MAX },
            Kind::Heartbeat,
            Kind::History,
            Kind::Document,
            Kind::Access,
        ] {
            for extension in [Extension::new(), long.clone()] {
                let entry = entry(kind, extension);
                let bytes = entry.encode();
                assert_eq!(bytes.len(), 160 + entry.extension.byte_length());
                assert_eq!(bytes[1], kind.code());
                assert_eq!(Entry::parse(&bytes), Ok(entry));
            }
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        let bytes = entry(Kind::Status, Extension::new()).encode();
        let changed = |at: usize, value: u8| {
            let mut bytes = bytes.clone();
            bytes[at] = value;
            Entry::parse(&bytes)
        };
        assert_eq!(Entry::parse(&[]), Err(EntryError::Length { expected: 160, got: 0 }));
        assert_eq!(Entry::parse(&bytes[..159]), Err(EntryError::Length { expected: 160, got: 159 }));
        assert_eq!(Entry::parse(&[&bytes[..], &[0]].concat()), Err(EntryError::Length { expected: 160, got: 161 }));
        assert_eq!(changed(0, 2), Err(EntryError::Version(2)));
        assert_eq!(changed(1, 8), Err(EntryError::Kind(8)));
        assert_eq!(changed(157, 1), Err(EntryError::Reference { kind: 0 }));
        assert_eq!(changed(159, 4), Err(EntryError::Length { expected: 164, got: 160 }));
        let long = [&bytes[..158], &1025u16.to_be_bytes(), &[0; 1025]].concat();
        assert_eq!(Entry::parse(&long), Err(EntryError::Extension(ExtensionError::TooLong(1025))));
    }

    #[test]
    fn event_ids_print_as_uuids() {
        let id = EventId([0x01, 0x95, 0x95, 0x3a, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x0d]);
        assert_eq!(id.to_string(), "0195953a-0000-7000-8000-00000000000d");
    }

    #[test]
    fn only_the_right_opening_fits() {
        let entry = entry(Kind::Status, Extension::new());
        assert!(entry.is_opened_by(&Opening { salt: Salt([1; 32]), payload: b"{}".to_vec() }));
        assert!(!entry.is_opened_by(&Opening { salt: Salt([0; 32]), payload: b"{}".to_vec() }));
        assert!(!entry.is_opened_by(&Opening { salt: Salt([1; 32]), payload: b"{} ".to_vec() }));
    }
}

//! What goes into the log: all of an entry but what the log itself decides, and what its commitment opens.

use kernel::ctx::Ctx;
use kernel::ids::uuid_v7;
use kernel::random::Random;
use kernel::secret::SecretKey;
use tlog::{CaseTag, Entry, EventId, Extension, Hash, Kind, Opening, Salt, TagKey};

use super::packed::Packed;

/// Epoch of the key that tags cases; a new one begins when the key of the installation is replaced.
const TAG_EPOCH: u16 = 1;

/// The key with which an installation tags its cases, worked out from its own.
pub fn tag_key(key: &SecretKey) -> TagKey {
    TagKey::new(TAG_EPOCH, key.derive("case tag", &[&TAG_EPOCH.to_be_bytes()]))
}

/// A fresh salt.
pub fn salt_new(random: &dyn Random) -> Salt {
    let mut salt = [0; 32];
    random.fill(&mut salt);
    Salt(salt)
}

/// An event that was admitted. Fields without meaning for its kind are zero (`journal-log.md` §1).
#[derive(Debug, Clone)]
pub struct Leaf {
    /// What it says.
    pub kind: Kind,
    /// When it happened by the word of the sender, ms since 1970.
    pub occurred_ms: u64,
    /// Number of the registered source; 0 is the log itself.
    pub participant: u32,
    /// Its number among those of the participant as the sender counted; `None`: the log counts.
    pub sequence: Option<u64>,
    /// The log's own number of the service code.
    pub service: u32,
    /// Status code.
    pub status: u16,
    /// Epoch of the key that made the case tag.
    pub tag_epoch: u16,
    /// Keyed tag of the case.
    pub case_tag: CaseTag,
    /// Identifier of the event; a fresh UUIDv7 for what the log itself writes.
    pub event_id: EventId,
    /// Salt and the exact bytes received.
    pub opening: Opening,
    /// The sender's block of signatures; `None` when the channel itself is the authentication.
    pub signature: Option<Vec<u8>>,
    /// Further items.
    pub extension: Extension,
}

impl Leaf {
    /// What an installation says itself, of the case under a service reference number or of none: the log counts it, and it has a fresh
    /// identifier and salt.
    pub fn own(ctx: &Ctx, kind: Kind, number: Option<&str>, payload: Vec<u8>) -> Leaf {
        let tag_key = tag_key(&ctx.key);
        Leaf {
            kind,
            occurred_ms: u64::try_from(ctx.now_ms()).unwrap_or(0),
            participant: 0,
            sequence: None,
            service: 0,
            status: 0,
            tag_epoch: if number.is_some() { tag_key.epoch() } else { 0 },
            case_tag: number.map_or(CaseTag::NONE, |number| tag_key.tag(number)),
            event_id: EventId(uuid_v7(ctx.now, ctx.random.as_ref()).into_bytes()),
            opening: Opening { salt: salt_new(ctx.random.as_ref()), payload },
            signature: None,
            extension: Extension::new(),
        }
    }

    /// Works out the commitment and the digest of the signatures and packs the payload: the costly part, done outside the writer.
    pub fn seal(self) -> Sealed {
        let packed = Packed::of(&self.opening.payload, self.signature.as_deref());
        self.seal_packed(packed)
    }

    /// [`Leaf::seal`] where payload and signatures were packed before.
    pub fn seal_packed(self, packed: Packed) -> Sealed {
        let entry = Entry {
            kind: self.kind,
            received_ms: 0,
            occurred_ms: self.occurred_ms,
            participant: self.participant,
            sequence: self.sequence.unwrap_or(0),
            service: self.service,
            status: self.status,
            tag_epoch: self.tag_epoch,
            case_tag: self.case_tag,
            event_id: self.event_id,
            commitment: self.opening.commitment(),
            signature_digest: self.signature.as_deref().map_or(Hash([0; Hash::LENGTH]), Hash::of),
            extension: self.extension,
        };
        Sealed { entry, is_counted_by_sender: self.sequence.is_some(), opening: self.opening, signature: self.signature, packed }
    }
}

/// An event ready for the writer: its entry without the time of receipt and, where the log counts, without its number.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub(super) entry: Entry,
    pub(super) is_counted_by_sender: bool,
    pub(super) opening: Opening,
    pub(super) signature: Option<Vec<u8>>,
    pub(super) packed: Packed,
}

impl Sealed {
    /// The entry as far as it is known.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }
}

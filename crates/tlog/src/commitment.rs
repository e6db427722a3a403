//! What binds an entry to personal data without showing it: the salted commitment to a payload and the keyed tag of a case
//! (`journal-log.md` §1).
//!
//! The one rule: the payload is the exact bytes that were received; nothing here looks inside.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::hash::Hash;

/// Keeps commitments apart from leaf (0x00) and node (0x01) hashes.
const COMMITMENT_PREFIX: u8 = 0x02;

/// 32 random bytes, one per entry; erased together with the payload. Prints as `[hidden]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

impl Salt {
    /// SHA-256(0x02 ‖ salt ‖ payload).
    pub fn commit(&self, payload: &[u8]) -> Hash {
        Hash(Sha256::new().chain_update([COMMITMENT_PREFIX]).chain_update(self.0).chain_update(payload).finalize().into())
    }
}

/// What opens a commitment: the salt and the payload.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The salt of the entry.
    pub salt: Salt,
    /// The exact bytes that were received.
    pub payload: Vec<u8>,
}

impl Opening {
    /// The commitment it opens.
    pub fn commitment(&self) -> Hash {
        self.salt.commit(&self.payload)
    }
}

impl fmt::Debug for Opening {
    /// Payloads may hold personal data, so only the length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening {{ salt: [hidden], payload: {} bytes }}", self.payload.len())
    }
}

/// The tag of a case: equal for all entries of one case inside one key epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseTag(pub [u8; 32]);

impl CaseTag {
    /// For entries that belong to no case.
    pub const NONE: Self = Self([0; 32]);
}

/// The secret key of one epoch, from which case tags are made. Prints without the key.
#[derive(Clone)]
pub struct TagKey {
    epoch: u16,
    key: [u8; 32],
}

impl TagKey {
    /// The key of an epoch.
    pub fn new(epoch: u16, key: [u8; 32]) -> Self {
        Self { epoch, key }
    }

    /// Number of the epoch, written beside the tag.
    pub fn epoch(&self) -> u16 {
        self.epoch
    }

    /// HMAC-SHA-256(key, UTF-8(РНУ)).
    pub fn tag(&self, reference_number: &str) -> CaseTag {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(reference_number.as_bytes());
        CaseTag(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for TagKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TagKey {{ epoch: {}, key: [hidden] }}", self.epoch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let opening = Opening { salt: Salt([0x41; 32]), payload: b"AAAA".to_vec() };
        let printed = format!("{opening:?} {:?} {:?}", opening.salt, TagKey::new(3, [0x41; 32]));
        assert_eq!(printed, "Opening { salt: [hidden], payload: 4 bytes } [hidden] TagKey { epoch: 3, key: [hidden] }");
    }

    #[test]
    fn commitments_depend_on_salt_and_payload() {
        let commit = |salt, payload: &[u8]| Salt([salt; 32]).commit(payload);
        assert_ne!(commit(0, b"a"), commit(1, b"a"));
        assert_ne!(commit(0, b"a"), commit(0, b"b"));
        assert_ne!(commit(0, b""), Hash::of(&[0; 32]));
    }
}

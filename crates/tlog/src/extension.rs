//! The extension of an entry: items in the order of their types (`journal-log.md` §1).

use std::collections::BTreeMap;

use crate::limits::EXTENSION_BYTES_MAX;

/// Bytes of type and length before each value.
const ITEM_HEAD: usize = 4;

/// Items by type; types that are not known are kept. At most 1024 bytes in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extension {
    items: BTreeMap<u16, Vec<u8>>,
}

/// Why bytes are not an extension, or an item cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// More than 1024 bytes.
    #[error("an extension of {0} bytes is too long")]
    TooLong(usize),
    /// The bytes end within an item.
    #[error("the extension ends within an item")]
    Truncated,
    /// Types must be strictly ascending, so that a set of items has one form.
    #[error("the item type {0} is repeated or out of order")]
    Order(u16),
}

impl Extension {
    /// Type of the ground code: why a correction was made or a payload erased.
    pub const GROUND: u16 = 1;
    /// Type of the ЕИК of the authority that ordered it.
    pub const AUTHORITY: u16 = 2;
    /// Type of the origin of the log that the reference to an earlier entry points into; without it, this log.
    pub const ORIGIN: u16 = 3;
    /// Type of the last number of a participant, in a heartbeat: who (4 bytes), then the number (8 bytes), big-endian.
    pub const LAST: u16 = 4;

    /// No items.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more item; an item of the same type is replaced.
    ///
    /// # Errors
    /// [`ExtensionError::TooLong`] above 1024 bytes in all.
    pub fn with(mut self, kind: u16, value: impl Into<Vec<u8>>) -> Result<Self, ExtensionError> {
        self.items.insert(kind, value.into());
        match self.byte_length() {
            length if length > EXTENSION_BYTES_MAX => Err(ExtensionError::TooLong(length)),
            _ => Ok(self),
        }
    }

    /// With the last number of a participant.
    ///
    /// # Errors
    /// As [`Extension::with`].
    pub fn with_last(self, participant: u32, sequence: u64) -> Result<Self, ExtensionError> {
        self.with(Self::LAST, [&participant.to_be_bytes()[..], &sequence.to_be_bytes()[..]].concat())
    }

    /// The last number of a participant, where one is told.
    pub fn last(&self) -> Option<(u32, u64)> {
        let (participant, sequence) = self.get(Self::LAST)?.split_first_chunk()?;
        Some((u32::from_be_bytes(*participant), u64::from_be_bytes(sequence.try_into().ok()?)))
    }

    /// The value of an item.
    pub fn get(&self, kind: u16) -> Option<&[u8]> {
        self.items.get(&kind).map(Vec::as_slice)
    }

    /// All items, types ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &[u8])> {
        self.items.iter().map(|(kind, value)| (*kind, value.as_slice()))
    }

    /// Length of the encoded items, bytes.
    pub fn byte_length(&self) -> usize {
        self.items.values().map(|value| ITEM_HEAD + value.len()).sum()
    }

    /// Appends the items: type, length, value.
    pub(crate) fn encode_into(&self, bytes: &mut Vec<u8>) {
        for (kind, value) in &self.items {
            bytes.extend(kind.to_be_bytes());
            bytes.extend((value.len() as u16).to_be_bytes());
            bytes.extend(value);
        }
    }

    /// Reads items that fill `bytes` exactly.
    ///
    /// # Errors
    /// [`ExtensionError`] when it is too long, ends within an item or types are not strictly ascending.
    pub fn parse(bytes: &[u8]) -> Result<Self, ExtensionError> {
        if bytes.len() > EXTENSION_BYTES_MAX {
            return Err(ExtensionError::TooLong(bytes.len()));
        }
        let mut items = BTreeMap::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (&[a, b, c, d], after) = rest.split_first_chunk::<ITEM_HEAD>().ok_or(ExtensionError::Truncated)?;
            let kind = u16::from_be_bytes([a, b]);
            let (value, after) = after.split_at_checked(u16::from_be_bytes([c, d]).into()).ok_or(ExtensionError::Truncated)?;
            if items.last_key_value().is_some_and(|(last, _)| *last >= kind) {
                return Err(ExtensionError::Order(kind));
            }
            items.insert(kind, value.to_vec());
            rest = after;
        }
        Ok(Self { items })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_of_a_participant_reads_back() {
        let told = Extension::new().with_last(7, 1 << 40).unwrap();
        assert_eq!((told.last(), told.byte_length()), (Some((7, 1 << 40)), ITEM_HEAD + 12));
        assert_eq!(Extension::new().last(), None);
        assert_eq!(Extension::new().with(Extension::LAST, [0; 11]).unwrap().last(), None);
    }

    fn encode(extension: &Extension) -> Vec<u8> {
        let mut bytes = Vec::new();
        extension.encode_into(&mut bytes);
        bytes
    }

    #[test]
    fn items_are_ordered_by_type() {
        let extension = Extension::new().with(0xfff0, [9]).unwrap().with(Extension::GROUND, "erase.order").unwrap();
        let bytes = encode(&extension);
        assert_eq!(bytes, [b"\x00\x01\x00\x0berase.order".as_slice(), b"\xff\xf0\x00\x01\x09"].concat());
        assert_eq!(Extension::parse(&bytes), Ok(extension.clone()));
        assert_eq!(extension.get(Extension::GROUND), Some(b"erase.order".as_slice()));
        assert_eq!(extension.get(Extension::AUTHORITY), None);
        assert_eq!(extension.iter().map(|(kind, _)| kind).collect::<Vec<_>>(), [1, 0xfff0]);
    }

    #[test]
    fn refuses_another_form() {
        for (bytes, error) in [
            (b"\x00".as_slice(), ExtensionError::Truncated),
            (b"\x00\x01\x00", ExtensionError::Truncated),
            (b"\x00\x01\x00\x02a", ExtensionError::Truncated),
            (b"\x00\x01\x00\x00\x00\x01\x00\x00", ExtensionError::Order(1)),
            (b"\x00\x02\x00\x00\x00\x01\x00\x00", ExtensionError::Order(1)),
            (&[0; 1025], ExtensionError::TooLong(1025)),
        ] {
            assert_eq!(Extension::parse(bytes), Err(error), "{bytes:?}");
        }
        assert!(Extension::new().with(1, vec![0; 1020]).is_ok());
        assert_eq!(Extension::new().with(1, vec![0; 1021]), Err(ExtensionError::TooLong(1025)));
    }
}

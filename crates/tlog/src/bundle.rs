//! Entry bundles: up to 256 entries, each preceded by its length (C2SP tlog-tiles, section *Log entries*).

use crate::hash::{Hash, leaf_hash};
use crate::limits::ENTRY_BYTES_MAX;
use crate::tile::Bundle;

/// Why bytes are not the bundle they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry does not fit into a length of 16 bits.
    #[error("an entry of {0} bytes is too long for a bundle")]
    EntryTooLong(usize),
    /// The bytes end within an entry.
    #[error("the bundle ends within entry {0}")]
    Truncated(usize),
    /// The bundle has another number of entries than its path says.
    #[error("the bundle has {got} entries instead of {expected}")]
    Width {
        /// Entries by the path.
        expected: usize,
        /// Entries found; one more than expected stands for any larger number.
        got: usize,
    },
    /// An entry does not hash to its place in the tile of leaf hashes.
    #[error("entry {0} of the bundle does not belong to the tree")]
    Foreign(usize),
}

/// Puts entries together, each preceded by its length as two bytes, big-endian.
///
/// # Errors
/// [`BundleError::EntryTooLong`] for an entry above 65 535 bytes.
pub fn bundle_encode<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    for entry in entries {
        if entry.len() > ENTRY_BYTES_MAX {
            return Err(BundleError::EntryTooLong(entry.len()));
        }
        bytes.extend((entry.len() as u16).to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

/// Takes the entries of a bundle apart.
///
/// # Errors
/// [`BundleError::Truncated`] or [`BundleError::Width`] when the bytes are not exactly `bundle.width()` entries.
pub fn bundle_decode(bundle: Bundle, bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let expected = usize::from(bundle.width());
    let mut entries = Vec::with_capacity(expected);
    let mut rest = bytes;
    while !rest.is_empty() {
        let number = entries.len();
        if number == expected {
            return Err(BundleError::Width { expected, got: number + 1 });
        }
        let (length, after) = rest.split_first_chunk().ok_or(BundleError::Truncated(number))?;
        let (entry, after) = after.split_at_checked(u16::from_be_bytes(*length).into()).ok_or(BundleError::Truncated(number))?;
        entries.push(entry);
        rest = after;
    }
    if entries.len() != expected {
        return Err(BundleError::Width { expected, got: entries.len() });
    }
    Ok(entries)
}

/// Checks that every entry of a bundle hashes to its place in the level 0 tile `leaf_tile`, which the caller has verified.
/// Gives the entries.
///
/// # Errors
/// As [`bundle_decode`], and [`BundleError::Foreign`] for the first entry that hashes to something else.
pub fn bundle_check<'a>(bundle: Bundle, bytes: &'a [u8], leaf_tile: &[u8]) -> Result<Vec<&'a [u8]>, BundleError> {
    let entries = bundle_decode(bundle, bytes)?;
    let (hashes, _) = leaf_tile.as_chunks::<{ Hash::LENGTH }>();
    match entries.iter().enumerate().find(|(place, entry)| hashes.get(*place) != Some(&leaf_hash(entry).0)) {
        Some((place, _)) => Err(BundleError::Foreign(place)),
        None => Ok(entries),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back() {
        let long = vec![7; 65_535];
        let entries: [&[u8]; 4] = [b"", b"a", &long, b"entry-3"];
        let bytes = bundle_encode(entries).unwrap();
        let bundle = Bundle::new(0, 4).unwrap();
        assert_eq!(bundle_decode(bundle, &bytes).unwrap(), entries);
        let tile = entries.iter().flat_map(|entry| leaf_hash(entry).0).collect::<Vec<_>>();
        assert_eq!(bundle_check(bundle, &bytes, &tile).unwrap(), entries);
        assert_eq!(bundle_check(bundle, &bytes, &tile[..96]), Err(BundleError::Foreign(3)));
        assert_eq!(bundle_encode([vec![0; 65_536].as_slice()]), Err(BundleError::EntryTooLong(65_536)));
    }

    #[test]
    fn refuses_other_lengths_and_widths() {
        let bytes = bundle_encode([b"one".as_slice(), b"two"]).unwrap();
        let two = Bundle::new(0, 2).unwrap();
        assert_eq!(bundle_decode(Bundle::new(0, 1).unwrap(), &bytes), Err(BundleError::Width { expected: 1, got: 2 }));
        assert_eq!(bundle_decode(Bundle::new(0, 3).unwrap(), &bytes), Err(BundleError::Width { expected: 3, got: 2 }));
        for cut in [1, 4, 6, 9] {
            assert_eq!(bundle_decode(two, &bytes[..cut]), Err(BundleError::Truncated(cut / 5)), "{cut}");
        }
    }
}

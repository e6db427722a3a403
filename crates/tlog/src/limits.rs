//! Every limit on outside data, in one place and with its reason.

/// Largest tree size: databases keep sizes as signed 64-bit numbers, and a proof then has at most 63 hashes.
pub const SIZE_MAX: u64 = i64::MAX as u64;
/// Most hashes in one proof; C2SP tlog-witness allows 63 lines.
pub const PROOF_HASHES_MAX: usize = 63;
/// Largest entry, bytes: bundles carry lengths of 16 bits (C2SP tlog-tiles).
pub const ENTRY_BYTES_MAX: usize = 65_535;
/// Largest extension of an entry, bytes (`journal-log.md` §1).
pub const EXTENSION_BYTES_MAX: usize = 1_024;
/// Largest signed note, bytes: [`SIGNATURES_MAX`] ML-DSA-44 cosignatures of 3.3 kB each in base64 fit.
pub const NOTE_BYTES_MAX: usize = 512 * 1024;
/// Most signatures on a note; C2SP signed-note asks to accept at least 16.
pub const SIGNATURES_MAX: usize = 100;
/// Largest receipt, bytes: a payload of 2 MiB (the largest batch, `ejournal.md` §5) twice in base64, and a note.
pub const RECEIPT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Largest request to a witness, bytes: a note, 63 hashes of 45 bytes each with newline, the line with the old size.
pub const ADD_CHECKPOINT_BYTES_MAX: usize = NOTE_BYTES_MAX + 4 * 1024;
/// Largest file of test vectors, bytes.
pub const VECTORS_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Full tiles a [`crate::TiledTree`] keeps warm unless told otherwise, 16 KiB each.
pub const WARM_TILES: usize = 1_024;
/// Cosignatures that make a receipt final unless the policy says otherwise: two of three (`journal-log.md` §6).
pub const QUORUM: usize = 2;

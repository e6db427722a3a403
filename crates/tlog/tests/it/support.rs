//! What several tests need: the folder of samples, tiles in memory, a repeatable sequence of numbers.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use tlog::{Algorithm, Hash, KeyName, OpenTiles, SignerKey, Tile, TileReader, leaf_hash};

/// A folder below the shared samples; says so when it is missing.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("GISHE_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    // Not `println!`, which is shown only when a test fails.
    let _ = writeln!(std::io::stderr(), "skipped: no corpus at {}", folder.display());
    None
}

/// Tiles in memory that count how often they are read.
#[derive(Debug, Default)]
pub struct MemoryTiles {
    pub files: HashMap<Tile, Vec<u8>>,
    pub reads: AtomicUsize,
}

impl TileReader for MemoryTiles {
    type Error = Infallible;
    fn read(&self, tile: Tile) -> Result<Option<Vec<u8>>, Infallible> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        Ok(self.files.get(&tile).cloned())
    }
}

impl MemoryTiles {
    /// Writes the tiles of a log of `size` leaves made by `leaf`.
    pub fn of(size: u64, leaf: impl Fn(u64) -> Hash) -> (Self, OpenTiles) {
        let (mut tiles, mut open) = (Self::default(), OpenTiles::new());
        for index in 0..size {
            tiles.append(&mut open, leaf(index));
        }
        tiles.publish(&open);
        (tiles, open)
    }

    /// Adds a leaf and keeps what became full.
    pub fn append(&mut self, open: &mut OpenTiles, leaf: Hash) {
        open.append(leaf, |tile, bytes| assert_eq!(self.files.insert(tile, bytes.to_vec()), None, "{tile} was written twice"));
    }

    /// Keeps the partial tiles of the present size.
    pub fn publish(&mut self, open: &OpenTiles) {
        self.files.extend(open.partials().map(|(tile, bytes)| (tile, bytes.to_vec())));
    }

    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }
}

/// The leaf of the corpus: the text `entry-<i>`.
pub fn entry_leaf(index: u64) -> Hash {
    leaf_hash(format!("entry-{index}").as_bytes())
}

pub fn log_key(origin: &str) -> SignerKey {
    SignerKey::new(KeyName::parse(origin).unwrap(), Algorithm::Ed25519, [1; 32])
}

pub fn witness_key(name: &str, seed: u8) -> SignerKey {
    SignerKey::new(KeyName::parse(name).unwrap(), Algorithm::CosignatureV1, [seed; 32])
}

/// Numbers that are the same in every run (xorshift64*).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// Below a power of two that is itself below 2^`bits`: small numbers as often as large ones.
    pub fn below_any_power(&mut self, bits: u64) -> u64 {
        let power = self.below(bits);
        self.below(1 << power)
    }
}

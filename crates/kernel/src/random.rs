//! Chance as an argument: the operating system's in production, a seeded sequence in tests and in the demo.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

/// A source of unpredictable bytes.
pub trait Random: Send + Sync + std::fmt::Debug {
    /// Fills `out` with bytes.
    fn fill(&self, out: &mut [u8]);
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(16) {
            // Version 4 UUIDs carry 122 random bits from the operating system; hashing spreads them over 16 bytes.
            let first = uuid::Uuid::new_v4();
            let second = uuid::Uuid::new_v4();
            let digest = Sha256::new().chain_update(first).chain_update(second).finalize();
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}

/// A repeatable sequence for tests and the demo; never for secrets of a real installation.
#[derive(Debug)]
pub struct SeededRandom(Mutex<(u64, u64)>);

impl SeededRandom {
    /// The sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new((seed, 0)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, out: &mut [u8]) {
        let mut state = self.0.lock().expect("filling bytes cannot panic while the lock is held");
        for chunk in out.chunks_mut(32) {
            state.1 += 1;
            let digest = Sha256::new().chain_update(state.0.to_be_bytes()).chain_update(state.1.to_be_bytes()).finalize();
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}

/// A number in `0..bound`, without bias worth speaking of (`bound` must be far below 2⁶⁴).
pub fn below(random: &dyn Random, bound: u64) -> u64 {
    let mut bytes = [0u8; 16];
    random.fill(&mut bytes);
    let wide = u128::from_be_bytes(bytes);
    u64::try_from(wide % u128::from(bound)).expect("a remainder is below its divisor")
}

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
        getrandom::fill(out).expect("the operating system has random bytes");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_is_asked_for_is_drawn() {
        for length in [1, 15, 16, 17, 32, 300] {
            let drawn: Vec<Vec<u8>> = (0..64)
                .map(|_| {
                    let mut bytes = vec![0; length];
                    OsRandom.fill(&mut bytes);
                    bytes
                })
                .collect();
            // That a place stays zero in 64 draws happens once in 2⁵¹².
            assert!((0..length).all(|place| drawn.iter().any(|bytes| bytes[place] != 0)), "{length}");
        }
    }
}

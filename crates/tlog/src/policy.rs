//! Which witnesses are known and how many must have cosigned (`journal-log.md` §6).
//!
//! The one rule: a witness counts once, however many keys or signatures it has.

use crate::key::{Algorithm, KeyName, VerifierKey};
use crate::note::{Note, NoteError};

/// Known witnesses and the number needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    witnesses: Vec<VerifierKey>,
    quorum: usize,
}

/// Why witnesses and a number do not make a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The key is not one of a witness (0x04).
    #[error("{0} is not the key of a witness")]
    NotWitness(KeyName),
    /// The same public key twice: its holder would count twice.
    #[error("the key of {0} is listed twice")]
    Repeated(KeyName),
    /// More cosignatures needed than there are witnesses.
    #[error("{quorum} of {witnesses} witnesses cannot be reached")]
    Quorum {
        /// Cosignatures needed.
        quorum: usize,
        /// Witnesses with different names.
        witnesses: usize,
    },
}

/// A witness that cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigner {
    /// Name of the witness.
    pub name: KeyName,
    /// When it signed by its own clock, seconds since 1970.
    pub time_s: u64,
}

impl Policy {
    /// Nobody is asked for.
    pub const NONE: Self = Self { witnesses: Vec::new(), quorum: 0 };

    /// `quorum` of `witnesses`. A witness may have several keys under one name while it changes them.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub fn new(witnesses: Vec<VerifierKey>, quorum: usize) -> Result<Self, PolicyError> {
        let mut names = Vec::<&KeyName>::new();
        for (place, key) in witnesses.iter().enumerate() {
            if key.algorithm() != Algorithm::CosignatureV1 {
                return Err(PolicyError::NotWitness(key.name().clone()));
            }
            if witnesses[..place].iter().any(|other| other.public() == key.public()) {
                return Err(PolicyError::Repeated(key.name().clone()));
            }
            if !names.contains(&key.name()) {
                names.push(key.name());
            }
        }
        if quorum > names.len() {
            return Err(PolicyError::Quorum { quorum, witnesses: names.len() });
        }
        Ok(Self { witnesses, quorum })
    }

    /// Keys of the known witnesses.
    pub fn witnesses(&self) -> &[VerifierKey] {
        &self.witnesses
    }

    /// Cosignatures needed.
    pub fn quorum(&self) -> usize {
        self.quorum
    }

    /// The known witnesses that cosigned a checkpoint, each once; none is not an error.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`] when a cosignature in the name of a known witness is wrong.
    pub fn cosigners(&self, note: &Note) -> Result<Vec<Cosigner>, NoteError> {
        let verified = match note.verify(&self.witnesses) {
            Err(NoteError::NoTrustedSignature) => Vec::new(),
            verified => verified?,
        };
        let mut cosigners = Vec::<Cosigner>::new();
        for one in verified {
            if let Some(time_s) = one.time_s
                && cosigners.iter().all(|cosigner| cosigner.name != *one.key.name())
            {
                cosigners.push(Cosigner { name: one.key.name().clone(), time_s });
            }
        }
        Ok(cosigners)
    }

    /// Whether these cosigners make a checkpoint final.
    pub fn is_final(&self, cosigners: &[Cosigner]) -> bool {
        cosigners.len() >= self.quorum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SignerKey;

    fn witness(name: &str, seed: u8) -> SignerKey {
        SignerKey::new(KeyName::parse(name).unwrap(), Algorithm::CosignatureV1, [seed; 32])
    }

    #[test]
    fn refuses_what_could_be_counted_twice() {
        let keys = |keys: &[&SignerKey]| keys.iter().map(|key| key.verifier().clone()).collect::<Vec<_>>();
        let (one, two, two_new) = (witness("one", 1), witness("two", 2), witness("two", 3));
        let name = |text| KeyName::parse(text).unwrap();
        assert!(Policy::new(keys(&[&one, &two, &two_new]), 2).is_ok());
        let quorum = PolicyError::Quorum { quorum: 3, witnesses: 2 };
        assert_eq!(Policy::new(keys(&[&one, &two, &two_new]), 3), Err(quorum));
        assert_eq!(Policy::new(keys(&[&one, &witness("other", 1)]), 1), Err(PolicyError::Repeated(name("other"))));
        let log = SignerKey::new(name("log"), Algorithm::Ed25519, [9; 32]);
        assert_eq!(Policy::new(keys(&[&log]), 1), Err(PolicyError::NotWitness(name("log"))));
    }

    #[test]
    fn a_witness_counts_once() {
        let (one, old, new) = (witness("one", 1), witness("two", 2), witness("two", 3));
        let policy = Policy::new([&one, &old, &new].map(|key| key.verifier().clone()).to_vec(), 2).unwrap();
        let text = "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        let mut note = Note::new(text, old.cosign(text, 10).unwrap()).unwrap();
        note.add(new.cosign(text, 11).unwrap());
        note.add(witness("unknown", 7).cosign(text, 12).unwrap());
        let cosigners = policy.cosigners(&note).unwrap();
        assert_eq!(cosigners, [Cosigner { name: KeyName::parse("two").unwrap(), time_s: 10 }]);
        assert!(!policy.is_final(&cosigners));
        note.add(one.cosign(text, 13).unwrap());
        assert!(policy.is_final(&policy.cosigners(&note).unwrap()));
        note.add(one.cosign("log\n1\n", 13).unwrap());
        assert!(matches!(policy.cosigners(&note), Err(NoteError::WrongSignature { .. })));
    }
}

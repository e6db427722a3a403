//! Passwords as argon2id hashes (RFC 9106) with the parameters written into each hash.
//!
//! The one rule: hashing and verifying run outside transactions, on a thread that may block, and cost the same whether the
//! account exists or not.

use std::fmt;
use std::sync::{Condvar, Mutex, OnceLock};

use argon2::{Algorithm, Argon2, Params, PasswordHash as Parsed, PasswordHasher, PasswordVerifier, Version};
use kernel::random::Random;

use crate::Error;

/// LIMIT: shortest accepted password, characters (NIST SP 800-63B asks for at least eight; passphrases are welcome).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// LIMIT: longest accepted password, bytes, so that a huge text does not occupy the hasher.
pub const PASSWORD_BYTES_MAX: usize = 512;
/// LIMIT: hashes computed at the same time; each takes the memory of its parameters.
const CONCURRENT_MAX: usize = 4;

/// Why a password cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    #[error("a password has at least {PASSWORD_CHARS_MIN} characters")]
    Short,
    /// More than [`PASSWORD_BYTES_MAX`] bytes.
    #[error("a password has at most {PASSWORD_BYTES_MAX} bytes")]
    Long,
    /// Contains the name for signing in, or the name contains it.
    #[error("a password does not repeat the name for signing in")]
    Login,
    /// Fewer than five different characters.
    #[error("a password has at least five different characters")]
    Monotonous,
}

/// Whether a person may choose this password for this account.
pub fn password_check(password: &str, login: &str) -> Result<(), PasswordFault> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(PasswordFault::Short);
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(PasswordFault::Long);
    }
    let (low, login) = (password.to_lowercase(), login.trim().to_lowercase());
    if !login.is_empty() && (low.contains(&login) || login.contains(&low)) {
        return Err(PasswordFault::Login);
    }
    let mut seen: Vec<char> = low.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() < 5 { Err(PasswordFault::Monotonous) } else { Ok(()) }
}

/// A password that is shown once to whoever created the account.
pub fn password_generate(random: &dyn Random) -> String {
    let mut bytes = [0u8; 16];
    random.fill(&mut bytes);
    password_of(&bytes)
}

/// The password of sixteen unpredictable bytes: four groups of four symbols that are not mistaken for one another, 80 bits.
/// Derived from a command's identifier under the installation's key, it is the same when the form is sent twice.
pub fn password_of(bytes: &[u8; 16]) -> String {
    const SYMBOLS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
    let mut text = String::with_capacity(19);
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(SYMBOLS[usize::from(byte & 31)]));
    }
    text
}

/// An argon2id hash in the PHC text form; nothing else can be stored as a password.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

impl PasswordHash {
    /// Reads a stored hash.
    pub fn parse(text: &str) -> Result<PasswordHash, Error> {
        let parsed = Parsed::new(text).map_err(|_| Error::Hashing)?;
        let is_complete = parsed.salt.is_some() && parsed.hash.is_some();
        if parsed.algorithm.as_str() != "argon2id" || !is_complete || Params::try_from(&parsed).is_err() {
            return Err(Error::Hashing);
        }
        Ok(PasswordHash(text.to_owned()))
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What this hash cost to compute.
    pub fn params(&self) -> PasswordParams {
        let params = Parsed::new(&self.0).ok().and_then(|parsed| Params::try_from(&parsed).ok()).unwrap_or_default();
        PasswordParams { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() }
    }
}

/// The cost of one hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordParams {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl PasswordParams {
    /// The parameters recommended by OWASP for argon2id: 19 MiB, two passes, one lane.
    pub const OWASP: PasswordParams = PasswordParams { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    fn is_below(self, other: PasswordParams) -> bool {
        self.memory_kib < other.memory_kib || self.passes < other.passes
    }
}

/// Hashes and verifies passwords with one set of parameters.
pub struct Passwords {
    params: PasswordParams,
    hasher: Argon2<'static>,
    dummy: PasswordHash,
    free: Mutex<usize>,
    returned: Condvar,
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").field("params", &self.params).finish_non_exhaustive()
    }
}

impl Passwords {
    /// Passwords hashed at the cost of `params`; an installation uses [`PasswordParams::OWASP`]. The parameters are written
    /// into every hash, so accounts made at a lower cost are recognised and hashed anew at their next sign-in.
    pub fn new(params: PasswordParams) -> Result<Passwords, Error> {
        let cost = Params::new(params.memory_kib, params.passes, params.lanes, None).map_err(|_| Error::Hashing)?;
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
        let dummy = hashed(&hasher, "a password that nobody has", b"no such account.")?;
        Ok(Passwords { params, hasher, dummy, free: Mutex::new(CONCURRENT_MAX), returned: Condvar::new() })
    }

    /// The hasher of this process at the cost of [`PasswordParams::OWASP`], made when first asked for.
    pub fn standard() -> Result<&'static Passwords, Error> {
        static STANDARD: OnceLock<Option<Passwords>> = OnceLock::new();
        STANDARD.get_or_init(|| Passwords::new(PasswordParams::OWASP).ok()).as_ref().ok_or(Error::Hashing)
    }

    /// The cost of new hashes.
    pub fn params(&self) -> PasswordParams {
        self.params
    }

    /// The hash of a password. Takes tens of milliseconds; not for a transaction and not for an asynchronous thread.
    pub fn hash(&self, password: &str, random: &dyn Random) -> Result<PasswordHash, Error> {
        let mut salt = [0u8; 16];
        random.fill(&mut salt);
        let _turn = self.turn();
        hashed(&self.hasher, password, &salt)
    }

    /// Whether `password` belongs to `stored`. Without a stored hash — an unknown account — the same work is done in vain.
    pub fn verify(&self, password: &str, stored: Option<&PasswordHash>) -> bool {
        // A text nobody could have chosen still costs one verification, of its beginning.
        let is_acceptable = password.len() <= PASSWORD_BYTES_MAX;
        let bytes = &password.as_bytes()[..password.len().min(PASSWORD_BYTES_MAX)];
        let _turn = self.turn();
        let is_right = self.hasher.verify_password(bytes, stored.unwrap_or(&self.dummy).as_str()).is_ok();
        is_right && is_acceptable && stored.is_some()
    }

    /// Whether a right password should be hashed anew because its hash was made at a lower cost.
    pub fn needs_rehash(&self, stored: &PasswordHash) -> bool {
        stored.params().is_below(self.params)
    }

    fn turn(&self) -> Turn<'_> {
        let mut free = self.free.lock().expect("no code panics while it holds the count");
        while *free == 0 {
            free = self.returned.wait(free).expect("no code panics while it holds the count");
        }
        *free -= 1;
        Turn(self)
    }
}

/// The right to compute one hash; given back when dropped.
struct Turn<'a>(&'a Passwords);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().expect("no code panics while it holds the count") += 1;
        self.0.returned.notify_one();
    }
}

fn hashed(hasher: &Argon2<'_>, password: &str, salt: &[u8]) -> Result<PasswordHash, Error> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(PasswordFault::Long.into());
    }
    let hash = hasher.hash_password_with_salt(password.as_bytes(), salt).map_err(|_| Error::Hashing)?;
    Ok(PasswordHash(hash.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::random::SeededRandom;

    const CHEAP: PasswordParams = PasswordParams { memory_kib: 64, passes: 1, lanes: 1 };

    #[test]
    fn a_hash_carries_its_parameters_and_is_recognised_as_cheap() {
        let random = SeededRandom::new(1);
        let cheap = Passwords::new(CHEAP).unwrap();
        let hash = cheap.hash("четири малки думи", &random).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{}", hash.as_str());
        assert_eq!(hash.params(), CHEAP);
        assert!(cheap.verify("четири малки думи", Some(&hash)));
        assert!(!cheap.verify("четири малки думи ", Some(&hash)));
        let strong = Passwords::new(PasswordParams { memory_kib: 128, ..CHEAP }).unwrap();
        assert!(strong.verify("четири малки думи", Some(&hash)), "the cost of the hash counts, not the verifier's");
        assert!(strong.needs_rehash(&hash) && !cheap.needs_rehash(&hash));
        assert_eq!(format!("{hash:?}"), "[hidden]");
    }

    #[test]
    fn owasp_parameters_are_written_into_the_hash() {
        let passwords = Passwords::new(PasswordParams::OWASP).unwrap();
        assert!(passwords.dummy.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[test]
    fn unknown_accounts_are_refused_whatever_is_typed() {
        let passwords = Passwords::new(CHEAP).unwrap();
        assert!(!passwords.verify("a password that nobody has", None));
        assert!(!passwords.verify(&"я".repeat(100_000), None));
    }

    #[test]
    fn only_argon2id_hashes_are_accepted() {
        for text in ["", "plain", "$argon2id$v=19$m=64,t=1,p=1", "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"] {
            assert!(PasswordHash::parse(text).is_err(), "{text}");
        }
        let hash = Passwords::new(CHEAP).unwrap().hash("x", &SeededRandom::new(2)).unwrap();
        assert_eq!(PasswordHash::parse(hash.as_str()).unwrap(), hash);
    }

    #[test]
    fn table_of_choices() {
        let check = |password: &str| password_check(password, "i.ivanova");
        assert_eq!(check("правилният кон"), Ok(()));
        assert_eq!(check("кратка"), Err(PasswordFault::Short));
        assert_eq!(check("ababababababab"), Err(PasswordFault::Monotonous));
        assert_eq!(check("my I.Ivanova 2026"), Err(PasswordFault::Login));
        assert_eq!(check(&"абвгдежз".repeat(40)), Err(PasswordFault::Long));
    }

    #[test]
    fn generated_passwords_may_be_chosen() {
        let random = SeededRandom::new(3);
        for _ in 0..100 {
            let password = password_generate(&random);
            assert_eq!(password.len(), 19);
            assert_eq!(password_check(&password, "admin"), Ok(()));
        }
    }
}

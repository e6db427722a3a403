//! What is checked of an event before it comes to the writer: size, schema, reference number, signature. Runs on any thread, and on many.
//!
//! The one rule: nothing here decides that an event is stored; that is done with the facts, in the transaction.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kernel::random::Random;
use sha2::{Digest, Sha256};
use store::log::Packed;
use store::{Tx, params};
use tlog::Salt;

use super::access::{Fingerprint, source};
use super::{Error, Result};
use crate::admit::Arrival;
use crate::event::{Event, Reading, Source};
use crate::refusal::{Class, Refusal};
use crate::signature::{PublicKey, Signature};

const KEYS: &str = "SELECT s.urn, k.kid, k.algorithm, k.public, k.valid_from, k.valid_until FROM journal_grant g
    JOIN journal_source s ON s.number = g.number
    JOIN journal_key k ON k.source = s.number
    WHERE g.fingerprint = $1 AND g.act = 'report'";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[KEYS];

/// Where a refusal for a missing or wrong signature points: no member of the event, but what goes beside it.
pub const SIGNATURE_POINTER: &str = "/signature";

/// The keys of the sources for which one certificate reports.
#[derive(Debug, Clone, Default)]
pub struct Keyring {
    keys: BTreeMap<(Source, String), Key>,
    signing: BTreeSet<Source>,
}

#[derive(Debug, Clone)]
struct Key {
    public: PublicKey,
    from_ms: i64,
    until_ms: i64,
}

/// The keys of the sources for which a certificate reports.
pub fn keyring(tx: &Tx<'_>, fingerprint: Fingerprint) -> Result<Keyring> {
    let rows = tx.query(KEYS, &params![&fingerprint.0[..]], |row| {
        let named = (row.get::<String>(0)?, row.get::<String>(1)?);
        let key = (row.get::<String>(2)?, row.get::<Vec<u8>>(3)?);
        Ok((named, key, (row.get::<i64>(4)?, row.get::<i64>(5)?)))
    })?;
    let mut ring = Keyring::default();
    for ((urn, kid), (algorithm, bytes), (from_ms, until_ms)) in rows {
        let public = public_key(&algorithm, &bytes).ok_or(Error::Damaged { what: "a key of a source" })?;
        let source = source(&urn)?;
        ring.signing.insert(source.clone());
        ring.keys.insert((source, kid), Key { public, from_ms, until_ms });
    }
    Ok(ring)
}

fn public_key(algorithm: &str, bytes: &[u8]) -> Option<PublicKey> {
    match algorithm {
        "EdDSA" => PublicKey::ed25519(bytes.try_into().ok()?).ok(),
        "ES256" => PublicKey::p256(bytes).ok(),
        _ => None,
    }
}

impl Keyring {
    /// Whether the bytes are signed by their source. A source that has a key signs everything: otherwise whoever has the channel could
    /// leave the signature away.
    fn check(&self, source: &Source, payload: &[u8], signature: Option<&str>, now: Timestamp) -> Option<Arrival> {
        let Some(text) = signature else { return (!self.signing.contains(source)).then_some(Arrival::ChannelOnly) };
        let signature = Signature::parse(text).ok().filter(|signature| signature.is_in_force(now))?;
        let key = self.keys.get(&(source.clone(), signature.key_name().to_owned()))?;
        let in_force = (key.from_ms..key.until_ms).contains(&now.as_millisecond());
        (in_force && signature.verify(payload, &key.public).is_ok()).then_some(Arrival::Signed)
    }
}

/// An event, or what stood in its place, with all that can be known outside the writer.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(super) payload: Vec<u8>,
    /// The block that the source's key was found to have made.
    pub(super) signature: Option<String>,
    /// Both as they will be stored.
    pub(super) packed: Packed,
    pub(super) digest: [u8; 32],
    pub(super) salt: Salt,
    pub(super) read: std::result::Result<(Event, Arrival), Refusal>,
    pub(super) source: Option<Source>,
}

/// Prepares one event: `payload` is the exact bytes as sent, `signature` its block as it came. Each has its own salt.
pub fn prepare(
    payload: &[u8],
    signature: Option<&str>,
    ring: &Keyring,
    reading: &Reading<'_>,
    now: Timestamp,
    random: &dyn Random,
) -> Prepared {
    let parsed = Event::parse(payload, reading);
    let source = parsed.as_ref().ok().map(|event| event.key.source.clone());
    let read = parsed.and_then(|event| {
        let arrival = ring.check(&event.key.source, payload, signature, now);
        let arrival = arrival.ok_or_else(|| Refusal::at(Class::Authorisation, SIGNATURE_POINTER))?;
        Ok((event, arrival))
    });
    // What is refused already is not kept, not even on its way to be counted.
    let (payload, signature) = if read.is_ok() { (payload, signature) } else { (&[][..], None) };
    let packed = Packed::of(payload, signature.map(str::as_bytes));
    let digest = Sha256::digest(payload).into();
    Prepared { digest, salt: salt(random), read, signature: signature.map(str::to_owned), payload: payload.to_vec(), packed, source }
}

impl Prepared {
    /// An event that was made from an older message; its bytes are made here once.
    pub(super) fn legacy(event: Event, random: &dyn Random) -> Prepared {
        let payload = event.to_bytes();
        let digest = Sha256::digest(&payload).into();
        let source = Some(event.key.source.clone());
        let packed = Packed::of(&payload, None);
        Prepared { payload, signature: None, packed, digest, salt: salt(random), read: Ok((event, Arrival::Legacy)), source }
    }

    /// The refusal that is certain already.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.read.as_ref().err()
    }
}

fn salt(random: &dyn Random) -> Salt {
    let mut salt = [0; 32];
    random.fill(&mut salt);
    Salt(salt)
}

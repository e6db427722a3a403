//! The public inquiry: a reference number with its nine-digit status code (`ejournal.md` §6.4).
//!
//! The one rule: a wrong code, an unknown number and a number without a code are answered alike and after the same work; the code itself
//! is kept nowhere.

use jiff::SignedDuration;
use kernel::reference_number::Reference;
use kernel::secret::SecretKey;
use kernel::status_code::StatusCode;
use store::{Tx, params};

use super::access::{require_own_case, sources_of};
use super::inquiry::{Audience, ServiceView, view};
use super::{Caller, Ctx, Error, Result};
use crate::event::Source;
use crate::nomenclature::Nomenclature;
use crate::tracking::{CodeHash, attempt_delay, matches};

const SET: &str = "UPDATE journal_subject SET code_hash = $2, code_source = $3
    WHERE subject = $1";
const STORED: &str = "SELECT j.code_hash, s.urn FROM journal_subject j
    JOIN journal_source s ON s.number = j.code_source
    WHERE j.subject = $1";
const ATTEMPTS: &str = "SELECT failures, failed_at FROM journal_attempt
    WHERE target = $1";
const FAILED: &str = "INSERT INTO journal_attempt (target, failures, failed_at)
    VALUES ($1, $2, $3)
    ON CONFLICT (target) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at";
const SWEEP: &str = "DELETE FROM journal_attempt
    WHERE failed_at <= $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[SET, STORED, ATTEMPTS, FAILED, SWEEP];

/// LIMIT: failures are forgotten this long after the last one, ms: the longest delay and as much again.
const FORGOTTEN_MS: i64 = 48 * 60 * 60 * 1_000;
/// Failures of one address that cost nothing, beyond those of one number: many people may stand behind one address.
const ADDRESS_FREE: u32 = 15;
/// The source whose key is used where there is none, so that the work is the same.
const NOBODY: &str = "urn:oid:2.25.0";

/// The key under which a source makes the keyed hashes of its status codes, in its bytes.
pub fn source_code_key(keys: &super::Keys, source: &Source) -> [u8; 32] {
    keys.codes.derive("ejournal.source", &[source.as_str().as_bytes()])
}

/// The key under which a source of the caller makes the keyed hashes of its status codes.
///
/// Fails with [`Error::Denied`] unless the caller reports for that source.
pub fn code_key_read(tx: &Tx<'_>, ctx: &Ctx, source: &Source) -> Result<[u8; 32]> {
    let Caller::Certificate(fingerprint) = ctx.caller else { return Err(Error::Denied) };
    if !sources_of(tx, fingerprint)?.contains_key(source) {
        return Err(Error::Denied);
    }
    Ok(source_code_key(&ctx.keys, source))
}

/// Stores the keyed hash of the status code of a service.
///
/// Fails with [`Error::Denied`] unless a source asks that has reported about the service for the administration that holds it now.
pub fn status_code_set(tx: &mut Tx<'_>, ctx: &Ctx, number: &Reference, hash: CodeHash) -> Result<()> {
    let source = require_own_case(tx, ctx, number)?;
    tx.execute(SET, &params![number.to_string(), hash.to_string(), source])?;
    Ok(())
}

/// What the applicant may see of a service, for whoever has its number and its code. `address` is where the question comes from.
///
/// Fails with [`Error::Unknown`] for a wrong code and an unknown number alike, with [`Error::Attempts`] after too many of them. Such a
/// failure is counted in this transaction, therefore it is an outcome here: an error would take the count back.
pub fn service_by_code(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    nomenclature: &Nomenclature,
    number: &Reference,
    code: StatusCode,
    address: &str,
) -> Result<std::result::Result<ServiceView, Error>> {
    // Attempts take turns among themselves, so that no two are made on one count; ingestion does not wait for them.
    tx.lock(kernel::ids::AdministrationId(0), "journal attempts")?;
    let target =
        |kind: &str, value: &str| kernel::secret::hex(&ctx.keys.codes.derive("ejournal.attempt", &[kind.as_bytes(), value.as_bytes()]));
    let targets = [(target("number", &number.to_string()), 0), (target("address", address), ADDRESS_FREE)];
    let mut waits = SignedDuration::ZERO;
    let mut failures = Vec::new();
    for (target, free) in &targets {
        let row = tx.query_row(ATTEMPTS, &params![target], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?;
        let (count, failed_at) = row.filter(|(_, at)| ctx.now_ms() - at < FORGOTTEN_MS).unwrap_or((0, 0));
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let since = SignedDuration::from_millis(ctx.now_ms() - failed_at);
        waits = waits.max(attempt_delay(count.saturating_sub(*free)) - since);
        failures.push(count);
    }
    if waits > SignedDuration::ZERO {
        return Ok(Err(Error::Attempts { retry_after_s: u64::try_from(waits.as_secs()).unwrap_or(0) + 1 }));
    }
    let stored = tx.query_row(STORED, &params![number.to_string()], |row| Ok((row.get::<Option<String>>(0)?, row.get::<String>(1)?)))?;
    let (hash, urn) = stored.unwrap_or((None, NOBODY.to_owned()));
    let hash: Option<CodeHash> = hash.as_deref().and_then(|hash| hash.parse().ok());
    let key = SecretKey::new(source_code_key(&ctx.keys, &super::access::source(&urn)?));
    if matches(&key, number, code, hash.as_ref()) {
        return view(tx, ctx, nomenclature, number, Audience::Public).map(Ok);
    }
    for ((target, _), count) in targets.iter().zip(failures) {
        tx.execute(FAILED, &params![target, i64::from(count.saturating_add(1)), ctx.now_ms()])?;
    }
    Ok(Err(Error::Unknown))
}

/// Forgets failures that are over; answers how many targets.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn attempt_sweep(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<u64> {
    if ctx.caller != Caller::Operator {
        return Err(Error::Denied);
    }
    Ok(tx.execute(SWEEP, &params![ctx.now_ms() - FORGOTTEN_MS])?)
}

//! The participants as the operator sees them: who is let in, with which keys and certificates, about whom, and how well it reports.
//!
//! The one rule: only the operator asks, and what is asked changes nothing.

use kernel::entity_number::EntityNumber;
use store::{Row, Tx, params};

use super::access::{Fingerprint, participant, require_operator, source};
use super::{Ctx, Error, Result, eik};
use crate::event::Source;

const ALL: &str =
    "SELECT number, urn, name, state, admitted_at, migration_from, migration_until, clock_offset, clock_at FROM journal_source
    ORDER BY number";
const ONE: &str =
    "SELECT number, urn, name, state, admitted_at, migration_from, migration_until, clock_offset, clock_at FROM journal_source
    WHERE number = $1";
const KEYS: &str = "SELECT kid, algorithm, public, valid_from, valid_until FROM journal_key
    WHERE source = $1
    ORDER BY valid_from DESC, kid";
const SCOPE: &str = "SELECT administration FROM journal_scope
    WHERE source = $1
    ORDER BY administration";
const CERTIFICATES: &str = "SELECT fingerprint, granted_at FROM journal_grant
    WHERE act = 'report' AND number = $1
    ORDER BY granted_at DESC, fingerprint";
const STANDING: &str = "SELECT last_at, delay FROM journal_source
    WHERE number = $1";
const REPORTED: &str = "UPDATE journal_source SET last_at = $2, delay = CASE WHEN delay IS NULL THEN $3 ELSE (delay * 7 + $3) / 8 END
    WHERE number = $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[ALL, ONE, KEYS, SCOPE, CERTIFICATES, STANDING, REPORTED];

/// A key of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantKey {
    /// Its name in signatures.
    pub kid: String,
    /// Its algorithm by the name of RFC 7518.
    pub algorithm: String,
    /// The public key.
    pub public: Vec<u8>,
    /// Valid from, ms since 1970.
    pub from_ms: i64,
    /// Valid to before, ms since 1970; the largest number for no end.
    pub until_ms: i64,
}

/// A system that is, or was, let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Its number in the entries of the log.
    pub number: u32,
    /// Its identifier in events.
    pub source: Source,
    /// What people call it.
    pub name: String,
    /// `admitted` or `suspended`.
    pub state: String,
    /// When it was let in, ms since 1970.
    pub admitted_at: i64,
    /// The window in which it may report what an older system knew, ms; the end is exclusive.
    pub migration: Option<(i64, i64)>,
    /// Offset of its clock, ms, and when it was measured.
    pub clock: Option<(i64, i64)>,
    /// Its keys, the newest first.
    pub keys: Vec<ParticipantKey>,
    /// The administrations about whose services it may report.
    pub administrations: Vec<EntityNumber>,
    /// Its client certificates and when each was granted.
    pub certificates: Vec<(Fingerprint, i64)>,
}

/// How a participant has reported of late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// When its last event arrived, ms since 1970.
    pub last_at: Option<i64>,
    /// Time from the fact to its arrival, ms on average; the latest events weigh most.
    pub delay_ms: Option<i64>,
}

type Stored = (i64, String, String, String, i64, [Option<i64>; 4]);

fn stored(row: &Row<'_>) -> store::Result<Stored> {
    let times = [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?];
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, times))
}

fn whole(tx: &Tx<'_>, (number, urn, name, state, admitted_at, times): Stored) -> Result<Participant> {
    let keys = tx.query(KEYS, &params![number], |row| {
        Ok(ParticipantKey { kid: row.get(0)?, algorithm: row.get(1)?, public: row.get(2)?, from_ms: row.get(3)?, until_ms: row.get(4)? })
    })?;
    let scope = tx.query(SCOPE, &params![number], |row| row.get::<i64>(0))?;
    let granted = tx.query(CERTIFICATES, &params![number], |row| Ok((row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?)))?;
    let certificates = granted.into_iter().map(|(bytes, at)| match <[u8; 32]>::try_from(bytes) {
        Ok(bytes) => Ok((Fingerprint(bytes), at)),
        Err(_) => Err(Error::Damaged { what: "the fingerprint of a certificate" }),
    });
    let [from, until, offset, measured] = times;
    Ok(Participant {
        number: participant(number)?,
        source: source(&urn)?,
        name,
        state,
        admitted_at,
        migration: from.zip(until),
        clock: offset.zip(measured),
        keys,
        administrations: scope.into_iter().map(eik).collect::<Result<_>>()?,
        certificates: certificates.collect::<Result<_>>()?,
    })
}

/// Every participant in the order of its number.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn participant_list(tx: &Tx<'_>, ctx: &Ctx) -> Result<Vec<Participant>> {
    require_operator(tx, ctx)?;
    tx.query(ALL, &[], stored)?.into_iter().map(|row| whole(tx, row)).collect()
}

/// The participant with a number.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::SourceUnknown`].
pub fn participant_by_number(tx: &Tx<'_>, ctx: &Ctx, number: u32) -> Result<Participant> {
    require_operator(tx, ctx)?;
    let found = tx.query_row(ONE, &params![number], stored)?.ok_or(Error::SourceUnknown)?;
    whole(tx, found)
}

/// How a participant has reported of late.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn participant_standing(tx: &Tx<'_>, ctx: &Ctx, number: u32) -> Result<Standing> {
    require_operator(tx, ctx)?;
    let read = |row: &Row<'_>| Ok(Standing { last_at: row.get(0)?, delay_ms: row.get(1)? });
    tx.query_row(STANDING, &params![number], read)?.ok_or(Error::SourceUnknown)
}

/// Writes down that events of a participant came, by how much after they happened, ms on average; of the past a part of seven eighths
/// stays.
pub(super) fn reported(tx: &mut Tx<'_>, number: u32, received_ms: i64, delay_ms: i64) -> Result<()> {
    tx.execute(REPORTED, &params![number, received_ms, delay_ms])?;
    Ok(())
}

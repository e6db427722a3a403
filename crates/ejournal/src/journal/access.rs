//! Who may do what in the journal, and the record of who looked at what.
//!
//! The one rule: a right is a row; a certificate without a row may do what everybody may.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use kernel::ids::uuid_v7;
use kernel::reference_number::Reference;
use kernel::secret::{from_hex, hex};
use store::{Tx, params};

use super::notice::pend;
use super::{Caller, Ctx, Error, Result};
use crate::event::{PatternError, Source};

const GRANT: &str = "INSERT INTO journal_grant (fingerprint, act, number, granted_at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (fingerprint, act, number) DO NOTHING";
const REVOKE: &str = "DELETE FROM journal_grant
    WHERE fingerprint = $1 AND act = $2 AND number = $3";
const GRANTED: &str = "SELECT 1 FROM journal_grant
    WHERE fingerprint = $1 AND act = $2 AND number = $3";
const SOURCES: &str = "SELECT s.urn, s.number FROM journal_grant g
    JOIN journal_source s ON s.number = g.number
    WHERE g.fingerprint = $1 AND g.act = 'report' AND s.state = 'admitted'";
const OWN_CASE: &str = "SELECT e.source FROM journal_subject j
    JOIN journal_event e ON e.subject = j.id AND e.administration = j.administration AND e.status > 500
    JOIN journal_grant g ON g.number = e.source AND g.act = 'report' AND g.fingerprint = $1
    JOIN journal_source s ON s.number = e.source AND s.state = 'admitted'
    WHERE j.subject = $2
    ORDER BY e.idx DESC LIMIT 1";
const RECORD: &str = "INSERT INTO journal_access (at, id, fingerprint, inquiry, object)
    VALUES ($1, $2, $3, $4, $5)";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[GRANT, REVOKE, GRANTED, SOURCES, OWN_CASE, RECORD];

/// SHA-256 of a client certificate in DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for Fingerprint {
    type Err = PatternError;

    /// Reads 64 lower-case hexadecimal digits.
    fn from_str(text: &str) -> std::result::Result<Self, PatternError> {
        from_hex(text).map(Self).ok_or(PatternError("a fingerprint of a certificate"))
    }
}

/// What the holder of a certificate may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Report in the name of the source with this number.
    Report(u32),
    /// Read what concerns an administration, by its ЕИК.
    Read(kernel::entity_number::EntityNumber),
    /// Read everything: an authority with a right by law.
    Authority,
    /// Operate the journal.
    Operate,
}

impl Act {
    fn columns(&self) -> (&'static str, i64) {
        match self {
            Act::Report(source) => ("report", i64::from(*source)),
            Act::Read(administration) => ("read", super::eik_number(administration)),
            Act::Authority => ("authority", 0),
            Act::Operate => ("operate", 0),
        }
    }
}

/// Gives the holder of a certificate a right. The log says so, by an entry of kind 2.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn grant_add(tx: &mut Tx<'_>, ctx: &Ctx, fingerprint: Fingerprint, act: &Act) -> Result<()> {
    require_operator(tx, ctx)?;
    let (name, number) = act.columns();
    if tx.execute(GRANT, &params![&fingerprint.0[..], name, number, ctx.now_ms()])? == 1 {
        noted(tx, ctx, "granted", fingerprint, name, number)?;
    }
    Ok(())
}

/// Takes a right away; what the certificate reported before stays.
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn grant_remove(tx: &mut Tx<'_>, ctx: &Ctx, fingerprint: Fingerprint, act: &Act) -> Result<()> {
    require_operator(tx, ctx)?;
    let (name, number) = act.columns();
    if tx.execute(REVOKE, &params![&fingerprint.0[..], name, number])? == 1 {
        noted(tx, ctx, "revoked", fingerprint, name, number)?;
    }
    Ok(())
}

fn noted(tx: &mut Tx<'_>, ctx: &Ctx, change: &str, fingerprint: Fingerprint, act: &str, number: i64) -> Result<()> {
    let of = fingerprint.to_string();
    pend(tx, ctx, &serde_json::json!({"notice": "grant", "change": change, "certificate": of, "act": act, "number": number}))
}

fn granted(tx: &Tx<'_>, fingerprint: Fingerprint, act: &Act) -> Result<bool> {
    let (name, number) = act.columns();
    Ok(tx.query_row(GRANTED, &params![&fingerprint.0[..], name, number], |_| Ok(()))?.is_some())
}

/// Refuses whoever is not the operator.
pub(super) fn require_operator(tx: &Tx<'_>, ctx: &Ctx) -> Result<()> {
    let may = match ctx.caller {
        Caller::Operator => true,
        Caller::Certificate(fingerprint) => granted(tx, fingerprint, &Act::Operate)?,
        Caller::Nobody => false,
    };
    if may { Ok(()) } else { Err(Error::Denied) }
}

/// The admitted sources in whose name a certificate reports, with their numbers.
pub(super) fn sources_of(tx: &Tx<'_>, fingerprint: Fingerprint) -> Result<BTreeMap<Source, u32>> {
    let rows = tx.query(SOURCES, &params![&fingerprint.0[..]], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
    rows.into_iter().map(|(urn, number)| Ok((source(&urn)?, participant(number)?))).collect()
}

/// The number of the caller's own source.
///
/// Fails with [`Error::Denied`] when the caller does not report in its name.
pub(super) fn require_source(tx: &Tx<'_>, ctx: &Ctx, source: &Source) -> Result<u32> {
    let Caller::Certificate(fingerprint) = ctx.caller else { return Err(Error::Denied) };
    sources_of(tx, fingerprint)?.get(source).copied().ok_or(Error::Denied)
}

/// The number of a source of the caller that has reported about the service for the administration that holds it now: the holder of the
/// case. What is reported before the intake – portal, forms, payments, transport, numbers up to 500 – makes nobody its holder.
pub(super) fn require_own_case(tx: &Tx<'_>, ctx: &Ctx, number: &Reference) -> Result<u32> {
    let Caller::Certificate(fingerprint) = ctx.caller else { return Err(Error::Denied) };
    let found = tx.query_row(OWN_CASE, &params![&fingerprint.0[..], number.to_string()], |row| row.get::<i64>(0))?;
    found.map_or(Err(Error::Denied), participant)
}

/// Whether the caller may read everything about an administration; none: about every one.
pub(super) fn may_read(tx: &Tx<'_>, ctx: &Ctx, administration: Option<&kernel::entity_number::EntityNumber>) -> Result<bool> {
    let Caller::Certificate(fingerprint) = ctx.caller else { return Ok(ctx.caller == Caller::Operator) };
    if granted(tx, fingerprint, &Act::Authority)? {
        return Ok(true);
    }
    administration.map_or(Ok(false), |eik| granted(tx, fingerprint, &Act::Read(eik.clone())))
}

/// Writes down who inquired about what (`ejournal.md` §7): `inquiry` is the kind of call, `object` the reference number or ЕИК asked for.
/// Nothing is written for whoever shows no certificate.
pub fn access_record(tx: &mut Tx<'_>, ctx: &Ctx, inquiry: &str, object: &str) -> Result<()> {
    let Caller::Certificate(fingerprint) = ctx.caller else { return Ok(()) };
    let id = uuid_v7(ctx.now, ctx.random.as_ref()).to_string();
    tx.execute(RECORD, &params![ctx.now_ms(), id, &fingerprint.0[..], inquiry, object])?;
    Ok(())
}

pub(super) fn source(urn: &str) -> Result<Source> {
    urn.parse().map_err(|_| Error::Damaged { what: "the identifier of a source" })
}

pub(super) fn participant(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Damaged { what: "the number of a source" })
}

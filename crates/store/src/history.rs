//! The history: what happened, by whom, when and why, chained by SHA-256 per administration. Only ever appended to. What a command
//! wrote also goes into the log of the administration, so that nobody can write the chain anew.

mod logged;

use std::sync::LazyLock;

use kernel::actor::Actor;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::table::Insert;
use crate::tx::Tx;
use crate::value::Row;
use crate::{Result, params};

const HEAD: &str = "SELECT seq, hash FROM history_head
    WHERE administration_id = $1";
const HEAD_SET: &str = "INSERT INTO history_head (administration_id, seq, hash)
    VALUES ($1, $2, $3)
    ON CONFLICT (administration_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
const OF_CASE: &str = "SELECT seq, case_id, at, kind, actor_class, actor_id, actor_name, reason, data, hash FROM history
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY seq";
const LATEST: &str = "SELECT seq, case_id, at, kind, actor_class, actor_id, actor_name, reason, data, hash FROM history
    WHERE administration_id = $1 AND seq < $2
    ORDER BY seq DESC LIMIT $3";
const FROM: &str = "SELECT seq, case_id, at, kind, actor_class, actor_id, actor_name, reason, data, hash FROM history
    WHERE administration_id = $1 AND seq > $2
    ORDER BY seq LIMIT $3";

const ONE: &str = "SELECT seq, case_id, at, kind, actor_class, actor_id, actor_name, reason, data, hash FROM history
    WHERE administration_id = $1 AND seq = $2";
const SPAN: &str = "SELECT MIN(seq), MAX(seq) FROM history
    WHERE administration_id = $1 AND at >= $2 AND at < $3";

/// Facts are written together: their chain was held for them already.
static APPEND: LazyLock<Insert> = LazyLock::new(|| {
    let columns = ["administration_id", "seq", "case_id", "at", "kind", "actor_class", "actor_id", "actor_name", "reason", "data", "hash"];
    Insert::into_columns("history", &columns)
});

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[HEAD, HEAD_SET, OF_CASE, LATEST, FROM, ONE, SPAN, logged::REFERENCE_NUMBER];

pub(crate) use logged::Logged;

/// A fact to be written: kind in the past tense, with its data.
#[derive(Debug, Clone)]
pub struct Event {
    /// The case it belongs to, if any.
    pub case_id: Option<CaseId>,
    /// `ApplicationRegistered`, `TaskClaimed`, …
    pub kind: &'static str,
    /// Why, in the words of the actor, where the act asks for a reason.
    pub reason: Option<String>,
    /// Facts, without content of documents.
    pub data: Json,
}

impl Event {
    /// A fact about a case.
    pub fn of_case(case_id: CaseId, kind: &'static str, data: Json) -> Self {
        Self { case_id: Some(case_id), kind, reason: None, data }
    }

    /// A fact about the administration itself.
    pub fn of_administration(kind: &'static str, data: Json) -> Self {
        Self { case_id: None, kind, reason: None, data }
    }

    /// The same fact with a reason.
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        self.reason = (!reason.is_empty()).then_some(reason);
        self
    }
}

/// A written fact.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Position in the chain of the administration, from 1.
    pub seq: i64,
    /// The case, if any.
    pub case_id: Option<CaseId>,
    /// When, ms since 1970 UTC.
    pub at: i64,
    /// What happened.
    pub kind: String,
    /// `anonymous`, `applicant`, `staff` or `system`.
    pub actor_class: String,
    /// Identifier of the member of staff.
    pub actor_id: Option<String>,
    /// Name of the member of staff at that time.
    pub actor_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Facts.
    pub data: Json,
    /// Hash over this row and the one before.
    pub hash: Vec<u8>,
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        case_id: row.get(1)?,
        at: row.get(2)?,
        kind: row.get(3)?,
        actor_class: row.get(4)?,
        actor_id: row.get(5)?,
        actor_name: row.get(6)?,
        reason: row.get(7)?,
        data: row.get(8)?,
        hash: row.get(9)?,
    })
}

/// The hash of a row: SHA-256 over the previous hash and every field, each preceded by its length so that no two rows read alike.
fn chain(previous: &[u8], seq: i64, at: i64, fields: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(seq.to_be_bytes());
    hash.update(at.to_be_bytes());
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hash.finalize().to_vec()
}

fn fields<'a>(
    case_id: &'a str,
    kind: &'a str,
    class: &'a str,
    id: Option<&'a str>,
    name: Option<&'a str>,
    reason: Option<&'a str>,
    data: &'a str,
) -> [&'a str; 7] {
    [case_id, kind, class, id.unwrap_or_default(), name.unwrap_or_default(), reason.unwrap_or_default(), data]
}

/// A fact with its circumstances, waiting for the end of its command.
pub(crate) struct Pending {
    administration: AdministrationId,
    event: Event,
    at: i64,
    actor_class: &'static str,
    actor_id: Option<String>,
    actor_name: Option<String>,
}

/// Appends a fact to the history of the administration. It gets its place in the chain at the end of the command, with the others of
/// the command in their order, so that neighbours wait for the head of the chain only while it is committed.
pub fn append(tx: &mut Tx<'_>, ctx: &Ctx, event: Event) -> Result<()> {
    let (actor_id, actor_name) = match &ctx.actor {
        Actor::Staff(staff) => (Some(staff.id.to_string()), Some(staff.name.clone())),
        _ => (None, None),
    };
    logged::note(tx, ctx, event.case_id);
    tx.pending.push(Pending {
        administration: ctx.administration_id,
        event,
        at: ctx.now_ms(),
        actor_class: ctx.actor.class(),
        actor_id,
        actor_name,
    });
    Ok(())
}

/// Writes the facts of a finished command, chained to the head of their administration.
pub(crate) fn flush(tx: &mut Tx<'_>) -> Result<()> {
    let mut head: Option<(AdministrationId, i64, Vec<u8>)> = None;
    let mut rows = Vec::with_capacity(tx.pending.len());
    for fact in std::mem::take(&mut tx.pending) {
        let administration = fact.administration;
        let (last, previous) = match head.take() {
            Some((known, seq, hash)) if known == administration => (seq, hash),
            other => {
                head_set(tx, other)?;
                tx.lock(administration, "history")?;
                tx.query_row(HEAD, &params![administration], |row| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?)))?.unwrap_or_default()
            }
        };
        let seq = last + 1;
        let Pending { event, at, actor_class: class, actor_id, actor_name, .. } = fact;
        let case_text = event.case_id.map(|id| id.to_string()).unwrap_or_default();
        let data = serde_json::to_string(&event.data)?;
        let parts = fields(&case_text, event.kind, class, actor_id.as_deref(), actor_name.as_deref(), event.reason.as_deref(), &data);
        let hash = chain(&previous, seq, at, &parts);
        logged::record(tx, administration, event.case_id, seq, &hash);
        rows.push(params![
            administration,
            seq,
            event.case_id,
            at,
            event.kind,
            class,
            actor_id,
            actor_name,
            event.reason,
            data,
            hash.as_slice()
        ]);
        head = Some((administration, seq, hash));
    }
    tx.insert_many(&APPEND, &rows)?;
    head_set(tx, head)?;
    logged::pend(tx)
}

fn head_set(tx: &mut Tx<'_>, head: Option<(AdministrationId, i64, Vec<u8>)>) -> Result<()> {
    if let Some((administration, seq, hash)) = head {
        tx.execute(HEAD_SET, &params![administration, seq, hash])?;
    }
    Ok(())
}

/// All facts of a case in order.
pub fn of_case(tx: &Tx<'_>, administration: AdministrationId, case_id: CaseId) -> Result<Vec<Entry>> {
    tx.query(OF_CASE, &params![administration, case_id], entry)
}

/// The latest facts of the administration before position `before`, newest first: the system log.
pub fn latest(tx: &Tx<'_>, administration: AdministrationId, before: Option<i64>, limit: i64) -> Result<Vec<Entry>> {
    tx.query(LATEST, &params![administration, before.unwrap_or(i64::MAX), limit], entry)
}

/// The fact at a position of the chain.
pub fn one(tx: &Tx<'_>, administration: AdministrationId, seq: i64) -> Result<Option<Entry>> {
    tx.query_row(ONE, &params![administration, seq], entry)
}

/// The first and the last position of what happened from `from_ms` to before `until_ms`; nothing when nothing did.
pub fn span(tx: &Tx<'_>, administration: AdministrationId, from_ms: i64, until_ms: i64) -> Result<Option<(i64, i64)>> {
    let found = tx
        .query_row(SPAN, &params![administration, from_ms, until_ms], |row| Ok((row.get::<Option<i64>>(0)?, row.get::<Option<i64>>(1)?)))?;
    Ok(found.and_then(|(first, last)| first.zip(last)))
}

/// The facts of the administration after position `seq`, oldest first.
pub fn after(tx: &Tx<'_>, administration: AdministrationId, seq: i64, limit: i64) -> Result<Vec<Entry>> {
    tx.query(FROM, &params![administration, seq, limit], entry)
}

/// Position of the latest fact of the administration; 0 when nothing has happened yet.
pub fn last(tx: &Tx<'_>, administration: AdministrationId) -> Result<i64> {
    Ok(tx.query_row(HEAD, &params![administration], |row| row.get(0))?.unwrap_or(0))
}

/// The first position at which the chain does not hold, or `None` when every row agrees with the one before it.
pub fn first_break(tx: &Tx<'_>, administration: AdministrationId) -> Result<Option<i64>> {
    let mut previous = Vec::new();
    let mut last = 0;
    loop {
        let page = after(tx, administration, last, 1_000)?;
        if page.is_empty() {
            break;
        }
        for row in page {
            let case_text = row.case_id.map(|id| id.to_string()).unwrap_or_default();
            let data = serde_json::to_string(&row.data)?;
            let parts = fields(
                &case_text,
                &row.kind,
                &row.actor_class,
                row.actor_id.as_deref(),
                row.actor_name.as_deref(),
                row.reason.as_deref(),
                &data,
            );
            if row.seq != last + 1 || row.hash != chain(&previous, row.seq, row.at, &parts) {
                return Ok(Some(row.seq));
            }
            last = row.seq;
            previous = row.hash;
        }
    }
    let head = tx.query_row(HEAD, &params![administration], |row| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?)))?;
    Ok(match head {
        Some((seq, hash)) if seq != last || hash != previous => Some(last + 1),
        _ => None,
    })
}

//! Web hooks as rows: who is told of new events, how far, and what became of it (`ejournal.md` §6.3).
//!
//! The one rule: a hook is told what its owner may read at that moment, in the order of the log; its cursor moves only after an answer.

use kernel::entity_number::EntityNumber;
use kernel::ids::uuid_v7;
use serde_json::json;
use store::log;
use store::{Row, Tx, params};

use super::access::may_read;
use super::feed::feed;
use super::{Caller, Ctx, Error, Fingerprint, LOG, Result, eik, eik_number};
use crate::hook::{HookUrl, Message};
use crate::nomenclature::Nomenclature;

const ADD: &str = "INSERT INTO journal_hook (id, fingerprint, administration, url, created_at, state, failures, due_at)
    VALUES ($1, $2, $3, $4, $5, 'active', 0, $5)";
const OF: &str = "SELECT h.id, h.fingerprint, h.administration, h.url, h.created_at, h.state, h.failures, h.last_error, c.idx
    FROM journal_hook h
    JOIN journal_cursor c ON c.name = h.id
    WHERE h.fingerprint = $1
    ORDER BY h.created_at, h.id";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM journal_hook
    WHERE fingerprint = $1";
const DUE: &str = "SELECT h.id, h.fingerprint, h.administration, h.url, h.created_at, h.state, h.failures, h.last_error, c.idx
    FROM journal_hook h
    JOIN journal_cursor c ON c.name = h.id
    WHERE h.state = 'active' AND h.due_at <= $1 AND c.idx < $2
    ORDER BY h.due_at, h.id LIMIT $3";
const REMOVE: &str = "DELETE FROM journal_hook
    WHERE id = $1 AND fingerprint = $2";
const CURSOR_ADD: &str = "INSERT INTO journal_cursor (name, idx)
    VALUES ($1, $2)";
const CURSOR: &str = "UPDATE journal_cursor SET idx = $2
    WHERE name = $1 AND idx < $2";
const CURSOR_REMOVE: &str = "DELETE FROM journal_cursor
    WHERE name = $1";
const TOLD: &str = "UPDATE journal_hook SET failures = 0, failing_since = NULL, last_error = NULL, due_at = $2
    WHERE id = $1";
const FAILED: &str = "UPDATE journal_hook SET failures = failures + 1, failing_since = COALESCE(failing_since, $2), last_error = $3,
        due_at = $4
    WHERE id = $1 AND state = 'active'";
const SUSPEND: &str = "UPDATE journal_hook SET state = 'suspended', last_error = $2
    WHERE id = $1 AND state = 'active'";
const SUSPEND_LONG: &str = "UPDATE journal_hook SET state = 'suspended'
    WHERE id = $1 AND state = 'active' AND failing_since <= $2";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] =
    &[ADD, OF, COUNT, DUE, REMOVE, CURSOR_ADD, CURSOR, CURSOR_REMOVE, TOLD, FAILED, SUSPEND, SUSPEND_LONG];

/// LIMIT: hooks of one certificate.
const HOOKS_MAX: i64 = 20;
/// LIMIT: events of one message.
const EVENTS_MAX: usize = 100;
/// LIMIT: characters of a failure that are kept.
const ERROR_CHARS_MAX: usize = 200;
/// Pause after the first failure, ms; it doubles with each further one.
const PAUSE_MS: i64 = 10_000;
/// Longest pause, ms.
const PAUSE_MAX_MS: i64 = 3_600_000;
/// A hook that failed for so long is suspended, ms: three days.
const FAILING_MAX_MS: i64 = 3 * 86_400_000;

/// A hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its identifier.
    pub id: String,
    /// Certificate of its owner.
    pub fingerprint: Fingerprint,
    /// The administration it is about; none: every one.
    pub administration: Option<EntityNumber>,
    /// Where it leads.
    pub url: String,
    /// When it was made, ms since 1970.
    pub created_ms: i64,
    /// Whether it is told; otherwise it is suspended.
    pub is_active: bool,
    /// Failures in a row.
    pub failures: i64,
    /// What failed last.
    pub last_error: Option<String>,
    /// Index up to which it was told; none: of nothing yet.
    pub after: Option<u64>,
}

type Columns = ((String, Vec<u8>, Option<i64>, String), (i64, String, i64, Option<String>, i64));

fn columns(row: &Row<'_>) -> store::Result<Columns> {
    Ok(((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?), (row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?)))
}

fn hook(((id, fingerprint, administration, url), (created_ms, state, failures, last_error, after)): Columns) -> Result<Hook> {
    let fingerprint = fingerprint.try_into().map_err(|_| Error::Damaged { what: "the certificate of a hook" })?;
    Ok(Hook {
        id,
        fingerprint: Fingerprint(fingerprint),
        administration: administration.map(eik).transpose()?,
        url,
        created_ms,
        is_active: state == "active",
        failures,
        last_error,
        after: u64::try_from(after).ok(),
    })
}

fn owner(ctx: &Ctx) -> Result<Fingerprint> {
    match ctx.caller {
        Caller::Certificate(fingerprint) => Ok(fingerprint),
        Caller::Operator | Caller::Nobody => Err(Error::Denied),
    }
}

/// Makes a hook for the caller, about one administration or all of them. It is told what comes after the index `after`; without one,
/// what comes from now on.
///
/// Fails with [`Error::Denied`] for whoever may not read that, with [`Error::HooksFull`] when the certificate has too many.
pub fn hook_add(tx: &mut Tx<'_>, ctx: &Ctx, url: &HookUrl, administration: Option<&EntityNumber>, after: Option<u64>) -> Result<Hook> {
    let fingerprint = owner(ctx)?;
    if !may_read(tx, ctx, administration)? {
        return Err(Error::Denied);
    }
    tx.lock(kernel::ids::AdministrationId(0), "journal hooks")?;
    if tx.query_row(COUNT, &params![&fingerprint.0[..]], |row| row.get::<i64>(0))?.unwrap_or(0) >= HOOKS_MAX {
        return Err(Error::HooksFull);
    }
    let id = uuid_v7(ctx.now, ctx.random.as_ref()).to_string();
    let after = match after {
        Some(after) => i64::try_from(after).unwrap_or(i64::MAX),
        None => i64::try_from(log::state(tx, LOG)?.head.size).unwrap_or(i64::MAX) - 1,
    };
    tx.execute(ADD, &params![&id, &fingerprint.0[..], administration.map(eik_number), url.as_str(), ctx.now_ms()])?;
    tx.execute(CURSOR_ADD, &params![&id, after])?;
    let made = hooks_of(tx, ctx)?.into_iter().find(|hook| hook.id == id);
    made.ok_or(Error::Damaged { what: "a new hook" })
}

/// The hooks of the caller.
///
/// Fails with [`Error::Denied`] without a certificate.
pub fn hooks_of(tx: &Tx<'_>, ctx: &Ctx) -> Result<Vec<Hook>> {
    let fingerprint = owner(ctx)?;
    tx.query(OF, &params![&fingerprint.0[..]], columns)?.into_iter().map(hook).collect()
}

/// Removes a hook of the caller.
///
/// Fails with [`Error::Unknown`] when it has none of that name.
pub fn hook_remove(tx: &mut Tx<'_>, ctx: &Ctx, id: &str) -> Result<()> {
    let fingerprint = owner(ctx)?;
    if tx.execute(REMOVE, &params![id, &fingerprint.0[..]])? == 0 {
        return Err(Error::Unknown);
    }
    tx.execute(CURSOR_REMOVE, &params![id])?;
    Ok(())
}

/// Hooks that may have to be told something, at most `limit`.
pub fn hooks_due(tx: &Tx<'_>, now_ms: i64, limit: i64) -> Result<Vec<Hook>> {
    let last = i64::try_from(log::state(tx, LOG)?.head.size).unwrap_or(i64::MAX) - 1;
    tx.query(DUE, &params![now_ms, last, limit], columns)?.into_iter().map(hook).collect()
}

/// What a hook is to be told next, and the index after which it goes on; no message when nothing up to there concerns it.
///
/// Fails with [`Error::Denied`] when the right of its owner was taken away.
pub fn hook_message(tx: &Tx<'_>, ctx: &Ctx, nomenclature: &Nomenclature, hook: &Hook) -> Result<(Option<Message>, u64)> {
    let ctx = Ctx { caller: Caller::Certificate(hook.fingerprint), ..ctx.clone() };
    // Read before the events: what comes meanwhile is told the next time.
    let last = log::state(tx, LOG)?.head.size.saturating_sub(1);
    let events = feed(tx, &ctx, nomenclature, hook.after, hook.administration.as_ref(), EVENTS_MAX)?;
    let (Some(first), Some(end)) = (events.first(), events.last()) else { return Ok((None, last)) };
    let id = format!("{}-{}-{}", hook.id, first.index, end.index);
    let next = end.index;
    let body = json!({ "type": "ejournal.events", "events": events, "next": next }).to_string().into_bytes();
    Ok((Some(Message { id, body }), next))
}

/// Writes down that a hook was told everything up to an index.
pub fn hook_told(tx: &mut Tx<'_>, id: &str, next: u64, now_ms: i64) -> Result<()> {
    tx.execute(CURSOR, &params![id, i64::try_from(next).unwrap_or(i64::MAX)])?;
    tx.execute(TOLD, &params![id, now_ms])?;
    Ok(())
}

/// Writes down that a hook could not be told; after three days of that it is suspended. Answers whether it is.
pub fn hook_failed(tx: &mut Tx<'_>, hook: &Hook, why: &str, now_ms: i64) -> Result<bool> {
    let why: String = why.chars().take(ERROR_CHARS_MAX).collect();
    tx.execute(FAILED, &params![&hook.id, now_ms, why, now_ms + pause(hook.failures)])?;
    Ok(tx.execute(SUSPEND_LONG, &params![&hook.id, now_ms - FAILING_MAX_MS])? == 1)
}

/// Tells a hook nothing any more: its owner lost the right, or its address says that it is gone.
pub fn hook_suspend(tx: &mut Tx<'_>, id: &str, why: &str) -> Result<()> {
    tx.execute(SUSPEND, &params![id, why])?;
    Ok(())
}

/// The pause after so many failures in a row, ms.
fn pause(failures: i64) -> i64 {
    PAUSE_MS.saturating_mul(1 << failures.clamp(0, 20)).min(PAUSE_MAX_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        assert_eq!([0, 1, 2, 8, 9, i64::MAX].map(pause), [10_000, 20_000, 40_000, 2_560_000, PAUSE_MAX_MS, PAUSE_MAX_MS]);
    }
}

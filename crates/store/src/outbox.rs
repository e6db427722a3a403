//! What leaves the system: rows written with the command, sent after the commit under one key, at least once.
//!
//! A claim is one `UPDATE` that sets a lease and raises the fence; a late result of a lost lease changes nothing.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, uuid_v7};
use serde_json::Value as Json;

use crate::lease::{Hold, LEASE_MS, Node};
use crate::tx::Tx;
use crate::{Result, params};

/// Attempts before a row waits for a person.
pub const ATTEMPTS_MAX: i64 = 6;
/// First pause after a failure, ms; each further one is four times as long (`process-engine.md` §6).
const BACK_OFF_MS: i64 = 10_000;

const PUSH: &str = "INSERT INTO outbox
    (administration_id, id, case_id, number, kind, payload, state, due_at, attempts, fence, lease_until, created_at)
    SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $4, $5, 'waiting', $6, 0, 0, 0, $6 FROM outbox
    WHERE administration_id = $1 AND case_id = $3";
/// What is due is chosen once, before anything is changed: a condition with the choice in it may be evaluated again for each row.
const CLAIM: &str = "WITH due AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE administration_id = $1 AND state = 'waiting' AND due_at <= $2
            AND (lease_until <= {clock_ms} OR lease_until > {clock_ms} + $5)
        ORDER BY due_at, number LIMIT $3 {skip_locked})
    UPDATE outbox SET owner = $4, lease_until = {clock_ms} + $5, fence = fence + 1
    WHERE administration_id = $1 AND id IN (SELECT id FROM due)
    RETURNING id, case_id, kind, payload, attempts, fence, due_at, number";
const DONE: &str = "UPDATE outbox SET state = 'sent', attempts = attempts + 1
    WHERE administration_id = $1 AND id = $2 AND fence = $3 AND state = 'waiting'";
const FAILED: &str = "UPDATE outbox SET state = $4, attempts = attempts + 1, due_at = $5, lease_until = 0, last_error = $6
    WHERE administration_id = $1 AND id = $2 AND fence = $3 AND state = 'waiting'";

const OLDEST: &str = "SELECT MIN(due_at) FROM outbox
    WHERE state = 'waiting' AND administration_id = $1";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox
    WHERE state = $2 AND administration_id = $1";

const HELD: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox
    WHERE administration_id = $1 AND state = 'waiting' AND lease_until > {clock_ms}";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[PUSH, CLAIM, DONE, FAILED, OLDEST, COUNT, HELD];

/// A claimed row.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Whose.
    pub administration_id: AdministrationId,
    /// Key under which the outside may recognise a repetition.
    pub id: String,
    /// The case, if any.
    pub case_id: Option<CaseId>,
    /// Which worker sends it: `mail`, `render`, `journal`, …
    pub kind: String,
    /// What to send.
    pub payload: Json,
    /// Earlier attempts.
    pub attempts: i64,
    /// The fence of this claim.
    pub fence: i64,
    /// How long it is ours.
    pub hold: Hold,
}

/// Puts a row into the outbox, in the transaction of the command that wants it sent. Rows of one case are numbered in their order.
pub fn push(tx: &mut Tx<'_>, ctx: &Ctx, case_id: Option<CaseId>, kind: &str, payload: &Json) -> Result<String> {
    let id = uuid_v7(ctx.now, ctx.random.as_ref()).to_string();
    let text = serde_json::to_string(payload)?;
    tx.execute(PUSH, &params![ctx.administration_id, &id, case_id, kind, text, ctx.now_ms()])?;
    Ok(id)
}

/// Claims up to `limit` rows of an administration that are due at `now_ms`, in the order in which they are to be sent.
///
/// A lease that ends later than one can last was written while the clock of the database stood wrong; it counts as ended.
pub fn claim(tx: &mut Tx<'_>, administration: AdministrationId, node: &Node, now_ms: i64, limit: i64) -> Result<Vec<Claimed>> {
    let hold = Hold::begins();
    let mut claimed = tx.change(CLAIM, &params![administration, now_ms, limit, &node.0, LEASE_MS], |row| {
        let row_claimed = Claimed {
            administration_id: administration,
            id: row.get(0)?,
            case_id: row.get(1)?,
            kind: row.get(2)?,
            payload: row.get(3)?,
            attempts: row.get(4)?,
            fence: row.get(5)?,
            hold,
        };
        Ok(((row.get::<i64>(6)?, row.get::<i64>(7)?), row_claimed))
    })?;
    claimed.sort_by_key(|(order, _)| *order);
    Ok(claimed.into_iter().map(|(_, row)| row).collect())
}

/// Records that a claimed row was sent; false when the lease was lost meanwhile.
pub fn done(tx: &mut Tx<'_>, row: &Claimed) -> Result<bool> {
    Ok(tx.execute(DONE, &params![row.administration_id, &row.id, row.fence])? == 1)
}

/// Records a failure: the row is tried again later, or waits for a person after [`ATTEMPTS_MAX`].
pub fn failed(tx: &mut Tx<'_>, row: &Claimed, now_ms: i64, error: &str) -> Result<bool> {
    let state = if row.attempts + 1 >= ATTEMPTS_MAX { "stuck" } else { "waiting" };
    let pause = BACK_OFF_MS << (2 * row.attempts.clamp(0, 5));
    Ok(tx.execute(FAILED, &params![row.administration_id, &row.id, row.fence, state, now_ms + pause, error])? == 1)
}

/// When the row that waits longest fell due, ms; nothing when none waits.
pub fn oldest_due(tx: &Tx<'_>, administration: AdministrationId) -> Result<Option<i64>> {
    Ok(tx.query_row(OLDEST, &params![administration], |row| row.get(0))?.flatten())
}

/// How many rows of an administration are in a state: `waiting` to be sent, or `stuck` until a person looks at them.
pub fn count(tx: &Tx<'_>, administration: AdministrationId, state: &str) -> Result<i64> {
    Ok(tx.query_row(COUNT, &params![administration, state], |row| row.get(0))?.unwrap_or(0))
}

/// How many rows of an administration are being sent at this moment.
pub fn held(tx: &Tx<'_>, administration: AdministrationId) -> Result<i64> {
    Ok(tx.query_row(HELD, &params![administration], |row| row.get(0))?.unwrap_or(0))
}

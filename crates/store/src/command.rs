//! A command done once: its outcome is stored in its own transaction under its `command_id`, so a repetition is answered, not redone.

use kernel::ctx::Ctx;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::tx::Tx;
use crate::{Result, params};

const OUTCOME: &str = "SELECT outcome FROM command
    WHERE administration_id = $1 AND command_id = $2";
const RECORD: &str = "INSERT INTO command (administration_id, command_id, outcome, done_at)
    VALUES ($1, $2, $3, $4)";

/// Takes the key of a command if nobody has it.
pub(crate) const PROBE: &str = "INSERT INTO command (administration_id, command_id, outcome, done_at)
    VALUES ($1, $2, 'null', 0)
    ON CONFLICT (administration_id, command_id) DO NOTHING";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[OUTCOME, RECORD, PROBE];

/// The stored outcome of this command, if it was done before.
pub fn command_outcome<T: DeserializeOwned>(tx: &Tx<'_>, ctx: &Ctx) -> Result<Option<T>> {
    let Some(command_id) = ctx.command_id else { return Ok(None) };
    // The same command sent twice at once: the second waits and finds the outcome of the first.
    tx.lock(ctx.administration_id, &format!("command {command_id}"))?;
    let text = tx.query_row(OUTCOME, &params![ctx.administration_id, command_id], |row| row.get::<String>(0))?;
    text.map(|text| serde_json::from_str(&text).map_err(Into::into)).transpose()
}

/// Stores the outcome of this command beside its changes.
pub fn command_record<T: Serialize>(tx: &mut Tx<'_>, ctx: &Ctx, outcome: &T) -> Result<()> {
    let Some(command_id) = ctx.command_id else { return Ok(()) };
    let text = serde_json::to_string(outcome)?;
    tx.execute(RECORD, &params![ctx.administration_id, command_id, text, ctx.now_ms()])?;
    tx.recorded = Some((ctx.administration_id, command_id));
    Ok(())
}

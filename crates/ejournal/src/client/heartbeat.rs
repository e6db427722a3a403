//! The sign of life of an administration: once a day an entry in its own log with the last number it gave to an event, so that silence and
//! what is held back become visible (`journal-log.md` §9).
//!
//! The one rule: it never fixes under which source an administration reports; it only repeats what is fixed already.

use kernel::clock::sofia_date;
use kernel::ctx::Ctx;
use serde_json::json;
use store::Tx;
use store::log::{self, Leaf, LogId, heartbeat_last, heartbeat_set};
use tlog::{Extension, Kind};

use super::PARTICIPANT;
use super::form::{Reporter, standing};

/// Leaves the sign of life of today to the log, unless it is there; answers whether it did.
pub fn heartbeat(tx: &mut Tx<'_>, ctx: &Ctx, reporter: &Reporter) -> store::Result<bool> {
    let (administration, log) = (ctx.administration_id, LogId::of(ctx.administration_id));
    // No event gets its number between the look and the leaf.
    tx.lock(administration, "journal reporter")?;
    let last = heartbeat_last(tx, log)?.and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
    if last.is_some_and(|last| sofia_date(last) >= sofia_date(ctx.now)) {
        return Ok(false);
    }
    let (source, sourceseq) = standing(tx, ctx, reporter)?;
    let payload = json!({ "heartbeat": reporter.eik(), "source": source.as_str(), "sourceseq": sourceseq });
    let leaf = Leaf::own(ctx, Kind::Heartbeat, None, payload.to_string().into_bytes());
    let told = Extension::new().with_last(PARTICIPANT, u64::try_from(sourceseq).unwrap_or(0)).expect("sixteen bytes are few");
    log::pend(tx, log, ctx.now_ms(), &Leaf { extension: told, ..leaf }.seal())?;
    heartbeat_set(tx, log, ctx.now_ms())?;
    Ok(true)
}

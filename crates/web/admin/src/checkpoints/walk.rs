//! The walk over a whole log that a person asked for.
//!
//! The one rule: it only looks; whatever it finds is written down, and nothing is repaired.

use kernel::ctx::Ctx;
use serde_json::json;
use store::Tx;
use store::history::{self, Event};
use store::log::{self, CheckKind, LogId};

use crate::desk::Desk;

/// Writes down who asked.
pub fn asked(tx: &mut Tx<'_>, ctx: &Ctx, log: LogId) -> store::Result<()> {
    let origin = log::state(tx, log)?.origin;
    history::append(tx, ctx, Event::of_administration("LogCheckAsked", json!({ "origin": origin })))
}

/// Begins the walk and leaves it to itself.
pub fn start(desk: &Desk, log: LogId, started_at: i64) {
    let (store, clock, ctx) = (desk.app.store.clone(), desk.app.clock.clone(), desk.ctx());
    tokio::task::spawn_blocking(move || {
        let outcome = log::walk(&store, log);
        let ended_at = clock.now().as_millisecond();
        let ctx = Ctx { now: clock.now(), ..ctx };
        let written = store.write_blocking(move |tx| -> store::Result<()> {
            log::check_end(tx, log, CheckKind::Walk, started_at, ended_at, &outcome)?;
            let origin = log::state(tx, log)?.origin;
            let facts = json!({
                "origin": origin, "size": outcome.size, "count": outcome.findings.len(), "failure": outcome.failure,
            });
            history::append(tx, &ctx, Event::of_administration("LogChecked", facts))
        });
        if let Err(error) = written {
            tracing::error!(log = %log, "the outcome of a check could not be written down: {error}");
        }
    });
}

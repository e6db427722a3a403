//! The walk over a whole log that a person asked for.
//!
//! The one rule: it only looks; whatever it finds is written down, and nothing is repaired.

use kernel::ctx::Ctx;
use serde_json::json;
use store::history::{self, Event};
use store::log::{self, CheckKind, CheckOutcome, Found, LogId, scrub};
use store::{Store, Tx};

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
        let outcome = walked(&store, log);
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

fn walked(store: &Store, log: LogId) -> CheckOutcome {
    let scrubbed = store.shelf().place(log).and_then(|place| {
        let keys = store.read_blocking(|tx| log::keys(tx, log))?;
        scrub(&place, &keys, Some((store, log)), false)
    });
    match scrubbed {
        Ok(scrubbed) => CheckOutcome { size: scrubbed.size, findings: scrubbed.findings.iter().map(Found::from).collect(), failure: None },
        // There is no good checkpoint to begin with.
        Err(store::Error::LogDamaged { what, .. }) => {
            CheckOutcome { findings: vec![Found { path: what, fault: log::Fault::Damaged.word().to_owned() }], ..CheckOutcome::default() }
        }
        Err(error) => CheckOutcome { failure: Some(error.to_string()), ..CheckOutcome::default() },
    }
}

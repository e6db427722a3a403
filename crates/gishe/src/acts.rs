//! Acts of sample people through the real commands, for the demo and for the tests of kits.

use std::sync::Arc;

use anyhow::{Result, bail};
use cases::{CaseFile, decision, delivery, payment, task};
use kernel::clock::{Clock, VirtualClock};
use kernel::ctx::Ctx;
use kernel::ids::CommandId;
use serde_json::{Map, Value as Json};

use crate::runtime::Installation;
use crate::sample::{self, Sample};
use crate::worker;

/// The circumstances of a sample account that may do the task.
pub fn performer(installation: &Installation, sample: &Sample, ctx: &Ctx, row: &task::Task) -> Result<Ctx> {
    for person in sample::PEOPLE {
        let Some(actor) = sample.people.get(person.login) else { continue };
        let held = row.assignee_id.is_some_and(|assignee| assignee != actor.id);
        if !held && installation.store.read_blocking(|tx| task::task_suits(tx, ctx.administration_id, row, actor))? {
            return sample.acting(ctx, person.login);
        }
    }
    bail!("nobody may do task {} (role {}, four eyes with {:?})", row.node, row.role, row.not_same_as)
}

/// Finishes a task as its screen would: with the command that belongs to its kind.
pub fn task_finish(
    installation: &Installation,
    ctx: &Ctx,
    case: &CaseFile,
    task: &task::Task,
    outcome: Map<String, Json>,
    draft: Option<decision::DecisionDraft>,
) -> Result<()> {
    let ctx = Ctx { command_id: Some(CommandId::new(ctx.now, ctx.random.as_ref())), ..ctx.clone() };
    let id = task.id;
    let signed = outcome.get("signature").and_then(Json::as_str) == Some("signed");
    let store = &installation.store;
    match (task.kind.as_str(), draft) {
        ("draft", Some(draft)) => store.write_blocking(move |tx| decision::decision_draft_finish(tx, &ctx, id, draft))?,
        ("sign", _) if signed => store.write_blocking(move |tx| decision::decision_sign(tx, &ctx, id)).map(|_| ())?,
        ("deliver", _) => {
            let record = delivery::RecordDelivery {
                way: case.delivery.clone(),
                state: "delivered".to_owned(),
                recipient: case.applicant_name.clone(),
                ..delivery::RecordDelivery::default()
            };
            store.write_blocking(move |tx| delivery::delivery_record(tx, &ctx, id, record))?;
        }
        ("payment", _) => store.write_blocking(move |tx| payment::payment_record_task(tx, &ctx, id, "cash", "1"))?,
        _ => {
            let finish = task::Finish { outcome, remarks: "По преценка на длъжностното лице.".to_owned() };
            store.write_blocking(move |tx| task::task_finish(tx, &ctx, id, finish))?;
        }
    }
    Ok(())
}

/// Lets time pass: every timer that falls due before `at` fires at its own time; then the clock shows `at`.
pub fn wait_until(installation: &Installation, clock: &Arc<VirtualClock>, at: jiff::Timestamp, base_url: &str) -> Result<()> {
    loop {
        let next = installation.store.read_blocking(|tx| cases::timer::timer_next(tx, sample::ADMINISTRATION))?;
        match next {
            Some(due) if due <= at.as_millisecond() => {
                clock.set(jiff::Timestamp::from_millisecond(due)?.max(clock.now()));
                worker::drain(installation, base_url)?;
            }
            _ => break,
        }
    }
    clock.set(at);
    worker::drain(installation, base_url)
}

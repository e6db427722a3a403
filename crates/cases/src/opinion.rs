//! Opinions asked for outside the process: an officer puts a question to another unit or person, and the answer stays in the case.
//!
//! The one rule: a question never moves the process. At most it holds its steps back, when who asks says so, until it is answered or taken
//! back.

use jiff::civil::Date;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, StaffId, TaskId, UnitId};
use kernel::permission::Permission;
use kernel::term::{Ledger, Term};
use serde_json::json;
use store::{Tx, history, params};

use crate::case_file::CaseFile;
use crate::error::Error;
use crate::task::{self, Task};
use crate::{engine, words};

/// Working days an asked unit has, unless another day is chosen.
const DAYS: u16 = 3;

// The activation is one no process ever gives: those begin at one.
const INSERT: &str = "INSERT INTO task
    (administration_id, id, case_id, activation, node, kind, name, role, unit_id, not_same_as, assignee_id, state, due_on, draft, outcome,
     created_at, claimed_at, revision, question, asked_by, asked_by_name, holds)
    VALUES ($1, $2, $3, 0, '', 'opinion', $4, '', $5, '', $6, 'open', $7, '{}', '{}', $8, $9, 1, $10, $11, $12, $13)";
const WITHDRAW: &str =
    "UPDATE task SET state = 'cancelled', finished_at = $3, finished_by = $4, finished_by_name = $5, revision = revision + 1
    WHERE administration_id = $1 AND id = $2 AND state = 'open'";
const CANCEL: &str = "UPDATE task SET state = 'cancelled', finished_at = $3, revision = revision + 1
    WHERE administration_id = $1 AND case_id = $2 AND state = 'open' AND asked_by IS NOT NULL";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, WITHDRAW, CANCEL];

/// A question to another unit or person.
#[derive(Debug, Clone)]
pub struct AskOpinion {
    /// The asked unit.
    pub unit: UnitId,
    /// The asked person of that unit; without one anybody of the unit who gives opinions may take it.
    pub to: Option<StaffId>,
    /// The question.
    pub question: String,
    /// Until when the answer is wanted.
    pub due_on: Date,
    /// Whether the steps of the process wait for the answer.
    pub holds: bool,
}

/// The day on which an answer is wanted unless another is chosen.
pub fn opinion_due(tx: &Tx<'_>, ctx: &Ctx) -> Result<Date, Error> {
    let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
    Ok(Ledger::started(ctx.now).deadline(Term::working_days(DAYS), &calendar).last_day)
}

/// Asks another unit or person for an opinion on an open case.
pub fn opinion_ask(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, ask: &AskOpinion) -> Result<TaskId, Error> {
    let staff = ctx.require_staff(Permission::OpinionGive)?.clone();
    if let Some(done) = store::command::command_outcome(tx, ctx)? {
        return Ok(done);
    }
    let question = ask.question.trim();
    if question.is_empty() {
        return Err(Error::Missing { what: "question" });
    }
    let case = task::open_case(tx, ctx, id)?;
    if case.status.is_decided() {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    if ask.due_on < ctx.today() {
        return Err(Error::NotOffered { what: "date" });
    }
    let unit = services::organisation::unit_get(tx, ctx.administration_id, ask.unit)?;
    if let Some(to) = ask.to {
        let asked = identity::staff_actor(tx, ctx.administration_id, to)?.ok_or(Error::NotFound { what: "staff" })?;
        if asked.unit != Some(ask.unit) || !asked.may(Permission::OpinionGive) || asked.id == staff.id {
            return Err(Error::NotOffered { what: "person" });
        }
    }
    let task = TaskId::new(ctx.now, ctx.random.as_ref());
    let name = words::text("task-opinion-asked", &[("unit", &unit.name_bg)]).unwrap_or_default();
    tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            task,
            id,
            &name,
            ask.unit,
            ask.to,
            ask.due_on,
            ctx.now_ms(),
            ask.to.map(|_| ctx.now_ms()),
            question,
            staff.id,
            &staff.name,
            ask.holds
        ],
    )?;
    let data = json!({ "task": task, "name": name, "unit": ask.unit, "to": ask.to, "due": ask.due_on, "holds": ask.holds });
    history::append(tx, ctx, history::Event::of_case(id, "OpinionAsked", data).because(question))?;
    if let Some(to) = ask.to {
        tell(tx, ctx, &case, "opinion-asked", to)?;
    }
    store::command::command_record(tx, ctx, &task)?;
    Ok(task)
}

/// Writes a colleague, if they have an address.
fn tell(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, template: &str, to: StaffId) -> Result<(), Error> {
    let email = identity::staff_get(tx, ctx.administration_id, to)?.map(|staff| staff.email).unwrap_or_default();
    if email.is_empty() {
        return Ok(());
    }
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    engine::write_to(tx, ctx, &kit, case, template, &email)
}

/// Tells who asked that the answer is there.
pub(crate) fn answered(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, task: &Task) -> Result<(), Error> {
    match &task.asked {
        Some(asked) => tell(tx, ctx, case, "opinion-given", asked.by),
        None => Ok(()),
    }
}

/// Takes a question back: by who asked, or by whoever distributes work.
pub fn opinion_withdraw(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, reason: &str) -> Result<(), Error> {
    let staff = ctx.require_staff(Permission::OpinionGive)?.clone();
    let task = task::get(tx, ctx.administration_id, id)?;
    let Some(asked) = &task.asked else { return Err(Error::NotFound { what: "task" }) };
    if asked.by != staff.id {
        ctx.require(Permission::TaskAssign)?;
    }
    if tx.execute(WITHDRAW, &params![ctx.administration_id, id, ctx.now_ms(), staff.id, &staff.name])? != 1 {
        return Err(task::taken("finished", &task, tx, ctx.administration_id)?);
    }
    let data = json!({ "task": id, "name": task.name });
    history::append(tx, ctx, history::Event::of_case(task.case_id, "OpinionWithdrawn", data).because(reason.trim()))?;
    Ok(())
}

/// Nobody needs the answers of a closed case.
pub(crate) fn cancel_of_case(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<(), Error> {
    tx.execute(CANCEL, &params![ctx.administration_id, case, ctx.now_ms()])?;
    Ok(())
}

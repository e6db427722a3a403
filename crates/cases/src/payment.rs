//! What is owed for a service and how it was settled at the counter. Electronic payment arrives with its own crate.

use kernel::ctx::Ctx;
use kernel::ids::{CaseId, ObligationId, TaskId};
use kernel::permission::Permission;
use process::Command;
use serde_json::{Map, json};
use store::{Row, Tx, history, params};

use crate::case_file::{self, CaseFile};
use crate::engine;
use crate::error::Error;
use crate::{journal, task};

const OPEN: &str = "INSERT INTO obligation (administration_id, id, case_id, amount_cents, currency, state, way, receipt, created_at)
    VALUES ($1, $2, $3, $4, 'EUR', 'pending', '', '', $5)";
const OF_CASE: &str = "SELECT id, amount_cents, state, way, receipt, created_at, paid_at FROM obligation
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY created_at";
const PAID: &str = "UPDATE obligation SET state = 'paid', way = $3, receipt = $4, paid_at = $5
    WHERE administration_id = $1 AND id = $2 AND state = 'pending'";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[OPEN, OF_CASE, PAID];

/// An amount due.
#[derive(Debug, Clone)]
pub struct Obligation {
    /// Identifier.
    pub id: ObligationId,
    /// Cents of euro.
    pub amount_cents: i64,
    /// `pending` or `paid`.
    pub state: String,
    /// `cash`, `card`, `bank`; empty while pending.
    pub way: String,
    /// Number of the receipt or bank reference.
    pub receipt: String,
    /// When it arose, ms since 1970 UTC.
    pub created_at: i64,
    /// When it was paid.
    pub paid_at: Option<i64>,
}

fn read(row: &Row<'_>) -> store::Result<Obligation> {
    Ok(Obligation {
        id: row.get(0)?,
        amount_cents: row.get(1)?,
        state: row.get(2)?,
        way: row.get(3)?,
        receipt: row.get(4)?,
        created_at: row.get(5)?,
        paid_at: row.get(6)?,
    })
}

pub(crate) fn obligation_open(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, id: ObligationId) -> Result<(), Error> {
    tx.execute(OPEN, &params![ctx.administration_id, id, case.id, case.fee_cents, ctx.now_ms()])?;
    Ok(())
}

/// Obligations of a case; for staff and for the applicant's side.
pub fn obligation_list(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Obligation>, Error> {
    if ctx.require_own_case(case).is_err() {
        ctx.require(Permission::CaseRead)?;
    }
    Ok(tx.query(OF_CASE, &params![ctx.administration_id, case], read)?)
}

/// Records a payment at the counter or a bank transfer, and lets a process that waited for it go on.
pub fn payment_record(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, way: &str, receipt: &str) -> Result<(), Error> {
    ctx.require(Permission::PaymentRecord)?;
    if store::command::command_outcome::<CaseId>(tx, ctx)?.is_some() {
        return Ok(());
    }
    if !matches!(way, "cash" | "card" | "bank") {
        return Err(Error::Missing { what: "way" });
    }
    let mut case = task::open_case(tx, ctx, id)?;
    let due = tx.query(OF_CASE, &params![ctx.administration_id, id], read)?.into_iter().find(|due| due.state == "pending");
    let due = due.ok_or(Error::WrongStatus { status: "paid" })?;
    tx.execute(PAID, &params![ctx.administration_id, due.id, way, receipt.trim(), ctx.now_ms()])?;
    let data = json!({ "obligation": due.id, "cents": due.amount_cents, "way": way, "receipt": receipt.trim() });
    history::append(tx, ctx, history::Event::of_case(id, "PaymentRecorded", data))?;
    if way != "bank" {
        journal::status(tx, ctx, &case, "payment.desk", json!({}))?;
    }
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let waiting = task::of_case(tx, ctx.administration_id, id)?.into_iter().find(|task| task.kind == "payment" && task.is_open());
    let paid = Map::from_iter([("paid".to_owned(), json!(true))]);
    if let Some(task) = waiting {
        task::complete(tx, ctx, &kit, &mut case, &task, paid, "")?;
    } else if awaits(tx, ctx, &kit, id, "payment")? {
        let variables = feel::Value::from_json(&json!({ "paid": true }));
        engine::advance(tx, ctx, &kit, &mut case, Command::Message { name: "payment".to_owned(), variables })?;
        case_file::update(tx, ctx, &case)?;
    } else {
        let variables = feel::Value::from_json(&json!({ "paid": true }));
        engine::advance(tx, ctx, &kit, &mut case, Command::SetVariables { variables })?;
        case_file::update(tx, ctx, &case)?;
    }
    store::command::command_record(tx, ctx, &id)?;
    Ok(())
}

/// Whether the process of a case waits for a message of this name.
fn awaits(tx: &Tx<'_>, ctx: &Ctx, kit: &services::kit::Kit, id: CaseId, name: &str) -> Result<bool, Error> {
    Ok(engine::load(tx, ctx, id)?.subscriptions(&kit.process).iter().any(|waiting| waiting.message.as_str() == name))
}

/// [`payment_record`] from the task that asks for it.
pub fn payment_record_task(tx: &mut Tx<'_>, ctx: &Ctx, task: TaskId, way: &str, receipt: &str) -> Result<(), Error> {
    let (task, _) = task::workable(tx, ctx, task)?;
    payment_record(tx, ctx, task.case_id, way, receipt)
}

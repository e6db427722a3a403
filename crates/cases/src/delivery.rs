//! Delivery of the result: at the counter against signature, by post with a return receipt, online when the applicant opens it.

use kernel::ctx::Ctx;
use kernel::ids::{CaseId, DeliveryId, DocumentId, TaskId};
use kernel::permission::Permission;
use serde_json::{Map, json};
use store::{Row, Tx, history, params};

use crate::case_file;
use crate::document::Document;
use crate::error::Error;
use crate::{document, journal, task};

const INSERT: &str = "INSERT INTO delivery
    (administration_id, id, case_id, document_id, way, state, recipient, tracking, note, by_name, created_at, delivered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const OF_CASE: &str = "SELECT id, document_id, way, state, recipient, tracking, note, by_name, created_at, delivered_at FROM delivery
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY created_at, id";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, OF_CASE];

/// One attempt at delivery.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Identifier.
    pub id: DeliveryId,
    /// What was delivered.
    pub document_id: DocumentId,
    /// `online`, `counter`, `post`.
    pub way: String,
    /// `sent`, `delivered`, `returned`.
    pub state: String,
    /// Who received it.
    pub recipient: String,
    /// Number of the postal item.
    pub tracking: String,
    /// Identity document checked, power of attorney, remarks.
    pub note: String,
    /// Who recorded it.
    pub by_name: String,
    /// When, ms since 1970 UTC.
    pub created_at: i64,
    /// When it reached the recipient.
    pub delivered_at: Option<i64>,
}

fn read(row: &Row<'_>) -> store::Result<Delivery> {
    Ok(Delivery {
        id: row.get(0)?,
        document_id: row.get(1)?,
        way: row.get(2)?,
        state: row.get(3)?,
        recipient: row.get(4)?,
        tracking: row.get(5)?,
        note: row.get(6)?,
        by_name: row.get(7)?,
        created_at: row.get(8)?,
        delivered_at: row.get(9)?,
    })
}

/// What a clerk records (D-27).
#[derive(Debug, Clone, Default)]
pub struct RecordDelivery {
    /// `counter`, `post` or `online`.
    pub way: String,
    /// `sent`, `delivered`, `returned`.
    pub state: String,
    /// Who received it.
    pub recipient: String,
    /// Number of the postal item.
    pub tracking: String,
    /// Identity document checked, power of attorney, reason of the return.
    pub note: String,
}

/// Deliveries of a case; for staff and for the applicant's side.
pub fn delivery_list(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Delivery>, Error> {
    if ctx.require_own_case(case).is_err() {
        ctx.require(Permission::CaseRead)?;
    }
    Ok(tx.query(OF_CASE, &params![ctx.administration_id, case], read)?)
}

/// The result of a case: the latest issued outgoing document that is not a notice.
pub fn result_of(documents: &[Document]) -> Option<&Document> {
    documents.iter().rev().find(|d| d.direction == "out" && d.data["layout"] == "outcome")
}

fn insert(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, result: DocumentId, record: &RecordDelivery) -> Result<(), Error> {
    let delivered = (record.state == "delivered").then(|| ctx.now_ms());
    tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            DeliveryId::new(ctx.now, ctx.random.as_ref()),
            case,
            result,
            &record.way,
            &record.state,
            record.recipient.trim(),
            record.tracking.trim(),
            record.note.trim(),
            ctx.actor.staff().map(|staff| staff.name.clone()).unwrap_or_default(),
            ctx.now_ms(),
            delivered
        ],
    )?;
    let data = json!({ "way": record.way, "state": record.state, "document": result, "tracking": record.tracking.trim() });
    history::append(tx, ctx, history::Event::of_case(case, "DeliveryRecorded", data).because(record.note.trim()))?;
    Ok(())
}

/// Records an attempt at delivery; the task ends when the result reached the recipient.
pub fn delivery_record(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, record: RecordDelivery) -> Result<(), Error> {
    ctx.require(Permission::DeliveryRecord)?;
    if store::command::command_outcome::<TaskId>(tx, ctx)?.is_some() {
        return Ok(());
    }
    let (task, _) = task::workable(tx, ctx, id)?;
    if task.kind != "deliver" {
        return Err(Error::Outcome { outcome: record.state });
    }
    let known =
        matches!(record.way.as_str(), "online" | "counter" | "post") && matches!(record.state.as_str(), "sent" | "delivered" | "returned");
    if !known {
        return Err(Error::NotOffered { what: "delivery" });
    }
    if record.state == "delivered" && record.recipient.trim().is_empty() {
        return Err(Error::Missing { what: "recipient" });
    }
    if record.way == "post" && record.state == "sent" && record.tracking.trim().is_empty() {
        return Err(Error::Missing { what: "tracking" });
    }
    let mut case = task::open_case(tx, ctx, task.case_id)?;
    let documents = document::document_list(tx, ctx, case.id)?;
    let result = result_of(&documents).ok_or(Error::NotFound { what: "document" })?.id;
    insert(tx, ctx, case.id, result, &record)?;
    let code = match (record.way.as_str(), record.state.as_str()) {
        ("counter", "delivered") => "delivery.desk",
        ("post", "delivered") => "delivery.post.confirmed",
        ("post", "sent") => "delivery.posted",
        ("post", "returned") => "delivery.post.returned",
        (_, "sent") => "result.sent",
        (_, "delivered") => "delivery.received",
        _ => "delivery.failed",
    };
    journal::status(tx, ctx, &case, code, json!({}))?;
    if record.state == "delivered" {
        let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
        let outcome = Map::from_iter([("delivered".to_owned(), json!(true))]);
        task::complete(tx, ctx, &kit, &mut case, &task, outcome, record.note.trim())?;
    }
    store::command::command_record(tx, ctx, &id)?;
    Ok(())
}

/// The applicant opens the result online (P-25): from this moment it counts as delivered. Later openings change nothing.
pub fn result_open(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<(), Error> {
    ctx.require_own_case(id)?;
    let mut case = case_file::hold(tx, ctx.administration_id, id)?;
    if case.status.is_final() {
        return Ok(());
    }
    let system = ctx.as_system();
    let open = task::of_case(tx, ctx.administration_id, id)?.into_iter().find(|task| task.kind == "deliver" && task.is_open());
    let documents = document::document_list(tx, &system, id)?;
    let (Some(task), Some(result)) = (open, result_of(&documents)) else { return Ok(()) };
    let record = RecordDelivery {
        way: "online".to_owned(),
        state: "delivered".to_owned(),
        recipient: case.applicant_name.clone(),
        ..RecordDelivery::default()
    };
    insert(tx, ctx, id, result.id, &record)?;
    journal::status(tx, ctx, &case, "delivery.opened", json!({}))?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let outcome = Map::from_iter([("delivered".to_owned(), json!(true))]);
    task::complete(tx, &system, &kit, &mut case, &task, outcome, "")
}

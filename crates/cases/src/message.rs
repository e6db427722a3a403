//! Messages to and from people: kept in the case with their delivery state; e-mail leaves through the outbox.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, MessageId};
use kernel::permission::Permission;
use serde_json::json;
use store::{Row, Tx, history, outbox, params};

use crate::case_file::{self, CaseFile};
use crate::error::Error;

/// Kind of outbox row that the mail sender takes.
pub const OUTBOX_KIND: &str = "mail";

const INSERT: &str = "INSERT INTO message
    (administration_id, id, case_id, direction, channel, recipient, subject, body, state, author, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const OF_CASE: &str = "SELECT id, case_id, direction, channel, recipient, subject, body, state, author, created_at, sent_at FROM message
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY created_at, id";
const LATEST_MAIL: &str =
    "SELECT id, case_id, direction, channel, recipient, subject, body, state, author, created_at, sent_at FROM message
    WHERE administration_id = $1 AND channel = 'email' AND created_at < $2
    ORDER BY created_at DESC, id DESC LIMIT $3";
const BY_ID: &str = "SELECT id, case_id, direction, channel, recipient, subject, body, state, author, created_at, sent_at FROM message
    WHERE administration_id = $1 AND id = $2";
const SENT: &str = "UPDATE message SET state = $3, sent_at = $4
    WHERE administration_id = $1 AND id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, OF_CASE, LATEST_MAIL, BY_ID, SENT];

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Identifier.
    pub id: MessageId,
    /// The case, if any.
    pub case_id: Option<CaseId>,
    /// `out` or `in`.
    pub direction: String,
    /// `email`, `portal`, `post`.
    pub channel: String,
    /// Address or name.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// `queued`, `sent`, `failed`, `received`.
    pub state: String,
    /// Name of the author, or empty for the system.
    pub author: String,
    /// When, ms since 1970 UTC.
    pub created_at: i64,
    /// When it left.
    pub sent_at: Option<i64>,
}

fn read(row: &Row<'_>) -> store::Result<Message> {
    Ok(Message {
        id: row.get(0)?,
        case_id: row.get(1)?,
        direction: row.get(2)?,
        channel: row.get(3)?,
        recipient: row.get(4)?,
        subject: row.get(5)?,
        body: row.get(6)?,
        state: row.get(7)?,
        author: row.get(8)?,
        created_at: row.get(9)?,
        sent_at: row.get(10)?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Ctx, message: &Message) -> Result<(), Error> {
    tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            message.id,
            message.case_id,
            &message.direction,
            &message.channel,
            &message.recipient,
            &message.subject,
            &message.body,
            &message.state,
            &message.author,
            message.created_at
        ],
    )?;
    Ok(())
}

/// Writes an e-mail and puts it into the outbox; an empty address means there is nobody to write to, and nothing happens.
pub(crate) fn mail(tx: &mut Tx<'_>, ctx: &Ctx, case: Option<CaseId>, to: &str, subject: &str, body: &str) -> Result<(), Error> {
    if to.is_empty() {
        return Ok(());
    }
    let message = Message {
        id: MessageId::new(ctx.now, ctx.random.as_ref()),
        case_id: case,
        direction: "out".to_owned(),
        channel: "email".to_owned(),
        recipient: to.to_owned(),
        subject: subject.to_owned(),
        body: body.to_owned(),
        state: "queued".to_owned(),
        author: ctx.actor.staff().map(|staff| staff.name.clone()).unwrap_or_default(),
        created_at: ctx.now_ms(),
        sent_at: None,
    };
    insert(tx, ctx, &message)?;
    outbox::push(tx, ctx, case, OUTBOX_KIND, &json!({ "message": message.id }))?;
    Ok(())
}

/// Messages of a case, oldest first; for staff and for the applicant's side of that case.
pub fn message_list(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Message>, Error> {
    if ctx.require_own_case(case).is_err() {
        ctx.require(Permission::CaseRead)?;
    }
    Ok(tx.query(OF_CASE, &params![ctx.administration_id, case], read)?)
}

/// The latest e-mails of the administration, newest first: the mail outbox of the demo.
pub fn message_mail_latest(tx: &Tx<'_>, administration: AdministrationId, before: Option<i64>, limit: i64) -> Result<Vec<Message>, Error> {
    Ok(tx.query(LATEST_MAIL, &params![administration, before.unwrap_or(i64::MAX), limit], read)?)
}

/// One message by its identifier, for the sender.
pub fn message_get(tx: &Tx<'_>, administration: AdministrationId, id: MessageId) -> Result<Message, Error> {
    tx.query_row(BY_ID, &params![administration, id], read)?.ok_or(Error::NotFound { what: "message" })
}

/// Records what became of an e-mail.
pub fn message_sent(tx: &mut Tx<'_>, ctx: &Ctx, id: MessageId, delivered: bool) -> Result<(), Error> {
    let state = if delivered { "sent" } else { "failed" };
    tx.execute(SENT, &params![ctx.administration_id, id, state, ctx.now_ms()])?;
    Ok(())
}

/// A clerk writes to the applicant (D-17): kept in the case, shown on the portal, mailed when there is an address.
pub fn message_write(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, subject: &str, body: &str) -> Result<(), Error> {
    ctx.require_staff(Permission::DocumentAdd)?;
    let case = case_file::hold(tx, ctx.administration_id, case)?;
    if subject.trim().is_empty() {
        return Err(Error::Missing { what: "subject" });
    }
    if body.trim().is_empty() {
        return Err(Error::Missing { what: "text" });
    }
    history::append(tx, ctx, history::Event::of_case(case.id, "MessageWritten", json!({ "subject": subject })))?;
    if case.email.is_empty() {
        return insert_portal(tx, ctx, &case, "out", subject, body);
    }
    mail(tx, ctx, Some(case.id), &case.email, subject, body)
}

/// The applicant writes in the case (P-23).
pub fn message_receive(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, body: &str) -> Result<(), Error> {
    ctx.require_own_case(case)?;
    let mut case = case_file::hold(tx, ctx.administration_id, case)?;
    if body.trim().is_empty() {
        return Err(Error::Missing { what: "text" });
    }
    history::append(tx, ctx, history::Event::of_case(case.id, "MessageReceived", json!({})))?;
    case.has_unread = true;
    case_file::update(tx, ctx, &case)?;
    insert_portal(tx, ctx, &case, "in", "", body)
}

fn insert_portal(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, direction: &str, subject: &str, body: &str) -> Result<(), Error> {
    let message = Message {
        id: MessageId::new(ctx.now, ctx.random.as_ref()),
        case_id: Some(case.id),
        direction: direction.to_owned(),
        channel: "portal".to_owned(),
        recipient: case.applicant_name.clone(),
        subject: subject.to_owned(),
        body: body.to_owned(),
        state: if direction == "in" { "received" } else { "sent" }.to_owned(),
        author: ctx.actor.staff().map(|staff| staff.name.clone()).unwrap_or_default(),
        created_at: ctx.now_ms(),
        sent_at: Some(ctx.now_ms()),
    };
    insert(tx, ctx, &message)
}

//! Drafts (чернови): answers kept on the server as they are typed, valid or not, until they are filed or expire.

use kernel::access_code::AccessCode;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, DraftId};
use kernel::limits::{DRAFT_KEPT_MS, UPLOAD_KEPT_MS};
use kernel::permission::Permission;
use serde_json::Value as Json;
use store::{BlobRef, Row, Tx, blob, params};

use crate::error::Error;

macro_rules! columns {
    () => {
        "id, service_code, kit_hash, channel, owner, answers, choices, email, case_id, created_at, updated_at, expires_at"
    };
}
const INSERT: &str = "INSERT INTO draft
    (administration_id, id, service_code, kit_hash, channel, owner, answers, choices, email, created_at, updated_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $9, $10)";
const BY_ID: &str = concat!("SELECT ", columns!(), " FROM draft WHERE administration_id = $1 AND id = $2");
const OF_OWNER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM draft WHERE administration_id = $1 AND owner = $2 AND case_id IS NULL AND expires_at > $3 ORDER BY updated_at DESC"
);
const FILED_OF_OWNER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM draft WHERE administration_id = $1 AND owner = $2 AND case_id IS NOT NULL AND updated_at > $3 ORDER BY updated_at DESC"
);
const SAVE: &str = "UPDATE draft SET answers = $3, choices = $4, email = $5, updated_at = $6, expires_at = $7
    WHERE administration_id = $1 AND id = $2 AND case_id IS NULL";
const OWN: &str = "UPDATE draft SET owner = $3
    WHERE administration_id = $1 AND id = $2 AND case_id IS NULL";
const CLOSE: &str = "UPDATE draft SET case_id = $3, answers = '{}', updated_at = $4
    WHERE administration_id = $1 AND id = $2 AND case_id IS NULL";
const DISCARD: &str = "DELETE FROM draft
    WHERE administration_id = $1 AND id = $2 AND case_id IS NULL";
const EXPIRED: &str = "DELETE FROM draft
    WHERE administration_id = $1 AND expires_at <= $2 AND case_id IS NULL";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, BY_ID, OF_OWNER, FILED_OF_OWNER, SAVE, OWN, CLOSE, DISCARD, EXPIRED];

/// A draft.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Identifier.
    pub id: DraftId,
    /// Service.
    pub service_code: String,
    /// The kit version it was begun with.
    pub kit_hash: String,
    /// `web`, `counter`, `post`, `email`.
    pub channel: String,
    /// Who may open it without the code: the visitor's cookie hash or the member of staff.
    pub owner: String,
    /// Answers so far.
    pub answers: Json,
    /// Speed, delivery, address, scans and what else is not part of the form.
    pub choices: Json,
    /// Where link and code were sent.
    pub email: String,
    /// The case it became.
    pub case_id: Option<CaseId>,
    /// When it was begun, ms since 1970 UTC.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// Until when it is kept.
    pub expires_at: i64,
}

fn read(row: &Row<'_>) -> store::Result<Draft> {
    Ok(Draft {
        id: row.get(0)?,
        service_code: row.get(1)?,
        kit_hash: row.get(2)?,
        channel: row.get(3)?,
        owner: row.get(4)?,
        answers: row.get(5)?,
        choices: row.get(6)?,
        email: row.get(7)?,
        case_id: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        expires_at: row.get(11)?,
    })
}

fn insert(tx: &mut Tx<'_>, ctx: &Ctx, draft: &Draft) -> Result<(), Error> {
    let row = params![
        ctx.administration_id,
        draft.id,
        &draft.service_code,
        &draft.kit_hash,
        &draft.channel,
        &draft.owner,
        draft.answers.to_string(),
        draft.choices.to_string(),
        draft.created_at,
        draft.expires_at
    ];
    tx.execute(INSERT, &row)?;
    Ok(())
}

/// Begins a draft with the current kit of a service.
pub fn draft_create(tx: &mut Tx<'_>, ctx: &Ctx, service: &str, channel: &str, owner: &str) -> Result<Draft, Error> {
    ctx.require(if ctx.actor.staff().is_some() { Permission::ApplicationIntake } else { Permission::ApplicationFile })?;
    let kit = services::catalogue::kit_current(tx, ctx.administration_id, service)?;
    let kit = kit.ok_or_else(|| Error::NoService { code: service.to_owned() })?;
    let draft = Draft {
        id: DraftId::new(ctx.now, ctx.random.as_ref()),
        service_code: service.to_owned(),
        kit_hash: kit.hash().to_owned(),
        channel: channel.to_owned(),
        owner: owner.to_owned(),
        answers: Json::Object(serde_json::Map::new()),
        choices: Json::Object(serde_json::Map::new()),
        email: String::new(),
        case_id: None,
        created_at: ctx.now_ms(),
        updated_at: ctx.now_ms(),
        expires_at: ctx.now_ms() + DRAFT_KEPT_MS,
    };
    insert(tx, ctx, &draft)?;
    Ok(draft)
}

/// The draft in which the applicant's side corrects a case: begun with the answers and the kit of the case, kept until it is sent.
pub fn correction_draft(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Draft, Error> {
    let case = crate::case_file::case_get_own(tx, ctx, case)?;
    let owner = format!("case:{}", case.id);
    correction_begin(tx, ctx, case, owner)
}

/// The draft in which a clerk enters a correction that was brought on paper: one per clerk and case, apart from the applicant's own.
pub fn correction_draft_of_staff(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Draft, Error> {
    let staff = ctx.require_staff(Permission::ApplicationIntake)?.id;
    let case = crate::case_file::case_get(tx, ctx, case)?;
    let owner = format!("staff:{staff}:case:{}", case.id);
    correction_begin(tx, ctx, case, owner)
}

fn correction_begin(tx: &mut Tx<'_>, ctx: &Ctx, case: crate::case_file::CaseFile, owner: String) -> Result<Draft, Error> {
    if let Some(draft) = draft_list(tx, ctx, &owner)?.into_iter().next() {
        return Ok(draft);
    }
    let draft = Draft {
        id: DraftId::new(ctx.now, ctx.random.as_ref()),
        service_code: case.service_code,
        kit_hash: case.kit_hash,
        channel: "correction".to_owned(),
        owner,
        answers: case.answers,
        choices: Json::Object(serde_json::Map::new()),
        email: String::new(),
        case_id: None,
        created_at: ctx.now_ms(),
        updated_at: ctx.now_ms(),
        expires_at: ctx.now_ms() + DRAFT_KEPT_MS,
    };
    insert(tx, ctx, &draft)?;
    Ok(draft)
}

fn row(tx: &Tx<'_>, ctx: &Ctx, id: DraftId) -> Result<Draft, Error> {
    tx.query_row(BY_ID, &params![ctx.administration_id, id], read)?.ok_or(Error::NotFound { what: "draft" })
}

/// A draft of this owner; [`Error::NotFound`] for anybody else's, [`Error::DraftGone`] once it expired.
pub fn draft_get(tx: &Tx<'_>, ctx: &Ctx, id: DraftId, owner: &str) -> Result<Draft, Error> {
    let draft = row(tx, ctx, id)?;
    if owner.is_empty() || draft.owner != owner {
        return Err(Error::NotFound { what: "draft" });
    }
    if draft.case_id.is_none() && draft.expires_at <= ctx.now_ms() {
        return Err(Error::DraftGone);
    }
    Ok(draft)
}

/// Open drafts of an owner, the latest first.
pub fn draft_list(tx: &Tx<'_>, ctx: &Ctx, owner: &str) -> Result<Vec<Draft>, Error> {
    Ok(tx.query(OF_OWNER, &params![ctx.administration_id, owner, ctx.now_ms()], read)?)
}

/// Keeps what was typed, and the files it names. A filed or expired draft is not written to.
pub fn draft_save(tx: &mut Tx<'_>, ctx: &Ctx, draft: &Draft) -> Result<(), Error> {
    for file in [&draft.answers, &draft.choices].into_iter().flat_map(BlobRef::all_in) {
        blob::keep_until(tx, &file, ctx.now_ms() + UPLOAD_KEPT_MS)?;
    }
    let kept = tx.execute(
        SAVE,
        &params![
            ctx.administration_id,
            draft.id,
            draft.answers.to_string(),
            draft.choices.to_string(),
            &draft.email,
            ctx.now_ms(),
            ctx.now_ms() + DRAFT_KEPT_MS
        ],
    )?;
    if kept == 1 { Ok(()) } else { Err(Error::DraftGone) }
}

/// The code that opens a draft from another device, together with its link.
pub fn draft_code(ctx: &Ctx, id: DraftId) -> AccessCode {
    let bytes = ctx.key.derive("draft-code", &[&ctx.administration_id.0.to_be_bytes(), id.0.as_bytes()]);
    AccessCode::from_random_bytes(bytes[..8].try_into().expect("eight bytes of thirty-two"))
}

/// Opens a draft by its link and code: from now on it belongs to `owner`. Wrong codes and unknown links look the same.
pub fn draft_take_over(tx: &mut Tx<'_>, ctx: &Ctx, id: DraftId, code: &str, owner: &str) -> Result<Draft, Error> {
    let right = AccessCode::parse(code).is_ok_and(|given| given.to_string() == draft_code(ctx, id).to_string());
    let draft = row(tx, ctx, id);
    match draft {
        Ok(draft) if right && draft.case_id.is_none() && draft.expires_at > ctx.now_ms() => {
            tx.execute(OWN, &params![ctx.administration_id, id, owner])?;
            Ok(Draft { owner: owner.to_owned(), ..draft })
        }
        _ => Err(Error::NotFound { what: "draft" }),
    }
}

/// Sends link and code of a draft to its owner and keeps the address with the draft.
pub fn draft_mail(tx: &mut Tx<'_>, ctx: &Ctx, id: DraftId, owner: &str, to: &str, link: &str) -> Result<(), Error> {
    let mut draft = draft_get(tx, ctx, id, owner)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &draft.kit_hash)?;
    draft.email = to.to_owned();
    draft_save(tx, ctx, &draft)?;
    let kept_until = jiff::Timestamp::from_millisecond(ctx.now_ms() + DRAFT_KEPT_MS).unwrap_or(ctx.now);
    let due = kernel::bulgarian::date(kernel::clock::sofia_date(kept_until));
    let code = draft_code(ctx, id).to_string();
    let values = [("service", kit.manifest.name.bg.as_str()), ("due", &due), ("link", link), ("code", &code)];
    let text = |key: &str| crate::words::text(key, &values).unwrap_or_default();
    crate::message::mail(tx, ctx, None, to, &text("mail-draft-subject"), &text("mail-draft-body"))
}

/// Applications filed from drafts of an owner since an instant, the latest first.
pub fn draft_filed_list(tx: &Tx<'_>, ctx: &Ctx, owner: &str, since_ms: i64) -> Result<Vec<Draft>, Error> {
    Ok(tx.query(FILED_OF_OWNER, &params![ctx.administration_id, owner, since_ms], read)?)
}

/// Throws a draft away.
pub fn draft_discard(tx: &mut Tx<'_>, ctx: &Ctx, id: DraftId, owner: &str) -> Result<(), Error> {
    draft_get(tx, ctx, id, owner)?;
    tx.execute(DISCARD, &params![ctx.administration_id, id])?;
    Ok(())
}

/// Removes drafts of an administration whose time is over; answers how many.
pub fn drafts_expire(tx: &mut Tx<'_>, administration: AdministrationId, now_ms: i64) -> Result<u64, Error> {
    Ok(tx.execute(EXPIRED, &params![administration, now_ms])?)
}

/// The case a draft became, if it was filed; whoever files the same draft at once waits for the answer.
pub(crate) fn filed_as(tx: &Tx<'_>, ctx: &Ctx, id: DraftId) -> Result<Option<CaseId>, Error> {
    tx.lock(ctx.administration_id, &format!("draft {id}"))?;
    Ok(row(tx, ctx, id)?.case_id)
}

/// Turns the draft into its case; its answers live on in the case only.
pub(crate) fn close(tx: &mut Tx<'_>, ctx: &Ctx, id: DraftId, case: CaseId) -> Result<(), Error> {
    tx.execute(CLOSE, &params![ctx.administration_id, id, case, ctx.now_ms()])?;
    Ok(())
}

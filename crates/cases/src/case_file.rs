//! The case file (преписка): the row people see, read whole and written as far as it changed.

use jiff::civil::Date;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, StaffId, UnitId};
use serde_json::Value as Json;
use store::{Row, Tx, Value, params};

use crate::error::Error;
use crate::status::Status;

/// A case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// Identifier.
    pub id: CaseId,
    /// Service reference number (РНУ), canonical.
    pub rnu: String,
    /// УРИ of the case: that of the document that opened it.
    pub uri: String,
    /// Incoming number.
    pub incoming_number: String,
    /// Day of registration.
    pub registered_on: Date,
    /// Code of the kit.
    pub service_code: String,
    /// Number of the service in the register of services.
    pub service_number: String,
    /// The exact version of the kit this case runs on.
    pub kit_hash: String,
    /// `web`, `counter`, `post`, `email`.
    pub channel: String,
    /// `ordinary`, `fast`, `express`.
    pub speed: String,
    /// `online`, `counter`, `post`.
    pub delivery: String,
    /// Address for delivery by post.
    pub delivery_address: String,
    /// Status.
    pub status: Status,
    /// Code of the present stage.
    pub stage: String,
    /// Accountable unit.
    pub unit_id: UnitId,
    /// Accountable person.
    pub assignee_id: Option<StaffId>,
    /// Applicant's full name or firm.
    pub applicant_name: String,
    /// ЕГН, ЛНЧ or ЕИК; may be empty.
    pub applicant_identifier: String,
    /// `egn`, `lnch`, `eik` or empty.
    pub applicant_identifier_kind: String,
    /// E-mail, may be empty.
    pub email: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// Address, may be empty.
    pub address: String,
    /// Fee, cents of euro.
    pub fee_cents: i64,
    /// Last day of the term, computed from the ledger.
    pub deadline_on: Option<Date>,
    /// Whether the term stands still.
    pub term_paused: bool,
    /// Whether the term was extended.
    pub term_extended: bool,
    /// Whether the applicant added something nobody has opened yet.
    pub has_unread: bool,
    /// Answers of the form.
    pub answers: Json,
    /// Which generation of the codes is valid.
    pub code_generation: i64,
    /// When it was filed, ms since 1970 UTC.
    pub filed_at: i64,
    /// When it was decided.
    pub decided_at: Option<i64>,
    /// Whether it was decided within the term.
    pub decided_in_term: Option<bool>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// Counts changes of the row.
    pub revision: i64,
}

impl CaseFile {
    /// Whether the term has passed without the case being decided.
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.status.is_decided() && !self.term_paused && self.deadline_on.is_some_and(|last| last < today)
    }
}

macro_rules! columns {
    () => {
        "id, rnu, uri, incoming_number, registered_on, service_code, service_number, kit_hash, channel, speed, delivery,
    delivery_address, status, stage, unit_id, assignee_id, applicant_name, applicant_identifier, applicant_identifier_kind,
    email, phone, address, fee_cents, deadline_on, term_paused, term_extended, has_unread, answers, code_generation,
    filed_at, decided_at, decided_in_term, closed_at, revision"
    };
}
pub(crate) use columns;

const INSERT: &str = "INSERT INTO case_file
    (administration_id, id, rnu, uri, incoming_number, registered_on, service_code, service_number, kit_hash, channel, speed,
     delivery, delivery_address, status, is_open, stage, unit_id, assignee_id, applicant_name, applicant_identifier,
     applicant_identifier_kind, email, phone, address, fee_cents, deadline_on, term_paused, term_extended, has_unread,
     answers, code_generation, status_code_hash, access_code_hash, track_token_hash, filed_at, decided_at, decided_in_term,
     closed_at, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
     $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, 1)";

const SET_CODES: &str = "UPDATE case_file SET
    code_generation = $3, status_code_hash = $4, access_code_hash = $5, track_token_hash = $6, revision = revision + 1
    WHERE administration_id = $1 AND id = $2";

/// The statement that reads one case by `condition`, which may use `$2`.
macro_rules! select {
    ($condition:literal) => {
        concat!("SELECT ", columns!(), " FROM case_file WHERE administration_id = $1 AND ", $condition)
    };
}
const BY_ID: &str = select!("id = $2");
const BY_URI: &str = select!("uri = $2");
const BY_RNU: &str = select!("rnu = $2");
const BY_INCOMING: &str = select!("incoming_number = $2");
const BY_STATUS_CODE: &str = select!("status_code_hash = $2");
const BY_TRACK_TOKEN: &str = select!("track_token_hash = $2");
const ACCESS_HASH: &str = "SELECT access_code_hash FROM case_file
    WHERE administration_id = $1 AND id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, SET_CODES, BY_ID, BY_URI, BY_RNU, BY_INCOMING, BY_STATUS_CODE, BY_TRACK_TOKEN, ACCESS_HASH];

/// Reads a row that was selected with `columns!()`.
pub(crate) fn read(row: &Row<'_>) -> store::Result<CaseFile> {
    Ok(CaseFile {
        id: row.get(0)?,
        rnu: row.get(1)?,
        uri: row.get(2)?,
        incoming_number: row.get(3)?,
        registered_on: row.get(4)?,
        service_code: row.get(5)?,
        service_number: row.get(6)?,
        kit_hash: row.get(7)?,
        channel: row.get(8)?,
        speed: row.get(9)?,
        delivery: row.get(10)?,
        delivery_address: row.get(11)?,
        status: Status::from_identifier(&row.get::<String>(12)?).ok_or(store::Error::Column { column: 12 })?,
        stage: row.get(13)?,
        unit_id: row.get(14)?,
        assignee_id: row.get(15)?,
        applicant_name: row.get(16)?,
        applicant_identifier: row.get(17)?,
        applicant_identifier_kind: row.get(18)?,
        email: row.get(19)?,
        phone: row.get(20)?,
        address: row.get(21)?,
        fee_cents: row.get(22)?,
        deadline_on: row.get(23)?,
        term_paused: row.get(24)?,
        term_extended: row.get(25)?,
        has_unread: row.get(26)?,
        answers: row.get(27)?,
        code_generation: row.get(28)?,
        filed_at: row.get(29)?,
        decided_at: row.get(30)?,
        decided_in_term: row.get(31)?,
        closed_at: row.get(32)?,
        revision: row.get(33)?,
    })
}

/// Hashes under which the codes of a case are found.
#[derive(Debug, Clone)]
pub(crate) struct CodeHashes {
    pub status: String,
    pub access: String,
    pub track: String,
}

pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, hashes: &CodeHashes) -> Result<(), Error> {
    tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            case.id,
            &case.rnu,
            &case.uri,
            &case.incoming_number,
            case.registered_on,
            &case.service_code,
            &case.service_number,
            &case.kit_hash,
            &case.channel,
            &case.speed,
            &case.delivery,
            &case.delivery_address,
            case.status.identifier(),
            !case.status.is_final(),
            &case.stage,
            case.unit_id,
            case.assignee_id,
            &case.applicant_name,
            &case.applicant_identifier,
            &case.applicant_identifier_kind,
            &case.email,
            &case.phone,
            &case.address,
            case.fee_cents,
            case.deadline_on,
            case.term_paused,
            case.term_extended,
            case.has_unread,
            case.answers.to_string(),
            case.code_generation,
            &hashes.status,
            &hashes.access,
            &hashes.track,
            case.filed_at,
            case.decided_at,
            case.decided_in_term,
            case.closed_at
        ],
    )?;
    Ok(())
}

/// The columns that a command may change, with what the case says of them.
fn changeable(case: &CaseFile) -> [(&'static str, Value); 17] {
    [
        ("status", case.status.identifier().into()),
        ("is_open", (!case.status.is_final()).into()),
        ("stage", (&case.stage).into()),
        ("unit_id", case.unit_id.into()),
        ("assignee_id", case.assignee_id.into()),
        ("deadline_on", case.deadline_on.into()),
        ("term_paused", case.term_paused.into()),
        ("term_extended", case.term_extended.into()),
        ("has_unread", case.has_unread.into()),
        ("answers", case.answers.to_string().into()),
        ("decided_at", case.decided_at.into()),
        ("closed_at", case.closed_at.into()),
        ("delivery", (&case.delivery).into()),
        ("delivery_address", (&case.delivery_address).into()),
        ("email", (&case.email).into()),
        ("fee_cents", case.fee_cents.into()),
        ("decided_in_term", case.decided_in_term.into()),
    ]
}

/// Writes what differs from the stored row. Columns that do not differ are not named: SQLite writes every index of a named column anew.
pub(crate) fn update(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<(), Error> {
    let stored = changeable(&get(tx, ctx.administration_id, case.id)?);
    let mut params = params![ctx.administration_id, case.id].to_vec();
    let mut columns = String::new();
    for ((name, value), _) in changeable(case).into_iter().zip(stored).filter(|(now, before)| now != before) {
        params.push(value);
        columns.push_str(&format!("{name} = ${}, ", params.len()));
    }
    let sql = format!("UPDATE case_file SET {columns}revision = revision + 1 WHERE administration_id = $1 AND id = $2");
    tx.execute(&sql, &params)?;
    Ok(())
}

pub(crate) fn set_codes(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, generation: i64, hashes: &CodeHashes) -> Result<(), Error> {
    tx.execute(SET_CODES, &params![ctx.administration_id, id, generation, &hashes.status, &hashes.access, &hashes.track])?;
    Ok(())
}

fn one(tx: &Tx<'_>, sql: &str, administration: AdministrationId, key: &str) -> Result<Option<CaseFile>, Error> {
    Ok(tx.query_row(sql, &params![administration, key], read)?)
}

/// The case with this identifier; [`Error::NotFound`] when the administration has none.
pub(crate) fn get(tx: &Tx<'_>, administration: AdministrationId, id: CaseId) -> Result<CaseFile, Error> {
    one(tx, BY_ID, administration, &id.to_string())?.ok_or(Error::NotFound { what: "case" })
}

/// The case with this identifier for a command that changes it: other commands on it wait until this one is done.
pub(crate) fn hold(tx: &Tx<'_>, administration: AdministrationId, id: CaseId) -> Result<CaseFile, Error> {
    tx.lock(administration, &format!("case {id}"))?;
    get(tx, administration, id)
}

pub(crate) fn by_uri(tx: &Tx<'_>, administration: AdministrationId, uri: &str) -> Result<Option<CaseFile>, Error> {
    one(tx, BY_URI, administration, uri)
}

pub(crate) fn by_rnu(tx: &Tx<'_>, administration: AdministrationId, rnu: &str) -> Result<Option<CaseFile>, Error> {
    one(tx, BY_RNU, administration, rnu)
}

pub(crate) fn by_incoming(tx: &Tx<'_>, administration: AdministrationId, number: &str) -> Result<Option<CaseFile>, Error> {
    one(tx, BY_INCOMING, administration, number)
}

pub(crate) fn by_status_code(tx: &Tx<'_>, administration: AdministrationId, hash: &str) -> Result<Option<CaseFile>, Error> {
    one(tx, BY_STATUS_CODE, administration, hash)
}

pub(crate) fn by_track_token(tx: &Tx<'_>, administration: AdministrationId, hash: &str) -> Result<Option<CaseFile>, Error> {
    one(tx, BY_TRACK_TOKEN, administration, hash)
}

pub(crate) fn access_hash(tx: &Tx<'_>, administration: AdministrationId, id: CaseId) -> Result<Option<String>, Error> {
    Ok(tx.query_row(ACCESS_HASH, &params![administration, id], |row| row.get(0))?)
}

/// Reads a case file as staff; needs [`kernel::permission::Permission::CaseRead`].
pub fn case_get(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<CaseFile, Error> {
    ctx.require(kernel::permission::Permission::CaseRead)?;
    get(tx, ctx.administration_id, id)
}

/// Reads one's own case file as the applicant's side.
pub fn case_get_own(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<CaseFile, Error> {
    ctx.require_own_case(id)?;
    get(tx, ctx.administration_id, id)
}

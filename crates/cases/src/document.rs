//! Documents of a case: what they are, in which section they lie, and who may open them.
//!
//! The one rule: every request for content checks again that the document belongs to the case the actor may see.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, DocumentId};
use kernel::permission::Permission;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::log::{self, Leaf, LogId};
use store::{BlobRef, Row, Tx, blob, history, outbox, params};
use tlog::Kind;

use crate::case_file;
use crate::error::Error;

/// Kind of outbox row that the renderer takes.
pub const OUTBOX_KIND: &str = "render";

macro_rules! columns {
    () => {
        "id, case_id, section, kind, title, state, direction, number, sha256, mime, size, file_name, author, data, created_at, registered_at"
    };
}
const INSERT: &str = "INSERT INTO document
    (administration_id, id, case_id, section, kind, title, state, direction, number, sha256, mime, size, file_name, author, data,
     verification_hash, created_at, registered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
const OF_CASE: &str =
    concat!("SELECT ", columns!(), " FROM document WHERE administration_id = $1 AND case_id = $2 ORDER BY created_at, id");
const BY_ID: &str = concat!("SELECT ", columns!(), " FROM document WHERE administration_id = $1 AND id = $2");
const BY_VERIFICATION: &str = concat!("SELECT ", columns!(), " FROM document WHERE administration_id = $1 AND verification_hash = $2");
/// Whether a document names a file; of rows written by programs that did not say so to the store.
const NAMES: &str = "SELECT 1 FROM document WHERE administration_id = $1 AND sha256 = $2 LIMIT 1";
const ISSUED: &str = "UPDATE document SET state = 'issued', sha256 = $3, size = $4
    WHERE administration_id = $1 AND id = $2 AND state = 'rendering'";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, OF_CASE, BY_ID, BY_VERIFICATION, NAMES, ISSUED];

/// A file that already lies in the blob store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Digest of the content, hex.
    pub sha256: String,
    /// Size, bytes.
    pub size: i64,
    /// Type found by looking at the content.
    pub mime: String,
    /// Name given by the person.
    pub name: String,
}

/// Sections of a case file (`domain.md` §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The applicant's side sees it.
    Official,
    /// Staff of the case only.
    Internal,
}

impl Section {
    fn identifier(self) -> &'static str {
        match self {
            Section::Official => "official",
            Section::Internal => "internal",
        }
    }
}

/// A document of a case.
#[derive(Debug, Clone)]
pub struct Document {
    /// Identifier.
    pub id: DocumentId,
    /// Its case.
    pub case_id: CaseId,
    /// `official` or `internal`.
    pub section: String,
    /// `application`, `attachment`, `notice`, `certificate`, `refusal`, …
    pub kind: String,
    /// Title.
    pub title: String,
    /// `received`, `rendering`, `issued`.
    pub state: String,
    /// `in`, `out`, `internal`.
    pub direction: String,
    /// Registration number, may be empty.
    pub number: String,
    /// Digest of the content; empty while it is rendered, and for the application, which is shown from its answers.
    pub sha256: String,
    /// Type of the content.
    pub mime: String,
    /// Size, bytes.
    pub size: i64,
    /// File name for download.
    pub file_name: String,
    /// Name of the author.
    pub author: String,
    /// What it is rendered from.
    pub data: Json,
    /// When, ms since 1970 UTC.
    pub created_at: i64,
    /// When it was registered.
    pub registered_at: Option<i64>,
}

impl Document {
    /// Whether there is a file to open.
    pub fn has_content(&self) -> bool {
        !self.sha256.is_empty()
    }

    /// Whether the applicant's side may see it.
    pub fn is_official(&self) -> bool {
        self.section == "official"
    }
}

fn read(row: &Row<'_>) -> store::Result<Document> {
    Ok(Document {
        id: row.get(0)?,
        case_id: row.get(1)?,
        section: row.get(2)?,
        kind: row.get(3)?,
        title: row.get(4)?,
        state: row.get(5)?,
        direction: row.get(6)?,
        number: row.get(7)?,
        sha256: row.get(8)?,
        mime: row.get(9)?,
        size: row.get(10)?,
        file_name: row.get(11)?,
        author: row.get(12)?,
        data: row.get(13)?,
        created_at: row.get(14)?,
        registered_at: row.get(15)?,
    })
}

/// What a new document needs; the rest follows from the command.
pub(crate) struct NewDocument {
    pub id: DocumentId,
    pub case_id: CaseId,
    pub section: Section,
    pub kind: String,
    pub title: String,
    pub direction: &'static str,
    pub number: String,
    pub file: Option<StoredFile>,
    pub data: Json,
}

/// The token printed as QR on an issued document; whoever holds the paper may check it.
pub fn verification_token(ctx: &Ctx, id: DocumentId) -> String {
    ctx.key.token("verification", &[&ctx.administration_id.0.to_be_bytes(), id.0.as_bytes()])
}

fn verification_hash(ctx: &Ctx, token: &str) -> String {
    ctx.key.keyed_hash("verification-hash", &token.to_ascii_uppercase())
}

/// Writes the row of a document. Without a file it waits for the renderer, unless it is the application itself.
pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Ctx, new: NewDocument) -> Result<DocumentId, Error> {
    let rendered = new.file.is_none() && new.kind != "application";
    let state = match (rendered, new.direction) {
        (true, _) => "rendering",
        (false, "in") => "received",
        (false, _) => "issued",
    };
    let file = new.file.unwrap_or_else(|| StoredFile {
        sha256: String::new(),
        size: 0,
        mime: "application/pdf".to_owned(),
        name: format!("{}.pdf", if new.number.is_empty() { &new.kind } else { &new.number }),
    });
    if !file.sha256.is_empty() {
        blob::keep(tx, &BlobRef { sha256: file.sha256.clone(), size: file.size }, ctx.now_ms())?;
    }
    let token = verification_token(ctx, new.id);
    let author = ctx.actor.staff().map(|staff| staff.name.clone()).unwrap_or_default();
    let registered = (!new.number.is_empty()).then(|| ctx.now_ms());
    tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            new.id,
            new.case_id,
            new.section.identifier(),
            &new.kind,
            &new.title,
            state,
            new.direction,
            &new.number,
            &file.sha256,
            &file.mime,
            file.size,
            &file.name,
            author,
            new.data.to_string(),
            verification_hash(ctx, &token),
            ctx.now_ms(),
            registered
        ],
    )?;
    if rendered {
        outbox::push(tx, ctx, Some(new.case_id), OUTBOX_KIND, &json!({ "document": new.id }))?;
    }
    Ok(new.id)
}

/// Documents of a case the actor may see: staff all, the applicant's side those of the official section.
pub fn document_list(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Document>, Error> {
    let own = ctx.require_own_case(case).is_ok() && ctx.actor.staff().is_none();
    if !own {
        ctx.require(Permission::CaseRead)?;
    }
    let mut documents = tx.query(OF_CASE, &params![ctx.administration_id, case], read)?;
    if own && ctx.actor != kernel::actor::Actor::System {
        documents.retain(Document::is_official);
    }
    Ok(documents)
}

/// One document of a case, if the actor may open it.
pub fn document_get(tx: &Tx<'_>, ctx: &Ctx, case: CaseId, id: DocumentId) -> Result<Document, Error> {
    let document = any(tx, ctx.administration_id, id)?.filter(|document| document.case_id == case);
    let document = document.ok_or(Error::NotFound { what: "document" })?;
    match &ctx.actor {
        kernel::actor::Actor::Staff(_) | kernel::actor::Actor::System => ctx.require(Permission::CaseRead)?,
        _ => {
            ctx.require_own_case(case)?;
            if !document.is_official() {
                return Err(Error::NotFound { what: "document" });
            }
        }
    }
    Ok(document)
}

pub(crate) fn any(tx: &Tx<'_>, administration: AdministrationId, id: DocumentId) -> Result<Option<Document>, Error> {
    Ok(tx.query_row(BY_ID, &params![administration, id], read)?)
}

/// The document behind a verification QR (P-28): anyone who holds the paper may ask.
pub fn document_verify(tx: &Tx<'_>, ctx: &Ctx, token: &str) -> Result<Document, Error> {
    tx.query_row(BY_VERIFICATION, &params![ctx.administration_id, verification_hash(ctx, token)], read)?
        .filter(|document| document.direction == "out" && document.state == "issued")
        .ok_or(Error::NotFound { what: "document" })
}

/// Keeps for good the files that answers of a task name.
pub(crate) fn files_keep(tx: &mut Tx<'_>, ctx: &Ctx, answers: &Json) -> Result<(), Error> {
    for file in BlobRef::all_in(answers) {
        blob::keep(tx, &file, ctx.now_ms())?;
    }
    Ok(())
}

/// Whether a document of an administration names a file.
pub fn file_is_named(tx: &Tx<'_>, administration: AdministrationId, sha256: &str) -> store::Result<bool> {
    Ok(tx.query_row(NAMES, &params![administration, sha256], |row| row.get::<i64>(0))?.is_some())
}

/// A document that waits for its file, for the renderer.
pub fn document_to_render(tx: &Tx<'_>, administration: AdministrationId, id: DocumentId) -> Result<Option<Document>, Error> {
    Ok(any(tx, administration, id)?.filter(|document| document.state == "rendering"))
}

/// Attaches the rendered file; doing it twice changes nothing.
pub fn document_issued(tx: &mut Tx<'_>, ctx: &Ctx, id: DocumentId, file: &BlobRef) -> Result<bool, Error> {
    ctx.as_system();
    let changed = tx.execute(ISSUED, &params![ctx.administration_id, id, &file.sha256, file.size])? == 1;
    if changed {
        blob::keep(tx, file, ctx.now_ms())?;
        let document = any(tx, ctx.administration_id, id)?.ok_or(Error::NotFound { what: "document" })?;
        let data = json!({ "document": id, "kind": document.kind, "sha256": file.sha256 });
        history::append(tx, ctx, history::Event::of_case(document.case_id, "DocumentIssued", data))?;
        logged(tx, ctx, &document, file)?;
    }
    Ok(changed)
}

/// Leaves an issued document to the log of the administration, under its own identifier: by it the proof is found.
fn logged(tx: &mut Tx<'_>, ctx: &Ctx, document: &Document, file: &BlobRef) -> Result<(), Error> {
    let case = case_file::get(tx, ctx.administration_id, document.case_id)?;
    let administration = services::organisation::administration_get(tx, ctx.administration_id)?;
    let payload = json!({
        "document": document.id, "sha256": file.sha256, "administration": administration.eik, "date": ctx.today(),
    });
    let leaf = Leaf {
        event_id: tlog::EventId(document.id.0.into_bytes()),
        ..Leaf::own(ctx, Kind::Document, Some(&case.rnu), serde_json::to_vec(&payload).map_err(store::Error::from)?)
    };
    Ok(log::pend(tx, LogId::of(ctx.administration_id), ctx.now_ms(), &leaf.seal())?)
}

/// A document brought into the case: by the applicant's side into the official section, by staff where they say.
#[derive(Debug, Clone)]
pub struct AddDocument {
    /// The case.
    pub case_id: CaseId,
    /// Title.
    pub title: String,
    /// The file.
    pub file: StoredFile,
    /// Whether the applicant's side sees it; the applicant's own documents always are.
    pub official: bool,
}

/// Adds a document to an open case (P-21, D-15).
pub fn document_add(tx: &mut Tx<'_>, ctx: &Ctx, add: AddDocument) -> Result<DocumentId, Error> {
    let by_applicant = ctx.actor.staff().is_none();
    if by_applicant {
        ctx.require_own_case(add.case_id)?;
    } else {
        ctx.require(Permission::DocumentAdd)?;
    }
    if let Some(done) = store::command::command_outcome(tx, ctx)? {
        return Ok(done);
    }
    let mut case = case_file::hold(tx, ctx.administration_id, add.case_id)?;
    if case.status.is_final() {
        return Err(Error::Closed);
    }
    let title = if add.title.trim().is_empty() { add.file.name.clone() } else { add.title.trim().to_owned() };
    let section = if by_applicant || add.official { Section::Official } else { Section::Internal };
    let id = DocumentId::new(ctx.now, ctx.random.as_ref());
    let data = json!({ "document": id, "title": title, "sha256": add.file.sha256 });
    insert(
        tx,
        ctx,
        NewDocument {
            id,
            case_id: case.id,
            section,
            kind: "attachment".to_owned(),
            title,
            direction: if by_applicant { "in" } else { "internal" },
            number: String::new(),
            file: Some(add.file),
            data: json!({}),
        },
    )?;
    history::append(tx, ctx, history::Event::of_case(case.id, "DocumentAdded", data))?;
    if by_applicant {
        case.has_unread = true;
        case_file::update(tx, ctx, &case)?;
    }
    store::command::command_record(tx, ctx, &id)?;
    Ok(id)
}

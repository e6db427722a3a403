//! Filing: an application becomes a registered case in one command, from any channel.

use ejournal::client::code_changed;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, DocumentId, DraftId, ObligationId};
use kernel::permission::Permission;
use kernel::reference_number::Reference;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use services::kit::{Channel, DeliveryWay, Kit, Speed};
use services::organisation::{self, Administration};
use store::command::{command_outcome, command_record};
use store::{Tx, history, params};

use crate::case_file::{self, CaseFile};
use crate::codes;
use crate::document::{self, NewDocument, Section, StoredFile};
use crate::draft;
use crate::engine;
use crate::error::Error;
use crate::payment;
use crate::search;
use crate::status::Status;
use crate::term;

/// How often a new generation of codes is tried when a nine-digit code is already in use.
const CODE_GENERATIONS_MAX: i64 = 16;

const CODE_IN_USE: &str = "SELECT 1 FROM case_file
    WHERE administration_id = $1 AND status_code_hash = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[CODE_IN_USE];

/// An application to be filed.
#[derive(Debug, Clone)]
pub struct Submit {
    /// Code of the service.
    pub service_code: String,
    /// Hash of the kit version the answers were given for; the current version when empty.
    pub kit_hash: String,
    /// Answers of the form.
    pub answers: Json,
    /// How quickly.
    pub speed: Speed,
    /// How the result is received.
    pub delivery: DeliveryWay,
    /// Address for delivery by post.
    pub delivery_address: String,
    /// How it came.
    pub channel: Channel,
    /// The service reference number (РНУ) that the application brings along, from еФорми, еВръчване or the central generator. A service has
    /// one number through all systems: it is kept and none is issued (`ejournal.md` §1.1).
    pub received_number: Option<Reference>,
    /// The draft it was written in, to be closed.
    pub draft: Option<DraftId>,
    /// Scans and letters beside the form (intake of post and e-mail).
    pub scans: Vec<StoredFile>,
    /// What the clerk noted at intake: date of the postmark, doubts about an identifier, …
    pub intake_note: String,
    /// A clerk confirmed that identifiers with a wrong check digit are as written in the document.
    pub doubtful_identifiers: bool,
}

/// What the applicant gets at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// The case.
    pub case_id: CaseId,
    /// РНУ, canonical.
    pub rnu: String,
    /// УРИ.
    pub uri: String,
    /// Incoming number.
    pub incoming_number: String,
    /// Which generation of the codes is printed; see [`crate::codes::codes_of`].
    pub code_generation: i64,
}

/// Rules of identifiers, which become a question at the counter instead of a refusal (`ux.md` §7).
pub fn is_identifier_rule(rule: &str) -> bool {
    matches!(rule, "egn" | "lnch" | "egn-or-lnch" | "eik")
}

/// Files an application: checks it whole, registers it, opens the case, starts its process and its term.
///
/// Repeating the command answers with the first receipt. Fails with [`Error::Invalid`] and stores nothing when an answer is wrong.
pub fn application_submit(tx: &mut Tx<'_>, ctx: &Ctx, submit: Submit) -> Result<Receipt, Error> {
    let by_staff = ctx.actor.staff().is_some();
    ctx.require(if by_staff { Permission::ApplicationIntake } else { Permission::ApplicationFile })?;
    if let Some(receipt) = command_outcome(tx, ctx)? {
        return Ok(receipt);
    }
    if let Some(id) = submit.draft
        && let Some(case_id) = draft::filed_as(tx, ctx, id)?
    {
        let case = case_file::get(tx, ctx.administration_id, case_id)?;
        return Ok(receipt_of(&case));
    }
    let kit = kit_for(tx, ctx, &submit)?;
    let answers = checked_answers(ctx, &kit, &submit, by_staff)?;
    let administration = organisation::administration_get(tx, ctx.administration_id)?;
    let mut case = new_case(tx, ctx, &kit, &administration, &submit, answers)?;
    let hashes = codes_allocate(tx, ctx, &mut case)?;
    let data = json!({
        "rnu": case.rnu, "uri": case.uri, "incoming": case.incoming_number, "service": case.service_code,
        "kit": case.kit_hash, "channel": case.channel, "speed": case.speed, "delivery": case.delivery,
    });
    history::append(tx, ctx, history::Event::of_case(case.id, "ApplicationRegistered", data).because(submit.intake_note.as_str()))?;
    documents_insert(tx, ctx, &kit, &case, &submit.scans)?;
    if case.fee_cents > 0 {
        payment::obligation_open(tx, ctx, &case, ObligationId::new(ctx.now, ctx.random.as_ref()))?;
    }
    term::start(tx, ctx, &kit, &mut case)?;
    let variables = json!({
        "application": case.answers, "speed": case.speed, "fee": case.fee_cents, "delivery": case.delivery, "channel": case.channel,
    });
    engine::start(tx, ctx, &kit, &mut case, &variables)?;
    // Written once, as its process left it: whoever writes a case twice pays each of its indexes twice.
    case_file::insert(tx, ctx, &case, &hashes)?;
    search::index(tx, ctx, &case)?;
    if let Some(id) = submit.draft {
        draft::close(tx, ctx, id, case.id)?;
    }
    let receipt = receipt_of(&case);
    command_record(tx, ctx, &receipt)?;
    Ok(receipt)
}

fn receipt_of(case: &CaseFile) -> Receipt {
    Receipt {
        case_id: case.id,
        rnu: case.rnu.clone(),
        uri: case.uri.clone(),
        incoming_number: case.incoming_number.clone(),
        code_generation: case.code_generation,
    }
}

fn kit_for(tx: &Tx<'_>, ctx: &Ctx, submit: &Submit) -> Result<std::sync::Arc<Kit>, Error> {
    let missing = || Error::NoService { code: submit.service_code.clone() };
    let kit = if submit.kit_hash.is_empty() {
        services::catalogue::kit_current(tx, ctx.administration_id, &submit.service_code)?.ok_or_else(missing)?
    } else {
        services::catalogue::kit_by_hash(tx, ctx.administration_id, &submit.kit_hash)?
    };
    if kit.code() != submit.service_code {
        return Err(missing());
    }
    let offered = [
        (kit.manifest.channels.contains(&submit.channel), "channel"),
        (kit.speed(submit.speed).is_some(), "speed"),
        (kit.manifest.delivery.iter().any(|option| option.way == submit.delivery), "delivery"),
    ];
    if let Some((_, what)) = offered.into_iter().find(|(is_offered, _)| !is_offered) {
        return Err(Error::NotOffered { what });
    }
    if submit.delivery == DeliveryWay::Post && submit.delivery_address.trim().is_empty() {
        return Err(Error::Missing { what: "address" });
    }
    Ok(kit)
}

/// The cleaned answers, or every mistake in them. At the counter a doubtful identifier is a question the clerk may have answered.
fn checked_answers(ctx: &Ctx, kit: &Kit, submit: &Submit, by_staff: bool) -> Result<Json, Error> {
    let evaluation = kit.form.evaluate(&submit.answers, &forms::Env::new(ctx.now, "bg"));
    let mut errors = evaluation.errors;
    if by_staff && submit.doubtful_identifiers {
        errors.retain(|error| !is_identifier_rule(error.rule));
    }
    if errors.is_empty() { Ok(evaluation.data) } else { Err(Error::Invalid { errors }) }
}

fn new_case(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    kit: &Kit,
    administration: &Administration,
    submit: &Submit,
    answers: Json,
) -> Result<CaseFile, Error> {
    let applicant = kit.applicant(&answers);
    let fee = kit.fee(submit.speed, &answers, ctx.now).map_err(|error| Error::Fee { reason: error.to_string() })?;
    let delivery_price = kit.manifest.delivery.iter().find(|option| option.way == submit.delivery).and_then(|option| option.price_cents);
    let unit = match organisation::unit_by_code(tx, ctx.administration_id, &kit.manifest.unit.owner)? {
        Some(unit) => unit,
        None => organisation::unit_list(tx, ctx.administration_id)?.into_iter().next().ok_or(Error::NotFound { what: "unit" })?,
    };
    let rnu = reference_number(tx, ctx, administration, submit.received_number.as_ref())?;
    let uri = services::numbering::document_uri_next(tx, ctx, administration)?;
    let incoming_number = services::numbering::incoming_number_next(tx, ctx, administration)?;
    let kind = applicant.kind.map(|kind| serde_json::to_value(kind).map_err(store::Error::from)).transpose()?;
    Ok(CaseFile {
        id: CaseId::new(ctx.now, ctx.random.as_ref()),
        rnu,
        uri: uri.to_string(),
        incoming_number,
        registered_on: ctx.today(),
        service_code: kit.code().to_owned(),
        service_number: kit.manifest.number.clone(),
        kit_hash: kit.hash().to_owned(),
        channel: submit.channel.word().to_owned(),
        speed: submit.speed.word().to_owned(),
        delivery: submit.delivery.word().to_owned(),
        delivery_address: submit.delivery_address.trim().to_owned(),
        status: Status::Registered,
        stage: String::new(),
        unit_id: unit.id,
        assignee_id: None,
        applicant_name: applicant.display_name(),
        applicant_identifier: applicant.identifier.unwrap_or_default(),
        applicant_identifier_kind: kind.as_ref().and_then(Json::as_str).unwrap_or_default().to_owned(),
        email: applicant.email.unwrap_or_default(),
        phone: applicant.phone.unwrap_or_default(),
        address: applicant.address.unwrap_or_default(),
        fee_cents: fee.cents + delivery_price.unwrap_or(0),
        deadline_on: None,
        term_paused: false,
        term_extended: false,
        has_unread: false,
        answers,
        code_generation: 1,
        filed_at: ctx.now_ms(),
        decided_at: None,
        decided_in_term: None,
        closed_at: None,
        revision: 1,
    })
}

/// The number under which the service runs through all systems: the one it brings along, else the next of our own.
///
/// Fails with [`Error::NumberTaken`] when the administration has a case under it.
fn reference_number(tx: &mut Tx<'_>, ctx: &Ctx, of: &Administration, received: Option<&Reference>) -> Result<String, Error> {
    let Some(received) = received else { return Ok(services::numbering::reference_number_next(tx, ctx, of)?.canonical()) };
    let number = received.to_string();
    match case_file::by_rnu(tx, ctx.administration_id, &number)? {
        Some(case) => Err(Error::NumberTaken { incoming: case.incoming_number }),
        None => Ok(number),
    }
}

/// Finds a generation whose nine-digit code is free among the live codes of the administration.
fn codes_allocate(tx: &Tx<'_>, ctx: &Ctx, case: &mut CaseFile) -> Result<case_file::CodeHashes, Error> {
    for generation in case.code_generation..case.code_generation + CODE_GENERATIONS_MAX {
        let hashes = codes::hashes_of(ctx, case.id, generation);
        let used = tx.query_row(CODE_IN_USE, &params![ctx.administration_id, &hashes.status], |_| Ok(()))?.is_some();
        if !used {
            case.code_generation = generation;
            return Ok(hashes);
        }
    }
    Err(Error::NotFound { what: "free status code" })
}

/// Replaces the codes of a case: the old ones open nothing from now on (`ux.md` §8).
pub fn codes_replace(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::ApplicationIntake)?;
    if reason.trim().is_empty() {
        return Err(Error::Missing { what: "reason" });
    }
    let mut case = case_file::hold(tx, ctx.administration_id, id)?;
    case.code_generation += 1;
    let hashes = codes_allocate(tx, ctx, &mut case)?;
    case_file::set_codes(tx, ctx, id, case.code_generation, &hashes)?;
    code_changed(tx, ctx.administration_id, id, ctx.now_ms())?;
    let data = json!({ "generation": case.code_generation });
    history::append(tx, ctx, history::Event::of_case(id, "CodesReplaced", data).because(reason.trim()))?;
    Ok(())
}

/// The application, its attachments and the scans of the intake, all in the official section.
fn documents_insert(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, scans: &[StoredFile]) -> Result<(), Error> {
    let official = |kind: &str, title: String, number: String, file: Option<StoredFile>| NewDocument {
        id: DocumentId::new(ctx.now, ctx.random.as_ref()),
        case_id: case.id,
        section: Section::Official,
        kind: kind.to_owned(),
        title,
        direction: "in",
        number,
        file,
        data: json!({}),
    };
    document::insert(tx, ctx, official("application", kit.manifest.name.bg.clone(), case.uri.clone(), None))?;
    attachments_insert(tx, ctx, kit, case, &Json::Null)?;
    for scan in scans {
        document::insert(tx, ctx, official("scan", scan.name.clone(), String::new(), Some(scan.clone())))?;
    }
    Ok(())
}

/// Adds the files named in the answers that were not already there in `before`.
pub(crate) fn attachments_insert(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, before: &Json) -> Result<(), Error> {
    for slot in kit.form.attachments(&case.answers, &forms::Env::new(ctx.now, "bg")) {
        let known = files_at(before, &slot.path);
        for file in files_at(&case.answers, &slot.path) {
            if known.contains(&file) {
                continue;
            }
            let new = NewDocument {
                id: DocumentId::new(ctx.now, ctx.random.as_ref()),
                case_id: case.id,
                section: Section::Official,
                kind: "attachment".to_owned(),
                title: slot.label.clone(),
                direction: "in",
                number: String::new(),
                file: Some(file),
                data: json!({ "path": slot.path }),
            };
            document::insert(tx, ctx, new)?;
        }
    }
    Ok(())
}

/// The stored files at a path of the answers, in the shape of `eforms.md` §3: `{ref, sha256, size, type, originalName}`.
fn files_at(answers: &Json, path: &str) -> Vec<StoredFile> {
    let text = |file: &Json, key: &str| file.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let Some(Json::Array(files)) = services::kit::answer(answers, path) else { return Vec::new() };
    let stored = files.iter().map(|file| StoredFile {
        sha256: text(file, "sha256"),
        size: file.get("size").and_then(Json::as_i64).unwrap_or_default(),
        mime: text(file, "type"),
        name: text(file, "originalName"),
    });
    stored.filter(|file| file.sha256.len() == 64).collect()
}

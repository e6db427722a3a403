//! Irregularities: the notice that stops the term, and the correction that starts it anew (АПК чл. 30).

use jiff::civil::Date;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, DocumentId, TaskId};
use kernel::permission::Permission;
use kernel::term::{Ledger, PauseReason, Term, TermEvent};
use process::Command;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use services::kit::Kit;
use store::{Tx, history, params};

use crate::case_file::{self, CaseFile};
use crate::document::{self, Document, NewDocument, Section};
use crate::engine;
use crate::error::Error;
use crate::filing;
use crate::letter;
use crate::status::Status;
use crate::task;
use crate::term;

const INSERT: &str = "INSERT INTO notice (administration_id, case_id, seq, items, fields, document_id, due_on, sent_at)
    SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6, $7 FROM notice
    WHERE administration_id = $1 AND case_id = $2";
const OF_CASE: &str = "SELECT seq, items, document_id, due_on, sent_at, answered_at FROM notice
    WHERE administration_id = $1 AND case_id = $2
    ORDER BY seq";
const ANSWERED: &str = "UPDATE notice SET answered_at = $3
    WHERE administration_id = $1 AND case_id = $2 AND answered_at IS NULL";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, OF_CASE, ANSWERED];

/// One defect, as the applicant reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Irregularity {
    /// Code of the kit's catalogue; empty for a free one.
    pub code: String,
    /// The sentence.
    pub text: String,
    /// The provision.
    pub legal: String,
    /// Path of the answer or file that has to change; empty when it is about something else.
    pub path: String,
}

/// A sent notice.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Its number in the case.
    pub seq: i64,
    /// The defects.
    pub items: Vec<Irregularity>,
    /// The letter.
    pub document_id: DocumentId,
    /// Last day to correct.
    pub due_on: Date,
    /// When it was sent, ms since 1970 UTC.
    pub sent_at: i64,
    /// When it was answered.
    pub answered_at: Option<i64>,
}

/// What a clerk sends to the applicant (D-12).
#[derive(Debug, Clone, Default)]
pub struct SendNotice {
    /// Codes of the kit's catalogue.
    pub codes: Vec<String>,
    /// A defect in the clerk's own words; may be empty.
    pub free_text: String,
    /// The ticked check list, kept with the task.
    pub checks: Map<String, Json>,
}

/// The defects a notice would name.
pub fn notice_items(kit: &Kit, send: &SendNotice) -> Vec<Irregularity> {
    let known = kit.manifest.irregularities.iter().filter(|coded| send.codes.contains(&coded.code));
    let mut items: Vec<Irregularity> = known
        .map(|coded| Irregularity {
            code: coded.code.clone(),
            text: coded.text.bg.clone(),
            legal: coded.legal.clone().unwrap_or_default(),
            path: coded.path.clone().unwrap_or_default(),
        })
        .collect();
    if !send.free_text.trim().is_empty() {
        items.push(Irregularity { code: String::new(), text: send.free_text.trim().to_owned(), legal: String::new(), path: String::new() });
    }
    items
}

/// The last day to correct, if the notice were delivered now.
pub fn notice_due(tx: &Tx<'_>, ctx: &Ctx, kit: &Kit) -> Result<Date, Error> {
    let rule = &kit.manifest.correction;
    let term = if rule.working { Term::working_days(rule.days) } else { Term::days(rule.days) };
    let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
    Ok(Ledger::started(ctx.now).deadline(term, &calendar).last_day)
}

/// The letter of a notice as it would be sent now, without a number; give it to [`crate::render::document_render`].
pub fn notice_preview(tx: &Tx<'_>, ctx: &Ctx, case: CaseId, send: &SendNotice) -> Result<Document, Error> {
    ctx.require(Permission::RegularityCheck)?;
    let case = case_file::get(tx, ctx.administration_id, case)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let items = notice_items(&kit, send);
    if items.is_empty() {
        return Err(Error::Missing { what: "irregularities" });
    }
    let due = notice_due(tx, ctx, &kit)?;
    Ok(letter::notice_unsent(tx, ctx, &kit, &case, &items, due)?.preview(ctx, &case))
}

/// Ends a regularity check with a notice: the letter is issued, the applicant written to, the term stopped.
pub fn notice_send(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, send: SendNotice) -> Result<(), Error> {
    ctx.require(Permission::RegularityCheck)?;
    if store::command::command_outcome::<TaskId>(tx, ctx)?.is_some() {
        return Ok(());
    }
    let (task, _) = task::workable(tx, ctx, id)?;
    if task.kind != "regularity" {
        return Err(Error::Outcome { outcome: "irregular".to_owned() });
    }
    let mut case = task::open_case(tx, ctx, task.case_id)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let items = notice_items(&kit, &send);
    if items.is_empty() {
        return Err(Error::Missing { what: "irregularities" });
    }
    let due = notice_due(tx, ctx, &kit)?;
    let letter = letter::notice(tx, ctx, &kit, &case, &items, due)?;
    let document_id = document::insert(
        tx,
        ctx,
        NewDocument {
            id: letter.id,
            case_id: case.id,
            section: Section::Official,
            kind: "notice".to_owned(),
            title: letter.title,
            direction: "out",
            number: letter.number,
            file: None,
            data: letter.data,
        },
    )?;
    let items_text = serde_json::to_string(&items).map_err(store::Error::from)?;
    let paths: Vec<&str> = items.iter().map(|item| item.path.as_str()).filter(|path| !path.is_empty()).collect();
    let fields = serde_json::to_string(&paths).map_err(store::Error::from)?;
    tx.execute(INSERT, &params![ctx.administration_id, case.id, items_text, fields, document_id, due, ctx.now_ms()])?;
    let data = json!({ "codes": send.codes, "due": due, "document": document_id });
    history::append(tx, ctx, history::Event::of_case(case.id, "NoticeSent", data))?;
    term::record(tx, ctx, &kit, &mut case, TermEvent::Paused { reason: PauseReason::Correction }, "")?;
    let mut outcome = send.checks;
    outcome.insert("regularity".to_owned(), json!("irregular"));
    task::complete(tx, ctx, &kit, &mut case, &task, outcome, "")?;
    if !case.status.is_final() {
        engine::set_status(tx, ctx, &kit, &mut case, Status::AwaitingCorrection)?;
        case_file::update(tx, ctx, &case)?;
    }
    store::command::command_record(tx, ctx, &id)?;
    Ok(())
}

pub(crate) fn of_case(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Notice>, Error> {
    Ok(tx.query(OF_CASE, &params![ctx.administration_id, case], |row| {
        Ok(Notice {
            seq: row.get(0)?,
            items: serde_json::from_str(&row.get::<String>(1)?)?,
            document_id: row.get(2)?,
            due_on: row.get(3)?,
            sent_at: row.get(4)?,
            answered_at: row.get(5)?,
        })
    })?)
}

/// Notices of a case, oldest first; for staff and for the applicant's side.
pub fn notice_list(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Notice>, Error> {
    if ctx.require_own_case(case).is_err() {
        ctx.require(Permission::CaseRead)?;
    }
    of_case(tx, ctx, case)
}

/// The notice that waits for the applicant, if there is one.
pub fn notice_open(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Option<Notice>, Error> {
    Ok(notice_list(tx, ctx, case)?.into_iter().rev().find(|notice| notice.answered_at.is_none()))
}

/// The applicant corrects (P-22), or a clerk enters the correction brought to the counter: the term begins anew.
pub fn correction_submit(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, answers: Json) -> Result<(), Error> {
    if ctx.actor.staff().is_some() {
        ctx.require(Permission::ApplicationIntake)?;
    } else {
        ctx.require_own_case(id)?;
    }
    if store::command::command_outcome::<CaseId>(tx, ctx)?.is_some() {
        return Ok(());
    }
    let mut case = case_file::hold(tx, ctx.administration_id, id)?;
    if case.status != Status::AwaitingCorrection {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let evaluation = kit.form.evaluate(&answers, &forms::Env::new(ctx.now, "bg"));
    let errors = but_confirmed(evaluation.errors, &case.answers, &answers);
    if !errors.is_empty() {
        return Err(Error::Invalid { errors });
    }
    let before = std::mem::replace(&mut case.answers, evaluation.data);
    filing::attachments_insert(tx, ctx, &kit, &case, &before)?;
    tx.execute(ANSWERED, &params![ctx.administration_id, id, ctx.now_ms()])?;
    history::append(tx, ctx, history::Event::of_case(id, "CorrectionReceived", json!({ "changed": changed(&before, &case) })))?;
    term::record(tx, ctx, &kit, &mut case, TermEvent::Restarted, "")?;
    case.has_unread = true;
    let variables = feel::Value::from_json(&json!({ "application": case.answers }));
    engine::advance(tx, ctx, &kit, &mut case, Command::Message { name: "correction".to_owned(), variables })?;
    case_file::update(tx, ctx, &case)?;
    store::command::command_record(tx, ctx, &id)?;
    Ok(())
}

/// What is wrong with corrected answers; `filed` are those of the case.
pub fn correction_errors(kit: &Kit, filed: &Json, answers: &Json, env: &forms::Env) -> Vec<forms::FieldError> {
    but_confirmed(kit.form.evaluate(answers, env).errors, filed, answers)
}

/// A doubtful identifier that a clerk confirmed at filing stays confirmed; only a change of it is checked anew.
fn but_confirmed(mut errors: Vec<forms::FieldError>, filed: &Json, answers: &Json) -> Vec<forms::FieldError> {
    let is_unchanged = |path: &str| forms::value_at(answers, path) == forms::value_at(filed, path);
    errors.retain(|error| !(filing::is_identifier_rule(error.rule) && is_unchanged(&error.path)));
    errors
}

/// Names of the top-level answers that differ.
fn changed(before: &Json, case: &CaseFile) -> Vec<String> {
    let (Json::Object(old), Json::Object(new)) = (before, &case.answers) else { return Vec::new() };
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    names.filter(|name| old.get(*name) != new.get(*name)).cloned().collect()
}

//! The decision: drafted by one, reviewed by another, signed by the competent body, issued as a document under its own number.

use kernel::ctx::Ctx;
use kernel::ids::{CaseId, DocumentId, TaskId};
use kernel::permission::Permission;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use services::kit::{DecisionKind, Kit};
use services::organisation;
use store::{Tx, history};

use crate::case_file::{self, CaseFile};
use crate::document::{self, Document, NewDocument, Section};
use crate::engine;
use crate::error::Error;
use crate::letter;
use crate::status::Status;
use crate::task::{self, Task};

/// What the officer proposes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDraft {
    /// `grant`, `partial`, `refuse`.
    #[serde(default)]
    pub decision: String,
    /// Fields of the kit by their keys.
    #[serde(default)]
    pub fields: Map<String, Json>,
    /// Codes of grounds for a refusal.
    #[serde(default)]
    pub grounds: Vec<String>,
}

impl DecisionDraft {
    /// A draft as far as the application already fills it.
    pub fn prefilled(kit: &Kit, case: &CaseFile, kind: DecisionKind) -> DecisionDraft {
        let fields = kit.fields(kind).filter_map(|field| {
            let text = kit.draft_default(field, &case.answers)?;
            Some((field.key.clone(), Json::String(text)))
        });
        DecisionDraft { decision: kind.word().to_owned(), fields: fields.collect(), ..DecisionDraft::default() }
    }

    /// What the draft still lacks: keys of fields, or `grounds`.
    pub fn missing(&self, kit: &Kit) -> Vec<String> {
        let Some(kind) = DecisionKind::from_word(&self.decision) else { return vec!["decision".to_owned()] };
        let empty = |key: &str| match self.fields.get(key) {
            None | Some(Json::Null) => true,
            Some(Json::String(text)) => text.trim().is_empty(),
            Some(_) => false,
        };
        let mut missing: Vec<String> =
            kit.fields(kind).filter(|field| field.required && empty(&field.key)).map(|field| field.key.clone()).collect();
        // A refusal, whole or in part, names its grounds (АПК чл. 59, ал. 2, т. 4).
        if kind != DecisionKind::Grant && self.grounds.is_empty() && !kit.manifest.refusal_grounds.is_empty() {
            missing.push("grounds".to_owned());
        }
        missing
    }
}

fn draft_of(task: &Task) -> Result<DecisionDraft, Error> {
    serde_json::from_value(task.draft.clone()).map_err(|error| store::Error::from(error).into())
}

/// The latest finished draft of a case.
pub fn decision_current(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Option<DecisionDraft>, Error> {
    ctx.require(Permission::CaseRead)?;
    let tasks = task::of_case(tx, ctx.administration_id, case)?;
    tasks.iter().rev().find(|task| task.kind == "draft" && task.state == "done").map(draft_of).transpose()
}

/// The outcome of a draft as it would be issued, without a number (D-25); give it to [`crate::render::document_render`].
pub fn decision_preview(tx: &Tx<'_>, ctx: &Ctx, case: CaseId, draft: &DecisionDraft) -> Result<Document, Error> {
    ctx.require(Permission::CaseRead)?;
    let case = case_file::get(tx, ctx.administration_id, case)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let id = DocumentId::new(ctx.now, ctx.random.as_ref());
    let letter = letter::outcome(tx, ctx, &kit, &case, draft, id, "")?;
    Ok(letter.preview(ctx, &case))
}

/// Finishes the draft: the process goes on to review or signature.
pub fn decision_draft_finish(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, draft: DecisionDraft) -> Result<(), Error> {
    ctx.require(Permission::DecisionDraft)?;
    if store::command::command_outcome::<TaskId>(tx, ctx)?.is_some() {
        return Ok(());
    }
    let (task, _) = task::workable(tx, ctx, id)?;
    if task.kind != "draft" {
        return Err(Error::Outcome { outcome: draft.decision });
    }
    let mut case = task::open_case(tx, ctx, task.case_id)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let kind = DecisionKind::from_word(&draft.decision).ok_or(Error::NotOffered { what: "decision" })?;
    kit.outcome(kind).ok_or(Error::NotOffered { what: "decision" })?;
    if !draft.missing(&kit).is_empty() {
        return Err(Error::Missing { what: "fields" });
    }
    let stored = serde_json::to_value(&draft).map_err(store::Error::from)?;
    task::task_save(tx, ctx, id, &stored)?;
    case.assignee_id = ctx.actor.staff().map(|staff| staff.id).or(case.assignee_id);
    let outcome = Map::from_iter([("decision".to_owned(), json!(draft.decision))]);
    history::append(tx, ctx, history::Event::of_case(case.id, "DecisionDrafted", json!({ "decision": draft.decision })))?;
    task::complete(tx, ctx, &kit, &mut case, &task, outcome, "")?;
    store::command::command_record(tx, ctx, &id)?;
    Ok(())
}

/// Signs the decision: the document gets its number, the term ends, the result is drawn after the commit.
pub fn decision_sign(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<DocumentId, Error> {
    ctx.require(Permission::DecisionSign)?;
    if let Some(done) = store::command::command_outcome(tx, ctx)? {
        return Ok(done);
    }
    let (task, _) = task::workable(tx, ctx, id)?;
    if task.kind != "sign" {
        return Err(Error::Outcome { outcome: "signed".to_owned() });
    }
    let mut case = task::open_case(tx, ctx, task.case_id)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let draft = decision_current(tx, ctx, case.id)?.ok_or(Error::Missing { what: "draft" })?;
    let administration = organisation::administration_get(tx, ctx.administration_id)?;
    let number = services::numbering::outgoing_number_next(tx, ctx, &administration)?;
    let document = DocumentId::new(ctx.now, ctx.random.as_ref());
    let letter = letter::outcome(tx, ctx, &kit, &case, &draft, document, &number)?;
    let kind = DecisionKind::from_word(&draft.decision).and_then(|kind| kit.outcome(kind)).map(|outcome| outcome.document.clone());
    document::insert(
        tx,
        ctx,
        NewDocument {
            id: document,
            case_id: case.id,
            section: Section::Official,
            kind: kind.unwrap_or_else(|| "decision".to_owned()),
            title: letter.title,
            direction: "out",
            number: letter.number,
            file: None,
            data: letter.data,
        },
    )?;
    let data = json!({ "decision": draft.decision, "number": number, "document": document });
    history::append(tx, ctx, history::Event::of_case(case.id, "DecisionSigned", data))?;
    engine::set_status(tx, ctx, &kit, &mut case, Status::Decided)?;
    let outcome = Map::from_iter([("signature".to_owned(), json!("signed"))]);
    task::complete(tx, ctx, &kit, &mut case, &task, outcome, "")?;
    store::command::command_record(tx, ctx, &document)?;
    Ok(document)
}

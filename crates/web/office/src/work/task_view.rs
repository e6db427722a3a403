//! A task with everything its screen shows: the case, what the applicant said, documents, who did what before (D-22).
//!
//! The one rule: every screen of a task begins with this, so the head, the material and the rights are the same on all of them.

use std::sync::Arc;

use cases::CaseFile;
use cases::access::{Looked, access_is_new};
use cases::decision::{DecisionDraft, decision_current};
use cases::delivery::{Delivery, delivery_list};
use cases::document::{Document, document_list};
use cases::notice::{Notice, notice_list};
use cases::payment::{Obligation, obligation_list};
use cases::task::{Task, task_get, task_list_of_case, task_suits};
use kernel::ids::TaskId;
use kernel::permission::Permission;
use services::kit::Kit;
use web::{Page, PageError, format};

use super::words::{self, Section};
use crate::desk::{Desk, role_name};
use crate::due::Due;
use crate::names::{self, Names};

/// A task and its surroundings.
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// Its case.
    pub case: CaseFile,
    /// The kit of the case.
    pub kit: Arc<Kit>,
    /// Documents of the case.
    pub documents: Vec<Document>,
    /// All tasks of the case, oldest first.
    pub tasks: Vec<Task>,
    /// Notices of irregularity.
    pub notices: Vec<Notice>,
    /// What is owed.
    pub obligations: Vec<Obligation>,
    /// Attempts at delivery.
    pub deliveries: Vec<Delivery>,
    /// The latest finished draft of the decision.
    pub decision: Option<DecisionDraft>,
    /// Names of services, units and people.
    pub names: Names,
    /// Whether the person may take the task.
    pub suits: bool,
}

/// Reads a task for its screen.
pub async fn load(desk: &Desk, id: &str) -> Result<TaskView, PageError> {
    desk.require(Permission::CaseRead)?;
    let id: TaskId = id.parse().map_err(|_| PageError::not_found().with_text("work-unknown-task"))?;
    let staff = desk.staff.clone();
    let language = desk.t.language().code();
    let read = desk.read(move |tx, ctx| {
        let task = task_get(tx, ctx, id)?;
        let case = cases::case_get(tx, ctx, task.case_id)?;
        let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
        let tasks = task_list_of_case(tx, ctx, case.id)?;
        let people = tasks.iter().flat_map(|task| [task.assignee_id, task.finished_by]).chain([case.assignee_id]).flatten();
        let is_new = access_is_new(tx, ctx, case.id, Looked::Case)?;
        let view = TaskView {
            documents: document_list(tx, ctx, case.id)?,
            notices: notice_list(tx, ctx, case.id)?,
            obligations: obligation_list(tx, ctx, case.id)?,
            deliveries: delivery_list(tx, ctx, case.id)?,
            decision: decision_current(tx, ctx, case.id)?,
            names: Names::load(tx, ctx, language, people)?,
            suits: task_suits(tx, ctx.administration_id, &task, &staff)?,
            tasks,
            task,
            case,
            kit,
        };
        Ok((is_new, view))
    });
    let (is_new, view) = read.await?;
    if is_new {
        desk.looked(view.case.id).await?;
    }
    Ok(view)
}

/// A document in the list beside the work.
#[derive(Debug, Clone)]
pub struct DocumentRow {
    /// Its address; empty while there is nothing to open.
    pub href: String,
    /// Title.
    pub title: String,
    /// Kind, number and size in one line.
    pub more: String,
    /// Whether only staff see it.
    pub is_internal: bool,
}

/// What a person did before in this case.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Name of the task.
    pub name: String,
    /// Outcome in words.
    pub outcome: String,
    /// Remarks.
    pub remarks: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: i64,
}

/// Everything the common parts of the templates show.
pub struct Head {
    /// Identifier of the task.
    pub task: String,
    /// Name of the task.
    pub name: String,
    /// Counts changes of the task; a form carries it, so that a stale one is noticed.
    pub revision: i64,
    /// Identifier of the case.
    pub case: String,
    /// Incoming number with its day.
    pub number: String,
    /// Service.
    pub service: String,
    /// Applicant.
    pub applicant: String,
    /// Identifier, masked unless the person works on the task.
    pub identifier: String,
    /// Identifier of the status.
    pub status: &'static str,
    /// Term of the case.
    pub due: Due,
    /// Internal due date.
    pub task_due: String,
    /// Who has it, may be empty.
    pub assignee: String,
    /// Role that may take it.
    pub role: String,
    /// Unit.
    pub unit: String,
    /// Whether this person has it.
    pub is_mine: bool,
    /// Whether nobody has it.
    pub is_free: bool,
    /// Whether it is open.
    pub is_open: bool,
    /// Whether this person may work on it now.
    pub can_work: bool,
    /// Whether this person may hand it over.
    pub can_assign: bool,
    /// Whether this person may ask another unit for an opinion while working on it.
    pub may_ask: bool,
    /// The opinion without which this task cannot be finished.
    pub waits_for: Option<String>,
    /// Sentences about what has to be done.
    pub guidance: String,
    /// Answers.
    pub sections: Vec<Section>,
    /// Speed, delivery, channel.
    pub facts: Vec<(String, String)>,
    /// Documents.
    pub documents: Vec<DocumentRow>,
    /// Finished tasks, the latest first.
    pub earlier: Vec<Earlier>,
    /// Whether the applicant added something nobody opened.
    pub has_unread: bool,
}

/// Words of the outcome of a finished task.
pub fn outcome_words(desk: &Desk, task: &Task) -> String {
    let of = |name: &str| task.outcome.get(name).and_then(serde_json::Value::as_str).map(|word| (name.to_owned(), word.to_owned()));
    let found = ["regularity", "opinion", "decision", "review", "signature"].iter().find_map(|name| of(name));
    match found {
        Some((name, word)) => desk.t.get(&format!("work-outcome-{name}-{word}")).into_owned(),
        None => desk.t.get("work-outcome-done").into_owned(),
    }
}

impl TaskView {
    /// Whether this person may work on the task now.
    pub fn can_work(&self, desk: &Desk) -> bool {
        self.task.is_open() && self.suits && self.task.assignee_id.is_none_or(|id| id == desk.staff.id)
    }

    /// Address of the task.
    pub fn at(&self, path: &str) -> String {
        format!("/office/tasks/{}{path}", self.task.id)
    }

    /// The frame of a page of this task.
    pub fn page(&self, desk: &Desk, title: impl Into<String>) -> Page {
        desk.page(title)
            .of_service(words::pick(desk.t, &self.kit.manifest.name))
            .with_crumb(desk.t.get("work-crumb-tasks"), "/office/tasks")
            .with_crumb(format!("№ {}", self.case.incoming_number), format!("/office/cases/{}", self.case.id))
    }

    /// Everything the common parts of the templates show.
    pub fn head(&self, desk: &Desk) -> Head {
        let t = desk.t;
        let language = t.language();
        let can_work = self.can_work(desk);
        let is_mine = self.task.assignee_id == Some(desk.staff.id);
        let env = super::form::env(desk);
        let identifier = self.case.applicant_identifier.clone();
        let documents = self.documents.iter().map(|document| DocumentRow {
            href: if document.has_content() { format!("/office/cases/{}/documents/{}", self.case.id, document.id) } else { String::new() },
            title: document.title.clone(),
            more: document_line(desk, document),
            is_internal: !document.is_official(),
        });
        let mut finished: Vec<&Task> = self.tasks.iter().filter(|task| task.state == "done" && task.id != self.task.id).collect();
        finished.sort_by_key(|task| std::cmp::Reverse(task.finished_at));
        let earlier = finished.into_iter().map(|task| Earlier {
            name: task.name.clone(),
            outcome: outcome_words(desk, task),
            remarks: task.outcome["remarks"].as_str().unwrap_or_default().to_owned(),
            by: task.finished_by_name.clone().unwrap_or_default(),
            at: task.finished_at.unwrap_or_default(),
        });
        let fact = |key: &str, value: String| (t.get(key).into_owned(), value);
        let mut facts = vec![
            fact("work-entry-speed", names::speed(t, &self.case.speed)),
            fact("work-entry-delivery", names::delivery(t, &self.case.delivery)),
            fact("work-channel", names::channel(t, &self.case.channel)),
        ];
        if self.case.delivery == "post" && !self.case.delivery_address.is_empty() {
            facts.push(fact("work-entry-address", self.case.delivery_address.clone()));
        }
        if self.case.fee_cents > 0 {
            let paid = self.obligations.iter().all(|due| due.state == "paid");
            let state = t.get(if paid { "work-payment-paid" } else { "work-payment-due" });
            facts.push(fact("work-start-fee", format!("{}, {state}", format::money(self.case.fee_cents, language))));
        }
        Head {
            task: self.task.id.to_string(),
            name: self.task.name.clone(),
            revision: self.task.revision,
            case: self.case.id.to_string(),
            number: format!("{}/{}", self.case.incoming_number, format::date(self.case.registered_on, language)),
            service: words::pick(t, &self.kit.manifest.name),
            applicant: self.case.applicant_name.clone(),
            identifier: if can_work { identifier } else { format::masked(&identifier) },
            status: self.case.status.identifier(),
            due: Due::of_case(t, &self.case, desk.ctx().today()),
            task_due: self.task.due_on.map(|day| format::date(day, language)).unwrap_or_default(),
            assignee: self.names.person(self.task.assignee_id),
            role: kernel::actor::Role::from_identifier(&self.task.role)
                .map_or_else(|| t.get("work-ask-role").into_owned(), |role| role_name(t, role)),
            unit: self.names.unit(self.task.unit_id),
            is_mine,
            is_free: self.task.assignee_id.is_none(),
            is_open: self.task.is_open(),
            can_work,
            can_assign: self.task.is_open() && (is_mine || desk.may(Permission::TaskAssign)),
            guidance: t
                .get(
                    if self.task.asked.is_some() { "work-guide-asked".to_owned() } else { format!("work-guide-{}", self.task.kind) }
                        .as_str(),
                )
                .into_owned(),
            may_ask: can_work
                && matches!(self.task.kind.as_str(), "regularity" | "work" | "draft" | "review")
                && desk.may(Permission::OpinionGive)
                && !self.case.status.is_decided(),
            waits_for: self.tasks.iter().find(|task| task.is_waited_for() && task.id != self.task.id).map(|task| task.name.clone()),
            sections: words::sections(self.kit.form.summary(&self.case.answers, &env), can_work),
            facts,
            documents: documents.collect(),
            earlier: earlier.collect(),
            has_unread: self.case.has_unread,
        }
    }
}

fn document_line(desk: &Desk, document: &Document) -> String {
    let mut parts = vec![names::document_kind(desk.t, &document.kind)];
    if !document.number.is_empty() {
        parts.push(format!("№ {}", document.number));
    }
    if document.has_content() {
        parts.push(format::size(document.size.unsigned_abs(), desk.t.language()));
    } else if document.state == "rendering" {
        parts.push(desk.t.get("work-document-rendering").into_owned());
    }
    parts.join(" · ")
}

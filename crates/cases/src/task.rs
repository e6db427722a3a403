//! Tasks (задачи): opened and closed by the process – or, for an opinion, by a person – taken and finished by people.
//!
//! The one rule: two clerks never finish one task; the second learns who did it and when.

use jiff::civil::Date;
use kernel::actor::{Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, StaffId, TaskId, UnitId};
use kernel::permission::Permission;
use kernel::term::{Kind, Ledger, Term, Unit};
use process::{CalendarKind, Command, DeadlineRule, TaskKind, TermUnit, UnitRule};
use serde_json::{Map, Value as Json, json};
use services::kit::Kit;
use store::{Row, Tx, history, params};

use crate::case_file::{self, CaseFile};
use crate::document;
use crate::engine;
use crate::error::Error;
use crate::opinion;
use crate::status::Status;

macro_rules! columns {
    () => {
        "id, case_id, activation, node, kind, name, role, unit_id, not_same_as, assignee_id, state, due_on, draft, outcome,
    created_at, finished_at, finished_by, finished_by_name, revision, draft_by, draft_by_name, draft_at, question, asked_by,
    asked_by_name, holds"
    };
}
const INSERT: &str = "INSERT INTO task
    (administration_id, id, case_id, activation, node, kind, name, role, unit_id, not_same_as, state, due_on, draft, outcome,
     created_at, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, '{}', '{}', $12, 1)";
const CANCEL: &str = "UPDATE task SET state = 'cancelled', finished_at = $4, revision = revision + 1
    WHERE administration_id = $1 AND case_id = $2 AND activation = $3 AND state = 'open' AND asked_by IS NULL";
const BY_ID: &str = concat!("SELECT ", columns!(), " FROM task WHERE administration_id = $1 AND id = $2");
const OF_CASE: &str = concat!("SELECT ", columns!(), " FROM task WHERE administration_id = $1 AND case_id = $2 ORDER BY created_at, id");
const ASSIGN: &str = "UPDATE task SET assignee_id = $3, claimed_at = $4, revision = revision + 1
    WHERE administration_id = $1 AND id = $2 AND state = 'open'";
const SAVE: &str = "UPDATE task SET draft = $3, draft_by = $4, draft_by_name = $5, draft_at = $6, revision = revision + 1
    WHERE administration_id = $1 AND id = $2 AND state = 'open'";
const FINISH: &str = "UPDATE task SET state = 'done', outcome = $3, finished_at = $4, finished_by = $5, finished_by_name = $6,
    assignee_id = $5, revision = revision + 1
    WHERE administration_id = $1 AND id = $2 AND state = 'open'";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, CANCEL, BY_ID, OF_CASE, ASSIGN, SAVE, FINISH];

/// A task.
#[derive(Debug, Clone)]
pub struct Task {
    /// Identifier.
    pub id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// Number of the activation in the process.
    pub activation: u32,
    /// Id of the node of the process.
    pub node: String,
    /// Which screen it gets: `regularity`, `payment`, `work`, `opinion`, `draft`, `review`, `sign`, `deliver`.
    pub kind: String,
    /// Name, Bulgarian.
    pub name: String,
    /// Role that may take it.
    pub role: String,
    /// Unit whose people may take it.
    pub unit_id: UnitId,
    /// Node whose performer may not do this one; may be empty.
    pub not_same_as: String,
    /// Who has it.
    pub assignee_id: Option<StaffId>,
    /// `open`, `done`, `cancelled`.
    pub state: String,
    /// Internal due date.
    pub due_on: Option<Date>,
    /// Unfinished work of the assignee.
    pub draft: Json,
    /// Outcome when done.
    pub outcome: Json,
    /// When it was opened, ms since 1970 UTC.
    pub created_at: i64,
    /// When it was finished or cancelled.
    pub finished_at: Option<i64>,
    /// By whom.
    pub finished_by: Option<StaffId>,
    /// By whom, as a name.
    pub finished_by_name: Option<String>,
    /// Counts changes of the row.
    pub revision: i64,
    /// Who kept the unfinished work last.
    pub kept: Option<Kept>,
    /// What is asked, when a person asked for the task and not the process.
    pub asked: Option<Asked>,
}

/// Who kept unfinished work and when.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Who.
    pub by: StaffId,
    /// Who, as a name.
    pub by_name: String,
    /// When, ms since 1970 UTC.
    pub at: i64,
}

/// A question put to a unit or a person outside the process.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question.
    pub question: String,
    /// Who asks.
    pub by: StaffId,
    /// Who asks, as a name.
    pub by_name: String,
    /// Whether the steps of the process wait for the answer.
    pub holds: bool,
}

impl Task {
    /// Whether somebody can still work on it.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// Whether it is an opinion for which the steps of the process wait.
    pub fn is_waited_for(&self) -> bool {
        self.is_open() && self.asked.as_ref().is_some_and(|asked| asked.holds)
    }
}

/// Kinds of tasks that are not finished while an opinion is waited for: the steps towards the decision.
fn holds_back(kind: &str) -> bool {
    matches!(kind, "regularity" | "work" | "draft" | "review" | "sign")
}

fn read(row: &Row<'_>) -> store::Result<Task> {
    Ok(Task {
        id: row.get(0)?,
        case_id: row.get(1)?,
        activation: u32::try_from(row.get::<i64>(2)?).map_err(|_| store::Error::Column { column: 2 })?,
        node: row.get(3)?,
        kind: row.get(4)?,
        name: row.get(5)?,
        role: row.get(6)?,
        unit_id: row.get(7)?,
        not_same_as: row.get(8)?,
        assignee_id: row.get(9)?,
        state: row.get(10)?,
        due_on: row.get(11)?,
        draft: row.get(12)?,
        outcome: row.get(13)?,
        created_at: row.get(14)?,
        finished_at: row.get(15)?,
        finished_by: row.get(16)?,
        finished_by_name: row.get(17)?,
        revision: row.get(18)?,
        kept: match (row.get(19)?, row.get(21)?) {
            (Some(by), Some(at)) => Some(Kept { by, by_name: row.get::<Option<String>>(20)?.unwrap_or_default(), at }),
            _ => None,
        },
        asked: match row.get(23)? {
            Some(by) => Some(Asked {
                question: row.get::<Option<String>>(22)?.unwrap_or_default(),
                by,
                by_name: row.get::<Option<String>>(24)?.unwrap_or_default(),
                holds: row.get::<Option<bool>>(25)?.unwrap_or_default(),
            }),
            None => None,
        },
    })
}

/// The internal term of a task or timer as the kernel's term.
pub(crate) fn deadline_term(rule: &DeadlineRule) -> Term {
    Term {
        value: u16::try_from(rule.amount).unwrap_or(u16::MAX),
        unit: match rule.unit {
            TermUnit::Hour => Unit::Hour,
            TermUnit::Day => Unit::Day,
            TermUnit::Month => Unit::Month,
        },
        kind: match rule.calendar {
            CalendarKind::Working => Kind::Working,
            CalendarKind::Calendar => Kind::Calendar,
        },
    }
}

fn kind_word(kind: Option<TaskKind>) -> &'static str {
    match kind {
        Some(TaskKind::Regularity) => "regularity",
        Some(TaskKind::Payment) => "payment",
        Some(TaskKind::Opinion) => "opinion",
        Some(TaskKind::Draft) => "draft",
        Some(TaskKind::Review) => "review",
        Some(TaskKind::Sign) => "sign",
        Some(TaskKind::Deliver) => "deliver",
        Some(TaskKind::Work) | None => "work",
    }
}

/// Opens the task of a node: its unit by the rule of the node, its due date by the calendar.
pub(crate) fn open(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, activation: u32, node: &str) -> Result<(), Error> {
    let shape = kit.process.node(node).ok_or_else(|| Error::Process { reason: format!("no node {node}") })?;
    let role = shape.extensions.role.as_ref();
    let mut unit = case.unit_id;
    if let Some(code) = role.filter(|role| role.unit == UnitRule::Named).and_then(|role| role.unit_code.as_deref())
        && let Some(named) = services::organisation::unit_by_code(tx, ctx.administration_id, code)?
    {
        unit = named.id;
    }
    let due = match &shape.extensions.deadline {
        Some(rule) => {
            let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
            Some(Ledger::started(ctx.now).deadline(deadline_term(rule), &calendar).last_day)
        }
        None => None,
    };
    tx.execute(
        INSERT,
        &params![
            ctx.administration_id,
            TaskId::new(ctx.now, ctx.random.as_ref()),
            case.id,
            activation,
            node,
            kind_word(shape.extensions.task),
            shape.label(),
            role.map_or("case_officer", |role| role.role.as_str()),
            unit,
            role.and_then(|role| role.not_same_as.as_deref()).unwrap_or_default(),
            due,
            ctx.now_ms()
        ],
    )?;
    Ok(())
}

/// Closes the open task of an activation that the process no longer wants.
pub(crate) fn cancel(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, activation: u32) -> Result<(), Error> {
    tx.execute(CANCEL, &params![ctx.administration_id, case, activation, ctx.now_ms()])?;
    Ok(())
}

pub(crate) fn get(tx: &Tx<'_>, administration: AdministrationId, id: TaskId) -> Result<Task, Error> {
    tx.query_row(BY_ID, &params![administration, id], read)?.ok_or(Error::NotFound { what: "task" })
}

pub(crate) fn of_case(tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> Result<Vec<Task>, Error> {
    Ok(tx.query(OF_CASE, &params![administration, case], read)?)
}

/// One task; needs [`Permission::CaseRead`].
pub fn task_get(tx: &Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<Task, Error> {
    ctx.require(Permission::CaseRead)?;
    get(tx, ctx.administration_id, id)
}

/// Tasks of a case in the order they were opened.
pub fn task_list_of_case(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Task>, Error> {
    ctx.require(Permission::CaseRead)?;
    of_case(tx, ctx.administration_id, case)
}

/// Roles that serve the whole administration and not one unit.
fn is_central(role: Role) -> bool {
    matches!(role, Role::FrontDesk | Role::Registrar | Role::Signatory | Role::Cashier)
}

/// Whether a member of staff may take a task: the role, its unit, and four eyes where the process asks for them.
///
/// An opinion asked for by a person suits whoever in that unit gives opinions, except who asks.
pub fn task_suits(tx: &Tx<'_>, administration: AdministrationId, task: &Task, staff: &StaffActor) -> Result<bool, Error> {
    if let Some(asked) = &task.asked {
        return Ok(staff.unit == Some(task.unit_id) && staff.may(Permission::OpinionGive) && staff.id != asked.by);
    }
    let Some(role) = Role::from_identifier(&task.role) else { return Ok(false) };
    let placed = is_central(role) || staff.unit == Some(task.unit_id);
    Ok(staff.has(role) && placed && !breaks_four_eyes(tx, administration, task, staff)?)
}

fn breaks_four_eyes(tx: &Tx<'_>, administration: AdministrationId, task: &Task, staff: &StaffActor) -> Result<bool, Error> {
    if task.not_same_as.is_empty() {
        return Ok(false);
    }
    let earlier = of_case(tx, administration, task.case_id)?;
    Ok(earlier.iter().rev().find(|t| t.node == task.not_same_as && t.state == "done").is_some_and(|t| t.finished_by == Some(staff.id)))
}

pub(crate) fn taken(what: &'static str, task: &Task, tx: &Tx<'_>, administration: AdministrationId) -> Result<Error, Error> {
    let by = match (&task.finished_by_name, task.assignee_id) {
        (Some(name), _) => name.clone(),
        (None, Some(id)) => identity::staff_name(tx, administration, id)?.unwrap_or_default(),
        (None, None) => String::new(),
    };
    Ok(Error::Taken { what, by, at: task.finished_at.unwrap_or(task.created_at) })
}

/// The task as it is once this command alone may change its case.
fn held(tx: &Tx<'_>, administration: AdministrationId, id: TaskId) -> Result<Task, Error> {
    let case = get(tx, administration, id)?.case_id;
    case_file::hold(tx, administration, case)?;
    get(tx, administration, id)
}

/// Loads a task that the acting member of staff may work on now.
pub(crate) fn workable(tx: &Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<(Task, StaffActor), Error> {
    let staff = ctx.require_staff(Permission::TaskWork)?.clone();
    let task = held(tx, ctx.administration_id, id)?;
    if !task.is_open() {
        return Err(taken("finished", &task, tx, ctx.administration_id)?);
    }
    if task.assignee_id.is_some_and(|assignee| assignee != staff.id) {
        return Err(taken("claimed", &task, tx, ctx.administration_id)?);
    }
    if breaks_four_eyes(tx, ctx.administration_id, &task, &staff)? {
        return Err(Error::FourEyes);
    }
    if !task_suits(tx, ctx.administration_id, &task, &staff)? {
        return Err(kernel::ctx::Denied { permission: Permission::TaskWork }.into());
    }
    Ok((task, staff))
}

fn assign(tx: &mut Tx<'_>, ctx: &Ctx, task: &Task, to: Option<StaffId>, kind: &'static str, reason: &str) -> Result<(), Error> {
    tx.execute(ASSIGN, &params![ctx.administration_id, task.id, to, to.map(|_| ctx.now_ms())])?;
    let data = json!({ "task": task.id, "node": task.node, "name": task.name, "to": to });
    history::append(tx, ctx, history::Event::of_case(task.case_id, kind, data).because(reason))?;
    if task.kind != "opinion" && task.role == Role::CaseOfficer.identifier() {
        let mut case = case_file::hold(tx, ctx.administration_id, task.case_id)?;
        case.assignee_id = to.or(case.assignee_id);
        case_file::update(tx, ctx, &case)?;
    }
    Ok(())
}

/// Takes a task from the queue.
pub fn task_claim(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<(), Error> {
    let (task, staff) = workable(tx, ctx, id)?;
    if task.assignee_id == Some(staff.id) {
        return Ok(());
    }
    assign(tx, ctx, &task, Some(staff.id), "TaskClaimed", "")
}

/// Puts one's own task back into the queue.
pub fn task_release(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, reason: &str) -> Result<(), Error> {
    let (task, _) = workable(tx, ctx, id)?;
    assign(tx, ctx, &task, None, "TaskReleased", reason)
}

/// Hands a task over: one's own to a colleague, or any of the unit by its head or the registrar.
pub fn task_assign(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, to: StaffId, reason: &str) -> Result<(), Error> {
    let staff = ctx.require_staff(Permission::TaskWork)?.clone();
    let task = held(tx, ctx.administration_id, id)?;
    if !task.is_open() {
        return Err(taken("finished", &task, tx, ctx.administration_id)?);
    }
    if task.assignee_id != Some(staff.id) {
        ctx.require(Permission::TaskAssign)?;
    }
    let receiver = identity::staff_actor(tx, ctx.administration_id, to)?.ok_or(Error::NotFound { what: "staff" })?;
    if !task_suits(tx, ctx.administration_id, &task, &receiver)? {
        return Err(kernel::ctx::Denied { permission: Permission::TaskWork }.into());
    }
    assign(tx, ctx, &task, Some(to), "TaskAssigned", reason)
}

/// Keeps unfinished work; claims the task if nobody has it.
pub fn task_save(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, draft: &Json) -> Result<(), Error> {
    let (task, staff) = workable(tx, ctx, id)?;
    if task.assignee_id.is_none() {
        assign(tx, ctx, &task, Some(staff.id), "TaskClaimed", "")?;
    }
    document::files_keep(tx, ctx, draft)?;
    tx.execute(SAVE, &params![ctx.administration_id, id, draft.to_string(), staff.id, &staff.name, ctx.now_ms()])?;
    Ok(())
}

fn permission_of(kind: &str) -> Permission {
    match kind {
        "regularity" => Permission::RegularityCheck,
        "payment" => Permission::PaymentRecord,
        "opinion" => Permission::OpinionGive,
        "draft" => Permission::DecisionDraft,
        "review" => Permission::DecisionReview,
        "sign" => Permission::DecisionSign,
        "deliver" => Permission::DeliveryRecord,
        _ => Permission::TaskWork,
    }
}

/// Refuses an outcome that the kind of the task does not know (brief of the kit format in `docs/kits.md`).
fn check_outcome(task: &Task, outcome: &Map<String, Json>) -> Result<(), Error> {
    let allowed: &[(&str, &[&str])] = match task.kind.as_str() {
        "regularity" => &[("regularity", &["regular", "irregular", "inadmissible"])],
        "opinion" if task.asked.is_some() => &[("opinion", &["agreed", "notAgreed", "answered", "declined"])],
        "opinion" => &[("opinion", &["agreed", "notAgreed", "terminate", "rework"])],
        "draft" => &[("decision", &["grant", "partial", "refuse"])],
        "review" => &[("review", &["approved", "rework"])],
        "sign" => &[("signature", &["signed", "returned"])],
        _ => &[],
    };
    for (name, words) in allowed {
        let word = outcome.get(*name).and_then(Json::as_str).unwrap_or_default();
        if !words.contains(&word) {
            return Err(Error::Outcome { outcome: word.to_owned() });
        }
    }
    Ok(())
}

/// Loads the case of a task and refuses work on it while it is closed or suspended.
pub(crate) fn open_case(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<CaseFile, Error> {
    let case = case_file::hold(tx, ctx.administration_id, id)?;
    match case.status {
        status if status.is_final() => Err(Error::Closed),
        Status::Suspended => Err(Error::Suspended),
        _ => Ok(case),
    }
}

/// Marks a task done and gives its outcome to the process. The caller has checked what is special to the kind.
pub(crate) fn complete(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    kit: &Kit,
    case: &mut CaseFile,
    task: &Task,
    mut outcome: Map<String, Json>,
    remarks: &str,
) -> Result<(), Error> {
    check_outcome(task, &outcome)?;
    if holds_back(&task.kind)
        && let Some(waited) = of_case(tx, ctx.administration_id, case.id)?.into_iter().find(Task::is_waited_for)
    {
        return Err(Error::AwaitsOpinion { name: waited.name });
    }
    if task.kind == "opinion" && task.asked.is_none() {
        let opinion = outcome.get("opinion").cloned().unwrap_or(Json::Null);
        outcome.insert(format!("opinion_{}", task.node), opinion);
    }
    let (by, name) = match ctx.actor.staff() {
        Some(staff) => (Some(staff.id), Some(staff.name.clone())),
        None => (None, None),
    };
    let mut stored = outcome.clone();
    if !remarks.is_empty() {
        stored.insert("remarks".to_owned(), json!(remarks));
    }
    let stored = Json::Object(stored);
    document::files_keep(tx, ctx, &stored)?;
    if tx.execute(FINISH, &params![ctx.administration_id, task.id, stored.to_string(), ctx.now_ms(), by, name])? != 1 {
        return Err(taken("finished", &get(tx, ctx.administration_id, task.id)?, tx, ctx.administration_id)?);
    }
    let data = json!({ "task": task.id, "node": task.node, "name": task.name, "outcome": outcome });
    history::append(tx, ctx, history::Event::of_case(case.id, "TaskFinished", data).because(remarks))?;
    if task.asked.is_some() {
        // The process knows nothing of it.
        return opinion::answered(tx, ctx, case, task);
    }
    case.has_unread = case.has_unread && by.is_none();
    let variables = feel::Value::from_json(&Json::Object(outcome));
    engine::advance(tx, ctx, kit, case, Command::CompleteTask { activation: task.activation, variables })?;
    case_file::update(tx, ctx, case)
}

/// What a clerk sends to finish a task.
#[derive(Debug, Clone, Default)]
pub struct Finish {
    /// Outcome variables by the kind of the task.
    pub outcome: Map<String, Json>,
    /// Remarks kept with the outcome.
    pub remarks: String,
}

/// Finishes a task of kind `work`, `opinion`, `review`, a regular `regularity` or a returned `sign`.
///
/// A notice of irregularity, a draft, a signature, a delivery and a payment have commands of their own, because more happens with them.
pub fn task_finish(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId, finish: Finish) -> Result<(), Error> {
    if store::command::command_outcome::<TaskId>(tx, ctx)?.is_some() {
        return Ok(());
    }
    let (task, _) = workable(tx, ctx, id)?;
    ctx.require(permission_of(&task.kind))?;
    let is = |name: &str, word: &str| finish.outcome.get(name).and_then(Json::as_str) == Some(word);
    let own_command =
        is("regularity", "irregular") || is("signature", "signed") || matches!(task.kind.as_str(), "draft" | "deliver" | "payment");
    if own_command {
        return Err(Error::Outcome { outcome: task.kind });
    }
    // An answer to a question is its words.
    let needs_reason = task.asked.is_some()
        || is("opinion", "notAgreed")
        || is("opinion", "rework")
        || is("review", "rework")
        || is("signature", "returned");
    if needs_reason && finish.remarks.trim().is_empty() {
        return Err(Error::Missing { what: "reason" });
    }
    let mut case = open_case(tx, ctx, task.case_id)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    complete(tx, ctx, &kit, &mut case, &task, finish.outcome, finish.remarks.trim())?;
    store::command::command_record(tx, ctx, &id)?;
    Ok(())
}

//! Lists of cases and tasks: filters, keyset paging, bounded counts. The cost of a page does not grow with the number of cases.

use jiff::civil::Date;
use kernel::clock;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, StaffId, TaskId, UnitId};
use kernel::limits::{COUNT_MAX, PAGE_ROWS};
use kernel::permission::Permission;
use store::{Tx, Value, params};

use crate::case_file::{self, CaseFile, columns};
use crate::error::Error;
use crate::status::Status;

/// Filters of the list of cases; what is absent does not restrict.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// Status.
    pub status: Option<Status>,
    /// Only open (`true`) or only closed cases.
    pub open: Option<bool>,
    /// Code of the service.
    pub service: Option<String>,
    /// Accountable unit.
    pub unit: Option<UnitId>,
    /// Accountable person.
    pub assignee: Option<StaffId>,
    /// Channel.
    pub channel: Option<String>,
    /// Registered on this day or later.
    pub from: Option<Date>,
    /// Registered on this day or earlier.
    pub to: Option<Date>,
    /// Open, not suspended, and past the deadline.
    pub overdue: bool,
    /// Open with the deadline on this day or earlier.
    pub due_until: Option<Date>,
    /// With something new from the applicant.
    pub unread: bool,
}

/// Where a page continues: behind this row in the order of filing, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its time of filing, ms since 1970 UTC.
    pub filed_at: i64,
    /// Its identifier.
    pub id: CaseId,
}

impl Cursor {
    /// The text form used in addresses: `<ms>-<id>`.
    pub fn to_text(self) -> String {
        format!("{}-{}", self.filed_at, self.id)
    }

    /// Reads the text form.
    pub fn from_text(text: &str) -> Option<Cursor> {
        let (at, id) = text.split_once('-')?;
        Some(Cursor { filed_at: at.parse().ok()?, id: id.parse().ok()? })
    }
}

/// A page of cases.
#[derive(Debug, Clone)]
pub struct CasePage {
    /// Rows, newest first.
    pub rows: Vec<CaseFile>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// How many there are, at most [`COUNT_MAX`] + 1.
    pub count: i64,
}

/// Builds `WHERE` from the filters that are set.
struct Conditions {
    text: String,
    values: Vec<Value>,
}

impl Conditions {
    fn new(ctx: &Ctx) -> Conditions {
        Conditions { text: "administration_id = $1".to_owned(), values: params![ctx.administration_id].to_vec() }
    }

    /// Adds a condition in which `{}` stands for the parameter.
    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.text.push_str(" AND ");
        self.text.push_str(&condition.replace("{}", &format!("${}", self.values.len())));
    }
}

fn conditions(ctx: &Ctx, filter: &CaseFilter) -> Conditions {
    let mut all = Conditions::new(ctx);
    if let Some(status) = filter.status {
        all.add("status = {}", status.identifier());
    }
    if let Some(open) = filter.open {
        all.add("is_open = {}", open);
    }
    if let Some(service) = &filter.service {
        all.add("service_code = {}", service);
    }
    if let Some(unit) = filter.unit {
        all.add("unit_id = {}", unit);
    }
    if let Some(assignee) = filter.assignee {
        all.add("assignee_id = {}", assignee);
    }
    if let Some(channel) = &filter.channel {
        all.add("channel = {}", channel);
    }
    if let Some(from) = filter.from {
        all.add("filed_at >= {}", clock::sofia_instant(from.to_datetime(jiff::civil::Time::midnight())).as_millisecond());
    }
    if let Some(to) = filter.to.and_then(|to| to.tomorrow().ok()) {
        all.add("filed_at < {}", clock::sofia_instant(to.to_datetime(jiff::civil::Time::midnight())).as_millisecond());
    }
    if filter.overdue {
        all.add("is_open = {}", true);
        all.add("deadline_on < {}", ctx.today());
        all.add("term_paused = {}", false);
        all.add("decided_at IS NULL AND {} = 1", 1_i64);
    }
    if let Some(until) = filter.due_until {
        all.add("is_open = {}", true);
        all.add("deadline_on <= {}", until);
        all.add("decided_at IS NULL AND {} = 1", 1_i64);
    }
    if filter.unread {
        all.add("has_unread = {}", true);
    }
    all
}

/// A page of cases by filters (D-05).
pub fn case_list(tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter, after: Option<Cursor>) -> Result<CasePage, Error> {
    ctx.require(Permission::CaseRead)?;
    let counted = conditions(ctx, filter);
    let mut paged = conditions(ctx, filter);
    if let Some(cursor) = after {
        paged.add("(filed_at, id) < ({}", cursor.filed_at);
        paged.values.push(cursor.id.into());
        paged.text.push_str(&format!(", ${})", paged.values.len()));
    }
    let sql = format!("SELECT {} FROM case_file WHERE {} ORDER BY filed_at DESC, id DESC LIMIT {}", columns!(), paged.text, PAGE_ROWS + 1);
    let mut rows = tx.query(&sql, &paged.values, case_file::read)?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let next = rows.last().filter(|_| more).map(|case| Cursor { filed_at: case.filed_at, id: case.id });
    let count = count(tx, "case_file", &counted)?;
    Ok(CasePage { rows, next, count })
}

fn count(tx: &Tx<'_>, table: &str, conditions: &Conditions) -> Result<i64, Error> {
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE {} LIMIT {}) AS bounded", conditions.text, COUNT_MAX + 1);
    Ok(tx.query_row(&sql, &conditions.values, |row| row.get(0))?.unwrap_or_default())
}

/// How many cases a filter finds, at most [`COUNT_MAX`] + 1.
pub fn case_count(tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter) -> Result<i64, Error> {
    ctx.require(Permission::CaseRead)?;
    count(tx, "case_file", &conditions(ctx, filter))
}

/// A task in a list, with what one must know of its case.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// Task.
    pub id: TaskId,
    /// Case.
    pub case_id: CaseId,
    /// Kind, see [`crate::task::Task::kind`].
    pub kind: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Unit.
    pub unit_id: UnitId,
    /// Who has it.
    pub assignee_id: Option<StaffId>,
    /// Internal due date.
    pub due_on: Option<Date>,
    /// When it was opened, ms since 1970 UTC.
    pub created_at: i64,
    /// Incoming number of the case.
    pub incoming_number: String,
    /// Service.
    pub service_code: String,
    /// Applicant.
    pub applicant_name: String,
    /// Status of the case.
    pub status: Status,
    /// Deadline of the case.
    pub deadline_on: Option<Date>,
    /// Stands still.
    pub term_paused: bool,
    /// Something new from the applicant.
    pub has_unread: bool,
}

const TASK_ROWS: &str = "SELECT t.id, t.case_id, t.kind, t.name, t.role, t.unit_id, t.assignee_id, t.due_on, t.created_at,
    c.incoming_number, c.service_code, c.applicant_name, c.status, c.deadline_on, c.term_paused, c.has_unread
    FROM task t JOIN case_file c ON c.administration_id = t.administration_id AND c.id = t.case_id
    WHERE t.administration_id = $1 AND t.state = 'open' AND ";
const MINE: &str = "t.assignee_id = $2 ORDER BY t.due_on NULLS LAST, t.created_at LIMIT 500";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[DONE_TODAY];

const DONE_TODAY: &str = "SELECT COUNT(*) FROM task
    WHERE administration_id = $1 AND state = 'done' AND assignee_id = $2 AND finished_at >= $3";

fn task_rows(tx: &Tx<'_>, condition: &str, values: &[Value]) -> Result<Vec<TaskRow>, Error> {
    Ok(tx.query(&format!("{TASK_ROWS}{condition}"), values, |row| {
        Ok(TaskRow {
            id: row.get(0)?,
            case_id: row.get(1)?,
            kind: row.get(2)?,
            name: row.get(3)?,
            role: row.get(4)?,
            unit_id: row.get(5)?,
            assignee_id: row.get(6)?,
            due_on: row.get(7)?,
            created_at: row.get(8)?,
            incoming_number: row.get(9)?,
            service_code: row.get(10)?,
            applicant_name: row.get(11)?,
            status: Status::from_identifier(&row.get::<String>(12)?).ok_or(store::Error::Column { column: 12 })?,
            deadline_on: row.get(13)?,
            term_paused: row.get(14)?,
            has_unread: row.get(15)?,
        })
    })?)
}

/// The tasks the acting person has taken, the most urgent first (D-03).
pub fn task_list_mine(tx: &Tx<'_>, ctx: &Ctx) -> Result<Vec<TaskRow>, Error> {
    let staff = ctx.require_staff(Permission::TaskWork)?;
    task_rows(tx, MINE, &params![ctx.administration_id, staff.id])
}

/// The tasks nobody has taken that the acting person may take (D-04): of the own unit, or of a central role.
pub fn task_list_queue(tx: &Tx<'_>, ctx: &Ctx, service: Option<&str>) -> Result<Vec<TaskRow>, Error> {
    let staff = ctx.require_staff(Permission::TaskWork)?;
    let rows = queue_of(tx, ctx, service, true)?;
    let central = ["front_desk", "registrar", "signatory", "cashier"];
    let suits = |row: &TaskRow| {
        let holds = staff.roles.iter().any(|role| role.identifier() == row.role);
        holds && (central.contains(&row.role.as_str()) || staff.unit == Some(row.unit_id))
    };
    Ok(rows.into_iter().filter(suits).collect())
}

/// All open tasks of the acting person's unit, taken or not: for the head who distributes work.
pub fn task_list_unit(tx: &Tx<'_>, ctx: &Ctx, service: Option<&str>) -> Result<Vec<TaskRow>, Error> {
    let staff = ctx.require_staff(Permission::TaskAssign)?;
    let unit = staff.unit;
    Ok(queue_of(tx, ctx, service, false)?.into_iter().filter(|row| unit == Some(row.unit_id) || unit.is_none()).collect())
}

fn queue_of(tx: &Tx<'_>, ctx: &Ctx, service: Option<&str>, only_free: bool) -> Result<Vec<TaskRow>, Error> {
    let mut condition = if only_free { "t.assignee_id IS NULL" } else { "1 = 1" }.to_owned();
    let mut values = params![ctx.administration_id].to_vec();
    if let Some(service) = service {
        values.push(service.into());
        condition.push_str(" AND c.service_code = $2");
    }
    condition.push_str(" ORDER BY t.due_on NULLS LAST, t.created_at LIMIT 500");
    task_rows(tx, &condition, &values)
}

/// How many tasks the acting person finished since the beginning of the day.
pub fn task_count_done_today(tx: &Tx<'_>, ctx: &Ctx) -> Result<i64, Error> {
    let staff = ctx.require_staff(Permission::TaskWork)?;
    let midnight = clock::sofia_instant(ctx.today().to_datetime(jiff::civil::Time::midnight())).as_millisecond();
    Ok(tx.query_row(DONE_TODAY, &params![ctx.administration_id, staff.id, midnight], |row| row.get(0))?.unwrap_or_default())
}

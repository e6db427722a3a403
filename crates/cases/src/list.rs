//! Lists of cases and tasks: filters, keyset paging, bounded counts. The cost of a page does not grow with the number of cases.

use jiff::civil::Date;
use kernel::clock;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, StaffId, TaskId, UnitId};
use kernel::limits::{COUNT_MAX, PAGE_ROWS};
use kernel::permission::Permission;
use store::{Row, Tx, Value, params};

use crate::case_file::{self, CaseFile, columns};
use crate::error::Error;
pub use crate::order::{Cursor, Order, Sort};
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
    /// Open, not suspended, with the deadline between today and this day.
    pub due_until: Option<Date>,
    /// Open, with a term that stands still.
    pub paused: bool,
    /// With something new from the applicant.
    pub unread: bool,
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
pub(crate) struct Conditions {
    text: String,
    values: Vec<Value>,
    walk: Walk,
}

/// Along what the rows are to be found: filters that would lead elsewhere are written so that no index serves them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    /// Along whatever the database thinks best: for counting, and for gathering a few.
    Free,
    /// Along the time of filing, of all or of one status, service, unit, person or channel.
    Filings,
    /// Along the time of filing of the open ones: they are few, and the newest of them are far from the oldest of all.
    OpenFilings,
    /// Along the deadlines of all cases, or of those alike in one column: [`CaseFilter::deadline_column`].
    Deadlines(&'static str),
    /// Along the filings of a group. What one person has is no more than a group, so that index may serve too.
    Group,
    /// Along the filings of a status: those that are not final are few, whoever has them.
    Status,
}

impl Walk {
    fn leaves_out(self, column: &str) -> bool {
        let is_of_term = matches!(column, "is_open" | "deadline_on" | "term_paused");
        match self {
            Walk::Free => false,
            Walk::Filings => is_of_term,
            Walk::OpenFilings => !matches!(column, "is_open" | "filed_at"),
            Walk::Deadlines(along) => column != along && column != "deadline_on",
            Walk::Group => is_of_term || matches!(column, "channel" | "has_unread"),
            Walk::Status => is_of_term || matches!(column, "channel" | "has_unread" | "assignee_id"),
        }
    }
}

impl Conditions {
    /// Adds a condition in which `{}` stands for the parameter.
    pub(crate) fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.text.push_str(" AND ");
        self.text.push_str(&condition.replace("{}", &format!("${}", self.values.len())));
    }

    /// Adds a comparison of two columns with two values, as one.
    pub(crate) fn add_pair(&mut self, columns: &str, comparison: &str, first: impl Into<Value>, second: impl Into<Value>) {
        self.values.extend([first.into(), second.into()]);
        let at = self.values.len();
        self.text.push_str(&format!(" AND {columns} {comparison} (${}, ${at})", at - 1));
    }

    /// Adds a condition without a parameter.
    pub(crate) fn add_plain(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    /// Adds a filter on one column.
    fn filter(&mut self, column: &str, comparison: &str, value: impl Into<Value>) {
        let column = if self.walk.leaves_out(column) { format!("COALESCE({column}, {column})") } else { column.to_owned() };
        self.add(&format!("{column} {comparison} {{}}"), value);
    }

    /// The rows of these conditions in an order, at most `limit`.
    pub(crate) fn rows(&self, tx: &Tx<'_>, order: &str, limit: usize) -> Result<Vec<CaseFile>, Error> {
        let sql = format!("SELECT {} FROM case_file WHERE {} ORDER BY {order} LIMIT {limit}", columns!(), self.text);
        Ok(tx.query(&sql, &self.values, case_file::read)?)
    }

    /// Some columns of the rows of these conditions.
    pub(crate) fn pick<T>(&self, tx: &Tx<'_>, columns: &str, map: impl FnMut(&Row<'_>) -> store::Result<T>) -> Result<Vec<T>, Error> {
        let sql = format!("SELECT {columns} FROM case_file WHERE {} LIMIT {}", self.text, COUNT_MAX + 1);
        Ok(tx.query(&sql, &self.values, map)?)
    }
}

/// The conditions of a filter.
pub(crate) fn conditions(ctx: &Ctx, filter: &CaseFilter, walk: Walk) -> Conditions {
    let mut all = Conditions { text: "administration_id = $1".to_owned(), values: params![ctx.administration_id].to_vec(), walk };
    if let Some(status) = filter.status {
        all.filter("status", "=", status.identifier());
    }
    // The index of a status orders by filing; only a walk along the deadlines gains from knowing what the status says of being open.
    if let Some(open) = if matches!(walk, Walk::Deadlines(_)) { filter.is_open() } else { filter.asks_open() } {
        // Those that stand still have an index of their own.
        if filter.paused { all.add("COALESCE(is_open, is_open) = {}", open) } else { all.filter("is_open", "=", open) }
    }
    if let Some(service) = &filter.service {
        all.filter("service_code", "=", service);
    }
    if let Some(unit) = filter.unit {
        all.filter("unit_id", "=", unit);
    }
    if let Some(assignee) = filter.assignee {
        all.filter("assignee_id", "=", assignee);
    }
    if let Some(channel) = &filter.channel {
        all.filter("channel", "=", channel);
    }
    let midnight = |day: Date| clock::sofia_instant(day.to_datetime(jiff::civil::Time::midnight())).as_millisecond();
    if let Some(from) = filter.from {
        all.filter("filed_at", ">=", midnight(from));
    }
    if let Some(to) = filter.to.and_then(|to| to.tomorrow().ok()) {
        all.filter("filed_at", "<", midnight(to));
    }
    if filter.overdue {
        all.filter("deadline_on", "<", ctx.today());
        all.filter("term_paused", "=", false);
        all.add_plain("decided_at IS NULL");
    }
    if let Some(until) = filter.due_until {
        all.filter("deadline_on", ">=", ctx.today());
        all.filter("deadline_on", "<=", until);
        all.filter("term_paused", "=", false);
        all.add_plain("decided_at IS NULL");
    }
    if filter.paused {
        all.add_plain("term_paused");
    }
    if filter.unread {
        // Their index holds nothing else.
        if walk.leaves_out("has_unread") { all.add("COALESCE(has_unread, has_unread) = {}", true) } else { all.add_plain("has_unread") }
    }
    all
}

impl CaseFilter {
    fn asks_open(&self) -> Option<bool> {
        let runs = self.overdue || self.due_until.is_some() || self.paused;
        self.open.or_else(|| runs.then_some(true))
    }

    /// How the rows in the order of filing are walked.
    pub(crate) fn filing_walk(&self) -> Walk {
        if self.asks_open() == Some(true) && self.status.is_none() && !self.paused { Walk::OpenFilings } else { Walk::Filings }
    }

    /// The column whose index a walk along the deadlines takes. The open are few; otherwise what is asked for may lie at one end of all
    /// deadlines, as a new service or a new unit does.
    pub(crate) fn deadline_column(&self) -> &'static str {
        match self {
            _ if self.is_open().is_some() => "is_open",
            CaseFilter { unit: Some(_), .. } => "unit_id",
            CaseFilter { service: Some(_), .. } => "service_code",
            CaseFilter { channel: Some(_), .. } => "channel",
            _ => "is_open",
        }
    }

    /// Whether only open or only closed cases can be found, by what is asked for or by the status.
    pub(crate) fn is_open(&self) -> Option<bool> {
        self.asks_open().or_else(|| self.status.map(|status| !status.is_final()))
    }
}

/// A page of cases by filters, the newest first (D-05).
pub fn case_list(tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter, after: Option<Cursor>) -> Result<CasePage, Error> {
    case_list_by(tx, ctx, filter, &Order::default(), after)
}

/// A page of cases by filters in an order (D-05).
pub fn case_list_by(tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter, order: &Order, after: Option<Cursor>) -> Result<CasePage, Error> {
    ctx.require(Permission::CaseRead)?;
    let count = count(tx, "case_file", &conditions(ctx, filter, Walk::Free))?;
    let mut rows = order.rows(tx, ctx, filter, after.as_ref(), count)?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let next = rows.last().filter(|_| more).map(|case| order.cursor(case));
    Ok(CasePage { rows, next, count })
}

fn count(tx: &Tx<'_>, table: &str, conditions: &Conditions) -> Result<i64, Error> {
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE {} LIMIT {}) AS bounded", conditions.text, COUNT_MAX + 1);
    Ok(tx.query_row(&sql, &conditions.values, |row| row.get(0))?.unwrap_or_default())
}

/// How many cases a filter finds, at most [`COUNT_MAX`] + 1.
pub fn case_count(tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter) -> Result<i64, Error> {
    ctx.require(Permission::CaseRead)?;
    count(tx, "case_file", &conditions(ctx, filter, Walk::Free))
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
    /// Who asked for it, when a person did and not the process.
    pub asked_by: Option<StaffId>,
}

const TASK_ROWS: &str = "SELECT t.id, t.case_id, t.kind, t.name, t.role, t.unit_id, t.assignee_id, t.due_on, t.created_at,
    c.incoming_number, c.service_code, c.applicant_name, c.status, c.deadline_on, c.term_paused, c.has_unread,
    t.asked_by
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
            asked_by: row.get(16)?,
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
        if row.role.is_empty() {
            return staff.unit == Some(row.unit_id) && row.asked_by != Some(staff.id) && ctx.may(Permission::OpinionGive);
        }
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

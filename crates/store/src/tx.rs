//! One transaction: statements with `$1, $2 …`, poisoned by the first failure on every database alike.

use std::cell::{Cell, RefCell};

use kernel::ids::{AdministrationId, CommandId};
use postgres::types::ToSql;

use crate::dialect::SQLITE;
use crate::history::{Logged, Pending};
use crate::log::LogId;
use crate::postgres::Session;
use crate::store::{Pace, Step};
use crate::table::Insert;
use crate::value::{Array, Row, Value};
use crate::{Error, Result};

/// What a transaction runs on.
enum Connection<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(RefCell<&'c mut Session>),
}

/// A transaction on the store. Reads take `&Tx`, writes take `&mut Tx`.
pub struct Tx<'c> {
    connection: Connection<'c>,
    poisoned: Cell<bool>,
    /// The failure was of the moment, not of the command: run again, it may go well.
    is_passing: Cell<bool>,
    has_changed: bool,
    statements: Cell<u64>,
    pace: Option<&'c Pace>,
    /// Facts of the history, written right before the commit so that the head of the chain is held as shortly as possible.
    pub(crate) pending: Vec<Pending>,
    /// What the log is to hold of these facts.
    pub(crate) logged: Vec<Logged>,
    /// Under which key the outcome of the command was stored: a commit whose answer was lost is looked up by it.
    pub(crate) recorded: Option<(AdministrationId, CommandId)>,
    /// Logs that the command wants something to be logged in.
    pub(crate) pended: Vec<LogId>,
}

impl<'c> Tx<'c> {
    fn on(connection: Connection<'c>) -> Self {
        Self {
            connection,
            poisoned: Cell::new(false),
            is_passing: Cell::new(false),
            has_changed: false,
            statements: Cell::new(0),
            pace: None,
            pending: Vec::new(),
            logged: Vec::new(),
            recorded: None,
            pended: Vec::new(),
        }
    }

    pub(crate) fn sqlite(connection: &'c rusqlite::Connection) -> Self {
        Self::on(Connection::Sqlite(connection))
    }

    pub(crate) fn postgres(session: &'c mut Session) -> Self {
        Self::on(Connection::Postgres(RefCell::new(session)))
    }

    /// Goes on as somebody else says.
    pub(crate) fn paced(mut self, pace: Option<&'c Pace>) -> Self {
        self.pace = pace;
        self
    }

    fn step(&self, step: Step<'_>) {
        if let Some(pace) = self.pace {
            pace.step(step);
        }
    }

    pub(crate) fn poison(&self) {
        self.poisoned.set(true);
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.poisoned.get()
    }

    /// Whether it failed through no fault of its command.
    pub(crate) fn is_passing(&self) -> bool {
        self.is_passing.get()
    }

    /// How many statements it has run; on a server each is a way there and back.
    pub fn statements(&self) -> u64 {
        self.statements.get()
    }

    /// Whether a statement changed a row.
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }

    /// Runs one of the two on the database at hand; the first failure poisons the transaction.
    fn attempt<T>(
        &self,
        sql: &str,
        on_sqlite: impl FnOnce(&rusqlite::Connection, &str) -> rusqlite::Result<T>,
        on_postgres: impl FnOnce(&mut Session) -> std::result::Result<T, postgres::Error>,
    ) -> Result<T> {
        if self.poisoned.get() {
            return Err(Error::Poisoned);
        }
        self.statements.set(self.statements.get() + 1);
        let outcome = match &self.connection {
            Connection::Sqlite(connection) => on_sqlite(connection, &SQLITE.text(sql))
                .map_err(|source| Error::Database { statement: first_line(sql), source: source.into() }),
            Connection::Postgres(session) => on_postgres(&mut session.borrow_mut()).map_err(|error| {
                self.is_passing.set(crate::postgres::is_passing(&error));
                crate::postgres::failure(sql, error)
            }),
        };
        outcome.inspect_err(|_| self.poison())
    }

    /// Runs a statement that changes rows; answers how many.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.step(Step::Statement);
        let changed = self.attempt(
            sql,
            |connection, text| Ok(connection.prepare_cached(text)?.execute(rusqlite::params_from_iter(params))? as u64),
            |session| session.execute(sql, &borrowed(params)),
        )?;
        self.has_changed |= changed > 0;
        Ok(changed)
    }

    /// Writes many rows; answers how many were new.
    pub fn insert_many<R: AsRef<[Value]> + std::fmt::Debug + Sync>(&mut self, insert: &Insert, rows: &[R]) -> Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        self.step(Step::Statement);
        let (row, arrays) = (insert.row(), insert.arrays());
        let changed = self.attempt(
            row,
            |connection, text| {
                let mut statement = connection.prepare_cached(text)?;
                rows.iter().try_fold(0, |sum, row| Ok(sum + statement.execute(rusqlite::params_from_iter(row.as_ref()))? as u64))
            },
            |session| {
                let columns: Vec<Array<'_, R>> =
                    insert.kinds().iter().enumerate().map(|(column, kind)| Array { rows, column, kind: *kind }).collect();
                let params: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
                session.execute(arrays, &params)
            },
        )?;
        self.has_changed |= changed > 0;
        Ok(changed)
    }

    /// Runs a query; answers all rows mapped by `map`.
    pub fn query<T>(&self, sql: &str, params: &[Value], mut map: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.rows(sql, params, usize::MAX, &mut map)
    }

    /// Runs a query; answers the first row mapped by `map`, if there is one.
    pub fn query_row<T>(&self, sql: &str, params: &[Value], mut map: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Option<T>> {
        Ok(self.rows(sql, params, 1, &mut map)?.pop())
    }

    fn rows<T>(&self, sql: &str, params: &[Value], most: usize, map: &mut dyn FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.step(Step::Statement);
        // What `map` says comes out by itself; it is no failure of the statement and does not poison the transaction.
        let mut mapped: Result<Vec<T>> = Ok(Vec::new());
        let mut take = |row: &Row<'_>| -> bool {
            let Ok(found) = &mut mapped else { return false };
            match map(row) {
                Ok(value) => found.push(value),
                Err(error) => {
                    mapped = Err(error);
                    return false;
                }
            }
            found.len() < most
        };
        let take = RefCell::new(&mut take);
        self.attempt(
            sql,
            |connection, text| {
                let mut statement = connection.prepare_cached(text)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                while let Some(row) = rows.next()? {
                    if !(take.borrow_mut())(&Row::sqlite(row)) {
                        break;
                    }
                }
                Ok(())
            },
            |session| {
                for row in session.query(sql, &borrowed(params))? {
                    if !(take.borrow_mut())(&Row::postgres(&row)) {
                        break;
                    }
                }
                Ok(())
            },
        )?;
        mapped
    }

    /// [`Tx::query`] for a statement that changes rows and answers with them (`RETURNING`). It wakes no worker: what it changes is
    /// for its caller, not for others.
    pub fn change<T>(&mut self, sql: &str, params: &[Value], mut map: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.rows(sql, params, usize::MAX, &mut map)
    }

    /// Holds `what` of an administration until the end of the transaction: whoever else asks for it waits. On SQLite the one writer
    /// holds everything already.
    ///
    /// Locks are taken in one order everywhere – command, draft, case, numbers, history – so that no two commands wait for each other.
    pub fn lock(&self, administration: AdministrationId, what: &str) -> Result<()> {
        const LOCK: &str = "SELECT pg_advisory_xact_lock(CAST($1 AS INT), hashtext($2))";
        let params = [Value::from(administration), Value::from(what)];
        self.step(Step::Lock(what));
        self.attempt(LOCK, |_, _| Ok(()), |session| session.query(LOCK, &borrowed(&params)).map(drop))
    }

    /// Runs a statement of the transaction itself, even after a failure.
    pub(crate) fn run(&self, sql: &'static str) -> Result<()> {
        let poisoned = self.poisoned.replace(false);
        let done = self.attempt(sql, crate::sqlite::run, |session| session.batch(sql));
        self.poisoned.set(poisoned || done.is_err());
        done
    }

    /// Whether the database accepts the statement, without running it.
    pub fn prepares(&self, sql: &str) -> Result<()> {
        self.attempt(sql, |connection, text| connection.prepare(text).map(drop), |session| session.prepared(sql).map(drop))
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        self.attempt(sql, |connection, text| connection.execute_batch(text), |session| session.batch(sql))
    }
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// The line of a statement that tells it from others in an error.
pub(crate) fn first_line(sql: &str) -> String {
    sql.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_out_of_order_keep_their_numbers() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let tx = Tx::sqlite(&connection);
        let got = tx.query_row("SELECT $2, $1, '$1'", &crate::params!["one", "two"], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        });
        assert_eq!(got.unwrap().unwrap(), ("two".into(), "one".into(), "$1".into()));
    }

    #[test]
    fn the_first_failure_poisons_the_transaction() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let mut tx = Tx::sqlite(&connection);
        assert!(tx.execute("INSERT INTO nowhere (x) VALUES ($1)", &crate::params![1_i64]).is_err());
        assert!(matches!(tx.query_row("SELECT 1", &[], |_| Ok(())), Err(Error::Poisoned)));
    }
}

//! One transaction: statements with `$1, $2 …`, poisoned by the first failure on every database alike.

use std::borrow::Cow;
use std::cell::Cell;

use crate::value::{Row, Value};
use crate::{Error, Result};

/// A transaction on the store. Reads take `&Tx`, writes take `&mut Tx`.
pub struct Tx<'c> {
    connection: &'c rusqlite::Connection,
    poisoned: Cell<bool>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(connection: &'c rusqlite::Connection) -> Self {
        Self { connection, poisoned: Cell::new(false) }
    }

    pub(crate) fn poison(&self) {
        self.poisoned.set(true);
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.poisoned.get()
    }

    fn attempt<T>(&self, sql: &str, run: impl FnOnce(&rusqlite::Connection, &str) -> rusqlite::Result<T>) -> Result<T> {
        if self.poisoned.get() {
            return Err(Error::Poisoned);
        }
        let text = numbered(sql);
        run(self.connection, &text).map_err(|source| {
            self.poisoned.set(true);
            Error::Database { statement: sql.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default().to_owned(), source }
        })
    }

    /// Runs a statement that changes rows; answers how many.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.attempt(sql, |connection, text| {
            let mut statement = connection.prepare_cached(text)?;
            Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
        })
    }

    /// Runs a query; answers all rows mapped by `map`.
    pub fn query<T>(&self, sql: &str, params: &[Value], mut map: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let mut found = Vec::new();
        let mut failure = None;
        self.attempt(sql, |connection, text| {
            let mut statement = connection.prepare_cached(text)?;
            let mut rows = statement.query(rusqlite::params_from_iter(params))?;
            while let Some(row) = rows.next()? {
                match map(&Row(row)) {
                    Ok(value) => found.push(value),
                    Err(error) => {
                        failure = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        failure.map_or(Ok(found), Err)
    }

    /// Runs a query; answers the first row mapped by `map`, if there is one.
    pub fn query_row<T>(&self, sql: &str, params: &[Value], mut map: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Option<T>> {
        let mut found = None;
        self.attempt(sql, |connection, text| {
            let mut statement = connection.prepare_cached(text)?;
            let mut rows = statement.query(rusqlite::params_from_iter(params))?;
            if let Some(row) = rows.next()? {
                found = Some(map(&Row(row)));
            }
            Ok(())
        })?;
        found.transpose()
    }

    /// Whether the database accepts the statement, without running it.
    pub fn prepares(&self, sql: &str) -> Result<()> {
        self.attempt(sql, |connection, text| connection.prepare(text).map(|_| ()))
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        self.attempt(sql, |connection, text| connection.execute_batch(text))
    }
}

/// Rewrites `$n` to `?n`: SQLite would take `$1` as a *named* parameter numbered by first appearance.
fn numbered(sql: &str) -> Cow<'_, str> {
    if !sql.contains('$') {
        return Cow::Borrowed(sql);
    }
    let mut out = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            quoted = !quoted;
        }
        let is_parameter = c == '$' && !quoted && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if is_parameter { '?' } else { c });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_out_of_order_keep_their_numbers() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let tx = Tx::new(&connection);
        let got = tx.query_row("SELECT $2, $1, '$1'", &crate::params!["one", "two"], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        });
        assert_eq!(got.unwrap().unwrap(), ("two".into(), "one".into(), "$1".into()));
    }

    #[test]
    fn the_first_failure_poisons_the_transaction() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let mut tx = Tx::new(&connection);
        assert!(tx.execute("INSERT INTO nowhere (x) VALUES ($1)", &crate::params![1_i64]).is_err());
        assert!(matches!(tx.query_row("SELECT 1", &[], |_| Ok(())), Err(Error::Poisoned)));
    }
}

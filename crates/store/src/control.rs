//! What the store is measured against: the same rows written with the drivers alone, without commands, savepoints or checks.
//!
//! The one rule: only measurements use it; it writes into databases that are thrown away.

use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use postgres::types::ToSql;
use postgres::{Client, Config, NoTls};

use crate::dialect::SQLITE;
use crate::sqlite::{FILE, LOG_PAGES_MAX, WRITER_CACHE_KIB, connect};
use crate::table::Insert;
use crate::value::{Array, Value};
use crate::{Error, Result};

/// One statement with its values.
pub type Write = (String, Vec<Value>);

fn failed(source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Database { statement: "control".to_owned(), source: source.into() }
}

/// Writes commands into the SQLite file in `folder`, `batch` of them in one transaction, by one prepared loop. SQLite moves its log into
/// the file by itself, after as many pages as the store does.
pub fn sqlite(folder: &Path, commands: &[Vec<Write>], batch: usize) -> Result<Duration> {
    let connection = connect(&folder.join(FILE), WRITER_CACHE_KIB).map_err(failed)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES_MAX).map_err(failed)?;
    let begun = Instant::now();
    for commands in commands.chunks(batch.max(1)) {
        connection.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        for (sql, values) in commands.iter().flatten() {
            let mut statement = connection.prepare_cached(&SQLITE.text(sql)).map_err(failed)?;
            statement.execute(rusqlite::params_from_iter(values)).map_err(failed)?;
        }
        connection.execute_batch("COMMIT").map_err(failed)?;
    }
    Ok(begun.elapsed())
}

/// Runs `work` with each of `shares` on a connection of its own, all at once; how long until the last has ended.
fn at_once<S: Send>(
    address: &str,
    shares: Vec<S>,
    work: impl Fn(Client, S) -> std::result::Result<(), postgres::Error> + Sync,
) -> Result<Duration> {
    let config = Config::from_str(address).map_err(failed)?;
    let mut ready = Vec::new();
    for share in shares {
        ready.push((config.connect(NoTls).map_err(failed)?, share));
    }
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = ready.into_iter().map(|(client, share)| scope.spawn(move || work(client, share))).collect();
        for thread in threads {
            thread.join().expect("the control does not panic").map_err(failed)?;
        }
        Ok(begun.elapsed())
    })
}

/// Writes commands on PostgreSQL, each in a transaction of its own, on `connections` at once. Before its writes a command makes
/// `reads` further ways there and back, as the measured one does.
pub fn postgres_commands(address: &str, connections: usize, commands: &[Vec<Write>], reads: u64) -> Result<Duration> {
    let shares = (0..connections).map(|first| commands.iter().skip(first).step_by(connections)).collect();
    at_once(address, shares, |mut client, commands| {
        let read = client.prepare("SELECT id FROM administration WHERE id = 1")?;
        let mut prepared = HashMap::new();
        for command in commands {
            client.batch_execute("BEGIN")?;
            for _ in 0..reads {
                client.query(&read, &[])?;
            }
            for (sql, values) in command {
                let statement = match prepared.get(sql) {
                    Some(statement) => statement,
                    None => prepared.entry(sql).or_insert(client.prepare(sql)?),
                };
                let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                client.execute(statement, &values)?;
            }
            client.batch_execute("COMMIT")?;
        }
        Ok(())
    })
}

/// Writes rows on PostgreSQL by UNNEST, `batch` of them in a statement and transaction of their own, on `connections` at once.
pub fn postgres_rows<R>(address: &str, connections: usize, insert: &Insert, rows: &[R], batch: usize) -> Result<Duration>
where
    R: AsRef<[Value]> + std::fmt::Debug + Sync,
{
    let batches: Vec<&[R]> = rows.chunks(batch.max(1)).collect();
    let shares = (0..connections).map(|first| batches.iter().skip(first).step_by(connections)).collect();
    at_once(address, shares, |mut client, batches| {
        let statement = client.prepare(insert.arrays())?;
        for rows in batches {
            let columns: Vec<Array<'_, R>> =
                insert.kinds().iter().enumerate().map(|(column, kind)| Array { rows, column, kind: *kind }).collect();
            let values: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
            client.execute(&statement, &values)?;
        }
        Ok(())
    })
}

/// Writes the rows of several tables on PostgreSQL by UNNEST on one connection: `batch` rows of each table and one of `lasts` in a
/// transaction.
pub fn postgres_tables<R>(address: &str, tables: &[(Insert, Vec<R>)], batch: usize, lasts: &[Write]) -> Result<Duration>
where
    R: AsRef<[Value]> + std::fmt::Debug + Sync,
{
    at_once(address, vec![lasts], |mut client, lasts| {
        let inserts = tables.iter().map(|(insert, _)| client.prepare(insert.arrays())).collect::<std::result::Result<Vec<_>, _>>()?;
        for (number, (sql, values)) in lasts.iter().enumerate() {
            let mut transaction = client.transaction()?;
            for (statement, (insert, rows)) in inserts.iter().zip(tables) {
                let rows = &rows[(number * batch).min(rows.len())..((number + 1) * batch).min(rows.len())];
                let columns: Vec<Array<'_, R>> =
                    insert.kinds().iter().enumerate().map(|(column, kind)| Array { rows, column, kind: *kind }).collect();
                let values: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
                transaction.execute(statement, &values)?;
            }
            let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            transaction.execute(sql.as_str(), &values)?;
            transaction.commit()?;
        }
        Ok(())
    })
}

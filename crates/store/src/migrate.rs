//! The migrations runner: forward only, each file once, its checksum fixed for ever.

use sha2::{Digest, Sha256};

use crate::postgres::Session;
use crate::tx::Tx;
use crate::{Error, Result, params};

/// One file of `migrations/`.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// File name without the ending.
    pub name: &'static str,
    /// Text in the shared dialect with `{int8} {bytes} {bool}`.
    pub sql: &'static str,
}

macro_rules! migrations {
    ($($name:literal)*) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../../../migrations/", $name, ".sql")) }),*]
    };
}

/// All migrations of this program in order.
pub const MIGRATIONS: &[Migration] = migrations!["0001_ground" "0002_organisation" "0003_service" "0004_case" "0005_desk"];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL)";
const APPLIED: &str = "SELECT name, checksum FROM migration
    ORDER BY name";
const RECORD: &str = "INSERT INTO migration (name, checksum)
    VALUES ($1, $2)";

/// Words of one database for what migrations leave open.
struct Dialect {
    /// As in `-- only: postgres`.
    name: &'static str,
    int8: &'static str,
    bytes: &'static str,
    bool: &'static str,
}

const SQLITE: Dialect = Dialect { name: "sqlite", int8: "INTEGER", bytes: "BLOB", bool: "INTEGER" };
const POSTGRES: Dialect = Dialect { name: "postgres", int8: "BIGINT", bytes: "BYTEA", bool: "BOOLEAN" };

impl Dialect {
    /// The text for this database: type names filled in, blocks fenced for another one left out.
    fn text(&self, sql: &str) -> String {
        let mut out = String::with_capacity(sql.len());
        let mut skip = false;
        for line in sql.lines() {
            match line.trim() {
                "-- end only" => skip = false,
                fence if fence.starts_with("-- only: ") => skip = fence["-- only: ".len()..] != *self.name,
                _ if skip => {}
                _ => {
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
        out.replace("{int8}", self.int8).replace("{bytes}", self.bytes).replace("{bool}", self.bool)
    }
}

/// The migrations a database still lacks.
///
/// Fails with [`Error::NewerSchema`] when it knows one this program does not.
fn missing(tx: &Tx<'_>) -> Result<Vec<(&'static Migration, String)>> {
    let applied = tx.query(APPLIED, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    if let Some((found, _)) = applied.iter().find(|(name, _)| MIGRATIONS.iter().all(|m| m.name != name)) {
        return Err(Error::NewerSchema { found: found.clone() });
    }
    let mut missing = Vec::new();
    for migration in MIGRATIONS {
        let checksum = format!("{:x}", Sha256::digest(migration.sql.as_bytes()));
        match applied.iter().find(|(name, _)| name == migration.name) {
            Some((name, stored)) if *stored != checksum => return Err(Error::ChangedMigration { name: name.clone() }),
            Some(_) => {}
            None => missing.push((migration, checksum)),
        }
    }
    Ok(missing)
}

fn apply_one(tx: &mut Tx<'_>, dialect: &Dialect, migration: &Migration, checksum: &str) -> Result<()> {
    tx.batch(&dialect.text(migration.sql))?;
    tx.execute(RECORD, &params![migration.name, checksum])?;
    Ok(())
}

/// Brings the schema to this program's, one transaction per file.
pub(crate) fn apply_sqlite(connection: &mut rusqlite::Connection) -> Result<()> {
    let failed = |source: rusqlite::Error| Error::Database { statement: "migration".to_owned(), source: source.into() };
    connection.execute_batch(TABLE).map_err(failed)?;
    let missing = missing(&Tx::sqlite(connection))?;
    for (migration, checksum) in missing {
        let transaction = connection.transaction().map_err(failed)?;
        apply_one(&mut Tx::sqlite(&transaction), &SQLITE, migration, &checksum)?;
        transaction.commit().map_err(failed)?;
    }
    Ok(())
}

/// Brings the schema to this program's in one transaction; nodes that start together take turns.
pub(crate) fn apply_postgres(session: &mut Session) -> Result<()> {
    const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(7434921)";
    let failed = |source: postgres::Error| Error::Database { statement: "migration".to_owned(), source: source.into() };
    session.batch("BEGIN").map_err(failed)?;
    let mut tx = Tx::postgres(session);
    let applied = (|| {
        tx.batch(ONE_AT_A_TIME)?;
        tx.batch(TABLE)?;
        for (migration, checksum) in missing(&tx)? {
            apply_one(&mut tx, &POSTGRES, migration, &checksum)?;
        }
        Ok(())
    })();
    session.batch(if applied.is_ok() { "COMMIT" } else { "ROLLBACK" }).map_err(failed)?;
    applied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applying_twice_is_harmless_and_a_newer_schema_is_refused() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        apply_sqlite(&mut connection).unwrap();
        apply_sqlite(&mut connection).unwrap();
        connection.execute("INSERT INTO migration VALUES ('9999_future', 'x')", []).unwrap();
        assert!(matches!(apply_sqlite(&mut connection), Err(Error::NewerSchema { found }) if found == "9999_future"));
    }

    #[test]
    fn every_table_declares_its_class_and_tenant_keys_begin_with_the_administration() {
        for migration in MIGRATIONS {
            let mut class = "";
            let lines: Vec<&str> = migration.sql.lines().collect();
            for (number, line) in lines.iter().enumerate() {
                if let Some(found) = line.strip_prefix("-- class: ") {
                    class = found;
                }
                if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                    assert!(matches!(class, "tenant" | "reference" | "system"), "{rest}: class {class:?}");
                    if class == "tenant" {
                        assert!(lines[number + 1].trim().starts_with("administration_id"), "{rest}");
                    }
                    class = "";
                }
                for key in ["PRIMARY KEY (", "UNIQUE ("] {
                    let first = line.trim().strip_prefix(key).map(|columns| columns.starts_with("administration_id"));
                    let named = ["host", "sha256", "token_hash"].iter().any(|c| line.contains(&format!("{key}{c}")));
                    assert!(first != Some(false) || named, "{}: {line}", migration.name);
                }
            }
        }
    }
}

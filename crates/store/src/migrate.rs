//! The migrations runner: forward only, each file once, its checksum fixed for ever.

use sha2::{Digest, Sha256};

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

/// The text for SQLite: type names filled in, blocks fenced for another database left out.
fn for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut skip = false;
    for line in sql.lines() {
        match line.trim() {
            "-- only: postgres" => skip = true,
            "-- end only" => skip = false,
            _ if skip => {}
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out.replace("{int8}", "INTEGER").replace("{bytes}", "BLOB").replace("{bool}", "INTEGER")
}

/// Brings the schema to this program's, one transaction per file.
///
/// Fails with [`Error::NewerSchema`] when the database knows a migration this program does not.
pub(crate) fn apply(connection: &mut rusqlite::Connection) -> Result<()> {
    let failed = |source| Error::Database { statement: "migration".to_owned(), source };
    connection
        .execute_batch("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL)")
        .map_err(failed)?;
    let applied = Tx::new(connection)
        .query("SELECT name, checksum FROM migration ORDER BY name", &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    if let Some((found, _)) = applied.iter().find(|(name, _)| MIGRATIONS.iter().all(|m| m.name != name)) {
        return Err(Error::NewerSchema { found: found.clone() });
    }
    for migration in MIGRATIONS {
        let checksum = format!("{:x}", Sha256::digest(migration.sql.as_bytes()));
        if let Some((name, stored)) = applied.iter().find(|(name, _)| name == migration.name) {
            if *stored != checksum {
                return Err(Error::ChangedMigration { name: name.clone() });
            }
            continue;
        }
        let transaction = connection.transaction().map_err(failed)?;
        {
            let mut tx = Tx::new(&transaction);
            tx.batch(&for_sqlite(migration.sql))?;
            tx.execute("INSERT INTO migration (name, checksum) VALUES ($1, $2)", &params![migration.name, checksum])?;
        }
        transaction.commit().map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applying_twice_is_harmless_and_a_newer_schema_is_refused() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        apply(&mut connection).unwrap();
        apply(&mut connection).unwrap();
        connection.execute("INSERT INTO migration VALUES ('9999_future', 'x')", []).unwrap();
        assert!(matches!(apply(&mut connection), Err(Error::NewerSchema { found }) if found == "9999_future"));
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

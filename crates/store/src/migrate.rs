//! The migrations runner: forward only, each file once, its checksum fixed for ever.

use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::dialect::{Dialect, POSTGRES, SQLITE};
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

impl Migration {
    /// What its top says: why, and what an administrator will notice.
    pub fn about(&self) -> String {
        let top = self.sql.lines().map_while(|line| line.strip_prefix("-- "));
        top.collect::<Vec<_>>().join(" ")
    }
}

/// A migration that was applied, or rehearsed.
#[derive(Debug, Clone)]
pub struct Applied {
    /// Which.
    pub migration: Migration,
    /// How long it took.
    pub took: Duration,
}

macro_rules! migrations {
    ($($name:literal)*) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../../../migrations/", $name, ".sql")) }),*]
    };
}

/// All migrations of this program in order.
pub const MIGRATIONS: &[Migration] = migrations![
    "0001_ground" "0002_organisation" "0003_service" "0004_case" "0005_desk" "0006_share" "0007_upload" "0008_log"
    "0009_deadlines" "0010_log_key" "0011_case_report" "0012_case_access" "0013_journal" "0014_report_before" "0015_statistic"
    "0016_admin_journal" "0017_log_care" "0018_report_receipt" "0019_journal_client" "0020_code_before"
    "0021_once"
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL)";
const APPLIED: &str = "SELECT name, checksum FROM migration
    ORDER BY name";
const RECORD: &str = "INSERT INTO migration (name, checksum)
    VALUES ($1, $2)";

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

fn apply_one(tx: &mut Tx<'_>, dialect: &Dialect, migration: &Migration, checksum: &str) -> Result<Applied> {
    let begun = Instant::now();
    tx.batch(&dialect.migration(migration.sql))?;
    tx.execute(RECORD, &params![migration.name, checksum])?;
    Ok(Applied { migration: *migration, took: begun.elapsed() })
}

/// Brings the schema to this program's, one transaction per file.
pub(crate) fn apply_sqlite(connection: &mut rusqlite::Connection) -> Result<Vec<Applied>> {
    let failed = |source: rusqlite::Error| Error::Database { statement: "migration".to_owned(), source: source.into() };
    connection.execute_batch(TABLE).map_err(failed)?;
    let missing = missing(&Tx::sqlite(connection))?;
    let mut steps = Vec::new();
    for (migration, checksum) in missing {
        let transaction = connection.transaction().map_err(failed)?;
        steps.push(apply_one(&mut Tx::sqlite(&transaction), &SQLITE, migration, &checksum)?);
        transaction.commit().map_err(failed)?;
    }
    Ok(steps)
}

/// Whether a migration is meant to stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Keep,
    TakeBack,
}

/// Brings the schema to this program's in one transaction; nodes that start together take turns.
pub(crate) fn apply_postgres(session: &mut Session, end: End) -> Result<Vec<Applied>> {
    const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(7434921)";
    let failed = |source: postgres::Error| Error::Database { statement: "migration".to_owned(), source: source.into() };
    session.batch("BEGIN").map_err(failed)?;
    let mut tx = Tx::postgres(session);
    let applied: Result<Vec<Applied>> = (|| {
        tx.batch(ONE_AT_A_TIME)?;
        tx.batch(TABLE)?;
        missing(&tx)?.into_iter().map(|(migration, checksum)| apply_one(&mut tx, &POSTGRES, migration, &checksum)).collect()
    })();
    let is_kept = applied.is_ok() && end == End::Keep;
    session.batch(if is_kept { "COMMIT" } else { "ROLLBACK" }).map_err(failed)?;
    applied
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A database as it was after the first `count` migrations.
    fn earlier(count: usize) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLE).unwrap();
        for (migration, checksum) in missing(&Tx::sqlite(&connection)).unwrap().into_iter().take(count) {
            apply_one(&mut Tx::sqlite(&connection), &SQLITE, migration, &checksum).unwrap();
        }
        connection
    }

    /// Every object of the schema, as the database describes it.
    fn schema(connection: &rusqlite::Connection) -> Vec<String> {
        let mut statement =
            connection.prepare("SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1").unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(|row| row.unwrap()).collect()
    }

    #[test]
    fn applying_twice_is_harmless_and_a_newer_schema_is_refused() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        assert_eq!(apply_sqlite(&mut connection).unwrap().len(), MIGRATIONS.len());
        assert_eq!(apply_sqlite(&mut connection).unwrap().len(), 0);
        connection.execute("INSERT INTO migration VALUES ('9999_future', 'x')", []).unwrap();
        assert!(matches!(apply_sqlite(&mut connection), Err(Error::NewerSchema { found }) if found == "9999_future"));
    }

    #[test]
    fn every_earlier_schema_becomes_the_present_one() {
        let mut fresh = rusqlite::Connection::open_in_memory().unwrap();
        apply_sqlite(&mut fresh).unwrap();
        for count in 0..MIGRATIONS.len() {
            let mut old = earlier(count);
            let steps = apply_sqlite(&mut old).unwrap();
            assert_eq!(steps.len(), MIGRATIONS.len() - count);
            assert!(steps.iter().all(|step| step.migration.about().len() > 40), "each says what an administrator will notice");
            assert_eq!(schema(&old), schema(&fresh), "from {count}");
        }
    }

    #[test]
    fn a_migration_leaves_an_older_program_working() {
        // What an older program writes names the columns it knows; what it reads stays where it was. Only PostgreSQL has several programs
        // at a time: a file of SQLite may be made anew.
        let texts: Vec<String> = MIGRATIONS.iter().map(|migration| POSTGRES.migration(migration.sql)).collect();
        for line in texts.iter().flat_map(|text| text.lines()) {
            if let Some((_, column)) = line.split_once(" ADD COLUMN ") {
                assert!(!column.contains("NOT NULL") || column.contains("DEFAULT"), "{line}");
            }
            for gone in ["DROP TABLE", "DROP COLUMN", "RENAME ", "ALTER COLUMN"] {
                assert!(!line.contains(gone), "{line}");
            }
        }
    }

    #[test]
    fn reports_of_the_previous_release_leave_the_outbox_and_are_never_sent() {
        let mut old = earlier(10);
        let columns = "administration_id, id, case_id, number, kind, payload, state, due_at, attempts, fence, lease_until, created_at";
        for (id, number, kind) in [("b", 2, "journal"), ("a", 1, "journal"), ("m", 3, "mail")] {
            let payload = r#"{"status":"1010","extra":{}}"#;
            let row =
                format!("INSERT INTO outbox ({columns}) VALUES (1, '{id}', 'c', {number}, '{kind}', '{payload}', 'sent', 5, 1, 1, 0, 5)");
            old.execute(&row, []).unwrap();
        }
        apply_sqlite(&mut old).unwrap();
        let mut read = old.prepare("SELECT id, rnuseq, state FROM case_report ORDER BY rnuseq").unwrap();
        let rows: Vec<(String, i64, String)> =
            read.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(|row| row.unwrap()).collect();
        assert_eq!(rows, [("a".to_owned(), 1, "before".to_owned()), ("b".to_owned(), 2, "before".to_owned())]);
        let left: String = old.query_row("SELECT id FROM outbox", [], |row| row.get(0)).unwrap();
        assert_eq!(left, "m");
    }

    /// Adds a row with some values; whatever else a row needs is empty.
    fn add(connection: &rusqlite::Connection, table: &str, given: &[(&str, &str)]) {
        let mut statement =
            connection.prepare(&format!("SELECT name, type FROM pragma_table_info('{table}') WHERE \"notnull\" = 1")).unwrap();
        let needed = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
        let needed: Vec<(String, String)> =
            needed.map(|row| row.unwrap()).filter(|(name, _)| given.iter().all(|(own, _)| own != name)).collect();
        let empty = |kind: &str| if kind == "INTEGER" { "0" } else { "''" };
        let columns: Vec<&str> = given.iter().map(|(name, _)| *name).chain(needed.iter().map(|(name, _)| name.as_str())).collect();
        let values: Vec<&str> = given.iter().map(|(_, value)| *value).chain(needed.iter().map(|(_, kind)| empty(kind))).collect();
        connection.execute(&format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", ")), []).unwrap();
    }

    #[test]
    fn codes_of_open_cases_that_the_journal_knew_before_are_due() {
        let mut old = earlier(19);
        for (case, is_open, state) in
            [("'open'", "1", "'sent'"), ("'closed'", "0", "'sent'"), ("'not sent'", "1", "'waiting'"), ("'known'", "1", "'sent'")]
        {
            add(
                &old,
                "case_file",
                &[("administration_id", "1"), ("id", case), ("rnu", case), ("uri", case), ("status_code_hash", case), ("is_open", is_open)],
            );
            for rnuseq in ["1", "2"] {
                let id = format!("{case} || {rnuseq}");
                add(
                    &old,
                    "case_report",
                    &[("administration_id", "1"), ("id", &id), ("case_id", case), ("rnuseq", rnuseq), ("state", state), ("at", "7")],
                );
            }
        }
        add(&old, "status_code_due", &[("administration_id", "1"), ("case_id", "'known'"), ("due_at", "9")]);
        assert_eq!(apply_sqlite(&mut old).unwrap().len(), MIGRATIONS.len() - 19);
        let mut read = old.prepare("SELECT case_id, due_at FROM status_code_due ORDER BY case_id").unwrap();
        let due: Vec<(String, i64)> = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(|row| row.unwrap()).collect();
        assert_eq!(due, [("known".to_owned(), 9), ("open".to_owned(), 7)]);
    }

    #[test]
    fn rows_of_tables_that_are_made_anew_are_all_there() {
        let mut old = earlier(20);
        for (case, term) in [("'one'", "'иван'"), ("'two'", "'иван'"), ("'two'", "'мария'")] {
            add(&old, "case_term", &[("administration_id", "1"), ("case_id", case), ("term", term)]);
        }
        add(
            &old,
            "term_event",
            &[("administration_id", "1"), ("case_id", "'one'"), ("seq", "2"), ("event", "'paused'"), ("reason", "'why'")],
        );
        add(&old, "timer", &[("administration_id", "1"), ("case_id", "'one'"), ("kind", "'warning'"), ("due_at", "7"), ("fence", "3")]);
        let all = "SELECT 'word', term, case_id, 0, 0 FROM case_term
            UNION ALL SELECT 'event', event, reason, seq, 0 FROM term_event
            UNION ALL SELECT 'timer', kind, case_id, due_at, fence FROM timer
            ORDER BY 1, 2, 3";
        let rows = |of: &rusqlite::Connection| -> Vec<(String, String, String, i64, i64)> {
            let mut read = of.prepare(all).unwrap();
            let rows = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))).unwrap();
            rows.map(|row| row.unwrap()).collect()
        };
        let before = rows(&old);
        assert_eq!(apply_sqlite(&mut old).unwrap().len(), MIGRATIONS.len() - 20);
        assert_eq!((rows(&old), before.len()), (before, 5));
    }

    #[test]
    fn files_of_documents_of_the_previous_release_are_kept() {
        let mut old = earlier(5);
        let columns =
            "administration_id, id, case_id, section, kind, title, state, direction, number, sha256, mime, size, file_name, author,
            data, verification_hash, created_at";
        for (id, digest) in [("one", "aa"), ("two", "aa"), ("waits for its file", "")] {
            let row = format!(
                "INSERT INTO document ({columns}) VALUES (1, '{id}', 'c', '', '', '', '', '', '', '{digest}', '', 7, '', '', '', '', 5)"
            );
            old.execute(&row, []).unwrap();
        }
        apply_sqlite(&mut old).unwrap();
        let kept: (String, i64) = old.query_row("SELECT sha256, size FROM blob", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(kept, ("aa".to_owned(), 7));
    }
}

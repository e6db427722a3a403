//! The tables of the schema as data: every row out of one database and into another, the same on both.
//!
//! The one rule: the migrations are the only description of the schema; nothing here names a table.

use kernel::ids::AdministrationId;

use crate::routing::{Class, class_of};
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{MIGRATIONS, Result};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// Yes or no; in [`Value`] 1 and 0.
    Bool,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns in the order of the migrations.
    pub columns: Vec<Column>,
    /// Positions of the columns of the primary key.
    pub key: Vec<usize>,
    /// How it is kept on a distributed database.
    pub class: Class,
}

/// Every table of the schema in the order of the migrations; one that was made anew is as it was made last.
pub fn tables() -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for migration in MIGRATIONS {
        let mut open: Option<Table> = None;
        for line in migration.sql.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("CREATE TABLE ") {
                let name = name.trim_end_matches(" (");
                let class = class_of(name).expect("each table has a class");
                open = Some(Table { name, columns: Vec::new(), key: Vec::new(), class });
            } else if line.starts_with(')') && line.ends_with(';') {
                // `) WITHOUT ROWID;` where only one database needs it, and then the other form, which ends nothing more.
                let Some(made) = open.take() else { continue };
                match tables.iter_mut().find(|known| known.name == made.name) {
                    Some(known) => *known = made,
                    None => tables.push(made),
                }
            } else if let Some((name, column)) = line.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" ADD COLUMN ")) {
                let altered = tables.iter_mut().find(|table| table.name == name);
                altered.expect("a table is made before it is altered").define(column);
            } else if let Some(table) = &mut open {
                table.define(line);
            }
        }
    }
    tables
}

impl Table {
    /// Takes in one line of the definition.
    fn define(&mut self, line: &'static str) {
        if line.starts_with("UNIQUE (") || line.starts_with("--") {
            return;
        }
        if let Some(names) = line.strip_prefix("PRIMARY KEY (") {
            let names = names.trim_end_matches([')', ',']).split(", ");
            self.key = names.filter_map(|name| self.columns.iter().position(|column| column.name == name)).collect();
            return;
        }
        let Some((name, rest)) = line.split_once(' ') else { return };
        let kind = match rest.trim_end_matches([',', ';']).split(' ').next() {
            Some("{int8}") => Kind::Int,
            Some("{bool}") => Kind::Bool,
            Some("{bytes}") => Kind::Bytes,
            _ => Kind::Text,
        };
        if rest.contains("PRIMARY KEY") {
            self.key = vec![self.columns.len()];
        }
        self.columns.push(Column { name, kind });
    }

    fn list(&self, of: impl Iterator<Item = usize>) -> String {
        of.map(|column| self.columns[column].name).collect::<Vec<_>>().join(", ")
    }

    /// Up to `limit` rows in the order of the primary key, after the row `after`; of a table of administrations those of `of`.
    pub fn rows_after(&self, tx: &Tx<'_>, of: AdministrationId, after: Option<&[Value]>, limit: i64) -> Result<Vec<Vec<Value>>> {
        let (mut key, mut conditions, mut params) = (self.key.as_slice(), Vec::new(), Vec::new());
        if self.class == Class::Tenant {
            params.push(Value::from(of));
            conditions.push("administration_id = $1".to_owned());
            // It stands first in the key; only without it does the rest lead straight to the next row.
            key = &key[1..];
        }
        if let Some(row) = after {
            if key.is_empty() {
                return Ok(Vec::new());
            }
            let places: Vec<String> = (1..=key.len()).map(|n| format!("${}", params.len() + n)).collect();
            conditions.push(format!("({}) > ({})", self.list(key.iter().copied()), places.join(", ")));
            params.extend(key.iter().map(|column| row[*column].clone()));
        }
        params.push(Value::from(limit));
        let condition = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        let columns = self.list(0..self.columns.len());
        let sql = format!(
            "SELECT {columns} FROM {}{condition} ORDER BY {} LIMIT ${}",
            self.name,
            self.list(self.key.iter().copied()),
            params.len()
        );
        tx.query(&sql, &params, |row| self.columns.iter().enumerate().map(|(place, column)| value(row, place, column.kind)).collect())
    }

    /// Whether the table, which is not one of administrations, has no row.
    pub fn is_empty(&self, tx: &Tx<'_>) -> Result<bool> {
        Ok(tx.query_row(&format!("SELECT 1 FROM {} LIMIT 1", self.name), &[], |_| Ok(()))?.is_none())
    }

    /// Rows into `columns` (positions in [`Table::columns`]).
    pub fn insert(&self, columns: &[usize]) -> Insert {
        Insert::of(self.name, columns.iter().map(|column| &self.columns[*column]))
    }
}

/// Many rows of one table, written at once: on PostgreSQL by one statement, on SQLite by one prepared statement row after row.
#[derive(Debug, Clone)]
pub struct Insert {
    kinds: Vec<Kind>,
    row: String,
    arrays: String,
}

impl Insert {
    fn of<'c>(table: &str, columns: impl Iterator<Item = &'c Column>) -> Insert {
        let columns: Vec<&Column> = columns.collect();
        let names = columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        let arrays: Vec<String> = columns.iter().zip(&places).map(|(column, n)| format!("CAST({n} AS {}[])", column.kind.word())).collect();
        Insert {
            kinds: columns.iter().map(|column| column.kind).collect(),
            row: format!("INSERT INTO {table} ({names}) VALUES ({})", places.join(", ")),
            arrays: format!("INSERT INTO {table} ({names}) SELECT * FROM UNNEST({})", arrays.join(", ")),
        }
    }

    /// Rows into the named columns of a table of the migrations.
    pub fn into_columns(table: &str, columns: &[&str]) -> Insert {
        let table = tables().into_iter().find(|known| known.name == table).expect("the migrations make every table that is named");
        let named = columns.iter().map(|name| table.columns.iter().find(|column| column.name == *name));
        Insert::of(table.name, named.map(|column| column.expect("the migrations make every column that is named")))
    }

    /// The same, but rows whose key is there already are passed over.
    pub fn passing_over_known(mut self) -> Insert {
        for text in [&mut self.row, &mut self.arrays] {
            text.push_str(" ON CONFLICT DO NOTHING");
        }
        self
    }

    /// The statement that writes one row.
    pub fn row(&self) -> &str {
        &self.row
    }

    /// For arrays of the values of each column.
    pub(crate) fn arrays(&self) -> &str {
        &self.arrays
    }

    /// What the columns hold.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }
}

impl Kind {
    /// Its type on PostgreSQL.
    fn word(self) -> &'static str {
        match self {
            Kind::Int => "BIGINT",
            Kind::Bool => "BOOLEAN",
            Kind::Text => "TEXT",
            Kind::Bytes => "BYTEA",
        }
    }
}

fn value(row: &Row<'_>, place: usize, kind: Kind) -> Result<Value> {
    Ok(match kind {
        Kind::Int => row.get::<Option<i64>>(place)?.into(),
        Kind::Bool => row.get::<Option<bool>>(place)?.into(),
        Kind::Text => row.get::<Option<String>>(place)?.into(),
        Kind::Bytes => row.get::<Option<Vec<u8>>>(place)?.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Store};

    #[test]
    fn the_schema_is_read_as_the_database_knows_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options::new(folder.path())).unwrap();
        let known: Vec<(String, String)> = store
            .read_blocking(|tx| {
                tx.query(
                    "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
                     WHERE m.type = 'table' AND m.name <> 'migration'
                     ORDER BY m.name, c.cid",
                    &[],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
            })
            .unwrap();
        let mut read: Vec<Table> = tables();
        read.sort_by_key(|table| table.name);
        assert!(read.iter().all(|table| !table.key.is_empty()));
        let read: Vec<(String, String)> =
            read.iter().flat_map(|table| table.columns.iter().map(|column| (table.name.to_owned(), column.name.to_owned()))).collect();
        assert_eq!(read, known);
        store.close();
    }

    #[test]
    fn rows_come_page_by_page_and_go_into_another_database() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [from, to] = [0, 1].map(|n| Store::open(&Options::new(folders[n].path())).unwrap());
        let table = tables().into_iter().find(|table| table.name == "attempt").unwrap();
        let columns: Vec<usize> = (0..table.columns.len()).collect();
        let rows: Vec<Vec<Value>> =
            (0..7).map(|n| crate::params![1_i64, "scope", format!("subject {n}"), 5_i64, i64::from(n)].to_vec()).collect();
        let (written, copied) = (rows.clone(), table.clone());
        from.write_blocking(move |tx| tx.insert_many(&copied.insert(&columns), &written)).unwrap();
        let read = from
            .read_blocking(|tx| -> Result<_> {
                let mut all: Vec<Vec<Value>> = Vec::new();
                loop {
                    let page = table.rows_after(tx, AdministrationId(1), all.last().map(Vec::as_slice), 3)?;
                    if page.is_empty() {
                        return Ok(all);
                    }
                    all.extend(page);
                }
            })
            .unwrap();
        assert_eq!(read, rows);
        assert!(to.read_blocking(|tx| table.is_empty(tx)).unwrap());
        [from, to].iter().for_each(Store::close);
    }
}

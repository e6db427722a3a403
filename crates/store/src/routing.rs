//! Whether a statement can be sent to one place: each table of an administration in it is bound to one administration, so that a
//! database distributed by `administration_id` (Citus) answers it on one of its servers.
//!
//! The one rule: the class of a table stands in the migration that makes it, and nothing is routed by guessing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::MIGRATIONS;

/// How a table is kept on a distributed database (`DESIGN.md` §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Distributed by the administration, which is first in every key.
    Tenant,
    /// Code lists: a copy on each server.
    Reference,
    /// Of the installation: on one server.
    System,
}

/// Class of every table of the migrations.
static CLASSES: LazyLock<BTreeMap<&'static str, Class>> = LazyLock::new(|| {
    let mut classes = BTreeMap::new();
    let mut class = None;
    for line in MIGRATIONS.iter().flat_map(|migration| migration.sql.lines()) {
        if let Some(word) = line.strip_prefix("-- class: ") {
            class = match word {
                "tenant" => Some(Class::Tenant),
                "reference" => Some(Class::Reference),
                "system" => Some(Class::System),
                _ => None,
            };
        }
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            let name = name.trim_end_matches(" (");
            classes.insert(name, class.take().expect("the migration says the class of each table before it makes it"));
        }
    }
    classes
});

/// The class of a table of the migrations.
pub fn class_of(table: &str) -> Option<Class> {
    CLASSES.get(table).copied()
}

/// Words and signs of a statement, in lower case; what stands in quotes is left out.
fn words(sql: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for (number, part) in sql.split('\'').enumerate() {
        if number % 2 == 1 {
            continue;
        }
        for c in part.chars() {
            if c.is_alphanumeric() || matches!(c, '_' | '.' | '$') {
                if !std::mem::replace(&mut is_open, true) {
                    words.push(String::new());
                }
                words.last_mut().expect("a word was begun").extend(c.to_lowercase());
            } else {
                is_open = false;
                if !c.is_whitespace() {
                    words.push(c.to_string());
                }
            }
        }
        is_open = false;
    }
    words
}

/// A table of an administration that the statement does not bind to one, if there is one.
///
/// Bound means: compared with the parameter of the administration (`administration_id = $n`) or with its number, or with the administration of another
/// table of the statement, or, for rows that are written, given as the first column. All parameters must be the same one.
pub fn unbound(sql: &str) -> Option<&'static str> {
    let words = words(sql);
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let (mut named, mut bound) = (Vec::new(), 0);
    let mut parameters = Vec::new();
    for at in 0..words.len() {
        // `DO UPDATE SET` and `FOR UPDATE` name no table.
        let names_table = matches!(word(at), "from" | "join" | "into" | "update");
        if names_table && let Some((name, Class::Tenant)) = CLASSES.get_key_value(word(at + 1)) {
            if word(at) == "into" {
                bound += usize::from(word(at + 2) == "(" && word(at + 3) == "administration_id");
            }
            named.push(*name);
        }
        if word(at).rsplit('.').next() == Some("administration_id") && word(at + 1) == "=" {
            let other = word(at + 2);
            if other.starts_with('$') || other.parse::<i64>().is_ok() {
                parameters.push(other);
                bound += 1;
            } else if other.ends_with(".administration_id") {
                bound += 1;
            }
        }
    }
    parameters.sort_unstable();
    parameters.dedup();
    let is_bound = bound >= named.len() && parameters.len() <= 1;
    named.first().copied().filter(|_| !is_bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_of_two_administrations_is_found() {
        let bound = [
            "SELECT id FROM task WHERE administration_id = $1 AND id = $2",
            "SELECT t.id FROM task t JOIN case_file c ON c.administration_id = t.administration_id AND c.id = t.case_id
             WHERE t.administration_id = $1",
            "INSERT INTO task (administration_id, id) VALUES ($1, $2) ON CONFLICT (administration_id, id) DO UPDATE SET node = 'from task'",
            "UPDATE task SET node = $2 WHERE administration_id = $1 AND id IN (SELECT id FROM task WHERE administration_id = $1)",
            "DELETE FROM session WHERE ends_at < $1",
            "SELECT id FROM task WHERE administration_id = 1",
            "SELECT 1",
        ];
        for sql in bound {
            assert_eq!(unbound(sql), None, "{sql}");
        }
        let unbound_ones = [
            "SELECT id FROM task WHERE id = $1",
            "SELECT t.id FROM task t JOIN case_file c ON c.id = t.case_id WHERE t.administration_id = $1",
            "INSERT INTO task (id, administration_id) VALUES ($1, $2)",
            "UPDATE task SET node = $2 WHERE administration_id = $1 AND id IN (SELECT id FROM task)",
            "UPDATE task SET node = $2 WHERE administration_id = $1 AND id IN (SELECT id FROM task WHERE administration_id = $2)",
            "DELETE FROM task",
            "SELECT id FROM task WHERE administration_id = 1 OR administration_id = 2",
            "SELECT id FROM task WHERE node = 'administration_id = $1'",
        ];
        for sql in unbound_ones {
            assert_eq!(unbound(sql), Some("task"), "{sql}");
        }
    }

    #[test]
    fn keys_and_indexes_of_an_administration_begin_with_it() {
        let mut table = "";
        let mut seen = 0;
        for line in MIGRATIONS.iter().flat_map(|migration| migration.sql.lines()).map(str::trim) {
            let opened = line.strip_prefix("CREATE TABLE ").map(|name| name.trim_end_matches(" ("));
            let indexed = line.strip_prefix("CREATE ").and_then(|rest| rest.split_once(" ON ")).and_then(|(_, on)| on.split_once(" ("));
            table = opened.or(indexed.map(|(name, _)| name)).unwrap_or(table);
            let key = ["PRIMARY KEY (", "UNIQUE (", "FOREIGN KEY ("].iter().find_map(|word| line.split_once(word)).map(|(_, key)| key);
            let Some(key) = indexed.map(|(_, key)| key).or(key) else { continue };
            if class_of(table) == Some(Class::Tenant) {
                // An index made anew by a later migration is judged by its last shape.
                let name = line.strip_prefix("CREATE INDEX ").and_then(|rest| rest.split(' ').next());
                let is_remade = name.is_some_and(|name| MIGRATIONS.iter().any(|one| one.sql.contains(&format!("DROP INDEX {name};"))));
                assert!(is_remade || key.starts_with("administration_id"), "{table}: {line}");
                seen += 1;
            }
        }
        assert!(seen > 60, "only {seen} keys were looked at");
        for name in ["outbox_due", "timer_due", "draft_expiry"] {
            let last = MIGRATIONS.iter().flat_map(|one| one.sql.lines()).rfind(|line| line.starts_with(&format!("CREATE INDEX {name} ")));
            assert!(last.is_some_and(|line| line.contains("(administration_id, ")), "{name}");
        }
    }
}

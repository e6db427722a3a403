//! The few words in which the two databases differ, as fragments in braces that a shared text may use.
//!
//! The one rule: a shared text says what it means by a fragment and never asks which database it is on.

use std::borrow::Cow;

/// Words of one database.
pub(crate) struct Dialect {
    /// As in `-- only: postgres`.
    name: &'static str,
    /// Whether a parameter is written `?1` where shared texts write `$1`. SQLite would take `$1` as a *named* parameter, numbered by
    /// first appearance.
    question_marks: bool,
    /// In migrations: types.
    types: [(&'static str, &'static str); 3],
    /// In statements.
    fragments: [(&'static str, &'static str); 2],
}

/// The clock of the database, ms since 1970 UTC: leases are measured by it, whatever the clocks of the nodes say.
const CLOCK_MS: &str = "{clock_ms}";
/// Rows that another node is claiming are passed over instead of waited for.
const SKIP_LOCKED: &str = "{skip_locked}";

pub(crate) const SQLITE: Dialect = Dialect {
    name: "sqlite",
    question_marks: true,
    types: [("{int8}", "INTEGER"), ("{bytes}", "BLOB"), ("{bool}", "INTEGER")],
    fragments: [(CLOCK_MS, "CAST(unixepoch('subsec') * 1000 AS INTEGER)"), (SKIP_LOCKED, "")],
};

pub(crate) const POSTGRES: Dialect = Dialect {
    name: "postgres",
    question_marks: false,
    types: [("{int8}", "BIGINT"), ("{bytes}", "BYTEA"), ("{bool}", "BOOLEAN")],
    fragments: [(CLOCK_MS, "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"), (SKIP_LOCKED, "FOR UPDATE SKIP LOCKED")],
};

impl Dialect {
    /// A migration for this database: type names filled in, blocks fenced for another one left out.
    pub(crate) fn migration(&self, sql: &str) -> String {
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
        self.types.iter().fold(out, |text, (word, meant)| text.replace(word, meant))
    }

    /// A statement for this database.
    pub(crate) fn text<'s>(&self, sql: &'s str) -> Cow<'s, str> {
        let mut text = Cow::Borrowed(sql);
        if sql.contains('{') {
            for (word, meant) in &self.fragments {
                text = text.replace(word, meant).into();
            }
        }
        if self.question_marks && sql.contains('$') {
            text = with_question_marks(text.into_owned()).into();
        }
        text
    }
}

/// Goes through every statement that runs: one pass over its bytes, and none is moved.
fn with_question_marks(sql: String) -> String {
    let mut bytes = sql.into_bytes();
    let mut quoted = false;
    for at in 0..bytes.len() {
        match bytes[at] {
            b'\'' => quoted = !quoted,
            b'$' if !quoted && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => bytes[at] = b'?',
            _ => {}
        }
    }
    String::from_utf8(bytes).expect("a character of one byte took the place of another")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_get_the_sign_of_the_database_and_quoted_text_stays() {
        for (shared, expected) in [
            ("SELECT $1, $12", "SELECT ?1, ?12"),
            ("SELECT '$1', $2, 'it''s $3', $4", "SELECT '$1', ?2, 'it''s $3', ?4"),
            ("SELECT '$.path' || $1", "SELECT '$.path' || ?1"),
            ("$1$2 $ $a $", "?1?2 $ $a $"),
            ("SELECT 1", "SELECT 1"),
            ("", ""),
        ] {
            assert_eq!(SQLITE.text(shared), expected, "{shared}");
            assert_eq!(POSTGRES.text(shared), shared);
        }
    }
}

//! Terms as `kit.toml` states them: `{ value = 7, unit = "day", kind = "working" }`.
//!
//! The one rule: a term is never zero; the arithmetic belongs to `kernel::term`.

use kernel::term::{Kind, Term, Unit};

use super::finding::Rule;
use super::reader::Table;

/// Reads the term at `key`.
pub(super) fn term_read(table: &Table<'_>, key: &'static str) -> Term {
    const UNITS: &[(&str, Unit)] = &[("day", Unit::Day), ("hour", Unit::Hour), ("month", Unit::Month)];
    const KINDS: &[(&str, Kind)] = &[("calendar", Kind::Calendar), ("working", Kind::Working)];
    let Some(term) = table.table(key) else { return Term::days(1) };
    let value = term.number("value", 0..=1000);
    if value == 0 && term.has("value") {
        term.report(Rule::TermZero, "value", &[("key", &term.path_of("value"))]);
    }
    let length = Term {
        value: u16::try_from(value).expect("the limits given to the reader lie within u16"),
        unit: term.word("unit", UNITS),
        kind: term.word_or("kind", KINDS, Kind::Calendar),
    };
    term.finish();
    length
}

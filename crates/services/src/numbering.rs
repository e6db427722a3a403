//! Numbers of registers and of services.
//!
//! The one rule: a number is taken inside the transaction that uses it. Register numbers have no gaps; a reference number is
//! stored before it is used, so after a crash there may be a gap and never a double.

use jiff::civil::Date;
use kernel::clock::sofia_datetime;
use kernel::ctx::Ctx;
use kernel::document_uri::DocumentUri;
use kernel::entity_number::EntityNumber;
use kernel::reference_number::{IssueError, Node, ReferenceNumber};
use store::{Tx, history, params};

use crate::Error;
use crate::organisation::{Administration, administration_get};

/// A day, ms.
const DAY_MS: i128 = 24 * 60 * 60 * 1_000;

/// Register of the official document register: its numbers are the second part of every УРИ.
pub const OFFICIAL: &str = "official";
/// Register of incoming documents.
pub const INCOMING: &str = "incoming";
/// Register of outgoing documents.
pub const OUTGOING: &str = "outgoing";

/// Pattern of incoming numbers unless the setting `incoming_pattern` says otherwise: „ВХ-2026-000123“.
pub const INCOMING_PATTERN: &str = "ВХ-{year}-{number:6}";
/// Pattern of outgoing numbers unless the setting `outgoing_pattern` says otherwise: „ИЗХ-2026-000045“.
pub const OUTGOING_PATTERN: &str = "ИЗХ-{year}-{number:6}";

const NEXT: &str = "INSERT INTO register_sequence (administration_id, register, year, last)
    VALUES ($1, $2, $3, 1)
    ON CONFLICT (administration_id, register, year) DO UPDATE SET last = register_sequence.last + 1";
const SKIP: &str = "INSERT INTO register_sequence (administration_id, register, year, last)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (administration_id, register, year) DO UPDATE SET last = register_sequence.last + $4";
const LAST: &str = "SELECT last FROM register_sequence
    WHERE administration_id = $1 AND register = $2 AND year = $3";
const COUNTER: &str = "SELECT on_date, counter FROM reference_counter
    WHERE administration_id = $1 AND node = $2";
const COUNTER_SET: &str = "INSERT INTO reference_counter (administration_id, node, on_date, counter)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (administration_id, node) DO UPDATE SET on_date = excluded.on_date, counter = excluded.counter";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[NEXT, SKIP, LAST, COUNTER, COUNTER_SET];

/// The next number of a register in a year, from 1. The command that registers has checked the right to do so.
pub fn register_number_next(tx: &mut Tx<'_>, ctx: &Ctx, register: &str, year: i64) -> store::Result<i64> {
    // The first statement locks the row, so that a neighbour waits for our commit and gets the number after ours.
    tx.execute(NEXT, &params![ctx.administration_id, register, year])?;
    let last = tx.query_row(LAST, &params![ctx.administration_id, register, year], |row| row.get(0))?;
    Ok(last.expect("the row was written by the statement before"))
}

/// The latest number of a register in a year; 0 when none was taken.
pub fn register_number_last(tx: &Tx<'_>, ctx: &Ctx, register: &str, year: i64) -> store::Result<i64> {
    Ok(tx.query_row(LAST, &params![ctx.administration_id, register, year], |row| row.get(0))?.unwrap_or(0))
}

/// The next УРИ of the official document register, with today's date.
pub fn document_uri_next(tx: &mut Tx<'_>, ctx: &Ctx, administration: &Administration) -> Result<DocumentUri, Error> {
    let today = ctx.today();
    let number = register_number_next(tx, ctx, OFFICIAL, i64::from(today.year()))?;
    let index = u64::try_from(administration.register_index).unwrap_or(0);
    Ok(DocumentUri::new(index, u64::try_from(number).unwrap_or(0), today)?)
}

/// The next incoming number, such as „ВХ-2026-000123“.
pub fn incoming_number_next(tx: &mut Tx<'_>, ctx: &Ctx, administration: &Administration) -> Result<String, Error> {
    number_next(tx, ctx, administration, INCOMING, "incoming_pattern", INCOMING_PATTERN)
}

/// The next outgoing number, such as „ИЗХ-2026-000045“.
pub fn outgoing_number_next(tx: &mut Tx<'_>, ctx: &Ctx, administration: &Administration) -> Result<String, Error> {
    number_next(tx, ctx, administration, OUTGOING, "outgoing_pattern", OUTGOING_PATTERN)
}

fn number_next(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    administration: &Administration,
    register: &'static str,
    setting: &str,
    usual: &str,
) -> Result<String, Error> {
    let pattern = NumberPattern::parse(administration.setting(setting).unwrap_or(usual)).ok_or(Error::NumberPattern { register })?;
    let today = ctx.today();
    let number = register_number_next(tx, ctx, register, i64::from(today.year()))?;
    Ok(pattern.format(number, today, administration.register_index))
}

/// The next РНУ of the administration's node (`ejournal.md` §2). When the clock went back, the latest day ever used stays in
/// use; when a node has used up its day, the node of the setting `reserve_node` goes on.
pub fn reference_number_next(tx: &mut Tx<'_>, ctx: &Ctx, administration: &Administration) -> Result<ReferenceNumber, Error> {
    let issuer = EntityNumber::parse(&administration.eik).map_err(|_| IssueError::Issuer)?.entity();
    tx.lock(ctx.administration_id, "reference number")?;
    let nodes = [Some(administration.node.as_str()), administration.setting("reserve_node")];
    for node in nodes.into_iter().flatten().filter_map(|node| Node::parse(node).ok()) {
        let (day, counter) = match reference_last(tx, ctx, node)? {
            Some((day, counter)) if day >= ctx.today() => (day, counter + 1),
            _ => (ctx.today(), 0),
        };
        if counter > i64::from(ReferenceNumber::COUNTER_MAX) {
            continue;
        }
        tx.execute(COUNTER_SET, &params![ctx.administration_id, node.to_string(), day, counter])?;
        return Ok(ReferenceNumber::new(&issuer, day, node, u32::try_from(counter).map_err(|_| IssueError::Exhausted)?)?);
    }
    Err(IssueError::Exhausted.into())
}

/// Begins anew after a backup was restored (`BackupRestored` in the history): numbers that were given out after it was taken, on paper and
/// in letters, must not be given out again.
///
/// Each register skips `count` numbers, which its administrator estimates. The counter of РНУ goes to where it would stand had the
/// node used up its day at an even pace; no installation is that busy, and gaps of РНУ mean nothing (`ejournal.md` §2).
pub fn numbers_restored(tx: &mut Tx<'_>, ctx: &Ctx, taken_at: i64, count: u32) -> Result<(), Error> {
    ctx.as_system();
    let administration = administration_get(tx, ctx.administration_id)?;
    let today = ctx.today();
    if count > 0 {
        for register in [OFFICIAL, INCOMING, OUTGOING] {
            tx.execute(SKIP, &params![ctx.administration_id, register, i64::from(today.year()), i64::from(count)])?;
        }
    }
    let since_midnight = sofia_datetime(ctx.now).time().duration_since(jiff::civil::Time::midnight()).as_millis();
    let even = i64::try_from(since_midnight * i128::from(ReferenceNumber::COUNTER_MAX) / DAY_MS).unwrap_or(0);
    let nodes = [Some(administration.node.as_str()), administration.setting("reserve_node")];
    for node in nodes.into_iter().flatten().filter_map(|node| Node::parse(node).ok()) {
        let (day, counter) = reference_last(tx, ctx, node)?.unwrap_or((today, 0));
        if day < today || (day == today && counter < even) {
            tx.execute(COUNTER_SET, &params![ctx.administration_id, node.to_string(), today, even])?;
        }
    }
    let data = serde_json::json!({ "taken_at": taken_at, "numbers_skipped": count });
    history::append(tx, ctx, history::Event::of_administration("BackupRestored", data))?;
    Ok(())
}

/// The latest day and counter of a node.
fn reference_last(tx: &Tx<'_>, ctx: &Ctx, node: Node) -> store::Result<Option<(Date, i64)>> {
    tx.query_row(COUNTER, &params![ctx.administration_id, node.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A pattern of numbers: text with `{year}` or `{yy}`, `{number}` or `{number:6}`, and `{index}` for the number of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Year,
    ShortYear,
    Number(usize),
    Index,
}

impl NumberPattern {
    /// Reads a pattern. It has the number exactly once and, because numbers begin anew each year, the year.
    pub fn parse(text: &str) -> Option<NumberPattern> {
        if text.chars().count() > 60 || text.chars().any(char::is_control) {
            return None;
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(match name {
                "year" => Part::Year,
                "yy" => Part::ShortYear,
                "index" => Part::Index,
                "number" => Part::Number(0),
                _ => Part::Number(name.strip_prefix("number:")?.parse().ok().filter(|width| (1..=12).contains(width))?),
            });
            rest = after;
        }
        if rest.contains('}') {
            return None;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        let numbers = parts.iter().filter(|part| matches!(part, Part::Number(_))).count();
        let has_year = parts.iter().any(|part| matches!(part, Part::Year | Part::ShortYear));
        (numbers == 1 && has_year).then_some(NumberPattern(parts))
    }

    /// The text of a number.
    pub fn format(&self, number: i64, day: Date, register_index: i64) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Year => format!("{:04}", day.year()),
            Part::ShortYear => format!("{:02}", day.year() % 100),
            Part::Number(width) => format!("{number:0width$}"),
            Part::Index => register_index.to_string(),
        };
        self.0.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn table_of_patterns() {
        let day = date(2026, 4, 20);
        for (pattern, expected) in [
            (INCOMING_PATTERN, "ВХ-2026-000123"),
            (OUTGOING_PATTERN, "ИЗХ-2026-000123"),
            ("{index}-{number}/{yy}", "9897-123/26"),
            ("ОС{yy}-ВХ01-{number:4}", "ОС26-ВХ01-0123"),
        ] {
            assert_eq!(NumberPattern::parse(pattern).unwrap().format(123, day, 9897), expected);
        }
        for pattern in [
            "",
            "ВХ-{year}",
            "{number}",
            "{year}{number}{number}",
            "{year}-{nr}",
            "{year}-{number:0}",
            "{year}-{number",
            "{year}-{number}}",
        ] {
            assert_eq!(NumberPattern::parse(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn a_number_longer_than_its_width_is_not_cut() {
        let pattern = NumberPattern::parse("{year}-{number:3}").unwrap();
        assert_eq!(pattern.format(123_456, date(2026, 1, 1), 1), "2026-123456");
    }
}

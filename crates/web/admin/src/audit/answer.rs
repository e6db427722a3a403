//! What an inquiry finds, as a table: the same for the page and for the file.
//!
//! The one rule: the work of one inquiry has a limit, and the answer says when it was reached.

use std::collections::BTreeMap;

use cases::audit::{Look, case_number, looks};
use kernel::clock::sofia_date;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, StaffId, UnitId};
use kernel::search_text;
use store::Tx;
use web::{PageError, Texts, format};

use super::query::AuditQuery;
use crate::desk::Desk;
use crate::log::{Scan, case_of, is_named, is_outside, row, sought};
use crate::period::Period;
use crate::words;

/// LIMIT: rows of an answer.
const ROWS_MAX: usize = 10_000;
/// LIMIT: looks and facts read for an answer.
const LOOKED_MAX: usize = 300_000;
/// Looks read at a time.
const CHUNK: i64 = 1_000;

/// Kinds of facts by which something leaves the system.
const EXPORTS: [&str; 3] = ["CasesExported", "LogExtracted", "AuditHandedOver"];
/// Kinds of facts by which somebody's rights change.
const RIGHTS: [&str; 15] = [
    "StaffCreated",
    "StaffRolesSet",
    "StaffBlocked",
    "StaffUnblocked",
    "StaffPasswordSet",
    "SignInLocked",
    "JournalSourceAdmitted",
    "JournalSourceSuspended",
    "JournalSourceResumed",
    "JournalKeyAdded",
    "JournalKeyEnded",
    "JournalCertificateAdded",
    "JournalCertificateRemoved",
    "JournalScopeAdded",
    "JournalScopeRemoved",
];

/// A table.
#[derive(Debug, Default)]
pub struct Answer {
    /// Headings.
    pub columns: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
    /// Whether there is more than was read.
    pub is_cut: bool,
}

/// What the finders share.
struct Asked {
    query: AuditQuery,
    period: Period,
    case: Option<CaseId>,
    hours: (i8, i8),
    many: usize,
    t: Texts,
}

/// Names of people, units and cases, each read once.
#[derive(Default)]
struct Names {
    people: BTreeMap<StaffId, String>,
    units: BTreeMap<UnitId, String>,
    cases: BTreeMap<CaseId, String>,
}

impl Names {
    fn person(&mut self, tx: &Tx<'_>, ctx: &Ctx, id: StaffId) -> Result<String, PageError> {
        if let Some(known) = self.people.get(&id) {
            return Ok(known.clone());
        }
        let name = identity::staff_get(tx, ctx.administration_id, id)?.map_or_else(|| id.to_string(), |staff| staff.name);
        self.people.insert(id, name.clone());
        Ok(name)
    }

    fn unit(&mut self, tx: &Tx<'_>, ctx: &Ctx, id: Option<UnitId>, t: Texts) -> Result<String, PageError> {
        if self.units.is_empty() {
            for unit in services::organisation::unit_list_all(tx, ctx.administration_id)? {
                self.units.insert(unit.id, unit.name(t.language().code()).to_owned());
            }
        }
        Ok(id.and_then(|id| self.units.get(&id).cloned()).unwrap_or_default())
    }

    fn case(&mut self, tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<String, PageError> {
        if let Some(known) = self.cases.get(&id) {
            return Ok(known.clone());
        }
        let number = case_number(tx, ctx, id)?;
        self.cases.insert(id, number.clone());
        Ok(number)
    }
}

/// The answer of an inquiry; or the field that cannot be read, with its text.
pub async fn answer(desk: &Desk, query: &AuditQuery) -> Result<Result<Answer, (&'static str, &'static str)>, PageError> {
    let today = sofia_date(desk.app.clock.now());
    let read = (query.period(today), query.hours(), query.many());
    let (period, hours, many) = match read {
        (Ok(period), Ok(hours), Ok(many)) => (period, hours, many),
        (Err(field), ..) => return Ok(Err((field, "admin-period-error"))),
        (_, Err(field), _) => return Ok(Err((field, "admin-audit-error-hours"))),
        (.., Err(field)) => return Ok(Err((field, "admin-audit-error-many"))),
    };
    let case = match case_of(desk, &query.case).await? {
        Ok(case) => case,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let asked = Asked { query: query.clone(), period, case, hours, many, t: desk.t };
    desk.read(move |tx, ctx| match asked.query.what.as_str() {
        "exports" => of_kinds(tx, ctx, &asked, &EXPORTS),
        "rights" => of_kinds(tx, ctx, &asked, &RIGHTS),
        "hours" => outside_hours(tx, ctx, &asked),
        "many" => many_looks(tx, ctx, &asked),
        _ => of_looks(tx, ctx, &asked),
    })
    .await
    .map(Ok)
}

fn columns(t: Texts, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| t.get(&format!("admin-audit-column-{name}")).into_owned()).collect()
}

fn when(t: Texts, at: i64) -> String {
    format::date_time(format::instant(at), t.language())
}

/// Gives every look of the period to `take` until it has enough; answers whether there was more.
fn each_look(tx: &Tx<'_>, ctx: &Ctx, asked: &Asked, mut take: impl FnMut(&Look) -> Result<bool, PageError>) -> Result<bool, PageError> {
    let (from, until) = (asked.period.begin_ms(), asked.period.until_ms());
    let (mut last, mut looked_at): (Option<Look>, usize) = (None, 0);
    loop {
        let portion = looks(tx, ctx, from, until, last.as_ref(), CHUNK)?;
        let is_last = portion.len() < usize::try_from(CHUNK).unwrap_or(usize::MAX);
        for look in &portion {
            if !take(look)? {
                return Ok(true);
            }
        }
        looked_at += portion.len();
        if is_last {
            return Ok(false);
        }
        if looked_at >= LOOKED_MAX {
            return Ok(true);
        }
        last = portion.into_iter().next_back();
    }
}

/// Looks at cases, or only those at cases of another unit.
fn of_looks(tx: &Tx<'_>, ctx: &Ctx, asked: &Asked) -> Result<Answer, PageError> {
    let (t, is_foreign) = (asked.t, asked.query.what == "foreign");
    let who = search_text::query_variants(&asked.query.who);
    let (mut names, mut rows) = (Names::default(), Vec::new());
    let is_cut = each_look(tx, ctx, asked, |look| {
        let access = &look.access;
        if (is_foreign && access.standing != "other") || asked.case.is_some_and(|case| case != look.case) {
            return Ok(true);
        }
        let name = names.person(tx, ctx, access.staff_id)?;
        if !is_named(&who, &name) {
            return Ok(true);
        }
        let word = |group: &str, word: &str| {
            t.find(&format!("admin-audit-{group}-{word}")).map_or_else(|| word.to_owned(), |text| text.into_owned())
        };
        let role = kernel::actor::Role::from_identifier(&access.role).map_or_else(|| access.role.clone(), |role| words::role(t, role));
        rows.push(vec![
            when(t, access.at),
            name,
            names.unit(tx, ctx, access.unit_id, t)?,
            role,
            word("looked", &access.kind),
            word("standing", &access.standing),
            names.case(tx, ctx, look.case)?,
            access.reason.clone(),
        ]);
        Ok(rows.len() < ROWS_MAX)
    })?;
    let columns = columns(t, &["at", "who", "unit", "role", "looked", "standing", "case", "reason"]);
    Ok(Answer { columns, rows, is_cut })
}

/// People who looked at very many cases on one day.
fn many_looks(tx: &Tx<'_>, ctx: &Ctx, asked: &Asked) -> Result<Answer, PageError> {
    let who = search_text::query_variants(&asked.query.who);
    let mut counted: BTreeMap<(jiff::civil::Date, StaffId), (usize, usize, Option<UnitId>)> = BTreeMap::new();
    let is_cut = each_look(tx, ctx, asked, |look| {
        let day = sofia_date(format::instant(look.access.at));
        let count = counted.entry((day, look.access.staff_id)).or_default();
        count.0 += 1;
        count.1 += usize::from(look.access.standing == "other");
        count.2 = look.access.unit_id;
        Ok(true)
    })?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for ((day, staff), (all, foreign, unit)) in counted.into_iter().rev().filter(|(_, (all, ..))| *all > asked.many) {
        let name = names.person(tx, ctx, staff)?;
        if is_named(&who, &name) && rows.len() < ROWS_MAX {
            let day = format::date(day, asked.t.language());
            rows.push(vec![day, name, names.unit(tx, ctx, unit, asked.t)?, all.to_string(), foreign.to_string()]);
        }
    }
    Ok(Answer { columns: columns(asked.t, &["day", "who", "unit", "looks", "foreign"]), rows, is_cut })
}

/// Facts of some kinds.
fn of_kinds(tx: &Tx<'_>, ctx: &Ctx, asked: &Asked, kinds: &[&str]) -> Result<Answer, PageError> {
    let scan = Scan { who: asked.query.who.clone(), kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(), ..scan(asked) };
    let found = sought(tx, ctx.administration_id, &scan)?;
    let t = asked.t;
    let rows = found.entries.into_iter().map(|entry| {
        let (at, seq) = (when(t, entry.at), entry.seq);
        let shown = row(t, entry);
        let facts = shown.facts.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ");
        vec![at, shown.who, shown.what, facts, shown.reason, seq.to_string()]
    });
    let (rows, is_cut) = (rows.collect(), found.next.is_some());
    Ok(Answer { columns: columns(t, &["at", "who", "did", "facts", "reason", "seq"]), rows, is_cut })
}

fn scan(asked: &Asked) -> Scan {
    Scan { period: asked.period, rows: ROWS_MAX, looked_max: LOOKED_MAX, ..Scan::default() }
}

/// What members of staff did, and looked at, outside working time.
fn outside_hours(tx: &Tx<'_>, ctx: &Ctx, asked: &Asked) -> Result<Answer, PageError> {
    let (t, hours) = (asked.t, asked.hours);
    let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
    let who = search_text::query_variants(&asked.query.who);
    let (mut names, mut found) = (Names::default(), Vec::new());
    let mut is_cut = each_look(tx, ctx, asked, |look| {
        let access = &look.access;
        if is_outside(&calendar, hours, access.at) && asked.case.is_none_or(|case| case == look.case) {
            let name = names.person(tx, ctx, access.staff_id)?;
            if is_named(&who, &name) {
                let what = t.get("admin-audit-looked").into_owned();
                found.push((access.at, vec![when(t, access.at), name, what, names.case(tx, ctx, look.case)?, String::new()]));
            }
        }
        Ok(found.len() < ROWS_MAX)
    })?;
    let outside = Scan { who: asked.query.who.clone(), case: asked.case, outside: Some((calendar, hours)), ..scan(asked) };
    let facts = sought(tx, ctx.administration_id, &outside)?;
    is_cut |= facts.next.is_some();
    for entry in facts.entries {
        let (at, seq, case) = (entry.at, entry.seq, entry.case_id);
        let shown = row(t, entry);
        let case = case.map(|case| names.case(tx, ctx, case)).transpose()?.unwrap_or_default();
        found.push((at, vec![when(t, at), shown.who, shown.what, case, seq.to_string()]));
    }
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    is_cut |= found.len() > ROWS_MAX;
    found.truncate(ROWS_MAX);
    let rows = found.into_iter().map(|(_, row)| row).collect();
    Ok(Answer { columns: columns(t, &["at", "who", "did", "case", "seq"]), rows, is_cut })
}

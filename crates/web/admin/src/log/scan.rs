//! Looking back through the history for what fits.
//!
//! The one rule: of an event in a case only its kind, time and author are shown; its facts and reasons belong to the case.

use kernel::calendar::Calendar;
use kernel::clock::sofia_datetime;
use kernel::ids::{AdministrationId, CaseId};
use kernel::search_text;
use serde_json::Value as Json;
use store::Tx;
use store::history::{self, Entry};
use web::Texts;

use crate::period::Period;
use crate::words;

/// LIMIT: rows read for one page. A rare event is sought in portions, so that a page costs the same in a log of any length.
const SCAN_MAX: usize = 20_000;
/// Rows read at a time.
const CHUNK: i64 = 500;

/// One row of the log.
pub struct LogRow {
    /// Position in the chain.
    pub seq: i64,
    /// When, ms.
    pub at: i64,
    /// What happened.
    pub what: String,
    /// Who or what it was about, in short.
    pub about: String,
    /// Who did it.
    pub who: String,
    /// Why.
    pub reason: String,
    /// Facts, as pairs of key and value.
    pub facts: Vec<(String, String)>,
    /// The case, for links of those who may open it.
    pub case: String,
}

/// What is sought in the log.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Begin before this position.
    pub before: Option<i64>,
    /// Group of kinds (`people`, `organisation`, `kits`, `cases`), or empty.
    pub group: String,
    /// One kind, or empty.
    pub kind: String,
    /// Any of these kinds; empty for every one.
    pub kinds: Vec<String>,
    /// Words of the author's name, or empty.
    pub who: String,
    /// Only what members of staff did outside working time: the calendar, and the hours between which they work.
    pub outside: Option<(Calendar, (i8, i8))>,
    /// One case.
    pub case: Option<CaseId>,
    /// Days in which it happened.
    pub period: Period,
    /// Rows wanted.
    pub rows: usize,
    /// Rows read at most; 0 for as many as one page may cost.
    pub looked_max: usize,
}

impl Scan {
    /// The latest events that are not about a case.
    pub fn administration_only(rows: usize) -> Scan {
        Scan { group: "administration".to_owned(), rows, ..Scan::default() }
    }

    fn wants(&self, entry: &Entry, who: &[Vec<String>]) -> bool {
        let in_group = match self.group.as_str() {
            "" => true,
            "cases" => entry.case_id.is_some(),
            "administration" => entry.case_id.is_none(),
            group => words::KINDS.iter().any(|(name, kinds)| *name == group && kinds.contains(&entry.kind.as_str())),
        };
        let is_kind = (self.kind.is_empty() || self.kind == entry.kind) && (self.kinds.is_empty() || self.kinds.contains(&entry.kind));
        if let Some((calendar, hours)) = &self.outside
            && (entry.actor_class != "staff" || !is_outside(calendar, *hours, entry.at))
        {
            return false;
        }
        in_group
            && is_kind
            && self.period.contains(entry.at)
            && (who.is_empty() || entry.actor_name.as_deref().is_some_and(|name| is_named(who, name)))
    }
}

/// Whether people do not work at an instant.
pub fn is_outside(calendar: &Calendar, hours: (i8, i8), at: i64) -> bool {
    let moment = sofia_datetime(web::format::instant(at));
    !calendar.is_working(moment.date()) || moment.hour() < hours.0 || moment.hour() >= hours.1
}

/// Whether a name has the words that are sought.
pub fn is_named(query: &[Vec<String>], name: &str) -> bool {
    let terms = search_text::terms(name);
    query.iter().all(|forms| forms.iter().any(|form| terms.iter().any(|term| term.starts_with(form.as_str()))))
}

/// Facts that fit, newest first.
#[derive(Default)]
pub struct Sought {
    /// The facts.
    pub entries: Vec<Entry>,
    /// See [`Found::next`].
    pub next: Option<i64>,
    /// See [`Found::is_partial`].
    pub is_partial: bool,
}

/// What was found.
pub struct Found {
    /// Rows, newest first.
    pub rows: Vec<LogRow>,
    /// Where the next page begins, when there is more to look at.
    pub next: Option<i64>,
    /// Whether the search stopped at its limit before the page was full.
    pub is_partial: bool,
}

/// Looks back through the log for facts that fit, as they are stored.
pub fn sought(tx: &Tx<'_>, administration: AdministrationId, wanted: &Scan) -> store::Result<Sought> {
    let who = search_text::query_variants(&wanted.who);
    let mut found = Sought::default();
    if let Some(case) = wanted.case {
        let before = wanted.before.unwrap_or(i64::MAX);
        let mut all = history::of_case(tx, administration, case)?;
        all.retain(|entry| entry.seq < before && wanted.wants(entry, &who));
        all.reverse();
        found.next = all.get(wanted.rows).and(all.get(wanted.rows - 1)).map(|last| last.seq);
        all.truncate(wanted.rows);
        found.entries = all;
        return Ok(found);
    }
    let (first, mut before) = match bounds(tx, administration, wanted)? {
        Some(bounds) => bounds,
        None => return Ok(found),
    };
    let looked_max = if wanted.looked_max == 0 { SCAN_MAX } else { wanted.looked_max };
    let mut looked_at = 0;
    loop {
        let chunk = history::latest(tx, administration, before, CHUNK)?;
        if chunk.is_empty() {
            return Ok(found);
        }
        for entry in chunk {
            if entry.seq < first {
                return Ok(found);
            }
            if found.entries.len() == wanted.rows {
                found.next = before;
                return Ok(found);
            }
            before = Some(entry.seq);
            looked_at += 1;
            if wanted.wants(&entry, &who) {
                found.entries.push(entry);
            }
        }
        if looked_at >= looked_max {
            found.next = before;
            found.is_partial = true;
            return Ok(found);
        }
    }
}

/// The position that ends the search, and the one before which it begins; nothing when nothing happened in the period.
fn bounds(tx: &Tx<'_>, administration: AdministrationId, wanted: &Scan) -> store::Result<Option<(i64, Option<i64>)>> {
    if wanted.period.is_open() {
        return Ok(Some((0, wanted.before)));
    }
    let span = history::span(tx, administration, wanted.period.begin_ms(), wanted.period.until_ms())?;
    Ok(span.map(|(first, last)| (first, Some(wanted.before.map_or(last + 1, |before| before.min(last + 1))))))
}

/// Looks back through the log for rows that fit.
pub fn scan(tx: &Tx<'_>, administration: AdministrationId, wanted: &Scan, t: Texts) -> store::Result<Found> {
    let Sought { entries, next, is_partial } = sought(tx, administration, wanted)?;
    Ok(Found { rows: entries.into_iter().map(|entry| row(t, entry)).collect(), next, is_partial })
}

/// A fact as a row for people.
pub fn row(t: Texts, entry: Entry) -> LogRow {
    let is_case = entry.case_id.is_some();
    let text = |key: &str| entry.data.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let about = match ["name", "login", "day", "code"].into_iter().map(text).find(|text| !text.is_empty()) {
        Some(about) if !is_case => words::value(t, &about),
        _ => entry.data.pointer("/after/name").and_then(Json::as_str).filter(|_| !is_case).unwrap_or_default().to_owned(),
    };
    let mut facts = Vec::new();
    if !is_case {
        flatten(t, "", &entry.data, &mut facts);
    }
    LogRow {
        seq: entry.seq,
        at: entry.at,
        what: words::kind(t, &entry.kind),
        about,
        who: entry.actor_name.unwrap_or_else(|| words::actor_class(t, &entry.actor_class)),
        reason: entry.reason.filter(|_| !is_case).unwrap_or_default(),
        facts,
        case: entry.case_id.map(|case| case.to_string()).unwrap_or_default(),
    }
}

/// JSON facts as pairs of words and value: „преди · име“ and the old name.
fn flatten(t: Texts, path: &str, value: &Json, facts: &mut Vec<(String, String)>) {
    let text = |item: &Json| words::value(t, &item.as_str().map_or_else(|| item.to_string(), str::to_owned));
    match value {
        Json::Null => {}
        Json::Object(fields) => {
            for (key, value) in fields {
                let name = words::fact(t, key);
                flatten(t, &if path.is_empty() { name } else { format!("{path} · {name}") }, value, facts);
            }
        }
        Json::Array(items) => facts.push((path.to_owned(), items.iter().map(text).collect::<Vec<_>>().join(", "))),
        Json::String(text) if text.is_empty() => {}
        other => facts.push((path.to_owned(), text(other))),
    }
}

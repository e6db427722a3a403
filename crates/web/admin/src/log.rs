//! The system log: what happened, when, by whom; with a check of the chain.
//!
//! The one rule: of an event in a case only its kind, time and author are shown; its facts and reasons belong to the case.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::ids::AdministrationId;
use kernel::permission::Permission;
use kernel::search_text;
use serde::Deserialize;
use serde_json::Value as Json;
use store::Tx;
use store::history::{self, Entry};
use web::visit::query_value;
use web::{Choice, Notice, Page, PageError, Texts, redirect, render};

use crate::desk::Desk;
use crate::words;

/// LIMIT: rows read for one page. A rare event is sought in portions, so that a page costs the same in a log of any length.
const SCAN_MAX: usize = 20_000;
/// Rows read at a time.
const CHUNK: i64 = 500;
/// Rows on a page.
const ROWS: usize = 50;

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
pub struct Scan {
    /// Begin before this position.
    pub before: Option<i64>,
    /// Group of kinds (`people`, `organisation`, `kits`, `cases`), or empty.
    pub group: String,
    /// One kind, or empty.
    pub kind: String,
    /// Words of the author's name, or empty.
    pub who: String,
    /// Rows wanted.
    pub rows: usize,
}

impl Scan {
    /// The latest events that are not about a case.
    pub fn administration_only(rows: usize) -> Scan {
        Scan { before: None, group: "administration".to_owned(), kind: String::new(), who: String::new(), rows }
    }

    fn wants(&self, entry: &Entry, who: &[Vec<String>]) -> bool {
        let in_group = match self.group.as_str() {
            "" => true,
            "cases" => entry.case_id.is_some(),
            "administration" => entry.case_id.is_none(),
            group => words::KINDS.iter().any(|(name, kinds)| *name == group && kinds.contains(&entry.kind.as_str())),
        };
        let is_kind = self.kind.is_empty() || self.kind == entry.kind;
        in_group && is_kind && (who.is_empty() || entry.actor_name.as_deref().is_some_and(|name| is_named(who, name)))
    }
}

fn is_named(query: &[Vec<String>], name: &str) -> bool {
    let terms = search_text::terms(name);
    query.iter().all(|forms| forms.iter().any(|form| terms.iter().any(|term| term.starts_with(form.as_str()))))
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

/// Looks back through the log for rows that fit.
pub fn scan(tx: &Tx<'_>, administration: AdministrationId, wanted: &Scan, t: Texts) -> store::Result<Found> {
    let who = search_text::query_variants(&wanted.who);
    let mut found = Found { rows: Vec::new(), next: None, is_partial: false };
    let mut before = wanted.before;
    let mut looked_at = 0;
    loop {
        let chunk = history::latest(tx, administration, before, CHUNK)?;
        if chunk.is_empty() {
            return Ok(found);
        }
        for entry in chunk {
            if found.rows.len() == wanted.rows {
                found.next = before;
                return Ok(found);
            }
            before = Some(entry.seq);
            looked_at += 1;
            if wanted.wants(&entry, &who) {
                found.rows.push(row(t, entry));
            }
        }
        if looked_at >= SCAN_MAX {
            found.next = before;
            found.is_partial = true;
            return Ok(found);
        }
    }
}

fn row(t: Texts, entry: Entry) -> LogRow {
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

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct LogQuery {
    #[serde(default)]
    before: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    who: String,
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    page: Page,
    groups: Vec<Choice>,
    group: String,
    kinds: Vec<Choice>,
    kind: String,
    who: String,
    rows: Vec<LogRow>,
    next: String,
    is_partial: bool,
    is_filtered: bool,
    is_later_page: bool,
    last: i64,
}

/// The log.
pub async fn page(desk: Desk, Query(query): Query<LogQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let t = desk.t;
    let before = query.before.parse::<i64>().ok().filter(|before| *before > 0);
    let wanted = Scan { before, group: query.group.clone(), kind: query.kind.clone(), who: query.who.clone(), rows: ROWS };
    let (found, last) =
        desk.read(move |tx, ctx| Ok((scan(tx, ctx.administration_id, &wanted, t)?, history::last(tx, ctx.administration_id)?))).await?;
    let filter: String = [("group", &query.group), ("kind", &query.kind), ("who", &query.who)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("&{name}={}", query_value(value)))
        .collect();
    let group_choice = |name: &str| Choice::new(name, t.get(&format!("admin-log-group-{name}")));
    let kinds = words::KINDS.iter().flat_map(|(_, kinds)| *kinds).map(|kind| Choice::new(*kind, words::kind(t, kind)));
    render(&LogPage {
        page: desk.page_of("admin-log-title"),
        groups: ["people", "organisation", "kits", "cases"].into_iter().map(group_choice).collect(),
        kinds: kinds.collect(),
        next: found.next.map(|next| format!("/admin/log?before={next}{filter}")).unwrap_or_default(),
        rows: found.rows,
        is_partial: found.is_partial,
        is_filtered: !filter.is_empty(),
        is_later_page: before.is_some(),
        group: query.group,
        kind: query.kind,
        who: query.who,
        last,
    })
}

/// Checks every row of the log against the one before it and tells the outcome on the next page.
pub async fn check(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let (last, broken) =
        desk.read(move |tx, ctx| Ok((history::last(tx, ctx.administration_id)?, history::first_break(tx, ctx.administration_id)?))).await?;
    let notice = match broken {
        None => Notice::success(desk.t.count("admin-log-whole", last)),
        Some(at) => {
            tracing::error!(request.id = %desk.frame.request_id, log.seq = at, "the chain of the history is broken");
            Notice::info(desk.t.with1("admin-log-broken", "at", at))
                .with_link(format!("/admin/log?before={}", at + 1), desk.t.get("admin-log-broken-look"))
        }
    };
    Ok(redirect::with_notice(&desk, "/admin/log", &notice))
}

//! The system log: what happened, when, by whom; with a check of the chain, extracts, and what was reported to the event journal.
//!
//! The one rule: what is asked for stands in the address; who takes an extract is written down.

pub mod extract;
pub mod one;
pub mod reports;
mod scan;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use serde::Deserialize;
use store::history;
use web::{Choice, Errors, Notice, Page, PageError, Texts, redirect};

pub use scan::{LogRow, Scan, is_named, is_outside, row, scan, sought};

use crate::desk::Desk;
use crate::period::{Period, address};
use crate::words;

/// Rows on a page.
const ROWS: usize = 50;

/// What the address of the page says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LogQuery {
    #[serde(default)]
    before: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    who: String,
    #[serde(default)]
    case: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// Why a filter finds nothing: which field, and the text.
type Wrong = (&'static str, &'static str);

impl LogQuery {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("group", self.group.as_str()),
            ("kind", &self.kind),
            ("who", &self.who),
            ("case", &self.case),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }

    fn page_address(&self, before: i64) -> String {
        let before = before.to_string();
        let pairs: Vec<(&str, &str)> = [("before", before.as_str())].into_iter().chain(self.pairs()).collect();
        address("/admin/log", &pairs)
    }

    /// The search it means, but for the case.
    fn scan(&self, rows: usize) -> Result<Scan, Wrong> {
        let period = Period::parse(&self.from, &self.until).map_err(|field| (field, "admin-period-error"))?;
        let before = self.before.parse::<i64>().ok().filter(|before| *before > 0);
        let text = String::clone;
        Ok(Scan { before, group: text(&self.group), kind: text(&self.kind), who: text(&self.who), period, rows, ..Scan::default() })
    }

    /// The conditions in words, for extracts.
    fn words(&self, t: Texts) -> Vec<(String, String)> {
        let group = |word: &str| t.find(&format!("admin-log-group-{word}")).map_or_else(|| word.to_owned(), |text| text.into_owned());
        let period = Period::parse(&self.from, &self.until).unwrap_or_default().words(t.language());
        let all = [
            ("admin-log-group", if self.group.is_empty() { String::new() } else { group(&self.group) }),
            ("admin-log-kind", if self.kind.is_empty() { String::new() } else { words::kind(t, &self.kind) }),
            ("admin-log-who", self.who.clone()),
            ("admin-log-case", self.case.clone()),
            ("admin-period", period),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (t.get(key).into_owned(), value)).collect()
    }
}

/// The case a number means: nothing when none was typed, a mistake at its field when there is no such case.
pub async fn case_of(desk: &Desk, number: &str) -> Result<Result<Option<CaseId>, Wrong>, PageError> {
    if number.trim().is_empty() {
        return Ok(Ok(None));
    }
    let number = number.to_owned();
    let found = desk.read(move |tx, ctx| Ok(cases::audit::case_by_number(tx, ctx, &number)?)).await?;
    Ok(found.map(Some).ok_or(("case", "admin-log-case-unknown")))
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    page: Page,
    groups: Vec<Choice>,
    kinds: Vec<Choice>,
    query: LogQuery,
    rows: Vec<LogRow>,
    next: String,
    is_partial: bool,
    is_filtered: bool,
    is_later_page: bool,
    last: i64,
}

/// The search of an address, with its case; or the mistake at its field.
pub async fn scan_of(desk: &Desk, query: &LogQuery, rows: usize) -> Result<Result<Scan, Wrong>, PageError> {
    let scan = match query.scan(rows) {
        Ok(scan) => scan,
        Err(wrong) => return Ok(Err(wrong)),
    };
    Ok(case_of(desk, &query.case).await?.map(|case| Scan { case, ..scan }))
}

/// The log.
pub async fn page(desk: Desk, Query(query): Query<LogQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let t = desk.t;
    let mut errors = Errors::new();
    let wanted = match scan_of(&desk, &query, ROWS).await? {
        Ok(wanted) => Some(wanted),
        Err((field, key)) => {
            errors.add(field, t.get(key));
            None
        }
    };
    let is_later_page = wanted.as_ref().is_some_and(|wanted| wanted.before.is_some());
    let (found, last) = desk
        .read(move |tx, ctx| {
            let found = wanted.map(|wanted| scan(tx, ctx.administration_id, &wanted, t)).transpose()?;
            Ok((found, history::last(tx, ctx.administration_id)?))
        })
        .await?;
    let group_choice = |name: &str| Choice::new(name, t.get(&format!("admin-log-group-{name}")));
    let kinds = words::KINDS.iter().flat_map(|(_, kinds)| *kinds).map(|kind| Choice::new(*kind, words::kind(t, kind)));
    let (failed, next) = (!errors.is_empty(), found.as_ref().and_then(|found| found.next));
    let template = LogPage {
        page: desk.page_of("admin-log-title").with_errors(errors),
        groups: ["people", "organisation", "kits", "journal", "cases"].into_iter().map(group_choice).collect(),
        kinds: kinds.collect(),
        next: next.map(|next| query.page_address(next)).unwrap_or_default(),
        is_partial: found.as_ref().is_some_and(|found| found.is_partial),
        rows: found.map(|found| found.rows).unwrap_or_default(),
        is_filtered: query.is_filtered(),
        is_later_page,
        query,
        last,
    };
    desk.form_answer(&template, failed)
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

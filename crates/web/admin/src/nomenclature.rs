//! The statuses that services go through, as a list with versions: to read everywhere, to write where the journal is operated.
//!
//! The one rule: what an entry means never changes; a version adds, refines and ends, and the page shows what changed between two.

pub mod draft;
pub mod publish;
pub mod status;

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use ejournal::Nomenclature;
use ejournal::journal::{Published, draft, nomenclature_versions};
use ejournal::nomenclature::{NomenclatureError, Phase, Problem, StatusEntry};
use jiff::civil::Date;
use kernel::clock::sofia_date;
use kernel::permission::Permission;
use serde::Deserialize;
use web::{Choice, Page, PageError, Texts, format, render};

use crate::desk::Desk;
use crate::period::address;

/// Statuses on a page.
const ROWS: usize = 50;

/// A status as a row.
struct Row {
    id: u16,
    code: String,
    text: String,
    other: String,
    phase: String,
    is_public: bool,
    is_end: bool,
    needs: String,
    validity: String,
    is_over: bool,
}

fn phase_words(t: Texts, phase: Option<Phase>) -> String {
    let word = phase.map_or("none", Phase::name);
    t.get(&format!("admin-phase-{word}")).into_owned()
}

/// The validity of an entry; empty while it has no ends of its own.
fn validity(t: Texts, from: Option<Date>, until: Option<Date>) -> String {
    crate::period::Period { from, until }.words(t.language())
}

fn row(t: Texts, entry: &StatusEntry, today: Date) -> Row {
    let (text, other) = match t.language() {
        web::Language::English => (&entry.en, &entry.bg),
        _ => (&entry.bg, &entry.en),
    };
    let need =
        |need: &ejournal::event::Need| t.find(&format!("admin-need-{need}")).map_or_else(|| need.to_string(), |words| words.into_owned());
    Row {
        id: entry.id,
        code: entry.code.to_string(),
        text: text.clone(),
        other: other.clone(),
        phase: phase_words(t, entry.phase),
        is_public: entry.public,
        is_end: entry.end,
        needs: entry.needs.iter().map(need).collect::<Vec<_>>().join(", "),
        validity: validity(t, entry.from, entry.until),
        is_over: entry.until.is_some_and(|until| until < today),
    }
}

/// What the address of the list says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    version: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    phase: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: String,
}

impl ListQuery {
    fn wants(&self, words: &str, entry: &StatusEntry, today: Date) -> bool {
        let text = kernel::search_text::fold(&format!("{} {} {} {}", entry.id, entry.code, entry.bg, entry.en));
        let is_phase = self.phase.is_empty() || entry.phase.map_or("none", Phase::name) == self.phase;
        let is_shown = match self.show.as_str() {
            "public" => entry.public,
            "inner" => !entry.public,
            "over" => entry.until.is_some_and(|until| until < today),
            _ => true,
        };
        (words.is_empty() || text.contains(words)) && is_phase && is_shown
    }

    fn page_address(&self, page: usize) -> String {
        let page = page.to_string();
        let pairs = [("version", self.version.as_str()), ("q", &self.q), ("phase", &self.phase), ("show", &self.show), ("page", &page)];
        address("/admin/nomenclature", &pairs)
    }
}

#[derive(Template)]
#[template(path = "nomenclature.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    versions: Vec<Choice>,
    version: String,
    since: String,
    published: String,
    phases: Vec<Choice>,
    shows: Vec<Choice>,
    query: ListQuery,
    is_filtered: bool,
    total: String,
    previous: String,
    next: String,
    from: String,
    may_manage: bool,
    has_draft: bool,
}

fn phase_choices(t: Texts) -> Vec<Choice> {
    Phase::ALL
        .iter()
        .map(|phase| Choice::new(phase.name(), phase_words(t, Some(*phase))))
        .chain([Choice::new("none", phase_words(t, None))])
        .collect()
}

/// The version a text names; the one in force when it names none.
fn version_of(versions: &[Published], wanted: &str) -> Result<Published, PageError> {
    let found = match wanted {
        "" => versions.first(),
        wanted => versions.iter().find(|version| version.nomenclature.version().to_string() == wanted),
    };
    found.cloned().ok_or_else(PageError::not_found)
}

fn version_choices(t: Texts, versions: &[Published]) -> Vec<Choice> {
    let choice = |version: &Published| {
        let number = version.nomenclature.version().to_string();
        let from = format::date(version.nomenclature.from(), t.language());
        Choice::new(number.clone(), t.with2("admin-nomenclature-version-from", "version", number, "from", from))
    };
    versions.iter().map(choice).collect()
}

/// Whether this person may write the list.
fn may_manage(desk: &Desk) -> bool {
    desk.journal().is_some() && desk.may(Permission::JournalManage)
}

/// The list.
pub async fn list(desk: Desk, Query(query): Query<ListQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let (t, today) = (desk.t, sofia_date(desk.app.clock.now()));
    let (versions, draft) = desk.read(move |tx, _| Ok((nomenclature_versions(tx)?, draft(tx)?))).await?;
    let chosen = version_of(&versions, &query.version)?;
    let words = kernel::search_text::fold(query.q.trim());
    let found: Vec<&StatusEntry> = chosen.nomenclature.statuses().iter().filter(|entry| query.wants(&words, entry, today)).collect();
    let number = query.page.parse::<usize>().ok().filter(|page| (1..1_000).contains(page)).unwrap_or(1);
    let show = |word: &str| Choice::new(word, t.get(&format!("admin-nomenclature-show-{word}")));
    let may_manage = may_manage(&desk);
    render(&ListPage {
        page: desk.page_of("admin-nomenclature-title"),
        rows: found.iter().skip((number - 1) * ROWS).take(ROWS).map(|entry| row(t, entry, today)).collect(),
        version: chosen.nomenclature.version().to_string(),
        since: format::date(chosen.nomenclature.from(), t.language()),
        published: chosen
            .published_at
            .map(|at| format::date_time(format::instant(at), t.language()))
            .unwrap_or_else(|| t.get("admin-nomenclature-shipped").into_owned()),
        phases: phase_choices(t),
        shows: ["public", "inner", "over"].map(show).to_vec(),
        is_filtered: !query.q.is_empty() || !query.phase.is_empty() || !query.show.is_empty(),
        total: t.count("admin-nomenclature-total", found.len()),
        previous: if number > 1 { query.page_address(number - 1) } else { String::new() },
        next: if number * ROWS < found.len() { query.page_address(number + 1) } else { String::new() },
        from: versions.get(1).map(|version| version.nomenclature.version().to_string()).unwrap_or_default(),
        versions: version_choices(t, &versions),
        query,
        may_manage,
        has_draft: draft.is_some(),
    })
}

/// One difference: which entry, which member, what was and what is.
struct Change {
    what: String,
    old: Option<String>,
    new: Option<String>,
}

/// The differences of one entry.
struct Changes {
    code: String,
    all: Vec<Change>,
}

/// What is said of an entry, member by member.
fn members(t: Texts, entry: &StatusEntry) -> Vec<(&'static str, String)> {
    let yes = |is: bool| t.get(if is { "admin-yes" } else { "admin-no" }).into_owned();
    let shown = row(t, entry, Date::MIN);
    vec![
        ("admin-nomenclature-bg", entry.bg.clone()),
        ("admin-nomenclature-en", entry.en.clone()),
        ("admin-nomenclature-number", entry.id.to_string()),
        ("admin-nomenclature-phase", shown.phase),
        ("admin-nomenclature-public", yes(entry.public)),
        ("admin-nomenclature-end", yes(entry.end)),
        ("admin-nomenclature-needs", shown.needs),
        ("admin-nomenclature-reporter", entry.reporter.clone()),
        ("admin-nomenclature-validity", shown.validity),
    ]
}

fn changes(t: Texts, old: &Nomenclature, new: &Nomenclature) -> Vec<Changes> {
    let mut all = Vec::new();
    for entry in new.statuses() {
        let after = members(t, entry);
        let before = old.status(&entry.code).map(|entry| members(t, entry));
        let differing = after.into_iter().enumerate().filter_map(|(at, (key, new))| {
            let old = before.as_ref().map(|before| before[at].1.clone());
            let is_same = old.as_ref().map_or(new.is_empty(), |old| *old == new);
            let shown = |text: String| Some(text).filter(|text| !text.is_empty());
            (!is_same).then(|| Change { what: t.get(key).into_owned(), old: old.and_then(shown), new: shown(new) })
        });
        let differing: Vec<Change> = differing.collect();
        if !differing.is_empty() {
            all.push(Changes { code: entry.code.to_string(), all: differing });
        }
    }
    for gone in old.statuses().iter().filter(|entry| new.status(&entry.code).is_none()) {
        let what = t.get("admin-nomenclature-bg").into_owned();
        all.push(Changes { code: gone.code.to_string(), all: vec![Change { what, old: Some(gone.bg.clone()), new: None }] });
    }
    all
}

/// What the address of a comparison says.
#[derive(Debug, Default, Deserialize)]
pub struct DiffQuery {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "nomenclature_diff.html")]
struct DiffPage {
    page: Page,
    versions: Vec<Choice>,
    from: String,
    to: String,
    changes: Vec<Changes>,
    count: String,
}

/// What changed from one version to another.
pub async fn diff(desk: Desk, Query(query): Query<DiffQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let t = desk.t;
    let versions = desk.read(move |tx, _| Ok(nomenclature_versions(tx)?)).await?;
    let (from, to) = (version_of(&versions, &query.from)?, version_of(&versions, &query.to)?);
    let changes = changes(t, &from.nomenclature, &to.nomenclature);
    render(&DiffPage {
        page: desk.page_of("admin-nomenclature-diff-title").with_crumb(t.get("admin-nomenclature-title"), "/admin/nomenclature"),
        versions: version_choices(t, &versions),
        from: from.nomenclature.version().to_string(),
        to: to.nomenclature.version().to_string(),
        count: t.count("admin-nomenclature-changes", changes.len()),
        changes,
    })
}

/// What is wrong with a version, in words for people.
fn problems(t: Texts, error: &NomenclatureError) -> Vec<String> {
    let words = |problem: &Problem| match problem {
        Problem::IdTwice { id, first, second } => t.with(
            "admin-problem-id-twice",
            &[("id", id.to_string().into()), ("first", first.as_str().into()), ("second", second.as_str().into())],
        ),
        Problem::IdZero { .. } => t.get("admin-problem-id-zero").into_owned(),
        Problem::CodeTwice { code } => t.with1("admin-problem-code-twice", "code", code.as_str()),
        Problem::MappedTwice { word, first, second } => t.with(
            "admin-problem-mapped-twice",
            &[("word", word.as_str().into()), ("first", first.as_str().into()), ("second", second.as_str().into())],
        ),
        Problem::NoText { code } => t.with1("admin-problem-no-text", "code", code.as_str()),
        Problem::Validity { code } => t.with1("admin-problem-validity", "code", code.as_str()),
        Problem::EndWithoutPhase { code } => t.with1("admin-problem-end", "code", code.as_str()),
        Problem::Missing { code } => t.with1("admin-problem-missing", "code", code.as_str()),
        Problem::Dropped { code } => t.with1("admin-problem-dropped", "code", code.as_str()),
        Problem::Changed { code, .. } => t.with1("admin-problem-changed", "code", code.as_str()),
        Problem::Version { least } => t.with1("admin-problem-version", "version", least.to_string()),
    };
    match error {
        NomenclatureError::Content(problems) => problems.iter().map(words).collect(),
        NomenclatureError::TooLarge => vec![t.get("admin-problem-too-large").into_owned()],
        NomenclatureError::Syntax(_) => vec![t.get("admin-problem-syntax").into_owned()],
    }
}

/// The nomenclature in force.
async fn in_force(desk: &Desk) -> Result<Arc<Nomenclature>, PageError> {
    desk.read(|tx, _| Ok(ejournal::journal::nomenclature_in_force(tx)?)).await
}

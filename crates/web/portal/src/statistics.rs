//! The public statistics (P-32): what was published of a period, as numbers, charts and files.
//!
//! The one rule: the page shows published numbers only; what is hidden stays hidden, and a sum says when something is missing in it.

mod asked;
mod drawn;
mod numbers;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use ejournal::publication::{self, FileEntry, Line, Publication, Publisher, Question};
use ejournal::statistics::Period;
use kernel::ctx::Ctx;
use kernel::entity_number::EntityNumber;
use services::catalogue::service_list;
use services::organisation::{administration_get, administration_list};
use store::Tx;
use web::download::{Disposition, file};
use web::{Choice, Html, Page, PageError, Texts, format, render};

use self::asked::{Address, Asked};
use self::numbers::{KeyRow, Meaning, Numbers, PlaceRow, StatusRow};
use crate::visitor::Visitor;

/// LIMIT: periods one can choose on the page; earlier ones are in the files.
const PERIODS_MAX: i64 = 60;
/// LIMIT: rows of one page of a table.
const ROWS: usize = 20;

/// What is read for the page.
struct Found {
    /// Whether the numbers are those of all participants of the journal.
    is_journal: bool,
    publications: Vec<Publication>,
    chosen: Option<Chosen>,
    /// Names of the administrations of this installation by ЕИК, and of its services by number.
    administrations: BTreeMap<String, String>,
    services: BTreeMap<String, String>,
}

/// What was published of the chosen period.
struct Chosen {
    publication: Publication,
    files: Vec<FileEntry>,
    participants: Vec<String>,
    administration: Option<String>,
    service: Option<String>,
    /// All services together, or the chosen one.
    lines: Vec<Line>,
    by_service: Vec<Line>,
    by_administration: Vec<Line>,
}

/// Who publishes for the visitor: the journal where this installation is one, else the administration itself.
fn publisher(tx: &Tx<'_>, ctx: &Ctx) -> Result<(Publisher, Option<EntityNumber>), PageError> {
    if !publication::publications(tx, &Publisher::Journal, 1, 0)?.is_empty() {
        return Ok((Publisher::Journal, None));
    }
    let eik = administration_get(tx, ctx.administration_id)?.eik;
    let eik: EntityNumber = eik.parse().map_err(|_| PageError::not_found())?;
    Ok((Publisher::Administration(eik.clone()), Some(eik)))
}

fn found(tx: &Tx<'_>, ctx: &Ctx, t: Texts, asked: &Asked) -> Result<Found, PageError> {
    let language = t.language().code();
    let (publisher, own) = publisher(tx, ctx)?;
    let publications = publication::publications(tx, &publisher, PERIODS_MAX, 0)?;
    let wanted = asked.period();
    let publication = publications.iter().find(|one| Some(one.period) == wanted).or(publications.first()).cloned();
    let kits = service_list(tx, ctx.administration_id)?;
    let services = kits.iter().map(|kit| (kit.manifest.number.clone(), kit.manifest.name.get(language).to_owned())).collect();
    let administrations = administration_list(tx)?
        .into_iter()
        .map(|one| (one.eik, if language == "en" && !one.name_en.is_empty() { one.name_en } else { one.name_bg }))
        .collect();
    let is_journal = own.is_none();
    let chosen = publication.map(|publication| chosen(tx, &publisher, publication, own, asked)).transpose()?;
    Ok(Found { is_journal, publications, chosen, administrations, services })
}

fn chosen(
    tx: &Tx<'_>,
    publisher: &Publisher,
    publication: Publication,
    own: Option<EntityNumber>,
    asked: &Asked,
) -> Result<Chosen, PageError> {
    let period = publication.period;
    let participants = publication::administrations_of(tx, publisher, period)?;
    let administration = own.or_else(|| asked.administration()).filter(|eik| participants.contains(&eik.to_string()));
    let lines =
        |question: Question| -> Result<Vec<Line>, PageError> { Ok(publication::lines(tx, publisher, &question)?.unwrap_or_default()) };
    let question = Question { administration: administration.clone(), ..Question::of(period) };
    let by_service = lines(Question { by_service: true, ..question.clone() })?;
    let service = asked.service().filter(|service| by_service.iter().any(|line| line.service.as_deref() == Some(*service)));
    let service = service.map(str::to_owned);
    let question = Question { service: service.clone(), ..question };
    let is_split = matches!(publisher, Publisher::Journal) && administration.is_none();
    let by_administration = if is_split { lines(Question { by_administration: true, ..question.clone() })? } else { Vec::new() };
    Ok(Chosen {
        files: publication::files(tx, publisher, period)?,
        lines: lines(question)?,
        administration: administration.map(|eik| eik.to_string()),
        publication,
        participants,
        service,
        by_service,
        by_administration,
    })
}

/// A file to take along.
struct FileRow {
    name: String,
    words: String,
    size: String,
}

/// A table by place, a page of it.
struct Places {
    rows: Vec<PlaceRow>,
    count: usize,
    previous: String,
    next: String,
}

#[derive(Template)]
#[template(path = "statistics.html")]
struct StatisticsPage {
    page: Page,
    is_journal: bool,
    periods: Vec<Choice>,
    period: String,
    period_name: String,
    published: String,
    administrations: Vec<Choice>,
    administration: String,
    services: Vec<Choice>,
    service: String,
    scope: String,
    key: Vec<KeyRow>,
    charts: Vec<Html>,
    by_administration: Places,
    by_service: Places,
    statuses: Vec<StatusRow>,
    meanings: Vec<Meaning>,
    files: Vec<FileRow>,
}

/// The page.
pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let t = visitor.t;
    let question = asked.clone();
    let found = visitor.read(move |tx, ctx| found(tx, ctx, t, &question)).await?;
    let page = visitor.page_of("portal-statistics-title");
    render(&view(t, page, found, &asked))
}

fn view(t: Texts, page: Page, found: Found, asked: &Asked) -> StatisticsPage {
    let service_name = |number: &str| service_name(t, &found.services, number);
    let administration_name = |eik: &str| match found.administrations.get(eik) {
        Some(name) => name.clone(),
        None => t.with1("portal-statistics-eik", "eik", eik),
    };
    let periods = found.publications.iter().map(|one| Choice::new(one.period.to_string(), period_name(t, one.period))).collect();
    let mut view = StatisticsPage {
        page,
        is_journal: found.is_journal,
        periods,
        period: String::new(),
        period_name: String::new(),
        published: String::new(),
        administrations: Vec::new(),
        administration: String::new(),
        services: Vec::new(),
        service: String::new(),
        scope: String::new(),
        key: Vec::new(),
        charts: Vec::new(),
        by_administration: Places::none(),
        by_service: Places::none(),
        statuses: Vec::new(),
        meanings: numbers::meanings(t),
        files: Vec::new(),
    };
    let Some(chosen) = &found.chosen else { return view };
    let address = Address::of(chosen.publication.period, chosen.administration.as_deref(), chosen.service.as_deref());
    let all = Numbers::of(&chosen.lines);
    let services = numbers::by(&chosen.by_service, |line| line.service.as_ref());
    let administrations = numbers::by(&chosen.by_administration, |line| line.administration.as_ref());
    view.period = chosen.publication.period.to_string();
    view.period_name = period_name(t, chosen.publication.period);
    view.published = format::date(kernel::clock::sofia_date(format::instant(chosen.publication.published_at)), t.language());
    view.administration = chosen.administration.clone().unwrap_or_default();
    view.service = chosen.service.clone().unwrap_or_default();
    if found.is_journal {
        view.administrations = chosen.participants.iter().map(|eik| Choice::new(eik, administration_name(eik))).collect();
    }
    view.services = services.keys().map(|number| Choice::new(*number, service_name(number))).collect();
    view.services.sort_by_cached_key(|choice| kernel::search_text::fold(&choice.label));
    let parts = [chosen.administration.as_deref().map(administration_name), chosen.service.as_deref().map(service_name)];
    view.scope = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view.key = numbers::key_rows(t, &all);
    view.statuses = numbers::statuses(t, &all);
    view.charts = drawn::charts(t, &all, &services, service_name, chosen.service.is_none());
    if chosen.service.is_none() {
        view.by_service =
            places(t, &services, service_name, asked.page, |number| address.with_service(number), |page| address.at("page", page));
    }
    let by_page = |page| address.at("apage", page);
    view.by_administration = places(t, &administrations, administration_name, asked.apage, |eik| address.with_administration(eik), by_page);
    view.files = chosen.files.iter().map(|file| file_row(t, file)).collect();
    view
}

impl Places {
    fn none() -> Places {
        Places { rows: Vec::new(), count: 0, previous: String::new(), next: String::new() }
    }
}

/// A page of a table by place, those with the most applications first.
fn places(
    t: Texts,
    places: &BTreeMap<&str, Numbers<'_>>,
    name: impl Fn(&str) -> String,
    asked: usize,
    href: impl Fn(&str) -> String,
    page_href: impl Fn(usize) -> String,
) -> Places {
    let mut sorted: Vec<(&&str, &Numbers<'_>)> = places.iter().collect();
    sorted.sort_by_key(|(place, numbers)| (std::cmp::Reverse(numbers.registered()), **place));
    let page = asked.clamp(1, sorted.len().div_ceil(ROWS).max(1));
    let shown = sorted.iter().skip((page - 1) * ROWS).take(ROWS);
    Places {
        rows: shown.map(|(place, numbers)| numbers::place_row(t, name(place), href(place), numbers)).collect(),
        count: sorted.len(),
        previous: if page > 1 { page_href(page - 1) } else { String::new() },
        next: if page * ROWS < sorted.len() { page_href(page + 1) } else { String::new() },
    }
}

fn service_name(t: Texts, names: &BTreeMap<String, String>, number: &str) -> String {
    match names.get(number) {
        _ if number == ejournal::statistics::OTHER_SERVICES => t.get("portal-statistics-other").into_owned(),
        Some(name) => name.clone(),
        None => t.with1("portal-statistics-service-number", "number", number),
    }
}

fn period_name(t: Texts, period: Period) -> String {
    match period {
        Period::Day(day) => format::date(day, t.language()),
        Period::Quarter(year, quarter) => t.with2("portal-statistics-quarter", "quarter", quarter.to_string(), "year", year.to_string()),
    }
}

fn file_row(t: Texts, file: &FileEntry) -> FileRow {
    let kind = match file.name.rsplit('.').next() {
        Some("csv") => "csv",
        Some("parquet") => "parquet",
        _ if file.name.ends_with(".datapackage.json") => "description",
        _ => "json",
    };
    FileRow {
        name: file.name.clone(),
        words: t.get(&format!("portal-statistics-file-{kind}")).into_owned(),
        size: format::size(u64::try_from(file.size).unwrap_or(0), t.language()),
    }
}

/// A published file.
pub async fn download(visitor: Visitor, Path(name): Path<String>) -> Result<Response, PageError> {
    let found = visitor.look_up(move |tx, ctx| Ok(publication::file(tx, &publisher(tx, ctx)?.0, &name)?)).await?;
    let entry = found.ok_or_else(|| PageError::not_found().with_way_on("/statistics"))?;
    let content = visitor.app.store.blobs().file(&entry.sha256).await?;
    Ok(file(content, &entry.media_type, &entry.name, Disposition::Attachment))
}

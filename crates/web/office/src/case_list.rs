//! The list of cases (D-05): saved views, filters with chips, orders, chosen columns, paging by key, a bounded count, and the same list as
//! a file.
//!
//! The one rule: view, filters, order and place stand in the address, so that a link shows the same list; only the columns are of the person.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cases::list::{Order, case_list_by};
use cases::view::{CaseView, case_columns, case_view_list};
use cases::{CaseFile, Error, Status};
use jiff::civil::Date;
use kernel::ctx::Ctx;
use kernel::limits::COUNT_MAX;
use kernel::permission::Permission;
use store::Tx;
use store::history::{self, Event};
use web::{Choice, Notice, Page, PageError, Texts, format, redirect, render};

use crate::arrange;
use crate::case_query::{CHANNELS, CaseQuery, SORTS, VIEWS};
use crate::desk::Desk;
use crate::due::Due;
use crate::names::{self, Names, people};
use crate::tasks::Tab;

const PATH: &str = "/office/cases";
/// LIMIT: rows of one file; a larger question belongs to the statistics.
const EXPORT_ROWS: usize = 10_000;

/// A case as a row of a list.
#[derive(Debug, Clone)]
pub struct CaseLine {
    /// Identifier.
    pub id: String,
    /// Incoming number.
    pub number: String,
    /// Day of registration.
    pub registered: String,
    /// Service.
    pub service: String,
    /// Applicant.
    pub applicant: String,
    /// Status.
    pub status: &'static str,
    /// Badge of the term.
    pub due: Due,
    /// Accountable unit.
    pub unit: String,
    /// Accountable person; may be empty.
    pub assignee: String,
    /// Something new from the applicant.
    pub is_unread: bool,
    /// The term was extended.
    pub is_extended: bool,
    /// How it came.
    pub channel: String,
    /// Speed.
    pub speed: String,
    /// How the result is received.
    pub delivery: String,
    /// Fee; empty when there is none.
    pub fee: String,
    /// РНУ.
    pub rnu: String,
    /// When it was closed; empty while it is open.
    pub closed: String,
}

impl CaseLine {
    /// The row of a case.
    pub fn new(t: Texts, case: &CaseFile, names: &Names, today: Date) -> CaseLine {
        CaseLine {
            id: case.id.to_string(),
            number: case.incoming_number.clone(),
            registered: format::date(case.registered_on, t.language()),
            service: names.service(&case.service_code),
            applicant: names::short(&case.applicant_name),
            status: case.status.identifier(),
            due: Due::of_case(t, case, today),
            unit: names.unit(case.unit_id),
            assignee: names.person(case.assignee_id),
            is_unread: case.has_unread,
            is_extended: case.term_extended,
            channel: names::channel(t, &case.channel),
            speed: names::speed(t, &case.speed),
            delivery: names::delivery(t, &case.delivery),
            fee: if case.fee_cents > 0 { format::money(case.fee_cents, t.language()) } else { String::new() },
            rnu: case.rnu.clone(),
            closed: case.closed_at.map(|at| format::date(kernel::clock::sofia_date(format::instant(at)), t.language())).unwrap_or_default(),
        }
    }
}

/// A filter that is set, with the address without it.
struct Chip {
    words: String,
    href: String,
}

/// A column as it is shown.
struct Column {
    word: &'static str,
    label: String,
    /// The address of the other order; empty when the column orders nothing.
    href: String,
    /// `ascending`, `descending` or empty.
    sorted: &'static str,
}

/// A view under a name of one's own, with a button that forgets it.
struct OwnView {
    id: String,
    name: String,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage {
    page: Page,
    count: String,
    views: Vec<Tab>,
    query: CaseQuery,
    services: Vec<Choice>,
    units: Vec<Choice>,
    people: Vec<Choice>,
    statuses: Vec<Choice>,
    channels: Vec<Choice>,
    states: Vec<Choice>,
    dues: Vec<Choice>,
    chips: Vec<Chip>,
    lines: Vec<CaseLine>,
    columns: Vec<Column>,
    choices: Vec<Choice>,
    chosen: Vec<String>,
    sorts: Vec<Choice>,
    own: Vec<OwnView>,
    here: String,
    previous: String,
    next: String,
    export: String,
    clear: String,
    is_first: bool,
}

/// „42“ or „над 1000“.
pub fn bounded(t: Texts, count: i64) -> String {
    if count > COUNT_MAX {
        t.with1("shell-count-over", "count", format::number(COUNT_MAX, t.language()))
    } else {
        format::number(count, t.language())
    }
}

/// The order of a query; groups stand by the names people read.
fn order(tx: &Tx<'_>, ctx: &Ctx, query: &CaseQuery, names: &Names) -> Result<Order, Error> {
    let (descending, word) = query.order();
    Ok(match word {
        "deadline" => Order::deadline(descending),
        "status" => Order::status(descending),
        "service" => Order::service(descending, names.service_order()),
        "unit" => Order::unit(descending, names.unit_order()),
        "assignee" => {
            Order::assignee(descending, identity::staff_name_list(tx, ctx.administration_id)?.into_iter().map(|person| person.id))
        }
        _ => Order::filed(descending),
    })
}

fn columns(t: Texts, query: &CaseQuery, chosen: Option<&[String]>) -> Vec<Column> {
    let (descending, by) = query.order();
    let shown = arrange::COLUMNS.iter().filter(|kind| arrange::shows(kind, chosen));
    let column = |kind: &arrange::ColumnKind| {
        let is_sorted = kind.sort == by;
        // The newest first, everything else from the beginning; a second click turns the list around.
        let next = match (is_sorted, kind.sort) {
            (_, "") => String::new(),
            (true, sort) if descending => sort.to_owned(),
            (true, sort) | (false, sort @ "filed") => format!("-{sort}"),
            (false, sort) => sort.to_owned(),
        };
        Column {
            word: kind.word,
            label: arrange::label(t, kind.word),
            href: if next.is_empty() { String::new() } else { query.sorted(&next).address(PATH) },
            sorted: match (is_sorted, descending) {
                (false, _) => "",
                (true, false) => "ascending",
                (true, true) => "descending",
            },
        }
    };
    shown.map(column).collect()
}

/// The tabs: the views of the product, then those of the person.
fn tabs(t: Texts, query: &CaseQuery, own: &[CaseView]) -> Vec<Tab> {
    let here = query.address(PATH);
    let of_person: Vec<Tab> = own
        .iter()
        .map(|view| {
            let href = CaseQuery::parse(&view.query).address(PATH);
            Tab { text: view.name.clone(), count: 0, is_current: href == here, href }
        })
        .collect();
    let is_own = of_person.iter().any(|tab| tab.is_current);
    let of_product = VIEWS.iter().map(|view| Tab {
        text: t.get(&format!("office-cases-view-{view}")).into_owned(),
        href: if *view == "all" { PATH.to_owned() } else { format!("{PATH}?view={view}") },
        count: 0,
        is_current: !is_own && (query.view == *view || (query.view.is_empty() && *view == "all")),
    });
    of_product.chain(of_person).collect()
}

/// The orders for the form of the filters, for screens too narrow for the heads of the columns.
fn sorts(t: Texts) -> Vec<Choice> {
    let both = |word: &&str| [format!("-{word}"), (*word).to_owned()];
    let words = SORTS.iter().flat_map(both);
    words.map(|word| Choice::new(word.clone(), t.get(&format!("office-cases-sort-{}", word.replace('-', "down-"))))).collect()
}

/// The list.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let t = desk.t;
    let query = CaseQuery::parse(desk.frame.uri.query().unwrap_or_default());
    let asked = query.clone();
    let me = desk.staff.id;
    let (found, names, people, today, chosen, own) = desk
        .read(move |tx, ctx| {
            let mut names = Names::load(tx, ctx, t.language().code(), [])?;
            let order = order(tx, ctx, &asked, &names)?;
            let found = case_list_by(tx, ctx, &asked.filter(me, ctx.today()), &order, asked.cursor())?;
            let chosen = asked.assignee.parse().ok();
            names.add_people(tx, ctx, found.rows.iter().filter_map(|case| case.assignee_id).chain(chosen))?;
            use kernel::actor::Role;
            let people = people(tx, ctx, &[Role::CaseOfficer, Role::UnitHead, Role::FrontDesk, Role::Registrar], None)?;
            Ok((found, names, people, ctx.today(), case_columns(tx, ctx)?, case_view_list(tx, ctx)?))
        })
        .await?;
    let chips = query
        .set()
        .into_iter()
        .map(|(name, value)| Chip { words: chip(t, &names, name, value), href: query.without(name).address(PATH) })
        .collect();
    let words =
        |list: &[&str], key: &str| -> Vec<Choice> { list.iter().map(|word| Choice::new(*word, t.get(&format!("{key}-{word}")))).collect() };
    let mut assignees = vec![Choice::new("me", t.get("office-cases-me"))];
    assignees.extend(people);
    let clear = CaseQuery { view: query.view.clone(), sort: query.sort.clone(), ..CaseQuery::default() }.address(PATH);
    let here = query.address(PATH);
    render(&CasesPage {
        page: desk.page_of("office-cases-title"),
        count: bounded(t, found.count),
        views: tabs(t, &query, &own),
        services: names.service_choices(),
        units: names.unit_choices(),
        people: assignees,
        statuses: Status::ALL.iter().map(|status| Choice::new(status.identifier(), web::status::desk(t, status.identifier()))).collect(),
        channels: CHANNELS.iter().map(|word| Choice::new(*word, names::channel(t, word))).collect(),
        states: words(&["open", "closed"], "office-cases-state"),
        dues: words(&["overdue", "soon", "paused"], "office-cases-due"),
        chips,
        lines: found.rows.iter().map(|case| CaseLine::new(t, case, &names, today)).collect(),
        columns: columns(t, &query, chosen.as_deref()),
        choices: arrange::COLUMNS.iter().skip(1).map(|kind| Choice::new(kind.word, arrange::label(t, kind.word))).collect(),
        chosen: arrange::COLUMNS.iter().filter(|kind| arrange::shows(kind, chosen.as_deref())).map(|kind| kind.word.to_owned()).collect(),
        sorts: sorts(t),
        own: own.into_iter().map(|view| OwnView { id: view.id, name: view.name }).collect(),
        here: here.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default(),
        previous: query.previous(PATH),
        next: found.next.map(|next| query.next(PATH, &next)).unwrap_or_default(),
        export: query.address("/office/cases.csv"),
        clear,
        is_first: query.after.is_empty(),
        query,
    })
}

fn chip(t: Texts, names: &Names, name: &str, value: &str) -> String {
    let shown = match name {
        "status" => web::status::desk(t, value).into_owned(),
        "state" => t.get(&format!("office-cases-state-{value}")).into_owned(),
        "service" => names.service(value),
        "unit" => value.parse().map(|id| names.unit(id)).unwrap_or_default(),
        "assignee" if value == "me" => t.get("office-cases-me").into_owned(),
        "assignee" => names.person(value.parse().ok()),
        "channel" => names::channel(t, value),
        "due" => t.get(&format!("office-cases-due-{value}")).into_owned(),
        "unread" => String::new(),
        _ => value.to_owned(),
    };
    let label = t.get(&format!("office-cases-filter-{name}"));
    if shown.is_empty() { label.into_owned() } else { format!("{label}: {shown}") }
}

/// The same list as a file for a spreadsheet.
pub async fn export(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let t = desk.t;
    let query = CaseQuery::parse(desk.frame.uri.query().unwrap_or_default());
    let me = desk.staff.id;
    let written = desk
        .read(move |tx, ctx| {
            let filter = query.filter(me, ctx.today());
            let mut names = Names::load(tx, ctx, t.language().code(), [])?;
            let order = order(tx, ctx, &query, &names)?;
            let (mut rows, mut after): (Vec<CaseFile>, _) = (Vec::new(), None);
            loop {
                let page = case_list_by(tx, ctx, &filter, &order, after)?;
                rows.extend(page.rows);
                after = page.next;
                if after.is_none() || rows.len() >= EXPORT_ROWS {
                    break;
                }
            }
            rows.truncate(EXPORT_ROWS);
            names.add_people(tx, ctx, rows.iter().filter_map(|case| case.assignee_id))?;
            Ok::<_, Error>((rows.len(), csv_of(t, &rows, &names)))
        })
        .await?;
    let (count, Some(written)) = written else {
        return Ok(redirect::with_notice(&desk, PATH, &Notice::info(t.get("office-cases-export-failed"))));
    };
    let facts = serde_json::json!({ "count": count, "conditions": desk.frame.uri.query().unwrap_or_default() });
    desk.attempt(move |tx, ctx| Ok(history::append(tx, ctx, Event::of_administration("CasesExported", facts))?)).await?;
    let mut response = written.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"cases.csv\""));
    Ok(response)
}

/// A cell that a spreadsheet does not take for a formula.
pub fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A semicolon and a byte-order mark: what spreadsheets with Bulgarian settings open without questions.
fn csv_of(t: Texts, rows: &[CaseFile], names: &Names) -> Option<Vec<u8>> {
    let columns = ["number", "registered", "service", "applicant", "status", "deadline", "unit", "assignee", "channel", "rnu"];
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(columns.map(|column| t.get(&format!("office-csv-{column}")).into_owned())).ok()?;
    for case in rows {
        let record = [
            case.incoming_number.clone(),
            case.registered_on.to_string(),
            names.service(&case.service_code),
            case.applicant_name.clone(),
            web::status::desk(t, case.status.identifier()).into_owned(),
            case.deadline_on.map(|day| day.to_string()).unwrap_or_default(),
            names.unit(case.unit_id),
            names.person(case.assignee_id),
            names::channel(t, &case.channel),
            case.rnu.clone(),
        ];
        writer.write_record(record.iter().map(|text| cell(text))).ok()?;
    }
    writer.into_inner().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@x"), "'@x");
        assert_eq!(cell("Иван"), "Иван");
    }
}

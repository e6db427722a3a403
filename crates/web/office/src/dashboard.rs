//! The dashboard (D-36): at most three questions per role, each number a link to its list, each chart with its table.
//!
//! The one rule: titles state the finding, computed from the same numbers that are drawn.

use askama::Template;
use axum::response::Response;
use cases::dashboard::{Ages, Dashboard, ServiceFigures, dashboard};
use cases::list::{CaseFilter, case_count};
use kernel::actor::Role;
use kernel::ids::UnitId;
use kernel::permission::Permission;
use web::chart::{Bar, HorizontalBars, Line, Lines, StackedBars};
use web::visit::query_value;
use web::{Html, Language, Page, PageError, Texts, format, render};

use crate::case_list::bounded;
use crate::desk::Desk;
use crate::names::{self, Names};

/// Weeks of history in the chart.
const WEEKS: i64 = 12;
/// Share of decisions within the term that an administration aims at, per cent.
const TARGET: f64 = 95.0;

/// A number that leads to its list.
struct Figure {
    number: String,
    words: String,
    href: String,
    tone: &'static str,
}

/// A row under a chart: name and its numbers, each a link.
struct LinkRow {
    name: String,
    cells: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    page: Page,
    figures: Vec<Figure>,
    weeks: Html,
    ages: Html,
    age_heads: Vec<String>,
    age_rows: Vec<LinkRow>,
    services: Html,
    service_heads: Vec<String>,
    service_rows: Vec<LinkRow>,
    channels: Html,
    load: Html,
    ratings: Html,
}

/// The dashboard.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::ReportView)?;
    let t = desk.t;
    let reads_cases = desk.may(Permission::CaseRead);
    let me = desk.staff.id;
    let is_head = desk.staff.has(Role::UnitHead) || desk.staff.has(Role::Signatory);
    let unit = desk.staff.unit.filter(|_| is_head);
    let (board, names, counts) = desk
        .read(move |tx, ctx| {
            let board = dashboard(tx, ctx, WEEKS)?;
            let names = Names::load(tx, ctx, t.language().code(), [])?;
            let mut counts = Vec::new();
            if reads_cases {
                let own = CaseFilter { assignee: (!is_head).then_some(me), unit, ..CaseFilter::default() };
                let near = ctx.today().checked_add(jiff::ToSpan::days(crate::due::NEAR_DAYS)).unwrap_or_else(|_| ctx.today());
                let filters = [
                    CaseFilter { overdue: true, ..own.clone() },
                    CaseFilter { due_until: Some(near), ..own.clone() },
                    CaseFilter { unread: true, ..own.clone() },
                    CaseFilter { open: Some(true), ..own },
                ];
                for filter in filters {
                    counts.push(case_count(tx, ctx, &filter)?);
                }
            }
            Ok((board, names, counts))
        })
        .await?;
    let owner = match (unit, is_head) {
        (Some(unit), _) => format!("&unit={unit}"),
        (None, true) => String::new(),
        (None, false) => "&assignee=me".to_owned(),
    };
    let shapes = [
        ("office-board-overdue", format!("/office/cases?view=overdue{owner}"), "bad"),
        ("office-board-soon", format!("/office/cases?view=soon{owner}"), "wait"),
        ("office-board-unread", format!("/office/cases?view=unread{owner}"), "wait"),
        ("office-board-open", format!("/office/cases?state=open{owner}"), ""),
    ];
    let figures = counts
        .iter()
        .zip(shapes)
        .map(|(count, (key, href, tone))| Figure {
            number: bounded(t, *count),
            words: t.get(key).into_owned(),
            href,
            tone: if *count > 0 { tone } else { "" },
        })
        .collect();
    render(&DashboardPage {
        page: desk.page_of("office-board-title"),
        figures,
        weeks: weeks(t, &board),
        ages: ages(t, &board, &names),
        age_heads: heads(t, ["unit", "open-short", "age-near", "age-late", "age-paused"]),
        age_rows: board.ages.iter().map(|ages| age_row(&names, ages, reads_cases)).collect(),
        services: in_term(t, &board, &names),
        service_heads: heads(t, ["service", "filed", "decided", "kept", "share"]),
        service_rows: board.services.iter().map(|figures| service_row(t, &names, figures, reads_cases)).collect(),
        channels: channels(t, &board),
        load: load(t, &board),
        ratings: ratings(t, &board),
    })
}

fn heads(t: Texts, words: [&str; 5]) -> Vec<String> {
    words.iter().map(|word| t.get(&format!("office-board-{word}")).into_owned()).collect()
}

fn float(number: i64) -> f64 {
    number as f64
}

fn weeks(t: Texts, board: &Dashboard) -> Html {
    let filed: i64 = board.weeks.iter().map(|week| week.filed).sum();
    let closed: i64 = board.weeks.iter().map(|week| week.closed).sum();
    let key = if filed > closed { "office-board-weeks-more" } else { "office-board-weeks-fewer" };
    let title = t.with2(key, "filed", format::number(filed, t.language()), "closed", format::number(closed, t.language()));
    let names = board.weeks.iter().map(|week| {
        let day = kernel::clock::sofia_date(format::instant(week.begins_at));
        format!("{:02}.{:02}", day.day(), day.month())
    });
    Lines::new("weeks", title, t.get("office-board-week"), names.collect())
        .with(Line::new(t.get("office-board-filed"), board.weeks.iter().map(|week| float(week.filed)).collect()))
        .with(Line::new(t.get("office-board-closed"), board.weeks.iter().map(|week| float(week.closed)).collect()))
        .draw()
        .html(t)
}

fn ages(t: Texts, board: &Dashboard, names: &Names) -> Html {
    if board.ages.is_empty() {
        return Html::default();
    }
    let overdue: i64 = board.ages.iter().map(|ages| ages.overdue).sum();
    let title = t.count("office-board-ages", overdue);
    let parts = ["intime", "near", "late", "paused"].map(|word| t.get(&format!("office-board-age-{word}")).into_owned());
    let mut bars = StackedBars::new("ages", title, t.get("office-board-unit"), parts.to_vec());
    for ages in &board.ages {
        let rest = (ages.open - ages.overdue - ages.near - ages.paused).max(0);
        bars = bars.with(names.unit(ages.unit_id), vec![float(rest), float(ages.near), float(ages.overdue), float(ages.paused)]);
    }
    bars.draw().html(t)
}

/// A cell: the number and, for those who may open it, the address of its list.
fn cell(number: i64, href: String, linked: bool) -> (String, String) {
    (number.to_string(), if linked && number > 0 { href } else { String::new() })
}

fn age_row(names: &Names, ages: &Ages, linked: bool) -> LinkRow {
    let list = |more: &str, unit: UnitId| format!("/office/cases?{more}unit={unit}");
    LinkRow {
        name: names.unit(ages.unit_id),
        cells: vec![
            cell(ages.open, list("state=open&", ages.unit_id), linked),
            cell(ages.near, list("view=soon&", ages.unit_id), linked),
            cell(ages.overdue, list("view=overdue&", ages.unit_id), linked),
            cell(ages.paused, list("due=paused&", ages.unit_id), linked),
        ],
    }
}

/// Decided within the term, per cent; nothing when nothing was decided.
fn share(figures: &ServiceFigures) -> Option<f64> {
    (figures.decided > 0).then(|| (float(figures.in_term) * 100.0 / float(figures.decided)).round())
}

fn in_term(t: Texts, board: &Dashboard, names: &Names) -> Html {
    let decided: Vec<_> = board.services.iter().filter_map(|figures| Some((figures, share(figures)?))).collect();
    if decided.is_empty() {
        return Html::default();
    }
    let (all, kept) = decided.iter().fold((0, 0), |(all, kept), (figures, _)| (all + figures.decided, kept + figures.in_term));
    let title = t.with1("office-board-in-term", "share", format!("{:.0}", float(kept) * 100.0 / float(all)));
    let mut bars = HorizontalBars::new("in-term", title, t.get("office-board-service"), t.get("office-board-share")).with_end(100.0);
    for (figures, share) in decided {
        bars = bars.with(Bar::new(names.service(&figures.service_code), share, format!("{share:.0}\u{a0}%")));
    }
    bars.with_target(TARGET, t.with1("office-board-target", "share", format!("{TARGET:.0}"))).draw().html(t)
}

fn service_row(t: Texts, names: &Names, figures: &ServiceFigures, linked: bool) -> LinkRow {
    let list = |more: &str| format!("/office/cases?{more}service={}", query_value(&figures.service_code));
    let share = share(figures).map_or_else(|| t.get("office-board-none").into_owned(), |share| format!("{share:.0}\u{a0}%"));
    LinkRow {
        name: names.service(&figures.service_code),
        cells: vec![
            cell(figures.filed, list(""), linked),
            (figures.decided.to_string(), String::new()),
            (figures.in_term.to_string(), String::new()),
            (share, String::new()),
        ],
    }
}

fn channels(t: Texts, board: &Dashboard) -> Html {
    let Some((first, _)) = board.channels.first() else { return Html::default() };
    let title = t.with1("office-board-channels", "channel", names::channel(t, first));
    let mut bars = HorizontalBars::new("channels", title, t.get("office-board-channel"), t.get("office-board-filed"));
    for (channel, count) in &board.channels {
        bars = bars.with(Bar::new(names::channel(t, channel), float(*count), format::number(*count, t.language())));
    }
    bars.draw().html(t)
}

fn load(t: Texts, board: &Dashboard) -> Html {
    let Some((name, count)) = board.load.first() else { return Html::default() };
    let title = t.with2("office-board-load", "who", name, "count", *count);
    let mut bars = HorizontalBars::new("load", title, t.get("office-board-person"), t.get("office-board-tasks"));
    for (name, count) in &board.load {
        bars = bars.with(Bar::new(name.clone(), float(*count), count.to_string()));
    }
    bars.draw().html(t)
}

fn rating_mean(board: &Dashboard, language: Language) -> String {
    let (sum, count) = board.ratings.iter().fold((0, 0), |(sum, all), (score, count)| (sum + score * count, all + count));
    if count == 0 {
        return String::new();
    }
    web::format::decimal(float(sum) / float(count), language)
}

fn ratings(t: Texts, board: &Dashboard) -> Html {
    if board.ratings.is_empty() {
        return Html::default();
    }
    let title = t.with1("office-board-ratings", "mean", rating_mean(board, t.language()));
    let mut bars = HorizontalBars::new("ratings", title, t.get("office-board-score"), t.get("office-board-answers"));
    for (score, count) in board.ratings.iter().rev() {
        bars = bars.with(Bar::new(score.to_string(), float(*count), count.to_string()));
    }
    bars.draw().html(t)
}

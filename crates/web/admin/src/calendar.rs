//! The working calendar of a year: holidays by name, days declared by decision, terms tried on dates.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use jiff::civil::{Date, date, time};
use kernel::bulgarian::date_from_parts;
use kernel::calendar::{Calendar, Override, OverrideKind};
use kernel::clock::{sofia_date, sofia_instant};
use kernel::permission::Permission;
use kernel::term::{Kind, Ledger, Term, Unit};
use serde::Deserialize;
use services::Error;
use services::calendar::{calendar, calendar_override_remove, calendar_override_set};
use web::{Choice, Errors, Notice, Page, PageError, Pairs, Texts, format, redirect, render};

use crate::desk::Desk;
use crate::words;

/// LIMIT: years that can be looked at; the rules of holidays hold for them.
const YEARS: std::ops::RangeInclusive<i16> = 2017..=2099;
/// LIMIT: longest term that can be tried, days.
const TRY_DAYS_MAX: u16 = 365;

/// One day of a month.
struct Day {
    number: i8,
    is_off: bool,
    is_named: bool,
    is_declared_working: bool,
    is_today: bool,
    words: String,
}

/// One month: its weeks begin on Monday, days of other months are left empty.
struct Month {
    name: String,
    weeks: Vec<Vec<Option<Day>>>,
}

/// A day that is not plain: why, and whether it was declared here.
struct Special {
    iso: String,
    words: String,
    is_declared: bool,
}

/// A term tried on a date.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CalendarQuery {
    #[serde(default)]
    year: String,
    #[serde(default, rename = "from-day")]
    from_day: String,
    #[serde(default, rename = "from-month")]
    from_month: String,
    #[serde(default, rename = "from-year")]
    from_year: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    kind: String,
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    page: Page,
    year: i16,
    previous: Option<i16>,
    next: Option<i16>,
    working_days: u16,
    months: Vec<Month>,
    weekdays: Vec<(String, String)>,
    specials: Vec<Special>,
    kinds: Vec<Choice>,
    trial: CalendarQuery,
    outcome: Option<String>,
}

fn month(t: Texts, calendar: &Calendar, first: Date, today: Date) -> Month {
    let mut weeks: Vec<Vec<Option<Day>>> = Vec::new();
    let mut week: Vec<Option<Day>> = (1..first.weekday().to_monday_one_offset()).map(|_| None).collect();
    for number in 1..=first.days_in_month() {
        let at = date(first.year(), first.month(), number);
        let named = words::day(t, calendar, at);
        let is_declared = calendar.overrides().contains_key(&at);
        let is_off = !calendar.is_working(at);
        week.push(Some(Day {
            number,
            is_off,
            is_named: named.is_some() && is_off,
            is_declared_working: is_declared && !is_off,
            is_today: at == today,
            words: named.unwrap_or_else(|| if is_off { t.get("admin-day-weekend").into_owned() } else { String::new() }),
        }));
        if week.len() == 7 {
            weeks.push(std::mem::take(&mut week));
        }
    }
    if !week.is_empty() {
        week.resize_with(7, || None);
        weeks.push(week);
    }
    Month { name: t.get(&format!("admin-month-{}", first.month())).into_owned(), weeks }
}

/// The last day of a term tried on a date, or what is wrong with it.
fn tried(t: Texts, calendar: &Calendar, trial: &CalendarQuery) -> Result<Option<String>, (&'static str, &'static str)> {
    if [&trial.from_day, &trial.from_month, &trial.from_year, &trial.days].iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let from = date_from_parts(&trial.from_day, &trial.from_month, &trial.from_year)
        .ok()
        .filter(|day| YEARS.contains(&day.year()))
        .ok_or(("from", "admin-try-error-date"))?;
    let value =
        trial.days.trim().parse::<u16>().ok().filter(|days| (1..=TRY_DAYS_MAX).contains(days)).ok_or(("days", "admin-try-error-days"))?;
    let kind = if trial.kind == "working" { Kind::Working } else { Kind::Calendar };
    let started = sofia_instant(from.to_datetime(time(9, 0, 0, 0)));
    let deadline = Ledger::started(started).deadline(Term { value, unit: Unit::Day, kind }, calendar);
    Ok(Some(t.with1("admin-try-outcome", "date", format::date(deadline.last_day, t.language()))))
}

/// The calendar of a year.
pub async fn page(desk: Desk, Query(query): Query<CalendarQuery>) -> Result<Response, PageError> {
    desk.require(Permission::CalendarManage)?;
    let t = desk.t;
    let today = sofia_date(desk.app.clock.now());
    let year = query.year.parse::<i16>().ok().filter(|year| YEARS.contains(year)).unwrap_or(today.year());
    let calendar = desk.read(|tx, ctx| Ok(calendar(tx, ctx.administration_id)?)).await?;
    let specials = calendar.special_days(year).into_iter().map(|(day, _)| Special {
        iso: day.to_string(),
        words: words::day(t, &calendar, day).unwrap_or_default(),
        is_declared: calendar.overrides().contains_key(&day),
    });
    let mut errors = Errors::new();
    let outcome = tried(t, &calendar, &query).unwrap_or_else(|(field, key)| {
        errors.add(field, t.get(key));
        None
    });
    let failed = !errors.is_empty();
    let template = CalendarPage {
        page: desk.page(t.with1("admin-calendar-title", "year", year.to_string())).with_errors(errors),
        year,
        previous: Some(year - 1).filter(|year| YEARS.contains(year)),
        next: Some(year + 1).filter(|year| YEARS.contains(year)),
        working_days: calendar.working_days_in_year(year),
        months: (1..=12).map(|number| month(t, &calendar, date(year, number, 1), today)).collect(),
        weekdays: (1..=7)
            .map(|day| (t.get(&format!("admin-weekday-{day}")).into_owned(), t.get(&format!("admin-weekday-short-{day}")).into_owned()))
            .collect(),
        specials: specials.collect(),
        kinds: ["calendar", "working"].map(|kind| Choice::new(kind, t.get(&format!("admin-try-{kind}")))).to_vec(),
        trial: query,
        outcome,
    };
    desk.form_answer(&template, failed)
}

/// The form as it was typed.
#[derive(Default)]
struct Form {
    day: String,
    month: String,
    year: String,
    kind: String,
    note: String,
}

#[derive(Template)]
#[template(path = "calendar_form.html")]
struct FormPage {
    page: Page,
    kinds: Vec<Choice>,
    form: Form,
}

fn form_page(desk: &Desk, form: Form, errors: Errors) -> Result<Response, PageError> {
    let failed = !errors.is_empty();
    let t = desk.t;
    let kind =
        |kind: &str| Choice::new(kind, t.get(&format!("admin-day-kind-{kind}"))).with_hint(t.get(&format!("admin-day-kind-{kind}-hint")));
    let page = desk.page_of("admin-day-new").with_errors(errors).with_back("/admin/calendar");
    desk.form_answer(&FormPage { page, kinds: vec![kind("off"), kind("working")], form }, failed)
}

/// The form for a declared day.
pub async fn new(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::CalendarManage)?;
    form_page(&desk, Form { kind: "off".to_owned(), ..Form::default() }, Errors::new())
}

/// Declares a day off or working.
pub async fn save(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::CalendarManage)?;
    let text = |name: &str| pairs.get(name).to_owned();
    let form = Form { day: text("on-day"), month: text("on-month"), year: text("on-year"), kind: text("kind"), note: text("note") };
    let mut errors = Errors::new();
    let day = date_from_parts(&form.day, &form.month, &form.year).ok().filter(|day| YEARS.contains(&day.year()));
    if day.is_none() {
        errors.add("on", desk.t.get("admin-day-error-date"));
    }
    let kind = match form.kind.as_str() {
        "off" => Some(OverrideKind::Off),
        "working" => Some(OverrideKind::Working),
        _ => None,
    };
    if kind.is_none() {
        errors.add("kind", desk.t.get("admin-day-error-kind"));
    }
    if form.note.is_empty() {
        errors.add("note", desk.t.get("admin-day-error-note"));
    }
    let (Some(day), Some(kind), true) = (day, kind, errors.is_empty()) else { return form_page(&desk, form, errors) };
    let declared = Override { kind, note: form.note.clone() };
    match desk.attempt(move |tx, ctx| calendar_override_set(tx, ctx, day, &declared)).await {
        Ok(()) => {
            let text = desk.t.with1("admin-day-saved", "date", format::date(day, desk.language()));
            Ok(redirect::with_notice(&desk, &format!("/admin/calendar?year={}", day.year()), &Notice::success(text)))
        }
        Err(Error::DayShape) => form_page(&desk, form, Errors::from_iter([("note", desk.t.get("admin-day-error-note"))])),
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "calendar_remove.html")]
struct RemovePage {
    page: Page,
    iso: String,
    words: String,
    year: i16,
}

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct RemoveQuery {
    #[serde(default)]
    day: String,
}

/// What taking a declaration back means.
pub async fn remove_form(desk: Desk, Query(query): Query<RemoveQuery>) -> Result<Response, PageError> {
    desk.require(Permission::CalendarManage)?;
    let day: Date = query.day.parse().map_err(|_| PageError::not_found())?;
    let calendar = desk.read(|tx, ctx| Ok(calendar(tx, ctx.administration_id)?)).await?;
    if !calendar.overrides().contains_key(&day) {
        return Err(PageError::not_found());
    }
    render(&RemovePage {
        words: words::day(desk.t, &calendar, day).unwrap_or_default(),
        iso: day.to_string(),
        year: day.year(),
        page: desk.page_of("admin-day-remove").with_back(format!("/admin/calendar?year={}", day.year())),
    })
}

/// Takes a declaration back.
pub async fn remove(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::CalendarManage)?;
    let day: Date = pairs.get("day").parse().map_err(|_| PageError::bad_request())?;
    desk.attempt(move |tx, ctx| calendar_override_remove(tx, ctx, day)).await?;
    let text = desk.t.with1("admin-day-removed", "date", format::date(day, desk.language()));
    Ok(redirect::with_notice(&desk, &format!("/admin/calendar?year={}", day.year()), &Notice::success(text)))
}

//! The systems that report to the journal: who is let in, with which keys and certificates, about whom, and how well they report.
//! Only where the role of the journal is on, and only for the administration that operates it.
//!
//! The one rule: every change is told twice, in the log of the journal and in the history of the administration, by one command.

pub mod add;
pub mod admit;
pub mod confirm;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use ejournal::journal::{
    self as role, Participant, SourceState, Standing, participant_by_number, participant_list, participant_standing, source_state,
};
use ejournal::sequence::{ClockVerdict, GapAge};
use kernel::permission::Permission;
use serde::Deserialize;
use serde_json::Value as Json;
use store::Tx;
use store::history::{self, Event};
use web::{Choice, Page, PageError, Texts, format, render};

use crate::desk::Desk;

/// A participant as a row.
struct Row {
    one: Participant,
    state: String,
    tone: &'static str,
    last: String,
    delay: String,
    clock: String,
    clock_tone: &'static str,
    gaps: i64,
    refused: i64,
}

/// What the address of the list says.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: String,
}

/// Participants on a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "participants.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    q: String,
    state: String,
    states: Vec<Choice>,
    is_filtered: bool,
    total: String,
    previous: String,
    next: String,
    may_manage: bool,
}

/// Writes down an act on a participant in the history of the administration.
fn fact(tx: &mut Tx<'_>, ctx: &kernel::ctx::Ctx, kind: &'static str, reason: &str, data: Json) -> role::Result<()> {
    Ok(history::append(tx, ctx, Event::of_administration(kind, data).because(reason))?)
}

fn state_words(t: Texts, state: &str) -> (String, &'static str) {
    match state {
        "admitted" => (t.get("admin-participant-admitted").into_owned(), "good"),
        "suspended" => (t.get("admin-participant-suspended").into_owned(), "bad"),
        other => (other.to_owned(), "neutral"),
    }
}

/// A length of time in the largest unit that says enough.
fn length(t: Texts, ms: i64) -> String {
    let seconds = (ms + 500) / 1_000;
    match seconds {
        ..120 => t.count("admin-participant-seconds", seconds),
        120..7_200 => t.count("admin-participant-minutes", seconds / 60),
        7_200..172_800 => t.count("admin-participant-hours", seconds / 3_600),
        _ => t.count("admin-participant-days", seconds / 86_400),
    }
}

fn row(t: Texts, one: Participant, standing: Standing, told: &SourceState) -> Row {
    let (state, tone) = state_words(t, &one.state);
    let offset = told.clock_offset_ms;
    let clock_tone = match told.clock {
        ClockVerdict::Good => "good",
        ClockVerdict::Warning => "wait",
        ClockVerdict::Alarm => "bad",
    };
    Row {
        state,
        tone,
        last: standing.last_at.map(|at| format::date_time(format::instant(at), t.language())).unwrap_or_default(),
        delay: standing.delay_ms.map(|ms| length(t, ms.max(0))).unwrap_or_default(),
        clock: offset.map(|ms| clock_words(t, ms)).unwrap_or_default(),
        clock_tone,
        gaps: i64::try_from(told.gaps.len()).unwrap_or(i64::MAX),
        refused: told.refused.iter().map(|(_, count)| i64::try_from(*count).unwrap_or(i64::MAX)).sum(),
        one,
    }
}

fn clock_words(t: Texts, ms: i64) -> String {
    let key = if ms > 0 { "admin-participant-clock-behind" } else { "admin-participant-clock-ahead" };
    if ms.abs() < 1_000 { t.get("admin-participant-clock-right").into_owned() } else { t.with1(key, "length", length(t, ms.abs())) }
}

fn page_address(query: &ListQuery, page: usize) -> String {
    let value = web::visit::query_value;
    format!("/admin/participants?q={}&state={}&page={page}", value(&query.q), value(&query.state))
}

/// The list.
pub async fn list(desk: Desk, Query(query): Query<ListQuery>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let (operator, t) = (desk.operator()?, desk.t);
    let words = kernel::search_text::fold(&query.q);
    let state = query.state.clone();
    let number: usize = query.page.parse().ok().filter(|page| (1..10_000).contains(page)).unwrap_or(1);
    let (total, rows) = desk
        .read(move |tx, _| {
            let fits = |one: &Participant| {
                let text = kernel::search_text::fold(&format!("{} {} {}", one.name, one.source, one.number));
                let about = one.administrations.iter().any(|eik| eik.as_str() == words);
                (words.is_empty() || text.contains(&words) || about) && (state.is_empty() || one.state == state)
            };
            let found: Vec<Participant> = participant_list(tx, &operator)?.into_iter().filter(fits).collect();
            let total = found.len();
            let mut rows = Vec::new();
            for one in found.into_iter().skip((number - 1) * ROWS).take(ROWS) {
                let standing = participant_standing(tx, &operator, one.number)?;
                let told = source_state(tx, &operator, &one.source)?;
                rows.push(row(t, one, standing, &told));
            }
            Ok((total, rows))
        })
        .await?;
    let states = ["admitted", "suspended"].map(|state| Choice::new(state, state_words(t, state).0));
    render(&ListPage {
        page: desk.page_of("admin-participants-title"),
        rows,
        states: states.to_vec(),
        is_filtered: !query.q.is_empty() || !query.state.is_empty(),
        total: t.count("admin-participants-total", total),
        previous: if number > 1 { page_address(&query, number - 1) } else { String::new() },
        next: if number * ROWS < total { page_address(&query, number + 1) } else { String::new() },
        may_manage: desk.may(Permission::JournalManage),
        q: query.q,
        state: query.state,
    })
}

/// A key as it is shown.
struct KeyRow {
    kid: String,
    algorithm: String,
    public: String,
    period: String,
    is_valid: bool,
}

#[derive(Template)]
#[template(path = "participant.html")]
struct OnePage {
    page: Page,
    row: Row,
    admitted: String,
    migration: String,
    contiguous: String,
    keys: Vec<KeyRow>,
    administrations: Vec<String>,
    certificates: Vec<(String, String)>,
    gaps: Vec<(String, String, &'static str)>,
    refusals: Vec<(String, i64)>,
    may_manage: bool,
    is_admitted: bool,
}

/// The participant in the address.
async fn participant(desk: &Desk, number: &str) -> Result<Participant, PageError> {
    let (operator, number) = (desk.operator()?, number.parse::<u32>().map_err(|_| PageError::not_found())?);
    desk.read(move |tx, _| Ok(participant_by_number(tx, &operator, number)?)).await
}

fn key_rows(t: Texts, one: &Participant, now_ms: i64) -> Vec<KeyRow> {
    let when = |ms: i64| format::date_time(format::instant(ms), t.language());
    let row = |key: &role::ParticipantKey| KeyRow {
        kid: key.kid.clone(),
        algorithm: key.algorithm.clone(),
        public: kernel::secret::hex(&key.public),
        period: match key.until_ms {
            i64::MAX => t.with1("admin-participant-key-from", "from", when(key.from_ms)),
            until => t.with2("admin-participant-key-period", "from", when(key.from_ms), "until", when(until)),
        },
        is_valid: key.from_ms <= now_ms && now_ms < key.until_ms,
    };
    one.keys.iter().map(row).collect()
}

fn gap_rows(t: Texts, told: &SourceState) -> Vec<(String, String, &'static str)> {
    let row = |gap: &role::Gap| {
        let (first, last) = (gap.missing.start(), gap.missing.end());
        let numbers = if first == last { first.to_string() } else { format!("{first} – {last}") };
        let (key, tone) = match gap.age {
            GapAge::Young => ("admin-participant-gap-young", "neutral"),
            GapAge::Reported => ("admin-participant-gap-reported", "wait"),
            GapAge::Released => ("admin-participant-gap-released", "bad"),
        };
        (numbers, t.get(key).into_owned(), tone)
    };
    told.gaps.iter().map(row).collect()
}

/// One participant with everything that is known of it.
pub async fn one(desk: Desk, Path(number): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::LogRead)?;
    let (operator, t) = (desk.operator()?, desk.t);
    let found = participant(&desk, &number).await?;
    let (number, source) = (found.number, found.source.clone());
    let (standing, told) =
        desk.read(move |tx, _| Ok((participant_standing(tx, &operator, number)?, source_state(tx, &operator, &source)?))).await?;
    let when = |ms: i64| format::date_time(format::instant(ms), t.language());
    let refusal = |class: &str| t.find(&format!("admin-refusal-{class}")).map_or_else(|| class.to_owned(), |text| text.into_owned());
    render(&OnePage {
        page: desk.page(found.name.clone()).with_crumb(t.get("admin-participants-title"), "/admin/participants"),
        admitted: when(found.admitted_at),
        migration: found
            .migration
            .map(|(from, until)| t.with2("admin-participant-key-period", "from", when(from), "until", when(until)))
            .unwrap_or_default(),
        contiguous: told.contiguous.map(|last| last.to_string()).unwrap_or_default(),
        keys: key_rows(t, &found, desk.app.clock.now().as_millisecond()),
        administrations: found.administrations.iter().map(|eik| eik.as_str().to_owned()).collect(),
        certificates: found.certificates.iter().map(|(of, at)| (of.to_string(), when(*at))).collect(),
        gaps: gap_rows(t, &told),
        refusals: told.refused.iter().map(|(class, count)| (refusal(class), i64::try_from(*count).unwrap_or(i64::MAX))).collect(),
        may_manage: desk.may(Permission::JournalManage),
        is_admitted: found.state == "admitted",
        row: row(t, found, standing, &told),
    })
}

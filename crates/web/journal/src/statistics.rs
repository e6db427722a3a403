//! The published statistics (`ejournal.md` §6.5): questions about published numbers, and the files of each period.
//!
//! The one rule: what is asked without the operator's certificate is answered from published numbers alone.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ejournal::Class;
use ejournal::journal::{Caller, Error, Figure, figures_read};
use ejournal::publication::{self, CSV, FormatError, JSON, Line, PARQUET, Publisher, Question};
use ejournal::statistics::Period;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::entity_number::EntityNumber;
use serde::Deserialize;
use serde_json::{Value as Json_, json};
use utoipa::IntoParams;

use crate::certificate::Visitor;
use crate::problem::Problem;
use crate::services::recorded;
use crate::state::Journal;

/// LIMIT: periods on one page of the list of files.
const PERIODS_MAX: i64 = 100;
/// LIMIT: days of exact figures in one answer: a day of the whole journal has some hundred thousand.
const EXACT_DAYS_MAX: i32 = 31;
/// An answer changes when a period is published: once a day at most.
const CHANGES: &str = "public, max-age=300";
/// A file never changes.
const STAYS: &str = "public, max-age=31536000, immutable";

/// What is asked of the statistics.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
pub(crate) struct StatisticsQuestion {
    /// Only periods that do not begin before this day.
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    /// Only periods that do not end after this day.
    #[param(value_type = Option<String>)]
    until: Option<Date>,
    /// What stands by itself, with commas between: `period`, `administration`, `service`; the usual is all three. What is not named is
    /// added up; shares and times are left out where they cannot be.
    group: Option<String>,
    /// Only this administration, by its ЕИК.
    administration: Option<String>,
    /// Only this service, by its number in the register.
    service: Option<String>,
    /// Only this figure.
    figure: Option<String>,
    /// `csv`, `json` or `parquet`, before `Accept`.
    format: Option<String>,
    /// `true`: the counts of each day as they are, without hidden numbers; for the operator.
    exact: Option<bool>,
}

impl StatisticsQuestion {
    fn question(&self) -> Result<Question, Problem> {
        let group = self.group.as_deref().unwrap_or("period,administration,service");
        let parts: Vec<&str> = group.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.iter().any(|part| !["period", "administration", "service"].contains(part)) {
            return Err(Problem::member("/group"));
        }
        let administration = self.administration.as_deref().map(EntityNumber::parse).transpose();
        Ok(Question {
            from: self.from.unwrap_or(date(1, 1, 1)),
            until: self.until.unwrap_or(date(9999, 12, 31)),
            by_period: parts.contains(&"period"),
            by_administration: parts.contains(&"administration"),
            by_service: parts.contains(&"service"),
            administration: administration.map_err(|_| Problem::member("/administration"))?,
            service: self.service.clone(),
            figure: self.figure.clone(),
        })
    }

    /// The form that is wanted: by the address, else by `Accept`.
    fn form(&self, headers: &HeaderMap) -> Result<&'static str, Problem> {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match self.format.as_deref() {
            Some("csv") => Ok(CSV),
            Some("json") => Ok(JSON),
            Some("parquet") => Ok(PARQUET),
            Some(_) => Err(Problem::member("/format")),
            None if accept.starts_with("text/csv") => Ok(CSV),
            None if accept.starts_with(PARQUET) => Ok(PARQUET),
            None => Ok(JSON),
        }
    }
}

fn unwritten(error: FormatError) -> Problem {
    tracing::error!("{error}: {:?}", std::error::Error::source(&error).map(ToString::to_string));
    Error::Damaged { what: "published figures" }.into()
}

/// Published numbers: small ones are hidden together with others, so that they cannot be computed from the sums. Each line has `value`,
/// empty where it is hidden, and `hidden`, how many hidden numbers are missing in a sum. The answer carries the definition of every figure;
/// as CSV it refers to them.
#[utoipa::path(get, path = "/ejournal/v1/statistics", tag = "statistics", params(StatisticsQuestion),
    responses((status = 200, description = "`rows` and `definitions`; or CSV, or Parquet", body = serde_json::Value),
        (status = 400, description = "schema: a part of the question, problem+json"),
        (status = 403, description = "authorisation: exact figures are for the operator, problem+json"),
        (status = 413, description = "too-large: ask for less or take the files, problem+json")))]
pub(crate) async fn statistics_read(
    State(journal): State<Journal>,
    Visitor(caller): Visitor,
    Query(question): Query<StatisticsQuestion>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if question.exact == Some(true) {
        return exact(journal, caller, &question).await;
    }
    let (asked, form) = (question.question()?, question.form(&headers)?);
    let found = journal.store().read(move |tx| publication::lines(tx, &Publisher::Journal, &asked)).await;
    let lines = found.map_err(Problem::from)?.ok_or_else(|| Problem::of(Class::TooLarge))?;
    let written = tokio::task::spawn_blocking(move || write(&lines, form)).await;
    let bytes = written.map_err(|_| Problem::from(store::Error::Panicked))?.map_err(unwritten)?;
    let headers = [
        (header::CONTENT_TYPE, form),
        (header::CACHE_CONTROL, CHANGES),
        (header::VARY, "accept"),
        (header::LINK, "</ejournal/v1/statistics/definitions>; rel=\"describedby\""),
    ];
    Ok((headers, bytes).into_response())
}

fn write(lines: &[Line], form: &'static str) -> Result<Vec<u8>, FormatError> {
    match form {
        CSV => publication::csv(lines),
        PARQUET => publication::parquet(lines, &publication::explained(None).to_string()),
        _ => publication::json(lines),
    }
}

/// The exact counts, for the operator alone; that they were seen is recorded.
async fn exact(journal: Journal, caller: Caller, question: &StatisticsQuestion) -> Result<Response, Problem> {
    let from = question.from.ok_or_else(|| Problem::member("/from"))?;
    let until = question.until.ok_or_else(|| Problem::member("/until"))?;
    let days = from.until(until).map(|span| span.get_days()).map_err(|_| Problem::member("/until"))?;
    let ctx = journal.ctx(caller);
    let asking = ctx.clone();
    // Who may not know it does not learn either how much there would be.
    let found = journal.store().read(move |tx| figures_read(tx, &asking, from, if days >= EXACT_DAYS_MAX { from } else { until })).await?;
    if days >= EXACT_DAYS_MAX {
        return Err(Problem::of(Class::TooLarge));
    }
    recorded(&journal, ctx, "statistics", format!("{from}/{until}")).await?;
    let row = |figure: &Figure| {
        let mut row = serde_json::to_value(&figure.key).unwrap_or_default();
        row["count"] = json!(figure.count);
        row
    };
    let answer = json!({ "exact": true, "figures": found.iter().map(row).collect::<Vec<Json_>>() });
    Ok(([(header::CACHE_CONTROL, "private, no-store")], Json(answer)).into_response())
}

/// What the columns, the figures and the statuses mean, in Bulgarian and in English.
#[utoipa::path(get, path = "/ejournal/v1/statistics/definitions", tag = "statistics",
    responses((status = 200, description = "`columns`, `definitions`, `statuses`", body = serde_json::Value),
        (status = 429, description = "rate, problem+json")))]
pub(crate) async fn definitions_read() -> Response {
    ([(header::CACHE_CONTROL, CHANGES)], Json(publication::explained(None))).into_response()
}

/// Which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct ListQuestion {
    /// `next` of the page before.
    after: Option<u32>,
}

/// The published periods, the latest first, each with its files: CSV, JSON, Parquet and a description (Frictionless Data Package). A file
/// never changes.
#[utoipa::path(get, path = "/ejournal/v1/open-data", tag = "statistics", params(ListQuestion),
    responses((status = 200, description = "`periods`, and `next` while there is more", body = serde_json::Value),
        (status = 400, description = "schema, problem+json")))]
pub(crate) async fn open_data_list(State(journal): State<Journal>, Query(question): Query<ListQuestion>) -> Result<Response, Problem> {
    let after = i64::from(question.after.unwrap_or(0));
    let read = move |tx: &store::Tx<'_>| -> Result<(Vec<Json_>, bool), Error> {
        let found = publication::publications(tx, &Publisher::Journal, PERIODS_MAX + 1, after)?;
        let shown = found.iter().take(PERIODS_MAX as usize);
        let periods = shown.map(|one| period_entry(tx, one.period, one.published_at)).collect::<Result<Vec<_>, Error>>()?;
        Ok((periods, found.len() as i64 > PERIODS_MAX))
    };
    let (periods, has_more) = journal.store().read(read).await?;
    let next = has_more.then_some(after + PERIODS_MAX);
    Ok(([(header::CACHE_CONTROL, CHANGES)], Json(json!({ "periods": periods, "next": next }))).into_response())
}

fn period_entry(tx: &store::Tx<'_>, period: Period, published_at: i64) -> Result<Json_, Error> {
    let mut files = Vec::new();
    for file in publication::files(tx, &Publisher::Journal, period)? {
        let mut entry = serde_json::to_value(&file).unwrap_or_default();
        entry["href"] = json!(format!("/ejournal/v1/open-data/{}", file.name));
        files.push(entry);
    }
    let published = Timestamp::from_millisecond(published_at).unwrap_or_default();
    Ok(json!({
        "period": period.to_string(), "from": period.first(), "until": period.last(), "published": published.to_string(), "files": files,
    }))
}

/// A published file.
#[utoipa::path(get, path = "/ejournal/v1/open-data/{name}", tag = "statistics",
    params(("name" = String, Path, description = "Name from the list")),
    responses((status = 200, description = "The file; its `ETag` is its SHA-256", body = Vec<u8>),
        (status = 304, description = "Not changed"), (status = 404, description = "No such file, problem+json")))]
pub(crate) async fn open_data_file(
    State(journal): State<Journal>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = journal.store().look_up(move |tx| publication::file(tx, &Publisher::Journal, &name)).await.map_err(Problem::from)?;
    let file = found.ok_or_else(|| Problem::from(Error::Unknown))?;
    let etag = format!("\"{}\"", file.sha256);
    let is_known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|known| known.contains(&etag));
    let head = [
        (header::CONTENT_TYPE, file.media_type),
        (header::CACHE_CONTROL, STAYS.to_owned()),
        (header::ETAG, etag),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let content = journal.store().blobs().file(&file.sha256).await.map_err(Problem::from)?;
    let length = [(header::CONTENT_LENGTH, content.size())];
    Ok((head, length.map(|(name, size)| (name, size.to_string())), axum::body::Body::from_stream(content.into_stream())).into_response())
}

//! Inquiries: one service by its number, the services of an administration.
//!
//! The one rule: who looked at what with a certificate is written down before the answer leaves (`ejournal.md` §7).

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ejournal::event::{Channel, ServiceNumber};
use ejournal::journal::{
    Caller, Ctx, Error, Filter, Page, ServiceView, access_record, service_by_code, service_inquire, services_of, status_code_set,
};
use ejournal::nomenclature::Phase;
use ejournal::tracking::CodeHash;
use ejournal::{Language, Nomenclature};
use jiff::Timestamp;
use kernel::entity_number::EntityNumber;
use kernel::reference_number::Reference;
use kernel::status_code::StatusCode as Code;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::certificate::{Address, Certified, Visitor};
use crate::problem::{Problem, language};
use crate::sources::{json, reference};
use crate::state::Journal;

/// Header with the nine-digit status code; an address would be written down by every proxy on the way.
const CODE_HEADER: &str = "x-status-code";

/// What is asked of one service.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct ServiceQuestion {
    /// Only events received since this instant.
    #[param(value_type = Option<String>)]
    since: Option<Timestamp>,
}

/// Writes down who looked at what with a certificate.
pub(crate) async fn recorded(journal: &Journal, ctx: Ctx, inquiry: &'static str, object: String) -> Result<(), Problem> {
    if matches!(ctx.caller, Caller::Certificate(_)) {
        journal.store().write(move |tx| access_record(tx, &ctx, inquiry, &object)).await?;
    }
    Ok(())
}

/// Where a service stands: in full for its sources, its administration and authorities (client certificate); what the applicant may see
/// for everybody with the number and the status code (`X-Status-Code`). As JSON, or as CSV for `Accept: text/csv`.
#[utoipa::path(get, path = "/ejournal/v1/services/{rnu}", tag = "services", params(ServiceQuestion,
        ("rnu" = String, Path, description = "Reference number"), ("X-Status-Code" = Option<String>, Header, description = "Nine digits")),
    responses((status = 200, description = "Phase, tracks, term, stage and events", body = serde_json::Value),
        (status = 404, description = "Unknown number or wrong code, problem+json"),
        (status = 429, description = "Too many wrong codes, problem+json with Retry-After")))]
pub(crate) async fn service_read(
    State(journal): State<Journal>,
    Visitor(caller): Visitor,
    Address(address): Address,
    Path(text): Path<String>,
    Query(question): Query<ServiceQuestion>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let unknown = || Problem::from(Error::Unknown);
    let number = Reference::parse(&text, !journal.settings().test_numbers).map_err(|_| unknown())?;
    let nomenclature = journal.nomenclature().await?;
    let ctx = journal.ctx(caller);
    let mut view = match headers.get(CODE_HEADER) {
        Some(code) => {
            // What cannot be a code is answered as a wrong one; it costs an attempt of nobody, because it was none.
            let code = Code::parse(code.to_str().unwrap_or_default()).map_err(|_| unknown())?;
            let asked = move |tx: &mut store::Tx<'_>| service_by_code(tx, &ctx, &nomenclature, &number, code, &address);
            journal.store().write(asked).await??
        }
        None => {
            let (asking, asked) = (ctx.clone(), number.clone());
            let view = journal.store().look_up(move |tx| service_inquire(tx, &asking, &nomenclature, &asked)).await?;
            recorded(&journal, ctx, "service", number.to_string()).await?;
            view
        }
    };
    if let Some(since) = question.since {
        view.events.retain(|event| event.received >= since);
    }
    let wants_csv = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.starts_with("text/csv"));
    if wants_csv {
        return Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], csv(&view, language(&headers))).into_response());
    }
    Ok(Json(view).into_response())
}

/// The events of a service as a table. No cell needs quoting but the texts of the nomenclature.
fn csv(view: &ServiceView, language: Language) -> String {
    let mut table = "index,time,received,status,text,standing\r\n".to_owned();
    for event in &view.events {
        let text = if language == Language::En { &event.status.en } else { &event.status.bg };
        let text = text.replace('"', "\"\"");
        table += &format!("{},{},{},{},\"{text}\",{}\r\n", event.index, event.time, event.received, event.status.code, event.standing);
    }
    table
}

/// The keyed hash of a status code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeGiven {
    /// 64 lower-case hexadecimal digits.
    hash: String,
}

/// Stores the keyed hash of the nine-digit status code; only for the source that holds the case.
#[utoipa::path(put, path = "/ejournal/v1/services/{rnu}/status-code", tag = "services", request_body = CodeGiven,
    params(("rnu" = String, Path, description = "Reference number")),
    responses((status = 204, description = "Stored"), (status = 403, description = "authorisation, problem+json")))]
pub(crate) async fn status_code_put(
    State(journal): State<Journal>,
    Certified(sender): Certified,
    Path(text): Path<String>,
    body: Body,
) -> Result<StatusCode, Problem> {
    let given: CodeGiven = json(body).await?;
    let hash: CodeHash = given.hash.parse().map_err(|_| Problem::member("/hash"))?;
    let number = reference(&text, &journal, "/rnu")?;
    let ctx = journal.ctx(Caller::Certificate(sender));
    journal.store().write(move |tx| status_code_set(tx, &ctx, &number, hash)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is asked of an administration.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct ServicesQuestion {
    /// Only services in this phase.
    phase: Option<String>,
    /// Only this service, by its number in the register.
    service: Option<String>,
    /// Only applications that came this way.
    channel: Option<String>,
    /// Only services whose term ends before this day; the page is then in the order of the terms.
    #[param(value_type = Option<String>)]
    due_before: Option<jiff::civil::Date>,
    /// Only services that changed since this instant.
    #[param(value_type = Option<String>)]
    changed_since: Option<Timestamp>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// Most rows, up to 1 000.
    limit: Option<usize>,
}

impl ServicesQuestion {
    fn filter(self) -> Result<Filter, Problem> {
        let member = |pointer: &str| Problem::member(pointer);
        Ok(Filter {
            phase: self.phase.map(|text| Phase::parse(&text).ok_or_else(|| member("/phase"))).transpose()?,
            service: self.service.map(|text| text.parse::<ServiceNumber>().map_err(|_| member("/service"))).transpose()?,
            channel: self.channel.map(|text| Channel::parse(&text).ok_or_else(|| member("/channel"))).transpose()?,
            due_before: self.due_before,
            changed_since_ms: self.changed_since.map(|at| at.as_millisecond()),
            cursor: self.cursor,
            limit: self.limit,
        })
    }
}

/// The services of an administration, page by page.
#[utoipa::path(get, path = "/ejournal/v1/administrations/{eik}/services", tag = "services", params(ServicesQuestion,
        ("eik" = String, Path, description = "ЕИК, nine digits")),
    responses((status = 200, description = "`services`, and `next` while there is more", body = serde_json::Value),
        (status = 400, description = "schema: a filter, problem+json"), (status = 403, description = "authorisation, problem+json")))]
pub(crate) async fn administration_services(
    State(journal): State<Journal>,
    Visitor(caller): Visitor,
    Path(text): Path<String>,
    Query(question): Query<ServicesQuestion>,
) -> Result<Json<Page>, Problem> {
    let administration = EntityNumber::parse(&text).map_err(|_| Problem::member("/eik"))?;
    let filter = question.filter()?;
    let (nomenclature, ctx) = (journal.nomenclature().await?, journal.ctx(caller));
    let asking = ctx.clone();
    let asked = move |tx: &store::Tx<'_>| {
        let nomenclature: &Nomenclature = &nomenclature;
        services_of(tx, &asking, nomenclature, &administration, &filter)
    };
    let page = journal.store().read(asked).await?;
    recorded(&journal, ctx, "administration", text).await?;
    Ok(Json(page))
}

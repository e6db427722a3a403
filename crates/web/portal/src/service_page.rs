//! The page of a service: everything a person needs to decide whether to begin (P-04).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::draft::{Draft, draft_list};
use cases::term::term_preview;
use services::kit::{Channel, Kit};
use services::organisation::unit_list;
use web::{Page, PageError, Texts, format, render};

use crate::visitor::Visitor;
use crate::{catalogue, term_text, words};

/// A speed with its term and fee.
struct SpeedRow {
    name: String,
    term: String,
    due: String,
    fee: String,
}

/// A counter where one can apply.
struct Counter {
    name: String,
    address: String,
    hours: String,
}

#[derive(Template)]
#[template(path = "service.html")]
struct ServicePage {
    page: Page,
    code: String,
    name: String,
    summary: String,
    draft: Option<Draft>,
    online: bool,
    start: String,
    minutes: u32,
    who: String,
    need: Vec<String>,
    ex_officio: Vec<String>,
    speeds: Vec<SpeedRow>,
    fee_ground: String,
    delivery: Vec<String>,
    channels: Vec<String>,
    counters: Vec<Counter>,
    unit: String,
    number: String,
    result: String,
    legal: Vec<String>,
    appeal: String,
}

fn appeal(t: Texts, kit: &Kit) -> String {
    let language = t.language().code();
    let appeal = &kit.manifest.appeal;
    let args = |before: &str| {
        [
            ("before", before.into()),
            ("days", u32::from(appeal.days).into()),
            ("legal", appeal.legal.get(language).into()),
            ("court", appeal.court.get(language).into()),
        ]
    };
    match &appeal.authority {
        Some(authority) => t.with("portal-service-appeal-authority", &args(authority.get(language))),
        None => t.with("portal-service-appeal-court", &args("")),
    }
}

/// The page of a service.
pub async fn page(visitor: Visitor, Path(code): Path<String>) -> Result<Response, PageError> {
    let t = visitor.t;
    let language = t.language().code();
    let kit = catalogue::kit(&visitor, &code).await?;
    let (owner, asked, terms) =
        (visitor.owner().to_owned(), code.clone(), kit.manifest.speeds.iter().map(|rule| rule.term).collect::<Vec<_>>());
    let (draft, units, dues) = visitor
        .read(move |tx, ctx| {
            let drafts = if owner.is_empty() { Vec::new() } else { draft_list(tx, ctx, &owner)? };
            let dues = terms.into_iter().map(|term| term_preview(tx, ctx, term)).collect::<Result<Vec<_>, _>>()?;
            Ok((drafts.into_iter().find(|draft| draft.service_code == asked), unit_list(tx, ctx.administration_id)?, dues))
        })
        .await?;
    let manifest = &kit.manifest;
    let name = manifest.name.get(language).to_owned();
    let texts = |list: &[services::kit::Bilingual]| list.iter().map(|text| text.get(language).to_owned()).collect::<Vec<_>>();
    let speeds = manifest.speeds.iter().zip(dues).map(|(rule, due)| SpeedRow {
        name: words::speed(t, rule.code.word()),
        term: term_text::term(t, rule.term),
        due: t.with1("portal-until", "date", format::date(due, t.language())),
        fee: words::fee(t, rule),
    });
    let mut grounds: Vec<String> = manifest.speeds.iter().map(|rule| rule.legal.get(language).to_owned()).collect();
    grounds.dedup();
    let start = if manifest.eligibility.is_empty() { "start" } else { "check" };
    render(&ServicePage {
        page: visitor.page(name.clone()).with_crumb(t.get("portal-nav-start"), "/").with_crumb(t.get("portal-nav-services"), "/services"),
        start: format!("/services/{code}/{start}"),
        unit: catalogue::unit_name(&kit, &units, language),
        name,
        summary: manifest.summary.get(language).to_owned(),
        draft,
        online: manifest.channels.contains(&Channel::Web),
        minutes: u32::from(manifest.minutes),
        who: manifest.who.get(language).to_owned(),
        need: texts(&manifest.need),
        ex_officio: texts(&manifest.ex_officio),
        speeds: speeds.collect(),
        fee_ground: grounds.join("; "),
        delivery: manifest.delivery.iter().map(|option| words::delivery_option(t, option)).collect(),
        channels: manifest.channels.iter().map(|channel| words::channel(t, *channel)).collect(),
        counters: units
            .iter()
            .filter(|unit| unit.is_counter && manifest.channels.contains(&Channel::Counter))
            .map(|unit| Counter { name: unit.name(language).to_owned(), address: unit.address.clone(), hours: unit.hours.clone() })
            .collect(),
        number: manifest.number.clone(),
        result: words::result(t, manifest.result_kind),
        legal: texts(&manifest.legal),
        appeal: appeal(t, &kit),
        code,
    })
}

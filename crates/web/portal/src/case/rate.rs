//! Rating the service, once (P-31).

use askama::Template;
use axum::response::Response;
use cases::rating::{REASONS, Rating, rating_get, service_rate};
use cases::{Error, case_get_own};
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use crate::visitor::OwnCase;

#[derive(Template)]
#[template(path = "case/rate.html")]
struct RatePage {
    page: Page,
    case: String,
    given: Option<Rating>,
    given_reasons: Vec<String>,
    scores: Vec<Choice>,
    score: String,
    reasons: Vec<Choice>,
    chosen: Vec<String>,
    comment: String,
}

async fn show(own: &OwnCase, score: String, chosen: Vec<String>, comment: String, errors: Errors) -> Result<Response, PageError> {
    let id = own.id;
    let (given, service) = own
        .read(move |tx, ctx| {
            let case = case_get_own(tx, ctx, id)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
            Ok((rating_get(tx, ctx, id)?, kit.manifest.name.clone()))
        })
        .await?;
    let t = own.t;
    let reason_words = |code: &str| t.get(&format!("portal-rating-reason-{code}")).into_owned();
    render(&RatePage {
        page: own.page_of("portal-rate-title").of_service(service.get(t.language().code())).with_back(own.at("")).with_errors(errors),
        case: id.to_string(),
        given_reasons: given.iter().flat_map(|rating| rating.reasons.iter().map(|code| reason_words(code))).collect(),
        given,
        scores: (1..=5).rev().map(|n| Choice::new(n.to_string(), t.get(&format!("portal-rating-{n}")))).collect(),
        score,
        reasons: REASONS.into_iter().map(|code| Choice::new(code, reason_words(code))).collect(),
        chosen,
        comment,
    })
}

/// The page with the rating, given or to be given.
pub async fn form(own: OwnCase) -> Result<Response, PageError> {
    show(&own, String::new(), Vec::new(), String::new(), Errors::new()).await
}

/// Gives the rating.
pub async fn send(own: OwnCase, pairs: Pairs) -> Result<Response, PageError> {
    let reasons: Vec<String> = pairs.all("reasons").map(str::to_owned).collect();
    let comment = pairs.get("comment").to_owned();
    let Some(score) = pairs.get("score").parse::<i64>().ok().filter(|score| (1..=5).contains(score)) else {
        let errors = Errors::from_iter([("score", own.t.get("portal-rate-missing"))]);
        return show(&own, String::new(), reasons, comment, errors).await;
    };
    let id = own.id;
    let given = own
        .write_once(pairs.command()?, move |tx, ctx| match service_rate(tx, ctx, id, score, &reasons, &comment) {
            Ok(()) => Ok(true),
            Err(Error::Rated) => Ok(false),
            Err(error) => Err(error.into()),
        })
        .await?;
    let notice = if given { Notice::success(own.t.get("portal-rate-done")) } else { Notice::info(own.t.get("portal-rate-before")) };
    Ok(redirect::with_notice(&own, &own.at("/rate"), &notice))
}

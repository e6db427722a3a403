//! How quickly, and how the result is received (P-11).

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::term::term_preview;
use jiff::civil::Date;
use serde::Deserialize;
use services::kit::{DeliveryWay, Speed};
use web::{Choice, Errors, Html, Page, PageError, Pairs, format, redirect, render};

use super::draft::{Choices, OwnDraft};
use crate::{term_text, words};

/// The mark that this page was saved, beside the keys of the form's pages.
pub const SEEN: &str = "~delivery";
/// LIMIT: longest address, characters.
const ADDRESS_CHARS_MAX: usize = 300;

#[derive(Template)]
#[template(path = "apply/delivery.html")]
struct DeliveryPage {
    page: Page,
    action: String,
    overview: String,
    return_to: String,
    speeds: Vec<Choice>,
    speed: String,
    only_speed: Option<String>,
    ways: Vec<Choice>,
    way: String,
    only_way: Option<String>,
    has_post: bool,
    address: String,
}

#[derive(Template)]
#[template(path = "apply/delivery_address.html")]
struct AddressPart<'a> {
    page: &'a Page,
    address: String,
}

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct DeliveryQuery {
    /// `review`: go back there after saving.
    #[serde(default, rename = "return")]
    return_to: String,
}

/// The last day of each speed, if the application were filed now.
pub async fn due_dates(own: &OwnDraft) -> Result<Vec<(Speed, Date)>, PageError> {
    let speeds: Vec<_> = own.kit.manifest.speeds.iter().map(|rule| (rule.code, rule.term)).collect();
    own.read(move |tx, ctx| speeds.into_iter().map(|(code, term)| Ok((code, term_preview(tx, ctx, term)?))).collect()).await
}

/// The fee of a speed for the answers so far, in words; when it cannot be told yet, a sentence that says so.
pub fn fee_text(own: &OwnDraft, speed: Speed) -> String {
    match fee_cents(own, speed) {
        Some(cents) => words::sum(own.t, cents),
        None => own.t.get("portal-fee-computed").into_owned(),
    }
}

/// The fee of a speed for the answers so far, as filing would compute it; nothing while answers it depends on are missing.
pub fn fee_cents(own: &OwnDraft, speed: Speed) -> Option<i64> {
    let data = own.kit.form.evaluate(&own.draft.answers, &own.env()).data;
    own.kit.fee(speed, &data, own.app.clock.now()).ok().map(|fee| fee.cents)
}

async fn show(own: &OwnDraft, choices: &Choices, errors: Errors, return_to: &str) -> Result<Response, PageError> {
    let t = own.t;
    let manifest = &own.kit.manifest;
    let dues = due_dates(own).await?;
    let back = if return_to == "review" { own.at("/review") } else { last_page(own) };
    let page = own.frame(t.get("portal-delivery-title")).with_errors(errors).with_back(back);
    let speed_line = |code: Speed| {
        let term = own.kit.term(code).map(|term| term_text::term(t, term)).unwrap_or_default();
        let due = dues.iter().find(|(speed, _)| *speed == code).map(|(_, day)| format::date(*day, t.language())).unwrap_or_default();
        t.with("portal-delivery-speed-line", &[("term", term.into()), ("due", due.into()), ("fee", fee_text(own, code).into())])
    };
    let offered: Vec<Speed> = words::SPEEDS.into_iter().filter(|code| own.kit.speed(*code).is_some()).collect();
    let speeds = offered.iter().map(|code| Choice::new(code.word(), words::speed(t, code.word())).with_hint(speed_line(*code))).collect();
    let address = if choices.address.is_empty() {
        own.kit.applicant(&own.draft.answers).address.unwrap_or_default()
    } else {
        choices.address.clone()
    };
    let has_post = manifest.delivery.iter().any(|option| option.way == DeliveryWay::Post);
    let ways = manifest.delivery.iter().map(|option| {
        let choice = Choice::new(option.way.word(), words::delivery_option(t, option))
            .with_hint(t.get(&format!("portal-delivery-{}-hint", option.way.word())));
        match option.way {
            DeliveryWay::Post => choice.with_reveal(Html::part(&AddressPart { page: &page, address: address.clone() })),
            _ => choice,
        }
    });
    let ways: Vec<Choice> = ways.collect();
    let only_way = if let [one] = manifest.delivery.as_slice() { Some(words::delivery_option(t, one)) } else { None };
    let only_speed = if let [one] = offered.as_slice() { Some(speed_line(*one)) } else { None };
    let way = choices.delivery.map(DeliveryWay::word).unwrap_or_default();
    render(&DeliveryPage {
        action: own.at("/delivery"),
        overview: own.at(""),
        return_to: return_to.to_owned(),
        speeds,
        speed: choices.speed.map(Speed::word).unwrap_or_default().to_owned(),
        only_speed,
        ways,
        way: way.to_owned(),
        has_post: has_post && only_way.is_some(),
        only_way,
        address,
        page,
    })
}

fn last_page(own: &OwnDraft) -> String {
    let pages = super::visible_pages(&own.kit.form, &own.draft.answers, &own.env());
    pages.last().map_or_else(|| own.at(""), |(key, _)| own.at(&format!("/{}", super::page_part(key))))
}

/// The page of choices.
pub async fn page(own: OwnDraft, Query(query): Query<DeliveryQuery>) -> Result<Response, PageError> {
    let mut choices = Choices::of(&own.draft, &own.kit);
    // The ordinary speed is what most people need; it stands chosen until they choose another.
    choices.speed = choices.speed.or_else(|| own.kit.speed(Speed::Ordinary).map(|rule| rule.code));
    let return_to = if query.return_to == "review" { "review" } else { "" };
    show(&own, &choices, Errors::new(), return_to).await
}

/// Saves the choices and goes on to the last look.
pub async fn send(own: OwnDraft, pairs: Pairs) -> Result<Response, PageError> {
    let return_to = if pairs.get("return") == "review" { "review" } else { "" };
    let (speed, way) = (pairs.get("speed").to_owned(), pairs.get("delivery").to_owned());
    let address: String = pairs.get("delivery_address").chars().take(ADDRESS_CHARS_MAX).collect();
    let (draft, choices) = own
        .change(move |draft, kit| {
            let mut choices = Choices::of(draft, kit);
            let chosen = Speed::from_word(&speed).filter(|code| kit.speed(*code).is_some());
            choices.speed = chosen.or(choices.speed);
            let offered = |way: &DeliveryWay| kit.manifest.delivery.iter().any(|option| option.way == *way);
            choices.delivery = DeliveryWay::from_word(&way).filter(offered).or(choices.delivery);
            choices.address = address;
            choices.mark_seen(SEEN);
            draft.choices = choices.to_json();
            choices
        })
        .await?;
    let own = own.with_draft(draft);
    if pairs.get("act") == "exit" {
        return Ok(redirect::to(&own.at("/saved")));
    }
    let mut errors = Errors::new();
    if choices.speed.is_none() {
        errors.add("speed", own.t.get("portal-delivery-speed-missing"));
    }
    if choices.delivery.is_none() {
        errors.add("delivery", own.t.get("portal-delivery-missing"));
    }
    if choices.delivery == Some(DeliveryWay::Post) && choices.address.trim().is_empty() {
        errors.add("delivery_address", own.t.get("portal-delivery-address-missing"));
    }
    if !errors.is_empty() {
        return show(&own, &choices, errors, return_to).await;
    }
    Ok(redirect::to(&own.at("/review")))
}

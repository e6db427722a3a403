//! The last look before filing: every answer with its way back, the fee, the term, what happens next (P-12).

use askama::Template;
use axum::response::Response;
use forms::FieldError;
use services::kit::{DeliveryWay, Speed};
use web::{Errors, Page, PageError, format, render};

use super::delivery::{due_dates, fee_cents};
use super::draft::{Choices, OwnDraft};
use crate::{term_text, words};

/// An answer with the way back to it.
pub struct AnswerRow {
    /// Identifier, where the error summary leads.
    pub id: String,
    /// Label.
    pub label: String,
    /// The answer.
    pub value: String,
    /// Whether there is one.
    pub answered: bool,
    /// Address of the page where it is changed.
    pub change: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// A page of the form.
pub struct AnswerSection {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Its answers.
    pub rows: Vec<AnswerRow>,
    /// Address of the page.
    pub change: String,
}

#[derive(Template)]
#[template(path = "apply/review.html")]
struct ReviewPage {
    page: Page,
    action: String,
    overview: String,
    sections: Vec<AnswerSection>,
    delivery_change: String,
    speed: String,
    term: String,
    due: String,
    way: String,
    address: String,
    fee: String,
    is_free: bool,
    delivery_price: Option<i64>,
    steps: Vec<String>,
    incomplete: Vec<(String, String)>,
}

/// Shows the last look; `errors` are those filing came back with.
pub async fn show(own: &OwnDraft, is_sent: bool) -> Result<Response, PageError> {
    let t = own.t;
    let env = own.env();
    let form = &own.kit.form;
    let choices = Choices::of(&own.draft, &own.kit);
    let pages = super::visible_pages(form, &own.draft.answers, &env);
    let mut errors = Errors::new();
    let mut incomplete = Vec::new();
    let mut sections = Vec::new();
    let summary = form.summary(&own.draft.answers, &env);
    for (key, title) in &pages {
        let change = own.at(&format!("/{}?return=review", super::page_part(key)));
        let found = form.validate_page(key, &own.draft.answers, &env).errors;
        let shown: Vec<&FieldError> = forms::errors_shown(&found);
        let rows: Vec<AnswerRow> = summary
            .iter()
            .filter(|row| row.page == *key)
            .map(|row| {
                let error = shown.iter().find(|error| error.path == row.path || error.path.starts_with(&format!("{}[", row.path)));
                AnswerRow {
                    id: forms::field_id(&row.path),
                    label: match &row.group {
                        Some(group) => format!("{group}: {}", row.label),
                        None => row.label.clone(),
                    },
                    value: row.value.clone(),
                    answered: row.answered,
                    change: format!("{change}#{}", forms::field_id(&row.path)),
                    error: error.map(|error| error.sentence(&env.language)).filter(|_| is_sent),
                }
            })
            .collect();
        for error in &shown {
            let own_row = rows.iter().find(|row| row.id == forms::field_id(&error.path));
            errors.add(own_row.map_or_else(|| format!("section-{key}"), |row| row.id.clone()), error.sentence(&env.language));
        }
        if !shown.is_empty() {
            incomplete.push((title.clone(), change.clone()));
        }
        sections.push(AnswerSection { id: format!("section-{key}"), title: title.clone(), rows, change });
    }
    if !choices.is_complete() {
        errors.add("delivery", t.get("portal-delivery-missing"));
        incomplete.push((t.get("portal-delivery-title").into_owned(), own.at("/delivery?return=review")));
    }
    let speed = choices.speed.unwrap_or(Speed::Ordinary);
    let dues = due_dates(own).await?;
    let option = own.kit.manifest.delivery.iter().find(|option| Some(option.way) == choices.delivery);
    let price = option.and_then(|option| option.price_cents).filter(|cents| *cents > 0);
    let fee = fee_cents(own, speed);
    let total = fee.map(|cents| cents + price.unwrap_or(0));
    let mut page = own.frame(t.get("portal-review-title")).with_back(own.at("/delivery"));
    if is_sent {
        page = page.with_errors(errors);
    }
    render(&ReviewPage {
        action: own.at("/submit"),
        overview: own.at(""),
        sections,
        delivery_change: own.at("/delivery?return=review"),
        speed: words::speed(t, speed.word()),
        term: own.kit.term(speed).map(|term| term_text::term(t, term)).unwrap_or_default(),
        due: dues.iter().find(|(code, _)| *code == speed).map(|(_, day)| format::date(*day, t.language())).unwrap_or_default(),
        way: option.map(|option| words::delivery_option(t, option)).unwrap_or_default(),
        address: if choices.delivery == Some(DeliveryWay::Post) { choices.address.clone() } else { String::new() },
        is_free: total == Some(0),
        fee: total.map_or_else(|| t.get("portal-fee-computed").into_owned(), |cents| words::sum(t, cents)),
        delivery_price: price,
        steps: steps(own, total.unwrap_or(0), choices.delivery),
        incomplete: if is_sent { Vec::new() } else { incomplete },
        page,
    })
}

/// What happens after filing.
fn steps(own: &OwnDraft, fee: i64, way: Option<DeliveryWay>) -> Vec<String> {
    let mut keys = vec!["portal-after-number", "portal-after-check"];
    if fee > 0 {
        keys.push("portal-after-pay");
    }
    keys.push("portal-after-decide");
    keys.push(match way {
        Some(DeliveryWay::Post) => "portal-after-post",
        Some(DeliveryWay::Counter) => "portal-after-counter",
        _ => "portal-after-online",
    });
    keys.into_iter().map(|key| own.t.get(key).into_owned()).collect()
}

/// The last look.
pub async fn page(own: OwnDraft) -> Result<Response, PageError> {
    show(&own, false).await
}

//! Whether the service is for this person: a few questions, and an honest way out (P-05).
//!
//! The one rule: an answer that rules the service out leads to a page that says why and what to do instead; nothing is stored.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use services::kit::ExitAnswer;
use web::{Choice, Errors, Page, PageError, csrf, redirect, render};

use crate::catalogue;
use crate::visitor::Visitor;

/// A question with the answer given so far.
struct Question {
    field: String,
    text: String,
    value: String,
}

#[derive(Template)]
#[template(path = "eligibility.html")]
struct CheckPage {
    page: Page,
    code: String,
    questions: Vec<Question>,
    choices: Vec<Choice>,
    exit: Option<String>,
}

/// The questions, the way out, or on to the first page of the form.
pub async fn page(visitor: Visitor, Path(code): Path<String>, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let t = visitor.t;
    let language = t.language().code();
    let kit = catalogue::kit(&visitor, &code).await?;
    let start = format!("/services/{code}/start");
    let checks = &kit.manifest.eligibility;
    if checks.is_empty() {
        return Ok(redirect::to(&start));
    }
    let pairs = csrf::form_pairs(query.unwrap_or_default().as_bytes());
    let given = |name: &str| pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let is_answered = given("answered") == "1";
    let mut errors = Errors::new();
    let mut exit = None;
    let mut questions = Vec::new();
    for (index, check) in checks.iter().enumerate() {
        let field = format!("question-{}", index + 1);
        let value = given(&field).to_owned();
        let rules_out = match check.exit_when {
            ExitAnswer::Yes => "yes",
            ExitAnswer::No => "no",
        };
        if value == rules_out && exit.is_none() {
            exit = Some(check.exit.get(language).to_owned());
        }
        if is_answered && value != "yes" && value != "no" {
            errors.add(field.clone(), t.with1("portal-check-missing", "question", check.question.get(language)));
        }
        questions.push(Question { field, text: check.question.get(language).to_owned(), value });
    }
    if is_answered && exit.is_none() && errors.is_empty() {
        return Ok(redirect::to(&start));
    }
    let title = if exit.is_some() { "portal-check-exit-title" } else { "portal-check-title" };
    if exit.is_some() {
        errors = Errors::new();
    }
    let page = visitor
        .page_of(title)
        .of_service(kit.manifest.name.get(language))
        .with_back(if exit.is_some() { format!("/services/{code}/check") } else { format!("/services/{code}") })
        .with_errors(errors);
    let choices = vec![Choice::new("yes", t.get("portal-yes")), Choice::new("no", t.get("portal-no"))];
    render(&CheckPage { page, code, questions, choices, exit })
}

//! Letting a system in: its number, its identifier, its name, about whom it may report.
//!
//! The one rule: what was typed comes back with every mistake at its field.

use askama::Template;
use axum::response::Response;
use ejournal::event::Source;
use ejournal::journal::{Admit, Error, participant_list, source_admit};
use kernel::entity_number::{EntityKind, EntityNumber};
use kernel::permission::Permission;
use serde_json::json;
use web::{Errors, Notice, Page, PageError, Pairs, Texts, redirect};

use super::fact;
use crate::desk::Desk;

/// LIMIT: administrations that are named at once; more are added one by one.
const ADMINISTRATIONS_MAX: usize = 300;

/// The form as it was typed.
#[derive(Default)]
struct Form {
    number: String,
    source: String,
    name: String,
    administrations: String,
}

#[derive(Template)]
#[template(path = "participant_new.html")]
struct NewPage {
    page: Page,
    form: Form,
}

fn form_page(desk: &Desk, form: Form, errors: Errors) -> Result<Response, PageError> {
    let failed = !errors.is_empty();
    let page = desk.page_of("admin-participant-new").with_errors(errors).with_back("/admin/participants");
    desk.form_answer(&NewPage { page, form }, failed)
}

/// The form; the next free number stands in it.
pub async fn new(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::JournalManage)?;
    let operator = desk.operator()?;
    let known = desk.read(move |tx, _| Ok(participant_list(tx, &operator)?)).await?;
    let number = known.last().map_or(1, |last| last.number.saturating_add(1));
    form_page(&desk, Form { number: number.to_string(), ..Form::default() }, Errors::new())
}

/// The ЕИК in a text, separated by anything that is no digit.
pub fn administrations(text: &str) -> Option<Vec<EntityNumber>> {
    let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let all: Option<Vec<_>> = parts.map(|part| EntityNumber::parse(part).ok().filter(|eik| eik.kind() == EntityKind::Entity)).collect();
    all.filter(|all| !all.is_empty() && all.len() <= ADMINISTRATIONS_MAX)
}

fn parsed(t: Texts, form: &Form) -> Result<Admit, Errors> {
    let mut errors = Errors::new();
    let number = form.number.parse::<u32>().ok().filter(|number| *number > 0);
    let source = form.source.parse::<Source>().ok();
    let administrations = administrations(&form.administrations);
    for (field, is_wrong, key) in [
        ("number", number.is_none(), "admin-participant-error-number"),
        ("source", source.is_none(), "admin-participant-error-source"),
        ("name", form.name.is_empty() || form.name.chars().count() > 200, "admin-participant-error-name"),
        ("administrations", administrations.is_none(), "admin-participant-error-administrations"),
    ] {
        if is_wrong {
            errors.add(field, t.get(key));
        }
    }
    match (number, source, administrations, errors.is_empty()) {
        (Some(number), Some(source), Some(administrations), true) => Ok(Admit { number, source, name: form.name.clone(), administrations }),
        _ => Err(errors),
    }
}

/// Lets the system in.
pub async fn create(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::JournalManage)?;
    let (operator, t) = (desk.operator()?, desk.t);
    let text = |name: &str| pairs.get(name).to_owned();
    let form = Form { number: text("number"), source: text("source"), name: text("name"), administrations: text("administrations") };
    let admit = match parsed(t, &form) {
        Ok(admit) => admit,
        Err(errors) => return form_page(&desk, form, errors),
    };
    let number = admit.number;
    let done = desk
        .attempt_once(pairs.command()?, move |tx, ctx| {
            // The form makes a new participant; one that is there is changed on its own page.
            let known = participant_list(tx, &operator)?;
            if known.iter().any(|one| one.number == admit.number || one.source == admit.source) {
                return Err(Error::SourceTaken);
            }
            source_admit(tx, &operator, &admit)?;
            let about: Vec<&str> = admit.administrations.iter().map(EntityNumber::as_str).collect();
            let facts = json!({ "name": admit.name, "source": admit.source.as_str(), "number": admit.number, "administrations": about });
            fact(tx, ctx, "JournalSourceAdmitted", "", facts)
        })
        .await;
    match done {
        Ok(()) => {
            let notice = Notice::success(t.get("admin-participant-admitted-done"));
            Ok(redirect::with_notice(&desk, &format!("/admin/participants/{number}"), &notice))
        }
        Err(Error::SourceTaken) => form_page(&desk, form, Errors::from_iter([("number", t.get("admin-participant-error-taken"))])),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::administrations;

    #[test]
    fn administrations_are_read_however_they_are_separated() {
        let read = |text: &str| administrations(text).map(|all| all.iter().map(|eik| eik.as_str().to_owned()).collect::<Vec<_>>());
        assert_eq!(read("999999995\n 123456786, 999999995").map(|all| all.len()), Some(3));
        for wrong in ["", "няма", "123456789", "999999995 1", "9999999950001"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}

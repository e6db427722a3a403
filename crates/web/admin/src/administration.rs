//! Who the administration is and how its numbers look.

use askama::Template;
use axum::response::Response;
use jiff::civil::date;
use kernel::permission::Permission;
use serde_json::json;
use services::Error;
use services::numbering::{INCOMING_PATTERN, NumberPattern, OUTGOING_PATTERN};
use services::organisation::{Administration, AdministrationData, administration_get, administration_update};
use web::{Errors, Notice, Page, PageError, Pairs, Texts, redirect, render};

use crate::desk::Desk;

#[derive(Template)]
#[template(path = "administration.html")]
struct AdministrationPage {
    page: Page,
    one: Administration,
    incoming: String,
    outgoing: String,
}

/// The form as it was typed.
#[derive(Clone)]
struct Form {
    eik: String,
    name_bg: String,
    name_en: String,
    register_number: String,
    oid: String,
    register_index: String,
    host: String,
    address: String,
    phone: String,
    email: String,
    website: String,
    node: String,
    reserve_node: String,
    incoming_pattern: String,
    outgoing_pattern: String,
}

impl Form {
    fn read(pairs: &Pairs) -> Form {
        let text = |name: &str| pairs.get(name).to_owned();
        Form {
            eik: text("eik"),
            name_bg: text("name_bg"),
            name_en: text("name_en"),
            register_number: text("register_number"),
            oid: text("oid"),
            register_index: text("register_index"),
            host: text("host"),
            address: text("address"),
            phone: text("phone"),
            email: text("email"),
            website: text("website"),
            node: text("node"),
            reserve_node: text("reserve_node"),
            incoming_pattern: text("incoming_pattern"),
            outgoing_pattern: text("outgoing_pattern"),
        }
    }

    fn write(self, data: &mut AdministrationData) {
        data.eik = self.eik;
        data.name_bg = self.name_bg;
        data.name_en = self.name_en;
        data.register_number = self.register_number;
        data.oid = self.oid;
        // A text that is no number becomes zero, which the command refuses at this field.
        data.register_index = self.register_index.parse().unwrap_or(0);
        data.host = self.host;
        data.address = self.address;
        data.phone = self.phone;
        data.email = self.email;
        data.website = self.website;
        data.node = self.node;
        data.settings["incoming_pattern"] = json!(self.incoming_pattern);
        data.settings["outgoing_pattern"] = json!(self.outgoing_pattern);
        data.settings["reserve_node"] = json!(self.reserve_node);
    }
}

#[derive(Template)]
#[template(path = "administration_form.html")]
struct FormPage {
    page: Page,
    form: Form,
}

/// What a number of this pattern looks like.
fn example(pattern: &str, usual: &str, index: i64) -> String {
    let pattern = if pattern.is_empty() { usual } else { pattern };
    NumberPattern::parse(pattern).map(|pattern| pattern.format(123, date(2026, 3, 5), index)).unwrap_or_default()
}

/// The data of the administration.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let one = desk.read(|tx, ctx| Ok(administration_get(tx, ctx.administration_id)?)).await?;
    render(&AdministrationPage {
        page: desk.page_of("admin-administration-title"),
        incoming: example(one.setting("incoming_pattern").unwrap_or_default(), INCOMING_PATTERN, one.register_index),
        outgoing: example(one.setting("outgoing_pattern").unwrap_or_default(), OUTGOING_PATTERN, one.register_index),
        one,
    })
}

fn show(desk: &Desk, form: Form, errors: Errors) -> Result<Response, PageError> {
    let failed = !errors.is_empty();
    let page = desk.page_of("admin-administration-edit").with_errors(errors).with_back("/admin/administration");
    desk.form_answer(&FormPage { page, form }, failed)
}

/// The form.
pub async fn edit(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let one = desk.read(|tx, ctx| Ok(administration_get(tx, ctx.administration_id)?)).await?;
    let setting = |name: &str| one.setting(name).unwrap_or_default().to_owned();
    let form = Form {
        incoming_pattern: setting("incoming_pattern"),
        outgoing_pattern: setting("outgoing_pattern"),
        reserve_node: setting("reserve_node"),
        register_index: one.register_index.to_string(),
        eik: one.eik,
        name_bg: one.name_bg,
        name_en: one.name_en,
        register_number: one.register_number,
        oid: one.oid,
        host: one.host,
        address: one.address,
        phone: one.phone,
        email: one.email,
        website: one.website,
        node: one.node,
    };
    show(&desk, form, Errors::new())
}

/// The field a refusal is about, with its sentence.
fn field_error(t: Texts, error: &Error) -> Option<(String, String)> {
    let field = match error {
        Error::AdministrationField { field } => (*field).to_owned(),
        Error::NumberPattern { register } => format!("{register}_pattern"),
        Error::HostTaken => return Some(("host".to_owned(), t.get("admin-administration-error-host-taken").into_owned())),
        _ => return None,
    };
    let text = t.get(&format!("admin-administration-error-{}", field.replace('_', "-"))).into_owned();
    Some((field, text))
}

/// Saves the form.
pub async fn save(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let form = Form::read(&pairs);
    let typed = form.clone();
    let saved = desk
        .attempt(move |tx, ctx| {
            let mut data = administration_get(tx, ctx.administration_id)?.data();
            typed.write(&mut data);
            administration_update(tx, ctx, &data)
        })
        .await;
    match saved {
        Ok(()) => {
            let app = desk.app.clone();
            let reloaded = tokio::task::spawn_blocking(move || app.administrations_reload()).await;
            reloaded.map_err(PageError::failure)??;
            Ok(redirect::with_notice(&desk, "/admin/administration", &Notice::success(desk.t.get("admin-saved"))))
        }
        Err(error) => match field_error(desk.t, &error) {
            Some(pair) => show(&desk, form, Errors::from_iter([pair])),
            None => Err(error.into()),
        },
    }
}

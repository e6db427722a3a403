//! The tree of units: see it, add to it, change and close its parts.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use identity::StaffFilter;
use kernel::ids::UnitId;
use kernel::permission::Permission;
use serde::Deserialize;
use services::Error;
use services::organisation::{
    Position, Unit, UnitData, position_list, unit_close, unit_create, unit_get, unit_list, unit_list_all, unit_reopen, unit_update,
    units_in_order,
};
use web::{Choice, Errors, Notice, Page, PageError, Pairs, Texts, redirect, render};

use crate::desk::Desk;

/// The unit of an address; anything that is no identifier is unknown.
pub fn unit_id(text: &str) -> Result<UnitId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

/// A unit in the tree.
struct Branch {
    unit: Unit,
    depth: usize,
    name: String,
    people: usize,
}

#[derive(Template)]
#[template(path = "units.html")]
struct UnitsPage {
    page: Page,
    branches: Vec<Branch>,
    closed: Vec<Branch>,
}

/// The tree.
pub async fn list(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let lang = desk.lang();
    let (units, people) = desk
        .read(|tx, ctx| {
            let units = unit_list_all(tx, ctx.administration_id)?;
            Ok((units, identity::staff_per_unit(tx, ctx.administration_id)?))
        })
        .await?;
    let branch = |(depth, unit): (usize, Unit)| {
        let people = people.iter().find(|(id, _)| *id == unit.id).map_or(0, |(_, count)| usize::try_from(*count).unwrap_or(0));
        Branch { name: unit.name(lang).to_owned(), people, depth, unit }
    };
    let (open, closed): (Vec<Unit>, Vec<Unit>) = units.into_iter().partition(|unit| unit.closed_at.is_none());
    render(&UnitsPage {
        page: desk.page_of("admin-units-title"),
        branches: units_in_order(open).into_iter().map(branch).collect(),
        closed: closed.into_iter().map(|unit| branch((0, unit))).collect(),
    })
}

#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage {
    page: Page,
    unit: Unit,
    parent: String,
    positions: Vec<Position>,
    people: Vec<(String, String)>,
    more_people: i64,
    new_position: String,
    edit_href: String,
}

/// One unit with its positions and people; `errors` come from the form for a new position.
pub async fn show(desk: &Desk, id: UnitId, new_position: String, errors: Errors) -> Result<Response, PageError> {
    let lang = desk.lang();
    let (unit, parent, positions, people) = desk
        .read(move |tx, ctx| {
            let administration = ctx.administration_id;
            let unit = unit_get(tx, administration, id)?;
            let parent = match unit.parent_id {
                Some(parent) => unit_get(tx, administration, parent)?.name(lang).to_owned(),
                None => String::new(),
            };
            let filter = StaffFilter { unit: Some(id), blocked: Some(false), ..StaffFilter::default() };
            let people = identity::staff_list(tx, administration, &filter)?;
            Ok((unit, parent, position_list(tx, administration, Some(id))?, people))
        })
        .await?;
    let shown = i64::try_from(people.rows.len()).unwrap_or(i64::MAX);
    let failed = !errors.is_empty();
    let template = UnitPage {
        page: desk.page(unit.name(lang).to_owned()).with_crumb(desk.t.get("admin-units-title"), "/admin/units").with_errors(errors),
        parent,
        positions,
        more_people: people.total - shown,
        people: people.rows.into_iter().map(|staff| (staff.id.to_string(), staff.name)).collect(),
        new_position,
        edit_href: format!("/admin/units/{id}/edit"),
        unit,
    };
    desk.form_answer(&template, failed)
}

/// One unit.
pub async fn one(desk: Desk, Path(unit): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    show(&desk, unit_id(&unit)?, String::new(), Errors::new()).await
}

/// The form as it was typed.
#[derive(Clone, Default)]
struct Form {
    code: String,
    parent: String,
    name_bg: String,
    name_en: String,
    address: String,
    hours: String,
    is_counter: bool,
}

impl Form {
    fn read(pairs: &Pairs) -> Form {
        let text = |name: &str| pairs.get(name).to_owned();
        Form {
            code: text("code"),
            parent: text("parent_id"),
            name_bg: text("name_bg"),
            name_en: text("name_en"),
            address: text("address"),
            hours: text("hours"),
            is_counter: pairs.has("is_counter"),
        }
    }

    fn data(&self) -> Result<UnitData, PageError> {
        Ok(UnitData {
            parent_id: if self.parent.is_empty() { None } else { Some(unit_id(&self.parent)?) },
            name_bg: self.name_bg.clone(),
            name_en: self.name_en.clone(),
            address: self.address.clone(),
            hours: self.hours.clone(),
            is_counter: self.is_counter,
        })
    }
}

#[derive(Template)]
#[template(path = "unit_form.html")]
struct FormPage {
    page: Page,
    action: String,
    back: String,
    is_new: bool,
    parents: Vec<Choice>,
    form: Form,
}

/// Units to choose from, indented by their place in the tree; `except` and its parts are left out.
pub fn unit_choices(units: Vec<Unit>, lang: &str, except: Option<UnitId>) -> Vec<Choice> {
    let mut left_out: Vec<UnitId> = except.into_iter().collect();
    let mut choices = Vec::new();
    for (depth, unit) in units_in_order(units) {
        if left_out.contains(&unit.id) || unit.parent_id.is_some_and(|parent| left_out.contains(&parent)) {
            left_out.push(unit.id);
            continue;
        }
        choices.push(Choice::new(unit.id.to_string(), format!("{}{}", "\u{2003}".repeat(depth), unit.name(lang))));
    }
    choices
}

async fn form_page(desk: &Desk, id: Option<UnitId>, form: Form, errors: Errors) -> Result<Response, PageError> {
    let units = desk.read(|tx, ctx| Ok(unit_list(tx, ctx.administration_id)?)).await?;
    let back = id.map_or_else(|| "/admin/units".to_owned(), |id| format!("/admin/units/{id}"));
    let title = if id.is_some() { "admin-unit-edit" } else { "admin-unit-new" };
    let failed = !errors.is_empty();
    let template = FormPage {
        page: desk.page_of(title).with_errors(errors).with_back(back.clone()),
        action: id.map_or_else(|| "/admin/units/new".to_owned(), |id| format!("/admin/units/{id}/edit")),
        back,
        is_new: id.is_none(),
        parents: unit_choices(units, desk.lang(), id),
        form,
    };
    desk.form_answer(&template, failed)
}

/// What the address of the form for a new unit says.
#[derive(Debug, Default, Deserialize)]
pub struct NewQuery {
    #[serde(default)]
    parent: String,
}

/// The form for a new unit.
pub async fn new(desk: Desk, Query(query): Query<NewQuery>) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    form_page(&desk, None, Form { parent: query.parent, ..Form::default() }, Errors::new()).await
}

/// The form for changing a unit.
pub async fn edit(desk: Desk, Path(unit): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let id = unit_id(&unit)?;
    let unit = desk.read(move |tx, ctx| Ok(unit_get(tx, ctx.administration_id, id)?)).await?;
    let form = Form {
        code: unit.code,
        parent: unit.parent_id.map(|parent| parent.to_string()).unwrap_or_default(),
        name_bg: unit.name_bg,
        name_en: unit.name_en,
        address: unit.address,
        hours: unit.hours,
        is_counter: unit.is_counter,
    };
    form_page(&desk, Some(id), form, Errors::new()).await
}

fn field_error(t: Texts, error: &Error) -> Option<(String, String)> {
    let (field, key) = match error {
        Error::UnitField { field } => (*field, field.replace('_', "-")),
        Error::UnitCodeTaken => ("code", "code-taken".to_owned()),
        Error::UnitCycle => ("parent_id", "cycle".to_owned()),
        _ => return None,
    };
    Some((field.to_owned(), t.get(&format!("admin-unit-error-{key}")).into_owned()))
}

/// Makes a unit.
pub async fn create(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let form = Form::read(&pairs);
    let (code, data) = (form.code.clone(), form.data()?);
    match desk.attempt_once(pairs.command()?, move |tx, ctx| unit_create(tx, ctx, &code, &data)).await {
        Ok(id) => Ok(redirect::with_notice(&desk, &format!("/admin/units/{id}"), &Notice::success(desk.t.get("admin-unit-created")))),
        Err(error) => match field_error(desk.t, &error) {
            Some(pair) => form_page(&desk, None, form, Errors::from_iter([pair])).await,
            None => Err(error.into()),
        },
    }
}

/// Changes a unit.
pub async fn save(desk: Desk, Path(unit): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let id = unit_id(&unit)?;
    let form = Form::read(&pairs);
    let data = form.data()?;
    match desk.attempt(move |tx, ctx| unit_update(tx, ctx, id, &data)).await {
        Ok(()) => Ok(redirect::with_notice(&desk, &format!("/admin/units/{id}"), &Notice::success(desk.t.get("admin-saved")))),
        Err(error) => match field_error(desk.t, &error) {
            Some(pair) => form_page(&desk, Some(id), form, Errors::from_iter([pair])).await,
            None => Err(error.into()),
        },
    }
}

/// Closes a unit to which nothing belongs any more.
pub async fn close(desk: Desk, Path(unit): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let id = unit_id(&unit)?;
    let notice = match desk.attempt(move |tx, ctx| unit_close(tx, ctx, id)).await {
        Ok(()) => Notice::success(desk.t.get("admin-unit-closed")),
        Err(Error::UnitInUse { what }) => Notice::info(desk.t.get(&format!("admin-unit-in-use-{what}"))),
        Err(error) => return Err(error.into()),
    };
    Ok(redirect::with_notice(&desk, &format!("/admin/units/{id}"), &notice))
}

/// Opens a closed unit again.
pub async fn reopen(desk: Desk, Path(unit): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let id = unit_id(&unit)?;
    let notice = match desk.attempt(move |tx, ctx| unit_reopen(tx, ctx, id)).await {
        Ok(()) => Notice::success(desk.t.get("admin-unit-reopened")),
        Err(Error::UnitField { .. }) => Notice::info(desk.t.get("admin-unit-parent-closed")),
        Err(error) => return Err(error.into()),
    };
    Ok(redirect::with_notice(&desk, &format!("/admin/units/{id}"), &notice))
}

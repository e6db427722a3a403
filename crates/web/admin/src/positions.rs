//! Positions of a unit.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::ids::PositionId;
use kernel::permission::Permission;
use services::Error;
use services::organisation::{Position, position_close, position_create, position_get, position_update};
use web::{Errors, Notice, Page, PageError, Pairs, redirect};

use crate::desk::Desk;
use crate::units::{self, unit_id};

fn position_id(text: &str) -> Result<PositionId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

/// Adds a position to a unit.
pub async fn create(desk: Desk, Path(unit): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let id = unit_id(&unit)?;
    let name = pairs.get("name_bg").to_owned();
    let typed = name.clone();
    match desk.attempt_once(pairs.command()?, move |tx, ctx| position_create(tx, ctx, id, &typed)).await {
        Ok(_) => Ok(redirect::with_notice(&desk, &format!("/admin/units/{id}"), &Notice::success(desk.t.get("admin-position-created")))),
        Err(Error::PositionName) => {
            units::show(&desk, id, name, Errors::from_iter([("name_bg", desk.t.get("admin-position-error"))])).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "position_form.html")]
struct FormPage {
    page: Page,
    position: Position,
    name: String,
}

async fn form_page(desk: &Desk, id: PositionId, name: Option<String>, errors: Errors) -> Result<Response, PageError> {
    let position = desk.read(move |tx, ctx| Ok(position_get(tx, ctx.administration_id, id)?)).await?;
    let failed = !errors.is_empty();
    let template = FormPage {
        page: desk.page_of("admin-position-edit").with_errors(errors).with_back(format!("/admin/units/{}", position.unit_id)),
        name: name.unwrap_or_else(|| position.name_bg.clone()),
        position,
    };
    desk.form_answer(&template, failed)
}

/// The form for another name.
pub async fn edit(desk: Desk, Path(position): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    form_page(&desk, position_id(&position)?, None, Errors::new()).await
}

/// Gives the position another name.
pub async fn save(desk: Desk, Path(position): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let id = position_id(&position)?;
    let name = pairs.get("name_bg").to_owned();
    let typed = name.clone();
    let saved = desk
        .attempt(move |tx, ctx| {
            position_update(tx, ctx, id, &typed)?;
            position_get(tx, ctx.administration_id, id)
        })
        .await;
    match saved {
        Ok(position) => {
            let unit = format!("/admin/units/{}", position.unit_id);
            Ok(redirect::with_notice(&desk, &unit, &Notice::success(desk.t.get("admin-saved"))))
        }
        Err(Error::PositionName) => {
            form_page(&desk, id, Some(name), Errors::from_iter([("name_bg", desk.t.get("admin-position-error"))])).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Closes a position nobody holds.
pub async fn close(desk: Desk, Path(position): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::OrganisationManage)?;
    let id = position_id(&position)?;
    let position = desk.read(move |tx, ctx| Ok(position_get(tx, ctx.administration_id, id)?)).await?;
    let notice = match desk.attempt(move |tx, ctx| position_close(tx, ctx, id)).await {
        Ok(()) => Notice::success(desk.t.with1("admin-position-closed", "name", position.name_bg)),
        Err(Error::PositionInUse) => Notice::info(desk.t.with1("admin-position-in-use", "name", position.name_bg)),
        Err(error) => return Err(error.into()),
    };
    Ok(redirect::with_notice(&desk, &format!("/admin/units/{}", position.unit_id), &notice))
}

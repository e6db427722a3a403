//! Making an account, changing it and its roles.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use identity::{Error, NewStaff, StaffChange, staff_create, staff_roles_set, staff_update};
use kernel::actor::Role;
use kernel::ids::StaffId;
use kernel::permission::Permission;
use web::{Choice, Errors, Notice, Page, PageError, Pairs, Texts, redirect};

use super::password::{OneTime, hashed, shown};
use super::{account, places, role_choices, staff_id};
use crate::desk::Desk;

/// The form as it was typed.
#[derive(Clone, Default)]
struct Form {
    login: String,
    name: String,
    email: String,
    unit: String,
    position: String,
    roles: Vec<String>,
}

impl Form {
    fn read(pairs: &Pairs) -> Form {
        let text = |name: &str| pairs.get(name).to_owned();
        Form {
            login: text("login"),
            name: text("name"),
            email: text("email"),
            unit: text("unit_id"),
            position: text("position_id"),
            roles: pairs.all("roles").map(str::to_owned).collect(),
        }
    }

    fn change(&self) -> Result<StaffChange, PageError> {
        let wrong = |_| PageError::bad_request();
        Ok(StaffChange {
            name: self.name.clone(),
            email: self.email.clone(),
            unit_id: if self.unit.is_empty() { None } else { Some(self.unit.parse().map_err(wrong)?) },
            position_id: if self.position.is_empty() { None } else { Some(self.position.parse().map_err(wrong)?) },
        })
    }

    fn roles(&self) -> Result<Vec<Role>, PageError> {
        self.roles.iter().map(|role| Role::from_identifier(role).ok_or_else(PageError::bad_request)).collect()
    }
}

#[derive(Template)]
#[template(path = "person_form.html")]
struct FormPage {
    page: Page,
    action: String,
    back: String,
    is_new: bool,
    units: Vec<Choice>,
    positions: Vec<Choice>,
    roles: Vec<Choice>,
    form: Form,
}

async fn form_page(desk: &Desk, id: Option<StaffId>, form: Form, errors: Errors) -> Result<Response, PageError> {
    let (units, positions) = places(desk).await?;
    let failed = !errors.is_empty();
    let back = id.map_or_else(|| "/admin/people".to_owned(), |id| format!("/admin/people/{id}"));
    let title = if id.is_some() { "admin-person-edit" } else { "admin-person-new" };
    let template = FormPage {
        page: desk.page_of(title).with_errors(errors).with_back(back.clone()),
        action: id.map_or_else(|| "/admin/people/new".to_owned(), |id| format!("/admin/people/{id}/edit")),
        back,
        is_new: id.is_none(),
        units,
        positions,
        roles: role_choices(desk),
        form,
    };
    desk.form_answer(&template, failed)
}

fn field_error(t: Texts, error: &Error) -> Option<(&'static str, String)> {
    let (field, key) = match error {
        Error::LoginShape => ("login", "login"),
        Error::LoginTaken => ("login", "login-taken"),
        Error::NameShape => ("name", "name"),
        Error::EmailShape => ("email", "email"),
        Error::PlaceUnknown => ("position_id", "place"),
        _ => return None,
    };
    Some((field, t.get(&format!("admin-person-error-{key}")).into_owned()))
}

/// The form for a new account.
pub async fn new(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    form_page(&desk, None, Form::default(), Errors::new()).await
}

/// Makes an account and shows its password, this once.
pub async fn create(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let command = pairs.command()?;
    let form = Form::read(&pairs);
    let (change, roles) = (form.change()?, form.roles()?);
    let password = OneTime::of(&desk, command);
    let password_hash = hashed(&desk, password.clone()).await?;
    let new = NewStaff {
        login: form.login.clone(),
        name: change.name,
        email: change.email,
        password_hash,
        unit_id: change.unit_id,
        position_id: change.position_id,
        roles,
    };
    match desk.attempt_once(command, move |tx, ctx| staff_create(tx, ctx, new)).await {
        Ok(id) => shown(&desk, &account(&desk, id).await?, password, true),
        Err(error) => match field_error(desk.t, &error) {
            Some(pair) => form_page(&desk, None, form, Errors::from_iter([pair])).await,
            None => Err(error.into()),
        },
    }
}

/// The form for changing an account.
pub async fn edit(desk: Desk, Path(staff): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let id = staff_id(&staff)?;
    let staff = account(&desk, id).await?;
    let form = Form {
        login: staff.login,
        name: staff.name,
        email: staff.email,
        unit: staff.unit_id.map(|unit| unit.to_string()).unwrap_or_default(),
        position: staff.position_id.map(|position| position.to_string()).unwrap_or_default(),
        roles: Vec::new(),
    };
    form_page(&desk, Some(id), form, Errors::new()).await
}

/// Changes an account.
pub async fn save(desk: Desk, Path(staff): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let id = staff_id(&staff)?;
    let form = Form::read(&pairs);
    let change = form.change()?;
    match desk.attempt(move |tx, ctx| staff_update(tx, ctx, id, &change)).await {
        Ok(()) => Ok(redirect::with_notice(&desk, &format!("/admin/people/{id}"), &Notice::success(desk.t.get("admin-saved")))),
        Err(error) => match field_error(desk.t, &error) {
            Some(pair) => form_page(&desk, Some(id), form, Errors::from_iter([pair])).await,
            None => Err(error.into()),
        },
    }
}

#[derive(Template)]
#[template(path = "person_roles.html")]
struct RolesPage {
    page: Page,
    name: String,
    action: String,
    back: String,
    roles: Vec<Choice>,
    held: Vec<String>,
}

async fn roles_page(desk: &Desk, id: StaffId, held: Option<Vec<String>>, errors: Errors) -> Result<Response, PageError> {
    let staff = account(desk, id).await?;
    let failed = !errors.is_empty();
    let back = format!("/admin/people/{id}");
    let template = RolesPage {
        page: desk.page_of("admin-person-roles").with_errors(errors).with_back(back.clone()),
        action: format!("/admin/people/{id}/roles"),
        back,
        roles: role_choices(desk),
        held: held.unwrap_or_else(|| staff.roles.iter().map(|role| role.identifier().to_owned()).collect()),
        name: staff.name,
    };
    desk.form_answer(&template, failed)
}

/// The form for the roles of a person.
pub async fn roles(desk: Desk, Path(staff): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    roles_page(&desk, staff_id(&staff)?, None, Errors::new()).await
}

/// Gives a person exactly the chosen roles.
pub async fn roles_save(desk: Desk, Path(staff): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::StaffManage)?;
    let id = staff_id(&staff)?;
    let form = Form::read(&pairs);
    let roles = form.roles()?;
    let key = match desk.attempt(move |tx, ctx| staff_roles_set(tx, ctx, id, &roles)).await {
        Ok(()) => {
            return Ok(redirect::with_notice(
                &desk,
                &format!("/admin/people/{id}"),
                &Notice::success(desk.t.get("admin-person-roles-saved")),
            ));
        }
        Err(Error::OwnAccount) => "admin-person-roles-own",
        Err(Error::LastAdministrator) => "admin-person-last",
        Err(error) => return Err(error.into()),
    };
    roles_page(&desk, id, Some(form.roles), Errors::from_iter([("roles", desk.t.get(key))])).await
}

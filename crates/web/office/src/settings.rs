//! What a person sets for themselves: sessions, density, password (D-01, D-42).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use identity::{SessionClose, SessionInfo, own_password_set, password_check, session_close, session_list, sign_in_account, staff_get};
use kernel::ids::SessionId;
use web::rate::Limit;
use web::sign_in::with_passwords;
use web::{App, Errors, Notice, Page, PageError, Pairs, cookie, redirect, render};

use crate::desk::{Desk, role_name};

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    page: Page,
    name: String,
    login: String,
    email: String,
    unit: String,
    position: String,
    roles: Vec<String>,
    sessions: usize,
}

/// A session in the list.
struct SessionRow {
    id: String,
    device: String,
    address: String,
    started_at: i64,
    seen_at: i64,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage {
    page: Page,
    rows: Vec<SessionRow>,
}

/// The page of one's own settings.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, Errors::new()).await
}

async fn show(desk: &Desk, errors: Errors) -> Result<Response, PageError> {
    let id = desk.staff.id;
    let language = desk.t.language().code();
    let (staff, unit, position, sessions) = desk
        .read(move |tx, ctx| {
            let administration = ctx.administration_id;
            let staff = staff_get(tx, administration, id)?.ok_or(cases::Error::NotFound { what: "staff" })?;
            let unit = match staff.unit_id {
                Some(unit) => services::organisation::unit_get(tx, administration, unit)?.name(language).to_owned(),
                None => String::new(),
            };
            let position = match staff.position_id {
                Some(position) => services::organisation::position_get(tx, administration, position)?.name_bg,
                None => String::new(),
            };
            let sessions = session_list(tx, administration, id, ctx.now_ms())?.len();
            Ok((staff, unit, position, sessions))
        })
        .await?;
    let failed = !errors.is_empty();
    let mut response = render(&SettingsPage {
        page: desk.page_of("office-settings-title").with_errors(errors),
        roles: staff.roles.iter().map(|role| role_name(desk.t, *role)).collect(),
        name: staff.name,
        login: staff.login,
        email: staff.email,
        unit,
        position,
        sessions,
    })?;
    if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Chooses the density of the pages.
pub async fn density(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    let chosen = if pairs.get("density") == "comfortable" { "comfortable" } else { "compact" };
    let notice = Notice::success(desk.t.get("office-settings-density-done"));
    let mut response = redirect::with_notice(&desk, "/office/settings", &notice);
    let kept_s = 365 * 24 * 3600;
    redirect::add(&mut response, cookie::set(cookie::DENSITY, chosen, Some(kept_s), desk.app.config.is_https()));
    Ok(response)
}

/// Changes one's own password; the present one is asked for.
pub async fn password(State(app): State<App>, desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    app.rates.check(Limit::Secret, desk.address())?;
    let raw = |name: &str| pairs.all(name).last().unwrap_or_default().to_owned();
    let (present, chosen, again) = (raw("present"), raw("chosen"), raw("again"));
    let id = desk.staff.id;
    let (account, login) = desk
        .read(move |tx, ctx| {
            let staff = staff_get(tx, ctx.administration_id, id)?.ok_or(cases::Error::NotFound { what: "staff" })?;
            Ok((sign_in_account(tx, ctx.administration_id, &staff.login)?, staff.login))
        })
        .await?;
    let t = desk.t;
    let mut errors = Errors::new();
    let stored = account.and_then(|account| account.password_hash);
    let is_right = with_passwords(move |passwords| passwords.verify(&present, stored.as_ref())).await?;
    if !is_right {
        errors.add("present", t.get("office-settings-password-wrong"));
    }
    if password_check(&chosen, &login).is_err() {
        errors.add("chosen", t.get("office-settings-password-weak"));
    } else if chosen != again {
        errors.add("again", t.get("office-settings-password-differs"));
    }
    if !errors.is_empty() {
        return show(&desk, errors).await;
    }
    let random = app.random.clone();
    let hash = with_passwords(move |passwords| passwords.hash(&chosen, &*random)).await??;
    desk.write(move |tx, ctx| Ok(own_password_set(tx, ctx, &hash)?)).await?;
    let notice = Notice::success(t.get("office-settings-password-done"));
    Ok(redirect::with_notice(&desk, "/office/settings", &notice))
}

/// The list of one's own sessions.
pub async fn sessions(desk: Desk) -> Result<Response, PageError> {
    let id = desk.staff.id;
    let list = desk.read(move |tx, ctx| Ok(session_list(tx, ctx.administration_id, id, ctx.now_ms())?)).await?;
    let this = desk.session.as_ref().map(|session| session.id);
    let row = |info: SessionInfo| SessionRow {
        is_this: this == Some(info.id),
        id: info.id.to_string(),
        device: browser(&info.device),
        address: info.address,
        started_at: info.started_at,
        seen_at: info.seen_at,
    };
    let rows = list.into_iter().map(row).collect();
    render(&SessionsPage { page: desk.page_of("office-sessions-title").with_back("/office/settings"), rows })
}

/// The browser and the system out of a browser's description of itself; the description when neither is known.
fn browser(device: &str) -> String {
    let browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems =
        [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux")];
    let find = |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| device.contains(mark)).map(|(_, name)| *name);
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ => device.chars().take(60).collect(),
    }
}

/// Ends one other session or all others.
pub async fn sessions_end(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    let which = match (pairs.has("others"), desk.session.as_ref()) {
        (true, Some(session)) => SessionClose::AllBut(session.id),
        (true, None) => SessionClose::All,
        (false, _) => SessionClose::One(pairs.get("session").parse::<SessionId>().map_err(|_| PageError::not_found())?),
    };
    let id = desk.staff.id;
    let ended = desk.write(move |tx, ctx| Ok(session_close(tx, ctx, id, which)?)).await?;
    let notice = Notice::success(desk.t.count("office-sessions-ended", i64::try_from(ended).unwrap_or(i64::MAX)));
    Ok(redirect::with_notice(&desk, "/office/sessions", &notice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_in_words() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(browser(agent), "Chrome, Linux");
        assert_eq!(browser("curl/8"), "curl/8");
    }
}

//! Cookies of the applications: names, attributes, reading.
//!
//! The one rule: every cookie is `HttpOnly; SameSite=Lax; Path=/`, and `Secure` when people come over https.

use axum::http::{HeaderMap, HeaderValue, header};

/// Identifies the browser for form tokens; holds no data of its own.
pub const VISIT: &str = "gishe_visit";
/// The chosen language.
pub const LANGUAGE: &str = "gishe_lang";
/// The session of a member of staff.
pub const STAFF: &str = "gishe_staff";
/// The session of the applicant's side of one case.
pub const CASE: &str = "gishe_case";
/// A message to show on the next page.
pub const NOTICE: &str = "gishe_notice";
/// The chosen density, `compact` or `comfortable`.
pub const DENSITY: &str = "gishe_density";

/// The value of a cookie of the request.
pub fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` line. `max_age_s`: `None` for the life of the browser window, `Some(0)` to remove the cookie.
pub fn set(name: &str, value: &str, max_age_s: Option<u64>, https: bool) -> HeaderValue {
    let mut line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
    if let Some(age) = max_age_s {
        line.push_str(&format!("; Max-Age={age}"));
    }
    if https {
        line.push_str("; Secure");
    }
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static("gishe_invalid=; Max-Age=0"))
}

/// Adds a cookie to an answer.
pub fn add(headers: &mut HeaderMap, name: &str, value: &str, max_age_s: Option<u64>, https: bool) {
    headers.append(header::SET_COOKIE, set(name, value, max_age_s, https));
}

/// Removes a cookie from the browser.
pub fn remove(headers: &mut HeaderMap, name: &str, https: bool) {
    add(headers, name, "", Some(0), https);
}

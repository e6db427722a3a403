//! The table of routes is the truth: as nobody, as a stranger, and as a person of every role.

use axum::http::StatusCode;
use kernel::actor::Role;
use web::{Access, Route};

use crate::hall::{HOST, Hall, OTHER_HOST};

/// The address of a route with identifiers of things that exist.
fn address(hall: &Hall, route: &Route) -> String {
    let path = route
        .path
        .replace("{unit}", &hall.unit.to_string())
        .replace("{position}", &hall.position.to_string())
        .replace("{staff}", &hall.staff(Role::Dpo).to_string())
        .replace("{code}", "address-certificate")
        .replace("{hash}", &hall.kit_hash)
        .replace("{number}", "1")
        .replace("{seq}", &hall.seq().to_string())
        .replace("{what}", "key")
        .replace("{act}", "suspend");
    match route.path {
        "/admin/kits/{code}/diff" => format!("{path}?from={0}&to={0}", hall.kit_hash),
        "/admin/calendar/remove" => format!("{path}?day=2026-01-01"),
        "/admin/audit/run" => format!("{path}?what=reads"),
        _ => path,
    }
}

#[test]
fn the_table_and_the_router_name_the_same_addresses() {
    let source = include_str!("../../src/routes.rs").split_once("pub fn router()").unwrap().1;
    let mut routed = Vec::new();
    for line in source.lines().filter(|line| line.trim_start().starts_with(".route(")) {
        let path = line.split('"').nth(1).unwrap();
        for (mark, method) in [("get(", "GET"), ("post(", "POST")] {
            if line.contains(mark) {
                routed.push((method, path));
            }
        }
    }
    let mut table: Vec<(&str, &str)> = admin::ROUTES.iter().map(|route| (route.method, route.path)).collect();
    table.sort_unstable();
    routed.sort_unstable();
    assert_eq!(table, routed);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_the_sign_in_page() {
    let hall = Hall::new();
    for route in admin::ROUTES {
        let answer = if route.method == "GET" {
            hall.nobody().get(&address(&hall, route)).await
        } else {
            let mut nobody = hall.nobody();
            nobody.get("/admin").await;
            nobody.post(&address(&hall, route), &[]).await
        };
        let is_away = answer.status == StatusCode::SEE_OTHER && answer.location.starts_with("/office/sign-in");
        assert!(is_away || answer.status == StatusCode::FORBIDDEN, "{} {}: {}", route.method, route.path, answer.status);
        assert!(!answer.html().contains("Главен експерт"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_reaches_what_the_table_says_and_nothing_else() {
    let hall = Hall::new();
    for role in Role::ALL {
        let mut browser = hall.sign_in(role);
        let mut csrf_page = browser.get("/admin").await;
        if csrf_page.status != StatusCode::OK {
            // People without any right here still need a form token to be refused for the right reason.
            csrf_page = browser.get("/admin/nowhere").await;
        }
        let has_token = csrf_page.html().contains("name=\"csrf\"");
        for route in admin::ROUTES {
            let is_allowed = route.access.allows_staff(|permission| permission.roles().contains(&role));
            if route.method == "POST" && (is_allowed || !has_token) {
                // Acts that are allowed are tested one by one; here only that the others are refused.
                continue;
            }
            let path = address(&hall, route);
            let answer = if route.method == "GET" { browser.get(&path).await } else { browser.post(&path, &[]).await };
            if is_allowed {
                // What was done meanwhile is not under a checkpoint yet.
                if route.path == "/admin/log/{seq}/proof" && answer.status == StatusCode::SERVICE_UNAVAILABLE {
                    continue;
                }
                let missing = route.path == "/admin/calendar/remove" && answer.status == StatusCode::NOT_FOUND;
                assert!(answer.status == StatusCode::OK || missing, "{role:?} {path}: {} {}", answer.status, answer.text());
            } else {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?} {} {path}", route.method);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_of_another_administration_reaches_nothing() {
    let hall = Hall::new();
    let mut here = hall.sign_in_stranger(HOST);
    here.get("/admin/people").await.to("/office/sign-in");
    let mut there = hall.sign_in_stranger(OTHER_HOST);
    there.get("/admin/people/new").await.ok();
    for route in admin::ROUTES.iter().filter(|route| route.path.contains('{')) {
        let path = address(&hall, route);
        let reason = [("reason", "проверка"), ("name_bg", "Чуждо"), ("name", "Чужд Човек"), ("roles", "admin")];
        let answer = if route.method == "GET" { there.get(&path).await } else { there.post(&path, &reason).await };
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {path}: {}", route.method, answer.text());
    }
    let kinds = hall.kinds(100);
    assert!(!kinds.iter().any(|kind| kind.contains("Changed") || kind.contains("Blocked") || kind.contains("Password")), "{kinds:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_identifiers_are_unknown() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    for path in [
        "/admin/units/x",
        "/admin/units/018f0000-0000-7000-8000-000000000000",
        "/admin/units/..%2f..%2fetc",
        "/admin/people/1%20OR%201=1",
        "/admin/positions/%00",
        "/admin/kits/..%2f..",
        "/admin/kits/address-certificate/versions/ffff",
        "/admin/kits/address-certificate/diff?from=x&to=y",
        "/admin/calendar/remove?day=2026-99-99",
    ] {
        let answer = admin.get(path).await;
        assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{path}: {}", answer.status);
    }
}

#[test]
fn nothing_here_is_public() {
    for route in admin::ROUTES {
        assert!(matches!(route.access, Access::Staff(_) | Access::StaffAny(_)), "{}", route.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_field_that_finds_cases_is_for_those_who_read_them() {
    let hall = Hall::new();
    let administrator = hall.sign_in(Role::Admin).get("/admin").await;
    assert!(!administrator.html().contains("desk-search"));
}

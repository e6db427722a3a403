//! Forged identifiers, foreign forms, other people's cases.

use axum::http::StatusCode;
use web::Access;

use crate::world::World;

/// An address of the table with its places filled.
fn filled(path: &str, case: &str, draft: &str) -> String {
    path.replace("{case}", case)
        .replace("{draft}", draft)
        .replace("{code}", "address-certificate")
        .replace("{page}", "pageName")
        .replace("{token}", "0123456789ABCDEFGHJKMNPQ")
        .replace("{document}", "0196512e-0000-7000-8000-000000000000")
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_and_strangers_reach_no_case_and_no_draft() {
    let world = World::new();
    let mut owner = world.visitor();
    let receipt = owner.file_address_certificate().await;
    let case = World::case_of(&receipt).to_string();
    let first = owner.post("/services/pavement-permit/start", &[("applicant.kind", "person"), ("act", "continue")]).await.to("/apply/");
    let draft = first.split('/').nth(2).unwrap().to_owned();
    let mut stranger = world.visitor();
    stranger.file_address_certificate().await;
    let mut nobody = world.visitor();
    let unknown = "0196512e-0000-7000-8000-000000000000";
    for route in portal::ROUTES {
        let is_draft = route.path.contains("{draft}");
        if route.access == Access::Public && !is_draft {
            continue;
        }
        for (forged, of_draft) in [(case.as_str(), draft.as_str()), (unknown, unknown), ("..%2f..%2fetc", "%27%20OR%201=1")] {
            let address = filled(route.path, forged, of_draft);
            let (by_stranger, by_nobody) = match route.method {
                "GET" => (stranger.get(&address).await, nobody.get(&address).await),
                _ => (
                    stranger.post(&address, &[("form_token", unknown), ("code", "x")]).await,
                    nobody.post(&address, &[("form_token", unknown), ("code", "x")]).await,
                ),
            };
            if is_draft && route.path.starts_with("/resume") {
                assert!(matches!(by_stranger.status.as_u16(), 200 | 404 | 429), "{address}: {}", by_stranger.status);
                assert!(!by_stranger.html().contains("Мария"));
                continue;
            }
            assert_eq!(by_stranger.status, StatusCode::NOT_FOUND, "{} {address} by a stranger", route.method);
            if is_draft {
                assert_eq!(by_nobody.status, StatusCode::NOT_FOUND, "{} {address} by nobody", route.method);
            } else {
                let led_away = by_nobody.status == StatusCode::SEE_OTHER && by_nobody.location.starts_with("/case?next=");
                // A form is shown to its sender again, to be sent once more after signing in; it holds nothing but what was sent.
                let given_back =
                    route.method == "POST" && by_nobody.status == StatusCode::FORBIDDEN && !by_nobody.html().contains("Тестова");
                assert!(led_away || given_back || by_nobody.status == StatusCode::NOT_FOUND, "{address}: {}", by_nobody.status);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_the_token_of_its_browser_changes_nothing() {
    let world = World::new();
    let mut browser = world.visitor();
    browser.get("/status").await.ok();
    for route in portal::ROUTES.iter().filter(|route| route.method == "POST") {
        let address = filled(route.path, "0196512e-0000-7000-8000-000000000000", "0196512e-0000-7000-8000-000000000000");
        assert_eq!(browser.post_raw(&address, "forged", &[]).await.status, StatusCode::FORBIDDEN, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn typed_markup_is_shown_as_text() {
    let world = World::new();
    let mut browser = world.visitor();
    let query = web::visit::query_value("<script>alert(1)</script>{{7*7}}");
    let page = browser.get(&format!("/services?q={query}")).await.ok();
    assert!(!page.html().contains("<script>alert") && !page.html().contains("49<"));
    let first =
        browser.post("/services/address-certificate/start", &[("applicant.capacity", "self"), ("act", "continue")]).await.to("/apply/");
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    let name = "\"><img src=x onerror=alert(1)>{{ data }}";
    browser.post(&format!("{draft}/pageName"), &[("applicant.firstName", name)]).await.to(&draft);
    let again = browser.get(&format!("{draft}/pageName")).await.ok();
    assert!(!again.html().contains("<img"));
    assert!(!browser.get(&format!("{draft}/review")).await.ok().html().contains("<img"));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_are_counted_per_number_and_right_ones_never() {
    let world = World::new();
    let mut browser = world.visitor();
    let receipt = browser.file_address_certificate().await;
    let page = browser.get(&receipt).await.ok();
    let access = page.html().split_once("id=\"access-code\">").unwrap().1.split('<').next().unwrap().to_owned();
    let rnu = page.html().split_once("id=\"panel-code\">").unwrap().1.split('<').next().unwrap().to_owned();
    let mut thief = world.visitor();
    for _ in 0..5 {
        thief.post("/case", &[("number", &rnu), ("access", "2222-2222-2222")]).await.ok().shows("Няма преписка");
    }
    assert_eq!(thief.post("/case", &[("number", &rnu), ("access", &access)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    world.at("2026-04-20T10:20:00");
    thief.post("/case", &[("number", &rnu), ("access", &access)]).await.to("/case/");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_addresses_and_methods_have_pages() {
    let world = World::new();
    let mut browser = world.visitor();
    for address in ["/no-such", "/services/../../etc/passwd", "/apply/x/y/z", "/t/short", "/case/%00"] {
        let page = browser.get(address).await;
        assert!(matches!(page.status.as_u16(), 400 | 404), "{address}: {}", page.status);
        assert_eq!(page.html().matches("<h1").count(), 1, "{address}");
    }
}

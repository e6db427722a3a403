//! The table of routes, walked as nobody, as every role and from another administration.

use axum::http::StatusCode;
use office::ROUTES;
use web::Access;

use crate::world::World;

fn filled(path: &str, case: &str, document: &str) -> String {
    path.replace("{case}", case).replace("{document}", document)
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_past_the_sign_in_page() {
    let world = World::new();
    let receipt = world.sample();
    let mut browser = world.browser();
    for route in ROUTES.iter().filter(|route| route.access != Access::Public) {
        let address = filled(route.path, &receipt.case_id.to_string(), &receipt.case_id.to_string());
        if route.method == "GET" {
            let answer = browser.get(&address).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
            assert!(answer.location.starts_with("/office/sign-in"), "{address}");
        } else {
            // A form sent after the session ended is kept on the page that asks to sign in again; nothing was done.
            let answer = browser.post(&address, &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}");
            assert!(answer.html().contains("/office/sign-in"), "{address}: {}", answer.words());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_gets_exactly_what_the_table_says() {
    let world = World::new();
    let receipt = world.sample();
    for login in ["gishe", "grao1", "nachalnik", "kmet", "oditor", "admin"] {
        let staff = world.people[login].clone();
        let mut browser = world.signed_in(login).await;
        for route in ROUTES.iter().filter(|route| !route.path.contains("sign-") && !route.path.contains("/sessions/end")) {
            let address = filled(route.path, &receipt.case_id.to_string(), &receipt.case_id.to_string());
            let answer = if route.method == "GET" { browser.get(&address).await } else { browser.post(&address, &[]).await };
            let allowed = route.access.allows_staff(|permission| staff.may(permission));
            assert_eq!(answer.status != StatusCode::FORBIDDEN, allowed, "{login}: {} {address}: {}", route.method, answer.status);
            assert!(!answer.status.is_server_error(), "{login}: {} {address}: {}", route.method, answer.status);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_of_another_administration_does_not_exist() {
    let world = World::new();
    let receipt = world.sample();
    let task = world.task(receipt.case_id).to_string();
    let mut stranger = world.browser();
    stranger.host = "druga.example".to_owned();
    stranger.sign_in("gishe").await;
    for route in ROUTES.iter().filter(|route| route.path.contains("{case}")) {
        let address = filled(route.path, &receipt.case_id.to_string(), &receipt.case_id.to_string());
        let fields = [("reason", "причина"), ("codes_reason", "причина")];
        let answer = if route.method == "GET" { stranger.get(&address).await } else { stranger.post(&address, &fields).await };
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {address}", route.method);
    }
    let mut officer = world.browser();
    officer.host = "druga.example".to_owned();
    officer.sign_in("grao1").await;
    assert_eq!(officer.post("/office/queue/claim", &[("one", &task)]).await.status, StatusCode::NOT_FOUND);
    assert!(officer.get(&format!("/office/search?q={}", receipt.incoming_number)).await.words().contains("Няма намерени"));
    assert!(officer.get("/office/cases").await.words().contains("Още няма преписки"));
    // The cookie of one administration opens nothing in the other.
    officer.host = "localhost".to_owned();
    assert!(officer.get("/office/cases").await.status.is_redirection());
}

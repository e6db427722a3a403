//! Sign-in, sessions, settings.

use axum::http::StatusCode;

use crate::world::{PASSWORD, World};

#[tokio::test(flavor = "multi_thread")]
async fn unknown_names_and_wrong_passwords_get_the_same_answer_and_five_lock() {
    let world = World::new();
    let mut browser = world.browser();
    let unknown = browser.post("/office/sign-in", &[("login", "nikoy"), ("password", "not the password")]).await;
    let wrong = browser.post("/office/sign-in", &[("login", "grao1"), ("password", "not the password")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.status, wrong.status);
    assert!(wrong.words().contains("Името или паролата не са верни"));
    assert_eq!(unknown.words(), wrong.words());
    for _ in 0..4 {
        browser.post("/office/sign-in", &[("login", "grao1"), ("password", "not the password")]).await;
    }
    let locked = browser.post("/office/sign-in", &[("login", "grao1"), ("password", PASSWORD)]).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(locked.words().contains("Твърде много неуспешни опити"));
    world.at("2026-04-20T10:16");
    browser.sign_in("grao1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_goes_where_they_wanted_and_signs_out() {
    let world = World::new();
    let mut browser = world.browser();
    let refused = browser.get("/office/cases?view=mine").await;
    assert_eq!(refused.location, "/office/sign-in?next=%2Foffice%2Fcases%3Fview%3Dmine");
    let fields = [("login", "GRAO1"), ("password", PASSWORD), ("next", "/office/cases?view=mine")];
    let answer = browser.post("/office/sign-in", &fields).await;
    assert_eq!(answer.location, "/office/cases?view=mine");
    let day = browser.get("/office").await;
    assert!(day.words().contains("Дора Примерова") && day.words().contains("Експерт"), "{}", day.words());
    assert!(day.words().contains("Още няма задачи за Вас"));
    let evil = browser.get("/office/sign-in?next=https://evil.example").await;
    assert_eq!(evil.location, "/office");
    let out = browser.post("/office/sign-out", &[]).await;
    assert_eq!(out.location, "/office/sign-in");
    assert!(browser.get("/office/sign-in").await.words().contains("Излязохте"));
    assert!(browser.get("/office").await.status.is_redirection());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sessions_are_listed_and_ended() {
    let world = World::new();
    let mut first = world.signed_in("grao1").await;
    let mut second = world.signed_in("grao1").await;
    let list = first.get("/office/sessions").await;
    assert!(list.words().contains("Тази сесия") && list.words().contains("Прекрати всички други"));
    let ended = first.post("/office/sessions/end", &[("others", "1")]).await;
    assert_eq!(ended.location, "/office/sessions");
    assert!(first.get("/office/sessions").await.words().contains("Прекратена е 1 сесия"));
    assert!(second.get("/office").await.status.is_redirection());
    assert_eq!(first.get("/office").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_changes_password_and_density() {
    let world = World::new();
    let mut browser = world.signed_in("grao1").await;
    let wrong = browser.post("/office/settings/password", &[("present", "x"), ("chosen", "short"), ("again", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.words().contains("Сегашната парола не е вярна") && wrong.words().contains("поне 12 знака"));
    let chosen = "четири нови верни думи";
    let fields = [("present", PASSWORD), ("chosen", chosen), ("again", chosen)];
    assert!(browser.post("/office/settings/password", &fields).await.status.is_redirection());
    let mut again = world.browser();
    let old = again.post("/office/sign-in", &[("login", "grao1"), ("password", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.post("/office/sign-in", &[("login", "grao1"), ("password", chosen)]).await.status.is_redirection());
    assert!(browser.get("/office/settings").await.html().contains("ca-compact"));
    browser.post("/office/settings/density", &[("density", "comfortable")]).await;
    assert!(!browser.get("/office/settings").await.html().contains("ca-compact"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_token_changes_nothing() {
    let world = World::new();
    let mut browser = world.signed_in("grao1").await;
    let receipt = world.sample();
    let task = world.task(receipt.case_id).to_string();
    let answer = browser.post_plain("/office/queue/claim", &[("one", &task)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!world.facts(receipt.case_id).iter().any(|kind| kind == "TaskClaimed"));
}

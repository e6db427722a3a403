//! The official section: correcting, adding, receiving, rating, withdrawing.

use axum::http::StatusCode;
use serde_json::json;
use services::kit::DecisionKind;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_is_opened_again_by_number_and_code() {
    let world = World::new();
    let mut browser = world.visitor();
    let receipt = browser.file_address_certificate().await;
    let page = browser.get(&receipt).await.ok();
    let access = page.html().split_once("id=\"access-code\">").unwrap().1.split('<').next().unwrap().to_owned();
    let rnu = page.html().split_once("id=\"panel-code\">").unwrap().1.split('<').next().unwrap().to_owned();
    let case = World::case_of(&receipt);
    world.at("2026-04-20T12:30:00");
    let sign_in = browser.get(&format!("/case/{case}/documents")).await.to("/case?next=");
    let form = browser.get(&sign_in).await.ok();
    let next = form.hidden("next");
    assert_eq!(next, format!("/case/{case}/documents"));
    let pairs = [("number", rnu.as_str()), ("access", access.as_str()), ("next", next.as_str())];
    browser.post("/case", &pairs).await.to(&next);
    browser.get(&next).await.ok().shows("Заявление");
    let elsewhere = [("number", rnu.as_str()), ("access", access.as_str()), ("next", "//evil.example/x")];
    browser.post("/case", &elsewhere).await.to("/case/");
    browser.post("/case-close", &[]).await.to("/");
    browser.get(&format!("/case/{case}")).await.to("/case?next=");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_keeps_everything_else() {
    let world = World::new();
    let mut browser = world.visitor();
    let receipt = browser.file_address_certificate().await;
    let case = World::case_of(&receipt);
    world.notice(case, &[], "Посочете точно институцията.");
    let home = format!("/case/{case}");
    let page = browser.get(&format!("{home}/correct")).await.ok();
    let token = page.hidden("form_token");
    let mut pairs = vec![
        ("form_token", token.as_str()),
        ("applicant.capacity", "self"),
        ("applicant.firstName", "Мария"),
        ("applicant.lastName", "Тестова"),
        ("applicant.identifier", "7501020018"),
        ("certificate.content", "current"),
        ("certificate.purpose", ""),
        ("applicant.email", "maria@example.bg"),
        ("applicant.address", "2780 Белица, ул. Първа 1"),
        ("act", "send"),
    ];
    let missing = browser.post(&format!("{home}/correct"), &pairs).await.ok();
    missing.shows("Има проблем");
    pairs[6].1 = "пред Банка Пример";
    pairs.push(("declaration.truth", "true"));
    browser.post(&format!("{home}/correct"), &pairs).await.to(&home);
    browser.get(&home).await.ok().shows("Поправката е получена").shows("Проверяваме документите");
    let documents = browser.get(&format!("{home}/documents")).await.ok();
    documents.shows("Указания");
    // A second click changes nothing and says so.
    assert_eq!(browser.get(&format!("{home}/correct")).await.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_is_opened_verified_and_the_service_rated_once() {
    let world = World::new();
    let mut browser = world.visitor();
    let receipt = browser.file_address_certificate().await;
    let case = World::case_of(&receipt);
    let home = format!("/case/{case}");
    browser.get(&format!("{home}/result")).await.shows("Резултатът още не е готов");
    world.finish(case, "regularity", json!({ "regularity": "regular" }));
    world.pay(case);
    world.finish(case, "work", json!({ "workOutcome": "done" }));
    world.decide(case, DecisionKind::Grant);
    browser.get(&home).await.ok().shows("Има издаден документ за Вас");
    browser.get(&format!("{home}/result.pdf")).await.to(&format!("{home}/result"));
    let page = browser.get(&format!("{home}/result")).await.ok();
    page.shows("Когато отворите документа, той се смята за връчен");
    let verify = page.html().split_once("href=\"/v/").unwrap().1.split('"').next().unwrap().to_owned();
    browser.post(&format!("{home}/result"), &[]).await.to(&format!("{home}/result.pdf"));
    let pdf = browser.get(&format!("{home}/result.pdf")).await.ok();
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    browser.get(&home).await.ok().shows("Приключено");
    let mut anybody = world.visitor();
    anybody.get(&format!("/V/{verify}")).await.ok().shows("Документът е издаден и действа").shows("SHA-256");
    assert_eq!(anybody.get("/v/0123456789ABCDEFGHJKMNPQ").await.status, StatusCode::NOT_FOUND);

    let page = browser.get(&format!("{home}/rate")).await.ok();
    let token = page.hidden("form_token");
    browser.post(&format!("{home}/rate"), &[("form_token", &token)]).await.ok().shows("Изберете оценка");
    browser
        .post(&format!("{home}/rate"), &[("form_token", &token), ("score", "5"), ("reasons", "speed"), ("comment", "<b>добре</b>")])
        .await
        .to(&home);
    let rated = browser.get(&format!("{home}/rate")).await.ok();
    rated.shows("5 от 5");
    assert!(!rated.html().contains("<b>добре"));
    let second = browser.get(&format!("{home}/rate")).await.ok();
    assert!(!second.html().contains("name=\"score\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_and_messages_enter_the_case_and_a_withdrawal_ends_it() {
    let world = World::new();
    let mut browser = world.visitor();
    let receipt = browser.file_address_certificate().await;
    let case = World::case_of(&receipt);
    let home = format!("/case/{case}");
    let form = browser.get(&format!("{home}/add")).await.ok();
    let token = form.hidden("form_token");
    browser.upload(&format!("{home}/add"), &[("form_token", &token)], &[]).await.ok().shows("Изберете файл");
    let file: [(&str, &str, &[u8]); 1] = [("file", "пълномощно.pdf", b"%PDF-1.7\nx")];
    for _ in 0..2 {
        browser.upload(&format!("{home}/add"), &[("form_token", &token), ("title", "Пълномощно")], &file).await.to(&home);
    }
    let list = browser.get(&format!("{home}/documents")).await.ok();
    assert_eq!(list.html().matches("Пълномощно</a>").count(), 1, "a second click adds nothing");
    let before = list.html().split_once("Пълномощно</a>").unwrap().0;
    let href = before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let sent = browser.get(&href).await.ok();
    assert!(sent.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));

    let form = browser.get(&format!("{home}/messages")).await.ok();
    let token = form.hidden("form_token");
    browser.post(&format!("{home}/messages"), &[("form_token", &token), ("text", "Кога ще е готово?")]).await.to(&home);
    browser.get(&format!("{home}/messages")).await.ok().shows("Кога ще е готово?");

    let form = browser.get(&format!("{home}/withdraw")).await.ok();
    let token = form.hidden("form_token");
    browser.post(&format!("{home}/withdraw"), &[("form_token", &token)]).await.ok().shows("Отбележете, че искате");
    browser.post(&format!("{home}/withdraw"), &[("form_token", &token), ("sure", "yes")]).await.to(&home);
    browser.get(&home).await.ok().shows("Прекратено");
    assert_eq!(browser.get(&format!("{home}/withdraw")).await.status, StatusCode::CONFLICT);
    assert_eq!(browser.get(&format!("{home}/add")).await.status, StatusCode::CONFLICT);
}

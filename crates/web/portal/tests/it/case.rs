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
async fn a_notice_in_free_words_lets_the_applicant_choose_what_to_change() {
    let world = World::new();
    let mut browser = world.visitor();
    let receipt = browser.file_address_certificate().await;
    let case = World::case_of(&receipt);
    world.notice(case, &[], "Посочете точно институцията.");
    let home = format!("/case/{case}");
    let correct = format!("{home}/correct");
    let page = browser.get(&correct).await.ok();
    page.shows("Посочете точно институцията.").shows("Отговорите в заявлението").shows("Мария");
    assert!(!page.html().contains("name=\"applicant.firstName\""), "the whole form stands open");

    browser.post(&correct, &[("reply", ""), ("act", "check")]).await.ok().shows("Напишете отговор, приложете документ");
    assert_eq!(browser.get(&format!("{correct}/check")).await.to(&correct), correct, "there is nothing to look at yet");

    let change = page.html().split_once("certificate.purpose\"").unwrap().0.rsplit_once("value=\"").unwrap().1.to_owned();
    let value = format!("{change}certificate.purpose");
    let address = browser.post(&correct, &[("reply", "Поправям целта."), ("change", &value)]).await.to(&correct);
    let answers = address.split('#').next().unwrap().to_owned();
    browser.get(&answers).await.ok().shows("Поправка на заявлението");
    let name = format!("{correct}/answers/pageName");
    let nameless = [("applicant.firstName", ""), ("applicant.lastName", "Тестова"), ("act", "save")];
    browser.post(&name, &nameless).await.ok().shows("Има проблем");
    browser.get(&correct).await.ok().shows("няма отговор");
    browser.post(&correct, &[("reply", "Поправям целта."), ("act", "check")]).await.ok().shows("Има проблем");
    let named = [("applicant.firstName", "Мария"), ("applicant.lastName", "Тестова"), ("act", "save")];
    assert_eq!(browser.post(&name, &named).await.to(&correct), correct);
    let pairs = [("certificate.content", "current"), ("certificate.purpose", "пред Банка Пример"), ("act", "save")];
    assert_eq!(browser.post(&answers, &pairs).await.to(&correct), correct);
    browser.get(&correct).await.ok().shows("променено").shows("Поправям целта.");

    let files: [(&str, &str, &[u8]); 1] = [("reply_files", "писмо.pdf", b"%PDF-1.7\nx")];
    browser.upload(&correct, &[("reply", "Поправям целта."), ("act", "upload")], &files).await.to(&correct);
    let disguised: [(&str, &str, &[u8]); 1] = [("reply_files", "лошо.pdf", b"MZ\x90\0\0")];
    browser.upload(&correct, &[("reply", "Поправям целта."), ("act", "check")], &disguised).await.ok().shows("лошо.pdf");
    let check = browser.post(&correct, &[("reply", "Поправям целта."), ("act", "check")]).await.to(&format!("{correct}/check"));
    let look = browser.get(&check).await.ok();
    look.shows("пред банка").shows("пред Банка Пример").shows("Поправям целта.").shows("писмо.pdf");
    let token = look.hidden("form_token");
    for _ in 0..2 {
        browser.post(&check, &[("form_token", &token)]).await.to(&home);
    }
    browser.get(&home).await.ok().shows("Проверяваме документите");
    let documents = browser.get(&format!("{home}/documents")).await.ok();
    documents.shows("Указания");
    assert_eq!(documents.html().matches("писмо.pdf</a>").count(), 1, "a second click adds nothing");
    browser.get(&format!("{home}/messages")).await.ok().shows("Поправям целта.");
    assert_eq!(browser.get(&correct).await.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_names_an_answer_opens_that_answer_only() {
    let world = World::new();
    let mut browser = world.visitor();
    let receipt = browser.file_address_certificate().await;
    let case = World::case_of(&receipt);
    world.notice(case, &["wrong-identifier"], "");
    let home = format!("/case/{case}");
    let correct = format!("{home}/correct");
    let page = browser.get(&correct).await.ok();
    assert!(page.html().contains("name=\"applicant.identifier\"") && !page.html().contains("name=\"applicant.firstName\""));
    assert_eq!(browser.get(&format!("{correct}/answers/pageName")).await.status, StatusCode::NOT_FOUND, "what is not named stays");
    let wrong = [("applicant.identifier", "7501020011"), ("applicant.firstName", "Друга"), ("act", "check")];
    browser.post(&correct, &wrong).await.ok().shows("Има проблем");
    let right = [("applicant.identifier", "6401200884"), ("applicant.firstName", "Друга"), ("act", "check")];
    let check = browser.post(&correct, &right).await.to(&format!("{correct}/check"));
    let look = browser.get(&check).await.ok();
    assert!(look.text().contains("6401200884") && !look.text().contains("Друга"));
    browser.post(&check, &[("form_token", &look.hidden("form_token"))]).await.to(&home);
    browser.get(&home).await.ok().shows("Поправката е получена");
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

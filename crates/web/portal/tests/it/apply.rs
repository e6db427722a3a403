//! From the first answer to the receipt.

use axum::http::StatusCode;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_filed_once_and_followed_by_code() {
    let world = World::new();
    let mut browser = world.visitor();
    let draft = browser.address_certificate().await;
    let review = browser.get(&format!("{draft}/review")).await.ok();
    review.shows("Мария").shows("пред банка").shows("Промени").shows("Подай заявлението");
    let token = review.hidden("form_token");
    let receipt = browser.post(&format!("{draft}/submit"), &[("form_token", &token)]).await.to("/receipt/");
    let again = browser.post(&format!("{draft}/submit"), &[("form_token", &token)]).await.to("/receipt/");
    assert_eq!(receipt, again);
    let other_token = browser.get("/contact").await;
    drop(other_token);
    assert_eq!(browser.get(&draft).await.to("/receipt/"), receipt);

    let page = browser.get(&receipt).await.ok();
    page.shows("Заявлението е подадено").shows("BG").shows("Код за справка").shows("Код за достъп").shows("до 27.04.2026 г., включително");
    assert!(page.html().contains("<svg"), "the QR code is drawn");
    for file in ["slip.pdf", "receipt.pdf"] {
        let pdf = browser.get(&format!("{receipt}/{file}")).await.ok();
        assert!(pdf.bytes.starts_with(b"%PDF-"), "{file}");
    }

    let code = between(page.html(), "id=\"status-code\">", "<");
    let access = between(page.html(), "id=\"access-code\">", "<");
    let rnu = between(page.html(), "id=\"panel-code\">", "<");
    let mut stranger = world.visitor();
    assert!(stranger.get(&receipt).await.to("/case?next=").contains("receipt"));
    stranger.post("/status", &[("code", "000000000")]).await.ok().shows("Няма заявление с този код");
    let status = stranger.post("/status", &[("code", &code.replace('-', " "))]).await.to("/t/");
    stranger.get(&status).await.ok().shows("Проверяваме документите").shows("Остават").shows("Етапи");
    stranger.get(&status.to_uppercase()).await.ok();
    // The page is kept for the next one who asks, but not what is the visitor's own, and not what an address brings along.
    stranger.get(&format!("{status}?x=planted")).await.ok();
    let (one, other) = (world.visitor().get(&status).await.ok(), world.visitor().get(&status).await.ok());
    let token = |html: &str| between(html, "name=\"csrf\" value=\"", "\"");
    assert!(token(one.html()).len() > 20 && token(one.html()) != token(other.html()));
    assert!(!one.html().contains("planted"));
    stranger.get(&format!("{status}/term")).await.ok().shows("Ден по ден").shows("Последен ден");
    stranger
        .post("/inquiry", &[("number", &rnu), ("code", &code)])
        .await
        .ok()
        .shows("Регистрирано с входящ номер")
        .shows("Изтеглете разписка");
    stranger.post("/inquiry", &[("number", &rnu), ("code", "000000000")]).await.ok().shows("Няма услуга с този номер и този код");

    let wrong = stranger.post("/case", &[("number", &rnu), ("access", "AAAA-AAAA-AAAA")]).await.ok();
    wrong.shows("Няма преписка с този номер и този код");
    let home = stranger.post("/case", &[("number", &rnu), ("access", &access.to_lowercase())]).await.to("/case/");
    stranger.get(&home).await.ok().shows("Мария Тестова").shows("Документи").shows("Оттегли заявлението");
}

fn between(html: &str, from: &str, to: &str) -> String {
    html.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_mistakes_keeps_what_was_typed() {
    let world = World::new();
    let mut browser = world.visitor();
    let page = browser.post("/services/address-certificate/start", &[("act", "continue")]).await.ok();
    page.shows("Има проблем");
    assert!(page.html().contains("<title>Грешка: "));
    let drafts = browser.get("/drafts").await.ok();
    drafts.shows("Запазено на");
    let first =
        browser.post("/services/address-certificate/start", &[("applicant.capacity", "self"), ("act", "continue")]).await.to("/apply/");
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    let wrong = browser.post(&format!("{draft}/pageIdentifier"), &[("applicant.identifier", "7501020011")]).await.ok();
    assert!(wrong.html().contains("value=\"7501020011\""));
    let again = browser.get(&format!("{draft}/pageIdentifier")).await.ok();
    assert!(again.html().contains("value=\"7501020011\""));
    let saved = browser.post(&format!("{draft}/pageName/autosave"), &[("applicant.firstName", "Мар")]).await.ok();
    assert_eq!(saved.headers["content-type"], "text/plain; charset=utf-8");
    assert!(browser.get(&format!("{draft}/pageName")).await.ok().html().contains("value=\"Мар\""));
    let review = browser.get(&format!("{draft}/review")).await.ok();
    review.shows("Още не всичко е попълнено");
    let token = review.hidden("form_token");
    browser.post(&format!("{draft}/submit"), &[("form_token", &token)]).await.ok().shows("Има проблем");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_added_and_removed_without_scripts() {
    let world = World::new();
    let mut browser = world.visitor();
    let first =
        browser.post("/services/address-certificate/start", &[("applicant.capacity", "child"), ("act", "continue")]).await.to("/apply/");
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    let page = browser.get(&format!("{draft}/pageChildren")).await.ok();
    page.shows("Добавете дете");
    browser.post(&format!("{draft}/pageChildren"), &[("children[0].name", "Първо"), ("add:children", "1")]).await.to(&draft);
    let two = browser.get(&format!("{draft}/pageChildren")).await.ok();
    assert!(two.html().contains("children[1].name"));
    browser
        .post(
            &format!("{draft}/pageChildren"),
            &[("children[0].name", "Първо"), ("children[1].name", "Второ"), ("remove:children[0]", "1")],
        )
        .await
        .to(&draft);
    let one = browser.get(&format!("{draft}/pageChildren")).await.ok();
    assert!(one.html().contains("value=\"Второ\"") && !one.html().contains("value=\"Първо\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_checked_kept_and_removed() {
    let world = World::new();
    let mut browser = world.visitor();
    let first = browser.post("/services/pavement-permit/start", &[("applicant.kind", "person"), ("act", "continue")]).await.to("/apply/");
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    let address = format!("{draft}/pageDocuments");
    let disguised = browser.upload(&address, &[("act", "continue")], &[("documents.scheme", "схема.pdf", b"MZ\x90\0\0")]).await.ok();
    disguised.shows("схема.pdf");
    assert!(disguised.html().contains("govuk-error-summary"));
    browser.upload(&address, &[("act", "upload")], &[("documents.scheme", "../схема.pdf", b"%PDF-1.7\n1 0 obj")]).await.to(&address);
    let page = browser.get(&address).await.ok();
    page.shows("схема.pdf");
    assert!(!page.html().contains("../"));
    browser.upload(&address, &[("remove:documents.scheme[0]", "1")], &[]).await.to(&address);
    assert!(!browser.get(&address).await.ok().text().contains("схема.pdf"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_opens_elsewhere_with_link_and_code_only() {
    let world = World::new();
    let mut browser = world.visitor();
    let first = browser.post("/services/address-certificate/start", &[("applicant.capacity", "self"), ("act", "exit")]).await.to("/apply/");
    let saved = browser.get(&first).await.ok();
    saved.shows("Заявлението е запазено");
    let code = between(saved.html(), "id=\"code\">", "<");
    let link = between(saved.html(), "id=\"link\">", "<");
    let link = link.strip_prefix("https://uslugi.example.bg").unwrap().to_owned();
    browser.post(&first, &[("email", "не е адрес")]).await.ok().shows("Въведете адрес на електронна поща");
    browser.post(&first, &[("email", "maria@example.bg")]).await.to("/apply/");

    let mut other = world.visitor();
    let draft = first.strip_suffix("/saved").unwrap();
    assert_eq!(other.get(draft).await.status, StatusCode::NOT_FOUND);
    other.get(&link).await.ok().shows("Код за продължаване");
    for _ in 0..5 {
        other.post(&link, &[("code", "AAAA-AAAA-AAAA")]).await.ok().shows("Няма заявление с тази връзка");
    }
    assert_eq!(other.post(&link, &[("code", &code)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    world.at("2026-04-20T11:00:00");
    let open = other.post(&link, &[("code", &code)]).await.to("/apply/");
    other.get(&open).await.ok();
    assert_eq!(browser.get(draft).await.status, StatusCode::NOT_FOUND, "the draft has moved to the other browser");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_an_answer_opens_is_shown_before_it_is_checked() {
    let world = World::new();
    let mut browser = world.visitor();
    let first = browser.post("/services/pavement-permit/start", &[("applicant.kind", "person"), ("act", "continue")]).await.to("/apply/");
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    let address = format!("{draft}/pageUse");
    let page = browser.get(&address).await.ok();
    let asked = page.html().split_once("name=\"asked\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    assert_eq!(asked, "use.purpose use.description");
    let pairs = [("asked", asked.as_str()), ("use.purpose", "tables"), ("use.description", "маси"), ("act", "continue")];
    let again = browser.post(&address, &pairs).await.to(&format!("{address}?opened=use"));
    let page = browser.get(again.split('#').next().unwrap()).await.ok();
    page.shows("Има още въпроси на тази страница").shows("Този въпрос се появи");
    assert!(!page.html().contains("govuk-error-message"), "an error at a question nobody has seen");
    let unfinished = [("asked", asked.as_str()), ("use.purpose", "tables"), ("use.description", ""), ("act", "continue")];
    let both = browser.post(&address, &unfinished).await.ok();
    assert_eq!(both.html().matches("govuk-error-message").count(), 1, "only the question that was seen is wrong");
    let part = browser.post(&format!("{address}/fields"), &[("use.purpose", "event")]).await.ok();
    assert!(!part.html().contains("use.object") && !part.html().contains("<html"));
    let part = browser.post(&format!("{address}/fields"), &[("use.purpose", "display")]).await.ok();
    assert!(part.html().contains("name=\"use.object\""));
    assert!(browser.get(&address).await.ok().html().contains("value=\"tables\" checked"), "reading the questions keeps nothing");
}

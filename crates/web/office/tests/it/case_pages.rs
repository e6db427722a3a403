//! The page of a case with its tabs, acts and prints.

use axum::http::StatusCode;
use cases::document::{AddDocument, StoredFile, document_add};
use kernel::actor::Actor;

use crate::world::World;

const TABS: [&str; 9] =
    ["", "/tasks", "/documents", "/application", "/messages", "/payments", "/terms", "/public", "/journal?show=technical"];

#[tokio::test(flavor = "multi_thread")]
async fn every_tab_opens_and_the_identifier_stays_masked() {
    let world = World::new();
    let receipt = world.sample();
    let mut browser = world.signed_in("grao1").await;
    for tab in TABS {
        let page = browser.get(&format!("/office/cases/{}{tab}", receipt.case_id)).await;
        assert_eq!(page.status, StatusCode::OK, "{tab}");
        let words = page.words();
        assert!(words.contains(&receipt.incoming_number) && words.contains("Удостоверение за постоянен адрес"), "{tab}: {words}");
        assert!(!words.contains("office-"), "{tab}: a text is missing: {words}");
        assert_eq!(page.html().matches("<h1").count(), 1, "{tab}");
        if tab != "/application" {
            assert!(!words.contains("8003310010"), "{tab}");
        }
    }
    let overview = browser.get(&format!("/office/cases/{}", receipt.case_id)).await.words();
    assert!(overview.contains("ЕГН ••••••0010"), "{overview}");
    assert!(
        overview.contains("Свободна е – можете да я вземете") && overview.contains("Удължи срока")
            || overview.contains("Спри производството")
    );
    let terms = browser.get(&format!("/office/cases/{}/terms", receipt.case_id)).await.words();
    assert!(terms.contains("7 календарни дни") && terms.contains("Не се брои: ден на събитието"), "{terms}");
    let route = browser.get(&format!("/office/cases/{}/tasks", receipt.case_id)).await.words();
    assert!(route.contains("Проверка за редовност") && route.contains("Предстои"), "{route}");
    let public = browser.get(&format!("/office/cases/{}/public", receipt.case_id)).await.words();
    assert!(public.contains("Проверяваме документите"), "{public}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identifier_is_shown_for_a_reason_only() {
    let world = World::new();
    let receipt = world.sample();
    let address = format!("/office/cases/{}/unmask", receipt.case_id);
    let mut browser = world.signed_in("grao1").await;
    let none = browser.post(&address, &[("reason", " ")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!none.words().contains("8003310010") && none.html().contains("href=\"#reason\""));
    let shown = browser.post(&address, &[("reason", "сверяване с личната карта")]).await;
    assert!(shown.words().contains("8003310010"));
    let journal = browser.get(&format!("/office/cases/{}/journal?show=access", receipt.case_id)).await.words();
    assert!(journal.contains("Показан е цял идентификатор") && journal.contains("сверяване с личната карта"), "{journal}");
    assert!(journal.contains("Дора Примерова"));
    let mut cashier = world.signed_in("oditor").await;
    assert_eq!(cashier.post(&address, &[("reason", "любопитство")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_people_are_saved_not_shown_and_new_ones_are_flagged() {
    let world = World::new();
    let receipt = world.sample();
    let blob = world.store.blob_put("<script>alert(1)</script>".as_bytes(), 0).await.unwrap();
    let ctx = world.ctx(Actor::Applicant(receipt.case_id));
    let file = StoredFile { sha256: blob.sha256, size: blob.size, mime: "text/html".to_owned(), name: "скан №1.html".to_owned() };
    let add = AddDocument { case_id: receipt.case_id, title: "Пълномощно".to_owned(), file, official: true };
    let document = world.store.write(move |tx| document_add(tx, &ctx, add)).await.unwrap();
    let mut browser = world.signed_in("grao1").await;
    let list = browser.get(&format!("/office/cases/{}/documents", receipt.case_id)).await.words();
    assert!(list.contains("Пълномощно") && list.contains("Заявителят е добавил нещо ново"), "{list}");
    let answer = browser.get(&format!("/office/cases/{}/documents/{document}", receipt.case_id)).await;
    assert!(answer.header("content-disposition").starts_with("attachment"));
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_ne!(answer.header("content-type"), "text/html");
    assert!(browser.get("/office/cases?view=unread").await.words().contains("Преписки 1"));
    browser.post(&format!("/office/cases/{}/seen", receipt.case_id), &[]).await;
    assert!(browser.get("/office/cases?view=unread").await.words().contains("Преписки 0"));
    let other = world.sample();
    assert_eq!(browser.get(&format!("/office/cases/{}/documents/{document}", other.case_id)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_leave_the_printer_with_a_line_in_the_journal() {
    let world = World::new();
    let receipt = world.sample();
    let at = |what: &str| format!("/office/cases/{}/{what}", receipt.case_id);
    let mut clerk = world.signed_in("grao1").await;
    assert_eq!(clerk.get(&at("slip.pdf")).await.status, StatusCode::FORBIDDEN);
    let cover = clerk.get(&at("cover.pdf")).await;
    assert!(cover.bytes.starts_with(b"%PDF"), "{}", cover.words());
    let mut desk = world.signed_in("gishe").await;
    for what in ["slip.pdf", "slip.pdf?paper=roll", "receipt.pdf"] {
        let print = desk.get(&at(what)).await;
        assert!(print.bytes.starts_with(b"%PDF"), "{what}: {}", print.words());
        assert_eq!(print.header("content-type"), "application/pdf");
    }
    assert_eq!(world.facts(receipt.case_id).iter().filter(|kind| *kind == "CodesReprinted").count(), 3);
    assert_eq!(desk.post(&at("codes"), &[("codes_reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(desk.post(&at("codes"), &[("codes_reason", "загубен талон")]).await.status.is_redirection());
    assert!(world.facts(receipt.case_id).iter().any(|kind| kind == "CodesReplaced"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_route_tells_who_did_what() {
    let world = World::new();
    let receipt = world.sample();
    let task = world.task(receipt.case_id);
    let ctx = world.as_staff("grao1");
    let outcome = serde_json::json!({ "regularity": "regular" });
    let finish = cases::task::Finish { outcome: outcome.as_object().unwrap().clone(), remarks: "всичко е налице".to_owned() };
    world.store.write(move |tx| cases::task::task_finish(tx, &ctx, task, finish)).await.unwrap();
    let mut browser = world.signed_in("grao2").await;
    let route = browser.get(&format!("/office/cases/{}/tasks", receipt.case_id)).await.words();
    assert!(route.contains("Проверка за редовност : редовно") || route.contains("Проверка за редовност: редовно"), "{route}");
    assert!(route.contains("Дора Примерова") && route.contains("всичко е налице"));
    let payments = browser.get(&format!("/office/cases/{}/payments", receipt.case_id)).await.words();
    assert!(payments.contains("Дължи се: 3,00\u{a0}€") || payments.contains("3,00"), "{payments}");
    let journal = browser.get(&format!("/office/cases/{}/journal", receipt.case_id)).await.words();
    assert!(journal.contains("Задачата е изпълнена Проверка за редовност: редовно"), "{journal}");
    let mut desk = world.signed_in("gishe").await;
    let page = desk.get(&format!("/office/cases/{}", receipt.case_id)).await;
    assert!(page.html().contains("/acts/pay") && !page.html().contains("/acts/suspend"));
}

//! Pages anybody may open.

use axum::http::StatusCode;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_have_one_heading_a_title_and_no_code_of_their_own() {
    let world = World::new();
    let mut browser = world.visitor();
    let addresses = [
        "/",
        "/services",
        "/services?q=адрес",
        "/services?q=zzzzqq",
        "/services?event=death",
        "/services?event=unheard-of",
        "/services/address-certificate",
        "/services/pavement-permit/check",
        "/services/address-certificate/start",
        "/status",
        "/inquiry",
        "/verify",
        "/proof",
        "/case",
        "/drafts",
        "/statistics",
        "/accessibility",
        "/privacy",
        "/terms",
        "/help",
        "/contact",
    ];
    for language in ["bg", "en"] {
        for address in addresses {
            let join = if address.contains('?') { '&' } else { '?' };
            let encoded = address.replace("адрес", "%D0%B0%D0%B4%D1%80%D0%B5%D1%81");
            let page = browser.get(&format!("{encoded}{join}lang={language}")).await.ok();
            let html = page.html();
            assert_eq!(html.matches("<h1").count(), 1, "{address} in {language}");
            assert!(html.contains(&format!("<html lang=\"{language}\"")), "{address}");
            assert!(!html.contains("<script>") && !html.contains("style=\"") && !html.contains("onclick"), "{address}");
            assert!(
                !html.contains("portal-") || !page.text().contains("portal-"),
                "a text is missing on {address} in {language}: {}",
                page.text()
            );
            assert!(!page.text().contains("shell-"), "a text is missing on {address}: {}", page.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_receipts_brings_everything_and_may_send_nothing() {
    let world = World::new();
    let page = world.visitor().get("/proof").await.ok();
    let html = page.html();
    for script in ["proof-crypto.js", "proof.js", "proof-page.js"] {
        assert!(html.contains(&format!("<script defer src=\"{}\"></script>", web::assets::url(script))), "{script}");
    }
    for status in ejournal::Nomenclature::shipped().statuses() {
        assert!(html.contains(&format!("data-word=\"status-{}\"", status.id)), "{}", status.id);
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'none'") && !policy.contains("connect-src") && policy.contains("default-src 'none'"), "{policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_forgives_endings_layout_and_alphabet() {
    let world = World::new();
    let mut browser = world.visitor();
    for query in ["удостоверения за адреси", "adresi", "жалба нищо", "тротоар"] {
        let page = browser.get(&format!("/services?q={}", web::visit::query_value(query))).await.ok();
        match query {
            "тротоар" => page.shows("тротоар"),
            "жалба нищо" => page.shows("Няма услуга"),
            _ => page.shows("постоянен адрес"),
        };
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_says_term_fee_and_date() {
    let world = World::new();
    let page = world.visitor().get("/services/address-certificate").await.ok();
    page.shows("Започнете")
        .shows("Кой може да заяви")
        .shows("Какво проверяваме служебно")
        .shows("Обикновена")
        .shows("включително")
        .shows("Правно основание");
    let paper = world.visitor().get("/services/address-certificate/paper.pdf").await.ok();
    assert!(paper.bytes.starts_with(b"%PDF-"));
    assert_eq!(world.visitor().get("/services/no-such").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_rules_the_service_out_has_a_way_on() {
    let world = World::new();
    let mut browser = world.visitor();
    browser.get("/services/pavement-permit/check?answered=1").await.ok().shows("Има проблем");
    let exit = browser.get("/services/pavement-permit/check?answered=1&question-1=no&question-2=no").await.ok();
    exit.shows("Тази услуга не е за Вашия случай").shows("Променете отговора");
    browser.get("/services/pavement-permit/check?answered=1&question-1=yes&question-2=no").await.to("/services/pavement-permit/start");
}

#[test]
fn every_event_of_life_has_a_name_in_both_languages() {
    for language in [web::Language::Bulgarian, web::Language::English] {
        for (word, _) in services::kit::LifeEvent::WORDS {
            assert!(web::Texts::new(language).find(&format!("portal-life-{word}")).is_some(), "{word}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_puts_the_services_people_ask_for_first() {
    let world = World::new();
    let mut browser = world.visitor();
    let names = |html: &str| -> Vec<String> {
        html.split("ca-card__link\" href=\"/services/").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let before = names(browser.get("/").await.ok().html());
    let last = before.iter().position(|code| code == "address-certificate").unwrap();
    assert!(last > 0, "the test needs a service that is not first by name");
    browser.file_address_certificate().await;
    let page = browser.get("/").await.ok();
    assert_eq!(names(page.html())[0], "address-certificate");
    page.shows("Житейски събития").shows("Смърт в семейството");
    let found = browser.get("/services?event=death").await.ok();
    found.shows("Удостоверение за наследници");
    assert!(!found.text().contains("Удостоверение за постоянен адрес"));
}

//! Serves the test administration for looking at its pages: `GISHE_PREVIEW=127.0.0.1:8099 cargo test -p portal preview -- --ignored`.

use crate::world::World;
use serde_json::json;
use services::kit::DecisionKind;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "serves until it is stopped"]
async fn preview() {
    let Ok(address) = std::env::var("GISHE_PREVIEW") else { return };
    let world = World::at_address(&format!("http://{address}"));
    let mut addresses = Vec::new();
    for stage in ["filed", "correct", "ready"] {
        let mut browser = world.visitor();
        let receipt = browser.file_address_certificate().await;
        let case = World::case_of(&receipt);
        match stage {
            "correct" => world.notice(case, &["no-attorney"], "Посочете пред коя институция ще послужи удостоверението."),
            "ready" => {
                world.finish(case, "regularity", json!({ "regularity": "regular" }));
                world.pay(case);
                world.finish(case, "work", json!({ "workOutcome": "done" }));
                world.decide(case, DecisionKind::Grant);
            }
            _ => {}
        }
        addresses.push((stage, receipt, browser.cookies.clone()));
    }
    let mut browser = world.visitor();
    let draft = browser.address_certificate().await;
    addresses.push(("draft", draft, browser.cookies.clone()));
    let mut browser = world.visitor();
    let first = browser.post("/services/pavement-permit/start", &[("applicant.kind", "company"), ("act", "continue")]).await.to("/apply/");
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    let scheme: [(&str, &str, &[u8]); 1] = [("documents.scheme", "схема.pdf", b"%PDF-1.7\nx")];
    browser.upload(&format!("{draft}/pageDocuments"), &[("act", "upload")], &scheme).await;
    addresses.push(("pavement", draft, browser.cookies.clone()));
    let mut browser = world.visitor();
    let first =
        browser.post("/services/heirs-certificate/start", &[("applicant.capacity", "heir"), ("act", "continue")]).await.to("/apply/");
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    browser
        .post(&format!("{draft}/pageHeirs"), &[("heirs[0].name", "Първи Наследник"), ("heirs[0].alive", "dead"), ("add:heirs", "1")])
        .await;
    addresses.push(("heirs", draft, browser.cookies.clone()));
    for (stage, receipt, cookies) in &addresses {
        println!("{}", json!({ "stage": stage, "receipt": receipt, "cookies": cookies }));
    }
    let listener = tokio::net::TcpListener::bind(&address).await.unwrap();
    axum::serve(listener, world.router.clone().into_make_service()).await.unwrap();
}

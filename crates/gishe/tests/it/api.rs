//! The API as another system meets it: one number through all systems.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use gishe::runtime::Installation;
use gishe::{demo, server};
use kernel::clock::SystemClock;
use kernel::random::SeededRandom;
use serde_json::{Value as Json, json};
use store::Options;
use tower::ServiceExt;

async fn file(router: &axum::Router, key: &str, number: &str) -> (StatusCode, Json) {
    let mut application: Json = serde_json::from_str(&crate::crash::application()).unwrap();
    application["reference_number"] = json!(number);
    let request = Request::post("/api/v1/applications")
        .header(header::HOST, "primerna.example")
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key)
        .body(Body::from(application.to_string()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_keeps_the_number_it_brings_along() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, router) = tokio::task::block_in_place(|| {
        let options = Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) };
        let installation = Installation::open_with(&options, Arc::new(SystemClock), Arc::new(SeededRandom::new(8))).unwrap();
        demo::prepare(&installation, "").unwrap();
        let (store, documents) = (installation.store.clone(), installation.documents.clone());
        let (clock, random, key) = (installation.clock.clone(), installation.random.clone(), installation.key.clone());
        let app = web::App::open(store, documents, clock, random, key, web::Config::new("http://primerna.example")).unwrap();
        (installation, server::router(&app))
    });
    let (status, receipt) = file(&router, "number-0001", " BGES1a2B3c4 ").await;
    assert_eq!((status, &receipt["reference_number"]), (StatusCode::CREATED, &json!("BGES1a2B3c4")), "{receipt}");
    let (status, again) = file(&router, "number-0001", "BGES1a2B3c4").await;
    assert_eq!((status, &again["case_id"]), (StatusCode::CREATED, &receipt["case_id"]), "the same call is answered with the same case");
    let (status, second) = file(&router, "number-0002", "BGES1a2B3c4").await;
    assert_eq!((status, &second["code"]), (StatusCode::CONFLICT, &json!("CASE-0018")), "{second}");
    // What looks like our own number and is none is a mistake of writing.
    let (status, wrong) = file(&router, "number-0003", "BG25073-XSNJFV-01-0007-C0").await;
    assert_eq!((status, &wrong["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("reference_number")), "{wrong}");
    let (status, issued) = file(&router, "number-0004", "").await;
    assert!(status == StatusCode::CREATED && issued["reference_number"].as_str().unwrap().starts_with("BG"), "{issued}");
    tokio::task::block_in_place(|| installation.store.close());
}

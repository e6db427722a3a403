//! An ordinary installation publishes over what it reports itself: figures equal a naive recount, files say the same, the page shows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::rating::service_rate;
use ejournal::Nomenclature;
use ejournal::publication::{self, Publisher, Question};
use ejournal::statistics::Period;
use gishe::runtime::Installation;
use gishe::{demo, publication as publisher, sample, server, worker};
use kernel::actor::Actor;
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::ctx::Ctx;
use kernel::random::SeededRandom;
use serde_json::Value as Json;
use store::Options;
use tower::ServiceExt;

use crate::walk::submit;

const QUARTER: Period = Period::Quarter(2026, 2);
const SERVICES: usize = 12;

async fn ask(router: &axum::Router, address: &str) -> (StatusCode, Vec<u8>) {
    let request = Request::builder().uri(address).header(header::HOST, "primerna.example").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    (status, axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec())
}

async fn page(router: &axum::Router, address: &str) -> String {
    let (status, body) = ask(router, address).await;
    assert_eq!(status, StatusCode::OK, "{address}");
    String::from_utf8(body).unwrap()
}

/// How often each status was reported, counted by hand.
fn naive(installation: &Installation) -> BTreeMap<String, i64> {
    let read = |tx: &store::Tx<'_>| tx.query("SELECT payload FROM case_report WHERE administration_id = 1", &[], |row| row.get::<Json>(0));
    let mut counts = BTreeMap::new();
    for report in installation.store.read_blocking(read).unwrap() {
        *counts.entry(report["status"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    counts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quarter_of_an_administration_is_published_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(VirtualClock::new(sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0))));
    let (installation, router) = tokio::task::block_in_place(|| {
        let options = Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) };
        let installation = Installation::open_with(&options, clock.clone(), Arc::new(SeededRandom::new(5))).unwrap();
        demo::prepare(&installation, "").unwrap();
        let ctx = sample::system(&installation, "");
        for number in 0..SERVICES {
            let case = submit(&installation, &ctx, "Примерова").case_id;
            let rating = Ctx { actor: Actor::Applicant(case), ..ctx.clone() };
            let score = if number < 6 { 5 } else { 4 };
            let rate = move |tx: &mut store::Tx<'_>| service_rate(tx, &rating, case, score, &[], "");
            installation.store.write_blocking(rate).unwrap();
        }
        worker::drain(&installation, "").unwrap();
        let (store, documents) = (installation.store.clone(), installation.documents.clone());
        let (clock, random, key) = (installation.clock.clone(), installation.random.clone(), installation.key.clone());
        let app = web::App::open(store, documents, clock, random, key, web::Config::new("http://primerna.example")).unwrap();
        (installation, server::router(&app))
    });
    assert!(page(&router, "/statistics").await.contains("Още няма публикувана статистика"));
    let at = |month, day| clock.set(sofia_instant(jiff::civil::date(2026, month, day).at(10, 0, 0, 0)));
    let eik = "999999995".parse().unwrap();
    let own = Publisher::Administration(eik);
    let round = || tokio::task::block_in_place(|| publisher::round(&installation, false).unwrap());
    at(7, 14);
    round();
    assert!(!installation.store.read_blocking(|tx| publication::is_published(tx, &own, QUARTER)).unwrap(), "two weeks are not over");
    at(7, 15);
    round();
    assert!(installation.store.read_blocking(|tx| publication::is_published(tx, &own, QUARTER)).unwrap());

    let naive = naive(&installation);
    assert_eq!(naive["intake.registered"], SERVICES as i64);
    let read = |by_service: bool| {
        let asked = Question { by_service, by_administration: true, figure: Some("status".to_owned()), ..Question::of(QUARTER) };
        installation.store.read_blocking(|tx| publication::lines(tx, &own, &asked)).unwrap().unwrap()
    };
    for by_service in [false, true] {
        let told: BTreeMap<String, Option<i64>> =
            read(by_service).into_iter().map(|line| (line.detail.unwrap_or_default(), line.value)).collect();
        let phased = |code: &str| Nomenclature::shipped().statuses().iter().any(|one| one.code.as_str() == code && one.phase.is_some());
        let expected: BTreeMap<String, Option<i64>> =
            naive.iter().filter(|(code, _)| phased(code)).map(|(code, count)| (code.clone(), Some(*count))).collect();
        assert_eq!(told, expected);
    }
    let asked = Question { by_service: true, by_administration: true, figure: Some("ratings".to_owned()), ..Question::of(QUARTER) };
    let ratings = installation.store.read_blocking(|tx| publication::lines(tx, &own, &asked)).unwrap().unwrap();
    let ratings: Vec<_> = ratings.iter().map(|line| (line.service.as_deref(), line.detail.as_deref().unwrap(), line.value)).collect();
    let number = read(true)[0].service.clone();
    assert_eq!(ratings, [(number.as_deref(), "4", Some(6)), (number.as_deref(), "5", Some(6))]);
    let before = installation.store.read_blocking(|tx| publication::files(tx, &own, QUARTER)).unwrap();
    assert_eq!(before.len(), 4);
    round();
    assert_eq!(installation.store.read_blocking(|tx| publication::files(tx, &own, QUARTER)).unwrap(), before, "a period is published once");

    let shown = page(&router, "/statistics").await;
    for said in [
        "2 тримесечие на 2026 г.",
        "Подадени заявления",
        "<svg",
        "Средна оценка 4,5 от 5, дадени 12",
        "Какво значат числата",
        "Колко пъти през периода е достигнат",
    ] {
        assert!(shown.contains(said), "{said}");
    }
    assert!(shown.contains("href=\"/statistics\""), "the footer leads here");
    let number = read(true)[0].service.clone().unwrap();
    let english = page(&router, &format!("/statistics?period=2026-Q2&service={}&lang=en", web::visit::query_value(&number))).await;
    assert!(english.contains("Applications filed") && english.contains("How often the status") && !english.contains("portal-statistics-"));
    // What the address says wrongly is as if it said nothing.
    for address in ["/statistics?period=2019-Q9&service=%3Cscript%3E&page=x", "/statistics?administration=831648793&apage=-1"] {
        assert!(!page(&router, address).await.contains("<script>"), "{address}");
    }
    for file in &before {
        let (status, bytes) = ask(&router, &format!("/statistics/files/{}", file.name)).await;
        assert_eq!((status, bytes.len() as i64), (StatusCode::OK, file.size), "{}", file.name);
    }
    assert_eq!(ask(&router, "/statistics/files/services-2026-Q2.csv").await.0, StatusCode::NOT_FOUND);
    tokio::task::block_in_place(|| installation.store.close());
}

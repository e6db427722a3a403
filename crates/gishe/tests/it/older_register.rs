//! The older event register is told what it has a type for, once, in order, beside the journal and without it.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use ejournal::client;
use ejournal::legacy::{self, Candidate};
use gishe::config::{self, Config};
use gishe::older_register::OlderRegister;
use gishe::rounds::Rounds;
use jiff::SignedDuration;

use crate::reporting::Reporting;

const PROVIDER: &str = "2.16.100.1.1.999.1";
const SERVICE: &str = "2.16.100.1.1.1.1.13.1.2128";

/// A register that is out of order once and says of one message that it is wrong.
async fn register() -> (String, Arc<Mutex<Vec<Candidate>>>) {
    let told = Arc::<Mutex<Vec<Candidate>>>::default();
    let (hearing, calls) = (told.clone(), Arc::new(Mutex::new(0)));
    let answer = move |headers: HeaderMap, body: Bytes| {
        let mut calls = calls.lock().unwrap();
        *calls += 1;
        let status = match *calls {
            1 => StatusCode::SERVICE_UNAVAILABLE,
            3 => StatusCode::BAD_REQUEST,
            _ => StatusCode::ACCEPTED,
        };
        if status == StatusCode::ACCEPTED {
            assert_eq!(
                (&headers["content-type"], &headers["soapaction"]),
                (&"text/xml; charset=utf-8".parse().unwrap(), &"\"\"".parse().unwrap())
            );
            hearing.lock().unwrap().extend(legacy::read(&body, false).unwrap().candidates);
        }
        async move { status }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/auditLog/RegisterEventSOAPPort", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(answer)).await });
    (url, told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_older_register_hears_what_it_has_a_type_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = tokio::task::block_in_place(|| Reporting::new(&folder.path().join("town")));
    let (url, told) = register().await;
    let with = |services: &[(&str, &str)]| {
        let services = services.iter().map(|(number, oid)| ((*number).to_owned(), (*oid).to_owned())).collect();
        let older_register = Some(config::OlderRegister { url: url.clone(), services, ..Default::default() });
        Config { older_register, ..Config::default() }
    };
    let mut register = OlderRegister::configured(&town.installation, &with(&[("2128", SERVICE)])).unwrap().unwrap();
    let _before = tokio::task::block_in_place(|| town.file());
    assert!(!register.round().await.unwrap(), "what was reported before is not told");

    let (mut case, mut later) = (None, None);
    tokio::task::block_in_place(|| {
        case = Some(town.file());
        later = Some(town.file());
    });
    let place = |town: &Reporting| {
        let store = &town.installation.store;
        tokio::task::block_in_place(|| store.read_blocking(|tx| client::older_place(tx, gishe::sample::ADMINISTRATION))).unwrap().unwrap()
    };
    assert!(!register.round().await.unwrap(), "it is out of order");
    assert_eq!((place(&town).failures, place(&town).last_error.as_deref()), (1, Some("HTTP 503")));
    assert!(!register.round().await.unwrap(), "and left alone for a while");
    assert!(told.lock().unwrap().is_empty());
    town.clock.set(town.installation.clock.now() + SignedDuration::from_secs(60));
    while register.round().await.unwrap() {}
    let told = told.lock().unwrap().clone();
    assert!(told.iter().all(|one| (one.service_oid.as_str(), one.provider_oid.as_str()) == (SERVICE, PROVIDER)));
    assert!(told.windows(2).all(|pair| pair[0].number < pair[1].number), "in order, each once");
    // Of two cases what the register has a type for, less the one that it refused.
    let nomenclature = ejournal::Nomenclature::shipped();
    let mut expected = Vec::new();
    tokio::task::block_in_place(|| {
        for case in [case.unwrap(), later.unwrap()] {
            let reports = town.installation.store.read_blocking(|tx| client::reports_of(tx, gishe::sample::ADMINISTRATION, case)).unwrap();
            let has_type = |status: &str| nomenclature.status(&status.parse().unwrap()).is_some_and(|entry| !entry.older.is_empty());
            expected.extend(reports.into_iter().filter(|report| has_type(&report.status)).map(|report| report.sourceseq.unwrap() as i64));
        }
    });
    assert!(expected.len() > 1);
    expected.remove(1);
    assert_eq!(told.iter().map(|one| one.number.unwrap()).collect::<Vec<_>>(), expected);
    assert_eq!((place(&town).failures, place(&town).passed), (0, 1));

    // A service without an identifier is passed over, and the doctor sees it.
    tokio::task::block_in_place(|| town.file());
    let mut register = OlderRegister::configured(&town.installation, &with(&[])).unwrap().unwrap();
    while register.round().await.unwrap() {}
    assert!(place(&town).passed > 1);
    let findings = tokio::task::block_in_place(|| {
        let witnesses = gishe::witnesses::Witnesses::configured(&Config::default()).unwrap();
        gishe::doctor::look_at_logs(&town.installation.store, &witnesses, &with(&[]), town.installation.clock.now())
    });
    assert!(findings.unwrap().iter().any(|finding| finding.check == "older-register" && !finding.ok));
    tokio::task::block_in_place(|| town.installation.store.close());
}

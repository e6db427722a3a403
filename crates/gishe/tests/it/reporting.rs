//! One installation reports, another is the journal: events arrive once, in their order, as they were signed – whenever the journal is there.

use std::path::Path;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ejournal::client::{self, Due, State};
use ejournal::publication::{self, Publisher, Question};
use ejournal::statistics::Period;
use gishe::codes::CodeTeller;
use gishe::config::Config;
use gishe::logs::{Keeper, Seat};
use gishe::rounds::Rounds;
use gishe::runtime::Installation;
use gishe::sender::Sender;
use gishe::witnesses::Witnesses;
use gishe::{demo, journal_role, sample, worker};
use jiff::SignedDuration;
use kernel::clock::{Clock, VirtualClock, sofia_instant};
use kernel::ids::CaseId;
use kernel::random::SeededRandom;
use serde_json::Value as Json;
use store::log::{self, LogId, Payload, Writer};
use store::{Options, params};
use tlog::Kind;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::logs::gishe;
use crate::walk::submit;

/// As far as the journal looks into it, a certificate.
const CERTIFICATE: &[u8] = &[0x30, 0x03, 0x02, 0x01, 0x05];
const NOBODY: &str = "http://127.0.0.1:9/ejournal/v1";

pub struct Reporting {
    pub installation: Installation,
    pub clock: Arc<VirtualClock>,
    keeper: Keeper,
}

fn witnesses() -> Witnesses {
    Witnesses::configured(&Config::default()).unwrap()
}

impl Reporting {
    pub fn new(folder: &Path) -> Reporting {
        let clock = Arc::new(VirtualClock::new(sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0))));
        let random = Arc::new(SeededRandom::new(11));
        let installation = Installation::open_with(&Options::new(folder), clock.clone(), random).unwrap();
        demo::prepare(&installation, "").unwrap();
        let keeper = Keeper::new(installation.clone(), witnesses(), None);
        Reporting { installation, clock, keeper }
    }

    /// Files an application; its reports become events that stand in the log.
    pub fn file(&mut self) -> CaseId {
        let case = submit(&self.installation, &sample::system(&self.installation, ""), "Примерова").case_id;
        worker::drain(&self.installation, "").unwrap();
        self.keeper.round().unwrap();
        case
    }

    fn states(&self, case: CaseId) -> Vec<State> {
        let reports = self.installation.store.read_blocking(|tx| client::reports_of(tx, sample::ADMINISTRATION, case)).unwrap();
        reports.into_iter().map(|report| report.state).collect()
    }

    fn minute_passes(&self) {
        self.clock.set(self.installation.clock.now() + SignedDuration::from_secs(60));
    }

    /// How many of the reports of a case have a receipt.
    fn receipts(&self, case: CaseId) -> usize {
        let reports = self.installation.store.read_blocking(|tx| client::reports_of(tx, sample::ADMINISTRATION, case)).unwrap();
        reports.into_iter().filter(|report| report.has_receipt).count()
    }

    fn sender(&self, report_to: &str) -> Sender {
        self.sender_with_key(report_to, "")
    }

    fn sender_with_key(&self, report_to: &str, key: &str) -> Sender {
        Sender::configured(&self.installation, &config(report_to, key)).unwrap().unwrap()
    }
}

fn config(report_to: &str, key: &str) -> Config {
    Config { report_to: report_to.to_owned(), report_log_key: key.to_owned(), ..Config::default() }
}

/// The journal behind a proxy that knows everybody by the one certificate.
async fn journal(installation: &Installation) -> (String, watch::Receiver<Option<Writer>>, Keeper) {
    let config =
        Config { journal: "journal.example/log".to_owned(), journal_certificate_header: "client-cert".to_owned(), ..Config::default() };
    let (writer, known) = watch::channel(None);
    let routes = journal_role::routes(installation, &config, &witnesses(), known.clone()).await.unwrap();
    let certificate = HeaderValue::from_str(&format!(":{}:", STANDARD.encode(CERTIFICATE))).unwrap();
    let routes = routes.layer(from_fn(move |mut request: Request, next: Next| {
        request.headers_mut().insert("client-cert", certificate.clone());
        next.run(request)
    }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/ejournal/v1", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let seat = Seat { origin: config.journal, writer };
    (url, known, Keeper::new(installation.clone(), witnesses(), Some(seat)))
}

/// The events the journal has, as it received them.
fn received(installation: &Installation) -> Vec<Json> {
    let store = &installation.store;
    let size = store.read_blocking(|tx| log::state(tx, LogId::JOURNAL)).unwrap().head.size;
    let mut events = Vec::new();
    for index in 0..size {
        let read = store.read_blocking(|tx| -> store::Result<_> {
            Ok((log::entry(tx, LogId::JOURNAL, index)?, log::payload(tx, LogId::JOURNAL, index)?))
        });
        let (entry, payload) = read.unwrap();
        if tlog::Entry::parse(&entry).unwrap().kind == Kind::Status {
            let Payload::Present { opening, .. } = payload else { panic!("entry {index} has no payload") };
            events.push(serde_json::from_slice(&opening.payload).unwrap());
        }
    }
    events
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_one_installation_reports_another_receives() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let blocking = |work: &mut dyn FnMut()| tokio::task::block_in_place(work);
    let (mut reporting, mut first) = (None, None);
    blocking(&mut || {
        let mut new = Reporting::new(&folder.path().join("town"));
        first = Some(new.file());
        reporting = Some(new);
    });
    let (mut reporting, first) = (reporting.unwrap(), first.unwrap());
    assert!(reporting.states(first).len() > 1 && reporting.states(first).iter().all(|state| *state == State::Formed));

    // Without a journal that answers, everything stays due.
    let mut sender = reporting.sender(NOBODY);
    assert!(!sender.round().await.unwrap());
    assert!(reporting.states(first).iter().all(|state| *state == State::Formed));

    // The town says who it is; the operator lets it in.
    let told = gishe(&["journal", "identity", "--json", "--data", &at("town")]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Json = serde_json::from_slice(&told.stdout).unwrap();
    let of = |name: &str| told[0][name].as_str().unwrap().to_owned();
    let (source, key, eik) = (of("source"), of("key"), of("administration"));
    std::fs::write(at("town.der"), CERTIFICATE).unwrap();
    let admitted = [
        "journal",
        "admit",
        &source,
        "--number",
        "7",
        "--name",
        "Деловодна система",
        "--administration",
        &eik,
        "--certificate",
        &at("town.der"),
        "--key",
        &key,
        "--data",
        &at("journal"),
    ];
    std::fs::create_dir(at("journal")).unwrap();
    let admitted = gishe(&admitted);
    assert!(admitted.status.success(), "{}", String::from_utf8_lossy(&admitted.stderr));

    let central = tokio::task::block_in_place(|| Installation::open(&folder.path().join("journal"), 2)).unwrap();
    let (url, known, mut keeper) = journal(&central).await;
    let mut sender = reporting.sender(&url);
    // It is there but its log is not checked yet: it answers that it cannot, and the events wait.
    reporting.minute_passes();
    assert!(!sender.round().await.unwrap());
    blocking(&mut || keeper.round().map(drop).unwrap());
    assert!(known.borrow().is_some());

    reporting.minute_passes();
    assert!(sender.round().await.unwrap());
    assert!(!sender.round().await.unwrap(), "nothing is left");
    assert!(reporting.states(first).iter().all(|state| *state == State::Sent), "{:?}", reporting.states(first));
    let mut second = None;
    blocking(&mut || second = Some(reporting.file()));
    assert!(sender.round().await.unwrap());
    assert!(reporting.states(second.unwrap()).iter().all(|state| *state == State::Sent));

    // With the key of its log the receipts are asked for: of what the journal has, and of what is new. Another key proves nothing.
    let (first, second) = (first, second.unwrap());
    assert_eq!(reporting.receipts(first) + reporting.receipts(second), 0);
    let mut keys = Vec::new();
    blocking(&mut || {
        keeper.round().map(drop).unwrap();
        keys = central.store.read_blocking(|tx| log::keys(tx, LogId::JOURNAL)).unwrap();
    });
    let own = reporting.installation.store.read_blocking(|tx| log::keys(tx, LogId::of(sample::ADMINISTRATION))).unwrap();
    reporting.minute_passes();
    assert!(!reporting.sender_with_key(&url, &own[0].to_string()).round().await.unwrap());
    assert_eq!(reporting.receipts(first) + reporting.receipts(second), 0, "signed by another log");
    let mut third = None;
    blocking(&mut || third = Some(reporting.file()));
    let third = third.unwrap();
    (0..61).for_each(|_| reporting.minute_passes());
    let mut sender = reporting.sender_with_key(&url, &keys[0].to_string());
    let publishing = async {
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        tokio::task::block_in_place(|| keeper.round().map(drop).unwrap());
    };
    let (sent, ()) = tokio::join!(sender.round(), publishing);
    assert!(sent.unwrap());
    for case in [first, second, third] {
        assert_eq!(reporting.receipts(case), reporting.states(case).len());
        let reports = reporting.installation.store.read_blocking(|tx| client::reports_of(tx, sample::ADMINISTRATION, case)).unwrap();
        let receipt = reporting.installation.store.read_blocking(|tx| client::receipt_of(tx, sample::ADMINISTRATION, reports[0].id));
        let receipt = tlog::verify_receipt(receipt.unwrap().unwrap().as_bytes(), &keys, &tlog::Policy::NONE).unwrap();
        assert_eq!(receipt.origin, "journal.example/log");
        assert_eq!(receipt.entry.event_id, tlog::EventId(reports[0].id.bytes()));
    }

    // Of an event that was erased no receipt is asked for again and again: it would stand in the way of the later ones.
    blocking(&mut || erased_unproven(&reporting.installation, first));
    assert!(sender.round().await.unwrap(), "it is put aside");
    reporting.minute_passes();
    let now_ms = reporting.clock.now().as_millisecond() + 86_400_000;
    let due = reporting.installation.store.look_up(move |tx| client::has_due(tx, sample::ADMINISTRATION, Due::Receipts, now_ms));
    assert!(!due.await.unwrap());

    // An applicant inquires at the journal, with the number and the code of the slip: the code reached it as a keyed hash.
    let mut codes = CodeTeller::configured(&reporting.installation, &config(&url, "")).unwrap().unwrap();
    // One of which the journal has not heard is due for longest; it holds up none of the others.
    let mut unheard = None;
    blocking(&mut || unheard = Some(reporting.file()));
    let unheard = unheard.unwrap();
    let due = "INSERT INTO status_code_due (administration_id, case_id, due_at) VALUES ($1, $2, 0)";
    let early = move |tx: &mut store::Tx<'_>| tx.execute(due, &params![sample::ADMINISTRATION, unheard]).map(drop);
    reporting.installation.store.write(early).await.unwrap();
    assert!(codes.round().await.unwrap());
    assert!(!codes.round().await.unwrap(), "each once");
    let later_ms = reporting.clock.now().as_millisecond() + 86_400_000;
    let left = reporting.installation.store.look_up(move |tx| client::codes_due(tx, sample::ADMINISTRATION, later_ms)).await.unwrap();
    assert_eq!(left.iter().map(|left| left.case).collect::<Vec<_>>(), [unheard]);
    let mut inquiring = None;
    blocking(&mut || inquiring = Some(Inquiring::at(&central)));
    let inquiring = inquiring.unwrap();
    let (mut number, mut code) = (String::new(), String::new());
    blocking(&mut || (number, code) = number_and_code(&reporting.installation, first));
    let (mut applicant, found) = inquiring.asks(&number, &code).await;
    found.shows("Деловодна система").shows("Регистрирано с входящ номер").shows("Изтегл");
    let index = testkit::Page::hidden(&found, "index");
    let form = [("number", number.as_str()), ("code", code.as_str()), ("index", index.as_str())];
    let proof = applicant.post_from(&found, "/inquiry/proof", &form).await.ok();
    let proof = tlog::verify_receipt(&proof.bytes, &keys, &tlog::Policy::NONE).unwrap();
    assert_eq!((proof.origin.as_str(), proof.index.to_string()), ("journal.example/log", index));
    inquiring.asks(&number, "000000000").await.1.shows("Няма услуга с този номер и този код");
    // A new code opens, the old one does not any more.
    let old = code.clone();
    blocking(&mut || {
        let ctx = sample::system(&reporting.installation, "");
        reporting.installation.store.write_blocking(move |tx| cases::filing::codes_replace(tx, &ctx, first, "Изгубена бележка")).unwrap();
        code = number_and_code(&reporting.installation, first).1;
    });
    assert!(codes.round().await.unwrap());
    inquiring.asks(&number, &old).await.1.shows("Няма услуга с този номер и този код");
    inquiring.asks(&number, &code).await.1.shows("Деловодна система");

    let (mut events, mut waiting) = (Vec::new(), 0);
    blocking(&mut || {
        events = received(&central);
        keeper.finish().unwrap();
        waiting = central.store.read_blocking(|tx| log::pending_count(tx, LogId::JOURNAL)).unwrap();
    });
    let numbers: Vec<u64> = events.iter().map(|event| event["sourceseq"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "each once, in order");
    assert_eq!(numbers.len(), [first, second, third].iter().map(|case| reporting.states(*case).len()).sum::<usize>());
    assert!(events.iter().all(|event| event["source"] == source.as_str() && event["data"]["administration"]["eik"] == eik.as_str()));
    assert_eq!(waiting, 0);
    blocking(&mut || published_by_the_journal(&central));
    // A reader who asked to be told has heard the same, in the same order.
    let heard = crate::hooks::heard(&central).await;
    assert_eq!(heard.iter().map(|event| &event["id"]).collect::<Vec<_>>(), events.iter().map(|event| &event["id"]).collect::<Vec<_>>());
    blocking(&mut || {
        reporting.installation.store.close();
        central.store.close();
    });
}

fn number_and_code(installation: &Installation, case: CaseId) -> (String, String) {
    let ctx = sample::system(installation, "");
    let (number, code) = installation.store.read_blocking(|tx| cases::journal::status_code_of(tx, &ctx, case)).unwrap();
    (number, code.digits())
}

/// The portal of the installation that is the journal.
struct Inquiring {
    router: axum::Router,
}

impl Inquiring {
    fn at(central: &Installation) -> Inquiring {
        demo::prepare(central, "").unwrap();
        let Installation { store, documents, clock, random, key, .. } = central.clone();
        let app = web::App::open(store, documents, clock, random, key, web::Config::new("http://127.0.0.1".to_owned())).unwrap();
        let journal = admin::JournalRole { operator: String::new(), keys: journal_role::operator(central).keys };
        let router = gishe::server::router_with(&app, admin::Setting { journal: Some(journal), ..admin::Setting::default() });
        Inquiring { router }
    }

    async fn asks(&self, number: &str, code: &str) -> (testkit::Browser, testkit::Page) {
        let mut browser = testkit::Browser::new(&self.router, "127.0.0.1");
        let form = browser.get("/inquiry").await.ok();
        let page = browser.post_from(&form, "/inquiry", &[("number", number), ("code", code)]).await.ok();
        (browser, page)
    }
}

/// Takes the receipt of the first event of a case away, and the event out of the log of its administration.
fn erased_unproven(installation: &Installation, case: CaseId) {
    let store = &installation.store;
    let id = store.read_blocking(|tx| client::reports_of(tx, sample::ADMINISTRATION, case)).unwrap()[0].id;
    let unproven = "UPDATE case_report SET receipt = NULL WHERE administration_id = $1 AND id = $2";
    let erased = "UPDATE log_payload SET state = 1, salt = NULL, bytes = NULL, signature = NULL WHERE log = $1 AND idx = $2";
    let work = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
        let log = LogId::of(sample::ADMINISTRATION);
        let index = log::index_of(tx, log, client::PARTICIPANT, tlog::EventId(id.bytes()))?.unwrap();
        assert_eq!(tx.execute(unproven, &params![sample::ADMINISTRATION, id.to_string()])?, 1);
        assert_eq!(tx.execute(erased, &params![log, i64::try_from(index).unwrap()])?, 1);
        Ok(())
    };
    store.write_blocking(work).unwrap();
}

/// Two weeks after its end the quarter is published over all participants, once.
fn published_by_the_journal(central: &Installation) {
    let clock = VirtualClock::new(sofia_instant(jiff::civil::date(2026, 7, 15).at(10, 0, 0, 0)));
    let later = Installation { clock: Arc::new(clock), ..central.clone() };
    let found = || {
        central.store.read_blocking(|tx| -> store::Result<_> {
            let publications = publication::publications(tx, &Publisher::Journal, 10, 0)?;
            Ok((publications, publication::files(tx, &Publisher::Journal, Period::Quarter(2026, 2))?))
        })
    };
    gishe::publication::round(&later, true).unwrap();
    let first = found().unwrap();
    assert_eq!(first.0.iter().map(|one| one.period).collect::<Vec<_>>(), [Period::Quarter(2026, 2)]);
    assert_eq!(first.1.len(), 4);
    let asked = Question { by_administration: true, ..Question::of(Period::Quarter(2026, 2)) };
    let lines = central.store.read_blocking(|tx| publication::lines(tx, &Publisher::Journal, &asked)).unwrap().unwrap();
    assert!(!lines.is_empty() && lines.iter().all(|line| line.value.is_none()), "two services are few: {lines:?}");
    gishe::publication::round(&later, true).unwrap();
    assert_eq!(found().unwrap(), first);
}

//! A journal with three participants, and callers with certificates.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ejournal::Nomenclature;
use ejournal::event::{EventId, Source};
pub use ejournal::journal as role;
use ejournal::journal::{Act, Admit, Caller, Ctx, Fingerprint, Keys, LOG};
use ejournal::signature::Signer;
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use journal::{Journal, Parts, Settings};
use kernel::clock::VirtualClock;
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::log::{self, Publisher, TilePlace, Writer};
use store::{Database, Options, Store};
use tlog::{Algorithm, KeyName, Policy, SignerKey, TagKey};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tower::ServiceExt;

pub const AIS: &str = "urn:oid:2.16.100.1.1.999.1.1";
pub const FORMS: &str = "urn:oid:2.16.100.1.1.292";
pub const PAYMENTS: &str = "urn:oid:2.16.100.1.1.999.2";
/// A participant of another administration, with a certificate and a key of its own.
pub const OTHER: &str = "urn:oid:2.16.100.1.1.555";
pub const OWN_EIK: &str = "999999995";
pub const OTHER_EIK: &str = "831648793";
pub const SUBJECT: &str = "BG25073-XSNJFV-01-0007-CZ";
pub const ORIGIN: &str = "journal.example/log";

/// Callers by their certificates.
pub const SYSTEMS: &str = "all three systems of the sample";
pub const STRANGER: &str = "nobody the journal knows";
pub const RIVAL: &str = "the participant of another administration";
pub const TOWN: &str = "the administration of the sample";
pub const AUTHORITY: &str = "an authority";
pub const OPERATOR: &str = "the operator";

pub fn fingerprint(name: &str) -> Fingerprint {
    Fingerprint(Sha256::digest(name).into())
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A little after the samples happened.
pub fn later() -> Timestamp {
    at("2025-03-18T12:00:00Z")
}

pub fn rival_signer() -> Signer {
    Signer::ed25519("rival/2025".to_owned(), &[5; 32])
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }
}

pub struct World {
    pub store: Store,
    pub clock: Arc<VirtualClock>,
    pub keys: Arc<Keys>,
    pub place: TilePlace,
    pub writer: Writer,
    writer_known: watch::Sender<Option<Writer>>,
    router: Router,
    runtime: Runtime,
    _folder: tempfile::TempDir,
}

fn signer() -> SignerKey {
    SignerKey::new(KeyName::parse(ORIGIN).unwrap(), Algorithm::Ed25519, [7; 32])
}

impl World {
    pub fn new() -> World {
        World::with(Settings::default())
    }

    pub fn with(settings: Settings) -> World {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::from(pgserver::database_for_test());
        let store = Store::open(&Options { database, ..Options::new(folder.path()) }).unwrap();
        let place = TilePlace::folder(&folder.path().join("log")).unwrap();
        store.write_blocking(|tx| log::create(tx, LOG, ORIGIN)).unwrap();
        let opened = store.write_blocking(|tx| log::open(tx, LOG)).unwrap();
        let (writer, _) = log::check(&store, opened, &place, &[signer().verifier().clone()], &[]).unwrap();
        let clock = Arc::new(VirtualClock::new(later()));
        let keys = Arc::new(Keys { tag: TagKey::new(1, [1; 32]), codes: SecretKey::new([2; 32]), hooks: SecretKey::new([3; 32]) });
        let (writer_known, known) = watch::channel(Some(writer));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let parts = Parts {
            store: store.clone(),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(11)),
            writer: known,
            place: place.clone(),
            log_keys: vec![signer().verifier().clone()],
            policy: Policy::NONE,
            keys: keys.clone(),
            settings: Settings { certificate_header: Some("client-cert".parse().unwrap()), trust_forwarded: true, ..settings },
        };
        let router = {
            let _inside = runtime.enter();
            journal::router(Journal::new(parts))
        };
        let world = World { store, clock, keys, place, writer, writer_known, router, runtime, _folder: folder };
        world.participants();
        world.sequence();
        world
    }

    fn participants(&self) {
        let own: Vec<_> = [OWN_EIK, OTHER_EIK].map(|eik| eik.parse_eik()).into();
        for (number, source) in [(1, AIS), (2, FORMS), (3, PAYMENTS)] {
            let admit = Admit { number, source: self.source(source), name: format!("system {number}"), administrations: own.clone() };
            self.operate(move |tx, ctx| role::source_admit(tx, ctx, &admit));
            self.operate(move |tx, ctx| role::grant_add(tx, ctx, fingerprint(SYSTEMS), &Act::Report(number)));
        }
        let rival = Admit { number: 4, source: self.source(OTHER), name: "rival".to_owned(), administrations: vec![OTHER_EIK.parse_eik()] };
        self.operate(move |tx, ctx| role::source_admit(tx, ctx, &rival));
        self.operate(|tx, ctx| role::grant_add(tx, ctx, fingerprint(RIVAL), &Act::Report(4)));
        let (key, source) = (rival_signer().public_key(), self.source(OTHER));
        let until = at("2027-01-01T00:00:00Z").as_millisecond();
        self.operate(move |tx, ctx| role::key_add(tx, ctx, &source, "rival/2025", &key, 0, until));
        for (name, act) in [(TOWN, Act::Read(OWN_EIK.parse_eik())), (AUTHORITY, Act::Authority), (OPERATOR, Act::Operate)] {
            self.operate(move |tx, ctx| role::grant_add(tx, ctx, fingerprint(name), &act));
        }
    }

    pub fn source(&self, text: &str) -> Source {
        text.parse().unwrap()
    }

    pub fn ctx(&self, caller: Caller) -> Ctx {
        use kernel::clock::Clock;
        Ctx { caller, now: self.clock.now(), random: Arc::new(SeededRandom::new(rand_seed())), keys: self.keys.clone() }
    }

    /// Runs a command of the operator.
    #[track_caller]
    pub fn operate<T: Send + 'static>(
        &self,
        command: impl FnOnce(&mut store::Tx<'_>, &Ctx) -> Result<T, role::Error> + Clone + Send + 'static,
    ) -> T {
        let ctx = self.ctx(Caller::Operator);
        self.store.write_blocking(move |tx| command(tx, &ctx)).unwrap()
    }

    /// Gives what waits its index, as the worker of the node does.
    pub fn sequence(&self) {
        self.store.log_sequence(self.writer).unwrap();
    }

    pub fn writer_gone(&self, gone: bool) {
        self.writer_known.send_replace((!gone).then_some(self.writer));
    }

    /// Publishes what is there.
    pub fn publish(&self) {
        use kernel::clock::Clock;
        let now_ms = self.clock.now().as_millisecond();
        Publisher::new(&self.store, self.writer, self.place.clone(), vec![signer()]).publish(now_ms).unwrap();
    }

    pub fn log_key(&self) -> tlog::VerifierKey {
        signer().verifier().clone()
    }

    pub fn size(&self) -> u64 {
        self.store.read_blocking(|tx| log::state(tx, LOG)).unwrap().head.size
    }

    /// How many events are stored.
    pub fn events(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM journal_event")
    }

    pub fn count(&self, sql: &'static str) -> i64 {
        self.store.read_blocking(|tx| tx.query_row(sql, &[], |row| row.get(0))).unwrap().unwrap()
    }

    pub fn call(&self, method: Method, path: &str, caller: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/ejournal/v1{path}"));
        if !caller.is_empty() {
            request = request.header("client-cert", format!(":{}:", STANDARD.encode(caller)));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let router = self.router.clone();
        self.runtime.block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let (status, headers) = (response.status(), response.headers().clone());
            let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            Answer { status, headers, bytes }
        })
    }

    pub fn get(&self, path: &str, caller: &str) -> Answer {
        self.call(Method::GET, path, caller, &[], Body::empty())
    }

    pub fn post(&self, path: &str, caller: &str, body: &Json) -> Answer {
        self.call(Method::POST, path, caller, &[("content-type", "application/json")], body.to_string())
    }

    /// Reports an event as the three systems.
    pub fn report(&self, event: &Json) -> Answer {
        self.post("/events", SYSTEMS, event)
    }

    pub fn batch(&self, events: &[Json]) -> Json {
        let answer = self.post("/events:batch", SYSTEMS, &json!(events));
        answer.expect(200).json()["results"].clone()
    }

    /// The service of the sample as its systems see it.
    pub fn service(&self) -> Json {
        self.get(&format!("/services/{SUBJECT}"), SYSTEMS).expect(200).json()
    }

    /// The phase that the row for inquiries by administration says.
    pub fn phase(&self) -> Option<String> {
        let read = |tx: &store::Tx<'_>| tx.query_row("SELECT phase FROM journal_subject", &[], |row| row.get::<Option<String>>(0));
        self.store.read_blocking(read).unwrap().flatten()
    }

    /// Runs something on the threads of the journal.
    pub fn block_on<F: Future>(&self, work: F) -> F::Output {
        self.runtime.block_on(work)
    }

    pub fn router(&self) -> Router {
        self.router.clone()
    }
}

/// Another seed for each command, so that no identifier is made twice.
fn rand_seed() -> u64 {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1_000);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

pub trait ParseEik {
    fn parse_eik(&self) -> kernel::entity_number::EntityNumber;
}

impl ParseEik for str {
    fn parse_eik(&self) -> kernel::entity_number::EntityNumber {
        kernel::entity_number::EntityNumber::parse(self).unwrap()
    }
}

/// The folder of the published samples; says loudly when it is missing.
pub fn samples() -> Option<PathBuf> {
    let shared = std::env::var_os("GISHE_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared")), PathBuf::from);
    let folder = shared.join("spec/samples/ejournal/events");
    let found = folder.is_dir();
    if !found {
        eprintln!("skipped: no corpus at {}", folder.display());
    }
    found.then_some(folder)
}

pub fn sample(name: &str) -> Option<Json> {
    let text = std::fs::read(samples()?.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    Some(serde_json::from_slice(&text).unwrap())
}

/// An event of the administrative system so many minutes after the morning of 17 March, with every member that its status needs.
pub fn event(rnuseq: u32, status: &str) -> Json {
    event_of(AIS, SUBJECT, rnuseq, i64::from(rnuseq), status)
}

pub fn event_of(source: &str, subject: &str, rnuseq: u32, minutes: i64, status: &str) -> Json {
    let time = at("2025-03-18T08:00:00Z") + SignedDuration::from_mins(minutes);
    let digest = Sha256::digest(format!("{source} {subject} {rnuseq} {status}"));
    let id = EventId::new(time, digest[..10].try_into().unwrap());
    let mut event = json!({
        "specversion": "1.0", "id": id, "source": source, "type": "bg.ejournal.service.status.v1",
        "subject": subject, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "datacontenttype": "application/json", "dataschema": "urn:ejournal:schema:status-event:1",
        "rnuseq": rnuseq, "sourceseq": 1000 + rnuseq,
        "data": {"status": status, "administration": {"eik": OWN_EIK}, "service": {"number": "2079", "channel": "eforms", "mode": "normal"}},
    });
    let needs = Nomenclature::shipped().statuses().iter().find(|entry| entry.code.as_str() == status).map(|entry| entry.needs.clone());
    for need in needs.unwrap_or_default() {
        event["data"][need.name()] = match need.name() {
            "unit" => json!("GRS-01"),
            "stage" => json!({"code": "check", "no": 3, "of": 5}),
            "due" => json!("2025-03-28"),
            "reason" => json!("extend.complex"),
            "registration" => json!({"number": "94-00-117/14.03.2025", "date": "2025-03-14"}),
            other => panic!("no value for {other}"),
        };
    }
    event
}

/// The class and the pointer of a refusal.
#[track_caller]
pub fn refusal(answer: &Answer) -> (u16, String, String) {
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{}", String::from_utf8_lossy(&answer.bytes));
    let problem = answer.json();
    let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    assert_eq!(problem["status"], answer.status.as_u16());
    (answer.status.as_u16(), text("code"), text("pointer"))
}

//! A small administration behind the real router: units, people, the kits of the product, a clock that stands where a test puts it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use cases::filing::{Receipt, Submit, application_submit};
use documents::Engine;
use http_body_util::BodyExt;
use identity::{NewStaff, PasswordParams, Passwords};
use jiff::Timestamp;
use kernel::actor::{Actor, Role, StaffActor};
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, TaskId, UnitId};
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use serde_json::json;
use services::kit::{Channel, DeliveryWay, Speed, load_dir};
use services::organisation::{AdministrationData, UnitData, administration_create, unit_create};
use store::{Options, Store};
use tower::ServiceExt;

pub const PASSWORD: &str = "primeren-vhod-2026";
pub const AT: &str = "2026-04-20T10:00";

/// Login, name, unit, roles.
const PEOPLE: &[(&str, &str, &str, &[Role])] = &[
    ("gishe", "Ана Примерова", "cao", &[Role::FrontDesk, Role::Cashier]),
    ("delovoditel", "Вера Пробна", "cao", &[Role::Registrar, Role::FrontDesk]),
    ("grao1", "Дора Примерова", "gra", &[Role::CaseOfficer]),
    ("grao2", "Евгени Образцов", "gra", &[Role::CaseOfficer, Role::Reviewer]),
    ("nachalnik", "Жана Пробна", "gra", &[Role::UnitHead, Role::Reviewer]),
    ("danaci", "Зоя Тестова", "mdt", &[Role::CaseOfficer]),
    ("kmet", "Петър Пробен", "cao", &[Role::Signatory]),
    ("oditor", "Уляна Пробна", "cao", &[Role::Auditor]),
    ("admin", "Таня Образцова", "cao", &[Role::Admin]),
];

pub struct World {
    pub store: Store,
    pub app: web::App,
    pub clock: Arc<VirtualClock>,
    pub people: BTreeMap<String, StaffActor>,
    pub units: BTreeMap<String, UnitId>,
    router: Router,
    _folder: tempfile::TempDir,
}

fn instant(text: &str) -> Timestamp {
    sofia_instant(text.parse().unwrap())
}

fn administration(host: &str, eik: &str, index: i64) -> AdministrationData {
    AdministrationData {
        eik: eik.to_owned(),
        name_bg: format!("Община Примерна {index}"),
        name_en: format!("Municipality {index}"),
        register_index: index,
        host: host.to_owned(),
        email: "obshtina@primerna.example".to_owned(),
        node: "01".to_owned(),
        settings: json!({}),
        ..AdministrationData::default()
    }
}

impl World {
    /// An administration with people and three services; a second one under the host `druga.example`.
    pub fn new() -> World {
        // Seeding waits for the disk, so it steps out of the runtime.
        tokio::task::block_in_place(World::made)
    }

    fn made() -> World {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options::new(folder.path())).unwrap();
        let clock = Arc::new(VirtualClock::new(instant(AT)));
        let random = Arc::new(SeededRandom::new(7));
        let key = Arc::new(SecretKey::new([9; 32]));
        let hash = Passwords::new(PasswordParams { memory_kib: 64, passes: 1, lanes: 1 }).unwrap().hash(PASSWORD, &*random).unwrap();
        let system = Ctx {
            administration_id: AdministrationId(1),
            actor: Actor::System,
            now: instant(AT),
            command_id: None,
            request_id: "test".to_owned(),
            random: random.clone(),
            key: key.clone(),
            base_url: "http://localhost".into(),
        };
        let kits = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../kits");
        let files: Vec<_> =
            ["address-certificate", "heirs-certificate", "tax-valuation"].iter().map(|code| load_dir(&kits.join(code)).unwrap()).collect();
        let (people, units) = store
            .write_blocking(move |tx| -> Result<_, cases::Error> {
                let mut people = BTreeMap::new();
                let mut units = BTreeMap::new();
                for (number, host, eik) in [(1, "", "999999995"), (2, "druga.example", "000696327")] {
                    let id = administration_create(tx, &system, &administration(host, eik, 9000 + number))?;
                    let ctx = Ctx { administration_id: id, ..system.clone() };
                    for (code, name) in [("cao", "Център за обслужване"), ("gra", "ГРАО"), ("mdt", "Местни данъци и такси")]
                    {
                        let data = UnitData {
                            name_bg: name.to_owned(),
                            hours: "9–17 ч.".to_owned(),
                            is_counter: code == "cao",
                            ..UnitData::default()
                        };
                        let unit = unit_create(tx, &ctx, code, &data)?;
                        units.insert(format!("{code}{}", if number == 1 { "" } else { "@2" }), unit);
                    }
                    for (login, name, unit, roles) in PEOPLE {
                        let unit = units[&format!("{unit}{}", if number == 1 { "" } else { "@2" })];
                        let new = NewStaff {
                            login: (*login).to_owned(),
                            name: (*name).to_owned(),
                            email: String::new(),
                            password_hash: hash.clone(),
                            unit_id: Some(unit),
                            position_id: None,
                            roles: roles.to_vec(),
                        };
                        let id = identity::staff_create(tx, &ctx, new)?;
                        if number == 1 {
                            let actor = StaffActor { id, name: (*name).to_owned(), unit: Some(unit), roles: roles.to_vec() };
                            people.insert((*login).to_owned(), actor);
                        }
                    }
                    for files in &files {
                        services::catalogue::kit_install(tx, &ctx, files)?;
                    }
                }
                Ok((people, units))
            })
            .unwrap();
        let config = web::Config::new("http://localhost");
        let mut app = web::App::open(store.clone(), Engine::new(), clock.clone(), random, key, config).unwrap();
        app.rates = Arc::new(web::rate::RateLimits::unlimited());
        let router = web::finish(&app, office::router());
        World { store, app, clock, people, units, router, _folder: folder }
    }

    pub fn at(&self, text: &str) {
        self.clock.set(instant(text));
    }

    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx {
            administration_id: AdministrationId(1),
            actor,
            now: self.app.clock.now(),
            command_id: None,
            request_id: "test".to_owned(),
            random: self.app.random.clone(),
            key: self.app.key.clone(),
            base_url: "http://localhost".into(),
        }
    }

    pub fn as_staff(&self, login: &str) -> Ctx {
        self.ctx(Actor::Staff(self.people[login].clone()))
    }

    /// Files an application for an address certificate through the portal.
    pub fn file(&self, first: &str, last: &str, identifier: &str) -> Receipt {
        let ctx = self.ctx(Actor::Anonymous);
        let submit = Submit {
            service_code: "address-certificate".to_owned(),
            kit_hash: String::new(),
            answers: json!({
                "applicant": { "capacity": "self", "firstName": first, "middleName": "Петров", "lastName": last, "identifier": identifier,
                    "email": "ivan@primer.example" },
                "certificate": { "content": "current", "purpose": "банка" },
                "declaration": { "truth": true },
            }),
            speed: Speed::Ordinary,
            delivery: DeliveryWay::Online,
            delivery_address: String::new(),
            channel: Channel::Web,
            draft: None,
            scans: Vec::new(),
            intake_note: String::new(),
            doubtful_identifiers: false,
        };
        tokio::task::block_in_place(|| self.store.write_blocking(move |tx| application_submit(tx, &ctx, submit))).unwrap()
    }

    pub fn sample(&self) -> Receipt {
        self.file("Иван", "Примеров", "8003310010")
    }

    /// The open task of a case.
    pub fn task(&self, case: CaseId) -> TaskId {
        let ctx = self.ctx(Actor::System);
        let tasks =
            tokio::task::block_in_place(|| self.store.read_blocking(move |tx| cases::task::task_list_of_case(tx, &ctx, case))).unwrap();
        tasks.into_iter().find(|task| task.is_open()).unwrap().id
    }

    /// Kinds of the facts of a case.
    pub fn facts(&self, case: CaseId) -> Vec<String> {
        let read = || self.store.read_blocking(move |tx| store::history::of_case(tx, AdministrationId(1), case));
        let entries = tokio::task::block_in_place(read).unwrap();
        entries.into_iter().map(|entry| entry.kind).collect()
    }

    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), host: "localhost".to_owned() }
    }

    /// A browser in which `login` has signed in.
    pub async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(login).await;
        browser
    }
}

/// A browser: cookies, forms, no scripts.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub host: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// The page without tags, spaces drawn together.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.text().chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    out.push(' ');
                }
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Browser {
    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let request = request.header(header::HOST, &self.host).header(header::COOKIE, cookies).body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answer { status, headers, body }
    }

    pub async fn get(&mut self, address: &str) -> Answer {
        self.send(Request::get(address), String::new()).await
    }

    /// Posts fields together with the token a page of this browser carries.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get("/office/sign-in?next=/office").await;
        let page = if page.status.is_redirection() { self.get("/office/settings").await } else { page };
        let token = page.text().split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let mut pairs = vec![("csrf", token.as_str())];
        pairs.extend_from_slice(fields);
        self.post_plain(address, &pairs).await
    }

    pub async fn post_plain(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let value = web::visit::query_value;
        let body = fields.iter().map(|(name, text)| format!("{}={}", value(name), value(text))).collect::<Vec<_>>().join("&");
        self.send(Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), body).await
    }

    pub async fn sign_in(&mut self, login: &str) {
        let answer = self.post("/office/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/office")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
        assert_eq!(answer.location(), "/office");
    }
}

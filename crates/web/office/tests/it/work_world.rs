//! A small administration with the repository's kits, its people at the desk, and their browsers without scripts.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::filing::{Receipt, Submit, application_submit};
use cases::task::{Task, task_list_of_case};
use http_body_util::BodyExt;
use identity::{NewStaff, PasswordParams, Passwords, staff_actor, staff_create};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::clock::VirtualClock;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, UnitId};
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use serde_json::json;
use services::kit::{Channel, DeliveryWay, Speed};
use services::organisation::{AdministrationData, UnitData, administration_create, unit_create};
use store::{Options, Store, Tx};
use tower::ServiceExt;
use web::rate::RateLimits;
use web::{App, Config};

const BASE_URL: &str = "https://uslugi.example.bg";

/// The installation under test.
pub struct World {
    pub app: App,
    pub router: Router,
    pub administration: AdministrationId,
    pub people: BTreeMap<&'static str, StaffActor>,
    _folder: tempfile::TempDir,
}

const UNITS: [(&str, &str); 6] = [
    ("gra", "Гражданско състояние"),
    ("arch", "Устройство на територията"),
    ("roads", "Улична мрежа"),
    ("law", "Правно обслужване"),
    ("cao", "Център за административно обслужване"),
    ("head", "Ръководство"),
];

/// Login, name, unit, roles.
const PEOPLE: [(&str, &str, &str, &[Role]); 9] = [
    ("ana", "Ана Примерова", "cao", &[Role::FrontDesk, Role::Cashier]),
    ("boris", "Борис Образцов", "cao", &[Role::FrontDesk]),
    ("dora", "Дора Тестова", "gra", &[Role::CaseOfficer]),
    ("evgeni", "Евгени Пробен", "gra", &[Role::CaseOfficer]),
    ("zhana", "Жана Примерова", "gra", &[Role::UnitHead, Role::Reviewer]),
    ("katya", "Катя Образцова", "arch", &[Role::CaseOfficer]),
    ("lazar", "Лазар Пробен", "arch", &[Role::UnitHead, Role::Reviewer]),
    ("maya", "Мая Тестова", "roads", &[Role::Reviewer]),
    ("petar", "Петър Пробен", "head", &[Role::Signatory]),
];

fn ctx(app: &App, administration: AdministrationId, actor: Actor) -> Ctx {
    Ctx {
        administration_id: administration,
        actor,
        now: app.clock.now(),
        command_id: None,
        request_id: "test".to_owned(),
        random: app.random.clone(),
        key: app.key.clone(),
        base_url: BASE_URL.into(),
    }
}

impl World {
    /// An administration on Monday, 20 April 2026, 10:00. Seeding waits for the disk, so it steps out of the runtime.
    pub fn new() -> World {
        World::at_address(BASE_URL)
    }

    /// The same under another address.
    pub fn at_address(base_url: &str) -> World {
        tokio::task::block_in_place(|| World::made(base_url))
    }

    fn made(base_url: &str) -> World {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options::new(folder.path())).unwrap();
        let clock = Arc::new(VirtualClock::new("2026-04-20T07:00:00Z".parse().unwrap()));
        let random = Arc::new(SeededRandom::new(11));
        let key = Arc::new(SecretKey::new([5; 32]));
        let mut app = App::open(store, documents::Engine::new(), clock, random, key, Config::new(base_url)).unwrap();
        app.rates = Arc::new(RateLimits::unlimited());
        let seed = app.clone();
        let (administration, people) = app.store.write_blocking(move |tx| seeded(tx, &seed)).unwrap();
        app.administrations_reload().unwrap();
        let router = web::finish(&app, office::router());
        World { router, administration, people, _folder: folder, app }
    }

    pub fn ctx_of(&self, login: &str) -> Ctx {
        ctx(&self.app, self.administration, Actor::Staff(self.people[login].clone()))
    }

    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>, &Ctx) -> Result<T, cases::Error> + Send + 'static) -> T {
        let ctx = ctx(&self.app, self.administration, Actor::System);
        tokio::task::block_in_place(|| self.app.store.read_blocking(move |tx| work(tx, &ctx))).unwrap()
    }

    pub fn act<T: Send + 'static>(
        &self,
        login: &str,
        work: impl FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, cases::Error> + Send + 'static,
    ) -> T {
        let ctx = self.ctx_of(login);
        tokio::task::block_in_place(|| self.app.store.write_blocking(move |tx| work(tx, &ctx))).unwrap()
    }

    /// The browser of a signed-in person.
    pub fn desk(&self, login: &str) -> Browser<'_> {
        let id = self.people[login].id;
        let token = self.act(login, move |tx, ctx| Ok(identity::session_open(tx, ctx, id, "проба", "127.0.0.1")?));
        Browser { world: self, cookies: BTreeMap::from([(web::cookie::STAFF.to_owned(), token.as_str().to_owned())]) }
    }

    /// Files the application of a kit's first test.
    pub fn file(&self, service: &'static str, delivery: DeliveryWay) -> CaseId {
        let receipt: Receipt = self.act("ana", move |tx, ctx| {
            let kit = services::catalogue::kit_current(tx, ctx.administration_id, service)?.expect("the kit is installed");
            let answers = kit.tests[0].filing.answers.clone();
            application_submit(
                tx,
                ctx,
                Submit {
                    service_code: service.to_owned(),
                    kit_hash: String::new(),
                    answers,
                    speed: Speed::Ordinary,
                    delivery,
                    delivery_address: "2780 Белица, ул. Първа 1".to_owned(),
                    channel: Channel::Counter,
                    draft: None,
                    scans: Vec::new(),
                    intake_note: String::new(),
                    doubtful_identifiers: false,
                },
            )
        });
        receipt.case_id
    }

    pub fn case(&self, id: CaseId) -> cases::CaseFile {
        self.read(move |tx, ctx| cases::case_get(tx, ctx, id))
    }

    /// The open task of a kind.
    #[track_caller]
    pub fn task(&self, case: CaseId, kind: &str) -> Task {
        let tasks = self.read(move |tx, ctx| task_list_of_case(tx, ctx, case));
        let kinds: Vec<String> = tasks.iter().filter(|task| task.is_open()).map(|task| task.kind.clone()).collect();
        tasks.into_iter().find(|task| task.kind == kind && task.is_open()).unwrap_or_else(|| panic!("no open task {kind} among {kinds:?}"))
    }

    /// Draws every document of a case that waits for its file.
    pub fn draw(&self, case: CaseId) {
        let (kit, documents) = self.read(move |tx, ctx| {
            let file = cases::case_get(tx, ctx, case)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &file.kit_hash)?;
            Ok((kit, cases::document::document_list(tx, ctx, case)?))
        });
        for document in documents.into_iter().filter(|one| one.state == "rendering") {
            let pdf = cases::render::document_render(&self.app.documents, &kit, &document, BASE_URL).unwrap();
            let ctx = ctx(&self.app, self.administration, Actor::System);
            tokio::task::block_in_place(|| {
                let blob = self.app.store.blobs().put_blocking(pdf).unwrap();
                self.app.store.write_blocking(move |tx| cases::document::document_issued(tx, &ctx, document.id, &blob)).unwrap();
            });
        }
    }
}

type Seeded = (AdministrationId, BTreeMap<&'static str, StaffActor>);

fn seeded(tx: &mut Tx<'_>, app: &App) -> Result<Seeded, identity::Error> {
    let start = ctx(app, AdministrationId(0), Actor::System);
    let data = AdministrationData {
        eik: "000024916".to_owned(),
        name_bg: "Община Белица".to_owned(),
        name_en: "Municipality of Belitsa".to_owned(),
        register_index: 4711,
        address: "2780 Белица, ул. „Георги Андрейчин“ № 15".to_owned(),
        phone: "07444 2323".to_owned(),
        email: "obshtina@example.bg".to_owned(),
        website: "https://www.example.bg".to_owned(),
        node: "01".to_owned(),
        settings: json!({}),
        ..AdministrationData::default()
    };
    let id = administration_create(tx, &start, &data).expect("the administration can be made");
    let ctx = ctx(app, id, Actor::System);
    let mut units: BTreeMap<&str, UnitId> = BTreeMap::new();
    for (code, name) in UNITS {
        let is_counter = code == "cao";
        let hours = if is_counter { "понеделник – петък, 8:30 – 17:00 ч." } else { "" };
        let data = UnitData {
            parent_id: None,
            name_bg: name.to_owned(),
            name_en: String::new(),
            address: String::new(),
            hours: hours.to_owned(),
            is_counter,
        };
        units.insert(code, unit_create(tx, &ctx, code, &data).expect("the unit can be made"));
    }
    let passwords = Passwords::new(PasswordParams { memory_kib: 64, passes: 1, lanes: 1 })?;
    let password_hash = passwords.hash("очаквана-парола-17", app.random.as_ref())?;
    let mut people = BTreeMap::new();
    for (login, name, unit, roles) in PEOPLE {
        let new = NewStaff {
            login: login.to_owned(),
            name: name.to_owned(),
            email: String::new(),
            password_hash: password_hash.clone(),
            unit_id: units.get(unit).copied(),
            position_id: None,
            roles: roles.to_vec(),
        };
        let made = staff_create(tx, &ctx, new)?;
        people.insert(login, staff_actor(tx, id, made)?.expect("the account was made"));
    }
    let kits = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../kits");
    for code in ["address-certificate", "pavement-permit"] {
        let files = services::kit::load_dir(&kits.join(code)).expect("the kit can be read");
        services::catalogue::kit_install(tx, &ctx, &files).unwrap_or_else(|error| panic!("{code}: {error:?}"));
    }
    Ok((id, people))
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub location: String,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The words of the page with single spaces.
    pub fn text(&self) -> String {
        let html = self.html();
        let body = html.split_once("<main").map_or(html, |(_, rest)| rest).split_once("</main>").map_or(html, |(main, _)| main);
        let mut out = String::new();
        let mut inside = false;
        for c in body.chars() {
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
        let plain = out.replace("&#39;", "'").replace("&quot;", "\"").replace("&#38;", "&").replace("&amp;", "&").replace('\u{a0}', " ");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    pub fn shows(&self, words: &str) -> &Page {
        let text = self.text();
        assert!(text.contains(words), "„{words}“ is not on the page ({}): {text}", self.status);
        self
    }

    /// No key of the catalogue stands on the page unresolved.
    #[track_caller]
    pub fn is_worded(&self) -> &Page {
        let text = self.text();
        let key =
            text.split_whitespace().find(|word| word.starts_with("work-") || word.starts_with("office-") || word.starts_with("shell-"));
        assert!(key.is_none(), "{key:?} has no text: {text}");
        self
    }

    #[track_caller]
    pub fn ok(self) -> Page {
        assert_eq!(self.status, StatusCode::OK, "{} {}", self.location, self.text());
        self.is_worded();
        self
    }

    #[track_caller]
    pub fn pdf(self) -> Page {
        assert_eq!(self.status, StatusCode::OK, "{}", self.location);
        assert!(self.bytes.starts_with(b"%PDF-"));
        self
    }

    #[track_caller]
    pub fn to(self, beginning: &str) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        assert!(self.location.starts_with(beginning), "{} does not begin with {beginning}", self.location);
        self.location
    }

    /// The value of a hidden field.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let html = self.html();
        let start = html.find(&mark).unwrap_or_else(|| panic!("no field {name}: {}", self.text())) + mark.len();
        html[start..].split('"').next().unwrap().to_owned()
    }
}

/// A browser without scripts.
#[derive(Clone)]
pub struct Browser<'w> {
    pub world: &'w World,
    pub cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    async fn send(&mut self, request: Request<Body>) -> Page {
        let (mut parts, body) = request.into_parts();
        let line = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        parts.headers.insert(header::COOKIE, line.parse().unwrap());
        parts.headers.insert(header::HOST, "uslugi.example.bg".parse().unwrap());
        let response = self.world.router.clone().oneshot(Request::from_parts(parts, body)).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        let location = response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Page { status, location, bytes }
    }

    pub async fn get(&mut self, address: &str) -> Page {
        let address = address.split('#').next().unwrap();
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as if it stood on the page `from`: with its tokens.
    pub async fn post_from(&mut self, from: &Page, address: &str, pairs: &[(&str, &str)]) -> Page {
        let encode = |text: &str| web::visit::query_value(text);
        let mut body = format!("csrf={}", encode(&from.hidden("csrf")));
        for name in ["form_token", "revision"] {
            if from.html().contains(&format!("name=\"{name}\"")) {
                body.push_str(&format!("&{name}={}", encode(&from.hidden(name))));
            }
        }
        for (name, value) in pairs {
            body.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        let kind = "application/x-www-form-urlencoded";
        self.send(Request::post(address).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
    }

    /// Opens a page and sends its form.
    pub async fn post(&mut self, page: &str, address: &str, pairs: &[(&str, &str)]) -> Page {
        let from = self.get(page).await;
        self.post_from(&from, address, pairs).await
    }

    /// Opens a page and sends its form with files: `(field, name, content)`.
    pub async fn upload(&mut self, page: &str, address: &str, pairs: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let from = self.get(page).await;
        let (csrf, token) = (from.hidden("csrf"), from.hidden("form_token"));
        let mut all = vec![("csrf", csrf.as_str()), ("form_token", token.as_str())];
        let revision = if from.html().contains("name=\"revision\"") { from.hidden("revision") } else { String::new() };
        all.push(("revision", &revision));
        all.extend_from_slice(pairs);
        let mut body = Vec::new();
        for (name, value) in all {
            body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        for (field, name, content) in files {
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let kind = "multipart/form-data; boundary=edge";
        self.send(Request::post(address).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
    }
}

//! An administration with one person per role, and browsers without scripts.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use identity::{NewStaff, PasswordParams, Passwords};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::clock::VirtualClock;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, PositionId, StaffId, UnitId};
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use services::organisation::{AdministrationData, UnitData};
use store::{Options, Store, Tx};
use tower::ServiceExt;
use web::rate::RateLimits;
use web::{App, Config, cookie};

pub const HOST: &str = "primerna.example.bg";
pub const OTHER_HOST: &str = "druga.example.bg";

/// The installation under test.
pub struct Hall {
    pub app: App,
    pub router: Router,
    pub people: BTreeMap<Role, StaffActor>,
    pub unit: UnitId,
    pub position: PositionId,
    pub kit_hash: String,
    /// An administrator of another administration of the same installation.
    pub stranger: StaffActor,
    _folder: tempfile::TempDir,
}

struct Seed {
    people: BTreeMap<Role, StaffActor>,
    unit: UnitId,
    position: PositionId,
    kit_hash: String,
    stranger: StaffActor,
}

impl Hall {
    /// Two administrations on Monday, 20 April 2026, 10:00.
    pub fn new() -> Hall {
        Hall::at_address(&format!("https://{HOST}"))
    }

    pub fn at_address(base_url: &str) -> Hall {
        tokio::task::block_in_place(|| Hall::made(base_url))
    }

    fn made(base_url: &str) -> Hall {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options::new(folder.path())).unwrap();
        let clock = Arc::new(VirtualClock::new("2026-04-20T07:00:00Z".parse().unwrap()));
        let random = Arc::new(SeededRandom::new(7));
        let key = Arc::new(SecretKey::new([9; 32]));
        let mut app = App::open(store, documents::Engine::new(), clock, random, key, Config::new(base_url)).unwrap();
        app.rates = Arc::new(RateLimits::unlimited());
        let seed = app.clone();
        let seed = app.store.write_blocking(move |tx| seeded(tx, &seed)).unwrap();
        app.administrations_reload().unwrap();
        let Seed { people, unit, position, kit_hash, stranger } = seed;
        let router = web::finish(&app, admin::router());
        Hall { router, people, unit, position, kit_hash, stranger, _folder: folder, app }
    }

    pub fn staff(&self, role: Role) -> StaffId {
        self.people[&role].id
    }

    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>, AdministrationId) -> store::Result<T> + Send + 'static) -> T {
        tokio::task::block_in_place(|| self.app.store.read_blocking(move |tx| work(tx, AdministrationId(1)))).unwrap()
    }

    /// Kinds of the latest events, newest first.
    pub fn kinds(&self, count: i64) -> Vec<String> {
        let entries = self.read(move |tx, id| store::history::latest(tx, id, None, count));
        entries.into_iter().map(|entry| entry.kind).collect()
    }

    fn open(&self, administration: i64, staff: StaffId, host: &str) -> Browser<'_> {
        let ctx = Ctx { administration_id: AdministrationId(administration), ..context(&self.app) };
        let token = tokio::task::block_in_place(|| {
            self.app.store.write_blocking(move |tx| identity::session_open(tx, &ctx, staff, "Firefox", "192.0.2.1")).unwrap()
        });
        let cookies = BTreeMap::from([(cookie::STAFF.to_owned(), token.as_str().to_owned())]);
        Browser { hall: self, host: host.to_owned(), cookies, tokens: Tokens::default() }
    }

    /// Somebody with this role, signed in.
    pub fn sign_in(&self, role: Role) -> Browser<'_> {
        self.open(1, self.staff(role), HOST)
    }

    /// Somebody signed in at the other administration who comes to the address of this one.
    pub fn sign_in_stranger(&self, host: &str) -> Browser<'_> {
        self.open(2, self.stranger.id, host)
    }

    pub fn nobody(&self) -> Browser<'_> {
        Browser { hall: self, host: HOST.to_owned(), cookies: BTreeMap::new(), tokens: Tokens::default() }
    }
}

fn context(app: &App) -> Ctx {
    Ctx {
        administration_id: AdministrationId(1),
        actor: Actor::System,
        now: app.clock.now(),
        command_id: None,
        request_id: "test".to_owned(),
        random: app.random.clone(),
        key: app.key.clone(),
        base_url: "https://example.bg".into(),
    }
}

fn seeded(tx: &mut Tx<'_>, app: &App) -> Result<Seed, identity::Error> {
    let ctx = context(app);
    let mut strangers = Vec::new();
    for (number, host, name) in [(1, HOST, "Община Примерна"), (2, OTHER_HOST, "Община Друга")] {
        let data = AdministrationData {
            eik: "999999995".to_owned(),
            name_bg: name.to_owned(),
            name_en: "Municipality of Primerna".to_owned(),
            register_index: 9897,
            host: host.to_owned(),
            address: "1000 Примерово, пл. „Свобода“ № 1".to_owned(),
            phone: "02 000 00 00".to_owned(),
            email: "obshtina@example.bg".to_owned(),
            website: "https://www.example.bg".to_owned(),
            node: "01".to_owned(),
            ..AdministrationData::default()
        };
        let id = services::organisation::administration_create(tx, &ctx, &data).expect("the administration can be made");
        assert_eq!(id, AdministrationId(number));
    }
    let unit = |tx: &mut Tx<'_>, code: &str, name: &str, parent: Option<UnitId>, is_counter: bool| {
        let data = UnitData {
            parent_id: parent,
            name_bg: name.to_owned(),
            name_en: String::new(),
            address: "пл. „Свобода“ № 1, етаж 1".to_owned(),
            hours: if is_counter { "понеделник – петък, 8:30 – 17:00 ч.".to_owned() } else { String::new() },
            is_counter,
        };
        services::organisation::unit_create(tx, &ctx, code, &data).expect("the unit can be made")
    };
    let top = unit(tx, "head", "Ръководство", None, false);
    let directorate = unit(tx, "services", "Дирекция „Административно обслужване“", Some(top), false);
    let gra = unit(tx, "gra", "Отдел „Гражданско състояние“", Some(directorate), false);
    unit(tx, "cao", "Център за административно обслужване", Some(directorate), true);
    let position = services::organisation::position_create(tx, &ctx, gra, "Главен експерт").expect("the position can be made");
    let passwords = Passwords::new(PasswordParams { memory_kib: 64, passes: 1, lanes: 1 })?;
    let hash = passwords.hash("очаквана-парола-17", app.random.as_ref())?;
    let new = |login: String, name: String, roles: Vec<Role>| NewStaff {
        email: format!("{login}@example.bg"),
        login,
        name,
        password_hash: hash.clone(),
        unit_id: Some(gra),
        position_id: None,
        roles,
    };
    let mut people = BTreeMap::new();
    for (at, role) in Role::ALL.into_iter().enumerate() {
        let name = format!("Служител Примерен{}", ["ов", "ска", "ев"][at % 3]);
        let id = identity::staff_create(tx, &ctx, new(role.identifier().to_owned(), name, vec![role]))?;
        people.insert(role, identity::staff_actor(tx, AdministrationId(1), id)?.expect("just made"));
    }
    let there = Ctx { administration_id: AdministrationId(2), ..ctx.clone() };
    let id = identity::staff_create(
        tx,
        &there,
        NewStaff {
            unit_id: None, ..new("admin".to_owned(), "Чужд Администратор".to_owned(), vec![Role::Admin, Role::ServiceAdmin])
        },
    )?;
    strangers.extend(identity::staff_actor(tx, AdministrationId(2), id)?);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../kits/address-certificate");
    let mut files = services::kit::load_dir(&folder).expect("the kit can be read");
    let first = services::catalogue::kit_install(tx, &ctx, &files).expect("the kit can be installed");
    let manifest = String::from_utf8(files["kit.toml"].clone()).expect("text").replace("minutes = 5", "minutes = 6");
    files.insert("kit.toml".to_owned(), manifest.into_bytes());
    let later = Ctx { now: "2026-04-20T07:00:01Z".parse().expect("an instant"), ..ctx.clone() };
    services::catalogue::kit_install(tx, &later, &files).expect("the second version can be installed");
    Ok(Seed { people, unit: gra, position, kit_hash: first.hash, stranger: strangers.remove(0) })
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub headers: HeaderMap,
    pub html: String,
}

impl Answer {
    /// The words of the main part with single spaces.
    pub fn text(&self) -> String {
        let html = &self.html;
        let body = html.split_once("<main").map_or(html.as_str(), |(_, rest)| rest);
        let body = body.split_once("</main>").map_or(body, |(main, _)| main);
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
    pub fn shows(&self, words: &str) -> &Answer {
        let text = self.text();
        assert!(text.contains(words), "„{words}“ is not on the page ({}): {text}", self.status);
        self
    }

    #[track_caller]
    pub fn ok(self) -> Answer {
        assert_eq!(self.status, StatusCode::OK, "{} {}", self.location, self.text());
        self
    }

    #[track_caller]
    pub fn refused(self) -> Answer {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {}", self.location, self.text());
        assert!(self.html.contains("<title>Грешка: "), "the title tells of the mistake");
        self
    }

    #[track_caller]
    pub fn to(self, beginning: &str) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        assert!(self.location.starts_with(beginning), "{} does not begin with {beginning}", self.location);
        self.location
    }
}

#[derive(Default)]
struct Tokens {
    csrf: String,
    form: String,
}

/// A browser without scripts.
pub struct Browser<'h> {
    hall: &'h Hall,
    host: String,
    pub cookies: BTreeMap<String, String>,
    tokens: Tokens,
}

impl Browser<'_> {
    async fn send(&mut self, method: &str, path: &str, body: String) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = self.hall.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let html = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        let hidden = |name: &str| {
            let mark = format!("name=\"{name}\" value=\"");
            html.find(&mark).map(|at| html[at + mark.len()..].split('"').next().unwrap().to_owned())
        };
        if let Some(csrf) = hidden("csrf") {
            self.tokens.csrf = csrf;
        }
        if let Some(form) = hidden("form_token") {
            self.tokens.form = form;
        }
        let location = parts.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        Answer { status: parts.status, location, headers: parts.headers, html }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, String::new()).await
    }

    /// Sends a form with the tokens of the page seen last.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.tokens.csrf.clone();
        let form = self.tokens.form.clone();
        let pairs = [("csrf", csrf.as_str()), ("form_token", form.as_str())].into_iter().chain(fields.iter().copied());
        let body: Vec<String> = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.send("POST", path, body.join("&")).await
    }
}

fn encoded(text: &str) -> String {
    web::visit::query_value(text)
}

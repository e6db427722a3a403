//! An administration with one person per role, and browsers without scripts.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use axum::Router;
use kernel::actor::{Actor, Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, PositionId, StaffId, UnitId};
use services::organisation::{AdministrationData, UnitData, position_create, unit_create};
use store::Tx;
pub use testkit::Page;
use testkit::{Installation, Seed, kit_files};
use web::{App, cookie};

pub const HOST: &str = "primerna.example.bg";
pub const OTHER_HOST: &str = "druga.example.bg";

const PASSWORD: &str = "очаквана-парола-17";

/// The installation under test.
pub struct Hall {
    pub app: App,
    pub unit: UnitId,
    pub position: PositionId,
    pub kit_hash: String,
    people: BTreeMap<Role, StaffActor>,
    /// An administrator of another administration of the same installation.
    stranger: StaffActor,
    installation: Installation,
    router: Router,
}

struct Made {
    people: BTreeMap<Role, StaffActor>,
    unit: UnitId,
    position: PositionId,
    kit_hash: String,
    stranger: StaffActor,
}

impl Hall {
    /// Two administrations on Monday, 20 April 2026, 10:00.
    pub fn new() -> Hall {
        let installation = Installation::new(&format!("https://{HOST}"));
        let ctx = installation.ctx(AdministrationId(0), Actor::System);
        let made = installation.write(move |tx| -> Result<_, store::Error> { Ok(seeded(tx, &ctx)) });
        installation.app.administrations_reload().unwrap();
        let Made { people, unit, position, kit_hash, stranger } = made;
        let router = web::finish(&installation.app, admin::router());
        Hall { app: installation.app.clone(), unit, position, kit_hash, people, stranger, installation, router }
    }

    pub fn staff(&self, role: Role) -> StaffId {
        self.people[&role].id
    }

    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>, AdministrationId) -> store::Result<T> + Send + 'static) -> T {
        self.installation.read(move |tx| work(tx, AdministrationId(1)))
    }

    /// Kinds of the latest events, newest first.
    pub fn kinds(&self, count: i64) -> Vec<String> {
        let entries = self.read(move |tx, id| store::history::latest(tx, id, None, count));
        entries.into_iter().map(|entry| entry.kind).collect()
    }

    fn open(&self, administration: i64, staff: StaffId, host: &str) -> Browser {
        let ctx = self.installation.ctx(AdministrationId(administration), Actor::System);
        let token = self.installation.write(move |tx| identity::session_open(tx, &ctx, staff, "Firefox", "192.0.2.1"));
        Browser::new(testkit::Browser::new(&self.router, host).with_cookie(cookie::STAFF, token.as_str()))
    }

    /// Somebody with this role, signed in.
    pub fn sign_in(&self, role: Role) -> Browser {
        self.open(1, self.staff(role), HOST)
    }

    /// Somebody signed in at the other administration who comes to the address of this one.
    pub fn sign_in_stranger(&self, host: &str) -> Browser {
        self.open(2, self.stranger.id, host)
    }

    pub fn nobody(&self) -> Browser {
        Browser::new(testkit::Browser::new(&self.router, HOST))
    }
}

fn administration(host: &str, name: &str) -> AdministrationData {
    AdministrationData {
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
    }
}

fn seeded(tx: &mut Tx<'_>, ctx: &Ctx) -> Made {
    let mut seed = Seed::administration(tx, ctx, &administration(HOST, "Община Примерна"), PASSWORD);
    let own = seed.ctx.clone();
    let unit = |tx: &mut Tx<'_>, code: &str, name: &str, parent: Option<UnitId>, is_counter: bool| {
        let data = UnitData {
            parent_id: parent,
            name_bg: name.to_owned(),
            name_en: String::new(),
            address: "пл. „Свобода“ № 1, етаж 1".to_owned(),
            hours: if is_counter { "понеделник – петък, 8:30 – 17:00 ч.".to_owned() } else { String::new() },
            is_counter,
        };
        unit_create(tx, &own, code, &data).expect("the unit can be made")
    };
    let top = unit(seed.tx(), "head", "Ръководство", None, false);
    let directorate = unit(seed.tx(), "services", "Дирекция „Административно обслужване“", Some(top), false);
    let gra = unit(seed.tx(), "gra", "Отдел „Гражданско състояние“", Some(directorate), false);
    unit(seed.tx(), "cao", "Център за административно обслужване", Some(directorate), true);
    seed.units.insert("gra".to_owned(), gra);
    let position = position_create(seed.tx(), &own, gra, "Главен експерт").expect("the position can be made");
    for (at, role) in Role::ALL.into_iter().enumerate() {
        let name = format!("Служител Примерен{}", ["ов", "ска", "ев"][at % 3]);
        seed.person(role.identifier(), &name, "gra", &[role]);
    }
    let people = Role::ALL.into_iter().map(|role| (role, seed.people[role.identifier()].clone())).collect();
    let mut files = kit_files("address-certificate");
    let first = services::catalogue::kit_install(seed.tx(), &own, &files).expect("the kit can be installed");
    let manifest = String::from_utf8(files["kit.toml"].clone()).expect("text").replace("minutes = 5", "minutes = 6");
    files.insert("kit.toml".to_owned(), manifest.into_bytes());
    let later = Ctx { now: "2026-04-20T07:00:01Z".parse().expect("an instant"), ..own };
    services::catalogue::kit_install(seed.tx(), &later, &files).expect("the second version can be installed");
    let mut other = Seed::administration(tx, ctx, &administration(OTHER_HOST, "Община Друга"), PASSWORD);
    other.person("admin", "Чужд Администратор", "", &[Role::Admin, Role::ServiceAdmin]);
    let stranger = other.people["admin"].clone();
    Made { people, unit: gra, position, kit_hash: first.hash, stranger }
}

/// A browser that sends a form with the tokens of the page seen last.
pub struct Browser {
    inner: testkit::Browser,
    csrf: String,
    form_token: String,
}

impl Deref for Browser {
    type Target = testkit::Browser;
    fn deref(&self) -> &testkit::Browser {
        &self.inner
    }
}

impl DerefMut for Browser {
    fn deref_mut(&mut self) -> &mut testkit::Browser {
        &mut self.inner
    }
}

impl Browser {
    fn new(inner: testkit::Browser) -> Browser {
        Browser { inner, csrf: String::new(), form_token: String::new() }
    }

    fn seen(&mut self, page: Page) -> Page {
        for (name, token) in [("csrf", &mut self.csrf), ("form_token", &mut self.form_token)] {
            if let Some(value) = page.find_hidden(name) {
                *token = value;
            }
        }
        page
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let page = self.inner.get(path).await;
        self.seen(page)
    }

    /// Sends a form with the tokens of the page seen last.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let tokens = [("csrf", self.csrf.as_str()), ("form_token", self.form_token.as_str())];
        let pairs: Vec<(&str, &str)> = tokens.into_iter().chain(fields.iter().copied()).collect();
        let page = self.inner.post_plain(path, &pairs).await;
        self.seen(page)
    }
}

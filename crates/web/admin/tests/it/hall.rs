//! An administration with one person per role, and browsers without scripts.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use admin::{JournalRole, Setting, Witness};
use axum::{Extension, Router};
use ejournal::journal::{self as role, Caller, Keys};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, PositionId, StaffId, UnitId};
use kernel::secret::SecretKey;
use services::organisation::{AdministrationData, UnitData, position_create, unit_create};
use store::log::{self, LogId, Publisher};
use store::{Store, Tx};
pub use testkit::Page;
use testkit::{Installation, Seed, kit_files};
use tlog::{Algorithm, KeyName, Policy, SignerKey};
use web::{App, cookie};

pub const HOST: &str = "primerna.example.bg";
pub const OTHER_HOST: &str = "druga.example.bg";

/// ЕИК of the administration that operates the journal.
pub const EIK: &str = "999999995";
/// The log of the administration.
pub const LOG: LogId = LogId(1);

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
        let operator = operator(&installation.app);
        installation.write(move |tx| journal_seeded(tx, &operator));
        publish(&installation.app);
        let router = web::finish(&installation.app, admin::router().layer(Extension(Arc::new(setting(&installation.app)))));
        Hall { app: installation.app.clone(), unit, position, kit_hash, people, stranger, installation, router }
    }

    pub fn staff(&self, role: Role) -> StaffId {
        self.people[&role].id
    }

    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>, AdministrationId) -> store::Result<T> + Send + 'static) -> T {
        self.installation.read(move |tx| work(tx, AdministrationId(1)))
    }

    /// A position of the history that only this administration has.
    pub fn seq(&self) -> i64 {
        self.read(store::history::last)
    }

    /// Puts the clock at a moment in Sofia.
    pub fn at(&self, text: &str) {
        self.installation.at(text);
    }

    /// Runs a statement as nobody should.
    pub fn tamper(&self, sql: &'static str) {
        let changed = tokio::task::block_in_place(|| self.app.store.write_blocking(move |tx| tx.execute(sql, &[])));
        assert_eq!(changed.unwrap(), 1, "{sql}");
    }

    /// Publishes what waits for the log of the administration.
    pub fn publish(&self) {
        publish(&self.app);
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

/// The witness of the configuration.
pub fn witness() -> SignerKey {
    SignerKey::new(KeyName::parse("svidetel.example.bg").unwrap(), Algorithm::CosignatureV1, [3; 32])
}

fn operator(app: &App) -> role::Ctx {
    let keys = Arc::new(Keys { tag: log::tag_key(&app.key), codes: SecretKey::new([5; 32]), hooks: SecretKey::new([6; 32]) });
    role::Ctx { caller: Caller::Operator, now: app.clock.now(), random: app.random.clone(), keys }
}

fn setting(app: &App) -> Setting {
    let key = witness().verifier().clone();
    Setting {
        policy: Policy::new(vec![key.clone()], 1).unwrap(),
        witnesses: vec![Witness { url: "https://svidetel.example.bg".to_owned(), key }],
        journal: Some(JournalRole { operator: EIK.to_owned(), keys: operator(app).keys }),
    }
}

/// One participant, and a draft of the nomenclature.
fn journal_seeded(tx: &mut Tx<'_>, operator: &role::Ctx) -> role::Result<()> {
    let source = "urn:oid:2.16.100.1.1.77".parse().unwrap();
    let administrations = vec![EIK.parse().unwrap()];
    role::source_admit(tx, operator, &role::Admit { number: 1, source, name: "Деловодство Примерна".to_owned(), administrations })?;
    role::draft_begin(tx, operator, "Служител Примеренов")
}

fn publish(app: &App) {
    tokio::task::block_in_place(|| published(&app.store, app)).unwrap();
}

fn published(store: &Store, app: &App) -> store::Result<()> {
    let name = KeyName::parse("999999995.log").unwrap();
    store.write_blocking(|tx| log::create(tx, LOG, "999999995.log"))?;
    let signers = store.shelf().signer_make(LOG, name, app.random.as_ref())?;
    let keys: Vec<_> = signers.iter().map(|key| key.verifier().clone()).collect();
    let known = keys.clone();
    store.write_blocking(move |tx| log::keys_add(tx, LOG, &known))?;
    let opened = store.write_blocking(|tx| log::open(tx, LOG))?;
    let place = store.shelf().place(LOG)?;
    let (writer, _) = log::check(store, opened, &place, &keys, &[])?;
    store.log_sequence(writer)?;
    Publisher::new(store, writer, place, signers).publish(app.clock.now().as_millisecond()).map(drop)
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
    let mut other = Seed::administration(
        tx,
        ctx,
        &AdministrationData { eik: "123456786".to_owned(), ..administration(OTHER_HOST, "Община Друга") },
        PASSWORD,
    );
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

//! A small administration with the repository's kits, its people at the desk, and their browsers without scripts.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use axum::Router;
use cases::filing::{Receipt, Submit, application_submit};
use cases::task::{Task, task_list_of_case};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use serde_json::json;
use services::kit::{Channel, DeliveryWay, Speed};
use services::organisation::AdministrationData;
use store::Tx;
pub use testkit::Page;
use testkit::{Installation, Seed, Unit};
use web::App;

const HOST: &str = "uslugi.example.bg";

/// The installation under test.
pub struct World {
    pub app: App,
    pub administration: AdministrationId,
    pub people: BTreeMap<String, StaffActor>,
    installation: Installation,
    router: Router,
}

const UNITS: [Unit; 6] = [
    Unit::new("gra", "Гражданско състояние"),
    Unit::new("arch", "Устройство на територията"),
    Unit::new("roads", "Улична мрежа"),
    Unit::new("law", "Правно обслужване"),
    Unit::new("cao", "Център за административно обслужване"),
    Unit::new("head", "Ръководство"),
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

fn administration() -> AdministrationData {
    AdministrationData {
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
    }
}

impl World {
    /// An administration on Monday, 20 April 2026, 10:00.
    pub fn new() -> World {
        let installation = Installation::new(&format!("https://{HOST}"));
        let ctx = installation.ctx(AdministrationId(0), Actor::System);
        let (administration, people) = installation.write(move |tx| -> Result<_, store::Error> {
            let mut seed = Seed::administration(tx, &ctx, &administration(), "очаквана-парола-17");
            seed.units(&UNITS).kits(["address-certificate", "pavement-permit"]);
            for (login, name, unit, roles) in PEOPLE {
                seed.person(login, name, unit, roles);
            }
            Ok((seed.id(), seed.people))
        });
        installation.app.administrations_reload().unwrap();
        let router = web::finish(&installation.app, office::router());
        World { app: installation.app.clone(), administration, people, installation, router }
    }

    pub fn ctx_of(&self, login: &str) -> Ctx {
        self.installation.ctx(self.administration, Actor::Staff(self.people[login].clone()))
    }

    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>, &Ctx) -> Result<T, cases::Error> + Send + 'static) -> T {
        let ctx = self.installation.ctx(self.administration, Actor::System);
        self.installation.read(move |tx| work(tx, &ctx))
    }

    #[track_caller]
    pub fn act<T: Send + 'static>(
        &self,
        login: &str,
        work: impl FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, cases::Error> + Clone + Send + 'static,
    ) -> T {
        let ctx = self.ctx_of(login);
        self.installation.write(move |tx| work(tx, &ctx))
    }

    /// The browser of a signed-in person.
    pub fn desk(&self, login: &str) -> Browser {
        let id = self.people[login].id;
        let token = self.act(login, move |tx, ctx| Ok(identity::session_open(tx, ctx, id, "проба", "127.0.0.1")?));
        Browser(testkit::Browser::new(&self.router, HOST).with_cookie(web::cookie::STAFF, token.as_str()))
    }

    /// The browser of somebody who did not sign in.
    pub fn nobody(&self) -> Browser {
        Browser(testkit::Browser::new(&self.router, HOST))
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
                    received_number: None,
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
        self.installation.draw(self.administration, case);
    }
}

/// A browser of a signed-in person.
#[derive(Clone)]
pub struct Browser(testkit::Browser);

impl Deref for Browser {
    type Target = testkit::Browser;
    fn deref(&self) -> &testkit::Browser {
        &self.0
    }
}

impl DerefMut for Browser {
    fn deref_mut(&mut self) -> &mut testkit::Browser {
        &mut self.0
    }
}

impl Browser {
    /// Opens a page and sends its form.
    pub async fn post(&mut self, page: &str, address: &str, pairs: &[(&str, &str)]) -> Page {
        let from = self.get(page).await;
        self.post_from(&from, address, pairs).await
    }

    /// Opens a page and sends its form with files: `(field, name, content)`.
    pub async fn upload(&mut self, page: &str, address: &str, pairs: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let from = self.get(page).await;
        self.upload_from(&from, address, pairs, files).await
    }
}

//! Two administrations behind the real router; people who sign in with name and password, and cases filed on the portal.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use axum::Router;
use axum::http::StatusCode;
use cases::filing::{Receipt, Submit, application_submit};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, TaskId, UnitId};
use serde_json::json;
use services::kit::{Channel, DeliveryWay, Speed};
use services::organisation::AdministrationData;
use store::Store;
use testkit::{Installation, Page, Seed, Unit};

pub const PASSWORD: &str = "primeren-vhod-2026";
const OWN: AdministrationId = AdministrationId(1);

const UNITS: [Unit; 3] = [Unit::new("cao", "Център за обслужване"), Unit::new("gra", "ГРАО"), Unit::new("mdt", "Местни данъци и такси")];

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
    pub people: BTreeMap<String, StaffActor>,
    pub units: BTreeMap<String, UnitId>,
    installation: Installation,
    router: Router,
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
        let installation = Installation::new("http://localhost");
        let ctx = installation.ctx(OWN, Actor::System);
        let (people, units) = installation.write(move |tx| -> Result<_, store::Error> {
            let mut made = Vec::new();
            for (number, host, eik) in [(1, "", "999999995"), (2, "druga.example", "000696327")] {
                let mut seed = Seed::administration(tx, &ctx, &administration(host, eik, 9000 + number), PASSWORD);
                seed.units(&UNITS).kits(["address-certificate", "heirs-certificate", "tax-valuation"]);
                for (login, name, unit, roles) in PEOPLE {
                    seed.person(login, name, unit, roles);
                }
                made.push((seed.people, seed.units));
            }
            Ok(made.remove(0))
        });
        installation.app.administrations_reload().unwrap();
        let router = web::finish(&installation.app, office::router());
        World { store: installation.app.store.clone(), app: installation.app.clone(), people, units, installation, router }
    }

    pub fn at(&self, text: &str) {
        self.installation.at(text);
    }

    /// Counts what the history has gained.
    pub fn follow(&self) {
        self.installation.follow(self.ctx(Actor::System).administration_id);
    }

    pub fn ctx(&self, actor: Actor) -> Ctx {
        self.installation.ctx(OWN, actor)
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
            received_number: None,
            draft: None,
            scans: Vec::new(),
            intake_note: String::new(),
            doubtful_identifiers: false,
        };
        self.installation.write(move |tx| application_submit(tx, &ctx, submit))
    }

    pub fn sample(&self) -> Receipt {
        self.file("Иван", "Примеров", "8003310010")
    }

    /// The open task of a case.
    pub fn task(&self, case: CaseId) -> TaskId {
        let ctx = self.ctx(Actor::System);
        let tasks = self.installation.read(move |tx| cases::task::task_list_of_case(tx, &ctx, case));
        tasks.into_iter().find(|task| task.is_open()).unwrap().id
    }

    /// Kinds of the facts of a case.
    pub fn facts(&self, case: CaseId) -> Vec<String> {
        let entries = self.installation.read(move |tx| store::history::of_case(tx, OWN, case));
        entries.into_iter().map(|entry| entry.kind).collect()
    }

    pub fn browser(&self) -> Browser {
        Browser(testkit::Browser::new(&self.router, "localhost"))
    }

    /// A browser in which `login` has signed in.
    pub async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(login).await;
        browser
    }
}

/// A browser whose person signs in as people do.
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
    /// Posts fields together with the token a page of this browser carries.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get("/office/sign-in?next=/office").await;
        let page = if page.status.is_redirection() { self.get("/office/settings").await } else { page };
        let token = page.hidden("csrf");
        let pairs: Vec<(&str, &str)> = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post_plain(address, &pairs).await
    }

    pub async fn sign_in(&mut self, login: &str) {
        let answer = self.post("/office/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/office")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
        assert_eq!(answer.location, "/office");
    }
}

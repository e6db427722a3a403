//! A small administration with the repository's kits, a visitor with cookies, and clerks who do their part.

use std::ops::{Deref, DerefMut};

use axum::Router;
use cases::decision::{DecisionDraft, decision_draft_finish, decision_sign};
use cases::notice::{SendNotice, notice_send};
use cases::task::{Finish, Task, task_finish, task_list_of_case, task_suits};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use serde_json::{Map, Value as Json, json};
use services::kit::DecisionKind;
use services::organisation::AdministrationData;
pub use testkit::Page;
use testkit::{Installation, Seed, Unit, kit_codes};

const HOST: &str = "uslugi.example.bg";

/// The installation under test.
pub struct World {
    pub administration: AdministrationId,
    staff: Vec<StaffActor>,
    installation: Installation,
    router: Router,
}

const UNITS: [Unit; 7] = [
    Unit { code: "gra", bg: "Гражданско състояние", en: "Civil status" },
    Unit { code: "tax", bg: "Местни данъци и такси", en: "Local taxes and fees" },
    Unit { code: "arch", bg: "Устройство на територията", en: "Spatial planning" },
    Unit { code: "roads", bg: "Улична мрежа", en: "Streets" },
    Unit { code: "cao", bg: "Център за административно обслужване", en: "Service centre" },
    Unit { code: "head", bg: "Ръководство", en: "Management" },
    Unit { code: "info", bg: "Връзки с обществеността", en: "Public relations" },
];

/// Everybody may do everything: the portal's tests are not about who.
const ROLES: [Role; 6] = [Role::FrontDesk, Role::CaseOfficer, Role::Reviewer, Role::UnitHead, Role::Signatory, Role::Cashier];

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
            seed.units(&UNITS).kits(kit_codes().iter().map(String::as_str));
            for unit in UNITS {
                for number in 1..=2 {
                    let name = format!("Служител {} {number}", unit.code.to_uppercase());
                    seed.person(&format!("{}{number}", unit.code), &name, unit.code, &ROLES);
                }
            }
            Ok((seed.id(), seed.people))
        });
        installation.app.administrations_reload().unwrap();
        let router = web::finish(&installation.app, portal::router());
        let staff = people.into_values().collect();
        World { administration, staff, installation, router }
    }

    pub fn ctx(&self, actor: Actor) -> Ctx {
        self.installation.ctx(self.administration, actor)
    }

    pub fn visitor(&self) -> Browser {
        Browser(testkit::Browser::new(&self.router, HOST))
    }

    /// Moves the clock to a moment in Sofia.
    pub fn at(&self, text: &str) {
        self.installation.at(text);
    }

    /// The case of an address such as `/receipt/{case}`.
    pub fn case_of(address: &str) -> CaseId {
        address.split('/').nth(2).unwrap().parse().unwrap()
    }

    pub fn read<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnOnce(&store::Tx<'_>, &Ctx) -> Result<T, cases::Error> + Send + 'static,
    ) -> T {
        let ctx = self.ctx(actor);
        self.installation.read(move |tx| work(tx, &ctx))
    }

    /// The open task of a kind, with a member of staff who may take it.
    fn task(&self, case: CaseId, kind: &str) -> (Task, StaffActor) {
        let tasks = self.read(Actor::System, move |tx, ctx| task_list_of_case(tx, ctx, case));
        let task =
            tasks.into_iter().find(|task| task.kind == kind && task.is_open()).unwrap_or_else(|| panic!("no open task of kind {kind}"));
        let staff = self.staff.clone();
        let asked = task.clone();
        let administration = self.administration;
        let fit = self.read(Actor::System, move |tx, _| {
            for one in staff {
                if task_suits(tx, administration, &asked, &one)? {
                    return Ok(Some(one));
                }
            }
            Ok(None)
        });
        (task, fit.expect("somebody may do the task"))
    }

    fn act(&self, staff: StaffActor, work: impl FnOnce(&mut store::Tx<'_>, &Ctx) -> Result<(), cases::Error> + Clone + Send + 'static) {
        let ctx = self.ctx(Actor::Staff(staff));
        self.installation.write(move |tx| work(tx, &ctx));
    }

    /// Finishes the open task of a kind.
    pub fn finish(&self, case: CaseId, kind: &str, outcome: Json) {
        let (task, staff) = self.task(case, kind);
        let Json::Object(outcome) = outcome else { panic!("an outcome is an object") };
        self.act(staff, move |tx, ctx| task_finish(tx, ctx, task.id, Finish { outcome, remarks: "Проверено.".to_owned() }));
    }

    /// Sends a notice of irregularities.
    pub fn notice(&self, case: CaseId, codes: &[&str], free_text: &str) {
        let (task, staff) = self.task(case, "regularity");
        let send = SendNotice {
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            free_text: free_text.to_owned(),
            checks: Map::new(),
        };
        self.act(staff, move |tx, ctx| notice_send(tx, ctx, task.id, send));
    }

    pub fn pay(&self, case: CaseId) {
        let (task, staff) = self.task(case, "payment");
        self.act(staff, move |tx, ctx| cases::payment::payment_record_task(tx, ctx, task.id, "cash", "0001"));
    }

    /// Drafts, reviews and signs a decision, and draws its document.
    pub fn decide(&self, case: CaseId, kind: DecisionKind) {
        let (task, staff) = self.task(case, "draft");
        self.act(staff, move |tx, ctx| {
            let file = cases::case_get(tx, ctx, case)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &file.kit_hash)?;
            let mut draft = DecisionDraft::prefilled(&kit, &file, kind);
            for key in draft.missing(&kit) {
                draft.fields.insert(key, json!("2026-05-01"));
            }
            decision_draft_finish(tx, ctx, task.id, draft)
        });
        self.finish(case, "review", json!({ "review": "approved" }));
        let (task, staff) = self.task(case, "sign");
        self.act(staff, move |tx, ctx| decision_sign(tx, ctx, task.id).map(|_| ()));
        self.draw(case);
    }

    /// Draws every document of a case that waits for its file.
    pub fn draw(&self, case: CaseId) {
        self.installation.draw(self.administration, case);
    }
}

/// A browser without scripts.
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
    /// A token of this browser's forms.
    pub async fn csrf(&mut self) -> String {
        self.get("/status").await.hidden("csrf")
    }

    pub async fn post(&mut self, address: &str, pairs: &[(&str, &str)]) -> Page {
        let csrf = self.csrf().await;
        self.post_raw(address, &csrf, pairs).await
    }

    pub async fn post_raw(&mut self, address: &str, csrf: &str, pairs: &[(&str, &str)]) -> Page {
        let all: Vec<(&str, &str)> = [("csrf", csrf)].into_iter().chain(pairs.iter().copied()).collect();
        self.post_plain(address, &all).await
    }

    /// Sends a form with files: `(field, name, content)`.
    pub async fn upload(&mut self, address: &str, pairs: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let from = self.get("/status").await;
        self.upload_from(&from, address, pairs, files).await
    }

    /// Fills the address certificate up to the last look; answers with the address of the draft.
    pub async fn address_certificate(&mut self) -> String {
        let first =
            self.post("/services/address-certificate/start", &[("applicant.capacity", "self"), ("act", "continue")]).await.to("/apply/");
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        let pages: [(&str, Vec<(&str, &str)>); 6] = [
            ("pageName", vec![("applicant.firstName", "Мария"), ("applicant.middleName", ""), ("applicant.lastName", "Тестова")]),
            ("pageIdentifier", vec![("applicant.identifier", "7501020018")]),
            ("pageContent", vec![("certificate.content", "current")]),
            ("pagePurpose", vec![("certificate.purpose", "пред банка")]),
            (
                "pageContact",
                vec![("applicant.email", "maria@example.bg"), ("applicant.phone", ""), ("applicant.address", "2780 Белица, ул. Първа 1")],
            ),
            ("pageDocuments", vec![]),
        ];
        for (page, pairs) in pages {
            let answer = self.post(&format!("{draft}/{page}"), &pairs).await;
            answer.to(&draft);
        }
        self.post(&format!("{draft}/pageDeclaration"), &[("declaration.truth", "true")]).await.to(&format!("{draft}/delivery"));
        self.post(&format!("{draft}/delivery"), &[("speed", "ordinary"), ("delivery", "online")]).await.to(&format!("{draft}/review"));
        draft
    }

    /// Files the address certificate; answers with the address of its receipt.
    pub async fn file_address_certificate(&mut self) -> String {
        let draft = self.address_certificate().await;
        let review = self.get(&format!("{draft}/review")).await.ok();
        let token = review.hidden("form_token");
        self.post(&format!("{draft}/submit"), &[("form_token", &token)]).await.to("/receipt/")
    }
}

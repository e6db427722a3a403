//! A small administration with the repository's kits, a visitor with cookies, and clerks who do their part.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::decision::{DecisionDraft, decision_draft_finish, decision_sign};
use cases::notice::{SendNotice, notice_send};
use cases::task::{Finish, Task, task_finish, task_list_of_case, task_suits};
use http_body_util::BodyExt;
use identity::{NewStaff, PasswordHash, PasswordParams, Passwords, staff_actor, staff_create};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::clock::VirtualClock;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, UnitId};
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use serde_json::{Map, Value as Json, json};
use services::kit::DecisionKind;
use services::organisation::{AdministrationData, UnitData, administration_create, unit_create};
use store::{Options, Store};
use tower::ServiceExt;
use web::rate::RateLimits;
use web::{App, Config};

/// The installation under test.
pub struct World {
    pub app: App,
    pub router: Router,
    pub clock: Arc<VirtualClock>,
    pub administration: AdministrationId,
    pub staff: Vec<StaffActor>,
    _folder: tempfile::TempDir,
}

fn ctx(app: &App, administration: AdministrationId, actor: Actor) -> Ctx {
    Ctx {
        administration_id: administration,
        actor,
        now: app.clock.now(),
        command_id: None,
        request_id: "test".to_owned(),
        random: app.random.clone(),
        key: app.key.clone(),
        base_url: "https://uslugi.example.bg".into(),
    }
}

const UNITS: [(&str, &str, &str); 7] = [
    ("gra", "Гражданско състояние", "Civil status"),
    ("tax", "Местни данъци и такси", "Local taxes and fees"),
    ("arch", "Устройство на територията", "Spatial planning"),
    ("roads", "Улична мрежа", "Streets"),
    ("cao", "Център за административно обслужване", "Service centre"),
    ("head", "Ръководство", "Management"),
    ("info", "Връзки с обществеността", "Public relations"),
];

impl World {
    /// An administration on Monday, 20 April 2026, 10:00.
    pub fn new() -> World {
        World::at_address("https://uslugi.example.bg")
    }

    /// The same under another address. Seeding waits for the disk, so it steps out of the runtime.
    pub fn at_address(base_url: &str) -> World {
        tokio::task::block_in_place(|| World::made(base_url))
    }

    fn made(base_url: &str) -> World {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options::new(folder.path())).unwrap();
        let clock = Arc::new(VirtualClock::new("2026-04-20T07:00:00Z".parse().unwrap()));
        let random = Arc::new(SeededRandom::new(7));
        let key = Arc::new(SecretKey::new([9; 32]));
        let engine = documents::Engine::new();
        let config = Config::new(base_url);
        let mut app = App::open(store, engine, clock.clone(), random, key, config).unwrap();
        app.rates = Arc::new(RateLimits::unlimited());
        let seed = app.clone();
        let (administration, staff) = app.store.write_blocking(move |tx| seeded(tx, &seed)).unwrap();
        app.administrations_reload().unwrap();
        let router = web::finish(&app, portal::router());
        World { router, administration, staff, clock, _folder: folder, app }
    }

    pub fn ctx(&self, actor: Actor) -> Ctx {
        ctx(&self.app, self.administration, actor)
    }

    pub fn system(&self) -> Ctx {
        self.ctx(Actor::System)
    }

    pub fn visitor(&self) -> Browser<'_> {
        Browser { world: self, cookies: BTreeMap::new() }
    }

    /// Moves the clock to a moment in Sofia.
    pub fn at(&self, text: &str) {
        let moment: jiff::civil::DateTime = text.parse().unwrap();
        self.clock.set(kernel::clock::sofia_instant(moment));
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
        tokio::task::block_in_place(|| self.app.store.read_blocking(move |tx| work(tx, &ctx))).unwrap()
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

    fn act(&self, staff: StaffActor, work: impl FnOnce(&mut store::Tx<'_>, &Ctx) -> Result<(), cases::Error> + Send + 'static) {
        let ctx = self.ctx(Actor::Staff(staff));
        tokio::task::block_in_place(|| self.app.store.write_blocking(move |tx| work(tx, &ctx))).unwrap();
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
        let waiting = self.read(Actor::System, move |tx, ctx| {
            let file = cases::case_get(tx, ctx, case)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &file.kit_hash)?;
            let documents = cases::document::document_list(tx, ctx, case)?;
            Ok((kit, documents.into_iter().filter(|one| one.state == "rendering").collect::<Vec<_>>()))
        });
        for document in waiting.1 {
            let pdf = cases::render::document_render(&self.app.documents, &waiting.0, &document, "https://uslugi.example.bg").unwrap();
            let ctx = self.system();
            tokio::task::block_in_place(|| {
                let blob = self.app.store.blobs().put_blocking(pdf).unwrap();
                self.app.store.write_blocking(move |tx| cases::document::document_issued(tx, &ctx, document.id, &blob)).unwrap();
            });
        }
    }
}

fn seeded(tx: &mut store::Tx<'_>, app: &App) -> Result<(AdministrationId, Vec<StaffActor>), identity::Error> {
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
    let mut units: Vec<(String, UnitId)> = Vec::new();
    for (code, bg, en) in UNITS {
        let counter = code == "cao";
        let data = UnitData {
            parent_id: None,
            name_bg: bg.to_owned(),
            name_en: en.to_owned(),
            address: if counter { data.address.clone() } else { String::new() },
            hours: if counter { "понеделник – петък, 8:30 – 17:00 ч.".to_owned() } else { String::new() },
            is_counter: counter,
        };
        units.push((code.to_owned(), unit_create(tx, &ctx, code, &data).expect("the unit can be made")));
    }
    let passwords = Passwords::new(PasswordParams { memory_kib: 64, passes: 1, lanes: 1 })?;
    let hash: PasswordHash = passwords.hash("очаквана-парола-17", app.random.as_ref())?;
    let mut staff = Vec::new();
    for (code, unit) in &units {
        for number in 1..=2 {
            let new = NewStaff {
                login: format!("{code}{number}"),
                name: format!("Служител {} {}", code.to_uppercase(), number),
                email: String::new(),
                password_hash: hash.clone(),
                unit_id: Some(*unit),
                position_id: None,
                roles: vec![Role::FrontDesk, Role::CaseOfficer, Role::Reviewer, Role::UnitHead, Role::Signatory, Role::Cashier],
            };
            let id_of = staff_create(tx, &ctx, new)?;
            staff.extend(staff_actor(tx, id, id_of)?);
        }
    }
    let kits = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../kits");
    let mut folders: Vec<_> =
        std::fs::read_dir(kits).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.join("kit.toml").exists()).collect();
    folders.sort();
    for folder in folders {
        let files = services::kit::load_dir(&folder).expect("the kit can be read");
        services::catalogue::kit_install(tx, &ctx, &files).unwrap_or_else(|error| panic!("{}: {error:?}", folder.display()));
    }
    Ok((id, staff))
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub location: String,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The page's words with single spaces.
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

    #[track_caller]
    pub fn ok(self) -> Page {
        assert_eq!(self.status, StatusCode::OK, "{} {}", self.location, self.text());
        self
    }

    #[track_caller]
    pub fn to(self, beginning: &str) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        assert!(self.location.starts_with(beginning), "{} does not begin with {beginning}", self.location);
        self.location
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let html = self.html();
        let start = html.find(&mark).unwrap_or_else(|| panic!("no field {name}")) + mark.len();
        html[start..].split('"').next().unwrap().to_owned()
    }
}

/// A browser without scripts.
pub struct Browser<'w> {
    pub world: &'w World,
    pub cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    pub async fn send(&mut self, request: Request<Body>) -> Page {
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
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Page { status, location, headers, bytes }
    }

    pub async fn get(&mut self, address: &str) -> Page {
        let address = address.split('#').next().unwrap();
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// A token of this browser's forms.
    pub async fn csrf(&mut self) -> String {
        self.get("/status").await.hidden("csrf")
    }

    pub async fn post(&mut self, address: &str, pairs: &[(&str, &str)]) -> Page {
        let csrf = self.csrf().await;
        self.post_raw(address, &csrf, pairs).await
    }

    pub async fn post_raw(&mut self, address: &str, csrf: &str, pairs: &[(&str, &str)]) -> Page {
        let encode = |text: &str| web::visit::query_value(text);
        let mut body = format!("csrf={}", encode(csrf));
        for (name, value) in pairs {
            body.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        let request =
            Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body)).unwrap();
        self.send(request).await
    }

    /// Sends a form with files: `(field, name, content)`.
    pub async fn upload(&mut self, address: &str, pairs: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let csrf = self.csrf().await;
        let mut body = Vec::new();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(pairs);
        for (name, value) in all {
            body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        for (field, name, content) in files {
            body.extend_from_slice(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let request =
            Request::post(address).header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge").body(Body::from(body)).unwrap();
        self.send(request).await
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

//! Every route walked as nobody, as a stranger with a case of their own, and as a clerk of another administration:
//! no case of another person or administration is ever reachable.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::{document, filing, list};
use gishe::config::Config;
use gishe::logs::Keeper;
use gishe::runtime::Installation;
use gishe::witnesses::Witnesses;
use gishe::{demo, sample, server, worker};
use identity::NewStaff;
use kernel::actor::{Actor, Role};
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::ctx::Ctx;
use kernel::ids::AdministrationId;
use kernel::random::SeededRandom;
use services::kit::{Channel, DeliveryWay, Kit, Speed};
use services::organisation::{self, AdministrationData, UnitData};
use store::Options;
use tower::ServiceExt;
use web::access::Route;

/// A name that must not appear on any page of somebody else.
const SECRET: &str = "Тайнаприказна";
const BASE: &str = "http://primerna.example";
const OTHER_HOST: &str = "other.example";

struct World {
    _folder: tempfile::TempDir,
    app: web::App,
    router: axum::Router,
    /// Values of the parts of addresses, all of the case with the secret.
    parts: BTreeMap<&'static str, String>,
    stranger: String,
    foreign_clerk: String,
    own_clerk: String,
}

pub fn submit(installation: &Installation, ctx: &Ctx, last_name: &str) -> filing::Receipt {
    let kit = Kit::parse(&sample::kits()["address-certificate"]).unwrap();
    let mut answers = kit.tests[0].filing.answers.clone();
    answers["applicant"]["lastName"] = serde_json::json!(last_name);
    let submit = filing::Submit {
        service_code: kit.code().to_owned(),
        kit_hash: String::new(),
        answers,
        speed: Speed::Ordinary,
        delivery: DeliveryWay::Counter,
        delivery_address: String::new(),
        channel: Channel::Web,
        received_number: None,
        draft: None,
        scans: Vec::new(),
        intake_note: String::new(),
        doubtful_identifiers: false,
    };
    let ctx = Ctx { actor: Actor::Anonymous, ..ctx.clone() };
    installation.store.write_blocking(move |tx| filing::application_submit(tx, &ctx, submit)).unwrap()
}

/// Another administration under another host, with one clerk who holds every role.
fn other_administration(installation: &Installation, ctx: &Ctx) -> String {
    let password = sample::password_cheap(installation).unwrap();
    let ctx = ctx.clone();
    let opened = installation.store.write_blocking(move |tx| -> Result<_, sample::Error> {
        let data = AdministrationData {
            eik: "000696020".to_owned(),
            name_bg: "Друга администрация".to_owned(),
            name_en: "Another administration".to_owned(),
            register_number: String::new(),
            oid: String::new(),
            register_index: 2,
            host: OTHER_HOST.to_owned(),
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            website: String::new(),
            node: "01".to_owned(),
            settings: serde_json::json!({}),
        };
        let id: AdministrationId = organisation::administration_create(tx, &ctx, &data)?;
        let there = Ctx { administration_id: id, ..ctx };
        let unit = UnitData {
            parent_id: None,
            name_bg: "Звено".to_owned(),
            name_en: "Unit".to_owned(),
            address: String::new(),
            hours: String::new(),
            is_counter: true,
        };
        let unit = organisation::unit_create(tx, &there, "cao", &unit)?;
        let new = NewStaff {
            login: "drug".to_owned(),
            name: "Друг Служител".to_owned(),
            email: String::new(),
            password_hash: password,
            unit_id: Some(unit),
            position_id: None,
            roles: Role::ALL.to_vec(),
        };
        let staff = identity::staff_create(tx, &there, new)?;
        Ok(identity::session_open(tx, &there, staff, "test", "127.0.0.1")?.as_str().to_owned())
    });
    opened.unwrap()
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let now = sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0));
    let installation = Installation::open_with(
        &Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) },
        Arc::new(VirtualClock::new(now)),
        Arc::new(SeededRandom::new(3)),
    )
    .unwrap();
    let people = demo::prepare(&installation, BASE).unwrap();
    let ctx = sample::system(&installation, BASE);
    let secret = submit(&installation, &ctx, SECRET);
    let strangers = submit(&installation, &ctx, "Чуждова");
    worker::drain(&installation, BASE).unwrap();
    let foreign_clerk = other_administration(&installation, &ctx);
    let witnesses = Witnesses::configured(&Config::default()).unwrap();
    Keeper::new(installation.clone(), witnesses, None).round().unwrap();
    let session = ctx.clone();
    let stranger_token =
        installation.store.write_blocking(move |tx| identity::applicant_session_open(tx, &session, strangers.case_id)).unwrap();
    let clerk = people.people["delovoditel"].id;
    let session = ctx.clone();
    let own = installation.store.write_blocking(move |tx| identity::session_open(tx, &session, clerk, "test", "127.0.0.1")).unwrap();
    let case = secret.case_id;
    let (documents, tasks) = installation
        .store
        .read_blocking(|tx| -> Result<_, cases::Error> {
            Ok((document::document_list(tx, &ctx, case)?, cases::task::task_list_of_case(tx, &ctx, case)?))
        })
        .unwrap();
    let draft_ctx = Ctx { actor: Actor::Anonymous, ..ctx.clone() };
    let draft = installation
        .store
        .write_blocking(move |tx| -> Result<_, cases::Error> {
            let mut draft = cases::draft::draft_create(tx, &draft_ctx, "address-certificate", "web", "somebody-else")?;
            draft.answers = serde_json::json!({ "applicant": { "lastName": SECRET } });
            cases::draft::draft_save(tx, &draft_ctx, &draft)?;
            Ok(draft)
        })
        .unwrap();
    let unit = installation.store.read_blocking(|tx| organisation::unit_list(tx, sample::ADMINISTRATION)).unwrap()[0].id;
    let parts = BTreeMap::from([
        ("case", case.to_string()),
        ("document", documents[0].id.to_string()),
        ("task", tasks[0].id.to_string()),
        ("draft", draft.id.to_string()),
        ("staff", clerk.to_string()),
        ("unit", unit.to_string()),
        ("position", unit.to_string()),
        ("code", "address-certificate".to_owned()),
        ("hash", "0".repeat(64)),
        ("page", "pageName".to_owned()),
        ("act", "suspend".to_owned()),
        ("number", "1".to_owned()),
        ("seq", "1".to_owned()),
        ("what", "key".to_owned()),
        ("token", "0".repeat(24)),
        ("name", "missing".to_owned()),
        ("tile", "0/000".to_owned()),
        ("access", "00000000-0000-7000-8000-000000000000".to_owned()),
        ("event", "00000000-0000-7000-8000-000000000000".to_owned()),
    ]);
    let app = web::App::open(
        installation.store.clone(),
        installation.documents.clone(),
        installation.clock.clone(),
        installation.random.clone(),
        installation.key.clone(),
        web::Config::new(BASE),
    )
    .unwrap();
    World {
        router: server::router(&app),
        app,
        parts,
        stranger: format!("{}={}", web::cookie::CASE, stranger_token.as_str()),
        foreign_clerk: format!("{}={foreign_clerk}", web::cookie::STAFF),
        own_clerk: format!("{}={}", web::cookie::STAFF, own.as_str()),
        _folder: folder,
    }
}

fn routes() -> Vec<Route> {
    [portal::ROUTES, office::ROUTES, office::work::ROUTES, admin::ROUTES].into_iter().flatten().copied().collect()
}

impl World {
    fn address(&self, route: &Route) -> String {
        let mut address = route.path.to_owned();
        while let Some(begin) = address.find('{') {
            let end = begin + address[begin..].find('}').unwrap();
            let name = address[begin + 1..end].trim_start_matches('*').to_owned();
            let value = self.parts.get(name.as_str()).unwrap_or_else(|| panic!("{}: no value for {{{name}}}", route.path));
            address.replace_range(begin..=end, value);
        }
        address
    }

    async fn ask(&self, method: &str, address: &str, host: &str, cookie: &str) -> (StatusCode, String) {
        let request = Request::builder().method(method).uri(address).header(header::HOST, host).header(header::COOKIE, cookie);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from("x=1")).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        for name in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
            assert!(response.headers().contains_key(name), "{method} {address} has no {name}");
        }
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("unsafe-eval"), "{address}: {policy}");
        let body = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_a_stranger_and_a_foreign_clerk_reach_no_case() {
    let world = tokio::task::block_in_place(world);
    let routes = routes();
    assert!(routes.len() > 120, "only {} routes are listed", routes.len());
    let walkers = [
        ("nobody", "primerna.example", ""),
        ("a stranger", "primerna.example", world.stranger.as_str()),
        ("a foreign clerk", OTHER_HOST, world.foreign_clerk.as_str()),
    ];
    let mut leaks = Vec::new();
    for route in &routes {
        let address = world.address(route);
        for (who, host, cookie) in walkers {
            let (status, body) = world.ask(route.method, &address, host, cookie).await;
            if body.contains(SECRET) || status.is_server_error() {
                leaks.push(format!("{who}: {} {address} answered {status}", route.method));
            }
            if route.method == "POST" && status != StatusCode::FORBIDDEN {
                leaks.push(format!("{who}: POST {address} without a form token answered {status}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leak(s)\n{}", leaks.len(), leaks.join("\n"));
    // The walk can fail: the clerk of the case sees the name.
    let (status, body) = world.ask("GET", &format!("/office/cases/{}", world.parts["case"]), "primerna.example", &world.own_clerk).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains(SECRET));
    let ctx = Ctx { actor: Actor::System, ..sample_ctx(&world) };
    let page = world.app.store.read_blocking(|tx| list::case_list(tx, &ctx, &Default::default(), None)).unwrap();
    assert_eq!(page.rows.len(), 2, "the walk changed nothing");
}

fn sample_ctx(world: &World) -> Ctx {
    Ctx {
        administration_id: sample::ADMINISTRATION,
        actor: Actor::System,
        now: world.app.clock.now(),
        command_id: None,
        request_id: "test".to_owned(),
        random: world.app.random.clone(),
        key: world.app.key.clone(),
        base_url: BASE.into(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paths_out_of_the_folder_and_malformed_ids_are_not_found() {
    let world = tokio::task::block_in_place(world);
    let addresses = [
        "/static/../../secret.key",
        "/static/..%2f..%2fsecret.key",
        "/services/..%2f..%2fetc%2fpasswd",
        "/case/00000000-0000-0000-0000-000000000000",
        "/case/1'%20OR%201=1",
        "/office/cases/not-an-id",
        "/t/%7B%7B7*7%7D%7D",
        "/v/%3Cscript%3E",
    ];
    for address in addresses {
        let (status, body) = world.ask("GET", address, "primerna.example", &world.stranger).await;
        assert!(status.is_client_error() || status.is_redirection(), "{address} answered {status}");
        assert!(!body.contains("<script>") && !body.contains("49") || !address.contains("7*7"), "{address}");
    }
}

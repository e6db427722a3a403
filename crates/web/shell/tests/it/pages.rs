//! A server with a few pages, driven without a network.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use kernel::clock::VirtualClock;
use kernel::ids::AdministrationId;
use kernel::random::OsRandom;
use kernel::secret::SecretKey;
use tower::ServiceExt;
use web::upload::Received;
use web::{Administration, App, Config, Notice, Page, PageError, Pairs, StaffVisit, Visit, redirect, render};

#[derive(Template)]
#[template(
    source = "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1><form method=\"post\">{{ page.csrf_field() }}{{ page.token_field() }}</form>{% endblock %}",
    ext = "html"
)]
struct Hello {
    page: Page,
}

async fn hello(visit: Visit) -> Result<Response, PageError> {
    render(&Hello { page: visit.page("Начало") })
}

async fn echo(visit: Visit, pairs: Pairs) -> Result<Response, PageError> {
    pairs.command()?;
    let said = pairs.get("said").to_owned();
    Ok(redirect::with_notice(&visit, "/", &Notice::success(format!("Записано: {said}"))))
}

async fn upload(received: Received) -> Result<String, PageError> {
    Ok(received.files.iter().map(|file| format!("{} {}", file.name, file.content.blob().size)).collect::<Vec<_>>().join(";"))
}

async fn desk(visit: StaffVisit) -> Result<Response, PageError> {
    render(&Hello { page: visit.page("Бюро") })
}

async fn broken() -> Result<Response, PageError> {
    let number: u8 = "x".parse().expect("a handler with a mistake");
    Ok(axum::response::IntoResponse::into_response(number.to_string()))
}

/// The served pages.
pub struct Pages {
    router: Router,
    _folder: tempfile::TempDir,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()).find_map(|line| {
            let (key, rest) = line.split_once('=')?;
            (key == name).then(|| rest.split(';').next().unwrap_or("").to_owned())
        })
    }

    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let start = self.text.find(&mark).expect("the page has the field") + mark.len();
        self.text[start..].split('"').next().unwrap_or("").to_owned()
    }
}

fn engine() -> documents::Engine {
    static ENGINE: OnceLock<documents::Engine> = OnceLock::new();
    ENGINE.get_or_init(documents::Engine::new).clone()
}

impl Pages {
    pub fn start(base_url: &str) -> Pages {
        let folder = tempfile::tempdir().unwrap();
        let store =
            store::Store::open(&store::Options { database: pgserver::database_for_test().into(), ..store::Options::new(folder.path()) })
                .unwrap();
        let clock = Arc::new(VirtualClock::new("2026-03-05T12:30:00Z".parse().unwrap()));
        let key = Arc::new(SecretKey::new([7; 32]));
        let app = App::open(store, engine(), clock, Arc::new(OsRandom), key, Config::new(base_url)).unwrap();
        let one = |id, host: &str, name: &str| Administration {
            id: AdministrationId(id),
            host: host.to_owned(),
            name_bg: name.to_owned(),
            name_en: format!("Municipality {id}"),
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            website: String::new(),
            eik: String::new(),
        };
        app.administrations.replace(vec![one(1, "first.bg", "Първа община"), one(2, "second.bg", "Втора община")]);
        let router = Router::new()
            .route("/", get(hello).post(echo))
            .route("/files", axum::routing::post(upload))
            .route("/broken", get(broken))
            .route("/office", get(desk))
            .route("/office/act", axum::routing::post(desk))
            .route("/api/v1/thing", get(|| async { Err::<(), _>(PageError::not_found().with_code("TEST-0001")) }));
        Pages { router: web::finish(&app, router), _folder: folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 10 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("host", "first.bg").body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, cookies: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header("host", "first.bg")
            .header("cookie", cookies)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.into())
            .unwrap();
        self.send(request).await
    }
}

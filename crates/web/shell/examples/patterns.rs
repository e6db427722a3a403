//! The book of page patterns: every component with sample content, for designers and for the tests of accessibility.
//!
//! `cargo run -p web --example patterns` serves it on port 4100 (or the port in `PORT`) from an empty store.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use kernel::clock::VirtualClock;
use kernel::ids::AdministrationId;
use kernel::random::OsRandom;
use kernel::secret::SecretKey;
use web::chart::{Bar, Histogram, HorizontalBars, Line, Lines, StackedBars};
use web::{Administration, App, Choice, Config, Errors, Html, NavItem, Notice, Page, PageError, Visit, render};

#[derive(Template)]
#[template(path = "patterns/portal.html")]
struct Portal {
    page: Page,
}

#[derive(Template)]
#[template(path = "patterns/form.html")]
struct Form {
    page: Page,
    ways: Vec<Choice>,
    units: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "patterns/status.html")]
struct Status {
    page: Page,
}

#[derive(Template)]
#[template(path = "patterns/done.html")]
struct Done {
    page: Page,
}

#[derive(Template)]
#[template(path = "patterns/queue.html")]
struct Queue {
    page: Page,
}

#[derive(Template)]
#[template(path = "patterns/case.html")]
struct Case {
    page: Page,
}

#[derive(Template)]
#[template(path = "patterns/dashboard.html")]
struct Dashboard {
    page: Page,
    charts: Vec<Html>,
}

fn portal_page(visit: &Visit, title: &str) -> Page {
    let nav = vec![NavItem::new("Услуги", "/", "list"), NavItem::new("Проверка по код", "/status", "search")];
    visit.page(title).with_nav(nav)
}

fn desk_page(visit: &Visit, title: &str) -> Page {
    let mut page = visit.page(title).with_nav(vec![
        NavItem::new("Моят ден", "/office", "home"),
        NavItem::new("Моите задачи", "/office/tasks", "task").with_count(7),
        NavItem::new("Опашка на звеното", "/office/queue", "inbox").with_count(23),
        NavItem::new("Преписки", "/office/case", "folder"),
        NavItem::new("Ново заявление", "/office/filing", "plus"),
        NavItem::new("Табло", "/office/dashboard", "chart").in_group("Ръководство"),
    ]);
    page.staff_name = Some("Мария Петрова".to_owned());
    page.searches = true;
    page.staff_role = Some("Експерт, ГРАО".to_owned());
    page
}

async fn portal(visit: Visit) -> Result<Response, PageError> {
    render(&Portal { page: portal_page(&visit, "Електронни услуги") })
}

fn form_of(visit: &Visit, errors: Errors) -> Result<Response, PageError> {
    let page = portal_page(visit, "Вашите данни").of_service("Удостоверение за постоянен адрес").with_back("/").with_errors(errors);
    let reveal = Html::trusted(
        "<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"street\">Адрес за доставка</label><input class=\"govuk-input\" id=\"street\" name=\"street\"></div>",
    );
    let ways = vec![
        Choice::new("online", "Онлайн").with_hint("Изтегляте документа от страницата на заявлението."),
        Choice::new("counter", "На гише"),
        Choice::new("post", "По пощата").with_reveal(reveal),
    ];
    let units = vec![Choice::new("1", "район Оборище"), Choice::new("2", "район Средец")];
    render(&Form { page, ways, units })
}

async fn form(visit: Visit) -> Result<Response, PageError> {
    form_of(&visit, Errors::new())
}

async fn form_with_errors(visit: Visit) -> Result<Response, PageError> {
    let errors = [
        ("name", "Въведете собствено име"),
        ("born", "Въведете дата на раждане, напр. 31.03.1980"),
        ("way", "Изберете как да получите резултата"),
    ];
    form_of(&visit, errors.into_iter().collect())
}

async fn status(visit: Visit) -> Result<Response, PageError> {
    render(&Status {
        page: portal_page(&visit, "Докъде стигна заявлението").of_service("Удостоверение за постоянен адрес")
    })
}

async fn done(visit: Visit) -> Result<Response, PageError> {
    render(&Done { page: portal_page(&visit, "Заявлението е подадено") })
}

async fn queue(visit: Visit) -> Result<Response, PageError> {
    let mut page = desk_page(&visit, "Опашка на звеното");
    page.notice = Some(Notice::success("Задачата е поета от Вас.").with_link("/office/case", "Отвори преписката"));
    render(&Queue { page })
}

async fn case(visit: Visit) -> Result<Response, PageError> {
    render(&Case { page: desk_page(&visit, "Преписка 94-И-118/2026") })
}

async fn dashboard(visit: Visit) -> Result<Response, PageError> {
    let weeks: Vec<String> = (36..48).map(|week| format!("с. {week}")).collect();
    let lines = Lines::new("weeks", "Подадените и приключените вървят заедно, отворените намаляват", "Седмица", weeks)
        .with(Line::new("Подадени", vec![21.0, 24.0, 19.0, 30.0, 27.0, 25.0, 33.0, 28.0, 26.0, 31.0, 29.0, 24.0]))
        .with(Line::new("Приключени", vec![18.0, 22.0, 20.0, 26.0, 29.0, 27.0, 30.0, 31.0, 28.0, 30.0, 31.0, 27.0]))
        .with(Line::new("Отворени", vec![64.0, 66.0, 65.0, 69.0, 67.0, 65.0, 68.0, 65.0, 63.0, 64.0, 62.0, 59.0]))
        .draw();
    let ages = StackedBars::new(
        "ages",
        "Три преписки са просрочени, всичките в „Местни данъци“",
        "Звено",
        ["В срок", "Последни 3 работни дни", "Просрочени", "Спрян срок"].map(str::to_owned).to_vec(),
    )
    .with("ГРАО", vec![18.0, 4.0, 0.0, 2.0])
    .with("Местни данъци", vec![22.0, 6.0, 3.0, 1.0])
    .with("Устройство на територията", vec![9.0, 2.0, 0.0, 4.0])
    .draw();
    let shares = HorizontalBars::new("share", "Четири от пет услуги са в целта за срочност", "Услуга", "Дял в срок")
        .with_end(100.0)
        .with_target(95.0, "цел 95 %")
        .with(Bar::new("Постоянен адрес", 99.0, "99 %"))
        .with(Bar::new("Наследници", 97.0, "97 %"))
        .with(Bar::new("Данъчна оценка", 88.0, "88 %"))
        .with(Bar::new("Достъп до информация", 96.0, "96 %"))
        .draw();
    let days = Histogram::new(
        "days",
        "Половината решения излизат до 4 дни",
        "Дни",
        "Преписки",
        &[1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.0, 9.0, 12.0],
        1,
    )
    .draw();
    let charts = [lines, ages, shares, days].iter().map(|chart| chart.html(visit.t)).collect();
    render(&Dashboard { page: desk_page(&visit, "Табло"), charts })
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let store = store::Store::open(&store::Options::new(folder.path())).expect("an empty store can be opened");
    let clock = Arc::new(VirtualClock::new("2026-03-05T12:30:00Z".parse().expect("a well-formed instant")));
    let port = std::env::var("PORT").unwrap_or_else(|_| "4100".to_owned());
    let config = Config::new(format!("http://127.0.0.1:{port}"));
    let key = Arc::new(SecretKey::new([7; 32]));
    let app = App::open(store, documents::Engine::new(), clock, Arc::new(OsRandom), key, config).expect("an empty store can be read");
    app.administrations.replace(vec![Administration {
        id: AdministrationId(1),
        host: String::new(),
        name_bg: "Община Белово поле".to_owned(),
        name_en: "Municipality of Belovo Pole".to_owned(),
        address: "1234 Белово поле, ул. „Първа“ № 1".to_owned(),
        phone: "0700 00 000".to_owned(),
        email: "gishe@example.bg".to_owned(),
        website: String::new(),
        eik: String::new(),
    }]);
    let router = Router::new()
        .route("/", get(portal))
        .route("/form", get(form).post(form))
        .route("/form-errors", get(form_with_errors))
        .route("/status", get(status))
        .route("/done", get(done))
        .route("/office/queue", get(queue))
        .route("/office/case", get(case))
        .route("/office/dashboard", get(dashboard));
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("the port is free");
    println!("http://127.0.0.1:{port}/  /form  /form-errors  /status  /done  /office/queue  /office/case  /office/dashboard");
    axum::serve(listener, web::finish(&app, router)).await.expect("the server runs until it is stopped");
}

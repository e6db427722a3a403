//! Headers, form protection, error pages, languages, administrations.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::pages::Pages;

fn pages() -> Pages {
    Pages::start("http://127.0.0.1:1")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers() {
    let pages = Pages::start("https://uslugi.example.bg");
    let css = web::assets::url("gishe.css");
    for path in ["/", "/nowhere", "/broken", "/office", "/api/v1/thing", &css, "/static/0/none.css"] {
        let answer = pages.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("strict-transport-security").contains("max-age"), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_title_language_and_one_heading_and_no_inline_code() {
    let answer = pages().get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("<html lang=\"bg\""));
    assert!(answer.text.contains("<title>Начало – Първа община</title>"), "{}", answer.text);
    assert_eq!(answer.text.matches("<h1").count(), 1);
    assert!(!answer.text.contains("style=") && !answer.text.contains(" onclick"));
    assert!(answer.text.contains("Към съдържанието"));
    assert_eq!(answer.header("x-request-id").len(), 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_works_only_with_the_token_of_its_visitor() {
    let pages = pages();
    let page = pages.get("/").await;
    let cookie = format!("gishe_visit={}", page.cookie("gishe_visit").unwrap());
    let body = format!("csrf={}&form_token={}&said=%D0%B4%D0%B0", page.field("csrf"), page.field("form_token"));

    let done = pages.post("/", &cookie, body.clone()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let notice = done.cookie("gishe_notice").unwrap();
    let next = Request::get("/")
        .header("host", "first.bg")
        .header("cookie", format!("{cookie}; gishe_notice={notice}"))
        .body(Body::empty())
        .unwrap();
    let next = pages.send(next).await;
    assert!(next.text.contains("Записано: да") && next.text.contains("role=\"status\""));
    assert_eq!(next.cookie("gishe_notice").as_deref(), Some(""), "the message is shown once");

    for (cookie, body) in [("", body.as_str()), (cookie.as_str(), "said=x"), ("gishe_visit=AAAAAAAAAAAAAAAAAAAAAA", body.as_str())] {
        let refused = pages.post("/", cookie, body.to_owned()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text.contains("не може да бъде приета"), "{}", refused.text);
    }
    let foreign = Request::post("/")
        .header("host", "first.bg")
        .header("cookie", &cookie)
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    assert_eq!(pages.send(foreign).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_arrive_whole_behind_the_protection() {
    let pages = pages();
    let page = pages.get("/").await;
    let send = |token: String| {
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"../скица.pdf\"\r\ncontent-type: application/pdf\r\n\r\n{}\r\n--x--\r\n",
            "%PDF-".to_owned() + &"a".repeat(100_000)
        );
        Request::post("/files")
            .header("host", "first.bg")
            .header("cookie", format!("gishe_visit={}", page.cookie("gishe_visit").unwrap()))
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap()
    };
    let kept = pages.send(send(page.field("csrf"))).await;
    assert_eq!((kept.status, kept.text.as_str()), (StatusCode::OK, "скица.pdf 100005"));
    assert_eq!(pages.send(send("s.bad".to_owned())).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_told_in_words_with_a_number() {
    let pages = pages();
    let missing = pages.get("/nowhere").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.text.contains("Страницата не е намерена") && missing.text.contains(missing.header("x-request-id")));
    let broken = pages.get("/broken").await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(broken.text.contains("Възникна грешка при нас") && !broken.text.contains("a handler with a mistake"));
    let machine = pages.get("/api/v1/thing").await;
    assert_eq!(machine.header("content-type"), "application/problem+json");
    assert!(machine.text.contains("\"status\":404") && machine.text.contains("TEST-0001"), "{}", machine.text);
    let method =
        pages.send(Request::delete("/").header("host", "first.bg").header("x-csrf-token", "s.x").body(Body::empty()).unwrap()).await;
    assert_eq!(method.status, StatusCode::FORBIDDEN);
    let large = Request::post("/").header("host", "first.bg").header("content-length", "99999999").body(Body::empty()).unwrap();
    assert_eq!(pages.send(large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(pages.get("/%00").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signed_in_is_sent_to_the_sign_in_page() {
    let answer = pages().get("/office?x=1").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/office/sign-in?next=%2Foffice%3Fx%3D1");
}

#[tokio::test(flavor = "multi_thread")]
async fn host_and_language_choose_the_page() {
    let pages = pages();
    let second = Request::get("/?lang=en&q=1").header("host", "second.bg:8080").body(Body::empty()).unwrap();
    let second = pages.send(second).await;
    assert!(second.text.contains("<html lang=\"en\"") && second.text.contains("– Municipality 2</title>"), "{}", second.text);
    assert_eq!(second.cookie("gishe_lang").as_deref(), Some("en"));
    assert!(second.text.contains("href=\"/?lang=bg&#38;q=1\""), "{}", second.text);
    let unknown = Request::get("/").header("host", "elsewhere").body(Body::empty()).unwrap();
    assert!(pages.send(unknown).await.text.contains("Първа община"));
}

#[tokio::test(flavor = "multi_thread")]
async fn static_files_are_kept_for_a_year_and_are_small() {
    let pages = pages();
    let request = Request::get(web::assets::url("gishe.css"))
        .header("host", "first.bg")
        .header("accept-encoding", "gzip")
        .body(Body::empty())
        .unwrap();
    let css = pages.send(request).await;
    assert_eq!(css.status, StatusCode::OK);
    assert!(css.header("cache-control").contains("immutable"));
    assert_eq!(css.header("content-encoding"), "gzip");
    assert!(web::assets::sent_size("gishe.css").unwrap() <= 25 * 1024);
    assert!(web::assets::sent_size("gishe.js").unwrap() <= 6 * 1024);
    let fonts: usize =
        ["fonts/sofia-sans-400.woff2", "fonts/sofia-sans-700.woff2"].iter().filter_map(|name| web::assets::sent_size(name)).sum();
    assert!(fonts > 0 && fonts <= 60 * 1024, "{fonts}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_after_the_session_ended_is_not_lost() {
    let pages = pages();
    let page = pages.get("/").await;
    let cookie = format!("gishe_visit={}", page.cookie("gishe_visit").unwrap());
    let body = format!("csrf={}&form_token={}&reason=%3Cb%3E", page.field("csrf"), page.field("form_token"));
    let answer = pages.post("/office/act?x=1", &cookie, body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("Трябва да влезете отново") && answer.text.contains("action=\"/office/act?x=1\""), "{}", answer.text);
    assert!(answer.text.contains("name=\"reason\" value=\"&#60;b&#62;\""), "{}", answer.text);
    assert_eq!(answer.field("form_token"), page.field("form_token"));
}

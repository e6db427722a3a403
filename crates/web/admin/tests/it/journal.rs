//! The screens of the journal: checkpoints, reporting systems, statuses, extracts, inquiries for auditors.

use axum::http::StatusCode;
use kernel::actor::Role;
use store::log::{self, Refused};

use crate::hall::{Browser, EIK, HOST, Hall, LOG, OTHER_HOST, witness};

/// A public key as `gishe journal identity` prints it.
fn key() -> String {
    let signer = ejournal::signature::Signer::ed25519("k1".to_owned(), &[7; 32]);
    base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, signer.public_key().to_bytes())
}

/// Looks at the page until it says this; a check in the background ends by itself.
async fn until_shown(browser: &mut Browser, path: &str, said: &str) {
    for _ in 0..2_000 {
        if browser.get(path).await.ok().text().contains(said) {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("„{said}“ never came: {}", browser.get(path).await.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_tells_who_signed_it_and_what_its_checks_found() {
    let hall = Hall::new();
    let mut auditor = hall.sign_in(Role::Auditor);
    let page = auditor.get("/admin/checkpoints").await.ok();
    page.shows("999999995.log").shows("Расте и подписва").shows("на журнала").shows("Верен").shows("Кворумът не е налице");
    page.shows("svidetel.example.bg").shows("още не е подписвал").shows("[[witnesses]]");
    let note = auditor.get("/admin/checkpoints/checkpoint").await;
    assert!(note.words().starts_with("999999995.log"), "{}", note.words());
    assert_eq!(auditor.get("/admin/checkpoints/keys").await.words().matches(".bg+").count(), 1);

    // The witness signs, and then somebody signs in its name.
    let last = hall.read(|tx, _| log::checkpoint_last(tx, LOG)).unwrap();
    let (size, text) = (last.head.size, last.note.unwrap().text().to_owned());
    let good = witness().cosign(&text, 1_776_700_000).unwrap();
    let wrong = witness().cosign("log\n1\n", 1_776_700_000).unwrap();
    tokio::task::block_in_place(|| hall.app.store.write_blocking(move |tx| log::cosigned(tx, LOG, size, vec![wrong]))).unwrap();
    auditor.get("/admin/checkpoints").await.ok().shows("Неверен").shows("Кворумът не е налице");
    tokio::task::block_in_place(|| hall.app.store.write_blocking(move |tx| log::cosigned(tx, LOG, size, vec![good]))).unwrap();
    auditor.get("/admin/checkpoints").await.ok().shows("Кворумът е налице").shows("Подписал последната");

    auditor.post("/admin/checkpoints/verify", &[("log", "")]).await.to("/admin/checkpoints");
    until_shown(&mut auditor, "/admin/checkpoints", "Всичко съвпада").await;
    assert!(hall.kinds(2).contains(&"LogChecked".to_owned()), "{:?}", hall.kinds(3));
    hall.tamper("UPDATE log_entry SET bytes = (SELECT salt FROM log_payload WHERE log = 1 AND idx = 0) WHERE log = 1 AND idx = 0");
    auditor.get("/admin/checkpoints").await.ok();
    auditor.post("/admin/checkpoints/verify", &[("log", "")]).await.to("/admin/checkpoints");
    until_shown(&mut auditor, "/admin/checkpoints", "Намерени са разлики").await;
    auditor.get("/admin/checkpoints").await.ok().shows("редовете в базата са други");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_log_says_why_and_what_to_do() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    let why = Refused::Forked { evidence: "<b>свидетел</b>".to_owned(), size: 5 };
    tokio::task::block_in_place(|| hall.app.store.write_blocking(move |tx| log::refuse(tx, LOG, &why))).unwrap();
    let page = admin.get("/admin/checkpoints").await.ok();
    page.shows("Спрян").shows("познава друг отпечатък при 5 записа").shows("gishe journal resume --administration 999999995");
    assert!(!page.html().contains("<b>свидетел</b>"));
    assert_eq!(admin.get("/admin/checkpoints?log=journal").await.ok().status, StatusCode::OK);
    for path in ["/admin/checkpoints?log=2", "/admin/checkpoints?log=../etc", "/admin/checkpoints/checkpoint?log=x"] {
        assert_eq!(admin.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_is_let_in_given_keys_and_stopped() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/participants/new").await.ok();
    let wrong = [("number", "0"), ("source", "<script>alert(1)</script>"), ("name", ""), ("administrations", "123")];
    let back = admin.post("/admin/participants/new", &wrong).await.refused();
    back.shows("Въведете идентификатора").shows("Въведете наименование").shows("Въведете ЕИК");
    assert!(back.html().contains("value=\"&#60;script&#62;") && !back.html().contains("<script>alert"), "the input came back, harmless");
    let taken = [("number", "1"), ("source", "urn:oid:2.16.100.1.1.78"), ("name", "Система"), ("administrations", EIK)];
    admin.post("/admin/participants/new", &taken).await.refused().shows("е на друга система");
    let right = [("number", "2"), ("source", "urn:oid:2.16.100.1.1.78"), ("name", "Система <Б>"), ("administrations", EIK)];
    admin.post("/admin/participants/new", &right).await.to("/admin/participants/2");
    assert_eq!(hall.kinds(1), ["JournalSourceAdmitted"]);

    admin.get("/admin/participants/2/add/key").await.ok();
    let bad = [("kid", "k1"), ("key", "кратък"), ("until-day", "1"), ("until-month", "1"), ("until-year", "2020")];
    admin.post("/admin/participants/2/add/key", &bad).await.refused().shows("Въведете публичен ключ").shows("Въведете бъдещ ден");
    admin.post("/admin/participants/2/add/key", &[("kid", "k1"), ("key", &key())]).await.to("/admin/participants/2");
    admin.get("/admin/participants/2/add/key").await.ok();
    admin.post("/admin/participants/2/add/key", &[("kid", "k1"), ("key", &key())]).await.refused().shows("вече има ключ с това име");
    admin.get("/admin/participants/2/add/certificate").await.ok();
    admin.post("/admin/participants/2/add/certificate", &[("certificate", "не е")]).await.refused().shows("Поставете сертификат");
    let hash = "AB".repeat(32);
    admin.post("/admin/participants/2/add/certificate", &[("certificate", &hash)]).await.to("/admin/participants/2");
    admin.get("/admin/participants/2/add/scope").await.ok();
    admin.post("/admin/participants/2/add/scope", &[("administrations", "123456786")]).await.to("/admin/participants/2");
    let page = admin.get("/admin/participants/2").await.ok();
    page.shows("k1").shows("Валиден").shows(&hash.to_lowercase()).shows("ЕИК 123456786");

    // Each act that takes something away has its page, and wants a reason.
    for (act, about) in
        [("scope-remove", "123456786"), ("key-end", "k1"), ("certificate-remove", hash.to_lowercase().as_str()), ("suspend", "")]
    {
        admin.get(&format!("/admin/participants/2/confirm/{act}?of={about}")).await.ok();
        let path = format!("/admin/participants/2/confirm/{act}");
        admin.post(&path, &[("of", about), ("reason", "")]).await.refused().shows("Въведете причина");
        admin.post(&path, &[("of", about), ("reason", "проверка")]).await.to("/admin/participants/2");
    }
    let kinds = ["JournalSourceSuspended", "JournalCertificateRemoved", "JournalKeyEnded", "JournalScopeRemoved"];
    assert_eq!(hall.kinds(4), kinds);
    admin.get("/admin/participants?state=suspended").await.ok().shows("Система &#60;Б&#62;").shows("1 система");
    assert_eq!(admin.get("/admin/participants/2/confirm/suspend").await.status, StatusCode::NOT_FOUND, "it is stopped already");
    assert_eq!(admin.get("/admin/participants/2/confirm/key-end?of=чужд").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_operator_sees_systems_and_only_its_administrators_act() {
    let hall = Hall::new();
    let mut auditor = hall.sign_in(Role::Auditor);
    auditor.get("/admin/participants/1").await.ok().shows("Деловодство Примерна");
    for path in ["/admin/participants/new", "/admin/participants/1/confirm/suspend", "/admin/nomenclature/draft"] {
        assert_eq!(auditor.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let act = auditor.post("/admin/participants/1/confirm/suspend", &[("reason", "без право")]).await;
    assert_eq!(act.status, StatusCode::FORBIDDEN);
    let mut stranger = hall.sign_in_stranger(OTHER_HOST);
    for path in ["/admin/participants", "/admin/checkpoints?log=journal", "/admin/nomenclature/draft"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    stranger.get("/admin/nomenclature").await.ok().shows("Тук се чете");
    assert_eq!(HOST, "primerna.example.bg");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_of_the_statuses_is_written_compared_and_published() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/nomenclature?q=term.set").await.ok().shows("term.set").shows("1 статус");
    admin.get("/admin/nomenclature?phase=payment&show=public").await.ok().shows("payment.paid");

    admin.get("/admin/nomenclature/draft/publish").await.ok();
    let day = [("from-day", "1"), ("from-month", "5"), ("from-year", "2026")];
    admin.post("/admin/nomenclature/draft/publish", &day).await.refused().shows("Черновата е същата");

    // One in force: texts and validity change, its meaning does not, whatever is sent.
    admin.get("/admin/nomenclature/draft/status?code=term.set").await.ok().shows("значението му не се променя");
    let text = [("bg", "Определен краен срок"), ("en", "Term was set"), ("reporter", "АИС"), ("before", "term.set")];
    let forged: Vec<_> = text.iter().copied().chain([("id", "1"), ("phase", "closed"), ("end", "yes")]).collect();
    admin.post("/admin/nomenclature/draft/status", &forged).await.to("/admin/nomenclature/draft");
    let page = admin.get("/admin/nomenclature/draft").await.ok();
    page.shows("Определен краен срок").shows("1 променен или нов статус").shows("Публикувай като 1.0.1");
    assert!(!page.text().contains("Номер 1"), "{}", page.text());

    // A new one: every mistake at its field, what was typed comes back.
    admin.get("/admin/nomenclature/draft/status").await.ok();
    let new = |code: &'static str, id: &'static str, until: &'static str| {
        [
            ("code", code),
            ("id", id),
            ("phase", "work"),
            ("bg", "Поискано \"вещо\" лице"),
            ("en", "Expert asked"),
            ("reporter", "АИС"),
            ("until", until),
        ]
    };
    admin
        .post("/admin/nomenclature/draft/status", &new("Не Код", "0", "31.02.2027"))
        .await
        .refused()
        .shows("Въведете код")
        .shows("Въведете номер");
    let taken = admin.post("/admin/nomenclature/draft/status", &new("work.expert.asked", "101", "")).await.refused();
    taken.shows("Номер 101 е даден");
    assert!(taken.html().contains("Поискано &#34;вещо&#34; лице"));
    admin.post("/admin/nomenclature/draft/status", &new("term.set", "60000", "")).await.refused().shows("вече съществува");
    admin.post("/admin/nomenclature/draft/status", &new("work.expert.asked", "60000", "31.12.2030")).await.to("/admin/nomenclature/draft");
    admin.get("/admin/nomenclature/draft").await.ok().shows("Публикувай като 1.1.0");

    admin.get("/admin/nomenclature/draft/publish").await.ok().shows("не може да се върне");
    let early = [("from-day", "1"), ("from-month", "5"), ("from-year", "2021")];
    admin.post("/admin/nomenclature/draft/publish", &early).await.refused().shows("не може да е преди");
    admin.post("/admin/nomenclature/draft/publish", &day).await.to("/admin/nomenclature");
    assert_eq!(hall.kinds(1), ["JournalNomenclaturePublished"]);
    admin.get("/admin/nomenclature?q=work.expert").await.ok().shows("1.1.0").shows("Поискано");
    let diff = admin.get("/admin/nomenclature/diff?from=1.0.0&to=1.1.0").await.ok();
    diff.shows("work.expert.asked").shows("Определен краен срок");
    assert_eq!(admin.get("/admin/nomenclature?version=9.9.9").await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get("/admin/nomenclature/draft/publish").await.status, StatusCode::NOT_FOUND, "the draft is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_narrowed_opened_extracted_and_proven() {
    let hall = Hall::new();
    let mut auditor = hall.sign_in(Role::Auditor);
    auditor.get("/admin/log?from=20.04.2026&until=20.4.2026").await.ok().shows("Инсталирана услуга");
    auditor.get("/admin/log?from=21.04.2026").await.ok().shows("Няма записи, които отговарят");
    let wrong = auditor.get("/admin/log?from=31.02.2026&case=%3Cscript%3E").await;
    wrong.clone().refused().shows("Въведете ден");
    assert!(wrong.html().contains("value=\"&#60;script&#62;\"") && !wrong.html().contains("value=\"<script>"));
    auditor.get("/admin/log?case=99-000-000").await.refused().shows("Няма преписка с този номер");
    let one = auditor.get("/admin/log/2").await.ok();
    one.shows("Запис № 2").shows("Отпечатък на предишния").shows("системата");
    let proof = auditor.get("/admin/log/2/proof").await;
    assert_eq!(proof.status, StatusCode::OK, "{}", proof.words());
    let keys = hall.read(|tx, _| log::keys(tx, LOG));
    assert_eq!(tlog::verify_receipt(&proof.bytes, &keys, &tlog::Policy::NONE).unwrap().origin, "999999995.log");

    auditor.get("/admin/log?group=kits").await.ok();
    let file = auditor.post("/admin/log/extract", &[("group", "kits")]).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert_eq!(text.lines().filter(|line| line.contains("KitInstalled")).count(), 2, "{text}");
    assert!(!text.contains("StaffCreated") && text.starts_with("\u{feff}№;"), "{text}");
    assert_eq!(hall.kinds(1), ["LogExtracted"]);
    auditor.get("/admin/log").await.ok().shows("Взето извлечение от журнала");
    let paper = auditor.post("/admin/log/print", &[("from", "20.04.2026")]).await.ok();
    paper.shows("Извлечение от системния журнал").shows("Община Примерна").shows("20.04.2026");
    auditor.post("/admin/log/extract", &[("from", "друг ден")]).await.to("/admin/log?from=");
    auditor.get("/admin/log/reports").await.ok().shows("Все още нищо не е съобщено");
    auditor.get("/admin/log/reports?state=refused&from=1.1.2026").await.ok().shows("Няма съобщения, които отговарят");
    for path in ["/admin/log/0", "/admin/log/-1", "/admin/log/999999", "/admin/log/1%27--"] {
        assert_eq!(auditor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn inquiries_are_run_saved_and_handed_over() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/people").await.ok();
    // Sunday night.
    hall.at("2026-04-26T23:30");
    let mut late = hall.sign_in(Role::Admin);
    let dpo = hall.staff(Role::Dpo);
    late.get(&format!("/admin/people/{dpo}/block")).await.ok();
    late.post(&format!("/admin/people/{dpo}/block"), &[("reason", "среднощна проверка")]).await.to("/admin/people");
    let mut auditor = hall.sign_in(Role::Auditor);
    auditor.get("/admin/audit").await.ok().shows("Кой е чел преписки").shows("Няма запазени справки");
    auditor.get("/admin/audit/run?what=reads").await.ok().shows("Няма нищо за този период");
    auditor.get("/admin/audit/run?what=rights&span=week").await.ok().shows("Блокиран достъп").shows("среднощна проверка");
    let hours = auditor.get("/admin/audit/run?what=hours&span=week").await.ok();
    hours.shows("Блокиран достъп").shows("26.04.2026");
    assert!(!hours.text().contains("Инсталирана услуга"));
    auditor.get("/admin/audit/run?what=many&many=0").await.refused().shows("по-голямо от нула");
    auditor.get("/admin/audit/run?what=hours&begin=25").await.refused().shows("Въведете часове");
    assert_eq!(auditor.get("/admin/audit/run?what=%2e%2e").await.status, StatusCode::NOT_FOUND);

    auditor.get("/admin/audit/run?what=rights&span=week").await.ok();
    let conditions = [("what", "rights"), ("span", "week")];
    let unnamed: Vec<_> = conditions.into_iter().chain([("name", "")]).collect();
    auditor.post("/admin/audit/save", &unnamed).await.refused().shows("Въведете име");
    let named: Vec<_> = conditions.into_iter().chain([("name", "Седмична <проверка>")]).collect();
    auditor.post("/admin/audit/save", &named).await.to("/admin/audit");
    let page = auditor.get("/admin/audit").await.ok();
    assert!(page.html().contains("Седмична &#60;проверка&#62;") && page.html().contains("/admin/audit/run?what=rights&#38;span=week"));

    let file = auditor.post("/admin/audit/hand-over", &conditions).await;
    assert!(String::from_utf8(file.bytes.clone()).unwrap().contains("среднощна проверка"));
    let hash = kernel::secret::hex(&<sha2::Sha256 as sha2::Digest>::digest(&file.bytes));
    auditor.get("/admin/audit").await.ok().shows(&hash);
    auditor.get("/admin/audit/run?what=exports&span=week").await.ok().shows("Предадена одитна справка");
    // The hash of the file is proven by the log.
    hall.publish();
    let seq = hall.seq();
    assert_eq!(hall.kinds(1), ["AuditHandedOver"]);
    assert_eq!(auditor.get(&format!("/admin/log/{seq}/proof")).await.status, StatusCode::OK);
    assert_eq!(hall.sign_in(Role::CaseOfficer).get("/admin/audit/run?what=reads").await.status, StatusCode::FORBIDDEN);
}

//! Data, units, calendar, kits and the log over HTTP.

use kernel::actor::Role;

use crate::hall::{HOST, Hall};

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_shows_what_each_role_may_see() {
    let hall = Hall::new();
    hall.sign_in(Role::Admin).get("/admin").await.ok().shows("активни потребители").shows("Последни промени").shows("За внимание");
    let services = hall.sign_in(Role::ServiceAdmin).get("/admin").await.ok();
    services.shows("предлагана услуга");
    assert!(!services.text().contains("потребители"));
}

#[tokio::test(flavor = "multi_thread")]
async fn data_are_changed_and_appear_everywhere() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/administration").await.ok().shows("ВХ-2026-000123");
    admin.get("/admin/administration/edit").await.ok();
    let valid = [
        ("name_bg", "Община Преименувана"),
        ("eik", "999999995"),
        ("register_index", "9897"),
        ("node", "01"),
        ("host", HOST),
        ("incoming_pattern", "ОП{yy}-{number:4}"),
    ];
    let mut wrong = valid;
    wrong[1].1 = "123";
    admin.post("/admin/administration/edit", &wrong).await.refused().shows("Въведете ЕИК от девет цифри");
    let mut wrong = valid;
    wrong[5].1 = "{number}";
    admin
        .post("/admin/administration/edit", &wrong)
        .await
        .refused()
        .shows("Образецът трябва да съдържа {number} веднъж и {year} или {yy}.");
    let mut wrong = valid;
    wrong[2].1 = "много";
    let page = admin.post("/admin/administration/edit", &wrong).await.refused();
    assert!(page.html().contains("value=\"много\""));
    let mut wrong = valid;
    wrong[4].1 = "druga.example.bg";
    admin.post("/admin/administration/edit", &wrong).await.refused().shows("Друга администрация");
    admin.post("/admin/administration/edit", &valid).await.to("/admin/administration");
    let page = admin.get("/admin/administration").await.ok();
    page.shows("Промените са запазени").shows("ОП26-0123");
    assert!(page.html().contains("Община Преименувана</title>"), "the frame knows the new name at once");
    assert_eq!(hall.kinds(1), ["AdministrationChanged"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn units_and_positions_are_made_changed_and_closed() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/units").await.ok().shows("Отдел „Гражданско състояние“").shows("Гише за граждани");
    admin.get("/admin/units/new").await.ok();
    admin.post("/admin/units/new", &[("code", "звено"), ("name_bg", "Ново")]).await.refused().shows("Въведете код от латински букви");
    admin.post("/admin/units/new", &[("code", "gra"), ("name_bg", "Ново")]).await.refused().shows("вече принадлежи на друго звено");
    let unit =
        admin.post("/admin/units/new", &[("code", "new"), ("name_bg", "Ново звено"), ("is_counter", "yes")]).await.to("/admin/units/");
    admin.get(&unit).await.ok().shows("Звеното е създадено").shows("Ново звено");
    admin.post(&format!("{unit}/positions"), &[("name_bg", "")]).await.refused().shows("Въведете наименованието на длъжността");
    admin.post(&format!("{unit}/positions"), &[("name_bg", "Специалист")]).await.to(&unit);
    let page = admin.get(&unit).await.ok();
    page.shows("Специалист");
    admin.post(&format!("{unit}/close"), &[]).await.to(&unit);
    admin.get(&unit).await.ok().shows("не може да бъде закрито: в него има длъжности");
    let position = page.html().split_once("href=\"/admin/positions/").unwrap().1.split('"').next().unwrap().to_owned();
    admin.get(&format!("/admin/positions/{position}")).await.ok();
    admin.post(&format!("/admin/positions/{position}"), &[("name_bg", "Старши специалист")]).await.to(&unit);
    admin.post(&format!("/admin/positions/{position}/close"), &[]).await.to(&unit);
    admin.get(&unit).await.ok().shows("Длъжността „Старши специалист“ е закрита");
    admin.post(&format!("{unit}/close"), &[]).await.to(&unit);
    admin.get(&unit).await.ok().shows("Звеното е закрито");
    admin.get("/admin/units").await.ok().shows("1 закрито звено");
    admin.post(&format!("{unit}/reopen"), &[]).await.to(&unit);
    let gra = hall.unit.to_string();
    let itself = [("name_bg", "Отдел"), ("parent_id", gra.as_str())];
    admin.post(&format!("/admin/units/{gra}/edit"), &itself).await.refused().shows("не може да е в състава на самото себе си");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_names_holidays_and_takes_declared_days() {
    let hall = Hall::new();
    let mut services = hall.sign_in(Role::ServiceAdmin);
    let page = services.get("/admin/calendar").await.ok();
    page.shows("249 работни дни в годината").shows("Разпети петък").shows("Почивен вместо празника");
    services.get("/admin/calendar/new").await.ok();
    let empty = services.post("/admin/calendar/new", &[("on-day", "31"), ("on-month", "2"), ("on-year", "2026")]).await.refused();
    empty.shows("Въведете дата").shows("Изберете какъв става денят").shows("Въведете основанието");
    let day = [("on-day", "5"), ("on-month", "5"), ("on-year", "2026"), ("kind", "off"), ("note", "Решение № 12")];
    services.post("/admin/calendar/new", &day).await.to("/admin/calendar?year=2026");
    services.get("/admin/calendar?year=2026").await.ok().shows("248 работни дни").shows("Обявен за почивен: Решение № 12");
    services.get("/admin/calendar/remove?day=2026-05-05").await.ok().shows("Решение № 12");
    services.post("/admin/calendar/remove", &[("day", "2026-05-05")]).await.to("/admin/calendar?year=2026");
    services.get("/admin/calendar").await.ok().shows("249 работни дни");
    assert_eq!(hall.kinds(2), ["CalendarDayRemoved", "CalendarDaySet"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_can_be_tried_on_dates() {
    let hall = Hall::new();
    let mut services = hall.sign_in(Role::ServiceAdmin);
    let try_term = |days: &str, kind: &str, from: &str| {
        let parts: Vec<&str> = from.split('.').collect();
        format!("/admin/calendar?from-day={}&from-month={}&from-year={}&days={days}&kind={kind}", parts[0], parts[1], parts[2])
    };
    for (days, kind, from, last) in [
        ("3", "working", "30.04.2026", "07.05.2026"),
        ("14", "calendar", "20.04.2026", "04.05.2026"),
        ("14", "calendar", "10.05.2026", "26.05.2026"),
    ] {
        services.get(&try_term(days, kind, from)).await.ok().shows(&format!("Срокът изтича на {last} г., включително"));
    }
    services.get(&try_term("0", "working", "30.04.2026")).await.refused().shows("Въведете брой дни");
    services.get(&try_term("5", "working", "31.02.2026")).await.refused().shows("Въведете начална дата");
}

#[tokio::test(flavor = "multi_thread")]
async fn kits_are_shown_compared_and_retired() {
    let hall = Hall::new();
    let mut services = hall.sign_in(Role::ServiceAdmin);
    services.get("/admin/kits").await.ok().shows("Удостоверение за постоянен адрес").shows("Предлага се");
    let page = services.get("/admin/kits/address-certificate").await.ok();
    page.shows("Заменена").shows(&hall.kit_hash).shows("Сравнение на две версии");
    let new = hall.read(services::catalogue::kit_version_list).into_iter().find(|version| version.hash != hall.kit_hash).unwrap();
    let diff = services.get(&format!("/admin/kits/address-certificate/diff?from={}&to={}", hall.kit_hash, new.hash)).await.ok();
    diff.shows("1 разлика").shows("kit.toml").shows("minutes");
    services
        .get(&format!("/admin/kits/address-certificate/versions/{}", hall.kit_hash))
        .await
        .ok()
        .shows("process.bpmn")
        .shows("Обикновена");
    services.get("/admin/kits/address-certificate/retire").await.ok();
    services.post("/admin/kits/address-certificate/retire", &[("reason", "")]).await.refused().shows("Въведете причината");
    services.post("/admin/kits/address-certificate/retire", &[("reason", "отпадна")]).await.to("/admin/kits/address-certificate");
    services.get("/admin/kits").await.ok().shows("Спряна");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_filtered_paged_and_checked() {
    let hall = Hall::new();
    let mut auditor = hall.sign_in(Role::Auditor);
    let page = auditor.get("/admin/log").await.ok();
    page.shows("Създаден потребител").shows("Инсталирана услуга").shows("системата");
    auditor.get("/admin/log?group=kits").await.ok().shows("Инсталирана услуга");
    assert!(!auditor.get("/admin/log?group=kits").await.ok().text().contains("Създадено звено 1"));
    auditor.get("/admin/log?group=cases").await.ok().shows("Няма записи, които отговарят");
    auditor.get("/admin/log?who=%D0%BD%D0%B8%D0%BA%D0%BE%D0%B9").await.ok().shows("Няма записи, които отговарят");
    auditor.get("/admin/log?before=3").await.ok().shows("Към най-новите записи");
    auditor.post("/admin/log/check", &[]).await.to("/admin/log");
    auditor.get("/admin/log").await.ok().shows("Веригата е цяла");
    tokio::task::block_in_place(|| {
        hall.app
            .store
            .write_blocking(|tx| tx.execute("UPDATE history SET reason = 'подменено' WHERE administration_id = 1 AND seq = 4", &[]))
            .unwrap()
    });
    auditor.post("/admin/log/check", &[]).await.to("/admin/log");
    auditor.get("/admin/log").await.ok().shows("Веригата е нарушена при запис № 4");
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_and_rights_are_told_in_words() {
    let hall = Hall::new();
    let page = hall.sign_in(Role::Auditor).get("/admin/roles").await.ok();
    page.shows("Подписване на решение").shows("Овластен да подписва").shows("не вижда съдържанието на преписки");
    let english = hall.sign_in(Role::Auditor).get("/admin/roles?lang=en").await.ok();
    english.shows("Signing a decision").shows("Signatory");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_one_heading_and_no_text_without_words() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    for language in ["bg", "en"] {
        for path in [
            "/admin",
            "/admin/administration",
            "/admin/administration/edit",
            "/admin/units",
            "/admin/units/new",
            "/admin/people",
            "/admin/people/new",
            "/admin/roles",
            "/admin/calendar",
            "/admin/calendar/new",
            "/admin/kits",
            "/admin/kits/address-certificate",
            "/admin/log",
            "/admin/log/1",
            "/admin/log/reports",
            "/admin/checkpoints",
            "/admin/participants",
            "/admin/participants/new",
            "/admin/participants/1",
            "/admin/participants/1/add/key",
            "/admin/participants/1/add/certificate",
            "/admin/participants/1/add/scope",
            "/admin/participants/1/confirm/suspend",
            "/admin/participants/1/confirm/scope-remove?of=999999995",
            "/admin/nomenclature",
            "/admin/nomenclature/diff",
            "/admin/nomenclature/draft",
            "/admin/nomenclature/draft/status",
            "/admin/nomenclature/draft/publish",
            "/admin/nomenclature/draft/discard",
            "/admin/audit",
            "/admin/audit/run?what=reads",
            "/admin/audit/run?what=hours",
            "/admin/audit/run?what=many",
        ] {
            let more = if path.contains('?') { '&' } else { '?' };
            let page = admin.get(&format!("{path}{more}lang={language}")).await.ok();
            assert_eq!(page.html().matches("<h1").count(), 1, "{path}");
            for prefix in ["admin-", "role-", "permission-", "log-", "shell-"] {
                let text = page.text();
                let found = text.split_whitespace().find(|word| word.starts_with(prefix));
                assert_eq!(found, None, "{path} {language}");
            }
        }
    }
}

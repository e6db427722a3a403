//! My day, tasks, queue, list of cases, search, dashboard, mail.

use axum::http::StatusCode;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_taken_from_the_queue_and_the_second_clerk_learns_by_whom() {
    let world = World::new();
    let receipt = world.sample();
    let task = world.task(receipt.case_id).to_string();
    let mut dora = world.signed_in("grao1").await;
    let mut evgeni = world.signed_in("grao2").await;
    let mut zoya = world.signed_in("danaci").await;
    let queue = dora.get("/office/queue").await;
    assert!(queue.words().contains(&receipt.incoming_number) && queue.text().contains("/office/tasks/"), "{}", queue.words());
    assert!(!zoya.get("/office/queue").await.words().contains(&receipt.incoming_number));
    assert!(dora.get("/office").await.words().contains("Следващата в опашката: Проверка за редовност"));
    let taken = dora.post("/office/queue/claim", &[("one", &task), ("back", "/office/queue")]).await;
    assert_eq!(taken.location(), format!("/office/tasks/{task}"));
    let late = evgeni.post("/office/queue/claim", &[("one", &task), ("back", "/office/queue")]).await;
    assert_eq!(late.location(), "/office/queue");
    let words = evgeni.get("/office/queue").await.words();
    assert!(words.contains("задачата е взета: Дора Примерова, 20.04.2026"), "{words}");
    let mine = dora.get("/office/tasks").await;
    assert!(mine.words().contains(&receipt.incoming_number));
    let back = dora.post("/office/queue/release", &[("task", &task), ("reason", "отпуск"), ("back", "/office/tasks")]).await;
    assert_eq!(back.location(), "/office/tasks");
    assert!(dora.get("/office/tasks").await.words().contains("Върнахте 1 задача в опашката"));
    assert_eq!(evgeni.post("/office/queue/next", &[]).await.location(), format!("/office/tasks/{task}"));
    assert!(dora.post("/office/queue/next", &[]).await.location() == "/office");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_sees_the_whole_unit_and_distributes_in_bulk() {
    let world = World::new();
    let ids: Vec<String> = (0..3).map(|_| world.task(world.sample().case_id).to_string()).collect();
    let mut head = world.signed_in("nachalnik").await;
    let page = head.get("/office/queue?view=unit").await;
    assert!(page.words().contains("Всички на звеното") && page.words().contains("Възложи на"), "{}", page.words());
    let dora = world.people["grao1"].id.to_string();
    let none = head.post("/office/queue/assign", &[("to", &dora), ("back", "/office/queue?view=unit")]).await;
    assert!(none.status.is_redirection());
    assert!(head.get("/office/queue?view=unit").await.words().contains("Не сте избрали задачи"));
    let fields = [("task", ids[0].as_str()), ("task", ids[1].as_str()), ("to", dora.as_str()), ("back", "/office/queue?view=unit")];
    head.post("/office/queue/assign", &fields).await;
    let words = head.get("/office/queue?view=unit").await.words();
    assert!(words.contains("Възложихте 2 задачи. Получава ги: Дора Примерова."), "{words}");
    let zoya = world.people["danaci"].id.to_string();
    head.post("/office/queue/assign", &[("task", ids[2].as_str()), ("to", &zoya), ("back", "/office/queue?view=unit")]).await;
    assert!(head.get("/office/queue?view=unit").await.words().contains("Нямате право на тази задача"));
    let mut other = world.signed_in("grao1").await;
    assert!(other.get("/office/tasks").await.text().contains(&ids[0]));
    assert!(!other.get("/office/queue").await.words().contains("Възложи на"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_narrows_pages_and_exports() {
    let world = World::new();
    for index in 0..30 {
        world.at(&format!("2026-04-20T10:{index:02}"));
        world.sample();
    }
    world.at("2026-05-20T10:00");
    let late = world.file("Мария", "Образцова", "8003310010");
    let mut browser = world.signed_in("grao1").await;
    let first = browser.get("/office/cases").await;
    assert!(first.words().contains("Преписки 31"), "{}", first.words());
    let next =
        first.text().split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let second = browser.get(&next).await;
    assert_eq!(second.text().matches("<tr>").count(), 7, "six rows and the head");
    assert!(second.text().contains("rel=\"prev\" href=\"/office/cases\""));
    let overdue = browser.get("/office/cases?view=overdue").await;
    assert!(overdue.words().contains("Преписки 30") && !overdue.words().contains(&format!("{} ", late.incoming_number)));
    let none = browser.get("/office/cases?status=Completed&service=tax-valuation").await;
    assert!(none.words().contains("Нищо не отговаря на филтрите") && none.words().contains("Изчисти филтрите"));
    assert!(none.words().contains("Състояние: Връчено, приключено"));
    let from = browser.get("/office/cases?from=1.5.2026").await;
    assert!(
        from.words().contains("Преписки 1 ") && from.words().contains("М. П. Образцова".replace(' ', "\u{a0}").as_str())
            || from.words().contains("Образцова")
    );
    let file = browser.get("/office/cases.csv?view=overdue").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.text().lines().count(), 31);
    assert!(file.text().starts_with('\u{feff}') && !file.text().contains("8003310010"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_beep_opens_the_case() {
    let world = World::new();
    let receipt = world.sample();
    let other = world.file("Мария", "Образцова", "8003310010");
    let mut browser = world.signed_in("gishe").await;
    let open = format!("/office/cases/{}", receipt.case_id);
    let codes = cases::codes::codes_of(&world.app.key, kernel::ids::AdministrationId(1), receipt.case_id, receipt.code_generation);
    let queries = [
        receipt.rnu.clone(),
        receipt.uri.clone(),
        receipt.incoming_number.clone(),
        codes.status.to_string(),
        format!("http://localhost/T/{}", codes.track),
    ];
    for query in queries {
        let found = browser.get(&format!("/office/search?q={}", web::visit::query_value(&query))).await;
        assert_eq!(found.location(), open, "{query}");
    }
    let name = browser.get("/office/search?q=obraztsova").await;
    assert_eq!(name.location(), format!("/office/cases/{}", other.case_id));
    let both = browser.get(&format!("/office/search?q={}", web::visit::query_value("8003310010"))).await;
    assert!(both.words().contains("Намерени са 2 преписки"), "{}", both.words());
    assert!(browser.get("/office/search?q=zzzz").await.words().contains("Няма намерени преписки"));
    assert!(browser.get("/office/search").await.words().contains("сканирайте"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_draws_and_links_and_the_mail_is_shown() {
    let world = World::new();
    world.sample();
    world.at("2026-05-20T10:00");
    let mut head = world.signed_in("nachalnik").await;
    let board = head.get("/office/dashboard").await;
    assert_eq!(board.status, StatusCode::OK);
    assert!(board.text().matches("role=\"img\"").count() >= 2, "{}", board.words());
    assert!(board.words().contains("1 преписка е просрочена"), "{}", board.words());
    let unit = world.units["gra"];
    assert!(
        board.text().contains(&format!("/office/cases?view=overdue&#38;unit={unit}"))
            || board.text().contains(&format!("view=overdue&amp;unit={unit}"))
    );
    let mut auditor = world.signed_in("oditor").await;
    let seen = auditor.get("/office/dashboard").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.text().contains("/office/cases?"), "an auditor of figures opens no cases");
    assert_eq!(auditor.get("/office/mail").await.status, StatusCode::FORBIDDEN, "letters speak of cases");
    let mail = head.get("/office/mail").await;
    assert!(mail.words().contains("ivan@primer.example") && mail.text().contains("href=\"http://localhost/t/"), "{}", mail.words());
    assert!(auditor.get("/office").await.words().contains("не изпълнява задачи"));
}

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
    assert!(queue.words().contains(&receipt.incoming_number) && queue.html().contains("/office/tasks/"), "{}", queue.words());
    assert!(!zoya.get("/office/queue").await.words().contains(&receipt.incoming_number));
    assert!(dora.get("/office").await.words().contains("Следващата в опашката: Проверка за редовност"));
    let taken = dora.post("/office/queue/claim", &[("one", &task), ("back", "/office/queue")]).await;
    assert_eq!(taken.location, format!("/office/tasks/{task}"));
    let late = evgeni.post("/office/queue/claim", &[("one", &task), ("back", "/office/queue")]).await;
    assert_eq!(late.location, "/office/queue");
    let words = evgeni.get("/office/queue").await.words();
    assert!(words.contains("задачата е взета: Дора Примерова, 20.04.2026"), "{words}");
    let mine = dora.get("/office/tasks").await;
    assert!(mine.words().contains(&receipt.incoming_number));
    let back = dora.post("/office/queue/release", &[("task", &task), ("reason", "отпуск"), ("back", "/office/tasks")]).await;
    assert_eq!(back.location, "/office/tasks");
    assert!(dora.get("/office/tasks").await.words().contains("Върнахте 1 задача в опашката"));
    assert_eq!(evgeni.post("/office/queue/next", &[]).await.location, format!("/office/tasks/{task}"));
    assert!(dora.post("/office/queue/next", &[]).await.location == "/office");
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
    assert!(other.get("/office/tasks").await.html().contains(&ids[0]));
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
        first.html().split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let second = browser.get(&next).await;
    assert_eq!(second.html().matches("<tr>").count(), 7, "six rows and the head");
    assert!(second.html().contains("rel=\"prev\" href=\"/office/cases\""));
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
    assert_eq!(file.html().lines().count(), 31);
    assert!(file.html().starts_with('\u{feff}') && !file.html().contains("8003310010"));
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
        assert_eq!(found.location, open, "{query}");
    }
    let name = browser.get("/office/search?q=obraztsova").await;
    assert_eq!(name.location, format!("/office/cases/{}", other.case_id));
    let both = browser.get(&format!("/office/search?q={}", web::visit::query_value("8003310010"))).await;
    assert!(both.words().contains("Намерени са 2 преписки"), "{}", both.words());
    assert!(browser.get("/office/search?q=zzzz").await.words().contains("Няма намерени преписки"));
    assert!(browser.get("/office/search").await.words().contains("сканирайте"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_draws_and_links_and_the_mail_is_shown() {
    let world = World::new();
    world.sample();
    world.follow();
    world.at("2026-05-20T10:00");
    let mut head = world.signed_in("nachalnik").await;
    let board = head.get("/office/dashboard").await;
    assert_eq!(board.status, StatusCode::OK);
    // One open case, nothing decided, taken or rated: weeks, channels and open cases by unit are drawn, each with its table.
    let text = board.html();
    let drawn: Vec<&str> = text.split("role=\"img\" aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(drawn, ["weeks-title", "channels-title", "ages-title"]);
    assert_eq!(board.words().matches("Виж като таблица").count(), drawn.len());
    assert!(board.words().contains("За последните 90 дни още няма решени преписки"), "{}", board.words());
    assert!(board.words().contains("Оценките се показват, когато станат поне пет"), "{}", board.words());
    assert!(board.words().contains("1 преписка е просрочена"), "{}", board.words());
    let unit = world.units["gra"];
    assert!(
        board.html().contains(&format!("/office/cases?view=overdue&#38;unit={unit}"))
            || board.html().contains(&format!("view=overdue&amp;unit={unit}"))
    );
    let mut auditor = world.signed_in("oditor").await;
    let seen = auditor.get("/office/dashboard").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.html().contains("/office/cases?"), "an auditor of figures opens no cases");
    assert!(!seen.html().contains("desk-search") && board.html().contains("desk-search"), "who reads no cases finds none");
    assert_eq!(auditor.get("/office/mail").await.status, StatusCode::FORBIDDEN, "letters speak of cases");
    let mail = head.get("/office/mail").await;
    assert!(mail.words().contains("ivan@primer.example") && mail.html().contains("href=\"http://localhost/t/"), "{}", mail.words());
    assert!(auditor.get("/office").await.words().contains("не изпълнява задачи"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_heads_of_the_columns_order_the_list_and_links_keep_the_order() {
    let world = World::new();
    let early = world.file("Иван", "Примеров", "8003310010");
    world.at("2026-04-22T10:00");
    let late = world.file("Мария", "Образцова", "8003310010");
    let mut browser = world.signed_in("grao1").await;
    let first_of = |words: &str| {
        let place = |number: &str| words.find(number).unwrap();
        place(&early.incoming_number) < place(&late.incoming_number)
    };
    let usual = browser.get("/office/cases").await;
    assert!(!first_of(&usual.words()), "the newest stand first");
    assert!(usual.html().contains("aria-sort=\"descending\"><a class=\"ca-sort\" href=\"/office/cases?sort=filed\""), "{}", usual.html());
    assert_eq!(usual.html().matches("aria-sort=").count(), 1);
    let by_deadline = browser.get("/office/cases?sort=deadline&service=address-certificate").await;
    assert!(by_deadline.html().contains("/office/cases?service=address%2Dcertificate&#38;sort=%2Ddeadline"), "{}", by_deadline.html());
    assert!(first_of(&browser.get("/office/cases?sort=deadline").await.words()));
    assert!(!first_of(&browser.get("/office/cases?sort=-deadline").await.words()));
    let file = browser.get("/office/cases.csv?sort=deadline").await;
    assert!(first_of(file.html()), "the file stands in the same order");
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_and_views_are_of_the_person_and_stay() {
    let world = World::new();
    let receipt = world.sample();
    let mut dora = world.signed_in("grao1").await;
    assert!(!dora.get("/office/cases").await.html().contains(&format!("<span class=\"ca-nowrap\">{}</span>", receipt.rnu)));
    let fields = [("column", "rnu"), ("column", "channel"), ("query", "sort=deadline"), ("act", "keep")];
    let kept = dora.post("/office/settings/case-columns", &fields).await;
    assert_eq!(kept.location, "/office/cases?sort=deadline");
    let list = dora.get("/office/cases").await;
    assert!(list.words().contains(&receipt.rnu) && list.words().contains(&receipt.incoming_number));
    assert!(!list.html().contains("data-label=\"Услуга\""), "what was not chosen is left out");
    let mut again = world.signed_in("grao1").await;
    assert!(again.get("/office/cases").await.words().contains(&receipt.rnu), "another browser of the same person shows the same");
    let mut evgeni = world.signed_in("grao2").await;
    assert!(!evgeni.get("/office/cases").await.html().contains("data-label=\"Референтен номер\""));
    dora.post("/office/settings/case-columns", &[("act", "usual")]).await;
    assert!(dora.get("/office/cases").await.html().contains("data-label=\"Услуга\""));

    let view = [("name", "Моите спешни"), ("query", "view=mine&sort=deadline")];
    assert_eq!(dora.post("/office/settings/case-views", &view).await.location, "/office/cases?view=mine&sort=deadline");
    let shown = dora.get("/office/cases?view=mine&sort=deadline").await;
    assert!(shown.html().contains("aria-current=\"page\">Моите спешни"), "{}", shown.html());
    assert!(!evgeni.get("/office/cases").await.words().contains("Моите спешни"));
    let id = shown.html().split("name=\"view\" value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    evgeni.post("/office/settings/case-views/remove", &[("view", &id)]).await;
    assert!(dora.get("/office/cases").await.words().contains("Моите спешни"), "nobody removes the view of another");
    dora.post("/office/settings/case-views/remove", &[("view", &id)]).await;
    assert!(!dora.get("/office/cases").await.html().contains("case-views/remove"));
    assert!(dora.post("/office/settings/case-views", &[("name", " ")]).await.status.is_redirection());
    assert!(dora.get("/office/cases").await.words().contains("Въведете име на изгледа"));
}

/// Copies of a case under new numbers, spread over statuses, days and people.
fn copies(world: &World, count: usize) {
    let template = world.sample().case_id;
    let people: Vec<String> = ["grao1", "grao2"].iter().map(|login| world.people[*login].id.to_string()).collect();
    let copy = "INSERT INTO case_file
        (administration_id, id, rnu, uri, incoming_number, registered_on, service_code, service_number, kit_hash, channel, speed,
         delivery, delivery_address, status, is_open, stage, unit_id, assignee_id, applicant_name, applicant_identifier,
         applicant_identifier_kind, email, phone, address, fee_cents, deadline_on, term_paused, term_extended, has_unread,
         answers, code_generation, status_code_hash, access_code_hash, track_token_hash, filed_at, revision)
        SELECT administration_id, $3, $4, $4, $4, registered_on, service_code, service_number, kit_hash, channel, speed,
         delivery, delivery_address, $5, $6, stage, unit_id, $7, applicant_name, applicant_identifier,
         applicant_identifier_kind, email, phone, address, fee_cents, $8, term_paused, term_extended, has_unread,
         answers, code_generation, $4, $4, $4, $9, revision
        FROM case_file WHERE administration_id = $1 AND id = $2";
    let ctx = world.ctx(kernel::actor::Actor::System);
    let write = move |tx: &mut store::Tx<'_>| -> Result<(), store::Error> {
        for number in 0..count {
            let status = cases::Status::ALL[number * 7 % cases::Status::ALL.len()];
            let deadline = (number % 9 != 0).then(|| format!("2026-0{}-{:02}", 3 + number % 5, 1 + number % 27));
            tx.execute(
                copy,
                &store::params![
                    ctx.administration_id,
                    template,
                    kernel::ids::CaseId::new(ctx.now, ctx.random.as_ref()),
                    format!("copy-{number}"),
                    status.identifier(),
                    !status.is_final(),
                    people.get(number % 3).cloned(),
                    deadline,
                    ctx.now_ms() - i64::try_from(number * 37 % 500).unwrap()
                ],
            )?;
        }
        Ok(())
    };
    tokio::task::block_in_place(|| world.store.write_blocking(write)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_order_shows_every_case_once_whether_gathered_or_walked() {
    use cases::list::{CaseFilter, Order, case_list_by};
    for count in [60, 1_150] {
        let world = World::new();
        copies(&world, count);
        let ctx = world.ctx(kernel::actor::Actor::Staff(world.people["grao1"].clone()));
        let people: Vec<_> = world.people.values().map(|person| person.id).collect();
        let services = vec!["tax-valuation".to_owned(), "address-certificate".to_owned(), "heirs-certificate".to_owned()];
        for descending in [false, true] {
            let orders = [
                Order::filed(descending),
                Order::deadline(descending),
                Order::status(descending),
                Order::service(descending, services.clone()),
                Order::unit(descending, world.units.values().copied()),
                Order::assignee(descending, people.clone()),
            ];
            for order in orders {
                for filter in [CaseFilter::default(), CaseFilter { open: Some(true), ..CaseFilter::default() }] {
                    let (mut after, mut ids, mut keys) = (None, std::collections::BTreeSet::new(), Vec::new());
                    let mut seen = 0;
                    let total = loop {
                        let (page, asked) = (filter.clone(), order.clone());
                        let ctx = ctx.clone();
                        let read = || world.store.read_blocking(|tx| case_list_by(tx, &ctx, &page, &asked, after.take()));
                        let page = tokio::task::block_in_place(read).unwrap();
                        seen += page.rows.len();
                        for case in &page.rows {
                            ids.insert(case.id);
                            keys.push((case.deadline_on, case.filed_at, case.status.order()));
                        }
                        let count = page.count;
                        after = page.next;
                        if after.is_none() {
                            break count;
                        }
                    };
                    let what = format!("{:?} {descending} of {count}, {filter:?}", order.sort);
                    assert_eq!(ids.len(), seen, "no case twice: {what}");
                    if total <= kernel::limits::COUNT_MAX {
                        assert_eq!(i64::try_from(seen).unwrap(), total, "{what}");
                    } else {
                        assert_eq!(seen, count + 1, "{what}");
                    }
                    let days: Vec<_> = keys.iter().filter_map(|(day, ..)| *day).collect();
                    let turned = |mut list: Vec<_>| {
                        if descending {
                            list.reverse();
                        }
                        list
                    };
                    match order.sort {
                        cases::list::Sort::Deadline => {
                            assert!(turned(days).is_sorted(), "{what}");
                            let undated = keys.iter().position(|(day, ..)| day.is_none()).unwrap();
                            assert!(keys[undated..].iter().all(|(day, ..)| day.is_none()), "{what}");
                        }
                        cases::list::Sort::Status => {
                            let mut ranks: Vec<_> = keys.iter().map(|(.., rank)| *rank).collect();
                            if descending {
                                ranks.reverse();
                            }
                            assert!(ranks.is_sorted(), "{what}");
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

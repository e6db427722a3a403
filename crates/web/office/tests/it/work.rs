//! Entering applications and doing the work, from the counter to the delivered result.

use axum::http::StatusCode;
use kernel::ids::CaseId;
use services::kit::DeliveryWay;

use crate::work_world::{Browser, Page, World};

const IDENTITY: [(&str, &str); 2] = [("identity", "card"), ("identity_note", "")];

/// The answers of the address certificate.
const ANSWERS: [(&str, &str); 9] = [
    ("applicant.capacity", "self"),
    ("applicant.firstName", "Мария"),
    ("applicant.lastName", "Тестова"),
    ("applicant.identifier", "7501020018"),
    ("certificate.content", "current"),
    ("certificate.purpose", "пред банка"),
    ("applicant.email", "maria@example.bg"),
    ("applicant.address", "2780 Белица, ул. Първа 1"),
    ("declaration.truth", "true"),
];

async fn begin(desk: &mut Browser) -> String {
    desk.post("/office/new", "/office/new", &[("service", "address-certificate")]).await.to("/office/new/")
}

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    ANSWERS.iter().chain(&IDENTITY).copied().chain(more.iter().copied()).collect()
}

/// Enters and registers the address certificate at the counter.
async fn register(desk: &mut Browser) -> String {
    let draft = begin(desk).await;
    let pairs = with(&[("speed", "ordinary"), ("delivery", "counter"), ("act", "register")]);
    desk.post(&draft, &draft, &pairs).await.to(&format!("{draft}/filed"))
}

fn case_of(page: &Page) -> CaseId {
    let html = page.html();
    let start = html.find("/office/cases/").unwrap() + "/office/cases/".len();
    html[start..start + 36].parse().unwrap()
}

fn at(world: &World, case: CaseId, kind: &str) -> String {
    format!("/office/tasks/{}", world.task(case, kind).id)
}

/// Takes a case from regularity to an open draft.
async fn to_draft(world: &World, case: CaseId) {
    let mut dora = world.desk("dora");
    let task = at(world, case, "regularity");
    let all = [("check", "identity"), ("check", "standing"), ("check", "attorney"), ("check", "competence"), ("act", "regular")];
    dora.post(&task, &format!("{task}/regularity"), &all).await.to("/office/");
    let mut ana = world.desk("ana");
    let task = at(world, case, "payment");
    ana.post(&task, &format!("{task}/payment"), &[("way", "cash"), ("receipt", "0007")]).await.to("/office/");
    let task = at(world, case, "work");
    dora.upload(&task, &format!("{task}/work"), &[("remarks", "Вписан в регистъра."), ("act", "finish")], &[]).await.to("/office/");
}

const FIELDS: [(&str, &str); 5] = [
    ("decision", "grant"),
    ("field-personName", "Мария Тестова"),
    ("field-personIdentifier", "7501020018"),
    ("field-address", "2780 Белица, ул. Първа 1"),
    ("field-since", "5.3.2020"),
];

/// Takes a case from its draft to the open signature.
async fn to_signature(world: &World, case: CaseId) {
    to_draft(world, case).await;
    let mut dora = world.desk("dora");
    let task = at(world, case, "draft");
    let pairs: Vec<_> = FIELDS.iter().copied().chain([("act", "finish")]).collect();
    dora.post(&task, &format!("{task}/draft"), &pairs).await.to("/office/");
    let mut zhana = world.desk("zhana");
    let task = at(world, case, "review");
    zhana.get(&task).await.ok().shows("Мария Тестова").shows("05.03.2020 г.").shows("Дора Тестова");
    zhana.post(&task, &format!("{task}/review"), &[("act", "approve")]).await.to("/office/");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_goes_from_the_counter_to_the_delivered_result() {
    let world = World::new();
    let mut ana = world.desk("ana");
    ana.get("/office/new").await.ok().shows("Удостоверение за постоянен адрес");
    let filed = register(&mut ana).await;
    let page = ana.get(&filed).await.ok();
    page.shows("Заявлението е регистрирано").shows("Код за достъп до преписката").shows("3,00 €").shows("27.04.2026 г.");
    let case = case_of(&page);
    assert_eq!(world.case(case).applicant_name, "Мария Тестова");
    ana.get(&format!("/office/cases/{case}/slip.pdf")).await.pdf();
    ana.get(&format!("/office/cases/{case}/receipt.pdf")).await.pdf();

    let mut dora = world.desk("dora");
    let regularity = at(&world, case, "regularity");
    dora.get(&regularity).await.ok().shows("Автоматична проверка").shows("пред банка").shows("7501020018");
    let unticked = dora.post(&regularity, &format!("{regularity}/regularity"), &[("check", "identity"), ("act", "regular")]).await.ok();
    unticked.shows("Остават 3 неотбелязани проверки");
    to_signature(&world, case).await;

    let mut petar = world.desk("petar");
    let sign = at(&world, case, "sign");
    petar.get(&sign).await.ok().shows("Към подписване");
    petar.get(&format!("{sign}/preview.pdf")).await.pdf();
    let confirm = petar.get(&format!("{sign}/sign")).await.ok();
    confirm.shows("изходящ номер");
    petar.post_from(&confirm, &format!("{sign}/sign"), &[]).await.to("/office/");
    // A second click with the same token is harmless.
    petar.post_from(&confirm, &format!("{sign}/sign"), &[]).await.to("/office/");
    world.draw(case);
    assert_eq!(world.case(case).decided_in_term, Some(true));

    let deliver = at(&world, case, "deliver");
    let page = ana.get(&deliver).await.ok();
    page.shows("Удостоверение за постоянен адрес").shows("Отвори и отпечатай резултата");
    let missing = ana
        .post(
            &deliver,
            &format!("{deliver}/deliver"),
            &[("way", "counter"), ("recipient", ""), ("capacity", "attorney"), ("act", "record")],
        )
        .await
        .ok();
    missing.shows("Въведете кой е получил резултата").shows("Въведете пълномощното");
    let record = [("way", "counter"), ("capacity", "self"), ("recipient", "Мария Тестова"), ("checked", "yes"), ("act", "record")];
    ana.post(&deliver, &format!("{deliver}/deliver"), &record).await.to("/office/");
    assert_eq!(world.case(case).status, cases::Status::Completed);
    ana.get(&deliver).await.ok().shows("Задачата вече е изпълнена: Ана Примерова");
}

#[tokio::test(flavor = "multi_thread")]
async fn entry_keeps_everything_and_asks_two_questions() {
    let world = World::new();
    let mut ana = world.desk("ana");
    let draft = begin(&mut ana).await;
    let bad =
        [("applicant.capacity", "self"), ("applicant.firstName", "Мария"), ("applicant.identifier", "7501020011"), ("act", "register")];
    let page = ana.post(&draft, &draft, &bad).await.ok();
    page.shows("Има проблем").shows("Контролното число не съвпада").shows("Отбележете как е установена самоличността");
    assert!(page.html().contains("<title>Грешка: ") && page.html().contains("value=\"7501020011\""));
    assert!(ana.get(&draft).await.ok().html().contains("value=\"7501020011\""), "nothing typed is lost");

    let doubtful: Vec<_> = with(&[("speed", "ordinary"), ("delivery", "counter"), ("act", "register")])
        .into_iter()
        .map(|(name, value)| if name == "applicant.identifier" { (name, "7501020011") } else { (name, value) })
        .collect();
    ana.post(&draft, &draft, &doubtful).await.ok().shows("Продължавам: в документа стои точно така.");
    let confirmed: Vec<_> = doubtful.iter().copied().chain([("doubtful", "yes")]).collect();
    let filed = ana.post(&draft, &draft, &confirmed).await.to(&draft);
    ana.get(&filed).await.ok().shows("Заявлението е регистрирано");
    ana.get(&draft).await.to(&filed);

    register(&mut ana).await;
    let second = begin(&mut ana).await;
    let pairs = with(&[("speed", "ordinary"), ("delivery", "counter"), ("act", "register")]);
    let asked = ana.post(&second, &second, &pairs).await.ok();
    asked.shows("Възможно повторно заявление").shows("Мария Тестова");
    let seen: Vec<_> = pairs.iter().copied().chain([("duplicates_seen", "yes")]).collect();
    ana.post(&second, &second, &seen).await.to(&format!("{second}/filed"));

    let left = begin(&mut ana).await;
    ana.post(&left, &left, &[("applicant.firstName", "Георги"), ("act", "leave")]).await.to("/office/new");
    ana.get("/office/new").await.ok().shows("Георги");
    assert_eq!(world.desk("boris").get(&left).await.status, StatusCode::NOT_FOUND, "a draft belongs to its clerk");
}

#[tokio::test(flavor = "multi_thread")]
async fn post_is_taken_in_with_envelope_and_scans() {
    let world = World::new();
    let mut boris = world.desk("boris");
    boris.get("/office/intake").await.ok().shows("Заявление по поща или е-поща");
    boris.post("/office/intake", "/office/intake", &[("channel", "post")]).await.ok().shows("Изберете услугата");
    let draft =
        boris.post("/office/intake", "/office/intake", &[("channel", "post"), ("service", "address-certificate")]).await.to("/office/new/");
    let mut pairs: Vec<_> = ANSWERS.to_vec();
    pairs.extend([
        ("speed", "ordinary"),
        ("delivery", "post"),
        ("delivery_address", "2780 Белица"),
        ("received_on", "31.12.2026"),
        ("sender", "М. Тестова"),
        ("reference", "BG25073-XSNJFV-01-0007-C0"),
        ("act", "register"),
    ]);
    let page = boris.upload(&draft, &draft, &pairs, &[]).await.ok();
    page.shows("Датата е в бъдещето").shows("Приложете сканираното заявление").shows("Проверете РНУ");
    for pair in &mut pairs {
        match pair.0 {
            "received_on" => pair.1 = "17.4.2026",
            // The number that еФорми gave: opaque, and the service keeps it through all systems.
            "reference" => pair.1 = "BGESA1B2C3D",
            _ => {}
        }
    }
    let filed = boris.upload(&draft, &draft, &pairs, &[("scans", "плик.pdf", b"%PDF-1.7\n1 0 obj")]).await.to(&draft);
    let page = boris.get(&filed).await.ok();
    let case = case_of(&page);
    assert_eq!(world.case(case).channel, "post");
    let documents = world.read(move |tx, ctx| cases::document::document_list(tx, ctx, case));
    assert!(documents.iter().any(|document| document.title == "плик.pdf"));
    assert_eq!(world.case(case).rnu, "BGESA1B2C3D");
    boris.get("/office/search?q=BGESA1B2C3D").await.to(&format!("/office/cases/{case}"));

    // The same application by another way is no second case.
    let again = boris
        .post("/office/intake", "/office/intake", &[("channel", "email"), ("service", "address-certificate")])
        .await
        .to("/office/new/");
    pairs.push(("duplicates_seen", "yes"));
    let page = boris.upload(&again, &again, &pairs, &[("scans", "пак.pdf", b"%PDF-1.7\n1 0 obj")]).await.ok();
    page.shows("С този РНУ вече има преписка").shows(&world.case(case).incoming_number);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clerks_meet_on_one_task_and_nothing_typed_is_lost() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let task = at(&world, case, "regularity");
    let (mut dora, mut evgeni) = (world.desk("dora"), world.desk("evgeni"));
    let seen_by_evgeni = evgeni.get(&task).await.ok();
    dora.post(&task, &format!("{task}/claim"), &[]).await.to(&task);
    let remarks = "Дълги бележки на втория служител";
    let late = evgeni
        .post_from(&seen_by_evgeni, &format!("{task}/regularity"), &[("remarks", remarks), ("act", "regular"), ("check", "identity")])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.shows("Дора Тестова").shows(remarks);
    evgeni.get(&task).await.ok().shows("Задачата е поета. Отговорник: Дора Тестова");

    dora.get(&format!("{task}/assign")).await.ok().shows("Евгени Пробен");
    dora.post(&format!("{task}/assign"), &format!("{task}/assign"), &[]).await.ok().shows("Изберете колега");
    let to = world.people["evgeni"].id.to_string();
    dora.post(&format!("{task}/assign"), &format!("{task}/assign"), &[("to", &to), ("reason", "отпуск")]).await.to("/office/tasks");
    evgeni.post(&task, &format!("{task}/release"), &[]).await.to("/office/queue");
    assert_eq!(world.task(case, "regularity").assignee_id, None);
    assert_eq!(world.desk("petar").get(&task).await.ok().status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_looked_at_sent_and_answered_on_paper() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let task = at(&world, case, "regularity");
    let mut dora = world.desk("dora");
    dora.post(&task, &format!("{task}/regularity"), &[("check", "identity"), ("act", "notice")]).await.to(&format!("{task}/notice"));
    let notice = format!("{task}/notice");
    dora.get(&notice).await.ok().shows("Посоченият личен номер");
    dora.post(&notice, &notice, &[("act", "preview")]).await.ok().shows("Изберете поне една нередовност");
    let chosen = [("code", "wrong-identifier"), ("free_text", "Приложете копие от картата.")];
    let preview = dora.post(&notice, &notice, &[chosen[0], chosen[1], ("act", "preview")]).await.ok();
    preview.shows("Уведомление за нередовности").shows("Приложете копие от картата.").shows("прекратява");
    let sent = [chosen[0], chosen[1], ("act", "send")];
    dora.post_from(&preview, &notice, &sent).await.to("/office/tasks");
    assert_eq!(world.case(case).status, cases::Status::AwaitingCorrection);
    dora.post_from(&preview, &notice, &sent).await.to("/office/tasks");

    let mut ana = world.desk("ana");
    let correct = format!("/office/cases/{case}/acts/correct");
    ana.get(&correct).await.ok().shows("Посоченият личен номер");
    ana.upload(&correct, &correct, &[("applicant.identifier", "123"), ("act", "send")], &[]).await.ok().shows("Има проблем");
    ana.upload(&correct, &correct, &[("applicant.identifier", "7501020018"), ("declaration.truth", "true"), ("act", "send")], &[])
        .await
        .to("/office/cases/");
    assert_eq!(world.case(case).answers["applicant"]["identifier"], "7501020018");
    dora.get(&at(&world, case, "regularity")).await.ok().shows("Заявителят отговори на искането за поправка");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_refused_sent_back_and_signed_among_several() {
    let world = World::new();
    let mut cases = Vec::new();
    for _ in 0..2 {
        cases.push(world.file("address-certificate", DeliveryWay::Counter));
    }
    to_draft(&world, cases[0]).await;
    let mut dora = world.desk("dora");
    let task = at(&world, cases[0], "draft");
    dora.get(&task).await.ok().shows("Решение по заявлението");
    dora.post(&task, &format!("{task}/draft"), &[("decision", "refuse"), ("act", "kind")]).await.to(&task);
    dora.get(&task).await.ok().shows("Основания").shows("Обжалване").shows("14");
    let unfinished =
        dora.post(&task, &format!("{task}/draft"), &[("grounds_shown", "1"), ("field-reasons", ""), ("act", "finish")]).await.ok();
    unfinished.shows("Изберете поне едно основание").shows("Попълнете „Мотиви“");
    let refuse = [("grounds_shown", "1"), ("ground", "no-address"), ("field-reasons", "Няма вписан адрес."), ("act", "finish")];
    dora.post(&task, &format!("{task}/draft"), &[refuse[0], refuse[1], refuse[2], ("act", "preview")])
        .await
        .to(&format!("{task}/preview.pdf"));
    dora.get(&format!("{task}/preview.pdf")).await.pdf();
    dora.post(&task, &format!("{task}/draft"), &refuse).await.to("/office/");

    let mut zhana = world.desk("zhana");
    let review = at(&world, cases[0], "review");
    zhana.get(&review).await.ok().shows("Отказ").shows("Няма вписан адрес.");
    zhana.post(&review, &format!("{review}/review"), &[("act", "return")]).await.ok().shows("Напишете какво да се преработи");
    zhana.post(&review, &format!("{review}/review"), &[("remarks", "Адресът е вписан."), ("act", "return")]).await.to("/office/");
    let again = at(&world, cases[0], "draft");
    dora.get(&again).await.ok().shows("Върнато за преработване: Жана Примерова").shows("Адресът е вписан.");
    let grant: Vec<_> = FIELDS.iter().copied().chain([("act", "finish")]).collect();
    dora.post(&again, &format!("{again}/draft"), &grant).await.to("/office/");
    let review = at(&world, cases[0], "review");
    zhana.post(&review, &format!("{review}/review"), &[("act", "approve")]).await.to("/office/");
    to_signature(&world, cases[1]).await;

    let mut petar = world.desk("petar");
    let list = petar.get("/office/sign").await.ok();
    list.shows("Дора Тестова");
    petar.post_from(&list, "/office/sign", &[]).await.ok().shows("Изберете поне едно решение");
    let ids: Vec<String> = cases.iter().map(|case| world.task(*case, "sign").id.to_string()).collect();
    let chosen = [("task", ids[0].as_str()), ("task", ids[1].as_str())];
    let look = petar.post_from(&list, "/office/sign", &chosen).await.ok();
    look.shows("Ще подпишете 2 решения");
    let done = petar.post_from(&look, "/office/sign", &[chosen[0], chosen[1], ("confirm", "yes")]).await.ok();
    done.shows("Подписани са 2 решения");
    petar.post_from(&look, "/office/sign", &[chosen[0], chosen[1], ("confirm", "yes")]).await.to("/office/sign");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_goes_by_post_comes_back_and_is_received() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Post);
    to_signature(&world, case).await;
    let mut petar = world.desk("petar");
    let sign = at(&world, case, "sign");
    petar.post(&format!("{sign}/sign"), &format!("{sign}/sign"), &[]).await.to("/office/");
    world.draw(case);
    let mut boris = world.desk("boris");
    let task = at(&world, case, "deliver");
    boris.get(&format!("/office/cases/{case}/label.pdf")).await.pdf();
    boris.get(&format!("/office/cases/{case}/return-receipt.pdf")).await.pdf();
    let send = format!("{task}/deliver");
    boris.post(&task, &send, &[("way", "post"), ("act", "record")]).await.ok().shows("Въведете номера на пратката");
    boris.post(&task, &send, &[("way", "post"), ("tracking", "RR123456789BG"), ("act", "record")]).await.to(&task);
    boris.get(&task).await.ok().shows("Пратка RR123456789BG е изпратена");
    boris.post(&task, &send, &[("act", "returned"), ("remarks", "Непотърсена")]).await.to(&task);
    boris.post(&task, &send, &[("way", "post"), ("tracking", "RR123456790BG"), ("act", "record")]).await.to(&task);
    boris.post(&task, &send, &[("act", "confirmed"), ("received_by", "съсед, И. Т.")]).await.to("/office/");
    assert_eq!(world.case(case).status, cases::Status::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_on_a_case_tell_their_effect_and_need_a_reason() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let act = |word: &str| format!("/office/cases/{case}/acts/{word}");
    let mut dora = world.desk("dora");
    dora.get(&act("suspend")).await.ok().shows("Какво ще се случи").shows("Смърт");
    dora.post(&act("suspend"), &act("suspend"), &[]).await.ok().shows("Изберете основанието").shows("Напишете причината");
    dora.post(&act("suspend"), &act("suspend"), &[("ground", "proceeding"), ("reason", "Чака се съдебно решение.")])
        .await
        .to("/office/cases/");
    assert_eq!(world.case(case).status, cases::Status::Suspended);
    let task = at(&world, case, "regularity");
    dora.get(&task).await.ok();
    dora.post(&act("resume"), &act("resume"), &[]).await.to("/office/cases/");
    assert_eq!(dora.get(&act("extend")).await.status, StatusCode::CONFLICT);

    let mut ana = world.desk("ana");
    ana.post(&act("pay"), &act("pay"), &[("way", "card"), ("receipt", "POS-1")]).await.to("/office/cases/");
    assert_eq!(ana.get(&act("pay")).await.status, StatusCode::CONFLICT);
    let codes = ana.get(&act("codes")).await.ok();
    ana.post_from(&codes, &act("codes"), &[("reason", "изгубен талон")]).await.ok().shows("Потвърдете");
    for _ in 0..2 {
        ana.post_from(&codes, &act("codes"), &[("reason", "изгубен талон"), ("confirm", "yes")]).await.to("/office/cases/");
    }
    assert_eq!(world.case(case).code_generation, 2, "a second click replaces nothing");

    dora.get(&act("message")).await.ok();
    dora.post(&act("message"), &act("message"), &[("subject", "Въпрос"), ("body", "Моля, обадете се.")]).await.to("/office/cases/");
    dora.upload(&act("document"), &act("document"), &[("title", ""), ("section", "internal")], &[])
        .await
        .ok()
        .shows("Въведете заглавие")
        .shows("Изберете файл");
    let scan: [(&str, &str, &[u8]); 1] = [("file", "скица.pdf", b"%PDF-1.7\n1 0 obj")];
    dora.upload(&act("document"), &act("document"), &[("title", "Скица"), ("section", "official")], &scan).await.to("/office/cases/");

    dora.post(&act("forward"), &act("forward"), &[("reason", "Друга община")]).await.ok().shows("Въведете компетентния орган");
    dora.post(&act("terminate"), &act("terminate"), &[("ground", "moot"), ("reason", "Отпаднала нужда"), ("confirm", "yes")])
        .await
        .to("/office/cases/");
    assert_eq!(world.case(case).status, cases::Status::Terminated);
    let other = world.file("address-certificate", DeliveryWay::Counter);
    let withdraw = format!("/office/cases/{other}/acts/withdraw");
    ana.post(&withdraw, &withdraw, &[("confirm", "yes")]).await.to("/office/cases/");
    assert_eq!(world.case(other).status, cases::Status::Terminated);
    assert_eq!(dora.get(&withdraw).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn opinions_answer_the_question_they_were_asked() {
    let world = World::new();
    let case = world.file("pavement-permit", DeliveryWay::Counter);
    let mut katya = world.desk("katya");
    let task = at(&world, case, "regularity");
    let page = katya.get(&task).await.ok();
    katya.post_from(&page, &format!("{task}/regularity"), &[("remarks", "прието"), ("act", "regular")]).await.to("/office/");
    let payment = world.read(move |tx, ctx| cases::task::task_list_of_case(tx, ctx, case));
    if payment.iter().any(|task| task.kind == "payment" && task.is_open()) {
        let mut ana = world.desk("ana");
        let task = at(&world, case, "payment");
        ana.post(&task, &format!("{task}/payment"), &[("way", "cash"), ("receipt", "1")]).await.to("/office/");
    }
    let work = at(&world, case, "work");
    katya.upload(&work, &format!("{work}/work"), &[("question", "Има ли място за пешеходците?"), ("act", "save")], &[]).await.to(&work);
    let mut maya = world.desk("maya");
    let opinion = at(&world, case, "opinion");
    maya.get(&opinion).await.ok().shows("Има ли място за пешеходците?");
    maya.post(&opinion, &format!("{opinion}/opinion"), &[("opinion", "notAgreed"), ("act", "finish")])
        .await
        .ok()
        .shows("Напишете мотивите");
    maya.post(&opinion, &format!("{opinion}/opinion"), &[("opinion", "agreed"), ("remarks", "Остават 1,50 м."), ("act", "finish")])
        .await
        .to("/office/");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_right_is_stopped_at_the_door() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let task = world.task(case, "regularity").id.to_string();
    let mut nobody = world.nobody();
    for route in office_routes() {
        let address =
            route.path.replace("{task}", &task).replace("{case}", &case.to_string()).replace("{draft}", &task).replace("{act}", "suspend");
        let page = nobody.get(&address).await;
        if route.method == "GET" {
            assert!(page.location.starts_with("/office/sign-in"), "{address}: {}", page.status);
        }
    }
    for (login, may) in [("ana", "/office/sign"), ("dora", "/office/new"), ("petar", "/office/intake")] {
        assert_eq!(world.desk(login).get(may).await.status, StatusCode::FORBIDDEN, "{login} {may}");
    }
    let forged = world.desk("dora").get("/office/tasks/..%2f..%2fetc").await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

fn office_routes() -> &'static [web::Route] {
    office::work::ROUTES
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_page_shows_both_versions_and_each_field_is_chosen() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    to_draft(&world, case).await;
    let mut dora = world.desk("dora");
    let task = at(&world, case, "draft");
    let stale = dora.get(&task).await.ok();
    let with = |person: &'static str, address: &'static str, act: &'static str| {
        [
            ("decision", "grant"),
            ("field-personName", person),
            ("field-personIdentifier", "7501020018"),
            ("field-address", address),
            ("act", act),
        ]
    };
    dora.post(&task, &format!("{task}/draft"), &with("Мария Тестова", "2780 Белица, ул. Първа 1", "save")).await.to(&task);
    dora.post(&task, &format!("{task}/release"), &[]).await.to("/office/queue");
    let mut evgeni = world.desk("evgeni");
    evgeni.post(&task, &format!("{task}/draft"), &with("Мария Тестова", "2780 Белица, ул. Втора 2", "save")).await.to(&task);
    evgeni.post(&task, &format!("{task}/release"), &[]).await.to("/office/queue");

    let both = dora.post_from(&stale, &format!("{task}/draft"), &with("Мария Пробна", "2780 Белица, ул. Първа 1", "finish")).await;
    assert_eq!(both.status, StatusCode::CONFLICT, "{}", both.text());
    both.shows("Евгени Пробен").shows("ул. Втора 2").shows("ул. Първа 1").shows("Мария Пробна").shows("Записано сега");
    assert!(!both.text().contains("7501020018"), "what is the same on both sides is not asked: {}", both.text());
    assert_eq!(world.task(case, "draft").draft["fields"]["address"], "2780 Белица, ул. Втора 2", "nothing was written over");

    let sides = |pick: &'static [(&'static str, &'static str)]| {
        let fixed = [
            ("act", "save"),
            ("decision", "grant"),
            ("field-personIdentifier", "7501020018"),
            ("side:field-personName", "1"),
            ("theirs:field-personName", "Мария Тестова"),
            ("mine:field-personName", "Мария Пробна"),
            ("side:field-address", "1"),
            ("theirs:field-address", "2780 Белица, ул. Втора 2"),
            ("mine:field-address", "2780 Белица, ул. Първа 1"),
        ];
        fixed.into_iter().chain(pick.iter().copied()).collect::<Vec<_>>()
    };
    let again = dora.post_from(&both, &format!("{task}/draft"), &sides(&[("pick:field-address", "theirs")])).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again.shows("Изберете коя версия на „");
    let picked = sides(&[("pick:field-address", "theirs"), ("pick:field-personName", "mine")]);
    dora.post_from(&again, &format!("{task}/draft"), &picked).await.to(&task);
    let draft = world.task(case, "draft").draft;
    assert_eq!((&draft["fields"]["address"], &draft["fields"]["personName"]), (&"2780 Белица, ул. Втора 2".into(), &"Мария Пробна".into()));
    // One's own mistakes do not make a page stale.
    let page = dora.get(&task).await.ok();
    let wrong =
        dora.post_from(&page, &format!("{task}/draft"), &[("decision", "grant"), ("field-personName", ""), ("act", "finish")]).await;
    assert_eq!(wrong.status, StatusCode::OK, "{}", wrong.text());
    let right: Vec<_> = FIELDS.iter().copied().chain([("act", "finish")]).collect();
    dora.post_from(&wrong, &format!("{task}/draft"), &right).await.to("/office/");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_second_sees_who_was_first_and_both_texts() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let mut dora = world.desk("dora");
    let mut evgeni = world.desk("evgeni");
    let task = at(&world, case, "regularity");
    let seen = evgeni.get(&task).await.ok();
    let first = [("check", "identity"), ("remarks", "Липсва пълномощно, прието по изключение."), ("act", "regular")];
    dora.post(&task, &format!("{task}/regularity"), &first).await.to("/office/");
    let late = [("check", "identity"), ("remarks", "Пълномощното е приложено."), ("act", "regular")];
    let answer = evgeni.post_from(&seen, &format!("{task}/regularity"), &late).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows("Дора Тестова").shows("Липсва пълномощно, прието по изключение.").shows("Пълномощното е приложено.");
    answer.shows("Последното по преписката").shows("Задачата е изпълнена").shows("Към преписката");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_unit_is_asked_and_its_answer_stands_in_the_case() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    to_draft(&world, case).await;
    let home = format!("/office/cases/{case}");
    let ask = format!("{home}/acts/opinion");
    let mut dora = world.desk("dora");
    let page = dora.get(&ask).await.ok();
    page.shows("Искане на становище").shows("Катя Образцова");
    let empty = dora.post_from(&page, &ask, &[("question", ""), ("due", "вчера")]).await.ok();
    empty.shows("Напишете въпроса").shows("Изберете кое звено").shows("Въведете дата");
    let katya = world.people["katya"].id.to_string();
    let question = [("to", katya.as_str()), ("question", "Има ли сграда на този адрес?"), ("due", "24.04.2026"), ("holds", "yes")];
    let asked = dora.get(&ask).await.ok();
    dora.post_from(&asked, &ask, &question).await.to(&home);
    // A second click asks nothing twice.
    dora.post_from(&asked, &ask, &question).await.to(&home);
    let opinions =
        world.read(move |tx, ctx| cases::task::task_list_of_case(tx, ctx, case)).into_iter().filter(|task| task.kind == "opinion");
    assert_eq!(opinions.count(), 1);
    dora.get(&home).await.ok().shows("Има ли сграда на този адрес?").shows("Работата чака становището").shows("Катя Образцова");

    let draft = at(&world, case, "draft");
    dora.get(&draft).await.ok().shows("Задачата чака становище");
    let pairs: Vec<_> = FIELDS.iter().copied().chain([("act", "finish")]).collect();
    let held = dora.post(&draft, &format!("{draft}/draft"), &pairs).await;
    assert_eq!(held.status, StatusCode::CONFLICT);
    held.shows("Чака се становище: „Становище: Устройство на територията“");

    let opinion = at(&world, case, "opinion");
    let mut evgeni = world.desk("evgeni");
    evgeni.get(&opinion).await.ok().shows("Задачата е поета. Отговорник: Катя Образцова");
    let mut katya = world.desk("katya");
    katya.get("/office/tasks").await.ok().shows("Становище: Устройство на територията");
    katya.get(&opinion).await.ok().shows("Има ли сграда на този адрес?").shows("Дора Тестова").shows("Отговарям");
    katya
        .post(&opinion, &format!("{opinion}/opinion"), &[("opinion", "answered"), ("act", "finish")])
        .await
        .ok()
        .shows("Напишете мотивите");
    let answer = [("opinion", "answered"), ("remarks", "Да, въведена в експлоатация."), ("act", "finish")];
    katya.post(&opinion, &format!("{opinion}/opinion"), &answer).await.to("/office/");
    dora.get(&home).await.ok().shows("Да, въведена в експлоатация.").shows("отговор");
    dora.get(&draft).await.ok().shows("Да, въведена в експлоатация.");
    dora.get(&format!("{home}/journal")).await.ok().shows("Поискано е становище").shows("Има ли сграда на този адрес?");
    dora.post(&draft, &format!("{draft}/draft"), &pairs).await.to("/office/");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_taken_back_and_a_closed_case_asks_nobody() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let home = format!("/office/cases/{case}");
    let ask = format!("{home}/acts/opinion");
    let mut dora = world.desk("dora");
    let unit = world.people["maya"].unit.unwrap().to_string();
    let question = [("unit", unit.as_str()), ("question", "Засяга ли се улицата?"), ("due", "24.04.2026")];
    dora.post(&ask, &ask, &question).await.to(&home);
    let opinion = world.task(case, "opinion");
    assert!(!opinion.is_waited_for());
    let mut maya = world.desk("maya");
    maya.get("/office/queue").await.ok().shows("Становище: Улична мрежа");
    let mut evgeni = world.desk("evgeni");
    let withdraw = format!("{home}/opinions/{}/withdraw", opinion.id);
    assert_eq!(evgeni.post(&home, &withdraw, &[]).await.status, StatusCode::FORBIDDEN, "only who asked takes it back");
    dora.post(&home, &withdraw, &[]).await.to(&home);
    maya.get(&format!("/office/tasks/{}", opinion.id)).await.ok().shows("не е нужна");
    dora.post(&ask, &ask, &question).await.to(&home);
    let end = format!("{home}/acts/terminate");
    dora.post(&end, &end, &[("ground", "moot"), ("reason", "отпаднал предмет"), ("confirm", "yes")]).await.to(&home);
    let open = world.read(move |tx, ctx| cases::task::task_list_of_case(tx, ctx, case)).into_iter().filter(cases::task::Task::is_open);
    assert_eq!(open.count(), 0);
    assert!(!dora.get(&home).await.ok().html().contains("acts/opinion"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_of_a_notice_is_seen_as_a_pdf_before_it_is_sent() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let mut dora = world.desk("dora");
    let task = at(&world, case, "regularity");
    assert_eq!(dora.get(&format!("{task}/notice.pdf")).await.to("/office"), format!("{task}/notice"));
    let preview = dora.post(&task, &format!("{task}/notice"), &[("free_text", "Посочете пред кого."), ("act", "preview")]).await.ok();
    assert!(preview.html().contains(&format!("{task}/notice.pdf")));
    dora.get(&format!("{task}/notice.pdf")).await.pdf();
    let documents = world.read(move |tx, ctx| cases::document::document_list(tx, ctx, case));
    assert!(documents.iter().all(|document| document.kind != "notice"), "looking at a letter issues none");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_shows_the_codes_only_to_those_who_print_them() {
    let world = World::new();
    let case = world.file("address-certificate", DeliveryWay::Counter);
    let file = world.case(case);
    let code = cases::codes::codes_of(&world.app.key, world.administration, case, file.code_generation).status.to_string();
    let home = format!("/office/cases/{case}");
    world.desk("ana").get(&home).await.ok().shows(&code).shows("Отпечатай талона отново");
    let page = world.desk("dora").get(&home).await.ok();
    page.shows(&file.rnu);
    assert!(!page.text().contains(&code));
}

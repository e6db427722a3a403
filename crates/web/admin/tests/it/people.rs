//! Accounts over HTTP.

use axum::http::StatusCode;
use kernel::actor::Role;
use kernel::ids::AdministrationId;

use crate::hall::Hall;

fn shown_password(html: &str) -> String {
    html.split_once("<span id=\"password\">").unwrap().1.split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_shows_its_password_once() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/people/new").await.ok();
    let fields = [
        ("name", "Нова Примерова Образцова"),
        ("login", "N.Primerova"),
        ("email", "n.primerova@example.bg"),
        ("unit_id", ""),
        ("position_id", &hall.position.to_string()),
        ("roles", "case_officer"),
        ("roles", "reviewer"),
    ];
    let made = admin.post("/admin/people/new", &fields).await.ok();
    made.shows("Потребителят е създаден").shows("n.primerova");
    assert_eq!(made.headers["cache-control"], "no-store");
    let password = shown_password(made.html());
    let again = admin.post("/admin/people/new", &fields).await.ok();
    assert_eq!(shown_password(again.html()), password, "the form sent twice makes one account");
    assert_eq!(hall.kinds(2), ["StaffCreated", "KitInstalled"]);

    let account = hall.read(|tx, id| identity::sign_in_account(tx, id, "n.primerova")).unwrap();
    assert!(identity::Passwords::standard().unwrap().verify(&password, account.password_hash.as_ref()));
    let page = admin.get(&format!("/admin/people/{}", account.id)).await.ok();
    page.shows("Главен експерт").shows("Отдел „Гражданско състояние“").shows("Експерт").shows("Съгласуващ");
    assert!(!page.html().contains(&password));
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_come_back_to_their_field_with_everything_typed() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/people/new").await.ok();
    for (fields, words) in [
        ([("name", ""), ("login", "nova"), ("email", "")], "Въведете името"),
        ([("name", "Нова Примерова"), ("login", "a b"), ("email", "")], "Въведете потребителско име"),
        ([("name", "Нова Примерова"), ("login", "Front_Desk"), ("email", "")], "потребителско име е заето"),
        ([("name", "Нова Примерова"), ("login", "nova"), ("email", "x")], "Въведете един адрес"),
    ] {
        let page = admin.post("/admin/people/new", &[fields[0], fields[1], fields[2], ("roles", "cashier")]).await.refused();
        page.shows("Има проблем").shows(words);
        assert!(page.html().contains(&format!("value=\"{}\"", fields[1].1)), "what was typed stays");
        assert!(page.html().contains("value=\"cashier\" checked"), "what was chosen stays");
    }
    let forged = admin.post("/admin/people/new", &[("name", "X Y"), ("login", "forged"), ("roles", "emperor")]).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_shown_as_text() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    admin.get("/admin/people/new").await.ok();
    let name = "<script>alert(1)</script> {{ 7*7 }}";
    admin.post("/admin/people/new", &[("name", name), ("login", "script")]).await.ok();
    for path in ["/admin/people", "/admin/log"] {
        let page = admin.get(path).await.ok();
        assert!(!page.html().contains("<script>alert"), "{path}");
        page.shows("{{ 7*7 }}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blocking_needs_a_reason_and_ends_sessions_at_once() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    let mut auditor = hall.sign_in(Role::Auditor);
    auditor.get("/admin/log").await.ok();
    let path = format!("/admin/people/{}", hall.staff(Role::Auditor));
    admin.get(&format!("{path}/block")).await.ok().shows("всичките му сесии се прекратяват");
    admin.post(&format!("{path}/block"), &[("reason", " ")]).await.refused().shows("Въведете причината");
    admin.post(&format!("{path}/block"), &[("reason", "напуска")]).await.to(&path);
    admin.get(&path).await.ok().shows("Достъпът е блокиран").shows("Блокиран достъп");
    auditor.get("/admin/log").await.to("/office/sign-in");
    admin.get("/admin/log?kind=StaffBlocked").await.ok().shows("Причина: напуска");
    admin.get("/admin/people?state=blocked").await.ok().shows("1 потребител");
    admin.post(&format!("{path}/unblock"), &[]).await.to(&path);
    admin.get("/admin/people?state=blocked").await.ok().shows("Никой не отговаря на филтрите");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_locks_themselves_out() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    let path = format!("/admin/people/{}", hall.staff(Role::Admin));
    admin.get(&path).await.ok();
    admin.post(&format!("{path}/block"), &[("reason", "проба")]).await.refused().shows("Не можете да блокирате собствения си достъп");
    admin.post(&format!("{path}/roles"), &[("roles", "auditor")]).await.refused().shows("Не можете да отнемете от себе си");
    admin.post(&format!("{path}/sessions"), &[]).await.to(&path);
    admin.get(&path).await.ok().shows("Нямаше други сесии");
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_hold_from_the_next_page() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    let mut registrar = hall.sign_in(Role::Registrar);
    assert_eq!(registrar.get("/admin/log").await.status, StatusCode::FORBIDDEN);
    let path = format!("/admin/people/{}", hall.staff(Role::Registrar));
    admin.get(&format!("{path}/roles")).await.ok();
    admin.post(&format!("{path}/roles"), &[("roles", "registrar"), ("roles", "auditor")]).await.to(&path);
    registrar.get("/admin/log").await.ok().shows("Променени роли");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_sessions_and_works() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    let mut cashier = hall.sign_in(Role::Cashier);
    assert_eq!(cashier.get("/admin").await.status, StatusCode::FORBIDDEN);
    let id = hall.staff(Role::Cashier);
    admin.get(&format!("/admin/people/{id}/password")).await.ok().shows("Старата парола спира да важи");
    let page = admin.post(&format!("/admin/people/{id}/password"), &[]).await.ok();
    let password = shown_password(page.html());
    cashier.get("/admin").await.to("/office/sign-in");
    let account = hall.read(|tx, id: AdministrationId| identity::sign_in_account(tx, id, "cashier")).unwrap();
    assert!(identity::Passwords::standard().unwrap().verify(&password, account.password_hash.as_ref()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_searched_by_name_in_any_script() {
    let hall = Hall::new();
    let mut admin = hall.sign_in(Role::Admin);
    for (query, count) in [("примерен", "14 потребителя"), ("primerenska", "5 потребители"), ("cashier", "1 потребител")]
    {
        let page = admin.get(&format!("/admin/people?q={}", web::visit::query_value(query))).await.ok();
        let words = page.text();
        let number = count.split(' ').next().unwrap();
        assert!(words.contains(&format!("{number} потребител")), "{query}: {words}");
    }
    admin.get("/admin/people?role=dpo").await.ok().shows("1 потребител");
    admin.get("/admin/people?q=%3Cb%3E&unit=x&role=y&after=z").await.ok();
}

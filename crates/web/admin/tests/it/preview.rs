//! Serves the test administration for looking at its pages: `GISHE_PREVIEW=127.0.0.1:8098 cargo test -p admin preview -- --ignored`.

use kernel::actor::Role;

use crate::hall::Hall;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "serves until it is stopped"]
async fn preview() {
    let Ok(address) = std::env::var("GISHE_PREVIEW") else { return };
    let hall = Hall::at_address(&format!("http://{address}"));
    for role in [Role::Admin, Role::ServiceAdmin, Role::Auditor] {
        let browser = hall.sign_in(role);
        println!("{} {:?}", role.identifier(), browser.cookies);
    }
    println!("unit {} staff {} kit {}", hall.unit, hall.staff(Role::Cashier), hall.kit_hash);
    let listener = tokio::net::TcpListener::bind(&address).await.unwrap();
    axum::serve(listener, hall.router.clone().into_make_service()).await.unwrap();
}

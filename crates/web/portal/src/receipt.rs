//! The receipt after filing (P-17): numbers, both codes with what each opens, the term, what happens next.
//!
//! The one rule: only the browser that filed – or whoever opened the official section with the access code – sees it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use cases::CaseFile;
use cases::codes::codes_of;
use documents::qr_svg;
use web::{App, Html, Page, PageError, Texts, format, render};

use crate::prints;
use crate::visitor::OwnCase;
use crate::words;

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    page: Page,
    case: String,
    service: String,
    rnu: String,
    incoming_number: String,
    uri: String,
    filed: String,
    status_code: String,
    status_page: String,
    access_code: String,
    qr: Html,
    due: String,
    delivery: String,
    fee: Option<i64>,
    email: String,
    steps: Vec<String>,
}

/// What happens next, a sentence each.
pub fn next_steps(t: Texts, case: &CaseFile) -> Vec<String> {
    let mut steps = vec![t.get("portal-after-check").into_owned()];
    if case.fee_cents > 0 {
        let sum = format::money(case.fee_cents, t.language());
        steps.push(t.with2("portal-after-pay-sum", "sum", sum, "number", case.incoming_number.as_str()));
    }
    steps.push(t.get("portal-after-decide").into_owned());
    steps.push(t.get(&format!("portal-after-{}", case.delivery)).into_owned());
    steps
}

/// The receipt.
pub async fn page(State(app): State<App>, own: OwnCase) -> Result<Response, PageError> {
    let id = own.id;
    let (case, kit) = own.read(move |tx, ctx| prints::own(tx, ctx, id)).await?;
    let t = own.t;
    let codes = codes_of(&app.key, own.administration().id, id, case.code_generation);
    let service = kit.manifest.name.get(t.language().code()).to_owned();
    let qr = qr_svg(&prints::status_address(&app, &codes.track)).map_err(PageError::failure)?;
    render(&ReceiptPage {
        page: own.page_of("portal-receipt-title").of_service(service.clone()),
        case: id.to_string(),
        service,
        incoming_number: case.incoming_number.clone(),
        filed: kernel_moment(t, case.filed_at),
        status_code: codes.status.to_string(),
        status_page: prints::status_page(&app),
        access_code: codes.access.to_string(),
        // Drawn by the program itself from an address of this host.
        qr: Html::trusted(qr),
        due: case.deadline_on.map(|day| format::date(day, t.language())).unwrap_or_default(),
        delivery: words::delivery(t, &case.delivery),
        fee: (case.fee_cents > 0).then_some(case.fee_cents),
        email: case.email.clone(),
        steps: next_steps(t, &case),
        rnu: case.rnu,
        uri: case.uri,
    })
}

/// The official moment of receipt, with seconds (`ux.md` §7).
fn kernel_moment(t: Texts, at: i64) -> String {
    let moment = kernel::clock::sofia_datetime(format::instant(at));
    let clock = std::format!("{:02}:{:02}:{:02}", moment.hour(), moment.minute(), moment.second());
    let suffix = if t.language() == web::Language::Bulgarian { "\u{a0}ч." } else { "" };
    std::format!("{}, {clock}{suffix}", format::date(moment.date(), t.language()))
}

//! Payments of a case (D-18): what is owed, what was paid, when and how.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::payment::{Obligation, obligation_list};
use kernel::permission::Permission;
use web::{Page, PageError, Texts, render};

use super::head::{self, Head, opened};
use crate::desk::Desk;

/// An amount due as a row.
pub struct Row {
    cents: i64,
    is_paid: bool,
    way: String,
    receipt: String,
    created_at: i64,
    paid_at: i64,
}

#[derive(Template)]
#[template(path = "case/payments.html")]
struct PaymentsPage {
    page: Page,
    head: Head,
    rows: Vec<Row>,
    due: i64,
    may_record: bool,
}

fn row(t: Texts, obligation: &Obligation) -> Row {
    Row {
        cents: obligation.amount_cents,
        is_paid: obligation.state == "paid",
        way: t.find(&format!("office-payment-way-{}", obligation.way)).map(|text| text.into_owned()).unwrap_or_default(),
        receipt: obligation.receipt.clone(),
        created_at: obligation.created_at,
        paid_at: obligation.paid_at.unwrap_or_default(),
    }
}

/// The payments.
pub async fn page(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, list) = opened(&desk, &id, "payments", |tx, ctx, opened| obligation_list(tx, ctx, opened.case.id)).await?;
    let due = list.iter().filter(|one| one.state == "pending").map(|one| one.amount_cents).sum();
    render(&PaymentsPage {
        page: head::page(&desk, &opened.head),
        rows: list.iter().map(|one| row(t, one)).collect(),
        due,
        may_record: due > 0 && desk.may(Permission::PaymentRecord) && !opened.case.status.is_final(),
        head: opened.head,
    })
}

//! The fee at the counter, as a task of the process.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::payment::{Obligation, payment_record_task};
use kernel::permission::Permission;
use web::{Choice, Errors, Page, PageError, Pairs, render};

use super::task_view::{Head, TaskView, load};
use super::{filed, refused, task, words};
use crate::desk::Desk;

#[derive(Template)]
#[template(path = "work/payment.html")]
struct PaymentPage {
    page: Page,
    head: Head,
    due: Option<Obligation>,
    in_words: String,
    ways: Vec<Choice>,
    way: String,
    receipt: String,
}

/// The screen.
pub fn show(desk: &Desk, view: &TaskView, errors: Errors, way: &str, receipt: &str) -> Result<Response, PageError> {
    let head = view.head(desk);
    let due = view.obligations.iter().find(|due| due.state == "pending").cloned();
    let is_bulgarian = desk.t.language() == web::Language::Bulgarian;
    let in_words = due
        .as_ref()
        .filter(|_| is_bulgarian)
        .map(|due| kernel::money::Money::eur(due.amount_cents).words(kernel::money::CentWord::default()));
    render(&PaymentPage {
        page: view.page(desk, head.name.clone()).with_errors(errors),
        head,
        due,
        in_words: in_words.unwrap_or_default(),
        ways: filed::ways(desk.t),
        way: way.to_owned(),
        receipt: receipt.to_owned(),
    })
}

/// Records what was paid.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::PaymentRecord)?;
    let view = load(&desk, &id).await?;
    let (way, receipt) = (pairs.get("way").to_owned(), words::cut(pairs.get("receipt")));
    let errors = filed::payment_errors(&desk, &way, &receipt);
    if !errors.is_empty() {
        return show(&desk, &view, errors, &way, &receipt);
    }
    let task_id = view.task.id;
    // A second click finds the task done; the first outcome answers it.
    let sent = refused::act(&desk, pairs.command()?, move |tx, ctx| {
        if store::command::command_outcome::<kernel::ids::CaseId>(tx, ctx)?.is_some() {
            return Ok(());
        }
        payment_record_task(tx, ctx, task_id, &way, &receipt)
    });
    match sent.await {
        Ok(()) => task::done(&desk, &view, "work-payment-done").await,
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
    }
}

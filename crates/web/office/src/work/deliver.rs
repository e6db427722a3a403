//! Giving the result: at the counter against an identity document, by post, or watching it be opened online (D-27).
//!
//! The one rule: the task ends when the result reached a person, not when it left the building.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::delivery::{Delivery, RecordDelivery, delivery_record, result_of};
use kernel::permission::Permission;
use web::{Choice, Errors, Page, PageError, Pairs, Texts, redirect, render};

use super::task_view::{Head, TaskView, load};
use super::{refused, task, words};
use crate::desk::Desk;
use crate::names;

/// What a clerk types.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    way: String,
    capacity: String,
    recipient: String,
    identity: String,
    attorney: String,
    tracking: String,
    received_by: String,
    remarks: String,
    is_checked: bool,
}

/// The result in a line.
#[derive(Debug, Clone)]
struct Outcome {
    title: String,
    number: String,
    href: String,
    is_ready: bool,
}

#[derive(Template)]
#[template(path = "work/deliver.html")]
struct DeliverPage {
    page: Page,
    head: Head,
    result: Option<Outcome>,
    attempts: Vec<(String, Delivery)>,
    sent: Option<Delivery>,
    ways: Vec<Choice>,
    capacities: Vec<Choice>,
    typed: Typed,
    address: String,
}

fn state_words(t: Texts, delivery: &Delivery) -> String {
    t.get(&format!("work-delivered-{}-{}", delivery.way, delivery.state)).into_owned()
}

/// The screen.
pub fn show(desk: &Desk, view: &TaskView, errors: Errors, typed: Option<Typed>) -> Result<Response, PageError> {
    let t = desk.t;
    let head = view.head(desk);
    let result = result_of(&view.documents).map(|document| Outcome {
        title: document.title.clone(),
        number: document.number.clone(),
        href: format!("/office/cases/{}/documents/{}", view.case.id, document.id),
        is_ready: document.has_content(),
    });
    let sent = view.deliveries.last().filter(|delivery| delivery.way == "post" && delivery.state == "sent").cloned();
    let typed = typed.unwrap_or_else(|| Typed {
        way: if view.case.delivery == "post" { "post".to_owned() } else { "counter".to_owned() },
        capacity: "self".to_owned(),
        recipient: view.case.applicant_name.clone(),
        ..Typed::default()
    });
    let address = if view.case.delivery_address.is_empty() { view.case.address.clone() } else { view.case.delivery_address.clone() };
    render(&DeliverPage {
        page: view.page(desk, head.name.clone()).with_errors(errors),
        head,
        result,
        attempts: view.deliveries.iter().map(|delivery| (state_words(t, delivery), delivery.clone())).collect(),
        sent,
        ways: ["counter", "post"].iter().map(|way| Choice::new(*way, names::delivery(t, way))).collect(),
        capacities: ["self", "attorney", "representative"]
            .iter()
            .map(|code| Choice::new(*code, t.get(&format!("work-capacity-{code}"))))
            .collect(),
        typed,
        address,
    })
}

fn taken(pairs: &Pairs) -> Typed {
    let text = |name: &str| words::cut(pairs.get(name));
    Typed {
        way: text("way"),
        capacity: text("capacity"),
        recipient: text("recipient"),
        identity: text("identity"),
        attorney: text("attorney"),
        tracking: text("tracking"),
        received_by: text("received_by"),
        remarks: text("remarks"),
        is_checked: pairs.has("checked"),
    }
}

/// The remarks as they are kept, in Bulgarian as everything in the history.
fn note(parts: &[(&str, &str)], remarks: &str) -> String {
    let t = Texts::new(web::Language::Bulgarian);
    let mut lines: Vec<String> =
        parts.iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| t.with1(key, "value", *value)).collect();
    if !remarks.is_empty() {
        lines.push(remarks.to_owned());
    }
    lines.join(" · ")
}

fn record(desk: &Desk, act: &str, typed: &Typed) -> Result<RecordDelivery, Errors> {
    let t = desk.t;
    let mut errors = Errors::new();
    let mut record = RecordDelivery { way: "post".to_owned(), ..RecordDelivery::default() };
    match act {
        "returned" => {
            record.state = "returned".to_owned();
            if typed.remarks.is_empty() {
                errors.add("remarks", t.get("work-deliver-returned-missing"));
            }
            record.note.clone_from(&typed.remarks);
        }
        "confirmed" => {
            record.state = "delivered".to_owned();
            if typed.received_by.is_empty() {
                errors.add("received_by", t.get("work-deliver-recipient-missing"));
            }
            record.recipient.clone_from(&typed.received_by);
            record.note.clone_from(&typed.remarks);
        }
        _ if typed.way == "post" => {
            record.state = "sent".to_owned();
            if typed.tracking.is_empty() {
                errors.add("tracking", t.get("work-deliver-tracking-missing"));
            }
            record.tracking.clone_from(&typed.tracking);
            record.note.clone_from(&typed.remarks);
        }
        _ => {
            record.way = "counter".to_owned();
            record.state = "delivered".to_owned();
            if typed.recipient.is_empty() {
                errors.add("recipient", t.get("work-deliver-recipient-missing"));
            }
            if !typed.is_checked {
                errors.add("checked", t.get("work-deliver-checked-missing"));
            }
            if typed.capacity != "self" && typed.attorney.is_empty() {
                errors.add("attorney", t.get("work-deliver-attorney-missing"));
            }
            record.recipient.clone_from(&typed.recipient);
            let attorney = if typed.capacity == "self" { "" } else { typed.attorney.as_str() };
            record.note = note(&[("work-note-identity", typed.identity.as_str()), ("work-note-attorney", attorney)], &typed.remarks);
        }
    }
    if errors.is_empty() { Ok(record) } else { Err(errors) }
}

/// Records an attempt at delivery.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::DeliveryRecord)?;
    let view = load(&desk, &id).await?;
    let typed = taken(&pairs);
    let act = pairs.get("act").to_owned();
    let record = match record(&desk, &act, &typed) {
        Ok(record) => record,
        Err(errors) => return show(&desk, &view, errors, Some(typed)),
    };
    let (task_id, is_over) = (view.task.id, record.state == "delivered");
    let key = match record.state.as_str() {
        "delivered" => "work-deliver-done",
        "sent" => "work-deliver-sent",
        _ => "work-deliver-returned",
    };
    match refused::act(&desk, pairs.command()?, move |tx, ctx| delivery_record(tx, ctx, task_id, record)).await {
        Ok(()) if is_over => task::done(&desk, &view, key).await,
        Ok(()) => Ok(redirect::with_notice(&desk, &view.at(""), &web::Notice::success(desk.t.get(key)))),
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &view.at(""), view.case.id).await,
    }
}

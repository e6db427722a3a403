//! Correspondence of a case (D-17): what was written to the applicant and by them, with what became of each letter.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::message::{Message, message_list};
use kernel::permission::Permission;
use web::{Html, Page, PageError, Texts, render};

use super::head::{self, Head, opened};
use crate::desk::Desk;
use crate::mail::linked;

/// A message as it is shown.
pub struct Letter {
    is_incoming: bool,
    channel: String,
    who: String,
    subject: String,
    body: Html,
    state: String,
    state_tone: &'static str,
    created_at: i64,
}

#[derive(Template)]
#[template(path = "case/messages.html")]
struct MessagesPage {
    page: Page,
    head: Head,
    letters: Vec<Letter>,
    may_write: bool,
}

fn letter(t: Texts, message: &Message) -> Letter {
    let is_incoming = message.direction == "in";
    let author = if message.author.is_empty() { t.get("office-message-system").into_owned() } else { message.author.clone() };
    Letter {
        is_incoming,
        channel: t.find(&format!("office-message-channel-{}", message.channel)).map(|text| text.into_owned()).unwrap_or_default(),
        who: if is_incoming {
            message.recipient.clone()
        } else {
            t.with2("office-message-from-to", "from", author, "to", &message.recipient)
        },
        subject: message.subject.clone(),
        body: linked(&message.body),
        state: t.get(&format!("office-message-state-{}", message.state)).into_owned(),
        state_tone: match message.state.as_str() {
            "failed" => "bad",
            "queued" => "wait",
            "received" => "info",
            _ => "good",
        },
        created_at: message.created_at,
    }
}

/// The correspondence, the latest first.
pub async fn page(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, messages) = opened(&desk, &id, "messages", |tx, ctx, opened| message_list(tx, ctx, opened.case.id)).await?;
    render(&MessagesPage {
        page: head::page(&desk, &opened.head),
        letters: messages.iter().rev().map(|message| letter(t, message)).collect(),
        may_write: desk.may(Permission::DocumentAdd),
        head: opened.head,
    })
}

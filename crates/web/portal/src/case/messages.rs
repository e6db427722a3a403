//! The conversation in a case (P-23): letters and messages of the administration, words of the applicant.

use askama::Template;
use axum::response::Response;
use cases::message::{message_list, message_receive};
use kernel::limits::TEXT_CHARS_MAX;
use web::{Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::overview::is_shown;
use crate::visitor::OwnCase;

/// One message as it is shown.
struct Shown {
    at: i64,
    from_us: bool,
    subject: String,
    /// Paragraphs.
    lines: Vec<String>,
    by_mail: bool,
}

#[derive(Template)]
#[template(path = "case/messages.html")]
struct MessagesPage {
    page: Page,
    case: String,
    messages: Vec<Shown>,
    text: String,
}

async fn show(own: &OwnCase, text: String, errors: Errors) -> Result<Response, PageError> {
    let id = own.id;
    let messages = own.read(move |tx, ctx| Ok(message_list(tx, ctx, id)?)).await?;
    let shown = messages.into_iter().filter(is_shown).map(|message| Shown {
        at: message.created_at,
        from_us: message.direction == "out",
        by_mail: message.channel == "email",
        lines: message.body.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        subject: message.subject,
    });
    render(&MessagesPage {
        page: own.page_of("portal-messages-title").with_back(own.at("")).with_errors(errors),
        case: id.to_string(),
        messages: shown.collect(),
        text,
    })
}

/// The conversation.
pub async fn page(own: OwnCase) -> Result<Response, PageError> {
    show(&own, String::new(), Errors::new()).await
}

/// Writes to the administration.
pub async fn send(own: OwnCase, pairs: Pairs) -> Result<Response, PageError> {
    let text = pairs.get("text").to_owned();
    let key = match text.chars().count() {
        0 => Some("portal-messages-missing"),
        count if count > TEXT_CHARS_MAX => Some("portal-messages-long"),
        _ => None,
    };
    if let Some(key) = key {
        let errors = Errors::from_iter([("text", own.t.get(key))]);
        return show(&own, text, errors).await;
    }
    let (id, command) = (own.id, pairs.command()?);
    own.write_once(command, move |tx, ctx| {
        if store::command::command_outcome::<bool>(tx, ctx)?.is_none() {
            message_receive(tx, ctx, id, &text)?;
            store::command::command_record(tx, ctx, &true)?;
        }
        Ok(())
    })
    .await?;
    let notice = Notice::success(own.t.get("portal-messages-sent"));
    Ok(redirect::with_notice(&own, &own.at("/messages"), &notice))
}

//! The letters that left by e-mail, newest first: what people received, word for word.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::message::{Message, message_mail_latest};
use kernel::permission::Permission;
use serde::Deserialize;
use web::html::escape;
use web::{Html, Page, PageError, render};

use crate::desk::Desk;

/// Letters on a page.
const ROWS: i64 = 25;

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
pub struct MailQuery {
    /// Only letters before this moment, ms since 1970 UTC.
    before: Option<i64>,
}

struct Letter {
    case: String,
    recipient: String,
    subject: String,
    body: Html,
    state: String,
    created_at: i64,
    author: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage {
    page: Page,
    letters: Vec<Letter>,
    first: String,
    next: String,
    reads_cases: bool,
}

/// The letters.
pub async fn page(desk: Desk, Query(query): Query<MailQuery>) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let t = desk.t;
    let mut found = desk.read(move |tx, ctx| message_mail_latest(tx, ctx.administration_id, query.before, ROWS + 1)).await?;
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > ROWS;
    found.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|last| format!("/office/mail?before={}", last.created_at)).unwrap_or_default();
    let letter = |message: Message| Letter {
        case: message.case_id.map(|id| id.to_string()).unwrap_or_default(),
        state: t.get(&format!("office-message-state-{}", message.state)).into_owned(),
        body: linked(&message.body),
        recipient: message.recipient,
        subject: message.subject,
        created_at: message.created_at,
        author: message.author,
    };
    render(&MailPage {
        page: desk.page_of("office-mail-title"),
        letters: found.into_iter().map(letter).collect(),
        first: if query.before.is_some() { "/office/mail".to_owned() } else { String::new() },
        next,
        reads_cases: desk.may(Permission::CaseRead),
    })
}

/// Plain text with its web addresses as links; everything is escaped.
pub fn linked(text: &str) -> Html {
    let mut out = String::with_capacity(text.len() + 64);
    for (index, piece) in text.split_inclusive(char::is_whitespace).enumerate() {
        let word = piece.trim_end();
        let space = &piece[word.len()..];
        let address = word.trim_end_matches(['.', ',', ';', ')', '“']);
        if index < 2_000 && (address.starts_with("https://") || address.starts_with("http://")) {
            let safe = escape(address);
            out.push_str(&format!(
                "<a class=\"govuk-link\" href=\"{safe}\" rel=\"noreferrer\">{safe}</a>{}",
                escape(&word[address.len()..])
            ));
        } else {
            out.push_str(&escape(word));
        }
        out.push_str(space);
    }
    Html::trusted(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_nothing_else_does() {
        let html = linked("Вижте https://a.bg/t/X.\n<b>javascript:alert(1)</b> \"http://x\"");
        assert!(html.as_str().contains("href=\"https://a.bg/t/X\""), "{html}");
        assert!(html.as_str().contains("</a>.\n"), "{html}");
        assert!(!html.as_str().contains("<b>"));
        assert_eq!(html.as_str().matches("<a ").count(), 1);
    }
}

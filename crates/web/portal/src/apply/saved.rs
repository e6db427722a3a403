//! Leaving an application and coming back to it with link and code (`ux.md` §3 „Save and return“).
//!
//! The one rule: link and code open exactly their draft, whatever else is open; a wrong code and an unknown link look the same.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use cases::Error;
use cases::draft::{draft_code, draft_mail, draft_take_over};
use kernel::ids::DraftId;
use web::rate::Limit;
use web::{App, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::draft::{OwnDraft, explained, unknown};
use crate::status::{self, Attempt};
use crate::visitor::Visitor;

const SCOPE_DRAFT: &str = "draft-code";
const SCOPE_ADDRESS: &str = "draft-code-address";
const SCOPE_MAIL: &str = "draft-mail";
/// LIMIT: letters with the code of one draft within a window.
const MAILS_MAX: i64 = 3;

#[derive(Template)]
#[template(path = "apply/saved.html")]
struct SavedPage {
    page: Page,
    draft: String,
    link: String,
    code: String,
    kept_until: i64,
    email: String,
}

#[derive(Template)]
#[template(path = "apply/resume.html")]
struct ResumePage {
    page: Page,
    draft: String,
}

fn show(own: &OwnDraft, email: &str, errors: Errors) -> Result<Response, PageError> {
    let id = own.draft.id;
    render(&SavedPage {
        page: own.frame(own.t.get("portal-saved-title")).with_errors(errors),
        draft: id.to_string(),
        link: own.app.absolute(&format!("/resume/{id}")),
        code: draft_code(&own.ctx(), id).to_string(),
        kept_until: own.draft.expires_at,
        email: email.to_owned(),
    })
}

/// Where the draft is, until when, and how to come back.
pub async fn page(own: OwnDraft) -> Result<Response, PageError> {
    let known = own.kit.applicant(&own.draft.answers).email.unwrap_or_default();
    let email = if own.draft.email.is_empty() { known } else { own.draft.email.clone() };
    show(&own, &email, Errors::new())
}

/// Whether a text can be an address of electronic mail; whether it is one, only its owner knows.
fn is_mail(text: &str) -> bool {
    let fits =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\"\\".contains(c));
    text.chars().count() <= 254
        && text
            .split_once('@')
            .is_some_and(|(name, host)| fits(name) && fits(host) && host.contains('.') && !host.contains('@') && !host.ends_with('.'))
}

/// Sends link and code by e-mail.
pub async fn mail(own: OwnDraft, pairs: Pairs) -> Result<Response, PageError> {
    let email = pairs.get("email").to_owned();
    if !is_mail(&email) {
        let key = if email.is_empty() { "portal-saved-email-missing" } else { "portal-saved-email-shape" };
        return show(&own, &email, Errors::from_iter([("email", own.t.get(key))]));
    }
    let (id, owner, to, link) =
        (own.draft.id, own.owner().to_owned(), email.clone(), own.app.absolute(&format!("/resume/{}", own.draft.id)));
    let sent = own
        .write(move |tx, ctx| {
            let (administration, subject) = (ctx.administration_id, id.to_string());
            if !identity::attempt_allowed(tx, administration, SCOPE_MAIL, &subject, ctx.now_ms(), MAILS_MAX)? {
                return Ok(false);
            }
            identity::attempt_record(tx, administration, SCOPE_MAIL, &subject, ctx.now_ms())?;
            draft_mail(tx, ctx, id, &owner, &to, &link).map_err(explained)?;
            Ok(true)
        })
        .await?;
    if !sent {
        return Err(status::too_many());
    }
    let notice = Notice::success(own.t.with1("portal-saved-sent", "email", email));
    Ok(redirect::with_notice(&own, &own.at("/saved"), &notice))
}

/// The page behind the link: the owner's browser goes straight on, any other is asked for the code.
pub async fn resume_form(visitor: Visitor, Path(draft): Path<String>) -> Result<Response, PageError> {
    let id: DraftId = draft.parse().map_err(|_| unknown())?;
    if OwnDraft::load(visitor.clone(), id).await.is_ok() {
        return Ok(redirect::to(&format!("/apply/{id}")));
    }
    render(&ResumePage { page: visitor.page_of("portal-resume-title"), draft: id.to_string() })
}

/// Opens the draft with its code; from now on it belongs to this browser.
pub async fn resume(State(app): State<App>, visitor: Visitor, Path(draft): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    let id: DraftId = draft.parse().map_err(|_| unknown())?;
    let code = pairs.get("code").to_owned();
    let mut errors = Errors::new();
    if code.is_empty() {
        errors.add("code", visitor.t.get("portal-resume-missing"));
    } else {
        app.rates.check(Limit::Secret, visitor.address())?;
        let (owner, cookie) = visitor.owner_or_new();
        let address = visitor.address().to_string();
        let attempt = visitor
            .write(move |tx, ctx| {
                status::attempted(tx, ctx, [SCOPE_DRAFT, SCOPE_ADDRESS], &id.to_string(), &address, |tx| {
                    status::found(draft_take_over(tx, ctx, id, &code, &owner)).map_err(|error: Error| error)
                })
            })
            .await?;
        match attempt {
            Attempt::Right(draft) => return Ok(Visitor::with_cookie(redirect::to(&format!("/apply/{}", draft.id)), cookie)),
            Attempt::TooMany => return Err(status::too_many()),
            Attempt::Wrong => errors.add("code", visitor.t.get("portal-resume-wrong")),
        }
    }
    render(&ResumePage { page: visitor.page_of("portal-resume-title").with_errors(errors), draft: id.to_string() })
}

#[cfg(test)]
mod tests {
    use super::is_mail;

    #[test]
    fn addresses_of_mail_are_told_from_other_text() {
        for good in ["a@b.bg", "ivan.petrov+x@example.com"] {
            assert!(is_mail(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.bg", "a b@c.bg", "a@b.bg,c@d.bg", "a@b.bg.", "a@b.bg\r\nBcc: x@y.bg"] {
            assert!(!is_mail(bad), "{bad}");
        }
    }
}

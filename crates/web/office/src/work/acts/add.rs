//! Putting a document into a case and writing to the applicant (D-15, D-17).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::document::{AddDocument, document_add};
use cases::message::message_write;
use kernel::permission::Permission;
use web::upload::{Limits, Received};
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::{ActHead, CaseOfAct, load};
use crate::desk::Desk;
use crate::work::{form, refused, words};

#[derive(Template)]
#[template(path = "work/add_document.html")]
struct DocumentPage {
    page: Page,
    head: ActHead,
    action: String,
    home: String,
    title: String,
    section: String,
    sections: Vec<Choice>,
    hint: String,
    types: String,
}

#[derive(Template)]
#[template(path = "work/message.html")]
struct MessagePage {
    page: Page,
    head: ActHead,
    action: String,
    home: String,
    subject: String,
    body: String,
    email: String,
}

fn document_show(desk: &Desk, of: &CaseOfAct, errors: Errors, title: &str, section: &str) -> Result<Response, PageError> {
    let t = desk.t;
    let limits = Limits::any();
    let choice =
        |word: &&str| Choice::new(*word, t.get(&format!("work-section-{word}"))).with_hint(t.get(&format!("work-section-{word}-hint")));
    render(&DocumentPage {
        page: of.page(desk, "work-document-title").with_errors(errors),
        head: of.head(desk),
        action: of.at("document"),
        home: of.home(),
        title: title.to_owned(),
        section: section.to_owned(),
        sections: ["internal", "official"].iter().map(choice).collect(),
        hint: limits.hint(t),
        types: limits.accept(),
    })
}

/// Choosing a file for a case.
pub async fn document_form(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::DocumentAdd)?;
    let of = load(&desk, &id).await?;
    document_show(&desk, &of, Errors::new(), "", "internal")
}

/// Puts a file into a case.
pub async fn document(desk: Desk, Path(id): Path<String>, received: Received) -> Result<Response, PageError> {
    desk.require(Permission::DocumentAdd)?;
    let of = load(&desk, &id).await?;
    let (title, section) = (words::cut(received.pairs.get("title")), received.pairs.get("section").to_owned());
    let mut errors = Errors::new();
    if title.is_empty() {
        errors.add("title", desk.t.get("work-document-title-missing"));
    }
    if !matches!(section.as_str(), "internal" | "official") {
        errors.add("section", desk.t.get("work-document-section-missing"));
    }
    let (mut files, refused_files) = if errors.is_empty() { form::scans(&desk, &received, "file").await? } else { Default::default() };
    for sentence in refused_files {
        errors.add("file", sentence);
    }
    let Some(file) = files.pop().filter(|_| errors.is_empty()) else {
        if errors.is_empty() || errors.get("file").is_none() {
            errors.add("file", desk.t.get("work-document-file-missing"));
        }
        return document_show(&desk, &of, errors, &title, &section);
    };
    let add = AddDocument { case_id: of.case.id, title: title.clone(), file, official: section == "official" };
    match refused::act(&desk, received.pairs.command()?, move |tx, ctx| document_add(tx, ctx, add)).await {
        Ok(document) => {
            let notice = Notice::success(desk.t.get("work-document-done")).with_link(format!("{}/documents/{document}", of.home()), title);
            Ok(redirect::with_notice(&desk, &format!("{}?tab=documents", of.home()), &notice))
        }
        Err(error) => refused::of_case(&desk, error, &received.pairs, &[], &of.home(), of.case.id).await,
    }
}

fn message_show(desk: &Desk, of: &CaseOfAct, errors: Errors, subject: &str, body: &str) -> Result<Response, PageError> {
    render(&MessagePage {
        page: of.page(desk, "work-message-title").with_errors(errors),
        head: of.head(desk),
        action: of.at("message"),
        home: of.home(),
        subject: subject.to_owned(),
        body: body.to_owned(),
        email: of.case.email.clone(),
    })
}

/// Writing to the applicant.
pub async fn message_form(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::DocumentAdd)?;
    let of = load(&desk, &id).await?;
    message_show(&desk, &of, Errors::new(), "", "")
}

/// Sends a message to the applicant.
pub async fn message(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::DocumentAdd)?;
    let of = load(&desk, &id).await?;
    let (subject, body) = (words::cut(pairs.get("subject")), words::cut(pairs.get("body")));
    let mut errors = Errors::new();
    if subject.is_empty() {
        errors.add("subject", desk.t.get("work-message-subject-missing"));
    }
    if body.is_empty() {
        errors.add("body", desk.t.get("work-message-body-missing"));
    }
    if !errors.is_empty() {
        return message_show(&desk, &of, errors, &subject, &body);
    }
    let case = of.case.id;
    let sent = refused::act(&desk, pairs.command()?, move |tx, ctx| {
        // The command has no outcome of its own to answer a second click with.
        if store::command::command_outcome::<kernel::ids::CaseId>(tx, ctx)?.is_some() {
            return Ok(());
        }
        message_write(tx, ctx, case, &subject, &body)?;
        Ok(store::command::command_record(tx, ctx, &case)?)
    });
    match sent.await {
        Ok(()) => Ok(redirect::with_notice(&desk, &of.home(), &Notice::success(desk.t.get("work-message-done")))),
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &of.home(), case).await,
    }
}

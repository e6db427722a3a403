//! Documents of the official section: the list, one of them, and adding to it (P-21, P-24).
//!
//! The one rule: a file goes out as a download with the type that was found by looking at it, under a policy that lets nothing in it run.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::document::{AddDocument, Document, document_add, document_get, document_list};
use cases::{Error, case_get_own};
use forms::{Env, SummaryRow};
use kernel::ids::DocumentId;
use web::{Errors, Notice, Page, PageError, redirect, render};

use crate::files::{kept, stored};
use crate::prints::{attachment, inline_pdf};
use crate::visitor::OwnCase;
use web::upload::{Limits, Received};

/// A document in the list.
pub struct Row {
    /// Identifier, for the address.
    pub id: String,
    /// Title.
    pub title: String,
    /// Its kind in words.
    pub kind: String,
    /// Registration number.
    pub number: String,
    /// Whether the administration issued it.
    pub from_us: bool,
    /// When, ms since 1970 UTC.
    pub at: i64,
    /// Size of its file.
    pub size: u64,
    /// Name of its file.
    pub file_name: String,
    /// Whether there is something to open.
    pub is_open: bool,
}

#[derive(Template)]
#[template(path = "case/documents.html")]
struct ListPage {
    page: Page,
    case: String,
    rows: Vec<Row>,
    can_add: bool,
}

#[derive(Template)]
#[template(path = "case/application.html")]
struct ApplicationPage {
    page: Page,
    number: String,
    filed_at: i64,
    sections: Vec<(String, Vec<SummaryRow>)>,
}

#[derive(Template)]
#[template(path = "case/add.html")]
struct AddPage {
    page: Page,
    case: String,
    title: String,
    types: String,
    hint: String,
}

fn row(own: &OwnCase, document: &Document) -> Row {
    let kind = own.t.find(&format!("portal-document-{}", document.kind));
    Row {
        id: document.id.to_string(),
        title: document.title.clone(),
        kind: kind.unwrap_or_else(|| own.t.get("portal-document-other")).into_owned(),
        number: document.number.clone(),
        from_us: document.direction == "out",
        at: document.registered_at.unwrap_or(document.created_at),
        size: u64::try_from(document.size).unwrap_or_default(),
        file_name: document.file_name.clone(),
        is_open: document.has_content() || document.kind == "application",
    }
}

/// The documents of the official section. The result itself is opened on its own page, because opening it is its delivery.
pub async fn list(own: OwnCase) -> Result<Response, PageError> {
    let id = own.id;
    let (documents, can_add) =
        own.read(move |tx, ctx| Ok((document_list(tx, ctx, id)?, !case_get_own(tx, ctx, id)?.status.is_final()))).await?;
    render(&ListPage {
        page: own.page_of("portal-documents-title").with_back(own.at("")),
        case: id.to_string(),
        rows: documents.iter().map(|document| row(&own, document)).collect(),
        can_add,
    })
}

/// One document: the application as a page, a result by way of its own page, everything else as a file.
pub async fn one(own: OwnCase, Path((_, document)): Path<(String, String)>) -> Result<Response, PageError> {
    let id = own.id;
    let document: DocumentId = document.parse().map_err(|_| PageError::not_found())?;
    let document = own.read(move |tx, ctx| Ok(document_get(tx, ctx, id, document)?)).await.map_err(as_unknown)?;
    if document.kind == "application" {
        return application(&own, &document).await;
    }
    if super::result::is_result(&document) {
        return Ok(redirect::to(&own.at("/result")));
    }
    if !document.has_content() {
        return Err(PageError::unavailable(10).with_text("portal-document-rendering").with_way_on(own.at("/documents")));
    }
    let content = own.app.store.blobs().file(&document.sha256).await?;
    if document.direction == "out" {
        Ok(inline_pdf(content, &document.file_name))
    } else {
        Ok(attachment(content, &document.mime, &document.file_name))
    }
}

/// What the actor may not see is unknown.
fn as_unknown(error: PageError) -> PageError {
    if error.status == axum::http::StatusCode::FORBIDDEN { PageError::not_found() } else { error }
}

async fn application(own: &OwnCase, document: &Document) -> Result<Response, PageError> {
    let id = own.id;
    let language = own.t.language().code();
    let (case, sections, service) = own
        .read(move |tx, ctx| {
            let case = case_get_own(tx, ctx, id)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
            let rows = kit.form.summary(&case.answers, &Env::new(ctx.now, language));
            Ok((case, crate::apply::grouped(rows), kit.manifest.name.clone()))
        })
        .await?;
    let service = service.get(language).to_owned();
    render(&ApplicationPage {
        page: own.page(document.title.clone()).of_service(service).with_back(own.at("/documents")),
        number: case.incoming_number,
        filed_at: case.filed_at,
        sections,
    })
}

/// The page where a document is added.
pub async fn add_form(own: OwnCase) -> Result<Response, PageError> {
    show_add(&own, String::new(), Errors::new()).await
}

async fn show_add(own: &OwnCase, title: String, errors: Errors) -> Result<Response, PageError> {
    let id = own.id;
    own.read(move |tx, ctx| if case_get_own(tx, ctx, id)?.status.is_final() { Err(Error::Closed.into()) } else { Ok(()) })
        .await
        .map_err(|error| closed(own, error))?;
    let limits = Limits::any();
    render(&AddPage {
        page: own.page_of("portal-add-title").with_back(own.at("")).with_errors(errors),
        case: id.to_string(),
        title,
        types: limits.accept(),
        hint: limits.hint(own.t),
    })
}

fn closed(own: &OwnCase, error: PageError) -> PageError {
    if error.status == axum::http::StatusCode::CONFLICT {
        return error.with_text("portal-add-closed").with_way_on(own.at(""));
    }
    error
}

/// Adds a document.
pub async fn add(own: OwnCase, received: Received) -> Result<Response, PageError> {
    let title: String = received.pairs.get("title").chars().take(200).collect();
    let files = received.files_of("file");
    let Some(file) = files.first() else {
        let errors = Errors::from_iter([("file", own.t.get("portal-add-missing"))]);
        return show_add(&own, title, errors).await;
    };
    let file = match kept(&own, file, &Limits::any()).await? {
        Ok(file) => stored(file),
        Err(sentence) => return show_add(&own, title, Errors::from_iter([("file", sentence)])).await,
    };
    let command = AddDocument { case_id: own.id, title, file, official: true };
    own.write_once(received.pairs.command()?, move |tx, ctx| Ok(document_add(tx, ctx, command)?)).await.map_err(|e| closed(&own, e))?;
    let notice = Notice::success(own.t.get("portal-add-done"));
    Ok(redirect::with_notice(&own, &own.at("/documents"), &notice))
}

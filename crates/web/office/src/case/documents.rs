//! Documents of a case (D-15): the official and the internal section; files are served so that nothing in them runs.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::document::{Document, document_get, document_list};
use forms::Env;
use kernel::ids::DocumentId;
use kernel::permission::Permission;
use web::download::{Disposition, file};
use web::{Page, PageError, Texts, format, render};

use super::head::{self, Head, case_id, opened};
use super::overview::{Section, sections};
use crate::desk::{Desk, unknown};
use crate::names;

/// A document as a row.
pub struct Row {
    id: String,
    title: String,
    kind: String,
    number: String,
    direction: &'static str,
    direction_words: String,
    author: String,
    at: i64,
    size: u64,
    file_name: String,
    is_open: bool,
    is_rendering: bool,
}

#[derive(Template)]
#[template(path = "case/documents.html")]
struct DocumentsPage {
    page: Page,
    head: Head,
    official: Vec<Row>,
    internal: Vec<Row>,
    may_add: bool,
}

#[derive(Template)]
#[template(path = "case/application.html")]
struct ApplicationPage {
    page: Page,
    head: Head,
    filed_at: i64,
    channel: String,
    sections: Vec<Section>,
}

fn row(t: Texts, document: &Document) -> Row {
    let direction = match document.direction.as_str() {
        "in" => "in",
        "out" => "out",
        _ => "internal",
    };
    Row {
        id: document.id.to_string(),
        title: document.title.clone(),
        kind: names::document_kind(t, &document.kind),
        number: document.number.clone(),
        direction,
        direction_words: t.get(&format!("office-direction-{direction}")).into_owned(),
        author: document.author.clone(),
        at: document.registered_at.unwrap_or(document.created_at),
        size: u64::try_from(document.size).unwrap_or_default(),
        file_name: document.file_name.clone(),
        is_open: document.has_content() || document.kind == "application",
        is_rendering: document.state == "rendering",
    }
}

/// The documents.
pub async fn list(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, documents) = opened(&desk, &id, "documents", |tx, ctx, opened| document_list(tx, ctx, opened.case.id)).await?;
    let of = |is_official: bool| documents.iter().filter(|one| one.is_official() == is_official).map(|one| row(t, one)).collect();
    render(&DocumentsPage {
        page: head::page(&desk, &opened.head),
        official: of(true),
        internal: of(false),
        may_add: desk.may(Permission::DocumentAdd) && !opened.case.status.is_final(),
        head: opened.head,
    })
}

/// One document: the application as a page, what we made in the browser, what people sent as a download.
pub async fn one(desk: Desk, Path((id, document)): Path<(String, String)>) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let case = case_id(&id)?;
    let document: DocumentId = document.parse().map_err(|_| PageError::not_found())?;
    let document = desk.read(move |tx, ctx| document_get(tx, ctx, case, document)).await.map_err(unknown)?;
    if document.kind == "application" && !document.has_content() {
        return application(desk, Path(id)).await;
    }
    if !document.has_content() {
        let back = format!("/office/cases/{case}/documents");
        return Err(PageError::unavailable(5).with_text("office-document-rendering").with_way_on(back));
    }
    let content = desk.app.store.blobs().file(&document.sha256).await?;
    // What people sent is never shown inside the application.
    let disposition = if document.direction == "out" { Disposition::Inline } else { Disposition::Attachment };
    Ok(file(content, &document.mime, &document.file_name, disposition))
}

/// The application as it was filed, from its answers.
pub async fn application(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let t = desk.t;
    let (opened, rows) = opened(&desk, &id, "documents", move |_, ctx, opened| {
        Ok(opened.kit.form.summary(&opened.case.answers, &Env::new(ctx.now, t.language().code())))
    })
    .await?;
    let filed = format::date_time(format::instant(opened.case.filed_at), t.language());
    let mut page = head::page(&desk, &opened.head).with_back(opened.head.at("/documents"));
    page.title = t.with2("office-application-title", "number", &opened.head.number, "time", filed);
    render(&ApplicationPage {
        page,
        filed_at: opened.case.filed_at,
        channel: names::channel(t, &opened.case.channel),
        sections: sections(rows, !desk.may(Permission::IdentifierUnmask)),
        head: opened.head,
    })
}

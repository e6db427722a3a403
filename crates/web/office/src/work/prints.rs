//! What goes with a letter by post: the print on the envelope and the return receipt (`ux.md` §8, D-27, D-33).
//!
//! The one rule: an envelope is printed only for a letter that has a number and an address.

use axum::extract::{Path, State};
use axum::response::Response;
use cases::CaseFile;
use cases::delivery::result_of;
use cases::document::{Document, document_list};
use documents::{Engine, Envelope, Letterhead, PostLabel, Print, Recipient, ReturnReceipt};
use kernel::clock::sofia_date;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use web::download::{Disposition, pdf};
use web::{App, Language, PageError, format};

use crate::desk::Desk;

async fn made<F>(app: &App, make: F) -> Result<Vec<u8>, PageError>
where
    F: FnOnce(&Engine) -> Result<Vec<u8>, documents::Error> + Send + 'static,
{
    let engine = app.documents.clone();
    let pdf = tokio::task::spawn_blocking(move || make(&engine)).await.map_err(PageError::failure)?;
    pdf.map_err(PageError::failure)
}

fn print(desk: &Desk) -> Print {
    let administration = desk.administration();
    let contacts = [&administration.phone, &administration.email, &administration.website];
    let contacts: Vec<&str> = contacts.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    Print {
        // What leaves the building is in Bulgarian, whatever language the clerk reads.
        language: documents::Language::Bulgarian,
        texts: None,
        letterhead: Letterhead {
            administration: administration.name(Language::Bulgarian).to_owned(),
            unit: None,
            address: Some(administration.address.clone()).filter(|text| !text.is_empty()),
            contacts: (!contacts.is_empty()).then(|| contacts.join(" · ")),
        },
        created: desk.app.clock.now(),
        printed_by: Some(desk.staff.name.clone()),
    }
}

fn id_of(id: &str) -> Result<CaseId, PageError> {
    id.parse().map_err(|_| PageError::not_found().with_text("work-unknown-case"))
}

/// A case with its documents.
struct Printed {
    case: CaseFile,
    documents: Vec<Document>,
}

async fn load(desk: &Desk, id: &str) -> Result<Printed, PageError> {
    desk.require(Permission::CaseRead)?;
    let id = id_of(id)?;
    desk.read(move |tx, ctx| Ok(Printed { case: cases::case_get(tx, ctx, id)?, documents: document_list(tx, ctx, id)? })).await
}

fn recipient(case: &CaseFile) -> Recipient {
    let address = if case.delivery_address.is_empty() { &case.address } else { &case.delivery_address };
    let lines: Vec<String> = address.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    Recipient { name: case.applicant_name.clone(), lines }
}

/// The latest letter that goes out; without one there is nothing to put into an envelope.
fn outgoing(printed: &Printed) -> Result<Document, PageError> {
    let out = printed.documents.iter().rev().find(|document| document.direction == "out");
    let letter = result_of(&printed.documents).or(out).cloned();
    let back = format!("/office/cases/{}", printed.case.id);
    let nothing = || PageError::conflict().with_text("work-print-nothing-out").with_way_on(back.clone());
    let letter = letter.ok_or_else(nothing)?;
    if recipient(&printed.case).lines.is_empty() {
        return Err(PageError::conflict().with_text("work-print-no-address").with_way_on(back));
    }
    Ok(letter)
}

/// The print on the envelope.
pub async fn label(State(app): State<App>, desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let printed = load(&desk, &id).await?;
    let letter = outgoing(&printed)?;
    let label = PostLabel {
        print: print(&desk),
        envelope: Envelope::C5,
        recipient: recipient(&printed.case),
        outgoing_number: letter.number,
        registered: true,
        return_receipt: true,
    };
    let content = made(&app, move |engine| engine.post_label(&label)).await?;
    Ok(pdf(content, &format!("label-{}.pdf", printed.case.incoming_number), Disposition::Inline))
}

/// The return receipt.
pub async fn return_receipt(State(app): State<App>, desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let printed = load(&desk, &id).await?;
    let letter = outgoing(&printed)?;
    let card = ReturnReceipt {
        print: print(&desk),
        recipient: recipient(&printed.case),
        outgoing_date: sofia_date(format::instant(letter.registered_at.unwrap_or(letter.created_at))),
        contents: letter.title,
        outgoing_number: letter.number,
        reference_number: printed.case.rnu.clone(),
    };
    let content = made(&app, move |engine| engine.return_receipt(&card)).await?;
    Ok(pdf(content, &format!("return-receipt-{}.pdf", printed.case.incoming_number), Disposition::Inline))
}

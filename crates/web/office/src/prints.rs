//! What the desk prints: slip, receipt, cover of the paper file, envelope and return receipt (`ux.md` §8, D-27, D-33).
//!
//! The one rule: the codes of a case leave the printer only with a line in its journal.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use cases::codes::{Codes, codes_reprint};
use cases::delivery::result_of;
use cases::document::{Document, document_list};
use cases::payment::obligation_list;
use cases::term::term_explain;
use cases::{CaseFile, Error, Status, case_get};
use documents::{
    CaseCover, Engine, Envelope, InventoryRow, Letterhead, PostLabel, Print, Receipt, Recipient, ReturnReceipt, Slip, TermLine,
};
use kernel::clock::{sofia_date, sofia_datetime};
use kernel::ctx::Ctx;
use kernel::money::{CentWord, Money};
use kernel::permission::Permission;
use serde::Deserialize;
use services::kit::{Kit, Speed};
use store::Tx;
use web::download::{Disposition, pdf};
use web::rate::Limit;
use web::{App, Language, PageError, Texts, format};

use crate::case::case_id;
use crate::desk::{Desk, unknown};
use crate::{names, term_text};

/// How a slip is printed.
#[derive(Debug, Default, Deserialize)]
pub struct SlipQuery {
    /// `roll` for the printer of 80 mm.
    #[serde(default)]
    paper: String,
}

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
        // What the desk hands out is in Bulgarian, whatever language the clerk reads.
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

/// Texts of what is handed out.
fn handed() -> Texts {
    Texts::new(Language::Bulgarian)
}

fn counter_hours(tx: &Tx<'_>, ctx: &Ctx) -> Result<String, Error> {
    let units = services::organisation::unit_list(tx, ctx.administration_id)?;
    Ok(units.into_iter().find(|unit| unit.is_counter && !unit.hours.is_empty()).map(|unit| unit.hours).unwrap_or_default())
}

/// „ВХ-12/05.03.2026 г.“
fn incoming(case: &CaseFile) -> String {
    format!("{}/{}", case.incoming_number, format::date(case.registered_on, Language::Bulgarian))
}

/// Address of the page where a code is typed, as a person reads it.
fn status_page(app: &App) -> String {
    let address = app.absolute("/status");
    address.split_once("://").map_or(address.clone(), |(_, rest)| rest.to_owned())
}

/// Address in the QR code: capitals and digits make a coarser, safer symbol.
fn status_address(app: &App, track: &str) -> String {
    app.absolute(&format!("/T/{track}"))
}

struct Printed {
    case: CaseFile,
    codes: Codes,
    kit: std::sync::Arc<Kit>,
    hours: String,
}

async fn printed(desk: &Desk, id: &str, what: &'static str) -> Result<Printed, PageError> {
    desk.require(Permission::ApplicationIntake)?;
    desk.app.rates.check(Limit::Document, desk.address())?;
    let id = case_id(id)?;
    let write = desk.write(move |tx, ctx| {
        let (case, codes) = codes_reprint(tx, ctx, id, what)?;
        let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
        Ok(Printed { hours: counter_hours(tx, ctx)?, case, codes, kit })
    });
    write.await.map_err(unknown)
}

/// The slip: A6, or `?paper=roll`.
pub async fn slip(
    State(app): State<App>,
    desk: Desk,
    Path(id): Path<String>,
    Query(query): Query<SlipQuery>,
) -> Result<Response, PageError> {
    let Printed { case, codes, kit, hours } = printed(&desk, &id, "slip").await?;
    let slip = Slip {
        print: print(&desk),
        incoming_number: incoming(&case),
        reference_number: case.rnu.clone(),
        service: kit.manifest.name.bg.clone(),
        received: sofia_datetime(format::instant(case.filed_at)),
        status_code: codes.status.to_string(),
        status_page: status_page(&app),
        status_address: status_address(&app, &codes.track),
        access_code: Some(codes.access.to_string()),
        counter_hours: hours,
    };
    let is_roll = query.paper == "roll";
    let content = made(&app, move |engine| if is_roll { engine.slip_roll(&slip) } else { engine.slip(&slip) }).await?;
    Ok(pdf(content, &format!("slip-{}.pdf", case.incoming_number), Disposition::Inline))
}

fn next_steps(case: &CaseFile) -> Vec<String> {
    let t = handed();
    let first = match case.status {
        Status::AwaitingPayment => "office-receipt-next-payment",
        status if status.is_decided() => "office-receipt-next-done",
        _ => "office-receipt-next-check",
    };
    [first, "office-receipt-next-track"].into_iter().map(|key| t.get(key).into_owned()).collect()
}

/// The receipt, A4.
pub async fn receipt(State(app): State<App>, desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let Printed { case, codes, kit, hours } = printed(&desk, &id, "receipt").await?;
    let t = handed();
    let own = case.clone();
    let (attachments, is_due, term) = desk
        .read(move |tx, ctx| {
            let documents = document_list(tx, ctx, own.id)?.into_iter();
            let attachments: Vec<String> =
                documents.filter(|one| one.direction == "in" && one.kind != "application").map(|one| one.title).collect();
            let is_due = obligation_list(tx, ctx, own.id)?.iter().any(|due| due.state == "pending");
            Ok((attachments, is_due, term_explain(tx, ctx, &own)?))
        })
        .await?;
    let mut lines: Vec<TermLine> = term
        .facts
        .iter()
        .map(|fact| TermLine { on: Some(sofia_date(fact.entry.at)), text: term_text::event_text(t, fact.entry.event), legal: None })
        .collect();
    let speed = Speed::from_word(&case.speed).and_then(|speed| kit.speed(speed));
    lines.push(TermLine {
        on: Some(term.last_day),
        text: t.with1("office-receipt-term", "term", term_text::term(t, term.term)),
        legal: speed.map(|rule| rule.legal.bg.clone()),
    });
    let fee = case.fee_cents;
    let state = if is_due { "office-receipt-fee-due" } else { "office-receipt-fee-paid" };
    let receipt = Receipt {
        print: print(&desk),
        incoming_number: incoming(&case),
        reference_number: case.rnu.clone(),
        service: kit.manifest.name.bg.clone(),
        applicant: case.applicant_name.clone(),
        received: sofia_datetime(format::instant(case.filed_at)),
        channel: names::channel(t, &case.channel),
        delivery: Some(names::delivery(t, &case.delivery)),
        attachments,
        due: Some(term.last_day),
        term: lines,
        fee_cents: (fee > 0).then_some(fee),
        fee_words: (fee > 0).then(|| Money::eur(fee).words(CentWord::default())),
        fee_state: (fee > 0).then(|| t.get(state).into_owned()),
        status_code: codes.status.to_string(),
        status_page: status_page(&app),
        status_address: status_address(&app, &codes.track),
        access_code: Some(codes.access.to_string()),
        next: next_steps(&case),
        counter_hours: Some(hours).filter(|text| !text.is_empty()),
    };
    let content = made(&app, move |engine| engine.receipt(&receipt)).await?;
    Ok(pdf(content, &format!("receipt-{}.pdf", case.incoming_number), Disposition::Inline))
}

/// The cover of the paper file with the inventory of its documents.
pub async fn cover(State(app): State<App>, desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    app.rates.check(Limit::Document, desk.address())?;
    let id = case_id(&id)?;
    let (case, kit, documents) = desk
        .read(move |tx, ctx| {
            let case = case_get(tx, ctx, id)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
            Ok((case, kit, document_list(tx, ctx, id)?))
        })
        .await
        .map_err(unknown)?;
    let day = |at: i64| sofia_date(format::instant(at));
    let inventory = documents.iter().enumerate().map(|(index, document)| InventoryRow {
        number: if document.number.is_empty() { (index + 1).to_string() } else { document.number.clone() },
        date: day(document.registered_at.unwrap_or(document.created_at)),
        title: document.title.clone(),
        sheets: None,
    });
    let cover = CaseCover {
        print: print(&desk),
        number: case.incoming_number.clone(),
        reference_number: case.rnu.clone(),
        service: kit.manifest.name.bg.clone(),
        applicant: case.applicant_name.clone(),
        opened: case.registered_on,
        closed: case.closed_at.map(day),
        retention: handed().count("office-retention-years", u32::from(kit.manifest.retention_years)),
        inventory: inventory.collect(),
    };
    let content = made(&app, move |engine| engine.case_cover(&cover)).await?;
    Ok(pdf(content, &format!("cover-{}.pdf", case.incoming_number), Disposition::Inline))
}

/// A case with its documents.
struct Posted {
    case: CaseFile,
    documents: Vec<Document>,
}

async fn posted(desk: &Desk, id: &str) -> Result<Posted, PageError> {
    desk.require(Permission::CaseRead)?;
    let id = case_id(id)?;
    desk.read(move |tx, ctx| Ok(Posted { case: cases::case_get(tx, ctx, id)?, documents: document_list(tx, ctx, id)? })).await
}

fn recipient(case: &CaseFile) -> Recipient {
    let address = if case.delivery_address.is_empty() { &case.address } else { &case.delivery_address };
    let lines: Vec<String> = address.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    Recipient { name: case.applicant_name.clone(), lines }
}

/// The latest letter that goes out; without one there is nothing to put into an envelope.
fn outgoing(posted: &Posted) -> Result<Document, PageError> {
    let out = posted.documents.iter().rev().find(|document| document.direction == "out");
    let letter = result_of(&posted.documents).or(out).cloned();
    let back = format!("/office/cases/{}", posted.case.id);
    let nothing = || PageError::conflict().with_text("work-print-nothing-out").with_way_on(back.clone());
    let letter = letter.ok_or_else(nothing)?;
    if recipient(&posted.case).lines.is_empty() {
        return Err(PageError::conflict().with_text("work-print-no-address").with_way_on(back));
    }
    Ok(letter)
}

/// The print on the envelope.
pub async fn label(State(app): State<App>, desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let posted = posted(&desk, &id).await?;
    let letter = outgoing(&posted)?;
    let label = PostLabel {
        print: print(&desk),
        envelope: Envelope::C5,
        recipient: recipient(&posted.case),
        outgoing_number: letter.number,
        registered: true,
        return_receipt: true,
    };
    let content = made(&app, move |engine| engine.post_label(&label)).await?;
    Ok(pdf(content, &format!("label-{}.pdf", posted.case.incoming_number), Disposition::Inline))
}

/// The return receipt.
pub async fn return_receipt(State(app): State<App>, desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let posted = posted(&desk, &id).await?;
    let letter = outgoing(&posted)?;
    let card = ReturnReceipt {
        print: print(&desk),
        recipient: recipient(&posted.case),
        outgoing_date: sofia_date(format::instant(letter.registered_at.unwrap_or(letter.created_at))),
        contents: letter.title,
        outgoing_number: letter.number,
        reference_number: posted.case.rnu.clone(),
    };
    let content = made(&app, move |engine| engine.return_receipt(&card)).await?;
    Ok(pdf(content, &format!("return-receipt-{}.pdf", posted.case.incoming_number), Disposition::Inline))
}

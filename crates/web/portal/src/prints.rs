//! What a visitor prints or downloads: slip, receipt, the form on paper, files (`ux.md` §8).
//!
//! The one rule: a layout gets finished words; a file is served so that nothing in it can run.

use axum::extract::{Path, State};
use axum::response::Response;
use cases::codes::codes_of;
use cases::document::document_list;
use cases::payment::obligation_list;
use cases::term::term_explain;
use cases::{CaseFile, case_get_own};
use documents::{Engine, Letterhead, PaperChoice, PaperField, PaperFieldKind, PaperForm, PaperSection, Print, Receipt, Slip, TermLine};
use forms::{PaperItem, PaperKind};
use kernel::clock::sofia_datetime;
use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::money::Money;
use services::kit::Kit;
use services::organisation::unit_list;
use store::Tx;
use web::download::{self, Content, Disposition};
use web::rate::Limit;
use web::{App, PageError, Texts, format};

use crate::visitor::{OwnCase, Visitor};
use crate::{term_text, words};

/// A file somebody sent, always as a download.
pub fn attachment(content: impl Into<Content>, mime: &str, name: &str) -> Response {
    download::file(content, mime, name, Disposition::Attachment)
}

/// A PDF this installation made; browsers may show it.
pub fn inline_pdf(content: impl Into<Content>, name: &str) -> Response {
    download::file(content, "application/pdf", name, Disposition::Inline)
}

/// Makes a document away from the threads that answer requests.
async fn made<F>(app: &App, make: F) -> Result<Vec<u8>, PageError>
where
    F: FnOnce(&Engine) -> Result<Vec<u8>, documents::Error> + Send + 'static,
{
    let engine = app.documents.clone();
    let pdf = tokio::task::spawn_blocking(move || make(&engine)).await.map_err(PageError::failure)?;
    pdf.map_err(PageError::failure)
}

fn language(t: Texts) -> documents::Language {
    documents::Language::from_code(t.language().code()).unwrap_or_default()
}

fn print(visitor: &Visitor) -> Print {
    let administration = visitor.administration();
    let contacts: Vec<&str> = [&administration.phone, &administration.email, &administration.website]
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    Print {
        language: language(visitor.t),
        texts: None,
        letterhead: Letterhead {
            administration: administration.name(visitor.t.language()).to_owned(),
            unit: None,
            address: Some(administration.address.clone()).filter(|text| !text.is_empty()),
            contacts: (!contacts.is_empty()).then(|| contacts.join(" · ")),
        },
        created: visitor.app.clock.now(),
        printed_by: None,
    }
}

/// Address of the page where a code is typed, as a person reads it.
pub fn status_page(app: &App) -> String {
    let address = app.absolute("/status");
    address.split_once("://").map_or(address.clone(), |(_, rest)| rest.to_owned())
}

/// Address in the QR code: capitals and digits make a coarser, safer symbol.
pub fn status_address(app: &App, token: &str) -> String {
    app.absolute(&format!("/T/{token}"))
}

/// Hours of the counters, as they are announced.
pub fn counter_hours(tx: &Tx<'_>, ctx: &Ctx) -> Result<String, PageError> {
    let hours = unit_list(tx, ctx.administration_id)?.into_iter().find(|unit| unit.is_counter && !unit.hours.is_empty());
    Ok(hours.map(|unit| unit.hours).unwrap_or_default())
}

/// A case and its kit, for its own applicant.
pub fn own(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<(CaseFile, std::sync::Arc<Kit>), PageError> {
    let case = case_get_own(tx, ctx, id)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    Ok((case, kit))
}

/// The slip, A6.
pub async fn slip(State(app): State<App>, own_case: OwnCase) -> Result<Response, PageError> {
    app.rates.check(Limit::Document, web::Visit::address(&own_case))?;
    let id = own_case.id;
    let (case, kit, hours) = own_case
        .read(move |tx, ctx| {
            let (case, kit) = own(tx, ctx, id)?;
            Ok((case, kit, counter_hours(tx, ctx)?))
        })
        .await?;
    let codes = codes_of(&app.key, own_case.administration().id, id, case.code_generation);
    let slip = Slip {
        print: print(&own_case),
        incoming_number: incoming(&own_case, &case),
        reference_number: case.rnu.clone(),
        service: kit.manifest.name.get(own_case.t.language().code()).to_owned(),
        received: sofia_datetime(format::instant(case.filed_at)),
        status_code: codes.status.to_string(),
        status_page: status_page(&app),
        status_address: status_address(&app, &codes.track),
        access_code: Some(codes.access.to_string()),
        counter_hours: hours,
    };
    let pdf = made(&app, move |engine| engine.slip(&slip)).await?;
    Ok(inline_pdf(pdf, &format!("slip-{}.pdf", case.incoming_number)))
}

/// „ВХ-12/05.03.2026 г.“
fn incoming(visitor: &Visitor, case: &CaseFile) -> String {
    let date = format::date(case.registered_on, visitor.t.language());
    format!("{}/{date}", case.incoming_number)
}

/// The receipt, A4.
pub async fn receipt(State(app): State<App>, own_case: OwnCase) -> Result<Response, PageError> {
    app.rates.check(Limit::Document, web::Visit::address(&own_case))?;
    let id = own_case.id;
    let t = own_case.t;
    let (case, kit, hours, attachments, term, due) = own_case
        .read(move |tx, ctx| {
            let (case, kit) = own(tx, ctx, id)?;
            let documents = document_list(tx, ctx, id)?.into_iter();
            let attachments: Vec<String> =
                documents.filter(|one| one.direction == "in" && one.kind != "application").map(|one| one.title).collect();
            let unpaid = obligation_list(tx, ctx, id)?.into_iter().find(|due| due.state == "pending");
            let term = term_explain(tx, ctx, &case)?;
            Ok((case, kit, counter_hours(tx, ctx)?, attachments, term, unpaid))
        })
        .await?;
    let codes = codes_of(&app.key, own_case.administration().id, id, case.code_generation);
    let channel = services::kit::Channel::from_word(&case.channel).map(|channel| words::channel(t, channel));
    let lines = term_text::facts(t, &term.facts).into_iter().zip(&term.facts).map(|(row, fact)| TermLine {
        on: Some(sofia_datetime(fact.entry.at).date()),
        text: row.text,
        legal: None,
    });
    let mut lines: Vec<TermLine> = lines.collect();
    lines.push(TermLine {
        on: Some(term.last_day),
        text: t.with1("portal-receipt-term-line", "term", term_text::term(t, term.term)),
        legal: kit
            .speed(services::kit::Speed::from_word(&case.speed).unwrap_or(services::kit::Speed::Ordinary))
            .map(|rule| rule.legal.get(t.language().code()).to_owned()),
    });
    let fee = case.fee_cents;
    let state = if due.is_some() { "portal-receipt-fee-due" } else { "portal-receipt-fee-paid" };
    let receipt = Receipt {
        print: print(&own_case),
        incoming_number: incoming(&own_case, &case),
        reference_number: case.rnu.clone(),
        service: kit.manifest.name.get(t.language().code()).to_owned(),
        applicant: case.applicant_name.clone(),
        received: sofia_datetime(format::instant(case.filed_at)),
        channel: channel.unwrap_or_default(),
        delivery: Some(words::delivery(t, &case.delivery)),
        attachments,
        due: Some(term.last_day),
        term: lines,
        fee_cents: (fee > 0).then_some(fee),
        fee_words: (fee > 0 && t.language() == web::Language::Bulgarian).then(|| Money::eur(fee).words(kernel::money::CentWord::default())),
        fee_state: (fee > 0).then(|| t.get(state).into_owned()),
        status_code: codes.status.to_string(),
        status_page: status_page(&app),
        status_address: status_address(&app, &codes.track),
        access_code: Some(codes.access.to_string()),
        next: crate::receipt::next_steps(t, &case),
        counter_hours: Some(hours).filter(|text| !text.is_empty()),
    };
    let pdf = made(&app, move |engine| engine.receipt(&receipt)).await?;
    Ok(inline_pdf(pdf, &format!("receipt-{}.pdf", case.incoming_number)))
}

/// The form on paper, to be filled in by hand.
pub async fn paper(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Result<Response, PageError> {
    app.rates.check(Limit::Document, visitor.address())?;
    let kit = crate::catalogue::kit(&visitor, &code).await?;
    let form = paper_form(&visitor, &kit);
    let pdf = made(&app, move |engine| engine.paper_form(&form)).await?;
    Ok(inline_pdf(pdf, &format!("{code}.pdf")))
}

fn paper_form(visitor: &Visitor, kit: &Kit) -> PaperForm {
    let t = visitor.t;
    let language = t.language().code();
    let manifest = &kit.manifest;
    let (mut sections, mut attachments, mut declarations) = (Vec::new(), Vec::new(), Vec::new());
    for outline in kit.form.paper(language) {
        let number = sections.len() + 1;
        let mut fields = Vec::new();
        let mut notes: Vec<String> = outline.when.clone().into_iter().collect();
        for item in outline.items {
            match &item.kind {
                PaperKind::Attachment => attachments.push(with_when(&item)),
                PaperKind::Tick => declarations.push(item.label.clone()),
                PaperKind::Text | PaperKind::Heading => notes.extend(Some(item.label.clone()).filter(|text| !text.is_empty())),
                _ => {
                    let code = format!("{number}.{}", fields.len() + 1);
                    fields.extend(paper_field(code, &item));
                }
            }
        }
        if !fields.is_empty() {
            sections.push(PaperSection { title: outline.title, note: (!notes.is_empty()).then(|| notes.join(" ")), fields });
        }
    }
    let choice = |labels: Vec<String>| PaperFieldKind::Choice {
        options: labels.into_iter().map(|label| PaperChoice { label, ticked: false }).collect(),
        multiple: false,
    };
    let number = sections.len() + 1;
    let speeds: Vec<String> = words::SPEEDS
        .into_iter()
        .filter_map(|code| kit.speed(code))
        .map(|rule| format!("{} – {}, {}", words::speed(t, rule.code.word()), term_text::term(t, rule.term), words::fee(t, rule)))
        .collect();
    let plain = |code: String, label: &str, kind: PaperFieldKind| PaperField {
        code,
        label: t.get(label).into_owned(),
        hint: None,
        required: true,
        kind,
        value: None,
    };
    sections.push(PaperSection {
        title: t.get("portal-delivery-title").into_owned(),
        note: None,
        fields: vec![
            plain(format!("{number}.1"), "portal-delivery-speed", choice(speeds)),
            plain(
                format!("{number}.2"),
                "portal-delivery-way",
                choice(manifest.delivery.iter().map(|way| words::delivery_option(t, way)).collect()),
            ),
        ],
    });
    PaperForm {
        print: print(visitor),
        service: manifest.name.get(language).to_owned(),
        service_number: Some(manifest.number.clone()),
        addressee: None,
        form_code: format!("{} {}", manifest.number, manifest.version).chars().take(24).collect(),
        instructions: vec![t.get("portal-paper-instruction").into_owned(), t.get("portal-paper-where").into_owned()],
        sections,
        attachments,
        declarations,
    }
}

fn with_when(item: &PaperItem) -> String {
    match &item.when {
        Some(when) => format!("{} ({when})", item.label),
        None => item.label.clone(),
    }
}

fn paper_field(code: String, item: &PaperItem) -> Option<PaperField> {
    let byte = |number: u32, max: u8| u8::try_from(number).unwrap_or(max).clamp(1, max);
    let kind = match &item.kind {
        PaperKind::Line { boxes: Some(count), .. } => PaperFieldKind::Boxes { count: byte(*count, 24) },
        PaperKind::Line { .. } => PaperFieldKind::Lines { count: 1 },
        PaperKind::Lines { count } => PaperFieldKind::Lines { count: byte(*count, 12) },
        PaperKind::Date { .. } => PaperFieldKind::Date,
        PaperKind::Options { options, many } => PaperFieldKind::Choice {
            options: options.iter().map(|label| PaperChoice { label: label.clone(), ticked: false }).collect(),
            multiple: *many,
        },
        PaperKind::Table { rows, .. } => PaperFieldKind::Lines { count: byte(*rows * 2, 12) },
        _ => return None,
    };
    let columns = match &item.kind {
        PaperKind::Table { columns, .. } => Some(columns.iter().map(|column| column.label.clone()).collect::<Vec<_>>().join(", ")),
        PaperKind::Line { suffix: Some(suffix), .. } => Some(suffix.clone()),
        _ => None,
    };
    let hint: Vec<String> = item.hint.iter().chain(&item.when).chain(&columns).cloned().collect();
    Some(PaperField {
        code,
        label: item.label.clone(),
        hint: (!hint.is_empty()).then(|| hint.join(" ")),
        required: item.required,
        kind,
        value: None,
    })
}

//! A stored document as PDF: the facts written down by its command are arranged by the template or layout they name.
//!
//! The one rule: nothing is looked up here; a document drawn again next year shows what it showed today.

use documents::outcome::{Appeal, Applicant, Facts, Ground};
use documents::{Engine, Language, Letter, LetterKind, LetterSignature, Letterhead, Meta, Print};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::clock::sofia_datetime;
use serde_json::Value as Json;
use services::kit::Kit;

use crate::document::Document;

/// Why a document could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The kit has no such template.
    #[error("the kit has no template {name}")]
    NoTemplate {
        /// Its file name.
        name: String,
    },
    /// The engine refused.
    #[error("the document could not be made")]
    Engine(#[from] documents::Error),
}

/// Draws a document whose file is still missing, or a preview. `base_url` is where its verification page lies.
pub fn document_render(engine: &Engine, kit: &Kit, document: &Document, base_url: &str) -> Result<Vec<u8>, RenderError> {
    let data = &document.data["data"];
    let created = Timestamp::from_millisecond(document.created_at).unwrap_or(Timestamp::UNIX_EPOCH);
    if document.data["layout"] == "outcome" {
        let name = text(&document.data["template"]);
        let template = kit.templates.get(&name).ok_or(RenderError::NoTemplate { name })?;
        let facts = facts(data, document, base_url);
        let title = format!("{} {}", document.title, document.number).trim().to_owned();
        let meta = Meta { title, author: facts.administration.administration.clone(), language: Language::Bulgarian, created };
        return Ok(engine.outcome(template, &facts.data(), &meta)?);
    }
    Ok(engine.letter(&letter(data, document, base_url, created))?)
}

fn text(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn some(value: &Json) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn date(value: &Json) -> Option<Date> {
    value.as_str().and_then(|text| text.parse().ok())
}

/// The head of every document of this administration.
fn letterhead(administration: &Json) -> Letterhead {
    let contacts: Vec<String> = ["phone", "email", "website"].into_iter().filter_map(|key| some(&administration[key])).collect();
    Letterhead {
        administration: text(&administration["name"]),
        unit: None,
        address: some(&administration["address"]),
        contacts: (!contacts.is_empty()).then(|| contacts.join(", ")),
    }
}

fn applicant(value: &Json) -> Applicant {
    let kind = match value["identifier_kind"].as_str().unwrap_or_default() {
        "egn" => Some("ЕГН"),
        "lnch" => Some("ЛНЧ"),
        "eik" => Some("ЕИК"),
        _ => None,
    };
    Applicant {
        name: text(&value["name"]),
        identifier_kind: kind.map(str::to_owned),
        identifier: some(&value["identifier"]),
        address: some(&value["address"]),
    }
}

fn grounds(list: &Json) -> Vec<Ground> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| Ground { text: text(&item["text"]), legal: some(&item["legal"]) }).collect()
}

fn appeal(value: &Json) -> Option<Appeal> {
    let authority = some(&value["authority"]).or_else(|| some(&value["court"]))?;
    let days = value["days"].as_u64().and_then(|days| u32::try_from(days).ok())?;
    Some(Appeal { authority, days, legal: some(&value["legal"]) })
}

fn signature(value: &Json) -> Option<LetterSignature> {
    Some(LetterSignature { position: text(&value["position"]), name: some(&value["name"])?, electronic: false })
}

fn verification(data: &Json, document: &Document, base_url: &str) -> Option<String> {
    let token = some(&data["verification"]["token"])?;
    (!document.number.is_empty()).then(|| format!("{base_url}/v/{token}"))
}

fn facts(data: &Json, document: &Document, base_url: &str) -> Facts {
    let case = &data["case"];
    let filed = case["filed_at"].as_i64().and_then(|at| Timestamp::from_millisecond(at).ok());
    let decision = &data["decision"];
    Facts {
        administration: letterhead(&data["administration"]),
        number: (!document.number.is_empty()).then(|| document.number.clone()),
        date: date(&data["document"]["iso"]),
        reference_number: some(&case["rnu"]),
        application_number: some(&case["incoming_number"]),
        received: filed.map(sofia_datetime),
        service: text(&case["service_name"]),
        applicant: applicant(&data["applicant"]),
        application: data["application"].clone(),
        decision: decision["fields"].clone(),
        grounds: grounds(&decision["grounds"]),
        appeal: appeal(&data["appeal"]),
        signature: signature(&data["signatory"]),
        verification_address: verification(data, document, base_url),
        fee_cents: case["fee_cents"].as_i64().filter(|cents| *cents > 0),
    }
}

fn letter(data: &Json, document: &Document, base_url: &str, created: Timestamp) -> Letter {
    let case = &data["case"];
    let reason = text(&data["text"]);
    let legal = some(&data["legal"]);
    let ground = || vec![Ground { text: text(&data["ground"]), legal: legal.clone() }];
    let day = |key: &str| date(&data[key]);
    let kind = match document.kind.as_str() {
        "notice" => {
            LetterKind::IrregularityNotice { defects: grounds(&data["items"]), due: day("due"), term_words: text(&data["term_words"]) }
        }
        "extension" => match (day("previous_due"), day("due")) {
            (Some(previous_due), Some(due)) => LetterKind::ExtensionNotice { previous_due, due, reason: reason.clone(), legal },
            _ => LetterKind::Plain { subject: document.title.clone() },
        },
        "termination" => LetterKind::Termination { grounds: ground() },
        "forwarding" => LetterKind::Forwarding { to: text(&data["to"]), reason: reason.clone(), legal },
        _ => LetterKind::Plain { subject: document.title.clone() },
    };
    let paragraphs = match &kind {
        LetterKind::Plain { .. } => [some(&data["ground"]), some(&data["text"]), some(&data["legal"])].into_iter().flatten().collect(),
        LetterKind::Termination { .. } => vec![reason],
        _ => Vec::new(),
    };
    let applicant = applicant(&data["applicant"]);
    Letter {
        print: Print {
            language: Language::Bulgarian,
            texts: None,
            letterhead: letterhead(&data["administration"]),
            created,
            printed_by: None,
        },
        number: (!document.number.is_empty()).then(|| document.number.clone()),
        date: date(&data["document"]["iso"]),
        application_number: text(&case["incoming_number"]),
        reference_number: text(&case["rnu"]),
        service: text(&case["service_name"]),
        recipient: applicant.recipient(),
        answer_page: matches!(kind, LetterKind::IrregularityNotice { .. }).then(|| format!("{base_url}/case")),
        kind,
        paragraphs,
        enclosures: Vec::new(),
        appeal: appeal(&data["appeal"]),
        signature: signature(&data["signatory"]),
        verification_address: verification(data, document, base_url),
    }
}

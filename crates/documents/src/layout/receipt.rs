//! The receipt (потвърждение за получаване): what was filed, with which documents, until when and for what fee.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use super::Print;
use crate::{Engine, Error};

/// A receipt of an application, A4.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Receipt {
    /// Language, head, time.
    pub print: Print,
    /// „Входящ №“: number of the application with its date.
    pub incoming_number: String,
    /// РНУ with hyphens; also the bar code.
    pub reference_number: String,
    /// Name of the service.
    pub service: String,
    /// The applicant, as filed.
    pub applicant: String,
    /// When the application was received, Bulgarian time, with seconds.
    pub received: DateTime,
    /// How it came: „на гише“, „през портала“ …
    pub channel: String,
    /// How the result will be received.
    pub delivery: Option<String>,
    /// Titles of the attached documents.
    pub attachments: Vec<String>,
    /// Last day of the term, where it runs already.
    pub due: Option<Date>,
    /// How the term came to be, line by line.
    pub term: Vec<TermLine>,
    /// Fee due, euro cents; absent when the service is free.
    pub fee_cents: Option<i64>,
    /// The fee in words.
    pub fee_words: Option<String>,
    /// Whether the fee is paid, in words: „платена с карта на 20.04.2026 г.“
    pub fee_state: Option<String>,
    /// Status code as printed.
    pub status_code: String,
    /// Address of the page where the code is typed, as a person reads it.
    pub status_page: String,
    /// Address in the QR code.
    pub status_address: String,
    /// Access code as printed; absent when it was given on the slip only.
    pub access_code: Option<String>,
    /// What happens next, a sentence each.
    pub next: Vec<String>,
    /// Hours of the counter, as they are announced.
    pub counter_hours: Option<String>,
}

/// A line of the explanation of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TermLine {
    /// The day the line is about.
    pub on: Option<Date>,
    /// What happened or follows on that day.
    pub text: String,
    /// Article of the law.
    pub legal: Option<String>,
}

impl Engine {
    /// The receipt as A4.
    pub fn receipt(&self, receipt: &Receipt) -> Result<Vec<u8>, Error> {
        self.layout(include_str!("../typst/receipt.typ"), receipt, &receipt.print, "documents-receipt-title", &receipt.incoming_number)
    }
}

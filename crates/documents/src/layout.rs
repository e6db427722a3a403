//! The built-in layouts: what the counter, the registry and the mail room print.
//!
//! The one rule: a layout prints what it is given. Numbers, codes, dates and sums come in; no layout computes a term or a fee.

mod case_cover;
mod envelope;
mod letter;
mod paper_form;
mod receipt;
mod slip;

pub use case_cover::{CaseCover, InventoryRow};
pub use envelope::{Envelope, PostLabel, ReturnReceipt};
pub use letter::{Letter, LetterKind, LetterSignature};
pub use paper_form::{PaperChoice, PaperField, PaperFieldKind, PaperForm, PaperSection};
pub use receipt::{Receipt, TermLine};
pub use slip::Slip;

use serde::{Deserialize, Serialize};

use crate::texts::{Language, Texts};

/// What every layout needs besides its content.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Print {
    /// Language of the printed words.
    #[serde(skip)]
    pub language: Language,
    /// Texts that the administration words differently, by keys of [`crate::texts::KEYS`]; unknown keys are ignored.
    #[serde(skip)]
    pub texts: Option<Texts>,
    /// Who prints.
    pub letterhead: Letterhead,
    /// When; written into the document.
    #[serde(skip)]
    pub created: jiff::Timestamp,
    /// Name of the clerk who prints, where a person does.
    pub printed_by: Option<String>,
}

/// The administration at the head of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Letterhead {
    /// Name of the administration.
    pub administration: String,
    /// Unit that issues.
    pub unit: Option<String>,
    /// Address in one line.
    pub address: Option<String>,
    /// Telephone, mail, page: in one line.
    pub contacts: Option<String>,
}

/// To whom a letter goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Recipient {
    /// Name of the person or company.
    pub name: String,
    /// Address, line by line, post code and place last.
    pub lines: Vec<String>,
}

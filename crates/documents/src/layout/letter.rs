//! Letters of the procedure: irregularities, extension, termination, forwarding, and plain letters.
//!
//! The one rule: the sentences the law asks for come from the texts of the language; names and grounds are inserted without being inflected.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Print, Recipient};
use crate::outcome::{Appeal, Ground};
use crate::{Engine, Error};

/// A letter, A4.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Letter {
    /// Language, head, time.
    pub print: Print,
    /// Number under which it goes out; absent in a draft.
    pub number: Option<String>,
    /// Date of that number.
    pub date: Option<Date>,
    /// Number of the application it is about.
    pub application_number: String,
    /// РНУ with hyphens.
    pub reference_number: String,
    /// Name of the service.
    pub service: String,
    /// To whom it goes.
    pub recipient: Recipient,
    /// What it says.
    pub kind: LetterKind,
    /// Paragraphs added by the officer after what the kind says.
    pub paragraphs: Vec<String>,
    /// Titles of what is enclosed.
    pub enclosures: Vec<String>,
    /// How it can be contested.
    pub appeal: Option<Appeal>,
    /// Who signs.
    pub signature: Option<LetterSignature>,
    /// Where anyone checks the letter; becomes its QR code.
    pub verification_address: Option<String>,
    /// Where the applicant answers, as a person reads it.
    pub answer_page: Option<String>,
}

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum LetterKind {
    /// Уведомление за нередовности: what is missing and until when it can be repaired.
    #[serde(rename_all = "kebab-case")]
    IrregularityNotice {
        /// The defects.
        defects: Vec<Ground>,
        /// Last day for the repair; absent when the term runs from delivery.
        due: Option<Date>,
        /// The term in words: „3 календарни дни от получаването“.
        term_words: String,
    },
    /// Уведомление за удължаване на срок.
    #[serde(rename_all = "kebab-case")]
    ExtensionNotice {
        /// The last day before.
        previous_due: Date,
        /// The last day now.
        due: Date,
        /// Why.
        reason: String,
        /// Article of the law.
        legal: Option<String>,
    },
    /// Прекратяване на производството.
    Termination {
        /// On what grounds.
        grounds: Vec<Ground>,
    },
    /// Препращане по компетентност.
    Forwarding {
        /// The competent administration, in its nominative form.
        to: String,
        /// Why.
        reason: String,
        /// Article of the law.
        legal: Option<String>,
    },
    /// Any other letter: a subject and its paragraphs.
    Plain {
        /// The subject.
        subject: String,
    },
}

/// Who signs a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterSignature {
    /// Position.
    pub position: String,
    /// Name.
    pub name: String,
    /// Signed electronically, or by hand on paper.
    pub electronic: bool,
}

impl LetterKind {
    /// Key of the title of the letter.
    fn title(&self) -> &'static str {
        match self {
            Self::IrregularityNotice { .. } => "documents-irregularity-title",
            Self::ExtensionNotice { .. } => "documents-extension-title",
            Self::Termination { .. } => "documents-termination-title",
            Self::Forwarding { .. } => "documents-forwarding-title",
            Self::Plain { .. } => "documents-letter-title",
        }
    }
}

impl Engine {
    /// The letter as A4 pages.
    pub fn letter(&self, letter: &Letter) -> Result<Vec<u8>, Error> {
        self.layout(include_str!("../typst/letter.typ"), letter, &letter.print, letter.kind.title(), &letter.application_number)
    }
}

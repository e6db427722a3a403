//! The application on paper: the same questions as on screen, to be filled in by hand (`ux.md` §8).
//!
//! The one rule: every field carries its code, so that a clerk who types the answers finds the field at once.

use serde::Serialize;

use super::Print;
use crate::{Engine, Error};

/// An application form on paper, A4.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PaperForm {
    /// Language, head, time.
    pub print: Print,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the register of services.
    pub service_number: Option<String>,
    /// To whom the application is addressed: „До кмета на Община …“.
    pub addressee: Option<String>,
    /// Code of form and version for the bar code, at most 24 printable Latin characters.
    pub form_code: String,
    /// What to know before filling in.
    pub instructions: Vec<String>,
    /// The questions.
    pub sections: Vec<PaperSection>,
    /// Documents to be attached.
    pub attachments: Vec<String>,
    /// What the applicant declares by signing.
    pub declarations: Vec<String>,
}

/// A section of the form.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PaperSection {
    /// Its title.
    pub title: String,
    /// A sentence under the title.
    pub note: Option<String>,
    /// Its fields.
    pub fields: Vec<PaperField>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PaperField {
    /// Code of the field: `2.3`.
    pub code: String,
    /// The question.
    pub label: String,
    /// A sentence of help.
    pub hint: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in.
    pub kind: PaperFieldKind,
    /// An answer printed into the field, for a form filled in beforehand.
    pub value: Option<String>,
}

/// How a field is filled in by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "way")]
pub enum PaperFieldKind {
    /// Writing lines.
    Lines {
        /// How many, 1 to 12.
        count: u8,
    },
    /// One box for each character, for numbers and codes.
    Boxes {
        /// How many, 1 to 24.
        count: u8,
    },
    /// Day, month and year.
    Date,
    /// Boxes to tick.
    Choice {
        /// The answers.
        options: Vec<PaperChoice>,
        /// Whether more than one may be ticked.
        multiple: bool,
    },
}

/// An answer to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperChoice {
    /// Its words.
    pub label: String,
    /// Whether it is ticked already.
    pub ticked: bool,
}

impl Engine {
    /// The form as A4 pages.
    pub fn paper_form(&self, form: &PaperForm) -> Result<Vec<u8>, Error> {
        self.layout(include_str!("../typst/paper_form.typ"), form, &form.print, "documents-form-title", &form.service)
    }
}

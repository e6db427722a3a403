//! The cover of a paper file with the inventory of its documents.

use jiff::civil::Date;
use serde::Serialize;

use super::Print;
use crate::{Engine, Error};

/// The cover of a case file, A4; the inventory follows on the next page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CaseCover {
    /// Language, head, time.
    pub print: Print,
    /// Number of the case file.
    pub number: String,
    /// РНУ with hyphens; also the bar code.
    pub reference_number: String,
    /// Name of the service.
    pub service: String,
    /// The applicant.
    pub applicant: String,
    /// Day it was opened.
    pub opened: Date,
    /// Day it was closed.
    pub closed: Option<Date>,
    /// How long it is kept, in words.
    pub retention: String,
    /// Its documents in order.
    pub inventory: Vec<InventoryRow>,
}

/// A document in the inventory.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InventoryRow {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Its title.
    pub title: String,
    /// Its pages on paper.
    pub sheets: Option<u32>,
}

impl Engine {
    /// The cover and the inventory as A4 pages.
    pub fn case_cover(&self, cover: &CaseCover) -> Result<Vec<u8>, Error> {
        self.layout(include_str!("../typst/case_cover.typ"), cover, &cover.print, "documents-cover-title", &cover.number)
    }
}

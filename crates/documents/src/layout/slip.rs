//! The slip (талон): what the applicant takes home from the counter (`ux.md` §8).
//!
//! The one rule: the two codes look different and each says what it opens; the access code stands on the part that is torn off and in no picture.

use jiff::civil::DateTime;
use serde::Serialize;

use super::Print;
use crate::{Engine, Error};

/// A slip.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Slip {
    /// Language, head, time.
    pub print: Print,
    /// „Входящ №“: number of the application with its date.
    pub incoming_number: String,
    /// РНУ with hyphens, `BG25073-XSNJFV-01-0007-CZ`; also the bar code.
    pub reference_number: String,
    /// Name of the service.
    pub service: String,
    /// When the application was received, Bulgarian time.
    pub received: DateTime,
    /// Status code as printed, `123-456-788`.
    pub status_code: String,
    /// Address of the page where the code is typed, as a person reads it: `gishe.example.bg/status`.
    pub status_page: String,
    /// Address in the QR code: https, with its own random status-only token; capitals and digits make a coarser, safer symbol.
    pub status_address: String,
    /// Access code as printed, `K7QX-9M2D-4TRB`; absent when the administration gives it in the confirmation only.
    pub access_code: Option<String>,
    /// Hours of the counter, as they are announced.
    pub counter_hours: String,
}

impl Engine {
    /// The slip as a page of A6.
    pub fn slip(&self, slip: &Slip) -> Result<Vec<u8>, Error> {
        self.layout(include_str!("../typst/slip.typ"), slip, &slip.print, "documents-slip-title", &slip.incoming_number)
    }

    /// The slip for a roll printer of 80 mm, as long as it needs to be.
    pub fn slip_roll(&self, slip: &Slip) -> Result<Vec<u8>, Error> {
        self.layout(include_str!("../typst/slip_roll.typ"), slip, &slip.print, "documents-slip-title", &slip.incoming_number)
    }
}

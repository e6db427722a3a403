//! Envelopes and the return receipt (известие за доставяне) that comes back with the post.

use jiff::civil::Date;
use serde::Serialize;

use super::{Print, Recipient};
use crate::{Engine, Error};

/// Size of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Envelope {
    /// 220 × 110 mm: a page folded twice.
    Dl,
    /// 229 × 162 mm: a page folded once.
    C5,
}

/// What is printed on an envelope.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PostLabel {
    /// Language, sender, time.
    pub print: Print,
    /// Size of the envelope.
    pub envelope: Envelope,
    /// To whom it goes.
    pub recipient: Recipient,
    /// Number of the letter inside; also the bar code when it is printable Latin.
    pub outgoing_number: String,
    /// Registered post.
    pub registered: bool,
    /// With a return receipt.
    pub return_receipt: bool,
}

/// The card that the recipient signs and the post brings back; two sides of A6 across.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReturnReceipt {
    /// Language, sender to whom the card returns, time.
    pub print: Print,
    /// To whom the letter goes.
    pub recipient: Recipient,
    /// Number of the letter.
    pub outgoing_number: String,
    /// Date of the letter.
    pub outgoing_date: Date,
    /// What is inside: „Уведомление за нередовности по заявление № …“.
    pub contents: String,
    /// РНУ with hyphens; also the bar code.
    pub reference_number: String,
}

impl Engine {
    /// The print on an envelope, one page of its size.
    pub fn post_label(&self, label: &PostLabel) -> Result<Vec<u8>, Error> {
        self.layout(include_str!("../typst/post_label.typ"), label, &label.print, "documents-envelope-title", &label.outgoing_number)
    }

    /// The return receipt, two pages of A6 across.
    pub fn return_receipt(&self, receipt: &ReturnReceipt) -> Result<Vec<u8>, Error> {
        self.layout(
            include_str!("../typst/return_receipt.typ"),
            receipt,
            &receipt.print,
            "documents-return-title",
            &receipt.outgoing_number,
        )
    }
}

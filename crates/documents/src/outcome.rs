//! The data that a template of a service finds in `data.json`.
//!
//! The one rule: everything here is a fact of the case, already written in words where the law wants words; a template only arranges it.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::layout::{LetterSignature, Letterhead, Recipient};

/// The facts of a case for its outcome, refusal or other letter of a kit. Serialise it with [`Facts::data`].
///
/// In a template: `#let data = json("data.json")`, then `data.service`, `data.applicant.name`, `data.application.purpose` …
/// Absent facts are `none`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Facts {
    /// Who issues the document.
    pub administration: Letterhead,
    /// Number under which the document is registered.
    pub number: Option<String>,
    /// Date of that registration.
    pub date: Option<Date>,
    /// РНУ with hyphens.
    pub reference_number: Option<String>,
    /// Number of the application that this answers.
    pub application_number: Option<String>,
    /// When the application was received, Bulgarian time.
    pub received: Option<DateTime>,
    /// Name of the service.
    pub service: String,
    /// The person or company that applied.
    pub applicant: Applicant,
    /// Answers of the application form, by the keys of `form.json`.
    pub application: Value,
    /// What the officer filled in, by the keys of `[[field]]` in `kit.toml`.
    pub decision: Value,
    /// Grounds of a refusal or termination, as sentences; empty for a grant.
    pub grounds: Vec<Ground>,
    /// Before whom and for how long the document can be contested; only for what can be.
    pub appeal: Option<Appeal>,
    /// Who signs.
    pub signature: Option<LetterSignature>,
    /// Where anyone checks the document; becomes its QR code.
    pub verification_address: Option<String>,
    /// The fee paid, euro cents.
    pub fee_cents: Option<i64>,
}

/// The person or company that applied.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Applicant {
    /// Full name or name of the company.
    pub name: String,
    /// What the identifier is: „ЕГН“, „ЛНЧ“, „ЕИК“.
    pub identifier_kind: Option<String>,
    /// The identifier, complete.
    pub identifier: Option<String>,
    /// Address as printed.
    pub address: Option<String>,
}

impl Applicant {
    /// As the addressee of a letter.
    pub fn recipient(&self) -> Recipient {
        Recipient { name: self.name.clone(), lines: self.address.clone().into_iter().collect() }
    }
}

/// A ground of a refusal or a termination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The ground in a sentence.
    pub text: String,
    /// Article of the law.
    pub legal: Option<String>,
}

/// How the document can be contested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// The body or court that decides, in its nominative form.
    pub authority: String,
    /// Term in days.
    pub days: u32,
    /// Article of the law.
    pub legal: Option<String>,
}

impl Facts {
    /// The value of `data.json`.
    pub fn data(&self) -> Value {
        serde_json::to_value(self).expect("facts of a case serialise to JSON")
    }

    /// Sample facts for `gishe kit check`, with the answers and officer's fields of the kit at hand.
    pub fn sample(application: Value, decision: Value) -> Self {
        let received = DateTime::constant(2026, 4, 20, 10, 15, 0, 0);
        Self {
            administration: Letterhead {
                administration: "Община Примерна".to_owned(),
                unit: Some("Отдел „Административно обслужване“".to_owned()),
                address: Some("1000 Примерна, пл. „Централен“ № 1".to_owned()),
                contacts: Some("тел. 000 000 000, obshtina@primerna.example".to_owned()),
            },
            number: Some("УД-17-22.04.2026".to_owned()),
            date: Some(Date::constant(2026, 4, 22)),
            reference_number: Some("BG26110-XSNJFV-01-0007-CZ".to_owned()),
            application_number: Some("0001-000123-20.04.2026".to_owned()),
            received: Some(received),
            service: "Примерна услуга".to_owned(),
            applicant: Applicant {
                name: "Примерна Примерова Примеровска".to_owned(),
                identifier_kind: Some("ЕГН".to_owned()),
                identifier: Some("0000000000".to_owned()),
                address: Some("1000 Примерна, ул. „Първа“ № 5, вх. Б, ет. 3, ап. 12".to_owned()),
            },
            application,
            decision,
            grounds: vec![Ground {
                text: "Примерно основание.".to_owned(), legal: Some("чл. 1, ал. 1 от Примерния закон".to_owned())
            }],
            appeal: Some(Appeal {
                authority: "Административен съд – Примерна".to_owned(),
                days: 14,
                legal: Some("чл. 149, ал. 1 АПК".to_owned()),
            }),
            signature: Some(LetterSignature {
                position: "Началник на отдел".to_owned(),
                name: "Пример Примеров".to_owned(),
                electronic: true,
            }),
            verification_address: Some("https://gishe.example/V/7K2M9QXRT4WBD3FH".to_owned()),
            fee_cents: Some(300),
        }
    }
}

//! The facts about the applicant, taken out of the answers by the paths of `kit.toml`.
//!
//! The one rule: nothing is invented; a fact the answers do not hold is absent.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::manifest::{ApplicantPaths, IdentifierRule};
use super::{Kit, answer};

/// What an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// ЕГН.
    Egn,
    /// ЛНЧ.
    Lnch,
    /// ЕИК.
    Eik,
}

/// Who applies, as far as the answers say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicantFacts {
    /// Собствено име.
    pub first: String,
    /// Бащино име.
    pub middle: String,
    /// Фамилно име.
    pub last: String,
    /// Identifier: of the firm when one applies, else of the person.
    pub identifier: Option<String>,
    /// What the identifier is.
    pub kind: Option<IdentifierKind>,
    /// Identifier of the person who acts, even when a firm applies.
    pub person_identifier: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Address in one line.
    pub address: Option<String>,
    /// Name of the firm.
    pub company: Option<String>,
}

impl ApplicantFacts {
    /// The name of the person: the parts that are there, with single spaces.
    pub fn person_name(&self) -> String {
        [&self.first, &self.middle, &self.last].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }

    /// The name the case goes by: the firm's when there is one.
    pub fn display_name(&self) -> String {
        self.company.clone().unwrap_or_else(|| self.person_name())
    }
}

impl Kit {
    /// The facts about the applicant in `answers`.
    pub fn applicant(&self, answers: &Value) -> ApplicantFacts {
        facts(&self.manifest.applicant, answers)
    }
}

fn facts(paths: &ApplicantPaths, answers: &Value) -> ApplicantFacts {
    let at = |path: &Option<String>| path.as_deref().and_then(|path| text(answers, path));
    let person_identifier = at(&paths.identifier);
    let company = at(&paths.company);
    let company_identifier = at(&paths.company_identifier);
    let (identifier, kind) = match (&company_identifier, &person_identifier) {
        (Some(number), _) => (Some(number.clone()), Some(IdentifierKind::Eik)),
        (None, Some(number)) => (Some(number.clone()), Some(kind_of(paths.identifier_kind, number))),
        (None, None) => (None, None),
    };
    let address = paths.address.iter().filter_map(|path| text(answers, path)).collect::<Vec<_>>().join(", ");
    ApplicantFacts {
        first: text(answers, &paths.first_name).unwrap_or_default(),
        middle: at(&paths.middle_name).unwrap_or_default(),
        last: at(&paths.last_name).unwrap_or_default(),
        identifier,
        kind,
        person_identifier,
        email: at(&paths.email),
        phone: at(&paths.phone),
        address: (!address.is_empty()).then_some(address),
        company,
    }
}

fn text(answers: &Value, path: &str) -> Option<String> {
    let text = match answer(answers, path)? {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn kind_of(rule: IdentifierRule, number: &str) -> IdentifierKind {
    match rule {
        IdentifierRule::Egn => IdentifierKind::Egn,
        IdentifierRule::Lnch => IdentifierKind::Lnch,
        IdentifierRule::Eik => IdentifierKind::Eik,
        // Both have ten digits; a number that is a valid ЕГН is taken for one, as the population register does.
        IdentifierRule::EgnOrLnch if is_personal_number(number) => IdentifierKind::Egn,
        IdentifierRule::EgnOrLnch => IdentifierKind::Lnch,
    }
}

fn is_personal_number(number: &str) -> bool {
    kernel::personal_number::PersonalNumber::parse(number).is_ok()
}

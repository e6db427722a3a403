//! `kit.toml` as types: what a service is called, who may ask for it, how fast, for how much, and what the clerk checks.
//!
//! The one rule: every value here has passed its own check; what depends on other files of the kit is checked beside them.

use kernel::term::Term;
use serde::Serialize;

use super::life_event::LifeEvent;

/// A text in the two languages of the product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Bilingual {
    /// Bulgarian, the source.
    pub bg: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in `language` („en“ is English, anything else Bulgarian).
    pub fn get(&self, language: &str) -> &str {
        if language == "en" { &self.en } else { &self.bg }
    }
}

/// What the applicant gets in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultKind {
    /// Удостоверение.
    Certificate,
    /// Разрешение.
    Permit,
    /// Решение.
    Decision,
    /// Информация.
    Information,
    /// Друг документ.
    Document,
}

impl ResultKind {
    pub(super) const WORDS: &'static [(&'static str, ResultKind)] = &[
        ("certificate", Self::Certificate),
        ("permit", Self::Permit),
        ("decision", Self::Decision),
        ("information", Self::Information),
        ("document", Self::Document),
    ];
}

/// Minimum level of identification (`domain.md` §8.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identification {
    /// Nobody has to say who they are.
    None,
    /// Ниско.
    Low,
    /// Значително.
    Substantial,
    /// Високо.
    High,
}

impl Identification {
    pub(super) const WORDS: &'static [(&'static str, Identification)] =
        &[("none", Self::None), ("low", Self::Low), ("substantial", Self::Substantial), ("high", Self::High)];
}

/// A way by which an application comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The public portal.
    Web,
    /// The counter.
    Counter,
    /// Post or courier.
    Post,
    /// E-mail.
    Email,
}

impl Channel {
    pub(super) const WORDS: &'static [(&'static str, Channel)] =
        &[("web", Self::Web), ("counter", Self::Counter), ("post", Self::Post), ("email", Self::Email)];

    /// The word used in `kit.toml`, in the database and as process variable `channel`.
    pub fn word(self) -> &'static str {
        word_of(Self::WORDS, self)
    }

    /// The channel of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        meaning_of(Self::WORDS, word)
    }
}

/// A way by which the result is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryWay {
    /// Downloaded from the official section.
    Online,
    /// Handed over at the counter.
    Counter,
    /// Sent by post with a return receipt.
    Post,
}

impl DeliveryWay {
    pub(super) const WORDS: &'static [(&'static str, DeliveryWay)] =
        &[("online", Self::Online), ("counter", Self::Counter), ("post", Self::Post)];

    /// The word used in `kit.toml`, in the database and as process variable `delivery`.
    pub fn word(self) -> &'static str {
        word_of(Self::WORDS, self)
    }

    /// The way of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        meaning_of(Self::WORDS, word)
    }
}

/// How quickly the applicant wants the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    /// Обикновена.
    Ordinary,
    /// Бърза.
    Fast,
    /// Експресна.
    Express,
}

impl Speed {
    pub(super) const WORDS: &'static [(&'static str, Speed)] =
        &[("ordinary", Self::Ordinary), ("fast", Self::Fast), ("express", Self::Express)];

    /// The word used in `kit.toml`, in the database and as process variable `speed`.
    pub fn word(self) -> &'static str {
        word_of(Self::WORDS, self)
    }

    /// The speed of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        meaning_of(Self::WORDS, word)
    }
}

pub(super) fn word_of<T: PartialEq>(words: &'static [(&'static str, T)], meaning: T) -> &'static str {
    words.iter().find(|(_, known)| *known == meaning).map(|(word, _)| *word).expect("every variant is in its table of words")
}

pub(super) fn meaning_of<T: Copy>(words: &'static [(&'static str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

/// One delivery way the service offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveryOption {
    /// The way.
    pub way: DeliveryWay,
    /// What the applicant pays on top for it, cents; absent when nothing.
    pub price_cents: Option<i64>,
}

/// Where the fee of a speed comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeRule {
    /// The same amount for everybody, cents.
    Fixed(i64),
    /// A decision of `fees.dmn`, evaluated over the answers; its value is the amount in cents.
    Decision(String),
}

/// One speed the service offers: its term, its fee and where both are laid down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeedRule {
    /// Which speed.
    pub code: Speed,
    /// The term in which the service is given.
    pub term: Term,
    /// The fee.
    pub fee: FeeRule,
    /// The act that sets them.
    pub legal: Bilingual,
}

/// The term given to remove irregularities (АПК чл. 30).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Days from the delivery of the notice.
    pub days: u16,
    /// Whether the days are working days.
    pub working: bool,
    /// Days the process waits longer than the term, for post and non-working days.
    pub margin_days: u16,
    /// The provision.
    pub legal: Bilingual,
}

/// How far the term may be extended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// Most days that may be added, in the unit of the term.
    pub days_max: u16,
    /// The provision.
    pub legal: Bilingual,
}

/// A unit the kit speaks of; its administration maps the code to one of its own at installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedUnit {
    /// The code used in `owner` and in `au:role unitCode`.
    pub code: String,
    /// What the unit does.
    pub name: Bilingual,
}

/// The responsible unit and the others that take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Units {
    /// Code of the responsible unit.
    pub owner: String,
    /// Every unit the kit names, the owner included.
    pub named: Vec<NamedUnit>,
}

/// What the identifier of the applicant may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierRule {
    /// ЕГН.
    Egn,
    /// ЛНЧ.
    Lnch,
    /// ЕГН or ЛНЧ, told apart by their check digits.
    EgnOrLnch,
    /// ЕИК.
    Eik,
}

impl IdentifierRule {
    pub(super) const WORDS: &'static [(&'static str, IdentifierRule)] =
        &[("egn", Self::Egn), ("lnch", Self::Lnch), ("egn-or-lnch", Self::EgnOrLnch), ("eik", Self::Eik)];
}

/// Where in the answers the facts about the applicant lie. Absent paths are facts the service does not ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplicantPaths {
    /// Собствено име.
    pub first_name: String,
    /// Бащино име.
    pub middle_name: Option<String>,
    /// Фамилно име.
    pub last_name: Option<String>,
    /// Identifier of the person.
    pub identifier: Option<String>,
    /// What that identifier is.
    pub identifier_kind: IdentifierRule,
    /// Name of the firm, for applicants that act for one.
    pub company: Option<String>,
    /// ЕИК of the firm.
    pub company_identifier: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Parts of the address, joined with a comma.
    pub address: Vec<String>,
}

impl ApplicantPaths {
    /// Every path with the key of `kit.toml` that names it.
    pub fn all(&self) -> Vec<(&'static str, &str)> {
        let single = [
            ("first_name", Some(&self.first_name)),
            ("middle_name", self.middle_name.as_ref()),
            ("last_name", self.last_name.as_ref()),
            ("identifier", self.identifier.as_ref()),
            ("company", self.company.as_ref()),
            ("company_identifier", self.company_identifier.as_ref()),
            ("email", self.email.as_ref()),
            ("phone", self.phone.as_ref()),
        ];
        let single = single.into_iter().filter_map(|(key, path)| path.map(|path| (key, path.as_str())));
        single.chain(self.address.iter().map(|path| ("address", path.as_str()))).collect()
    }
}

/// The answer that rules a service out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitAnswer {
    /// „Да“ rules it out.
    Yes,
    /// „Не“ rules it out.
    No,
}

impl ExitAnswer {
    pub(super) const WORDS: &'static [(&'static str, ExitAnswer)] = &[("yes", Self::Yes), ("no", Self::No)];
}

/// One question before the form (P-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Eligibility {
    /// The question, answered with yes or no.
    pub question: Bilingual,
    /// The answer that ends the filing.
    pub exit_when: ExitAnswer,
    /// Why, and where to turn instead.
    pub exit: Bilingual,
}

/// A coded sentence with its provision: a check, an irregularity, a ground for refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coded {
    /// Code, unique in its list.
    pub code: String,
    /// The sentence.
    pub text: Bilingual,
    /// The provision, Bulgarian.
    pub legal: Option<String>,
    /// Path of the answer or file the irregularity is about, so that the applicant corrects only it.
    pub path: Option<String>,
}

/// Before whom and in what term the act is appealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Appeal {
    /// The superior body; absent when the act is appealed only in court.
    pub authority: Option<Bilingual>,
    /// The court.
    pub court: Bilingual,
    /// Days from the communication of the act.
    pub days: u16,
    /// The provision.
    pub legal: Bilingual,
}

/// What the competent body may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// The request is granted.
    Grant,
    /// Granted in part.
    Partial,
    /// Refused.
    Refuse,
}

impl DecisionKind {
    pub(super) const WORDS: &'static [(&'static str, DecisionKind)] =
        &[("grant", Self::Grant), ("partial", Self::Partial), ("refuse", Self::Refuse)];

    /// The word used in `kit.toml` and as process variable `decision`.
    pub fn word(self) -> &'static str {
        word_of(Self::WORDS, self)
    }

    /// The decision of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        meaning_of(Self::WORDS, word)
    }
}

/// The document that carries a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// For which decision.
    pub decision: DecisionKind,
    /// Template file of the kit.
    pub template: String,
    /// Document type, such as `certificate` or `refusal`.
    pub document: String,
    /// Title of the document.
    pub title: Bilingual,
}

/// How a field of the draft is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    Textarea,
    /// A date.
    Date,
    /// A number.
    Number,
}

impl FieldKind {
    pub(super) const WORDS: &'static [(&'static str, FieldKind)] =
        &[("text", Self::Text), ("textarea", Self::Textarea), ("date", Self::Date), ("number", Self::Number)];
}

/// What a field of the draft is filled from at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftDefault {
    /// An answer, `application.<path>`.
    Answer(String),
    /// A fact about the applicant, `applicant.<fact>`.
    Applicant(ApplicantFact),
}

/// A fact about the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantFact {
    /// The name the case goes by.
    Name,
    /// The identifier.
    Identifier,
    /// The address.
    Address,
    /// E-mail.
    Email,
    /// Telephone.
    Phone,
}

impl ApplicantFact {
    pub(super) const WORDS: &'static [(&'static str, ApplicantFact)] = &[
        ("name", Self::Name),
        ("identifier", Self::Identifier),
        ("address", Self::Address),
        ("email", Self::Email),
        ("phone", Self::Phone),
    ];
}

/// One thing the officer writes into the draft; templates see it as `data.decision.fields.<key>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftField {
    /// Key in the data of the template.
    pub key: String,
    /// Label in the draft.
    pub label: Bilingual,
    /// Hint under the label.
    pub hint: Option<Bilingual>,
    /// How it is filled.
    pub kind: FieldKind,
    /// Whether the draft is incomplete without it.
    pub required: bool,
    /// The decisions for which it is asked.
    pub decisions: Vec<DecisionKind>,
    /// What it is filled from at first; of several, the first that holds something.
    pub defaults: Vec<DraftDefault>,
}

/// Words people search for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Keywords {
    /// Bulgarian.
    pub bg: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

/// Everything `kit.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// Code of the service; the name of the folder.
    pub code: String,
    /// Version of the kit, three numbers.
    pub version: String,
    /// Number in the register of services.
    pub number: String,
    /// What the applicant gets.
    pub result_kind: ResultKind,
    /// Minimum level of identification.
    pub identification: Identification,
    /// Typical time to fill the form, minutes.
    pub minutes: u16,
    /// Words people search for.
    pub keywords: Keywords,
    /// Events that make people look for it.
    pub life_events: Vec<LifeEvent>,
    /// Name of the service.
    pub name: Bilingual,
    /// One sentence.
    pub summary: Bilingual,
    /// Who may apply.
    pub who: Bilingual,
    /// What the applicant needs.
    pub need: Vec<Bilingual>,
    /// What the administration obtains itself.
    pub ex_officio: Vec<Bilingual>,
    /// Legal grounds.
    pub legal: Vec<Bilingual>,
    /// Filing channels.
    pub channels: Vec<Channel>,
    /// Delivery ways.
    pub delivery: Vec<DeliveryOption>,
    /// Speeds with term and fee.
    pub speeds: Vec<SpeedRule>,
    /// Term to remove irregularities.
    pub correction: Correction,
    /// Extension of the term, when a law allows it.
    pub extension: Option<Extension>,
    /// Last status of the service (`domain.md` §6.2) before which the applicant may withdraw online.
    pub withdrawal_until: String,
    /// Units.
    pub unit: Units,
    /// Years the case is kept after it is closed.
    pub retention_years: u16,
    /// Where the facts about the applicant lie.
    pub applicant: ApplicantPaths,
    /// Questions before the form.
    pub eligibility: Vec<Eligibility>,
    /// Regularity check list.
    pub checks: Vec<Coded>,
    /// Standard irregularities.
    pub irregularities: Vec<Coded>,
    /// Grounds for refusal.
    pub refusal_grounds: Vec<Coded>,
    /// Appeal.
    pub appeal: Appeal,
    /// Documents per decision.
    pub outcomes: Vec<Outcome>,
    /// Fields of the draft.
    pub fields: Vec<DraftField>,
}

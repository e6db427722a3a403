//! The texts printed on documents, from `locales/bg/documents.ftl` and `locales/en/documents.ftl`.
//!
//! The one rule: every key of [`KEYS`] exists in every language; a caller may replace a text, never invent one.
//!
//! The files hold plain messages of one line. Where a value stands inside a sentence the message has a mark in angle brackets,
//! `<page>`, and the layout puts the value there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// Bulgarian: complete and normative.
    #[default]
    #[serde(rename = "bg")]
    Bulgarian,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language, the normative one first.
    pub const ALL: [Language; 2] = [Language::Bulgarian, Language::English];

    /// The code of BCP 47.
    pub fn code(self) -> &'static str {
        match self {
            Language::Bulgarian => "bg",
            Language::English => "en",
        }
    }

    /// The language of a code; `None` for a language documents do not speak.
    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }

    fn messages(self) -> &'static str {
        match self {
            Language::Bulgarian => include_str!("../../../locales/bg/documents.ftl"),
            Language::English => include_str!("../../../locales/en/documents.ftl"),
        }
    }
}

/// Every text that documents use.
pub const KEYS: [&str; 121] = [
    "documents-date-short",
    "documents-date-long",
    "documents-date-time",
    "documents-month-1",
    "documents-month-2",
    "documents-month-3",
    "documents-month-4",
    "documents-month-5",
    "documents-month-6",
    "documents-month-7",
    "documents-month-8",
    "documents-month-9",
    "documents-month-10",
    "documents-month-11",
    "documents-month-12",
    "documents-money",
    "documents-page",
    "documents-outgoing-number",
    "documents-incoming-number",
    "documents-reference-number",
    "documents-to",
    "documents-printed-by",
    "documents-qr-alt",
    "documents-barcode-alt",
    "documents-label-service",
    "documents-label-applicant",
    "documents-label-received",
    "documents-label-channel",
    "documents-label-delivery",
    "documents-label-reference",
    "documents-label-row",
    "documents-label-document",
    "documents-label-date",
    "documents-label-what",
    "documents-label-number",
    "documents-label-sheets",
    "documents-signed-electronically",
    "documents-signed-by-hand",
    "documents-verification-title",
    "documents-verification-text",
    "documents-verification-alt",
    "documents-appeal-title",
    "documents-appeal-text",
    "documents-slip-title",
    "documents-received",
    "documents-status-code",
    "documents-status-code-opens",
    "documents-status-qr-alt",
    "documents-access-code",
    "documents-access-code-opens",
    "documents-tear-off",
    "documents-counter-hours",
    "documents-receipt-title",
    "documents-receipt-heading",
    "documents-attachments-title",
    "documents-attachments-none",
    "documents-term-title",
    "documents-term-due",
    "documents-fee-title",
    "documents-fee-none",
    "documents-codes-title",
    "documents-next-title",
    "documents-form-title",
    "documents-form-heading",
    "documents-form-service-number",
    "documents-form-for-office",
    "documents-form-incoming-line",
    "documents-form-optional",
    "documents-form-multiple",
    "documents-form-date-hint",
    "documents-form-declarations",
    "documents-form-date-line",
    "documents-form-signature-line",
    "documents-envelope-title",
    "documents-sender",
    "documents-recipient",
    "documents-registered",
    "documents-with-return-receipt",
    "documents-return-title",
    "documents-return-heading",
    "documents-return-from",
    "documents-return-to",
    "documents-return-contents",
    "documents-return-personally",
    "documents-return-other",
    "documents-return-refused",
    "documents-return-receiver",
    "documents-return-relation",
    "documents-return-date",
    "documents-return-signature",
    "documents-return-deliverer",
    "documents-letter-title",
    "documents-letter-about",
    "documents-greeting",
    "documents-reason",
    "documents-enclosures-title",
    "documents-irregularity-title",
    "documents-irregularity-heading",
    "documents-irregularity-found",
    "documents-irregularity-term",
    "documents-irregularity-term-date",
    "documents-irregularity-effect",
    "documents-irregularity-how-online",
    "documents-irregularity-how",
    "documents-extension-title",
    "documents-extension-heading",
    "documents-extension-text",
    "documents-termination-title",
    "documents-termination-heading",
    "documents-termination-text",
    "documents-forwarding-title",
    "documents-forwarding-heading",
    "documents-forwarding-text",
    "documents-forwarding-effect",
    "documents-cover-title",
    "documents-cover-heading",
    "documents-cover-opened",
    "documents-cover-closed",
    "documents-cover-retention",
    "documents-cover-documents",
    "documents-inventory-title",
];

/// Texts by key; the type of a caller's replacements.
pub type Texts = BTreeMap<String, String>;

/// The texts of a language.
pub fn texts(language: Language) -> Texts {
    parsed(language.messages())
}

/// The texts as the template library reads them: the language, then the texts with the caller's replacements of known keys.
pub(crate) fn json(language: Language, replacements: Option<&Texts>) -> String {
    let mut all = texts(language);
    for (key, text) in replacements.into_iter().flatten() {
        if let Some(known) = all.get_mut(key) {
            known.clone_from(text);
        }
    }
    let mut object: serde_json::Map<String, serde_json::Value> = all.into_iter().map(|(key, text)| (key, text.into())).collect();
    object.insert("language".to_owned(), language.code().into());
    serde_json::Value::Object(object).to_string()
}

/// One text of a language with a value put at its mark `<number>`.
pub(crate) fn titled(language: Language, replacements: Option<&Texts>, key: &str, number: &str) -> String {
    let text = replacements.and_then(|texts| texts.get(key).cloned()).or_else(|| texts(language).remove(key));
    text.expect("the titles of layouts are among the texts").replace("<number>", number)
}

/// Messages of one line, `key = text`; comments and empty lines between them.
fn parsed(messages: &str) -> Texts {
    messages
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, text)| (key.trim().to_owned(), text.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_exists_in_every_language_with_the_same_marks() {
        let marks = |text: &str| {
            let mut found: Vec<String> =
                text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(mark, _)| mark.to_owned()).collect();
            found.sort_unstable();
            found
        };
        let bulgarian = texts(Language::Bulgarian);
        for language in Language::ALL {
            let all = texts(language);
            assert_eq!(all.len(), KEYS.len(), "{language:?}");
            for key in KEYS {
                assert_eq!(marks(&all[key]), marks(&bulgarian[key]), "{key} in {language:?}");
            }
        }
    }

    #[test]
    fn only_known_texts_can_be_replaced() {
        let replacements = Texts::from([("documents-to".to_owned(), "На".to_owned()), ("language".to_owned(), "xx".to_owned())]);
        let all: Texts = serde_json::from_str(&json(Language::Bulgarian, Some(&replacements))).expect("an object of texts");
        assert_eq!(all["documents-to"], "На");
        assert_eq!(all["language"], "bg");
    }
}

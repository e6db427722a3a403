//! Why an event is not accepted: one class per situation, with the member at fault.
//!
//! The one rule: a refusal names the member and never repeats its value (`ejournal.md` §5.7).

use std::fmt;
use std::sync::OnceLock;

use kernel::error::Kind;
use serde::{Deserialize, Serialize};

/// The language of a sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Bulgarian.
    Bg,
    /// English.
    En,
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal $status:literal $kind:ident,)*) => {
        /// The class of a refusal: member `code` of the answer `application/problem+json` (`ejournal.md` §5.7).
        /// The order of the variants is the order of the checks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Class { $($(#[$doc])* $name,)* }

        impl Class {
            /// All of them, in the order of the checks.
            pub const ALL: &'static [Class] = &[$(Class::$name,)*];

            /// The stable name that programs read.
            pub fn name(self) -> &'static str {
                match self { $(Class::$name => $text,)* }
            }

            /// The status of the answer over HTTP.
            pub fn http_status(self) -> u16 {
                match self { $(Class::$name => $status,)* }
            }

            /// What it means for the sender, in the words of the whole system.
            pub fn kind(self) -> Kind {
                match self { $(Class::$name => Kind::$kind,)* }
            }
        }
    };
}

classes! {
    /// More bytes or more events than allowed.
    TooLarge = "too-large" 413 TooLarge,
    /// Not an event of the published schema and code lists.
    Schema = "schema" 400 Invalid,
    /// A reference number that does not check or has not its canonical form.
    Subject = "subject" 400 Invalid,
    /// The certificate may not report for this source or this administration.
    Authorisation = "authorisation" 403 Denied,
    /// The same source and id arrived before with other bytes.
    Conflict = "conflict" 409 Conflict,
    /// A personal number, an e-mail address, a telephone or free text.
    Privacy = "privacy" 422 Invalid,
    /// The time of the fact lies in the future.
    Clock = "clock" 400 Invalid,
    /// The fact was recorded too late for the reason given, or without a reason.
    Backdating = "backdating" 400 Invalid,
    /// The number in the order of the source is taken or was declared void.
    Sequence = "sequence" 409 Conflict,
    /// The source has reported the end of the service.
    Terminal = "terminal" 409 Conflict,
    /// Too many calls within the window; the answer says when to try again.
    Rate = "rate" 429 TooMany,
    /// The journal cannot store now.
    Unavailable = "unavailable" 503 Busy,
}

impl Class {
    /// Whether the same event can be accepted later without a change.
    pub fn is_temporary(self) -> bool {
        matches!(self, Self::Rate | Self::Unavailable)
    }

    /// The sentence for people: what is wrong and the way forward.
    pub fn sentence(self, language: Language) -> &'static str {
        let texts = texts().refusal.iter().find(|text| text.class == self).expect("a test holds that every class has its sentences");
        match language {
            Language::Bg => &texts.bg,
            Language::En => &texts.en,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An event or a message that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("refused as {class} at \"{pointer}\"")]
pub struct Refusal {
    /// The class.
    #[serde(rename = "code")]
    pub class: Class,
    /// JSON pointer (RFC 6901) to the member at fault; empty for the whole event.
    pub pointer: String,
}

impl Refusal {
    /// A refusal of the member at `pointer`.
    pub fn at(class: Class, pointer: impl Into<String>) -> Self {
        Self { class, pointer: pointer.into() }
    }

    /// A refusal of the whole.
    pub fn whole(class: Class) -> Self {
        Self::at(class, "")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    class: Class,
    bg: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Texts {
    personal_data_access: Sentence,
    refusal: Vec<Sentences>,
    command: Vec<OfCommand>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCommand {
    code: String,
    bg: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    bg: String,
    en: String,
}

/// The sentence for who reports access to personal data through the older register.
pub fn personal_data_access(language: Language) -> &'static str {
    let sentence = &texts().personal_data_access;
    match language {
        Language::Bg => &sentence.bg,
        Language::En => &sentence.en,
    }
}

/// The sentence for a call that is no event and cannot be answered as it was meant, by its code; the one for failures when the code has
/// none of its own.
pub fn of_command(code: &str, language: Language) -> &'static str {
    let of = |code: &str| texts().command.iter().find(|text| text.code == code);
    let text = of(code).or_else(|| of("failure")).expect("a test holds that failures have their sentences");
    match language {
        Language::Bg => &text.bg,
        Language::En => &text.en,
    }
}

fn texts() -> &'static Texts {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    TEXTS.get_or_init(|| toml::from_str(include_str!("../data/refusals.toml")).expect("a test reads the shipped sentences"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_sentence_in_both_languages_and_its_own_name() {
        assert_eq!(texts().refusal.len(), Class::ALL.len());
        for class in Class::ALL {
            assert!(class.sentence(Language::Bg).chars().any(|c| ('а'..='я').contains(&c)), "{class}");
            assert!(class.sentence(Language::En).is_ascii(), "{class}");
            assert_eq!(serde_json::to_value(class).unwrap(), class.name());
        }
    }

    #[test]
    fn every_command_that_is_refused_has_a_sentence_in_both_languages() {
        for text in &texts().command {
            assert!(of_command(&text.code, Language::Bg).chars().any(|c| ('а'..='я').contains(&c)), "{}", text.code);
            assert!(of_command(&text.code, Language::En).is_ascii(), "{}", text.code);
        }
        assert_eq!(of_command("JRNL-0010", Language::En), of_command("failure", Language::En));
        assert_ne!(of_command("JRNL-0005", Language::En), of_command("failure", Language::En));
    }

    #[test]
    fn the_order_of_the_checks_is_the_order_of_the_classes() {
        let names: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
        let order = "too-large schema subject authorisation conflict privacy clock backdating sequence terminal rate unavailable";
        assert_eq!(names.join(" "), order);
        assert!(Class::ALL.is_sorted());
    }
}

//! Texts of the interface: one catalogue per language, read once, shared by every request.
//!
//! The one rule: a text missing in a language is shown in Bulgarian, never as an empty place.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, PatternElement};

use crate::format;

/// The folder `locales/` of the repository, one folder per language.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../../locales"]
struct Locales;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Bulgarian: complete and normative.
    #[default]
    Bulgarian,
    /// English.
    English,
}

impl Language {
    /// Every language of the interface, the normative one first.
    pub const ALL: [Language; 2] = [Language::Bulgarian, Language::English];

    /// The code of BCP 47, as in `lang="bg"`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Bulgarian => "bg",
            Language::English => "en",
        }
    }

    /// The name of the language in itself, for the language switch.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Bulgarian => "Български",
            Language::English => "English",
        }
    }

    /// The language of a code; `None` for a language the interface does not speak.
    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A value put into a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Words, inserted as they are.
    Text(String),
    /// A number: chooses the plural form and is written with the separators of the language.
    Number(i64),
}

impl From<&Arg> for Arg {
    fn from(arg: &Arg) -> Arg {
        arg.clone()
    }
}

macro_rules! arg_from_text {
    ($($type:ty),*) => {$(
        impl From<$type> for Arg {
            fn from(text: $type) -> Arg {
                Arg::Text(text.to_string())
            }
        }
    )*};
}
arg_from_text!(&str, &&str, String, &String, &&String, Cow<'_, str>, &Cow<'_, str>);

macro_rules! arg_from_number {
    ($($type:ty),*) => {$(
        impl From<$type> for Arg {
            fn from(number: $type) -> Arg {
                Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
        impl From<&$type> for Arg {
            fn from(number: &$type) -> Arg {
                Arg::from(*number)
            }
        }
        impl From<&&$type> for Arg {
            fn from(number: &&$type) -> Arg {
                Arg::from(**number)
            }
        }
    )*};
}
arg_from_number!(i32, u32, i64, u64, usize);

struct Catalogue {
    /// Texts without places to fill: borrowed for the life of the program, so showing one costs a look-up.
    plain: HashMap<&'static str, &'static str>,
    bundle: FluentBundle<&'static FluentResource>,
}

impl Catalogue {
    fn read(language: Language) -> Catalogue {
        let id: unic_langid::LanguageIdentifier = language.code().parse().expect("codes of the interface are well formed");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks would be copied together with numbers and codes; both scripts here run left to right.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Bulgarian => |value, _| number_text(value, Language::Bulgarian),
            Language::English => |value, _| number_text(value, Language::English),
        }));
        let mut plain = HashMap::new();
        let mut names: Vec<_> = Locales::iter().filter(|name| is_of(name, language)).collect();
        names.sort();
        for name in names {
            let Some(file) = Locales::get(&name) else { continue };
            let source = String::from_utf8_lossy(&file.data).into_owned();
            let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, errors)| {
                tracing::error!(file = %name, count = errors.len(), "texts with mistakes are skipped: {:?}", errors.first());
                resource
            });
            // Lives as long as the program: the catalogue is read once.
            let resource: &'static FluentResource = Box::leak(Box::new(resource));
            for entry in resource.entries() {
                if let Entry::Message(message) = entry
                    && let Some(pattern) = &message.value
                    && let [PatternElement::TextElement { value }] = pattern.elements.as_slice()
                {
                    plain.insert(message.id.name, *value);
                }
            }
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file = %name, "a text is defined twice: {:?}", errors.first());
            }
        }
        Catalogue { plain, bundle }
    }
}

fn is_of(name: &str, language: Language) -> bool {
    name.strip_prefix(language.code()).is_some_and(|rest| rest.starts_with('/') && rest.ends_with(".ftl"))
}

fn number_text(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::number(number.value as i64, language)),
        _ => None,
    }
}

fn catalogue(language: Language) -> &'static Catalogue {
    static BULGARIAN: OnceLock<Catalogue> = OnceLock::new();
    static ENGLISH: OnceLock<Catalogue> = OnceLock::new();
    match language {
        Language::Bulgarian => BULGARIAN.get_or_init(|| Catalogue::read(language)),
        Language::English => ENGLISH.get_or_init(|| Catalogue::read(language)),
    }
}

/// The texts of one language. Copying it is free; templates reach it through [`crate::page::Page`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Texts {
    language: Language,
}

impl Texts {
    /// The texts of `language`.
    pub fn new(language: Language) -> Texts {
        Texts { language }
    }

    /// The language of these texts.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Reads the catalogues now, so that the first request does not wait for it.
    pub fn warm_up() {
        for language in Language::ALL {
            catalogue(language);
        }
    }

    /// The text of `key`; in Bulgarian when the language lacks it, the key itself when nobody wrote it.
    pub fn get(&self, key: &str) -> Cow<'static, str> {
        self.find(key).unwrap_or_else(|| Cow::Owned(key.to_owned()))
    }

    /// The text of `key`, if anybody wrote it.
    pub fn find(&self, key: &str) -> Option<Cow<'static, str>> {
        for language in [self.language, Language::Bulgarian] {
            let catalogue = catalogue(language);
            if let Some(text) = catalogue.plain.get(key) {
                return Some(Cow::Borrowed(text));
            }
            if let Some(text) = formatted(catalogue, key, None) {
                return Some(Cow::Owned(text));
            }
        }
        None
    }

    /// Whether the language itself, without falling back, has `key`.
    pub fn has(&self, key: &str) -> bool {
        catalogue(self.language).bundle.has_message(key)
    }

    /// The text of `key` with its places filled.
    pub fn with(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => fluent.set((*name).to_owned(), text.as_str()),
                Arg::Number(number) => fluent.set((*name).to_owned(), *number),
            }
        }
        [self.language, Language::Bulgarian]
            .into_iter()
            .find_map(|language| formatted(catalogue(language), key, Some(&fluent)))
            .unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key` with one place filled.
    pub fn with1(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// The text of `key` with two places filled.
    pub fn with2(&self, key: &str, name1: &str, value1: impl Into<Arg>, name2: &str, value2: impl Into<Arg>) -> String {
        self.with(key, &[(name1, value1.into()), (name2, value2.into())])
    }

    /// The text of `key` in the plural form that belongs to `count`; the text names the number `$count`.
    pub fn count(&self, key: &str, count: impl Into<Arg>) -> String {
        self.with(key, &[("count", count.into())])
    }
}

fn formatted(catalogue: &'static Catalogue, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let message = catalogue.bundle.get_message(key)?;
    let pattern = message.value()?;
    let mut errors = Vec::new();
    let text = catalogue.bundle.format_pattern(pattern, args, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::warn!(text.key = key, "a text could not be filled: {:?}", errors.first());
    }
    Some(text)
}

/// Every key of `language`, for the coverage test.
pub fn keys(language: Language) -> Vec<String> {
    let mut keys = Vec::new();
    for name in Locales::iter().filter(|name| is_of(name, language)) {
        let Some(file) = Locales::get(&name) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource);
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                keys.push(message.id.name.to_owned());
            }
        }
    }
    keys.sort();
    keys
}

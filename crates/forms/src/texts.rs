//! Sentences of this crate in the languages of the product, from `locales/*/forms.ftl`.
//!
//! The one rule: a missing key or language falls back to Bulgarian, and in the worst case to the key itself; never to nothing.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::sync::LazyLock;

/// The source of the Bulgarian sentences, for catalogues that collect all texts.
pub const SOURCE_BG: &str = include_str!("../../../locales/bg/forms.ftl");
/// The source of the English sentences.
pub const SOURCE_EN: &str = include_str!("../../../locales/en/forms.ftl");

type Bundle = FluentBundle<FluentResource>;

static BG: LazyLock<Bundle> = LazyLock::new(|| bundle("bg", SOURCE_BG));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle("en", SOURCE_EN));

/// A value named by a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arg<'a> {
    Number(f64),
    Text(&'a str),
}

fn bundle(language: &str, source: &str) -> Bundle {
    let locale = language.parse().expect("the names of our languages are well-formed");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Marks of direction around values would be read aloud and copied; both languages run from left to right.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

/// A sentence by its key.
pub(crate) fn sentence(language: &str, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let own: &Bundle = if language == "en" { &EN } else { &BG };
    let mut values = FluentArgs::new();
    for (name, arg) in args {
        match arg {
            Arg::Number(number) => {
                values.set(*name, FluentValue::from(*number));
                // The number as the language writes it; the bare number serves the choice of the plural form.
                values.set(
                    format!("{name}-text"),
                    FluentValue::from(crate::number::shown(*number, None, if language == "en" { "en" } else { "bg" })),
                );
            }
            Arg::Text(text) => values.set(*name, FluentValue::from(*text)),
        }
    }
    for bundle in [own, &*BG] {
        if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
            let mut errors = Vec::new();
            return bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        }
    }
    key.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(source: &str) -> BTreeSet<&str> {
        source
            .lines()
            .filter(|line| !line.starts_with([' ', '#', '}', '\t']))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect()
    }

    #[test]
    fn sources_are_clean_and_have_the_same_keys() {
        for source in [SOURCE_BG, SOURCE_EN] {
            assert!(FluentResource::try_new(source.to_owned()).is_ok());
        }
        assert_eq!(keys(SOURCE_BG), keys(SOURCE_EN));
    }

    #[test]
    fn every_rule_has_a_sentence() {
        for rule in crate::error::RULES.iter().chain(&crate::error::EXTENSION_RULES) {
            let key = format!("forms-error-{}", rule.replace('.', "-"));
            for source in [SOURCE_BG, SOURCE_EN] {
                assert!(keys(source).contains(key.as_str()), "{key}");
            }
        }
    }

    #[test]
    fn unknown_keys_stay_visible() {
        assert_eq!(sentence("bg", "no-such-key", &[]), "no-such-key");
    }
}

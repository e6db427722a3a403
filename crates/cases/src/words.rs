//! The texts of letters that do not depend on the service, from `locales/*/messages.ftl`.
//!
//! The one rule: a case is written to in Bulgarian, the normative language; the English file serves the screens that show both.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

static BULGARIAN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let source = include_str!("../../../locales/bg/messages.ftl").to_owned();
    let resource = FluentResource::try_new(source).expect("the catalogue is checked by a test");
    let mut bundle = FluentBundle::new_concurrent(vec!["bg".parse().expect("bg is a language")]);
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).expect("no key stands twice in the catalogue");
    bundle
});

/// The text `key` with its values; nothing when the catalogue has no such key.
pub(crate) fn text(key: &str, values: &[(&str, &str)]) -> Option<String> {
    let pattern = BULGARIAN.get_message(key)?.value()?;
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, *value);
    }
    Some(BULGARIAN.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_reads_and_takes_values() {
        let text = text("mail-extension-subject", &[("number", "7")]).unwrap();
        assert!(text.contains("№ 7"), "{text}");
    }
}

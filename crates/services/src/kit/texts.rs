//! The texts of a kit: `texts/bg.ftl` and `texts/en.ftl`, letters and messages the service sends.
//!
//! The one rule: what a text says is decided by the kit; an absent text falls back to Bulgarian, never to a code.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

use super::finding::{Finding, Rule};
use super::reader::Source;

/// The texts of a kit by language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    languages: BTreeMap<String, Language>,
}

/// The texts of one language, read once.
#[derive(Clone)]
struct Language {
    source: String,
    bundle: Arc<FluentBundle<FluentResource>>,
}

impl PartialEq for Language {
    fn eq(&self, other: &Language) -> bool {
        self.source == other.source
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl Texts {
    pub(super) fn insert(&mut self, language: &str, source: &str) {
        let Ok(identifier) = language.parse() else { return };
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        self.languages.insert(language.to_owned(), Language { source: source.to_owned(), bundle: Arc::new(bundle) });
    }

    /// The text `key` in `language`, with `args` put in; Bulgarian when the language has none, nothing when neither has.
    pub fn get(&self, language: &str, key: &str, args: &[(&str, &str)]) -> Option<String> {
        self.render(language, key, args).or_else(|| self.render("bg", key, args))
    }

    fn render(&self, language: &str, key: &str, args: &[(&str, &str)]) -> Option<String> {
        let bundle = &self.languages.get(language)?.bundle;
        let pattern = bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::new();
        for (name, value) in args {
            values.set(*name, *value);
        }
        Some(bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned())
    }
}

/// A text as the check sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextEntry {
    pub(super) line: u32,
    pub(super) arguments: BTreeSet<String>,
}

/// The entries of one file, and what is wrong with its syntax.
pub(super) fn texts_read(file: &str, text: &str) -> (BTreeMap<String, TextEntry>, Vec<Finding>) {
    let source = Source::new(file, text);
    let mut findings = Vec::new();
    let resource = match parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                findings.push(Finding::new(Rule::TextSyntax, file, source.line(error.pos.start), &[("message", &error.kind.to_string())]));
            }
            resource
        }
    };
    let mut entries = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name;
        let line = source.line(offset(text, key));
        let mut arguments = BTreeSet::new();
        if let Some(pattern) = &message.value {
            arguments_of(pattern, &mut arguments);
        }
        if entries.insert(key.to_owned(), TextEntry { line, arguments }).is_some() {
            findings.push(Finding::new(Rule::TextTwice, file, line, &[("key", key)]));
        }
    }
    (entries, findings)
}

/// Where `part`, a slice of `text`, begins.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

fn arguments_of(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => inline_arguments(inline, found),
            Expression::Select { selector, variants } => {
                inline_arguments(selector, found);
                for variant in variants {
                    arguments_of(&variant.value, found);
                }
            }
        }
    }
}

fn inline_arguments(expression: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                inline_arguments(argument, found);
            }
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inline) = expression.as_ref() {
                inline_arguments(inline, found);
            }
        }
        _ => {}
    }
}

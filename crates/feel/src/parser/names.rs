//! Names with blanks and other odd characters.
//!
//! The one rule: of several ways to read a name the longest wins; two words side by side are one name, because FEEL puts an
//! operator between any two operands.

use std::collections::HashMap;
use std::sync::Arc;

use crate::lexer::{self, Kind, Token};

/// Names a scope offers, for texts where a name holds more than words: `Pre-bureau category`, `Student's name`.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_first: HashMap<String, Vec<Known>>,
}

#[derive(Clone, Debug)]
struct Known {
    name: Arc<str>,
    /// Text of each token and whether a blank goes before it.
    parts: Vec<(String, bool)>,
}

impl Known {
    fn new(name: &str) -> Option<Self> {
        let tokens = lexer::tokens(name).ok()?;
        let parts = tokens.iter().map(|token| (name[token.start..token.end].to_owned(), token.blank_before)).collect::<Vec<_>>();
        (!parts.is_empty()).then(|| Self { name: name.into(), parts })
    }

    /// Whether the tokens begin with this name. Where the name has no blank the text may not have one: `a - b` is not `a-b`.
    fn matches(&self, source: &str, tokens: &[Token]) -> bool {
        self.parts.len() <= tokens.len()
            && self.parts.iter().zip(tokens).enumerate().all(|(place, ((part, blank), token))| {
                *part == source[token.start..token.end] && (place == 0 || *blank || !token.blank_before)
            })
    }
}

impl Names {
    /// No names.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a name.
    pub fn add(&mut self, name: &str) {
        if let Some(known) = Known::new(name) {
            let same_first = self.by_first.entry(known.parts[0].0.clone()).or_default();
            if same_first.iter().all(|other| other.name != known.name) {
                same_first.push(known);
            }
        }
    }

    /// Takes back the name added last under this spelling.
    fn remove(&mut self, name: &str) {
        if let Some(known) = Known::new(name)
            && let Some(same_first) = self.by_first.get_mut(&known.parts[0].0)
        {
            same_first.retain(|other| &*other.name != name);
        }
    }

    /// The longest name the tokens begin with, and how many tokens it takes.
    fn longest(&self, source: &str, tokens: &[Token]) -> Option<(Arc<str>, usize)> {
        let first = tokens.first()?;
        let candidates = self.by_first.get(&source[first.start..first.end])?;
        let best = candidates.iter().filter(|known| known.matches(source, tokens)).max_by_key(|known| known.parts.len())?;
        Some((best.name.clone(), best.parts.len()))
    }
}

impl<N: AsRef<str>> FromIterator<N> for Names {
    fn from_iter<I: IntoIterator<Item = N>>(names: I) -> Self {
        let mut all = Self::new();
        for name in names {
            all.add(name.as_ref());
        }
        all
    }
}

/// Names known while one text is read: those of the scope, the built-in ones that hold a keyword, and local ones.
pub(super) struct Scoped<'n> {
    outer: &'n Names,
    builtin: Names,
    local: Names,
    order: Vec<String>,
}

impl<'n> Scoped<'n> {
    pub(super) fn new(outer: &'n Names) -> Self {
        let builtin = ["date and time", "years and months duration", "days and time duration"].into_iter().collect();
        Self { outer, builtin, local: Names::new(), order: Vec::new() }
    }

    /// Where to come back to with [`Self::leave`].
    pub(super) fn mark(&self) -> usize {
        self.order.len()
    }

    pub(super) fn enter(&mut self, name: &str) {
        // A name of plain words is read the same with or without being known.
        if name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return;
        }
        self.local.add(name);
        self.order.push(name.to_owned());
    }

    pub(super) fn leave(&mut self, mark: usize) {
        for name in self.order.drain(mark..).collect::<Vec<_>>() {
            if !self.order.contains(&name) {
                self.local.remove(&name);
            }
        }
    }

    /// The name the tokens begin with and how many tokens it takes. After a dot keywords are names too.
    pub(super) fn read(&self, source: &str, tokens: &[Token], after_dot: bool) -> Option<(Arc<str>, usize)> {
        let known = [self.outer, &self.builtin, &self.local]
            .into_iter()
            .filter_map(|names| names.longest(source, tokens))
            .max_by_key(|(_, length)| *length);
        let joined = join(tokens, after_dot);
        match (known, joined) {
            (Some(known), Some(joined)) if known.1 >= joined.1 => Some(known),
            (Some(known), None) => Some(known),
            (_, joined) => joined,
        }
    }
}

/// Words side by side as one name.
fn join(tokens: &[Token], after_dot: bool) -> Option<(Arc<str>, usize)> {
    let mut name = String::new();
    let mut length = 0;
    while let Some(token) = tokens.get(length) {
        let text = match &token.kind {
            Kind::Word(word) if length == 0 && after_dot => word.to_string(),
            Kind::Word(word) if !is_keyword(word, tokens.get(length + 1)) => word.to_string(),
            Kind::Number(number) if length > 0 && number.is_integer() => number.to_string(),
            _ => break,
        };
        if length > 0 {
            name.push(' ');
        }
        name.push_str(&text);
        length += 1;
    }
    (length > 0).then(|| (name.into(), length))
}

fn is_keyword(word: &str, next: Option<&Token>) -> bool {
    match word {
        "instance" => next.is_some_and(|token| token.kind == Kind::Word("of".into())),
        _ => KEYWORDS.contains(&word),
    }
}

const KEYWORDS: [&str; 17] = [
    "and",
    "between",
    "else",
    "every",
    "external",
    "false",
    "for",
    "function",
    "if",
    "in",
    "null",
    "or",
    "return",
    "satisfies",
    "some",
    "then",
    "true",
];

/// Whether a word alone can stand for a value or function.
pub(super) fn is_reserved(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

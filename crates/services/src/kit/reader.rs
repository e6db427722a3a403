//! Reading TOML with a place for every mistake: all of them are collected, not only the first.
//!
//! The one rule: a reader always answers with a value; what was wrong with it is in the findings.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Finding, Rule};
use super::nearest::nearest;

/// The text of one file and where its lines begin.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) file: String,
    starts: Vec<usize>,
}

impl Source {
    pub(super) fn new(file: &str, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.to_owned(), starts }
    }

    pub(super) fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }
}

/// Lines of keys by their path, such as `speed[1].fee_cents`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lines(BTreeMap<String, u32>);

impl Lines {
    /// The line of `path`, or of the nearest table around it.
    pub(super) fn at(&self, path: &str) -> u32 {
        let mut path = path;
        loop {
            if let Some(line) = self.0.get(path) {
                return *line;
            }
            match path.rfind(['.', '[']) {
                Some(cut) => path = &path[..cut],
                None => return 1,
            }
        }
    }
}

/// A document: its tables, its lines, and what was wrong so far.
pub(super) struct Document<'a> {
    source: Source,
    root: Spanned<DeTable<'a>>,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> Document<'a> {
    pub(super) fn parse(file: &str, text: &'a str) -> Self {
        let source = Source::new(file, text);
        let (root, errors) = DeTable::parse_recoverable(text);
        let findings = errors
            .iter()
            .map(|error| {
                let line = error.span().map_or(1, |span| source.line(span.start));
                Finding::new(Rule::TomlSyntax, file, line, &[("message", error.message())])
            })
            .collect();
        Self { source, root, findings: RefCell::new(findings) }
    }

    /// Whether the text itself could not be read; keys are then not worth reporting.
    pub(super) fn is_broken(&self) -> bool {
        self.findings.borrow().iter().any(|finding| finding.code == Rule::TomlSyntax.code())
    }

    pub(super) fn root(&self) -> Table<'_> {
        Table { document: self.parts(), table: self.root.get_ref(), path: String::new(), line: 1, asked: RefCell::default() }
    }

    pub(super) fn lines(&self) -> Lines {
        let mut lines = BTreeMap::new();
        locate(&self.source, self.root.get_ref(), "", &mut lines);
        Lines(lines)
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }

    fn parts(&self) -> Parts<'_> {
        Parts { source: &self.source, findings: &self.findings }
    }
}

fn locate(source: &Source, table: &DeTable<'_>, path: &str, lines: &mut BTreeMap<String, u32>) {
    for (key, value) in table.iter() {
        let path = join(path, key.get_ref());
        lines.insert(path.clone(), source.line(key.span().start));
        locate_value(source, value, &path, lines);
    }
}

fn locate_value(source: &Source, value: &Spanned<DeValue<'_>>, path: &str, lines: &mut BTreeMap<String, u32>) {
    match value.get_ref() {
        DeValue::Table(table) => locate(source, table, path, lines),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("{path}[{index}]");
                lines.insert(path.clone(), source.line(item.span().start));
                locate_value(source, item, &path, lines);
            }
        }
        _ => {}
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

#[derive(Clone, Copy)]
struct Parts<'a> {
    source: &'a Source,
    findings: &'a RefCell<Vec<Finding>>,
}

/// One table being read. Keys that nobody asked for are reported by [`Table::finish`].
pub(super) struct Table<'a> {
    document: Parts<'a>,
    table: &'a DeTable<'a>,
    path: String,
    line: u32,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Table<'a> {
    /// Path of a key of this table, as findings and [`Lines`] name it.
    pub(super) fn path_of(&self, key: &str) -> String {
        join(&self.path, key)
    }

    pub(super) fn line(&self) -> u32 {
        self.line
    }

    pub(super) fn report(&self, rule: Rule, key: &'static str, args: &[(&'static str, &str)]) {
        let line = self.entry(key).map_or(self.line, |(span, _)| self.document.source.line(span.start));
        self.push(rule, line, args);
    }

    fn push(&self, rule: Rule, line: u32, args: &[(&'static str, &str)]) {
        self.document.findings.borrow_mut().push(Finding::new(rule, &self.document.source.file, line, args));
    }

    fn entry(&self, key: &str) -> Option<(Range<usize>, &'a Spanned<DeValue<'a>>)> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(name, value)| (name.span(), value))
    }

    pub(super) fn has(&self, key: &'static str) -> bool {
        self.asked.borrow_mut().insert(key);
        self.entry(key).is_some()
    }

    fn value(&self, key: &'static str) -> Option<&'a DeValue<'a>> {
        self.asked.borrow_mut().insert(key);
        self.entry(key).map(|(_, value)| value.get_ref())
    }

    fn required(&self, key: &'static str) -> Option<&'a DeValue<'a>> {
        let value = self.value(key);
        if value.is_none() {
            self.push(Rule::KeyMissing, self.line, &[("key", &self.path_of(key))]);
        }
        value
    }

    fn wrong(&self, key: &'static str, expected: &'static str, value: &DeValue<'_>) {
        self.report(Rule::ValueKind, key, &[("key", &self.path_of(key)), ("expected", expected), ("got", kind(value))]);
    }

    /// A text that must be there and not be empty.
    pub(super) fn text(&self, key: &'static str) -> String {
        match self.required(key) {
            Some(value) => self.text_of(key, value),
            None => String::new(),
        }
    }

    /// A text that may be left out.
    pub(super) fn text_optional(&self, key: &'static str) -> Option<String> {
        self.value(key).map(|value| self.text_of(key, value))
    }

    fn text_of(&self, key: &'static str, value: &DeValue<'_>) -> String {
        let Some(text) = value.as_str() else {
            self.wrong(key, "text", value);
            return String::new();
        };
        if text.trim().is_empty() {
            self.report(Rule::TextEmpty, key, &[("key", &self.path_of(key))]);
        }
        text.trim().to_owned()
    }

    /// One of the words of `allowed`; the first of them when it is wrong or absent.
    pub(super) fn word<T: Copy>(&self, key: &'static str, allowed: &[(&'static str, T)]) -> T {
        match self.required(key) {
            Some(value) => self.word_of(key, value, allowed),
            None => allowed[0].1,
        }
    }

    /// One of the words of `allowed`, or `absent` when the key is left out.
    pub(super) fn word_or<T: Copy>(&self, key: &'static str, allowed: &[(&'static str, T)], absent: T) -> T {
        self.value(key).map_or(absent, |value| self.word_of(key, value, allowed))
    }

    fn word_of<T: Copy>(&self, key: &'static str, value: &DeValue<'_>, allowed: &[(&'static str, T)]) -> T {
        let Some(text) = value.as_str() else {
            self.wrong(key, "text", value);
            return allowed[0].1;
        };
        match allowed.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => *meaning,
            None => {
                self.value_unknown(key, text, allowed.iter().map(|(word, _)| *word));
                allowed[0].1
            }
        }
    }

    fn value_unknown(&self, key: &'static str, text: &str, allowed: impl Iterator<Item = &'static str>) {
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        self.report(Rule::ValueUnknown, key, &[("key", &self.path_of(key)), ("value", text), ("allowed", &allowed)]);
    }

    /// A list of words of `allowed`.
    pub(super) fn words<T: Copy>(&self, key: &'static str, allowed: &[(&'static str, T)]) -> Vec<T> {
        self.words_of(key, self.texts(key), allowed)
    }

    /// As [`Table::words`], empty when the key is left out.
    pub(super) fn words_optional<T: Copy>(&self, key: &'static str, allowed: &[(&'static str, T)]) -> Vec<T> {
        self.words_of(key, self.texts_optional(key), allowed)
    }

    fn words_of<T: Copy>(&self, key: &'static str, texts: Vec<String>, allowed: &[(&'static str, T)]) -> Vec<T> {
        let mut found = Vec::new();
        for text in texts {
            match allowed.iter().find(|(word, _)| *word == text) {
                Some((_, meaning)) => found.push(*meaning),
                None => self.value_unknown(key, &text, allowed.iter().map(|(word, _)| *word)),
            }
        }
        found
    }

    /// A list of texts; one text counts as a list of one.
    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        self.required(key).map(|value| self.texts_of(key, value)).unwrap_or_default()
    }

    /// As [`Table::texts`], empty when the key is left out.
    pub(super) fn texts_optional(&self, key: &'static str) -> Vec<String> {
        self.value(key).map(|value| self.texts_of(key, value)).unwrap_or_default()
    }

    fn texts_of(&self, key: &'static str, value: &DeValue<'_>) -> Vec<String> {
        match value {
            DeValue::String(text) => vec![text.trim().to_owned()],
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| {
                    if item.get_ref().as_str().is_none() {
                        self.wrong(key, "text", item.get_ref());
                    }
                    item.get_ref().as_str().map(|text| text.trim().to_owned())
                })
                .collect(),
            other => {
                self.wrong(key, "list", other);
                Vec::new()
            }
        }
    }

    /// A whole number within `limits`.
    pub(super) fn number(&self, key: &'static str, limits: std::ops::RangeInclusive<i64>) -> i64 {
        match self.required(key) {
            Some(value) => self.number_of(key, value, limits),
            None => *limits.start(),
        }
    }

    /// As [`Table::number`], nothing when the key is left out.
    pub(super) fn number_optional(&self, key: &'static str, limits: std::ops::RangeInclusive<i64>) -> Option<i64> {
        self.value(key).map(|value| self.number_of(key, value, limits))
    }

    fn number_of(&self, key: &'static str, value: &DeValue<'_>, limits: std::ops::RangeInclusive<i64>) -> i64 {
        let Some(number) = value.as_integer().and_then(|digits| i64::from_str_radix(digits.as_str(), digits.radix()).ok()) else {
            self.wrong(key, "number", value);
            return *limits.start();
        };
        if limits.contains(&number) {
            return number;
        }
        let (min, max, got) = (limits.start().to_string(), limits.end().to_string(), number.to_string());
        self.report(Rule::NumberRange, key, &[("key", &self.path_of(key)), ("value", &got), ("min", &min), ("max", &max)]);
        number.clamp(*limits.start(), *limits.end())
    }

    /// A yes or no, `absent` when the key is left out.
    pub(super) fn flag_or(&self, key: &'static str, absent: bool) -> bool {
        match self.value(key) {
            None => absent,
            Some(DeValue::Boolean(flag)) => *flag,
            Some(other) => {
                self.wrong(key, "flag", other);
                absent
            }
        }
    }

    /// A civil date and time, written as TOML or as text.
    pub(super) fn moment(&self, key: &'static str) -> Option<jiff::civil::DateTime> {
        self.required(key)?;
        self.moment_optional(key)
    }

    /// As [`Table::moment`], nothing when the key is left out.
    pub(super) fn moment_optional(&self, key: &'static str) -> Option<jiff::civil::DateTime> {
        let value = self.value(key)?;
        let read = self.calendar_text(value).and_then(|text| text.parse().ok());
        if read.is_none() {
            self.wrong(key, "moment", value);
        }
        read
    }

    /// A civil date, written as TOML or as text.
    pub(super) fn date_optional(&self, key: &'static str) -> Option<jiff::civil::Date> {
        let value = self.value(key)?;
        let read = self.calendar_text(value).and_then(|text| text.parse().ok());
        if read.is_none() {
            self.wrong(key, "date", value);
        }
        read
    }

    fn calendar_text(&self, value: &DeValue<'_>) -> Option<String> {
        match value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(written) => Some(written.to_string()),
            _ => None,
        }
    }

    /// A table that must be there.
    pub(super) fn table(&self, key: &'static str) -> Option<Table<'a>> {
        self.required(key)?;
        self.table_optional(key)
    }

    /// A table that may be left out.
    pub(super) fn table_optional(&self, key: &'static str) -> Option<Table<'a>> {
        let value = self.value(key)?;
        match value {
            DeValue::Table(table) => {
                let line = self.entry(key).map_or(self.line, |(span, _)| self.document.source.line(span.start));
                Some(self.child(table, self.path_of(key), line))
            }
            other => {
                self.wrong(key, "table", other);
                None
            }
        }
    }

    /// A list of tables; empty when the key is left out.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'a>> {
        match self.value(key) {
            None => Vec::new(),
            Some(DeValue::Array(items)) => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| match item.get_ref() {
                    DeValue::Table(table) => {
                        let path = format!("{}[{index}]", self.path_of(key));
                        Some(self.child(table, path, self.document.source.line(item.span().start)))
                    }
                    other => {
                        self.wrong(key, "table", other);
                        None
                    }
                })
                .collect(),
            Some(other) => {
                self.wrong(key, "list", other);
                Vec::new()
            }
        }
    }

    fn child(&self, table: &'a DeTable<'a>, path: String, line: u32) -> Table<'a> {
        Table { document: self.document, table, path, line, asked: RefCell::default() }
    }

    /// Anything, as JSON: answers and outcomes of tests. Null when the key is left out.
    pub(super) fn json(&self, key: &'static str) -> serde_json::Value {
        self.value(key).map_or(serde_json::Value::Null, json_of)
    }

    /// Reports the keys that were not asked for, each with the nearest known one.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        for (name, _) in self.table.iter() {
            let key: &str = name.get_ref();
            if asked.contains(key) {
                continue;
            }
            let nearest = nearest(key, asked.iter().copied()).unwrap_or_default();
            let line = self.document.source.line(name.span().start);
            self.push(Rule::KeyUnknown, line, &[("key", &join(&self.path, key)), ("nearest", nearest)]);
        }
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "flag",
        DeValue::Datetime(_) => "moment",
        DeValue::Array(_) => "list",
        DeValue::Table(_) => "table",
    }
}

fn json_of(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(text) => Value::from(text.to_string()),
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(digits) => digits.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(written) => Value::from(written.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json_of(item.get_ref())).collect(),
        DeValue::Table(table) => table.iter().map(|(key, value)| (key.get_ref().to_string(), json_of(value.get_ref()))).collect(),
    }
}

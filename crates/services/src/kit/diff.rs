//! What changed between two versions of a kit, in words a reviewer can read.
//!
//! The one rule: a change names the key or the element, not only the line; order of keys and spaces are no change.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::KitFiles;

/// Whether something came, went or became different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only in the new version.
    Added,
    /// Only in the old version.
    Removed,
    /// In both, different.
    Changed,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// File of the kit.
    pub file: String,
    /// Key, element or line inside it; empty when the whole file came or went.
    pub key: String,
    /// What happened.
    pub kind: ChangeKind,
    /// The old value.
    pub old: Option<String>,
    /// The new value.
    pub new: Option<String>,
}

/// Everything that differs from `old` to `new`, by file and key.
pub fn diff(old: &KitFiles, new: &KitFiles) -> Vec<Change> {
    let mut changes = Vec::new();
    let names = old.keys().chain(new.keys()).collect::<std::collections::BTreeSet<_>>();
    for file in names {
        match (old.get(file), new.get(file)) {
            (Some(before), Some(after)) if before != after => file_diff(file, before, after, &mut changes),
            (Some(_), Some(_)) | (None, None) => {}
            (None, Some(_)) => changes.push(whole(file, ChangeKind::Added)),
            (Some(_), None) => changes.push(whole(file, ChangeKind::Removed)),
        }
    }
    changes
}

fn whole(file: &str, kind: ChangeKind) -> Change {
    Change { file: file.to_owned(), key: String::new(), kind, old: None, new: None }
}

fn file_diff(file: &str, before: &[u8], after: &[u8], changes: &mut Vec<Change>) {
    let (Ok(before), Ok(after)) = (std::str::from_utf8(before), std::str::from_utf8(after)) else {
        changes.push(whole(file, ChangeKind::Changed));
        return;
    };
    match (facts(file, before), facts(file, after)) {
        (Some(before), Some(after)) => facts_diff(file, &before, &after, changes),
        _ => lines_diff(file, before, after, changes),
    }
}

/// A structured file as facts: key path → value.
fn facts(file: &str, text: &str) -> Option<BTreeMap<String, String>> {
    let mut facts = BTreeMap::new();
    if file.ends_with(".toml") {
        let value: toml::Table = toml::from_str(text).ok()?;
        flatten("", &serde_json::to_value(value).ok()?, &mut facts);
    } else if file.ends_with(".json") {
        flatten("", &serde_json::from_str(text).ok()?, &mut facts);
    } else if file.ends_with(".ftl") {
        let resource = fluent_syntax::parser::parse(text).ok()?;
        for entry in resource.body {
            if let fluent_syntax::ast::Entry::Message(message) = &entry {
                let printed = fluent_syntax::serializer::serialize(&fluent_syntax::ast::Resource { body: vec![entry.clone()] });
                facts.insert(message.id.name.to_owned(), printed.trim().to_owned());
            }
        }
    } else if file.ends_with(".bpmn") || file.ends_with(".dmn") {
        return xml_facts(text);
    } else {
        return None;
    }
    Some(facts)
}

fn flatten(path: &str, value: &Value, facts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, value, facts);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten(&format!("{path}[{}]", name_of(item).unwrap_or_else(|| index.to_string())), item, facts);
            }
        }
        Value::String(text) => {
            facts.insert(path.to_owned(), text.clone());
        }
        other => {
            facts.insert(path.to_owned(), other.to_string());
        }
    }
}

/// What an entry of a list is called, so that inserting one does not rename all that follow.
fn name_of(item: &Value) -> Option<String> {
    ["code", "key", "decision", "way", "value"].into_iter().find_map(|key| item.get(key)?.as_str().map(str::to_owned))
}

/// XML as facts: element id (or its place under the nearest element that has one) and attribute → value.
fn xml_facts(text: &str) -> Option<BTreeMap<String, String>> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut facts = BTreeMap::new();
    let mut path: Vec<String> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                let mut attributes = Vec::new();
                let mut id = None;
                for attribute in start.attributes().flatten() {
                    let key = attribute.key.as_ref().to_owned();
                    let value = attribute.value.clone().into_owned();
                    if key == "id" {
                        id = Some(value.clone());
                    }
                    attributes.push((key, value));
                }
                let place = match id {
                    Some(id) => format!("#{id}"),
                    None => {
                        let place = format!("{}/{name}", path.last().map_or("", String::as_str));
                        let count = counts.entry(place.clone()).or_default();
                        *count += 1;
                        if *count == 1 { place } else { format!("{place}[{count}]") }
                    }
                };
                facts.insert(place.clone(), name);
                for (key, value) in attributes {
                    facts.insert(format!("{place}@{key}"), value);
                }
                if matches!(event, Event::Start(_)) {
                    path.push(place);
                }
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Text(content) => {
                let content = content.as_ref().trim().to_owned();
                if !content.is_empty() {
                    facts.insert(format!("{}/text", path.last().map_or("", String::as_str)), content);
                }
            }
            Event::Eof => return Some(facts),
            _ => {}
        }
    }
}

fn facts_diff(file: &str, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, changes: &mut Vec<Change>) {
    let keys = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>();
    for key in keys {
        let (old, new) = (before.get(key), after.get(key));
        let kind = match (old, new) {
            (Some(old), Some(new)) if old == new => continue,
            (Some(_), Some(_)) => ChangeKind::Changed,
            (None, _) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
        };
        changes.push(Change { file: file.to_owned(), key: key.clone(), kind, old: old.cloned(), new: new.cloned() });
    }
}

// LIMIT: the table of common lines grows with the product of both lengths; two templates of 2000 lines still fit.
const LINE_PAIRS_MAX: usize = 4_000_000;

/// Lines that came and went, by the longest common run of lines.
fn lines_diff(file: &str, before: &str, after: &str, changes: &mut Vec<Change>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    if old.len().saturating_mul(new.len()) > LINE_PAIRS_MAX {
        changes.push(whole(file, ChangeKind::Changed));
        return;
    }
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j < new.len() && (i == old.len() || common[i][j + 1] >= common[i + 1][j]) {
            changes.push(line_change(file, j, ChangeKind::Added, new[j]));
            j += 1;
        } else {
            changes.push(line_change(file, i, ChangeKind::Removed, old[i]));
            i += 1;
        }
    }
}

fn line_change(file: &str, index: usize, kind: ChangeKind, line: &str) -> Change {
    let (old, new) = match kind {
        ChangeKind::Removed => (Some(line.to_owned()), None),
        ChangeKind::Added | ChangeKind::Changed => (None, Some(line.to_owned())),
    };
    Change { file: file.to_owned(), key: format!("{:06}", index + 1), kind, old, new }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kit(file: &str, text: &str) -> KitFiles {
        KitFiles::from([(file.to_owned(), text.as_bytes().to_vec())])
    }

    fn said(file: &str, before: &str, after: &str) -> Vec<String> {
        let changes = diff(&kit(file, before), &kit(file, after));
        changes.iter().map(|c| format!("{} {} > {}", c.key, c.old.as_deref().unwrap_or("–"), c.new.as_deref().unwrap_or("–"))).collect()
    }

    #[test]
    fn changes_name_keys_and_elements() {
        let rows: &[(&str, &str, &str, &[&str])] = &[
            ("kit.toml", "a = 1\nb = 2", "b = 2\n\na = 1 # same", &[]),
            (
                "kit.toml",
                "[[speed]]\ncode = \"fast\"\nfee_cents = 5",
                "[[speed]]\ncode = \"fast\"\nfee_cents = 7",
                &["speed[fast].fee_cents 5 > 7"],
            ),
            (
                "form.json",
                r#"{"components":[{"key":"a","label":"x"}]}"#,
                r#"{"components":[{"key":"n"},{"key":"a","label":"y"}]}"#,
                &["components[a].label x > y", "components[n].key – > n"],
            ),
            ("process.bpmn", r#"<p><t id="work" name="a"/></p>"#, r#"<p><t id="work" name="b"/></p>"#, &["#work@name a > b"]),
            ("texts/bg.ftl", "a = 1\n", "a = 2\n", &["a a = 1 > a = 2"]),
            ("outcome.typ", "one\ntwo", "one\nthree", &["000002 – > three", "000002 two > –"]),
        ];
        for (file, before, after, expected) in rows {
            assert_eq!(said(file, before, after), *expected, "{file}");
        }
    }

    #[test]
    fn files_come_and_go() {
        let changes = diff(&kit("a.typ", ""), &kit("b.typ", ""));
        let kinds = changes.iter().map(|change| (change.file.as_str(), change.kind)).collect::<Vec<_>>();
        assert_eq!(kinds, [("a.typ", ChangeKind::Removed), ("b.typ", ChangeKind::Added)]);
    }
}

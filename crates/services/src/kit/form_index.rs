//! What the other files of a kit may say about its form: which answers it has, what their options are called, where they stand.
//!
//! The one rule: paths are those of submission data without row numbers: `applicant.firstName`, `heirs`, `heirs.name`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::nearest::nearest;
use super::reader::Source;

/// One answer of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Field {
    /// Form.io type.
    pub(super) kind: String,
    /// Option value → Bulgarian label.
    pub(super) labels: BTreeMap<String, String>,
    /// Keys of the columns, for repeating groups.
    pub(super) columns: Vec<String>,
}

/// The answers of a form by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FormIndex {
    fields: BTreeMap<String, Field>,
}

impl FormIndex {
    /// Reads the source of a form; nothing when it is not JSON, which the form check reports.
    pub(super) fn read(json: &str) -> Option<Self> {
        let form: Value = serde_json::from_str(json).ok()?;
        let mut index = Self::default();
        walk(form.get("components"), "", &mut index.fields);
        Some(index)
    }

    pub(super) fn field(&self, path: &str) -> Option<&Field> {
        self.fields.get(&without_rows(path))
    }

    /// Whether `path` is an answer, or an object that holds answers.
    pub(super) fn knows(&self, path: &str) -> bool {
        let path = without_rows(path);
        self.fields.contains_key(&path) || self.fields.keys().any(|known| known.starts_with(&format!("{path}.")))
    }

    /// First parts of the paths: the variables a form of a task sets.
    pub(super) fn roots(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(|path| path.split('.').next().unwrap_or(path))
    }

    pub(super) fn nearest(&self, path: &str) -> &str {
        nearest(path, self.fields.keys().map(String::as_str)).unwrap_or_default()
    }
}

fn without_rows(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
}

fn walk(components: Option<&Value>, prefix: &str, fields: &mut BTreeMap<String, Field>) {
    for component in components.and_then(Value::as_array).into_iter().flatten() {
        let word = |key: &str| component.get(key).and_then(Value::as_str).unwrap_or_default();
        let kind = word("type");
        let holds = component.get("input").and_then(Value::as_bool) != Some(false);
        let path = if prefix.is_empty() { word("key").to_owned() } else { format!("{prefix}.{}", word("key")) };
        match kind {
            "panel" | "fieldset" | "well" => walk(component.get("components"), prefix, fields),
            "columns" => {
                for column in component.get("columns").and_then(Value::as_array).into_iter().flatten() {
                    walk(column.get("components"), prefix, fields);
                }
            }
            "table" => {
                for cell in component.get("rows").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_array).flatten() {
                    walk(cell.get("components"), prefix, fields);
                }
            }
            "tabs" => {
                for tab in component.get("components").and_then(Value::as_array).into_iter().flatten() {
                    walk(tab.get("components"), prefix, fields);
                }
            }
            "content" | "htmlelement" | "button" => {}
            _ if !holds => walk(component.get("components"), prefix, fields),
            _ => {
                let columns = component.get("components").and_then(Value::as_array).into_iter().flatten();
                let columns = columns.filter_map(|column| column.get("key")?.as_str().map(str::to_owned)).collect();
                fields.insert(path.clone(), Field { kind: kind.to_owned(), labels: labels(component), columns });
                walk(component.get("components"), &path, fields);
            }
        }
    }
}

fn labels(component: &Value) -> BTreeMap<String, String> {
    let options = component.get("values").or_else(|| component.get("data")?.get("values"));
    options
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|option| {
            let value = match option.get("value")? {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some((value, option.get("label")?.as_str()?.to_owned()))
        })
        .collect()
}

/// Where texts and keys stand in the source of a form.
pub(super) struct FormPlaces<'a> {
    source: Source,
    text: &'a str,
}

impl<'a> FormPlaces<'a> {
    pub(super) fn new(file: &str, text: &'a str) -> Self {
        Self { source: Source::new(file, text), text }
    }

    /// Line of the component with this path: of the last key of it that is found.
    pub(super) fn line_of_key(&self, path: &str) -> u32 {
        let path = without_rows(path);
        let mut rest = path.as_str();
        loop {
            let quoted = Value::from(rest).to_string();
            if let Some(at) = self.position_of_member("\"key\"", &quoted) {
                return self.source.line(at);
            }
            match rest.split_once('.') {
                Some((_, inner)) => rest = inner,
                None => return 1,
            }
        }
    }

    /// Line of a text, as it is quoted in the source.
    pub(super) fn line_of_text(&self, text: &str) -> u32 {
        self.text.find(&Value::from(text).to_string()).map_or(1, |at| self.source.line(at))
    }

    fn position_of_member(&self, member: &str, value: &str) -> Option<usize> {
        self.text.match_indices(member).map(|(at, _)| at).find(|at| {
            let after = self.text[at + member.len()..].trim_start();
            after.strip_prefix(':').is_some_and(|after| after.trim_start().starts_with(value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = r#"{"components": [{"type": "panel", "key": "page", "input": false, "components": [
        {"type": "textfield", "key": "applicant.firstName", "input": true},
        {"type": "datagrid", "key": "heirs", "input": true, "components": [
            {"type": "select", "key": "relation", "input": true, "data": {"values": [{"value": "child", "label": "дете"}]}}]}]}]}"#;

    #[test]
    fn answers_are_known_by_their_paths() {
        let index = FormIndex::read(FORM).expect("JSON");
        for (path, known) in
            [("applicant.firstName", true), ("applicant", true), ("heirs[0].relation", true), ("heirs.age", false), ("page", false)]
        {
            assert_eq!(index.knows(path), known, "{path}");
        }
        assert_eq!(index.field("heirs.relation").expect("known").labels["child"], "дете");
        assert_eq!(index.nearest("applicant.firstname"), "applicant.firstName");
    }

    #[test]
    fn keys_have_lines() {
        assert_eq!(FormPlaces::new("form.json", FORM).line_of_key("heirs.relation"), 4);
    }
}

//! From the source of a definition to the tree.
//!
//! The one rule: import is tolerant and exact at once: it goes on after everything it does not understand, and says so with place.

mod component;
mod json;
mod pages;
mod rules;

use crate::component::{Component, Shape};
use crate::definition::Tree;
use crate::limits;
use crate::problem::{Problem, Report, ReportExpression, Severity};
use crate::script::{Role, Script};
use json::{flag, list, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads a whole definition.
pub(crate) fn tree(source: &str) -> Result<Tree, Vec<Problem>> {
    let fatal = |code: &'static str, line: Option<u32>, params: &[(&'static str, String)]| {
        vec![Problem { path: String::new(), line, code, severity: Severity::Error, params: params.iter().cloned().collect() }]
    };
    if source.len() > limits::DEFINITION_BYTES_MAX {
        return Err(fatal("FORM-0003", None, &[("what", "bytes".to_owned()), ("max", limits::DEFINITION_BYTES_MAX.to_string())]));
    }
    let json: Value = serde_json::from_str(source).map_err(|error| {
        let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
        fatal("FORM-0001", line, &[("detail", error.to_string())])
    })?;
    let Some(components) = list(&json, "components") else { return Err(fatal("FORM-0002", None, &[])) };
    if text(&json, "display") == Some("pdf") {
        return Err(fatal("FORM-0004", None, &[]));
    }
    let wizard = text(&json, "display") == Some("wizard");
    let mut import = Import { source, ..Import::default() };
    import.learn(components, &mut Vec::new(), 0)?;
    import.texts.insert(text(&json, "title").unwrap_or_default().to_owned());
    let tree_components = import.components(components, &mut Vec::new(), "");
    let pages = pages::of(&json, wizard, &tree_components, &mut import);
    let translations = translations(&json);
    import.translations_missing(&translations);
    let properties = json
        .get("properties")
        .and_then(Value::as_object)
        .map(|object| object.iter().filter_map(|(name, value)| Some((name.clone(), json::scalar(value)?))).collect());
    Ok(Tree {
        title: text(&json, "title").unwrap_or_default().to_owned(),
        name: text(&json, "name").or_else(|| text(&json, "machineName")).unwrap_or_default().to_owned(),
        path: text(&json, "path").unwrap_or_default().to_owned(),
        wizard,
        shape: Shape::of(&tree_components),
        components: tree_components,
        pages,
        translations,
        properties: properties.unwrap_or_default(),
        report: import.report,
    })
}

/// `settings.i18n`: language → source text → text.
fn translations(json: &Value) -> HashMap<String, HashMap<String, String>> {
    let languages = json.pointer("/settings/i18n").or_else(|| json.get("i18n")).and_then(Value::as_object);
    let mut out = HashMap::new();
    for (language, texts) in languages.into_iter().flatten() {
        let texts = texts.get("translation").unwrap_or(texts).as_object();
        let texts = texts
            .into_iter()
            .flatten()
            .filter_map(|(source, text)| Some((source.clone(), text.as_str().filter(|text| !text.is_empty())?.to_owned())));
        out.insert(language.clone(), texts.collect());
    }
    out
}

/// A component that holds data, as conditions may name it.
struct Known {
    names: Vec<String>,
    /// Values it can have, when they are listed.
    values: Vec<String>,
}

/// An import in progress.
#[derive(Default)]
struct Import<'s> {
    source: &'s str,
    report: Report,
    known: Vec<Known>,
    taken: BTreeSet<String>,
    count: usize,
    /// Texts people read, for the list of missing translations.
    texts: BTreeSet<String>,
}

impl Import<'_> {
    /// First look: which components hold data and where. Checks the limits for everything after it.
    fn learn(&mut self, components: &[Value], names: &mut Vec<String>, depth: usize) -> Result<(), Vec<Problem>> {
        if depth > limits::DEPTH_MAX {
            return Err(self.over("depth", limits::DEPTH_MAX));
        }
        for json in components {
            self.count += 1;
            if self.count > limits::COMPONENTS_MAX {
                return Err(self.over("components", limits::COMPONENTS_MAX));
            }
            let before = names.len();
            if component::holds_data(json)
                && let Some(key) = text(json, "key")
            {
                names.extend(key.split('.').map(str::to_owned));
                let options = list(json, "values").or_else(|| json.pointer("/data/values").and_then(Value::as_array).map(Vec::as_slice));
                let values = options.unwrap_or_default().iter().filter_map(|option| option.get("value").and_then(json::scalar)).collect();
                self.known.push(Known { names: names.clone(), values });
            }
            if text(json, "type") == Some("form") {
                names.push("data".to_owned());
            }
            for children in component::children(json) {
                self.learn(children, names, depth + 1)?;
            }
            names.truncate(before);
        }
        Ok(())
    }

    fn over(&self, what: &str, max: usize) -> Vec<Problem> {
        let params = BTreeMap::from([("what", what.to_owned()), ("max", max.to_string())]);
        vec![Problem { path: String::new(), line: None, code: "FORM-0003", severity: Severity::Error, params }]
    }

    fn components(&mut self, components: &[Value], names: &mut Vec<String>, path: &str) -> Vec<Component> {
        components.iter().filter_map(|json| self.component(json, names, path)).collect()
    }

    /// Notes a problem at a component.
    fn problem(&mut self, path: &str, code: &'static str, severity: Severity, params: &[(&'static str, &str)]) {
        if self.report.problems.len() >= limits::PROBLEMS_MAX {
            return;
        }
        let line = self.line_of(path.rsplit('/').next().unwrap_or_default());
        let params = params.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.report.problems.push(Problem { path: path.to_owned(), line, code, severity, params });
    }

    /// The line where a key is written. Keys are nearly always unique; for a repeated one the first place is given.
    fn line_of(&self, key: &str) -> Option<u32> {
        let wanted = format!("\"{key}\"");
        let at = self.source.match_indices(&wanted).map(|(at, _)| at).find(|at| {
            let before = self.source[..*at].trim_end();
            before.strip_suffix(':').is_some_and(|before| before.trim_end().ends_with("\"key\""))
        })?;
        u32::try_from(self.source[..at].matches('\n').count() + 1).ok()
    }

    /// Converts an expression and reports on it.
    fn script(&mut self, path: &str, member: &'static str, source: &str, role: Role) -> Option<Script> {
        let result = Script::parse(source, role);
        self.report.expressions.push(ReportExpression {
            path: path.to_owned(),
            member,
            source: source.to_owned(),
            converted: result.is_ok(),
        });
        match result {
            Ok(script) => Some(script),
            Err(refused) => {
                let line = refused.line.to_string();
                let params = [("member", member), ("reason", refused.reason), ("what", refused.what.as_str()), ("inner", line.as_str())];
                self.problem(path, "FORM-0020", Severity::Error, &params);
                None
            }
        }
    }

    fn translations_missing(&mut self, translations: &HashMap<String, HashMap<String, String>>) {
        let mut languages: BTreeSet<&str> = translations.keys().map(String::as_str).filter(|language| *language != "bg").collect();
        languages.insert("en");
        for language in languages {
            let known = translations.get(language);
            let missing: Vec<String> = self
                .texts
                .iter()
                .filter(|text| {
                    text.chars().any(|c| ('\u{400}'..'\u{530}').contains(&c)) && !known.is_some_and(|known| known.contains_key(*text))
                })
                .cloned()
                .collect();
            if !missing.is_empty() {
                self.report.translations_missing.insert(language.to_owned(), missing);
            }
        }
    }

    /// Remembers a text people read and hands it on.
    fn say(&mut self, source: Option<&str>) -> Option<String> {
        let source = source.map(str::trim).filter(|source| !source.is_empty())?;
        self.texts.insert(source.to_owned());
        Some(source.to_owned())
    }

    fn flagged(&self, json: &Value, name: &str, otherwise: bool) -> bool {
        flag(json, name).unwrap_or(otherwise)
    }
}

//! One component of the definition.
//!
//! The one rule: each component ends in exactly one line of the report.

use super::Import;
use super::json::{bytes, count, flag, list, number, scalar, text};
use crate::component::{Choice, Component, Kind, Layout, PrefillMode, Source, TextKind};
use crate::limits;
use crate::problem::{ReportEntry, Severity, Support};
use crate::sanitise;
use crate::script::Role;
use serde_json::Value;

/// Whether a component of the source has a value in the data.
pub(super) fn holds_data(json: &Value) -> bool {
    !matches!(
        text(json, "type").unwrap_or_default(),
        "panel" | "fieldset" | "well" | "columns" | "table" | "tabs" | "content" | "htmlelement"
    )
}

/// Lists of components inside a component, wherever its type keeps them.
pub(super) fn children(json: &Value) -> Vec<&[Value]> {
    let mut out = Vec::new();
    match text(json, "type") {
        Some("columns") => out.extend(list(json, "columns").unwrap_or_default().iter().filter_map(|column| list(column, "components"))),
        Some("tabs") => out.extend(list(json, "components").unwrap_or_default().iter().filter_map(|tab| list(tab, "components"))),
        Some("table") => {
            for row in list(json, "rows").unwrap_or_default() {
                out.extend(row.as_array().into_iter().flatten().filter_map(|cell| list(cell, "components")));
            }
        }
        _ => out.extend(list(json, "components")),
    }
    out
}

/// What a type becomes here.
struct Reading {
    kind: Kind,
    support: Support,
    note: Option<&'static str>,
}

impl From<Kind> for Reading {
    fn from(kind: Kind) -> Self {
        Self { kind, support: Support::Supported, note: None }
    }
}

impl Reading {
    fn mapped(kind: Kind, note: &'static str) -> Self {
        Self { kind, support: Support::Mapped, note: Some(note) }
    }

    fn undecided(note: &'static str) -> Self {
        Self { kind: Kind::Notice, support: Support::NeedsDecision, note: Some(note) }
    }

    fn refused(note: &'static str) -> Self {
        Self { kind: Kind::Notice, support: Support::Refused, note: Some(note) }
    }
}

impl Import<'_> {
    /// Reads one component with everything inside it.
    pub(super) fn component(&mut self, json: &Value, names: &mut Vec<String>, above: &str) -> Option<Component> {
        let component_type = text(json, "type").unwrap_or_default().to_owned();
        let key = text(json, "key").unwrap_or(&component_type).to_owned();
        let path = if above.is_empty() { key.clone() } else { format!("{above}/{key}") };
        let reading = self.reading(json, &component_type, &path);
        self.note(&path, &component_type, &reading);
        let kind = reading.kind;
        let before = names.len();
        let parts: Vec<String> = key.split('.').map(str::to_owned).collect();
        if kind.holds_data() {
            if parts.iter().any(|part| part.is_empty() || part.contains(['[', ']', '"', '\'', ':', ' '])) {
                self.problem(&path, "FORM-0014", Severity::Error, &[("what", &key)]);
                return None;
            }
            let place: Vec<&str> = names.iter().map(String::as_str).chain(parts.iter().map(String::as_str)).collect();
            if !self.taken.insert(place.join(".")) && !matches!(kind, Kind::Button) {
                self.problem(&path, "FORM-0013", Severity::Warning, &[("what", &key)]);
            }
        }
        // Conditions see the component from the level it stands on.
        let condition = self.condition(json, names, &path);
        if kind.holds_data() {
            names.extend(parts.iter().cloned());
        }
        if matches!(kind, Kind::Nested { .. }) {
            names.push("data".to_owned());
        }
        let mut inner = Vec::new();
        for list in children(json) {
            inner.extend(self.components(list, names, &path));
        }
        names.truncate(before);
        Some(self.assemble(json, &path, key, parts, kind, condition, inner))
    }

    #[expect(clippy::too_many_arguments, reason = "the pieces of one component, put together in one place")]
    fn assemble(
        &mut self,
        json: &Value,
        path: &str,
        key: String,
        parts: Vec<String>,
        kind: Kind,
        condition: crate::condition::Condition,
        children: Vec<Component>,
    ) -> Component {
        let label = self.label(json, &kind).unwrap_or_default();
        if label.is_empty() && kind.holds_data() && !matches!(kind, Kind::Hidden | Kind::Container | Kind::Nested { .. } | Kind::Button) {
            self.problem(path, "FORM-0033", Severity::Warning, &[]);
        }
        let hint = ["description", "tooltip"].into_iter().find_map(|name| text(json, name)).map(sanitise::plain);
        let hint = self.say(hint.as_deref());
        let calculate = match json.get("calculateValue") {
            Some(Value::String(source)) if !source.trim().is_empty() => self.script(path, "calculateValue", source, Role::Value),
            Some(Value::Object(object)) if !object.is_empty() => {
                self.problem(path, "FORM-0023", Severity::Error, &[("member", "calculateValue")]);
                None
            }
            _ => None,
        };
        let default_script =
            text(json, "customDefaultValue").and_then(|source| self.script(path, "customDefaultValue", source, Role::Value));
        if json.get("logic").and_then(Value::as_array).is_some_and(|logic| !logic.is_empty()) {
            self.problem(path, "FORM-0024", Severity::Error, &[]);
        }
        if text(json, "inputMask").is_some() {
            self.problem(path, "FORM-0034", Severity::Note, &[]);
        }
        let rules = self.rules(json, path);
        let property = |name: &str| json.pointer(&format!("/properties/{name}")).and_then(scalar).filter(|value| !value.is_empty());
        let personal = property("personalData");
        if personal.is_none() && rules.validator.is_some_and(|validator| validator.personal()) {
            self.report.personal_unclassified.push(path.to_owned());
        }
        let mode = match property("prefillMode").as_deref() {
            Some("locked") => PrefillMode::Locked,
            Some("confirm") => PrefillMode::Confirm,
            _ => PrefillMode::Editable,
        };
        let prefix = self.say(text(json, "prefix"));
        let suffix = self.say(text(json, "suffix"));
        let messages = self.messages(json);
        let multiple = self.flagged(json, "multiple", false) || text(json, "storeas") == Some("array");
        Component {
            default: json.get("defaultValue").filter(|value| !value.is_null() && value.as_str() != Some("")).cloned(),
            default_script,
            label_hidden: self.flagged(json, "hideLabel", false),
            hidden: self.flagged(json, "hidden", false),
            disabled: self.flagged(json, "disabled", false),
            clear_on_hide: self.flagged(json, "clearOnHide", true),
            override_allowed: self.flagged(json, "allowCalculateOverride", false),
            prefill: property("prefill").map(|source| (source, mode)),
            autocomplete: property("autocomplete").or_else(|| text(json, "autocomplete").map(str::to_owned)),
            key,
            parts,
            kind,
            label,
            hint,
            prefix,
            suffix,
            multiple,
            condition,
            calculate,
            rules,
            messages,
            personal,
            children,
        }
    }

    fn label(&mut self, json: &Value, kind: &Kind) -> Option<String> {
        let source = match kind {
            Kind::Layout(Layout::Panel) => text(json, "title").or_else(|| text(json, "label")),
            Kind::Layout(Layout::Fieldset) => text(json, "legend").or_else(|| text(json, "label")),
            Kind::Layout(Layout::Well | Layout::Plain) | Kind::Content { .. } => None,
            _ => text(json, "label"),
        };
        let plain = source.map(sanitise::plain);
        self.say(plain.as_deref())
    }

    fn note(&mut self, path: &str, component_type: &str, reading: &Reading) {
        let note = reading.note.unwrap_or_default();
        let params = [("type", component_type), ("note", note)];
        match reading.support {
            Support::Supported => {}
            Support::Mapped => self.problem(path, "FORM-0012", Severity::Note, &params),
            Support::NeedsDecision => self.problem(path, "FORM-0011", Severity::Error, &params),
            Support::Refused => self.problem(path, "FORM-0010", Severity::Error, &params),
        }
        self.report.components.push(ReportEntry {
            path: path.to_owned(),
            component_type: component_type.to_owned(),
            support: reading.support,
            note: reading.note,
        });
    }

    fn reading(&mut self, json: &Value, component_type: &str, path: &str) -> Reading {
        match component_type {
            "textfield" => Kind::Text(TextKind::Plain).into(),
            "email" => Kind::Text(TextKind::Email).into(),
            "phoneNumber" => Kind::Text(TextKind::Phone).into(),
            "url" => Kind::Text(TextKind::Url).into(),
            "time" => Kind::Text(TextKind::Time).into(),
            "tags" => Reading::mapped(Kind::Text(TextKind::Plain), "text"),
            "textarea" => {
                let lines = count(json, "rows").and_then(|rows| u32::try_from(rows).ok()).unwrap_or(3).clamp(2, 30);
                let kind = Kind::Area { lines };
                if text(json, "editor").is_some() { Reading::mapped(kind, "editor") } else { kind.into() }
            }
            "number" => Kind::Number { places: places(json), currency: None }.into(),
            "currency" => {
                let currency = text(json, "currency").unwrap_or("EUR").to_owned();
                Kind::Number { places: Some(places(json).unwrap_or(2)), currency: Some(currency) }.into()
            }
            "checkbox" if text(json, "inputType") == Some("radio") => Reading::mapped(Kind::Checkbox, "radio"),
            "checkbox" => Kind::Checkbox.into(),
            "radio" => Kind::Radio { options: self.options(list(json, "values").unwrap_or_default()) }.into(),
            "selectboxes" => Kind::SelectBoxes { options: self.options(list(json, "values").unwrap_or_default()) }.into(),
            "select" => self.select(json),
            "datetime" => match (flag(json, "enableDate").unwrap_or(true), flag(json, "enableTime").unwrap_or(true)) {
                (false, _) => Reading::mapped(Kind::Text(TextKind::Time), "time"),
                (true, false) => Kind::Date.into(),
                (true, true) => Kind::DateTime.into(),
            },
            "day" => Kind::Day { day_first: flag(json, "dayFirst").unwrap_or(false) }.into(),
            "file" => {
                let types = text(json, "filePattern")
                    .unwrap_or("*")
                    .split([',', ';'])
                    .map(|part| part.trim().to_ascii_lowercase())
                    .filter(|part| !part.is_empty() && part != "*" && part != "*/*");
                let size = |name: &str| text(json, name).and_then(bytes);
                Kind::File {
                    types: types.collect(),
                    bytes_min: size("fileMinSize").unwrap_or(0),
                    bytes_max: size("fileMaxSize").unwrap_or(kernel::limits::FILE_BYTES_MAX),
                }
                .into()
            }
            "hidden" => Kind::Hidden.into(),
            "panel" => Kind::Layout(Layout::Panel).into(),
            "fieldset" => Kind::Layout(Layout::Fieldset).into(),
            "well" => Kind::Layout(Layout::Well).into(),
            "columns" => Kind::Layout(Layout::Plain).into(),
            "table" | "tabs" => Reading::mapped(Kind::Layout(Layout::Plain), "layout"),
            "container" => Kind::Container.into(),
            "datagrid" | "editgrid" => {
                let add_label = self.say(text(json, "addAnother"));
                Kind::Grid { add_label, fixed: flag(json, "disableAddingRemovingRows").unwrap_or(false) }.into()
            }
            "form" if list(json, "components").is_some() => Kind::Nested { wizard: text(json, "display") == Some("wizard") }.into(),
            "form" => Reading::undecided("form"),
            "content" | "htmlelement" => self.content(json, path),
            "button" => match text(json, "action").unwrap_or("submit") {
                "submit" | "event" | "saveState" | "reset" => Kind::Button.into(),
                _ => Reading { kind: Kind::Button, support: Support::NeedsDecision, note: Some("action") },
            },
            "password" => Reading::refused("password"),
            "recaptcha" | "captcha" => Reading::refused("captcha"),
            "signature" => Reading::undecided("signature"),
            "address" => Reading::undecided("address"),
            name if name.ends_with("DataSource") || name == "datasource" => Reading::mapped(Kind::Hidden, "data-source"),
            _ => Reading::undecided("unknown"),
        }
    }

    fn options(&mut self, values: &[Value]) -> Vec<Choice> {
        let mut out = Vec::new();
        for option in values.iter().take(limits::OPTIONS_MAX) {
            let value = option.get("value").and_then(scalar).or_else(|| scalar(option));
            let label = text(option, "label").map(sanitise::plain).or_else(|| value.clone());
            // An empty option is the placeholder of a new form in the builder.
            if let (Some(value), Some(label)) = (value, label)
                && !(value.is_empty() && label.is_empty())
            {
                self.texts.insert(label.clone());
                out.push(Choice { value, label });
            }
        }
        out
    }

    fn select(&mut self, json: &Value) -> Reading {
        let named = json.pointer("/properties/nomenclature").and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = named.filter(|name| !name.is_empty()) {
            return Reading::mapped(Kind::Select { source: Source::Nomenclature(name) }, "nomenclature");
        }
        match text(json, "dataSrc").unwrap_or("values") {
            "values" => {
                let values = json.pointer("/data/values").and_then(Value::as_array).map(Vec::as_slice).or_else(|| list(json, "values"));
                Kind::Select { source: Source::Inline(self.options(values.unwrap_or_default())) }.into()
            }
            "json" => match self.json_options(json) {
                Some(options) => Kind::Select { source: Source::Inline(options) }.into(),
                None => Reading::undecided("json"),
            },
            "url" => match json.pointer("/data/url").and_then(Value::as_str).and_then(|url| url.strip_prefix("nomenclature:")) {
                Some(name) => Reading::mapped(Kind::Select { source: Source::Nomenclature(name.to_owned()) }, "nomenclature"),
                // Addresses of the author's choice are never fetched: a form must not send the server anywhere.
                None => Reading::undecided("url"),
            },
            "resource" => Reading::undecided("resource"),
            _ => Reading::undecided("custom"),
        }
    }

    /// Options given as JSON: texts, or objects read by `valueProperty` and the template of the label.
    fn json_options(&mut self, json: &Value) -> Option<Vec<Choice>> {
        let parsed;
        let items = match json.pointer("/data/json")? {
            Value::Array(items) => items,
            Value::String(source) => {
                parsed = serde_json::from_str::<Value>(source).ok()?;
                parsed.as_array()?
            }
            _ => return None,
        };
        let value_member = text(json, "valueProperty").unwrap_or("value");
        let template = text(json, "template").unwrap_or_default();
        let label_member =
            template.split_once("item.").map(|(_, rest)| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default());
        let mut out = Vec::new();
        for item in items.iter().take(limits::OPTIONS_MAX) {
            let value = scalar(item).or_else(|| item.get(value_member).and_then(scalar))?;
            let label = label_member
                .and_then(|member| item.get(member))
                .or_else(|| item.get("label"))
                .and_then(scalar)
                .unwrap_or_else(|| value.clone());
            self.texts.insert(label.clone());
            out.push(Choice { value, label });
        }
        Some(out)
    }

    fn content(&mut self, json: &Value, path: &str) -> Reading {
        let body = text(json, "html").or_else(|| text(json, "content")).unwrap_or_default();
        let source = match text(json, "tag")
            .filter(|tag| text(json, "type") == Some("htmlelement") && !body.is_empty() && tag.bytes().all(|c| c.is_ascii_alphanumeric()))
        {
            Some(tag) => format!("<{tag}>{body}</{tag}>"),
            None => body.to_owned(),
        };
        if !body.is_empty() {
            self.texts.insert(source.clone());
        }
        if source.contains("{{") {
            self.problem(path, "FORM-0037", Severity::Warning, &[]);
        }
        if sanitise::html(&source).1 {
            self.problem(path, "FORM-0032", Severity::Warning, &[]);
        }
        Kind::Content { html: source }.into()
    }
}

fn places(json: &Value) -> Option<u32> {
    number(json, "decimalLimit").filter(|places| (0.0..=20.0).contains(places)).map(|places| places as u32)
}

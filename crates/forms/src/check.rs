//! The rules of one answer.
//!
//! The one rule: an empty answer breaks at most `required`; every other rule speaks about what was really given.

use crate::component::{Component, DateBound, Kind, TextKind};
use crate::condition::{is_empty, text_of};
use crate::dates;
use crate::error::Param;
use crate::evaluate::{Walk, bound_date, scope};
use crate::limits;
use crate::number::bytes_shown;
use crate::path;
use crate::script::{Budget, Scope};
use jiff::civil::Date;
use serde_json::Value;

/// A broken rule, before it gets its place and message.
struct Broken {
    rule: &'static str,
    element: Option<usize>,
    params: Vec<(&'static str, Param)>,
    message: Option<String>,
}

/// Rules of one component over one value.
struct Check<'a> {
    component: &'a Component,
    choices: &'a [crate::component::Choice],
    broken: Vec<Broken>,
    element: Option<usize>,
    language: &'a str,
}

impl<'d> Walk<'d> {
    /// Checks the answer at the path.
    pub fn check(&mut self, component: &'d Component) {
        let definition = self.definition;
        let mut check =
            Check { component, choices: definition.choices(component), broken: Vec::new(), element: None, language: &self.env.language };
        {
            let value = path::get(&self.data, &self.path).filter(|value| !value.is_null());
            let scope = scope(definition, self.env, &self.data, &self.path, &self.objects, component);
            check.answer(value, &scope, &mut self.budget);
        }
        for broken in check.broken {
            let error = self.error(component, broken.rule, broken.element, broken.params, broken.message);
            self.errors.push(error);
        }
    }
}

impl Check<'_> {
    fn fail(&mut self, rule: &'static str) {
        self.fail_with(rule, []);
    }

    fn fail_with<const N: usize>(&mut self, rule: &'static str, params: [(&'static str, Param); N]) {
        self.broken.push(Broken { rule, element: self.element, params: params.into(), message: None });
    }

    fn fail_because(&mut self, rule: &'static str, reason: &'static str) {
        self.fail_with(rule, [("reason", Param::from(reason))]);
    }

    fn answer(&mut self, value: Option<&Value>, scope: &Scope<'_>, budget: &mut Budget) {
        let rules = &self.component.rules;
        let empty = self.empty(value);
        if empty && rules.required {
            self.fail("required");
            let list = value.and_then(Value::as_array).is_some_and(Vec::is_empty);
            if list && self.component.multiple && !matches!(self.component.kind, Kind::Grid { .. }) {
                self.fail("array_nonempty");
            }
        }
        if let Some(value) = value.filter(|_| !empty) {
            self.given(value, scope, budget);
        }
        if let Some(script) = &rules.custom {
            match script.run(scope, budget) {
                Ok(Some(Value::String(message))) if !message.is_empty() => {
                    self.broken.push(Broken { rule: "custom", element: None, params: Vec::new(), message: Some(message) });
                }
                Ok(Some(Value::Bool(false))) => self.fail("custom"),
                Ok(_) => {}
                Err(_) => self.fail_because("expression", "limit"),
            }
        }
    }

    fn empty(&self, value: Option<&Value>) -> bool {
        match (&self.component.kind, value) {
            (Kind::Checkbox, Some(value)) => value == &Value::Bool(false) || is_empty(Some(value)),
            (Kind::SelectBoxes { .. }, Some(Value::Object(boxes))) => boxes.values().all(|chosen| chosen != &Value::Bool(true)),
            (Kind::Day { .. }, Some(Value::String(text))) => text.trim().is_empty() || text == "00/00/0000",
            (_, Some(Value::Array(items))) if self.component.multiple => items.iter().all(|item| is_empty(Some(item))),
            (_, value) => is_empty(value),
        }
    }

    fn given(&mut self, value: &Value, scope: &Scope<'_>, budget: &mut Budget) {
        match &self.component.kind {
            Kind::File { .. } => self.files(value),
            Kind::Grid { .. } => self.grid(value),
            Kind::Checkbox => {
                if !value.is_boolean() {
                    self.fail_because("type", "boolean");
                }
            }
            Kind::SelectBoxes { .. } => self.boxes(value),
            _ if self.component.multiple => match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate().take(limits::ROWS_MAX).filter(|(_, item)| !is_empty(Some(item))) {
                        self.element = Some(index);
                        self.single(item, scope, budget);
                    }
                    self.element = None;
                }
                _ => self.fail_because("type", "list"),
            },
            _ => self.single(value, scope, budget),
        }
    }

    fn single(&mut self, value: &Value, scope: &Scope<'_>, budget: &mut Budget) {
        match &self.component.kind {
            Kind::Text(_) | Kind::Area { .. } => match value {
                Value::String(text) => self.text(text),
                _ => self.fail_because("type", "text"),
            },
            Kind::Hidden => {
                if let Value::String(text) = value {
                    self.text(text);
                }
            }
            Kind::Number { .. } => match value.as_f64() {
                Some(number) => self.number(number),
                None => self.fail("number"),
            },
            Kind::Radio { .. } | Kind::Select { .. } => self.choice(value),
            Kind::Date | Kind::DateTime => match value.as_str().and_then(dates::civil) {
                Some(date) => self.date(date, scope, budget),
                None => self.fail("date"),
            },
            Kind::Day { day_first } => match value.as_str().and_then(|text| dates::day_value(text, *day_first)) {
                Some(date) => self.date(date, scope, budget),
                None => self.fail("day"),
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let component = self.component;
        let rules = &component.rules;
        let length = text.chars().count();
        let max = rules.length_max.unwrap_or(usize::MAX).min(limits::TEXT_CHARS_MAX);
        if rules.length_min.is_some_and(|min| length < min) {
            self.fail_with("minLength", [("min", Param::from(rules.length_min.unwrap_or(0))), ("count", Param::from(length))]);
        }
        if length > max {
            self.fail_with("maxLength", [("max", Param::from(max)), ("count", Param::from(length))]);
        }
        if rules.words_min.is_some() || rules.words_max.is_some() {
            let words = text.split_whitespace().count();
            if let Some(min) = rules.words_min.filter(|min| words < *min) {
                self.fail_with("minWords", [("min", Param::from(min)), ("count", Param::from(words))]);
            }
            if let Some(max) = rules.words_max.filter(|max| words > *max) {
                self.fail_with("maxWords", [("max", Param::from(max)), ("count", Param::from(words))]);
            }
        }
        if let Some(pattern) = rules.pattern.as_ref().filter(|pattern| !pattern.is_match(text)) {
            let (low, high) = pattern.digits().unwrap_or((0, 0));
            let shape = match (low, high) {
                (0, 0) => "other",
                (low, high) if low == high => "digits",
                _ => "digits-range",
            };
            self.fail_with(
                "pattern",
                [("shape", Param::from(shape)), ("min", Param::from(f64::from(low))), ("max", Param::from(f64::from(high)))],
            );
        }
        match component.kind {
            Kind::Text(TextKind::Email) if !is_email(text) => self.fail("email"),
            Kind::Text(TextKind::Url) if !is_address(text) => self.fail("url"),
            Kind::Text(TextKind::Time) if dates::time_typed(text).is_none() => self.fail("time"),
            _ => {}
        }
        if let Some(validator) = rules.validator
            && let Err(reason) = validator.check(text)
        {
            self.fail_because(validator.name(), reason);
        }
    }

    fn number(&mut self, number: f64) {
        let rules = &self.component.rules;
        if let Some(min) = rules.min.filter(|min| number < *min) {
            self.fail_with(
                "min",
                [("min", Param::from(min)), ("max", Param::from(rules.max.unwrap_or(f64::MAX))), bounds(rules.min, rules.max)],
            );
        }
        if let Some(max) = rules.max.filter(|max| number > *max) {
            self.fail_with(
                "max",
                [("min", Param::from(rules.min.unwrap_or(f64::MIN))), ("max", Param::from(max)), bounds(rules.min, rules.max)],
            );
        }
        if rules.integer && number.fract() != 0.0 {
            self.fail("integer");
        } else if let Some(places) = self.component.places().filter(|places| crate::number::rounded(number, *places) != number) {
            self.fail_with("type", [("reason", Param::from("decimals")), ("places", Param::from(f64::from(places)))]);
        }
        if let Some(step) = rules.step {
            let steps = (number - rules.min.unwrap_or(0.0)) / step;
            if (steps - steps.round()).abs() > 1e-9 {
                self.fail_with("step", [("step", Param::from(step))]);
            }
        }
    }

    fn choice(&mut self, value: &Value) {
        if matches!(value, Value::Array(_) | Value::Object(_)) {
            return self.fail_because("type", "choice");
        }
        // A nomenclature that was not given cannot be checked here.
        if self.choices.is_empty() {
            return;
        }
        let text = text_of(value);
        if !self.choices.iter().any(|choice| choice.value == text) {
            if self.component.rules.only_available { self.fail("onlyAvailableItems") } else { self.fail_because("type", "option") }
        }
    }

    fn boxes(&mut self, value: &Value) {
        let Value::Object(boxes) = value else { return self.fail_because("type", "boxes") };
        let rules = &self.component.rules;
        let chosen = boxes.values().filter(|chosen| chosen == &&Value::Bool(true)).count();
        if let Some(min) = rules.selected_min.filter(|min| chosen < *min) {
            self.fail_with("minSelectedCount", [("min", Param::from(min)), ("count", Param::from(chosen))]);
        }
        if let Some(max) = rules.selected_max.filter(|max| chosen > *max) {
            self.fail_with("maxSelectedCount", [("max", Param::from(max)), ("count", Param::from(chosen))]);
        }
    }

    fn date(&mut self, date: Date, scope: &Scope<'_>, budget: &mut Budget) {
        let component = self.component;
        let mut bound = |bound: &DateBound| match bound {
            DateBound::On(date) => Some(*date),
            DateBound::Script(script) => bound_date(script, scope, budget),
        };
        let min = component.rules.date_min.as_ref().and_then(&mut bound).filter(|min| date < *min);
        let max = component.rules.date_max.as_ref().and_then(&mut bound).filter(|max| date > *max);
        if let Some(min) = min {
            self.fail_with("minDate", [("date", Param::from(kernel::bulgarian::date(min)))]);
        }
        if let Some(max) = max {
            self.fail_with("maxDate", [("date", Param::from(kernel::bulgarian::date(max)))]);
        }
    }

    fn grid(&mut self, value: &Value) {
        let rules = &self.component.rules;
        let Value::Array(rows) = value else { return self.fail_because("type", "rows") };
        if let Some(min) = rules.length_min.filter(|min| rows.len() < *min) {
            self.fail_with("rows.min", [("min", Param::from(min)), ("count", Param::from(rows.len()))]);
        }
        let max = rules.length_max.unwrap_or(limits::ROWS_MAX).min(limits::ROWS_MAX);
        if rows.len() > max {
            self.fail_with("rows.max", [("max", Param::from(max)), ("count", Param::from(rows.len()))]);
        }
    }

    fn files(&mut self, value: &Value) {
        let component = self.component;
        let Kind::File { types, bytes_min, bytes_max } = &component.kind else { return };
        let Value::Array(files) = value else { return self.fail_because("type", "files") };
        if files.len() > 1 && !component.multiple {
            self.fail_because("type", "single");
        }
        for (index, file) in files.iter().enumerate().take(limits::ROWS_MAX) {
            self.element = Some(index);
            let name = file.get("originalName").or_else(|| file.get("name")).and_then(Value::as_str).unwrap_or_default();
            let media = file.get("type").and_then(Value::as_str).unwrap_or_default();
            match file.get("size").and_then(Value::as_u64) {
                None => self.fail_because("type", "file"),
                Some(size) if size > *bytes_max => {
                    let params = [
                        ("reason", Param::from("large")),
                        ("size", Param::from(bytes_shown(size, self.language))),
                        ("max", Param::from(bytes_shown(*bytes_max, self.language))),
                    ];
                    self.fail_with("file.size", params);
                }
                Some(size) if size < *bytes_min => {
                    self.fail_with(
                        "file.size",
                        [("reason", Param::from("small")), ("size", Param::from(bytes_shown(size, self.language)))],
                    );
                }
                Some(_) => {}
            }
            if !type_fits(types, name, media) {
                self.fail_with("file.type", [("types", Param::from(types.join(", "))), ("name", Param::from(name))]);
            }
        }
        self.element = None;
    }
}

/// Which bounds a message can name.
fn bounds(min: Option<f64>, max: Option<f64>) -> (&'static str, Param) {
    ("bounds", Param::from(if min.is_some() && max.is_some() { "both" } else { "one" }))
}

/// Whether a file is of one of the types: `.pdf`, `image/*`, `application/pdf`.
pub(crate) fn type_fits(types: &[String], name: &str, media: &str) -> bool {
    if types.is_empty() {
        return true;
    }
    let name = name.to_lowercase();
    let media = media.to_ascii_lowercase();
    types.iter().any(|wanted| match wanted.strip_suffix("/*") {
        Some(group) => media.strip_prefix(group).is_some_and(|rest| rest.starts_with('/')),
        None if wanted.contains('/') => media == *wanted,
        None => name.ends_with(wanted.trim_start_matches('*')),
    })
}

/// An address of electronic mail: one sign @, a name before it and a domain with a point after it.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_fits = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let domain_fits = labels.len() >= 2
        && domain.len() <= 253
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && labels.last().is_some_and(|last| last.chars().count() >= 2 && !last.chars().all(|c| c.is_ascii_digit()));
    local_fits && domain_fits
}

/// An address of a page.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    !text.contains(char::is_whitespace)
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mail() {
        for good in ["primer@example.com", "a.b+c@sub.example.bg", "иван@пример.бг"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["не-поща", "a@b", "@example.com", "a@", "a b@example.com", "a@@example.com", "a@-x.com", ".a@example.com", "a@example.1"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_of_pages() {
        assert!(is_address("https://example.bg/a?b=1"));
        assert!(is_address("example.bg"));
        assert!(!is_address("пример"));
        assert!(!is_address("https://a b.bg"));
    }

    #[test]
    fn types_of_files() {
        let types = [".pdf".to_owned(), "image/*".to_owned()];
        assert!(type_fits(&types, "Акт.PDF", ""));
        assert!(type_fits(&types, "x", "image/png"));
        assert!(!type_fits(&types, "x.exe", "application/x-msdownload"));
        assert!(!type_fits(&types, "pdf", "imagex/png"));
        assert!(type_fits(&[], "x.exe", ""));
    }
}

//! Rules, messages and conditions of a component.
//!
//! The one rule: a rule that cannot be kept here stops publishing; it is never left out in silence.

use super::Import;
use super::json::{count, flag, list, number, scalar, text};
use crate::component::{DateBound, Messages, Rules};
use crate::condition::{Condition, Operator, Test};
use crate::pattern::Pattern;
use crate::problem::Severity;
use crate::script::Role;
use crate::validator::Validator;
use serde_json::Value;

impl Import<'_> {
    /// `validate`, bounds of dates, and our validator.
    pub(super) fn rules(&mut self, json: &Value, path: &str) -> Rules {
        let nothing = Value::Null;
        let validate = json.get("validate").unwrap_or(&nothing);
        let mut rules = Rules {
            required: flag(validate, "required").unwrap_or(false),
            length_min: count(validate, "minLength").filter(|count| *count > 0),
            length_max: count(validate, "maxLength").filter(|count| *count > 0),
            words_min: count(validate, "minWords").filter(|count| *count > 0),
            words_max: count(validate, "maxWords").filter(|count| *count > 0),
            min: number(validate, "min"),
            max: number(validate, "max"),
            step: number(validate, "step").filter(|step| *step > 0.0),
            integer: flag(validate, "integer").unwrap_or(false),
            only_available: flag(validate, "onlyAvailableItems").unwrap_or(false),
            selected_min: count(validate, "minSelectedCount").filter(|count| *count > 0),
            selected_max: count(validate, "maxSelectedCount").filter(|count| *count > 0),
            ..Rules::default()
        };
        if let Some(source) = text(validate, "pattern") {
            match Pattern::whole(source) {
                Ok(pattern) => rules.pattern = Some(pattern),
                Err(reason) => self.problem(path, "FORM-0021", Severity::Error, &[("what", source), ("reason", &reason)]),
            }
        }
        if let Some(source) = text(validate, "custom") {
            rules.custom = self.script(path, "validate.custom", source, Role::Valid);
        }
        if validate.get("json").is_some_and(|logic| {
            logic.as_object().is_some_and(|object| !object.is_empty()) || logic.as_str().is_some_and(|text| !text.trim().is_empty())
        }) {
            self.problem(path, "FORM-0023", Severity::Error, &[("member", "validate.json")]);
        }
        if let Some(name) = json.pointer("/properties/validator").and_then(Value::as_str).filter(|name| !name.is_empty()) {
            rules.validator = Validator::of(name);
            if rules.validator.is_none() {
                self.problem(path, "FORM-0031", Severity::Error, &[("what", name)]);
            }
        }
        rules.date_min = self.bound(json, path, "minDate");
        rules.date_max = self.bound(json, path, "maxDate");
        let fields_required = |part: &str| json.pointer(&format!("/fields/{part}/required")).and_then(Value::as_bool).unwrap_or(false);
        rules.required |= ["day", "month", "year"].into_iter().any(fields_required);
        rules
    }

    fn bound(&mut self, json: &Value, path: &str, name: &'static str) -> Option<DateBound> {
        let source = [json.get("datePicker"), json.get("widget"), Some(json)].into_iter().flatten().find_map(|place| text(place, name))?;
        if let Some(date) = crate::dates::civil(source) {
            return Some(DateBound::On(date));
        }
        self.script(path, name, source, Role::Bound).map(DateBound::Script)
    }

    /// The author's own messages.
    pub(super) fn messages(&mut self, json: &Value) -> Messages {
        let mut messages =
            Messages { custom: self.say(json.pointer("/validate/customMessage").and_then(Value::as_str)), ..Messages::default() };
        for (rule, message) in json.get("errors").and_then(Value::as_object).into_iter().flatten() {
            if let Some(message) = self.say(message.as_str()) {
                messages.by_rule.insert(rule.clone(), message);
            }
        }
        for (member, rule) in [("minSelectedCountMessage", "minSelectedCount"), ("maxSelectedCountMessage", "maxSelectedCount")] {
            if let Some(message) = self.say(text(json, member)) {
                messages.by_rule.insert(rule.to_owned(), message);
            }
        }
        messages
    }

    /// `customConditional` and both simple kinds.
    pub(super) fn condition(&mut self, json: &Value, names: &[String], path: &str) -> Condition {
        if let Some(source) = text(json, "customConditional") {
            return self
                .script(path, "customConditional", source, Role::Show)
                .map_or(Condition::Always, |script| Condition::Script(Box::new(script)));
        }
        let Some(conditional) = json.get("conditional").filter(|conditional| conditional.is_object()) else { return Condition::Always };
        if conditional.get("json").is_some_and(|logic| {
            logic.as_object().is_some_and(|object| !object.is_empty()) || logic.as_str().is_some_and(|text| !text.trim().is_empty())
        }) {
            self.problem(path, "FORM-0023", Severity::Error, &[("member", "conditional.json")]);
        }
        if let Some(when) = text(conditional, "when") {
            let Some(show) = flag(conditional, "show") else { return Condition::Always };
            let wanted = conditional.get("eq").cloned().unwrap_or(Value::Null);
            let tests = self.test(when, Operator::IsEqual, wanted, names, path).into_iter().collect();
            return Condition::Simple { show, all: true, tests };
        }
        let mut tests = Vec::new();
        for condition in list(conditional, "conditions").unwrap_or_default() {
            let (Some(when), Some(name)) = (text(condition, "component"), text(condition, "operator")) else { continue };
            let Some(operator) = Operator::of(name) else {
                self.problem(path, "FORM-0036", Severity::Error, &[("what", name)]);
                continue;
            };
            let wanted = condition.get("value").cloned().unwrap_or(Value::Null);
            tests.extend(self.test(when, operator, wanted, names, path));
        }
        if tests.is_empty() {
            return Condition::Always;
        }
        Condition::Simple { show: flag(conditional, "show").unwrap_or(true), all: text(conditional, "conjunction") != Some("any"), tests }
    }

    /// One comparison, with the component it names found in the form.
    fn test(&mut self, when: &str, operator: Operator, wanted: Value, names: &[String], path: &str) -> Option<Test> {
        let parts: Vec<String> = when.split('.').map(str::to_owned).collect();
        // First the exact place, then one beside this component or around it, then the only component with this key.
        let exact = (0..=names.len()).rev().find_map(|around| {
            self.known.iter().find(|known| {
                known.names.len() == around + parts.len() && known.names[..around] == names[..around] && known.names[around..] == parts[..]
            })
        });
        let found = exact.or_else(|| {
            let mut ends = self.known.iter().filter(|known| known.names.ends_with(&parts));
            ends.next().filter(|_| ends.next().is_none())
        });
        // One box of a group of boxes: `languages.en`.
        let boxed = || {
            let (last, group) = parts.split_last()?;
            let known = self.known.iter().find(|known| known.names.ends_with(group) && !group.is_empty() && known.values.contains(last))?;
            Some(known.names.iter().chain([last]).cloned().collect::<Vec<_>>())
        };
        if found.is_none()
            && let Some(target) = boxed()
        {
            return Some(Test { target, operator, wanted });
        }
        let Some(found) = found else {
            self.problem(path, "FORM-0022", Severity::Error, &[("what", when)]);
            return Some(Test { target: parts, operator, wanted });
        };
        let target = found.names.clone();
        if matches!(operator, Operator::IsEqual)
            && !found.values.is_empty()
            && let Some(value) = scalar(&wanted)
            && !found.values.contains(&value)
        {
            self.problem(path, "FORM-0025", Severity::Warning, &[("what", when), ("value", &value)]);
        }
        Some(Test { target, operator, wanted })
    }
}
